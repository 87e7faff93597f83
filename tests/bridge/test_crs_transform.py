"""Reprojection against pyproj itself, one vertex at a time."""

import numpy as np
import pyproj
import shapely

from farmland_redline.processing.bridge.crs.transform import reproject

TO_DEGREES = pyproj.Transformer.from_crs(4527, 4490, always_xy=True)


def test_every_vertex_moves_and_nothing_else_changes():
    outline = [(39512000.0, 3245000.0), (39512100.0, 3245000.0), (39512100.0, 3245080.0), (39512000.0, 3245000.0)]
    moved = reproject(np.array([shapely.Polygon(outline), None], dtype=object), TO_DEGREES)
    wanted = [TO_DEGREES.transform(x, y) for x, y in outline]
    assert np.abs(shapely.get_coordinates(moved[0]) - wanted).max() < 1e-12
    assert moved[0].geom_type == "Polygon" and moved[1] is None
    assert 117 < moved[0].centroid.x < 118 and 29 < moved[0].centroid.y < 30


def test_heights_are_left_out():
    (moved,) = reproject(np.array([shapely.Point(39512000.0, 3245000.0, 77.0)], dtype=object), TO_DEGREES)
    assert not moved.has_z


def test_without_a_transformer_the_same_geometries_come_back():
    given = np.array([shapely.Point(1, 2)], dtype=object)
    assert reproject(given, None) is given
