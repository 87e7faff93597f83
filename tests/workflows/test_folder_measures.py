"""Tables of measures of counties that were run each by itself, as one: figures by hand from `measures.md` 7 and 13."""

from __future__ import annotations

import numpy as np
import pandas as pd

from farmland_redline.processing.analysis.balance.ceiling import STABLE_SUMS
from farmland_redline.processing.analysis.changes.balance_plan import compare_plan
from farmland_redline.processing.analysis.rules.policy import (
    ChangeRule,
    CheckRule,
    Condition,
    Option,
    Policy,
    SurveyClasses,
    Unit,
    UseRule,
)
from farmland_redline.processing.workflows.folder.county_results import CountyResults
from farmland_redline.processing.workflows.folder.measures import merge_measures
from farmland_redline.processing.workflows.folder.self_checks import merge_self_checks

MU = 2000 / 3
CITY = "360200"
INCREASES = {"360203": -100, "360202": 300, "360222": 800, "360281": 2400}
UNITS = (Unit(CITY, "景德镇市", "city"), *(Unit(code, code, "county", CITY) for code in INCREASES))
OPTIONS = {"ceiling_mode": Option("ceiling_mode", "city_net", ("city_net", "own"), "", "", "")}
IN_PBF = ((Condition("pbf", "present"),),)
POLICY = Policy(
    "demo",
    units=UNITS,
    options=OPTIONS,
    change_causes=(ChangeRule("garden", "", use="non_grain"), ChangeRule("pond", "", use="non_grain")),
    use_priorities=(UseRule("pbf", "", when=IN_PBF), UseRule("other", "")),
    plantings=(UseRule("grain", ""), UseRule("unknown", "")),
)


def county(code: str, tables: dict[str, pd.DataFrame], columns=("pbf",), roles=()) -> CountyResults:
    summary = pd.DataFrame({"code": [code], "name": code, "level": "county", "parcels": 1})
    return CountyResults(
        {"summary": summary, **tables}, pd.DataFrame(), (), {}, (), frozenset(columns), frozenset(roles)
    )


def results(code: str) -> CountyResults:
    """The tables of a county's own run, which knows the other counties and the city by name alone."""
    levels = {CITY: "city", code: "county"}
    flows = pd.DataFrame(
        [{"code": unit, "name": unit, "level": level, "outflow_m2": 10.01} for unit, level in levels.items()]
    )
    amounts = {"open_before_number": 3, "open_before_cultivated_mu": 7.5, "closure": 0}
    period = {"period": "2024H2", "start": "2024-07-01", "end": "2024-12-31"}
    periods = pd.DataFrame(
        [{**period, "code": unit, "kind": kind, **amounts} for unit, kind in ((code, "house"), (code, ""), ("", ""))]
    )
    base = 5000 * MU
    stable = {f"{name}_m2": 0.0 for name in STABLE_SUMS}
    stable |= {"stable_base_m2": round(base, 2), "stable_now_m2": round(base + INCREASES[code] * MU, 2)}
    rows = [{"code": CITY, "level": "city"}, {"code": code, "level": "county", **stable, "used_mu": 10.0}]
    ceilings = pd.DataFrame(rows).assign(ceiling_mu=np.nan)
    return county(code, {"flows": flows, "periods": periods, "ceilings": ceilings})


def merged(codes) -> dict[str, pd.DataFrame]:
    return merge_measures([results(code) for code in codes], POLICY, {})


def test_sums_of_the_city_are_those_of_all_its_counties():
    tables = merged(INCREASES)
    flows = tables["flows"].set_index("code")["outflow_m2"]
    assert flows.to_dict() == {CITY: 40.04, **dict.fromkeys(INCREASES, 10.01)}
    whole = tables["periods"].iloc[-1]
    assert (whole["code"], whole["kind"], whole["open_before_number"], whole["open_before_cultivated_mu"]) == (
        *("", "", 12),
        30.0,
    )
    assert len(tables["periods"]) == 2 * len(INCREASES) + 1, "of each its kinds and its sum, and one of all"


def test_the_ceiling_of_the_city_is_shared_anew():
    rows = merged(INCREASES)["ceilings"].set_index("code")
    assert rows["ceiling_mu"].round(2).to_dict() == {
        **{CITY: 3400.0, "360203": 0.0, "360202": 291.43, "360222": 777.14, "360281": 2331.43}
    }
    assert round(rows.loc["360222", "left_mu"], 2) == 767.14


