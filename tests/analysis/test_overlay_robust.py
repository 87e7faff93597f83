"""The overlay on what breaks overlay libraries: nothing stops it, nothing is lost, nothing is taken twice.

Each case is cut at three places: at the origin, at a zone-numbered easting of 39.5 million, and near the largest
coordinates that count as a place on Earth. The expected areas come from operations on a grid of 0.01 mm, which GEOS
rounds to before it cuts, and so never from the operations that the overlay uses first.
"""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from farmland_redline.processing.analysis.geometry.set_operations import polygonal, repair
from farmland_redline.processing.analysis.overlay import identity as overlay_module
from farmland_redline.processing.analysis.overlay.assignment import ZoneIndex
from farmland_redline.processing.analysis.overlay.identity import IdentityResult, identity_overlay

from .mosaics import mosaic, moved, union

# GEOS leaves a floating-point flag behind on some results.
pytestmark = pytest.mark.filterwarnings("ignore:invalid value encountered")

TOLERANCE = 0.001  # metres
CLOSURE = 0.01  # m², to which areas are recorded
GRID = 1e-5  # metres
PLACES = {"origin": (0.0, 0.0), "zone 39": (39_512_000.0, 3_245_000.0), "far": (-1.3e8, 1.3e8)}

Polygons = list[shapely.Geometry]


def poly(*points: tuple[float, float], holes: tuple = ()) -> shapely.Polygon:
    return shapely.Polygon(points, holes)


def oracle(operation, a: shapely.Geometry, b: shapely.Geometry) -> shapely.Geometry:
    """An operation on the grid; its areal part."""
    made = polygonal(np.array([operation(a, b, grid_size=GRID)], object))[0]
    return shapely.Polygon() if made is None else made


def overlapping(zones: np.ndarray) -> np.ndarray:
    """Which zones overlap another one by more than the tolerance."""
    result = np.zeros(len(zones), bool)
    first, second = shapely.STRtree(zones).query(zones)
    for a, b in zip(first, second):
        if a != b and not oracle(shapely.intersection, zones[a], zones[b]).buffer(-TOLERANCE / 2).is_empty:
            result[a] = True
    return result


def ready(geometry: object) -> np.ndarray:
    """Polygons as the overlay gets them: repaired, and none missing."""
    mended, _ = repair(np.asarray(geometry, dtype=object))
    return mended[~shapely.is_missing(mended)]


def check(parcels: np.ndarray, layers: list[ZoneIndex], division: IdentityResult) -> None:
    """Whatever the input: pieces are valid, make up their parcels, and lie in the zones that they name."""
    assert not len(division.failed)
    assert shapely.is_valid(division.geometry).all() and not shapely.is_empty(division.geometry).any()
    assert set(shapely.get_type_id(division.geometry)) <= {3, 6}
    area = shapely.area(division.geometry)
    assert np.abs(np.bincount(division.parcel, area, len(parcels)) - shapely.area(parcels)).max() < CLOSURE
    rows = np.column_stack((division.parcel, division.label))
    assert len(np.unique(rows, axis=0)) == len(rows)
    for number, parcel in enumerate(parcels):
        mine = division.parcel == number
        if mine.sum() > 1:
            whole = shapely.union_all(division.geometry[mine], grid_size=1e-6)
            assert shapely.symmetric_difference(whole, parcel, grid_size=1e-6).area < CLOSURE
        for position, layer in enumerate(layers):
            free = parcel
            for zone, shape in enumerate(layer.shapes.decode()):
                want = oracle(shapely.intersection, free, shape)
                got = area[mine & (division.label[:, position] == zone)].sum()
                # An area may lie on the wrong side by the tolerance times the boundary's length; the grid moves it too.
                slack = (TOLERANCE + GRID) * (parcel.length + want.length) + CLOSURE
                assert got == pytest.approx(want.area, abs=slack), (number, position, zone)
                free = oracle(shapely.difference, free, shape)


def spoke(angle: float, width: float) -> shapely.Polygon:
    """A needle 200 m long from the middle of a parcel of 100 m."""
    x, y = np.cos(angle), np.sin(angle)
    return poly((50, 50), (50 + 200 * x, 50 + 200 * y), (50 + 200 * x - width * y, 50 + 200 * y + width * x))


SQUARE = shapely.box(0, 0, 100, 100)
NEIGHBOURS = [SQUARE, shapely.box(100, 0, 200, 100), shapely.box(0, 100, 200, 200)]
STAIRS = poly(*[(x + d, x) for x in range(0, 100, 5) for d in (0, 5)], (100, 100), (0, 100))
WAVY = poly(*[(i, 50 + 20 * np.sin(i / 7)) for i in range(101)], (100, 120), (0, 120))
CIRCLE = shapely.Point(50, 50).buffer(40, quad_segs=200)


