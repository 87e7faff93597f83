"""Layers in the wrong place, of the wrong kind, given wrongly, or changed by others."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsGeometry,
    QgsLineString,
    QgsMultiPolygon,
    QgsPoint,
    QgsPolygon,
    QgsProject,
    QgsVectorLayer,
)

from farmland_redline.processing.bridge.io.reading import read_file

from .conftest import X, Y, other_zones, parcels, units, with_geometry, zones

# Coordinate reference systems.


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize("name", ["图斑.gpkg", "图斑.shp"])
@pytest.mark.parametrize("given", ["PARCELS", "ZONES"])
def test_no_system(case, name, given):
    frame = parcels()
    bare = case.office.write(
        gpd.GeoDataFrame(pd.DataFrame(frame.drop(columns="geometry")), geometry=frame.geometry.to_numpy()), name=name
    )
    plain = case.office.plain()
    case.refused(
        **(plain | ({"PARCELS": bare} if given == "PARCELS" else {"ZONES": [bare], "ZONE_ROLES": "图斑=forest"}))
    )


def moved(case, code):
    """The zones in another system, where they are the same land; the pieces of the run."""
    zone = zones().to_crs(code)
    source = case.office.write(zone, "YJJBNTBHTB")
    case.runs(PARCELS=case.office.write(parcels(), "DLTB"), PBF=source)
    return case.office.pieces()


@pytest.mark.parametrize("code", [4526, 4528, 4547, 4548, 4498, 4490])
def test_zones_in_another_system_of_cgcs2000(case, code):
    """Other 3° and 6° zones, with and without the zone's number, and degrees: exact to a millimetre."""
    pieces = moved(case, code)
    inside = pieces[pieces["pbf"] == "z1"]
    assert len(pieces) == 15 and (inside.area - 5000).abs().max() < 0.2


@pytest.mark.parametrize("code", [4326, 3857, 32650])
def test_zones_in_the_world_system(case, code):
    pieces = moved(case, code)
    assert len(pieces) == 15 and pieces["pbf"].notna().sum() == 5


@pytest.mark.parametrize("code", [4610, 2363, 4214, 2437])
def test_zones_in_an_old_system(case, code):
    """Xi'an 1980 and Beijing 1954: the difference is not known to PROJ."""
    zone = zones().to_crs(4490).set_crs({4610: 4610, 2363: 4610, 4214: 4214, 2437: 4214}[code], allow_override=True)
    case.refused(PARCELS=case.office.write(parcels(), "DLTB"), PBF=case.office.write(zone.to_crs(code), "YJJBNTBHTB"))


# A meridian of the office's own, as it is typed into QGIS: no datum, the ellipsoid of CGCS2000.
MERIDIAN = "+proj=tmerc +lat_0=0 +lon_0=117.25 +k=1 +x_0=500000 +y_0=0 +units=m +no_defs +type=crs "
ESRI = (
    'PROJCS["CGCS_2000_3_Degree_GK_Zone_39",GEOGCS["GCS_CGCS_2000",DATUM["D_CGCS_2000",'
    'SPHEROID["CGCS_2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",39500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",117.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],'
    'UNIT["Meter",1.0]]'
)


@pytest.fixture
def own_layers(case):
    """Make layers of the project in a system that QGIS knows by a number of the user's own."""
    QgsApplication.createDatabase()  # of a new profile
    saved = []

    def make(text):
        system = QgsCoordinateReferenceSystem()
        system.createFromWkt(pyproj.CRS.from_user_input(text).to_wkt())
        saved.append(system.saveAsUserCrs("我局坐标"))
        system = QgsCoordinateReferenceSystem(f"USER:{saved[-1]}")
        assert system.isValid()
        given = {"DLTB": parcels(), "YJJBNTBHTB": zones(), "XZQ": units(), "DLTB_2023": parcels()}
        layers = {}
        for name, frame in given.items():
            # CGCS2000 and WGS 84 agree here; to either PROJ goes by the parameters that a system has.
            there = frame.to_crs(4490).set_crs(4326, allow_override=True).to_crs(text)
            source = case.office.write(there, name)
            layers[name] = QgsVectorLayer(source, name, "ogr")
            layers[name].setCrs(system)
            QgsProject.instance().addMapLayer(layers[name])
        return layers

    yield make
    for number in saved:
        QgsApplication.coordinateReferenceSystemRegistry().removeUserCrs(number)


def halves(case, column="pbf"):
    """The first five parcels are cut into halves of 4999.98 m² each, and nothing else is."""
    pieces = case.office.pieces()
    inside = pieces[pieces[column] == "z1"]
    # A tenth of a millimetre of 100 m is as well as coordinates of two systems fit each other.
    assert len(pieces) == 15 and inside["area_m2"].tolist() == pytest.approx([4999.98] * 5, abs=0.05)
    assert (inside.area - 5000).abs().max() < 0.2
    return pieces


