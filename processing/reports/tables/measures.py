"""What reports show of each measure that a run has answered: sheets, part of the page, sentences of page and letters.

The steps that compute them are in `workflows.registered_measures`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...analysis.vocabulary import Measure
from ..balance import (
    ceiling_findings,
    ceiling_sentence,
    compensation_findings,
    compensation_sentence,
    ledger_findings,
    ledger_sentence,
    supplement_findings,
    supplement_sentence,
)
from ..balance_labels import (
    ACCOUNTS,
    CEILINGS,
    COMPENSATION,
    COMPENSATION_UNITS,
    CORRECTIONS,
    LEDGER,
    PLAN_BALANCE,
    PROJECT_STATES,
    PROJECT_TOTALS,
    SUPPLEMENT_STATES,
)
from ..block_labels import BLOCKS, MEMBERS, PLAN, SWAP_UNITS, SWAPS, YEARS
from ..blocks import (
    block_findings,
    block_sentence,
    plan_findings,
    plan_sentence,
    swap_findings,
    swap_sentence,
)
from ..case_labels import CASES, FREEZES, PATCHES, PERIODS, VETOES, WARNINGS
from ..changes import CHANGES, FLOWS, TRANSITION, changes_findings, changes_sentence
from ..enforcement import (
    patch_findings,
    patch_sentence,
    period_findings,
    period_sentence,
    warning_findings,
    warning_sentence,
)
from ..judgements import Finding
from ..labels import Translate
from ..measure_labels import (
    LAND_USE,
    RESERVE_PIECES,
    RESERVE_SUMS,
    RESERVES,
    SELF_CHECK,
    USE_FINDINGS,
    USE_TOTALS,
)
from ..model import ReportModel
from .balance import ceiling_tables, compensation_tables, ledger_tables, supplement_tables
from .blocks import block_tables, plan_tables, swap_tables
from .changes import changes_tables
from .enforcement import patch_tables, period_tables, warning_tables
from .land_checks import (
    check_findings,
    check_sentence,
    check_tables,
    reserve_findings,
    reserve_sentence,
    reserve_tables,
    use_findings,
    use_sentence,
    use_tables,
)
from .table import Table


@dataclass(frozen=True)
class MeasureReport:
    """A measure as reports show it.

    Attributes:
        measure: its name.
        layers: names of its tables in the GeoPackage; the measure is shown where the model has one of them.
        keys: of all its sheets, for forms that name tables.
        sheets: returns the sheets of the workbook and the tables as CSV.
        page: keys of the sheets that the page shows, long ones only with their first rows; none for no part of it.
        findings: returns its sentences at a glance, on the page and the workbook's first sheet.
        letter: returns its sentences of a county's letter, by the county's code; empty where it has nothing to say.
        hidden: those of `layers` that none of these reads.

    """

    measure: Measure
    layers: tuple[str, ...]
    keys: tuple[str, ...]
    sheets: Callable[[ReportModel, Translate], Sequence[Table]]
    page: tuple[str, ...]
    findings: Callable[[ReportModel, Translate], Sequence[Finding]]
    letter: Callable[[ReportModel, str, Translate], str]
    hidden: tuple[str, ...] = ()


REPORTS = (
    MeasureReport(
        measure=Measure.TRACK_CHANGES,
        layers=(FLOWS, PLAN_BALANCE, CHANGES, TRANSITION),
        keys=(FLOWS, PLAN_BALANCE, CHANGES, TRANSITION),
        sheets=changes_tables,
        page=(FLOWS,),
        findings=changes_findings,
        letter=changes_sentence,
    ),
    MeasureReport(
        measure=Measure.ASSESS_USE,
        layers=(LAND_USE, USE_FINDINGS, USE_TOTALS),
        keys=(LAND_USE, USE_FINDINGS),
        sheets=use_tables,
        page=(LAND_USE,),
        findings=use_findings,
        letter=use_sentence,
    ),
    MeasureReport(
        measure=Measure.REVIEW_RESERVES,
        layers=(RESERVES, RESERVE_SUMS, RESERVE_PIECES),
        keys=(RESERVE_SUMS, RESERVES),
        sheets=reserve_tables,
        page=(RESERVE_SUMS,),
        findings=reserve_findings,
        letter=reserve_sentence,
        hidden=(RESERVE_PIECES,),
    ),
    MeasureReport(
        measure=Measure.MATCH_PATCHES,
        layers=(CASES, PATCHES),
        keys=(PATCHES, CASES),
        sheets=patch_tables,
        page=(PATCHES,),
        findings=patch_findings,
        letter=patch_sentence,
    ),
    MeasureReport(
        measure=Measure.ASSESS_WARNINGS,
        layers=(WARNINGS, VETOES, FREEZES),
        keys=(WARNINGS, VETOES, FREEZES),
        sheets=warning_tables,
        page=(WARNINGS, VETOES, FREEZES),
        findings=warning_findings,
        letter=warning_sentence,
    ),
    MeasureReport(
        measure=Measure.REPORT_PERIOD,
        layers=(PERIODS,),
        keys=(PERIODS,),
        sheets=period_tables,
        page=(PERIODS,),
        findings=period_findings,
        letter=period_sentence,
    ),
    MeasureReport(
        measure=Measure.VERIFY_SUPPLEMENTS,
        layers=(SUPPLEMENT_STATES, PROJECT_STATES, PROJECT_TOTALS, CORRECTIONS),
        keys=(SUPPLEMENT_STATES, PROJECT_STATES, PROJECT_TOTALS, CORRECTIONS),
        sheets=supplement_tables,
        page=(SUPPLEMENT_STATES, PROJECT_TOTALS),
        findings=supplement_findings,
        letter=supplement_sentence,
    ),
    MeasureReport(
        measure=Measure.SET_CEILING,
        layers=(CEILINGS,),
        keys=(CEILINGS,),
        sheets=ceiling_tables,
        page=(CEILINGS,),
        findings=ceiling_findings,
        letter=ceiling_sentence,
    ),
    MeasureReport(
        measure=Measure.KEEP_LEDGER,
        layers=(ACCOUNTS, LEDGER),
        keys=(ACCOUNTS, LEDGER),
        sheets=ledger_tables,
        page=(ACCOUNTS,),
        findings=ledger_findings,
        letter=ledger_sentence,
    ),
    MeasureReport(
        measure=Measure.COMPUTE_COMPENSATION,
        layers=(COMPENSATION_UNITS, COMPENSATION),
        keys=(COMPENSATION_UNITS, COMPENSATION),
        sheets=compensation_tables,
        page=(COMPENSATION_UNITS,),
        findings=compensation_findings,
        letter=compensation_sentence,
    ),
    MeasureReport(
        measure=Measure.BUNDLE_CANDIDATES,
        layers=(BLOCKS, MEMBERS),
        keys=(BLOCKS,),
        sheets=block_tables,
        page=(BLOCKS,),
        findings=block_findings,
        letter=block_sentence,
    ),
    MeasureReport(
        measure=Measure.PLAN_RESTORATION,
        layers=(YEARS, PLAN),
        keys=(YEARS, PLAN),
        sheets=plan_tables,
        page=(YEARS,),
        findings=plan_findings,
        letter=plan_sentence,
    ),
    MeasureReport(
        measure=Measure.PAIR_SWAPS,
        layers=(SWAP_UNITS, SWAPS),
        keys=(SWAP_UNITS, SWAPS),
        sheets=swap_tables,
        page=(SWAP_UNITS,),
        findings=swap_findings,
        letter=swap_sentence,
    ),
    MeasureReport(
        measure=Measure.SELF_CHECK,
        layers=(SELF_CHECK,),
        keys=(SELF_CHECK,),
        sheets=check_tables,
        page=(SELF_CHECK,),
        findings=check_findings,
        letter=check_sentence,
    ),
)


def measure_layers() -> tuple[str, ...]:
    """Return the names of the tables of all measures in the GeoPackage."""
    return tuple(name for report in REPORTS for name in report.layers)


def hidden_layers() -> frozenset[str]:
    """Return the names of those that no report shows anything of."""
    return frozenset(name for report in REPORTS for name in report.hidden)


def shown_measures(model: ReportModel) -> list[MeasureReport]:
    """Return the measures that the run has answered."""
    return [report for report in REPORTS if any(name in model.measures for name in report.layers)]


def measure_findings(model: ReportModel, tr: Translate) -> list[Finding]:
    """Return the sentences of all measures at a glance."""
    return [finding for report in shown_measures(model) for finding in report.findings(model, tr)]


def measure_sheets(model: ReportModel, tr: Translate) -> list[Table]:
    """Return the sheets of all measures."""
    return [table for report in shown_measures(model) for table in report.sheets(model, tr)]
