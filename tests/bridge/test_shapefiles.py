"""Names and texts that a shapefile cannot hold whole."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely
from nulls import with_none

from farmland_redline.processing.bridge.io.shapefiles import (
    cut_texts,
    recognise_cut_names,
    restore_names,
    short_names,
    whole_names_table,
)


def test_names_are_cut_to_ten_bytes_and_stay_apart():
    columns = ["BSM", "cultivated_m2", "CULTIVATED_MU", "cultivate2", "图斑备注", "图斑备", "图斑备注说明"]
    assert short_names(columns) == {
        "cultivated_m2": "cultivated",
        "CULTIVATED_MU": "CULTIVATE3",  # 1 is the name itself, and 2 is taken by a whole name
        "图斑备注": "图斑备2",
        "图斑备注说明": "图斑备3",
    }


def test_many_names_with_one_beginning():
    short = short_names([f"a_long_name_{number}" for number in range(120)])
    assert len({name.lower() for name in short.values()}) == 120 and max(map(len, short.values())) == 10


def test_texts_are_cut_at_the_end_of_a_character():
    frame = pd.DataFrame({"a": ["很" * 100, None, "short", "x" * 254], "b": [1, 2, 3, 4], "c": "y" * 255})
    cut, counts = cut_texts(frame)
    assert with_none(cut["a"]).tolist() == ["很" * 84, None, "short", "x" * 254] and counts == {"a": 1, "c": 4}
    assert cut["b"].tolist() == [1, 2, 3, 4] and set(cut["c"]) == {"y" * 254}
    assert frame["a"][0] == "很" * 100
    assert cut_texts(frame[["b"]])[1] == {}


def test_names_are_restored_where_the_file_beside_says_them(tmp_path):
    frame = gpd.GeoDataFrame({"BSM": ["1"], "cultivated": [1.0]}, geometry=[shapely.box(0, 0, 1, 1)])
    path = tmp_path / "碎块.shp"
    assert list(restore_names(frame, path).columns) == ["BSM", "cultivated", "geometry"]
    beside = tmp_path / "碎块.columns.csv"
    whole_names_table({"cultivated_m2": "cultivated"}).to_csv(beside, index=False, encoding="utf-8-sig")
    assert list(restore_names(frame, path).columns) == ["BSM", "cultivated_m2", "geometry"]
    assert list(restore_names(frame, path.with_suffix(".gpkg")).columns) == ["BSM", "cultivated", "geometry"]
    beside.write_text("another,file\n1,2\n")
    assert list(restore_names(frame, path).columns) == ["BSM", "cultivated", "geometry"]


def test_names_cut_by_others_are_recognised_where_only_one_begins_so():
    frame = gpd.GeoDataFrame(
        {"cultivated": [1.0], "previous_D": ["0101"], "long_name_": [1], "sliver": [0]},
        geometry=[shapely.box(0, 0, 1, 1)],
    )
    known = ["cultivated_m2", "previous_DLBM", "previous_TBDLMJ", "long_name_1", "long_name_2", "sliver"]
    found = recognise_cut_names(frame, known)
    assert list(found.columns) == ["cultivated_m2", "previous_DLBM", "long_name_", "sliver", "geometry"]
