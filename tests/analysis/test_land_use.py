"""Use of cultivated land: the worked example by hand, places in the order of use, findings, and what always adds up."""

from __future__ import annotations

import geopandas
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from farmland_redline.processing.analysis.measures.land_use import LandUse, assess_use
from farmland_redline.processing.bridge.policy.reader import load_classes, load_policy

POLICY, CLASSES = load_policy(), load_classes()
MU = 2000 / 3
LEVELS = ("city", "county", "village")


def pieces(rows: list[dict]) -> geopandas.GeoDataFrame:
    """Pieces of paddy in one village, unless a row says otherwise; a role that any row names was given."""
    base = {"DLBM": "0101", "county": "360222", "village": "360222100201", "sliver": False, "GDPDJB": "1"}
    table = [{"piece_id": f"p{i}", **base, "TBXHDM": None, **row} for i, row in enumerate(rows)]
    table = [{**row, "area_m2": row.get("area_m2", row["cultivated_m2"])} for row in table]
    frame = geopandas.GeoDataFrame(table, geometry=[shapely.box(i, 0, i + 1, 1) for i in range(len(table))])
    return frame.astype(
        {name: object for name in frame.columns if name not in ("cultivated_m2", "area_m2", "geometry")}
    )


def assess(rows: list[dict]) -> LandUse:
    return assess_use(pieces(rows), POLICY, CLASSES, LEVELS, {"360222": "浮梁县"})


def test_the_example_by_hand():
    """PBF of 1000 mu: 950 known; 750 / 950 are 78.95 %, 150 / 950 are 15.79 % and 40 / 950 are 4.21 %."""
    areas = {"LS": 700, "LYFL": 50, "FLS": 150, "WG": 40, "XG": 10, None: 50}
    found = assess([{"ZZSXDM": code, "cultivated_m2": round(mu * MU, 2), "pbf": "Y"} for code, mu in areas.items()])
    row = found.shares.set_index(["code", "priority"]).loc[("360222", "pbf")]
    named = ("grain", "non_grain", "unplanted", "fallow")
    assert [round(row[f"{name}_percent"], 2) for name in named] == [78.95, 15.79, 4.21, 1.05]
    assert round(row["unknown_m2"] / MU, 2) == 50 and round(row["net_m2"] / MU, 2) == 1000 and row["closure_m2"] == 0
    assert row["name"] == "浮梁县"


def test_orchards_are_no_planting_and_land_without_the_attribute_is_not_zero():
    found = assess([{"DLBM": "0201", "ZZSXDM": "FLS", "cultivated_m2": 0.0, "area_m2": 100.0}, {"cultivated_m2": 10.0}])
    row = found.shares.set_index(["code", "priority"]).loc[("360222", "all")]
    assert (row["net_m2"], row["non_grain_m2"], row["unknown_m2"]) == (10.0, 0.0, 10.0)
    assert row["non_grain_percent"] != row["non_grain_percent"], "null where nothing is known"


HSF, LAND = {"projects": "G", "projects_XMLX": "高标准农田建设"}, {"projects": "T", "projects_XMLX": "土地整治"}
PLACES = [
    ({"pbf": "Y", **HSF}, "pbf_hsf", "FLS", "warn_grain"),
    ({"pbf": None, **HSF}, "hsf", "FLS", "warn_grain"),
    ({"pbf": "Y", **LAND}, "pbf", "FLS", "keep_and_guide"),
    ({"pbf": None, **LAND}, "other", "FLS", None),
    ({"pbf": "Y"}, "pbf", "WG", "replant"),
    ({"pbf": "Y"}, "pbf", "LLJZ", None),
    ({"pbf": "Y", "TBXHDM": "HDGD"}, "pbf", "WG", None),
    ({}, "not_known", "WG", "replant"),
    ({"pbf": None, "soil": "S", "soil_HJLB": "优先保护"}, "other", "LS", "take_in"),
    ({"pbf": None, "soil": "S", "soil_HJLB": "优先保护类", "GDPDJB": "5"}, "other", "LS", None),
    ({"pbf": "Y", "soil": "S", "soil_HJLB": "优先保护类"}, "pbf", "LS", None),
    ({"pbf": "Y", "soil": "S", "soil_HJLB": "严格管控类"}, "pbf", "LS", "take_out"),
    ({"pbf": "Y", "soil": "S", "soil_HJLB": "安全利用类", "urban": "C"}, "pbf", "LS", "safe_use;in_urban"),
    ({"pbf": "Y", "forest": "L", "red_line": "H"}, "pbf", "LS", "in_forest;in_red_line"),
    ({"pbf": "Y", "forest": "L", "sliver": True}, "pbf", "LS", None),
]


