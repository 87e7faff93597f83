"""What measures of a batch take beside the layers of the overlay: parameters, each as the algorithm of one declares it.

They are read before the overlay (`measure_input_values`), so that all mistakes are told before the work. What was not
given is not there; the measure that lacks it says so and is left out.
"""

from __future__ import annotations

from .analysis.vocabulary import PeriodKind
from .base_algorithm import RedlineAlgorithm
from .bridge.i18n import tr
from .parameters import (
    CASES,
    EVENTS,
    FLOWS,
    OFFSETS,
    PATCHES,
    PERIOD,
    PLAN_CHANGES,
    QUOTA,
    RATES,
    STATE,
    add_events,
    add_flows,
    add_input_table,
    add_offsets,
    add_patches,
    add_period,
    add_plan_changes,
    add_state,
)
from .plan_inputs import add_plan_inputs

# By their parameters, what steps know them by: tables of input by their ids in `resources/tables`, layers,
# choices, texts.
INPUT_TABLES = {
    **{CASES: "cases", EVENTS: "events", QUOTA: "quota", RATES: "compensation_rates"},
    PLAN_CHANGES: "plan_changes",
}
LAYERS = {PATCHES: "patches"}
CHOICES = {PERIOD: "period"}
TEXTS = {OFFSETS: OFFSETS}
RESULTS = {STATE: "warnings", FLOWS: "flows"}  # tables of other runs, by their names in results
PERIODS = (PeriodKind.HALF_YEAR, PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)


def add_measure_inputs(algorithm: RedlineAlgorithm) -> None:
    """Declare all of them, optional and advanced."""
    add_patches(algorithm, optional=True, advanced=True)
    add_input_table(algorithm, CASES, tr("Cases"), "cases", optional=True, advanced=True)
    add_events(algorithm, advanced=True)
    add_state(algorithm, advanced=True)
    add_flows(
        algorithm,
        tr(
            "Of another run with the survey of the year before, where the earlier survey here is the base: what was "
            "used of the ceiling (measure 18), and the denominator of the veto's share (measure 33)."
        ),
        advanced=True,
    )
    add_input_table(algorithm, QUOTA, tr("Quota ledger"), "quota", optional=True, advanced=True)
    add_input_table(algorithm, RATES, tr("Compensation rates"), "compensation_rates", optional=True, advanced=True)
    add_offsets(algorithm, advanced=True)
    add_plan_changes(algorithm, advanced=True)
    add_plan_inputs(algorithm, advanced=True)
    add_period(algorithm, tuple(kind.value for kind in PERIODS), advanced=True)
