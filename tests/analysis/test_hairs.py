"""Holes, gaps and edges as thin as rounding: what GEOS alone gets wrong by whole faces, without a word."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from farmland_redline.processing.analysis.geometry.predicates import Insets
from farmland_redline.processing.analysis.geometry.set_operations import is_refuted, meets, split, strays
from farmland_redline.processing.analysis.overlay.assignment import ZoneIndex
from farmland_redline.processing.analysis.overlay.identity import identity_overlay
from farmland_redline.processing.analysis.overlay.tabulation import tabulate_shares
from farmland_redline.processing.analysis.quality.overlaps import overlap_problems

from .hairs import FIELD, PLACE, SQUARE, exact_shared_area, haired, quadrilateral

# GEOS leaves a floating-point flag behind on some results.
pytestmark = pytest.mark.filterwarnings("ignore:invalid value encountered")

TOLERANCE = 0.001  # metres
CLOSURE = 0.01  # m²


def column(*geometry: shapely.Geometry | None) -> np.ndarray:
    return np.array(geometry, dtype=object)


def shared(parcel: shapely.Geometry, zone: shapely.Geometry) -> tuple[float, float]:
    """The area of what a parcel has in a zone: by pieces, which are sound and make it up, and by shares."""
    zones = ZoneIndex.of(column(zone), np.zeros(1, bool))
    division = identity_overlay(column(parcel), [zones], TOLERANCE)
    assert not len(division.failed) and shapely.is_valid(division.geometry).all()
    area = shapely.area(division.geometry)
    assert area.sum() == pytest.approx(parcel.area, abs=CLOSURE)
    shares = tabulate_shares(column(parcel), zones, tolerance=TOLERANCE)
    assert not len(shares.failed)
    return area[division.label[:, 0] == 0].sum(), shares.share.sum() * parcel.area


@pytest.mark.parametrize(("parcel", "zone"), [(FIELD, SQUARE), (SQUARE, FIELD)], ids=["parcel", "zone"])
def test_a_hair_hole(parcel, zone):
    """The square lies wholly in the field: 19 m by 19 m."""
    assert shared(parcel, zone) == pytest.approx((361.0, 361.0), abs=1e-4)


@pytest.mark.parametrize(("parcel", "zone"), [(FIELD, SQUARE), (SQUARE, FIELD)], ids=["parcel", "zone"])
def test_a_hair_hole_among_zones_that_overlap(parcel, zone):
    """Zones over each other are cut one after the other: the first takes its part, the second what is left of it."""
    west, south, _, north = SQUARE.bounds
    zones = ZoneIndex.of(column(shapely.box(west - 1, south, west + 9.5, north), zone), np.ones(2, bool))
    division = identity_overlay(column(parcel), [zones], TOLERANCE)
    area = dict(zip(division.label[:, 0].tolist(), shapely.area(division.geometry)))
    first = 19 * (9.5 if parcel is SQUARE else 10.5)
    assert area.pop(0) == pytest.approx(first, abs=1e-4) and area.pop(1) == pytest.approx(19 * 9.5, abs=1e-4)
    assert sum(area.values()) == pytest.approx(parcel.area - first - 19 * 9.5, abs=1e-4)


def test_an_overlap_of_zones_with_a_hair_hole_is_listed():
    found = overlap_problems("zones_overlap", "pbf", column(FIELD, SQUARE), column("a", "b"), np.array([[0, 1]]))
    assert found["values"].tolist() == [{"other": "b", "area_m2": 361.0}]


def test_what_cannot_be_measured_is_refuted(monkeypatch):
    """Where the grid fails, too, a doubtful cut is none, and the piece is listed."""

    def fail(*_arguments, **_options):
        raise shapely.errors.GEOSException("TopologyException: made up")

    monkeypatch.setattr(shapely, "intersection", fail)
    assert is_refuted(
        column(FIELD, FIELD), column(SQUARE, SQUARE), column(SQUARE, SQUARE), np.array([True, False])
    ).tolist() == [
        True,
        False,
    ]


def test_both_sides_of_a_cut_are_doubted():
    zone, neighbour = shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)
    assert strays(column(zone, zone, zone), column(zone, neighbour, None), Insets(TOLERANCE)).tolist() == [
        False,
        True,
        False,
    ]
    assert meets(column(zone, zone, zone), column(neighbour, zone, None), Insets(TOLERANCE)).tolist() == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("wrong", ["nothing", "everything"])
def test_a_wrong_cut_that_adds_up_is_made_again(wrong):
    """GEOS gives nothing, or everything, to the zone, and the rest to the other side, unless it works on a grid."""
    nothing, everything = (lambda a, b: shapely.intersection(a, shapely.Polygon())), (lambda a, b: a)
    one, other = (nothing, everything) if wrong == "nothing" else (everything, nothing)

    def unless_on_a_grid(made, operation):
        return lambda a, b, **options: operation(a, b, **options) if options else made(a, b)

    inner, outer, failed = split(
        column(shapely.box(0, 0, 10, 10)),
        column(shapely.box(4, -1, 20, 11)),
        Insets(TOLERANCE),
        unless_on_a_grid(one, shapely.intersection),
        unless_on_a_grid(other, shapely.difference),
    )
    assert not len(failed) and (inner[0].area, outer[0].area) == pytest.approx((60.0, 40.0), abs=1e-6)


@st.composite
def crossings(draw):
    """A field with hairs, and a convex shape upon one of them, or along an edge."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    field = haired(random, draw(st.integers(0, 3)), draw(st.integers(0, 2)))
    ring = np.array((list(field.interiors) or [field.exterior])[0].coords)
    along = draw(st.sampled_from([None, None, ring[[0, 2]], np.array(field.exterior.coords)[-3:-1]]))
    convex = quadrilateral(random, ring.mean(axis=0), along)
    assume(field.is_valid and convex.is_valid)
    return field, convex


