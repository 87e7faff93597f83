"""The ceiling of measure 18 by the real qgis_process: the worked example, re-grading, fields of one survey."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from conftest import explained_columns, read_workbook, run_in_session, run_qgis_process, write_layer

pytestmark = pytest.mark.usefixtures("qgis")
X, Y, MU = 39_512_000.0, 3_245_000.0, 2000 / 3
ZHUSHAN, CHANGJIANG, FULIANG, LEPING = "360203", "360202", "360222", "360281"
PLACES = {code: number * 2_000.0 for number, code in enumerate((ZHUSHAN, CHANGJIANG, FULIANG, LEPING))}


def survey(rows: list[tuple]) -> gpd.GeoDataFrame:
    """Parcels: county, class, slope grade, from and to as mu behind the county's edge (strips of 1,000 m)."""
    table, shapes = [], []
    for number, (county, code, grade, start, end) in enumerate(rows):
        area = round((end - start) * MU, 2)
        table.append((f"{county}{number}", code, grade, area, area, f"{county}100201", None))
        west, south = X + PLACES[county], Y
        shapes.append(shapely.box(west, south + start * MU / 1000, west + 1000, south + end * MU / 1000))
    names = ["BSM", "DLBM", "GDPDJB", "TBMJ", "TBDLMJ", "ZLDWDM", "TBXHDM"]
    return gpd.GeoDataFrame(pd.DataFrame(table, columns=names), geometry=shapes, crs="EPSG:4527")


BASE = [
    (ZHUSHAN, "0101", "2", 0, 150),
    (CHANGJIANG, "0201", None, 0, 200),
    (CHANGJIANG, "0103", "5", 200, 300),
    (FULIANG, "0201", None, 0, 800),
    (LEPING, "0201", None, 0, 2400),
]
NOW = [
    (ZHUSHAN, "0101", "2", 0, 50),
    (ZHUSHAN, "0702", None, 50, 150),
    (CHANGJIANG, "0101", "2", 0, 200),
    (CHANGJIANG, "0103", "2", 200, 300),
    (FULIANG, "0101", "2", 0, 800),
    (LEPING, "0101", "2", 0, 2400),
]


def ceilings(folder, how=run_in_session, **given: object):
    made = str(folder / "ceilings.gpkg")
    inputs = {
        "PARCELS": write_layer(survey(NOW), folder, "DLTB"),
        "PREVIOUS": write_layer(survey(BASE), folder, "DLTB_2020"),
    }
    done = how("set_ceiling", {**inputs, **given, "CEILINGS": made})
    read = pyogrio.read_dataframe(made, layer="ceilings", read_geometry=False) if done.status == 0 else None
    return done, read


def test_the_worked_example(tmp_path):
    """Zhushan lost 100 mu; 100 of Changjiang's 300 are re-graded; without offsets the city shares its net of 3400."""
    flows = pd.DataFrame({"code": [FULIANG], "level": ["county"], "approved_m2": [round(100 * MU, 2)]})
    book = tmp_path / "以补定占.xlsx"
    done, table = ceilings(tmp_path, run_qgis_process, FLOWS=write_layer(flows, tmp_path, "flows"), WORKBOOK=str(book))
    assert done.status == 0, done.log
    rows = table.set_index("code")
    assert (rows["delta_m2"] / MU).round(2).to_dict() == {
        **{"360200": 3400.0, ZHUSHAN: -100.0, CHANGJIANG: 300.0},
        **{FULIANG: 800.0, LEPING: 2400.0},
    }
    shares = {"360200": 3400.0, ZHUSHAN: 0.0, CHANGJIANG: 291.43, FULIANG: 777.14, LEPING: 2331.43}
    assert rows["ceiling_mu"].round(4).to_dict() == shares
    assert round(rows.loc[CHANGJIANG, "regraded_m2"] / MU, 2) == 100.0 and rows.loc[FULIANG, "regraded_m2"] == 0
    assert (rows["closure_m2"] == 0).all() and done.results["WORST_CLOSURE"] == 0
    assert (round(rows.loc[FULIANG, "used_mu"], 2), round(rows.loc[FULIANG, "left_mu"], 2)) == (100.0, 677.14)
    assert pd.isna(rows.loc[LEPING, "used_mu"]) and round(rows.loc[ZHUSHAN, "gap18_mu"], 2) == 4211 - 50
    assert set(table.columns) == explained_columns("ceilings")
    assert sorted(read_workbook(book)["以补定占"]["下一年占用上限（亩）"].round(2)) == sorted(shares.values())


def test_what_leping_sets_against_its_gap(tmp_path):
    done, table = ceilings(tmp_path, OFFSETS="360281=1200; 360203=50")
    assert done.status == 0, done.log
    rows = table.set_index("code")["ceiling_mu"].round(4)
    assert rows.to_dict() == {"360200": 2200.0, ZHUSHAN: 0.0, CHANGJIANG: 286.96, FULIANG: 765.22, LEPING: 1147.82}


@pytest.mark.parametrize("offsets", ["360299=5", "360281=-1", "360281=much"])
def test_offsets_that_cannot_be(tmp_path, offsets):
    done, _ = ceilings(tmp_path, OFFSETS=offsets)
    assert done.status == 1 and "OFFSETS" in done.log and "Traceback" not in done.log


def test_a_field_that_only_one_survey_has(tmp_path):
    """Judged by GDPDJB in one year alone, all steep land of the other would count as stable."""
    base = write_layer(survey(BASE).drop(columns="GDPDJB"), tmp_path, "without_grade")
    done, _ = ceilings(tmp_path, PREVIOUS=base)
    assert done.status == 1 and "GDPDJB" in done.log and "without_grade" in done.log and "Traceback" not in done.log
    assert not (tmp_path / "ceilings.gpkg").exists()
