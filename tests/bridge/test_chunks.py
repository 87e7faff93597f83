"""Layers in chunks: the same features as read whole, in the same order, whatever they come from."""

from __future__ import annotations

import struct

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from conftest import CITY, write_shapefile
from osgeo import gdal
from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSource,
    QgsVectorLayer,
)

from farmland_redline.processing.analysis.progress import Cancelled
from farmland_redline.processing.bridge.io import chunks as chunks_module
from farmland_redline.processing.bridge.io.chunks import field_kinds, read_chunks
from farmland_redline.processing.bridge.io.sources import take_sources
from farmland_redline.processing.bridge.progress import FeedbackProgress

pytestmark = pytest.mark.usefixtures("qgis")
COLUMNS = ["BSM", "DLBM", "TBMJ", "GDDB", "DLMC"]


class One(QgsProcessingAlgorithm):
    """Takes one layer."""

    def initAlgorithm(self, configuration=None):
        self.addParameter(QgsProcessingParameterFeatureSource("LAYER", "layer"))


def source_of(layer):
    algorithm = One()
    algorithm.initAlgorithm()
    return take_sources(algorithm, {"LAYER": layer}, QgsProcessingContext())["LAYER"][0]


def silent():
    return FeedbackProgress(QgsProcessingFeedback())


@pytest.fixture(scope="module")
def survey():
    frame = pyogrio.read_dataframe(CITY / "city.gpkg", layer="DLTB", columns=COLUMNS, fid_as_index=True)
    return frame.iloc[:250].astype({"GDDB": "Int64"})


def write(survey, path, **options):
    gdal.SetConfigOption("SHAPE_ENCODING", None)  # QGIS may have set it
    pyogrio.write_dataframe(survey, path, **options)
    return QgsVectorLayer(str(path), "DLTB", "ogr")


def same(chunks, survey):
    whole = pd.concat(chunks)
    assert shapely.equals(whole.geometry.to_numpy(), survey.geometry.to_numpy()).all()
    for name in COLUMNS:
        one, other = (frame[name].astype(object).where(frame[name].notna(), None).tolist() for frame in (whole, survey))
        assert one == other, name


@pytest.mark.parametrize("size", [1, 7, 100, 250, 1000])
@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".fgb"])
def test_chunks_make_up_the_layer(survey, tmp_path, suffix, size):
    options = {"encoding": "GBK"} if suffix == ".shp" else {"SPATIAL_INDEX": "NO"} if suffix == ".fgb" else {}
    source = source_of(write(survey, tmp_path / f"图 斑{suffix}", **options))
    chunks = list(read_chunks(source, COLUMNS, silent(), size))
    assert [len(chunk) for chunk in chunks] == [min(size, 250 - i) for i in range(0, 250, size)]
    same(chunks, survey)
    assert len(set(pd.concat(chunks).index)) == 250


@pytest.mark.parametrize("size", [1, 2, 3, 250])
def test_deleted_records_are_in_no_chunk(survey, tmp_path, size):
    path = tmp_path / "a.shp"
    layer = write(survey.iloc[:20], path, encoding="GBK")
    del layer
    table = bytearray(path.with_suffix(".dbf").read_bytes())
    start, length = struct.unpack_from("<HH", table, 8)
    deleted = [0, 4, 5, 6, 7, 19]
    for number in deleted:
        table[start + number * length] = ord("*")
    path.with_suffix(".dbf").write_bytes(table)
    chunks = list(read_chunks(source_of(QgsVectorLayer(str(path), "a", "ogr")), ["BSM"], silent(), size))
    kept = survey.iloc[[number for number in range(20) if number not in deleted]]
    assert pd.concat(chunks)["BSM"].tolist() == kept["BSM"].tolist()


def test_long_codes_beside_nulls_keep_their_digits(tmp_path):
    codes = [None, *(2**60 + number for number in range(5))]
    frame = gpd.GeoDataFrame({"BSM": pd.array(codes, dtype="Int64")}, geometry=[shapely.box(0, 0, 1, 1)] * 6, crs=4527)
    (chunk,) = read_chunks(source_of(write(frame, tmp_path / "a.gpkg")), ["BSM"], silent())
    assert chunk["BSM"].astype(object).where(chunk["BSM"].notna(), None).tolist() == codes


@pytest.mark.parametrize("way", ["_arrow_chunks", "_feature_chunks"])
def test_through_qgis_as_straight_from_the_file(survey, tmp_path, way):
    source = source_of(write(survey, tmp_path / "a.gpkg"))
    if way == "_feature_chunks":
        chunks = list(chunks_module._feature_chunks(source, COLUMNS, 60))
    else:
        pytest.importorskip("pyarrow", reason="Debian 13 has none: nothing is read by Arrow there")
        chunks = list(chunks_module._arrow_chunks(source.file, source, COLUMNS, 60))
    same(chunks, survey)
    assert pd.concat(chunks).index.tolist() == list(range(1, 251))


def test_without_columns_geometry_comes_all_the_same(survey, tmp_path):
    source = source_of(write(survey, tmp_path / "a.gpkg"))
    chunks = list(read_chunks(source, [], silent(), 100))
    assert sum(map(len, chunks)) == 250 and not pd.concat(chunks).geometry.isna().any()


def test_kinds_of_fields(survey, tmp_path):
    kinds = field_kinds(source_of(write(survey, tmp_path / "a.gpkg")))
    assert {name: kinds[name] for name in COLUMNS} == {
        "BSM": "text", "DLBM": "text", "TBMJ": "real", "GDDB": "integer", "DLMC": "text",
    }  # fmt: skip


def test_names_of_a_shapefile_without_cpg(survey, tmp_path):
    named = survey.rename(columns={"DLMC": "地类名称"})
    path = tmp_path / "图斑.shp"
    write_shapefile(named, path, "GBK")
    path.with_suffix(".cpg").unlink(missing_ok=True)
    source = source_of(QgsVectorLayer(str(path), "x", "ogr"))
    assert "地类名称" in field_kinds(source)
    chunks = list(read_chunks(source, ["BSM", "地类名称"], silent(), 100))
    assert pd.concat(chunks)["地类名称"].tolist() == survey["DLMC"].tolist()


def test_geometries_that_are_none(tmp_path):
    frame = gpd.GeoDataFrame(
        {"BSM": ["a", "b", "c"]}, geometry=[shapely.box(0, 0, 1, 1), None, shapely.Polygon()], crs=4527
    )
    source = source_of(write(frame, tmp_path / "a.gpkg"))
    whole = pd.concat(read_chunks(source, ["BSM"], silent(), 2))
    assert whole["BSM"].tolist() == ["a", "b", "c"]
    missing = shapely.is_missing(whole.geometry.to_numpy()) | shapely.is_empty(whole.geometry.to_numpy())
    assert missing.tolist() == [False, True, True]


def test_an_empty_layer(survey, tmp_path):
    source = source_of(write(survey.iloc[:0], tmp_path / "a.gpkg", geometry_type="Polygon"))
    assert list(read_chunks(source, COLUMNS, silent())) == []


def test_progress_and_cancelling(survey, tmp_path):
    source, feedback = source_of(write(survey, tmp_path / "a.gpkg")), QgsProcessingFeedback()
    seen = []
    feedback.progressChanged.connect(seen.append)
    with pytest.raises(Cancelled):
        for number, _ in enumerate(read_chunks(source, COLUMNS, FeedbackProgress(feedback), 50)):
            if number == 2:
                feedback.cancel()
    assert seen == pytest.approx([20, 40]) and number == 2
    assert np.all(np.diff(seen) > 0)
