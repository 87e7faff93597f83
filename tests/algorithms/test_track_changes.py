"""Changes between two surveys by the real qgis_process: the worked example, dates, systems, and the sample city."""

from __future__ import annotations

import csv
import json

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from conftest import CITY, computed_columns, layer, run_in_session, run_qgis_process, write_layer

pytestmark = pytest.mark.usefixtures("qgis")
X, Y, CODE = 39_512_000.0, 3_245_000.0, "3602221002010000000"


def survey(rows: dict[str, tuple]) -> gpd.GeoDataFrame:
    """Parcels by BSM: class, TBMJ, KCXS, and west, south, east, north in metres from a corner."""
    names, values = list(rows), list(rows.values())
    gross = np.array([v[1] for v in values])
    ridges = (gross * np.array([v[2] for v in values])).round(2)
    table = {"BSM": names, "DLBM": [v[0] for v in values], "TBMJ": gross, "TBDLMJ": (gross - ridges).round(2)}
    boxes = [shapely.box(X + w, Y + s, X + e, Y + n) for *_, (w, s, e, n) in values]
    return gpd.GeoDataFrame({**table, "ZLDWDM": CODE}, geometry=boxes, crs="EPSG:4527")


EARLIER = {
    "A": ("0101", 10_000.0, 0.068, (0, 0, 100, 100)),
    "B": ("0201", 5_000.0, 0.0, (100, 0, 150, 100)),
}
LATER = {
    "A1": ("0101", 7_000.0, 0.068, (0, 0, 70, 100)),
    "A2": ("0702", 2_000.0, 0.0, (70, 0, 90, 100)),
    "A3": ("0201", 1_000.0, 0.0, (90, 0, 100, 100)),
    "B1": ("0101", 3_000.0, 0.068, (100, 0, 130, 100)),
    "B2": ("0201", 2_000.0, 0.0, (130, 0, 150, 100)),
}


def track(folder, later: dict = LATER, zones: tuple[str, ...] = (), how=run_in_session, **given: object):
    made = {name: str(folder / f"{name.lower()}.gpkg") for name in ("CHANGES", "FLOWS", "TRANSITION", "PROBLEMS")}
    done = how(
        "track_changes",
        {
            "PARCELS": write_layer(survey(later), folder, "DLTB"),
            "PREVIOUS": write_layer(survey(EARLIER), folder, "DLTB_2023"),
            "ZONES": list(zones),
            **given,
            **made,
        },
    )
    tables = {
        name.lower(): pyogrio.read_dataframe(path, layer=name.lower())
        for name, path in made.items()
        if done.status == 0
    }
    return done, tables


PLAN = """县级代码,年度,方向,去向或来源地类,耕地净面积（平方米）,耕地质量等别,项目或地块
360222,2024,转出,园地,900,7,
浮梁县,2024,转出,林地,300,6,
360222,2024,转进,园地,1000,6.5,甲
360222,2024,转进,园地,2000,6.5,乙
360222,2025,转出,园地,100,,
"""


