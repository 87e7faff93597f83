"""Selected rows of a GeoPackage and a file geodatabase."""

import contextlib
import datetime
import sqlite3
import struct

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from osgeo import ogr

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io.row_reading import (
    Rows,
    in_order,
    key_of,
    read_columns,
    read_rows,
    to_plain_values,
)

ROWS = 6


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    path = tmp_path_factory.mktemp("rows") / "parcels.gpkg"
    frame = gpd.GeoDataFrame(
        {
            "BSM": [f"b{number}" for number in range(ROWS)],
            "SJNF": pd.array([2020, None, 2022, 2023, None, 2025], dtype="Int64"),
            "when": pd.to_datetime([datetime.date(2024, 1, day + 1) for day in range(ROWS)]),
        },
        geometry=[shapely.box(number, 0, number + 1, 1) for number in range(ROWS)],
        crs=4527,
    )
    pyogrio.write_dataframe(frame, path, layer="图斑", FID='the "key"')
    return path


def test_the_key_is_the_one_of_the_layer(package):
    assert key_of(package, "图斑") == 'the "key"'
    assert key_of(package, "no such layer") == ""


def test_a_range_of_ids(package):
    frame = read_rows(package, "图斑", ["SJNF", "BSM"], Rows('the "key"', 2, 4, count=3))
    assert frame.index.tolist() == [2, 3, 4] and frame["BSM"].tolist() == ["b1", "b2", "b3"]
    assert list(frame.columns) == ["SJNF", "BSM", "geometry"]
    assert shapely.get_x(shapely.centroid(frame.geometry.to_numpy())).tolist() == [1.5, 2.5, 3.5]


def test_numbers_of_ids(package):
    frame = read_rows(package, "图斑", ["BSM"], Rows(numbers=np.array([6, 1])))
    assert sorted(zip(frame.index, frame["BSM"])) == [(1, "b0"), (6, "b5")]


def test_integers_stay_integers_beside_nulls(package):
    frame = read_rows(package, "图斑", ["SJNF", "when"], Rows('the "key"', 1, 3, count=3))
    assert frame["SJNF"].dtype == "Int64" and frame["SJNF"].fillna(-1).tolist() == [2020, -1, 2022]
    assert frame["when"].tolist() == ["2024-01-01", "2024-01-02", "2024-01-03"]


def test_columns_without_geometry(package):
    frame = read_columns(package, "图斑", ["SJNF", "BSM"])
    assert list(frame.columns) == ["SJNF", "BSM"] and frame.index.tolist() == [1, 2, 3, 4, 5, 6]
    assert not isinstance(frame, gpd.GeoDataFrame)


def test_a_damaged_file_is_named(tmp_path):
    path = tmp_path / "broken.gpkg"
    path.write_bytes(b"no database")
    with pytest.raises(InputError, match=r"broken\.gpkg"):
        read_columns(path, "图斑", ["BSM"])


def test_the_order_asked_for():
    frame = pd.DataFrame({"a": [1], "geometry": [None], "b": [2]})
    assert list(in_order(frame, ["b", "a"]).columns) == ["b", "a", "geometry"]


@pytest.mark.parametrize("first", [1, 2**31 - 3, 2**32 + 1])
def test_large_ids(tmp_path, first):
    """Beyond 32 bits pyogrio takes an id for another, 2**32 + 1 for 1."""
    path, count = tmp_path / "large.gpkg", 6
    frame = gpd.GeoDataFrame(
        {"BSM": [f"b{number}" for number in range(count)], "n": pd.array([None, *[2**60 + 1] * 5], dtype="Int64")},
        geometry=[shapely.box(number, 0, number + 1, 1) for number in range(count)],
        crs=4527,
    )
    pyogrio.write_dataframe(frame, path, layer="图斑", spatial_index=False)
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE 图斑 SET fid = fid + ? WHERE fid > 1", [first - 1])
    found = read_rows(path, "图斑", ["BSM", "n"], Rows("fid", numbers=np.array([first + 4, first + 2])))
    assert found.index.tolist() == [first + 4, first + 2] and found["BSM"].tolist() == ["b4", "b2"]
    assert found["n"].tolist() == [2**60 + 1] * 2
    assert shapely.get_x(shapely.centroid(found.geometry.to_numpy())).tolist() == [4.5, 2.5]
    assert read_columns(path, "图斑", ["n"])["n"].iloc[1:].tolist() == [2**60 + 1] * 5


def test_curves_out_of_order(tmp_path):
    """Of a layer that is declared for polygons; Arrow hands them over as no geometry."""
    path, square = tmp_path / "curves.gpkg", shapely.box(0, 0, 1, 1)
    frame = gpd.GeoDataFrame({"BSM": ["a", "b", "c"]}, geometry=[square] * 3, crs=4527)
    pyogrio.write_dataframe(frame, path, layer="图斑", spatial_index=False)
    curve = ogr.CreateGeometryFromWkt(square.wkt.replace("POLYGON ((", "CURVEPOLYGON (("))
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        blob = b"GP\0\1" + struct.pack("<i", 4527) + bytes(curve.ExportToIsoWkb())
        database.execute("UPDATE 图斑 SET geom = ? WHERE fid = 1", [blob])
    found = read_rows(path, "图斑", ["BSM"], Rows("fid", numbers=np.array([3, 1])))
    assert found["BSM"].tolist() == ["c", "a"] and shapely.equals(found.geometry.to_numpy(), square).all()


def test_lists_and_maps_become_text():
    frame = pd.DataFrame(
        {
            "tags": [["a", "b"], np.array(["c"], dtype=object), None, []],
            "n": [np.array([1, 2]), None, [3], (4, 5)],
            "map": [{"名": 1}, None, "x", None],
            "text": ["a", "b", None, "d"],
            "mixed": ["a", 1, None, 2.5],
        }
    )
    to_plain_values(frame)
    assert frame["tags"].tolist() == ["a, b", "c", None, None] and frame["n"].tolist() == ["1, 2", None, "3", "4, 5"]
    assert frame["map"].tolist() == ['{"名": 1}', None, "x", None] and frame["text"].tolist() == ["a", "b", None, "d"]
    assert frame["mixed"].tolist() == ["a", 1, None, 2.5]
