"""Choice of supplements as a property: never worse than needed, and as few as possible against brute force."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import geopandas as gpd
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from farmland_redline.processing.analysis.rules.policy import Option, Policy
from farmland_redline.processing.analysis.sites.supplements import SupplementNeed, choose_supplements

PIECE = st.tuples(st.integers(1, 9), st.sampled_from(["0101", "0103"]), st.integers(1, 15))


def choose(pieces: list[tuple[int, str, int]], need: SupplementNeed, how: str) -> list[int]:
    """The chosen positions of pieces in order: whole mu, class, grade."""
    frame = gpd.GeoDataFrame(
        {
            "DLBM": [code for _, code, _ in pieces],
            "cultivated_m2": [mu * 2000 / 3 for mu, _, _ in pieces],
            "grade": [float(grade) for *_, grade in pieces],
        },
        geometry=[shapely.box(0, 0, 1, 1)] * len(pieces),
    )
    option = Option("supplement_choice", how, (how,), "", "", "")
    policy = Policy("demo", class_groups={"paddy": ("0101",)}, options={option.id: option})
    return list(choose_supplements(frame, policy, need).chosen)


def good(pieces: list[tuple[int, str, int]], rows: tuple[int, ...], net: int, paddy: int, grade: int) -> bool:
    """Whether rows make good what is needed, in whole mu; 0.01 m² of rounding is less than a tenth of a mu."""
    area = sum(pieces[row][0] for row in rows)
    wet = sum(pieces[row][0] for row in rows if pieces[row][1] == "0101")
    return area >= net and wet >= paddy and sum(pieces[r][0] * pieces[r][2] for r in rows) <= grade * area


@settings(max_examples=60)
@given(st.lists(PIECE, min_size=1, max_size=8), st.integers(1, 20), st.integers(0, 10), st.integers(1, 15))
def test_choices_are_never_worse_than_needed(pieces, net, paddy, grade):
    paddy = min(paddy, net)
    # A hair less than whole mu, so that areas rounded to 0.01 m² suffice; grades are far apart from each other.
    need = SupplementNeed(net * 200_000 - 100, max(paddy * 200_000 - 100, 0), Fraction(grade) + Fraction(1, 1000))
    greedy, fewest = (choose(pieces, need, how) for how in ("greedy", "fewest"))
    every = [rows for size in range(len(pieces) + 1) for rows in combinations(range(len(pieces)), size)]
    least = next((len(rows) for rows in every if rows and good(pieces, rows, net, paddy, grade)), None)
    for chosen in (greedy, fewest):
        assert len(set(chosen)) == len(chosen)
        area = sum(pieces[row][0] for row in chosen)
        assert sum(pieces[row][0] * pieces[row][2] for row in chosen) <= (grade + 0.001) * area + 1e-6
    if least is not None:
        assert len(fewest) == least and good(pieces, tuple(fewest), net, paddy, grade)
