"""The self-check: comparisons at their limits, and what nobody knows."""

from __future__ import annotations

import pandas as pd
import pytest

from farmland_redline.processing.analysis.measures.self_check import check_results
from farmland_redline.processing.bridge.policy.reader import load_classes, load_policy

POLICY, CLASSES = load_policy(), load_classes()
FULIANG, LEPING, CITY = "360222", "360281", "360200"
TEMPORARY = pd.DataFrame({"role": ["pbf", "temporary"]})


def summary(**columns: object) -> pd.DataFrame:
    """The city and two of its counties; Leping has no parcels."""
    table = {"code": [CITY, FULIANG, LEPING], "level": ["city", "county", "county"], "parcels": [9, 9, 0]}
    table |= {"children": [4, None, None], "children_with_data": [1, None, None]}
    return pd.DataFrame({**table, **columns})


def states(line: str, **tables: pd.DataFrame) -> dict[str, str]:
    tables = {"summary": summary(conflicts_mu=[1.0, 1.0, None]), **tables}
    found = check_results(tables, POLICY, CLASSES, {})
    return found[found["line"] == line].set_index("code")["state"].to_dict()


@pytest.mark.parametrize(("illegal", "state"), [(79.99, "met"), (80.0, "missed"), (80.01, "missed"), (None, "no_data")])
def test_eighty_mu_reach_the_veto(illegal, state):
    vetoes = pd.DataFrame({"code": [FULIANG], "illegal_mu": [illegal]}, dtype=object).infer_objects()
    assert states("illegal_area", vetoes=vetoes) == {CITY: "no_data", FULIANG: state, LEPING: "no_data"}


@pytest.mark.parametrize(("area", "state"), [(0.0, "met"), (-0.01, "missed"), (0.01, "met")])
def test_a_hundredth_of_a_square_metre_decides(area, state):
    flows = pd.DataFrame({"code": [FULIANG], "level": ["county"], "net_change_m2": [area]})
    assert states("net_change", flows=flows)[FULIANG] == state


@pytest.mark.parametrize(("word", "state"), [("no", "met"), ("yes", "missed"), ("unknown", "by_hand")])
def test_what_says_yes_or_no(word, state):
    assert states("balance", vetoes=pd.DataFrame({"code": [FULIANG], "balance_missed": [word]}))[FULIANG] == state
    veto = states("illegal_veto", vetoes=pd.DataFrame({"code": [FULIANG], "illegal_veto": [word]}))
    assert veto == {CITY: "no_data", FULIANG: "no_data" if word == "unknown" else state, LEPING: "no_data"}


def test_a_county_without_parcels_is_not_judged_by_what_left_it():
    flows = pd.DataFrame({"code": [FULIANG, LEPING], "level": "county", "net_change_m2": [-1.0, -1.0]})
    assert states("net_change", flows=flows) == {CITY: "no_data", FULIANG: "missed", LEPING: "no_data"}


def test_lists_are_added_up_and_tell_nothing_of_units_without_data():
    """The house is no overdue land; Leping has no parcels, and so the city is not judged."""
    rows = [("temporary_overdue", FULIANG, 100.0), ("temporary_overdue", FULIANG, 0.5), ("house", FULIANG, 7.0)]
    conflicts = pd.DataFrame(rows, columns=["kind", "county", "area_m2"]).assign(lost_cultivated_m2=0.0)
    given = {"conflicts": conflicts, "zones": TEMPORARY}
    assert states("temporary", **given) == {CITY: "no_data", FULIANG: "missed", LEPING: "no_data"}
    assert states("temporary", **{**given, "conflicts": conflicts.iloc[2:]})[FULIANG] == "met"
    found = check_results({"summary": summary(conflicts_mu=[1.0] * 3), **given}, POLICY, CLASSES, {})
    own = found[found["line"] == "temporary"].set_index("code")
    assert own.loc[FULIANG, ["task", "actual", "difference"]].tolist() == [0.0, 100.5, 100.5]


@pytest.mark.parametrize("zones", [None, pd.DataFrame({"role": ["pbf", "approvals"]})])
def test_without_a_layer_of_temporary_land_nobody_knows_of_overdue_land(zones):
    conflicts = pd.DataFrame({"kind": ["house"], "county": [FULIANG], "area_m2": [7.0]})
    given = {"conflicts": conflicts, **({} if zones is None else {"zones": zones})}
    assert states("temporary", **given)[FULIANG] == "no_data"


def test_without_a_pbf_layer_no_conflict_is_no_proof():
    conflicts = pd.DataFrame({"kind": ["house"], "county": [FULIANG], "area_m2": [7.0]})
    given = {"summary": summary(conflicts_mu=[None] * 3), "conflicts": conflicts, "zones": TEMPORARY}
    assert states("temporary", **given)[FULIANG] == "no_data"


def test_a_target_that_is_not_judged_and_one_that_is_met_exactly():
    table = summary(
        holding_mu=[10.0, 5.0, None], holding_target_mu=[9.0, 5.0, 4.0], holding_surplus_mu=[None, 0.0, None]
    )
    assert states("holding", summary=table) == {CITY: "no_data", FULIANG: "met", LEPING: "no_data"}


def test_what_is_owed_stands_beside_what_people_fill_in():
    rows = [("approved", FULIANG, 932.0), ("house", FULIANG, 7.0)]
    conflicts = pd.DataFrame(rows, columns=["kind", "county", "lost_cultivated_m2"])
    found = check_results({"summary": summary(conflicts_mu=[1.0] * 3), "conflicts": conflicts}, POLICY, CLASSES, {})
    own = found[found["line"] == "supplements"].set_index("code")
    assert own.loc[FULIANG, ["task", "state"]].tolist() == [932.0, "by_hand"] and pd.isna(own.loc[FULIANG, "actual"])
