"""Maps of the city or of counties as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
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
from ..parameters import add_language, add_only_units, add_package, add_policy, add_sheets, add_targets, enumeration

THEME, OUTPUT_FOLDER, MAP_COUNT = "THEME", "OUTPUT_FOLDER", "MAP_COUNT"
THEMES = ("targets", "candidates", "conflict_share", "potential_share")


class ExportUnitMap(RedlineAlgorithm):
    """The unit against its targets, or its candidates by tier, on one sheet."""

    ID = "export_unit_map"
    GROUP = "report"
    TAGS = ("map", "unit", "targets", "pdf", "全域图", "目标", "潜力图", "出图", "制图", "zhitu", "mubiao", "qyt")
    FEATURES = (Feature.PDF_LAYERS,)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Export unit maps")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Makes one PDF map of the city and of each county from the GeoPackage of “Run everything”: cultivated land "
            "and permanent basic farmland with the targets, or restoration candidates by tier, with the figures in a "
            "table."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_package(self)
        self.add(
            enumeration(THEME, tr("Theme"), THEMES),
            tr(
                "Areas of cultivated land and PBF against targets (targets), candidates by tier (candidates), the "
                "share of conflicts in permanent basic farmland by village or township (conflict_share), or the share "
                "of land that is free to restore (potential_share)."
            ),
        )
        add_only_units(self, tr("The city or counties."))
        add_policy(self)
        add_targets(self)
        add_sheets(self)
        add_language(self)
        self.add(
            QgsProcessingParameterFolderDestination(OUTPUT_FOLDER, tr("Folder for the maps")),
            tr("Receives one PDF a unit, when all are drawn."),
        )
        self.addOutput(QgsProcessingOutputNumber(MAP_COUNT, tr("Number of maps")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read the results and draw."""
        from ..bridge.attempts import Attempts
        from ..bridge.drawing import drawing
        from ..bridge.io.staging import staging
        from ..reports.maps.layout.unit_outlines import make_outlines
        from ..reports.maps.share_maps import SHARES
        from ..reports.maps.unit_maps import UnitMapSettings, export_unit_maps
        from ..result_package import only_units, read_package, read_sheet_settings

        package = read_package(self, parameters, context, progress)
        settings = replace(
            read_sheet_settings(UnitMapSettings, self, parameters, context),
            theme=self.parameterAsEnumString(parameters, THEME, context),
            units=only_units(self, parameters, context, package.model.unit_names),
        )
        levels = ("county", "township", "village")[: 3 if settings.theme in SHARES else 2]
        units = make_outlines(package.pieces, progress.check, levels)
        folder = Path(self.parameterAsString(parameters, OUTPUT_FOLDER, context))
        attempts = Attempts(progress.feedback.pushWarning)
        warn = progress.feedback.pushWarning
        with staging(folder, warn) as temporary, drawing(progress, warn) as drawer:
            maps = export_unit_maps(
                package.path,
                package.model,
                units,
                package.pieces,
                temporary,
                package.tr,
                settings,
                progress.part(0.2, 1.0),
                attempts.attempt,
                drawer,
            )
            attempts.require(maps)
            self.check_inputs()
        progress.feedback.pushInfo(tr("{count} maps in {folder}").format(count=len(maps), folder=folder))
        return {OUTPUT_FOLDER: str(folder), MAP_COUNT: len(maps)}
