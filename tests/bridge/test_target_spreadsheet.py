"""Targets from spreadsheets laid out like annexes 2 and 3 of the notice."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from farmland_redline.processing.bridge.located_yaml import PolicyError
from farmland_redline.processing.bridge.policy.reader import load_policy
from farmland_redline.processing.bridge.policy.target_spreadsheet import read_targets

POLICY = load_policy()


ANNEX_2 = [
    ["景德镇市耕地保有量和永久基本农田保护目标任务"],
    [None, None, "单位：万亩"],
    ["行政区名称", "耕地保护目标\n（三区三线2020年）", "永久基本农田\n（三区三线2020年）"],
    ["景德镇市", 120.2873, 106.5103],
    ["珠山区", 0.6, 0.0822],
    ["昌江区", "7.3041", 5.0704],
    ["注：耕地保护目标和永久基本农田面积变化以上级调整确定为准。"],
]
ANNEX_3 = [
    ["景德镇市耕地缺口任务恢复计划"],
    ["单位：万亩"],
    [
        "行政区名称",
        "2019年前确定耕地保护目标总数（二调）",
        "2020年后确定耕地保护目标总数（三调）",
        "耕地恢复任务缺口数（2019年-2020年差值）",
        "2024年度恢复任务（按缺口的10%）",
        "2025年度恢复任务（按缺口的10%）",
    ],
    ["珠山区", 0.4211, 0.6, -0.1789, 0, 0],
    ["乐平市", 86.7458, 80.4127, 6.3331, 0.6333, 0.7],
]


def book(tmp_path, *sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets, start=2):
        sheet = made.create_sheet(f"附件{number}")
        for row in rows:
            sheet.append(row)
    path = tmp_path / "目标.xlsx"
    made.save(path)
    return path


def with_cell(rows, row, column, value):
    rows = [list(r) for r in rows]
    rows[row - 1][column - 1] = value
    return rows


def test_targets_from_the_annexes_as_a_spreadsheet(tmp_path):
    policy = read_targets(book(tmp_path, ANNEX_2, ANNEX_3), POLICY)
    units = {u.name: u for u in policy.units}
    assert [u.code for u in policy.units] == [u.code for u in POLICY.units]
    assert units["珠山区"].holding_target_wan_mu == Decimal("0.6")
    assert units["珠山区"].gap_wan_mu == Decimal("-0.1789")
    assert units["昌江区"].holding_target_wan_mu == Decimal("7.3041")
    assert units["乐平市"].tasks_wan_mu == {2023: Decimal("0.6333"), 2024: Decimal("0.6333"), 2025: Decimal("0.7")}
    assert units["浮梁县"] == POLICY.units[3]  # no sheet speaks of it
    assert units["珠山区"].source == "目标.xlsx"


@pytest.mark.parametrize(("unit", "value"), [("亩", 5707), ("公顷", 380.466667), ("万亩", 0.5707), ("平方米", 3804667)])
def test_units_of_area(tmp_path, unit, value):
    rows = with_cell(with_cell(ANNEX_2, 2, 3, f"单位：{unit}"), 5, 2, value)
    policy = read_targets(book(tmp_path, rows), POLICY)
    assert float(policy.units[1].holding_target_wan_mu) == pytest.approx(0.5707, abs=1e-6)


def test_a_unit_in_the_header_comes_first(tmp_path):
    rows = with_cell(with_cell(ANNEX_2, 3, 2, "耕地保有量（亩）"), 5, 2, 5707)
    policy = read_targets(book(tmp_path, rows), POLICY)
    assert policy.units[1].holding_target_wan_mu == Decimal("0.5707")
    assert policy.units[1].pbf_target_wan_mu == Decimal("0.0822")


def test_a_code_column_brings_in_new_units(tmp_path):
    rows = [["单位：万亩"], ["行政区代码", "行政区名称", "耕地保有量"], [360100, "甲市", 3], ["360121", "乙县", 3]]
    policy = read_targets(book(tmp_path, rows), POLICY)
    assert [(u.code, u.name, u.level, u.parent) for u in policy.units[5:]] == [
        ("360100", "甲市", "city", ""),
        ("360121", "乙县", "county", "360100"),
    ]


@pytest.mark.parametrize(
    ("sheets", "parts"),
    [
        ([with_cell(ANNEX_2, 5, 1, "朱山区")], ["附件2", "A5", "朱山区", "行政区代码"]),
        ([with_cell(ANNEX_2, 5, 2, "约0.6")], ["附件2", "B5", "约0.6", "not a number"]),
        ([with_cell(ANNEX_2, 5, 2, -1)], ["B5", "below 0"]),
        ([with_cell(ANNEX_2, 2, 3, None)], ["B3", "C3", "no unit of area"]),
        ([with_cell(ANNEX_2, 3, 3, "耕地保有量")], ["C3", "second column"]),
        ([ANNEX_2, with_cell(ANNEX_3, 4, 3, 0.61)], ["附件3", "C4", "0.61", "0.6", "附件2!B5"]),
        ([with_cell(ANNEX_2, 3, 1, "地区")], ["no sheet has a header row"]),
        ([[["单位：万亩"], ["行政区名称", "人口"], ["珠山区", 5]]], ["no column of targets"]),
    ],
)
def test_mistakes_in_a_spreadsheet_name_their_cell(tmp_path, sheets, parts):
    with pytest.raises(PolicyError) as caught:
        read_targets(book(tmp_path, *sheets), POLICY)
    for part in parts:
        assert part in str(caught.value)


def test_what_is_no_spreadsheet(tmp_path):
    path = tmp_path / "targets.xlsx"
    path.write_text("行政区名称,耕地保有量", encoding="utf-8")
    with pytest.raises(PolicyError, match=r"targets\.xlsx"):
        read_targets(path, POLICY)
    with pytest.raises(PolicyError, match=r"gone\.xlsx"):
        read_targets(tmp_path / "gone.xlsx", POLICY)


def test_without_openpyxl_the_need_is_said(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(PolicyError, match="openpyxl"):
        read_targets(Path("any.xlsx"), POLICY)
