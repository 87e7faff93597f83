"""Targets broken down level by level, with given and least shares; sums by other code."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from farmland_redline.processing.analysis.measures.target_allocation import (
    AllocationError,
    AllocationRules,
    allocate_target,
)

LEVELS = ("township", "village")


def summary(task: float, villages: dict[str, float]) -> pd.DataFrame:
    """A county with villages by code, mu of cultivated land, and townships of their first nine digits."""
    townships: dict[str, float] = {}
    for code, area in villages.items():
        townships[code[:9]] = townships.get(code[:9], 0) + area
    rows = [("360222", "county", "360200", task, sum(villages.values()))]
    rows += [(code, "township", "360222", None, area) for code, area in townships.items()]
    rows += [(code, "village", code[:9], None, area) for code, area in villages.items()]
    return pd.DataFrame(rows, columns=["code", "level", "parent", "task_2024_mu", "holding_mu"]).assign(name=None)


VILLAGES = {"360222100001": 2000.0, "360222100002": 3000.0, "360222101001": 3000.0, "360222102001": 2001.0}


def targets(table: pd.DataFrame, **rules: object) -> pd.DataFrame:
    made = AllocationRules("task_2024_mu", ("holding_mu",), **rules)
    return allocate_target(table, "task", made, LEVELS).set_index("code")


def test_a_floor_of_a_township_goes_on_to_its_villages():
    """A floor of 600 leaves 1201 and 720; the villages of the first township share 1201 by 2 : 3: 480.4, 720.6."""
    made = targets(summary(2521, VILLAGES), floor={"360222102": 600})
    assert made.loc[["360222100", "360222101", "360222102"], "target_mu"].tolist() == [1201, 720, 600]
    assert made.loc[["360222100001", "360222100002"], "target_mu"].tolist() == [480, 721]
    assert made.loc["360222102001", "target_mu"] == 600
    assert made["shared_by"].to_dict()["360222102"] == "floor" and made.loc["360222100", "children_mu"] == 1201


def test_hundredths_of_a_mu_and_a_given_share():
    made = targets(summary(10.0, VILLAGES), per_mu=100, fixed={"360222101": 3.33})
    assert made.loc["360222101", ["target_mu", "shared_by"]].tolist() == [3.33, "fixed"]
    # 6.67 by 5000 and 2001: 4.7636 and 1.9064.
    assert made.loc[["360222100", "360222102"], "target_mu"].tolist() == [4.76, 1.91]


def test_a_surplus_is_not_divided_and_no_target_gives_no_row():
    assert targets(summary(-1496.0, VILLAGES)).index.tolist() == ["360222"]
    assert targets(summary(float("nan"), VILLAGES)).empty


@pytest.mark.parametrize(
    ("table", "rules", "kind", "unit", "excess"),
    [
        (summary(2521.4, VILLAGES), {}, "not_whole", "360222", 0),
        (summary(100, VILLAGES), {"fixed": {"360222100": 90}, "floor": {"360222101": 20}}, "exceeds", "360222", 10),
        (summary(100, dict.fromkeys(VILLAGES, 0.0)), {}, "no_basis", "360222", 0),
        (summary(100, {**VILLAGES, "360222103001": float("nan")}), {}, "basis_unknown", "360222103", 0),
    ],
)
def test_what_cannot_be_broken_down(table, rules, kind, unit, excess):
    with pytest.raises(AllocationError) as raised:
        targets(table, **rules)
    assert (raised.value.kind, raised.value.unit, raised.value.excess_mu) == (kind, unit, excess)


codes = st.builds("36022210{}00{}".format, st.integers(0, 4), st.integers(1, 4))


@given(st.integers(0, 10**6), st.dictionaries(codes, st.floats(0.01, 1e5), min_size=1, max_size=12))
def test_the_parts_add_up_at_every_level(task, villages):
    made = targets(summary(task, villages))
    assert (made["closure_mu"].dropna() == 0).all()
    for level in LEVELS:
        assert made.loc[made["level"] == level, "target_mu"].sum() == task
