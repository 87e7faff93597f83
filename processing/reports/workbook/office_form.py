"""A workbook of the office's own, filled at its named cells; its formats, formulas and other cells stay as they are.

Names that begin with `redline_` are filled:
    redline_title, redline_policy, redline_date      of the report
    redline_<code>_<column>                          a figure of a unit: a column of the layer `summary`
    redline_<table>                                  the first cell of a table's rows (targets, gaps, conflicts ...)
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from copy import copy
from datetime import date
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, SupportsFloat, cast

import pandas as pd

from ...analysis.progress import Progress, Silent
from ...bridge.dependencies import Feature, require_feature
from ...bridge.errors import InputError, error_reason
from ...bridge.i18n import tr
from ..labels import Translate
from ..model import ReportModel
from ..number_format import TEXT
from ..office_timestamps import set_time
from ..tables.contents import report_tables
from ..tables.table import Table
from .cells import FORMULA_STARTS, cell_text, is_finite

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.workbook.defined_name import DefinedName
    from openpyxl.worksheet.worksheet import Worksheet

PREFIX = "redline_"
SUFFIX = ".xlsx"
# What openpyxl does not carry over.
_NOT_CARRIED_OVER = ("xl/charts/", "xl/drawings/", "xl/media/")


class OwnWorkbookError(InputError):
    """A user's workbook cannot be filled; the message says which name or cell is at fault."""


def check_own_workbook(template: Path) -> None:
    """Raise `OwnWorkbookError` where a file cannot serve, before a run begins: its names are checked only later."""
    book = _open(template)
    if not list(_names(book)):
        raise OwnWorkbookError(
            tr(
                "“{file}” has no named cell to fill: names must begin with {prefix}, such as {example}. See the help."
            ).format(file=template.name, prefix=PREFIX, example=f"{PREFIX}360222_holding_mu")
        )


def fill_own_workbook(
    model: ReportModel,
    template: Path,
    path: Path,
    translate: Translate,
    warn: Callable[[str], None],
    progress: Progress | None = None,
) -> Path:
    """Fill a copy of the user's workbook.

    Args:
        model: the report.
        template: the user's file; it stays as it is.
        path: the file to write.
        translate: translates the tables.
        warn: receives messages about what is not carried over.
        progress: may cancel.

    Raises:
        OwnWorkbookError: a name that is none of the report's, one that refers to no cell, or a table without room.
    """
    progress = progress or Silent()
    book = _open(template)
    with zipfile.ZipFile(template) as archive:
        if any(name.startswith(_NOT_CARRIED_OVER) for name in archive.namelist()):
            text = tr("Charts and pictures of “{file}” are not carried over; its cells and their formats are.")
            warn(text.format(file=template.name))
    tables = {f"{PREFIX}{table.key}": table for table in report_tables(model, translate)}
    figures = _figures(model)
    names = list(_names(book))
    unknown = sorted(name for name, _ in names if name not in tables and name not in figures)
    if unknown:
        raise OwnWorkbookError(
            tr(
                "“{file}”: {names} is none of the report's names. Known are {known}, and {prefix}<code>_<column> for "
                "each unit's code and each column of the layer summary."
            ).format(
                file=template.name,
                names=", ".join(unknown),
                known=", ".join(sorted([*tables, *(name for name in figures if name.count("_") == 1)])),
                prefix=PREFIX,
            )
        )
    for name, defined in names:
        for sheet, row, column, last_row, last_column in _areas(book, name, defined, template):
            progress.check()
            if name in figures:
                _write_cell(sheet.cell(row, column), figures[name])
            else:
                width = last_column - column + 1 if last_column > column else len(tables[name].columns)
                _write_table(sheet, name, tables[name], (row, column, last_row), width, template)
    try:
        book.save(path)
        set_time(path, model.created)
    except OSError as error:
        raise OwnWorkbookError(
            tr("The workbook “{file}” could not be written ({reason}).").format(
                file=path.name, reason=error_reason(error)
            )
        ) from error
    return path


