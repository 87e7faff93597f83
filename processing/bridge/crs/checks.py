"""Checks of coordinate systems: whether a layer's is the survey's, and whether its coordinates fit it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyproj
from qgis.core import QgsCoordinateReferenceSystem

from ...analysis.area.ellipsoidal import GaussKruger
from ...analysis.problems import ERROR, NOTE, WARNING, problems
from ..errors import InputError
from .china import load_china
from .datums import is_cgcs2000
from .stated_systems import StatedSystem, read_system
from .systems import SIX_DEGREES, THREE_DEGREES, in_china, projection_of

# Metres from a central meridian: 6° zones end at 334 km, and layers reach a little beyond.
_REACH = 500_000.0
_NUMBER = 1_000_000.0  # metres that a zone's number adds to the easting, for each 1 of it
_HALF_CIRCLE = 180.0

# Values of problems, by name.
Facts = dict[str, list[object]]


def system_of(crs: QgsCoordinateReferenceSystem, layer: str) -> pyproj.CRS | None:
    """Return a layer's coordinate system; None if it has none, or one that is tied to no place."""
    stated = stated_system_of(crs, layer)
    return None if stated is None else stated.crs


def stated_system_of(crs: QgsCoordinateReferenceSystem, layer: str) -> StatedSystem | None:
    """Return the coordinate system that a layer states; None if it has none, or one that is tied to no place."""
    try:
        return read_system(crs, layer)
    except InputError:
        return None


def check_system(
    layer: str, stated: StatedSystem | None, of_survey: bool, others: tuple[str, pyproj.CRS] | None
) -> list[pd.DataFrame]:
    """Check whether a layer is in a coordinate system of the survey.

    Args:
        layer: the layer's name.
        stated: its system; None if it has none.
        of_survey: whether it is a layer of the survey (parcels, units), which has to be in metres.
        others: name and system of the parcels' layer, if this is another layer.

    Returns:
        problems; an empty list if there are none.

    Source: checks 2201 (CGCS2000) and 2203 (Gauss-Krüger) of the survey's database.

    """
    if stated is None:
        return [problems("crs_missing", layer, [""], ERROR)]
    crs = stated.crs
    facts: Facts = {"crs": [_code(crs)]}
    found = []
    if stated.datum:
        found.append(problems("crs_taken_for_cgcs2000", layer, [""], WARNING, facts | {"datum": [stated.datum]}))
    if not is_cgcs2000(crs):
        found.append(problems("crs_not_cgcs2000", layer, [""], ERROR if of_survey else WARNING, facts))
    if crs.is_geographic:
        found.append(problems("crs_in_degrees", layer, [""], WARNING if of_survey else NOTE, facts))
    elif projection_of(crs) is None:
        found.append(problems("crs_not_gauss_kruger", layer, [""], WARNING, facts))
    if others is not None and crs != others[1]:
        facts = {"crs": [_code(crs)], "layer": [others[0]], "other_crs": [_code(others[1])]}
        found.append(problems("crs_differs", layer, [""], NOTE, facts))
    return found


def check_coordinates(layer: str, crs: pyproj.CRS, middle: tuple[float, float]) -> list[pd.DataFrame]:
    """Check whether a layer's coordinates fit its coordinate system.

    Args:
        layer: the layer's name.
        crs: its system.
        middle: x and y of the layer's middle, in that system.

    Returns:
        the problem found; an empty list if the coordinates fit.

    """
    x, y = middle
    facts: Facts = {"x": [round(x, 4)], "y": [round(y, 4)], "crs": [_code(crs)]}
    in_degrees = max(abs(x), abs(y)) <= _HALF_CIRCLE
    if crs.is_geographic and not in_degrees:
        return [problems("metres_in_degrees", layer, [""], ERROR, facts)]
    if not crs.is_geographic and in_degrees:
        return [problems("degrees_in_metres", layer, [""], ERROR, facts)]
    projection = projection_of(crs)
    if projection is not None and abs(x - projection.false_easting) > _REACH:
        found = _check_number(layer, x, projection, facts)
        if found:
            return found
    if in_china(x, y, crs) is not None:
        return []
    if crs.is_geographic and in_china(y, x, crs) is not None:
        return [problems("axes_swapped", layer, [""], ERROR, facts)]
    return [problems("outside_china", layer, [""], ERROR, facts)]


def _check_number(layer: str, x: float, projection: GaussKruger, facts: Facts) -> list[pd.DataFrame]:
    """Return the problem of an easting x (metres) that lacks its zone number, has one too many, or another zone's."""
    expected, there = int(projection.false_easting // _NUMBER), int(x // _NUMBER)
    if expected and there == 0:
        facts["zone"], facts["fitting"] = [expected], [_fitting(expected, with_number=False)]
        return [problems("zone_number_missing", layer, [""], ERROR, facts)]
    if not expected and there:
        facts["zone"], facts["fitting"] = [there], [_fitting(there, with_number=True)]
        return [problems("zone_number_extra", layer, [""], ERROR, facts)]
    if expected != there:
        facts["zone"], facts["expected"], facts["fitting"] = [there], [expected], [_fitting(there, with_number=True)]
        return [problems("zone_number_differs", layer, [""], ERROR, facts)]
    return []


def _code(crs: pyproj.CRS) -> str:
    """Return a system's EPSG code, or its name where it has none."""
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else crs.name


def _fitting(zone: int, with_number: bool) -> str:
    """Return the code of the Gauss-Krüger system of CGCS2000 for a zone, with its number in the easting or without."""
    for zones in (THREE_DEGREES, SIX_DEGREES):
        if zones.first <= zone <= zones.last:
            return f"EPSG:{(zones.with_number if with_number else zones.without_number) + zone - zones.first}"
    return "EPSG:4490"


def find_misplaced(crs: pyproj.CRS, bounds: np.ndarray) -> np.ndarray:
    """Find features outside the area of their coordinate system, in a layer that fits it as a whole.

    Args:
        crs: the layer's system.
        bounds: of features, float (n, 4): west, south, east, north; NaN where there is no geometry.

    Returns:
        bool (n,); False for features without geometry.

    """
    west, south, east, north = load_china().extent
    projection = projection_of(crs)
    if projection is not None:
        # A degree of latitude is 110.6 to 111.7 km; these limits are a little wider.
        west, east = projection.false_easting - 2 * _REACH, projection.false_easting + 2 * _REACH
        south, north = projection.false_northing + south * 110_000.0, projection.false_northing + north * 112_000.0
    elif not crs.is_geographic:
        return np.zeros(len(bounds), bool)
    with np.errstate(invalid="ignore"):
        return (bounds[:, 0] < west) | (bounds[:, 1] < south) | (bounds[:, 2] > east) | (bounds[:, 3] > north)
