"""Layers into frames: the same whatever the road, and only what the user chose."""

from __future__ import annotations

import datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely
from conftest import write_shapefile
from osgeo import gdal
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterMultipleLayers,
    QgsProject,
    QgsVectorLayer,
)

from farmland_redline.processing.bridge.compat import make_field
from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io import id_ranges, reading
from farmland_redline.processing.bridge.io.datasets import layer_names
from farmland_redline.processing.bridge.io.nearby import Nearby, Place
from farmland_redline.processing.bridge.io.reading import (
    read_file,
    read_source,
    read_table,
    read_table_source,
    wkb_of,
)
from farmland_redline.processing.bridge.io.sources import take_sources
from farmland_redline.processing.bridge.progress import FeedbackProgress
from farmland_redline.processing.bridge.survey.personal_data import NONE, PersonalColumns
from farmland_redline.processing.bridge.survey.schema import load_survey

pytestmark = pytest.mark.usefixtures("qgis")
CITY = Path(__file__).resolve().parents[2] / "resources" / "sample" / "data" / "city.gpkg"
FOLDER = "成果 数据"


def made(crs="EPSG:4527"):
    """Three parcels with nulls, dates, Chinese; the last without geometry."""
    return gpd.GeoDataFrame(
        {
            "BSM": ["a", "b", None],
            "名称": ["水田", None, " 旱地 "],
            "TBMJ": [1.25, np.nan, 3.0],
            "SJNF": [2024, 2023, 2022],
            "PZRQ": pd.to_datetime(["2024-02-29", None, "1999-12-31"]).date,
        },
        geometry=[shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10), None],
        crs=crs,
    )


def as_dates(frame):
    return frame.assign(PZRQ=pd.to_datetime(frame["PZRQ"]))


