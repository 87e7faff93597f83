"""Problems as rows, their places, and what every feature has, told once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from farmland_redline.processing.analysis.problems import COLUMNS, ERROR, WARNING, Findings, Found, collect, problems

CELLS = shapely.box([0, 10], 0, [2, 12], 2)


def test_one_row_a_feature_with_its_facts():
    found = problems("gap", "DLTB", ["A", None], ERROR, {"area_m2": np.array([1.5, 2.5])}, CELLS)
    assert list(found.columns) == list(COLUMNS)
    assert found["feature"].tolist() == ["A", ""] and set(found["severity"]) == {"error"}
    assert found["values"].tolist() == [{"area_m2": 1.5}, {"area_m2": 2.5}]
    assert shapely.within(found["geometry"].to_numpy(), CELLS).all()


def test_no_feature_no_row():
    assert problems("gap", "DLTB", []).empty and list(problems("gap", "DLTB", []).columns) == list(COLUMNS)


def test_places_of_broken_empty_and_missing_polygons():
    geometry = np.array([None, shapely.Polygon(), shapely.from_wkt("POLYGON ((0 0, 4 4, 4 0, 0 4, 0 0))")], object)
    place = problems("x", "DLTB", ["a", "b", "c"], geometry=geometry)["geometry"].tolist()
    assert place[:2] == [None, None] and shapely.box(0, 0, 4, 4).contains(place[2])


def test_they_are_collected_in_order_with_a_system():
    frames = [problems("a", "L", ["1"], geometry=CELLS[:1]), problems("none", "L", []), problems("b", "L", ["2"])]
    table = collect(frames, 4527)
    assert (
        table["kind"].tolist() == ["a", "b"] and table.crs == 4527 and table.geometry.isna().tolist() == [False, True]
    )
    assert collect([], 4527).empty


def test_what_every_feature_has_is_told_once():
    findings = Findings(3)
    for chunk in (["a", "b"], ["c"]):
        rows = problems("no_code", "L", chunk, WARNING, {"field": ["DLBM"] * len(chunk)})
        findings.add([Found(rows, len(chunk), "codes"), Found(rows.iloc[:1], len(chunk), "other")])
    one, *rest = findings.frames()
    assert len(one) == 1 and one["feature"].tolist() == [""] and one["values"].iloc[0] == {"field": "DLBM", "every": 3}
    assert pd.concat(rest)["feature"].tolist() == ["a", "c"]  # of three, two: each is told


def test_few_features_are_told_one_by_one():
    findings = Findings(10)
    findings.add([Found(problems("no_code", "L", ["a", "b"]), 2, "codes")])
    assert pd.concat(findings.frames())["feature"].tolist() == ["a", "b"]