@settings(max_examples=150, deadline=None)
@example((FIELD, SQUARE))
@given(crossings())
def test_hairs_change_no_area(crossing):
    """Against exact arithmetic; a boundary may stand off by the tolerance."""
    field, convex = crossing
    want = exact_shared_area(field, convex)
    slack = CLOSURE + TOLERANCE * convex.length
    assert shared(field, convex) == pytest.approx((want, want), abs=slack)
    assert shared(convex, field) == pytest.approx((want, want), abs=slack)


# A county's zone has thousands of vertices. It is first reduced to the part near a parcel, by a box whose sides may
# cross hair holes.


def wide_zone(holes: list[np.ndarray]) -> tuple[shapely.Polygon, shapely.Polygon]:
    """A zone of 1 km² around the field with these holes and 800 vertices, and the same with four corners alone."""
    plain = shapely.box(*(PLACE - 450), *(PLACE + 550))
    return tuple(shapely.Polygon(shell.exterior, holes) for shell in (shapely.segmentize(plain, 5.0), plain))


CROSSED = np.array([(594.36070119, 451.414405058), (594.2601855, 451.995738632), (594.190323904, 452.3997839615)])


def wide_crossing(seed: int, holes: int) -> tuple[shapely.Polygon, shapely.Polygon, shapely.Polygon] | None:
    """A wide zone with so many hair holes, and a convex shape around one of them."""
    random = np.random.default_rng(seed)
    rings = [np.array(ring.coords) for ring in haired(random, holes, 0).interiors]
    if not rings:
        return None
    convex = quadrilateral(random, rings[random.integers(len(rings))].mean(axis=0))
    zone, plain = wide_zone(rings)
    return (zone, plain, convex) if zone.is_valid else None


def clipping_fails() -> tuple[shapely.Polygon, shapely.Polygon, shapely.Polygon]:
    """A hole on which GEOS 3.11 fails when it clips the zone to the surroundings of a parcel of 40 m by 40 m."""
    corner = np.array([39_530_200.0, 3_400_200.0])
    shell = shapely.box(*corner, *(corner + 1000))
    zone, plain = (shapely.Polygon(one.exterior, [CROSSED + corner]) for one in (shapely.segmentize(shell, 5.0), shell))
    low = np.array([39_530_785.82645337, 3_400_604.5323947016])
    return zone, plain, shapely.box(*low, *(low + 40.0))


@settings(max_examples=60, deadline=None)
@example(clipping_fails())
@example(wide_crossing(1162, 3))  # GEOS 3.11 clips this one to nothing, without a word
@given(st.builds(wide_crossing, st.integers(0, 2**32 - 1), st.integers(1, 40)))
def test_hairs_change_no_area_of_a_zone_of_many_vertices(crossing):
    assume(crossing is not None)
    zone, plain, convex = crossing
    want = exact_shared_area(plain, convex)
    assert shared(convex, zone) == pytest.approx((want, want), abs=CLOSURE + TOLERANCE * convex.length)


def test_the_exact_area():
    """Half of a square of 16 m², less half of its hole of 1 m²."""
    holed = shapely.Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])
    triangle = shapely.Polygon([(0, 0), (4, 0), (4, 4)])
    assert exact_shared_area(holed, triangle) == 7.5
    assert exact_shared_area(triangle, shapely.box(5, 5, 6, 6)) == 0
