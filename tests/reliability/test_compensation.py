"""What compensation cannot be computed of: pieces that do not tell, rates that are missing or wrong."""

from __future__ import annotations

import pandas as pd
import pyogrio

from .conftest import Case, parcels

RATES = ((" ", "永久基本农田", "30"), (" ", "其他耕地", "10"))
RESTORED = (*RATES, (" ", "本年恢复耕地", "500"))


def given(case: Case, rates: tuple = RATES, **columns: object) -> dict[str, object]:
    """Pieces in a village, a table of rates, and where the outputs go."""
    frame = parcels()
    area = frame["TBMJ"].round(2)
    village = {"county": "360222", "township": "360222100", "village": "360222100201"}
    pieces = frame.assign(piece_id=frame["BSM"], area_m2=area, cultivated_m2=area, sliver=False, **village, **columns)
    table = case.office.data / "标准.csv"
    lines = ["单位代码,项目,标准（元/亩）", *(",".join(row) for row in rates)]
    table.write_text("\n".join(lines), encoding="utf-8-sig")
    made = {name: str(case.office.out / f"{name}.gpkg") for name in ("COMPENSATION", "COMPENSATION_UNITS", "PROBLEMS")}
    return {"PIECES": case.office.write(pieces, "pieces", "碎块.gpkg"), "RATES": str(table), **made}


def test_pieces_without_pbf(case: Case):
    case.refused("compute_compensation", **given(case))


def test_restored_land_without_an_earlier_survey(case: Case):
    case.refused("compute_compensation", **given(case, RESTORED, pbf="Y1"))


def test_restored_land_since_another_year(case: Case):
    inputs = given(case, RESTORED, pbf="Y1", previous="E", previous_DLBM="0201")
    rows = pd.DataFrame({"section": ["run"], "name": ["earlier_date"], "value": ["2020-12-31"]})
    pyogrio.write_dataframe(rows, case.office.data / "碎块.gpkg", layer="provenance")
    case.refused("compute_compensation", **inputs)


def test_a_rate_that_is_missing(case: Case):
    inputs = given(case, RATES[:1], pbf=None)
    made = case.runs("compute_compensation", **inputs)
    assert not made["AMOUNT"]
    table = pyogrio.read_dataframe(inputs["COMPENSATION"], layer="compensation")
    assert table["amount_yuan"].isna().all() and (table["item"] == "other").all()


def test_rates_that_cannot_be(case: Case):
    wrong = (*RATES, RATES[0], ("360222", "林地", "5"), ("360222", "永农", "-1"))
    case.refused("compute_compensation", **given(case, wrong, pbf="Y1"))
    said = case.office.log
    assert all(words in said for words in ("林地", "-1"))