def write(path, frame=None, **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    frame = made() if frame is None else frame
    if "encoding" in options:
        write_shapefile(frame, path, **options)
    else:
        gdal.SetConfigOption("SHAPE_ENCODING", None)  # QGIS may have set it
        pyogrio.write_dataframe(frame, path, **options)
    return path


def same(one, other):
    """Two frames alike in columns, index, values, nulls and geometry."""
    assert list(one.columns) == list(other.columns)
    assert list(one.index) == list(other.index)
    for name in one.columns:
        if name == "geometry":
            assert shapely.equals_exact(
                np.where(one.geometry.isna(), shapely.Point(), one.geometry),
                np.where(other.geometry.isna(), shapely.Point(), other.geometry),
            ).all()
            continue
        first = [None if pd.isna(v) else v for v in one[name]]
        second = [None if pd.isna(v) else v for v in other[name]]
        assert first == second, name
        assert [type(v) for v in first if isinstance(v, str)] == [type(v) for v in second if isinstance(v, str)], name


class Takes(QgsProcessingAlgorithm):
    """An algorithm with one layer, or a list of them, for its parameters."""

    def name(self):
        return "takes"

    def displayName(self):
        return "takes"

    def createInstance(self):
        return Takes()

    def initAlgorithm(self, configuration=None):
        self.addParameter(QgsProcessingParameterFeatureSource("LAYER", "layer", optional=True))
        self.addParameter(QgsProcessingParameterMultipleLayers("LAYERS", "layers", optional=True))


def take(value, parameter="LAYER"):
    """The sources that a value stands for."""
    algorithm, context = Takes(), QgsProcessingContext()
    algorithm.initAlgorithm()
    context.setProject(QgsProject.instance())
    return take_sources(algorithm, {parameter: value}, context)[parameter]


def read(value, feedback=None, parameter="LAYER", **options):
    (source,) = take(value, parameter)
    return read_source(source, FeedbackProgress(feedback or QgsProcessingFeedback()), **options)


@pytest.fixture
def project():
    yield QgsProject.instance()
    QgsProject.instance().clear()


@pytest.mark.parametrize("layer", ["DLTB", "YJJBNTBHTB", "PZYD", "LSYD", "ZWXZ", "XJXZQ", "DLTB_ED"])
def test_both_readers_give_the_same_frames(layer):
    same(read_file(CITY, layer, "pyogrio"), read_file(CITY, layer, "fiona"))


@pytest.mark.parametrize("name", ["parcels.gpkg", "parcels.geojson", "parcels.fgb", "parcels.shp", "parcels.gdb"])
def test_both_readers_in_every_format(tmp_path, name):
    frame = made("EPSG:4490" if name.endswith("json") else "EPSG:4527")
    frame = as_dates(frame) if not name.endswith((".shp", ".gdb")) else frame.drop(columns="PZRQ")
    options = {"SPATIAL_INDEX": "NO"} if name.endswith(".fgb") else {}  # a spatial index sorts
    if name.endswith(".gdb"):
        options["driver"] = "OpenFileGDB"
        if "w" not in pyogrio.list_drivers().get("OpenFileGDB", ""):
            pytest.skip("this GDAL reads file geodatabases, and cannot write them")
    if name.endswith(".fgb"):
        frame = frame.iloc[:2]  # no features without geometry
    path = write(tmp_path / FOLDER / name, frame, **options)
    layer = layer_names(path)[0]
    one, other = read_file(path, layer, "pyogrio"), read_file(path, layer, "fiona")
    same(one, other)
    assert one["名称"].tolist()[0] == "水田" and one["名称"][one.index[1]] is None
    if "PZRQ" in one:
        assert one["PZRQ"].tolist() == ["2024-02-29", None, "1999-12-31"][: len(frame)]


@pytest.mark.parametrize("reader", ["pyogrio", "fiona"])
def test_what_a_frame_holds(tmp_path, reader):
    path = write(tmp_path / "a b.gpkg", as_dates(made()), layer="图斑")
    frame = read_file(path, "图斑", reader)
    assert list(frame.columns) == ["BSM", "名称", "TBMJ", "SJNF", "PZRQ", "geometry"]
    assert frame.index.tolist() == [1, 2, 3]  # feature ids
    assert frame["PZRQ"].tolist() == ["2024-02-29", None, "1999-12-31"]
    assert frame["BSM"].tolist() == ["a", "b", None] and np.isnan(frame["TBMJ"].iloc[1])
    assert frame.geometry.isna().tolist() == [False, False, True]
    assert frame.geometry.iloc[0].area == 100


@pytest.mark.parametrize("reader", ["pyogrio", "fiona"])
def test_a_layer_of_nothing(tmp_path, reader):
    path = write(tmp_path / "a.gpkg", made().iloc[:0], layer="x", geometry_type="Polygon")
    frame = read_file(path, "x", reader)
    assert len(frame) == 0 and "BSM" in frame and isinstance(frame, gpd.GeoDataFrame)


@pytest.mark.parametrize("reader", ["pyogrio", "fiona"])
def test_shapefiles_in_gbk(tmp_path, reader):
    """Survey shapefiles are GBK, said by their .cpg."""
    frame = made().iloc[:2].drop(columns="PZRQ").rename(columns={"名称": "DLMC"})
    path = write(tmp_path / "图斑.shp", frame, encoding="GBK")
    (tmp_path / "图斑.cpg").write_text("GBK")
    assert "水田".encode("gbk") in (tmp_path / "图斑.dbf").read_bytes()
    assert read_file(path, "图斑", reader)["DLMC"].tolist()[0] == "水田"


@pytest.mark.parametrize("encoding", ["GBK", "GB18030", "UTF-8"])
def test_shapefiles_opened_by_qgis(tmp_path, encoding):
    """QGIS makes GDAL leave text alone in the whole process as soon as it has opened one shapefile."""
    frame = made().iloc[:2].drop(columns="PZRQ").rename(columns={"名称": "DLMC"})
    path = write(tmp_path / "图斑.shp", frame, encoding="GBK" if encoding != "UTF-8" else "UTF-8")
    (tmp_path / "图斑.cpg").write_text(encoding)
    for _ in range(2):
        data = read(str(path))
        assert data.path == path and data.frame["DLMC"].tolist() == ["水田", None]


def test_a_shapefile_whose_encoding_the_user_has_set(project, tmp_path):
    frame = made().iloc[:2].drop(columns="PZRQ").rename(columns={"名称": "DLMC"})
    path = write(tmp_path / "图斑.shp", frame, encoding="GBK")
    (tmp_path / "图斑.cpg").unlink()
    layer = QgsVectorLayer(str(path), "图斑", "ogr")
    project.addMapLayer(layer)
    layer.setProviderEncoding("GBK")
    feedback = QgsProcessingFeedback(False)
    assert read(layer, feedback).frame["DLMC"].tolist() == ["水田", None]
    assert "GB" not in feedback.textLog()


@pytest.mark.parametrize("real", ["GBK", "UTF-8"])
@pytest.mark.parametrize("said", [None, "UTF-8", "GBK", "ISO-8859-1", "nonsense", "ANSI 936"])
def test_shapefiles_that_say_the_wrong_encoding_or_none(tmp_path, real, said):
    """Chinese comes out right whatever the .cpg says, column names included; a warning says where it was wrong."""
    frame = made().iloc[:2].drop(columns="PZRQ").assign(DLMC=["农村宅基地", "水田"])
    path = tmp_path / "图斑.shp"
    frame.to_file(path, engine="fiona", encoding=real)  # old pyogrio writes no Chinese names of columns in GBK
    (tmp_path / "图斑.cpg").unlink()
    if said:
        (tmp_path / "图斑.cpg").write_text(said)
    feedback = QgsProcessingFeedback(False)
    data = read(str(path), feedback)
    assert data.frame["DLMC"].tolist() == ["农村宅基地", "水田"] and data.frame["名称"].tolist() == ["水田", None]
    # UTF-8 is what this system takes where nothing is said.
    assert ("was read as" in feedback.textLog()) == (real != (said if said in ("GBK", "ISO-8859-1") else "UTF-8"))


def test_text_cut_in_the_middle_of_a_character(tmp_path):
    frame = made().iloc[:2].drop(columns=["PZRQ", "名称"]).assign(DLMC=["农村宅基地", "水田"])
    path = write(tmp_path / "图斑.shp", frame, encoding="GBK")
    (tmp_path / "图斑.cpg").write_text("GBK")
    table = (tmp_path / "图斑.dbf").read_bytes()
    whole = "农村宅基地".encode("gbk")
    (tmp_path / "图斑.dbf").write_bytes(table.replace(whole, whole[:-1] + b" "))
    feedback = QgsProcessingFeedback(False)
    assert read(str(path), feedback).frame["DLMC"].tolist() == ["农村宅基\ufffd", "水田"]
    assert "1 different texts are damaged" in feedback.textLog()


def test_text_in_no_encoding(tmp_path):
    frame = made().iloc[:2].drop(columns=["PZRQ", "名称"]).assign(DLMC=["水田", None])
    path = write(tmp_path / "图斑.shp", frame, encoding="GBK")
    table = (tmp_path / "图斑.dbf").read_bytes()
    (tmp_path / "图斑.dbf").write_bytes(table.replace("水田".encode("gbk"), b"\xff\xfe\xff\xff"))
    with pytest.raises(InputError, match=r"图斑.*neither GBK nor UTF-8 nor GB18030"):
        read(str(path))


def test_a_file_as_qgis_opens_it(tmp_path):
    path = write(tmp_path / FOLDER / "图斑 2024.gpkg", layer="图斑 甲")
    data = read(f"{path}|layername=图斑 甲")
    assert (data.name, data.part, data.path) == ("图斑 甲", "all", path)
    assert data.crs.to_epsg() == 4527 and len(data.frame) == 3
    data = read(str(path))
    assert data.name == "图斑 甲" and data.path == path


def test_the_layer_that_is_named_is_read():
    data = read(f"{CITY}|layername=PZYD")
    assert data.name == "PZYD" and "PZRQ" in data.frame


def test_an_optional_layer_not_given():
    assert take(None) == [] and take("") == [] and take([], "LAYERS") == []


def memory(project, count=3):
    fields = "&field=BSM:string&field=TBMJ:double&field=PZRQ:date&field=SJ:datetime&field=N:integer"
    layer = QgsVectorLayer(f"Polygon?crs=EPSG:4527{fields}", "内存", "memory")
    for number in range(count):
        feature = QgsFeature(layer.fields())
        day = datetime.date(2024, 1, number + 1)
        feature.setAttributes(
            [f"p{number}", number + 0.5, day.isoformat(), f"{day}T12:00:00", number] if number else [None] * 5
        )
        if number != 1:
            feature.setGeometry(QgsGeometry.fromWkt(f"POLYGON(({number} 0,{number + 1} 0,{number + 1} 1,{number} 0))"))
        layer.dataProvider().addFeature(feature)
    project.addMapLayer(layer)
    return layer


def test_memory_layers(project):
    layer = memory(project)
    for data in (read(layer), read(layer.id()), read([layer], parameter="LAYERS")):
        assert data.path is None and data.name == "内存"
        assert data.frame["BSM"].tolist() == [None, "p1", "p2"]
        assert [None if pd.isna(v) else v for v in data.frame["TBMJ"]] == [None, 1.5, 2.5]
        assert data.frame["PZRQ"].tolist() == [None, "2024-01-02", "2024-01-03"]
        assert data.frame["SJ"].tolist() == [None, "2024-01-02", "2024-01-03"]
        assert data.frame.geometry.isna().tolist() == [False, True, False]


def test_through_qgis_as_straight_from_the_file(project, tmp_path):
    """A filter that keeps everything: read feature by feature, and the frame is still the file's."""
    path = write(tmp_path / "a.gpkg", as_dates(made()), layer="x")
    layer = QgsVectorLayer(f"{path}|layername=x", "x", "ogr")
    project.addMapLayer(layer)
    straight = read(layer)
    layer.setSubsetString("1 = 1")
    through = read(layer)
    assert straight.part == "all" and through.part != "all" and through.path is None
    same(straight.frame, through.frame.set_geometry(gpd.GeoSeries(through.frame.geometry, index=through.frame.index)))


def test_only_what_a_filter_leaves(project, tmp_path):
    path = write(tmp_path / "a.gpkg", layer="x")
    layer = QgsVectorLayer(f"{path}|layername=x", "x", "ogr")
    project.addMapLayer(layer)
    layer.setSubsetString("\"BSM\" = 'b'")
    data = read(layer)
    assert data.frame["BSM"].tolist() == ["b"] and data.part == "filter" and data.path is None
    assert data.file == "a.gpkg"
    assert read(f"{path}|layername=x|subset=\"BSM\" = 'a'").frame["BSM"].tolist() == ["a"]


def test_only_the_selection(project, tmp_path):
    path = write(tmp_path / "a.gpkg", layer="x")
    layer = QgsVectorLayer(f"{path}|layername=x", "x", "ogr")
    project.addMapLayer(layer)
    layer.selectByIds([1])
    assert len(read(layer).frame) == 3
    data = read(QgsProcessingFeatureSourceDefinition(layer.id(), True))
    assert data.frame["BSM"].tolist() == ["a"] and data.part == "selected features"
    layer.removeSelection()
    assert len(read(QgsProcessingFeatureSourceDefinition(layer.id(), True)).frame) == 0


def test_unsaved_edits_count(project, tmp_path):
    path = write(tmp_path / "a.gpkg", layer="x")
    layer = QgsVectorLayer(f"{path}|layername=x", "x", "ogr")
    project.addMapLayer(layer)
    layer.startEditing()
    layer.changeAttributeValue(1, layer.fields().indexOf("BSM"), "changed")
    data = read(layer)
    assert data.frame["BSM"].tolist() == ["changed", "b", None] and data.part == "with unsaved edits"
    layer.rollBack()
    assert read(layer).frame["BSM"].tolist() == ["a", "b", None]


def test_virtual_fields_count(project, tmp_path):
    path = write(tmp_path / "a.gpkg", layer="x")
    layer = QgsVectorLayer(f"{path}|layername=x", "x", "ogr")
    project.addMapLayer(layer)
    layer.addExpressionField('"SJNF" + 1', make_field("NEXT", "integer"))
    data = read(layer)
    assert data.frame["NEXT"].tolist() == [2025, 2024, 2023] and data.part == "with joined or virtual fields"


def test_what_is_no_polygon(project, tmp_path):
    points = gpd.GeoDataFrame({"BSM": ["a"]}, geometry=[shapely.Point(1, 2)], crs="EPSG:4527")
    path = write(tmp_path / "点.gpkg", points, layer="点")
    with pytest.raises(InputError, match=r"点.*no polygons"):
        read(f"{path}|layername=点")
    with pytest.raises(InputError, match=r"点.*no polygons"):
        read([f"{path}|layername=点"], parameter="LAYERS")


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize("name", ["无.gpkg", "无.shp"])
def test_no_coordinate_system(tmp_path, name):
    """A GeoPackage without a system has an "undefined" one, which QGIS holds for valid."""
    path = write(tmp_path / name, made(None).drop(columns="PZRQ"), layer="无")
    with pytest.raises(InputError, match=r"无.*no coordinate reference system"):
        read(str(path))


def test_tables(tmp_path):
    table = pd.DataFrame({"section": ["a"], "name": ["名"], "value": [None]})
    path = tmp_path / "t.gpkg"
    pyogrio.write_dataframe(table, path, layer="provenance")
    assert read_table(path, "provenance")["name"].tolist() == ["名"]
    (source,) = take(f"{path}|layername=provenance")
    data = read_table_source(source, FeedbackProgress(QgsProcessingFeedback()))
    assert (data.name, len(data), data.path, data.part) == ("provenance", 1, path, "all")
    assert data.frame["name"].tolist() == ["名"] and not isinstance(data.frame, gpd.GeoDataFrame)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("PolygonM ((0 0 7, 1 0 7, 1 1 7, 0 0 7))", "POLYGON ((0 0, 1 0, 1 1, 0 0))"),
        ("PolygonZM ((0 0 5 7, 1 0 5 7, 1 1 5 7, 0 0 5 7))", "POLYGON Z ((0 0 5, 1 0 5, 1 1 5, 0 0 5))"),
        ("Polygon ((0 0, 1 0, 1 1, 0 0))", "POLYGON ((0 0, 1 0, 1 1, 0 0))"),
    ],
)
def test_geometries_without_measures(text, wanted):
    geometry = QgsGeometry.fromWkt(text)
    assert shapely.to_wkt(shapely.from_wkb(wkb_of(geometry)), rounding_precision=0) == wanted
    assert geometry.constGet().isMeasure() == ("M" in text)  # the layer's own stays


