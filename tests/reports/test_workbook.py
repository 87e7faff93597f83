"""The workbook against the model: every cell, its type, and what must never get into a cell."""

import pickle
import subprocess
import sys
import tempfile
import zipfile
from contextlib import ExitStack
from dataclasses import asdict, replace
from datetime import datetime, timezone
from math import isnan
from xml.etree import ElementTree

import geopandas
import openpyxl
import pandas as pd
import pytest
import shapely
from conftest import ROOT

from farmland_redline.processing.bridge.dependencies import FeatureError
from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.i18n import using_language
from farmland_redline.processing.bridge.policy.reader import load_policy
from farmland_redline.processing.reports.key_findings import findings
from farmland_redline.processing.reports.names import Names
from farmland_redline.processing.reports.number_format import DATE, TEXT
from farmland_redline.processing.reports.tables.conflicts_and_candidates import (
    conflict_kinds_table,
    conflict_uses_table,
)
from farmland_redline.processing.reports.tables.contents import report_tables
from farmland_redline.processing.reports.workbook import writer
from farmland_redline.processing.reports.workbook.table_rows import TableRows, WorkbookZip

from .conftest import conflict, conflicts_frame, make_model, read_classes, summary_frame

OVERVIEW = "总览"
SHEETS = [
    "附件2 目标对照",
    "附件3 缺口恢复",
    "占用冲突类别",
    "占用冲突分类",
    "冲突清单",
    "潜力与缺口对照",
    "恢复潜力分级",
    "恢复潜力清单",
    "分行政区汇总",
    "市县差异",
    "数据问题分类",
    "数据问题",
    "永久基本农田交叉表",
    "输入数据",
    "成果溯源",
]


TECHNICAL = ["数据问题", "永久基本农田交叉表", "输入数据", "成果溯源"]
PLUGINS = ROOT / ".build" / "plugins"


@pytest.fixture
def book(model, tr, tmp_path):
    return openpyxl.load_workbook(writer.write_workbook(model, tmp_path / "报告.xlsx", tr))


def head_of(sheet):
    _, last = sheet.print_title_rows.replace("$", "").split(":")
    return int(last)


def test_every_cell_is_the_models(model, tr, book):
    assert book.sheetnames == [OVERVIEW, *SHEETS]
    compared = 0
    for table in report_tables(model, tr):
        sheet = book[table.name]
        head = head_of(sheet)
        assert [c.value for c in sheet[head]] == [c.heading for c in table.columns]
        assert sheet.max_row == head + len(table.rows) + len(table.footnotes)
        for number, values in enumerate(table.rows, start=head + 1):
            for index, (column, value) in enumerate(zip(table.columns, values), start=1):
                cell = sheet.cell(number, index)
                if value is None or (isinstance(value, float) and isnan(value)):
                    assert cell.value is None
                elif isinstance(value, datetime):
                    assert cell.value == value and cell.is_date
                elif column.kind == TEXT or isinstance(value, str):  # a word may stand for a figure: no data
                    assert cell.value == value and cell.data_type in "s", (table.key, column, value)
                else:
                    # The format keeps 16 digits.
                    assert cell.value == pytest.approx(value, rel=1e-15, abs=0) and cell.data_type == "n", (
                        table.key,
                        column,
                    )
                    assert column.kind != DATE and cell.number_format != "General"
                compared += 1
    assert compared > 300


def test_figures_a_reader_sees(book):
    sheet = book["附件2 目标对照"]
    rows = {row[0]: row for row in sheet.iter_rows(min_row=head_of(sheet) + 1, values_only=True)}
    assert rows["浮梁县"][1:6] == ("360222", 31.9999, 31.9982, -17, "未达标")
    assert rows["珠山区"][6:10] == (0.0822, 0.08215, -0.5, "未达标")
    # Delimited 278,363 of 278,362 mu, cultivated 100 less: good and bad news side by side.
    assert rows["浮梁县"][8:13] == (1, "达标", pytest.approx(27.8263), -99, "现状耕地不足")
    rows = rows_of(book["占用冲突分类"])
    assert rows["农村建房"][1] == "非农占用（举措14管控）" and rows["农村建房"][3:5] == pytest.approx(
        (1.5, 3.0), abs=1e-5
    )
    lost = 10.75 * 600 * 3 / 2000
    assert rows["合计"][6:12] == pytest.approx((10.75, 4, 4, lost, 0, 0), abs=1e-5)  # parcels, pieces, lost, notes
    rows = rows_of(book["恢复潜力分级"])
    assert rows["即可恢复"][1:6] == pytest.approx((30, 0, 10, 0, 40))  # free, to confirm, barred, excluded, total
    assert rows["其他潜力"][1:6] == pytest.approx((6, 0, 0, 99, 105))
    assert rows["合计"][1:10] == pytest.approx((36, 30, 10, 99, 175, 2, 1, 1, 1))


