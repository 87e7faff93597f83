"""Tables of the requisition-compensation balance: supplements, ceiling, ledger and compensation (measures 18 to 39)."""

from __future__ import annotations

from collections.abc import Sequence

from ...analysis.vocabulary import Level
from ..balance_labels import (
    ACCOUNTS,
    CEILINGS,
    COMPENSATION,
    COMPENSATION_UNITS,
    CORRECTIONS,
    LEDGER,
    PROJECT_STATES,
    PROJECT_TOTALS,
    SUPPLEMENT_STATES,
)
from ..labels import Translate
from ..model import ReportModel
from .result_sheets import SheetForm, result_sheets, shown_as
from .table import Table

_ABOVE_VILLAGES = (Level.CITY.value, Level.COUNTY.value, Level.TOWNSHIP.value)
_AMOUNTS, _BOOKED = ("_mu", "_m2"), ("quantity_m2", "paddy_m2")
_FORMS = {
    SUPPLEMENT_STATES: SheetForm(unit="county", summed=_AMOUNTS),
    PROJECT_STATES: SheetForm(unit="county"),
    PROJECT_TOTALS: SheetForm(by_unit=True, summed=_AMOUNTS),
    CORRECTIONS: SheetForm(unit="unit", in_m2=_BOOKED, summed=_AMOUNTS),
    LEDGER: SheetForm(in_m2=_BOOKED),
    COMPENSATION: SheetForm(by_unit=True, summed=("amount_yuan",)),
    **dict.fromkeys((ACCOUNTS, CEILINGS, COMPENSATION_UNITS), SheetForm(by_unit=True)),
}


def supplement_tables(model: ReportModel, tr: Translate) -> Sequence[Table]:
    """Return what became of supplemented land and of projects, and the corrections of the ledger that follow."""
    note = tr("Accepted areas are net, as is what they are compared with. Corrections are proposed, never booked.")
    return result_sheets(
        model,
        tr,
        {
            SUPPLEMENT_STATES: (tr("Supplements verified"), tr("Supplemented land against the survey (measure 21)")),
            PROJECT_STATES: (tr("Projects verified"), tr("In and out inside projects (measures 24 to 27)")),
            PROJECT_TOTALS: (tr("All projects by county"), tr("All projects by county; each place counts once")),
            CORRECTIONS: (tr("Proposed corrections"), tr("Proposed corrections of the quota ledger (measure 22)")),
        },
        note,
        _FORMS,
    )


def ceiling_tables(model: ReportModel, tr: Translate) -> Sequence[Table]:
    """Return stable land then and now, and the ceilings that follow."""
    note = tr("Net areas. The increase is cumulative: what was occupied in earlier years is inside it already.")
    title = tr("Ceiling by compensation by unit (measure 18)")
    return result_sheets(model, tr, {CEILINGS: (tr("Ceiling of next year"), title)}, note, _FORMS)


def ledger_tables(model: ReportModel, tr: Translate) -> Sequence[Table]:
    """Return the accounts and the ledger."""
    note = tr(
        "Supplied + bought = used + sold + frozen + available, for each account, to 0.01 m²; the GeoPackage has all "
        "areas in m²."
    )
    sheets = {
        ACCOUNTS: (tr("Accounts"), tr("Accounts of quota by county (measures 22, 38)")),
        LEDGER: (tr("Ledger"), tr("Quota ledger: entries and events of cases by date (measures 22, 38)")),
    }
    return result_sheets(model, tr, sheets, note, _FORMS)


def compensation_tables(model: ReportModel, tr: Translate) -> Sequence[Table]:
    """Return the compensation of cities, counties and townships, and the statement of villages."""
    note = tr("Net areas; each row is rounded half up to 0.01 yuan, and totals are sums of rows.")
    units = model.measures[COMPENSATION_UNITS]
    shown = units[units["level"].isin(_ABOVE_VILLAGES)]
    sheets = {
        COMPENSATION_UNITS: (tr("Compensation by unit"), tr("Compensation by unit (measure 39)")),
        COMPENSATION: (tr("Compensation of villages"), tr("Compensation of villages, item by item (measure 39)")),
    }
    return result_sheets(shown_as(model, COMPENSATION_UNITS, shown), tr, sheets, note, _FORMS)
