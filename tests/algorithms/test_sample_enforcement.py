"""Patches, cases and what follows from them in a run on the sample: each planted patch, and the steps' own figures."""

from __future__ import annotations

import csv
import json
import re
import shutil
from types import SimpleNamespace

import docx
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from conftest import CITY, batch_inputs, case_inputs, computed_columns, layer
from osgeo import gdal
from reports.page_reading import read_page, table_of

from farmland_redline.processing.reports.names import Names
from farmland_redline.processing.workflows.comparison import compare_packages

pytestmark = pytest.mark.usefixtures("qgis")
MU = 2000 / 3
TABLES = ("patches", "cases", "warnings", "vetoes", "freezes", "periods")

with (CITY / "patches.csv").open(encoding="utf-8", newline="") as lines:
    PLANTED = list(csv.DictReader(lines))


def read(package, name: str, geometry: bool = False) -> pd.DataFrame:
    return pyogrio.read_dataframe(package, layer=name, read_geometry=geometry)


@pytest.fixture(scope="module")
def package(run):
    return run / "farmland_redline.gpkg"


@pytest.fixture(scope="module")
def found(package):
    return {name: read(package, name) for name in TABLES}


@pytest.mark.parametrize("planted", [pytest.param(row, id=row["case"]) for row in PLANTED])
def test_planted_patch(planted, found):
    expect = json.loads(planted["expect"])
    patch = found["patches"].set_index("case_id").loc[planted["case_id"]]
    cases = found["cases"].set_index("case_id")
    assert patch["county"] == planted["unit"] and patch["preliminary"] == expect["preliminary"], planted["why"]
    for name in ("cultivated_m2", "pbf_m2", "suspected_m2"):
        assert patch[name] == pytest.approx(expect[name], abs=0.05), (name, planted["why"])
    assert (patch["repeat_of"] if pd.notna(patch["repeat_of"]) else None) == expect.get("repeat_of")
    parts = round(patch["valid_m2"] + patch["suspected_m2"] + patch["rim_m2"], 2)
    assert round(patch["cultivated_m2"], 2) == parts
    assert (planted["case_id"] in cases.index) == (planted["positive"] == "1"), planted["why"]
    if planted["positive"] == "1":
        case = cases.loc[planted["case_id"]]
        assert case["status"] == expect.get("status", "open"), planted["why"]
        area = expect["case_mu"] * MU if "case_mu" in expect else expect["suspected_m2"]
        assert case["cultivated_m2"] == pytest.approx(area, abs=0.05)
        if "construction" in expect:
            assert case["construction"] == expect["construction"]


def test_no_patch_is_without_a_truth(found):
    assert set(found["patches"]["case_id"]) == {row["case_id"] for row in PLANTED}
    rules = {row["rule"]: {r["positive"] for r in PLANTED if r["rule"] == row["rule"]} for row in PLANTED}
    assert {"patches/covered", "patches/no_change", "patches/not_cultivated"} <= {
        rule for rule, positive in rules.items() if positive == {"0"}
    }


def test_what_follows_from_the_cases(found):
    """By hand from cases.csv (mu): Fuliang 12.00, then 7.00 and 2.00 with 5.00 of PBF; Leping 11.00, then 10.01."""
    warnings = found["warnings"].set_index(["code", "period"])
    levels = {key: level for key, level in warnings["level"].items() if level != "none"}
    assert levels == {
        ("360222", "2024H1"): "general",  # 12.00 > 10; the legal case and the repeat do not count
        ("360222", "2024H2"): "key",  # 12.00 + 7.00 + 2.00 = 21.00 > 20 since January
        ("360281", "2023H2"): "general",  # 11.00 > 10
        ("360281", "2024H1"): "key",  # 10.01 > 10 for the second time in a row
    }
    assert warnings.loc[("360222", "2024H2"), "total_mu"] == pytest.approx(21.0, abs=1e-3)
    assert warnings.loc[("360281", "2024H2"), "step"] == "talk"
    areas = found["freezes"].set_index("code")[["frozen_m2", "restored_m2", "legalised_m2"]]
    shown = (areas / MU).round(3).T.to_dict("list")
    assert shown["360222"] == [14.0, 7.0, 0.0]  # 12.00 and 2.00 frozen, the restored 7.00 released
    assert shown["360281"] == [0.0, 0.0, 11.0]  # the pond is no construction
    veto = found["vetoes"].set_index("code")
    assert veto.loc["360222", "illegal_mu"] == pytest.approx(21.0, abs=1e-3)
    assert veto.loc["360222", "denominator_mu"] > 0, "the flows are those of the year"
    cases = found["cases"]
    counted = cases[cases["repeat_of"].isna()]
    period = found["periods"].iloc[-1]
    assert period["period"] == "2024H2" and (found["periods"]["closure"] == 0).all()
    opened = counted["found"].between("2024-07-01", "2024-12-31")
    assert period["new_number"] == opened.sum() and period["closed_number"] == 2  # AJ2024-02 and AJ2024-06
    assert (found["freezes"]["closure_m2"] == 0).all()


