"""Parts of cut pieces: none thinner than the tolerance or next to nothing, whatever rounding the zones went through."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from farmland_redline.processing.analysis.geometry.set_operations import closes
from farmland_redline.processing.analysis.overlay.assignment import ZoneIndex
from farmland_redline.processing.analysis.overlay.hairs import LEAST_AREA, absorb_hairs, is_hair, withstand_rounding
from farmland_redline.processing.analysis.overlay.identity import identity_overlay
from farmland_redline.processing.analysis.overlay.tabulation import tabulate_shares

from .mosaics import cents_by_parcel, mosaic, moved, parcel_frame, pieces_of, union, zone_layer
from .test_overlay_robust import overlapping

# GEOS leaves a floating-point flag behind on some results.
pytestmark = pytest.mark.filterwarnings("ignore:invalid value encountered")

TOLERANCE = 0.001  # metres
SIDE = 12
AS_TEXT = np.vectorize(lambda number: float(f"{number:.15g}"))  # what GML keeps


def column(*geometry: shapely.Geometry | None) -> np.ndarray:
    return np.array(geometry, dtype=object)


def redrawn(zone: shapely.Geometry, seed: int, digits: int, extra: int) -> shapely.Geometry:
    """A zone as it comes back from another system: with vertices of its own along the edges, all of them rounded."""
    random = np.random.default_rng(seed)
    dense = shapely.segmentize(zone, 60.0 / extra)
    xy, same = np.unique(shapely.get_coordinates(dense), axis=0, return_inverse=True)
    xy = np.round(xy + random.uniform(-0.5, 0.5, xy.shape) * 10.0**-digits, digits + 1)
    return shapely.make_valid(shapely.set_coordinates(dense, xy[same.ravel()]))


@st.composite
def redrawn_zones(draw):
    """A mosaic, and two layers of blocks of its cells that went through another system."""
    cells = mosaic(SIDE, SIDE, draw(st.integers(0, 3)))
    layers = []
    for _ in range(2):
        size, shift = draw(st.integers(2, 5)), draw(st.sampled_from([0.0, 0.0, 17.3]))
        digits, extra = draw(st.sampled_from([2, 3, 4])), draw(st.integers(2, 6))
        blocks = [
            union(cells, [(i + r) * SIDE + j + c for r in range(size) for c in range(size) if max(i + r, j + c) < SIDE])
            for i in range(0, SIDE, size)
            for j in range(0, SIDE, size)
            if (i + j) // size % 3
        ]
        seed = draw(st.integers(0, 2**32 - 1))
        layers.append(column(*(redrawn(moved(block, shift, shift / 2), seed, digits, extra) for block in blocks)))
    return cells, layers


@settings(max_examples=25, deadline=None)
@given(redrawn_zones())
def test_no_part_is_a_hair(drawn):
    """And pieces stay valid when they are rounded, make up their parcels, and have the same areas in all ways."""
    cells, layers = drawn
    zones = [ZoneIndex.of(shapes, overlapping(shapes)) for shapes in layers]
    division = identity_overlay(cells, zones, TOLERANCE)
    assert not len(division.failed) and shapely.is_valid(division.geometry).all()
    area = shapely.area(division.geometry)
    # Of hundreds a few that no union could join, each too large to be left out.
    parts, owner = shapely.get_parts(division.geometry, return_index=True)
    hair = is_hair(parts, TOLERANCE)
    parcel = division.parcel[owner[hair]]
    without = np.bincount(division.parcel, area, len(cells))[parcel] - shapely.area(parts[hair])
    assert hair.sum() <= 3
    assert not closes(shapely.area(cells)[parcel], shapely.length(cells)[parcel], without).any()
    rounded = shapely.transform(division.geometry, AS_TEXT)
    assert shapely.is_valid(rounded).all()
    assert np.abs(np.bincount(division.parcel, area, len(cells)) - shapely.area(cells)).max() < 0.01
    # What one layer has, measured, is what it has in an overlay by it alone.
    alone = identity_overlay(cells, zones[:1], TOLERANCE)
    inside = alone.label[:, 0] >= 0
    shares = tabulate_shares(cells, zones[0], tolerance=TOLERANCE)
    assert (shares.parcel == alone.parcel[inside]).all() and (shares.zone == alone.label[inside, 0]).all()
    measured = shares.share * shapely.area(cells)[shares.parcel]
    assert np.abs(measured - shapely.area(alone.geometry[inside])).max(initial=0) < 0.005
    # By two layers, off by no more than the tolerance times the boundaries of the parcel.
    both = np.zeros((len(cells), len(layers[0]) + 1))
    np.add.at(both, (division.parcel, division.label[:, 0]), area)
    off = np.abs(both[shares.parcel, shares.zone] - measured)
    assert (off < 0.01 + TOLERANCE * shapely.length(cells)[shares.parcel]).all()


def test_records_are_shared_as_before():
    """To the last 0.01 m², hairs or not."""
    cells = mosaic(SIDE, SIDE, 1)
    zone = redrawn(union(cells, range(0, 40)), 5, 2, 4)
    frame = parcel_frame(cells)
    pieces, found = pieces_of(frame, zone_layer("pbf", [zone]))
    assert (cents_by_parcel(pieces, "area_m2") == (frame.set_index("BSM")["TBMJ"] * 100).round().astype(int)).all()
    assert "not_cut" not in set(found["kind"]) and pieces["cut"].sum() > 30


def test_a_hair_goes_where_its_border_is_longest():
    """A strip of 0.4 mm between two zones, 10 m along one and 2 m along the other."""
    west, north = shapely.box(0, 0, 5, 10), shapely.box(5, 10, 7, 12)
    strip, rest = shapely.box(5, 0, 5.0004, 10), shapely.box(6, 0, 9, 10)
    made = absorb_hairs(
        column(west, shapely.MultiPolygon([strip, rest]), north),
        np.zeros(3, int),
        column(shapely.union_all([west, strip, rest, north])),
        TOLERANCE,
    )
    assert made[0].equals(shapely.box(0, 0, 5.0004, 10)) and made[1].equals(rest) and made[2].equals(north)


def test_hairs_beside_hairs_and_holes_between_them():
    """Five strips of 0.3 mm in a row come to the one field beside them; a hair inside it leaves no hole."""
    x = 10 + 0.0003 * np.arange(6)
    strips = shapely.box(x[:-1], 0, x[1:], 10)
    field = shapely.Polygon(shapely.box(0, 0, 10, 10).exterior, [shapely.box(4, 4, 4.005, 4.005).exterior])
    cut = column(
        field,
        shapely.MultiPolygon(list(strips[::2])),
        shapely.MultiPolygon([*strips[1::2], shapely.box(4, 4, 4.005, 4.005)]),
    )
    whole = column(shapely.box(0, 0, strips[-1].bounds[2], 10))
    made = absorb_hairs(cut, np.zeros(3, int), whole, TOLERANCE)
    # Nothing is left for others: it is the piece, vertex by vertex.
    assert made[0] is whole[0] and made[1] is None and made[2] is None


def test_a_stray_that_cannot_be_left_out_keeps_no_other():
    """The larger one has 200 cm², without which the piece would not close to 0.01 m²; the smaller a fourth of a mm²."""
    small, large = shapely.box(50, 50, 50.0005, 50.0005), shapely.box(60, 60, 60.0005, 100)
    whole = column(shapely.box(0, 0, 10, 10.002))
    cut = column(shapely.box(0, 0, 5, 10), shapely.MultiPolygon([small, shapely.box(5, 0, 10, 10), large]))
    made = absorb_hairs(cut, np.zeros(2, int), whole, TOLERANCE)
    assert shapely.get_num_geometries(made).tolist() == [1, 2]
    assert shapely.area(made).sum() == pytest.approx(100.02, abs=1e-6)


def test_a_wedge_whose_neck_is_a_hair():
    """Wedges 24 and 28 m long, 1 to 2 mm wide, as zones cut them; rounding makes an edge cross a point beside it.

    On a grid they are three parts, one of them a hair of 104 cm², without which the piece would not close to 0.01 m².
    """
    x, y = 39_512_482.397, 3_245_239.826
    first = [(0.00040444732, 0.00118844537), (0, 0.004), (0.855, 9.528), (1.705, 19.05), (2.1220906302, 23.6979994201)]
    first += [(0.002999999, 0), (0.00040444732, 0.00118844444)]
    second = [
        (9.977, 62.416),
        (10.378751479, 64.3580162069),
        (8.137, 53.484),
        (4.4221240655, 36.9009216856),
        (6.274, 45.185),
    ]
    second += [(8.134, 53.482)]
    rings = [[(x + dx, y + dy) for dx, dy in ring] for ring in (first, second)]
    wedge = column(shapely.MultiPolygon([shapely.Polygon(ring) for ring in rings]))
    assert shapely.is_valid(wedge).all() and not shapely.is_valid(shapely.transform(wedge, AS_TEXT)).any()
    sound = withstand_rounding(wedge, TOLERANCE)
    assert shapely.is_valid(shapely.transform(sound, AS_TEXT)).all()
    assert shapely.area(sound)[0] == pytest.approx(shapely.area(wedge)[0], abs=0.001)


def test_parts_of_the_parcel_itself_stay():
    """A parcel with a tiny part of its own away from the others, as the survey drew it."""
    own = shapely.box(50, 50, 50.005, 50.005)
    parcel = column(shapely.MultiPolygon([shapely.box(0, 0, 10, 10), own]))
    division = identity_overlay(
        parcel, [ZoneIndex.of(column(shapely.box(5, -1, 11, 11)), np.zeros(1, bool))], TOLERANCE
    )
    assert division.label[:, 0].tolist() == [-1, 0]
    assert own.area < LEAST_AREA and shapely.area(division.geometry).sum() == pytest.approx(parcel[0].area, abs=1e-9)