def test_the_worked_example(tmp_path):
    """With an approval over half of A2, and a case that a person marked illegal over A3."""
    folder = tmp_path / "两次 调查"
    folder.mkdir()
    half = gpd.GeoDataFrame(
        {"BSM": ["P1"], "PZRQ": ["2024-03-01"], "YXQZ": [None], "PZLX": ["单独选址"]},
        geometry=[shapely.box(X + 70, Y, X + 80, Y + 100)],
        crs="EPSG:4527",
    )
    case = gpd.GeoDataFrame(
        {"BSM": ["J1"], "RDJG": ["违法"]}, geometry=[shapely.box(X + 90, Y, X + 100, Y + 100)], crs="EPSG:4527"
    )
    (folder / "方案.csv").write_text(PLAN, encoding="utf-8")
    plan = {"PLAN_CHANGES": str(folder / "方案.csv"), "PLAN_BALANCE": str(folder / "plan.gpkg")}
    zones = (write_layer(half, folder, "PZYD"), write_layer(case, folder, "JCTB"))
    done, made = track(folder, zones=zones, how=run_qgis_process, **plan)
    assert done.status == 0, done.log
    county = made["flows"].set_index("code").loc["360222"]
    named = ("holding_before_m2", "outflow_m2", "inflow_m2", "adjustment_m2", "holding_now_m2", "closure_m2")
    assert [county[name] for name in named] == [9320.0, 2796.0, 2796.0, 0.0, 9320.0, 0.0]
    assert (county["approved_m2"], county["illegal_m2"], county["unexplained_m2"]) == (932.0, 932.0, 932.0)
    assert (county["construction_m2"], county["garden_m2"], county["owed_m2"]) == (1864.0, 932.0, 2796.0)
    assert done.results["OUTFLOW"] == done.results["INFLOW"] == 2796.0 and done.results["WORST_CLOSURE"] == 0
    out = made["changes"][made["changes"]["direction"] == "out"]
    assert sorted(zip(out["previous"], out["before_m2"], out["status"])) == [
        ("A", 932.0, "approved"),
        ("A", 932.0, "illegal"),
        ("A", 932.0, "unexplained"),
    ]
    assert made["transition"]["area_m2"].sum() == 15_000.0
    assert "9,320.00" in done.log and "0.00" in done.log
    balance = pyogrio.read_dataframe(folder / "plan.gpkg", layer="plan_balance").set_index(["year", "land"])
    year, garden, before = (balance.loc[key] for key in ((2024, "all"), (2024, "garden"), (2025, "all")))
    # The year's outflow to orchards is 932.00, whoever did it; what became construction is no part of it.
    figures = ["planned_out_m2", "planned_in_m2", "out_m2", "in_m2", "over_m2", "short_m2", "grade_out", "grade_in"]
    assert year[figures].tolist() == [1200.0, 3000.0, 932.0, 2796.0, 0.0, 204.0, 6.75, 6.5]
    assert (year["balance"], year["quality"], year["verdict"]) == ("met", "kept", "short")
    assert garden[figures[:6]].tolist() == [900.0, 3000.0, 932.0, 2796.0, 32.0, 204.0]
    assert (garden["verdict"], balance.loc[(2024, "forest"), "verdict"]) == ("over", "met")
    assert before["verdict"] == "no_data" and before["balance"] == "missed" and before[figures[2:6]].isna().all()
    assert "360222 2024: planned out 1,200.00 m²" in done.log.replace("浮梁县", "360222")


def test_an_earlier_survey_in_another_zone_and_without_net_areas(tmp_path):
    """Reprojected to the later one's system; TBDLMJ of it is TBMJ less the ridges, and that is told."""
    earlier = survey(EARLIER).assign(KCXS=[0.068, 0.0]).drop(columns="TBDLMJ").to_crs(4526)
    given = {"PREVIOUS": write_layer(earlier, tmp_path, "previous_zone")}
    done, made = track(tmp_path, **given)
    assert done.status == 0, done.log
    county = made["flows"].set_index("code").loc["360222"]
    assert (county["holding_before_m2"], county["closure_m2"]) == (9320.0, 0.0)
    assert abs(county["outflow_m2"] - 2796.0) <= 0.02 and abs(county["inflow_m2"] - 2796.0) <= 0.02
    assert "net_area_missing" in set(made["problems"]["kind"])


def test_dates_that_cannot_be(tmp_path):
    done, _ = track(tmp_path, DATE="2023-12-31", EARLIER_DATE="2024-12-31")
    assert done.status == 1 and "2024-12-31" in done.log and "Traceback" not in done.log
    assert not (tmp_path / "flows.gpkg").exists()


