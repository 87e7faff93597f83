"""What files of layers contain, and why one cannot be read: real files, whole and broken."""

import sqlite3

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from osgeo import gdal, ogr

from farmland_redline.processing.bridge.io.datasets import (
    decode_source,
    has_curves,
    is_being_written,
    layer_names,
    missing_file,
    select,
    shapefile_fault,
    spatial_layers,
    why_unreadable,
)

pytestmark = pytest.mark.usefixtures("qgis")
FRAME = gpd.GeoDataFrame({"BSM": ["1", "2"]}, geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], crs=4527)


@pytest.fixture
def package(tmp_path):
    path = tmp_path / "图层.gpkg"
    pyogrio.write_dataframe(FRAME, path, layer="second")
    pyogrio.write_dataframe(pd.DataFrame({"a": [1]}), path, layer="a table", append=True)
    pyogrio.write_dataframe(FRAME, path, layer="first", append=True)
    return path


@pytest.fixture
def shapefile(tmp_path):
    path = tmp_path / "图斑.shp"
    pyogrio.write_dataframe(FRAME, path)
    return path


def test_layers_of_a_file(package, tmp_path):
    assert sorted(layer_names(package)) == ["a table", "first", "second"]
    assert sorted(spatial_layers(package)) == ["first", "second"]
    (tmp_path / "broken.gpkg").write_bytes(b"no database")
    assert layer_names(tmp_path / "broken.gpkg") == spatial_layers(tmp_path / "none.gpkg") == []


def test_sources_of_qgis(package):
    parts = decode_source("ogr", f"{package}|layername=first")
    assert parts["path"] == str(package) and parts["layerName"] == "first"


@pytest.mark.parametrize(
    ("kind", "curved"), [(ogr.wkbMultiSurface, True), (ogr.wkbCurvePolygon, True), (ogr.wkbMultiPolygon, False)]
)
def test_curves(tmp_path, kind, curved):
    path = tmp_path / "curves.gpkg"
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    dataset.CreateLayer("zones", None, kind)
    del dataset
    assert has_curves(path, "zones") is curved and has_curves(path, "other") is False


def test_other_formats_have_no_curves_to_ask_for(shapefile):
    assert has_curves(shapefile, "图斑") is False


def test_a_package_open_for_writing(package):
    assert not is_being_written(package)
    other = sqlite3.connect(package, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert is_being_written(package)
    other.execute("ROLLBACK")
    other.close()
    assert not is_being_written(package)


def test_a_package_with_a_log_of_somebody(package):
    other = sqlite3.connect(package)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("SELECT count(*) FROM first").fetchone()
    assert is_being_written(package)
    other.close()
    assert not is_being_written(package)


def test_statements(package):
    dataset = gdal.OpenEx(str(package), gdal.OF_VECTOR)
    assert select(dataset, "SELECT BSM FROM first ORDER BY BSM") == [["1"], ["2"]]
    assert select(dataset, "SELECT BSM FROM first WHERE BSM = 'x'") == []
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    with pytest.raises(RuntimeError, match="no_such_table"):
        select(dataset, "SELECT * FROM no_such_table")
    gdal.PopErrorHandler()


def test_a_sound_shapefile(shapefile, package):
    assert shapefile_fault(shapefile) == shapefile_fault(package) == ""


@pytest.mark.parametrize("suffix", [".shx", ".dbf"])
def test_a_shapefile_without_one_of_its_files(shapefile, suffix):
    shapefile.with_suffix(suffix).unlink()
    assert f"lacks its {suffix} file" in shapefile_fault(shapefile)


@pytest.mark.parametrize("suffix", [".shp", ".shx", ".dbf"])
@pytest.mark.parametrize("keep", [0, 20, -2])
def test_a_shapefile_that_is_cut_off(shapefile, suffix, keep):
    part = shapefile.with_suffix(suffix)
    whole = part.read_bytes()
    part.write_bytes(whole[:keep])
    fault = shapefile_fault(shapefile)
    assert "cut off" in fault and suffix in fault and f"has {len(whole[:keep])}" in fault


def test_files_of_different_shapefiles(shapefile, tmp_path):
    pyogrio.write_dataframe(FRAME.iloc[:1], tmp_path / "other.shp")
    shapefile.with_suffix(".dbf").write_bytes((tmp_path / "other.dbf").read_bytes())
    assert "2 shapes, 1 rows" in shapefile_fault(shapefile)


def test_why_a_source_cannot_be_opened(package, shapefile, tmp_path):
    gone = tmp_path / "gone.gpkg"
    assert why_unreadable(str(gone)) == missing_file(gone)
    other = why_unreadable(f"{package}|layername=third")
    assert "no layer “third”" in other and "first" in other and "second" in other
    (tmp_path / "broken.gpkg").write_bytes(b"no database")
    assert "damaged" in why_unreadable(str(tmp_path / "broken.gpkg"))
    shapefile.with_suffix(".dbf").unlink()
    assert why_unreadable(str(shapefile)) == shapefile_fault(shapefile)
