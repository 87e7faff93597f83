"""Rings of boundary points as polygons: what lies inside an odd number of rings is inside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from ..geometry.set_operations import repair

_CORNERS = 3
_HAIR = 1e-6  # of a ring's area: what two rings may share, as they are given with millimetres


class CrossingRingsError(ValueError):
    """Two rings cross each other: nobody can tell what is inside.

    Attributes:
        first, second: their positions.

    """

    def __init__(self, first: int, second: int) -> None:
        super().__init__(f"rings {first} and {second} cross")
        self.first, self.second = first, second


def ring_polygon(corners: np.ndarray) -> shapely.Geometry | None:
    """Return the polygon of a ring (n, 2), closed or not; None where it has no area.

    >>> ring_polygon(np.array([[0.0, 0], [2, 0], [2, 1], [0, 1]])).area
    2.0

    """
    if len(np.unique(corners, axis=0)) < _CORNERS:
        return None
    polygon = repair(np.array([shapely.Polygon(corners)], dtype=object))[0][0]
    return polygon if polygon is not None and polygon.area > 0 else None


def join_rings(polygons: Sequence[shapely.Geometry]) -> shapely.Geometry:
    """Return one geometry of rings that lie apart or in each other: holes, and islands in them.

    Raises:
        CrossingRingsError: two rings cross.

    >>> outer, hole, apart = shapely.box([0, 2, 20], 0.5, [10, 4, 25], 8)
    >>> join_rings([hole, apart, outer]).area == outer.area - hole.area + apart.area
    True

    """
    shapes = np.array(list(polygons), dtype=object)
    first, second = shapely.STRtree(shapes).query(shapes)
    for one, other in zip(first.tolist(), second.tolist()):
        if one < other:
            shared = shapes[one].intersection(shapes[other]).area
            smaller = min(shapes[one].area, shapes[other].area)
            if _HAIR * smaller < shared < (1 - _HAIR) * smaller:
                raise CrossingRingsError(one, other)
    order = np.argsort(-shapely.area(shapes), kind="stable")
    joined = shapes[order[0]]
    for shape in shapes[order[1:]]:
        joined = joined.symmetric_difference(shape)
    return joined
