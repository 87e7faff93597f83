"""Targets of units, self-check and plan of restoration, out of small tables of results, by measures 3, 13 and 33."""

from __future__ import annotations

import pandas
import pytest

from .measuring import differences, placed, row, run, write, write_policy, write_results

# -- measure 3: targets broken down ----------------------------------------------------------------------------------

#            code, level, parent, holding now, holding target
SUMMARY = (
    ("360200", "city", "", 24, 25),  # as issued, though the counties' come to 17
    ("360222", "county", "360200", 15, 10),
    ("360222100", "township", "360222", 5, None),
    ("360222100201", "village", "360222100", 2.5, None),
    ("360222100202", "village", "360222100", 2.5, None),
    ("360222101", "township", "360222", 5, None),
    ("360222101201", "village", "360222101", 2, None),
    ("360222101202", "village", "360222101", 2, None),
    ("360222101203", "village", "360222101", 1, None),
    ("360222102", "township", "360222", 5, None),
    ("360222102201", "village", "360222102", 5, None),
    ("360281", "county", "360200", 9, 7),
    ("360281100", "township", "360281", 0, None),
    ("360281100201", "village", "360281100", 0, None),
    ("360281101", "township", "360281", 3, None),
    ("360281101201", "village", "360281101", 3, None),
    ("360281102", "township", "360281", 6, None),
    ("360281102201", "village", "360281102", 6, None),
)


def summary_of(rows) -> pandas.DataFrame:
    columns = ["code", "level", "parent", "holding_mu", "holding_target_mu"]
    return pandas.DataFrame(list(rows), columns=columns).assign(name=lambda table: table["code"])


