"""Next year's ceiling for non-agricultural occupation of cultivated land."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterVectorDestination,
)

from ..base_algorithm import WORKBOOK, RedlineAlgorithm
from ..bridge.compat import VECTOR
from ..bridge.dependencies import Feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import (
    FLOWS,
    OFFSETS,
    PREVIOUS,
    add_date,
    add_flows,
    add_offsets,
    add_overlay_inputs,
    add_overlay_rules,
    add_personal_columns,
    add_policy,
    add_problems,
    add_unit_inputs,
    add_workbook,
    polygons,
)

CEILINGS, WORST_CLOSURE = "CEILINGS", "WORST_CLOSURE"


class SetCeiling(RedlineAlgorithm):
    """What the increase of stable cultivated land allows to be occupied."""

    ID = "set_ceiling"
    GROUP = "analyse"
    TAGS = (
        *("ceiling", "stable", "balance", "以补定占", "稳定耕地", "占用上限", "净增加", "占补平衡"),
        *("yibudingzhan", "shangxian", "wending"),
    )

    FEATURES = (Feature.WORKBOOK,)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Set the ceiling by compensation")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Compares stable cultivated land of the base year with that of today, and sets how much may be occupied "
            "next year (measure 18).\n"
            "The increase, less what a county sets against its gap to the second-survey target, is the ceiling. The "
            "city's is the net of all counties, those that decreased included, and is shared in proportion to what "
            "each has left of its own increase, in 0.01 mu by largest remainder; it is known only where every county "
            "has data. Occupation of earlier years is inside the increase already. Land that both surveys have as "
            "cultivated and only one as stable is told apart as re-graded: there nothing changed on the ground. Stable "
            "land then and now closes to the last 0.01 m²."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_overlay_inputs(self)
        self.add(
            polygons(PREVIOUS, tr("Base survey")),
            tr(
                "Parcels of the base year (2020), with the same fields as today's: both are judged by the policy's "
                "rule of stable land."
            ),
        )
        add_unit_inputs(self)
        add_policy(self)
        add_offsets(self)
        add_flows(
            self,
            tr(
                "The output of “Track changes of cultivated land” for the year, with approvals: approved construction "
                "is what was used of the ceiling."
            ),
        )
        add_date(self)
        add_overlay_rules(self)
        add_personal_columns(self)
        self.add(
            QgsProcessingParameterVectorDestination(CEILINGS, tr("Ceilings"), VECTOR),
            tr("One row a city and a county: stable land then and now, what changed, and the ceiling."),
        )
        add_problems(self, tr("What is wrong with the data, with place and remedy."))
        add_workbook(self)
        self.addOutput(QgsProcessingOutputNumber(WORST_CLOSURE, tr("Worst closure (m²)")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read both surveys, compare, write."""
        from ..bridge.io.provenance import Provenance
        from ..bridge.policy.reader import load_classes
        from ..bridge.problem_messages import to_messages
        from ..outputs import Outputs, report_problems, user_names
        from ..parameter_values import read_date, read_layers, read_overlay_settings, read_policy, read_result_table
        from ..parameters import PROBLEMS, given_parameters
        from ..result_workbook import write_result_workbook
        from ..workflows.ceiling import ceiling_lines, compare_stable, read_offsets

        outputs = Outputs(self, parameters, context, {CEILINGS: "ceilings", PROBLEMS: "problems"}, (WORKBOOK,))
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        provenance.add_lacks(self.lacks)
        policy = read_policy(self, parameters, context, provenance, progress)
        day = read_date(self, parameters, context, policy, provenance)
        chosen = read_offsets(self.parameterAsString(parameters, OFFSETS, context), OFFSETS, policy)
        settings = read_overlay_settings(self, parameters, context, day)
        flows = read_result_table(self, FLOWS, "flows", policy, progress, provenance, ("approved_m2",))
        layers = read_layers(self, parameters, context, progress.part(0.0, 0.1), provenance, settings)
        classes = load_classes()
        found = compare_stable(layers, classes, policy, settings, chosen, flows, progress.part(0.1, 0.9))
        for line in ceiling_lines(found.table):
            progress.feedback.pushInfo(line)
        problems = to_messages(found.problems)
        report_problems(progress, problems)
        with outputs.staged(progress) as place:
            names = user_names(self, classes, policy)
            frames = {CEILINGS: found.table, PROBLEMS: problems}
            written = outputs.write(frames, provenance, progress.part(0.9, 1.0), place, names)
            written |= write_result_workbook(self, outputs, frames, provenance, policy, progress, place, found.problems)
        return {WORST_CLOSURE: float(found.table["closure_m2"].abs().max()), **written}
