"""Overlaps and uncovered places by remaining boundaries, against the plain way: all couples, holes of the union."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from farmland_redline.processing.analysis.geometry import boundaries as outlines_module
from farmland_redline.processing.analysis.geometry import coverage as coverage_module
from farmland_redline.processing.analysis.geometry.boundaries import Outline, times_covered
from farmland_redline.processing.analysis.geometry.coverage import find_faults, is_wider
from farmland_redline.processing.analysis.progress import Cancelled

from .mosaics import ORIGIN, mosaic, moved

COLUMNS, ROWS = 7, 6
TOLERANCE = 0.001
X, Y = ORIGIN


def box(west, south, east, north):
    return shapely.box(X + west, Y + south, X + east, Y + north)


def outline_of(polygons, chunks=1, order=None):
    polygons = np.asarray(polygons, dtype=object)
    polygons = polygons if order is None else polygons[order]
    outline = Outline()
    for part in np.array_split(polygons, chunks):
        outline.add(part)
    return outline


def faults_of(polygons, chunks=1, order=None, **options):
    return find_faults(outline_of(polygons, chunks, order), TOLERANCE, **options)


def thick(region):
    """A region without what is thinner than the tolerance."""
    return region.buffer(-TOLERANCE / 2, join_style="mitre").buffer(TOLERANCE / 2, join_style="mitre")


def plain_overlaps(polygons):
    shared = [shapely.intersection(a, b) for a, b in itertools.combinations(polygons, 2) if a.intersects(b)]
    return thick(shapely.union_all(shared)) if shared else shapely.Polygon()


def plain_gaps(polygons):
    """Holes of the union, hairlines closed."""
    closed = shapely.union_all([p.buffer(1e-4, join_style="mitre") for p in polygons])
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(closed) for ring in part.interiors]
    return thick((shapely.union_all(holes) - closed).buffer(1e-4, join_style="mitre"))


def alike(found, expected, rim=3e-4):
    """Two regions that differ by no more than the grid along their boundaries."""
    found = shapely.union_all(found)
    return shapely.area(found ^ expected) <= rim * (found.length + expected.length) + 1e-6


def inserted(polygon, number):
    """The polygon with one more vertex in the middle of an edge, on the survey's grid: its neighbour lacks it."""
    points = shapely.get_coordinates(polygon)
    number %= len(points) - 1
    middle = np.round((points[number] + points[number + 1]) / 2, 4)
    return shapely.Polygon(np.insert(points, number + 1, middle, axis=0))


@st.composite
def worked_on(draw, widths):
    """A mosaic to which things were done: strips added or taken, cells taken, doubled, split or given more vertices."""
    cells = list(mosaic(COLUMNS, ROWS, draw(st.integers(0, 4))))
    for _ in range(draw(st.integers(0, 5))):
        what = draw(st.sampled_from(["over", "under", "without", "twice", "split", "vertex"]))
        i = draw(st.integers(0, len(cells) - 1))
        width = draw(st.sampled_from(widths))
        if what == "over":
            side = draw(st.sampled_from([1, -1, COLUMNS, -COLUMNS]))
            j = (i + side) % len(cells)
            strip = cells[j] & cells[i].buffer(width, join_style="mitre")
            grown = cells[i] | strip
            cells[i] = grown if grown.geom_type == "Polygon" else cells[i]
        elif what == "under":
            smaller = cells[i].buffer(-width, join_style="mitre")
            cells[i] = smaller if smaller.geom_type == "Polygon" and not smaller.is_empty else cells[i]
        elif what == "without":
            del cells[i]
        elif what == "twice":
            cells.append(cells[i])
        elif what == "vertex":
            cells[i] = inserted(cells[i], draw(st.integers(0, 100)))
        else:
            west, south, east, north = cells[i].bounds
            middle = round((west + east) / 2, 4)
            half = shapely.box(west - 1, south - 1, middle, north + 1)
            cells += [p for p in shapely.get_parts(cells[i] - half) if p.area > 0]
            cells[i] = cells[i] & half
    return [p for c in cells for p in shapely.get_parts(c) if p.geom_type == "Polygon" and p.is_valid]


