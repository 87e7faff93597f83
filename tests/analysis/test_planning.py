"""Plans of restoration: the worked example, each trap, and against all possible plans of small instances."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import product

import geopandas
import numpy as np
import pandas as pd
import shapely
from block_ground import MU
from hypothesis import example, given, settings
from hypothesis import strategies as st

from farmland_redline.processing.analysis.blocks.bundles import PARTS
from farmland_redline.processing.analysis.blocks.planning import plan_unit
from farmland_redline.processing.analysis.blocks.restoration import Costs, plan_restoration
from farmland_redline.processing.analysis.rules.policy import Unit
from farmland_redline.processing.bridge.policy.reader import load_policy

POLICY, FULIANG, PER_MU = load_policy(), "360222", 200_000
COSTS = Costs({"at_once": 0.5, "with_works": 1.0, "other": 0.8})
# Of (part, mu): A and B cost 1 a mu, C 0.8, D 0.5, but D is deferred.
EXAMPLE = {
    "A": {"free_with_works_m2": 6},
    "B": {"free_with_works_m2": 5},
    "C": {"free_other_m2": 9},
    "D": {"barred_at_once_m2": 4},
}
D_FREE = {**EXAMPLE, "D": {"free_at_once_m2": 4}}


def blocks_of(rows: dict[str, dict[str, float]], county: str = FULIANG) -> geopandas.GeoDataFrame:
    table = pd.DataFrame({"block_id": list(rows), "county": county, "pieces": 1})
    for name in PARTS.values():
        table[name] = [round(parts.get(name, 0) * MU, 2) for parts in rows.values()]
    table["net_m2"] = table[list(PARTS.values())].sum(axis=1).round(2)
    return geopandas.GeoDataFrame(table, geometry=[shapely.box(i, 0, i + 1, 1) for i in range(len(rows))], crs=4527)


def policy_of(tasks: dict[int, float], carry_over: str = "no", code: str = FULIANG):
    """A county with tasks in mu."""
    unit = Unit(code, "浮梁县", "county", tasks_wan_mu={y: Decimal(str(mu)) / 10_000 for y, mu in tasks.items()})
    option = replace(POLICY.options["carry_over_tasks"], value=carry_over)
    return replace(POLICY, units=(unit,), options={**POLICY.options, "carry_over_tasks": option})


def plan(rows, tasks, costs=COSTS, carry_over="no"):
    made = plan_restoration(blocks_of(rows), policy_of(tasks, carry_over), sorted(tasks), costs)
    assert (made.years["closure_mu"].dropna() == 0).all()
    years = made.blocks.set_index("block_id")["year"]
    chosen = {name: None if pd.isna(year) else int(year) for name, year in years.items()}
    return chosen, made.blocks.set_index("block_id")["why"].to_dict(), made.years


def test_the_worked_example():
    chosen, why, years = plan(EXAMPLE, {2024: 10})
    assert chosen == {"A": 2024, "B": 2024, "C": None, "D": None}
    assert why == {"A": "needed", "B": "needed", "C": "not_needed", "D": "barred"}
    (row,) = years.round(2).to_dict("records")
    assert (row["planned_mu"], row["shortfall_mu"], row["over_mu"], row["cost_yuan"]) == (11, 0, 1, 11)
    assert row["cost_unlocked_yuan"] == 8  # A and D: 10 mu
    chosen, why, years = plan(D_FREE, {2024: 10})
    assert [name for name, year in chosen.items() if year] == ["A", "D"] and years["cost_yuan"].round(2)[0] == 8
    assert why["D"] == "at_once"


def test_everything_free_is_planned_where_the_task_is_larger():
    chosen, _, years = plan(EXAMPLE, {2024: 25})
    assert chosen == {"A": 2024, "B": 2024, "C": 2024, "D": None}
    (row,) = years.round(2).to_dict("records")
    assert (row["shortfall_mu"], row["shortfall_unlocked_mu"]) == (5, 1)


def test_a_task_of_zero_or_none_plans_nothing_and_a_negative_one_neither():
    """Zhushan: its surplus is never multiplied. No task is not a task of 0: there is no figure."""
    for task in (0, -0.1496):
        chosen, why, years = plan(EXAMPLE, {2024: task})
        assert set(chosen.values()) == {None} and why["A"] == "not_needed"
        assert years[["planned_mu", "shortfall_mu"]].values.tolist() == [[0, 0]]
    made = plan_restoration(blocks_of(EXAMPLE), policy_of({2024: 10}), [2030], COSTS)
    assert made.years["planned_mu"].isna().all() and set(made.blocks["why"]) == {"no_task"}


def test_a_county_without_blocks_has_no_plan_and_one_without_policy_no_task():
    made = plan_restoration(blocks_of(EXAMPLE, "360281"), policy_of({2024: 10}), [2024], COSTS)
    rows = made.years.set_index("code")
    assert rows.loc[FULIANG, "task_mu"] == 10 and pd.isna(rows.loc[FULIANG, "shortfall_mu"])
    assert pd.isna(rows.loc["360281", "task_mu"]) and made.blocks["year"].isna().all()


def test_only_the_free_part_of_a_block_counts_and_the_block_is_marked():
    rows = {"A": {"free_other_m2": 4, "barred_other_m2": 6, "to_confirm_other_m2": 5}}
    made = plan_restoration(blocks_of(rows), policy_of({2024: 12}), [2024], COSTS)
    (block,), (row,) = made.blocks.to_dict("records"), made.years.round(2).to_dict("records")
    assert block["partly"] == "yes" and round(block["planned_mu"], 2) == 4
    assert (row["shortfall_mu"], row["shortfall_confirmed_mu"], row["shortfall_unlocked_mu"]) == (8, 3, 0)


def test_without_costs_the_fewest_blocks_are_taken():
    chosen, why, years = plan(EXAMPLE, {2024: 10}, Costs({}))
    assert sum(year is not None for year in chosen.values()) == 2 and chosen["C"] == 2024
    assert years["cost_yuan"].isna().all() and set(why.values()) <= {"needed", "not_needed", "barred"}


def test_several_years_with_and_without_carry_over():
    """Tasks of 10 and 10, blocks of 5 and 15: carried over, 5 first and 15 then lack nothing in the end."""
    rows = {"S": {"free_other_m2": 5}, "L": {"free_other_m2": 15}}
    chosen, _, years = plan(rows, {2024: 10, 2025: 10}, carry_over="yes")
    assert chosen == {"S": 2024, "L": 2025}
    assert years[["carried_mu", "shortfall_mu"]].round(2).values.tolist() == [[0, 5], [5, 0]]
    chosen, _, years = plan(rows, {2024: 10, 2025: 10})
    assert sorted(chosen.values()) == [2024, 2025] and years["shortfall_mu"].round(2).sum() == 5


def test_the_cheapest_are_named_so():
    rows = {"a": {"free_other_m2": 5}, "b": {"free_with_works_m2": 5}}
    _, why, _ = plan(rows, {2024: 4.9})
    assert why == {"a": "cheapest", "b": "not_needed"}


small = st.lists(st.tuples(st.integers(0, 900), st.integers(0, 50)), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None)
@given(small, st.lists(st.integers(0, 1500), min_size=1, max_size=2), st.booleans())
@example([(10, 1), (28, 0)], [28, 38], True)  # these three HiGHS takes for infeasible before it has begun
@example([(26, 0)], [2, 0], True)
@example([(18, 1), (38, 2)], [33, 23], True)
def test_against_all_plans(rows, tasks, carry_over):
    """Areas in hundredths of a mu: no shortfall is smaller, and no plan of that shortfall is cheaper."""
    area = np.array([row[0] for row in rows]) * (PER_MU // 100)
    cost = np.array([row[1] for row in rows], dtype=float)
    tasks = [task * (PER_MU // 100) for task in tasks]

    def judge(year) -> tuple:
        lacks, carried = [], 0
        for number, task in enumerate(tasks):
            held = sum(int(a) for a, y in zip(area, year) if y == number)
            lacks.append(max(0, task + carried - held))
            carried = lacks[-1] if carry_over else 0
        paid = sum(float(c) for c, y in zip(cost, year) if y >= 0)
        return (lacks[-1] if carry_over else 0, sum(lacks), paid)

    made = plan_unit(area, cost, tasks, carry_over)
    best = min(judge(year) for year in product(range(-1, len(tasks)), repeat=len(rows)))
    assert judge(made.year) == best
    assert int(made.shortfall.sum()) == best[1]


def test_two_thousand_blocks_are_planned_to_a_millionth():
    rng = np.random.default_rng(1)
    area = np.rint(rng.lognormal(2, 1, 2000) * PER_MU).astype(np.int64)
    cost = area / PER_MU * rng.choice([500.0, 3000.0, 5000.0], 2000)
    made = plan_unit(area, cost, [int(area.sum() * 0.37)], carry_over=False)
    assert made.shortfall.tolist() == [0] and made.gap <= 1e-6
