"""Systems as offices have them: their own numbers, unnamed datums, parameters of their own, no place at all."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely
from pyproj.database import query_crs_info
from pyproj.enums import PJType
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem

from farmland_redline.processing.bridge.crs.datums import is_cgcs2000, is_near_cgcs2000, meant_datum
from farmland_redline.processing.bridge.crs.stated_systems import read_system, to_pyproj
from farmland_redline.processing.bridge.crs.systems import (
    describe_system,
    find_transformer,
    local_name,
    projection_of,
    working_crs,
)
from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.i18n import report_language

pytestmark = pytest.mark.usefixtures("qgis")

CHINA_WEST = 73.0  # degrees
MERIDIAN = "+proj=tmerc +lat_0=0 +lon_0={longitude} +k=1 +x_0={easting} +y_0=0 +units=m +no_defs "
ESRI = (
    'PROJCS["本地",GEOGCS["{geographic}",DATUM["{datum}",SPHEROID["{datum}",{radius},{flattening}]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],'
    'PARAMETER["False_Easting",{easting}],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",{longitude}],'
    'PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)
GRS80 = {"radius": 6378137.0, "flattening": 298.257222101}
LOCAL = 'LOCAL_CS["城建坐标",LOCAL_DATUM["local",0],UNIT["metre",1],AXIS["Easting",EAST],AXIS["Northing",NORTH]]'


def silent(text):
    raise AssertionError(text)


def of_proj(text, **values):
    crs = QgsCoordinateReferenceSystem()
    crs.createFromProj((MERIDIAN + text).format(**{"longitude": 117.25, "easting": 500000, **values}))
    assert crs.isValid()
    return crs


def of_esri(**values):
    crs = QgsCoordinateReferenceSystem()
    crs.createFromWkt(ESRI.format(**{"geographic": "GCS_X", "easting": 39500000.0, "longitude": 117.0, **values}))
    assert crs.isValid()
    return crs


@pytest.fixture
def own_number():
    """Save a system under a number of the user's own; it is removed again."""
    QgsApplication.createDatabase()  # a new profile's is empty until QGIS's window has been open
    saved = []

    def save(crs, name):
        saved.append(crs.saveAsUserCrs(name))
        found = QgsCoordinateReferenceSystem(f"USER:{saved[-1]}")
        assert found.isValid() and found.authid().startswith("USER:")
        return found

    yield save
    for number in saved:
        QgsApplication.coordinateReferenceSystemRegistry().removeUserCrs(number)


def test_a_users_own_number_is_read_by_its_text(own_number):
    told = []
    found = to_pyproj(own_number(of_proj("+ellps=GRS80"), "我局117°15′"), "图斑", told.append)
    assert found.name == "我局117°15′"
    assert is_cgcs2000(found) and projection_of(found).central_meridian == 117.25
    assert len(told) == 1 and "图斑" in told[0] and "Unknown based on GRS" in told[0] and "我局117°15′" in told[0]


def test_a_users_own_number_for_a_named_datum_needs_no_word(own_number):
    crs = own_number(of_esri(**GRS80, datum="D_China_2000", longitude=117.25), "本地中央经线")
    found = to_pyproj(crs, "图斑", silent)
    assert is_cgcs2000(found) and projection_of(found).central_meridian == 117.25


@pytest.mark.parametrize(
    ("datum", "geographic"),
    [
        ("D_CGCS_2000", "GCS_CGCS_2000"),
        ("D_国家2000", "国家2000"),
        ("D_2000国家大地坐标系", "x"),
        ("D_GRS_1980", "GCS_GRS_1980"),
        ("D_Unknown", "GCS_Unknown"),
        ("D_我局", "我局"),
    ],
)
def test_a_datum_that_means_cgcs2000(datum, geographic):
    """Zone 39 with its number is EPSG:4527, whatever the file calls it; its coordinates stay as they are."""
    told = []
    found = to_pyproj(of_esri(**GRS80, datum=datum, geographic=geographic), "图斑", told.append)
    assert found.to_epsg() == 4527 and len(told) == 1
    target = pyproj.CRS.from_epsg(4527)
    assert working_crs(found, 117.0) == target
    assert find_transformer(found, target, None, "图斑", False, silent) is None


@pytest.mark.parametrize(
    ("longitude", "easting", "code"),
    [(117, 39_500_000, 4527), (117, 20_500_000, 4498), (117, 500_000, 4548), (75, 25_500_000, 4513)],
)
def test_an_unnamed_zone_has_its_code(longitude, easting, code):
    found = read_system(of_proj("+ellps=GRS80 +towgs84=0,0,0,0,0,0,0", longitude=longitude, easting=easting), "x")
    assert found.datum and found.crs.to_epsg() == code


