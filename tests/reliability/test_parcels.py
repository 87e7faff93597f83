"""Parcels with bad attributes and geometries."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from osgeo import gdal, ogr, osr

from .conftest import CODE, X, Y, parcels, units, with_geometry, zones

# Fields.


@pytest.mark.parametrize("field", ["BSM", "DLBM", "TBMJ", "ZLDWDM"])
def test_a_missing_field(case, field):
    case.refused(PARCELS=case.office.write(parcels().drop(columns=field)))


def test_text_in_tbmj(case):
    areas = ["9999.96"] * 8 + ["约15亩", "不详"]
    case.refused(PARCELS=case.office.write(parcels(TBMJ=areas)))


@pytest.mark.parametrize("value", [0.0, -5.0, None])
def test_no_area_of_record(case, value):
    """Measured in its stead, so that sums go on; the parcel is listed."""
    case.listed("area_of_record_missing", 1, PARCELS=case.office.write(parcels(TBMJ=[value] + [9999.96] * 9)))
    assert case.office.pieces()["area_m2"].tolist() == [9999.96] * 10


@pytest.mark.parametrize("value", [np.inf, 1e30])
def test_an_infinite_area(case, value):
    case.listed("area_of_record_missing", 1, PARCELS=case.office.write(parcels(TBMJ=[9999.96] * 9 + [value])))
    assert case.office.pieces()["area_m2"].tolist() == [9999.96] * 10


@pytest.mark.parametrize("value", [np.inf, -1.0, None, 1e30])
def test_no_net_area(case, value):
    case.listed(
        "net_area_missing", 1, PARCELS=case.office.write(parcels(TBDLMJ=[0.0] + [9999.96] * 8 + [value], KCXS=0.0))
    )
    assert case.office.pieces()["cultivated_m2"].tolist() == [0.0] + [9999.96] * 9


def test_a_net_area_above_the_area(case):
    case.listed("net_area_exceeds", 1, PARCELS=case.office.write(parcels(TBDLMJ=[9999.96] * 9 + [10_500.0])))


def test_repeated_ids(case):
    source = case.office.write(parcels(BSM=["a", "a", *"bcdefghi"]))
    assert case.listed("duplicate_bsm", 2, PARCELS=source)["feature"].str.startswith("a~").all()
    assert case.office.pieces()["piece_id"].is_unique


def test_no_ids(case):
    case.listed("missing_bsm", 3, PARCELS=case.office.write(parcels(BSM=[None, "", "  ", *"abcdefg"])))
    assert case.office.pieces()["piece_id"].is_unique


@pytest.mark.parametrize("value", [None, "3602", "浮梁"])
def test_a_location_code_that_is_none(case, value):
    case.listed("bad_location_code", 1, PARCELS=case.office.write(parcels(ZLDWDM=[value] + [CODE] * 9)))
    assert case.office.pieces()["county"].isna().tolist() == [True] + [False] * 9


@pytest.mark.parametrize("value", ["9999", "水域田", None])
def test_unknown_classes(case, value):
    plain = case.office.plain()
    source = case.office.write(parcels(DLBM=["0101", value] + ["0101"] * 8))
    case.runs("run_batch", **{**plain, "PARCELS": source})
    found = pyogrio.read_dataframe(case.office.out / "farmland_redline.gpkg", layer="problems")
    assert (found["kind"] == "unknown_class").sum() >= 1


# Names of fields.


@pytest.mark.parametrize("name", ["piece_id", "AREA_M2", "pbf", "County", "sliver", "bsm"])
def test_a_field_with_the_name_of_a_result(case, name):
    """Kept under another name; upper and lower case are one to most formats."""
    frame = parcels().assign(**{name: "theirs"})
    if name == "bsm":  # a GeoPackage cannot hold both
        source = str(case.office.data / "两个.geojson")
        frame.to_crs(4490).to_file(source, driver="GeoJSON")
    else:
        source = case.office.write(frame)
    case.listed("column_renamed", 1, **{**case.office.plain(), "PARCELS": source})
    assert case.office.pieces()[f"{name}_2"].tolist() == ["theirs"] * 15


@pytest.mark.parametrize("name", ["KIND", "SOURCE", "Severity", "FLAGS", "conflict_id", "piece_id"])
def test_a_field_with_the_name_of_a_finding(case, name):
    plain = case.office.plain()
    case.runs("run_batch", **{**plain, "PARCELS": case.office.write(parcels().assign(**{name: "theirs"}))})
    found = pyogrio.read_dataframe(case.office.out / "farmland_redline.gpkg", layer="conflicts")
    assert found["kind"].tolist() == ["house"] and found["severity"].tolist() == [3]
    if name[0].isupper():
        assert "theirs" in found.iloc[0].tolist()


@pytest.mark.parametrize(("name", "value"), [("fid", 7), ("fid", 1.5), ("FID", "x"), ("geom", "x")])
def test_a_field_with_the_name_of_a_files_own(case, name, value):
    source = case.office.write(parcels().assign(**{name: value}), name="图斑.shp")
    case.runs(**{**case.office.plain(), "PARCELS": source})
    assert case.office.pieces()[name].tolist() == [value] * 15


def test_a_field_named_geometry(case):
    frame = parcels().rename_geometry("shape").assign(geometry="theirs")
    case.runs(PARCELS=case.office.write(frame, name="图斑.shp"))
    assert len(case.office.pieces()) == 10


# Geometry.


@pytest.mark.parametrize("suffix", [".geojson", ".gml"])
def test_lists(case, suffix):
    """Of texts and of numbers, in parcels and in zones; in GML a class that is a list of one."""
    frames = {"PARCELS": parcels(), "PBF": zones()}
    for given, frame in frames.items():
        path = Path(case.office.write(frame.to_crs(4490), name=f"{given}.geojson"))
        content = json.loads(path.read_text(encoding="utf-8"))
        for feature in content["features"]:
            feature["properties"] |= {"标签": ["甲", "乙"], "n": [1, 2], "DLBM": [feature["properties"]["DLBM"]]}
        path.write_text(json.dumps(content), encoding="utf-8")
        if suffix == ".gml":
            gdal.VectorTranslate(str(path.with_suffix(suffix)), str(path), format="GML")
        frames[given] = str(path.with_suffix(suffix))
    case.runs(PARCELS=frames["PARCELS"], PBF=frames["PBF"])
    pieces = case.office.pieces().sort_values("BSM")
    assert len(pieces) == 15 and set(pieces["标签"]) == {"甲, 乙"} and set(pieces["n"]) == {"1, 2"}
    assert set(pieces["DLBM"]) == {"0702", "0101"} and set(pieces["pbf_DLBM"].dropna()) == {"0101"}


def test_binary_data(case):
    source = case.office.write(parcels(), "图斑")
    change(source, "ALTER TABLE 图斑 ADD COLUMN 照片 BLOB")
    change(source, "UPDATE 图斑 SET 照片 = ?", b"\x00\xff")
    case.runs(PARCELS=source)
    assert "照片" not in case.office.pieces()


def test_fields_whose_names_differ_by_case(case):
    """GDAL cannot read one of them alone; the survey's is the one that is spelled as the standard's."""
    frame = parcels(LXDH="13900000001").to_crs(4490).assign(bsm="theirs", dlbm="0301", OBJECTID=5, fid=7)
    source = case.office.write(frame, name="图斑.geojson")
    case.listed("column_renamed", 2, PARCELS=source, PBF=case.office.write(zones(), "YJJBNTBHTB"))
    pieces = case.office.pieces()
    assert sorted(pieces["BSM"].unique()) == parcels()["BSM"].tolist() and set(pieces["DLBM"]) == {"0702", "0101"}
    assert set(pieces["bsm_2"]) == {"theirs"} and "LXDH" not in pieces
    case.office.run("check_layers", PARCELS=source, OUTPUT=str(case.office.out / "检查.gpkg"))
    found = pyogrio.read_dataframe(case.office.out / "检查.gpkg", layer="problems")
    assert not found["kind"].isin(["layer_not_checked", "duplicate_bsm", "unknown_class"]).any()


@pytest.mark.parametrize("first", [2**31 - 3, 3_000_000_000, 2**32])
def test_feature_ids_beyond_32_bits(case, first):
    """The file is not in the order of the identifiers, so parcels are read by their ids."""
    frame = parcels(BSM=[f"{9 - i:018d}" for i in range(10)], BZ=[f"第{i}" for i in range(10)])
    source = case.office.write(frame, "图斑", spatial_index=False)
    change(source, "UPDATE 图斑 SET fid = fid + ?", first)
    zone = case.office.write(zones(BSM=[None]), "YJJBNTBHTB", spatial_index=False)
    change(zone, "UPDATE YJJBNTBHTB SET fid = fid + ?", first)
    case.runs(PARCELS=source, PBF=zone)
    pieces = case.office.pieces()
    assert len(pieces) == 15 and set(pieces["pbf"].dropna()) == {f"YJJBNTBHTB:{first + 1}"}
    assert (pieces["BZ"] == "第" + (9 - pieces["BSM"].astype(int)).astype(str)).all()
    west = X + 100 * (9 - pieces["BSM"].astype(int))
    assert (pieces.bounds["minx"] - west).abs().max() < 0.001


@pytest.mark.parametrize("count", [130, 300])
def test_very_many_fields(case, count):
    """GDAL's way by Arrow passes a GeoPackage's columns through a function of SQLite, which takes 127 arguments."""
    more = {f"字段{number}": f"甲{number}" for number in range(count)}
    source = case.office.write(with_columns(parcels(), more), "图斑")
    zone = case.office.write(with_columns(zones(), more), "YJJBNTBHTB")
    case.runs(PARCELS=source, PBF=zone)
    pieces = case.office.pieces()
    assert len(pieces) == 15 and all(set(pieces[name]) == {text} for name, text in more.items())
    case.office.run("check_layers", PARCELS=source, ZONES=[zone], OUTPUT=str(case.office.out / "检查.gpkg"))
    conflicts = str(case.office.out / "冲突.gpkg")
    found = case.office.run(
        "flag_conflicts", PIECES=str(case.office.out / "碎块.gpkg|layername=pieces"), OUTPUT=conflicts
    )
    assert found["CONFLICT_COUNT"] == 1


def with_columns(frame, more):
    """A frame with further columns of one value each."""
    added = pd.DataFrame({name: [value] * len(frame) for name, value in more.items()}, index=frame.index)
    return gpd.GeoDataFrame(pd.concat([frame, added], axis=1), crs=frame.crs)


def test_names_and_texts_with_control_characters(case):
    frame = parcels(**{"备注\n一": "甲\n乙", "b\x07\t": "\x01", 'c"d': "x"}, BSM=[f"b\x07{i}\n" for i in range(10)])
    source = case.office.write(frame, "图斑")
    zone = case.office.write(zones(**{"备\r\n注": "甲", "BSM": "z\x0b1"}), "YJJBNTBHTB")
    unit = case.office.write(units(XZQMC=["浮\x07梁\n县"]), "XZQ")
    case.runs("run_batch", PARCELS=source, PBF=zone, UNITS=[unit])
    pieces = pyogrio.read_dataframe(case.office.out / "farmland_redline.gpkg", layer="pieces")
    assert len(pieces) == 15 and "备注\n一" in pieces


def change(source, statement, *values):
    """Run a statement on a GeoPackage without the functions that its triggers need."""
    with contextlib.closing(sqlite3.connect(source.split("|")[0])) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute(statement, values)


BOW_TIE = shapely.from_wkt(f"POLYGON(({X} {Y},{X + 100} {Y + 100},{X + 100} {Y},{X} {Y + 100},{X} {Y}))")


def test_bow_ties(case):
    case.listed("invalid_geometry", 1, PARCELS=case.office.write(with_geometry(parcels(), 0, BOW_TIE)))
    pieces = case.office.pieces()
    assert pieces.geometry.is_valid.all() and pieces["area_m2"].tolist() == [9999.96] * 10


@pytest.mark.parametrize("geometry", [None, shapely.Polygon()])
def test_no_geometry(case, geometry):
    source = case.office.write(with_geometry(parcels(), 0, geometry), geometry_type="Polygon")
    case.listed("no_geometry", 1, PARCELS=source)
    pieces = case.office.pieces()
    assert len(pieces) == 10 and pieces["area_m2"].tolist() == [9999.96] * 10


@pytest.mark.parametrize(
    "geometry",
    [
        shapely.Polygon([(X, Y), (np.nan, Y + 100), (X + 100, Y)]),
        shapely.box(1e20, 1e20, 2e20, 2e20),
        shapely.box(1e300, 1e300, 2e300, 2e300),
        shapely.Polygon([(X, Y), (X + 50, Y), (X, Y)]),
    ],
)
def test_a_geometry_that_is_none(case, geometry):
    """Not a number, farther than any place on Earth, a ring of two points."""
    case.listed("unusable_geometry", 1, PARCELS=case.office.write(with_geometry(parcels(), 0, geometry)))
    assert case.office.pieces()["area_m2"].tolist() == [9999.96] * 10


ARC = "CURVEPOLYGON(CIRCULARSTRING({a} {m},{b} {t},{c} {m},{b} {y},{a} {m}))"
CURVES = {
    "CurvePolygon": (ogr.wkbCurvePolygon, ARC),
    "CompoundCurve": (
        ogr.wkbCurvePolygon,
        "CURVEPOLYGON(COMPOUNDCURVE(({a} {y},{c} {y}),CIRCULARSTRING({c} {y},{b} {m},{a} {y})))",
    ),
    "MultiSurface": (ogr.wkbMultiSurface, f"MULTISURFACE({ARC})"),
    "CurvePolygon in a layer of any kind": (ogr.wkbUnknown, ARC),
}


def drawn(path, geometry_type, text, count=10):
    """A GeoPackage of parcels in GDAL's own geometry types."""
    system = osr.SpatialReference()
    system.ImportFromEPSG(4527)
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = dataset.CreateLayer("图斑", system, geometry_type)
    for name, kind in (("BSM", ogr.OFTString), ("DLBM", ogr.OFTString), ("ZLDWDM", ogr.OFTString)):
        layer.CreateField(ogr.FieldDefn(name, kind))
    layer.CreateField(ogr.FieldDefn("TBMJ", ogr.OFTReal))
    for number in range(count):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["BSM"], feature["DLBM"], feature["ZLDWDM"], feature["TBMJ"] = f"{number}", "0702", CODE, 7850.0
        west = X + number * 100
        places = {"a": west, "b": west + 50, "c": west + 100, "y": Y, "m": Y + 50, "t": Y + 100}
        feature.SetGeometry(ogr.CreateGeometryFromWkt(text.format(**places)))
        layer.CreateFeature(feature)
    del dataset
    return f"{path}|layername=图斑"