def wrong_plan(balance: pd.DataFrame) -> list[str]:
    """Return the planted cases of the year's plan whose row is not what it must be, or is there and must not."""
    rows = {f"{row['code']}/{row['year']}/{row['land']}": row for row in balance.to_dict("records")}
    with (CITY / "plan.csv").open(encoding="utf-8", newline="") as lines:
        planted = list(csv.DictReader(lines))
    assert {case["positive"] for case in planted} == {"0", "1"}
    bad = []
    for case in planted:
        expect, row = json.loads(case["expect"]), rows.get(case["key"])
        if expect is None or row is None:
            bad += [case["why"]] if (expect is None) != (row is None) else []
            continue
        for column, value in expect.items():
            found = None if pd.isna(row[column]) else row[column]
            # Outlines on the map plane part a parcel to a few 0.01 m².
            if found != (pytest.approx(value, abs=0.1) if isinstance(value, float) else value):
                bad.append(f"{case['case']}: {column} {found}, not {value}: {case['why']}")
    return bad


def test_the_sample_city(tmp_path):
    """Against the surveys' own sums: no unit of it is left out, and every level closes."""
    made = {name: str(tmp_path / f"{name.lower()}.gpkg") for name in ("CHANGES", "FLOWS", "TRANSITION")}
    # Beside them the conversions of the year, with the plan that knows of them.
    zones = [*(layer(name) for name in ("PZYD", "STTG", "JCTB", "GBZNT")), str(CITY / "exempt.gpkg")]
    units = [layer(name) for name in ("XJXZQ", "XZQ", "CJDCQ")]
    given = {"PARCELS": layer("DLTB"), "PREVIOUS": layer("DLTB_2023"), "PBF": layer("YJJBNTBHTB"), "LEVEL": "village"}
    done = run_in_session("track_changes", {**given, "ZONES": zones, "UNITS": units, **made})
    assert done.status == 0, done.log
    flows = pyogrio.read_dataframe(made["FLOWS"], layer="flows", read_geometry=False)
    assert (flows["closure_m2"] == 0).all()
    by_level = flows.groupby("level")[["holding_before_m2", "holding_now_m2", "outflow_m2", "inflow_m2"]].sum().round(2)
    assert set(by_level.index) == {"city", "county", "township", "village"}
    surveys = {
        name: pyogrio.read_dataframe(CITY / "city.gpkg", layer=name, read_geometry=False)
        for name in ("DLTB", "DLTB_2023")
    }
    for column, name in (("holding_now_m2", "DLTB"), ("holding_before_m2", "DLTB_2023")):
        survey_of = surveys[name]
        net = survey_of.loc[survey_of["DLBM"].str.startswith("01", na=False), "TBDLMJ"].sum()
        assert (abs(by_level[column] - net) < 0.006).all(), column
    for name, path in made.items():
        columns = set(pyogrio.read_info(path, layer=name.lower())["fields"])
        assert columns == computed_columns(name.lower()), name
    changes = pyogrio.read_dataframe(made["CHANGES"], layer="changes", read_geometry=False)
    for direction, column, area in (("out", "outflow_m2", "before_m2"), ("in", "inflow_m2", "now_m2")):
        listed = changes.loc[changes["direction"] == direction, area].sum()
        assert abs(listed - by_level.loc["county", column]) < 0.006
    assert len(changes["change_id"].unique()) == len(changes)
    matrix = pyogrio.read_dataframe(made["TRANSITION"], layer="transition", read_geometry=False)
    assert (
        abs(matrix["area_m2"].sum() - surveys["DLTB"]["TBMJ"].clip(lower=0).sum()) < 0.006
        or pd.isna(surveys["DLTB"]["TBMJ"]).any()
    )


