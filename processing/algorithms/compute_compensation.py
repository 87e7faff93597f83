"""What villages earn for the cultivated land that they protect."""

from __future__ import annotations

import math
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
from ..parameters import add_input_table, add_problems, add_rule_inputs, add_units, add_workbook

RATES = "RATES"
COMPENSATION, COMPENSATION_UNITS = "COMPENSATION", "COMPENSATION_UNITS"
AMOUNT, WORST_CLOSURE, WORST_CLOSURE_YUAN = "AMOUNT", "WORST_CLOSURE", "WORST_CLOSURE_YUAN"


class ComputeCompensation(RedlineAlgorithm):
    """Net protected land by rates that are data, less what is not paid for."""

    ID = "compute_compensation"
    GROUP = "analyse"
    TAGS = (
        *("compensation", "subsidy", "reward", "耕地保护补偿", "经济补偿", "奖补", "补贴", "补偿标准"),
        *("jingjibuchang", "buchang", "jiangbu", "butie"),
    )

    FEATURES = (Feature.WORKBOOK,)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Compute compensation")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Computes what each village earns for the cultivated land that it protects, by rates of your own "
            "(measure 39).\n"
            "Net cultivated land inside permanent basic farmland and outside earns its rate; what was restored this "
            "year, if the table has a rate for it, earns that besides. Land that is not cultivated earns nothing, "
            "inside permanent basic farmland too. What lies unplanted, and what lies inside an illegal case that is "
            "not closed, is deducted at the rate of that land, once; by the option compensation_penalty of the policy "
            "its village gets nothing. Only a person makes a case illegal (RDJG 违法); JARQ is the day on which it was "
            "closed. Each row is rounded half up to 0.01 yuan, and totals are sums of rows. Example: 820.50 mu of "
            "permanent basic farmland at 30 yuan, 100.25 mu of other land at 10, 3 mu restored at 500, and 12 mu of "
            "permanent basic farmland unplanted: 24,615.00 + 1,002.50 + 1,500.00 - 360.00 = 26,757.50 yuan."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_rule_inputs(self)
        add_input_table(self, RATES, tr("Compensation rates"), "compensation_rates", optional=False)
        add_units(self)
        self.add(
            QgsProcessingParameterVectorDestination(COMPENSATION, tr("Compensation of villages"), VECTOR),
            tr("One row a village and item: net area, rate and amount; deductions are below 0 (measure 39)."),
        )
        self.add(
            QgsProcessingParameterVectorDestination(COMPENSATION_UNITS, tr("Compensation by unit"), VECTOR),
            tr("One row a city, county, township and village: net areas, earned, deducted, and the amount."),
        )
        add_problems(self, tr("Rates, layers and fields that are missing, and values that cannot be read."))
        add_workbook(self)
        self.addOutput(QgsProcessingOutputNumber(AMOUNT, tr("Amount of all villages (yuan)")))
        self.addOutput(QgsProcessingOutputNumber(WORST_CLOSURE, tr("Worst closure (m²)")))
        self.addOutput(QgsProcessingOutputNumber(WORST_CLOSURE_YUAN, tr("Worst closure (yuan)")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read pieces and rates, compute, write."""
        from ..analysis.problems import collect
        from ..bridge.io.provenance import EARLIER_DAY, Provenance, values_of_runs
        from ..bridge.policy.reader import load_classes
        from ..bridge.problem_messages import to_messages
        from ..outputs import Outputs, report_problems, user_names
        from ..parameter_values import (
            check_date,
            read_date,
            read_names_of_units,
            read_needed_table,
            read_pieces,
            read_policy,
            read_survey,
        )
        from ..parameters import PROBLEMS, given_parameters
        from ..reports import balance_labels
        from ..result_workbook import write_result_workbook
        from ..workflows.compensation import compensate_villages, compensation_lines, unnamed_text

        layers = {
            COMPENSATION: balance_labels.COMPENSATION,
            COMPENSATION_UNITS: balance_labels.COMPENSATION_UNITS,
            PROBLEMS: "problems",
        }
        outputs = Outputs(self, parameters, context, layers, (WORKBOOK,))
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        provenance.add_lacks(self.lacks)
        policy = read_policy(self, parameters, context, provenance, progress)
        day = read_date(self, parameters, context, policy, provenance)
        rates = read_needed_table(self, RATES, "compensation_rates", policy, progress, provenance)
        pieces = read_pieces(self, progress.part(0.0, 0.5), provenance)
        survey = read_survey(self, parameters, context, provenance)
        names = {**read_names_of_units(self, survey, progress, provenance), **policy.unit_names()}
        self.check_reading()
        check_date(day, pieces, provenance, progress)
        classes = load_classes()
        found = compensate_villages(
            pieces, rates.frame, policy, classes, names, day, values_of_runs(provenance.rows(), EARLIER_DAY)
        )
        progress.set(0.7)
        for line in compensation_lines(found.units):
            progress.feedback.pushInfo(line)
        unnamed = unnamed_text(pieces, found)
        if unnamed:
            progress.feedback.pushWarning(unnamed)
        told = collect([found.problems], pieces.crs)
        problems = to_messages(told, policy=policy)
        report_problems(progress, problems)
        frames = {COMPENSATION: found.statement, COMPENSATION_UNITS: found.units, PROBLEMS: problems}
        with outputs.staged(progress) as place:
            shown = user_names(self, classes, policy)
            written = outputs.write(frames, provenance, progress.part(0.7, 1.0), place, shown)
            written |= write_result_workbook(self, outputs, frames, provenance, policy, progress, place, told)
        total = found.statement["amount_yuan"].sum(skipna=False)
        figures = {
            AMOUNT: None if math.isnan(total) else round(float(total), 2),
            WORST_CLOSURE: float(found.units["closure_m2"].abs().max()),
            WORST_CLOSURE_YUAN: float(found.units["closure_yuan"].abs().fillna(0.0).max()),
        }
        return {**figures, **written}
