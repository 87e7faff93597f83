"""Values of dBASE tables, written by hand byte by byte."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from farmland_redline.processing.bridge.io.dbase import is_table, unfit_values

COLUMNS = (("BSM", "C", 4, 0), ("TBMJ", "N", 9, 2), ("XH", "N", 6, 0), ("SJ", "D", 8, 0))


def table(rows: list[tuple[str, str, str, str]]) -> bytes:
    """A table of dBASE III with these values as they are."""
    size = 1 + sum(width for _, _, width, _ in COLUMNS)
    start = 32 + 32 * len(COLUMNS) + 1
    fields = b"".join(
        name.encode().ljust(11, b"\0") + kind.encode() + bytes(4) + bytes([width, decimals]) + bytes(14)
        for name, kind, width, decimals in COLUMNS
    )
    records = b"".join(
        b" " + b"".join(v.encode("latin-1").rjust(w) for v, (_, _, w, _) in zip(row, COLUMNS)) for row in rows
    )
    return struct.pack("<B3BIHH20x", 3, 126, 1, 1, len(rows), start, size) + fields + b"\r" + records + b"\x1a"


SOUND = ("a", "9999.96", "12", "20241231")
# Column, value, whether it is of the column's type.
VALUES = [
    *(("TBMJ", value, True) for value in ("", "0", "-1.5", "+2", ".5", "5.", "1.5E+03", "*********", "nan", "-1.#IND")),
    *(("TBMJ", value, False) for value in ("9999,96", "1,234.5", "1.2.3", "12 5", "1-2", "12m2", "0x1F", "1e", "--1")),
    *(("XH", value, True) for value in ("", "007", "-3", "******")),
    *(("XH", value, False) for value in ("1.5", "1e3", "1,5", "x")),
    *(("SJ", value, True) for value in ("", "00000000", "20240229")),
    *(("SJ", value, False) for value in ("2024-1-5", "20241340", "2024", "24.12.31")),
]


@pytest.mark.parametrize(("column", "value", "fits"), VALUES)
def test_values_of_a_table(tmp_path, column, value, fits):
    place = [name for name, _, _, _ in COLUMNS].index(column)
    path = tmp_path / "图斑.dbf"
    path.write_bytes(table([SOUND, (*SOUND[:place], value, *SOUND[place + 1 :]), SOUND]))
    assert unfit_values(path, "图斑") == ({} if fits else {column: {1: value}})


def test_a_number_behind_zeros_is_told(tmp_path):
    """GDAL takes a value to end at the first byte of zero."""
    path = tmp_path / "图斑.dbf"
    path.write_bytes(table([("a", "\0\0 99.96", "\0\0\0\0\0\0", "20241231"), ("b", "99.96\0\0", "12", "20241231")]))
    assert unfit_values(path, "图斑") == {"TBMJ": {0: "99.96"}}


def test_where_a_table_is_found(tmp_path):
    path = tmp_path / "图斑.DBF"
    path.write_bytes(table([("a", "9,9", "1", "20241231")]))
    found = {"TBMJ": {0: "9,9"}}
    assert unfit_values(path, "图斑") == unfit_values(path.with_suffix(".shp"), "图斑") == found
    archive = tmp_path / "数据.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.write(path, "一/图斑.DBF")
    assert is_table(archive, "图斑") and not is_table(archive, "永农")
    assert unfit_values(archive, "图斑") == found


@pytest.mark.parametrize("size", [0, 10, 100, 170])
def test_a_table_that_is_cut_off_has_none(tmp_path, size):
    path = Path(tmp_path / "图斑.dbf")
    path.write_bytes(table([("a", "9,9", "1", "20241231")])[:size])
    assert unfit_values(path, "图斑") == {}