def test_a_system_of_the_users_own(case, own_layers, qgis_process):
    """A meridian without a datum, of every layer, through every way to give them; zones in zone 39 fit to it."""
    made = own_layers(MERIDIAN + "+ellps=GRS80")
    assert {layer.crs().authid()[:5] for layer in made.values()} == {"USER:"}
    given = {"PARCELS": made["DLTB"], "PBF": made["YJJBNTBHTB"], "UNITS": [made["XZQ"]]}
    case.runs(**given, PREVIOUS=made["DLTB_2023"])
    assert pyproj.CRS(halves(case).crs).name == "我局坐标"
    case.runs(PARCELS=made["DLTB"], PBF=case.office.write(zones(), "YJJBNTBHTB"))
    halves(case)
    case.runs(PARCELS=case.office.write(parcels(), "DLTB"), PBF=made["YJJBNTBHTB"])
    assert halves(case).crs.to_epsg() == 4527
    whole = {**given, "PREVIOUS": made["DLTB_2023"], "MAPS": True, "LANGUAGE": "zh"}
    assert case.office.run("run_batch", **whole)["PIECE_COUNT"] == 15
    # Its map names the system and has coordinates in it: 24 km west of those in zone 39, whose meridian is 117°.
    (sheet,) = (case.office.out / "maps").iterdir()
    text = subprocess.run(["pdftotext", sheet, "-"], capture_output=True, check=True, text=True).stdout
    told = text.split()
    text = unicodedata.normalize("NFKC", "".join(told))
    assert "坐标系:CGCS2000高斯-克吕格投影,中央经线117.25°E" in text and "USER" not in text and "EPSG" not in text
    assert "488000" in told and not [word for word in told if word.startswith(("39", "512"))]
    assert "图例占用冲突非农占用(举措14管控)" in text
    case.office.run("measure_zones", **given, OUTPUT=str(case.office.out / "面积.gpkg"))
    areas = pyogrio.read_dataframe(case.office.out / "面积.gpkg", layer="areas")
    assert areas.loc[areas["role"] == "pbf", "area_m2"].sum() == pytest.approx(5 * 4999.98)
    case.office.run("check_layers", **given, OUTPUT=str(case.office.out / "检查.gpkg"))
    found = pyogrio.read_dataframe(case.office.out / "检查.gpkg", layer="problems")
    assert (found["kind"] == "crs_taken_for_cgcs2000").sum() == 3
    assert not found["kind"].isin(["crs_missing", "crs_not_cgcs2000", "outside_china"]).any()
    # A file in that system, which QGIS finds among the user's own.
    source = case.office.write(parcels().to_crs(4490).to_crs(MERIDIAN + "+ellps=GRS80"), "DLTB")
    assert QgsVectorLayer(source, "x", "ogr").crs().authid().startswith("USER:")
    done = qgis_process("overlay_parcels", {"PARCELS": source, "OUTPUT": str(case.office.out / "新.gpkg")})
    assert done.status == 0 and done.results["PIECE_COUNT"] == 10, done.log
    assert "which is unknown; by its ellipsoid it was taken for CGCS2000" in done.log


@pytest.mark.parametrize("name", ["永农.shp", "永农.gpkg"])
def test_a_datum_that_means_cgcs2000(case, name):
    """As in files of ArcGIS: zone 39, whatever its datum is called; not a millimetre is moved."""
    zone = zones().set_crs(ESRI, allow_override=True)
    source = case.office.write(zone, "YJJBNTBHTB", name=name)
    case.runs(PARCELS=case.office.write(parcels(), "DLTB"), PBF=source)
    halves(case)


def test_an_offices_own_parameters(case, own_layers):
    """Beijing 1954's ellipsoid with three shifts to WGS 84: PROJ moves the layer by them, and back to the same land."""
    made = own_layers(MERIDIAN + "+ellps=krass +towgs84=15.8,-154.4,-82.3,0,0,0,0")
    case.runs(PARCELS=case.office.write(parcels(), "DLTB"), PBF=made["YJJBNTBHTB"])
    halves(case)


@pytest.mark.parametrize("given", ["PARCELS", "PBF"])
def test_a_system_tied_to_no_place(case, given):
    layer = QgsVectorLayer(case.office.write(parcels() if given == "PARCELS" else zones(), "图斑"), "图斑", "ogr")
    system = QgsCoordinateReferenceSystem()
    system.createFromWkt('LOCAL_CS["City grid",LOCAL_DATUM["City",0],UNIT["metre",1],AXIS["E",EAST],AXIS["N",NORTH]]')
    layer.setCrs(system)
    QgsProject.instance().addMapLayer(layer)
    case.refused(**{**case.office.plain(), given: layer})


def cells(longitude, latitude, code, side):
    """Six square parcels in a row in a Gauss-Krüger zone; their areas on the ellipsoid by GeographicLib's formulas."""
    x, y = pyproj.Transformer.from_crs(4490, code, always_xy=True).transform(longitude, latitude)
    west = x + np.arange(6) * side
    frame = parcels(6).set_geometry(shapely.box(west, y, west + side, y + side)).set_crs(code, allow_override=True)
    area = [pyproj.Geod(ellps="GRS80").geometry_area_perimeter(cell)[0] for cell in frame.to_crs(4490).geometry]
    return frame.assign(TBMJ=np.round(area, 2), TBDLMJ=np.round(area, 2))