def test_unnamed_degrees_are_4490():
    crs = QgsCoordinateReferenceSystem()
    crs.createFromProj("+proj=longlat +ellps=GRS80 +no_defs")
    assert read_system(crs, "x").crs.to_epsg() == 4490


@pytest.mark.parametrize(
    ("datum", "radius", "flattening"),
    [
        ("D_CGCS_2000", 6378245.0, 298.3),
        ("D_China_2000", 6378140.0, 298.257),
        ("D_我局", 6378140.0, 298.257),
        ("D_North_American_1983", 6378137.0, 298.257222101),
    ],
)
def test_others_are_not_taken_for_it(datum, radius, flattening):
    """A name on the ellipsoid of Beijing 1954 or Xi'an 1980, and another continent's datum on that of CGCS2000."""
    given = of_esri(datum=datum, radius=radius, flattening=flattening, geographic="GCS_X")
    stated = read_system(given, "x")
    assert not stated.datum and not is_cgcs2000(stated.crs)
    with pytest.raises(InputError, match="cannot be brought to CGCS2000 exactly"):
        find_transformer(stated.crs, pyproj.CRS.from_epsg(4527), None, "x", False, silent)


@pytest.mark.parametrize("form", ["WKT2_2019", "WKT1_ESRI"])
def test_no_datum_that_proj_knows_is_taken_for_it(form):
    """Of a thousand geographic systems only those without a datum are, also as files of ArcGIS write them.

    Not those of which all of the area lies in Europe: PROJ finds no datum with brackets in its name by ArcGIS's name,
    and coordinates there are refused.
    """
    taken = set()
    for entry in query_crs_info("EPSG", PJType.GEOGRAPHIC_2D_CRS, allow_deprecated=True):
        if entry.area_of_use is not None and entry.area_of_use.east < CHINA_WEST and entry.area_of_use.west > -30:
            continue
        crs = pyproj.CRS.from_wkt(pyproj.CRS.from_epsg(entry.code).to_wkt(form))
        if meant_datum(crs) or (is_cgcs2000(crs) and entry.code != "4490"):
            taken.add(entry.code)
    assert taken == {"4019"}  # "Unknown datum based upon the GRS 1980 ellipsoid"


def test_unnamed_systems_on_the_ellipsoid_of_wgs84_are_near():
    told = []
    stated = read_system(of_proj("+ellps=WGS84"), "x")
    assert not stated.datum and is_near_cgcs2000(stated.crs)
    transformer = find_transformer(stated.crs, pyproj.CRS.from_epsg(4527), None, "x", False, told.append)
    same = pyproj.CRS.from_proj4(MERIDIAN.format(longitude=117.25, easting=500000) + "+ellps=GRS80")
    want = pyproj.Transformer.from_crs(same, 4527, always_xy=True).transform(512_000, 3_245_000)
    assert transformer.transform(512_000, 3_245_000) == pytest.approx(want, abs=0.001) and len(told) == 1


def test_a_raised_plane_keeps_longitude_and_latitude():
    """At 1,300 m the plane's coordinates are larger by 1300/6378137; its area is not the survey's, so it is left."""
    stated = read_system(of_esri(datum="D_China_2000", radius=6379437.0, flattening=298.257222101), "x")
    told = []
    assert working_crs(stated.crs, 117.0).to_epsg() == 4527
    transformer = find_transformer(stated.crs, pyproj.CRS.from_epsg(4527), None, "x", False, told.append)
    x, y = transformer.transform(39_500_000 + 12_000 * 6379437 / 6378137, 3_245_000 * 6379437 / 6378137)
    assert (x, y) == pytest.approx((39_512_000, 3_245_000), abs=0.001) and len(told) == 1


def test_an_offices_own_parameters_count():
    """Krassovsky with a shift to WGS 84: exactly by that shift, written out with the ellipsoids' formulas."""
    crs = pyproj.CRS.from_proj4(
        MERIDIAN.format(longitude=117, easting=500000) + "+ellps=krass +towgs84=15.8,-154.4,-82.3"
    )
    given = QgsCoordinateReferenceSystem()
    given.createFromWkt(crs.to_wkt())
    found = to_pyproj(given, "二调", silent)
    told = []
    transformer = find_transformer(found, pyproj.CRS.from_epsg(4490), None, "二调", False, told.append)
    longitude, latitude = pyproj.Proj(proj="tmerc", lon_0=117, x_0=500000, ellps="krass")(
        512_000, 3_245_000, inverse=True
    )
    want = by_hand(longitude, latitude, 6378245.0, 298.3, (15.8, -154.4, -82.3))
    assert transformer.transform(512_000, 3_245_000) == pytest.approx(want, abs=1e-8)
    assert len(told) == 1 and "15.8, -154.4, -82.3" in told[0]


