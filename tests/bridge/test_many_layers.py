"""Layers of a GeoPackage that has very many of them: the same frames as by the other readers, each file opened once."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from osgeo import gdal, ogr, osr
from qgis.core import QgsApplication, QgsProcessingContext, QgsProject, QgsVectorLayer

from farmland_redline.processing.bridge.io import datasets, sources
from farmland_redline.processing.bridge.io.datasets import files_kept_open
from farmland_redline.processing.bridge.io.many_layers import LaterFeatures, read_rows
from farmland_redline.processing.bridge.io.reading import read_file
from farmland_redline.processing.bridge.io.views import why_endless
from farmland_redline.processing.bridge.survey.personal_data import NONE
from farmland_redline.processing.provider import FarmlandRedlineProvider

pytestmark = pytest.mark.usefixtures("qgis")
COUNT = 60
X, Y = 39_512_000.0, 3_245_000.0


def write(path: Path, count: int = COUNT, kind: int = ogr.wkbPolygon) -> Path:
    """A GeoPackage of layers with two features and a value of each plain type, some of them null."""
    system = osr.SpatialReference()
    system.ImportFromEPSG(4527)
    package = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    for number in range(count):
        layer = package.CreateLayer(f"YJJBNTBHTB_{number}", system, kind)
        kinds = {"BSM": ogr.OFTString, "N": ogr.OFTInteger, "L": ogr.OFTInteger64, "A": ogr.OFTReal, "D": ogr.OFTDate}
        for name, each in kinds.items():
            layer.CreateField(ogr.FieldDefn(name, each))
        for row in range(2):
            feature = ogr.Feature(layer.GetLayerDefn())
            feature["BSM"] = f"基{number}{row}"
            if row:
                feature["N"], feature["L"], feature["A"] = number, 123_456_789_012_345_678, 0.1 + number
                feature.SetField("D", 2024, 3, 1, 0, 0, 0, 0)
            west = X + 100 * number + 50 * row
            feature.SetGeometry(ogr.CreateGeometryFromWkb(shapely.box(west, Y, west + 50, Y + 50).wkb))
            layer.CreateFeature(feature)
    package = None  # closes it
    return path


def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that GDAL opens from now on, as they come."""
    found: list[str] = []
    before = gdal.OpenEx

    def spy(path: str, *arguments: object, **options: object) -> gdal.Dataset:
        found.append(path)
        return before(path, *arguments, **options)

    monkeypatch.setattr(datasets.gdal, "OpenEx", spy)
    return found


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Sixty layers."""
    return write(tmp_path / "地类 图.gpkg")


def as_text(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """The values as texts, nulls as one of them, with the geometry as WKB."""
    texts = pd.DataFrame({name: frame[name].map(lambda value: "" if pd.isna(value) else str(value)) for name in "ND"})
    for name in ("L", "A"):
        texts[name] = ["" if pd.isna(value) else repr(value) for value in frame[name].tolist()]
    return texts.assign(BSM=frame["BSM"], shape=shapely.to_wkb(frame.geometry.to_numpy(), hex=True))


def test_the_same_frame_as_by_pyogrio(package):
    usual = read_file(package, "YJJBNTBHTB_7")
    with files_kept_open():
        assert read_rows(package, "YJJBNTBHTB_7", NONE) is not None
        quick = read_file(package, "YJJBNTBHTB_7")
    assert list(quick.columns) == list(usual.columns) and quick.index.tolist() == usual.index.tolist() == [1, 2]
    assert quick["L"].iloc[1] == usual["L"].iloc[1] == 123_456_789_012_345_678
    assert list(map(str, quick["D"])) == list(map(str, usual["D"])) == ["None", "2024-03-01"]
    numbers = as_text(usual).assign(N=["", "7"])  # with nulls a real number in one, a whole one in the other
    pd.testing.assert_frame_equal(as_text(quick).assign(N=["", "7"]), numbers)


def test_a_file_is_opened_once(package, monkeypatch):
    found = opened(monkeypatch)
    with files_kept_open():
        for number in range(COUNT):
            assert len(read_file(package, f"YJJBNTBHTB_{number}")) == 2
    assert found == [str(package)]


def test_views_are_looked_for_once(package, monkeypatch):
    """SQLite reads the descriptions of all tables for each who asks: time would grow as the square of the layers."""
    connect, found = sqlite3.connect, []
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **named: found.append(given) or connect(*given, **named))
    for number in range(COUNT):
        source = f"{package}|layername=YJJBNTBHTB_{number}"
        assert why_endless(source) == ""
        with files_kept_open():
            assert len(read_file(package, f"YJJBNTBHTB_{number}")) == 2
    assert len(found) == 1


def test_a_file_that_changes_is_opened_anew(package):
    with files_kept_open():
        assert read_file(package, "YJJBNTBHTB_0")["BSM"].tolist() == ["基00", "基01"]
        dataset = gdal.OpenEx(str(package), gdal.OF_VECTOR | gdal.OF_UPDATE)
        dataset.ExecuteSQL("UPDATE YJJBNTBHTB_0 SET BSM = '改' WHERE fid = 1")
        dataset = None
        assert read_file(package, "YJJBNTBHTB_0")["BSM"].tolist() == ["改", "基01"]


@pytest.mark.parametrize("odd", ["few layers", "measures", "text among numbers", "any kind of geometry"])
def test_what_is_not_plain_goes_the_usual_way(package, tmp_path, odd):
    """Also where it turns out while reading; the frame is the usual one."""
    layer = "YJJBNTBHTB_3"
    if odd == "few layers":
        package = write(tmp_path / "few.gpkg", 4)
    if odd == "measures":
        package = write(tmp_path / "m.gpkg", COUNT, ogr.wkbPolygonM)
    changes = {
        "text among numbers": f"UPDATE {layer} SET N = '二' WHERE fid = 1",  # noqa: S608
        "any kind of geometry": "UPDATE gpkg_geometry_columns SET geometry_type_name = 'GEOMETRY'",
    }
    if odd in changes:
        dataset = gdal.OpenEx(str(package), gdal.OF_VECTOR | gdal.OF_UPDATE)
        dataset.ExecuteSQL(changes[odd])
        dataset = None
    usual = read_file(package, layer)
    with files_kept_open():
        quick = read_file(package, layer)
    assert quick["BSM"].tolist() == usual["BSM"].tolist() == ["基30", "基31"]
    assert list(map(str, quick["N"])) == list(map(str, usual["N"]))


def taken(package: Path, context: QgsProcessingContext) -> list[sources.Source]:
    """All layers of the package as an overlay's further zone layers."""
    provider = next(p for p in QgsApplication.processingRegistry().providers() if p.id() == "farmland_redline")
    assert isinstance(provider, FarmlandRedlineProvider)
    algorithm = provider.algorithm("overlay_parcels")
    zones = [f"{package}|layername=YJJBNTBHTB_{number}" for number in range(COUNT)]
    return sources.take_sources(algorithm, {"ZONES": zones}, context)["ZONES"]


