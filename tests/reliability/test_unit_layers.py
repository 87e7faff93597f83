"""Layers of units as offices have them: several features of a unit, overlaps, levels, codes in other spellings.

Parcels are 100 m by 100 m, side by side, with 10,000.00 m² of record each; all are of county 360222 by their codes.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

from .conftest import X, Y, parcels, with_geometry, zones

PLANAR = {"AREA_METHOD": "planar", "UNIT_SOURCE": "boundary"}


def strips(**columns):
    """Units side by side, as high as all parcels and more; `sides` are their west and east in metres."""
    west, east = X + np.array(columns.pop("sides"), dtype=float).T
    return gpd.GeoDataFrame(
        {"XZQMC": [f"{code}区" for code in columns["XZQDM"]], **columns},
        geometry=shapely.box(west, Y - 50, east, Y + 150),
        crs="EPSG:4527",
    )


def plain(case, *layers):
    """Sound parcels and zones, and layers of units."""
    survey = parcels(TBMJ=10_000.0, TBDLMJ=10_000.0)
    return {
        "PARCELS": case.office.write(survey, "DLTB"),
        "PBF": case.office.write(zones(), "YJJBNTBHTB"),
        "UNITS": [case.office.write(frame, "XZQ") for frame in layers],
        **PLANAR,
    }


def areas(pieces, level="county"):
    """Area of each unit of a level (m²); a dash for pieces without one."""
    return pieces.groupby(pieces[level].fillna("-"))["area_m2"].sum().to_dict()


def test_a_unit_in_two_features(case):
    """They touch in the middle of the house, whose lower half is the only conflict: 5,000 m²."""
    units = strips(XZQDM=["360222", "360222"], XZQMC="浮梁县", sides=[(-100, 50), (50, 2000)])
    case.runs("run_batch", **plain(case, units))
    package = case.office.out / "farmland_redline.gpkg"
    pieces = pyogrio.read_dataframe(package, layer="pieces")
    assert len(pieces) == 15 and pieces["piece_id"].is_unique and areas(pieces) == {"360222": 100_000.0}
    conflicts = pyogrio.read_dataframe(package, layer="conflicts")
    assert conflicts["area_m2"].tolist() == [5000.0] and conflicts["BSM"].tolist() == ["000000000000000000"]
    kinds = set(pyogrio.read_dataframe(package, layer="problems", read_geometry=False)["kind"])
    assert not kinds & {"unit_repeated", "units_overlap", "outside_units"}


def test_two_units_of_one_code(case):
    units = strips(XZQDM=["360222", "360222"], XZQMC=["浮梁县", "婺源县"], sides=[(-100, 50), (50, 2000)])
    found = case.listed("unit_repeated", 2, **plain(case, units))
    assert set(found["feature"]) == {"360222"} and areas(case.office.pieces()) == {"360222": 100_000.0}


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_units_that_overlap(case, order):
    """The strip of 50 m lies in the third parcel and has 50 by 200 m: the smaller code has it."""
    units = strips(XZQDM=["360281", "360222"], sides=[(-100, 250), (200, 2000)]).iloc[order]
    found = case.listed("units_overlap", 1, **plain(case, units.reset_index(drop=True)))
    assert found["feature"].tolist() == ["360222"] and "10000" in found["message"].iloc[0]
    pieces = case.office.pieces()
    assert areas(pieces) == {"360222": 80_000.0, "360281": 20_000.0}
    assert pieces["piece_id"].is_unique and (pieces["BSM"] == f"{2:018d}").sum() == 2


def test_townships_in_one_county_only(case):
    """Each place by its finest unit: of county 360281 the township has 250 m, the county itself the other 250 m."""
    counties = strips(XZQDM=["360222", "360281"], sides=[(-100, 500), (500, 2000)])
    townships = strips(XZQDM=["360281100"], sides=[(500, 750)])
    case.runs(**plain(case, counties, townships))
    assert "360222" not in case.office.log and "outside" not in case.office.log
    pieces = case.office.pieces()
    assert areas(pieces) == {"360222": 50_000.0, "360281": 50_000.0}
    assert areas(pieces, "township") == {"360222100": 50_000.0, "360281100": 25_000.0, "-": 25_000.0}
    cut = pieces[pieces["BSM"] == f"{7:018d}"]
    assert sorted(cut["area_m2"]) == [5000.0, 5000.0] and len(pieces) == 16


def test_codes_of_places_against_units_of_two_levels(case):
    """The five parcels in the other county are told, three of them with its township."""
    counties = strips(XZQDM=["360222", "360281"], sides=[(-100, 500), (500, 2000)])
    townships = strips(XZQDM=["360281100"], sides=[(500, 800)])
    given = {**plain(case, counties, townships), "UNIT_SOURCE": "code"}
    found = case.listed("code_disagrees_with_place", 5, **given)
    assert found["feature"].tolist() == [f"{i:018d}" for i in range(5, 10)]
    assert found["message"].str.contains("360281100").tolist() == [True] * 3 + [False] * 2
    assert areas(case.office.pieces()) == {"360222": 100_000.0}


@pytest.mark.parametrize("code", ["360222000", "360222000000", "3602220000000000000"])
def test_codes_filled_up_with_zeros(case, code):
    """A county with its name and without a township of its own."""
    given = plain(case, strips(XZQDM=[code], XZQMC="浮梁县", sides=[(-100, 2000)]))
    case.runs(**given)
    pieces = case.office.pieces()
    assert areas(pieces) == {"360222": 100_000.0} and areas(pieces, "township") == {"360222100": 100_000.0}
    given["UNIT_SOURCE"] = "code"
    case.office.run("measure_zones", **given, OUTPUT=str(case.office.out / "areas.gpkg"))
    table = pyogrio.read_dataframe(case.office.out / "areas.gpkg", layer="areas", read_geometry=False)
    assert set(zip(table["county"], table["name"])) == {("360222", "浮梁县")}


def test_names_in_the_field_of_codes(case):
    case.refused(**plain(case, strips(XZQDM=["浮梁县", "乐平市"], sides=[(-100, 500), (500, 2000)])))


def test_a_name_among_codes(case):
    """The unit is left out: its five parcels are told, and keep their codes."""
    units = strips(XZQDM=["360222", "乐平市"], sides=[(-100, 500), (500, 2000)])
    found = case.listed("unit_code_unreadable", 1, **plain(case, units))
    assert "乐平市" in found["message"].iloc[0]
    problems = pyogrio.read_dataframe(case.office.out / "问题.gpkg", layer="problems")
    assert (problems["kind"] == "outside_units").sum() == 5


def test_units_above_counties_alone(case):
    """A city's four digits name no county, so nothing can be cut by it."""
    case.refused(**plain(case, strips(XZQDM=["3602"], sides=[(-100, 2000)])))


def test_a_unit_that_crosses_itself(case):
    """A bow-tie far from the parcels, and a square around them: repaired, listed, drawn."""
    corners = [(0, 0), (85, 650), (87, 542), (-1, 108)]
    bow = shapely.Polygon([(X + east, Y + 1000 + north) for east, north in corners])
    around = shapely.box(X - 100, Y - 100, X + 1500, Y + 200)
    units = strips(XZQDM=["360222"], XZQMC="浮梁县", sides=[(0, 1)])
    units = with_geometry(units, 0, shapely.multipolygons([bow, around]))
    case.runs("run_batch", **plain(case, units), MAPS=True)
    package = case.office.out / "farmland_redline.gpkg"
    found = pyogrio.read_dataframe(package, layer="problems", read_geometry=False)
    assert found[found["kind"] == "invalid_zone"]["layer"].tolist() == ["XZQ"]
    assert areas(pyogrio.read_dataframe(package, layer="pieces")) == {"360222": 100_000.0}
    (drawn,) = (case.office.out / "maps").glob("*.pdf")
    assert drawn.name == "360222_浮梁县.pdf" and drawn.stat().st_size > 10_000
