"""Cells of the workbook: their formats, and values that cannot become anything but what they are."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, SupportsFloat, cast

from ...bridge.io.spreadsheet_text import is_formula
from ...bridge.plain_text import printable
from ..labels import Translate
from ..number_format import (
    DATE,
    DEGREES,
    INTEGER,
    M2,
    METRES,
    MU,
    PERCENT,
    TEXT,
    WAN_MU,
    YEAR,
    is_too_small,
    smallest_printed,
)
from ..tables.status_tones import BAD, CHECK, GOOD, NOTE, WARN
from .table_rows import number_xml, text_xml

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

# Limit of the file format.
MAX_TEXT = 32_767
FONT = "Microsoft YaHei"
# Font and fill of what a value means; dark on light, so that a grey print keeps the text.
TONES = {
    GOOD: ("00695C", "E0F2EF"),
    BAD: ("B3261E", "FBE4E2"),
    WARN: ("9C3F0A", "FDE8DB"),
    CHECK: ("7A5900", "FFF4D1"),
    NOTE: ("595959", "EFEFEF"),
}
LINE, HEAD_FILL, TOTAL_FILL, GREY = "BFBFBF", "E2EBDD", "F3F6F1", "595959"
_NUMBER_FORMATS = {WAN_MU: "#,##0.0000", MU: "#,##0.00", M2: "#,##0.00", INTEGER: "#,##0", YEAR: "0"}
_NUMBER_FORMATS[PERCENT], _NUMBER_FORMATS[DEGREES], _NUMBER_FORMATS[METRES] = "0.00", "0.000000", "0.000"
_NUMBER_FORMATS[TEXT], _NUMBER_FORMATS[DATE] = "@", "yyyy-mm-dd hh:mm"
# What a spreadsheet reads as the code of a character.
_CODE = re.compile("_(x[0-9A-Fa-f]{4}_)")
_CUT = "…"


def cell_text(value: object) -> str:
    """Return a value as text that a cell can hold: what it cannot print shows as �, and too long a text ends in …."""
    text = _CODE.sub(r"_x005F_\1", printable(value))
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + _CUT


def is_finite(value: object) -> bool:
    """Return whether a value is a finite number."""
    try:
        return math.isfinite(cast(SupportsFloat, value))
    except TypeError:
        return False


class CellFormats:
    """Formats of a workbook's cells, each made once, and cells in them.

    Attributes:
        sheet: whose cells are made; links belong to it.
    """

    def __init__(self, sheet: WriteOnlyWorksheet, tr: Translate) -> None:
        """Make the formats.

        Args:
            sheet: any sheet of the workbook, in write-only mode.
            tr: translates the words of some.
        """
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  (optional: the plugin must load without it)
        from openpyxl.utils.datetime import to_excel  # noqa: PLC0415

        self._cell: Callable[[object], WriteOnlyCell] = WriteOnlyCell
        self._to_excel = to_excel
        self._book, self._numbers = sheet.parent, dict[int, int]()
        self._text = lru_cache(maxsize=10_000)(self._make_text)  # long lists repeat names of places and kinds
        self.sheet = sheet
        self.title = self.make(size=14, bold=True)
        self.note = self.make(size=9, colour=GREY)
        self.warning = self.make(bold=True, colour="C00000")
        self.link = self.make(bold=True, colour="0563C1", underline=True)
        self.head = self.make(bold=True, fill=HEAD_FILL, lined=True, horizontal="center", wrapped=True)
        self.wrapped = self.make(lined=True, number_format="@", indent=1, wrapped=True)
        self.quoted = self.make(lined=True, number_format="@", indent=1, quoted=True)
        self.cells: dict[tuple[str, bool], StyleArray] = {}
        self.small: dict[tuple[str, bool], StyleArray] = {}
        for kind, number_format in _NUMBER_FORMATS.items():
            for is_total in (False, True):
                look: dict[str, Any] = {"lined": True, "bold": is_total, "fill": TOTAL_FILL if is_total else ""}
                aligned: dict[str, Any] = {"horizontal": "left", "indent": 1} if kind in (TEXT, DATE) else {}
                self.cells[kind, is_total] = self.make(number_format=number_format, **look, **aligned)
                if kind in (MU, WAN_MU, M2, PERCENT):
                    # The cell keeps its number, and shows that it is not 0.
                    words = ";".join(f'"{smallest_printed(kind, sign, tr)}"' for sign in ("", "-"))
                    self.small[kind, is_total] = self.make(number_format=words, horizontal="right", **look)

    def make(
        self,
        size: float = 10,
        bold: bool = False,
        colour: str = "",
        fill: str = "",
        lined: bool = False,
        horizontal: str | None = None,
        wrapped: bool = False,
        indent: int = 0,
        number_format: str = "General",
        underline: bool = False,
        ruled: str = "",
        quoted: bool = False,
    ) -> StyleArray:
        """Return a format of the workbook.

        Args:
            size: of the font in points.
            bold: whether the font is bold.
            colour: of the font, RRGGBB; black if empty.
            fill: of the cell, RRGGBB; none if empty.
            lined: whether thin grey lines surround the cell.
            horizontal: where the value stands, as openpyxl names it.
            wrapped: whether a text too long goes on in a new line.
            indent: of the value, in letters.
            number_format: as Excel writes it.
            underline: whether the font is underlined.
            ruled: colour of a thick line below, RRGGBB; none if empty.
            quoted: whether the value stays text when somebody edits the cell.
        """
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: PLC0415

        cell = self._cell(self.sheet)
        cell.font = Font(
            name=FONT, size=size, bold=bold, color=f"FF{colour}" if colour else None, u="single" if underline else None
        )
        if fill:
            cell.fill = PatternFill("solid", fgColor=f"FF{fill}")
        if lined:
            side = Side("thin", color=f"FF{LINE}")
            cell.border = Border(left=side, right=side, top=side, bottom=side)
        elif ruled:
            cell.border = Border(bottom=Side("medium", color=f"FF{ruled}"))
        cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=wrapped, indent=indent)
        cell.number_format = number_format
        if quoted:
            cell.quotePrefix = True
        return cell._style

    def text(self, value: object, form: StyleArray, link: str = "") -> WriteOnlyCell:
        """Return a cell of text, which stays text whatever it begins with; `link` leads to a file."""
        cell = self._cell(self.sheet)
        cell.value = cell_text(value)
        cell.data_type = "s"
        if link:
            cell.hyperlink = link
        cell._style = form
        return cell

    def blank(self, form: StyleArray) -> WriteOnlyCell:
        """Return a cell without a value."""
        cell = self._cell(self.sheet)
        cell._style = form
        return cell

    def value(self, value: object, kind: str, is_total: bool, wraps: Callable[[str], bool]) -> str:
        """Return a cell of a column's kind as XML behind its reference; what cannot be of that kind becomes text.

        Args:
            value: None and nan leave the cell without a value.
            kind: of the column (see `number_format`).
            is_total: whether the row sums up others.
            wraps: says whether a text takes several lines.
        """
        form = self.cells[kind, is_total]
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return number_xml(None, self._number(form))
        if isinstance(value, (datetime, date)):
            return number_xml(self._to_excel(value), self._number(self.cells[DATE, is_total]))
        if kind != TEXT and is_finite(value):
            if isinstance(value, float):
                form = self.small[kind, is_total] if is_too_small(value, kind) else form
                return number_xml(float(value), self._number(form))
            return number_xml(int(cast(Any, value)), self._number(form))
        return self._text(str(value), kind, is_total, wraps)

    def _make_text(self, text: str, kind: str, is_total: bool, wraps: Callable[[str], bool]) -> str:
        """Return a cell of text in a column of a kind; arguments as of `value`."""
        if is_formula(text):
            return self.text_value(text, self.quoted)
        return self.text_value(text, self.wrapped if not is_total and wraps(text) else self.cells[kind, is_total])

    def text_value(self, text: str, form: StyleArray) -> str:
        """Return a cell of text as XML behind its reference."""
        return text_xml(cell_text(text), self._number(form))

    def _number(self, form: StyleArray) -> int:
        """Return the number of a format in the workbook, which gets it when a cell first has it."""
        if id(form) not in self._numbers:
            self._numbers[id(form)] = self._book._cell_styles.add(form)
        return self._numbers[id(form)]
