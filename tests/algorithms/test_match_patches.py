"""Monitoring patches by the real qgis_process: the worked example, its look-alikes, and the office's own case table."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from conftest import computed_columns, run_in_session, run_qgis_process, write_layer

pytestmark = pytest.mark.usefixtures("qgis")
X, Y = 39_512_000.0, 3_245_000.0
FULIANG, LEPING = "3602221002010000000", "3602811002010000000"


def box(west, south, east, north):
    return shapely.box(X + west, Y + south, X + east, Y + north)


def survey(rows: dict[str, tuple]) -> gpd.GeoDataFrame:
    """Parcels by BSM: class, unit, and west, south, east, north; fields have ridges of 6.8 %."""
    shapes = [box(*row[2]) for row in rows.values()]
    gross = np.array([round(shape.area, 2) for shape in shapes])
    field = np.array([row[0].startswith("01") for row in rows.values()])
    table = {"BSM": list(rows), "DLBM": [row[0] for row in rows.values()], "TBMJ": gross}
    table["TBDLMJ"] = np.where(field, (gross * 0.932).round(2), gross)
    return gpd.GeoDataFrame({**table, "ZLDWDM": [r[1] for r in rows.values()]}, geometry=shapes, crs="EPSG:4527")


BEFORE = {
    "A": ("0101", FULIANG, (0, 0, 200, 100)),
    "B": ("0103", LEPING, (200, 0, 400, 100)),
    "C": ("0301", FULIANG, (0, 100, 400, 200)),
}
NOW = {
    "A1": ("0702", FULIANG, (0, 0, 60, 50)),  # the example: 3,000 m²
    "A2": ("0101", FULIANG, (60, 0, 100, 50)),
    "A3": ("0702", FULIANG, (0, 50, 200, 100)),
    "A4": ("0702", FULIANG, (100, 0, 200, 50)),
    "B": ("0201", LEPING, (200, 0, 400, 100)),
    "C": ("0701", FULIANG, (0, 100, 400, 200)),
}
PATCHES = {
    "P1": ("2024-05", (0, 0, 60, 50)),  # an approval over 1,200 m²: partly
    "P2": ("2024-05", (60, 0, 100, 50)),  # the same field: no change
    "P3": ("2025-02", (62, 5, 98, 45)),  # newer than the survey; lies on P2, which makes no case
    "P4": ("2024-05", (0, 50.5, 60, 98.5)),  # approved but for a rim of 1.5 m: covered
    "P5": ("2024-06", (150, 10, 250, 40)),  # two counties
    "P6": ("2024-07", (20, 120, 60, 160)),  # forest before: not cultivated
    "P7": ("2024-08", (152, 12, 252, 42)),  # over P5 to more than half
    "P8": ("2024-05", (70, 60, 100, 90)),  # temporary land in its term
    "P9": ("2024-05", (110, 60, 140, 90)),  # temporary land two years overdue
}


def run(folder, how=run_in_session, **given: object):
    patches = gpd.GeoDataFrame(
        {"JCBH": list(PATCHES), "HSX": [day for day, _ in PATCHES.values()]},
        geometry=[box(*place) for _, place in PATCHES.values()],
        crs="EPSG:4527",
    )
    approvals = gpd.GeoDataFrame(
        {"BSM": ["Q1", "Q2"], "PZRQ": ["2023-01-01", "2023-01-01"], "PZLX": ["单独选址"] * 2},
        geometry=[box(0, 0, 24, 50), box(0, 50, 60, 97)],
        crs="EPSG:4527",
    )
    temporary = gpd.GeoDataFrame(
        {"BSM": ["L1", "L2"], "DQRQ": ["2025-06-30", "2022-06-30"]},
        geometry=[box(69, 59, 101, 91), box(109, 59, 141, 91)],
        crs="EPSG:4527",
    )
    pbf = gpd.GeoDataFrame({"BSM": ["Y1"]}, geometry=[box(150, 0, 200, 25)], crs="EPSG:4527")
    made = {name: str(folder / f"{name.lower()}.gpkg") for name in ("MATCHED", "CASE_TABLE")}
    inputs = {
        "PATCHES": write_layer(patches, folder, "JCTB_2024"),
        "PARCELS": write_layer(survey(NOW), folder, "DLTB"),
        "PREVIOUS": write_layer(survey(BEFORE), folder, "DLTB_2023"),
        "PBF": write_layer(pbf, folder, "YJJBNTBHTB"),
        "ZONES": [write_layer(approvals, folder, "PZYD"), write_layer(temporary, folder, "LSYD")],
        "DATE": "2024-12-31",
    }
    return how("match_patches", {**inputs, **given, **made})


def table(done, name: str, layer: str) -> pd.DataFrame:
    return pyogrio.read_dataframe(done.results[name].partition("|")[0], layer=layer, read_geometry=False)


@pytest.fixture(scope="module")
def matched(tmp_path_factory):
    folder = tmp_path_factory.mktemp("卫片")
    done = run(folder, run_qgis_process)
    assert done.status == 0, done.log
    return folder, done


def test_the_worked_example_and_its_look_alikes(matched):
    _, done = matched
    found = table(done, "MATCHED", "patches").set_index("case_id")
    assert found["preliminary"].to_dict() == {
        "P1": "partly",
        "P2": "no_change",
        "P3": "no_newer_survey",
        "P4": "covered",
        "P5-360222": "suspected",
        "P5-360281": "suspected",
        "P6": "not_cultivated",
        "P7-360222": "suspected",
        "P7-360281": "suspected",
        "P8": "temporary",
        "P9": "overdue",
    }
    example = found.loc["P1"]
    assert (example["cultivated_m2"], example["suspected_m2"], example["covered_percent"]) == (2796.0, 1677.6, 40.0)
    # The rim of 60 x 1.5 m along the approval, at a ridge coefficient of 6.8 %.
    assert (
        found.loc["P4", "rim_m2"] == pytest.approx(60 * 1.5 * 0.932, abs=0.011) and found.loc["P4", "suspected_m2"] == 0
    )
    assert found.loc["P5-360222", "pbf_m2"] == pytest.approx(50 * 15 * 0.932, abs=0.011)
    assert found["repeat_of"].dropna().to_dict() == {"P7-360222": "P5-360222", "P7-360281": "P5-360281"}
    parts = found[["valid_m2", "suspected_m2", "rim_m2"]].sum(axis=1)
    assert ((found["cultivated_m2"] - parts).abs() < 0.001).all() and "closure 0.00 m²" in done.log
    assert set(found.reset_index().columns) == computed_columns("patches")


def test_the_cases_are_open_and_what_a_person_set_survives(matched):
    folder, done = matched
    cases = table(done, "CASE_TABLE", "cases").set_index("case_id")
    assert set(cases.index) == {"P1", "P3", "P5-360222", "P5-360281", "P7-360222", "P7-360281", "P8", "P9"}
    assert set(cases["status"]) == {"open"} and cases.loc["P1", "cultivated_m2"] == 1677.6
    assert (cases.loc["P1", "construction"], cases.loc["P5-360281", "construction"]) == ("yes", "no")
    assert cases.loc["P1", "found"] == "2024-05-31" and cases.loc["P7-360222", "repeat_of"] == "P5-360222"

    own = folder / "案件.csv"
    rows = [
        ["编号", "县级代码", "发现日期", "认定", "占用耕地（亩）", "类型"],
        ["P1", "浮梁县", "2024-06-03", "违法", "2.50", ""],
        ["老案1", "乐平市", "2023-06-03", "合法", "1.00", "农村建房"],
    ]
    own.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8-sig")
    again = folder / "again"
    again.mkdir()
    later = run(again, CASES=str(own))
    assert later.status == 0, later.log
    merged = table(later, "CASE_TABLE", "cases").set_index("case_id")
    assert set(merged.index) == {*cases.index, "老案1"}
    kept = merged.loc["P1"]
    assert (kept["status"], kept["found"], round(kept["cultivated_m2"] * 3 / 2000, 6)) == ("illegal", "2024-06-03", 2.5)
    assert kept["kind"] and kept["construction"] == "yes", "what was empty is filled"
    assert merged.loc["老案1", "kind"] == "农村建房"
