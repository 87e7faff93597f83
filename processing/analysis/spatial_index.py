"""The index by which geometries are found at a place."""

from __future__ import annotations

import numpy as np
import shapely


def spatial_index(geometry: np.ndarray) -> shapely.STRtree:
    """Return the tree of the boxes of geometries (n,).

    shapely 2.0 makes the array of a tree read-only for good, and takes no read-only array apart (`get_parts`), so the
    tree has a view of its own.

    >>> squares = shapely.box([0, 5], 0, [1, 6], 1)
    >>> spatial_index(squares).query(shapely.Point(5.5, 0.5)).tolist(), squares.flags.writeable
    ([1], True)

    """
    return shapely.STRtree(np.asarray(geometry, dtype=object)[:])