def test_a_reef(case, qgis_process):
    """40 m at 9.55° N, 1.1° from the meridian: 1600 / (1 + x² / 2R²)² = 1599.41 m², also where it is measured."""
    frame = cells(112.89, 9.55, 4526, 40.0)
    assert frame["TBMJ"].tolist() == pytest.approx([1599.41] * 6, abs=0.02)
    zone = zones().set_geometry([shapely.box(*frame.total_bounds[:3], frame.total_bounds[1] + 20)])
    zone = zone.set_crs(4526, allow_override=True)
    given = {
        "PARCELS": case.office.write(frame.assign(TBMJ=[0.0, *frame["TBMJ"][1:]]), "DLTB"),
        "PBF": case.office.write(zone.to_crs(4490), "YJJBNTBHTB"),
        "UNITS": [case.office.write(zone.set_geometry(zone.buffer(500)).assign(XZQDM="460300"), "XZQ")],
    }
    case.runs(**given)
    pieces = case.office.pieces()
    assert len(pieces) == 12 and pieces["pbf"].notna().sum() == 6
    assert pieces.loc[pieces["pbf"].notna(), "area_m2"].tolist() == pytest.approx([799.71] * 6, abs=0.02)
    assert pieces.groupby("BSM")["area_m2"].sum().tolist() == pytest.approx(frame["TBMJ"].tolist(), abs=0.005)
    assert without_a_place(case, **given) == []
    done = qgis_process("run_batch", {**given, "OUTPUT_FOLDER": str(case.office.out / "全部"), "MAPS": True})
    assert done.status == 0 and done.results["PIECE_COUNT"] == 12, done.log


def without_a_place(case, **given):
    """What the checks say about places of layers and features."""
    case.office.run("check_layers", **given, OUTPUT=str(case.office.out / "检查.gpkg"))
    found = pyogrio.read_dataframe(case.office.out / "检查.gpkg", layer="problems")
    kinds = ("outside_china", "stray", "no_geometry", "unusable_geometry", "layer_not_checked", "crs_missing")
    return found.loc[found["kind"].isin(kinds), "message"].tolist()


@pytest.mark.parametrize(
    ("place", "code", "county"),
    [((122.4, 53.5), 4529, (121.5, 52.3, 123.6, 53.5605)), ((73.9, 39.4), 4513, (73.4997, 38.2, 74.6, 40.0))],
)
def test_counties_at_the_edge(case, place, code, county, qgis_process):
    """Counties that reach to 53.56° N and to 73.5° E, in degrees and in metres."""
    frame = cells(*place, code, 100.0)
    around = units().set_geometry([shapely.box(*county)]).set_crs(4490, allow_override=True)
    for layer in (around, around.set_geometry(around.segmentize(0.1)).to_crs(code)):
        given = {"PARCELS": case.office.write(frame, "DLTB"), "UNITS": [case.office.write(layer, "XZQ")]}
        case.runs(**given, UNIT_SOURCE="boundary")
        assert case.office.pieces()["county"].tolist() == ["360222"] * 6
        assert without_a_place(case, **given) == []
    done = qgis_process("check_layers", {**given, "OUTPUT": str(case.office.out / "新.gpkg")})
    assert done.status == 0 and "geometry" not in done.log, done.log


@pytest.mark.parametrize(
    ("place", "code", "side", "each"),
    [((112.89, 9.55), 4526, 40.0, 799.71), ((73.9, 39.4), 4513, 100.0, 4998.90), ((122.4, 53.5), 4529, 100.0, 4999.81)],
    ids=["reef", "west", "north"],
)
def test_zones_measured_at_the_edges_in_systems_of_others(case, place, code, side, each, qgis_process):
    """By one run each: zones in degrees, with the datum D_CGCS_2000, and with an office's own parameters.

    Half of a square on the ellipsoid by the plane's scale: side² / 2 / (1 + x² / 2R²)², R = 6,371 km.
    """
    frame = cells(*place, code, side)
    south, middle = frame.total_bounds[1], frame.total_bounds[1] + side / 2
    zone = zones().set_geometry([shapely.box(frame.total_bounds[0], south, frame.total_bounds[2], middle)])
    zone = zone.set_crs(code, allow_override=True)
    meridian = pyproj.CRS(code).to_dict()["lon_0"]
    datum = ESRI.replace("117.0", str(meridian)).replace("39500000.0", str(pyproj.CRS(code).to_dict()["x_0"]))
    own = MERIDIAN.replace("117.25", str(meridian + 0.25)) + "+ellps=krass +towgs84=15.8,-154.4,-82.3,0,0,0,0"
    there = zone.to_crs(4490).set_crs(4326, allow_override=True).to_crs(own)
    given = {
        "PARCELS": case.office.write(frame, "DLTB"),
        "PBF": case.office.write(zone.to_crs(4490), "YJJBNTBHTB"),
        "PBF_RESERVE": case.office.write(zone.set_crs(datum, allow_override=True), "YJJBNTCBQ"),
        "FARMLAND_RESERVE": case.office.write(there, "BCGDCBQ"),
    }
    out = case.office.out / "面积.gpkg"
    done = qgis_process("measure_zones", {**given, "OUTPUT": str(out)})
    assert done.status == 0 and done.results["PARCEL_COUNT"] == 6, done.log
    assert "D_CGCS_2000" in done.log
    areas = pyogrio.read_dataframe(out, layer="areas")
    sums = areas.groupby("role")["area_m2"].sum()
    assert sums["parcels"] == pytest.approx(frame["TBMJ"].sum(), abs=0.005)
    # By three shifts and without heights the edge of the zone comes back to a millimetre, along all cells.
    for role, off in (("pbf", 0.12), ("pbf_reserve", 0.12), ("farmland_reserve", 0.001 * 6 * side)):
        assert sums[role] == pytest.approx(6 * each, abs=off), role


