"""Tables of input on real files: headings, units of areas, mistakes that name cell and remedy, templates read back."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from farmland_redline.processing.bridge.i18n import report_language
from farmland_redline.processing.bridge.tables.definitions import load_table, table_ids
from farmland_redline.processing.bridge.tables.reader import TableError, read_file_table, read_frame_table
from farmland_redline.processing.reports.workbook.table_templates import write_templates

pytestmark = pytest.mark.usefixtures("qgis")
UNITS = {"360222": "浮梁县", "360281": "乐平市"}
CASES = load_table("cases")
TIME = datetime(2026, 1, 2, tzinfo=timezone.utc)
HEAD = ["编号", "县级代码", "发现日期", "认定", "占用耕地（平方米）"]
ROW = ["J1", "360222", "2024-03-01", "违法", "6666.67"]


def as_csv(path: Path, rows, encoding="utf-8", delimiter=",") -> Path:
    text = "\n".join(delimiter.join(f'"{value}"' for value in row) for row in rows)
    path.write_bytes(text.encode(encoding))
    return path


def read_rows(tmp_path, rows, **how):
    return read_file_table(as_csv(tmp_path / "案件.csv", rows, **how), "案件", CASES, UNITS)


def mistakes_of(tmp_path, *rows, head=HEAD) -> list[str]:
    with pytest.raises(TableError) as caught:
        read_rows(tmp_path, [head, *rows])
    return caught.value.mistakes


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8-sig", ","), ("gbk", ","), ("gb18030", "\t"), ("utf-8", ";")]
)
def test_csv_as_offices_save_it(tmp_path, encoding, delimiter):
    frame = read_rows(tmp_path, [HEAD, ROW], encoding=encoding, delimiter=delimiter).frame
    assert frame.loc[2, ["case_id", "unit", "found", "status", "cultivated_m2"]].tolist() == [
        *("J1", "360222", "2024-03-01", "illegal", 6666.67)
    ]
    assert frame.loc[2, ["paddy_m2", "part", "closed"]].isna().all()


VALUES = [
    ("县级代码", "浮梁县", "unit", "360222"),
    ("县级代码", "360222000000", "unit", "360222"),
    ("县级代码", "景德镇市浮梁县", "unit", "360222"),
    ("发现日期", "2024年3月", "found", "2024-03-01"),
    ("发现日期", "2024/3/1", "found", "2024-03-01"),
    ("发现日期", "45352", "found", "2024-03-01"),
    ("认定", "待核实", "status", "open"),
    ("认定", "illegal", "status", "illegal"),
    ("占用耕地（亩）", "10", "cultivated_m2", 10 * 2000 / 3),
    ("占用耕地 (ha)", "0.5", "cultivated_m2", 5000.0),
    ("cultivated_m2", "1,234.50", "cultivated_m2", 1234.5),
    ("占用耕地（平方米）", "3亩", "cultivated_m2", 2000.0),
    ("占用耕地（亩）", "２.５", "cultivated_m2", 5000 / 3),
]


@pytest.mark.parametrize(("heading", "text", "column", "value"), VALUES)
def test_ways_of_writing(tmp_path, heading, text, column, value):
    definition = CASES.column(column)
    place = next(i for i, name in enumerate(HEAD) if name.startswith(definition.heading["zh"]))
    head, row = list(HEAD), list(ROW)
    head[place], row[place] = heading, text
    found = read_rows(tmp_path, [head, row]).frame[column].iloc[0]
    assert found == (pytest.approx(value, abs=1e-9) if isinstance(value, float) else value)


def test_the_unit_above_the_headings_and_in_any_order(tmp_path):
    head = ["是否非农建设", *reversed([*HEAD[:4], "占用耕地"]), "联系人"]
    rows = [["案件台账", "单位：亩"], head, ["是", "10.00", *reversed(ROW[:4]), "某人"]]
    read = read_rows(tmp_path, rows)
    assert read.frame["cultivated_m2"].tolist() == [pytest.approx(20_000 / 3)]
    assert read.frame["construction"].tolist() == ["yes"]
    assert "联系人" not in read.frame and any("联系人" in note for note in read.notes)


WRONG = {
    "a column is missing": ([["J1"]], ["编号"], ("county code", "status", "found")),
    "no unit of area": ([ROW], [*HEAD[:4], "占用耕地"], ("e1", "（亩）")),
    "an unknown unit": ([[ROW[0], "360299", *ROW[2:]]], HEAD, ("b2", "360299", "浮梁县")),
    "an unknown word": ([[*ROW[:3], "违规", ROW[4]]], HEAD, ("d2", "illegal, legal", "违规")),
    "no date": ([[*ROW[:2], "去年", *ROW[3:]]], HEAD, ("c2", "去年", "2024-03-01")),
    "no number": ([[*ROW[:4], "约十亩"]], HEAD, ("e2", "约十亩")),
    "below zero": ([[*ROW[:4], "-3"]], HEAD, ("e2", "below 0")),
    "a needed cell is empty": ([[*ROW[:2], "", *ROW[3:]]], HEAD, ("c2", "needed")),
    "the same case twice": ([ROW, ["J2", *ROW[1:]], ROW], HEAD, ("2, 4", "j1")),
    "a second column": ([[*ROW, "1"]], [*HEAD, "案号"], ("f1", "案号")),
    "more PBF than land": ([[*ROW, "7000"]], [*HEAD, "其中永农（平方米）"], ("f2", "7000", "6666.67")),
    "closed before found": ([[*ROW, "2024-02-29"]], [*HEAD, "结案日期"], ("f2", "2024-02-29", "2024-03-01")),
    "neither yes nor no": ([[*ROW, "大概"]], [*HEAD, "是否非农建设"], ("f2", "大概")),
}


@pytest.mark.parametrize("case", WRONG)
def test_mistakes_name_place_and_remedy(tmp_path, case):
    rows, head, parts = WRONG[case]
    found = "\n".join(mistakes_of(tmp_path, *rows, head=head))
    assert "案件.csv" in found
    for part in parts:
        assert part in found.lower(), found


def test_all_mistakes_at_once(tmp_path):
    assert len(mistakes_of(tmp_path, ["J1", "?", "?", "?", "?"], ["J1", *ROW[1:]])) == 5


def test_parts_of_a_case_are_several_rows(tmp_path):
    rows = [[*HEAD, "分案号"], [*ROW, "1"], [*ROW, "2"], [*ROW, ""]]
    assert read_rows(tmp_path, rows).frame["part"].tolist() == ["1", "2", None]


def test_a_table_of_a_layer():
    frame = pd.DataFrame({"case_id": ["J1"], "unit": [360222], "found": ["2024-03-01"], "status": ["illegal"]})
    read = read_frame_table("cases", frame.assign(cultivated_m2=[10.5], grave=[True]), CASES, UNITS).frame
    assert read.loc[1, ["unit", "cultivated_m2", "grave"]].tolist() == ["360222", 10.5, "yes"]
    with pytest.raises(TableError, match=r"row 1.*maybe"):
        read_frame_table("cases", frame.assign(cultivated_m2=[10.5], grave=["maybe"]), CASES, UNITS)


@pytest.mark.parametrize(("language", "unit"), [("zh", "mu"), ("en", "m2")])
def test_templates_of_all_tables_are_read(tmp_path, language, unit):
    """As they are they hold no data; with a first example of another id they hold it, whatever the unit."""
    tables, path = [load_table(name) for name in table_ids()], tmp_path / "模板.xlsx"
    write_templates(tables, path, language, unit, TIME, report_language(language))
    again = tmp_path / "again.xlsx"
    write_templates(tables, again, language, unit, TIME, report_language(language))
    assert path.read_bytes() == again.read_bytes()
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:-1] == [table.name[language] for table in tables]
    explained = {row[2].value for row in book.worksheets[-1].iter_rows()}
    for table in tables:
        read = read_file_table(path, book.sheetnames[0], table, UNITS)
        assert read.frame.empty and len(read.notes) == 1, table.id
        assert {column.id for column in table.columns} <= explained
        sheet = book[table.name[language]]
        text = next(i for i, c in enumerate(table.columns, 1) if c.kind in ("text", "number", "whole", "year", "area"))
        for row in (2, 3):
            old = sheet.cell(row, text).value
            sheet.cell(row, text).value = f"{old or ''}x" if table.columns[text - 1].kind == "text" else (old or 0) + 1
    changed = tmp_path / "filled.xlsx"
    book.save(changed)
    for table in tables:
        frame = read_file_table(changed, "", table, UNITS).frame
        assert len(frame) == 2, table.id
        for column in table.columns:
            if column.kind == "area":
                known = [value for value in column.examples if value != ""]
                assert frame[column.id].dropna().tolist() == pytest.approx(known, abs=0.04), column.id


@pytest.mark.parametrize("unit", ["m2", "mu"])
def test_an_example_with_one_value_of_the_users_own_is_data(tmp_path, unit):
    """Whoever types only his area over the template's entry keeps the entry."""
    path, table = tmp_path / "模板.xlsx", load_table("quota")
    write_templates([table], path, "zh", unit, TIME, report_language("zh"))
    book = openpyxl.load_workbook(path)
    sheet = book[table.name["zh"]]
    place = next(i for i, column in enumerate(table.columns, 1) if column.id == "quantity_m2")
    sheet.cell(2, place).value = 123
    book.save(path)
    frame = read_file_table(path, "", table, UNITS).frame
    assert frame["quantity_m2"].tolist() == pytest.approx([123 if unit == "m2" else 123 * 2000 / 3])
    assert frame["entry_id"].tolist() == ["2024-Z001"]


def test_a_workbook_with_formulas(tmp_path):
    book = openpyxl.Workbook()
    for row in (HEAD, [*ROW[:4], "=1+1"]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(TableError, match=r"E2.*formula"):
        read_file_table(tmp_path / "t.xlsx", "", CASES, UNITS)


def test_what_is_no_workbook(tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(TableError, match=r"t\.xlsx"):
        read_file_table(path, "", CASES, UNITS)
