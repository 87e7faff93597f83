"""Warnings, veto, freeze and period tables by the real qgis_process, from tables as offices fill them in."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyogrio
import pytest
from conftest import explained_columns, run_in_session, run_qgis_process

pytestmark = pytest.mark.usefixtures("qgis")
HEAD = [
    "编号",
    "县级代码",
    "发现日期",
    "认定",
    "占用耕地（亩）",
    "其中永久基本农田（亩）",
    "是否非农建设",
    "结案日期",
    "结果",
]
# The example of measure 34; more PBF than land stands in no table, so 2026H1 has 10.50 mu of both.
CASES = [
    ["J1", "浮梁县", "2024-03-15", "违法", "12.00", "0", "是", "", ""],
    ["J2", "浮梁县", "2024-09-15", "违法", "7.00", "5.00", "是", "2024-12-01", "拆除复耕"],
    ["J3", "浮梁县", "2025-03-15", "违法", "10.00", "5.01", "是", "2025-10-01", "补办手续"],
    ["J4", "浮梁县", "2025-09-15", "违法", "10.01", "0", "否", "", ""],
    ["J5", "浮梁县", "2026-03-15", "违法", "10.50", "10.50", "", "", ""],
    ["J6", "乐平市", "2026-03-20", "待核", "30.00", "0", "是", "", ""],
]
NEW = ["J7", "360222", "2027-02-01", "违法", "10.01", "0", "是", "", ""]
EVENTS = [["县级代码", "日期", "事项"], ["360222", "2026-10-10", "约谈"]]


def as_csv(path: Path, rows: list[list[str]]) -> str:
    path.write_bytes("\r\n".join(",".join(row) for row in rows).encode("gb18030"))
    return str(path)


def read(results: dict, name: str) -> pd.DataFrame:
    return pyogrio.read_dataframe(results[name].partition("|")[0], layer=name.lower(), read_geometry=False)


@pytest.fixture(scope="module")
def assessed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("警示")
    given = {
        "CASES": as_csv(folder / "案件.csv", [HEAD, *CASES]),
        "EVENTS": as_csv(folder / "事项.csv", EVENTS),
        "DATE": "2026-12-31",
        **{name: str(folder / f"{name.lower()}.gpkg") for name in ("WARNINGS", "VETOES", "FREEZES")},
    }
    done = run_qgis_process("assess_warnings", given)
    assert done.status == 0, done.log
    return folder, done


def test_the_example_by_qgis_process(assessed):
    _, done = assessed
    warnings = read(done.results, "WARNINGS")
    own = warnings[warnings["code"] == "360222"].set_index("period")
    assert list(own["level"]) == ["general", "none", "general", "key", "key", "none"]
    assert own["total_mu"].round(6).tolist() == [12.0, 19.0, 10.0, 20.01, 10.5, 10.5]
    assert own.loc["2026H2", "step"] == "talk;city_decides" and own.loc["2026H2", "keys_and_talks"] == 3
    assert set(warnings.loc[warnings["code"] == "360281", "level"]) == {"none"}, "nobody has decided on J6"
    assert "closure 0.00 mu" in done.log and "closure 0.00 m²" in done.log


def test_veto_and_freeze_by_qgis_process(assessed):
    _, done = assessed
    veto = read(done.results, "VETOES").set_index("code").loc["360222"]
    assert (veto["year"], veto["verdict"], veto["illegal_veto"]) == (2026, "insufficient", "no")
    freeze = read(done.results, "FREEZES").set_index("code")
    # J1 freezes; J2 was restored, J3 legalised, J4 is no construction, of J5 nobody knows.
    areas = [name for name in freeze if name.endswith("_m2")]
    found = {name: round(value * 3 / 2000, 4) for name, value in freeze.loc["360222", areas].items()}
    assert found["frozen_m2"] == 12.0 and found["restored_m2"] == 7.0 and found["legalised_m2"] == 10.0
    assert found["unknown_m2"] == 10.5 and found["closure_m2"] == 0
    assert round(freeze.loc["360281", "open_leads_m2"] * 3 / 2000, 4) == 30.0


def test_columns_are_explained(assessed):
    _, done = assessed
    for name in ("WARNINGS", "VETOES", "FREEZES"):
        assert set(read(done.results, name).columns) == explained_columns(name.lower()), name


def test_a_later_half_year_carries_the_earlier_on_and_the_page_puts_it_together(assessed):
    """With a table of the newest cases only, and the results of the first run as a whole file."""
    folder, first = assessed
    state = str(folder / "warnings.gpkg")
    given = {
        "CASES": as_csv(folder / "新案件.csv", [HEAD, CASES[-2], NEW]),
        "STATE": state,
        "DATE": "2027-06-30",
        **{name: str(folder / f"later_{name.lower()}.gpkg") for name in ("WARNINGS", "VETOES", "FREEZES")},
    }
    done = run_in_session("assess_warnings", given)
    assert done.status == 0, done.log
    before, after = read(first.results, "WARNINGS"), read(done.results, "WARNINGS")
    kept = after[after["period"] != "2027H1"].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, before, check_dtype=False)
    new = after[(after["code"] == "360222") & (after["period"] == "2027H1")].iloc[0]
    assert (new["level"], new["keys_and_talks"]) == ("general", 3)

    page = folder / "半年报.html"
    given = {
        "CASES": as_csv(folder / "案件.csv", [HEAD, *CASES]),
        "PERIOD": "half_year",
        "DATE": "2026-06-30",
        **{name: first.results[name] for name in ("WARNINGS", "VETOES", "FREEZES")},
        "PERIODS": str(folder / "periods.gpkg"),
        "PAGE": str(page),
    }
    done = run_in_session("report_period", given)
    assert done.status == 0, done.log
    table = read(done.results, "PERIODS")
    whole = table[table["code"] == ""].iloc[0]
    assert [whole[f"{flow}_number"] for flow in ("open_before", "new", "closed", "open_after")] == [2, 2, 0, 4]
    assert round(whole["open_after_cultivated_mu"], 6) == 62.51 and (table["closure"] == 0).all()
    text = page.read_text(encoding="utf-8")
    for words in ("重点警示", "市委市政府处理", "冻结指标", "62.51", "未给出"):
        assert words in text, words
    assert "<script" not in text and "http" not in text


def test_a_table_with_mistakes_stops_the_run_before_it_writes(tmp_path):
    rows = [HEAD, ["J1", "南京市", "2024-03-15", "违规", "12.00", "0", "是", "", ""]]
    outputs = {name: str(tmp_path / f"{name.lower()}.gpkg") for name in ("WARNINGS", "VETOES", "FREEZES")}
    done = run_in_session("assess_warnings", {"CASES": as_csv(tmp_path / "案件.csv", rows), **outputs})
    assert done.status == 1 and "B2" in done.log and "D2" in done.log and "Traceback" not in done.log
    assert not list(tmp_path.glob("*.gpkg"))
