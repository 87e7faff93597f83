"""Targets from spreadsheets laid out like annexes 2 and 3 of the notice."""

import csv
import dataclasses
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from farmland_redline.processing.bridge.dependencies import FeatureError
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


def as_csv(path, rows, encoding, delimiter=","):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(["" if v is None else v for v in row] for row in rows)
    return path


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8-sig", ","), ("utf-8", ","), ("gb18030", ","), ("gb18030", "\t")]
)
def test_the_same_targets_as_csv(tmp_path, monkeypatch, encoding, delimiter):
    """As Excel and WPS save a sheet; openpyxl may be missing."""
    rows = with_cell(ANNEX_3, len(ANNEX_3), 2, "1,086.7458")  # a thousands separator
    expected = read_targets(book(tmp_path, with_cell(ANNEX_3, len(ANNEX_3), 2, 1086.7458)), POLICY)
    for name in ("openpyxl", "openpyxl.cell"):
        monkeypatch.setitem(sys.modules, name, None)
    policy = read_targets(as_csv(tmp_path / "目标.csv", rows, encoding, delimiter), POLICY)
    assert [dataclasses.replace(unit, source="") for unit in policy.units] == [
        dataclasses.replace(unit, source="") for unit in expected.units
    ]
    assert {unit.name: unit for unit in policy.units}["乐平市"].source == "目标.csv"


def test_mistakes_in_a_csv_name_their_cells(tmp_path):
    rows = with_cell(ANNEX_2, 5, 2, "多")
    with pytest.raises(PolicyError, match=r"目标\.csv.*B5"):
        read_targets(as_csv(tmp_path / "目标.csv", rows, "utf-8"), POLICY)
    (tmp_path / "坏.csv").write_bytes(b"\xff\xff\xff")
    with pytest.raises(PolicyError, match=r"坏\.csv"):
        read_targets(tmp_path / "坏.csv", POLICY)
    with pytest.raises(PolicyError, match=r"gone\.csv"):
        read_targets(tmp_path / "gone.csv", POLICY)


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


def told(path):
    """The units by name that a spreadsheet gives, and the warnings."""
    lines = []
    units = {u.name: u for u in read_targets(path, POLICY, lines.append).units}
    return units, lines


def test_an_empty_cell_is_not_known_and_never_the_figure_of_the_policy(tmp_path):
    units, (line,) = told(book(tmp_path, with_cell(ANNEX_2, 6, 3, None)))
    assert units["昌江区"].pbf_target_wan_mu is None
    assert units["昌江区"].holding_target_wan_mu == Decimal("7.3041")
    assert "附件2" in line and "C6" in line and "昌江区" in line


def test_a_unit_of_which_the_sheet_gives_nothing_has_no_targets(tmp_path):
    units, lines = told(book(tmp_path, with_cell(with_cell(ANNEX_2, 6, 2, None), 6, 3, "—")))
    assert units["昌江区"].holding_target_wan_mu is units["昌江区"].pbf_target_wan_mu is None
    assert len(lines) == 2
    assert units["昌江区"].gap_wan_mu == Decimal("0.4577")  # annex 3 is no subject of this sheet


def test_an_empty_cell_that_another_sheet_fills_is_known(tmp_path):
    units, lines = told(book(tmp_path, with_cell(ANNEX_2, 5, 2, None), ANNEX_3))
    assert units["珠山区"].holding_target_wan_mu == Decimal("0.6") and lines == []


def test_a_formula_without_a_stored_value_is_not_known(tmp_path):
    units, (line,) = told(book(tmp_path, with_cell(ANNEX_2, 6, 3, "=C4-C5")))
    assert units["昌江区"].pbf_target_wan_mu is None
    assert "C6" in line and "formula" in line


def test_an_empty_task_is_not_the_task_of_the_policy(tmp_path):
    units, _ = told(book(tmp_path, with_cell(ANNEX_3, 5, 5, None)))
    assert units["乐平市"].tasks_wan_mu == {2023: Decimal("0.6333"), 2025: Decimal("0.7")}


