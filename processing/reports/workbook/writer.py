"""The report workbook (xlsx): typed cells, no formulas, the same bytes for the same run."""

from __future__ import annotations

import contextlib
import math
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, SupportsFloat, cast

from ...analysis.progress import Progress, Silent
from ...bridge.errors import InputError, error_reason, free_megabytes
from ...bridge.i18n import tr
from ..data_basis import basis_lines
from ..labels import Translate
from ..model import ReportModel
from ..number_format import (
    DATE,
    DEGREES,
    INTEGER,
    M2,
    MU,
    PERCENT,
    TEXT,
    WAN_MU,
    YEAR,
    is_too_small,
    smallest_printed,
)
from ..tables.contents import report_tables
from ..tables.status_tones import BAD, CHECK, GOOD, NOTE, WARN
from ..tables.table import Column, Table, column_groups
from ..text_width import text_width
from .overview import Overview, Place, footer_text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# Limits of the file format.
MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
MAX_SHEET_NAME = 31

# Characters that make a spreadsheet take a text for a formula when somebody edits the cell.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER_FORMATS = {WAN_MU: "#,##0.0000", MU: "#,##0.00", M2: "#,##0.00", INTEGER: "#,##0", YEAR: "0"}
_NUMBER_FORMATS[PERCENT], _NUMBER_FORMATS[DEGREES] = "0.00", "0.000000"
_NUMBER_FORMATS[TEXT], _NUMBER_FORMATS[DATE] = "@", "yyyy-mm-dd hh:mm"
_FONT = "Microsoft YaHei"
# Font and fill of what a value means; dark on light, so that a grey print keeps the text.
_TONES = {
    GOOD: ("#00695C", "#E0F2EF"),
    BAD: ("#B3261E", "#FBE4E2"),
    WARN: ("#9C3F0A", "#FDE8DB"),
    CHECK: ("#7A5900", "#FFF4D1"),
    NOTE: ("#595959", "#EFEFEF"),
}
_BAR = "#9CCFC7"
_WIDTH_SAMPLE = 300
_CHECK_EVERY = 500
_MIN_WIDTH, _MAX_WIDTH = 8.0, 60.0
_SHORT = int(_MAX_WIDTH / 1.1 / 2)  # letters that take one line, whatever they are
_A4_WIDTH, _A3_WIDTH = 240.0, 300.0  # letters that a page of A4 and of A3 holds in print that can be read
_A4, _A3 = 9, 8  # Excel's numbers
_WRAP = 12
_LINE_HEIGHT = 15
_TECHNICAL_TAB = "#9A9A9A"


class WorkbookError(InputError):
    """The workbook cannot be written; the message says why and what helps."""


def write_workbook(
    model: ReportModel, path: Path, tr: Translate, max_rows: int = MAX_ROWS, progress: Progress | None = None
) -> Path:
    """Write the report's tables as an xlsx workbook, one sheet a table.

    Args:
        model: the report.
        path: the file to write; an older one is replaced only when the new one is complete.
        tr: translates the sheet names, headings and notes.
        max_rows: rows that a sheet may have; a longer list is cut and says so above its head.
        progress: may cancel; no file is left then.

    Raises:
        WorkbookError: XlsxWriter is not installed, or the file cannot be written (open in Excel, no such folder).
    """
    try:
        import xlsxwriter  # noqa: PLC0415  (optional: the plugin must load without it)
        from xlsxwriter.exceptions import XlsxWriterException  # noqa: PLC0415
    except ImportError as error:
        raise WorkbookError(tr("The workbook needs the Python library XlsxWriter, which is not installed.")) from error

    progress = progress or Silent()
    path = Path(path)
    temporary = path.with_name(f".{path.name}.writing")
    rows_folder = tempfile.mkdtemp(prefix="farmland_redline_")
    # Rows go to disk as they come; text stays text whatever it begins with.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_date_format": _NUMBER_FORMATS[DATE],
        "tmpdir": rows_folder,
    }
    book = None
    try:
        book = xlsxwriter.Workbook(str(temporary), options)
        created = model.created.astimezone(timezone.utc).replace(tzinfo=None)
        book.set_properties({"title": model.title, "created": created, "author": ""})
        book.set_size(2400, 1400)
        formats = _Formats(book, tr)
        overview = Overview(book, model, tr, _FONT)
        places = {}
        for table in report_tables(model, tr):
            places[table.key] = _write_table(book, table, model, formats, tr, max_rows, progress)
        overview.draw(places)
        book.close()
        temporary.replace(path)
    except (OSError, XlsxWriterException) as error:
        raise _unwritable(path, error) from error
    finally:
        for sheet in book.worksheets() if book is not None else ():
            handle = getattr(sheet, "row_data_fh", None)
            if handle is not None:
                handle.close()
        shutil.rmtree(rows_folder, ignore_errors=True)
        with contextlib.suppress(OSError):
            temporary.unlink()
    return path


