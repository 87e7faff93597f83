"""Tables of the requisition-compensation balance: supplements, ceiling, ledger and compensation (measures 18 to 39)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

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
from .results import Result, ResultWords, areas_in_mu, result_table
from .table import Table, totalled

_ABOVE_VILLAGES = (Level.CITY.value, Level.COUNTY.value, Level.TOWNSHIP.value)
# Columns with the county of a row in tables that do not name it.
_COUNTY = {SUPPLEMENT_STATES: "county", PROJECT_STATES: "county", CORRECTIONS: "unit"}
# Amounts as an office books them: in m² to the last 0.01, beside those in mu.
_BOOKED = {LEDGER: ("quantity_m2", "paddy_m2"), CORRECTIONS: ("quantity_m2", "paddy_m2")}
_BY_COUNTY = (ACCOUNTS, CEILINGS, COMPENSATION, COMPENSATION_UNITS, PROJECT_TOTALS)
# Tables without a row of a city or of all, and the endings of the columns that a last row sums up.
_TOTALS = {
    **dict.fromkeys((SUPPLEMENT_STATES, PROJECT_TOTALS, CORRECTIONS), ("_mu", "_m2")),
    COMPENSATION: ("amount_yuan",),
}


def supplement_tables(model: ReportModel, tr: Translate) -> Sequence[Table]:
    """Return what became of supplemented land and of projects, and the corrections of the ledger that follow."""
    note = tr("Accepted areas are net, as is what they are compared with. Corrections are proposed, never booked.")
    return _sheets(
        model,
        tr,
        {
            SUPPLEMENT_STATES: (tr("Supplements verified"), tr("Supplemented land against the survey (measure 21)")),
            PROJECT_STATES: (tr("Projects verified"), tr("In and out inside projects (measures 24 to 27)")),
            PROJECT_TOTALS: (tr("All projects by county"), tr("All projects by county; each place counts once")),
            CORRECTIONS: (tr("Proposed corrections"), tr("Proposed corrections of the quota ledger (measure 22)")),
        },
        note,
    )


def ceiling_tables(model: ReportModel, tr: Translate) -> Sequence[Table]:
    """Return stable land then and now, and the ceilings that follow."""
    note = tr("Net areas. The increase is cumulative: what was occupied in earlier years is inside it already.")
    title = tr("Ceiling by compensation by unit (measure 18)")
    return _sheets(model, tr, {CEILINGS: (tr("Ceiling of next year"), title)}, note)


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
    return _sheets(model, tr, sheets, note)


def compensation_tables(model: ReportModel, tr: Translate) -> Sequence[Table]:
    """Return the compensation of cities, counties and townships, and the statement of villages."""
    note = tr("Net areas; each row is rounded half up to 0.01 yuan, and totals are sums of rows.")
    units = model.measures[COMPENSATION_UNITS]
    shown = {COMPENSATION_UNITS: units[units["level"].isin(_ABOVE_VILLAGES)]}
    sheets = {
        COMPENSATION_UNITS: (tr("Compensation by unit"), tr("Compensation by unit (measure 39)")),
        COMPENSATION: (tr("Compensation of villages"), tr("Compensation of villages, item by item (measure 39)")),
    }
    return _sheets(replace(model, measures={**model.measures, **shown}), tr, sheets, note)


def _sheets(model: ReportModel, tr: Translate, sheets: dict[str, tuple[str, str]], note: str) -> list[Table]:
    """Return the tables that the run has, by the names and titles of their sheets: with units, and areas in mu."""
    words = ResultWords(model.names, {}, tr)
    tables = []
    for key, (name, title) in sheets.items():
        if key in model.measures:
            shown = areas_in_mu(_with_units(model, key), _BOOKED.get(key, ()))
            table = replace(result_table(Result(key, shown, name, note), words), title=title)
            tables.append(totalled(table, _TOTALS[key], tr) if key in _TOTALS else table)
    return tables


def _with_units(model: ReportModel, key: str) -> pd.DataFrame:
    """Return a table by county in the policy's order, with the name of each row's unit, before its code.

    Of capacity, which few offices book, nothing is shown where no entry states any.
    """
    frame = model.measures[key]
    frame = model.by_unit(frame) if key in _BY_COUNTY else frame
    code = _COUNTY.get(key, "code")
    name = frame["name"] if "name" in frame else frame[code].map(model.unit_name, na_action="ignore")
    unknown = [column for column in frame.filter(like="capacity_") if frame[column].isna().all()]
    frame = frame.drop(columns=["name", *unknown], errors="ignore")
    frame.insert(int(frame.columns.get_loc(code)), "name", name)
    return frame
