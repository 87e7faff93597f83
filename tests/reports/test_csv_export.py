"""CSV files against the tables of the workbook."""

import csv
import math
from dataclasses import replace

from farmland_redline.processing.reports.number_format import DATE, TEXT
from farmland_redline.processing.reports.tables.contents import report_tables
from farmland_redline.processing.reports.workbook.csv_export import write_csv


def read(path):
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_files_have_the_workbooks_cells(model, tr, tmp_path):
    paths = write_csv(report_tables(model, tr), tmp_path)
    tables = report_tables(model, tr)
    assert [path.stem for path in paths] == [table.name.replace(" ", "_") for table in tables]
    compared = 0
    for path, table in zip(paths, tables):
        head, *rows = read(path)
        assert len(head) == len(table.columns) and len(rows) == len(table.rows)
        for texts, values in zip(rows, table.rows):
            for column, text, value in zip(table.columns, texts, values):
                if value is None or (isinstance(value, float) and math.isnan(value)):
                    assert text == ""
                elif column.kind not in (TEXT, DATE) and not isinstance(value, str):
                    assert math.isclose(float(text), value, rel_tol=1e-14)
                    compared += 1
                elif isinstance(value, str):
                    assert text.removeprefix("'") == value
    assert compared > 150


def test_heads_stand_on_one_line_with_their_group(model, tr, tmp_path):
    head = read(write_csv(report_tables(model, tr), tmp_path)[0])[0]
    assert head[2] == "耕地保有量 目标（万亩）"
    assert head[6] == "永久基本农田 目标（万亩）"
    assert len(set(head)) == len(head)


def test_what_looks_like_a_formula_is_text(model, tr, tmp_path):
    (path,) = [path for path in write_csv(report_tables(model, tr), tmp_path) if path.stem == "冲突清单"]
    cells = {cell for row in read(path) for cell in row}
    assert {'\'=HYPERLINK("http://x","y")', "'+1+1", "'@SUM(A1)"} <= cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_texts_that_some_spreadsheets_take_for_formulas(model, tr, tmp_path):
    """Wide characters, blanks before them, and line breaks, behind which some programs begin a row."""
    table = replace(
        next(table for table in report_tables(model, tr) if table.key == "provenance"),
        rows=[("一", "＝1+1", "＠SUM(A1)"), ("二", " \t=1", "甲\r\n=HYPERLINK(1)"), ("三", "\n－1", "甲\u2028＋1＝2")],
    )
    (path,) = write_csv([table], tmp_path)
    assert read(path)[1:] == [
        ["一", "'＝1+1", "'＠SUM(A1)"],
        ["二", "' \t=1", "甲 =HYPERLINK(1)"],
        ["三", "' －1", "甲 ＋1＝2"],
    ]
    assert len(path.read_text(encoding="utf-8-sig").splitlines()) == 4


def test_figures_below_zero_stay_figures(model, tr, tmp_path):
    rows = {row[0]: row for row in read(write_csv(report_tables(model, tr), tmp_path)[0])}
    assert rows["浮梁县"][4] == "-17"


def test_same_run_same_bytes(model, tr, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    one, two = (write_csv(report_tables(model, tr), tmp_path / name) for name in ("a", "b"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
