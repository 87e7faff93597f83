"""One coordinate system for all layers: what is exact, what is said, what is refused."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
from qgis.core import QgsCoordinateReferenceSystem

from farmland_redline.processing.bridge.crs.datums import is_cgcs2000
from farmland_redline.processing.bridge.crs.stated_systems import to_pyproj
from farmland_redline.processing.bridge.crs.systems import (
    crs_name,
    crs_title,
    place_of,
    projection_of,
    reproject_layer,
    working_crs,
)
from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.i18n import report_language

pytestmark = pytest.mark.usefixtures("qgis")

CGCS2000 = pyproj.CRS.from_epsg(4490)


def frame(polygon, crs=None):
    return gpd.GeoDataFrame({"BSM": ["a"]}, geometry=[polygon], crs=crs)


def silent(text):
    raise AssertionError(text)


@pytest.mark.parametrize("code", [4490, *range(4491, 4555)])
def test_every_system_of_cgcs2000_is_known(code):
    crs = pyproj.CRS.from_epsg(code)
    assert is_cgcs2000(crs)
    projection = projection_of(crs)
    if code == 4490:
        assert projection is None
        return
    # EPSG: 6° zones 13-23 with the number in the easting, then by meridian; 3° zones 25-45 likewise.
    if code < 4502:
        zone, meridian, easting = code - 4478, (code - 4478) * 6 - 3, (code - 4478) * 1_000_000 + 500_000
    elif code < 4513:
        meridian, easting = 75 + (code - 4502) * 6, 500_000
    elif code < 4534:
        zone = code - 4488
        meridian, easting = zone * 3, zone * 1_000_000 + 500_000
    else:
        meridian, easting = 75 + (code - 4534) * 3, 500_000
    assert (projection.central_meridian, projection.false_easting, projection.false_northing) == (meridian, easting, 0)
    assert working_crs(crs, 0.0) == crs


@pytest.mark.parametrize("code", [4326, 3857, 32650, 2381, 2437, 4610, 4214])
def test_others_are_not_cgcs2000(code):
    assert not is_cgcs2000(pyproj.CRS.from_epsg(code))


def test_a_projection_of_another_kind_is_none():
    for code in (3857, 32650, 4490):  # 32650 has the scale 0.9996
        assert projection_of(pyproj.CRS.from_epsg(code)) is None


def test_a_custom_projection_of_cgcs2000_is_understood():
    """Offices keep local zones with a meridian of their own; a .prj of ESRI names the datum in its own way."""
    wkt = pyproj.CRS.from_epsg(4549).to_wkt("WKT1_ESRI").replace("120.0", "117.25")
    crs = pyproj.CRS.from_wkt(wkt)
    assert is_cgcs2000(crs)
    assert projection_of(crs).central_meridian == 117.25
    assert working_crs(crs, 117.0) == crs


@pytest.mark.parametrize(
    ("longitude", "code"), [(117.2, 4527), (118.49, 4527), (118.51, 4528), (75.1, 4513), (135, 4533)]
)
def test_degrees_are_worked_on_in_their_zone(longitude, code):
    assert working_crs(CGCS2000, longitude).to_epsg() == code


def middle(polygons, code):
    return place_of(np.array(polygons, object), pyproj.CRS.from_epsg(code), "图斑")


@pytest.mark.parametrize(
    ("code", "box"),
    [
        (4490, (2, 48, 3, 49)),
        (4490, (39_512_000, 3_245_000, 39_512_100, 3_245_100)),
        (4527, (117, 29, 117.1, 29.1)),
        (4548, (117, 29, 117.1, 29.1)),
        (4527, (512_000, 3_245_000, 512_100, 3_245_100)),
        (4548, (39_512_000, 3_245_000, 39_512_100, 3_245_100)),
        (4527, (3_245_000, 39_512_000, 3_245_100, 39_512_100)),
        (4548, (3_245_000, 512_000, 3_245_100, 512_100)),
        (4527, (1e20, 1e20, 2e20, 2e20)),
        (3857, (117, 29, 117.1, 29.1)),
    ],
)
def test_coordinates_that_do_not_fit_are_refused(code, box):
    """Degrees for metres, with the zone's number or without, x for y, another country."""
    with pytest.raises(InputError, match=r"图斑.*do not fit.*outside China"):
        middle([shapely.box(*box)], code)
    with pytest.raises(InputError, match=r"图斑.*do not fit"):
        reproject_layer(
            frame(shapely.box(*box)), pyproj.CRS.from_epsg(code), pyproj.CRS.from_epsg(4527), "图斑", True, print
        )


