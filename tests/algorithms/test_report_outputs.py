"""Letters, CSV and an office's own workbook, by the real qgis_process: their totals are those of the layers."""

from __future__ import annotations

import csv
import hashlib
import zipfile

import docx
import openpyxl
import pyogrio
import pytest
from conftest import CITY, sheet_table
from reports.page_reading import cards_of, read_page, table_of

from .conftest import CONTACT, COUNTIES, PHONE


def sums(path, at):
    """The totals of a letter's tables: mu of conflicts and of candidates."""
    tables = docx.Document(str(path)).tables
    return [float(tables[number].rows[-1].cells[column].text.replace(",", "")) for number, column in at]


def number(text):
    return float(text.replace(",", "")) if text.strip("—") else None


def test_all_outputs_tell_the_same_totals(run):
    summary = pyogrio.read_dataframe(run / "farmland_redline.gpkg", layer="summary", read_geometry=False)
    summary = summary.set_index("code")
    with (run / "csv" / "分行政区汇总.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = {row["行政区代码"]: row for row in csv.DictReader(file)}
    own = openpyxl.load_workbook(run / "own_workbook.xlsx")["S"]
    sheet = openpyxl.load_workbook(run / "summary.xlsx")["占用冲突分类"]
    *_, total = [row for row in sheet.iter_rows(values_only=True) if row[0]]
    heads = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "冲突类型")
    cards = cards_of(read_page(run / "report.html"))
    assert len(list((run / "letters").glob("*.docx"))) == len(COUNTIES)
    for row, code in enumerate(COUNTIES, start=1):
        told = summary.loc[code]
        (letter,) = (run / "letters").glob(f"{code}_*.docx")
        # Of the four parts of the potential the last, excluded, is in no tier of the summary.
        conflicts, *parts = sums(letter, ((2, 3), (5, 2), (5, 3), (5, 4)))
        (column,) = [index for index, head in enumerate(heads) if head == f"{told['name']}\n（亩）"]
        in_list = listed[code]
        for found in (
            conflicts, total[column], own[f"B{row}"].value, float(in_list["占用冲突（毛面积）（亩）"]),
            number(cards[code]["占用冲突（毛面积）"][1]["合计"][1]),
        ):  # fmt: skip
            assert found == pytest.approx(told["conflicts_mu"], abs=0.0051), (code, found)
        tiers = sum(told[f"candidates_{tier}_mu"] for tier in ("at_once", "with_works", "other"))
        assert sum(parts) == pytest.approx(tiers, abs=3 * 0.0051)
        assert own[f"A{row}"].value == pytest.approx(told["holding_mu"], abs=1e-9)
        assert own[f"C{row}"].value == pytest.approx(float(in_list["即可恢复潜力（亩）"]), abs=1e-6)


def sheet_rows(path, name):
    """Rows of a sheet below its headings; numbers to 0.0001."""
    rows = [*openpyxl.load_workbook(path, read_only=True)[name].iter_rows(values_only=True)]
    return [tuple(round(v, 4) if isinstance(v, float) else v for v in row) for row in rows if sum(map(bool, row)) > 2]


def test_lists_of_losses_come_the_same_from_the_pieces(run, qgis_session, tmp_path):
    """The workbook of the summary, made of the pieces alone, has the lists and sums of the run's own workbook."""
    layers = f"{run / 'farmland_redline.gpkg'}|layername="
    given = {"PIECES": f"{layers}pieces", "POLICY": str(CITY / "policy.yaml"), "LEVEL": "village"}
    given |= {"UNITS": [str(CITY / "city.gpkg") + "|layername=" + name for name in ("XZQ", "XJXZQ", "CJDCQ")]}
    outputs = {"OUTPUT": str(tmp_path / "s.gpkg"), "WORKBOOK": str(tmp_path / "s.xlsx")}
    done = qgis_session("summarise_by_unit", {**given, **outputs})
    assert done.status == 0, done.log[-3000:]
    for sheet in ("耕地流失分县汇总", "耕地流失清单", "撂荒耕地分村汇总", "撂荒耕地清单"):
        rows = sheet_rows(run / "summary.xlsx", sheet)
        assert len(rows) > 3 and sheet_rows(tmp_path / "s.xlsx", sheet) == rows, sheet
    names = ["losses_mu", "abandoned_mu"]
    tables = [(run / "farmland_redline.gpkg", "summary"), (tmp_path / "s.gpkg", None)]
    ours, again = (
        pyogrio.read_dataframe(path, layer=layer).set_index(["level", "code"])[names] for path, layer in tables
    )
    assert ours.loc["city"].min().min() > 0
    assert again.fillna(-1).sort_index().equals(ours.fillna(-1).sort_index())


