"""The page for the leadership (measure 32): the results of a half-year on one sheet, put together and not computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from pathlib import Path

import pandas as pd

from ...analysis.columns import to_records
from ...analysis.enforcement.periods import Period
from ...analysis.rules.policy import Policy
from ...bridge.i18n import report_language
from ...bridge.plain_text import printable_line
from ..case_labels import FREEZES, PERIODS, VETOES, WARNINGS
from ..changes import FLOWS
from ..column_names import column_headings
from ..labels import Translate, date_text, with_column_unit
from ..measure_labels import measure_words
from ..names import Names
from ..number_format import M2, MU, NOTHING, PERCENT, TEXT, printed
from ..period_words import period_text

_SUMMARY = "summary"
# What a leader reads of each table, in the order of the page.
_SHOWN: Mapping[str, tuple[str, ...]] = {
    _SUMMARY: (
        *("name", "holding_mu", "holding_target_mu", "holding_surplus_mu", "pbf_delimited_mu", "pbf_target_mu"),
        *("pbf_surplus_mu", "gap_left_mu", "restored_mu"),
    ),
    FLOWS: ("name", "outflow_m2", "construction_m2", "unreasonable_m2", "inflow_m2", "net_change_m2"),
    WARNINGS: (
        "name",
        "period",
        "level",
        "total_mu",
        "total_pbf_mu",
        "step",
        "suspended_since",
        "next_level",
        "distance_mu",
    ),
    VETOES: ("name", "year", "verdict", "illegal_mu", "share_percent"),
    FREEZES: ("name", "frozen_m2", "restored_m2", "legalised_m2", "open_leads_m2"),
    PERIODS: (
        *("name", "open_before_number", "new_number", "handled_number", "closed_number", "open_after_number"),
        *("open_after_cultivated_mu", "open_after_pbf_mu"),
    ),
}
_STYLE = """
@page { size: A4 portrait; margin: 14mm; }
body { font: 9pt "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #222; max-width: 182mm; margin: 0 auto; }
h1 { font-size: 15pt; margin: 0 0 1mm; text-align: center; }
h2 { font-size: 10.5pt; margin: 4mm 0 1mm; }
p { margin: 0 0 1mm; color: #555; }
table { border-collapse: collapse; width: 100%; break-inside: avoid; }
th, td { border: 0.3pt solid #999; padding: 0.6mm 1.2mm; text-align: left; }
th { background: #e2ebdd; font-weight: 600; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
"""


def write_leadership_page(
    tables: Mapping[str, pd.DataFrame], period: Period, policy: Policy, created: datetime, path: Path, language: str
) -> None:
    """Write the page as HTML that runs nothing and loads nothing.

    Args:
        tables: results by name; what is not given is left out, and the page says so.
        period: that the page is about.
        policy: whose notice it names.
        created: the run's time.
        path: the new file.
        language: `zh` or `en`.

    """
    tr = report_language(language)
    titles = {
        _SUMMARY: tr("Holding and PBF against targets"),
        FLOWS: tr("Flows of cultivated land"),
        WARNINGS: tr("Warnings"),
        VETOES: tr("Veto"),
        FREEZES: tr("Frozen quota"),
        PERIODS: tr("Cases of the period"),
    }
    title = tr("Protection of cultivated land: report of {period}").format(period=period_text(period.id, tr))
    span = tr("{start} to {end}; {notice}").format(start=period.start, end=period.end, notice=policy.title_in(language))
    made = tr("Made on {date}.").format(date=date_text(created, tr))
    parts = [
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(title)}</h1><p>{escape(span)}</p>",
    ]
    missing = [titles[name] for name in _SHOWN if name not in tables]
    for name, columns in _SHOWN.items():
        if name in tables:
            rows = _rows_of(name, tables[name])
            parts.append(f"<h2>{escape(titles[name])}</h2>{_table(name, rows, columns, tr)}")
    if missing:
        parts.append(f"<p>{escape(tr('Not given: {names}.').format(names=tr(', ').join(missing)))}</p>")
    basis = tr("Warnings and veto follow the policy and what persons decided; the competent department decides.")
    parts.append(f"<p>{escape(basis)} {escape(made)}</p></body></html>\n")
    path.write_text("\n".join(parts), encoding="utf-8", newline="\n")


def _rows_of(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of cities and counties: of warnings each one's last period, of cases each one's sum."""
    if "level" in table.columns and name in (_SUMMARY, FLOWS):
        return table[table["level"].isin(("city", "county"))]
    if name == WARNINGS:
        return table.drop_duplicates("code", keep="last")
    return table[table["kind"] == ""] if name == PERIODS else table


def _table(name: str, table: pd.DataFrame, columns: Sequence[str], tr: Translate) -> str:
    """Return a table of the page."""
    names = Names(separator=tr("; "))
    headings = column_headings(name, tr, names, {})
    if name == FLOWS:
        headings["construction_m2"] = tr("Construction on cultivated land")
    words = measure_words(name, tr, names)
    shown = [column for column in columns if column in table.columns]
    heads = "".join(f"<th>{escape(with_column_unit(headings[column], column, tr))}</th>" for column in shown)
    rows = []
    for row in to_records(table):
        cells = [_cell(row, column, words.get(column, {}), names, tr) for column in shown]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table><tr>{heads}</tr>{''.join(rows)}</table>"


def _cell(row: Mapping[str, object], column: str, words: Mapping[str, str], names: Names, tr: Translate) -> str:
    """Return a cell: words for ids, areas in their decimals, a dash where nothing is known."""
    value = row[column]
    if column == "name":
        known = value if isinstance(value, str) and value else row.get("code") or tr("All units")
        return f"<td>{escape(printable_line(known))}</td>"
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return f'<td class="number">{NOTHING}</td>'
    if column == "distance_mu" and value == 0:
        return f"<td>{escape(tr('any further area'))}</td>"
    if isinstance(value, str):
        text = names.joined((), value, words) if words else value
        return f"<td>{escape(printable_line(text or ''))}</td>"
    kind = MU if column.endswith("_mu") else M2 if column.endswith("_m2") else PERCENT
    kind = kind if isinstance(value, float) else TEXT
    return f'<td class="number">{escape(printed(value, kind, tr=tr))}</td>'
