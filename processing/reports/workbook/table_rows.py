"""The rows of tables as the text of their sheets' XML: nearly all cells of a workbook.

openpyxl makes an object of a cell and writes it in a dozen calls, which takes fifteen times as long as its text. It
still makes the sheets, and writes what stands above these rows.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from html import escape
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from ...bridge.errors import InputError
from ...bridge.i18n import tr
from ..office_timestamps import SettledZip

if TYPE_CHECKING:
    from contextlib import ExitStack
    from datetime import datetime

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_END = b"</sheetData>"


def number_xml(value: float | None, style: int) -> str:
    """Return a cell of a number, or without a value, as XML behind its reference."""
    content = "" if value is None else f"<v>{value:.16g}</v>"
    return f' s="{style}" t="n">{content}</c>'


def text_xml(text: str, style: int) -> str:
    """Return a cell of text as XML in ASCII behind its reference."""
    content = ""
    if text:
        space = ' xml:space="preserve"' if text != text.strip() else ""
        escaped = escape(text, quote=False).replace("\r", "&#13;").encode("ascii", "xmlcharrefreplace").decode("ascii")
        content = f"<is><t{space}>{escaped}</t></is>"
    return f' s="{style}" t="inlineStr">{content}</c>'


class TableRows:
    """The rows of one sheet, in a temporary file."""

    def __init__(self, sheet: WriteOnlyWorksheet, width: int, files: ExitStack) -> None:
        """Begin the rows.

        Args:
            sheet: gets them at its end.
            width: most cells of a row.
            files: closes, and so removes, the temporary file.
        """
        from openpyxl.utils import get_column_letter  # noqa: PLC0415  (optional: the plugin must load without it)

        self.sheet = sheet
        self._letters = [get_column_letter(column) for column in range(1, width + 1)]
        self._file: IO[bytes] = files.enter_context(TemporaryFile())  # noqa: SIM115  closed by it

    def append(self, number: int, cells: Iterable[str], height: float | None = None) -> None:
        """Add a row.

        Args:
            number: of the row, from 1.
            cells: of `number_xml` and `text_xml`.
            height: in points; the sheet's own by default.
        """
        tall = "" if height is None else f' ht="{height:.16g}" customHeight="1"'
        text = "".join([f'<c r="{letter}{number}"{cell}' for letter, cell in zip(self._letters, cells)])
        self._file.write(f'<row r="{number}"{tall}>{text}</row>'.encode("ascii"))

    def copy_to(self, target: IO[bytes]) -> None:
        """Write the rows into a file."""
        self._file.seek(0)
        shutil.copyfileobj(self._file, target)


class WorkbookZip(SettledZip):
    """The archive of a workbook, which puts the rows of tables into their sheets."""

    def __init__(self, path: Path, created: datetime, rows: Iterable[TableRows]) -> None:
        """Begin a new file for a run of the time `created`, with the rows of its sheets."""
        super().__init__(path, created)
        self._waiting = list(rows)

    def write(self, path: str, name: str) -> None:  # type: ignore[override]
        """Add a file as a member.

        Raises:
            InputError: it is a sheet that takes rows, and has no place for them.

        """
        rows = next((rows for rows in self._waiting if rows.sheet.path == f"/{name}"), None)
        if rows is None:
            super().write(path, name)
            return
        self._waiting.remove(rows)
        before, end, after = Path(path).read_bytes().partition(_END)
        if not end:
            raise _lost_rows()
        with self.open_member(name) as target:
            target.write(before)
            rows.copy_to(target)
            target.write(end + after)

    def require_all(self) -> None:
        """Raise `InputError` where rows have come into no sheet."""
        if self._waiting:
            raise _lost_rows()


def _lost_rows() -> InputError:
    """Return the error that the rows of tables would be missing: openpyxl writes sheets otherwise than it did."""
    import openpyxl  # noqa: PLC0415  (optional)

    text = tr(
        "This version of openpyxl ({version}) writes sheets in another form, in which rows would be missing. Install "
        "openpyxl 3.1 into QGIS's Python."
    )
    return InputError(text.format(version=openpyxl.__version__))
