"""Destinations of outputs: files, memory layers, and what must not be overwritten."""

from __future__ import annotations

import sqlite3

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from cancelling import cancelled_at
from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingUtils, QgsProject, QgsVectorLayer

from farmland_redline.processing.analysis.progress import Cancelled
from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io import writing
from farmland_redline.processing.bridge.io.destinations import (
    Destination,
    check_destination,
    parse_destination,
    write_destination,
)
from farmland_redline.processing.bridge.io.output_places import check_distinct, check_not_read
from farmland_redline.processing.bridge.io.sources import File
from farmland_redline.processing.bridge.io.staging import stage_together
from farmland_redline.processing.bridge.io.writing import FORMATS, LayerWriter, write_layers
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


def write(text, progress, data=None, layer="pieces", context=None):
    context, data = context or QgsProcessingContext(), frame() if data is None else data
    with stage_together() as place:
        target = parse_destination(text, layer)
        return write_destination(target, data, {"provenance": TABLE}, context, progress, place, [])


def test_an_existing_file_survives_a_failure(tmp_path, progress, monkeypatch):
    path = tmp_path / "a.gpkg"
    write_layers(path, {"pieces": frame()}, progress)
    before, real, calls = path.read_bytes(), writing.PackageLayer.append, []

    def fails(*arguments):
        calls.append(1)
        if len(calls) > 2:
            raise sqlite3.OperationalError("disk full")
        return real(*arguments)

    monkeypatch.setattr(writing.PackageLayer, "append", fails)
    monkeypatch.setattr(writing, "_CHUNK", 2)
    with pytest.raises(InputError, match=r"a\.gpkg.*disk full.*MB are free"):
        write(str(path), progress, frame(20))
    assert len(calls) == 3 and path.read_bytes() == before and entries(tmp_path) == ["a.gpkg"]


@pytest.mark.parametrize("ending", FORMATS)
def test_rows_of_several_chunks_in_every_format(tmp_path, progress, monkeypatch, ending):
    monkeypatch.setattr(writing, "_CHUNK", 7)
    path = tmp_path / f"a{ending}"
    write(str(path), progress, frame(50))
    found = pyogrio.read_dataframe(path)
    assert sorted(found["piece_id"]) == sorted(f"p{i}" for i in range(50))  # a FlatGeobuf has an order of its own
    assert found.geometry.area.tolist() == pytest.approx([100] * 50)