def test_sheets_name_what_they_lead_to_and_what_is_not_known(run):
    book = openpyxl.load_workbook(run / "summary.xlsx")
    assert set(sheet_table(book["考核自查表"])["来源表"].dropna()) <= set(book.sheetnames)
    units = sheet_table(book["分行政区汇总"]).set_index("行政区代码")
    assert units.loc[["360200", "360281100"], "剩余缺口（亩）"].tolist() == ["已恢复面积不明", "—"]
    assert units.loc["360200", ["数据内图斑数", "下级单位数"]].tolist() == [2498, 4]
    listed = pyogrio.read_dataframe(run / "farmland_redline.gpkg", layer="conflicts", read_geometry=False)
    notes = listed.loc[listed["severity"] == 0, "area_m2"].sum() * 3 / 2000
    assert f"合计含仅提示（0级）{notes:.2f} 亩" in str([row[0].value for row in book["冲突清单"].iter_rows(max_row=5)])
    matrix = sheet_table(openpyxl.load_workbook(run / "technical.xlsx")["地类转移矩阵"])
    assert "0399 地类不明（亩）" in matrix and not [name for name in matrix if name.split()[0] in name.split()[1:]]


def test_the_page_shows_losses_and_abandoned_land(run):
    page = read_page(run / "report.html")
    lost = pyogrio.read_dataframe(run / "farmland_redline.gpkg", layer="losses", read_geometry=False)
    heads, rows = table_of(page, "loss_sums")
    assert [rows[-1][i] for i, head in enumerate(heads) if head == "图斑数"][-1] == str(lost["BSM"].nunique())
    unplanted = pyogrio.read_dataframe(run / "farmland_redline.gpkg", layer="abandoned", read_geometry=False)
    heads, rows = table_of(page, "abandoned_sums")
    assert len(rows) == unplanted["village"].nunique() + 1
    place = next(i for i, head in enumerate(heads) if head.startswith("净面积"))
    assert number(rows[-1][place]) == pytest.approx(unplanted["cultivated_m2"].sum() * 3 / 2000, abs=0.0051)
    assert len(table_of(page, "losses")[1]) == len(lost) and len(table_of(page, "abandoned")[1]) == len(unplanted)


def test_the_provenance_names_the_form(run, own_workbook):
    rows = pyogrio.read_dataframe(run / "farmland_redline.gpkg", layer="provenance", read_geometry=False)
    told = dict(zip(rows["name"], rows["value"]))
    assert told["OWN_WORKBOOK"] == own_workbook.name
    assert told["OWN_WORKBOOK.sha256"] == hashlib.sha256(own_workbook.read_bytes()).hexdigest()


def test_letters_bear_what_the_office_said_and_nothing_else_does(run):
    numbers = set()
    for letter in (run / "letters").glob("*.docx"):
        said = [paragraph.text for paragraph in docx.Document(letter).paragraphs]
        assert said[0] == "某市自然资源局"
        numbers.add(said[1])
        assert said[-3:] == ["某市局", "____年__月__日", f"（联系人：{CONTACT}，联系电话：{PHONE}）"]
    assert numbers == {f"某自然资函〔\u3000\u3000〕{number}号" for number in (41, 42, 43, 44)}
    others = [path for path in run.rglob("*") if path.is_file() and path.parent.name != "letters"]
    assert len(others) > 5
    for path in others:
        with path.open("rb") as file:
            parts = [file.read()]
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                parts = [archive.read(name) for name in archive.namelist()]
        for text in (CONTACT, PHONE):
            assert not any(text.encode() in part for part in parts), path.name


