"""The rings of polygons, as shapely's own arrays have them."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from farmland_redline.processing.analysis.geometry.rings import flat_rings

HOLE = shapely.difference(shapely.box(0, 0, 9, 9), shapely.box(2, 2, 3, 3))
AT_START = shapely.Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(0, 0), (2, 1), (1, 2)]])  # its hole touches its start
DOUBLED = shapely.Polygon([(0, 0), (0, 0), (9, 0), (9, 9)])
SHAPES = [
    *(shapely.box(0, 0, 1, 1), HOLE, AT_START, DOUBLED),
    *(shapely.MultiPolygon([HOLE]), shapely.MultiPolygon([shapely.box(20, 0, 21, 1), HOLE, AT_START])),
]


@given(st.lists(st.sampled_from(SHAPES), max_size=8))
def test_rings_are_those_of_shapely(shapes):
    shapes = np.array(shapes, dtype=object)
    coordinates, begin, outer = flat_rings(shapes)
    parts = shapely.get_parts(shapes)
    rings, part = shapely.get_rings(parts, return_index=True)
    assert coordinates.tolist() == shapely.get_coordinates(rings).tolist()
    assert np.diff(begin).tolist() == shapely.get_num_coordinates(rings).tolist()
    assert outer.tolist() == [number == 0 or part[number] != part[number - 1] for number in range(len(rings))]