@pytest.fixture(scope="module")
def since_base(tmp_path_factory):
    """The example without its orchard, against the base survey: 2,796.00 came in, 1,864.00 went out, 932.00 m² net."""
    folder = tmp_path_factory.mktemp("基准")
    later = {**LATER, "A3": ("0101", 1_000.0, 0.068, (90, 0, 100, 100))}
    given = {
        "PARCELS": write_layer(survey(later), folder, "DLTB"),
        "PREVIOUS": write_layer(survey(EARLIER), folder, "DLTB_2020"),
        "MAPS": "false",
        "OUTPUT_FOLDER": str(folder / "成果"),
    }
    return given, run_qgis_process("run_batch", {**given, "EARLIER_ROLE": "base"})


def test_what_came_back_since_the_base_survey_lessens_the_gap(since_base):
    """932 m² are 1.398 mu; a gap of the policy's 0.1172 x 10,000 mu would be 1,170.602 mu then."""
    given, done = since_base
    assert done.status == 0, done.log
    package = given["OUTPUT_FOLDER"] + "/farmland_redline.gpkg"
    summary = pyogrio.read_dataframe(package, layer="summary", read_geometry=False).set_index("code")
    county = summary.loc["360222"]
    assert county["inflow_since_base_mu"] == pytest.approx(4.194) and county["net_since_base_mu"] == pytest.approx(
        1.398
    )
    assert county["restored_mu"] == pytest.approx(1.398)
    assert county["gap_left_mu"] == pytest.approx(county["gap_mu"] - 1.398)
    # The other counties have no data: neither they nor their city are told.
    assert summary.loc[["360200", "360202", "360281"], "restored_mu"].isna().all()
    village = summary.loc["360222100201"]
    assert village["net_since_base_mu"] == pytest.approx(1.398)
    flows = pyogrio.read_dataframe(package, layer="flows", read_geometry=False).set_index("code")
    assert flows.loc["360222", "closure_m2"] == 0 and flows.loc["360222", "outflow_m2"] == 1864.0
    run = pyogrio.read_dataframe(package, layer="provenance", read_geometry=False).set_index("name")["value"]
    assert run["earlier_date"] == "2020-12-31"
    sheet = openpyxl.load_workbook(given["OUTPUT_FOLDER"] + "/summary.xlsx")["附件3 缺口恢复"]
    head = next(row for row in sheet.iter_rows(values_only=True) if row[1] == "行政区代码")
    row = next(row for row in sheet.iter_rows(values_only=True) if row[1] == "360222")
    assert row[head.index("已恢复\n（万亩）")] == pytest.approx(0.0001398)


def test_a_survey_of_the_year_before_tells_nothing_of_what_was_restored(since_base, tmp_path):
    given, _ = since_base
    done = run_in_session("run_batch", {**given, "REPORTS": "false", "OUTPUT_FOLDER": str(tmp_path / "成果")})
    assert done.status == 0, done.log
    package = tmp_path / "成果" / "farmland_redline.gpkg"
    summary = pyogrio.read_dataframe(package, layer="summary", read_geometry=False)
    assert summary[["restored_mu", "inflow_since_base_mu", "net_since_base_mu"]].isna().all(axis=None)


PROCESS = {  # BGQTBBSM, class before, class now, type of boundary, area, west and east
    "1": ("A", "0101", "0101", "0", 7_000.0, 0, 70),
    "2": ("A", "0101", "0702", "0", 2_000.0, 70, 90),
    "3": ("A", "0101", "0201", "0", 1_000.0, 90, 100),
    "4": ("B", "0201", "0101", "0", 3_000.0, 100, 130),
    "5": ("B", "0201", "0305", "0", 2_000.0, 130, 150),
    "6": ("C", "0101", None, "2", 500.0, 150, 155),  # left over the boundary: 466.00 net
    "7": (None, "0103", "0103", "1", 300.0, 155, 158),  # came over it: 300.00 net
}