def _open(template: Path) -> Workbook:
    """Return the user's workbook.

    Raises:
        FeatureError: openpyxl is missing.
        OwnWorkbookError: the file is no workbook.
    """
    require_feature(Feature.OWN_WORKBOOK)
    import openpyxl  # noqa: PLC0415  (optional: the plugin must load without it)

    if template.suffix.lower() != SUFFIX:
        raise OwnWorkbookError(tr("“{file}” is not a workbook of the format .xlsx.").format(file=template.name))
    try:
        return openpyxl.load_workbook(template)
    except Exception as error:  # openpyxl raises whatever a damaged file leads it to
        text = tr("The workbook “{file}” cannot be read ({reason}).")
        raise OwnWorkbookError(text.format(file=template.name, reason=error_reason(error))) from error


def _names(book: Workbook) -> Iterator[tuple[str, DefinedName]]:
    """Yield the names to be filled, of the workbook and of single sheets, in lower case."""
    for holder in (book, *book.worksheets):
        found = getattr(holder, "defined_names", None) or {}
        # A list before openpyxl 3.1.
        for defined in getattr(found, "definedName", None) or getattr(found, "values", list)():
            if defined.name.lower().startswith(PREFIX):
                yield defined.name.lower(), defined


def _areas(
    book: Workbook, name: str, defined: DefinedName, template: Path
) -> Iterator[tuple[Worksheet, int, int, int, int]]:
    """Yield the areas of a name: sheet, first row, first column, last row, last column.

    Raises:
        OwnWorkbookError: the name refers to no cell.
    """
    from openpyxl.utils.cell import range_boundaries  # noqa: PLC0415

    found = [(sheet, area) for sheet, area in defined.destinations if sheet in book.sheetnames]
    if not found:
        text = tr("“{file}”: the name {name} leads to no cell. Delete the name, or give it a cell.")
        raise OwnWorkbookError(text.format(file=template.name, name=name))
    for sheet, area in found:
        first_column, first_row, last_column, last_row = range_boundaries(area)
        yield book[sheet], first_row, first_column, last_row, last_column


def _figures(model: ReportModel) -> dict[str, object]:
    """Return single values by name: of the report, and of each unit in each column of the summary."""
    figures: dict[str, object] = {
        f"{PREFIX}title": model.title,
        f"{PREFIX}policy": model.policy_title,
        f"{PREFIX}date": model.created.replace(tzinfo=None),
    }
    for row in model.summary.to_dict("records"):
        figures.update({f"{PREFIX}{row['code']}_{column}".lower(): value for column, value in row.items()})
    return figures


def _write_table(
    sheet: Worksheet, name: str, table: Table, place: tuple[int, int, int], width: int, template: Path
) -> None:
    """Write a table's rows, each with the style of the first; what stands below the name's cells stays.

    Args:
        sheet: the sheet.
        name: for the message.
        table: whose rows are written.
        place: first row, first column, last row of the name's cells.
        width: number of columns to write.
        template: for the message.

    Raises:
        OwnWorkbookError: a cell below is in use.
    """
    first, left, last = place
    count = len(table.rows)
    for row in range(last + 1, first + count):
        for column in range(left, left + width):
            if sheet.cell(row, column).value is not None:
                text = tr(
                    "“{file}”: the table {name} has {count} rows and does not fit above cell {cell} of sheet “{sheet}”."
                )
                raise OwnWorkbookError(
                    text.format(
                        file=template.name,
                        name=name,
                        count=count,
                        cell=sheet.cell(row, column).coordinate,
                        sheet=sheet.title,
                    )
                )
    for number, values in enumerate(table.rows):
        for index, value in enumerate(values[:width]):
            cell = sheet.cell(first + number, left + index)
            pattern = sheet.cell(first, left + index)
            if number and pattern.has_style:
                cell._style = copy(pattern._style)
            _write_cell(cell, value, table.columns[index].kind == TEXT)
    for row in range(first + count, last + 1):
        for column in range(left, left + width):
            sheet.cell(row, column).value = None


def _write_cell(cell: Cell, value: object, is_text: bool = False) -> None:
    """Write a value; text stays text whatever it begins with, and what is no number that a cell can hold is text."""
    if pd.isna(value):
        cell.value = None
    elif isinstance(value, date):
        cell.value = value
    elif not is_text and is_finite(value):
        cell.value = int(value) if isinstance(value, Integral) else float(cast(SupportsFloat, value))
    else:
        cell.value = cell_text(value)
        cell.data_type = "s"
        cell.quotePrefix = str(value).startswith(FORMULA_STARTS)