def test_a_city_that_lacks_a_county_has_no_sum():
    tables = merged([code for code in INCREASES if code != "360203"])
    assert CITY not in set(tables["flows"]["code"])
    assert tables["ceilings"].set_index("code")["ceiling_mu"].isna().all()


def test_areas_in_mu_are_added_by_their_hundredths_of_a_square_metre():
    """Three of 10 m² and one of 10.01: 0.02 mu each as printed, together 0.06 and not 0.08."""
    areas = dict(zip(INCREASES, (10.0, 10.0, 10.0, 10.01)))
    account = {"name": "", "level": "county", "counties": np.nan}
    given = [
        county(code, {"accounts": pd.DataFrame([{"code": code, **account, "frozen_m2": area, "frozen_mu": area / MU}])})
        for code, area in areas.items()
    ]
    rows = merge_measures(given, POLICY, {})["accounts"].set_index("code")
    assert rows["frozen_mu"].round(2).iloc[1:].sum() == 0.08
    assert rows.loc[CITY, ["frozen_m2", "counties"]].tolist() == [40.01, 4]
    assert rows.loc[CITY, "frozen_mu"] == 0.060015
    periods = [
        {"period": "2024H2", "start": "2024-07-01", "end": "2024-12-31", "code": code, "kind": "", "closure": 0}
        for code in INCREASES
    ]
    given = [
        county(
            row["code"], {"periods": pd.DataFrame([{**row, "new_number": 1, "new_pbf_mu": areas[row["code"]] / MU}])}
        )
        for row in periods
    ]
    assert merge_measures(given, POLICY, {})["periods"].iloc[-1]["new_pbf_mu"] == 0.060015


def test_a_column_that_is_empty_in_one_county_holds_numbers():
    """As files give such a column back, it is no column of numbers, and would make text of the others'."""
    given = [
        county(code, {"flows": pd.DataFrame({"code": [code], "level": "county", "approved_m2": [value]})})
        for code, value in zip(INCREASES, (None, 1.5, 2.5, 3.5))
    ]
    rows = merge_measures(given, POLICY, {})["flows"]
    assert rows["approved_m2"].dtype == float and rows.loc[rows["code"] == CITY, "approved_m2"].isna().all()


def planned(code: str, year: int = 2024) -> pd.DataFrame:
    """A county's plan beside its year: 700.01 m² out, 800 in and, of the first, a pond that nobody planned."""
    plan = {"unit": code, "year": year, "direction": ["out", "in"], "land": "garden"}
    grade = {"360203": 7.3, "360202": 6.9}.get(code, 7.1)
    plan = pd.DataFrame({**plan, "area_m2": [700.01, 800.0], "grade": [7.1, grade]})
    causes = ["garden", "garden", *(["pond"] if code == "360203" else [])]
    sides = ["out", "in", "out"][: len(causes)]
    changes = pd.DataFrame({"direction": sides, "cause": causes, "status": None, "county": code})
    changes["before_m2"] = [700.02, 0.0, 50.0][: len(causes)]
    changes["now_m2"] = [0.0, 800.0, 0.0][: len(causes)]
    return compare_plan(plan, changes, 2024, POLICY, {code: code})


def test_the_plan_of_a_city_is_that_of_all_its_counties():
    """By hand: 4 x 700.01 planned out, 4 x 700.02 + 50 went; grades 7.3, 6.9, 7.1, 7.1 of equal areas make 7.1."""
    given = {code: county(code, {"plan_balance": planned(code)}) for code in INCREASES}
    rows = merge_measures(list(given.values()), POLICY, {})["plan_balance"].set_index(["code", "land"])
    whole = rows.loc[(CITY, "all")]
    figures = ["planned_out_m2", "planned_in_m2", "out_m2", "in_m2", "over_m2", "short_m2", "grade_out", "grade_in"]
    assert whole[figures].tolist() == [2800.04, 3200.0, 2850.08, 3200.0, 50.04, 0.0, 7.1, 7.1]
    assert whole[["name", "balance", "quality", "verdict"]].tolist() == ["景德镇市", "met", "kept", "over"]
    assert rows.loc[(CITY, "pond"), ["planned_out_m2", "out_m2"]].tolist() == [0.0, 50.0]
    # Of one county nobody knows what happened in the year of its plan; then one has no plan for it.
    other = planned("360222").assign(out_m2=np.nan, in_m2=np.nan, verdict="no_data")
    given["360222"] = county("360222", {"plan_balance": other})
    rows = merge_measures(list(given.values()), POLICY, {})["plan_balance"].set_index(["code", "land"])
    assert rows.loc[(CITY, "all"), "verdict"] == "no_data" and pd.isna(rows.loc[(CITY, "all"), "out_m2"])
    assert rows.loc[(CITY, "all"), "planned_out_m2"] == 2800.04
    given["360222"] = county("360222", {"plan_balance": planned("360222", 2025)})
    assert CITY not in set(merge_measures(list(given.values()), POLICY, {})["plan_balance"]["code"])