WRONG = {
    "degrees in metres": (4527, shapely.box(117.1, 29.3, 117.2, 29.4)),
    "metres in degrees": (4490, shapely.box(X, Y, X + 100, Y + 100)),
    "a number too much": (4548, shapely.box(X, Y, X + 100, Y + 100)),
    "no number": (4527, shapely.box(X - 39e6, Y, X - 39e6 + 100, Y + 100)),
    "x for y": (4527, shapely.box(Y, X, Y + 100, X + 100)),
    "another country": (4490, shapely.box(2, 48, 3, 49)),
    "infinite": (4527, shapely.box(1e20, 1e20, 2e20, 2e20)),
}


@pytest.mark.parametrize("given", ["PARCELS", "PBF"])
@pytest.mark.parametrize("wrong", WRONG)
def test_coordinates_that_do_not_fit_the_system(case, wrong, given):
    code, box = WRONG[wrong]
    frame = with_geometry(zones() if given == "PBF" else parcels(1), 0, box).set_crs(code, allow_override=True)
    case.refused(**{**case.office.plain(), given: case.office.write(frame, "图斑")})


def test_a_layer_elsewhere(case):
    zone = other_zones().set_geometry(zones().translate(80_000, 0))
    source = case.office.write(zone, "STBHHX")
    case.listed("layer_apart", 1, **case.office.plain(), ZONES=[source])
    assert case.office.pieces()["red_line"].isna().all()


# What is in a layer, and which layer it is.


def test_zones_without_features(case):
    source = case.office.write(other_zones().iloc[:0], "STBHHX")
    case.listed("layer_empty", 1, **case.office.plain(), ZONES=[source])


def test_units_without_features(case):
    source = case.office.write(units().iloc[:0], "XZQ")
    case.listed("layer_empty", 1, **case.office.plain(), UNITS=[source])


def test_no_units_to_divide_by(case):
    source = case.office.write(units().iloc[:0], "XZQ")
    case.refused(**case.office.plain(), UNITS=[source], UNIT_SOURCE="boundary")


def test_a_unit_without_a_code(case):
    two = units().loc[[0, 0]].reset_index(drop=True).assign(XZQDM=["360222", None], XZQMC=["浮梁县", "新区"])
    case.listed("unit_without_code", 1, **case.office.plain(), UNITS=[case.office.write(two, "XZQ")])


def test_units_without_a_field_of_codes(case):
    case.refused(**case.office.plain(), UNITS=[case.office.write(units().drop(columns="XZQDM"), "XZQ")])


def test_zones_that_are_lines(case):
    source = case.office.write(other_zones().set_geometry(zones().boundary), "STBHHX")
    case.refused(**case.office.plain(), ZONES=[source])


@pytest.mark.parametrize("given", ["number and null", "number and text"])
def test_zone_ids_of_several_kinds(case, given):
    two = zones().loc[[0, 0]].reset_index(drop=True).assign(BSM=pd.array([12, None], dtype="Int64"))
    two = with_geometry(two, 1, shapely.box(X + 500, Y, X + 700, Y + 50))
    if given == "number and text":
        path = Path(case.office.write(two.to_crs(4490), name="YJJBNTBHTB.geojson"))
        content = json.loads(path.read_text(encoding="utf-8"))
        content["features"][1]["properties"]["BSM"] = "z2"
        path.write_text(json.dumps(content), encoding="utf-8")
        source = str(path)
    else:
        source = case.office.write(two, "YJJBNTBHTB", spatial_index=False)
    case.runs(PARCELS=case.office.write(parcels(), "DLTB"), PBF=source)
    found = case.office.pieces()["pbf"].dropna().value_counts().to_dict()
    assert found == {"12": 5, {"number and null": "YJJBNTBHTB:2", "number and text": "z2"}[given]: 2}


def test_zones_with_bad_geometries(case):
    bow = shapely.from_wkt(f"POLYGON(({X} {Y},{X + 100} {Y + 50},{X + 100} {Y},{X} {Y + 50},{X} {Y}))")
    two = zones().loc[[0, 0]].reset_index(drop=True).assign(BSM=["z1", "z2"])
    source = case.office.write(with_geometry(with_geometry(two, 0, bow), 1, None), "YJJBNTBHTB")
    case.listed("invalid_zone", 1, PARCELS=case.office.write(parcels(), "DLTB"), PBF=source)