def rows_of_sheet(sheet):
    """All rows."""
    return [*sheet.iter_rows(min_row=head_of(sheet) + 1, values_only=True)]


def rows_of(sheet):
    """Rows by their first cell."""
    return {row[0]: row for row in sheet.iter_rows(min_row=head_of(sheet) + 1, values_only=True)}


def test_uses_and_severities_are_one_split_that_adds_up(names, tr, tmp_path):
    """A capped building stays a non-agricultural use; every way to add up gives the same."""
    frame = pd.DataFrame(
        [
            conflict(1, "house", 3, 3.0),
            conflict(2, "house", 1, 2.0, origin="legacy"),
            conflict(3, "house", 0, 0.5),
            conflict(4, "orchard", 2, 6.0),
            conflict(4, "orchard", 1, 1.0),  # another piece of the same parcel
            conflict(5, "bare", 1, 4.0),
        ]
    )
    model = make_model(names, conflicts=frame)
    book = openpyxl.load_workbook(writer.write_workbook(model, tmp_path / "x.xlsx", tr))
    rows = rows_of(book["占用冲突类别"])
    assert rows["非农占用（举措14管控）"][1:7] == pytest.approx((3, 0, 2, 5, 2, 2), abs=1e-5)
    assert rows["非农占用（举措14管控）"][8:10] == pytest.approx((0.5, 1), abs=1e-5)
    assert rows["农业占用（举措14管控）"][1:7] == pytest.approx((0, 6, 1, 7, 1, 2), abs=1e-5)
    assert rows["须核实"][1:7] == pytest.approx((0, 0, 4, 4, 1, 1), abs=1e-5)
    assert rows["合计"][1:7] == pytest.approx((3, 6, 7, 16, 4, 5), abs=1e-5)
    assert rows_of(book["占用冲突分类"])["合计"][5:8] == pytest.approx((16, 4, 5), abs=1e-5)
    (said,) = [f.text for f in findings(model, tr) if f.text.startswith("占用冲突")]
    assert said == (
        "占用冲突 4 个图斑，毛面积 16.00 亩，其中非农占用（举措14管控） 5.00 亩（2 个图斑）、"
        "农业占用（举措14管控） 7.00 亩（1 个图斑）、须核实 4.00 亩（1 个图斑）；减少耕地净面积 14.40 亩。"
    )


def test_lists_are_made_to_be_worked_off(names, tr, tmp_path):
    shapes = [shapely.box(x, y, x + 20, y + 20) for x, y in ((39_500_000, 3_250_000),) * 4]
    frame = geopandas.GeoDataFrame(conflicts_frame().drop(columns="geometry"), geometry=shapes, crs="EPSG:4527")
    path = writer.write_workbook(make_model(names, conflicts=frame), tmp_path / "x.xlsx", tr)
    sheet = openpyxl.load_workbook(path)["冲突清单"]
    heads = [cell.value for cell in sheet[head_of(sheet)]]
    rows = [dict(zip(heads, row)) for row in sheet.iter_rows(min_row=head_of(sheet) + 1, values_only=True)]
    assert [row["序号"] for row in rows] == [1, 2, 3, 4, None]
    # By severity, then unit; a piece of no unit comes last of its severity.
    order = [(row["严重程度"], row["县（市、区）"]) for row in rows[:-1]]
    assert order == [(3, "珠山区"), (3, "浮梁县"), (2, "浮梁县"), (2, None)]
    assert rows[-1]["毛面积（亩）"] == pytest.approx(10.75) and "合计" in rows[-1].values()
    assert rows[-1]["减少耕地净面积（亩）"] == pytest.approx(10.75 * 0.9, abs=1e-5)
    # The zone's central meridian is 117° E and stands at 500 km; 3,250 km from the equator is 29.3657° N.
    assert (rows[0]["中心点经度（°）"], rows[0]["中心点纬度（°）"]) == pytest.approx((117.0001, 29.3657), abs=2e-3)
    assert {"核查情况", "核查人", "日期"} <= set(heads)
    assert not any(row[name] for row in rows for name in ("核查情况", "核查人", "日期"))
    last = sheet.print_area.split("$")[-2]
    assert sheet[f"{last}{head_of(sheet)}"].value == "日期"
    assert sheet.auto_filter.ref.endswith(str(sheet.max_row - 1))  # the sum stays below what is filtered


def test_what_is_not_0_never_shows_as_0(names, tr, tmp_path):
    frame = summary_frame()
    frame.loc[2, "holding_mu"] = frame.loc[2, "holding_target_mu"] - 0.0015
    book = openpyxl.load_workbook(writer.write_workbook(make_model(names, summary=frame), tmp_path / "x.xlsx", tr))
    sheet = book["附件2 目标对照"]
    (row,) = [row for row in sheet.iter_rows(min_row=head_of(sheet) + 1) if row[0].value == "浮梁县"]
    assert row[4].value == pytest.approx(-0.0015) and row[4].number_format == '"不足0.01";"少不足0.01"'
    assert row[5].value == "未达标"
    (other,) = [row for row in sheet.iter_rows(min_row=head_of(sheet) + 1) if row[0].value == "珠山区"]
    assert other[4].value == 0 and other[4].number_format == "#,##0.00"