def used(code: str, columns=("pbf",)) -> CountyResults:
    """A county whose cultivated land, 100.01 m², is half of grain; one has it all in PBF."""
    places = ("pbf", "all") if code == "360203" else ("other", "all")
    rows = {"code": code, "name": code, "level": "county", "priority": places, "net_m2": 100.01, "known_m2": 60.0}
    table = pd.DataFrame({**rows, "grain_m2": 60.0, "unknown_m2": 40.01, "grain_percent": 100.0, "closure_m2": 0.0})
    return county(code, {"land_use": table, "self_check": pd.DataFrame()}, columns)


def test_shares_of_a_city_are_those_of_its_land():
    given = {code: used(code) for code in INCREASES}
    rows = merge_measures(list(given.values()), POLICY, {})["land_use"].set_index(["code", "priority"])
    assert rows.loc[(CITY, "all"), ["net_m2", "known_m2", "grain_m2"]].tolist() == [400.04, 240.0, 240.0]
    assert rows.loc[(CITY, "pbf"), "net_m2"] == 100.01 and rows.loc[(CITY, "other"), "net_m2"] == 300.03
    # Without the PBF of one county nobody knows how much of the city's land lies in PBF.
    given["360222"] = used("360222", ())
    rows = merge_measures(list(given.values()), POLICY, {})["land_use"]
    assert rows.loc[rows["code"] == CITY, "priority"].tolist() == ["all"]


def test_a_line_of_the_city_is_known_where_all_counties_were_given_its_layer():
    line = CheckRule(
        "temporary", "", table="conflicts", actual="area_m2", task="0", compare="at_most", unit="m2",
        layers=("temporary",),
    )  # fmt: skip
    policy = Policy("demo", units=UNITS, check_lines=(line,))
    levels = {CITY: "city", **dict.fromkeys(INCREASES, "county")}
    summary = pd.DataFrame({"code": list(levels), "name": list(levels), "level": list(levels.values()), "parcels": 1})
    conflicts = pd.DataFrame({"county": ["360202"], "area_m2": [5.0]})
    for without, states in (("", ["missed", "met", "missed", "met", "met"]), ("360281", ["no_data", "met", "missed"])):
        given = [
            # The layer's only zone lies in one county.
            county(code, {}, () if code == without else ("temporary",), ("temporary",) if code == "360202" else ())
            for code in INCREASES
        ]
        found = merge_self_checks(given, {"summary": summary, "conflicts": conflicts}, policy, SurveyClasses({}))
        assert found["code"].tolist() == list(levels) and found["state"].tolist()[: len(states)] == states
        assert found["state"].iloc[-1] == ("no_data" if without else "met")


def test_lines_of_pieces_are_those_that_the_counties_found():
    """By hand: 1.5 + 2 + 3 + 4.25 = 10.75 mu at most 10; of a county that did not fill the line in nobody knows."""
    line = CheckRule("bare", "", table="pieces", actual="area_mu", task="10", compare="at_most", unit="mu")
    policy = Policy("demo", units=UNITS, check_lines=(line,))
    levels = {CITY: "city", **dict.fromkeys(INCREASES, "county")}
    summary = pd.DataFrame({"code": list(levels), "name": list(levels), "level": list(levels.values()), "parcels": 1})
    areas = dict(zip(INCREASES, (1.5, 2.0, 3.0, 4.25)))
    for without, states in (("", ["missed", "met", "met", "met", "met"]), ("360222", ["no_data", "met", "met"])):
        given = []
        for code, area in areas.items():
            own = {"code": code, "line": "bare", "actual": area, "task": 10.0, "state": "met"}
            table = pd.DataFrame([own, {**own, "code": CITY, "state": "no_data"}])
            given.append(county(code, {"self_check": table.iloc[:0] if code == without else table}))
        found = merge_self_checks(given, {"summary": summary}, policy, SurveyClasses({}))
        assert found["code"].tolist() == list(levels) and found["state"].tolist()[: len(states)] == states
        assert found["actual"].tolist()[0] == 10.75 or without
        known = found[found["state"] != "no_data"]
        assert set(known["source_table"]) == {"pieces"} and set(known["source_column"]) == {"area_mu"}