def test_columns_are_explained(found):
    for name, table in found.items():
        assert set(table.columns) == computed_columns(name), name


def test_the_steps_give_what_the_run_gives(run, found, package, tmp_path, qgis_process):
    """The same tables to the last digit, with the same layers; polygons, too."""
    given = {**batch_inputs(), **case_inputs()}
    survey2 = given.pop("SURVEY2")
    events = given.pop("EVENTS")
    made = {"MATCHED": str(tmp_path / "patches.gpkg"), "CASE_TABLE": str(tmp_path / "cases.gpkg")}
    done = qgis_process("match_patches", {**given, "ZONES": [*given["ZONES"], survey2], **made})
    assert done.status == 0, done.log[-3000:]
    assert "closure 0.00 m²" in done.log and "closure 0.00 m²" in (run.parent / "log.txt").read_text(encoding="utf-8")
    single, batch = (read(path, "patches", geometry=True) for path in (tmp_path / "patches.gpkg", package))
    assert (shapely.to_wkb(single.geometry.to_numpy()) == shapely.to_wkb(batch.geometry.to_numpy())).all()
    pd.testing.assert_frame_equal(read(tmp_path / "patches.gpkg", "patches"), found["patches"], check_exact=True)
    pd.testing.assert_frame_equal(read(tmp_path / "cases.gpkg", "cases"), found["cases"], check_exact=True)
    results = {name.upper(): f"{package}|layername={name}" for name in ("summary", "flows")}
    common = {"CASES": f"{tmp_path / 'cases.gpkg'}|layername=cases", "POLICY": given["POLICY"]}
    made = {name.upper(): str(tmp_path / f"{name}.gpkg") for name in ("warnings", "vetoes", "freezes")}
    done = qgis_process("assess_warnings", {**common, **results, "EVENTS": events, **made})
    assert done.status == 0, done.log[-3000:]
    made["PERIODS"] = str(tmp_path / "periods.gpkg")
    done = qgis_process("report_period", {**common, "PERIOD": "half_year", "PERIODS": made["PERIODS"]})
    assert done.status == 0, done.log[-3000:]
    for name in ("warnings", "vetoes", "freezes", "periods"):
        pd.testing.assert_frame_equal(read(tmp_path / f"{name}.gpkg", name), found[name], check_exact=True)


def test_sheets_page_and_letters_say_it(run, found):
    assert found["vetoes"].filter(like="_mu").dtypes.eq(float).all(), "also where nothing is known"
    book = openpyxl.load_workbook(run / "summary.xlsx", read_only=True)
    for name, rows in (
        ("监测图斑", len(found["patches"])),
        ("案件表", len(found["cases"])),
        ("警示", len(found["warnings"])),
        ("一票否决", 4),
        ("冻结指标", 4),
        ("本期案件", len(found["periods"])),
    ):
        cells = [*book[name].iter_rows(values_only=True)]
        units = [row for row in cells if row and len(row) > 1 and str(row[1]).isdigit() and len(str(row[1])) == 6]
        assert len(units) == rows - (name == "本期案件"), name
        raw = {str(cell) for row in units for cell in row} & {
            "suspected",
            "illegal",
            "open",
            "key",
            "none",
            "yes",
            "no",
            *found["warnings"]["period"],
        }
        assert not raw, (name, raw)
        table = [row for row in cells if sum(cell is not None for cell in row) > 1]
        assert not [cell for row in table for cell in row if re.search("[a-z]{2}", str(cell or ""))], name
        assert units[-1][2] == "合计" or name != "本期案件"
    page = read_page(run / "report.html")
    shown = {row[1] for row in table_of(page, "warnings")[1]}
    assert shown == set(found["warnings"]["code"])
    text = (run / "report.html").read_text(encoding="utf-8")
    assert "浮梁县2024年下半年：重点警示（本期发现违法占用耕地 9.00 亩" in text
    text = text.replace(" ", "")
    # One of the 18 patches lies in two counties; the area is that of the suspected alone.
    suspected = found["patches"].loc[found["patches"]["preliminary"] == "suspected", "suspected_m2"].sum() / MU
    assert "监测图斑18个（已批准2、" in text and f"疑似占用耕地{suspected:.2f}亩" in text
    assert "珠山区2024年：触及一票否决情形（永久基本农田低于任务；待考核认定）" in text
    assert "浮梁县：按举措34应自2024-12-31起暂停审批" in text
    patches = [*book["监测图斑"].iter_rows(values_only=True)]
    assert patches[-1][0] == "合计" and patches[-1][6] == pytest.approx(found["patches"]["suspected_m2"].sum() / MU)
    order = [row[1] for row in book["本期案件"].iter_rows(min_row=5, values_only=True) if row[1]]
    assert list(dict.fromkeys(order)) == ["360203", "360202", "360222", "360281"], "as in the annexes"
    (letter,) = (run / "letters").glob("360222_*.docx")
    told = "".join(paragraph.text for paragraph in docx.Document(str(letter)).paragraphs)
    assert "2024年下半年：重点警示" in told and "冻结指标" in told and "监测图斑" in told