def _unwritable(path: Path, error: Exception) -> WorkbookError:
    """Return the error that the workbook could not be written."""
    # What XlsxWriter raises carries the system's error.
    reason = error_reason(next((one for one in error.args if isinstance(one, OSError)), error))
    # In the user's language, whatever that of the workbook is.
    text = tr("The workbook “{file}” could not be written ({reason}). {free} MB are free on that disk.")
    return WorkbookError(text.format(file=path.name, reason=reason, free=free_megabytes(path.parent)))


class _Formats:
    """Cell formats of the workbook, made once."""

    def __init__(self, book: Workbook, tr: Translate) -> None:
        """Make the formats in a workbook; `tr` translates the words of some."""
        base = {"font_name": _FONT, "font_size": 10, "valign": "vcenter"}
        line = {"border": 1, "border_color": "#BFBFBF"}
        head = {**base, **line, "bold": True, "bg_color": "#E2EBDD", "align": "center", "text_wrap": True}
        total = {"bold": True, "bg_color": "#F3F6F1"}
        self.title = book.add_format({**base, "font_size": 14, "bold": True})
        self.note = book.add_format({**base, "font_size": 9, "font_color": "#595959"})
        self.warning = book.add_format({**base, "font_size": 10, "bold": True, "font_color": "#C00000"})
        self.head = book.add_format(head)
        self.tones = {
            tone: book.add_format({"font_color": font, "bg_color": fill}) for tone, (font, fill) in _TONES.items()
        }
        self.cells: dict[tuple[str, bool], Format] = {}
        self.small: dict[tuple[str, bool], Format] = {}
        for kind, number_format in _NUMBER_FORMATS.items():
            for is_total in (False, True):
                form = {**base, **line, **(total if is_total else {}), "num_format": number_format}
                if kind in (TEXT, DATE):
                    form.update(align="left", indent=1)
                self.cells[kind, is_total] = book.add_format(form)
                if kind in (MU, WAN_MU, M2, PERCENT):
                    # The cell keeps its number, and shows that it is not 0.
                    words = f'"{smallest_printed(kind, tr)}";"-{smallest_printed(kind, tr)}"'
                    self.small[kind, is_total] = book.add_format({**form, "num_format": words, "align": "right"})
        self.wrapped = book.add_format({**base, **line, "num_format": "@", "indent": 1, "text_wrap": True})
        self.quoted = book.add_format({**base, **line, "num_format": "@", "indent": 1})
        if hasattr(self.quoted, "set_quote_prefix"):
            self.quoted.set_quote_prefix()


