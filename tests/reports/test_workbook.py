"""The workbook against the model: every cell, its type, and what must never get into a cell."""

import sys
from datetime import datetime
from math import isnan

import openpyxl
import pandas as pd
import pytest

from farmland_redline.processing.bridge.i18n import using_language
from farmland_redline.processing.reports.key_findings import findings
from farmland_redline.processing.reports.number_format import DATE, TEXT
from farmland_redline.processing.reports.tables.contents import report_tables
from farmland_redline.processing.reports.workbook import writer

from .conftest import conflict, make_model

OVERVIEW = "总览"
SHEETS = [
    "附件2 目标对照",
    "附件3 缺口恢复",
    "市县差异",
    "分行政区汇总",
    "占用冲突分类",
    "冲突清单",
    "恢复潜力分级",
    "恢复潜力清单",
    "永久基本农田交叉表",
    "数据问题分类",
    "数据问题",
    "输入数据",
    "成果溯源",
]


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
        assert sheet.max_row == head + len(table.rows)
        for number, values in enumerate(table.rows, start=head + 1):
            for index, (column, value) in enumerate(zip(table.columns, values), start=1):
                cell = sheet.cell(number, index)
                if value is None or (isinstance(value, float) and isnan(value)):
                    assert cell.value is None
                elif isinstance(value, datetime):
                    assert cell.value == value and cell.is_date
                elif column.kind == TEXT:
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
    sheet = book["占用冲突分类"]
    rows = {row[0]: row for row in sheet.iter_rows(min_row=head_of(sheet) + 1, values_only=True)}
    assert rows["农村建房"][3:5] == pytest.approx((1.5, 3.0))
    assert rows["合计"][6:11] == pytest.approx((10.75, 4, 10.75 * 600 * 3 / 2000, 0, 0))  # counted, pieces, lost, notes
    sheet = book["恢复潜力分级"]
    rows = {row[0]: row for row in sheet.iter_rows(min_row=head_of(sheet) + 1, values_only=True)}
    assert rows["即可恢复"][2:6] == pytest.approx((40, 40, 2, 10))  # county, total, pieces, deferred
    assert rows["合计"][3:] == pytest.approx((76, 4, 10, 30, 99, 1))  # excluded land is in no total


def texts(sheet):
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def test_people_read_names_not_ids(book):
    sheet = book["数据问题"]
    rows = [row[:4] for row in sheet.iter_rows(min_row=head_of(sheet) + 1, values_only=True)]
    assert ("警告", "永久基本农田储备区", "Z1", "同一图层分区重叠") in rows
    assert "永久基本农田（2）、永久基本农田储备区（1）" in texts(book["数据问题分类"])
    inputs = texts(book["输入数据"])
    assert {"国土调查图斑（DLTB）", "其他分区图层：永久基本农田储备区", "筛选条件：DLBM = '0101'", "全部要素"} <= set(
        inputs
    )
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
    assert papers["附件2 目标对照"] == papers["附件3 缺口恢复"] == 9 and papers["冲突清单"] == 8
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
    assert gap[1:] == [{row.name: row.candidates[tier] / 10_000 for row in model.gaps} for tier in model.tiers]
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
    severe = ruled(book["冲突清单"], "严重程度说明")
    assert len(set(severe.values())) == 4 and severe["equal", '"禁止的非农占用"'] == rules["equal", '"未达标"']


def test_progress_is_the_share_of_the_gap(book):
    sheet = book["附件3 缺口恢复"]
    column = next(c.column for c in sheet[head_of(sheet)] if c.value == "占缺口比例\n（%）")
    shares = {row[0].value: row[column - 1].value for row in sheet.iter_rows(min_row=head_of(sheet) + 1)}
    assert shares["景德镇市"] == pytest.approx(100 * 150 / 91_627)
    assert shares["珠山区"] is None  # a surplus is no denominator


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
    assert sheet[f"{last}{head_of(sheet)}"].value == "其中现状耕地\n（万亩）"


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
    assert sheet.max_row - head_of(sheet) == int(sheet["A2"].value.split("前")[1].split("行")[0])


def test_missing_library_is_said(model, tr, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(writer.WorkbookError, match="XlsxWriter"):
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
    monkeypatch.setattr(writer.tempfile, "tempdir", str(tmp_path / "scratch"))
    with pytest.raises(StopError):
        writer.write_workbook(model, tmp_path / "g.xlsx", tr, progress=Progress())
    assert [p.name for p in tmp_path.rglob("*")] == ["scratch"]
