"""A user's workbook, filled: what is written where, what stays, what is refused."""

import sys
from datetime import date, datetime

import numpy as np
import openpyxl
import pandas as pd
import pytest
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName

from farmland_redline.processing.bridge.dependencies import FeatureError
from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.reports.tables.contents import TABLE_KEYS, report_tables
from farmland_redline.processing.reports.workbook import office_form
from farmland_redline.processing.reports.workbook.office_form import (
    OwnWorkbookError,
    check_own_workbook,
    fill_own_workbook,
)
from reports.conftest import conflict, make_model
from reports.test_workbook import HOSTILE

SHEET = "表 1"


def own(folder, names, change=None):
    """A workbook of an office with names; `change` is given its sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet["A1"] = "单位自有表格"
    for name, area in names.items():
        book.defined_names[name] = DefinedName(name, attr_text=f"'{SHEET}'!{area}" if area != "#REF!" else "#REF!")
    if change:
        change(sheet)
    path = folder / "own 表.xlsx"
    book.save(path)
    return path


def filled(model, tr, template, warnings=None):
    target = template.with_name("filled.xlsx")
    said = [] if warnings is None else warnings
    before = template.read_bytes()
    fill_own_workbook(model, template, target, tr, said.append)
    assert template.read_bytes() == before
    return openpyxl.load_workbook(target)[SHEET]


def table(model, tr, key):
    return next(one for one in report_tables(model, tr) if one.key == key)


def test_figures_go_to_their_cells_and_all_else_stays(model, tr, tmp_path):
    def change(sheet):
        sheet["C3"].font, sheet["C3"].number_format = Font(bold=True), "0.0"
        sheet["C4"] = "=C3*2"

    names = {
        "redline_360222_holding_mu": "$C$3",
        "Redline_Title": "$B$2",
        "redline_360222_name": "$D$9",
        "other": "$Z$1",
    }
    sheet = filled(model, tr, own(tmp_path, names, change))
    assert sheet["C3"].value == 319_982 and sheet["C3"].font.bold and sheet["C3"].number_format == "0.0"
    assert sheet["C4"].value == "=C3*2" and sheet["A1"].value == "单位自有表格"
    assert sheet["B2"].value == model.title and sheet["D9"].value == "浮梁县" and sheet["Z1"].value is None


def test_a_table_grows_downwards_in_the_looks_of_its_first_row(model, tr, tmp_path):
    def change(sheet):
        sheet["B5"].font = Font(italic=True)
        for row in range(5, 60):
            sheet[f"A{row}"] = "old"

    sheet = filled(model, tr, own(tmp_path, {"redline_targets": "$B$5"}, change))
    rows = table(model, tr, "targets").rows
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=4 + len(rows), min_col=2)]
    assert [row[:5] for row in found] == [list(row[:5]) for row in rows]
    assert all(sheet[f"B{row}"].font.italic for row in range(5, 5 + len(rows))) and sheet["A5"].value == "old"
    assert sheet.cell(5 + len(rows), 2).value is None


def test_a_name_of_several_columns_takes_so_many(model, tr, tmp_path):
    sheet = filled(model, tr, own(tmp_path, {"redline_gaps": "$B$5:$C$40"}, lambda s: s.__setitem__("B30", "stale")))
    assert sheet["C5"].value == "360200" and sheet["D5"].value is None and sheet["B30"].value is None


def test_text_stays_text(model, tr, tmp_path):
    sheet = filled(model, tr, own(tmp_path, {"redline_conflicts": "$A$3"}))
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value)[:1] in ("=", "+", "@")]
    assert len(cells) >= 3 and all(cell.data_type == "s" and cell.quotePrefix for cell in cells)


@pytest.mark.parametrize("given", HOSTILE, ids=range(len(HOSTILE)))
def test_text_that_no_cell_can_hold_is_cleaned_as_in_the_workbook(names, tr, tmp_path, given):
    """In a table's cell and in a figure's, which a name of the form leads to."""
    hostile = conflict(1, "house", 3, 1.0, ZLDWMC=given)
    # As objects: columns of text of newer pandas hold no half of a character.
    frame = pd.DataFrame({name: pd.Series([value], dtype=object) for name, value in hostile.items()})
    model = make_model(names, conflicts=frame, title=given)
    sheet = filled(model, tr, own(tmp_path, {"redline_conflicts": "$A$3", "redline_title": "$A$1"}))
    cells = [cell for row in (1, 3) for cell in sheet[row] if cell.value == HOSTILE[given]]
    assert [(cell.row, cell.data_type) for cell in cells] == [(1, "s"), (3, "s")]
    assert all(cell.quotePrefix == given.startswith("=") for cell in cells)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (float("inf"), "inf"), (float("nan"), None), (pd.NA, None), (pd.NaT, None), (date(2024, 12, 31), None),
        (np.int64(7), 7), (np.float64(0.5), 0.5), (np.float32(0.5), 0.5),
    ],
)  # fmt: skip
def test_values_that_are_no_plain_numbers(tmp_path, value, kept):
    book = openpyxl.Workbook()
    office_form._write_cell(book.active["A1"], value)
    book.save(tmp_path / "x.xlsx")
    found = openpyxl.load_workbook(tmp_path / "x.xlsx").active["A1"].value
    assert found == (datetime(2024, 12, 31) if isinstance(value, date) and not pd.isna(value) else kept)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"redline_targts": "$A$3"}, ["redline_targts", "redline_targets", "redline_title"]),
        ({"redline_360299_holding_mu": "$A$3"}, ["redline_360299_holding_mu"]),
        ({"redline_targets": "#REF!"}, ["redline_targets", "leads to no cell"]),
        ({"redline_targets": "$A$3"}, ["redline_targets", "A4", SHEET]),
    ],
)
def test_what_cannot_be_filled_is_told(model, tr, tmp_path, given, words):
    template = own(tmp_path, given, lambda sheet: sheet.__setitem__("A4", "in the way"))
    with pytest.raises(OwnWorkbookError) as error:
        filled(model, tr, template)
    assert all(word in str(error.value) for word in ["own 表.xlsx", *words])
    assert not template.with_name("filled.xlsx").exists()


def test_before_the_run(tmp_path, monkeypatch):
    with pytest.raises(OwnWorkbookError, match="redline_360222_holding_mu"):
        check_own_workbook(own(tmp_path, {"other": "$A$1"}))
    damaged = tmp_path / "d.xlsx"
    damaged.write_bytes(b"x")
    for wrong in (damaged, tmp_path / "missing.xlsx", tmp_path / "old.xls"):
        with pytest.raises(InputError, match=wrong.name):
            check_own_workbook(wrong)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(FeatureError, match="openpyxl"):
        check_own_workbook(damaged)


def test_a_wrong_name_of_a_table_is_told_before_the_run(model, tr, tmp_path):
    assert {table.key for table in report_tables(model, tr)} <= set(TABLE_KEYS)
    names = {f"redline_{key}": "$A$1" for key in (*TABLE_KEYS, "title", "policy", "date", "360222_holding_mu")}
    check_own_workbook(own(tmp_path, names))
    with pytest.raises(OwnWorkbookError, match=r"redline_targts is none.*redline_targets"):
        check_own_workbook(own(tmp_path, {**names, "redline_targts": "$A$1"}))


def test_lost_charts_are_told(model, tr, tmp_path):
    from openpyxl.chart import BarChart, Reference

    def change(sheet):
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=2))
        sheet.add_chart(chart, "H2")

    warnings = []
    filled(model, tr, own(tmp_path, {"redline_title": "$B$2"}, change), warnings)
    assert len(warnings) == 1 and "own 表.xlsx" in warnings[0]


def test_same_run_same_bytes(model, tr, tmp_path):
    template = own(tmp_path, {"redline_targets": "$B$5"})
    for name in ("1.xlsx", "2.xlsx"):
        fill_own_workbook(model, template, tmp_path / name, tr, print)
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()