def _write_table(
    book: Workbook,
    table: Table,
    model: ReportModel,
    formats: _Formats,
    tr: Translate,
    max_rows: int,
    progress: Progress,
) -> Place:
    """Write a table on a sheet of its own; return where its rows stand."""
    sheet = book.add_worksheet(_sheet_name(table.name))
    grouped = any(column.group for column in table.columns)
    notes = [*basis_lines(model, tr), *table.notes]
    head_rows = 1 + len(notes) + (2 if grouped else 1)
    capacity = max_rows - head_rows - len(table.footnotes) - 1
    cut = len(table.rows) > capacity
    if cut:
        head_rows += 1

    sheet.write_string(0, 0, table.title, formats.title)
    sheet.set_default_row(18)
    sheet.set_row(0, 24)
    row = 1
    if cut:
        text = tr("Only the first {shown} of {count} rows fit on a sheet; the complete list is in the GeoPackage.")
        sheet.write_string(
            row,
            0,
            text.format(shown=capacity - len(table.totals), count=len(table.rows) - len(table.totals)),
            formats.warning,
        )
        row += 1
    for note in notes:
        sheet.write_string(row, 0, note, formats.note)
        row += 1
    first_head = row
    if grouped:
        _write_groups(sheet, row, table.columns, formats)
        row += 1
    sheet.set_row(row, _LINE_HEIGHT * max((_heading_lines(column) for column in table.columns), default=1) + 8)
    for index, column in enumerate(table.columns):
        sheet.write_string(row, index, column.heading, formats.head)
    head = row
    widths = [_heading_width(column) for column in table.columns]
    for number, values in _shown_rows(table, capacity if cut else None):
        if number % _CHECK_EVERY == 0:
            progress.check()
        row += 1
        is_total = number in table.totals
        lines = max((_lines(text) for text in values if isinstance(text, str) and len(text) > _SHORT), default=1)
        if lines > 1:
            sheet.set_row(row, _LINE_HEIGHT * lines + 4)
        for index, (column, value) in enumerate(zip(table.columns, values)):
            _write_cell(sheet, row, index, column, value, formats, is_total)
        if number < _WIDTH_SAMPLE:
            widths = [max(width, _value_width(value)) for width, value in zip(widths, values)]
    widths = [min(max(width + 1.5, _MIN_WIDTH), _MAX_WIDTH) for width in widths]
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    if table.columns:
        sheet.autofilter(head, 0, max(row - len(table.totals), head), len(table.columns) - 1)
    last = row
    for note in table.footnotes:
        row += 1
        sheet.write_string(row, 0, note, formats.note)
    if table.technical:
        sheet.set_tab_color(_TECHNICAL_TAB)
    _set_up_print(sheet, table, (first_head, head, row), widths, tr)
    _colour(sheet, table, head + 1, last, formats)
    return Place(table, sheet.get_name(), head + 1, last)


def _set_up_print(
    sheet: Worksheet, table: Table, rows: tuple[int, int, int], widths: Sequence[float], tr: Translate
) -> None:
    """Set up how a sheet is printed and what of it stays in view.

    Args:
        sheet: the sheet.
        table: what it shows.
        rows: the first and the last row of the head, and the last row of all.
        widths: of the columns.
        tr: translates.
    """
    first_head, head, last = rows
    sheet.freeze_panes(head + 1, 1)
    sheet.set_landscape()
    wide = sum(widths[: table.form])
    sheet.set_paper(_A4 if wide <= _A4_WIDTH else _A3)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    # One page wide, unless the print would be too small to read: then as many as it takes, the names repeated.
    pages_wide = max(1, math.ceil(wide / _A3_WIDTH))
    sheet.fit_to_pages(pages_wide, 0)
    sheet.repeat_rows(first_head, head)
    if pages_wide > 1:
        sheet.repeat_columns(0, 0)
    sheet.hide_gridlines(2)
    if table.columns:
        sheet.print_area(0, 0, last, (table.form or len(table.columns)) - 1)
    page = tr("Page {page} of {pages}").format(page="&P", pages="&N")
    sheet.set_footer(f"&L{footer_text(table.title)}&C{page}")


def _shown_rows(table: Table, capacity: int | None) -> Iterator[tuple[int, tuple[object, ...]]]:
    """Yield the rows with their numbers; of too many the first, and those that sum up all."""
    limit = len(table.rows) if capacity is None else capacity - len(table.totals)
    for number, values in enumerate(table.rows):
        if number >= limit:
            break
        yield number, values
    if capacity is not None:
        for number in sorted(table.totals):
            yield number, table.rows[number]