def with_others(frame, first):
    """A layer with a point and a line among its polygons, which QGIS takes for one of its first feature's kind."""
    others = gpd.GeoDataFrame(geometry=[shapely.Point(X, Y), shapely.LineString([(X, Y), (X + 9, Y)])], crs=frame.crs)
    return pd.concat([others, frame] if first else [frame, others], ignore_index=True)


@pytest.mark.parametrize("name", ["图.gpkg", "图.geojson"])
@pytest.mark.parametrize("first", [True, False])
def test_polygons_among_points_and_lines(case, name, first):
    """600 parcels, a zone and a unit, each with others in its layer."""
    frames = {"PARCELS": parcels(600), "PBF": zones(), "UNITS": units()}
    sources = {}
    for given, frame in frames.items():
        mixed = with_others(frame, first)
        if name.endswith("json"):
            sources[given] = case.office.write(mixed.to_crs(4490), name=f"{given}{name}")
        else:
            sources[given] = case.office.write(mixed, given, f"{given}{name}")
    sources["UNITS"] = [sources["UNITS"]]
    case.listed("no_polygon", 6, **sources)
    pieces = case.office.pieces()
    assert len(pieces) == 605 and pieces["pbf"].notna().sum() == 5 and pieces["BSM"].nunique() == 600
    checked = case.office.out / "检查.gpkg"
    case.runs("check_layers", PARCELS=sources["PARCELS"], UNITS=sources["UNITS"], OUTPUT=str(checked))
    found = pyogrio.read_dataframe(checked, layer="problems")
    assert (found["kind"] == "no_polygon").sum() == 4
    assert not found["kind"].isin(["no_geometry", "unusable_geometry", "missing_bsm", "location_code"]).any()


def test_collections_with_polygons(case):
    geometry = shapely.GeometryCollection([shapely.Point(X, Y), zones().geometry.iloc[0]])
    case.runs(
        PARCELS=case.office.write(parcels(), "DLTB"),
        PBF=case.office.write(with_geometry(zones(), 0, geometry), "YJJBNTBHTB"),
    )
    assert case.office.pieces()["pbf"].notna().sum() == 5


def test_collections_whose_polygons_overlap(case):
    """One inside another, and its own parts over each other: 500 m by 50 m in all, as the zone has them."""
    parts = [shapely.box(X + west, Y, X + west + 300, Y + 50) for west in (0, 100, 200)]
    inner = shapely.GeometryCollection([shapely.MultiPolygon(parts[2:])])
    geometry = shapely.GeometryCollection([inner, *parts[:2]])
    case.listed(
        "invalid_zone",
        1,
        PARCELS=case.office.write(parcels(), "DLTB"),
        PBF=case.office.write(with_geometry(zones(), 0, geometry), "YJJBNTBHTB"),
    )
    pieces = case.office.pieces()
    assert round(pieces.loc[pieces["pbf"].notna(), "area_m2"].sum(), 2) == 24999.9  # of 4999.98 each


def test_points_alone_in_a_layer_of_any_kind(case):
    mixed = with_others(other_zones(), True).iloc[:2]
    case.refused(**case.office.plain(), ZONES=[case.office.write(mixed, "STBHHX")])


def with_empty(geometry, part):
    """A polygon with an empty part, before or behind its own, or with an empty hole, as scripts in QGIS make them."""
    own, empty = QgsPolygon(), QgsPolygon()
    own.setExteriorRing(QgsLineString([QgsPoint(x, y) for x, y in geometry.exterior.coords]))
    if part == "hole":
        own.addInteriorRing(QgsLineString())
    shape = QgsMultiPolygon()
    for polygon in {"first": (empty, own), "last": (own, empty), "hole": (own,)}[part]:
        shape.addGeometry(polygon)
    return QgsGeometry(shape)


