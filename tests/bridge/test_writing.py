"""Frames into files: whole or not at all, and the same bytes for the same frame."""

from __future__ import annotations

import sqlite3

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from osgeo import gdal
from qgis.core import QgsProcessingFeedback, QgsVectorLayer

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io import writing
from farmland_redline.processing.bridge.io.staging import replacing, staging
from farmland_redline.processing.bridge.io.writing import write_layers
from farmland_redline.processing.bridge.progress import FeedbackProgress

pytestmark = pytest.mark.usefixtures("qgis")


def frame(count=5):
    number = np.arange(count)
    return gpd.GeoDataFrame(
        {
            "piece_id": [f"p{i}" for i in number],
            "名称": ["水田" if i % 2 else None for i in number],
            "area_m2": number + 0.25,
            "severity": number,
            "sliver": number % 2 == 0,
            "nothing": np.full(count, None, object),
        },
        geometry=shapely.box(number * 10.0, 0, number * 10 + 10, 10),
        crs="EPSG:4527",
    )


TABLE = pd.DataFrame({"section": ["run"], "name": ["algorithm"], "value": ["测试"]})


@pytest.fixture
def progress():
    return FeedbackProgress(QgsProcessingFeedback())


def entries(folder):
    return sorted(p.name for p in folder.iterdir())


def test_layers_are_read_back_as_written(tmp_path, progress):
    path = tmp_path / "成果 1.gpkg"
    write_layers(path, {"pieces": frame(), "provenance": TABLE}, progress)
    assert entries(tmp_path) == ["成果 1.gpkg"]
    back = pyogrio.read_dataframe(path, layer="pieces")
    for name in ("piece_id", "名称", "area_m2", "severity", "nothing"):
        assert [None if pd.isna(v) else v for v in back[name]] == [None if pd.isna(v) else v for v in frame()[name]]
    assert back["sliver"].astype(bool).tolist() == frame()["sliver"].tolist()
    assert shapely.equals(back.geometry.to_numpy(), frame().geometry.to_numpy()).all()
    assert set(back.geom_type) == {"MultiPolygon"} and back.crs.to_epsg() == 4527
    assert pyogrio.read_dataframe(path, layer="provenance")["value"].tolist() == ["测试"]
    layer = QgsVectorLayer(f"{path}|layername=pieces", "x", "ogr")
    assert layer.isValid() and layer.featureCount() == 5 and layer.crs().authid() == "EPSG:4527"
    kinds = {f.name(): f.typeName() for f in layer.fields()}
    assert kinds["sliver"] == "Boolean" and kinds["nothing"] == "String" and kinds["area_m2"] == "Real"


def test_the_same_frame_gives_the_same_bytes(tmp_path, progress):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_layers(tmp_path / name / "x.gpkg", {"pieces": frame(50), "provenance": TABLE}, progress)
    assert (tmp_path / "a" / "x.gpkg").read_bytes() == (tmp_path / "b" / "x.gpkg").read_bytes()


def test_chunks_do_not_show(tmp_path, progress, monkeypatch):
    write_layers(tmp_path / "whole.gpkg", {"pieces": frame(50)}, progress)
    monkeypatch.setattr(writing, "_CHUNK", 7)
    write_layers(tmp_path / "chunks.gpkg", {"pieces": frame(50)}, progress)
    one, two = (pyogrio.read_dataframe(tmp_path / f"{n}.gpkg") for n in ("whole", "chunks"))
    pd.testing.assert_frame_equal(pd.DataFrame(one), pd.DataFrame(two))


def test_a_first_chunk_of_nulls_does_not_decide(tmp_path, progress, monkeypatch):
    """A column whose first chunk has no value keeps the kind of the whole."""
    monkeypatch.setattr(writing, "_CHUNK", 2)
    data = frame(4)
    data["late"] = pd.Series([None, None, "x", "y"], dtype=object)
    data["late_real"] = [np.nan, np.nan, 1.5, 2.5]
    write_layers(tmp_path / "a.gpkg", {"pieces": data}, progress)
    back = pyogrio.read_dataframe(tmp_path / "a.gpkg")
    assert back["late"].tolist()[2:] == ["x", "y"] and back["late_real"].tolist()[2:] == [1.5, 2.5]