def _colour(sheet: Worksheet, table: Table, first: int, last: int, formats: _Formats) -> None:
    """Add colours that follow the cells' values, also when somebody sorts or filters."""
    if last < first:
        return
    for index, column in enumerate(table.columns):
        area = (first, index, last, index)
        for text, tone in column.tones:
            rule: dict[str, object] = {
                "type": "cell",
                "criteria": "==",
                "value": '"{}"'.format(text.replace('"', '""')),
            }
            sheet.conditional_format(*area, {**rule, "format": formats.tones[tone]})
        if column.judged:
            rule = {"type": "cell", "criteria": "<", "value": 0, "format": formats.tones[BAD]}
            sheet.conditional_format(*area, rule)
        if column.share:
            whole = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100}
            sheet.conditional_format(*area, {"type": "data_bar", "bar_color": _BAR, "bar_solid": True, **whole})


def _write_groups(sheet: Worksheet, row: int, columns: tuple[Column, ...], formats: _Formats) -> None:
    """Write the row above the head: each run of columns of one group under its name."""
    start = 0
    for group, span in column_groups(columns):
        if group and span > 1:
            sheet.merge_range(row, start, row, start + span - 1, group, formats.head)
        else:
            for index in range(start, start + span):
                sheet.write_string(row, index, group, formats.head)
        start += span


def _write_cell(
    sheet: Worksheet, row: int, index: int, column: Column, value: object, formats: _Formats, is_total: bool
) -> None:
    """Write a cell of the column's kind; what cannot be of that kind is written as text."""
    form = formats.cells[column.kind, is_total]
    if value is None or (isinstance(value, float) and math.isnan(value)):
        sheet.write_blank(row, index, None, form)
    elif isinstance(value, (datetime, date)):
        sheet.write_datetime(row, index, value, formats.cells[DATE, is_total])
    elif column.kind != TEXT and _is_finite(value):
        if isinstance(value, float) and is_too_small(value, column.kind):
            form = formats.small[column.kind, is_total]
        sheet.write_number(row, index, value, form)
    else:
        text = str(value)[:MAX_TEXT]
        if text.startswith(FORMULA_STARTS):
            form = formats.quoted
        elif not is_total and len(text) > _SHORT and _lines(text) > 1:
            form = formats.wrapped
        sheet.write_string(row, index, text, form)


def _is_finite(value: object) -> bool:
    """Return whether a value is a finite number."""
    try:
        return math.isfinite(cast(SupportsFloat, value))
    except TypeError:
        return False


def _sheet_name(name: str) -> str:
    """Return a name that Excel accepts for a sheet."""
    return "".join("-" if c in "[]:*?/\\" else c for c in name)[:MAX_SHEET_NAME]


def _heading_width(column: Column) -> float:
    """Return the width that a heading needs: long lines wrap onto two rows, and the filter's arrow takes some room."""
    longest = max((text_width(line) for line in column.heading.split("\n")), default=0)
    return (longest / _wrapped(longest) + (1.5 if longest > _WRAP else 0)) + 2.5


def _lines(text: str) -> int:
    """Return the number of lines that a text takes at the widest column."""
    return math.ceil(text_width(text) * 1.1 / _MAX_WIDTH)


def _heading_lines(column: Column) -> int:
    """Return the number of lines that a heading takes."""
    return sum(_wrapped(text_width(line)) for line in column.heading.split("\n"))


def _wrapped(width: float) -> int:
    """Return the number of lines onto which a heading's line of a width is wrapped."""
    return 1 if width <= _WRAP else 2 if width <= 2 * _WRAP else 3


def _value_width(value: object) -> float:
    """Return the width that a value needs."""
    if value is None:
        return 0.0
    if isinstance(value, datetime):
        return 16.0
    if isinstance(value, float):
        return 0.0 if not math.isfinite(value) else len(f"{value:,.4f}")
    return text_width(str(value)) * 1.1