def test_the_middle_is_that_of_most():
    wild = [shapely.box(1e9, 1e9, 2e9, 2e9), None, shapely.Polygon()]
    longitude, latitude = middle(
        [shapely.box(39_512_000 + i, 3_245_000, 39_512_100, 3_245_100) for i in range(9)], 4527
    )
    assert middle([shapely.box(39_512_000, 3_245_000, 39_512_100, 3_245_100)] * 9 + wild, 4527)[0] == pytest.approx(
        longitude, abs=1e-4
    )
    assert (longitude, latitude) == pytest.approx((117.12, 29.32), abs=0.01)
    assert middle([None, shapely.Polygon()], 4527) is None


def test_world_system_works_in_a_chinese_zone():
    assert working_crs(pyproj.CRS.from_epsg(4326), 117.2).to_epsg() == 4527
    longitude, _ = middle([shapely.box(13_040_000, 3_370_000, 13_050_000, 3_380_000)], 3857)
    assert working_crs(pyproj.CRS.from_epsg(3857), longitude).to_epsg() == 4527


def test_zones_of_a_neighbouring_zone_coincide_to_a_millimetre():
    """The same ground drawn in 3° zones 39 and 40, with and without number, in 6° zone 20 and in degrees."""
    ground = shapely.box(39_640_000.0, 3_245_000.0, 39_641_000.0, 3_246_000.0)
    target = pyproj.CRS.from_epsg(4527)
    for code in (4527, 4528, 4548, 4549, 4498, 4509, 4490):
        crs = pyproj.CRS.from_epsg(code)
        there = pyproj.Transformer.from_crs(target, crs, always_xy=True)
        drawn = shapely.transform(ground, lambda c, t=there: np.column_stack(t.transform(c[:, 0], c[:, 1])))
        back = reproject_layer(frame(drawn), crs, target, "zones", False, silent)
        assert back.crs == target
        off = shapely.get_coordinates(back.geometry.iloc[0]) - shapely.get_coordinates(ground)
        assert np.abs(off).max() < 1e-3, code


def test_a_neighbouring_zone_is_not_taken_for_the_same():
    target = pyproj.CRS.from_epsg(4527)
    moved = reproject_layer(
        frame(shapely.box(500_000, 3.2e6, 500_100, 3.2001e6)), pyproj.CRS.from_epsg(4549), target, "z", False, silent
    )
    assert moved.total_bounds[0] == pytest.approx(39_500_000 + 3 * 95_000, rel=1e-2)


def test_nothing_is_touched_in_the_same_system():
    polygon = shapely.box(39_500_000.1, 3.2e6, 39_500_100, 3.2001e6)
    target = pyproj.CRS.from_epsg(4527)
    for given in (frame(polygon), frame(polygon, "EPSG:4527")):
        same = reproject_layer(given, target, target, "z", False, silent)
        assert shapely.to_wkb(same.geometry.iloc[0]) == shapely.to_wkb(polygon) and same.crs == target


def test_missing_geometries_survive():
    target = pyproj.CRS.from_epsg(4527)
    given = gpd.GeoDataFrame({"BSM": ["a", "b"]}, geometry=[None, shapely.box(117, 29, 117.001, 29.001)])
    moved = reproject_layer(given, CGCS2000, target, "z", False, silent)
    assert moved.geometry.isna().tolist() == [True, False]