def test_layers_are_taken_without_qgis(package):
    """With what QGIS says of them; and their features by QGIS are the same when they are asked for."""
    context = QgsProcessingContext()
    quick = taken(package, context)
    assert [source.name for source in quick] == [f"YJJBNTBHTB_{number}" for number in range(COUNT)]
    assert all(isinstance(source.features.source, LaterFeatures) for source in quick)
    layer = QgsVectorLayer(f"{package}|layername=YJJBNTBHTB_9", "x", "ogr")
    source = quick[9]
    assert source.features.fields.names() == layer.fields().names()
    assert (source.crs, source.features.total, source.columns) == (layer.crs(), 2, ["BSM", "N", "L", "A", "D"])
    assert source.features.numbers() == [1, 2]
    source.features.check_read(2)
    assert np.array([source.is_readable for source in quick]).all()


def test_layers_of_the_project_are_left_to_it(package):
    """They may have edits that are not saved."""
    layer = QgsVectorLayer(f"{package}|layername=YJJBNTBHTB_5", "x", "ogr")
    project, context = QgsProject(), QgsProcessingContext()
    project.addMapLayer(layer)
    context.setProject(project)
    kinds = [isinstance(source.features.source, LaterFeatures) for source in taken(package, context)]
    assert kinds == [number != 5 for number in range(COUNT)]