@settings(max_examples=80, deadline=None)
@given(worked_on([0.01, 0.05, 0.5, 8.0]), st.integers(1, 6), st.randoms(use_true_random=False))
def test_as_the_plain_way(polygons, chunks, random):
    order = np.array(random.sample(range(len(polygons)), len(polygons)))
    found = faults_of(polygons, chunks, order)
    assert alike(found.overlaps, plain_overlaps(polygons))
    assert alike(found.uncovered, plain_gaps(polygons))
    assert not len(found.outside)


@settings(max_examples=40, deadline=None)
@given(worked_on([0.05, 8.0]), st.integers(20, 200))
def test_tiles_change_nothing(polygons, size):
    whole = faults_of(polygons)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coverage_module, "_TILE", size)
        patch.setattr(outlines_module, "_LINE", 5)
        patch.setattr(outlines_module, "_WAITING", 50)
        tiled = faults_of(polygons, 7)
    assert len(tiled.uncovered) == len(whole.uncovered)
    assert alike(tiled.uncovered, shapely.union_all(whole.uncovered))
    assert alike(tiled.overlaps, shapely.union_all(whole.overlaps))


@settings(max_examples=40, deadline=None)
@given(worked_on([0.01, 8.0]))
def test_places_are_counted(polygons):
    rng = np.random.default_rng(1)
    points = shapely.points(ORIGIN + rng.uniform(-30, 450, (60, 2)))
    distance = [min(p.distance(shapely.boundary(g)) for g in polygons) for p in points]
    points = points[np.array(distance) > TOLERANCE]
    covered = [sum(g.contains(p) for g in polygons) for p in points]
    assert times_covered(points, outline_of(polygons).lines()).tolist() == covered


def test_a_mosaic_in_order():
    cells = mosaic(COLUMNS, ROWS, 1)
    found = faults_of(cells, 3)
    assert not len(found.overlaps) and not len(found.uncovered)
    # What remains is the outer boundary.
    outer = shapely.union_all(outline_of(cells).lines())
    assert outer.length == pytest.approx(shapely.union_all(cells).length)


@pytest.mark.parametrize("width", [0.002, 0.01, 0.05, 3.0])
def test_small_faults_are_found(width):
    cells = mosaic(COLUMNS, ROWS, 2)
    over, under = cells.copy(), cells.copy()
    over[9] = over[9] | (cells[10] & cells[9].buffer(width, join_style="mitre"))
    under[24] = cells[24].buffer(-width, join_style="mitre")
    found = faults_of(over)
    assert len(found.overlaps) == 1 and not len(found.uncovered)
    assert alike(found.overlaps, over[9] & cells[10], rim=1e-4)
    found = faults_of(under)
    assert len(found.uncovered) == 1 and not len(found.overlaps)
    assert alike(found.uncovered, cells[24] - under[24], rim=1e-4)


def test_vertices_that_a_neighbour_lacks_are_no_gaps():
    cells = mosaic(COLUMNS, ROWS, 3)
    more = np.array([inserted(inserted(c, 3 * i), 7 * i + 5) for i, c in enumerate(cells)], object)
    assert not shapely.equals(more, cells).all()
    found = faults_of(more)
    assert not len(found.overlaps) and not len(found.uncovered)


