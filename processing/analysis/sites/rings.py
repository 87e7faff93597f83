"""Rings of boundary points as polygons: what lies inside an odd number of rings is inside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from ..geometry.set_operations import polygonal, repair
from ..spatial_index import spatial_index

_CORNERS = 3
_BLOCK = 256  # rings that are compared with all others at a time
_HAIR = 1e-6  # of a ring's area: what two rings may share, as they are given with millimetres


class CrossingRingsError(ValueError):
    """Two rings cross each other: nobody can tell what is inside.

    Attributes:
        first, second: their positions.

    """

    def __init__(self, first: int, second: int) -> None:
        super().__init__(f"rings {first} and {second} cross")
        self.first, self.second = first, second


class RepeatedRingError(ValueError):
    """A ring is there twice: whether the second is a hole or a repetition, nobody can tell.

    Attributes:
        first, second: their positions.

    """

    def __init__(self, first: int, second: int) -> None:
        super().__init__(f"rings {first} and {second} are one")
        self.first, self.second = first, second


class NothingLeftError(ValueError):
    """Rings inside others fill them, as the lots of an outline do: all of it would be a hole."""


class SelfCrossingError(ValueError):
    """A ring crosses itself, as where its points stand in another order."""


class TangledRingsError(ValueError):
    """More pairs of rings meet than are compared.

    Attributes:
        pairs: at least so many.

    """

    def __init__(self, pairs: int) -> None:
        super().__init__(f"{pairs} pairs of rings meet")
        self.pairs = pairs


def ring_polygon(corners: np.ndarray) -> shapely.Geometry | None:
    """Return the polygon of a ring (n, 2), closed or not; None where it has no area.

    A ring may touch itself, as where one line leads to a hole and back.

    Raises:
        SelfCrossingError: its loops turn both ways, or lie over each other.

    >>> ring_polygon(np.array([[0.0, 0], [2, 0], [2, 1], [0, 1]])).area
    2.0

    """
    if len(np.unique(corners, axis=0)) < _CORNERS:
        return None
    given = shapely.Polygon(corners)
    polygon = repair(np.array([given], dtype=object))[0][0]
    if polygon is None or not polygon.area > 0:
        return None
    if abs(given.area - polygon.area) > _HAIR * polygon.area:
        raise SelfCrossingError("a ring crosses itself")
    return polygon


def join_rings(polygons: Sequence[shapely.Geometry], most_pairs: int) -> shapely.Geometry:
    """Return one geometry of rings that lie apart or in each other: holes, and islands in them.

    Args:
        polygons: the rings, filled.
        most_pairs: of rings whose boxes meet, that are compared.

    Raises:
        CrossingRingsError: two rings cross.
        RepeatedRingError: two rings are one.
        TangledRingsError: more pairs meet.
        NothingLeftError: rings inside others fill them.

    >>> outer, hole, apart = shapely.box([0, 2, 20], 0.5, [10, 4, 25], 8)
    >>> join_rings([hole, apart, outer], 10).area == outer.area - hole.area + apart.area
    True

    """
    shapes = np.array(list(polygons), dtype=object)
    first, second = _meeting(shapes, most_pairs)
    shared = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    area = shapely.area(shapes)
    smaller = np.minimum(area[first], area[second])
    crossing = np.flatnonzero((shared > _HAIR * smaller) & (shared < (1 - _HAIR) * smaller))
    if len(crossing):
        raise CrossingRingsError(int(first[crossing[0]]), int(second[crossing[0]]))
    same = np.flatnonzero(shared >= (1 - _HAIR) * np.maximum(area[first], area[second]))
    if len(same):
        raise RepeatedRingError(int(first[same[0]]), int(second[same[0]]))
    joined = shapes[np.argsort(-area, kind="stable")]
    while len(joined) > 1:  # two by two: one after the other, the result would be gone through again for each ring
        odd = joined[len(joined) // 2 * 2 :]
        joined = np.concatenate(
            [shapely.symmetric_difference(joined[0 : len(joined) - len(odd) : 2], joined[1::2]), odd]
        )
    # Where rings touch, a line may be left of what they share.
    left = polygonal(joined)[0]
    if left is None or not left.area > _HAIR * area.max():
        raise NothingLeftError("rings fill each other")
    return left


def _meeting(shapes: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of the pairs of shapes (n) whose boxes meet, each pair once, in order.

    Raises:
        TangledRingsError: there are more than `most`.

    """
    tree, found, count = spatial_index(shapes), [], 0
    for start in range(0, len(shapes), _BLOCK):
        pairs = tree.query(shapes[start : start + _BLOCK])
        pairs[0] += start
        pairs = pairs[:, pairs[0] < pairs[1]]
        count += pairs.shape[1]
        if count > most:
            raise TangledRingsError(count)
        found.append(pairs[:, np.lexsort((pairs[1], pairs[0]))])
    first, second = np.concatenate(found, axis=1)
    return first, second