def test_the_world_system_is_told():
    told = []
    polygon = shapely.box(117.2, 29.3, 117.21, 29.31)
    moved = reproject_layer(
        frame(polygon), pyproj.CRS.from_epsg(4326), pyproj.CRS.from_epsg(4527), "红线", False, told.append
    )
    assert len(told) == 1 and "红线" in told[0] and "WGS 84" in told[0]
    # WGS 84 and CGCS2000 agree to better than a metre.
    want = pyproj.Transformer.from_crs(4490, 4527, always_xy=True).transform(*polygon.exterior.coords[0])
    assert moved.geometry[0].exterior.coords[0] == pytest.approx(want, abs=1.0)


@pytest.mark.parametrize("code", [4610, 2363, 2381, 4214, 2415, 2437])
def test_old_systems_are_refused_unless_allowed(code):
    """Xi'an 1980 and Beijing 1954: PROJ would shift by nothing, which is off by up to 100 m."""
    crs, target = pyproj.CRS.from_epsg(code), pyproj.CRS.from_epsg(4527)
    there = pyproj.Transformer.from_crs(crs.geodetic_crs, crs, always_xy=True)
    polygon = shapely.transform(
        shapely.box(117.2, 29.3, 117.21, 29.31), lambda c: np.column_stack(there.transform(c[:, 0], c[:, 1]))
    )
    with pytest.raises(InputError) as error:
        reproject_layer(frame(polygon), crs, target, "二调", False, silent)
    assert "二调" in str(error.value) and crs_name(f"EPSG:{code}") in str(error.value)
    told = []
    moved = reproject_layer(frame(polygon), crs, target, "二调", True, told.append)
    assert len(told) == 1 and np.isfinite(moved.total_bounds).all()


def test_no_system_is_an_error():
    with pytest.raises(InputError, match=r"图斑.*no coordinate reference system"):
        to_pyproj(QgsCoordinateReferenceSystem(), "图斑", silent)


def test_systems_come_from_qgis():
    assert to_pyproj(QgsCoordinateReferenceSystem("EPSG:4527"), "x", silent).to_epsg() == 4527
    custom = QgsCoordinateReferenceSystem()
    custom.createFromWkt(pyproj.CRS.from_epsg(4549).to_wkt("WKT1_ESRI").replace("120.0", "117.25"))
    assert custom.isValid() and not custom.authid()
    found = to_pyproj(custom, "x", silent)
    assert is_cgcs2000(found) and projection_of(found).central_meridian == 117.25


@pytest.mark.parametrize(
    ("given", "chinese"),
    [
        ("EPSG:4527", "CGCS2000 3度带高斯-克吕格投影，第39带，中央经线117°E"),
        ("EPSG:4498", "CGCS2000 6度带高斯-克吕格投影，第20带，中央经线117°E"),
        ("EPSG:4548", "CGCS2000 3度带高斯-克吕格投影，中央经线117°E"),
        ("EPSG:4490", "CGCS2000"),
        ("EPSG:2363", "1980西安坐标系 3度带高斯-克吕格投影，第39带，中央经线117°E"),
        ("CGCS2000_3_Degree_GK_Zone_39", "CGCS2000 3度带高斯-克吕格投影，第39带，中央经线117°E"),
        ("CGCS2000_GK_CM_117E", "CGCS2000 6度带高斯-克吕格投影，中央经线117°E"),
        ("EPSG:32650", "WGS 84 / UTM zone 50N"),
        ("an office's own", "an office's own"),
    ],
)
def test_systems_are_named_in_words(given, chinese):
    assert crs_name(given, report_language("zh")) == chinese
    if given.startswith("EPSG:4"):
        # The meridian said is the one that PROJ projects by.
        projection = projection_of(pyproj.CRS.from_user_input(given))
        assert projection is None or f"{projection.central_meridian:g}°E" in chinese
        assert crs_title(given, report_language("zh")) == f"{chinese}（{given}）"
