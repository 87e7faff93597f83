"""Cutting pairs of polygons when GEOS fails, or says nothing and is wrong."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from farmland_redline.processing.analysis.area.ellipsoidal import GaussKruger
from farmland_redline.processing.analysis.geometry.predicates import Insets, find_pairs, inset
from farmland_redline.processing.analysis.geometry.set_operations import overlay_operation, repair, split
from farmland_redline.processing.analysis.overlay.roles import Role
from farmland_redline.processing.analysis.overlay.zones import prepare_zones

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
        column(SQUARE),
        column(zone),
        Insets(TOLERANCE),
        failing(shapely.intersection, near),
        failing(shapely.difference, near),
    )
    assert not len(failed)
    assert inner[0].equals(SQUARE) and outer[0] is None


def test_a_result_that_does_not_add_up_is_made_again():
    """GEOS returns nothing where it should return half, unless it works on a grid."""

    def silent(a, b, **options):
        result = shapely.intersection(a, b, **options)
        return result if options else shapely.intersection(result, shapely.Polygon())

    away = shapely.box(200, 200, 300, 300)
    inner, outer, failed = split(column(SQUARE, SQUARE), column(HALF, away), Insets(TOLERANCE), inside=silent)
    assert not len(failed)
    assert inner[0].area == outer[0].area == 5_000
    assert inner[1] is None and outer[1].equals(SQUARE)


@pytest.mark.parametrize("which", ["inside", "outside"])
def test_what_no_means_can_cut_stays_whole(which):
    def always(a, b, options):
        return True

    operation = {"inside": shapely.intersection, "outside": shapely.difference}[which]
    inner, outer, failed = split(column(SQUARE), column(HALF), Insets(TOLERANCE), **{which: failing(operation, always)})
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
    inner, outer, failed = split(column(parcel), column(zone), Insets(TOLERANCE))
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


HOLLOW = [
    "MULTIPOLYGON (((0 0, 6 0, 6 6, 0 6, 0 0)), EMPTY)",
    "MULTIPOLYGON (EMPTY, ((0 0, 6 0, 6 6, 0 6, 0 0)), EMPTY)",
    "MULTIPOLYGON Z (((0 0 1, 6 0 1, 6 6 1, 0 6 1, 0 0 1)), EMPTY)",
    "POLYGON ((0 0, 6 0, 6 6, 0 6, 0 0), EMPTY)",
    "POLYGON ((0 0, 7 0, 7 6, 0 6, 0 0), EMPTY, (1 1, 1 3, 4 3, 4 1, 1 1))",
    "GEOMETRYCOLLECTION (POLYGON EMPTY, POINT (0 0), POLYGON ((0 0, 6 0, 6 6, 0 6, 0 0)))",
    "MULTIPOLYGON (EMPTY, ((0 0, 12 6, 12 0, 0 6, 0 0)))",  # and a bow-tie
]


def test_empty_parts_and_holes_are_left_out():
    """Each is 36 m², and an operation that walks along its rings finds no empty one."""
    nothing = ("MULTIPOLYGON (EMPTY, EMPTY)", "GEOMETRYCOLLECTION (POLYGON EMPTY, POINT (0 0))")
    given = shapely.from_wkt([*HOLLOW, *nothing, "POLYGON ((0 0, 1 0, 1 1, 0 0))"])
    sound, broken = repair(np.append(given, [None]))
    assert sound[7] is None and sound[8] is None and sound[10] is None and sound[9].equals(given[9])
    assert shapely.area(sound[:7]).tolist() == [36.0] * 7
    assert set(range(5)) <= set(broken.tolist()) and 6 in broken and not {7, 8, 9, 10} & set(broken.tolist())
    parts = shapely.get_parts(sound[:7])
    assert not shapely.is_empty(parts).any() and not shapely.is_empty(shapely.get_rings(parts)).any()
    assert np.isfinite(shapely.bounds(inset(sound[:7], 0.1))).all()


@pytest.mark.parametrize("wkt", HOLLOW)
def test_zones_with_empty_parts(wkt):
    """A zone of 36 m², the last of its layer: listed, and found over a parcel."""
    x, y = 39_500_000, 3_245_000
    given = shapely.from_wkt(["POLYGON ((20 0, 26 0, 26 6, 20 6, 20 0))", wkt])
    shapes = shapely.transform(given, lambda c: c + np.array([x, y]))
    frame = gpd.GeoDataFrame({"BSM": ["a", "b"]}, geometry=shapes, crs=4527)
    layer = prepare_zones(Role("pbf", id_names=("BSM",)), {"YJJBNT": frame}, GaussKruger(117.0, x), 0.001, 6)
    assert pd.concat([rows for rows in layer.problems if len(rows)])["feature"].tolist() == ["b"]
    assert layer.table["zone_id"].tolist() == ["a", "b"] and layer.table["area_m2"].tolist() == pytest.approx([36] * 2)
    cell = shapely.box([x], y, [x + 5], y + 5)
    pairs = find_pairs(cell, layer.shapes.shapes.decode(), Insets(0.001), np.array([0, 0]), np.array([0, 1]))
    assert pairs.zone.tolist() == [1]