@pytest.mark.parametrize("part", ["first", "last", "hole", "hole in a file"])
def test_empty_parts_and_holes(case, part, qgis_process):
    """PBF: 30 m by 30 m in the first parcel, and 50 m by 150 m across the second: 900 + 5000 m² in it."""
    boxes = [shapely.box(X + 50, Y + 20, X + 80, Y + 50), shapely.box(X + 120, Y - 10, X + 170, Y + 140)]
    pbf = zones().loc[[0, 0]].reset_index(drop=True).assign(BSM=["z1", "z2"]).set_geometry(boxes, crs=4527)

    def write(frame, layer, row):
        """Make a layer in memory: some versions of GDAL leave empty parts out where they read them."""
        if part == "hole in a file":
            holed = shapely.Polygon(frame.geometry.iloc[row].exterior, [shapely.LinearRing()])
            return case.office.write(with_geometry(frame, row, holed), layer)
        source = case.office.write(frame, layer)
        opened = QgsVectorLayer(source, layer, "ogr").materialize(QgsFeatureRequest())
        opened.setName(layer)
        shape = with_empty(frame.geometry.iloc[row], part)
        assert opened.dataProvider().changeGeometryValues({[f.id() for f in opened.getFeatures()][row]: shape})
        QgsProject.instance().addMapLayer(opened)
        return opened

    given = {
        "PARCELS": write(parcels(3), "DLTB", 1),
        "PBF": write(pbf, "YJJBNTBHTB", 1),
        "UNITS": [write(units(), "XZQ", 0)],
        "PREVIOUS": write(parcels(3), "DLTB_2023", 2),
        "AREA_METHOD": "planar",
    }
    table = case.listed("invalid_zone", 2, **given, UNIT_SOURCE="boundary")
    assert table["message"].str.contains("含有空的").all()
    pieces = case.office.pieces()
    assert shapely.is_valid(pieces.geometry.to_numpy()).all() and len(pieces) == 5
    inside = pieces[pieces["pbf"].notna()]
    assert inside.area.sum() == pytest.approx(5900) and (pieces["county"] == "360222").all()
    assert inside["area_m2"].sum() == pytest.approx(5900 * 9999.96 / 10000, abs=0.01)
    assert case.office.run("run_batch", **given)["PIECE_COUNT"] == 5
    areas = {key: value for key, value in given.items() if key != "PREVIOUS"}
    case.office.run("measure_zones", **areas, OUTPUT=str(case.office.out / "面积.gpkg"))
    found = pyogrio.read_dataframe(case.office.out / "面积.gpkg", layer="areas")
    assert found.loc[found["role"] == "pbf", "area_m2"].sum() == pytest.approx(5900 * 9999.96 / 10000, abs=0.01)
    case.office.run("check_layers", **given, OUTPUT=str(case.office.out / "检查.gpkg"))
    found = pyogrio.read_dataframe(case.office.out / "检查.gpkg", layer="problems")
    told = found[found["kind"].isin(["invalid_geometry", "invalid_zone"])]
    assert sorted(told["layer"]) == ["DLTB", "DLTB_2023", "XZQ", "YJJBNTBHTB"]
    assert not found["kind"].isin(["no_geometry", "unusable_geometry", "layer_not_checked"]).any()
    if part == "hole in a file":
        done = qgis_process("overlay_parcels", {**areas, "OUTPUT": str(case.office.out / "新.gpkg")})
        assert done.status == 0 and done.results["PIECE_COUNT"] == 5, done.log


def test_a_layer_given_twice(case):
    source = case.office.write(other_zones(), "STBHHX")
    case.listed("layer_twice", 1, **case.office.plain(), ZONES=[source, source])
    assert len(case.office.pieces()) == 15


def test_two_layers_of_one_name(case):
    """The zones of two counties in files of their own: none is lost."""
    other = other_zones(BSM=["z2"]).set_geometry(zones().translate(500, 0))
    sources = [case.office.write(frame, "STBHHX") for frame in (other_zones(), other)]
    case.runs(PARCELS=case.office.write(parcels(), "DLTB"), ZONES=sources)
    assert sorted(case.office.pieces()["red_line"].dropna()) == ["z1"] * 5 + ["z2"] * 5


def test_zones_that_overlap(case):
    """In one layer by 50 m × 50 m, from layer to layer by 10 m × 50 m; a strip of 0.7 mm is none."""
    boxes = [shapely.box(X, Y, X + 500, Y + 50), shapely.box(X + 450, Y, X + 600, Y + 50)]
    boxes.append(shapely.box(X, Y + 49.9993, X + 600, Y + 90))
    one = other_zones().loc[[0] * 3].reset_index(drop=True).assign(BSM=["a", "b", "c"]).set_geometry(boxes, crs=4527)
    two = other_zones(BSM=["d"]).set_geometry([shapely.box(X + 590, Y, X + 700, Y + 50)], crs=4527)
    given = {
        "PARCELS": case.office.write(parcels(), "DLTB"),
        "ZONES": [case.office.write(one, "STBHHX"), case.office.write(two, "HX")],
        "ZONE_ROLES": "HX=red_line",
    }
    table = case.listed("zones_overlap", 2, **given)
    want = {("a", "b", "2500"), ("b", "d", "500")}
    assert {overlap(row) for row in table.itertuples()} == want
    case.office.run("check_layers", **given, OUTPUT=str(case.office.out / "检查.gpkg"))
    found = pyogrio.read_dataframe(case.office.out / "检查.gpkg", layer="problems")
    assert {overlap(row) for row in found[found["kind"] == "zones_overlap"].itertuples()} == want


def test_units_of_two_layers_that_overlap(case):
    """Two counties in two layers share 100 m × 300 m; the same county in both is one."""
    west, east = shapely.box(X - 100, Y - 100, X + 500, Y + 200), shapely.box(X + 400, Y - 100, X + 2000, Y + 200)
    one = units().set_geometry([west], crs=4527)
    both = units().loc[[0, 0]].reset_index(drop=True).assign(XZQDM=["360222000000", "360281"])
    layers = [case.office.write(one, "XZQ"), case.office.write(both.set_geometry([west, east], crs=4527), "XZQ2")]
    given = {"PARCELS": case.office.write(parcels(), "DLTB"), "UNITS": layers}
    table = case.listed("units_overlap", 1, **given, UNIT_SOURCE="boundary")
    assert [(row.feature, "30000" in row.message) for row in table.itertuples()] == [("360222", True)]
    case.office.run("check_layers", **given, OUTPUT=str(case.office.out / "检查.gpkg"))
    found = pyogrio.read_dataframe(case.office.out / "检查.gpkg", layer="problems")
    found = found[found["kind"] == "units_overlap"]
    assert {row.feature[:6] for row in found.itertuples()} == {"360222"}
    assert found["message"].str.contains("360281").all() and found["message"].str.contains("30000").all()


