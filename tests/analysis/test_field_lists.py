"""Ending terms and open cases: by hand, and what must hold of any pieces."""

from __future__ import annotations

from datetime import date, timedelta

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from farmland_redline.processing.analysis.cases import COLUMNS
from farmland_redline.processing.analysis.fieldwork.open_cases import open_cases
from farmland_redline.processing.analysis.fieldwork.terms import TermRule, ending_terms

DAY = "2025-05-01"
TEMPORARY = TermRule("temporary", "temporary_DQRQ", "soon", "ended", "overdue", {})
APPROVALS = TermRule("approvals", "approvals_YXQZ", "soon", "ended", "ended", {"approvals_SFJC": "yes"})


def pieces_of(rows: list[dict[str, object]]) -> gpd.GeoDataFrame:
    """Unit squares beside one another, of village 360222100201 and 100.00 m² where nothing else is said."""
    usual = {"village": "360222100201", "area_m2": 100.0, "cultivated_m2": 0.0}
    squares = [shapely.box(x, 0, x + 1, 1) for x in range(len(rows))]
    return gpd.GeoDataFrame([{**usual, **row} for row in rows], geometry=squares, crs=4527)


@pytest.mark.parametrize(
    ("end", "kind"),
    [
        ("2025-07-01", None),  # 61 days
        ("2025-06-30", "soon"),  # 60
        ("2025-05-01", "soon"),  # the last day of the term
        ("2025-04-30", "ended"),
        ("2024-05-01", "ended"),  # a year ago
        ("2024-04-30", "overdue"),
        ("9999-12-31", None),
    ],
)
def test_the_days_of_a_term(end, kind):
    found = ending_terms(pieces_of([{"temporary": "T", "temporary_DQRQ": end}]), [TEMPORARY], DAY, 60, 1)
    assert found.frame["kind"].tolist() == ([kind] if kind else []) and found.unknown == {"temporary": 0}


def test_what_is_built_and_what_does_not_say_its_term():
    rows = [
        {"approvals": "A", "approvals_YXQZ": "2025-04-01", "approvals_SFJC": "yes"},
        {"approvals": "B", "approvals_YXQZ": "2025-04-01", "approvals_SFJC": "no"},
        {"approvals": "C", "approvals_YXQZ": None, "approvals_SFJC": "no"},
        {"approvals": "D", "approvals_YXQZ": "2025-04-01", "approvals_SFJC": None},  # not known is not built
    ]
    found = ending_terms(pieces_of(rows), [TEMPORARY, APPROVALS], DAY, 60, 1)
    assert [one.split(":")[1] for one in found.frame["term_id"]] == ["B", "D"]
    assert found.unknown == {"approvals": 1}


def test_a_zone_in_two_villages_is_a_row_in_each():
    rows = [{"village": village, "area_m2": area, "temporary": "T", "temporary_DQRQ": DAY, "BSM": bsm}
            for village, area, bsm in (("v1", 0.01, "a"), ("v1", 0.02, "b"), ("v2", 5.0, "c"))]  # fmt: skip
    frame = ending_terms(pieces_of(rows), [TEMPORARY], DAY, 60, 1).frame
    assert frame[["term_id", "area_m2", "BSM"]].to_numpy().tolist() == [
        ["temporary:T:v1", 0.03, "b"],
        ["temporary:T:v2", 5.0, "c"],
    ]
    assert frame.geometry.area.tolist() == [2.0, 1.0]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("PQR"), st.integers(-800, 200), st.integers(0, 10**6)), min_size=1))
def test_areas_of_terms_are_those_of_their_pieces(drawn):
    """Each zone has one end; whatever order the pieces come in, the list is the same and loses no 0.01 m²."""
    ends = {zone: (date.fromisoformat(DAY) + timedelta(days=days)).isoformat() for zone, days, _ in drawn}
    rows = [{"temporary": z, "temporary_DQRQ": ends[z], "area_m2": cents / 100} for z, _, cents in drawn]
    frame = ending_terms(pieces_of(rows), [TEMPORARY], DAY, 60, 1).frame
    expected = sum(cents for zone, _, cents in drawn if ends[zone] <= "2025-06-30")
    assert round(100 * frame["area_m2"].sum()) == expected
    again = ending_terms(pieces_of(rows[::-1]), [TEMPORARY], DAY, 60, 1).frame
    assert again[["term_id", "kind", "area_m2"]].equals(frame[["term_id", "kind", "area_m2"]])


def test_cases_that_are_open():
    usual = dict.fromkeys(COLUMNS) | {"unit": "360222", "found": "2024-01-02", "kind": "house"}
    rows = [
        {"case_id": "c1", "status": "illegal"},
        {"case_id": "c2", "status": "illegal", "closed": "2024-05-01"},
        {"case_id": "c3", "status": "open"},
        {"case_id": "c4", "status": "legal"},
        {"case_id": "c5", "status": "open", "repeat_of": "c1"},
        # Closed, then taken up again, under the same number.
        {"case_id": "c6", "status": "illegal", "closed": "2024-05-01"},
        {"case_id": "c6", "status": "illegal", "reopened": "2024-08-01"},
        {"case_id": "elsewhere", "status": "open"},
    ]
    table = pd.DataFrame([{**usual, **row} for row in rows]).astype(dict.fromkeys(("cultivated_m2",), float))
    places = gpd.GeoDataFrame(
        {"conflict_id": [f"c{n}" for n in range(1, 7)], "kind": "road", "severity": 3},
        geometry=[shapely.box(n, 0, n + 1, 1) for n in range(6)],
        crs=4527,
    )
    found = open_cases(table, {"conflict_id": places})
    assert found.frame[["case_id", "kind", "status"]].to_numpy().tolist() == [
        ["c1", "house", "illegal"],
        ["c3", "house", "open"],
        ["c6", "house", "illegal"],
    ]
    assert found.without_place == ("elsewhere",) and found.frame.crs == places.crs
