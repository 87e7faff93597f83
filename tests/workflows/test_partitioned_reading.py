"""Parcels are read, divided and written in parts: nothing in the outputs tells in which, or in what order they came."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from conftest import CITY, layer

from farmland_redline.processing.bridge.io import parcel_layers
from farmland_redline.processing.workflows.overlay import preparation

pytestmark = [
    pytest.mark.usefixtures("qgis"),
    pytest.mark.filterwarnings("ignore:'crs' was not provided", "ignore:invalid value encountered"),
]
ZONES = {"PBF": layer("YJJBNTBHTB"), "ZONES": [layer("STBHHX")], "PREVIOUS": layer("DLTB_2023")}


@pytest.fixture(scope="module")
def parcels():
    return pyogrio.read_dataframe(CITY / "city.gpkg", layer="DLTB", fid_as_index=True)


def write(frame, path):
    pyogrio.write_dataframe(frame, path, layer="DLTB")
    return f"{path}|layername=DLTB"


def run(folder, monkeypatch, source, size, threads):
    """Bytes of the pieces, and pieces and problems as tables."""
    import processing

    monkeypatch.setattr(preparation, "_PARTITION", size)
    monkeypatch.setattr(os, "cpu_count", lambda: threads)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    folder.mkdir()
    out, found = folder / "pieces.gpkg", folder / "problems.gpkg"
    given = {"PARCELS": source, **ZONES, "OUTPUT": str(out), "PROBLEMS": str(found)}
    processing.run("farmland_redline:overlay_parcels", given)
    tables = pyogrio.read_dataframe(out, layer="pieces"), pyogrio.read_dataframe(found, layer="problems")
    return out.read_bytes(), *tables


def same(one, other):
    pd.testing.assert_frame_equal(
        pd.DataFrame(one.drop(columns="geometry")), pd.DataFrame(other.drop(columns="geometry"))
    )
    assert shapely.equals_exact(one.geometry.to_numpy(), other.geometry.to_numpy(), 0).all()


def test_neither_size_nor_threads_show(tmp_path, monkeypatch, parcels):
    source = write(parcels, tmp_path / "a.gpkg")
    whole = run(tmp_path / "whole", monkeypatch, source, 10**6, 1)
    assert len(whole[1]) > len(parcels)
    for size, threads in ((64, 1), (311, 3)):
        parts = run(tmp_path / f"{size}", monkeypatch, source, size, threads)
        same(parts[1], whole[1])
        same(parts[2], whole[2])
        assert parts[0] == whole[0]


def test_the_order_of_the_file_does_not_show(tmp_path, monkeypatch, parcels):
    whole = run(tmp_path / "whole", monkeypatch, write(parcels, tmp_path / "a.gpkg"), 200, 2)
    assert whole[1]["BSM"].is_monotonic_increasing
    shuffled = parcels.sample(frac=1, random_state=1)
    parts = run(tmp_path / "parts", monkeypatch, write(shuffled, tmp_path / "b.gpkg"), 200, 2)
    same(parts[1], whole[1])
    same(parts[2], whole[2])


def test_a_file_geodatabase_is_read_in_parts_too(tmp_path, monkeypatch, parcels):
    """The same pieces as of the GeoPackage; of the file never more than a part is read at once."""
    if "w" not in pyogrio.list_drivers().get("OpenFileGDB", ""):
        pytest.skip("this GDAL writes no file geodatabases")
    shuffled = parcels.sample(frac=1, random_state=1)
    database = tmp_path / "三调 库.gdb"
    pyogrio.write_dataframe(shuffled, database, layer="DLTB", driver="OpenFileGDB")
    kept = pyogrio.read_dataframe(database, layer="DLTB")  # it has a grid of its own
    whole = run(tmp_path / "whole", monkeypatch, write(kept, tmp_path / "b.gpkg"), 10**6, 1)
    most = []
    read = parcel_layers.read_rows
    monkeypatch.setattr(parcel_layers, "read_rows", lambda *given: most.append(len(given[3].numbers)) or read(*given))
    parts = run(tmp_path / "parts", monkeypatch, f"{database}|layername=DLTB", 200, 2)
    assert sum(most) >= len(parcels) and max(most) < max(len(parcels), 1_001)
    same(parts[1], whole[1])
    same(parts[2], whole[2])


def test_a_view_of_a_geopackage(tmp_path, monkeypatch, parcels):
    """It has no ids of its own by which parts could be read."""
    source = write(parcels, tmp_path / "a.gpkg")
    whole = run(tmp_path / "whole", monkeypatch, source, 200, 2)
    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as file, file:
        file.executescript("""
            CREATE VIEW 视图 AS SELECT * FROM DLTB;
            CREATE TEMP TABLE content AS SELECT * FROM gpkg_contents;
            UPDATE content SET table_name = '视图', identifier = '视图';
            INSERT INTO gpkg_contents SELECT * FROM content;
            CREATE TEMP TABLE place AS SELECT * FROM gpkg_geometry_columns;
            UPDATE place SET table_name = '视图';
            INSERT INTO gpkg_geometry_columns SELECT * FROM place;
        """)
    parts = run(tmp_path / "parts", monkeypatch, f"{tmp_path / 'a.gpkg'}|layername=视图", 200, 2)
    same(parts[1], whole[1])


def test_parcels_of_one_bsm_are_told_apart_wherever_they_stand(tmp_path, monkeypatch, parcels):
    """They stand at both ends of the file, and many more than a part holds."""
    rows = np.r_[0:20, len(parcels) - 20 : len(parcels)]
    repeated = parcels.reset_index(drop=True)
    repeated.loc[rows, "BSM"] = "3602229999999999"
    repeated.loc[[50, 900], "BSM"] = None
    source = write(repeated, tmp_path / "a.gpkg")
    whole = run(tmp_path / "whole", monkeypatch, source, 10**6, 1)
    parts = run(tmp_path / "parts", monkeypatch, source, 16, 2)
    same(parts[1], whole[1])
    same(parts[2], whole[2])
    assert whole[1]["piece_id"].is_unique
    kinds = whole[2]["kind"].value_counts()
    assert kinds["duplicate_bsm"] == 40 and kinds["missing_bsm"] == 2


def test_parcels_that_overlap_each_other_are_found_across_parts(tmp_path, monkeypatch, parcels):
    some = parcels.iloc[:60].reset_index(drop=True)
    large = some.geometry.area.nlargest(2).index
    corner = some.geometry[large[0]].representative_point().buffer(5, quad_segs=2)
    patch = gpd.GeoDataFrame(
        [{**some.loc[large[0]].drop("geometry"), "BSM": "9", "TBMJ": 70.0}], geometry=[corner], crs=some.crs
    )
    source = write(pd.concat([some, patch], ignore_index=True), tmp_path / "a.gpkg")
    for size in (10**6, 7):
        _, _, found = run(tmp_path / f"{size}", monkeypatch, source, size, 2)
        rows = found[found["kind"] == "parcels_overlap"]
        assert {"9", some.loc[large[0], "BSM"]} <= set(rows["feature"]) | set(rows["message"].str.findall(r"\d+").sum())
