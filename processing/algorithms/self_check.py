"""The self-check of the assessment, out of results that are there."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterVectorDestination,
)

from ..base_algorithm import RedlineAlgorithm
from ..bridge.compat import VECTOR
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import PACKAGE, add_package, add_policy

TABLES, SELF_CHECK = "TABLES", "SELF_CHECK"
MET, MISSED, NO_DATA, BY_HAND = "MET", "MISSED", "NO_DATA", "BY_HAND"


class SelfCheck(RedlineAlgorithm):
    """Each requirement of the assessment with task, actual, difference and state."""

    ID = "self_check"
    GROUP = "report"
    TAGS = ("assessment", "self-check", "考核", "自查", "考核自查表", "责任目标", "kaohe", "zicha", "khzcb")

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Self-check for the assessment")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Fills in the table that offices hand in for the assessment (measure 33): for each city and county a line "
            "for each requirement, with task, actual figure, difference, state and source.\n"
            "The figures come from results that are there: nothing is computed anew. What the results lack is “no "
            "data”, never “met”; what only people know is “by hand”. The lines are the rows of the policy's table "
            "check_lines, with their sources; add, change or drop them there."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_package(self)
        self.add(
            QgsProcessingParameterMultipleLayers(TABLES, tr("Further tables of results"), VECTOR, optional=True),
            tr(
                "Outputs of single algorithms that the GeoPackage lacks, each under its own name (flows, vetoes, "
                "land_use, ceilings, freezes ...): they come before tables of the same name in it (measure 33)."
            ),
        )
        add_policy(self)
        self.add(
            QgsProcessingParameterVectorDestination(SELF_CHECK, tr("Self-check"), VECTOR),
            tr("One row a unit and line, in the order of the units and of the policy."),
        )
        self.addOutput(QgsProcessingOutputNumber(MET, tr("Lines met")))
        self.addOutput(QgsProcessingOutputNumber(MISSED, tr("Lines not met")))
        self.addOutput(QgsProcessingOutputNumber(NO_DATA, tr("Lines without data")))
        self.addOutput(QgsProcessingOutputNumber(BY_HAND, tr("Lines to fill in by hand")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read the tables, fill in the lines, write."""
        from ..analysis.measures.self_check import check_results
        from ..analysis.vocabulary import CheckState
        from ..bridge.io.provenance import Provenance
        from ..bridge.policy.reader import load_classes
        from ..outputs import Outputs, user_names
        from ..parameter_values import read_policy
        from ..parameters import given_parameters
        from ..workflows.land_checks import check_lines
        from ..workflows.self_check import read_result_tables

        outputs = Outputs(self, parameters, context, {SELF_CHECK: "self_check"})
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        policy = read_policy(self, parameters, context, provenance, progress)
        package = self.parameterAsFile(parameters, PACKAGE, context)
        tables = read_result_tables(package, self.sources[TABLES], policy, provenance, progress.part(0.0, 0.6))
        self.check_reading()
        summary = tables["summary"]
        known = {code: name for code, name in zip(summary["code"], summary["name"]) if isinstance(name, str)}
        names = {**known, **policy.unit_names()}
        classes = load_classes()
        table = check_results(tables, policy, classes, names)
        shown = user_names(self, classes, policy)
        for line in check_lines(table, policy):
            progress.feedback.pushInfo(line)
        with outputs.staged(progress) as place:
            written = outputs.write({SELF_CHECK: table}, provenance, progress.part(0.7, 1.0), place, shown)
        counts = table["state"].value_counts()
        return {**{state.name: int(counts.get(state.value, 0)) for state in CheckState}, **written}