def test_curves_become_lines_and_nothing_stays_nothing():
    curve = QgsGeometry.fromWkt("CurvePolygon (CircularString (0 0, 1 1, 2 0, 1 -1, 0 0))")
    disc = shapely.from_wkb(wkb_of(curve))
    assert disc.geom_type == "Polygon" and disc.area == pytest.approx(np.pi, rel=2e-3)
    assert wkb_of(QgsGeometry()) is None


def test_cancelled_while_reading(project):
    layer = memory(project)
    feedback = QgsProcessingFeedback()
    feedback.cancel()
    from farmland_redline.processing.analysis.progress import Cancelled

    with pytest.raises(Cancelled):
        read(layer, feedback)


def test_layers_are_taken_as_they_were(project, tmp_path):
    """What a user does to a layer after the start of a run is not part of it: in the list of zones as well."""
    path = write(tmp_path / "a.gpkg", layer="x")
    layer = QgsVectorLayer(f"{path}|layername=x", "x", "ogr")
    project.addMapLayer(layer)
    layer.setSubsetString('"BSM" IS NOT NULL')
    layer.startEditing()
    assert layer.changeAttributeValue(1, layer.fields().indexOf("BSM"), "changed")
    for parameter, value in (("LAYER", layer), ("LAYERS", [layer]), ("LAYERS", [layer.id()])):
        (source,) = take(value, parameter)
        assert layer.changeAttributeValue(2, layer.fields().indexOf("BSM"), "later")
        read_back = read_source(source, FeedbackProgress(QgsProcessingFeedback())).frame
        assert read_back["BSM"].tolist() == ["changed", "b"]
        layer.undoStack().undo()
    layer.rollBack()


