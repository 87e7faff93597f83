"""Check sheets of findings for the field."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
)

from ..base_algorithm import RedlineAlgorithm
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import (
    DECIDED,
    FINDING_LISTS,
    add_date,
    add_finding_choice,
    add_language,
    add_package,
    add_policy,
    enumeration,
)

BY, ONE_FILE, OFFICE, LISTS, OUTPUT_FOLDER = "BY", "ONE_FILE", "OFFICE", "LISTS", "OUTPUT_FOLDER"
SHEET_COUNT, FILE_COUNT = "SHEET_COUNT", "FILE_COUNT"
UNITS = ("township", "village", "county")


class MakeFieldSheets(RedlineAlgorithm):
    """A sheet for every finding that somebody goes to see, in bulk."""

    ID = "make_field_sheets"
    GROUP = "report"
    TAGS = ("check sheet", "field", "pdf", "核查表", "外业核查", "实地核查", "举证", "界址点", "hechabiao", "waiye")

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Make field check sheets")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Makes an A4 check sheet for each finding of the GeoPackage of “Run everything” (measures 2, 14, 16, 31): "
            "where it lies, a map sketch with the parcels around, before and after, coordinates of the corners, "
            "what to tick on the spot, room for photos and signatures.\n"
            "The sheets stand in the order of a walk: village by village, from west to east. Corners are numbered "
            "clockwise from the north-west, with coordinates of the survey's system and longitude and latitude; they "
            "are those of the data, not measured. With them come lists with coordinates. Nothing personal is printed."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_package(self)
        add_finding_choice(self, FINDING_LISTS[:3], DECIDED)
        self.add(
            enumeration(BY, tr("One part for each"), UNITS),
            tr("A file of sheets for each township (township), village (village) or county (county)."),
        )
        self.add(
            QgsProcessingParameterBoolean(ONE_FILE, tr("All in one PDF"), False),
            tr("Instead of a file for each part."),
        )
        self.add(
            QgsProcessingParameterBoolean(LISTS, tr("Lists with coordinates"), True),
            tr("The same findings, numbered alike, as a workbook, as CSV and as a GeoPackage with their corners."),
        )
        self.add(
            QgsProcessingParameterString(OFFICE, tr("Office"), optional=True),
            tr("Stands at the head of each sheet."),
        )
        add_policy(self)
        add_date(self)
        add_language(self)
        self.add(
            QgsProcessingParameterFolderDestination(OUTPUT_FOLDER, tr("Folder for the sheets")),
            tr("Receives the files, when all are complete."),
        )
        self.addOutput(QgsProcessingOutputNumber(SHEET_COUNT, tr("Number of sheets")))
        self.addOutput(QgsProcessingOutputNumber(FILE_COUNT, tr("Number of files")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read the findings, draw."""
        from ..bridge.io.staging import staging
        from ..field_inputs import read_field_findings
        from ..reports.field.lists import write_lists
        from ..reports.field.sheet_files import write_check_sheets
        from ..workflows.fieldwork import in_walking_order, sheet_words

        provenance, task, found = read_field_findings(self, parameters, context, progress, {})
        findings = in_walking_order(found)
        words = sheet_words(task, findings, self.parameterAsString(parameters, OFFICE, context).strip())
        folder = Path(self.parameterAsString(parameters, OUTPUT_FOLDER, context))
        progress.set(0.05)
        with staging(folder, progress.feedback.pushWarning) as temporary:
            made = write_check_sheets(
                task.package,
                findings,
                temporary,
                words,
                self.parameterAsEnumString(parameters, BY, context),
                self.parameterAsBoolean(parameters, ONE_FILE, context),
                provenance.time,
                progress.part(0.05, 0.9),
            )
            files = [*made.files]
            if self.parameterAsBoolean(parameters, LISTS, context):
                files += write_lists(findings, temporary, words, provenance, progress.part(0.9, 1.0))
            self.check_inputs()
        text = tr("{sheets} sheets in {files} files in {folder}")
        progress.feedback.pushInfo(text.format(sheets=made.sheets, files=len(made.files), folder=folder))
        return {OUTPUT_FOLDER: str(folder), SHEET_COUNT: made.sheets, FILE_COUNT: len(files)}