def by_hand(longitude, latitude, radius, flattening, shift):
    """Geodetic -> geocentric -> shifted -> geodetic on the ellipsoid of CGCS2000."""
    a, e2 = radius, (2 - 1 / flattening) / flattening
    east, b = np.radians(longitude), np.radians(latitude)
    n = a / np.sqrt(1 - e2 * np.sin(b) ** 2)
    x, y, z = (
        n * np.cos(b) * np.cos(east) + shift[0],
        n * np.cos(b) * np.sin(east) + shift[1],
        n * (1 - e2) * np.sin(b) + shift[2],
    )
    a, e2 = 6378137.0, (2 - 1 / 298.257222101) / 298.257222101
    b = np.arctan2(z, np.hypot(x, y))
    for _ in range(20):
        n = a / np.sqrt(1 - e2 * np.sin(b) ** 2)
        b = np.arctan2(z + n * e2 * np.sin(b), np.hypot(x, y))
    return np.degrees(np.arctan2(y, x)), np.degrees(b)


def test_parameters_that_change_nothing_are_left():
    crs = pyproj.CRS.from_epsg(4527).to_wkt("WKT1_GDAL")
    crs = crs.replace('298.257222101,AUTHORITY["EPSG","1024"]]', "298.257222101],TOWGS84[0,0,0,0,0,0,0]")
    given = QgsCoordinateReferenceSystem()
    given.createFromWkt(crs)
    found = to_pyproj(given, "图斑", silent)
    assert not found.is_bound and is_cgcs2000(found)


def test_heights_are_left():
    compound = pyproj.crs.CompoundCRS("图斑", [pyproj.CRS.from_epsg(4527), pyproj.CRS.from_epsg(5737)])
    given = QgsCoordinateReferenceSystem()
    given.createFromWkt(compound.to_wkt())
    found = to_pyproj(given, "图斑", silent)
    assert found.to_epsg() == 4527


@pytest.mark.parametrize("name", ["unknown", "????", "unnamed", "_117_15_", "user-defined"])
def test_a_system_without_a_name_is_called_by_its_meridian(name):
    crs = pyproj.CRS.from_wkt(of_wkt(name))
    assert local_name(crs) == "CGCS2000, Gauss-Krüger, central meridian 117.25° E"
    assert local_name(pyproj.CRS.from_wkt(of_wkt("City grid"))) == "City grid"
    chinese = describe_system(pyproj.CRS.from_wkt(of_wkt("City grid")), report_language("zh"))
    assert chinese == "CGCS2000 高斯-克吕格投影，中央经线117.25°E"


def of_wkt(name):
    text = ESRI.format(**GRS80, datum="D_China_2000", geographic="GCS_X", easting=500000.0, longitude=117.25)
    return text.replace('"本地"', f'"{name}"')


@pytest.mark.parametrize("text", [LOCAL, pyproj.CRS.from_epsg(4479).to_wkt()])
def test_a_system_tied_to_no_place_is_refused(text, own_number):
    given = QgsCoordinateReferenceSystem()
    given.createFromWkt(text)
    with pytest.raises(InputError, match=r"图斑.*tied to no place"):
        to_pyproj(given, "图斑", silent)


def test_other_units_than_metres_are_no_working_system():
    """Kilometres, and metres counted to the south."""
    stated = read_system(QgsCoordinateReferenceSystem("EPSG:4527"), "x")
    assert projection_of(stated.crs) is not None
    given = QgsCoordinateReferenceSystem()
    given.createFromProj(MERIDIAN.format(longitude=117, easting=500000).replace("units=m", "units=km") + "+ellps=GRS80")
    kilometres = read_system(given, "x").crs
    assert is_cgcs2000(kilometres) and projection_of(kilometres) is None
    target = working_crs(kilometres, 117.0)
    assert target.to_epsg() == 4527
    transformer = find_transformer(kilometres, target, None, "x", False, silent)
    box = shapely.transform(
        shapely.box(512, 3245, 512.1, 3245.1), lambda c: np.column_stack(transformer.transform(*c.T))
    )
    assert box.area == pytest.approx(10_000, abs=0.01)
    south = pyproj.CRS.from_wkt(pyproj.CRS.from_epsg(2048).to_wkt())
    assert projection_of(south) is None
