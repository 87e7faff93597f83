"""Tables that people fill in and tables of results that come back, of which a part is not as it was made."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import openpyxl
import pandas as pd
import pyogrio
import pytest
from conftest import CITY

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io.datasets import require_all_rows
from farmland_redline.processing.bridge.io.reading import read_table
from farmland_redline.processing.bridge.io.result_tables import ResultTableError, check_result_table
from farmland_redline.processing.bridge.policy.reader import load_policy
from farmland_redline.processing.bridge.policy.target_spreadsheet import read_targets

from .conftest import Case, parcels, units

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


def test_a_separator_that_moves_into_an_empty_column(case):
    """1,234 mu become 1 mu with the remark 234, as the row ends with an empty value."""
    case.refused("report_period", CASES=cases_as_text(case, "J1,360222,2026-03-15,违法,1,234,"), **YEAR)


def cases_as_sheets(case, *sheets: str) -> str:
    """Return a workbook with a case a sheet."""
    book = openpyxl.Workbook()
    for number, title in enumerate(sheets, 1):
        sheet = book.active if number == 1 else book.create_sheet()
        sheet.title = title
        sheet.append(HEAD.split(","))
        sheet.append([f"J{number}", "360222", "2026-03-15", "违法", 12, ""])
    path = case.office.data / "案件.xlsx"
    book.save(path)
    return str(path)


def test_a_table_that_stands_on_several_sheets(case):
    case.refused("report_period", CASES=cases_as_sheets(case, "2023年", "2024年"), **YEAR)


@pytest.mark.parametrize(("sheets", "chosen"), [(("2023年", "2024年"), "|layername=2024年"), (("2023年", "案件"), "")])
def test_a_table_on_one_of_several_sheets(case, sheets, chosen):
    found = case.runs("report_period", CASES=cases_as_sheets(case, *sheets) + chosen, **YEAR)
    assert found["NEW_COUNT"] == 1


TARGETS = "行政区名称,行政区代码,三调耕地保护目标（万亩）,永久基本农田（万亩）,备注\n"


def targets_as_text(case, row: str) -> str:
    path = case.office.data / "目标.csv"
    path.write_text(TARGETS + row, encoding="utf-8")
    return str(path)


def test_targets_with_a_separator_inside_a_number(case):
    case.refused("run_batch", **case.office.plain(), TARGETS=targets_as_text(case, "浮梁县,360222,1,234,40,"))


@pytest.mark.parametrize("number", ["1 234", "1\u3000234", "1e3", "1_000"])
def test_targets_with_a_number_that_tables_of_input_refuse(case, number):
    case.refused("run_batch", **case.office.plain(), TARGETS=targets_as_text(case, f"浮梁县,360222,{number},40,"))


def test_targets_in_other_letters(row, qgis, tmp_path):
    policy, found = load_policy(CITY / "policy.yaml"), {}
    for number in ("48.2", "４８．２", '"1,048.2"', "１，０４８．２"):
        path = tmp_path / "目标.csv"
        path.write_text(f"{TARGETS}浮梁县,３６０２２２,{number},40,", encoding="utf-8")
        units = {unit.code: unit for unit in read_targets(path, policy).units}
        found[number] = str(units["360222"].holding_target_wan_mu)
    assert list(found.values()) == ["48.2", "48.2", "1048.2", "1048.2"]
    assert row.happens == "works"


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


# Numbers, units and days in tables, as people write them.


def period_of_cases(case, *rows: str) -> dict[str, float]:
    """Run the table of cases of 2026, and return the row of all units."""
    made = str(case.office.out / "时段.gpkg")
    case.runs("report_period", CASES=cases_as_text(case, *rows), **{**YEAR, "PERIODS": made})
    table = pyogrio.read_dataframe(made, layer="periods", read_geometry=False)
    return table[table["code"].fillna("") == ""].iloc[0].to_dict()


def test_numbers_that_end_in_a_point_or_name_their_unit(case):
    """Of a column of mu: 1,200 mu, and 800 m² written in three ways, which are 1.2 mu each."""
    found = period_of_cases(
        case,
        "J1,360222,2026-03-15,违法,1200.,",
        "J2,360222,2026-03-15,违法,800㎡,",
        "J3,360222,2026-03-15,违法,800 m²,",
        "J4,360222,2026-03-15,违法,８００m2,",
    )
    assert found["new_cultivated_mu"] == 1203.6


@pytest.mark.parametrize("number", ["1200①", "1200¹", "1200.5②", "①1200", "10²"])
def test_a_number_beside_the_mark_of_a_footnote(case, number):
    case.refused("report_period", CASES=cases_as_text(case, f"J1,360222,2026-03-15,违法,{number},"), **YEAR)


def test_times_with_a_zone(case):
    """The new year begins at 16:00 of the old one in UTC."""
    times = ("2025/12/31 16:00:00+00", "2025-12-31T16:00Z", "2025-12-31 16:00:00 UTC", "2026-01-01 09:00+10")
    before = ("2025/12/31 15:59:59+00:00", "2026-01-01T00:59:00+0900")
    rows = [f"J{n},360222,{time},违法,10," for n, time in enumerate((*times, *before))]
    found = period_of_cases(case, *rows)
    assert (found["new_number"], found["open_before_number"]) == (4, 2)


@pytest.mark.parametrize("day", ["2026-03-01 24:00", "2026-3-1①", "2026-03-01至2026-02-01", "2026-03-01 16:00 EST"])
def test_a_day_that_may_be_another(case, day):
    case.refused("report_period", CASES=cases_as_text(case, f"J1,360222,{day},违法,12,"), **YEAR)


def test_two_codes_in_one_cell(case):
    case.refused("report_period", CASES=cases_as_text(case, "J1,360222/360281,2026-03-15,违法,12,"), **YEAR)


def test_a_name_that_two_units_have(case):
    policy = case.office.data / "policy.yaml"
    policy.write_text((CITY / "policy.yaml").read_text(encoding="utf-8").replace("乐平市", "浮梁县"), encoding="utf-8")
    rows = cases_as_text(case, "J1,浮梁县,2026-03-15,违法,12,")
    case.refused("report_period", CASES=rows, **{**YEAR, "POLICY": str(policy)})


@pytest.mark.parametrize("heading", ["产能（吨）", "单价（万元/亩）", "限价（元/公顷）"])
def test_a_heading_with_another_unit(case, heading):
    path = case.office.data / "台账.csv"
    path.write_text(f"编号,日期,县级代码,类型,数量（亩）,{heading}\nT1,2026-03-15,360222,期初,12,3\n", encoding="utf-8")
    outputs = dict.fromkeys(("LEDGER", "ACCOUNTS"), "TEMPORARY_OUTPUT")
    case.refused("keep_ledger", QUOTA=str(path), POLICY=YEAR["POLICY"], **outputs)


def test_targets_with_the_code_of_another_unit(case):
    case.refused("run_batch", **case.office.plain(), TARGETS=targets_as_text(case, "浮梁县,360281,48.2,40,"))


# Tables of results that come back.


def warnings_of(case, *more: str) -> str:
    """The warnings of a small table of cases, as the algorithm writes them."""
    made = {name: str(case.office.data / f"{name.lower()}.gpkg") for name in ("WARNINGS", "VETOES", "FREEZES")}
    given = cases_as_text(case, "J1,360222,2024-03-15,违法,12,", *more)
    case.office.run("assess_warnings", CASES=given, DATE="2024-12-31", POLICY=YEAR["POLICY"], **made)
    return made["WARNINGS"]


STATE = {
    "period": 7, "level": "严重", "level_at_most": None, "end": "很久", "start": 7, "suspended_since": "x",
    "code": "浮梁县",
    "cases": "x", "talks": 0.5, "generals_in_row": -1, "keys_in_row": "x", "keys_and_talks": None, "pbf_unknown": "x",
    "next_level": 7, "a_mu": -5.0, "p_mu": float("inf"), "total_mu": float("nan"), "total_pbf_mu": "亩",
    "distance_mu": 1e300,
}  # fmt: skip


def test_a_column_of_warnings_that_no_algorithm_writes(office):
    case = Case(None, office)
    frame = pyogrio.read_dataframe(warnings_of(case), layer="warnings", read_geometry=False)
    assert len(check_result_table(frame, "warnings", "警示")) == len(frame)
    for column, value in STATE.items():
        changed = frame.astype({column: object})
        changed.loc[0, column] = value
        with pytest.raises(ResultTableError, match=f"column {column}, row 1 "):
            check_result_table(changed, "warnings", "警示")
    for column in frame.columns:
        with pytest.raises(ResultTableError, match=column):
            check_result_table(frame.drop(columns=column), "warnings", "警示")
    with pytest.raises(ResultTableError, match="code, period, row"):
        check_result_table(pd.concat([frame, frame]), "warnings", "警示")


def test_earlier_warnings_that_somebody_changed(case):
    path = case.office.data / "警示.gpkg"
    pyogrio.write_dataframe(
        pyogrio.read_dataframe(warnings_of(case), layer="warnings", read_geometry=False).assign(keys_in_row="x"),
        path,
        layer="warnings",
    )
    given = cases_as_text(case, "J1,360222,2024-03-15,违法,12,")
    outputs = dict.fromkeys(("WARNINGS", "VETOES", "FREEZES"), "TEMPORARY_OUTPUT")
    case.refused("assess_warnings", CASES=given, STATE=f"{path}|layername=warnings", POLICY=YEAR["POLICY"], **outputs)


def reserve_inputs(case, **zones) -> dict[str, object]:
    """Pieces in a reserve, and the table of its zones."""
    pieces = parcels(4).rename(columns={"BSM": "piece_id", "TBMJ": "area_m2", "TBDLMJ": "cultivated_m2"})
    pieces = pieces.assign(sliver=False, county="360222", farmland_reserve="R1")
    table = pd.DataFrame({"role": ["farmland_reserve"], "zone_id": ["R1"], "area_m2": [50_000.0], **zones})
    outputs = dict.fromkeys(("RESERVES", "RESERVE_SUMS", "RESERVE_PIECES"), "TEMPORARY_OUTPUT")
    zones_table = case.office.write(table, "zones")
    return {"PIECES": case.office.write(pieces, "pieces"), "ZONES_TABLE": zones_table, **outputs}


@pytest.mark.parametrize("area", [-5.0, None, float("inf"), "5亩"])
def test_a_table_of_zones_that_somebody_changed(case, area):
    values = pd.Series([area], dtype=object if isinstance(area, str) else float)
    case.refused("review_reserves", **reserve_inputs(case, area_m2=values))


def test_flows_without_what_is_read(case):
    flows = case.office.write(pd.DataFrame({"code": ["360222"]}), "flows")
    layers = {**case.office.plain(), "PREVIOUS": case.office.write(parcels(), "DLTB_2020")}
    case.refused("set_ceiling", **layers, FLOWS=flows, CEILINGS="TEMPORARY_OUTPUT", PROBLEMS="TEMPORARY_OUTPUT")


@pytest.mark.parametrize("column", ["site", "needs", "cultivated_m2"])
def test_parts_of_sites_that_somebody_changed(case, column):
    part = {"part_id": "1", "site": "A", "needs": "replace", "DLBM": "0101", "cultivated_m2": -5.0}
    parts = case.office.write(
        pd.DataFrame([part]).drop(columns=column if column != "cultivated_m2" else []), "site_parts"
    )
    pieces = reserve_inputs(case)["PIECES"]
    outputs = dict.fromkeys(("SUPPLEMENTS", "PROBLEMS"), "TEMPORARY_OUTPUT")
    case.refused("find_supplements", PIECES=pieces, NEED_FROM=parts, **outputs)


def test_what_is_given_stands_in_the_provenance(office):
    """Also layers of which only names are read."""
    given = reserve_inputs(Case(None, office))
    made = str(office.out / "r.gpkg")
    office.run("review_reserves", **{**given, "RESERVES": made}, UNITS=[office.write(units(), "XZQ")])
    told = pyogrio.read_dataframe(made, layer="provenance", read_geometry=False)
    rows = told[told["section"] == "input"].set_index("name")["value"]
    for name, count in {"PIECES": "4", "ZONES_TABLE": "1", "UNITS.1": "1"}.items():
        assert rows[f"{name}.features"] == count and len(rows[f"{name}.sha256"]) == 64


def test_rows_of_a_table_that_did_not_come(office):
    """A wrong note of their number is no fault."""
    source = office.write(pd.DataFrame({"code": ["360222", "360281"]}), "flows", name="a.gpkg")
    path = office.data / "a.gpkg"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE gpkg_ogr_contents SET feature_count = 9")
    assert source and len(read_table(path, "flows")) == 2
    with pytest.raises(InputError, match="1 of 2 features"):
        require_all_rows(path, "flows", 1)
