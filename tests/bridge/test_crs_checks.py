"""Checks of coordinate systems: places in Jingdezhen, moved as wrong settings move them."""

import numpy as np
import pyproj
import pytest
from qgis.core import QgsCoordinateReferenceSystem

from farmland_redline.processing.bridge.crs.checks import check_coordinates, check_system, find_misplaced, system_of
from farmland_redline.processing.bridge.crs.stated_systems import StatedSystem

pytestmark = pytest.mark.usefixtures("qgis")
PLACE = (117.2, 29.3)  # degrees


def crs(code):
    return pyproj.CRS.from_epsg(code)


def in_system(code):
    return pyproj.Transformer.from_crs(4490, code, always_xy=True).transform(*PLACE)


def kinds(found):
    return [(row.kind, row.severity) for frame in found for row in frame.itertuples()]


@pytest.mark.parametrize(
    ("code", "of_survey", "wanted"),
    [
        (4527, True, []),
        (4548, False, []),
        (4490, True, [("crs_in_degrees", "warning")]),
        (4490, False, [("crs_in_degrees", "note")]),
        (4326, False, [("crs_not_cgcs2000", "warning"), ("crs_in_degrees", "note")]),
        (2363, True, [("crs_not_cgcs2000", "error")]),
        (3857, False, [("crs_not_cgcs2000", "warning"), ("crs_not_gauss_kruger", "warning")]),
    ],
)
def test_systems(code, of_survey, wanted):
    assert kinds(check_system("DLTB", StatedSystem(crs(code)), of_survey, None)) == wanted


def test_no_system():
    assert system_of(QgsCoordinateReferenceSystem(), "DLTB") is None
    assert system_of(QgsCoordinateReferenceSystem("EPSG:4527"), "DLTB") == crs(4527)
    assert kinds(check_system("DLTB", None, True, None)) == [("crs_missing", "error")]


def test_a_datum_that_is_taken_for_cgcs2000():
    (found,) = check_system("DLTB", StatedSystem(crs(4527), "D_CGCS_2000"), True, None)
    assert kinds([found]) == [("crs_taken_for_cgcs2000", "warning")]
    assert found["values"][0] == {"crs": "EPSG:4527", "datum": "D_CGCS_2000"}


def test_a_system_other_than_that_of_the_parcels():
    (found,) = check_system("HX", StatedSystem(crs(4526)), False, ("DLTB", crs(4527)))
    assert found["kind"].tolist() == ["crs_differs"]
    assert found["values"][0] == {"crs": "EPSG:4526", "layer": "DLTB", "other_crs": "EPSG:4527"}
    assert check_system("HX", StatedSystem(crs(4527)), False, ("DLTB", crs(4527))) == []


@pytest.mark.parametrize("code", [4527, 4548, 4490, 4326])
def test_coordinates_that_fit(code):
    assert check_coordinates("DLTB", crs(code), in_system(code)) == []


X, Y = pyproj.Transformer.from_crs(4490, 4527, always_xy=True).transform(*PLACE)  # with the zone's number, 39


@pytest.mark.parametrize(
    ("code", "middle", "kind", "facts"),
    [
        (4490, (X, Y), "metres_in_degrees", {}),
        (4527, PLACE, "degrees_in_metres", {}),
        (4527, (X - 39e6, Y), "zone_number_missing", {"zone": 39, "fitting": "EPSG:4548"}),
        (4548, (X, Y), "zone_number_extra", {"zone": 39, "fitting": "EPSG:4527"}),
        (4526, (X, Y), "zone_number_differs", {"zone": 39, "expected": 38, "fitting": "EPSG:4527"}),
        (4490, PLACE[::-1], "axes_swapped", {}),
        (4490, (2.3, 48.9), "outside_china", {"crs": "EPSG:4490"}),
        (4527, (X, 3e5), "outside_china", {}),
    ],
)
def test_coordinates_that_do_not_fit(code, middle, kind, facts):
    (found,) = check_coordinates("DLTB", crs(code), middle)
    assert found["kind"].tolist() == [kind] and found["severity"].tolist() == ["error"]
    assert facts.items() <= found["values"][0].items()


def test_features_far_from_the_rest():
    near = [X, Y, X + 100, Y + 100]
    boxes = np.array([near, [0, 0, 1, 1], [X, Y, X + 2e6, Y + 100], [X, 1.2e7, X, 1.2e7], [np.nan] * 4])
    assert find_misplaced(crs(4527), boxes).tolist() == [False, True, True, True, False]
    degrees = np.array([[117, 29, 118, 30], [-5, 29, 118, 30], [117, 29, 118, 91.0]])
    assert find_misplaced(crs(4490), degrees).tolist() == [False, True, True]
    assert find_misplaced(crs(3857), boxes).tolist() == [False] * 5
