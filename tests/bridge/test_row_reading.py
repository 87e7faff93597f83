"""Selected rows of a GeoPackage and a file geodatabase."""

import datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io.row_reading import Rows, in_order, key_of, read_columns, read_rows

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
    frame = read_rows(package, "图斑", ["SJNF", "BSM"], Rows('the "key"', 2, 4))
    assert frame.index.tolist() == [2, 3, 4] and frame["BSM"].tolist() == ["b1", "b2", "b3"]
    assert list(frame.columns) == ["SJNF", "BSM", "geometry"]
    assert shapely.get_x(shapely.centroid(frame.geometry.to_numpy())).tolist() == [1.5, 2.5, 3.5]


def test_numbers_of_ids(package):
    frame = read_rows(package, "图斑", ["BSM"], Rows(numbers=np.array([6, 1])))
    assert sorted(zip(frame.index, frame["BSM"])) == [(1, "b0"), (6, "b5")]


def test_integers_stay_integers_beside_nulls(package):
    frame = read_rows(package, "图斑", ["SJNF", "when"], Rows('the "key"', 1, 3))
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