def test_the_notes_of_the_notice_stand_under_its_annexes(tr, tmp_path):
    policy = load_policy()
    terms = {group: [asdict(term) for term in rows.values()] for group, rows in policy.terms.items()}
    names = Names.from_rows(terms, read_classes(), "zh")
    book = openpyxl.load_workbook(writer.write_workbook(make_model(names), tmp_path / "x.xlsx", tr))
    sheet = book["附件3 缺口恢复"]
    heads = [str(cell.value).split("\n")[0] for cell in sheet[head_of(sheet)]]
    assert heads[2:7] == [
        "2019年前确定耕地保护目标总数（二调）",
        "2020年后确定耕地保护目标总数（三调）",
        "耕地恢复任务缺口数（2019年-2020年差值）",
        "2023年度恢复任务（按缺口的10%）",
        "2024年度恢复任务（按缺口的10%）",
    ]
    last = [sheet.cell(sheet.max_row + row, 1).value for row in (-1, 0)]
    assert last == ["注：1.耕地恢复任务以国家、省最新政策适时调整；", "2.耕地缺口恢复任务数以省厅确定数为准。"]
    sheet = book["附件2 目标对照"]
    assert sheet.cell(sheet.max_row, 1).value == "注：耕地保护目标和永久基本农田面积变化以上级调整确定为准。"
    groups = [cell.value for cell in sheet[head_of(sheet) - 1] if cell.value]
    assert groups[:2] == ["耕地保护目标（三区三线2020年）", "永久基本农田（三区三线2020年）"]


def test_no_data_and_not_given_are_words(names, tr, tmp_path):
    frame = summary_frame().assign(parcels=[10, 0, 10], children=[2, None, None], children_with_data=[1, None, None])
    frame.loc[1, ["holding_mu", "pbf_delimited_mu", "pbf_cultivated_mu", "conflicts_mu"]] = None
    frame["restored_mu"] = None
    provenance = [
        ("input", "PARCELS", "DLTB"),
        ("input", "PARCELS.part", "selected features"),
        ("input", "PBF", "JBNT"),
    ]
    model = make_model(names, summary=frame, provenance=provenance)
    book = openpyxl.load_workbook(writer.write_workbook(model, tmp_path / "x.xlsx", tr))
    rows = rows_of(book["附件2 目标对照"])
    assert rows["珠山区"][3] == rows["珠山区"][7] == rows["珠山区"][10] == "无数据"
    # A city of which only some counties have data is not judged, and says of how many its sums are.
    city = rows["景德镇市（2县中1县）"]
    assert city[4] == city[8] == city[11] == "—" and city[5] == city[9] == city[12] == "不作判定（数据不全）"
    assert rows["珠山区"][12] == "无数据"
    assert rows_of(book["附件3 缺口恢复"])["浮梁县"][7] == "未提供"
    assert rows_of(book["附件3 缺口恢复"])["珠山区"][9] == "无数据"  # of its gap left, though the annex has a surplus
    said = texts(book[OVERVIEW])
    assert "景德镇市：2 个县（市、区）中 1 个有数据，全市不作判定。" in said and "– 无数据：珠山区。" in said
    assert "– 未提供用地审批资料，经批准的用地也列在占用冲突中。" in said
    # The city is not judged, so the county that has data tells its own figures.
    assert [text for text in said if text.startswith("▲ 浮梁县耕地保有量：现状 31.9982 万亩（净面积）")]
    # What was read stands in every heading.
    for sheet in book.worksheets:
        assert "本成果仅依据部分数据：国土调查图斑（DLTB）：DLTB（所选要素）。" in texts(sheet), sheet.title
        assert "数据时点：2024年度国土调查成果。" in texts(sheet), sheet.title


def test_without_pbf_conflicts_are_not_given(names, tr, tmp_path):
    frame = summary_frame()
    frame[["pbf_delimited_mu", "pbf_cultivated_mu", "conflicts_mu"]] = None
    model = make_model(
        names, summary=frame, conflicts=conflicts_frame().iloc[:0], provenance=[("input", "PARCELS", "DLTB")]
    )
    book = openpyxl.load_workbook(writer.write_workbook(model, tmp_path / "x.xlsx", tr))
    assert rows_of(book["附件2 目标对照"])["浮梁县"][7] == "未提供"
    said = texts(book[OVERVIEW])
    assert "– 未提供永久基本农田图层，未判读占用冲突。" in said and not [t for t in said if "占用冲突 0" in t]
    assert book["占用冲突类别"].max_row == head_of(book["占用冲突类别"])