def test_zones_of_two_files_that_overlap(case):
    """Layers of one name, and zones without an identifier."""
    two = [other_zones().drop(columns="BSM"), other_zones().drop(columns="BSM").set_geometry(zones().translate(400, 0))]
    given = {
        "PARCELS": case.office.write(parcels(), "DLTB"),
        "ZONES": [case.office.write(frame, "STBHHX") for frame in two],
    }
    (row,) = case.listed("zones_overlap", 1, **given).itertuples()
    assert "5000" in row.message
    case.office.run("check_layers", **given, OUTPUT=str(case.office.out / "检查.gpkg"))
    found = pyogrio.read_dataframe(case.office.out / "检查.gpkg", layer="problems")
    (row,) = found[found["kind"] == "zones_overlap"].itertuples()
    assert row.feature == "STBHHX:1" and "STBHHX (2):1" in row.message and "5000" in row.message


def overlap(row):
    """Both zones of a problem and their common area, as its message says them."""
    other, area = re.search(r"(?:zone|分区) (\w) \D*([\d.]+) (?:m²|平方米)", row.message).groups()
    return row.feature, other, area


def test_the_parcels_as_last_years_survey(case):
    source = case.office.write(parcels(), "DLTB")
    case.runs("run_batch", PARCELS=source, PREVIOUS=source)
    found = pyogrio.read_dataframe(case.office.out / "farmland_redline.gpkg", layer="problems")
    assert (found["kind"] == "same_as_parcels").sum() == 1


def test_a_layer_that_is_not_recognised(case):
    case.refused(**case.office.plain(), ZONES=[case.office.write(other_zones(), "图层1")])


def test_a_role_that_is_none(case):
    case.refused(**case.office.plain(), ZONES=[case.office.write(other_zones(), "图层1")], ZONE_ROLES="图层1=red")


def test_a_role_for_a_layer_that_is_not_there(case):
    source = case.office.write(other_zones(), "STBHHX")
    case.refused(**case.office.plain(), ZONES=[source], ZONE_ROLES="STBHX=forest")


# Names and places.


@pytest.mark.parametrize("name", ["a'b", 'a"b', "a=b", "图 斑（新）", "select", "a--b"])
def test_layers_with_odd_names(case, name):
    plain = {"PARCELS": case.office.write(parcels(), name), "ZONES": [case.office.write(other_zones(), name)]}
    case.runs(**plain, ZONE_ROLES=f"{name}=forest")
    assert case.office.pieces()["forest"].notna().sum() == 5


def test_a_layer_with_a_bar_in_its_name(case):
    """QGIS itself cannot name it in a text."""
    case.refused(PARCELS=case.office.write(parcels(), "a|b"))


@pytest.mark.parametrize("folder", ["成果 数据（2024年）", "a'b", "a;b", "a&b", "100%", "a#b"])
def test_folders_with_odd_names(case, folder):
    if "#" in folder and pyogrio.__version__.startswith("0.7."):
        pytest.skip("this pyogrio cuts paths at #; docs/en/limits.md says so")
    case.office.out = case.office.out / folder / "新 建"
    (case.office.data / folder).mkdir()
    source = case.office.write(parcels(), "DLTB", name=f"{folder}/图 斑.gpkg")
    case.runs("run_batch", PARCELS=source, PBF=case.office.write(zones(), "YJJBNTBHTB", name=f"{folder}/基 本.gpkg"))
    assert {"farmland_redline.gpkg", "summary.xlsx"} <= {path.name for path in case.office.out.iterdir()}


ARCHIVES = ["数据.zip.d/图.gpkg", "永农.zip解压/图.shp", "a.tar.gz/图.gpkg", "库.gdb/图.shp", "图.zip.gpkg"]


@pytest.mark.parametrize("name", [*ARCHIVES, "永!农/图.shp", "图;1.gpkg", "[1]{2}/图?.gpkg"])
def test_paths_that_look_like_others(case, name):
    """Like that of an archive, a geodatabase, or an address: pyogrio itself cannot write some of them."""
    plain = case.office.write(parcels(), "图", name=f"x{Path(name).suffix}").split("|")[0]
    target = case.office.data / name
    target.parent.mkdir(exist_ok=True)
    for path in Path(plain).parent.glob("x.*"):
        path.rename(target.with_suffix(path.suffix))
    case.runs(PARCELS=str(target), PBF=case.office.write(zones(), "YJJBNTBHTB"))
    assert len(case.office.pieces()) == 15
    rows = pyogrio.read_dataframe(case.office.out / "碎块.gpkg", layer="provenance")
    assert target.name in " ".join(rows["value"].astype(str))


