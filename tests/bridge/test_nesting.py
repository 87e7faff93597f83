"""How deep geometries are nested, counted by bytes."""

import struct

import numpy as np
import pytest
import shapely

from farmland_redline.processing.bridge.io.nesting import depth_of

SQUARE = shapely.box(0, 0, 1, 1)
RING = shapely.box(2, 2, 9, 9).difference(shapely.box(3, 3, 4, 4))
GEOMETRIES = [
    (shapely.Point(1, 2), 1),
    (shapely.LineString([(0, 0), (1, 1)]), 1),
    (RING, 1),
    (shapely.MultiPolygon([SQUARE, RING]), 2),
    (shapely.MultiPoint([(0, 0), (1, 1)]), 2),
    (shapely.GeometryCollection([SQUARE, shapely.MultiPolygon([RING]), shapely.Point(0, 0)]), 3),
    (shapely.GeometryCollection([shapely.GeometryCollection([shapely.GeometryCollection([RING])])]), 4),
    (shapely.GeometryCollection(), 1),
]


def blob(wkb, envelope=0):
    return b"GP\0" + bytes([1 | envelope << 1]) + struct.pack("<i", 4527) + bytes((0, 32, 48, 48, 64)[envelope]) + wkb


@pytest.mark.parametrize(("geometry", "depth"), GEOMETRIES, ids=lambda value: str(value)[:20])
@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("heights", [False, True])
@pytest.mark.parametrize("flavor", ["iso", "extended"])
def test_depths(geometry, depth, order, heights, flavor):
    geometry = shapely.force_3d(geometry, 5.0) if heights else geometry
    wkb = shapely.to_wkb(geometry, byte_order=order, output_dimension=3 if heights else 2, flavor=flavor)
    assert [depth_of(blob(wkb, envelope), 100) for envelope in range(5)] == [depth] * 5


def test_depth_behind_other_geometries():
    """The nested one comes last, behind a thousand points."""
    line = shapely.LineString(np.column_stack([np.arange(1000.0), np.zeros(1000)]))
    inner = shapely.GeometryCollection([shapely.GeometryCollection([SQUARE])])
    assert depth_of(blob(shapely.to_wkb(shapely.GeometryCollection([line, SQUARE, inner]))), 100) == 4


@pytest.mark.parametrize(
    "content",
    [b"", b"GP", b"XX\0\1aaaaaaaaaaaa", blob(b""), blob(b"\1\3"), blob(b"\1" + struct.pack("<II", 7, 2**32 - 1))],
)
def test_what_is_cut_off(content):
    assert depth_of(content, 100) <= 2


def test_counting_ends_at_the_limit():
    assert depth_of(blob((b"\1" + struct.pack("<II", 7, 1)) * 1_000_000), 50) == 51