def test_only_free_potential_fills_a_gap(names, tr):
    frame = summary_frame()
    frame.loc[[0, 2], "gap_left_mu"] = 33.0
    said = " ".join(f.text for f in findings(make_model(names, summary=frame), tr))
    assert "可直接恢复潜力 36.00 亩，可以补足" in said  # 30 at once and 6 others are free
    frame.loc[[0, 2], "gap_left_mu"] = 50.0
    said = " ".join(f.text for f in findings(make_model(names, summary=frame), tr))
    assert "可直接恢复潜力 36.00 亩，尚差 14.00 亩。另有待核实潜力 30.00 亩" in said and "可以补足" not in said
    # One county's surplus of potential is no other county's.
    frame.loc[1, "gap_left_mu"], frame.loc[0, "gap_left_mu"] = 3.0, 36.0
    frame.loc[2, "gap_left_mu"] = 33.0
    said = " ".join(f.text for f in findings(make_model(names, summary=frame), tr))
    assert "分县（市、区）对照尚差：珠山区 3.00 亩" in said and "可以补足" not in said


def texts(sheet):
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def test_people_read_names_not_ids(book):
    sheet = book["数据问题"]
    rows = [row[:4] for row in sheet.iter_rows(min_row=head_of(sheet) + 1, values_only=True)]
    assert ("警告", "永久基本农田储备区", "Z1", "同一用途分区重叠") in rows
    assert "永久基本农田（2）、永久基本农田储备区（1）" in texts(book["数据问题分类"])
    inputs = texts(book["输入数据"])
    assert {"国土调查图斑（DLTB）", "其他分区图层：永久基本农田储备区", "符合筛选条件的要素", "全部要素"} <= set(inputs)
    assert "CGCS2000 3度带高斯-克吕格投影，第39带，中央经线117°E（EPSG:4527）" in inputs
    told = texts(book["成果溯源"])
    assert {"一键处理", "生成分县图", "是", "软件版本", "国土调查图斑（DLTB）：DLBM"} <= set(told)
    assert "YJJBNTCBQ：永久基本农田储备区（按名称：YJJBNTCBQ）" in told


def test_chinese_headings_have_chinese_brackets(book):
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows(max_row=head_of(sheet)):
            assert not [cell.value for cell in row if cell.value and set("()") & set(cell.value)], sheet.title


def test_no_formula_and_no_link(book):
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" and cell.hyperlink is None
    texts = [c.value for c in book["冲突清单"]["AA"]] + [c.value for row in book["冲突清单"].iter_rows() for c in row]
    assert '=HYPERLINK("http://x","y")' in texts and "+1+1" in texts and "@SUM(A1)" in texts
    injected = [
        c for row in book["冲突清单"].iter_rows() for c in row if isinstance(c.value, str) and c.value[:1] in "=+@"
    ]
    assert injected and all(c.quotePrefix for c in injected)


def test_print_set_up(book):
    # Annexes on A4, as they are handed in; lists of so many columns that A4 would be too small to read on A3.
    papers = {sheet.title: sheet.page_setup.paperSize for sheet in book.worksheets}
    assert papers["附件2 目标对照"] == papers["附件3 缺口恢复"] == 9 and papers["分行政区汇总"] == 8
    for sheet in book.worksheets[1:]:
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize in (8, 9)
        assert sheet.page_setup.paperSize == 8 or sheet.page_setup.fitToWidth in (None, 1), sheet.title
        assert (
            sheet.page_setup.fitToWidth in (None, 1, 2)
            and sheet.page_setup.fitToHeight == 0
            and sheet.sheet_properties.pageSetUpPr.fitToPage
        )
        assert sheet.freeze_panes == f"B{head_of(sheet) + 1}"
        assert sheet.auto_filter.ref


def cells(book, reference):
    """What stands in a chart's range, such as '附件2 目标对照'!$A$7:$A$9."""
    sheet, area = reference.rsplit("!", 1)
    return [cell.value for (cell,) in book[sheet.strip("'")][area.replace("$", "")]]


def charted(book):
    """Values by category of each series of the first sheet's charts, read from the cells that it names."""
    found = []
    for chart in book[OVERVIEW]._charts:
        found.append([dict(zip(cells(book, s.cat.strRef.f), cells(book, s.val.numRef.f))) for s in chart.series])
    return found


def test_charts_show_the_models_figures(model, book):
    holding, pbf, gap, kinds = charted(book)
    assert holding == [{row.name: row.holding_difference for row in model.targets}]
    assert pbf == [{row.name: row.pbf_difference for row in model.targets}]
    assert gap[0] == {row.name: row.gap_left / 10_000 for row in model.gaps}
    parts = {"景德镇市": (36, 30, 10), "珠山区": (0, 0, 0), "浮梁县": (36, 30, 10)}
    for number in range(3):
        assert gap[1 + number] == pytest.approx({name: areas[number] / 10_000 for name, areas in parts.items()})
    assert kinds == [pytest.approx({"农村建房": 4.5, "种植果树茶叶等": 6.0, "挖塘养鱼": 0.25}, abs=1e-5)]


