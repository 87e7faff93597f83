"""Reserves of land: the worked example by hand, states by role, and what always adds up."""

from __future__ import annotations

import geopandas
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from farmland_redline.processing.analysis.measures.reserves import LAND, review_reserves
from farmland_redline.processing.bridge.policy.reader import load_classes, load_policy

POLICY, CLASSES = load_policy(), load_classes()


def pieces(rows: list[dict], role: str = "farmland_reserve") -> geopandas.GeoDataFrame:
    base = {"county": "360222", "sliver": False, "GDPDJB": "1", "cultivated_m2": 0.0, role: "R1"}
    table = [{"piece_id": f"p{i}", "TBXHDM": None, "ZZSXDM": None, **base, **row} for i, row in enumerate(rows)]
    return geopandas.GeoDataFrame(table, geometry=[shapely.box(i, 0, i + 1, 1) for i in range(len(table))])


def review(rows: list[dict], role: str = "farmland_reserve", zones: pd.DataFrame | None = None):
    return review_reserves(pieces(rows, role), zones, POLICY, CLASSES, ("city", "county"), {})


def test_the_example_by_hand():
    """10,000 m²: 0404 6000, 0101 2000 (net 1864, ridges 136), 0702 500, 1101 1500; the reserve has 500 m² more."""
    rows = [
        {"DLBM": "0404", "area_m2": 6000.0},
        {"DLBM": "0101", "area_m2": 2000.0, "cultivated_m2": 1864.0},
        {"DLBM": "0702", "area_m2": 500.0},
        {"DLBM": "1101", "area_m2": 1500.0},
    ]
    zones = pd.DataFrame({"role": "farmland_reserve", "zone_id": ["R1", "R2"], "area_m2": [10_500.0, 70.0]})
    found = review(rows, zones=zones)
    row = found.reserves.set_index("zone_id").loc["R1"]
    named = ("state_usable", "cultivated", "ridges", "state_realised", "state_lost", "state_barred")
    assert [row[f"{name}_m2"] for name in named] == [6000.0, 1864.0, 136.0, 2000.0, 500.0, 1500.0]
    assert (row["inside_m2"], row["outside_m2"], row["gross_m2"]) == (10_000.0, 500.0, 10_500.0)
    assert (row["status"], row["closure_m2"], row["county"]) == ("partly", 0.0, "360222")
    other = found.reserves.set_index("zone_id").loc["R2"]
    assert (other["status"], other["inside_m2"], other["outside_m2"]) == ("outside", 0.0, 70.0)
    assert found.units.set_index("level").loc["county", "state_usable_m2"] == 6000.0


STATES = [
    ("farmland_reserve", {"DLBM": "0404"}, "usable"),
    ("farmland_reserve", {"DLBM": "0404", "red_line": "H"}, "barred"),
    ("farmland_reserve", {"DLBM": "0404", "pbf": "Y"}, "barred"),
    ("farmland_reserve", {"DLBM": "0404", "slope_PDJB": "5"}, "barred"),
    ("farmland_reserve", {"DLBM": "0404", "slope_PDJB": "4"}, "usable"),
    ("farmland_reserve", {"DLBM": "0201", "ZZSXDM": "JKHF"}, "usable"),
    ("farmland_reserve", {"DLBM": "0702", "red_line": "H"}, "lost"),
    ("farmland_reserve", {"DLBM": "0101", "cultivated_m2": 90.0, "urban": "C"}, "realised"),
    ("pbf_reserve", {"DLBM": "0101", "cultivated_m2": 90.0}, "usable"),
    ("pbf_reserve", {"DLBM": "0101", "cultivated_m2": 90.0, "GDPDJB": "5"}, "unstable"),
    ("pbf_reserve", {"DLBM": "0101", "cultivated_m2": 90.0, "pbf": "Y"}, "barred"),
    ("pbf_reserve", {"DLBM": "0201"}, "not_cultivated"),
    ("planting_reserve", {"DLBM": "0404"}, "usable"),
    ("planting_reserve", {"DLBM": "0204"}, "realised"),
    ("planting_reserve", {"DLBM": "0103", "cultivated_m2": 90.0}, "barred"),
]


@pytest.mark.parametrize(("role", "facts", "state"), STATES)
def test_states(role, facts, state):
    found = review([{"area_m2": 100.0, **facts}], role)
    assert found.pieces["state"].tolist() == [state]
    assert found.reserves["status"].tolist() == [state] and found.reserves[f"state_{state}_m2"].tolist() == [100.0]
    assert found.reserves["usable_cultivated_m2"].iloc[0] == (90.0 if (role, state) == ("pbf_reserve", "usable") else 0)


def test_a_reserve_counts_in_each_of_its_roles_and_without_roles_there_is_nothing():
    both = pieces([{"DLBM": "0404", "area_m2": 100.0}]).assign(pbf_reserve="B1")
    found = review_reserves(both, None, POLICY, CLASSES, ("county",), {})
    assert found.reserves[["role", "zone_id"]].values.tolist() == [["farmland_reserve", "R1"], ["pbf_reserve", "B1"]]
    assert found.reserves["gross_m2"].isna().all() and len(found.pieces) == 2
    none = review_reserves(
        both.drop(columns=["farmland_reserve", "pbf_reserve"]), None, POLICY, CLASSES, ("county",), {}
    )
    assert none.reserves.empty and none.units.empty and none.pieces.empty


rows = st.fixed_dictionaries(
    {
        "DLBM": st.sampled_from(["0101", "0201", "0404", "0702", "1101", "1206", "1203", "0810", "12", None]),
        "area_m2": st.integers(1, 10**7).map(lambda cents: cents / 100),
        "ZZSXDM": st.sampled_from(["JKHF", "LS", None]),
        "pbf": st.sampled_from(["Y", None]),
        "farmland_reserve": st.sampled_from(["R1", "R2", None]),
        "county": st.sampled_from(["360222", "360281", None]),
    }
)


@given(st.lists(rows, min_size=1, max_size=12))
def test_land_and_states_add_up_to_the_inside(made):
    made = [{**row, "cultivated_m2": row["area_m2"] / 2 if row["DLBM"] == "0101" else 0.0} for row in made]
    found = review(made)
    whole = sum(round(row["area_m2"] * 100) for row in made if row["farmland_reserve"])
    assert (found.reserves["closure_m2"] == 0).all() and (found.units["closure_m2"] == 0).all()
    assert round(found.reserves["inside_m2"].sum() * 100) == whole
    assert round(found.reserves[[f"{name}_m2" for name in LAND]].to_numpy().sum() * 100) == whole
    assert round(found.units.loc[found.units["level"] == "county", "inside_m2"].sum() * 100) == whole