@pytest.mark.parametrize("noise", [1e-9, 4e-5, 3e-4])
def test_noise_below_the_tolerance_is_none(noise):
    """Every polygon shaken for itself, so that hardly any segment is shared; real faults are still found."""
    cells = mosaic(COLUMNS, ROWS, 4)
    cells[16] = cells[16].buffer(-0.05, join_style="mitre")
    cells[30] = cells[30] | (cells[31] & cells[30].buffer(0.02, join_style="mitre"))
    rng = np.random.default_rng(0)

    def shake(polygon):
        points = shapely.get_coordinates(polygon) + rng.uniform(-noise, noise, (len(polygon.exterior.coords), 2)) / 2
        points[-1] = points[0]
        return shapely.Polygon(points)

    found = faults_of([shake(c) for c in cells])
    over = found.overlaps[is_wider(found.overlaps, TOLERANCE)]
    assert len(found.uncovered) == 1 and len(over) == 1
    assert alike(found.uncovered, plain_gaps(cells), rim=2e-3) and alike(over, plain_overlaps(cells), rim=2e-3)


def test_a_hole_that_another_parcel_fills():
    ring = box(0, 0, 100, 100) - box(40, 40, 60, 60)
    assert len(faults_of([ring]).uncovered) == 1
    found = faults_of([ring, box(40, 40, 60, 60)])
    assert not len(found.uncovered) and not len(found.overlaps)
    # Not quite: two parts leave a strip between them.
    found = faults_of([ring, box(40, 40, 50, 60), box(50.05, 40, 60, 60)])
    assert shapely.area(found.uncovered).tolist() == pytest.approx([1.0], abs=1e-3)


def test_the_same_parcels_twice():
    cells = mosaic(COLUMNS, ROWS, 1)
    found = faults_of(np.concatenate([cells, cells]), 2)
    assert alike(found.overlaps, shapely.union_all(cells)) and not len(found.uncovered)


def test_an_area_that_should_be_covered():
    """Along its boundary too; what lies outside of it is told apart, and its own hole is no gap."""
    area = box(0, 0, 300, 200) - box(100, 100, 120, 120)
    parcels = [box(0.05, 0, 150, 200) - box(100, 100, 120, 120), box(150, 0, 303, 200)]
    found = faults_of(parcels, expected=np.array([area]), allowed=np.array([area]))
    assert shapely.area(found.uncovered).tolist() == pytest.approx([10.0], abs=1e-3)
    assert shapely.area(found.outside).tolist() == pytest.approx([600.0], abs=1e-3)
    assert len(faults_of(parcels).uncovered) == 1  # without the area, the hole is one


def test_parts_with_corners_touching_and_islands():
    checkers = [box(x, y, x + 10, y + 10) for x in range(0, 60, 10) for y in range(0, 60, 10) if (x + y) % 20 == 0]
    found = faults_of([*checkers, box(500, 500, 510, 510)])
    assert not len(found.overlaps)
    # Squares between squares are enclosed, those at the rim are open.
    assert len(found.uncovered) == 8 and shapely.area(found.uncovered) == pytest.approx(100.0, abs=1e-2)


def test_multipolygons_holes_and_either_direction():
    first = shapely.MultiPolygon([box(0, 0, 10, 10), box(20, 0, 30, 10)])
    second = shapely.reverse(box(10, 0, 20, 10))
    assert not len(faults_of([first, second]).overlaps) and not len(faults_of([first, second]).uncovered)
    assert outline_of([first, second]).lines().size and faults_of([first, second, box(5, 5, 7, 7)]).overlaps.size == 1


def test_nothing():
    found = faults_of([None, shapely.Polygon()])
    assert not len(found.overlaps) and not len(found.uncovered) and not len(found.outside)


def test_far_away():
    """Marks repeat after 429 km: segments there are compared in full, or the far one is not lost."""
    far = moved(box(0, 0, 10, 10), 2**32 / 1e4, 0)
    found = faults_of([box(0, 0, 10, 10), far, far])
    assert alike(found.overlaps, far)


def test_it_can_be_stopped():
    class Stop:
        def check(self):
            raise Cancelled

        def set(self, fraction):
            raise Cancelled

    with pytest.raises(Cancelled):
        faults_of(mosaic(COLUMNS, ROWS, 1), progress=Stop())