def test_letters_tell_losses_and_abandoned_land(run):
    """Number and mu of each county, from the layers by other code."""
    told = 0
    for name, words in (("losses", "永久基本农田外耕地流失"), ("abandoned", "撂荒耕地")):
        layer = pyogrio.read_dataframe(run / "farmland_redline.gpkg", layer=name, read_geometry=False)
        for code in COUNTIES:
            own = layer[layer["county"] == code]
            (letter,) = (run / "letters").glob(f"{code}_*.docx")
            said = "\n".join(paragraph.text for paragraph in docx.Document(letter).paragraphs)
            area = own["area_m2" if name == "losses" else "cultivated_m2"].sum() * 3 / 2000
            kind = "毛面积" if name == "losses" else "净面积"
            assert f"{words}{own['BSM'].nunique()}个图斑，{kind}{area:,.2f}亩" in said
            told += len(own)
        assert {"losses": "耕地流失清单", "abandoned": "撂荒耕地清单"}[name] in said
    assert told > 10


def test_letters_made_afterwards_are_the_same(run, qgis_session, profile, tmp_path):
    given = {"PACKAGE": str(run / "farmland_redline.gpkg"), "POLICY": str(CITY / "policy.yaml")}
    given["PROFILE"] = str(profile)
    done = qgis_session("export_county_letters", {**given, "OUTPUT_FOLDER": str(tmp_path / "函件 1")})
    assert done.status == 0, done.log[-3000:]
    assert done.results["LETTER_COUNT"] == len(COUNTIES)
    made = sorted((tmp_path / "函件 1").iterdir())
    assert [path.name for path in made] == sorted(path.name for path in (run / "letters").iterdir())
    for path in made:
        assert path.read_bytes() == (run / "letters" / path.name).read_bytes(), path.name


def test_the_balance_plan_stands_beside_the_years_changes(run):
    """By other code: what the list of changes says of orchards in the one county that has a plan."""
    package = run / "farmland_redline.gpkg"
    changes = pyogrio.read_dataframe(package, layer="changes", read_geometry=False)
    changes = changes[(changes["county"] == "360222") & (changes["cause"] == "garden")]
    changes = changes[~changes["status"].fillna("").str.startswith("exempt")]
    went = changes.loc[changes["direction"] == "out", "before_m2"].sum()
    came = changes.loc[changes["direction"] == "in", "now_m2"].sum()
    plan = pyogrio.read_dataframe(package, layer="plan_balance").set_index(["code", "land"])
    assert {code for code, _ in plan.index} == {"360222"}  # no city: its other counties have no plan
    row = plan.loc[("360222", "garden")]
    assert went > 0 and row[["planned_out_m2", "planned_in_m2"]].tolist() == [1000.0, 2000.0]
    assert row[["out_m2", "in_m2"]].tolist() == pytest.approx([went, came], abs=0.001)
    assert row["over_m2"] == pytest.approx(max(0.0, went - 1000), abs=0.001)
    cells = [*openpyxl.load_workbook(run / "summary.xlsx")["进出平衡方案对照"].iter_rows()]
    sheet = [[cell.value for cell in row] for row in cells]
    assert "," not in cells[-1][3].number_format, "a year has no thousands"
    # In mu, as the sheets beside it: 1000 and 2000 m² are 1.5 and 3 mu.
    assert ["浮梁县", "园地", 1.5, 3.0] in [[row[1], *row[4:7]] for row in sheet]
    assert any(row[5] and "方案转出" in str(row[5]) and "亩" in str(row[5]) for row in sheet)
