"""A workbook of the office's own, filled at its named cells; its formats, formulas and other cells stay as they are.

Names that begin with `redline_` are filled:
    redline_title, redline_policy, redline_date      of the report
    redline_<code>_<column>                          a figure of a unit: a column of the layer `summary`
    redline_<table>                                  the first cell of a table's rows (targets, gaps, conflicts ...)
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from datetime import date
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, SupportsFloat, cast

import pandas as pd

from ...analysis.columns import to_records
from ...analysis.progress import Progress, Silent
from ...bridge.dependencies import Feature, require_feature
from ...bridge.errors import InputError, error_reason
from ...bridge.file_limits import check_office_file, limit
from ...bridge.i18n import tr
from ...bridge.io.spreadsheet_text import is_formula
from ..labels import Translate
from ..model import ReportModel
from ..number_format import TEXT
from ..office_timestamps import set_time
from ..outside_content import require_self_contained
from ..tables.contents import TABLE_KEYS, report_tables
from ..tables.table import Table
from .cells import cell_text, is_finite

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.workbook.defined_name import DefinedName
    from openpyxl.worksheet.worksheet import Worksheet

PREFIX = "redline_"
SUFFIX = ".xlsx"
# What stands above the report's tables; and how the name of a unit's figure begins.
_HEAD = ("title", "policy", "date")
_OF_UNIT = re.compile(rf"{PREFIX}\d*_\w+")
# What openpyxl does not carry over.
_NOT_CARRIED_OVER = ("xl/charts/", "xl/drawings/", "xl/media/")
_CONNECTIONS = ("xl/connections.xml", "xl/queryTables/", "xl/model/")
# Limits of the file format.
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384


class OwnWorkbookError(InputError):
    """A user's workbook cannot be filled; the message says which name or cell is at fault."""


def check_own_workbook(template: Path) -> None:
    """Raise `InputError` where a file cannot serve, before a run begins; which units there are is known only later.

    Raises:
        LimitError: it holds more than is read.
        OwnWorkbookError: it is no workbook, cannot be written anew, has no name to fill, or a name leads to no cell, to
            whole rows or columns, or into merged cells.
    """
    book = _open(template)
    names = list(_names(book))
    known = [f"{PREFIX}{key}" for key in (*TABLE_KEYS, *_HEAD)]
    unknown = [name for name, _ in names if name not in known and not _OF_UNIT.fullmatch(name)]
    if unknown:
        raise _unknown_names(template, unknown, known)
    for name, defined in names:
        for sheet, row, column, last_row, last_column in _areas(book, name, defined, template):
            _check_area(sheet, name, (row, column, last_row, last_column), template)
    if names:
        try:
            book.save(io.BytesIO())
        except Exception as error:  # openpyxl raises whatever it cannot write of what it has read
            text = tr("The workbook “{file}” cannot be written anew ({reason}). Save it from Excel or WPS as .xlsx.")
            raise OwnWorkbookError(text.format(file=template.name, reason=error_reason(error))) from error
    else:
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
        if any(name.startswith(_CONNECTIONS) for name in archive.namelist()):
            text = tr("Connections and queries of “{file}” to data elsewhere are not carried over.")
            warn(text.format(file=template.name))
    tables = {f"{PREFIX}{table.key}": table for table in report_tables(model, translate)}
    figures = _figures(model)
    names = list(_names(book))
    unknown = [name for name, _ in names if name not in tables and name not in figures]
    if unknown:
        raise _unknown_names(template, unknown, [*tables, *(f"{PREFIX}{key}" for key in _HEAD)])
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
        LimitError: the file holds more than is read.
        InputError: the file is no workbook, or would fetch something where it is opened.
    """
    require_feature(Feature.OWN_WORKBOOK)
    import openpyxl  # noqa: PLC0415  (optional: the plugin must load without it)

    if template.suffix.lower() != SUFFIX:
        raise OwnWorkbookError(tr("“{file}” is not a workbook of the format .xlsx.").format(file=template.name))
    check_office_file(template)
    require_self_contained(template)
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
        OwnWorkbookError: the name refers to no cell, or to whole rows or columns.
    """
    from openpyxl.utils.cell import range_boundaries  # noqa: PLC0415

    sheets = {sheet.title: sheet for sheet in book.worksheets}
    found = 0
    for title, area in _destinations(defined):
        sheet = sheets.get(title.replace("''", "'"))
        try:
            first_column, first_row, last_column, last_row = range_boundaries(area)
        except ValueError:  # a reference to cells that were deleted
            continue
        if sheet is not None and first_row and first_column and last_row and last_column:
            found += 1
            yield sheet, first_row, first_column, last_row, last_column
    if not found:
        text = tr("“{file}”: the name {name} leads to no cell. Delete the name, or give it a cell.")
        raise OwnWorkbookError(text.format(file=template.name, name=name))