def test_the_overview_tells_the_findings(model, tr, book):
    told = texts(book[OVERVIEW])
    assert told[0] == model.title
    for finding in findings(model, tr):
        assert [text for text in told if text.endswith(finding.text)], finding.text


def ruled(sheet, heading, group=""):
    """The conditional rules of the columns of a heading: what they ask for, and the fill that they give."""
    columns = [cell.column_letter for cell in sheet[head_of(sheet)] if cell.value == heading]
    rules = [
        (rule.operator, rule.formula[0], rule.dxf.fill.bgColor.rgb)
        for area, found in sheet.conditional_formatting._cf_rules.items()
        for rule in found
        if rule.type == "cellIs" and str(area.sqref).strip("0123456789").split(":")[0].rstrip("0123456789") in columns
    ]
    return {(operator, value): fill for operator, value, fill in rules}


def test_states_and_shortages_are_coloured(book):
    rules = ruled(book["附件2 目标对照"], "状态")
    assert rules["equal", '"达标"'] != rules["equal", '"未达标"']
    assert ruled(book["附件2 目标对照"], "差值\n（亩）") == {("lessThan", "0"): rules["equal", '"未达标"']}
    uses = ruled(book["冲突清单"], "占用类别")
    assert len(set(uses.values())) == 4 and uses["equal", '"非农占用（举措14管控）"'] == rules["equal", '"未达标"']


def test_progress_is_the_share_of_the_gap(book):
    sheet = book["附件3 缺口恢复"]
    column = next(c.column for c in sheet[head_of(sheet)] if c.value == "占缺口比例\n（%）")
    shares = {row[0].value: row[column - 1].value for row in sheet.iter_rows(min_row=head_of(sheet) + 1)}
    assert shares["景德镇市"] == pytest.approx(100 * 150 / 91_627)
    assert shares["珠山区"] == "—"  # a surplus is no denominator


def test_the_cross_table_crosses(names, tr, tmp_path):
    rows = [("0101", "0101", 30.0), ("0101", "0201", 6.0), ("", "0101", 1.5), ("0201", "0201", 2.0)]
    frame = pd.DataFrame([{"pbf_DLBM": r, "DLBM": n, "area_m2": mu * 2000 / 3, "area_mu": mu} for r, n, mu in rows])
    path = writer.write_workbook(make_model(names, cross_table=frame), tmp_path / "x.xlsx", tr)
    sheet = openpyxl.load_workbook(path)["永久基本农田交叉表"]
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=head_of(sheet))]
    assert [text.split("\n")[0] for text in found[0][1:]] == ["0101 水田", "0201 果园", "合计"]
    assert found[1:] == [
        ["未登记", 1.5, None, 1.5],
        ["0101 水田", 30, 6, 36],
        ["0201 果园", None, 2, 2],
        ["合计", 31.5, 8, 39.5],
    ]


def test_what_is_printed(book):
    for sheet in book.worksheets:
        assert sheet.print_area and not sheet.print_area.endswith("$1"), sheet.title
    # Of the annexes only the form; what stands behind it is for work on the screen.
    sheet = book["附件2 目标对照"]
    last = sheet.print_area.split("$")[-2]
    assert sheet[f"{last}{head_of(sheet)}"].value == "现状耕地是否足额"


def test_same_run_same_bytes(model, tr, tmp_path):
    first = writer.write_workbook(model, tmp_path / "a.xlsx", tr).read_bytes()
    second = writer.write_workbook(model, tmp_path / "b.xlsx", tr).read_bytes()
    assert first == second
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_a_list_too_long_says_so(names, tr, tmp_path):
    frame = pd.DataFrame([conflict(n, "house", 3, 1.0) for n in range(60)])
    model = make_model(names, conflicts=frame)
    sheet = openpyxl.load_workbook(writer.write_workbook(model, tmp_path / "c.xlsx", tr, max_rows=40))["冲突清单"]
    assert sheet.max_row <= 40
    assert "仅列出前" in sheet["A2"].value and "60" in sheet["A2"].value
    # What is left out is in the sum below the list all the same.
    assert sheet.max_row - head_of(sheet) == 1 + int(sheet["A2"].value.split("前")[1].split("行")[0])
    assert sheet.cell(sheet.max_row, 8).value == pytest.approx(60)


