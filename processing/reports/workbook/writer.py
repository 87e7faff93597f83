"""The report workbook (xlsx): typed cells, no formulas, the same bytes for the same run."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from ...analysis.progress import Progress, Silent
from ...bridge.dependencies import Feature, require_feature
from ...bridge.errors import InputError, error_reason, free_megabytes, temporary_space
from ...bridge.held_files import remove_file
from ...bridge.i18n import tr
from ...bridge.paths import RESOURCES
from ...bridge.plain_text import printable
from ...bridge.yaml_files import load_data
from ..data_basis import basis_lines
from ..labels import Translate
from ..model import ReportModel
from ..tables.contents import report_tables
from ..tables.status_tones import BAD
from ..tables.table import Column, Table, column_groups
from ..text_width import text_width
from .cells import TONES, CellFormats, is_finite
from .charts import Place
from .overview import Overview
from .page_setup import A3, A4, set_up_page
from .table_rows import TableRows, WorkbookZip

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

# Limits of the file format.
MAX_ROWS = 1_048_576
MAX_SHEET_NAME = 31

_BAR = "FF9CCFC7"
_WIDTH_SAMPLE = 300
_CHECK_EVERY = 500
_MIN_WIDTH, _MAX_WIDTH = 8.0, 60.0
_SHORT = int(_MAX_WIDTH / 1.1 / 2)  # letters that take one line, whatever they are
_A4_WIDTH, _A3_WIDTH = 240.0, 300.0  # letters that a page of A4 and of A3 holds in print that can be read
_WRAP = 12
_LINE_HEIGHT, _ROW_HEIGHT, _TITLE_HEIGHT = 15, 18, 24
_TECHNICAL_TAB = "9A9A9A"
_WINDOW = 36_000, 21_000  # twentieths of a point


class WorkbookError(InputError):
    """The workbook cannot be written; the message says why and what helps."""


@cache
def list_rows() -> int:
    """Return the number of rows that a list of the workbook may have (`resources/workbook/lists.yaml`)."""
    return int(load_data(RESOURCES / "workbook" / "lists.yaml")["list_rows"])


def is_long(table: Table) -> bool:
    """Return whether a table has more rows than a list of the workbook may have."""
    return len(table.rows) - len(table.totals) > list_rows()


def write_workbook(
    model: ReportModel,
    path: Path,
    tr: Translate,
    tables: Sequence[Table] | None = None,
    max_rows: int = MAX_ROWS,
    links: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    overview: bool = True,
) -> Path:
    """Write the report's tables as an xlsx workbook, one sheet a table.

    Args:
        model: the report.
        path: the file to write; an older one is replaced only when the new one is complete.
        tr: translates the sheet names, headings and notes.
        tables: those wanted of `report_tables`; all if None. An overview comes before those that a leader reads.
        max_rows: rows that a sheet may have; a longer list is cut and says so above its head.
        links: for the tables whose lists are cut to the length that people can use, by key: where all rows stand, as
            the workbook sees it. Other lists are cut only by `max_rows`.
        progress: may cancel; no file is left then.
        overview: whether a sheet with the figures of the whole report comes first, before tables that a leader reads.

    Raises:
        FeatureError: openpyxl is missing.
        WorkbookError: the file cannot be written (open in Excel, no such folder).
    """
    require_feature(Feature.WORKBOOK)
    from openpyxl import Workbook  # noqa: PLC0415  (optional: the plugin must load without it)
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415

    path = Path(path)
    temporary = path.with_name(f".{path.name}.writing")
    # Rows go to disk as they come.
    book = Workbook(write_only=True)
    try:
        created = model.created.astimezone(timezone.utc).replace(tzinfo=None)
        book.properties.title, book.properties.creator = printable(model.title), ""
        book.properties.created = created
        book.views[0].windowWidth, book.views[0].windowHeight = _WINDOW
        tables = report_tables(model, tr) if tables is None else tables
        told = overview and not all(table.technical for table in tables)
        first = Overview(book, model, tr) if told else None
        with contextlib.ExitStack() as files:
            writer = _SheetWriter(book, model, tr, max_rows, links or {}, progress or Silent(), files)
            places = {table.key: writer.write(table) for table in tables}
            if first is not None:
                first.draw(places)
            with WorkbookZip(temporary, model.created, writer.rows) as archive:
                ExcelWriter(book, archive).write_data()
                archive.require_all()
        temporary.replace(path)
    except _writing_errors() as error:
        raise _unwritable(path, error) from error
    finally:
        _let_go(book)
        with contextlib.suppress(OSError):
            remove_file(temporary)
    return path


def _let_go(book: Workbook) -> None:
    """Remove the files of rows that a workbook which was not finished leaves behind."""
    for sheet in book.worksheets:
        writer = getattr(sheet, "_writer", None)
        if writer is None or not Path(writer.out).exists():
            continue
        with contextlib.suppress(Exception):  # whatever stopped the writing stops the ending of its file too
            sheet.close()
        with contextlib.suppress(OSError, ValueError):
            writer.cleanup()


def _writing_errors() -> tuple[type[Exception], ...]:
    """Return the errors that tell that a file cannot be written; openpyxl takes lxml where it is there."""
    try:
        from lxml.etree import SerialisationError  # noqa: PLC0415  (optional: may be missing)
    except ImportError:
        return (OSError,)
    return OSError, SerialisationError


def _unwritable(path: Path, error: Exception) -> WorkbookError:
    """Return the error that the workbook could not be written."""
    # In the user's language, whatever that of the workbook is.
    text = tr("The workbook “{file}” could not be written ({reason}). {free} MB are free on that disk.")
    space = free_megabytes(path.parent)
    reason = error_reason(error) if isinstance(error, OSError) else tr("a temporary file cannot be written")
    return WorkbookError(text.format(file=path.name, reason=reason, free=space) + temporary_space(path))


@dataclass(frozen=True)
class _Layout:
    """How a table stands on its sheet.

    Attributes:
        lines: of text between title and head: text, format, link.
        widths: of the columns, in letters.
        first_head, head: rows of the head (from 1).
        shown: number of rows shown, totals left out.
        last: the last row with values.
    """

    lines: tuple[tuple[str, StyleArray, str], ...]
    widths: tuple[float, ...]
    first_head: int
    head: int
    shown: int
    last: int


class _SheetWriter:
    """Writes tables on sheets of a workbook."""

    def __init__(
        self,
        book: Workbook,
        model: ReportModel,
        tr: Translate,
        max_rows: int,
        links: Mapping[str, str],
        progress: Progress,
        files: contextlib.ExitStack,
    ) -> None:
        """Arguments as in `write_workbook`; `files` closes the temporary files of `rows`, those of each sheet."""
        self._book, self._model, self._tr = book, model, tr
        self._max_rows, self._links, self._progress, self._files = max_rows, links, progress, files
        self.rows: list[TableRows] = []
        self._formats: CellFormats | None = None

    def write(self, table: Table) -> Place:
        """Write a table on a sheet of its own; return where its rows stand."""
        sheet = self._book.create_sheet(_sheet_name(table.name))
        formats = self._formats = self._formats or CellFormats(sheet, self._tr)
        formats.sheet = sheet
        layout = self._lay_out(table, formats)
        self._set_up(sheet, table, layout)
        sheet.append([formats.text(table.title, formats.title)])
        for text, form, link in layout.lines:
            sheet.append([formats.text(text, form, link)])
        if layout.head > layout.first_head:
            sheet.append(_group_cells(sheet, layout.first_head, table.columns, formats))
        sheet.append([formats.text(column.heading, formats.head) for column in table.columns])
        self.rows.append(self._write_rows(sheet, table, layout, formats))
        _colour(sheet, table, layout.head + 1, layout.last)
        return Place(table, sheet.title, layout.head + 1, layout.last)

    def _write_rows(self, sheet: WriteOnlyWorksheet, table: Table, layout: _Layout, formats: CellFormats) -> TableRows:
        """Write the rows below the head, and the notes below them."""
        rows = TableRows(sheet, max(len(table.columns), 1), self._files)
        for row, (number, values) in enumerate(_shown_rows(table, layout.shown), start=layout.head + 1):
            if number % _CHECK_EVERY == 0:
                self._progress.check()
            if len(values) != len(table.columns):
                raise ValueError(f"{table.key}, row {number}: {len(values)} values, {len(table.columns)} columns")
            lines = max((_lines(text) for text in values if isinstance(text, str) and len(text) > _SHORT), default=1)
            is_total = number in table.totals
            rows.append(
                row,
                (formats.value(value, column.kind, is_total, _wraps) for column, value in zip(table.columns, values)),
                _LINE_HEIGHT * lines + 4 if lines > 1 else None,
            )
        for row, note in enumerate(table.footnotes, start=layout.last + 1):
            rows.append(row, [formats.text_value(note, formats.note)])
        return rows

    def _lay_out(self, table: Table, formats: CellFormats) -> _Layout:
        """Return how a table stands on its sheet."""
        tr = self._tr
        notes = [(note, formats.note, "") for note in (*basis_lines(self._model, tr), *table.notes)]
        head_rows = 2 if any(column.group for column in table.columns) else 1
        count = len(table.rows) - len(table.totals)
        link = self._links.get(table.key, "")
        capacity = self._max_rows - (3 + len(notes) + head_rows + len(table.footnotes) + len(table.totals))
        shown = min(count, capacity, list_rows() if link else capacity)
        told = []
        if shown < count:
            text = tr("Only the first {shown} of {count} rows stand here; the whole list is in the GeoPackage.")
            told.append((text.format(shown=shown, count=count), formats.warning, ""))
            if link:
                told.append((tr("All rows as a table: {file}").format(file=link), formats.link, quote(link)))
        first_head = 2 + len(told) + len(notes)
        head = first_head + head_rows - 1
        widths = [_heading_width(column) for column in table.columns]
        for number, values in _shown_rows(table, shown):
            if number >= _WIDTH_SAMPLE and number not in table.totals:
                break
            widths = [max(width, _value_width(value)) for width, value in zip(widths, values)]
        widths = [min(max(width + 1.5, _MIN_WIDTH), _MAX_WIDTH) for width in widths]
        return _Layout((*told, *notes), tuple(widths), first_head, head, shown, head + shown + len(table.totals))

    def _set_up(self, sheet: WriteOnlyWorksheet, table: Table, layout: _Layout) -> None:
        """Set up how a sheet is printed, and what of it stays in view: before its rows, else it is lost in silence."""
        from openpyxl.utils import get_column_letter  # noqa: PLC0415

        wide = sum(layout.widths[: table.form])
        # One page wide, unless the print would be too small to read: then as many as it takes, the names repeated.
        pages_wide = max(1, math.ceil(wide / _A3_WIDTH))
        set_up_page(sheet, A4 if wide <= _A4_WIDTH else A3, pages_wide, 0, table.title, self._tr)
        sheet.freeze_panes = f"B{layout.head + 1}"
        sheet.print_title_rows = f"{layout.first_head}:{layout.head}"
        if pages_wide > 1:
            sheet.print_title_cols = "A:A"
        sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = _ROW_HEIGHT, True
        sheet.row_dimensions[1].height = _TITLE_HEIGHT
        lines = max((_heading_lines(column) for column in table.columns), default=1)
        sheet.row_dimensions[layout.head].height = _LINE_HEIGHT * lines + 8
        for index, width in enumerate(layout.widths, start=1):
            sheet.column_dimensions[get_column_letter(index)].width = width
        if table.columns:
            # The sums stay below what is filtered.
            last = max(layout.head + layout.shown, layout.head)
            right = get_column_letter(len(table.columns))
            sheet.auto_filter.ref = f"A{layout.head}:{right}{last}"
            printed = get_column_letter(table.form or len(table.columns))
            sheet.print_area = f"A1:{printed}{layout.last + len(table.footnotes)}"
        if table.technical:
            sheet.sheet_properties.tabColor = _TECHNICAL_TAB


def _shown_rows(table: Table, shown: int) -> Iterator[tuple[int, tuple[object, ...]]]:
    """Yield the first rows with their numbers, then those that sum up all."""
    if shown + len(table.totals) >= len(table.rows):
        yield from enumerate(table.rows)
        return
    for number, values in enumerate(table.rows):
        if number >= shown:
            break
        yield number, values
    for number in sorted(table.totals):
        yield number, table.rows[number]


def _colour(sheet: WriteOnlyWorksheet, table: Table, first: int, last: int) -> None:
    """Add colours that follow the cells' values, also when somebody sorts or filters."""
    from openpyxl.formatting.rule import CellIsRule, DataBarRule  # noqa: PLC0415
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    if last < first:
        return

    def rule(operator: str, value: str, tone: str) -> object:
        font, fill = TONES[tone]
        look = {"font": Font(color=f"FF{font}"), "fill": PatternFill("solid", bgColor=f"FF{fill}")}
        return CellIsRule(operator=operator, formula=[value], **look)

    for index, column in enumerate(table.columns, start=1):
        area = f"{get_column_letter(index)}{first}:{get_column_letter(index)}{last}"
        for text, tone in column.tones:
            quoted = text.replace('"', '""')
            sheet.conditional_formatting.add(area, rule("equal", f'"{quoted}"', tone))
        if column.judged:
            sheet.conditional_formatting.add(area, rule("lessThan", "0", BAD))
        if column.share:
            bar = DataBarRule(start_type="num", start_value=0, end_type="num", end_value=100, color=_BAR)
            sheet.conditional_formatting.add(area, bar)


def _group_cells(
    sheet: WriteOnlyWorksheet, row: int, columns: tuple[Column, ...], formats: CellFormats
) -> list[WriteOnlyCell]:
    """Return the row above the head: each run of columns of one group under its name, in merged cells."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    cells: list[WriteOnlyCell] = []
    for group, span in column_groups(columns):
        if group and span > 1:
            start, end = len(cells) + 1, len(cells) + span
            sheet.merged_cells.add(f"{get_column_letter(start)}{row}:{get_column_letter(end)}{row}")
            cells += [formats.text(group, formats.head), *(formats.blank(formats.head) for _ in range(span - 1))]
        else:
            cells += [formats.text(group, formats.head) for _ in range(span)]
    return cells


def _wraps(text: str) -> bool:
    """Return whether a text takes several lines."""
    return len(text) > _SHORT and _lines(text) > 1


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
        return 0.0 if not is_finite(value) else len(f"{value:,.4f}")
    return text_width(str(value)) * 1.1