@pytest.mark.parametrize("kind", CURVES)
def test_curves(case, kind):
    case.runs(PARCELS=drawn(case.office.data / "曲线.gpkg", *CURVES[kind]))
    areas = case.office.pieces().area
    want = 3927 if kind == "CompoundCurve" else 7854  # circles and half-circles of 50 m
    assert len(areas) == 10 and areas.between(want * 0.998, want).all()
    checked = case.office.out / "检查.gpkg"
    case.office.run("check_layers", PARCELS=f"{case.office.data / '曲线.gpkg'}|layername=图斑", OUTPUT=str(checked))
    found = set(pyogrio.read_dataframe(checked, layer="problems")["kind"])
    assert "curves" in found and not found & {"no_geometry", "unusable_geometry"}


@pytest.mark.parametrize("kind", ["Z", "M", "ZM"])
def test_heights_and_measures(case, kind):
    types = {"Z": ogr.wkbPolygon25D, "M": ogr.wkbPolygonM, "ZM": ogr.wkbPolygonZM}
    tail = {"Z": " 5", "M": " 5", "ZM": " 5 6"}[kind]
    corners = ",".join(f"{{{x}}} {{{y}}}{tail}" for x, y in ("ay", "cy", "ct", "at", "ay"))
    source = drawn(case.office.data / "高.gpkg", types[kind], f"POLYGON {kind}(({corners}))")
    case.runs(PARCELS=source)
    pieces = case.office.pieces()
    assert not shapely.has_z(pieces.geometry).any() and pieces.area.round(3).tolist() == [10_000.0] * 10