def _destinations(defined: DefinedName) -> list[tuple[str, str]]:
    """Return the sheets and ranges of a name; none where its formula is none that openpyxl can read."""
    try:
        return list(defined.destinations)
    except Exception:  # of several classes
        return []


def _check_area(sheet: Worksheet, name: str, area: tuple[int, int, int, int], template: Path) -> None:
    """Raise `OwnWorkbookError` where an area cannot be filled.

    Args:
        sheet: the sheet.
        name: for the message.
        area: first row, first column, last row, last column.
        template: for the message.
    """
    row, column, last_row, last_column = area
    if (last_row - row + 1) * (last_column - column + 1) > limit("office", "cells"):
        text = tr(
            "“{file}”: the name {name} has {rows} rows and {columns} columns. Give it the first cell of the table, or "
            "the cells that the table has room in."
        )
        raise OwnWorkbookError(
            text.format(file=template.name, name=name, rows=last_row - row + 1, columns=last_column - column + 1)
        )
    for merged in sheet.merged_cells.ranges:
        apart = (
            merged.min_row > last_row or merged.max_row < row or merged.min_col > last_column or merged.max_col < column
        )
        # A name given to merged cells means their first one, where their value stands.
        if not apart and (merged.min_row, merged.min_col) != (row, column):
            raise _merged(sheet, name, str(merged.coord), template)


def _merged(sheet: Worksheet, name: str, cells: str, template: Path) -> OwnWorkbookError:
    """Return the error that a name leads into merged cells."""
    text = tr(
        "“{file}”: the name {name} leads into the merged cells {cells} of sheet “{sheet}”, of which only the first can "
        "be filled. Split them, or give the name other cells."
    )
    return OwnWorkbookError(text.format(file=template.name, name=name, cells=cells, sheet=sheet.title))


def _unknown_names(template: Path, names: Iterable[str], known: Iterable[str]) -> OwnWorkbookError:
    """Return the error that names are none of the report's."""
    text = tr(
        "“{file}”: {names} is none of the report's names. Known are {known}, and {prefix}<code>_<column> for each "
        "unit's code and each column of the layer summary."
    )
    return OwnWorkbookError(
        text.format(file=template.name, names=", ".join(sorted(names)), known=", ".join(sorted(known)), prefix=PREFIX)
    )


def _figures(model: ReportModel) -> dict[str, object]:
    """Return single values by name: of the report, and of each unit in each column of the summary."""
    head = (model.title, model.policy_title, model.created.replace(tzinfo=None))
    figures: dict[str, object] = {f"{PREFIX}{key}": value for key, value in zip(_HEAD, head)}
    for row in to_records(model.summary):
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
    if first + count - 1 > _MOST_ROWS or left + width - 1 > _MOST_COLUMNS:
        text = tr("“{file}”: the table {name} has {count} rows and does not fit on sheet “{sheet}”.")
        raise OwnWorkbookError(text.format(file=template.name, name=name, count=count, sheet=sheet.title))
    for merged in sheet.merged_cells.ranges:
        apart = merged.max_row < first or merged.min_row > max(last, first + count - 1)
        if not apart and merged.max_col >= left and merged.min_col < left + width:
            raise _merged(sheet, name, str(merged.coord), template)
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
        cell.quotePrefix = is_formula(str(value))
