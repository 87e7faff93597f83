"""Values of a dBASE table (the .dbf of a shapefile) that are not of their column's type.

Numbers and dates stand in it as text, which a program may have written in its own way: 9999,96 with a comma, 1,234.5,
2024-1-5. GDAL reads as far as it understands, 9999 and 1 and the year 0, and warns nobody who does not listen. Columns
have a fixed width, so that all values of one are looked at together.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .encodings import BYTES

ARCHIVE, SHAPEFILE, TABLE = ".zip", ".shp", ".dbf"
_HEADER, _FIELD, _END = 32, 32, b"\r"
_NUMBERS, _DAY = "NF", "D"
# Wider columns without decimals are real numbers to GDAL.
_WIDEST_INTEGER = 18
_REAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_INTEGER = re.compile(r"[+-]?\d+")
_DATE = re.compile(r"\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])|0+")
# No number, in the words of C libraries: GDAL knows them. Stars stand for a number that is too long for its column.
_NONE = re.compile(r"[*].*|[+-]?(nan|inf|1\.#).*", re.IGNORECASE)
_BLANK, _POINT, _NUL = ord(" "), ord("."), "\0"
_PLAIN = np.zeros(256, bool)
_PLAIN[[_BLANK, _POINT, *range(ord("0"), ord("9") + 1)]] = True
_ROWS = 2**16  # looked at together


@dataclass(frozen=True)
class _Column:
    """A column of numbers or dates: its name, its first byte in a record and its width, the form of its values."""

    name: str
    start: int
    width: int
    form: re.Pattern[str]


def is_table(path: Path, layer: str) -> bool:
    """Return whether a layer of a file has a dBASE table: of a shapefile, also in an archive, or by itself."""
    return path.suffix.lower() in (SHAPEFILE, TABLE) or (path.suffix.lower() == ARCHIVE and bool(_member(path, layer)))


def table_file(path: Path) -> Path:
    """Return the file that has the table of a shapefile; an archive, and a table by itself, as they are."""
    if path.suffix.lower() != SHAPEFILE:
        return path
    return next((f for f in (path.with_suffix(s) for s in (TABLE, TABLE.upper())) if f.is_file()), path)


def unfit_values(path: Path, layer: str) -> dict[str, dict[int, str]]:
    """Return the values of a table that are not of their column's type, as text by record, by column.

    Args:
        path: the table, its shapefile, or an archive with it.
        layer: the layer's name, by which an archive is searched.

    Returns:
        columns that have such values, by their names' bytes as `BYTES`; records count from 0, deleted ones too.

    """
    table = _table(path, layer)
    if len(table) < _HEADER:
        return {}
    count = int(table[4:8].view("<u4")[0])
    start, size = (int(number) for number in table[8:12].view("<u2"))
    if not size or len(table) < start + count * size:
        return {}  # cut off, as who reads it says
    records = table[start : start + count * size].reshape(count, size)
    found = {column.name: _unfit(records, column) for column in _columns(bytes(table[:start])) if column.width}
    return {name: values for name, values in found.items() if values}


def _table(path: Path, layer: str) -> np.ndarray:
    """Return the bytes of a table, uint8; none if it is missing or empty."""
    if path.suffix.lower() == ARCHIVE:
        with zipfile.ZipFile(path) as archive:
            return np.frombuffer(archive.read(_member(path, layer)), np.uint8)
    file = table_file(path)
    return np.memmap(file, np.uint8, "r") if file.stat().st_size else np.zeros(0, np.uint8)


def _member(path: Path, layer: str) -> str:
    """Return the name of a layer's table in an archive; empty if there is none."""
    if not zipfile.is_zipfile(path):
        return ""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    return next((name for name in names if Path(name).name.lower() == f"{layer}{TABLE}".lower()), "")


def _columns(header: bytes) -> Iterator[_Column]:
    """Yield the columns of numbers and dates that a header describes."""
    place = 1  # behind the mark of deletion
    for start in range(_HEADER, len(header) - _FIELD + 1, _FIELD):
        field = header[start : start + _FIELD]
        if field[:1] == _END:
            return
        kind, width, decimals = chr(field[11]), field[16], field[17]
        name = field[:11].split(b"\0")[0].decode(BYTES).strip()
        if kind in _NUMBERS:
            is_whole = not decimals and width <= _WIDEST_INTEGER
            yield _Column(name, place, width, _INTEGER if is_whole else _REAL)
        elif kind == _DAY:
            yield _Column(name, place, width, _DATE)
        place += width + (0 if kind in _NUMBERS or kind == _DAY else 256 * decimals)


def _unfit(records: np.ndarray, column: _Column) -> dict[int, str]:
    """Return the values of a column that are not of its form, by record.

    Args:
        records: uint8 (n × bytes).
        column: which of the bytes, and the form.

    """
    found = {}
    for first in range(0, len(records), _ROWS):
        block = records[first : first + _ROWS, column.start : column.start + column.width]
        block = np.ascontiguousarray(block)
        for row in np.flatnonzero(~_is_plain(block, column.form)).tolist():
            raw = bytes(block[row]).decode(BYTES)
            text = raw.replace(_NUL, " ").strip()
            # What stands behind a byte of zero GDAL does not see.
            fits = column.form.fullmatch(text) and raw.split(_NUL)[0].strip() == text
            if text and not fits and not _NONE.fullmatch(text):
                found[first + row] = text
    return found


def _is_plain(block: np.ndarray, form: re.Pattern[str]) -> np.ndarray:
    """Return which values (n,) are blank or digits without a gap, with a point at most where fractions may stand."""
    blank = block == _BLANK
    starts = (~blank[:, :1]).sum(axis=1) + (blank[:, :-1] & ~blank[:, 1:]).sum(axis=1)
    points = (block == _POINT).sum(axis=1)
    plain = _PLAIN[block].all(axis=1) & (starts <= 1) & (points <= (form is _REAL))
    return plain & blank.all(axis=1) if form is _DATE else plain & ((points == 0) | (starts == 1))
