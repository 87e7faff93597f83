"""The overlaps of a layer: the checks and the overlay look for them in their own ways, and find the same ones."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity, box

from farmland_redline.processing.analysis.geometry.boundaries import Outline
from farmland_redline.processing.analysis.geometry.coverage import find_faults
from farmland_redline.processing.analysis.geometry.predicates import find_overlapping_pairs
from farmland_redline.processing.analysis.progress import Silent
from farmland_redline.processing.analysis.quality.offending_features import FeaturesAtFaults
from farmland_redline.processing.analysis.quality.overlaps import overlap_problems

from .mosaics import mosaic

TOLERANCE = 0.001
X, Y = 39_500_000.0, 3_245_000.0


def told(problems):
    return {
        frozenset((feature, values["other"])): values["area_m2"]
        for feature, values in zip(problems["feature"], problems["values"])
    }


def of_the_overlay(geometry):
    """As zones are prepared: all pairs."""
    names = np.arange(len(geometry)).astype(str).astype(object)
    pairs = find_overlapping_pairs(geometry, TOLERANCE)
    return told(overlap_problems("zones_overlap", "pbf", geometry, names, pairs, TOLERANCE))


def of_the_checks(geometry):
    """As layers of any length are checked: what is covered twice, then the features there."""
    outline = Outline()
    outline.add(geometry)
    at_faults = FeaturesAtFaults(find_faults(outline, TOLERANCE, uncovered=False), TOLERANCE)
    at_faults.add(geometry, np.arange(len(geometry)).astype(str).astype(object))
    return told(at_faults.overlaps("pbf", False, 1, Silent()))


def by_hand(geometry):
    """Pairs whose common area has a disc wider than the tolerance; None where it is too close to tell."""
    found = {}
    for i, one in enumerate(geometry):
        for j in range(i + 1, len(geometry)):
            shared = one & geometry[j]
            if shared.buffer(-0.52 * TOLERANCE).area and shared.area > 0.0052:
                found[frozenset((str(i), str(j)))] = shared.area
            elif shared.buffer(-0.48 * TOLERANCE).area and shared.area > 0.0048:
                found[frozenset((str(i), str(j)))] = None
    return found


def agree(geometry):
    geometry = np.array(geometry, dtype=object)
    overlay, checks, want = of_the_overlay(geometry), of_the_checks(geometry), by_hand(geometry)
    assert overlay.keys() == checks.keys()
    assert {pair for pair, area in want.items() if area} <= overlay.keys() <= want.keys()
    assert all(abs(overlay[pair] - area) < 0.02 for pair, area in want.items() if area)


needles = st.tuples(
    st.floats(-3, 60),
    st.floats(-3, 60),
    st.sampled_from([0.5, 4.0, 30.0, 900.0]),
    st.sampled_from([0.0004, 0.0009, 0.0013, 0.002, 0.5, 8.0]),
    st.floats(0, 90),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(needles, min_size=1, max_size=5), st.booleans())
def test_needles(shapes, turned):
    """Long and short, thinner and wider than the tolerance, over a mosaic and over each other."""
    cells = list(mosaic(3, 3, 1))
    west, south = shapely.total_bounds(cells)[:2]
    for x, y, length, width, angle in shapes:
        needle = box(west + x, south + y, west + x + length, south + y + width)
        cells.append(affinity.rotate(needle, angle, "centroid") if turned else needle)
    agree(cells)


@pytest.mark.parametrize("width", [0.0005, 0.0009, 0.0011, 0.0015, 0.002, 0.01])
def test_strips_wedges_and_spikes(width):
    for length in (1, 20, 700):
        below = box(X, Y, X + length, Y + 10)
        agree([below, box(X, Y + 10 - width, X + length, Y + 20)])
        agree([below, shapely.Polygon([(X, Y + 10), (X + length, Y + 10 - width), (X + length, Y + 20), (X, Y + 20)])])
        tip = [(X + 1, Y + 5), (X + length + 5, Y + 5 - width), (X + length + 5, Y + 5 + width)]
        agree([below, shapely.Polygon(tip)])


def test_an_overlap_that_a_third_one_divides():
    """The strip of 1.6 mm is in halves of 0.8 mm by another's boundary."""
    third = box(X - 50, Y + 9.9992, X + 90, Y + 9.9999)
    agree([box(X, Y, X + 40, Y + 10), box(X, Y + 9.9984, X + 40, Y + 20), third])


def test_polygons_given_twice():
    square, next_one = box(X, Y, X + 10, Y + 10), box(X + 10, Y, X + 20, Y + 10)
    for times in (2, 3):
        agree([square] * times)
        agree([square] * times + [next_one] * times)
    agree([square, box(X + 2, Y + 2, X + 3, Y + 3)])
