"""Monitoring patches that say less than they seem to: outside of a survey, with numbers that are not their own."""

from __future__ import annotations

import geopandas as gpd
import pyogrio
import shapely
from conftest import CITY

from .conftest import Case, X, Y, parcels


def given(case: Case, *numbers: object, before: int = 10, shape: object = None) -> dict[str, object]:
    """A survey of ten parcels of 100 m, an earlier one of the first, and patches of 100 m that begin with the fifth."""
    shapes = [shapely.box(X + 400 + 100 * n, Y, X + 500 + 100 * n, Y + 100) for n in range(len(numbers))]
    frame = gpd.GeoDataFrame({"JCBH": numbers}, geometry=shapes if shape is None else [shape], crs="EPSG:4527")
    layers = {
        "PATCHES": case.office.write(frame, "JCTB"),
        "PARCELS": case.office.write(parcels(), "DLTB"),
        "PREVIOUS": case.office.write(parcels(before, DLBM="0101"), "DLTB_2023"),
    }
    made = {name: str(case.office.out / f"{name}.gpkg") for name in ("MATCHED", "CASE_TABLE", "PROBLEMS")}
    return {**layers, **made, "POLICY": str(CITY / "policy.yaml"), "DATE": "2024-12-31"}


def matched(inputs: dict[str, object]):
    return pyogrio.read_dataframe(inputs["MATCHED"], layer="patches", read_geometry=False).set_index("patch")


def test_patches_where_the_earlier_survey_has_nothing(case):
    """P1 lies in its last parcel, P2 behind it: forest or field, nobody knows."""
    inputs = given(case, "P1", "P2", before=5)
    case.runs("match_patches", **inputs)
    found = matched(inputs)
    assert found["preliminary"].to_dict() == {"P1": "no_newer_survey", "P2": "unknown"}
    assert found["unknown_m2"].to_dict() == {"P1": 0.0, "P2": 9999.96}


def test_a_patch_that_reaches_beyond_the_survey(case):
    inputs = given(case, "P1", shape=shapely.box(X + 400, Y - 100, X + 500, Y + 100))
    case.runs("match_patches", **inputs)
    assert matched(inputs).loc["P1", ["gross_m2", "unknown_m2"]].tolist() == [9999.96, 0.0]


def test_patches_whose_cases_would_have_one_number(case):
    """P5 lies in two counties, and a patch has the number that its case gets."""
    inputs = given(case, "P5", "P5-360222")
    two = parcels()
    two.loc[5:, "ZLDWDM"] = "3602811002010000000"
    across = gpd.GeoDataFrame(
        {"JCBH": ["P5", "P5-360222"]},
        geometry=[shapely.box(X + 450, Y, X + 550, Y + 100), shapely.box(X + 100, Y, X + 200, Y + 100)],
        crs="EPSG:4527",
    )
    changed = {"PARCELS": case.office.write(two, "DLTB"), "PATCHES": case.office.write(across, "JCTB")}
    case.refused("match_patches", **{**inputs, **changed})


def test_numbers_of_patches_that_have_lost_digits(case):
    case.refused("match_patches", **given(case, 360222100201001000.0, 360222100201002000.0))