def test_a_folder_named_as_an_archive_and_no_file_in_it(case):
    case.refused(PARCELS=str(case.office.data / "数据.zip.d" / "没有.gpkg"))


def test_a_file_geodatabase(case):
    if "w" not in pyogrio.list_drivers().get("OpenFileGDB", ""):
        pytest.skip("this GDAL reads file geodatabases, and cannot write them")
    path = case.office.data / "三调 数据.gdb"
    pyogrio.write_dataframe(parcels(), path, layer="DLTB", driver="OpenFileGDB")
    case.runs(PARCELS=f"{path}|layername=DLTB", PBF=case.office.write(zones(), "YJJBNTBHTB"))
    assert len(case.office.pieces()) == 15


def test_a_file_geodatabase_in_an_archive(case):
    """QGIS 3.22 shows no field of a layer of it that is given by name; the checks find the fields that are there."""
    if "w" not in pyogrio.list_drivers().get("OpenFileGDB", ""):
        pytest.skip("this GDAL reads file geodatabases, and cannot write them")
    made = case.office.folder / "库.gdb"
    pyogrio.write_dataframe(parcels(), made, layer="DLTB", driver="OpenFileGDB")
    path = shutil.make_archive(str(case.office.data / "库.gdb"), "zip", case.office.folder, "库.gdb")
    given = {"PARCELS": f"{path}|layername=DLTB", "PBF": case.office.write(zones(), "YJJBNTBHTB")}
    checked = str(case.office.out / "检查.gpkg")
    case.runs("check_layers", **given, OUTPUT=checked)
    found = pyogrio.read_dataframe(checked, layer="problems")
    missing = set(found[found["kind"] == "field_missing"]["feature"])
    assert len(missing) > 5 and not missing & set(parcels().columns)
    case.runs(**given)
    assert len(case.office.pieces()) == 15


# Changed by others.


def test_a_layer_with_unsaved_edits(case):
    layer = QgsVectorLayer(case.office.write(parcels(), "DLTB"), "DLTB", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.startEditing()
    layer.changeAttributeValue(1, layer.fields().indexOf("DLBM"), "0301")
    case.runs(PARCELS=layer, ZONES=[])
    assert case.office.pieces().sort_values("BSM")["DLBM"].iloc[0] == "0301"
    rows = pyogrio.read_dataframe(case.office.out / "碎块.gpkg", layer="provenance")
    assert "with unsaved edits" in rows["value"].tolist()
    layer.rollBack()


@pytest.mark.parametrize("name", ["图斑.gpkg", "图斑.shp"])
def test_a_file_deleted_after_it_was_chosen(case, name):
    source = case.office.write(parcels(), name=name)
    layer = QgsVectorLayer(source, "图斑", "ogr")
    QgsProject.instance().addMapLayer(layer)
    for path in Path(source.split("|")[0]).parent.glob("图斑.*"):
        path.unlink()
    case.refused(PARCELS=layer)


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_an_input_that_another_program_is_editing(case, journal):
    """What is saved is read; what is not yet is not."""
    source = case.office.write(parcels(), "DLTB")
    statements = [f"PRAGMA journal_mode={journal}", "UPDATE DLTB SET DLBM = '0301' WHERE BSM LIKE '%1'"]
    statements += ["BEGIN IMMEDIATE", "UPDATE DLTB SET DLBM = '9999'"]
    with other_program(source.split("|")[0], statements):
        result = case.office.run(PARCELS=source)
    assert result["PIECE_COUNT"] == 10
    assert sorted(set(case.office.pieces()["DLBM"])) == ["0101", "0301", "0702"]


class other_program:  # noqa: N801
    """Another process that has run statements on a SQLite file and keeps it open."""

    def __init__(self, path: str, statements: list[str]) -> None:
        code = (
            "import sqlite3, sys\n"
            f"database = sqlite3.connect({str(path)!r}, isolation_level=None)\n"
            "database.create_function('ST_IsEmpty', 1, lambda g: g is None)\n"
            "for name in ('MinX', 'MaxX', 'MinY', 'MaxY'):\n"
            "    database.create_function('ST_' + name, 1, lambda g: 0.0)\n"
            f"for statement in {statements!r}: database.execute(statement).fetchall()\n"
            "print('ready', flush=True)\n"
            "sys.stdin.read()\n"
        )
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> None:
        assert self._process.stdout.readline() == "ready\n"

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()


def test_times_with_a_zone_in_layers(case):
    """16:00 in UTC is midnight in Beijing: fields of times give the day there, whatever reads them."""
    time = pd.Series(pd.to_datetime(["2024-02-29T16:00:00Z"] * 10))
    frame = parcels(GXSJ=time)
    layers = {**case.office.plain(), "PARCELS": case.office.write(frame, "DLTB")}
    case.runs(**layers)
    assert set(case.office.pieces()["GXSJ"]) == {"2024-03-01"}
    for suffix in (".gpkg", ".fgb", ".geojson"):
        path = Path(case.office.write(frame, "L", f"L{suffix}").split("|")[0])
        assert set(read_file(path, "L")["GXSJ"]) == {"2024-03-01"}, suffix
