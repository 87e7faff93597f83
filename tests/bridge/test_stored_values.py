"""Values of SQLite files that are not of their column's type; expected is what was written."""

from __future__ import annotations

import importlib.util
import sqlite3
import zipfile
from contextlib import closing

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io.reading import read_file, read_table
from farmland_redline.processing.bridge.io.row_reading import read_columns
from farmland_redline.processing.bridge.io.stored_values import find_stored

TABLE = """
DROP TABLE L;
CREATE TABLE L (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POLYGON, "面积 m²" REAL, n INTEGER, m MEDIUMINT,
                d DATE, b BOOLEAN, blank INTEGER, sound REAL, t TEXT)
"""
ROWS = [
    (1.5, 1, 1, "2023-01-01", 1, 1, 1, "7"),
    ("1,234.5", 12.7, 5_000_000_000, "2023年5月", "true", "", 2, 8),
    ("", None, "无", 20230105, 0, 2, 2.5, b"9"),
]


@pytest.fixture
def loose(tmp_path):
    """A GeoPackage with a layer of three rows."""
    path = tmp_path / "松散.gpkg"
    shapes = shapely.box([0, 1, 2], 0, [1, 2, 3], 1)
    pyogrio.write_dataframe(gpd.GeoDataFrame({"t": ["a"] * 3}, geometry=shapes, crs=4527), path, layer="L")
    with closing(sqlite3.connect(path)) as database:
        blobs = [row[0] for row in database.execute("SELECT geom FROM L ORDER BY fid")]
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.executescript(TABLE)
        for blob, row in zip(blobs, ROWS):
            database.execute("INSERT INTO L VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (blob, *row))
        database.commit()
    return path


def plain(values: pd.Series) -> list[object]:
    """Return values of any type, null as None."""
    return values.astype(object).where(values.notna(), None).tolist()


def check(frame: pd.DataFrame) -> None:
    """Check the values of the three rows."""
    assert plain(frame["面积 m²"]) == ["1.5", "1,234.5", None]
    assert plain(frame["n"]) == [1.0, 12.7, None]
    assert plain(frame["m"]) == ["1", "5000000000", "无"]
    assert plain(frame["d"]) == ["2023-01-01", "2023年5月", "20230105"]
    assert plain(frame["b"]) == ["1", "true", "0"]
    assert plain(frame["blank"]) == [1, None, 2]
    assert pd.api.types.is_integer_dtype(frame["blank"].dtype)
    assert plain(frame["sound"]) == [1.0, 2.0, 2.5]
    assert plain(frame["t"])[:2] == ["7", "8"]


@pytest.mark.parametrize("reader", ["pyogrio", "fiona"])
def test_values_are_those_of_the_file(loose, reader):
    if reader == "fiona":
        pytest.importorskip("fiona")
    check(read_file(loose, "L", reader=reader))


def test_values_without_pyogrio(loose, monkeypatch):
    pytest.importorskip("fiona")
    missing = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pyogrio" else missing(name))
    check(read_file(loose, "L"))


def test_values_of_tables_and_columns(loose):
    check(read_table(loose, "L"))
    names = ["面积 m²", "n", "m", "d", "b", "blank", "sound", "t"]
    check(read_columns(loose, "L", names))


def test_a_file_in_an_archive(loose, tmp_path):
    path = tmp_path / "松散.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(loose, "L.gpkg")
    assert find_stored(path, "L").keys() == find_stored(loose, "L").keys() == {"面积 m²", "n", "m", "d", "b", "blank"}


def test_a_changed_file_is_searched_again(loose):
    assert len(find_stored(loose, "L")["n"].values) == 1
    with closing(sqlite3.connect(loose)) as database:
        database.execute("UPDATE L SET n = 'x'")
        database.commit()
    assert find_stored(loose, "L")["n"].values.tolist() == ["x"] * 3


def test_other_formats_have_none(tmp_path):
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.box(0, 0, 1, 1)], crs=4527)
    pyogrio.write_dataframe(frame, tmp_path / "L.fgb")
    assert find_stored(tmp_path / "L.fgb", "L") == {}


@pytest.mark.parametrize("name", ["松;1.gpkg", "a#b.gpkg", "a!b.gpkg"])
def test_names_of_files_that_look_like_addresses(loose, name):
    assert find_stored(loose.rename(loose.with_name(name)), "L").keys() == {"面积 m²", "n", "m", "d", "b", "blank"}


def test_text_that_is_no_utf8(loose):
    with closing(sqlite3.connect(loose)) as database:
        database.execute("UPDATE L SET n = CAST(? AS TEXT)", ("无".encode("gbk"),))
        database.commit()
    with pytest.raises(InputError):
        find_stored(loose, "L")