def test_patches_are_decided_by_the_tool(package, found, tmp_path, qgis_session):
    """A suspected one has its case, whose status is set; a covered one gets one when a person finds it illegal."""
    copy = tmp_path / package.name
    shutil.copy(package, copy)
    patches = found["patches"].set_index("case_id")
    suspected, covered = "YS2024-003", "YS2024-001"
    assert patches["preliminary"][[suspected, covered]].tolist() == ["partly", "covered"]

    def decide(verdict: str, *ids: str) -> pd.DataFrame:
        given = {"PACKAGE": str(copy), "LAYER": "patches", "IDS": "\n".join(ids), "VERDICT": verdict, "REVIEWER": "甲"}
        done = qgis_session("record_decisions", given)
        assert (done.status == 0) == ("gone" not in ids), done.log[-2000:]
        return read(copy, "cases").set_index("case_id")

    before = decide("approved", covered)
    assert covered not in before.index and before["status"][suspected] == "open"
    cases = decide("illegal", suspected, covered)
    assert cases["status"][[suspected, covered]].tolist() == ["illegal", "illegal"]
    areas = ["cultivated_m2", "paddy_m2", "pbf_m2"]
    assert cases.loc[suspected, areas].equals(before.loc[suspected, areas])
    assert cases.loc[covered, areas].tolist() == patches.loc[covered, areas].tolist()
    assert cases.loc[covered, ["unit", "found"]].tolist() == patches.loc[covered, ["county", "after"]].tolist()
    assert decide("illegal", "gone").equals(cases)
    assert decide("rejected", suspected)["status"][suspected] == "other"


def test_patches_of_two_runs_are_compared(package, tmp_path):
    copy = tmp_path / package.name
    shutil.copy(package, copy)
    file = gdal.OpenEx(str(copy), gdal.OF_VECTOR | gdal.OF_UPDATE)
    file.ExecuteSQL("UPDATE patches SET preliminary = 'covered', suspected_m2 = 0 WHERE case_id = 'YS2024-003'")
    del file  # closes it
    area = read(package, "patches").set_index("case_id")["suspected_m2"]["YS2024-003"]
    progress = SimpleNamespace(set=lambda _: None, check=lambda: None)
    compared = compare_packages(package, copy, Names(), progress)
    (row,) = compared.findings.to_dict("records")
    assert (row["list"], row["finding"], row["what"]) == ("patches", "YS2024-003", "area;preliminary")
    assert row["preliminary"] == "covered" and row["difference_m2"] == -area < 0


def test_a_run_again_carries_cases_and_warnings_on(package, found, tmp_path, qgis_session):
    """A person decides in the results and adds a column; a later run has neither the table of cases nor the patches."""
    folder = tmp_path / "成果"
    folder.mkdir()
    shutil.copy(package, folder)
    copy = folder / package.name
    file = gdal.OpenEx(str(copy), gdal.OF_VECTOR | gdal.OF_UPDATE)
    for statement in (
        "ALTER TABLE cases ADD COLUMN note TEXT",
        "UPDATE cases SET status = 'illegal', note = '已立案' WHERE case_id = 'YS2024-013'",
        "INSERT INTO cases (case_id, unit, found, status, cultivated_m2) VALUES "
        "('手工1', '360202', '2025-02-01', 'open', 100)",
    ):
        file.ExecuteSQL(statement)
    file = None
    given = {**batch_inputs(), "DATE": "2025-06-30", "REPORTS": "false", "MAPS": "false", "OUTPUT_FOLDER": str(folder)}
    wanted = {"ZONES": [layer("PZYD")], "MEASURES": ["assess_warnings", "report_period"]}
    fewer = {name: value for name, value in given.items() if name not in ("SURVEY2", "PREVIOUS", "UNITS")}
    done = qgis_session("run_batch", {**fewer, **wanted})
    assert done.status == 0, done.log[-3000:]
    cases = read(copy, "cases").set_index("case_id")
    assert set(cases.index) == {*found["cases"]["case_id"], "手工1"}
    assert "kept_cases" not in pyogrio.list_layers(copy)[:, 0]
    assert (cases.loc["YS2024-013", "status"], cases.loc["YS2024-013", "note"]) == ("illegal", "已立案")
    warnings = read(copy, "warnings")
    kept = warnings[warnings["period"] != "2025H1"].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, found["warnings"], check_exact=True, check_dtype=False)
    assert set(warnings["period"]) == {*found["warnings"]["period"], "2025H1"}
    assert "13.2" in done.log, "the case that was decided afterwards is told to lie in a period that stays"
    period = read(copy, "periods").iloc[-1]
    assert (
        period["period"] == "2025H1" and period["new_number"] == 4
    )  # by hand, and of the images of February: two of a patch over two counties, one
