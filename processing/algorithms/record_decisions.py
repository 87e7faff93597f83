"""Decisions on findings without the review panel: from scripts, models and lists."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qgis.core import QgsProcessingContext, QgsProcessingOutputNumber, QgsProcessingParameterString

from ..base_algorithm import RedlineAlgorithm
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import PACKAGE, REVIEWED_LISTS, VERDICTS, add_package, enumeration

LAYER, IDS, VERDICT, REMARK, REVIEWER = "LAYER", "IDS", "VERDICT", "REMARK", "REVIEWER"
DECISION_COUNT = "DECISION_COUNT"


class RecordDecisions(RedlineAlgorithm):
    """What people decided on findings, written as the review panel does."""

    ID = "record_decisions"
    GROUP = "report"
    TAGS = ("review", "decision", "verdict", "核查", "决定", "属实", "违法", "hecha", "jueding")

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Record decisions on findings")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Writes what a person has decided on findings (measure 36) into the GeoPackage of results, as the panel "
            "“Review of findings” does: into the table decisions, to which rows are only added, and cases for what "
            "was found illegal.\n"
            "The next run into the folder uses the decisions. Where an id is not among the results, nothing is written."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_package(self)
        self.add(enumeration(LAYER, tr("List"), REVIEWED_LISTS), tr("The layer of the findings."))
        self.add(
            QgsProcessingParameterString(IDS, tr("Ids of the findings"), multiLine=True),
            tr("Stable ids (conflict_id, candidate_id ...), one a line, or with commas or semicolons between them."),
        )
        self.add(
            enumeration(VERDICT, tr("Decision"), VERDICTS),
            tr("What was decided; none takes back what counts. Only uses of land can be illegal."),
        )
        self.add(
            QgsProcessingParameterString(REMARK, tr("Remark"), optional=True),
            tr("What was seen, the number of an approval …"),
        )
        self.add(
            QgsProcessingParameterString(REVIEWER, tr("Reviewer"), optional=True),
            tr("Who has decided; the name stays in the table decisions."),
        )
        self.addOutput(QgsProcessingOutputNumber(DECISION_COUNT, tr("Number of decisions written")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Find the findings, and write."""
        from ..workflows.review import record_decisions, split_ids

        package = Path(self.parameterAsFile(parameters, PACKAGE, context))
        # This run itself changes it.
        self.files = [state for state in self.files if state.path != package]
        count = record_decisions(
            package,
            self.parameterAsEnumString(parameters, LAYER, context),
            split_ids(self.parameterAsString(parameters, IDS, context)),
            self.parameterAsEnumString(parameters, VERDICT, context),
            self.parameterAsString(parameters, REMARK, context).strip(),
            self.parameterAsString(parameters, REVIEWER, context).strip(),
            progress,
        )
        progress.feedback.pushInfo(tr("{count} decisions written.").format(count=count))
        return {DECISION_COUNT: count}