@pytest.mark.parametrize("ending", [".shp", ".geojson", ".gml"])
def test_a_file_that_lacks_rows_is_told(tmp_path, progress, ending):
    """Cut after it was written, as by a disk that fills up: GDAL reports no error, but for a FlatGeobuf."""
    path = tmp_path / f"a{ending}"
    with pytest.raises(InputError, match=r"could not be written \(.*MB are free"), LayerWriter(path, "a") as writer:
        writer.append(frame(50))
        whole = path.read_bytes() if path.exists() else b""
        path.write_bytes(whole[: len(whole) // 2])
        if ending == ".gml":  # written at the end
            writer.append(frame(50))
            path.unlink()
            path.mkdir()


def test_an_existing_file_survives_cancelling(tmp_path, monkeypatch):
    path = tmp_path / "a.gpkg"
    write_layers(path, {"pieces": frame()}, FeedbackProgress(QgsProcessingFeedback()))
    before = path.read_bytes()
    monkeypatch.setattr(writing, "_CHUNK", 2)
    with pytest.raises(Cancelled):
        write(str(path), FeedbackProgress(cancelled_at(31)), frame(20))
    assert path.read_bytes() == before and entries(tmp_path) == ["a.gpkg"]


def test_a_geopackage_also_gets_the_provenance(tmp_path, progress):
    source = write(str(tmp_path / "a.gpkg"), progress)
    assert source == f"{tmp_path / 'a.gpkg'}|layername=pieces"
    assert QgsVectorLayer(source, "x", "ogr").featureCount() == 5
    assert set(pyogrio.list_layers(tmp_path / "a.gpkg")[:, 0]) == {"pieces", "provenance"}


def test_a_name_without_ending_is_a_geopackage(tmp_path, progress):
    write(str(tmp_path / "结果"), progress)
    assert entries(tmp_path) == ["结果.gpkg"]


def test_a_shapefile_has_its_provenance_beside_it(tmp_path, progress):
    short = frame().rename(columns={"名称": "MC"})
    source = write(str(tmp_path / "a.shp"), progress, short)
    assert {"a.shp", "a.shx", "a.dbf", "a.prj", "a.provenance.csv"} <= set(entries(tmp_path))
    assert pd.read_csv(tmp_path / "a.provenance.csv")["value"].tolist() == ["测试"]
    layer = QgsVectorLayer(source, "x", "ogr")
    assert layer.isValid() and layer.featureCount() == 5
    assert [f["MC"] for f in layer.getFeatures()][1] == "水田"
    assert (tmp_path / "a.cpg").read_text() == "UTF-8"


@pytest.mark.parametrize("ending", ["geojson", "fgb", "gml"])
def test_other_formats(tmp_path, progress, ending):
    source = write(str(tmp_path / f"a.{ending}"), progress)
    assert QgsVectorLayer(source, "x", "ogr").featureCount() == 5


def test_a_table_goes_where_tables_can(tmp_path, progress):
    source = write(str(tmp_path / "a.gpkg"), progress, TABLE, "zones")
    assert QgsVectorLayer(source, "x", "ogr").featureCount() == 1


def test_adding_to_an_existing_geopackage(tmp_path, progress):
    """As QGIS's "Save to GeoPackage" gives it: other layers stay, the named one is replaced."""
    path = tmp_path / "a b.gpkg"
    write_layers(path, {"other": frame(3), "pieces": frame(2)}, progress)
    text = f"ogr:dbname='{path}' table=\"pieces\" (geom)"
    source = write(text, progress, frame(7))
    assert QgsVectorLayer(source, "x", "ogr").featureCount() == 7
    layers = pyogrio.list_layers(path)[:, 0].tolist()
    assert sorted(layers) == ["other", "pieces", "pieces_provenance"]
    assert pyogrio.read_info(path, layer="other")["features"] == 3
    assert entries(tmp_path) == ["a b.gpkg"]


def test_a_new_geopackage_by_the_same_words(tmp_path, progress):
    path = tmp_path / "new.gpkg"
    source = write(f"ogr:dbname='{path}' table=\"图斑\" (geom)", progress)
    layer = QgsVectorLayer(source, "x", "ogr")
    assert layer.featureCount() == 5 and "图斑" in pyogrio.list_layers(path)[:, 0]


@pytest.mark.parametrize("data", [frame(), TABLE, frame().iloc[:0]])
def test_memory_layers(progress, data):
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    identifier = write("memory:名", progress, data, context=context)
    layer = QgsProcessingUtils.mapLayerFromString(identifier, context)
    assert layer.isValid() and layer.featureCount() == len(data)
    assert {f.name() for f in layer.fields()} == set(data.columns) - {"geometry"}
    if len(data) == 5:
        rows = list(layer.getFeatures())
        assert rows[1]["名称"] == "水田" and rows[1]["area_m2"] == 1.25 and rows[1]["sliver"] in (False, 0)
        assert rows[1].geometry().area() == pytest.approx(100) and layer.crs().authid() == "EPSG:4527"


@pytest.mark.parametrize(
    ("text", "path", "layer"),
    [
        ("/a/b.gpkg", "/a/b.gpkg", "x"),
        ("/a/b", "/a/b.gpkg", "x"),
        ("memory:", None, "x"),
        ("memory:名", None, "x"),
        ("postgis:dbname='g' table=\"t\"", None, "x"),
        ("ogr:dbname='/a/b c.gpkg' table=\"t\" (geom)", "/a/b c.gpkg", "t"),
    ],
)
def test_destinations(text, path, layer):
    found = parse_destination(text, "x")
    assert (str(found.path) if found.path else None, found.layer) == (path, layer)


def test_drive_letters_are_files():
    assert parse_destination("C:/data/a.gpkg", "x").path is not None


def check(text, layers=("pieces", "provenance"), inputs=()):
    check_not_read(parse_destination(text, layers[0]), inputs)
    check_destination(parse_destination(text, layers[0]), layers[1:])


def test_two_outputs_are_two(tmp_path):
    file = tmp_path / "a.gpkg"
    pages = {"page": Destination(str(file), file, "", is_layer=False), "sheet": parse_destination(str(file), "x")}
    layers = {name: parse_destination(str(file), name) for name in ("flows", "periods")}
    check_distinct(layers)
    one = {"a": f"ogr:dbname='{file}' table=\"Flows\"", "b": str(file)}
    (tmp_path / "link").symlink_to(tmp_path, target_is_directory=True)
    other = {"a": tmp_path / "a.geojson", "b": tmp_path / "link" / "a.geojson"}
    for pair in (
        pages,
        {name: parse_destination(text, "flows") for name, text in one.items()},
        {name: parse_destination(str(path), name) for name, path in other.items()},
    ):
        with pytest.raises(InputError, match="is given for two outputs"):
            check_distinct(pair)


def test_an_input_is_no_output(tmp_path, progress):
    path = tmp_path / "a.gpkg"
    write_layers(path, {"pieces": frame()}, progress)
    link = tmp_path / "b.gpkg"
    link.symlink_to(path)
    for text in (path, link):
        with pytest.raises(InputError, match="is an input of this run"):
            check(str(text), inputs=[File(path, "pieces")])
    check(f"ogr:dbname='{path}' table=\"new\" (geom)", inputs=[File(path, "pieces")])
    with pytest.raises(InputError, match="is an input of this run"):
        check(f"ogr:dbname='{path}' table=\"pieces\" (geom)", inputs=[File(path, "pieces")])


def test_layers_of_others_are_not_lost(tmp_path, progress):
    path = tmp_path / "a.gpkg"
    write_layers(path, {"pieces": frame(), "mine": frame(), "也是": TABLE}, progress)
    with pytest.raises(InputError, match="also holds “mine”, “也是”"):
        check(str(path))
    check(str(path), ("pieces", "mine", "也是"))
    check(f"ogr:dbname='{path}' table=\"new\" (geom)")


def test_nothing_is_left_of_the_check(tmp_path):
    check(str(tmp_path / "a" / "b" / "c.gpkg"))
    assert entries(tmp_path) == []