@pytest.mark.parametrize("change", ["boundary", "centroid"])
def test_lines_and_points(case, change):
    frame = parcels()
    case.refused(PARCELS=case.office.write(frame.set_geometry(getattr(frame, change))))


def test_no_features(case):
    case.refused(PARCELS=case.office.write(parcels().iloc[:0]))


def test_no_feature_with_a_geometry(case):
    frame = parcels(2).set_geometry(gpd.GeoSeries([None, None], crs="EPSG:4527"))
    case.refused(PARCELS=case.office.write(frame, geometry_type="Polygon"))


def test_a_polygon_of_very_many_vertices(case):
    """A river of 200,000 vertices around and through the parcels' row."""
    angle = np.linspace(0, 2 * np.pi, 200_000, endpoint=False)
    radius = 3000 + 50 * np.sin(angle * 4000)
    ring = np.column_stack((X + 500 + radius * np.cos(angle), Y - 5000 + radius * np.sin(angle)))
    river = shapely.Polygon(ring)
    frame = with_geometry(parcels(11), 10, river).assign(TBMJ=[9999.96] * 10 + [round(river.area, 2)])
    zone = with_geometry(zones(), 0, shapely.box(X, Y - 5000, X + 500, Y + 50))
    case.runs(PARCELS=case.office.write(frame), PBF=case.office.write(zone, "YJJBNTBHTB"))
    assert len(case.office.pieces()) == 17


