"""One PDF map a county."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFolderDestination,
)

from ..base_algorithm import RedlineAlgorithm
from ..bridge.dependencies import Feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import add_language, add_package, add_policy, add_sheets, add_targets

OUTPUT_FOLDER, MAP_COUNT = "OUTPUT_FOLDER", "MAP_COUNT"


class ExportCountyMaps(RedlineAlgorithm):
    """Conflicts and candidates on the land classes, with totals, for the county offices."""

    ID = "export_county_maps"
    GROUP = "report"
    TAGS = ("map", "atlas", "pdf", "出图", "分县图", "制图", "chutu", "zhitu", "fenxian", "fxt")
    FEATURES = (Feature.PDF_LAYERS,)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Export county maps")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Makes one PDF map a county from the GeoPackage of “Run everything”: conflicts and candidates on the land "
            "classes, with legend, scale, north arrow and a table of totals."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_package(self)
        add_policy(self)
        add_targets(self)
        add_sheets(self)
        add_language(self)
        self.add(
            QgsProcessingParameterFolderDestination(OUTPUT_FOLDER, tr("Folder for the maps")),
            tr("Receives one PDF a county; each appears when it is complete."),
        )
        self.addOutput(QgsProcessingOutputNumber(MAP_COUNT, tr("Number of maps")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read the results and draw."""
        from ..bridge.attempts import Attempts
        from ..bridge.drawing import drawing
        from ..bridge.io.staging import staging
        from ..reports.maps.county_maps import MapSettings, export_county_maps
        from ..reports.maps.layout.unit_outlines import make_outlines
        from ..result_package import read_package, read_sheet_settings

        package = read_package(self, parameters, context, progress)
        folder = Path(self.parameterAsString(parameters, OUTPUT_FOLDER, context))
        settings = read_sheet_settings(MapSettings, self, parameters, context)
        outlines = make_outlines(package.pieces, progress.check, ("county", "township"))
        layers = {"pieces": package.pieces, "conflicts": package.conflicts, "candidates": package.candidates}
        attempts = Attempts(progress.feedback.pushWarning)
        warn = progress.feedback.pushWarning
        with staging(folder, warn) as temporary, drawing(progress, warn) as drawer:
            maps = export_county_maps(
                package.path,
                package.model,
                temporary,
                package.tr,
                settings,
                progress=progress.part(0.2, 1.0),
                outlines=outlines,
                layers=layers,
                attempt=attempts.attempt,
                drawer=drawer,
            )
            attempts.require(maps)
            self.check_inputs()
        progress.feedback.pushInfo(tr("{count} maps in {folder}").format(count=len(maps), folder=folder))
        return {OUTPUT_FOLDER: str(folder), MAP_COUNT: len(maps)}