def test_beside_an_unknown_heading_the_other_targets_of_its_annex_are_not_known(tmp_path):
    units, (line,) = told(book(tmp_path, with_cell(ANNEX_2, 3, 3, "基本田划定任务数")))
    assert units["昌江区"].holding_target_wan_mu == Decimal("7.3041")
    assert units["昌江区"].pbf_target_wan_mu is None  # the policy says 5.0704
    assert units["浮梁县"].pbf_target_wan_mu == POLICY.units[3].pbf_target_wan_mu  # no sheet speaks of it
    assert "C3" in line and "基本田划定任务数" in line


def test_a_column_of_words_beside_changes_nothing(tmp_path):
    rows = [*ANNEX_2[:2], [*ANNEX_2[2], "联系科室"], [*ANNEX_2[3], "耕保科"], *ANNEX_2[4:]]
    units, lines = told(book(tmp_path, rows))
    assert units["昌江区"].pbf_target_wan_mu == Decimal("5.0704") and lines == []


def merged(tmp_path, rows, *areas):
    path = book(tmp_path, rows)
    made = openpyxl.load_workbook(path)
    for area in areas:
        made.worksheets[0].merge_cells(area)
    made.save(path)
    return path


TWO_ROWS = [
    ["景德镇市耕地缺口任务恢复计划"],
    ["单位：万亩"],
    ["行政区名称", "耕地恢复任务缺口数", "年度恢复任务", None],
    [None, None, "2023年度", "2024年度"],
    ["乐平市", 6.3331, 0.5, 0.6],
]


def test_tasks_under_a_merged_header_of_two_rows(tmp_path):
    path = merged(tmp_path, TWO_ROWS, "A1:D1", "A3:A4", "B3:B4", "C3:D3")
    units, lines = told(path)
    assert units["乐平市"].tasks_wan_mu == {2023: Decimal("0.5"), 2024: Decimal("0.6")}
    assert units["乐平市"].gap_wan_mu == Decimal("6.3331") and lines == []


def test_tasks_under_a_group_above_the_row_of_names(tmp_path):
    rows = [*TWO_ROWS[:2], [None, None, "恢复任务", None], ["行政区名称", "缺口", "2023年", "2024年"], TWO_ROWS[4]]
    units, lines = told(merged(tmp_path, rows, "A1:D1", "C3:D3"))
    assert units["乐平市"].tasks_wan_mu == {2023: Decimal("0.5"), 2024: Decimal("0.6")} and lines == []


def test_rows_of_totals_are_compared(tmp_path):
    rows = [
        ["单位：万亩"],
        ["行政区名称", "耕地保有量"],
        ["珠山区", 0.6],
        ["昌江区", 7.3],
        ["小计", 7.9],
        ["浮梁县", 32],
        ["合计", 39.9],
    ]
    assert told(book(tmp_path, rows))[1] == []
    (line,) = told(book(tmp_path, with_cell(rows, 7, 2, 40)))[1]
    assert "B7" in line and "40" in line and "39.9" in line


@pytest.mark.parametrize("text", ["单位：公顷、万亩", "单位：公顷，万亩", "单位：（亩/万亩）"])
def test_several_units_in_one_title_are_an_error_that_asks(tmp_path, text):
    with pytest.raises(PolicyError, match="Which is meant"):
        read_targets(book(tmp_path, with_cell(ANNEX_2, 2, 3, text)), POLICY)


def test_several_units_in_a_heading_are_an_error_and_one_in_each_is_not(tmp_path):
    with pytest.raises(PolicyError, match=r"B3.*Which is meant"):
        read_targets(book(tmp_path, with_cell(ANNEX_2, 3, 2, "耕地保有量（公顷、万亩）")), POLICY)
    rows = with_cell(with_cell(ANNEX_2, 2, 3, "单位：公顷、万亩"), 3, 2, "耕地保有量（万亩）")
    read_targets(book(tmp_path, with_cell(rows, 3, 3, "永久基本农田（万亩）")), POLICY)


def test_what_is_no_spreadsheet(tmp_path):
    path = tmp_path / "targets.xlsx"
    path.write_text("行政区名称,耕地保有量", encoding="utf-8")
    with pytest.raises(PolicyError, match=r"targets\.xlsx"):
        read_targets(path, POLICY)
    with pytest.raises(PolicyError, match=r"gone\.xlsx"):
        read_targets(tmp_path / "gone.xlsx", POLICY)


def test_without_openpyxl_the_need_is_said(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(FeatureError, match="openpyxl"):
        read_targets(Path("any.xlsx"), POLICY)