def test_a_layer_of_a_file_by_its_number(tmp_path):
    path = write(tmp_path / "a.gpkg", layer="x")
    write(path, made().iloc[:1], layer="y")
    data = read(f"{path}|layerid=1")
    assert data.name == "y" and len(data.frame) == 1


@pytest.mark.parametrize("value", ["{}", ["{}"], ["{}|layername=x", "{}|layername=nothing"]])
def test_no_layer_is_left_out_in_silence(tmp_path, value):
    path = write(tmp_path / "a.gpkg", layer="x")
    broken = tmp_path / "b.gpkg"
    broken.write_bytes(path.read_bytes()[:2000])
    good = isinstance(value, list) and len(value) > 1
    given = [text.format(path if good else broken) for text in ([value] if isinstance(value, str) else value)]
    with pytest.raises(InputError, match="nothing" if good else r"b\.gpkg.*damaged"):
        take(given[0] if isinstance(value, str) else given, "LAYER" if isinstance(value, str) else "LAYERS")


# Columns that are left out.

PEOPLE = {"LXDH": "13900000001", "责任人证件号码": "36022219750312441X", "zrrmc_1": "某甲"}


def with_people():
    return made().iloc[:2].assign(**PEOPLE)


@pytest.mark.parametrize("reader", ["pyogrio", "fiona"])
@pytest.mark.parametrize("name", ["a.gpkg", "a.geojson"])
def test_personal_columns_are_not_read(tmp_path, name, reader):
    path = write(tmp_path / name, with_people())
    personal = load_survey().personal
    frame = read_file(path, layer_names(path)[0], reader, leave_out=personal)
    same(frame, read_file(path, layer_names(path)[0], reader).drop(columns=list(PEOPLE)))
    assert list(read_table(path, layer_names(path)[0], personal).columns) == [c for c in frame if c != "geometry"]