def near(shape: shapely.Geometry, distance: float) -> Polygons:
    """A shape moved, grown and turned by a distance: edges that nearly coincide."""
    turned = shapely.affinity.rotate(shape, distance / 100, origin=(50, 50), use_radians=True)
    return [moved(shape, distance, -distance), shape.buffer(distance, join_style="mitre"), turned]


CASES: dict[str, tuple[Polygons, Polygons]] = {
    "spike out of the zone": (
        NEIGHBOURS,
        [poly((-5, -5), (5, -5), (5, 50), (400, 50), (5, 50), (5, 90), (-5, 90)), shapely.box(60, 20, 150, 150)],
    ),
    "spike into the zone": (
        NEIGHBOURS,
        [poly((-5, -5), (150, -5), (150, 50), (3, 50 + 1e-6), (150, 50 + 2e-6), (150, 90), (-5, 90))],
    ),
    "spike along a parcel's edge": ([SQUARE], [poly((0, 0), (50, 0), (100, 1e-7), (50, 1e-9), (50, 50), (0, 50))]),
    "needles from one point": ([SQUARE], [spoke(a, 1e-3 * (1 + a)) for a in np.arange(0, 6.2, 0.37)]),
    "self-touching rings": (
        [poly((0, 0), (50, 50), (100, 0), (100, 100), (50, 50), (0, 100)), SQUARE],
        [poly((10, 0), (50, 50), (90, 0), (90, 50), (10, 50)), poly((0, 20), (100, 20), (50, 50), (100, 80), (0, 80))],
    ),
    "bow ties": (
        [poly((0, 0), (100, 100), (100, 0), (0, 100)), SQUARE],
        [poly((-10, -10), (60, 60), (60, -10), (-10, 60)), poly((0, 100), (100, 0), (0, 0), (100, 100))],
    ),
    "figure of many loops": (
        NEIGHBOURS,
        [poly(*[(100 + 90 * np.sin(3 * t), 100 + 90 * np.sin(4 * t + 0.3)) for t in np.arange(0, 6.29, 0.05)])],
    ),
    "tiny triangles": (
        [SQUARE, poly((10, 10), (10.0001, 10), (10, 10.0001)), poly((5, 5), (5.02, 5), (5, 5.02))],
        [poly((x, x), (x + s, x), (x, x + s)) for x, s in zip(range(5, 95, 10), 10.0 ** -np.arange(9))],
    ),
    "slivers": (
        [SQUARE, *(shapely.box(100 + w, 0, 100 + 2 * w, 100) for w in (1e-6, 1e-4, 9e-4, 1.1e-3, 2.1e-3, 0.5))],
        [shapely.box(-1, 20, 200, 20 + w) for w in (1e-7, 1e-4, 9e-4, 1.1e-3, 2.1e-3, 0.01)],
    ),
    "gaps between zones": (
        NEIGHBOURS,
        [
            *(shapely.box(20 * i + gap, 0, 20 * i + 20, 150) for i, gap in enumerate((1e-9, 1e-8, 1e-6, 1e-4, 0.01))),
            shapely.box(100 + 1e-9, 0, 300, 150),
        ],
    ),
    "overlaps of a hair": (
        NEIGHBOURS,
        [shapely.box(20 * i - over, 0, 20 * i + 20, 150) for i, over in enumerate((1e-9, 1e-6, 1e-4, 5e-4, 9e-4))],
    ),
    "doubled vertices": (
        [poly((0, 0), (0, 0), (100, 0), (100, 0), (100, 100), (0, 100), (0, 100), (0, 0), (0, 0))],
        [poly(*[p for p in shapely.get_coordinates(WAVY)[:-1] for _ in range(3)])],
    ),
    "edges almost of no length": (
        [poly((0, 0), (1e-9, 0), (100, 0), (100, 1e-8), (100, 100), (100 - 1e-9, 100), (0, 100))],
        [poly(*[(x + d, y) for x, y in shapely.get_coordinates(STAIRS)[:-1] for d in (0, 1e-9)])],
    ),
    "vertices on a line": (
        [poly(*[(x, 0) for x in np.linspace(0, 100, 1001)], (100, 100), (0, 100))],
        [poly(*[(x, 1e-9 * (i % 2)) for i, x in enumerate(np.linspace(0, 100, 777))], (100, -50), (0, -50))],
    ),
    "holes that touch shells": (
        [poly((0, 0), (100, 0), (100, 100), (0, 100), holes=[[(100, 50), (60, 60), (60, 40)]])],
        [
            poly(
                (0, 0), (80, 0), (80, 80), (0, 80),
                holes=[[(0, 40), (40, 0), (40, 40)], [(40, 40), (60, 40), (60, 60)]],
            )
        ],
    ),
    "holes that are parcels": (
        NEIGHBOURS,
        [poly((-50, -50), (300, -50), (300, 300), (-50, 300), holes=[SQUARE.exterior, NEIGHBOURS[2].exterior])],
    ),
    "holes along an edge": (
        NEIGHBOURS,
        [poly((-50, -50), (300, -50), (300, 300), (-50, 300), holes=[[(100, 0), (100, 100), (100 - 1e-6, 50)]])],
    ),
    "parts in each other's holes": (
        NEIGHBOURS,
        [
            shapely.MultiPolygon(
                [shapely.box(50 + r, 50 + r, 150 - r, 150 - r) - shapely.box(52 + r, 52 + r, 148 - r, 148 - r)
                 for r in range(0, 44, 4)]
            )
        ],
    ),
    "parts on each other": (NEIGHBOURS, [shapely.MultiPolygon([shapely.box(i, i, i + 90, i + 90) for i in range(9)])]),
    "comb against comb": (
        [poly((0, 0), *[(i / 2, 99 if i % 2 else 1) for i in range(200)], (100, 0))],
        [poly((0, 100), *[(i / 2 + 0.2, 2 if i % 2 else 98) for i in range(200)], (100, 100))],
    ),
    "stacked three times": (
        NEIGHBOURS,
        [moved(z, *d) for d in ((0, 0), (0.03, -0.02), (-0.05, 0.01)) for z in (CIRCLE, STAIRS, WAVY, NEIGHBOURS[0])],
    ),
    "all zones alike": ([SQUARE, CIRCLE], [WAVY, WAVY, WAVY]),
    **{
        f"edges {distance} m apart": (
            [SQUARE, STAIRS, WAVY],
            [*near(SQUARE, distance), *near(STAIRS, distance), *near(WAVY, distance)],
        )
        for distance in (1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 5e-4, 1e-3, 2e-3)
    },
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("case", CASES)
def test_known_failures(case, place):
    """Once as the zones overlap, and once as if each overlapped another, which takes the other way through."""
    parcels, zones = (ready([moved(shape, *PLACES[place]) for shape in shapes]) for shapes in CASES[case])
    for contested in (overlapping(zones), np.ones(len(zones), bool)):
        layers = [ZoneIndex.of(zones, contested)]
        check(parcels, layers, identity_overlay(parcels, layers, TOLERANCE))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("case", CASES)
def test_known_failures_upon_each_other(case, place):
    """A second layer cuts what the first one left, along edges that the first one made."""
    parcels, zones = (ready([moved(shape, *PLACES[place]) for shape in shapes]) for shapes in CASES[case])
    layers = [ZoneIndex.of(zones, overlapping(zones)), ZoneIndex.of(zones[::-1], overlapping(zones[::-1]))]
    check(parcels, layers, identity_overlay(parcels, layers, TOLERANCE))


def test_a_zone_of_thousands_of_parts():
    """Islands of a tenth of the area each, many to a parcel, some holed, as one zone."""
    cells = mosaic(10, 10, 5)
    west, south, east, north = shapely.total_bounds(cells)
    x, y = np.meshgrid(np.arange(west, east, 12.0), np.arange(south, north, 12.0))
    islands = shapely.box(x, y, x + 5, y + 5).ravel()
    islands[::7] = shapely.difference(islands[::7], shapely.box(x + 1, y + 1, x + 3, y + 2).ravel()[::7])
    zone = shapely.multipolygons(islands)
    assert len(zone.geoms) > 2500
    layers = [ZoneIndex.of(np.array([zone], object), np.zeros(1, bool))]
    division = identity_overlay(cells, layers, TOLERANCE)
    check(cells, layers, division)
    inside = division.label[:, 0] == 0
    assert shapely.area(division.geometry[inside]).sum() == pytest.approx(
        shapely.area(shapely.intersection(cells, zone)).sum(), abs=CLOSURE
    )


@pytest.mark.parametrize("turn", [0, 1, 5, 11])
@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("survey", [False, True])
def test_zones_that_are_parcels_drawn_otherwise(turn, reverse, survey):
    """From another vertex, the other way round: the same places, so that no parcel is cut."""
    cells = mosaic(5, 5, 2)

    def redrawn(cell):
        ring = list(cell.exterior.coords)[:-1]
        ring = ring[turn:] + ring[:turn]
        return shapely.Polygon(ring[::-1] if reverse else ring)

    zones = np.array([redrawn(cell) for cell in cells], object)
    division = identity_overlay(cells, [ZoneIndex.of(zones, np.zeros(len(zones), bool), survey)], TOLERANCE)
    assert division.parcel.tolist() == division.label[:, 0].tolist() == list(range(25))
    assert (shapely.to_wkb(division.geometry) == shapely.to_wkb(cells)).all()


# Any shape: points of a coarse grid, so that edges coincide, cross in vertices and fold back, moved by next to nothing.


@st.composite
def tangles(draw, most: int):
    """Polygons of 3 to 8 points of a grid, some of them moved by one small distance; repaired."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    noise = draw(st.sampled_from([0.0, 1e-9, 1e-7, 1e-5, 4e-4, 2e-3]))
    place = np.array(draw(st.sampled_from(list(PLACES.values()))))
    some = draw(st.sampled_from([0.3, 1.0]))

    def tangle():
        points = random.integers(0, 6, (random.integers(3, 9), 2)) * 10.0
        return points + random.uniform(-noise, noise, points.shape) * (random.random((len(points), 1)) < some)

    def shapes(count):
        return ready([shapely.Polygon(tangle() + place) for _ in range(count)])

    parcels = shapes(draw(st.integers(1, 5)))
    layers = [shapes(draw(st.integers(1, most))) for _ in range(draw(st.integers(1, 3)))]
    return parcels, [ZoneIndex.of(zones, overlapping(zones)) for zones in layers]


@settings(max_examples=80, deadline=None)
@given(tangles(4))
def test_tangles_close(tangle):
    """Nothing raises, nothing is lost, nothing is covered twice."""
    parcels, layers = tangle
    division = identity_overlay(parcels, layers, TOLERANCE)
    assert shapely.is_valid(division.geometry).all()
    area = np.bincount(division.parcel, shapely.area(division.geometry), len(parcels))
    assert np.abs(area - shapely.area(parcels)).max(initial=0) < CLOSURE
    for number, parcel in enumerate(parcels):
        whole = shapely.union_all(division.geometry[division.parcel == number], grid_size=1e-6)
        assert shapely.symmetric_difference(whole, parcel, grid_size=1e-6).area < CLOSURE


def same(one: IdentityResult, other: IdentityResult, parcels: np.ndarray) -> None:
    """The very same pieces; those of `other` belong to `parcels` of the whole, in ascending order."""
    chosen = np.isin(one.parcel, parcels)
    assert parcels[other.parcel].tolist() == one.parcel[chosen].tolist()
    assert other.label.tolist() == one.label[chosen].tolist()
    assert shapely.to_wkb(other.geometry).tolist() == shapely.to_wkb(one.geometry[chosen]).tolist()


@settings(max_examples=30, deadline=None)
@given(tangles(4), st.data())
def test_chunks_do_not_matter(tangle, data):
    """Parcels divided in any groups give the very same pieces as all at once."""
    parcels, layers = tangle
    group = np.array(data.draw(st.lists(st.integers(0, 2), min_size=len(parcels), max_size=len(parcels))), int)
    whole = identity_overlay(parcels, layers, TOLERANCE)
    for number in np.unique(group):
        chunk = np.flatnonzero(group == number)
        same(whole, identity_overlay(parcels[chunk], layers, TOLERANCE), chunk)


@pytest.mark.parametrize("size", [1, 7, 40])
def test_chunks_of_a_mosaic_do_not_matter(size):
    cells = mosaic(10, 8, 6)
    layers = []
    for shift in ((7.7, -3.1), (1e-4, 2e-4)):
        zones = np.array([moved(union(cells, slice(i, i + 9)), *shift) for i in range(0, 72, 8)], object)
        layers.append(ZoneIndex.of(zones, overlapping(zones)))
    whole = identity_overlay(cells, layers, TOLERANCE)
    for start in range(0, len(cells), size):
        chunk = np.arange(start, min(start + size, len(cells)))
        same(whole, identity_overlay(cells[chunk], layers, TOLERANCE), chunk)


@settings(max_examples=20, deadline=None)
@given(tangles(4), st.integers(1, 4))
def test_threads_do_not_matter(tangle, size):
    parcels, layers = tangle
    whole = identity_overlay(parcels, layers, TOLERANCE)
    before = overlay_module._CHUNK
    overlay_module._CHUNK = size
    try:
        for threads in (1, 3):
            same(whole, identity_overlay(parcels, layers, TOLERANCE, threads), np.arange(len(parcels)))
    finally:
        overlay_module._CHUNK = before


@settings(max_examples=20, deadline=None)
@given(tangles(4), st.randoms())
def test_the_order_of_parcels_does_not_matter(tangle, random):
    parcels, layers = tangle
    order = list(range(len(parcels)))
    random.shuffle(order)
    whole, again = (identity_overlay(p, layers, TOLERANCE) for p in (parcels, parcels[order]))
    position = np.argsort(order)
    for number in range(len(parcels)):
        mine, theirs = whole.parcel == number, again.parcel == position[number]
        assert whole.label[mine].tolist() == again.label[theirs].tolist()
        assert shapely.to_wkb(whole.geometry[mine]).tolist() == shapely.to_wkb(again.geometry[theirs]).tolist()
