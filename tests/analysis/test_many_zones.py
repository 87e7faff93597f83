"""One parcel of many holes crossed by many zones: the same pieces as by the plain way, at a cost of the sum."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from farmland_redline.processing.analysis.geometry import subdivision
from farmland_redline.processing.analysis.geometry.subdivision import MANY, parts_near_many
from farmland_redline.processing.analysis.overlay import cutting
from farmland_redline.processing.analysis.overlay.assignment import ZoneIndex
from farmland_redline.processing.analysis.overlay.cutting import free_of_earlier
from farmland_redline.processing.analysis.overlay.identity import IdentityResult, identity_overlay
from farmland_redline.processing.analysis.overlay.tabulation import tabulate_shares

from .mosaics import ORIGIN

# GEOS leaves a floating-point flag behind on some results.
pytestmark = pytest.mark.filterwarnings("ignore:invalid value encountered")

TOLERANCE = 0.001  # metres


def holed(side: int) -> shapely.Polygon:
    """A parcel with `side`² round holes, 20 m apart."""
    x, y = np.meshgrid(*[ORIGIN[i] + 20.0 * np.arange(side) for i in (0, 1)])
    turn = np.linspace(0, 2 * np.pi, 9)[:-1]
    ring = 6 * np.column_stack((np.cos(turn), np.sin(turn)))
    middles = np.column_stack((x.ravel(), y.ravel()))
    return shapely.Polygon(shapely.box(*ORIGIN - 50, *ORIGIN + 20 * side + 50).exterior, middles[:, None] + ring)


def squares(side: int, reach: float, size: float) -> np.ndarray:
    """`side`² squares over an area of `reach` by `reach` metres, each `size` steps wide."""
    step = reach / side
    x, y = np.meshgrid(*[ORIGIN[i] + step * np.arange(side) - 3.3 for i in (0, 1)])
    return shapely.box(x, y, x + size * step, y + size * step).ravel()


def divided(parcel: shapely.Geometry, zones: np.ndarray, overlap: bool) -> tuple[IdentityResult, np.ndarray]:
    index = ZoneIndex.of(zones, np.full(len(zones), overlap))
    column = np.array([parcel], dtype=object)
    shares = tabulate_shares(column, index, tolerance=TOLERANCE)
    return identity_overlay(column, [index], TOLERANCE), shares.share * parcel.area


@pytest.mark.parametrize(("size", "overlap"), [(0.8, False), (1.0, False), (1.3, True), (2.6, True)])
def test_the_same_pieces_as_by_the_plain_way(size, overlap, monkeypatch):
    """Zones apart, side by side, over their neighbours, over their neighbours' neighbours."""
    parcel, zones = holed(9), squares(8, 180, size)
    monkeypatch.setattr(subdivision, "_VERTICES", 128)
    assert len(zones) > MANY and shapely.get_num_coordinates(parcel) > 4 * 128
    fast, shares = divided(parcel, zones, overlap)
    for module in (subdivision, cutting):
        monkeypatch.setattr(module, "MANY", 10**9)
    plain, other = divided(parcel, zones, overlap)
    assert fast.label.tolist() == plain.label.tolist() and not len(fast.failed)
    difference = shapely.symmetric_difference(fast.geometry, plain.geometry, grid_size=1e-6)
    assert shapely.area(difference).max() < 1e-3
    assert shapely.area(fast.geometry).sum() == pytest.approx(parcel.area, abs=0.005)
    assert shares == pytest.approx(other, abs=1e-4)


@pytest.mark.parametrize("side", [20, 40])
def test_vertices_asked_grow_as_holes_and_zones_do(side):
    """Whatever the size, a few vertices for each zone: those near it, not those of the parcel."""
    zones = squares(side, 20.0 * side, 0.8)
    parts = parts_near_many(np.array([holed(side)], dtype=object), np.zeros(len(zones), int), shapely.bounds(zones))
    assert shapely.get_num_coordinates(parts).mean() < 1.02 * subdivision._VERTICES


ASKED = ("clip_by_rect", "contains_properly", "difference", "intersection", "intersects", "union_all")


def vertices_asked(holes: int, zones: int, monkeypatch: pytest.MonkeyPatch) -> float:
    """Vertices that GEOS is given in an overlay of a parcel of `holes`² holes, for each that parcel and zones have."""
    parcel, shapes = np.array([holed(holes)], dtype=object), squares(zones, 20.0 * holes, 0.8)
    given = shapely.get_num_coordinates(parcel).sum() + shapely.get_num_coordinates(shapes).sum()
    asked = 0

    def counting(operation):
        def count(*arguments, **options):
            nonlocal asked
            asked += sum(shapely.get_num_coordinates(one).sum() for one in arguments if np.asarray(one).dtype == object)
            return operation(*arguments, **options)

        return count

    with monkeypatch.context() as patched:
        for name in ASKED:
            patched.setattr(shapely, name, counting(getattr(shapely, name)))
        division = identity_overlay(parcel, [ZoneIndex.of(shapes, np.zeros(len(shapes), bool))], TOLERANCE)
    assert not len(division.failed) and len(division.geometry) == len(shapes) + 1
    return asked / given


def test_work_grows_nearly_as_holes_and_zones_do_up_to_20_000_holes(monkeypatch):
    """Of ten times as many holes and zones each vertex would be asked ten times as often, were it their product."""
    few, many = vertices_asked(45, 10, monkeypatch), vertices_asked(141, 32, monkeypatch)
    assert 1 < few < 60 and many < 1.5 * few, (few, many)


def test_few_zones_ask_the_piece_itself():
    parcel = np.array([holed(10)], dtype=object)
    zones = squares(5, 200, 0.8)
    assert len(zones) < MANY
    assert all(part is parcel[0] for part in parts_near_many(parcel, np.zeros(25, int), shapely.bounds(zones)))


def test_what_earlier_zones_leave(monkeypatch):
    """A zone under an earlier one has nothing left; one that cannot be cut is told with its piece."""
    zones = shapely.box([0, 0, 5], 0, [4, 3, 9], 1)
    free, lost = free_of_earlier(np.zeros(3, int), zones, np.ones(3, bool))
    assert free[0] is zones[0] and free[1] is None and free[2] is zones[2] and not len(lost)

    def fail(_operation, a, _b):
        return np.full(len(a), None, dtype=object), np.arange(len(a))

    monkeypatch.setattr(cutting, "overlay_operation", fail)
    assert free_of_earlier(np.zeros(3, int), zones, np.ones(3, bool))[1].tolist() == [0]
