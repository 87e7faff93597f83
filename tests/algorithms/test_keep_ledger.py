"""The quota ledger by the real qgis_process: the worked examples of `measures.md` 3 and 8, and what is refused."""

from __future__ import annotations

import csv

import pandas as pd
import pyogrio
import pytest
from conftest import explained_columns, read_workbook, run_in_session, run_qgis_process

pytestmark = pytest.mark.usefixtures("qgis")
HEADINGS = (
    "编号",
    "日期",
    "县级代码",
    "类型",
    "数量（平方米）",
    "其中水田（平方米）",
    "项目编号",
    "已知需求（平方米）",
    "项目级别",
    "对方县级代码",
)
CASE_HEADINGS = ("编号", "县级代码", "发现日期", "认定", "占用耕地（平方米）", "是否非农建设", "结案日期", "结果")


def write(path, headings: tuple[str, ...], rows: list[tuple]) -> str:
    """Write a table as Chinese Excel does."""
    with path.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows([headings, *rows])
    return str(path)


def keep(folder, rows: list[tuple], cases: list[tuple] = (), how=run_in_session, **given: object):
    folder.mkdir(exist_ok=True)
    made = {name: str(folder / f"{name.lower()}.gpkg") for name in ("LEDGER", "ACCOUNTS")}
    if cases:
        given["CASES"] = write(folder / "案件.csv", CASE_HEADINGS, cases)
    quota = write(folder / "台账.csv", HEADINGS, [(*row, *[""] * (len(HEADINGS) - len(row))) for row in rows])
    done = how("keep_ledger", {"QUOTA": quota, **given, **made})
    tables = (
        [pyogrio.read_dataframe(path, layer=name.lower(), read_geometry=False) for name, path in made.items()]
        if (done.status == 0)
        else []
    )
    return done, tables


def test_the_worked_examples(tmp_path):
    """The freeze of section 3 in one county, trades in another; the city is their sum."""
    rows = [
        ("1", "2024-01-01", "浮梁县", "期初", 50),
        ("2", "2024年1月", "乐平市", "期初", 100),
        ("3", "20240301", "360281", "调入", 40, "", "X1", 30, "市级", "360222"),
    ]
    cases = [
        ("A", "360222", "2024-02-01", "违法", 8, "是", "2024-03-01", "补办手续"),
        ("B", "360222", "2024-02-02", "违法", 3, "是", "2024-04-01", "拆除复耕"),
        ("C", "360222", "2024-02-03", "待核", 5, "是", "", ""),
        ("D", "360222", "2024-02-03", "违法", 7, "否", "", ""),
    ]
    book = tmp_path / "台账.xlsx"
    done, (ledger, accounts) = keep(tmp_path / "台账 一", rows, cases, run_qgis_process, WORKBOOK=str(book))
    assert done.status == 0, done.log
    sheets = read_workbook(book)
    entries, sums = sheets["指标台账"], sheets["指标账户"]
    assert entries["种类"].tolist()[:2] == ["期初", "期初"] and sums["可用（平方米）"].tolist() == [182, 42, 140]
    county = ledger[ledger["code"] == "360222"]
    assert list(zip(county["entry_id"], county["entry_kind"], county["frozen_m2"], county["available_m2"])) == [
        ("1", "opening", 0.0, 50.0),
        ("A", "freeze", 8.0, 42.0),
        ("B", "freeze", 11.0, 39.0),
        ("A", "legalise", 3.0, 39.0),
        ("B", "release", 0.0, 42.0),
    ]
    trade = ledger.set_index("entry_id").loc["3"]
    assert trade["checks"] == "no_trade;own_first;out_of_scope"
    state = accounts.set_index("code")
    named = ["supplied_m2", "bought_m2", "used_m2", "sold_m2", "frozen_m2", "available_m2", "closure_m2"]
    assert state.loc["360222", named].tolist() == [50.0, 0.0, 8.0, 0.0, 0.0, 42.0, 0.0]
    assert state.loc["360281", named].tolist() == [100.0, 40.0, 0.0, 0.0, 0.0, 140.0, 0.0]
    assert state.loc["360200", named].tolist() == [150.0, 40.0, 8.0, 0.0, 0.0, 182.0, 0.0]
    assert (state.loc["360200", "counties"], state.loc["360222", "would_freeze_m2"]) == (2, 5.0)
    assert pd.isna(state.loc["360222", "paddy_available_m2"])
    assert done.results["WORST_CLOSURE"] == 0 and done.results["WARNING_COUNT"] == 3
    assert "50.00 m²" in done.log and "0.00 m²" in done.log
    assert set(ledger.columns) == explained_columns("ledger")
    assert set(accounts.columns) == explained_columns("accounts")


def test_paddy_below_zero_stops_the_run_and_names_the_entry(tmp_path):
    rows = [
        ("1", "2024-01-01", "360222", "期初", 100, 0),
        ("2", "2024-02-01", "360222", "入库", 40, 10),
        ("K3", "2024-03-01", "360222", "核销", 60, 15),
    ]
    done, _ = keep(tmp_path, rows)
    assert done.status == 1 and "K3" in done.log and "5.00 m²" in done.log and "Traceback" not in done.log
    assert not (tmp_path / "ledger.gpkg").exists()


def test_entries_that_cannot_be_booked_are_all_named(tmp_path):
    """Of a city, below 0, with more paddy than quantity, an opening that is none, a freeze that cases tell already."""
    rows = [
        ("E1", "2024-01-01", "360200", "期初", 100),
        ("E2", "2024-01-02", "360222", "入库", -1),
        ("E3", "2024-01-03", "360222", "期初", 100),
        ("E4", "2024-01-04", "360222", "核销", 5, 6),
        ("E5", "2024-01-05", "360222", "冻结", 5),
        ("E6", "2024-01-06", "360222", "更正", -5, -2),
    ]
    done, _ = keep(tmp_path, rows, [("A", "360222", "2024-02-01", "违法", 8, "是", "", "")])
    assert done.status == 1 and "Traceback" not in done.log
    assert [name for name in ("E1", "E2", "E3", "E4", "E5", "E6") if name in done.log] == ["E1", "E2", "E3", "E4", "E5"]
