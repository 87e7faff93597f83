"""A plan of which blocks of candidates are restored in which year."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterVectorDestination,
)

from ..base_algorithm import WORKBOOK, RedlineAlgorithm
from ..bridge.compat import VECTOR, VECTOR_POLYGON
from ..bridge.dependencies import Feature, require_feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import add_policy, add_workbook, given_parameters, polygons
from ..plan_inputs import add_plan_inputs

BLOCKS = "BLOCKS"
PLAN, PLAN_YEARS = "PLAN", "PLAN_YEARS"
SHORTFALL, COST, WORST_CLOSURE = "SHORTFALL", "COST", "WORST_CLOSURE"


class PlanRestoration(RedlineAlgorithm):
    """The year's restoration task met by blocks, as far as possible and at least cost."""

    ID = "plan_restoration"
    GROUP = "analyse"
    FEATURES = (Feature.PLAN, Feature.WORKBOOK)
    TAGS = (
        *("plan", "restoration", "task", "cost", "optimise", "恢复计划", "年度任务", "缺口", "方案"),
        *("huifujihua", "niandurenwu", "hfjh"),
    )

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Plan restoration")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Chooses the blocks with which each county meets its restoration task (measure 13, annex 3).\n"
            "First the shortfall is made as small as possible, then the cost: two steps, each solved exactly by HiGHS. "
            "Only what is free is planned: what waits for its crop (deferred) or is to be confirmed is not, and what "
            "unlocking it would give stands beside. A task of 0 plans nothing; a surplus is never multiplied. A county "
            "of which the blocks say nothing has no plan, rather than a plan of 0. Whether an unmet task is carried "
            "over to the next year is an option of the policy (carry_over_tasks)."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add(
            polygons(BLOCKS, tr("Blocks")),
            tr("The output of “Bundle restoration candidates”: their net areas by potential and tier are read."),
        )
        add_policy(self)
        add_plan_inputs(self)
        self.add(
            QgsProcessingParameterVectorDestination(PLAN, tr("Restoration plan"), VECTOR_POLYGON),
            tr("The blocks with the year of each, and why it is planned or not."),
        )
        self.add(
            QgsProcessingParameterVectorDestination(PLAN_YEARS, tr("Plan by unit and year"), VECTOR),
            tr("Task, plan, shortfall and cost, and what confirming and unlocking the rest would give."),
        )
        add_workbook(self)
        self.addOutput(QgsProcessingOutputNumber(SHORTFALL, tr("Shortfall (mu)")))
        self.addOutput(QgsProcessingOutputNumber(COST, tr("Cost (yuan)")))
        self.addOutput(QgsProcessingOutputNumber(WORST_CLOSURE, tr("Worst closure (mu)")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read, plan, write."""
        require_feature(Feature.PLAN)
        from ..analysis.blocks.restoration import plan_restoration
        from ..block_inputs import read_blocks
        from ..bridge.io.provenance import Provenance
        from ..bridge.policy.reader import load_classes
        from ..outputs import Outputs, user_names
        from ..parameter_values import read_policy
        from ..plan_input_values import read_plan_terms
        from ..result_workbook import write_result_workbook
        from ..workflows.blocks import restoration_lines

        outputs = Outputs(self, parameters, context, {PLAN: "plan", PLAN_YEARS: "plan_years"}, (WORKBOOK,))
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        provenance.add_lacks(self.lacks)
        policy = read_policy(self, parameters, context, provenance, progress)
        terms = read_plan_terms(self, parameters, context)
        years = terms.years_of(policy)
        blocks = read_blocks(self, BLOCKS, progress.part(0.0, 0.1), provenance)
        made = plan_restoration(blocks, policy, years, terms.costs, progress=progress.part(0.1, 0.9))
        for line in restoration_lines(made.years):
            progress.feedback.pushInfo(line)
        frames = {PLAN: made.blocks, PLAN_YEARS: made.years}
        with outputs.staged(progress) as place:
            names = user_names(self, load_classes(), policy)
            written = outputs.write(frames, provenance, progress.part(0.9, 1.0), place, names)
            written |= write_result_workbook(self, outputs, frames, provenance, policy, progress, place)
        carried = policy.option("carry_over_tasks") == "yes"
        lacking = made.years[made.years["year"] == years[-1]] if carried else made.years
        figures = {
            SHORTFALL: float(lacking["shortfall_mu"].astype(float).sum()),
            COST: float(made.years["cost_yuan"].astype(float).sum()),
            WORST_CLOSURE: float(made.years["closure_mu"].astype(float).abs().fillna(0).max()),
        }
        return {**figures, **written}