@pytest.mark.parametrize("encoding", ["GBK", "UTF-8"])
@pytest.mark.parametrize("told", [True, False])
def test_personal_columns_cut_by_a_shapefile_are_not_read(tmp_path, encoding, told):
    """Ten bytes are left of a name, perhaps with half a character, and nobody says in which encoding."""
    path = write(tmp_path / "图斑.shp", with_people(), encoding=encoding)
    if not told:
        path.with_suffix(".cpg").unlink()
    data = read(str(path))
    assert list(data.frame.columns) == ["BSM", "名称", "TBMJ", "SJNF", "PZRQ", "geometry"]
    assert data.frame["名称"].tolist() == ["水田", None]
    cut = {"GBK": "责任人证件", "UTF-8": "责任人"}[encoding]
    assert data.left_out == ("LXDH", cut, "zrrmc_1")


def selection_of_a_gbk_shapefile(tmp_path, project):
    """Selected features of a shapefile in GBK without a word of it, which QGIS takes for UTF-8; its layer."""
    path = write(tmp_path / "a.shp", with_people(), encoding="GBK")
    path.with_suffix(".cpg").unlink()
    layer = QgsVectorLayer(str(path), "a", "ogr")
    layer.dataProvider().setEncoding("UTF-8")
    layer.updateFields()
    project.addMapLayer(layer)
    definition = QgsProcessingFeatureSourceDefinition(layer.id())
    layer.select(1)
    definition.selectedFeaturesOnly = True
    return definition, layer


