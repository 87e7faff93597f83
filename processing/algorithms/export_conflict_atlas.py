"""The atlas of occupation conflicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFolderDestination,
)

from ..base_algorithm import RedlineAlgorithm
from ..bridge.dependencies import Feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import (
    LISTED,
    SEVERITIES,
    SEVERITY,
    add_language,
    add_listed,
    add_only_units,
    add_package,
    add_policy,
    add_sheets,
    add_targets,
    enumeration,
)

BY, FORMAT = "BY", "FORMAT"
ONE_FILE, RESUME, OUTPUT_FOLDER = "ONE_FILE", "RESUME", "OUTPUT_FOLDER"
SHEET_COUNT, FILE_COUNT = "SHEET_COUNT", "FILE_COUNT"
UNITS = ("county", "township", "conflict")
FORMATS = ("pdf", "png", "svg")


class ExportConflictAtlas(RedlineAlgorithm):
    """Conflicts numbered alike on map and table, sheet by sheet."""

    ID = "export_conflict_atlas"
    GROUP = "report"
    TAGS = ("atlas", "map", "conflict", "pdf", "图集", "冲突图", "出图", "制图", "tuji", "chutu", "zhitu", "cttj")
    FEATURES = (Feature.PDF_LAYERS, Feature.ATLAS_IN_ONE_FILE)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Export conflict atlas")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Makes an atlas of occupation conflicts from the GeoPackage of “Run everything”: by county, township or "
            "conflict, with numbers alike on map and table, totals, locator, grid and boxes to sign.\n"
            "What one sheet cannot hold is spread over detail sheets with an index. PDFs know where they lie and have "
            "layers to switch, if the Python library pypdf is there. A stopped run goes on where it ended."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_package(self)
        self.add(
            enumeration(BY, tr("One part for each"), UNITS),
            tr("All conflicts of a county (county) or township (township), or a sheet for every conflict (conflict)."),
        )
        add_only_units(self, tr("The city, counties or townships; a unit stands for all below it."))
        self.add(
            enumeration(SEVERITY, tr("Least severity"), SEVERITIES),
            tr("Conflicts of less severity are left out: 3 is the worst, 0 are notes."),
        )
        add_listed(self)
        self.add(
            enumeration(FORMAT, tr("Format"), FORMATS),
            tr("PDF for print and screen, PNG pictures for documents, SVG drawings to be edited."),
        )
        self.add(
            QgsProcessingParameterBoolean(ONE_FILE, tr("All in one PDF"), False),
            tr("Instead of a file for each part. Needs the Python library pypdf."),
        )
        add_policy(self)
        add_targets(self)
        add_sheets(self)
        add_language(self)
        self.add(
            QgsProcessingParameterBoolean(RESUME, tr("Go on after an interruption"), True),
            tr(
                "A stopped run leaves its finished sheets in the hidden folder .redline_sheets, and the next one with "
                "the same inputs takes them from there. Otherwise it leaves nothing."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFolderDestination(OUTPUT_FOLDER, tr("Folder for the atlas")),
            tr("Receives the files, when all sheets are drawn."),
        )
        self.addOutput(QgsProcessingOutputNumber(SHEET_COUNT, tr("Number of sheets")))
        self.addOutput(QgsProcessingOutputNumber(FILE_COUNT, tr("Number of files")))

    def features(self, parameters: Parameters, context: QgsProcessingContext) -> tuple[Feature, ...]:
        """Return which of `FEATURES` these parameters ask for."""
        return self.FEATURES if self.parameterAsEnumString(parameters, FORMAT, context) == FORMATS[0] else ()

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read the results and draw."""
        from ..bridge.attempts import Attempts
        from ..bridge.drawing import drawing
        from ..bridge.io.staging import staging
        from ..reports.maps.atlas import export_conflict_atlas
        from ..reports.maps.atlas_selection import AtlasSettings
        from ..reports.maps.layout.sheet_cache import FOLDER
        from ..reports.maps.layout.unit_outlines import make_outlines
        from ..result_package import counties_of, only_units, read_package, read_sheet_settings

        package = read_package(self, parameters, context, progress)
        units = only_units(self, parameters, context, package.model.unit_names)
        settings = replace(
            read_sheet_settings(AtlasSettings, self, parameters, context),
            by=self.parameterAsEnumString(parameters, BY, context),
            units=counties_of(units, package.policy),
            severity=int(self.parameterAsEnumString(parameters, SEVERITY, context)),
            listed=self.parameterAsEnumString(parameters, LISTED, context),
            form=self.parameterAsEnumString(parameters, FORMAT, context),
            one_file=self.parameterAsBoolean(parameters, ONE_FILE, context),
        )
        progress.set(0.1)
        outlines = make_outlines(package.pieces, progress.check)
        folder = Path(self.parameterAsString(parameters, OUTPUT_FOLDER, context))
        resume = self.parameterAsBoolean(parameters, RESUME, context)
        attempts = Attempts(progress.feedback.pushWarning)
        warn = progress.feedback.pushWarning
        with staging(folder, warn) as temporary, drawing(progress, warn) as drawer:
            # Outside of what a failed run takes away with it, if it is to last.
            unfinished = (folder if resume else temporary) / FOLDER
            atlas = export_conflict_atlas(
                package.path,
                package.model,
                outlines,
                package.conflicts,
                temporary,
                package.tr,
                settings,
                progress.part(0.15, 1.0),
                unfinished,
                attempts.attempt,
                drawer,
            )
            attempts.require(atlas.files)
            self.check_inputs()
        if atlas.resumed:
            progress.feedback.pushInfo(tr("{count} sheets were there already").format(count=atlas.resumed))
        progress.feedback.pushInfo(
            tr("{sheets} sheets in {files} files in {folder}").format(
                sheets=atlas.sheets, files=len(atlas.files), folder=folder
            )
        )
        return {OUTPUT_FOLDER: str(folder), SHEET_COUNT: atlas.sheets, FILE_COUNT: len(atlas.files)}
