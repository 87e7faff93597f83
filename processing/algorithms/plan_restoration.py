"""A plan of which blocks of candidates are restored in which year."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from ..base_algorithm import WORKBOOK, RedlineAlgorithm
from ..bridge.compat import VECTOR, VECTOR_POLYGON
from ..bridge.dependencies import Feature, require_feature
from ..bridge.errors import InputError
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.located_yaml import shorten
from ..bridge.progress import FeedbackProgress
from ..parameters import add_policy, add_workbook, given_parameters, number, polygons

BLOCKS, YEARS = "BLOCKS", "YEARS"
PLAN, PLAN_YEARS = "PLAN", "PLAN_YEARS"
# What a mu costs, by tier.
COSTS = {"at_once": "COST_AT_ONCE", "with_works": "COST_WITH_WORKS", "other": "COST_OTHER"}
DISTURBANCE = "DISTURBANCE"
SHORTFALL, COST, WORST_CLOSURE = "SHORTFALL", "COST", "WORST_CLOSURE"
_YEAR = re.compile(r"(19|20|21)\d{2}")


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
        self.add(
            QgsProcessingParameterString(YEARS, tr("Years"), optional=True),
            tr(
                "Years to plan, with commas between them, such as 2024, 2025; the policy's own year if none is given. "
                "Their tasks are those of annex 3 in the policy. A block is restored once."
            ),
        )
        for name, title in (
            ("COST_AT_ONCE", tr("Cost: restorable at once (yuan per mu)")),
            ("COST_WITH_WORKS", tr("Cost: with works (yuan per mu)")),
            ("COST_OTHER", tr("Cost: other (yuan per mu)")),
        ):
            self.add(
                number(name, title, "yuan"),
                tr(
                    "What restoring a mu costs, by tier. The notice gives no costs: give all three, or none; then the "
                    "number of blocks is made as small as possible."
                ),
            )
        self.add(
            number(DISTURBANCE, tr("Disturbance (yuan per candidate)"), "yuan", 0.0),
            tr("What each candidate of a block costs beside its area: many small ones disturb more people than one."),
            advanced=True,
        )
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
        from ..analysis.blocks.restoration import Costs, plan_restoration
        from ..block_inputs import read_blocks
        from ..bridge.io.provenance import Provenance
        from ..bridge.policy.reader import load_classes
        from ..outputs import Outputs, report_plan, user_names
        from ..parameter_values import read_policy
        from ..result_workbook import write_result_workbook

        outputs = Outputs(self, parameters, context, {PLAN: "plan", PLAN_YEARS: "plan_years"}, (WORKBOOK,))
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        provenance.add_lacks(self.lacks)
        policy = read_policy(self, parameters, context, provenance, progress)
        years = self._years(parameters, context, policy.year)
        costs = Costs(self._costs(parameters, context), self.parameterAsDouble(parameters, DISTURBANCE, context))
        blocks = read_blocks(self, BLOCKS, progress.part(0.0, 0.1), provenance)
        made = plan_restoration(blocks, policy, years, costs, progress=progress.part(0.1, 0.9))
        report_plan(progress, made.years)
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

    def _years(self, parameters: Parameters, context: QgsProcessingContext, default: int) -> list[int]:
        """Return the years to plan, ascending.

        Raises:
            InputError: a word is no year.

        """
        words = re.split(r"[,，、;；\s]+", self.parameterAsString(parameters, YEARS, context).strip())
        given = [word for word in words if word]
        wrong = [word for word in given if not _YEAR.fullmatch(word)]
        if wrong:
            raise InputError(tr("Years: “{text}” is no year. Write 2024, 2025.").format(text=shorten(wrong[0])))
        return sorted({int(word) for word in given}) or [default]

    def _costs(self, parameters: Parameters, context: QgsProcessingContext) -> dict[str, float]:
        """Return the costs of a mu by tier; empty where none is given.

        Raises:
            InputError: some are given and others are not.

        """
        from ..parameter_values import read_optional_number

        costs = {tier: read_optional_number(self, parameters, context, name) for tier, name in COSTS.items()}
        given = {tier: cost for tier, cost in costs.items() if cost is not None}
        if given and len(given) < len(COSTS):
            missing = ", ".join(name for tier, name in COSTS.items() if tier not in given)
            raise InputError(
                tr("Costs are given for some tiers only. Give {names} as well, or none.").format(names=missing)
            )
        return given