@pytest.mark.parametrize(("facts", "place", "planting", "findings"), PLACES)
def test_places_and_findings(facts, place, planting, findings):
    found = assess([{"ZZSXDM": planting, "cultivated_m2": 93.2, "area_m2": 100.0, **facts}])
    assert found.shares["priority"].iloc[0] == place
    listed = found.findings
    assert (listed["findings"].tolist() or [None]) == [findings]
    if findings:
        totals = found.totals[found.totals["level"] == "county"]
        assert totals["finding"].tolist() == findings.split(";")
        assert set(totals["cultivated_m2"]) == {93.2} and set(totals["area_m2"]) == {100.0}


def test_restorable_land_inside_the_forest_boundary_is_claimed_twice():
    row = {"DLBM": "0201", "ZZSXDM": "JKHF", "forest": "L", "cultivated_m2": 0.0, "area_m2": 100.0}
    found = assess([row, {**row, "ZZSXDM": None}, {**row, "forest": None}])
    assert found.findings["findings"].tolist() == ["double_claim"]
    assert found.totals[["competent", "area_m2", "cultivated_m2"]].iloc[0].tolist() == ["forestry", 100.0, 0.0]


def test_high_standard_farmland_counts_in_its_total_and_in_that_of_pbf():
    found = assess(
        [
            {"ZZSXDM": "LS", "cultivated_m2": 1.0, "pbf": "Y", **HSF},
            {"ZZSXDM": "LS", "cultivated_m2": 2.0, "pbf": "Y", "projects": None, "projects_XMLX": None},
            {"ZZSXDM": "LS", "cultivated_m2": 4.0, "pbf": None, **HSF},
        ]
    )
    rows = found.shares[found.shares["level"] == "county"].set_index("priority")["net_m2"].to_dict()
    assert (rows["all_pbf"], rows["all_hsf"], rows["all"]) == (3.0, 5.0, 7.0)


codes = st.sampled_from(["LS", "LYFL", "FLS", "LLJZ", "XG", "WG", "JKHF", "?", None])
rows = st.fixed_dictionaries(
    {
        "DLBM": st.sampled_from(["0101", "0103", "0201", "0702"]),
        "ZZSXDM": codes,
        "cultivated_m2": st.integers(0, 10**7).map(lambda cents: cents / 100),
        "pbf": st.sampled_from(["Y", None]),
        "projects": st.sampled_from(["G", None]),
        "projects_XMLX": st.sampled_from(["高标准农田", "土地整治", None]),
        "county": st.sampled_from(["360222", "360281", None]),
    }
)


@given(st.lists(rows, min_size=1, max_size=12))
def test_plantings_and_places_add_up_to_all_cultivated_land(made):
    found = assess([{**row, "cultivated_m2": row["cultivated_m2"] * (row["DLBM"][:2] == "01")} for row in made]).shares
    assert (found["closure_m2"] == 0).all()
    net = sum(round(row["cultivated_m2"] * 100) for row in made if row["DLBM"][:2] == "01" and row["county"])
    county = found[(found["level"] == "county") & (found["code"] != "")]
    for names in (["all"], ["pbf_hsf", "pbf", "hsf", "other", "not_known"]):
        assert round(county.loc[county["priority"].isin(names), "net_m2"].sum() * 100) == net
