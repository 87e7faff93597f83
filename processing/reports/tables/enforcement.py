"""Tables of enforcement: patches, cases, warnings, veto, frozen quota, cases of a period (measures 30 to 38)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from ...analysis.cases import COLUMNS as CASE_COLUMNS
from ...analysis.enforcement.period_tables import AMOUNTS
from ...analysis.review import COLUMNS as REVIEWED
from ...analysis.review import is_reviewed
from ..case_labels import CASES, FREEZES, PATCHES, PERIODS, VETOES, WARNINGS
from ..column_names import column_headings
from ..labels import Translate
from ..measure_labels import measure_words
from ..model import MU_PER_M2, ReportModel
from ..number_format import INTEGER, MU, PERCENT, TEXT, YEAR
from .table import Column, FrameRows, Table, in_unit, totalled

_FLOWS = (
    *("open_before", "new", "handled", "closed", "open_after"),
    *("closed_restored", "closed_legalised", "closed_other", "reopened"),
)
# What people read of each table, in the order of its sheet; units are followed by their codes.
_SHOWN: Mapping[str, tuple[str, ...]] = {
    PATCHES: (
        *("county", "township", "case_id", "preliminary", "cause", "suspected_m2", "suspected_paddy_m2"),
        *("suspected_pbf_m2", "gross_m2", "cultivated_m2", "paddy_m2", "pbf_m2", "valid_m2", "rim_m2"),
        *("covered_percent", "after", "kind", "repeat_of", *REVIEWED),
    ),
    CASES: ("unit", *(name for name in CASE_COLUMNS if name != "unit")),
    WARNINGS: (
        *("code", "period", "start", "end", "level", "why", "step", "suspended_since", "next_level", "distance_mu"),
        *("cases", "a_mu", "p_mu", "total_mu", "total_pbf_mu", "pbf_unknown", "talks", "generals_in_row"),
        *("keys_in_row", "keys_and_talks"),
    ),
    VETOES: (
        *("code", "year", "verdict", "holding_mu", "holding_target_mu", "holding_missed", "pbf_delimited_mu"),
        *(
            "pbf_target_mu",
            "pbf_missed",
            "balance_owed_mu",
            "balance_used_mu",
            "balance_missed",
            "illegal_mu",
            "construction_mu",
        ),
        *("construction_unknown_mu", "denominator_mu", "share_percent", "illegal_veto"),
    ),
    FREEZES: (
        *("code", "date", "cases", "found_m2", "frozen_m2", "frozen_paddy_m2", "restored_m2", "legalised_m2"),
        *("open_leads_m2", "unknown_m2"),
    ),
    PERIODS: (
        *("code", "kind", "period", "start", "end"),
        *(f"{flow}_{amount}" for flow in _FLOWS for amount in AMOUNTS),
    ),
}
_UNITS, _TOWNSHIP = ("code", "county", "unit"), "township"
# Tables of which a last row sums up the areas.
_TOTALLED = (PATCHES, FREEZES)
_COUNTS = ("cases", "pbf_unknown", "talks", "generals_in_row", "keys_in_row", "keys_and_talks")


def patch_tables(model: ReportModel, tr: Translate) -> Sequence[Table]:
    """Return the patches with their verdicts, the largest suspected area first, and the table of cases."""
    tables = []
    if PATCHES in model.measures:
        rows = _rows(model, PATCHES).sort_values("suspected_m2", ascending=False, kind="stable")
        title = tr("Monitoring patches with their preliminary verdict (measures 30, 36, 37)")
        note = tr("Suspected is what nothing valid covers; only a person sets “illegal”.")
        tables.append(_sheet(model, tr, PATCHES, tr("Monitoring patches"), title, rows, note))
    rows = _rows(model, CASES).sort_values("found", ascending=False, kind="stable")
    title = tr("Suspected and decided cases (measures 30, 36, 37), the newest first")
    note = tr("Persons decide in the table cases of the GeoPackage; what they enter there stays in later runs.")
    return [*tables, _sheet(model, tr, CASES, tr("Case table"), title, rows, note)]


def warning_tables(model: ReportModel, tr: Translate) -> Sequence[Table]:
    """Return warnings, the newest period first, veto and frozen quota, by county."""
    newest = _rows(model, WARNINGS).sort_values("start", ascending=False, kind="stable")
    note = tr("Warnings and veto follow the policy and what persons decided; the competent department decides.")
    sheets = (
        (WARNINGS, tr("Warnings"), tr("Warnings by county and period (measure 34), the newest first"), newest),
        (VETOES, tr("Veto"), tr("Veto of the year by county (measure 33)"), _rows(model, VETOES)),
        (FREEZES, tr("Frozen quota"), tr("Frozen quota by county (measure 38)"), _rows(model, FREEZES)),
    )
    return [
        _sheet(model, tr, key, name, title, rows, note) for key, name, title, rows in sheets if key in model.measures
    ]


def period_tables(model: ReportModel, tr: Translate) -> Sequence[Table]:
    """Return the cases of the period by county and kind."""
    title = tr("Cases of the period by county and kind (measures 32, 37)")
    rows = model.by_unit(_rows(model, PERIODS))
    note = tr("Open before + new - closed = open after, in number and in area; parts of a case count one by one.")
    return [_sheet(model, tr, PERIODS, tr("Cases of the period"), title, rows, note)]


def _rows(model: ReportModel, key: str) -> pd.DataFrame:
    """Return what is shown of a table; a column that it lacks, as people write cases too, is empty.

    Patches have columns of a review only where there was one.
    """
    table = model.measures.get(key, pd.DataFrame())
    left_out = () if key != PATCHES or is_reviewed(table) else REVIEWED
    return table.reindex(columns=[name for name in _SHOWN[key] if name not in left_out])


def _sheet(model: ReportModel, tr: Translate, key: str, name: str, title: str, rows: pd.DataFrame, note: str) -> Table:
    """Return a table with areas in mu and ids in words."""
    headings, words = column_headings(key, tr, model.names, {}), measure_words(key, tr, model.names)
    mu = in_unit(tr("mu"), tr)
    whole = tr("All units") if key == PERIODS else tr("Unassigned")
    shown, columns = dict[str, object](), list[Column]()
    for column in rows.columns:
        values, heading, kind = rows[column], headings[column], _kind(column)
        if column in (*_UNITS, _TOWNSHIP):
            unit = values.map(lambda code: model.unit_name(code) or whole if isinstance(code, str) else None)
            shown[f"{column}_name"] = unit
            columns.append(Column(tr("Township") if column == _TOWNSHIP else tr("Unit"), key=f"{column}_name"))
            heading = tr("Unit code")
        if column == _TOWNSHIP:
            continue
        if column.endswith("_m2"):
            values = pd.to_numeric(values) * MU_PER_M2
        known = words.get(column)
        if known:
            values = values.map(lambda value, known=known: model.names.joined((), value, known))
        shown[column] = values
        columns.append(Column(mu(heading) if kind == MU and key != PERIODS else heading, kind, key=column))
    table = Table(
        key=key,
        name=name,
        title=title,
        columns=tuple(columns),
        rows=FrameRows(pd.DataFrame(shown, index=rows.index)),
        notes=(note,),
    )
    return totalled(table, ("_m2",), tr) if key in _TOTALLED else table


def _kind(column: str) -> str:
    """Return how the figures of a column are printed."""
    if column.endswith(("_m2", "_mu")):
        return MU
    if column.endswith("_percent"):
        return PERCENT
    if column.endswith("_number") or column in _COUNTS:
        return INTEGER
    return YEAR if column == "year" else TEXT
