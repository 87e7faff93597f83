"""Large zones brought down to what is near: the very same pieces, from far fewer vertices."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from farmland_redline.processing.analysis.geometry import subdivision
from farmland_redline.processing.analysis.geometry.rings import area_within
from farmland_redline.processing.analysis.geometry.subdivision import parts_near
from farmland_redline.processing.analysis.overlay import identity
from farmland_redline.processing.analysis.overlay.assignment import ZoneIndex
from farmland_redline.processing.analysis.overlay.identity import identity_overlay

from .mosaics import ORIGIN, mosaic, moved

# GEOS leaves a floating-point flag behind on some results.
pytestmark = pytest.mark.filterwarnings("ignore:invalid value encountered")

SIDE = 14
WHOLE = 10**9  # vertices that no zone has
CELLS = mosaic(SIDE, SIDE, 7)
MIDDLE = ORIGIN + SIDE * 30


def ring(middle: np.ndarray, radius: float, vertices: int, seed: int) -> np.ndarray:
    """A rough ring of many lobes."""
    random = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    reach = radius * (1 + 0.1 * np.sin(7 * angle) + 0.05 * np.sin(31 * angle + 1))
    reach += random.uniform(-1, 1, vertices) * radius / vertices
    return middle + reach[:, None] * np.column_stack((np.cos(angle), np.sin(angle)))


def lake_land() -> shapely.Polygon:
    """A shell of 6,000 vertices with 25 holes of 150."""
    places = [MIDDLE + np.array([i, j]) for i in range(-200, 201, 100) for j in range(-200, 201, 100)]
    return shapely.Polygon(ring(MIDDLE, 400, 6000, 1), [ring(m, 27, 150, k) for k, m in enumerate(places)])


def islands() -> shapely.MultiPolygon:
    """2,704 parts, every third with a hole, some of them away from all parcels."""
    x, y = np.meshgrid(np.arange(-100, 940, 20.0), np.arange(-100, 940, 20.0))
    shapes = [shapely.Point(ORIGIN + at).buffer(7, quad_segs=1) for at in zip(x.ravel(), y.ravel())]
    shapes[::3] = [shape.difference(shape.centroid.buffer(3, quad_segs=1)) for shape in shapes[::3]]
    return shapely.MultiPolygon(shapes)


def long_edges() -> shapely.Polygon:
    """A fine edge across the mosaic, and edges that run past it from far away."""
    x = np.linspace(-50, 900, 4000)
    fine = np.column_stack((x, 420 + 90 * np.sin(x / 40)))
    return shapely.Polygon(np.vstack([fine, [(9000, 700), (300, 871.3), (-7000, 650)]]) + ORIGIN)


def spiral() -> shapely.Polygon:
    """One band of 20 m that winds through all parcels, so that its box tells nothing."""
    turn = np.linspace(1, 16 * np.pi, 5000)
    line = MIDDLE + 8.2 * turn[:, None] * np.column_stack((np.cos(turn), np.sin(turn)))
    return shapely.LineString(line).buffer(10, quad_segs=2)


ZONES = {
    "with holes": [lake_land()],
    "of thousands of parts": [islands()],
    "with long edges": [long_edges()],
    "that winds": [spiral()],
    "that overlap": [lake_land(), moved(spiral(), 3, -4), shapely.box(*ORIGIN + 200, *ORIGIN + 400), islands()],
}


def divided(parcels: np.ndarray, zones: np.ndarray, monkeypatch, vertices: int, chunk: int = 5_000):
    monkeypatch.setattr(subdivision, "_VERTICES", vertices)
    monkeypatch.setattr(identity, "_CHUNK", chunk)
    division = identity_overlay(parcels, [ZoneIndex.of(zones, np.full(len(zones), len(zones) > 1))])
    return division.parcel.tolist(), division.label.tolist(), shapely.to_wkb(division.geometry).tolist()


@pytest.mark.parametrize("zone", ZONES)
def test_the_very_same_pieces(zone, monkeypatch):
    zones = np.array(ZONES[zone], object)
    assert shapely.is_valid(zones).all() and shapely.get_num_coordinates(zones).max() > 4_000
    whole = divided(CELLS, zones, monkeypatch, WHOLE)
    assert len(whole[0]) > 1.1 * len(CELLS)
    for vertices, chunk in ((64, 5_000), (300, 17)):
        assert divided(CELLS, zones, monkeypatch, vertices, chunk) == whole


@pytest.mark.parametrize("zone", ZONES)
def test_parcels_larger_than_the_zone(zone, monkeypatch):
    """Parcels that hold the zone whole, meet its box from outside, or are long and narrow."""
    west, south = ORIGIN
    parcels = np.array(
        [
            shapely.box(west - 2000, south - 2000, west + 3000, south + 3000),
            shapely.box(west - 5000, south + 400, west + 5000, south + 403.1),
            shapely.Polygon([(west - 900, south - 900), (west + 850, south + 700), (west - 900, south - 890)]),
        ],
        object,
    )
    zones = np.array(ZONES[zone], object)
    assert divided(parcels, zones, monkeypatch, 64) == divided(parcels, zones, monkeypatch, WHOLE)


@pytest.mark.parametrize("zone", ZONES)
def test_pieces_have_no_vertices_of_their_own(zone, monkeypatch):
    """Every vertex of a piece is one of its parcel or of a zone, or lies where their boundaries cross."""
    monkeypatch.setattr(subdivision, "_VERTICES", 64)
    zones = np.array(ZONES[zone], object)
    division = identity_overlay(CELLS, [ZoneIndex.of(zones, np.full(len(zones), len(zones) > 1))])
    known = {tuple(xy) for xy in shapely.get_coordinates(np.concatenate([CELLS, zones]))}
    edges = [shapely.multilinestrings(shapely.get_exterior_ring(CELLS)), *shapely.boundary(zones)]
    for edge in edges:
        shapely.prepare(edge)
    new = np.array([xy for xy in map(tuple, shapely.get_coordinates(division.geometry)) if xy not in known][::4])
    near = np.sum([shapely.dwithin(edge, shapely.points(new), 1e-6) for edge in edges], axis=0)
    assert len(new) > 25 and (near >= 2).all()


def test_a_small_zone_is_used_whole():
    zones = np.array([shapely.box(0, 0, 10, 10), shapely.Point(0, 0).buffer(5)], object)
    parts = parts_near(zones, np.array([1, 0, 1]), np.array([[0, 0, 1, 1.0]] * 3))
    assert parts[0] is zones[1] and parts[1] is zones[0] and parts[2] is zones[1]


@pytest.mark.parametrize("zone", ZONES)
def test_parts_hold_what_is_near_and_little_else(zone):
    shape = ZONES[zone][0]
    boxes = shapely.bounds(CELLS)
    parts = parts_near(np.array([shape], object), np.zeros(len(CELLS), int), boxes)
    assert shapely.is_valid(parts).all()
    windows = shapely.box(*(boxes + np.array([-1, -1, 1, 1])).T)
    difference = shapely.area(
        shapely.symmetric_difference(shapely.intersection(parts, windows), shapely.intersection(shape, windows))
    )
    assert difference.max() < 1e-6
    assert shapely.get_num_coordinates(parts).mean() < shapely.get_num_coordinates(shape) / 10


def test_where_nothing_is_near_the_part_is_empty():
    away = np.array([[*ORIGIN + 5000, *ORIGIN + 5060]])
    (part,) = parts_near(np.array([lake_land()], object), np.zeros(1, int), away)
    assert part.is_empty and part.geom_type == "Polygon"


@pytest.mark.parametrize("zone", [lake_land(), islands(), spiral()], ids=["lakes", "islands", "spiral"])
def test_the_area_in_a_box_is_that_of_the_intersection(zone):
    random = np.random.default_rng(5)
    low = np.array(zone.bounds[:2]) - 10
    high = np.array(zone.bounds[2:]) + 10
    for box in [(*low, *high), *(np.sort(random.uniform(low, high, (2, 2)), axis=0).ravel() for _ in range(40))]:
        assert area_within(zone, box) == pytest.approx(shapely.box(*box).intersection(zone).area, abs=1e-4)