@pytest.fixture(scope="module")
def allocated(qgis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("allocated")
    table = summary_of(SUMMARY)
    table["gap_mu"] = table["code"].map({"360222": -5.0, "360281": 7.0, "360200": 2.0})
    source = f"{write_results(folder, summary=table)}|layername=summary"
    choices = {"SUMMARY": source, "LEVEL": "village", "BASIS": "net_now", "ITEMS": ["holding_target", "gap"]}
    return run("allocate_targets", folder / "out", ("OUTPUT",), **choices)


TARGETS = (
    # 10 over 5 : 5 : 5: 3.33 each; the one mu that is left goes to the smallest code
    ("360222100", 4),
    ("360222101", 3),
    ("360222102", 3),
    # 4 over 1 : 1; 3 over 2 : 2 : 1: 1.2, 1.2, 0.6: 1, 1, 0, one left to 0.6
    ("360222100201", 2),
    ("360222100202", 2),
    ("360222101201", 1),
    ("360222101202", 1),
    ("360222101203", 1),
    ("360222102201", 3),
    # 7 over 0 : 3 : 6: 0, 2.33, 4.67: 0, 2, 4, one left to 4.67
    ("360281100", 0),
    ("360281101", 2),
    ("360281102", 5),
    ("360281102201", 5),
    # as issued
    ("360200", 25),
    ("360222", 10),
)


@pytest.mark.parametrize(("code", "target"), TARGETS, ids=[code for code, _ in TARGETS])
def test_targets_of_units(allocated, code, target):
    assert not differences(row(allocated["OUTPUT"], code=code, item="holding_target"), target_mu=target)


def test_a_surplus_is_not_divided(allocated):
    table = allocated["OUTPUT"]
    gaps = table[table["item"] == "gap"]
    below = gaps[gaps["code"].str.startswith("360222") & (gaps["level"] != "county")]
    assert (below["target_mu"].fillna(0) == 0).all()
    assert not differences(row(gaps, code="360281102"), target_mu=5)


@pytest.mark.parametrize("basis", [None, 0], ids=["not known", "all 0"])
def test_a_basis_that_says_nothing_stops_the_run(qgis, tmp_path, basis):
    """A township whose land is not known is none without land; nor are three without any land equal."""
    towns = [("360222100", basis), ("360222101", 5 if basis is None else 0)]
    rows = [SUMMARY[1], *((code, "township", "360222", holding, None) for code, holding in towns)]
    source = f"{write_results(tmp_path, summary=summary_of(rows))}|layername=summary"
    with pytest.raises(RuntimeError, match="360222"):
        run(
            "allocate_targets",
            tmp_path / "out",
            ("OUTPUT",),
            SUMMARY=source,
            ITEMS=["holding_target"],
            LEVEL="township",
            BASIS="net_now",
        )
    assert not list((tmp_path / "out").glob("*.gpkg"))


# -- measure 33: the self-check --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def checked(qgis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("checked")
    #         holding, its target, PBF, its task; 珠山区 has no figures of its own, so that the city is not judged
    figures = {
        "360200": ("city", 1202873.0, 1202873.0, 1065103.0, 1065103.0),
        "360202": ("county", 73041.0, 73041.0, 50703.99, 50704.0),
        "360222": ("county", 319998.99, 319999.0, 278362.01, 278362.0),
        "360281": ("county", 804127.0, 804127.0, 735215.0, 735215.0),
        "360203": ("county", None, 5707.0, None, 822.0),
    }
    columns = ["level", "holding_mu", "holding_target_mu", "pbf_delimited_mu", "pbf_target_mu"]
    summary = pandas.DataFrame.from_dict(figures, orient="index", columns=columns).rename_axis("code").reset_index()
    summary = summary.assign(name=summary["code"], parent=summary["level"].map({"county": "360200"}))
    summary["children"] = summary["level"].map({"city": 4})
    summary["children_with_data"] = summary["level"].map({"city": 3})
    summary["holding_surplus_mu"] = summary["holding_mu"] - summary["holding_target_mu"]
    summary["pbf_surplus_mu"] = summary["pbf_delimited_mu"] - summary["pbf_target_mu"]
    vetoes = pandas.DataFrame({"code": ["360202", "360222", "360281"], "illegal_mu": [79.99, 80.0, 0.0], "year": 2024})
    package = write_results(folder, summary=summary, vetoes=vetoes)
    return run("self_check", folder / "out", ("SELF_CHECK",), PACKAGE=package)


STATES = (
    ("360202", "holding_mu", {"state": "met", "difference": 0}),  # exactly the target
    ("360202", "pbf_delimited_mu", {"state": "missed", "difference": -0.01}),
    ("360202", "illegal_mu", {"state": "met", "task": 80, "actual": 79.99}),
    ("360222", "holding_mu", {"state": "missed", "difference": -0.01}),
    ("360222", "pbf_delimited_mu", {"state": "met", "difference": 0.01}),
    ("360222", "illegal_mu", {"state": "missed", "task": 80, "actual": 80}),  # M33: reaching 80 mu
    ("360281", "illegal_mu", {"state": "met", "actual": 0}),
    ("360203", "holding_mu", {"state": "no_data", "actual": None}),
    ("360203", "pbf_delimited_mu", {"state": "no_data", "actual": None}),
    ("360203", "illegal_mu", {"state": "no_data", "actual": None}),  # no row is not 0 mu
    ("360200", "holding_mu", {"state": "no_data"}),  # three of its four counties
)


@pytest.mark.parametrize(("code", "column", "expected"), STATES, ids=[f"{c}-{n}" for c, n, _ in STATES])
def test_lines_of_the_self_check(checked, code, column, expected):
    table = checked["SELF_CHECK"]
    line = table.loc[table["source_column"] == column, "line"].unique()
    assert len(line) == 1
    assert not differences(row(table, code=code, line=line[0]), **expected)


def test_tables_that_are_not_there_are_no_data(checked):
    """Nothing is met of which the package has no table; what only people know stays by hand."""
    table = checked["SELF_CHECK"]
    rest = table[~table["source_column"].fillna("").isin(["holding_mu", "pbf_delimited_mu", "illegal_mu"])]
    assert set(rest.loc[rest["source_table"].fillna("") == "", "state"]) <= {"no_data", "by_hand"}
    counted = {name: int((table["state"] == name).sum()) for name in ("met", "missed", "no_data", "by_hand")}
    assert counted == {name.lower(): checked[name] for name in ("MET", "MISSED", "NO_DATA", "BY_HAND")}


# -- measure 13: the plan --------------------------------------------------------------------------------------------

POTENTIALS = [
    f"{part}_{tier}_m2" for part in ("free", "to_confirm", "barred") for tier in ("at_once", "with_works", "other")
]
COSTS = {"COST_AT_ONCE": 1000, "COST_WITH_WORKS": 2000, "COST_OTHER": 3000}


def blocks(folder, **rows):
    """Blocks as “Bundle restoration candidates” makes them: county and areas in m², by potential and tier."""
    table = []
    for n, (name, (county, areas)) in enumerate(rows.items()):
        net = round(sum(areas.values()), 2)
        shares = {
            "at_once_share": sum(v for k, v in areas.items() if k.endswith("at_once_m2")) / net,
            "deferred_share": sum(v for k, v in areas.items() if k.startswith("barred")) / net,
        }
        table.append(
            {
                "block_id": name,
                "county": county,
                "township": f"{county}100",
                "village": f"{county}100201",
                "pieces": 1,
                "gross_m2": net,
                "net_m2": net,
                "net_mu": net * 3 / 2000,
                **shares,
                **dict.fromkeys(POTENTIALS, 0.0),
                **areas,
                "pbf_m2": 0.0,
                "kept": "size",
                "geometry": placed((n * 100, 0, n * 100 + 50, 50)),
            }
        )
    return write(folder, blocks=table)["blocks"]


@pytest.fixture(scope="module")
def planned(qgis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("planned")
    source = blocks(
        folder,
        # 昌江区, 458 mu = 305,333.333... m²: A and B reach it by 0.0067 m²; 105,333.33 for B would be 0.0033 short
        A=("360202", {"free_at_once_m2": 200000.00}),  # 300 mu, 300,000 yuan
        B=("360202", {"free_with_works_m2": 105333.34}),  # 158 mu, 316,000 yuan
        C=("360202", {"free_other_m2": 133333.33}),  # 200 mu, 600,000 yuan
        D=("360202", {"to_confirm_at_once_m2": 400000.00}),  # 600 mu that nobody has confirmed
        # 浮梁县, 2521 mu: 2000 are free, 600 to be confirmed, 60 barred
        E=("360222", {"free_at_once_m2": 1333333.33, "barred_at_once_m2": 40000.00}),
        F=("360222", {"to_confirm_with_works_m2": 400000.00}),
        # 珠山区: no task, but a surplus
        G=("360203", {"free_at_once_m2": 6666.67}),
    )
    return run("plan_restoration", folder / "out", ("PLAN", "PLAN_YEARS"), BLOCKS=source, YEARS="2024", **COSTS)


BLOCKS = (
    ("A", {"year": 2024, "planned_mu": 300, "cost_yuan": 300000}),
    # 105,333.34 m² are 158.00001 mu at 2000 yuan
    ("B", {"year": 2024, "planned_mu": 158}),
    ("C", {"year": None, "why": "not_needed"}),
    ("D", {"year": None, "why": "to_confirm"}),
    ("E", {"year": 2024, "planned_mu": 2000, "partly": "yes"}),
    ("F", {"year": None, "why": "to_confirm"}),
    ("G", {"year": None}),
)


@pytest.mark.parametrize(("block", "expected"), BLOCKS, ids=[block for block, _ in BLOCKS])
def test_blocks_of_the_plan(planned, block, expected):
    assert not differences(row(planned["PLAN"], block_id=block), **expected)


YEARS = (
    ("360202", {"task_mu": 458, "planned_mu": 458, "shortfall_mu": 0, "over_mu": 0, "blocks": 2}),
    # 2521 - 2000; with F's 600 confirmed nothing would lack
    ("360222", {"task_mu": 2521, "planned_mu": 2000, "shortfall_mu": 521, "over_mu": 0, "shortfall_confirmed_mu": 0}),
    ("360203", {"task_mu": 0, "planned_mu": 0, "shortfall_mu": 0, "blocks": 0}),
    ("360281", {"planned_mu": None, "shortfall_mu": None}),  # no block of it: nothing is known
)


@pytest.mark.parametrize(("code", "expected"), YEARS, ids=[code for code, _ in YEARS])
def test_years_of_the_plan(planned, code, expected):
    assert not differences(row(planned["PLAN_YEARS"], code=code, year=2024), **expected)


def test_the_shortfall_comes_before_the_cost(qgis, tmp_path):
    """458 mu of P 450 at 450,000 yuan, Q 30 at 90,000, R 100 at 300,000: P + Q are 480 at 540,000, P + R cost more."""
    source = blocks(
        tmp_path,
        P=("360202", {"free_at_once_m2": 300000.00}),
        Q=("360202", {"free_other_m2": 20000.00}),
        R=("360202", {"free_other_m2": 66666.67}),
    )
    done = run("plan_restoration", tmp_path / "out", ("PLAN", "PLAN_YEARS"), BLOCKS=source, YEARS="2024", **COSTS)
    plan = done["PLAN"]
    assert set(plan.loc[plan["year"].notna(), "block_id"]) == {"P", "Q"}
    found = row(done["PLAN_YEARS"], code="360202", year=2024)
    assert not differences(found, planned_mu=480, shortfall_mu=0, over_mu=22, cost_yuan=540000)


def test_without_costs_the_fewest_blocks(qgis, tmp_path):
    """458 mu: one block of 500 rather than 300 and 158, though these are just the task."""
    source = blocks(
        tmp_path,
        A=("360202", {"free_at_once_m2": 200000.00}),
        B=("360202", {"free_at_once_m2": 105333.34}),
        C=("360202", {"free_other_m2": 333333.33}),
    )
    done = run("plan_restoration", tmp_path / "out", ("PLAN", "PLAN_YEARS"), BLOCKS=source, YEARS="2024")
    plan = done["PLAN"]
    assert set(plan.loc[plan["year"].notna(), "block_id"]) == {"C"}
    assert not differences(row(done["PLAN_YEARS"], code="360202", year=2024), over_mu=42, cost_yuan=None)


def test_two_years(qgis, tmp_path):
    """458 mu a year: C alone in one year, A and B in the other; each block once."""
    source = blocks(
        tmp_path,
        A=("360202", {"free_at_once_m2": 200000.00}),
        B=("360202", {"free_at_once_m2": 133333.34}),
        C=("360202", {"free_other_m2": 305333.34}),
    )
    done = run("plan_restoration", tmp_path / "out", ("PLAN", "PLAN_YEARS"), BLOCKS=source, YEARS="2023, 2024")
    years = done["PLAN"].set_index("block_id")["year"]
    assert years["A"] == years["B"] and {years["A"], years["C"]} == {2023, 2024}
    for year in (2023, 2024):
        assert not differences(row(done["PLAN_YEARS"], code="360202", year=year), task_mu=458, shortfall_mu=0)


def test_an_unmet_task_is_carried_over(qgis, tmp_path):
    """400 mu are free of 2 × 458: by the option 516 lack in the end; what a year lacks is asked of the next."""
    source = blocks(tmp_path, X=("360202", {"free_at_once_m2": 266666.67}))
    policy = write_policy(tmp_path, carry_over_tasks='"yes"')
    outputs = ("PLAN", "PLAN_YEARS")
    table = run("plan_restoration", tmp_path / "out", outputs, BLOCKS=source, YEARS="2023, 2024", POLICY=policy)[
        "PLAN_YEARS"
    ]
    before, after = (row(table, code="360202", year=year) for year in (2023, 2024))
    assert not differences(before, task_mu=458, carried_mu=0, closure_mu=0)
    assert not differences(after, task_mu=458, carried_mu=before["shortfall_mu"], shortfall_mu=516, closure_mu=0)
