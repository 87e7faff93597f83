"""Numbers and days of tables that people fill in, where what is seen is another than what is stored."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from nulls import with_none
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from osgeo import gdal
from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject, QgsVectorLayer, QgsVectorLayerJoinInfo

from farmland_redline.processing.bridge.io.reading import read_file, read_table
from farmland_redline.processing.bridge.tables.definitions import load_table
from farmland_redline.processing.bridge.tables.reader import TableError, read_file_table

from .conftest import Case, parcels
from .test_compensation import given as compensation
from .test_tables import HEAD, YEAR, cases_as_text, period_of_cases

HEADINGS = HEAD.split(",")
UNITS = {"360222": "浮梁县"}


def workbook(case: Case, *rows: tuple[object, ...], forms: dict[str, str] | None = None, epoch=None) -> str:
    """A workbook of cases, with formats of cells."""
    book = openpyxl.Workbook()
    if epoch is not None:
        book.epoch = epoch
    for row in (HEADINGS, *rows):
        book.active.append(row)
    for cell, form in (forms or {}).items():
        book.active[cell].number_format = form
    path = case.office.data / "案件.xlsx"
    book.save(path)
    return str(path)


def with_line(case: Case, inputs: dict[str, object], line: str) -> dict[str, object]:
    """The inputs with a line above the headings of the rates, as spreadsheets save it."""
    path = Path(str(inputs["RATES"]))
    path.write_text(f"{line},,\n{path.read_text(encoding='utf-8-sig')}", encoding="utf-8-sig")
    return inputs


def read(table: str, path: Path, *lines: str):
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_file_table(path, "", load_table(table), UNITS).frame


@pytest.mark.parametrize(
    "line", ["单位：万元", "2024年补偿标准（万元/亩）", "计量单位：,元/公顷", "金额单位：人民币千元"]
)
def test_a_line_above_the_headings_with_another_unit(case, line):
    inputs = compensation(case, pbf="Y1")
    case.refused("compute_compensation", **with_line(case, inputs, line))


def test_a_line_above_the_headings_that_agrees(case):
    """Also where it names who has made the table, and units of what the table does not have."""
    inputs = compensation(case, pbf="Y1")
    made = []
    for line in ("填报单位：浮梁县自然资源局", "单位：元、亩", "单位：元/亩"):
        made.append(case.runs("compute_compensation", **with_line(case, inputs, line))["AMOUNT"])
    assert len(set(made)) == 1 and made[0] > 0


def test_units_of_a_table_above_and_in_its_headings(row, qgis, tmp_path):
    """1 = right, of areas in m²; the others are refused, as one of the two is wrong or not known."""
    share = ["单位代码,目标,{}", "360222999,缺口,5"]
    rate = ["标准{},计价单位", "5,元/亩"]
    case = ["编号,县级代码,发现日期,认定,占用耕地{}", "J1,360222,2024-03-01,违法,3"]
    plain = "固定份额"
    tries = {
        ("shares", "单位：亩", plain): 5, ("shares", "单位：万亩", plain): None, ("shares", "单位：公顷", plain): None,
        ("rates", "单位：元", ""): 5, ("rates", "单位：元/亩", ""): 5, ("rates", "单位：元/平方米", ""): None,
        ("rates", "", "（元/亩）"): 5, ("rates", "", "（万元/亩）"): None, ("rates", "", "（元/平方米）"): None,
        ("rates", "单位：万元", "（元）"): None, ("rates", "单位：万元", ""): None,
        ("cases", "单位：亩", ""): 2000, ("cases", "单位：,亩", ""): 2000, ("cases", "单位：平方米", ""): 3,
        ("cases", "单位：千亩", ""): None, ("cases", "单位：公顷", "（亩）"): None,
        ("cases", "单位：亩", "（千亩）"): None, ("cases", "单位：宗、亩", ""): 2000,
        ("cases", "浮梁县案件（单位：亩）", "（亩）"): 2000,
    }  # fmt: skip
    lines = {"shares": share, "rates": rate, "cases": case}
    names = {"shares": "fixed_mu", "rates": "rate", "cases": "cultivated_m2"}
    for (table, line, heading), expected in tries.items():
        head, values = lines[table]
        try:
            found = read(table, tmp_path / "a.csv", line or "表", head.format(heading), values)[names[table]].iloc[0]
        except TableError:
            found = None
        assert found == (None if expected is None else pytest.approx(expected)), (table, line, heading)
    assert row.happens.startswith("error")


def test_targets_whose_line_and_headers_contradict(case):
    path = case.office.data / "目标.csv"
    path.write_text("单位：亩\n行政区名称,行政区代码,耕地保有量（万亩）\n浮梁县,360222,48", encoding="utf-8")
    case.refused("run_batch", **case.office.plain(), TARGETS=str(path))


FORMS = ["0.0,", '0.0"万亩"', "0%", '0\\.0,"万"', ";;;", '0"000"']


@pytest.mark.parametrize("form", FORMS)
def test_a_format_that_shows_another_number(case, form):
    rows = workbook(case, ("J1", "360222", "2026-03-15", "违法", 12000, ""), forms={"E2": form})
    case.refused("report_period", CASES=rows, **YEAR)


def test_a_target_whose_format_shows_another_number(case):
    book = openpyxl.Workbook()
    for line in (("行政区名称", "行政区代码", "耕地保有量（万亩）"), ("浮梁县", "360222", 480_000)):
        book.active.append(line)
    book.active["C2"].number_format = "0.0,"
    path = case.office.data / "目标.xlsx"
    book.save(path)
    case.refused("run_batch", **case.office.plain(), TARGETS=str(path))


def test_formats_that_show_the_number(case):
    usual = ['_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "#,##0.00;[Red]#,##0.00", '0.00"亩"', "0.00E+00"]
    rows = [(f"J{n}", "360222", "2026-03-15", "违法", 12, "") for n in range(len(usual))]
    forms = {f"E{n + 2}": form for n, form in enumerate(usual)}
    found = case.runs("report_period", CASES=workbook(case, *rows, forms=forms), **YEAR)
    assert found["NEW_COUNT"] == len(usual)


def test_days_of_a_workbook_since_1904(case):
    """44,634 is 15 March 2026 there: as a number without a format, and as a day with one."""
    rows = [("J1", "360222", 44_634, "违法", 12, ""), ("J2", "360222", datetime(2026, 3, 15), "违法", 12, "")]
    found = case.runs("report_period", CASES=workbook(case, *rows, epoch=CALENDAR_MAC_1904), **YEAR)
    assert found["NEW_COUNT"] == 2


def through_qgis(case: Case, how: str) -> QgsVectorLayer:
    """A workbook whose number is seen as 1.2 and stored as 12,000, as a layer of QGIS."""
    path = workbook(case, ("J1", "360222", "2026-03-15", "违法", 12000, ""), forms={"E2": "0.0,"})
    if how == "ods":
        path, book = str(case.office.data / "案件.ods"), path
        gdal.VectorTranslate(path, book, options="-f ODS")
    layer = QgsVectorLayer(path, "案件", "ogr")
    assert layer.isValid() and layer.featureCount() == 1
    if how == "filter":
        assert layer.setSubsetString("\"编号\" = 'J1'")
    if how == "join":
        QgsProject.instance().addMapLayer(layer)
        layer = QgsVectorLayer(cases_as_text(case, "J1,360222,2026-03-15,违法,1,"), "案件", "ogr")
        join = QgsVectorLayerJoinInfo()
        join.setJoinLayer(next(iter(QgsProject.instance().mapLayers().values())))
        join.setJoinFieldName("编号")
        join.setTargetFieldName("编号")
        assert layer.addJoin(join)
    return QgsProject.instance().addMapLayer(layer)


@pytest.mark.parametrize("how", ["ods", "filter", "selection", "join"])
def test_a_workbook_that_comes_through_qgis(case, how):
    layer = through_qgis(case, how)
    layer.selectAll()
    given = QgsProcessingFeatureSourceDefinition(layer.id(), selectedFeaturesOnly=how == "selection")
    case.refused("report_period", CASES=given, **YEAR)


def test_a_layer_with_days_of_a_workbook_since_1904(case):
    """Joined to zones, where QGIS shows 14 March 2022 for 15 March 2026."""
    days = workbook(case, ("J1", "360222", datetime(2026, 3, 15), "违法", 1, ""), epoch=CALENDAR_MAC_1904)
    zone = QgsVectorLayer(case.office.plain()["PBF"], "永农", "ogr")
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(QgsProject.instance().addMapLayer(QgsVectorLayer(days, "案件", "ogr")))
    join.setJoinFieldName("县级代码")
    join.setTargetFieldName("BSM")
    assert zone.addJoin(join)
    QgsProject.instance().addMapLayer(zone)
    case.refused(**{**case.office.plain(), "PBF": zone.id()})


def test_a_text_of_days_in_a_workbook_since_1904(case):
    rows = workbook(case, ("J1", "360222", "44634", "违法", 12, ""), epoch=CALENDAR_MAC_1904)
    case.refused("report_period", CASES=rows, **YEAR)


def test_a_year_of_other_than_four_digits(case):
    path = case.office.data / "方案.csv"
    head, row = "县级代码,年度,方向,去向或来源地类,耕地净面积（亩）", "360222,{},转出,园地,3"
    for year, expected in (("2024", 2024), ("2024年度", 2024), ("2024.5", None), ("20240", None), ("0", None)):
        try:
            found = read("plan_changes", path, head, row.format(year))["year"].iloc[0]
        except TableError:
            found = None
        assert found == expected
    path.write_text("\n".join((head, row.format("24"))), encoding="utf-8")
    layers = {**case.office.plain(), "PREVIOUS": case.office.write(parcels(), "DLTB_2020")}
    made = dict.fromkeys(("CHANGES", "FLOWS", "TRANSITION", "PLAN_BALANCE", "PROBLEMS"), "TEMPORARY_OUTPUT")
    case.refused("track_changes", **layers, **made, PLAN_CHANGES=str(path), POLICY=YEAR["POLICY"], DATE="2024-12-31")


def test_a_month_that_may_have_lost_its_zero(case):
    case.refused("report_period", CASES=cases_as_text(case, "J1,360222,2026.1,违法,12,"), **YEAR)


def test_months_that_have_lost_nothing(case):
    """April to September, November, December, and January with its zero."""
    months = ("2026.4", "2026.9", "2026.11", "2026.12", "2026.01", "2026.10", "2026-1", "2026年1月")
    rows = [f"J{n},360222,{month},违法,10," for n, month in enumerate(months)]
    assert period_of_cases(case, *rows)["new_number"] == len(months)


def test_times_with_and_without_a_zone_in_one_column(case):
    """20:00 without a zone is that day, in UTC the next one in Beijing, whatever reads it."""
    times = ["2024-12-31T20:00:00", "2024-12-31T20:00:00Z", "2024-12-31T20:00:00.000+08:00", None]
    days = ["2024-12-31", "2025-01-01", "2024-12-31", None]
    source = case.office.write(parcels(4), "DLTB", "t.gpkg")
    path = Path(source.split("|")[0])
    with closing(sqlite3.connect(path)) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("ALTER TABLE DLTB ADD COLUMN GXSJ DATETIME")
        database.executemany("UPDATE DLTB SET GXSJ = ? WHERE fid = ?", [(t, n) for n, t in enumerate(times, 1)])
    assert with_none(read_file(path, "DLTB")["GXSJ"]).tolist() == days
    assert with_none(read_table(path, "DLTB")["GXSJ"]).tolist() == days
    case.runs(**{**case.office.plain(), "PARCELS": source})
    pieces = case.office.pieces().drop_duplicates("BSM").sort_values("BSM")
    assert with_none(pieces["GXSJ"]).tolist() == days
