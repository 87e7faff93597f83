"""Sheets of workbooks (.xlsx) and CSV files as rows of cells, for the readers of tables that people fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .dependencies import Feature, require_feature
from .errors import InputError, error_reason
from .file_limits import LimitError, check_file_size, check_office_file, limit
from .i18n import tr
from .located_yaml import FileError, shorten
from .quotation_marks import QuoteError, count_rows
from .text_files import decode_given

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

CSV, XLSX = ".csv", ".xlsx"
WORKBOOKS = (XLSX, ".xls", ".xlsm", ".xlsb", ".ods", ".fods")  # of which only the first is read here
GENERAL = "General"  # the format of a cell that has none
_DELIMITERS = (",", "\t", ";")


@dataclass(frozen=True)
class Cell:
    """A cell.

    Attributes:
        value: as stored; of a CSV file always text.
        coordinate: its name, such as B3.
        is_formula: whether it holds a formula, of which `value` is the stored result, None where there is none.
        form: by which a workbook shows its number.

    """

    value: object
    coordinate: str
    is_formula: bool = False
    form: str = GENERAL


@dataclass(frozen=True)
class Sheet:
    """A sheet.

    Attributes:
        title: its name; of a CSV file that of the file.
        rows: those within the limits, each with its cells.
        merged: areas of merged cells: first row, last row, first column, last column, counted from 0.
        beyond: the first cell with a value behind the rows and columns that are read; empty if there is none.
        widths: how many values each row of a CSV file has, empty ones too; none for a workbook.
        days_late: by so many days its workbook counts days from a later one than others: as old Macintoshes, from 1904.

    """

    title: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    beyond: str = ""
    widths: tuple[int, ...] = ()
    days_late: int = 0

    def separator_fault(self, row: int, headings: range) -> tuple[Cell, str] | None:
        """Return where a row of a CSV file has more values than headings, and the message; None if it has not.

        A separator inside a value has moved all behind it then, perhaps into columns that take them.

        Args:
            row: position of the row.
            headings: positions of the rows of headings.

        """
        if not self.widths:
            return None
        cells = self.rows[row]
        titles = (at for above in headings for at, cell in enumerate(self.rows[above], 1) if _has_text(cell))
        behind = next(filter(_has_text, cells[max(titles, default=0) :]), None)
        remedy = tr(
            "there is a separator inside a value of this row. Put that value between quotation marks, write numbers "
            "without separators, or save the file as .xlsx."
        )
        if behind is not None:
            text = tr("{value} stands behind the last heading: {remedy}")
            return behind, text.format(value=shorten(behind.value), remedy=remedy)
        width = max(self.widths[above] for above in headings)
        if self.widths[row] > width:
            text = tr("the row has {count} values, and there are {headings} headings: {remedy}")
            return cells[0], text.format(count=self.widths[row], headings=width, remedy=remedy)
        return None


def _has_text(cell: Cell) -> bool:
    """Return whether a cell of a CSV file has a value."""
    return bool(str(cell.value).strip())


def read_sheets(path: Path, feature: Feature, error_class: type[FileError], group: str = "table") -> list[Sheet]:
    """Return the sheets of a workbook, or the one of a CSV file.

    Args:
        path: of the file.
        feature: what openpyxl is needed for.
        error_class: of the error.
        group: of limits of rows, columns and bytes (`resources/files/limits.yaml`).

    Raises:
        FeatureError: openpyxl is missing.
        FileError: (`error_class`) the file cannot be read, or is too large.

    """
    try:
        if path.suffix.lower() == CSV:
            return [_read_csv(path, group)]
        require_feature(feature)
        return _read_workbook(path, group)
    except LimitError as error:
        raise error_class([str(error)]) from error
    except QuoteError as error:
        raise error_class([str(error)]) from error
    except (_UnreadableError, OSError) as error:
        text = tr("{file}: cannot be read as a spreadsheet ({error}). Save it as .xlsx.")
        reason = error_reason(error) if isinstance(error, OSError) else shorten(error)
        raise error_class([text.format(file=path.name, error=reason)]) from error


class _UnreadableError(Exception):
    """A file is no spreadsheet; the text says why."""


def _read_workbook(path: Path, group: str) -> list[Sheet]:
    """Read every sheet of a workbook."""
    import openpyxl  # noqa: PLC0415  only reading workbooks needs it
    from openpyxl.utils.datetime import CALENDAR_WINDOWS_1900  # noqa: PLC0415

    try:
        check_office_file(path)
    except LimitError:
        raise
    except InputError as error:
        raise _UnreadableError(str(error)) from error
    try:
        book = openpyxl.load_workbook(path, read_only=False, data_only=True)
        formulas = openpyxl.load_workbook(path, read_only=False, data_only=False)
    except Exception as error:  # openpyxl passes on what zipfile and the XML parser raise
        raise _UnreadableError(str(error)) from error
    if not book.worksheets:
        raise _UnreadableError(tr("it has no sheets"))
    days_late = (book.epoch - CALENDAR_WINDOWS_1900).days
    sheets = [_sheet_of(sheet, formulas[sheet.title], group, days_late) for sheet in book.worksheets]
    book.close()
    formulas.close()
    return sheets


def _sheet_of(sheet: Worksheet, formulas: Worksheet, group: str, days_late: int) -> Sheet:
    """Return a sheet of a workbook; `formulas` is the same with formulas for values, other arguments as of `Sheet`."""
    most_rows, most_columns = limit(group, "rows"), limit(group, "columns")
    # Only the cells that the file has: rows up to the last cell would be made one by one.
    beyond = next(
        (
            str(cell.coordinate)
            for (row, column), cell in sheet._cells.items()
            if (row > most_rows or column > most_columns) and cell.value is not None and str(cell.value).strip()
        ),
        "",
    )
    # No more than there are: openpyxl makes each cell that is asked for, also those before a single one far off.
    within = [(row, column) for row, column in sheet._cells if row <= most_rows and column <= most_columns]
    height, width = (max(places) for places in zip(*within)) if within else (1, 1)
    rows = sheet.iter_rows(max_row=height, max_col=width)
    of_formulas = {
        cell.coordinate
        for cell in formulas._cells.values()
        if isinstance(cell.value, str) and cell.value.startswith("=")
    }
    return Sheet(
        sheet.title,
        tuple(
            tuple(
                Cell(cell.value, cell.coordinate, cell.coordinate in of_formulas, cell.number_format or GENERAL)
                for cell in row
            )
            for row in rows
        ),
        tuple(
            (area.min_row - 1, area.max_row - 1, area.min_col - 1, area.max_col - 1)
            for area in sheet.merged_cells.ranges
        ),
        beyond,
        days_late=days_late,
    )


def _read_csv(path: Path, group: str) -> Sheet:
    """Read a CSV file in UTF-8, or as Chinese Excel saves it: in GB 18030; its quotation marks must match."""
    check_file_size(path, group)
    try:
        text = decode_given(path.read_bytes())
    except UnicodeDecodeError as error:
        raise _UnreadableError(str(error)) from error
    delimiter = max(_DELIMITERS, key=text.count)
    count_rows(path.name, text.encode(), delimiter)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    try:
        for row in reader:
            rows.append(row)
            _check_swallowed(path.name, reader.line_num, row, delimiter)
    except csv.Error as error:
        raise _UnreadableError(str(error)) from error
    return _sheet_of_texts(path.stem, rows, limit(group, "rows"), limit(group, "columns"))


def _check_swallowed(file: str, line: int, row: Sequence[str], delimiter: str) -> None:
    """Raise `QuoteError` where a value holds a line like a row of its own: the quotation mark of another closed it.

    Args:
        file: its name, for the message.
        line: the last one of the row.
        row: its values.
        delimiter: what stands between them.

    """
    inside = (part for value in row if "\n" in value for part in value.splitlines()[1:])
    if len(row) > 1 and any(part.count(delimiter) >= len(row) - 1 for part in inside):
        text = tr(
            "“{path}”, line {line}: a value between quotation marks holds a whole row of the table. Close the mark "
            "where its value ends, or save the file as .xlsx."
        )
        raise QuoteError(text.format(path=file, line=line))


def _sheet_of_texts(title: str, rows: Sequence[Sequence[str]], most_rows: int, most_columns: int) -> Sheet:
    """Return the rows of a CSV file, which may differ in length, as a sheet."""
    width = min(max(map(len, rows), default=0), most_columns)
    cells = tuple(
        tuple(
            Cell(text, f"{column_letters(column)}{number}")
            for column, text in enumerate([*row[:width], *[""] * (width - len(row))])
        )
        for number, row in enumerate(rows[:most_rows], 1)
    )
    behind = (
        f"{column_letters(column)}{number}"
        for number, row in enumerate(rows, 1)
        for column, text in enumerate(row)
        if text.strip() and (number > most_rows or column >= most_columns)
    )
    widths = tuple(len(row) for row in rows[:most_rows])
    return Sheet(title, cells, beyond=next(behind, ""), widths=widths)


def column_letters(column: int) -> str:
    """Return the letters of a column, the first of which is 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')

    """
    before, letter = divmod(column, 26)
    return (column_letters(before - 1) if before else "") + chr(ord("A") + letter)
