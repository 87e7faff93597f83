"""Cutting pairs of polygons when GEOS fails, or says nothing and is wrong."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from farmland_redline.processing.analysis.geometry.set_operations import overlay_operation, repair, split

TOLERANCE = 0.001  # metres
FAR = np.array([-1.3e8, 1.3e8])
SQUARE, HALF = shapely.box(0, 0, 100, 100), shapely.box(-10, -10, 50, 110)
OPERATIONS = {shapely.intersection: 5_000.0, shapely.difference: 5_000.0}


def column(*geometry: shapely.Geometry) -> np.ndarray:
    return np.array(geometry, dtype=object)


def failing(operation, fails):
    """An operation that GEOS fails on wherever `fails(a, b, options)` says so."""

    def run(a, b, **options):
        for first, second in zip(np.atleast_1d(a), np.atleast_1d(b)):
            if fails(first, second, options):
                raise shapely.errors.GEOSException("TopologyException: made to fail")
        return operation(a, b, **options)

    return run


class FirstTimes:
    """Fails the first `left` times, whatever comes."""

    def __init__(self, left: int):
        self.left = left

    def __call__(self, a, b, options):
        self.left -= 1
        return self.left >= 0


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("times", range(8))
def test_an_operation_that_fails_a_few_times(operation, times):
    result, failed = overlay_operation(failing(operation, FirstTimes(times)), column(SQUARE), column(HALF))
    assert not len(failed)
    assert result[0].area == pytest.approx(OPERATIONS[operation], abs=0.01)


def test_one_failure_spoils_no_other_pair():
    bad = shapely.box(20, 20, 30, 30)
    operation = failing(shapely.intersection, lambda a, b, options: b == bad)
    result, failed = overlay_operation(operation, column(SQUARE, SQUARE, SQUARE), column(HALF, bad, HALF))
    assert failed.tolist() == [1] and result[1] is None
    assert [r.area for r in result[[0, 2]]] == [5_000, 5_000]


@pytest.mark.parametrize("apart", [4e-6, 5e-5, 5e-4])
def test_edges_too_near_to_each_other_are_snapped(apart):
    """What works with neither repair nor grid, because the zone's edges run too near to the parcel's, works snapped."""
    zone = shapely.Polygon([(apart, apart), (100 - apart, 0), (100, 50), (100, 100 + apart), (-apart, 100)])

    def near(a, b, options):
        gap = np.linalg.norm(shapely.get_coordinates(b)[:, None] - shapely.get_coordinates(a), axis=2)
        return ((gap > 0) & (gap < 0.001)).any()

    inner, outer, failed = split(
        column(SQUARE), column(zone), TOLERANCE, failing(shapely.intersection, near), failing(shapely.difference, near)
    )
    assert not len(failed)
    assert inner[0].equals(SQUARE) and outer[0] is None


def test_a_result_that_does_not_add_up_is_made_again():
    """GEOS returns nothing where it should return half, unless it works on a grid."""

    def silent(a, b, **options):
        result = shapely.intersection(a, b, **options)
        return result if options else shapely.intersection(result, shapely.Polygon())

    away = shapely.box(200, 200, 300, 300)
    inner, outer, failed = split(column(SQUARE, SQUARE), column(HALF, away), TOLERANCE, inside=silent)
    assert not len(failed)
    assert inner[0].area == outer[0].area == 5_000
    assert inner[1] is None and outer[1].equals(SQUARE)


@pytest.mark.parametrize("which", ["inside", "outside"])
def test_what_no_means_can_cut_stays_whole(which):
    def always(a, b, options):
        return True

    operation = {"inside": shapely.intersection, "outside": shapely.difference}[which]
    inner, outer, failed = split(column(SQUARE), column(HALF), TOLERANCE, **{which: failing(operation, always)})
    assert failed.tolist() == [0]
    assert inner[0] is None and outer[0] is SQUARE


def test_memory_that_runs_out_is_no_fault_of_the_polygons():
    def starved(a, b):
        raise shapely.errors.GEOSException("std::bad_alloc")

    with pytest.raises(MemoryError):
        overlay_operation(starved, column(SQUARE), column(HALF))


def test_area_that_geos_loses_without_a_word():
    """Two polygons with hairs of 1e-8 m at coordinates of 1.3e8: GEOS 3.11 leaves out a triangle of 7 m² of 100."""
    parcel = shapely.MultiPolygon(
        [
            shapely.Polygon([(40.000000015, 20.000000015), (39.999999851, 19.99999997), (35.789473712, 19.999999985)]),
            shapely.Polygon([(50, 19.99999994), (39.999999747, 19.999999955), (39.999999851, 19.99999997)]),
            shapely.Polygon([(0, 10), (19.999999985, 20.000000045), (35.789473712, 19.999999985),
                             (30.000000075, 19.999999955), (39.999999747, 19.999999955)]),
        ]
    )  # fmt: skip
    zone = shapely.Polygon([(40, 30), (40.000000015, 29.999999911), (10.00000003, -0.000000089)])
    parcel, zone = (shapely.transform(shape, lambda c: c + FAR) for shape in (parcel, zone))
    assert parcel.is_valid and zone.is_valid
    inner, outer, failed = split(column(parcel), column(zone), TOLERANCE)
    assert not len(failed)
    assert inner[0] is None
    assert outer[0].area == pytest.approx(100, abs=0.01)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_polygons_that_are_not_valid_are_repaired_first(operation):
    """GEOS fails where a hole crosses the shell, where holes and parts overlap, and on a bow tie."""
    holes = [shapely.box(*limits).exterior for limits in ((50, 50, 150, 60), (20, 20, 70, 70), (40, 40, 90, 90))]
    broken = [
        shapely.Polygon(SQUARE.exterior, holes[:1]),
        shapely.Polygon(SQUARE.exterior, holes[1:]),
        shapely.MultiPolygon([SQUARE, shapely.box(30, 30, 150, 70)]),
        shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)]),
    ]
    for polygon in broken:
        with pytest.raises(shapely.errors.GEOSException):
            operation(polygon, HALF)
    result, failed = overlay_operation(operation, column(*broken), column(*[HALF] * 4))
    assert not len(failed)
    sound = shapely.make_valid(column(*broken))
    assert shapely.area(result) == pytest.approx(shapely.area(operation(sound, HALF)), abs=1e-6)


@pytest.mark.parametrize(
    "text",
    [
        "POLYGON Z ((0 0 1, 9 0 2, 9 9 3, 0 0 1))",
        "POLYGON M ((0 0 1, 9 0 2, 9 9 3, 0 0 1))",
        "POLYGON ZM ((0 0 1 1, 9 0 2 1, 9 9 3 1, 0 0 1 1))",
    ],
)
def test_heights_and_measures_are_left_out(text):
    (flat,), broken = repair(column(shapely.from_wkt(text)))
    assert shapely.get_coordinate_dimension(flat) == 2
    assert flat.equals(shapely.Polygon([(0, 0), (9, 0), (9, 9)])) and not len(broken)