def test_a_selection_of_a_shapefile_is_read_by_its_text(tmp_path, project):
    definition, _ = selection_of_a_gbk_shapefile(tmp_path, project)
    data = read(definition)
    assert data.frame.index.tolist() == [1] and data.part == "selected features"
    assert list(data.frame.columns) == ["BSM", "名称", "TBMJ", "SJNF", "PZRQ", "geometry"] and len(data.left_out) == 3


def test_columns_whose_names_nobody_can_read_are_not_read(tmp_path, project):
    """Unsaved edits are read through QGIS: any of the names may be a personal one."""
    definition, layer = selection_of_a_gbk_shapefile(tmp_path, project)
    layer.startEditing()
    layer.changeAttributeValue(1, layer.fields().indexOf("TBMJ"), 5.0)
    data = read(definition)
    layer.rollBack()
    assert data.frame["TBMJ"].tolist() == [5.0]
    assert list(data.frame.columns) == ["BSM", "TBMJ", "SJNF", "PZRQ", "geometry"] and len(data.left_out) == 4


def test_what_is_left_out_is_told_unless_it_is_wanted(tmp_path):
    path = write(tmp_path / "a.gpkg", with_people())
    assert read(str(path)).left_out == tuple(PEOPLE)
    data = read(str(path), leave_out=NONE)
    assert not data.left_out and set(PEOPLE) <= set(data.frame.columns)
    more = read(str(path), leave_out=PersonalColumns(["名称"]))
    assert more.left_out == ("名称",) and "LXDH" in more.frame