def process_layer(**wrong) -> gpd.GeoDataFrame:
    """The example as the rows of an update, with a row that left and one that came; `wrong` values of row 4."""
    rows = []
    for name, (parcel, was, now, kind, gross, *_) in PROCESS.items():
        row = {"BSM": name, "BGQTBBSM": parcel, "TBBGMJ": gross, "XZQTZLX": kind}
        for side, code in (("BGQ", was), ("BGH", now)):
            ratio = {"0101": 0.068}.get(code, 0.0)
            ridges = round(gross * ratio, 2)
            row |= {f"{side}DLBM": code, f"{side}KCXS": ratio, f"{side}KCMJ": ridges}
            row |= {f"{side}TBDLMJ": round(gross - ridges, 2), f"{side}ZLDWDM": CODE if code else None}
        row["BGQZZSXDM"] = "JKHF" if parcel == "B" else None
        rows.append({**row, "BGHZZSXDM": None, **(wrong if name == "4" else {})})
    boxes = [shapely.box(X + w, Y, X + e, Y + 100) for *_, w, e in PROCESS.values()]
    return gpd.GeoDataFrame(rows, geometry=boxes, crs="EPSG:4527")


def test_the_process_layer_tells_the_same_flows(tmp_path):
    """9,320.00 + 466.00 - 2,796.00 + 2,796.00 - 466.00 + 300.00 = 9,620.00, and what the package's checks find."""
    earlier = survey({**EARLIER, "B": ("0201", 5_001.0, 0.0, (100, 0, 150, 100))})
    given = {
        "PROCESS": write_layer(process_layer(BGHKCMJ=104.0), tmp_path, "DLTBGXGC"),
        "PREVIOUS": write_layer(earlier, tmp_path, "DLTB_2023"),
        "FLOWS": str(tmp_path / "flows.gpkg"),
        "CHANGES": str(tmp_path / "changes.gpkg"),
        "TRANSITION": str(tmp_path / "transition.gpkg"),
        "PROBLEMS": str(tmp_path / "problems.gpkg"),
    }
    done = run_in_session("track_changes", given)
    assert done.status == 0, done.log
    county = pyogrio.read_dataframe(given["FLOWS"], layer="flows").set_index("code").loc["360222"]
    named = (
        *("holding_before_m2", "outflow_m2", "inflow_m2", "adjustment_m2", "boundary_out_m2", "boundary_in_m2"),
        *("holding_now_m2", "closure_m2"),
    )
    assert [county[name] for name in named] == [9786.0, 2796.0, 2796.0, 0.0, 466.0, 300.0, 9620.0, 0.0]
    assert (county["construction_m2"], county["garden_m2"]) == (1864.0, 932.0)
    problems = pyogrio.read_dataframe(given["PROBLEMS"], layer="problems").set_index("kind")
    # Row 6 left over the boundary.
    assert problems.loc["earlier_not_covered", "feature"] == "360222"
    # Row 4 has ridges of 104.00, not 204.00; B's rows are 5,000 and its record 5,001; row 5 was JKHF and is forest now.
    assert problems.loc["process_ridges", "feature"] == "4" and "204" in problems.loc["process_ridges", "message"]
    assert problems.loc["process_sum", "feature"] == "B" and "5001" in problems.loc["process_sum", "message"]
    assert problems.loc["restorable_relabelled", "feature"] == "5"


def test_what_is_no_process_layer_and_what_is_missing(tmp_path):
    made = {name: str(tmp_path / f"{name.lower()}.gpkg") for name in ("CHANGES", "FLOWS", "TRANSITION")}
    wrong = write_layer(survey(LATER), tmp_path, "DLTB")
    done = run_in_session("track_changes", {"PROCESS": wrong, **made})
    assert done.status == 1 and "BGQDLBM" in done.log and "Traceback" not in done.log
    alone = run_in_session("track_changes", {"PARCELS": wrong, **made})
    assert alone.status == 1 and "DLTBGXGC" in alone.log and "Traceback" not in alone.log
    assert not (tmp_path / "flows.gpkg").exists()
