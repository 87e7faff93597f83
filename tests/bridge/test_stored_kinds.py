"""Numbers of a GeoPackage that are none, as SQLite may store them."""

import sqlite3
from contextlib import closing

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io.stored_kinds import require_numbers

pytestmark = pytest.mark.usefixtures("qgis")


def package(tmp_path, statement="", *values, columns=None):
    frame = gpd.GeoDataFrame(
        {"面积": [1.5, 2.0, None], "n": [1, 2, 3], "名": ["1", "x", None], **(columns or {})},
        geometry=shapely.box(np.arange(3.0), 0, np.arange(3.0) + 1, 1),
        crs=4527,
    )
    path = tmp_path / "a.gpkg"
    pyogrio.write_dataframe(frame, path, layer="图斑", spatial_index=False)
    with closing(sqlite3.connect(path)) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        if statement:
            database.execute(statement, values)
    return path


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("UPDATE 图斑 SET n = NULL", None),
        ("UPDATE 图斑 SET 名 = ?", 1.5),
        ("UPDATE 图斑 SET 面积 = ?", 7),  # stored as 7.0
        ("UPDATE 图斑 SET n = ?", 7.0),  # stored as 7
        ("UPDATE 图斑 SET n = ?", "12"),  # stored as 12
        ("UPDATE 图斑 SET 面积 = ?", float("inf")),
    ],
)
def test_what_is_stored_as_it_is_declared(tmp_path, statement, value):
    require_numbers(package(tmp_path, statement, *([] if value is None else [value])), "图斑", ())


@pytest.mark.parametrize("column", ["面积", "n"])
@pytest.mark.parametrize("value", ["约15亩", "", " ", b"\0\1", "12亩"])
def test_what_is_no_number(tmp_path, column, value):
    statement = {"面积": "UPDATE 图斑 SET 面积 = ? WHERE fid < 3", "n": "UPDATE 图斑 SET n = ? WHERE fid < 3"}
    path = package(tmp_path, statement[column], value)
    with pytest.raises(InputError, match=rf"“a\.gpkg”, layer “图斑”, column {column}: 2 values are no numbers"):
        require_numbers(path, "图斑", ())


def test_decimals_in_whole_numbers(tmp_path):
    path = package(tmp_path, "UPDATE 图斑 SET n = 2.7 WHERE fid = 2")
    with pytest.raises(InputError, match=r"column n: 1 values.*“2\.7”"):
        require_numbers(path, "图斑", ())


def test_very_many_columns(tmp_path):
    columns = {f"c{number}": [1, 2, 3] for number in range(1_200)}
    path = package(tmp_path, "UPDATE 图斑 SET c1100 = 'x' WHERE fid = 1", columns=columns)
    with pytest.raises(InputError, match="column c1100"):
        require_numbers(path, "图斑", ())


def test_a_file_is_looked_at_again_when_it_has_changed(tmp_path):
    path = package(tmp_path)
    require_numbers(path, "图斑", ("before",))
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE 图斑 SET n = 'x'")
    require_numbers(path, "图斑", ("before",))
    with pytest.raises(InputError, match="3 values"):
        require_numbers(path, "图斑", ("after",))
