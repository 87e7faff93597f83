"""Sheets of the tables of measures as a report shows them: rows of results with names of units, areas in mu."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from ..labels import Translate
from ..model import ReportModel
from .results import Result, ResultWords, areas_in_mu, result_table
from .table import Table, totalled


@dataclass(frozen=True)
class SheetForm:
    """How a table of a measure becomes a sheet.

    Attributes:
        unit: the column with the code of a row's unit, before which the unit's name stands.
        by_unit: whether rows come in the policy's order of counties.
        in_m2: columns of areas that stand in m² as well, as an office books them.
        summed: endings of the columns that a last row sums up, of tables without a row of a city or of all.
        technical: whether it explains how figures were made, rather than being read by those who decide.

    """

    unit: str = "code"
    by_unit: bool = False
    in_m2: tuple[str, ...] = ()
    summed: tuple[str, ...] = ()
    technical: bool = False


def result_sheets(
    model: ReportModel,
    tr: Translate,
    sheets: Mapping[str, tuple[str, str]],
    note: str,
    forms: Mapping[str, SheetForm],
) -> list[Table]:
    """Return the sheets of those tables that the run has.

    Args:
        model: the report.
        tr: translates.
        sheets: names and titles of sheets by the tables' names in the results.
        note: below each of them.
        forms: of the tables that are not shown plainly.

    """
    words = ResultWords(model.names, {}, tr)
    tables = []
    for key, (name, title) in sheets.items():
        if key in model.measures:
            form = forms.get(key, SheetForm())
            shown = areas_in_mu(_with_units(model, key, form), form.in_m2)
            table = result_table(Result(key, shown, name, note), words)
            table = replace(table, title=title, technical=form.technical)
            tables.append(totalled(table, form.summed, tr) if form.summed else table)
    return tables


def shown_as(model: ReportModel, key: str, rows: pd.DataFrame) -> ReportModel:
    """Return a report in which a table of a measure has other rows, or has them in another order."""
    return replace(model, measures={**model.measures, key: rows})


def sorted_rows(frame: pd.DataFrame, up: Sequence[str], down: str) -> pd.DataFrame:
    """Return rows sorted by columns, of equal ones those with the largest of another first."""
    return frame.sort_values([*up, down], ascending=[*[True] * len(up), False], kind="stable", na_position="last")


def _with_units(model: ReportModel, key: str, form: SheetForm) -> pd.DataFrame:
    """Return a table with the name of each row's unit before its code.

    Of capacity, which few offices book, nothing is shown where no entry states any.
    """
    frame = model.measures[key]
    frame = model.by_unit(frame) if form.by_unit else frame
    name = frame["name"] if "name" in frame else frame[form.unit].map(model.unit_name, na_action="ignore")
    unknown = [column for column in frame.filter(like="capacity_") if frame[column].isna().all()]
    frame = frame.drop(columns=["name", *unknown], errors="ignore")
    frame.insert(int(frame.columns.get_loc(form.unit)), "name", name)
    return frame
