"""One PDF map a county."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
)

from ...bridge.i18n import tr
from ...bridge.progress import FeedbackProgress
from .. import inputs
from ..algorithm import RedlineAlgorithm

PACKAGE, PAPER, OUTPUT_FOLDER, MAP_COUNT = "PACKAGE", "PAPER", "OUTPUT_FOLDER", "MAP_COUNT"
PAPERS = ("A3", "A4")


class ExportCountyMaps(RedlineAlgorithm):
    """Conflicts and candidates on the land classes, with totals, for the county offices."""

    ID = "export_county_maps"
    GROUP = "report"
    TAGS = ("map", "atlas", "pdf", "出图", "分县图", "制图", "chutu", "zhitu", "fenxian")

    def title(self) -> str:
        """Name shown to users."""
        return tr("Export county maps")

    def summary(self) -> str:
        """What it does."""
        return tr(
            "Makes one PDF map a county from the GeoPackage of “Run everything”: conflicts and candidates on the land "
            "classes, with legend, scale, north arrow and a table of totals."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterFile(
                PACKAGE,
                tr("GeoPackage of results"),
                fileFilter="GeoPackage (*.gpkg)",
            ),
            tr("farmland_redline.gpkg as made by “Run everything”."),
        )
        inputs.add_policy(self)
        inputs.add_targets(self)
        self.add(inputs.enumeration(PAPER, tr("Paper"), PAPERS), tr("Size of the sheet, landscape."))
        inputs.add_language(self)
        self.add(
            QgsProcessingParameterFolderDestination(OUTPUT_FOLDER, tr("Folder for the maps")),
            tr("Receives one PDF a county; each appears when it is complete."),
        )
        self.addOutput(QgsProcessingOutputNumber(MAP_COUNT, tr("Number of maps")))

    def execute(
        self, parameters: Mapping[str, object], context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read the results, build the report, draw."""
        from ...bridge.datasets import layer_names
        from ...bridge.errors import InputError
        from ...bridge.policies import load_classes
        from ...bridge.provenance import Provenance, read_provenance
        from ...bridge.reading import read_file, read_table
        from ...bridge.staging import staging
        from ...reports.maps import MapSettings, export_county_maps
        from ..gathering import gather_policy
        from ..reporting import make_report

        provenance = Provenance(self.ID, inputs.given(parameters, self))
        policy = gather_policy(self, parameters, context, provenance, progress)
        package = Path(self.parameterAsFile(parameters, PACKAGE, context))
        found = set(layer_names(package)) if package.is_file() else set()
        missing = [name for name in ("pieces", "conflicts", "candidates", "summary") if name not in found]
        if missing:
            raise InputError(
                tr("“{file}” is not a result of “Run everything”: it lacks {layers}.").format(
                    file=package.name, layers=", ".join(missing)
                )
            )
        provenance.extend(read_provenance(package))
        language = self.parameterAsEnumString(parameters, inputs.LANGUAGE, context)
        model, translate = make_report(
            read_file(package, "pieces"),
            read_file(package, "conflicts"),
            read_file(package, "candidates"),
            read_table(package, "summary"),
            None,
            policy,
            load_classes(),
            provenance,
            language,
        )
        folder = Path(self.parameterAsString(parameters, OUTPUT_FOLDER, context))
        settings = MapSettings(paper=self.parameterAsEnumString(parameters, PAPER, context))
        with staging(folder) as temporary:
            maps = export_county_maps(package, model, temporary, translate, settings, progress=progress.part(0.2, 1.0))
        progress.feedback.pushInfo(tr("{count} maps in {folder}").format(count=len(maps), folder=folder))
        return {OUTPUT_FOLDER: str(folder), MAP_COUNT: len(maps)}
