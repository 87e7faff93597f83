"""Tables that people fill in and tables of results that come back, of which a part is not as it was made."""

from __future__ import annotations

import pandas as pd
import pyogrio
import pytest
from conftest import CITY

HEAD = "编号,县级代码,发现日期,认定,占用耕地（亩）,备注"
YEAR = {"PERIOD": "year", "DATE": "2026-12-31", "PERIODS": "TEMPORARY_OUTPUT", "POLICY": str(CITY / "policy.yaml")}


def cases_as_text(case, *rows: str) -> str:
    path = case.office.data / "案件.csv"
    path.write_bytes("\r\n".join([HEAD, *rows]).encode("gb18030"))
    return str(path)


# The mark swallows the next two rows, comes late, is closed too early, or never opened a value.
QUOTES = {
    "never closed": ('J1,360222,2026-03-15,违法,12,"甲', "J2,360222,2026-03-15,违法,30,"),
    "closed too early": ('J1,360222,2026-03-15,违法,12,"甲"乙', "J2,360222,2026-03-15,违法,30,"),
    "inside a value": ('J1,360222,2026-03-15,违法,12,甲"乙', "J2,360222,2026-03-15,违法,30,"),
}


@pytest.mark.parametrize("quote", QUOTES)
def test_a_quotation_mark_that_does_not_match(case, quote):
    rows = (*QUOTES[quote], "J3,360222,2026-03-16,违法,30,")
    case.refused("report_period", CASES=cases_as_text(case, *rows), **YEAR)


def test_a_quotation_mark_that_another_closes(case):
    rows = ('J1,360222,2026-03-15,违法,12,"甲', 'J2,360222,2026-03-15,违法,30,乙"', "J3,360222,2026-03-16,违法,30,")
    case.refused("report_period", CASES=cases_as_text(case, *rows), **YEAR)


def test_targets_with_a_quotation_mark_that_does_not_match(case):
    path = case.office.data / "目标.csv"
    path.write_text(
        '行政区名称,行政区代码,三调耕地保护目标（万亩）\n"浮梁县,360222,48.2\n乐平市,360281,60', encoding="utf-8"
    )
    case.refused("run_batch", **case.office.plain(), TARGETS=str(path))


def test_a_separator_inside_a_value(case):
    rows = ("J1,360222,2026-03-15,违法,1,200.50,临时", "J2,360222,2026-03-15,违法,30,")
    case.refused("report_period", CASES=cases_as_text(case, *rows), **YEAR)


def test_quotation_marks_that_match(case):
    rows = ('J1,360222,2026-03-15,违法,12,"甲,""乙""\n丙"', '"J2",360222,2026-03-15,违法,"30",')
    found = case.runs("report_period", CASES=cases_as_text(case, *rows), **YEAR)
    assert (found["NEW_COUNT"], found["OPEN_COUNT"]) == (2, 2)


def test_a_layer_of_more_rows_than_are_read(case):
    count = 20_001
    frame = pd.DataFrame({"case_id": [f"J{i}" for i in range(count)], "unit": "360222", "found": "2026-03-15"})
    path = case.office.data / "案件.gpkg"
    pyogrio.write_dataframe(frame.assign(status="illegal", cultivated_m2=1.0), path, layer="cases")
    case.refused("report_period", CASES=f"{path}|layername=cases", **YEAR)
