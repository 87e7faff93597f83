"""Given shares of targets that cannot be."""

from __future__ import annotations

import pandas as pd
import pyogrio

from .conftest import Case

TOWNSHIPS = ("360222100", "360222101", "360222102")
ROWS = [
    ("360222", "浮梁县", "county", "360200", 2521.0, 10_001.0),
    *((code, None, "township", "360222", None, 3000.0) for code in TOWNSHIPS),
]


def given(case: Case, *rows: tuple[str, str, str]) -> dict[str, object]:
    """A summary, and a table of shares of the yearly task: unit, fixed, least."""
    columns = ["code", "name", "level", "parent", "task_2024_mu", "holding_mu"]
    summary = case.office.data / "汇总.gpkg"
    pyogrio.write_dataframe(pd.DataFrame(ROWS, columns=columns), summary, layer="summary")
    lines = [
        "单位代码,目标,固定份额（亩）,最低份额（亩）",
        *(f"{unit},年度任务,{fixed},{least}" for unit, fixed, least in rows),
    ]
    table = case.office.data / "份额.csv"
    table.write_text("\n".join(lines), encoding="utf-8-sig")
    return {"SUMMARY": f"{summary}|layername=summary", "ITEMS": "task", "BASIS": "net_now", "SHARES": str(table)}


def test_given_shares_that_exceed_the_target(case: Case):
    case.refused("allocate_targets", **given(case, (TOWNSHIPS[0], "2000", ""), (TOWNSHIPS[1], "", "600")))


def test_given_shares_that_fall_short(case: Case):
    shares = zip(TOWNSHIPS, ("2500", "0", "0"))
    case.refused("allocate_targets", **given(case, *((unit, fixed, "") for unit, fixed in shares)))


def test_given_shares_of_units_that_get_none(case: Case):
    case.refused("allocate_targets", **given(case, ("360222", "2521", ""), ("360222100201", "", "5")))
