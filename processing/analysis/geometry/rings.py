"""Polygons as flat coordinate arrays, the form in which numpy is fast on them."""

from __future__ import annotations

import numpy as np
import shapely


def ring_signs(geometry: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Flatten polygons and multipolygons into coordinates, rings and their signs.

    Returns:
        coordinates (n, 2); the ring of each coordinate; for each ring +1 (outer) or -1 (hole); for each ring the
        position in `geometry` of its owner.

    >>> ringed = shapely.difference(shapely.box([0], 0, [9], 9), shapely.box([1], 1, [2], 2))
    >>> coordinates, ring, sign, owner = ring_signs(ringed)
    >>> len(coordinates), sign.tolist(), owner.tolist()
    (10, [1, -1], [0, 0])
    """
    parts, owner_of_part = shapely.get_parts(geometry, return_index=True)
    areal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    parts, owner_of_part = parts[areal], owner_of_part[areal]
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    sign = np.where(np.diff(part_of_ring, prepend=-1) != 0, 1, -1)
    return coordinates, ring, sign, owner_of_part[part_of_ring]