def test_nothing_to_write_is_an_empty_layer(tmp_path, progress):
    write_layers(tmp_path / "a.gpkg", {"conflicts": frame().iloc[:0], "zones": TABLE.iloc[:0]}, progress)
    info = pyogrio.read_info(tmp_path / "a.gpkg", layer="conflicts")
    assert info["features"] == 0 and "area_m2" in info["fields"] and info["geometry_type"] == "MultiPolygon"
    assert pyogrio.read_info(tmp_path / "a.gpkg", layer="zones")["features"] == 0


def test_nothing_is_left_of_a_first_try(tmp_path):
    with pytest.raises(RuntimeError), replacing(tmp_path / "new" / "a.txt") as temporary:
        temporary.write_text("half")
        raise RuntimeError
    assert entries(tmp_path) == []


def test_staged_files_move_together(tmp_path):
    (tmp_path / "old.txt").write_text("old")
    (tmp_path / "other.txt").write_text("stays")
    with staging(tmp_path) as hidden:
        (hidden / "old.txt").write_text("new")
        (hidden / "maps").mkdir()
        (hidden / "maps" / "a.pdf").write_text("map")
        assert (tmp_path / "old.txt").read_text() == "old"
        assert tmp_path in hidden.parents  # the same disk, so that moving is one step
    assert entries(tmp_path) == ["maps", "old.txt", "other.txt"]
    assert (tmp_path / "old.txt").read_text() == "new" and (tmp_path / "maps" / "a.pdf").read_text() == "map"


def test_a_folder_that_cannot_be_written(tmp_path):
    """A file stands where the folder should be: nobody may write there, not even root."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match=r"Cannot write in the folder .*file"), staging(tmp_path / "file" / "sub"):
        pass


def test_a_format_that_is_unknown(tmp_path, progress):
    with pytest.raises(InputError, match=r"a\.doc.*\.gpkg"):
        write_layers(tmp_path / "a.doc", {"a": frame()}, progress)


@pytest.mark.parametrize("name", ["pieces", 'a\'b "c" [图斑]'])
@pytest.mark.parametrize("size", [4, 52, 53, 3000])
def test_the_spatial_index_is_as_gdal_makes_it(tmp_path, progress, name, size):
    """Packed: complete, sound to SQLite, registered, and kept up to date by later edits."""
    data = frame(size)
    data.loc[3, "geometry"] = None
    write_layers(tmp_path / "a.gpkg", {name: data}, progress)
    layer = QgsVectorLayer(str(tmp_path / "a.gpkg"), "x", "ogr")
    assert layer.isValid() and layer.featureCount() == size

    def made(file):
        """The tree's boxes, and all that makes it: its tables and triggers, and its registration."""
        tree = f"rtree_{name}_geom".replace('"', '""')
        with sqlite3.connect(tmp_path / file) as database:
            boxes = database.execute(f'SELECT * FROM "{tree}" ORDER BY id').fetchall()  # noqa: S608
            assert database.execute("SELECT rtreecheck(?)", [f"rtree_{name}_geom"]).fetchall() == [("ok",)]
            schema = database.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE 'rtree%'").fetchall()
            return boxes, sorted(map(str, schema)), database.execute("SELECT * FROM gpkg_extensions").fetchall()

    pyogrio.write_dataframe(data, tmp_path / "b.gpkg", layer=name, geometry_type="MultiPolygon", promote_to_multi=True)
    ours = made("a.gpkg")
    assert ours == made("b.gpkg") and len(ours[0]) == size - 1
    dataset = gdal.OpenEx(str(tmp_path / "a.gpkg"), gdal.OF_UPDATE)
    dataset.GetLayerByName(name).DeleteFeature(2)
    del dataset
    assert len(made("a.gpkg")[0]) == size - 2


def test_columns_with_the_names_of_a_geopackages_own(tmp_path, progress):
    data = frame().assign(FID=[7, 7, None, 8, 9], geom="text")
    write_layers(tmp_path / "a.gpkg", {"pieces": data}, progress)
    back = pyogrio.read_dataframe(tmp_path / "a.gpkg")
    assert back["geom"].tolist() == ["text"] * 5 and back["FID"].dropna().tolist() == [7, 7, 8, 9]