def test_holes_as_thin_as_rounding(case):
    """A PBF square wholly in a parcel with such a hole, and a parcel wholly in a zone with one, 1,024 m east of it."""
    # A triangle 10 m long and about 1e-9 m wide: GEOS alone says that its polygon shares nothing with the square.
    hole = [(39530408.823836066, 3400376.703604349), (39530403.895349845, 3400368.4937186297)]
    hole.append((39530406.08631884, 3400372.14344073))
    field = shapely.Polygon(shapely.box(39_530_333, 3_400_351, 39_530_433, 3_400_411).exterior, [hole])
    square = shapely.box(39530396.819313206, 3400368.5889049512, 39530415.819313206, 3400387.5889049512)
    east = [shapely.transform(shape, lambda xy: xy + np.array([1024.0, 0.0])) for shape in (square, field)]
    shapes, area = [field, east[0]], np.array([6000.0, 361.0])
    frame = with_geometry(with_geometry(parcels(2, TBMJ=area, TBDLMJ=area, DLBM="0101"), 0, shapes[0]), 1, shapes[1])
    pbf = gpd.GeoDataFrame(
        {"BSM": ["z1", "z2"], "DLBM": "0101", "YJJBNTMJ": [361.0, 6000.0], "ZLDWDM": CODE},
        geometry=[square, east[1]],
        crs="EPSG:4527",
    )
    given = {"PARCELS": case.office.write(frame), "PBF": case.office.write(pbf, "YJJBNTBHTB"), "AREA_METHOD": "planar"}
    case.runs(**given)
    pieces = case.office.pieces().fillna({"pbf": ""}).set_index(["BSM", "pbf"])["area_m2"]
    first, second = frame["BSM"]
    assert pieces.to_dict() == {(first, ""): 5639.0, (first, "z1"): 361.0, (second, "z2"): 361.0}
    case.runs("measure_zones", OUTPUT=str(case.office.out / "面积.gpkg"), **given)
    sums = pyogrio.read_dataframe(case.office.out / "面积.gpkg", layer="areas").set_index("role")["area_m2"]
    assert sums.to_dict() == {"parcels": 6361.0, "pbf": 722.0}
