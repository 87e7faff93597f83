"""Targets broken down by the real qgis_process: the worked example, what is refused, the sample city."""

from __future__ import annotations

import csv

import pandas as pd
import pyogrio
import pytest
from conftest import read_workbook

pytestmark = pytest.mark.usefixtures("qgis")

# Mu; the task of Fuliang in annex 3, and the three townships of the example.
ROWS = [
    ("360200", "景德镇市", "city", None, 9163.0, 130_000.0, 0.0),
    ("360222", "浮梁县", "county", "360200", 2521.0, 10_001.0, 0.0),
    ("360203", "珠山区", "county", "360200", 0.0, 50.0, 0.0),
    ("360222100", "甲镇", "township", "360222", None, 5000.0, 0.0),
    ("360222101", "乙乡", "township", "360222", None, 3000.0, 0.0),
    ("360222102", "丙乡", "township", "360222", None, 2001.0, 0.0),
    ("", None, "township", "360222", None, 12.5, 0.0),
    ("360203001", "某街道", "township", "360203", None, 50.0, 0.0),
]


def summary(**columns: list) -> pd.DataFrame:
    names = ["code", "name", "level", "parent", "task_2024_mu", "holding_mu", "candidates_free_mu"]
    return pd.DataFrame(ROWS, columns=names).assign(gap_mu=[9162.7, 2521.4, -1496.0, *[None] * 5], **columns)


def allocate(how, folder, table: pd.DataFrame, **given: object):
    path, made = folder / "汇总.gpkg", folder / "made.gpkg"
    pyogrio.write_dataframe(table, path, layer="summary")
    given = {"SUMMARY": f"{path}|layername=summary", "ITEMS": "task", "BASIS": "net_now", **given}
    done = how("allocate_targets", {**given, "OUTPUT": str(made)})
    rows = pyogrio.read_dataframe(made, layer="allocation", read_geometry=False) if made.exists() else None
    return done, rows


def test_the_worked_example(qgis_process, tmp_path):
    book = tmp_path / "分解.xlsx"
    done, rows = allocate(qgis_process, tmp_path, summary(), WORKBOOK=str(book))
    assert done.status == 0, done.log
    shared = read_workbook(book)["各行政区目标"].set_index("行政区代码")
    assert shared.loc["360222102", ["目标", "本级目标（亩）"]].tolist() == ["年度恢复任务", 505]
    made = rows.set_index("code")
    townships = ["360222100", "360222101", "360222102"]
    assert made.loc[townships, "target_mu"].tolist() == [1260.0, 756.0, 505.0]
    assert made.loc[townships, "quota_mu"].round(2).tolist() == [1260.37, 756.22, 504.40]
    assert set(made.loc[townships, "shared_by"]) == {"basis"} and made.loc["360222", "closure_mu"] == 0
    # The city's row stays as issued, though its counties add up to another figure; a task of 0 is 0 everywhere.
    assert made.loc["360200", "target_mu"] == 9163.0 and made.loc["360203001", "target_mu"] == 0
    assert done.results["WORST_CLOSURE"] == 0 and "2,521.00" in done.log
    assert "12.50" in done.log, "what names no township is told"


def shares(path, rows: list[tuple]) -> str:
    """A table of given shares as Chinese Excel writes it."""
    with path.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows([("单位代码", "目标", "固定份额（亩）", "最低份额（亩）"), *rows])
    return str(path)


def test_shares_that_are_given(qgis_session, tmp_path):
    """A floor of 600 for the third: 1,921 over 5,000 : 3,000 are 1,200.625 and 720.375; one of another target."""
    rows = [("360222102000", "年度任务", "", 600), ("360203001", "年度恢复任务", 0, ""), ("360203001", "缺口", 5, "")]
    table = shares(tmp_path / "份额.csv", rows)
    done, made = allocate(qgis_session, tmp_path, summary(), SHARES=table)
    assert done.status == 0, done.log
    made = made.set_index("code")
    townships = ["360222100", "360222101", "360222102"]
    assert made.loc[townships, "target_mu"].tolist() == [1201.0, 720.0, 600.0]
    assert made.loc[townships, "shared_by"].tolist() == ["basis", "basis", "floor"]
    assert made.loc["360203001", "shared_by"] == "fixed" and done.results["WORST_CLOSURE"] == 0
    # A fixed share comes first whatever the basis: 2,521 - 1,000 over 3,000 : 2,001 are 912.4 and 608.6.
    folder = tmp_path / "固定"
    folder.mkdir()
    table = shares(folder / "份额.csv", [("360222100", "年度任务", 1000, ""), ("360203001", "年度任务", 0, "")])
    made = allocate(qgis_session, folder, summary(), SHARES=table)[1].set_index("code")
    assert made.loc[townships, "target_mu"].tolist() == [1000.0, 912.0, 609.0]


def test_what_is_refused_says_why_and_writes_nothing(qgis_session, tmp_path):
    """A gap of 2,521.4 mu in whole mu; a basis of 0 throughout; a column that is not there."""
    for number, (given, words) in enumerate(
        [
            ({"ITEMS": "gap"}, ("allocation_unit_mu", "360222")),
            ({"BASIS": "candidates_free"}, ("360222", "0")),
            ({"BASIS": "column", "COLUMN": "nothing"}, ("nothing",)),
            ({"LEVEL": "village"}, ()),
            ({"YEAR": 2031}, ("2031", "2024")),
        ]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        done, rows = allocate(qgis_session, folder, summary(), **given)
        assert done.status == 1 and rows is None and "Traceback" not in done.log, given
        assert all(word in done.log for word in words), (given, done.log[-1500:])


def test_the_sample_city_adds_up_at_every_level(qgis_session, batch, tmp_path):
    made = tmp_path / "allocation.gpkg"
    source = f"{batch / 'farmland_redline.gpkg'}|layername=summary"
    done = qgis_session("allocate_targets", {"SUMMARY": source, "LEVEL": "village", "OUTPUT": str(made)})
    assert done.status == 0, done.log
    rows = pyogrio.read_dataframe(made, layer="allocation", read_geometry=False)
    assert set(rows["item"]) == {"holding_target", "pbf_target", "gap", "task"}
    assert set(rows["level"]) == {"city", "county", "township", "village"}
    assert (rows["closure_mu"].dropna() == 0).all()
    for _, item in rows.groupby("item"):
        targets = item.set_index("code")["target_mu"]
        for parent, below in item[item["level"].isin(("township", "village"))].groupby("parent"):
            assert below["target_mu"].sum() == targets[parent]
            assert (abs(below["target_mu"] - below["quota_mu"]) < 1).all()
    lower = rows[rows["level"] == "village"]
    assert (lower["target_mu"] % 1 == 0).all() and len(lower) > 10