def test_a_list_longer_than_people_use_leads_to_the_whole(names, tr, tmp_path, monkeypatch):
    """Its first rows stand in the sheet, the worst first, and the totals are those of all."""
    monkeypatch.setattr(writer, "list_rows", lambda: 25)
    frame = pd.DataFrame([conflict(n, "house" if n % 2 else "bare", 3 if n % 2 else 1, 1.0) for n in range(60)])
    model = make_model(names, conflicts=frame)
    assert [table.key for table in report_tables(model, tr) if writer.is_long(table)] == ["conflicts"]
    book = openpyxl.load_workbook(
        writer.write_workbook(model, tmp_path / "c.xlsx", tr, links={"conflicts": "csv/冲突清单.csv"})
    )
    sheet = book["冲突清单"]
    assert "仅列出前 25 行，共 60 行" in sheet["A2"].value
    assert sheet["A3"].value.endswith("csv/冲突清单.csv")
    assert sheet["A3"].hyperlink.target == "csv/%E5%86%B2%E7%AA%81%E6%B8%85%E5%8D%95.csv"
    rows = rows_of_sheet(sheet)
    assert len(rows) == 25 + 1 and {row[4] for row in rows[:-1]} == {"农村建房"}
    assert sheet.cell(sheet.max_row, 8).value == pytest.approx(60)
    assert not book["恢复潜力清单"]["A2"].hyperlink


def test_ten_thousand_rows_are_the_limit():
    assert writer.list_rows() == 10_000


def test_what_a_leader_reads_and_what_is_technical_are_two_books(model, tr, tmp_path):
    split = [[table for table in report_tables(model, tr) if table.technical == kind] for kind in (False, True)]
    paths = [writer.write_workbook(model, tmp_path / f"{n}.xlsx", tr, tables) for n, tables in enumerate(split)]
    read, technical = map(openpyxl.load_workbook, paths)
    assert read.sheetnames[0] == OVERVIEW and technical.sheetnames == TECHNICAL
    assert sorted([*read.sheetnames, *technical.sheetnames]) == sorted([OVERVIEW, *SHEETS])
    assert all(sheet.sheet_properties.tabColor.rgb == "009A9A9A" for sheet in technical.worksheets)


HOSTILE = {
    "=1+1": "=1+1",
    "#N/A": "#N/A",
    "TRUE": "TRUE",
    "0101": "0101",
    "a\x00\x1fb\x0bc": "a\ufffd\ufffdb\ufffdc",
    "line\nline\ttab": "line\nline\ttab",
    "\ud800half": "\ufffdhalf",
    "长" * 40_000: "长" * 32_766 + "…",
    " blank ": " blank ",
}


@pytest.mark.parametrize("given", HOSTILE, ids=range(len(HOSTILE)))
def test_text_stays_text(names, tr, tmp_path, given):
    """openpyxl alone makes a formula, an error or an exception of it, or cuts it without a word."""
    hostile = conflict(1, "house", 3, 1.0, ZLDWMC=given)
    # As objects: columns of text of newer pandas hold no half of a character.
    frame = pd.DataFrame({name: pd.Series([value], dtype=object) for name, value in hostile.items()})
    sheet = openpyxl.load_workbook(writer.write_workbook(make_model(names, conflicts=frame), tmp_path / "h.xlsx", tr))[
        "冲突清单"
    ]
    found = [
        cell for row in sheet.iter_rows(min_row=head_of(sheet) + 1) for cell in row if cell.value == HOSTILE[given]
    ]
    assert found and all(cell.data_type == "s" for cell in found)


def test_what_comes_before_the_rows_is_not_lost(book):
    """In write-only mode what is set after the first row vanishes in silence."""
    for sheet in book.worksheets:
        assert not sheet.sheet_view.showGridLines, sheet.title
        assert sheet.column_dimensions["A"].width >= 8 and sheet.row_dimensions[1].height >= 24, sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_margins.left == 0.4, sheet.title
        assert "&P" in sheet.oddFooter.center.text and "&N" in sheet.oddFooter.center.text, sheet.title
    merged = {str(area) for area in book["附件2 目标对照"].merged_cells.ranges}
    assert any(area.startswith("C") for area in merged)


WRITE_TWICE = """
import pickle, sys
from pathlib import Path
folder, plugins, lxml = Path(sys.argv[1]), *sys.argv[2:]
sys.path.insert(0, plugins)
if lxml == "without":
    sys.modules["lxml"] = None  # Python takes it for a module that is missing
import openpyxl
from farmland_redline.processing.reports.workbook.writer import write_workbook
model, tr = pickle.loads((folder / "model.pickle").read_bytes())
for name in ("one", "two"):
    write_workbook(model, folder / f"{name}_{lxml}.xlsx", tr)
print(openpyxl.LXML)
"""