def test_personal_columns_serve_to_choose_and_stay_away(tmp_path, project):
    """Filters, selections and virtual fields may use a column that is not read; the filter's text is not repeated."""
    path = write(tmp_path / "a.gpkg", with_people().assign(LXDH=["13900000001", "13900000002"]))
    layer = QgsVectorLayer(str(path), "a", "ogr")
    project.addMapLayer(layer)
    definition = QgsProcessingFeatureSourceDefinition(layer.id())
    layer.selectByExpression("\"LXDH\" = '13900000002'")
    definition.selectedFeaturesOnly = True
    chosen = [read(definition)]
    layer.setSubsetString("\"LXDH\" = '13900000002'")
    chosen.append(read(layer))
    layer.setSubsetString("")
    if hasattr(definition, "filterExpression"):
        filtered = QgsProcessingFeatureSourceDefinition(layer.id())
        filtered.filterExpression = "\"LXDH\" = '13900000002'"
        chosen.append(read(filtered))
    for data in chosen:
        assert data.frame["BSM"].tolist() == ["b"] and not set(PEOPLE) & set(data.frame.columns)
        assert data.left_out == tuple(PEOPLE) and "139" not in data.part
    layer.addExpressionField('left("LXDH", 3)', make_field("网号", "text"))
    layer.addExpressionField('"LXDH"', make_field("联系电话2", "text"))
    data = read(layer)
    assert data.frame["网号"].tolist() == ["139", "139"] and "联系电话2" in data.left_out


# Whole files in a list.


def test_a_file_of_several_layers_is_not_read_by_its_first_alone(tmp_path):
    path = write(tmp_path / "三区三线.gpkg", layer="CZKFBJ")
    assert read([str(path)], parameter="LAYERS").name == "CZKFBJ"
    write(path, layer="STBHHX", append=True)
    with pytest.raises(InputError, match=r"LAYERS.*三区三线\.gpkg.*CZKFBJ, STBHHX"):
        take([str(path)], "LAYERS")
    assert read([f"{path}|layername=STBHHX"], parameter="LAYERS").name == "STBHHX"


def test_tables_beside_a_layer_do_not_count(tmp_path):
    path = write(tmp_path / "a.gpkg", layer="CZKFBJ")
    pyogrio.write_dataframe(pd.DataFrame({"section": ["run"]}), path, layer="provenance")
    assert read([str(path)], parameter="LAYERS").name == "CZKFBJ"


