"""Units: one row a unit, and which of several levels has a place."""

import geopandas as gpd
import pytest
import shapely

from farmland_redline.processing.analysis.units import choose_units, merge_units
from farmland_redline.processing.analysis.values.unit_codes import trim_code

LEVELS = {"county": 6, "township": 9, "village": 12}
BOX = shapely.box


def features(**boxes):
    """Features by code, as `c<code>=shape`; a second one of a code has an underscore behind it."""
    codes = [name[1:].rstrip("_") for name in boxes]
    frame = {"code": codes, "name": None, "layer": "XZQ"}
    return gpd.GeoDataFrame(frame, geometry=list(boxes.values()), crs=4527)


def chosen(**boxes):
    return choose_units(merge_units(features(**boxes), LEVELS), LEVELS, 0.001).code.tolist()


@pytest.mark.parametrize(
    ("code", "trimmed"),
    [
        ("340102", "340102"),
        ("340102000", "340102"),
        ("340102000000", "340102"),
        ("3401020000000000000", "340102"),
        ("340102001000", "340102001"),
        ("3401020010000000000", "340102001"),
        ("340102001010", "340102001010"),
        ("3401020010100010000", "340102001010"),
        ("34010200", "340102"),
        ("34010210", "34010210"),
        ("340100", "340100"),
        ("340100000000", "340100"),
        ("3401", "3401"),
    ],
)
def test_zeros_that_fill_up_a_code(code, trimmed):
    assert trim_code(code, LEVELS.values()) == trimmed


def test_parts_of_a_unit_are_joined_wherever_they_stand():
    units = merge_units(
        features(c360222=BOX(0, 0, 1, 1), c360281=BOX(9, 9, 10, 10), c360222_=BOX(1, 0, 3, 1), c360222000=None), LEVELS
    )
    assert units["code"].tolist() == ["360222", "360281"] and units.area.tolist() == [3.0, 1.0]
    assert units.geometry[0].geom_type == "Polygon"


def test_the_finest_come_first_and_those_that_finer_ones_cover_are_left_out():
    whole, west, east = BOX(0, 0, 10, 10), BOX(0, 0, 4, 10), BOX(4, 0, 10, 10)
    assert chosen(c360222=whole, c360222101=east, c360222100=west) == ["360222100", "360222101"]
    assert chosen(c360222=whole, c360222100=west) == ["360222100", "360222"]
    villages = {"c360222100201": BOX(0, 0, 4, 5), "c360222100202": BOX(0, 5, 4, 10)}
    assert chosen(c360222=whole, c360222100=west, **villages) == ["360222100201", "360222100202", "360222"]
    assert chosen(c360222=whole, c360222100=west, c360222101=east, **villages) == [
        "360222100201",
        "360222100202",
        "360222101",
    ]


def test_townships_of_another_county_cover_none():
    assert chosen(c360222=BOX(0, 0, 4, 10), c360281100=BOX(0, 0, 4, 10)) == ["360281100", "360222"]


def test_a_city_comes_behind_its_counties_and_codes_above_counties_name_no_place():
    city, county = BOX(0, 0, 10, 10), BOX(0, 0, 4, 10)
    assert chosen(c360200=city, c360222=county) == ["360222", "360200"]
    assert chosen(c3602=city, c36=city, c360222=county) == ["360222"]
    assert chosen(c360200=city, c360222=county, c360281=BOX(4, 0, 10, 10)) == ["360222", "360281"]


def test_units_without_boundary_have_no_place():
    assert chosen(c360222100=None, c360222=BOX(0, 0, 1, 1)) == ["360222"]
    assert chosen(c360222=None) == chosen() == []