def test_the_same_book_with_and_without_lxml(model, tr, tmp_path):
    """openpyxl takes lxml where it is, and writes other bytes then: of the same XML, and the same in every run."""
    (tmp_path / "model.pickle").write_bytes(pickle.dumps((model, tr)))
    parts = {}
    for lxml, said in (("with", "True"), ("without", "False")):
        command = [sys.executable, "-P", "-c", WRITE_TWICE, str(tmp_path), str(PLUGINS), lxml]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == said
        one, two = (tmp_path / f"{name}_{lxml}.xlsx" for name in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()
        with zipfile.ZipFile(one) as archive:
            parts[lxml] = {name: archive.read(name) for name in archive.namelist()}
    assert parts["with"] != parts["without"] and len(parts["with"]) > len(SHEETS)
    canonical = [{name: ElementTree.canonicalize(text) for name, text in parts[lxml].items()} for lxml in parts]
    assert canonical[0] == canonical[1]


def test_rows_that_come_into_no_sheet_are_no_workbook(tmp_path):
    """As a later openpyxl may write sheets: without an end of their rows, or by another way."""
    sheet = openpyxl.Workbook(write_only=True).create_sheet("表")
    part = tmp_path / "sheet1.xml"
    part.write_text("<worksheet><sheetData/></worksheet>", encoding="utf-8")
    with ExitStack() as files:
        rows = [TableRows(sheet, 1, files)]
        created = datetime(2024, 12, 31, tzinfo=timezone.utc)
        with WorkbookZip(tmp_path / "一.xlsx", created, rows) as archive, pytest.raises(InputError, match="openpyxl"):
            archive.write(str(part), sheet.path[1:])
        with WorkbookZip(tmp_path / "二.xlsx", created, rows) as archive:
            archive.writestr(sheet.path[1:], part.read_bytes())
            with pytest.raises(InputError, match="openpyxl"):
                archive.require_all()


@pytest.mark.parametrize("surplus", [1, -1])
def test_a_row_that_does_not_fit_its_headings_is_no_sheet(surplus, model, tr, tmp_path):
    table = report_tables(model, tr)[0]
    rows = [*list(table.rows)[:-1], (*table.rows[-1], "?") if surplus > 0 else table.rows[-1][:-1]]
    with pytest.raises(ValueError, match=table.key):
        writer.write_workbook(model, tmp_path / "summary.xlsx", tr, [replace(table, rows=rows)])
    assert not list(tmp_path.iterdir())


def test_missing_library_is_said(model, tr, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(FeatureError, match="openpyxl"):
        writer.write_workbook(model, tmp_path / "d.xlsx", tr)


def test_unwritable_place_is_said_and_nothing_is_left(model, tr, tmp_path):
    with using_language("zh"), pytest.raises(writer.WorkbookError, match="（不存在）"):
        writer.write_workbook(model, tmp_path / "none" / "d.xlsx", tr)
    (tmp_path / "e.xlsx").mkdir()
    with pytest.raises(writer.WorkbookError):
        writer.write_workbook(model, tmp_path / "e.xlsx", tr)
    assert [p.name for p in tmp_path.iterdir()] == ["e.xlsx"]


def test_empty_run(names, tr, tmp_path, model):
    empty = make_model(
        names,
        conflicts=model.conflicts.iloc[:0],
        candidates=model.candidates.iloc[:0],
        cross_table=None,
        problems=None,
        differences=None,
    )
    book = openpyxl.load_workbook(writer.write_workbook(empty, tmp_path / "f.xlsx", tr))
    assert book.sheetnames == [OVERVIEW, *SHEETS]


def test_cancel_leaves_no_file(model, tr, tmp_path, monkeypatch):
    class StopError(Exception):
        pass

    class Progress:
        calls = 3

        def check(self):
            self.calls -= 1
            if self.calls < 0:
                raise StopError

    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    with pytest.raises(StopError):
        writer.write_workbook(model, tmp_path / "g.xlsx", tr, progress=Progress())
    assert [p.name for p in tmp_path.rglob("*")] == ["scratch"]


def test_losses_and_abandoned_land_have_sheets_of_their_own(names, tr, tmp_path):
    losses = pd.DataFrame(
        [
            {**conflict(8, "construction", 0, 2.0), "loss_id": "P8"},
            {**conflict(7, "protected_lost", 0, 5.0, county="360203"), "loss_id": "P7"},
        ]
    ).drop(columns=["conflict_id", "severity", "use"])
    abandoned = pd.DataFrame(
        [
            {**conflict(9, "", 0, 1.0, village="360222101204", cultivated_m2=600.0, pbf=None), "abandoned_id": "P9"},
            {**conflict(6, "", 0, 3.0, village="360222101203", cultivated_m2=1800.0), "abandoned_id": "P6"},
        ]
    ).drop(columns=["conflict_id", "severity", "use", "kind", "lost_cultivated_m2"])
    provenance = [("input", "PARCELS", "DLTB"), ("input", "PBF", "JBNT"), ("input", "ZONES.protected", "GDBHMB")]
    model = make_model(names, losses=losses, abandoned=abandoned, provenance=provenance)
    book = openpyxl.load_workbook(writer.write_workbook(model, tmp_path / "x.xlsx", tr))
    sheet = book["耕地流失清单"]
    assert sheet["A1"].value == "耕地保护目标内流失、永久基本农田外建设占用耕地清单"
    assert "未提供上年度国土变更调查，永久基本农田外建设占用耕地未列。" in texts(sheet)
    heads = [cell.value for cell in sheet[head_of(sheet)]]
    rows = [dict(zip(heads, row)) for row in sheet.iter_rows(min_row=head_of(sheet) + 1, values_only=True)]
    assert [(row["序号"], row["县（市、区）"], row["毛面积（亩）"]) for row in rows] == [
        (1, "珠山区", 5), (2, "浮梁县", 2), (None, "合计", 7)
    ]  # fmt: skip
    assert rows[-1]["减少耕地净面积（亩）"] == pytest.approx(6.3, abs=1e-5)  # nine tenths
    assert [row["流失类型"] for row in rows] == ["耕地保护目标内已非耕地", "永久基本农田外建设占用耕地", None]
    sheet = book["撂荒耕地清单"]
    heads = [cell.value for cell in sheet[head_of(sheet)]]
    rows = [dict(zip(heads, row)) for row in sheet.iter_rows(min_row=head_of(sheet) + 1, values_only=True)]
    found = [(row["是否在永久基本农田内"], row["现状耕地净面积（亩）"]) for row in rows]
    assert found == [("内", pytest.approx(2.7)), ("外", pytest.approx(0.9)), (None, pytest.approx(3.6))]
    assert {"核查情况", "核查人", "日期"} <= set(heads)

    def near(*numbers):
        return tuple(pytest.approx(number, abs=5e-5) for number in numbers)

    rows = rows_of(book["耕地流失分县汇总"])
    assert rows["浮梁县"][1:] == ("360222", 0, 0, 0, 1, *near(2, 1.8), 1, *near(2, 1.8))
    assert rows["合计"][2:] == (1, *near(5, 4.5), 1, *near(2, 1.8), 2, *near(7, 6.3))
    assert [row[2:] for row in rows_of_sheet(book["撂荒耕地分村汇总"])] == [
        ("360222101203", "360222101203", 1, *near(3, 2.7, 2.7, 0)),
        ("360222101204", "360222101204", 1, *near(1, 0.9, 0, 0.9)),
        (None, None, 2, *near(4, 3.6, 2.7, 0.9)),
    ]
    said = [f.text for f in findings(model, tr)]
    assert "撂荒耕地 2 个图斑，净面积 3.60 亩。" in said
    assert "永久基本农田外耕地流失 2 个图斑，毛面积 7.00 亩，减少耕地净面积 6.30 亩。" in said


def test_the_provenance_names_the_reference_date(names, tr):
    model = make_model(names, provenance=[("run", "reference_date", "2024-12-31"), ("from run", "reference_date", "x")])
    table = next(table for table in report_tables(model, tr) if table.key == "provenance")
    assert [row[1:] for row in table.rows if row[2] in ("2024-12-31", "x")] == [
        ("基准日期", "2024-12-31"),
        ("基准日期", "x"),
    ]


def test_a_kind_of_which_none_counts_keeps_each_figure_under_its_heading(names, tr):
    """1 conflict of 1.5 mu with a record of 1.25 mu, and one of 3 mu for information only, without a record."""
    rows = [
        {**conflict(1, "house", 3, 1.5), "registered_m2": 1.25 * 2000 / 3},
        {**conflict(2, "approved", 0, 3.0), "registered_m2": None},
    ]
    model = make_model(names, conflicts=pd.DataFrame(rows))
    for table in (conflict_uses_table(model, tr), conflict_kinds_table(model, tr)):
        assert {len(row) for row in table.rows} == {len(table.columns)}
        noted = next(row for row in table.rows if row[-1] == 1 and row is not table.rows[-1])
        assert noted[-3:] == (0.0, pytest.approx(3.0), 1)


def test_registered_area_stands_beside_the_gross_one_and_is_explained(names, tr):
    """2 conflicts of 1.5 and 3 mu on zones that record 1.25 mu and nothing: what is known of the record is 1.25."""
    rows = [
        {**conflict(1, "house", 3, 1.5), "registered_m2": 1.25 * 2000 / 3},
        {**conflict(2, "house", 3, 3.0), "registered_m2": None},
    ]
    model = make_model(names, conflicts=pd.DataFrame(rows))
    for table in (conflict_uses_table(model, tr), conflict_kinds_table(model, tr)):
        heading = next(column.heading for column in table.columns if "登记净面积" in column.heading)
        place = [column.heading for column in table.columns].index(heading)
        assert table.rows[-1][place] == pytest.approx(1.25)
        assert any("占用冲突面积可能大于登记面积" in note for note in table.notes)
    sentence = next(finding.text for finding in findings(model, tr) if finding.text.startswith("占用冲突"))
    assert "其中登记的永久基本农田净面积 1.25 亩" in sentence
    unrecorded = make_model(names, conflicts=pd.DataFrame([{**rows[1]}]))
    table = conflict_uses_table(unrecorded, tr)
    assert not any("登记" in column.heading for column in table.columns)
    assert not any("登记面积" in note for note in table.notes)