@pytest.mark.parametrize("name", ["a.gpkg", "a.shp", "a.geojson", "filtered"])
def test_only_what_lies_near(project, tmp_path, name):
    """The features whose boxes meet a few places, with the very values that the whole layer has."""
    x, y = 39_512_000.0, 3_245_000.0
    shapes = [
        shapely.box(x + 50 * i, y + 50 * j, x + 50 * i + 50, y + 50 * j + 50) for i in range(60) for j in range(5)
    ]
    count = len(shapes)
    frame = gpd.GeoDataFrame(
        {"BSM": [f"{n:05}" for n in range(count)], "N": [None if n % 7 else n for n in range(count)], "名称": "水田"},
        geometry=shapes,
        crs="EPSG:4527",
    )
    path = write(tmp_path / ("a.gpkg" if name == "filtered" else name), frame)
    value: object = str(path)
    if name == "filtered":
        value = QgsVectorLayer(f"{path}|subset=1 = 1", "a", "ogr")
        project.addMapLayer(value)
    # Two sites far apart, given in another zone's system; a road along the whole layer.
    sites = gpd.GeoSeries([shapely.box(x + 10, y + 10, x + 60, y + 20), shapely.box(x + 2900, y, x + 2990, y + 9)])
    road = gpd.GeoSeries([shapely.LineString([(x, y + 125), (x + 3000, y + 125)]).buffer(2)])
    whole = read(value)
    for places, most in ((sites, 12), (road, 180)):
        moved = places.set_crs(4527).to_crs(4526)
        nearby = Nearby([Place("sites", moved.to_numpy(), pyproj.CRS(4526))])
        near = read(value, nearby=nearby)
        met = whole.frame[whole.frame.geometry.intersects(shapely.union_all(places.to_numpy()))]
        assert set(met["BSM"]) <= set(near.frame["BSM"]) and len(near) <= most < count
        same(near.frame.sort_index(), whole.frame.loc[near.frame.index].sort_index())
        assert near.part.endswith("near the outlines") and near.path == whole.path
    meeting = near.frame["BSM"].iloc[nearby.meeting(near.frame, near.crs)]
    assert sorted(meeting) == sorted(met["BSM"])


def test_nothing_near(tmp_path):
    path = write(tmp_path / "a.gpkg", as_dates(made()), layer="x")
    far = np.array([shapely.box(39_512_000, 3_245_000, 39_512_100, 3_245_100)])
    near = read(f"{path}|layername=x", nearby=Nearby([Place("far", far, pyproj.CRS(4527))]))
    assert len(near) == 0 and near.columns == ("BSM", "名称", "TBMJ", "SJNF", "PZRQ")


@pytest.mark.parametrize("arrow", [True, False])
def test_a_large_layer_is_read_as_a_small_one(tmp_path, monkeypatch, arrow):
    """In parts of two ids, some of which have no rows, or nothing but nulls in a column that is full elsewhere."""
    if not arrow:
        monkeypatch.setattr(reading, "has_arrow", lambda _: False)
    rows = pd.concat([made()] * 4, ignore_index=True)
    rows["KC"] = [None, None, 7, 2**53 + 1, None, 5, 6, 1, None, None, None, 3]
    rows["KC"] = rows["KC"].astype("Int64")
    rows["空"] = [None] * 8 + ["末"] * 4
    rows["是"] = [True, False] * 6
    path = tmp_path / "城市 数据.gpkg"
    pyogrio.write_dataframe(rows, path, layer="DLTB")
    file = gdal.OpenEx(str(path), gdal.OF_UPDATE)
    for statement in ("UPDATE DLTB SET fid = fid + 30 WHERE fid > 8", "DELETE FROM DLTB WHERE fid = 4"):
        file.ReleaseResultSet(file.ExecuteSQL(statement))
    del file
    at_once = read_file(path, "DLTB")
    monkeypatch.setattr(id_ranges, "_PART", 2)
    assert len(id_ranges.conditions_of_parts(path, "DLTB")) == 21
    in_parts = read_file(path, "DLTB")
    assert list(in_parts.index) == [1, 2, 3, 5, 6, 7, 8, 39, 40, 41, 42]
    pd.testing.assert_frame_equal(pd.DataFrame(in_parts), pd.DataFrame(at_once))
    assert in_parts.crs == at_once.crs
