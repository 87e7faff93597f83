"""Patrol lists for townships, for paper, receivers and QField."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFolderDestination,
)

from ..analysis.vocabulary import UNDECIDED, Verdict
from ..base_algorithm import RedlineAlgorithm
from ..bridge.dependencies import Feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import (
    FINDING_LISTS,
    MADE_LISTS,
    add_date,
    add_finding_choice,
    add_language,
    add_package,
    add_policy,
    enumeration,
)

BY, OUTPUT_FOLDER = "BY", "OUTPUT_FOLDER"
FINDING_COUNT, FOLDER_COUNT = "FINDING_COUNT", "FOLDER_COUNT"
UNITS = ("township", "county", "village")
# What is rejected or approved needs no patrol.
_DECISIONS = (Verdict.CONFIRMED.value, Verdict.DEFERRED.value, Verdict.ILLEGAL.value, UNDECIDED)


class MakePatrolLists(RedlineAlgorithm):
    """What to look at in each township, in the order of a round."""

    ID = "make_patrol_lists"
    GROUP = "report"
    FEATURES = (Feature.WORKBOOK,)
    TAGS = ("patrol", "qfield", "gpx", "field", "巡查", "巡田", "网格员", "外业", "手机", "xuncha", "xuntian", "waiye")

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Make patrol lists")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Makes a folder for each township (measures 2 and 31) from the GeoPackage of “Run everything”: what to "
            "look at, where and for what, as a workbook and CSV, as a GeoPackage with a project that QField opens, "
            "with a form and photos, and as GPX for receivers. Beside findings these are ending terms of temporary "
            "land and approvals, open cases, supplements that lie unplanted and blocks that are planned; of changes "
            "only outflow that nothing explains.\n"
            "In each village the severest findings come first, these along a short way. GPX is in WGS 84, as it must "
            "be; Chinese base maps on phones may be shifted by some hundred metres. Nothing personal goes along. What "
            "comes back is read by “Import patrol results”."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_package(self)
        add_finding_choice(self, (*FINDING_LISTS[:3], "changes", *MADE_LISTS), _DECISIONS)
        self.add(
            enumeration(BY, tr("One part for each"), UNITS),
            tr("A folder for each township (township), county (county) or village (village)."),
        )
        add_policy(self)
        add_date(self)
        add_language(self)
        self.add(
            QgsProcessingParameterFolderDestination(OUTPUT_FOLDER, tr("Folder for the lists")),
            tr("Receives a folder for each unit, when all are complete. Copy it to the device as it is."),
        )
        self.addOutput(QgsProcessingOutputNumber(FINDING_COUNT, tr("Number of findings")))
        self.addOutput(QgsProcessingOutputNumber(FOLDER_COUNT, tr("Number of folders")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read the findings, write."""
        from ..bridge.io.staging import staging
        from ..field_inputs import read_field_findings
        from ..reports.field.form import field_data
        from ..reports.field.patrol_files import parts_by_unit, write_patrols
        from ..workflows.fieldwork import in_patrol_order, sheet_words
        from ..workflows.patrol_return import require_unanswered

        provenance, task, findings = read_field_findings(self, parameters, context, progress, field_data()["patrolled"])
        level = self.parameterAsEnumString(parameters, BY, context)
        parts = [
            (code, name, in_patrol_order(findings.take(rows))) for code, name, rows in parts_by_unit(findings, level)
        ]
        words = sheet_words(task, findings, "")
        folder = Path(self.parameterAsString(parameters, OUTPUT_FOLDER, context))
        require_unanswered(folder)
        progress.set(0.1)
        with staging(folder, progress.feedback.pushWarning) as temporary:
            made = write_patrols(task.package, parts, temporary, words, provenance, progress.part(0.1, 1.0))
            self.check_inputs()
        progress.feedback.pushInfo(
            tr("{findings} findings in {folders} folders in {folder}").format(
                findings=made.findings, folders=len(made.folders), folder=folder
            )
        )
        return {OUTPUT_FOLDER: str(folder), FINDING_COUNT: made.findings, FOLDER_COUNT: len(made.folders)}
