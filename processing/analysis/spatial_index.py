"""The index by which geometries are found at a place."""

from __future__ import annotations

import numpy as np
import shapely

from .steps import steps


class SpatialIndex(shapely.STRtree):
    """A tree of the boxes of geometries that is asked for many in steps, as shapely holds Python's lock meanwhile."""

    def query(
        self, geometry: object, predicate: str | None = None, distance: float | np.ndarray | None = None
    ) -> np.ndarray:
        """Return what shapely's tree does: positions in the tree, of an array (n,) as pairs (2, k) in its order."""
        if not isinstance(geometry, np.ndarray) or geometry.ndim != 1 or distance is not None:
            return super().query(geometry, predicate, distance)
        found = []
        for part in steps(len(geometry)):
            pairs = super().query(geometry[part], predicate)
            pairs[0] += part.start
            found.append(pairs)
        return found[0] if len(found) == 1 else np.concatenate(found, axis=1)


def spatial_index(geometry: np.ndarray) -> SpatialIndex:
    """Return the tree of the boxes of geometries (n,).

    shapely 2.0 makes the array of a tree read-only for good, and takes no read-only array apart (`get_parts`), so the
    tree has a view of its own.

    >>> squares = shapely.box([0, 5], 0, [1, 6], 1)
    >>> spatial_index(squares).query(shapely.Point(5.5, 0.5)).tolist(), squares.flags.writeable
    ([1], True)

    """
    return SpatialIndex(np.asarray(geometry, dtype=object)[:])
