"""Polygons as flat coordinate arrays, the form in which numpy is fast on them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

# Polygons whose vertices stay in the processor's cache while numpy works on them, which saves a third of the time.
AT_ONCE = 512
_ENDS = 2  # times that a ring is where it begins: there, and where it is closed


def flat_rings(geometry: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the vertices of polygons, ring by ring in the polygons' order, and what these rings are.

    Most polygons have one ring, which their vertices alone tell: only others' are taken out, which costs as much as all
    the rest.

    Args:
        geometry: polygons and multipolygons (n,), none missing or empty.

    Returns:
        coordinates (m, 2); where each ring begins among them, and the end (k + 1,); whether each is an outer one.

    >>> ringed = shapely.difference(shapely.box([0, 5], 0, [3, 6], 3), shapely.box([1], 1, [2], 2))
    >>> coordinates, begin, outer = flat_rings(ringed)
    >>> len(coordinates), begin.tolist(), outer.tolist()
    (15, [0, 5, 10, 15], [True, False, True])
    """
    coordinates, owner = shapely.get_coordinates(geometry, return_index=True)
    size = np.bincount(owner, minlength=len(geometry))
    last = np.cumsum(size) - 1
    x, y = coordinates.T
    first = last + 1 - size
    at_start = (x == np.repeat(x[first], size)) & (y == np.repeat(y[first], size))
    # Closed at its last vertex, and not before.
    alone = at_start[last] & (np.bincount(owner, at_start, len(geometry)) == _ENDS)
    single, several = np.flatnonzero(alone), np.flatnonzero(~alone)
    rings, sign, ring_owner = _rings(geometry[several])
    polygon = np.concatenate([single, several[ring_owner]])
    order = np.argsort(polygon, kind="stable")
    sizes = np.concatenate([size[single], shapely.get_num_coordinates(rings)])[order]
    outer = np.concatenate([np.ones(len(single), bool), sign > 0])[order]
    return coordinates, np.append(0, np.cumsum(sizes)), outer


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
    rings, sign, owner = _rings(geometry)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    return coordinates, ring, sign, owner


def _rings(geometry: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the rings (n,) of polygons and multipolygons, their signs, and the positions of their owners."""
    parts, owner_of_part = shapely.get_parts(geometry, return_index=True)
    areal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    parts, owner_of_part = parts[areal], owner_of_part[areal]
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    sign = np.where(np.diff(part_of_ring, prepend=-1) != 0, 1, -1)
    return rings, sign, owner_of_part[part_of_ring]


def area_within(polygon: shapely.Geometry, box: Sequence[float]) -> float:
    """Return the area of what a polygon has in a box (west, south, east, north), from its rings alone.

    By Green's theorem, ring by ring and edge by edge: no operation on polygons, which could fail, takes part in it.

    >>> ringed = shapely.difference(shapely.box(0, 0, 9, 9), shapely.box(1, 1, 3, 3))
    >>> area_within(ringed, (2, 2, 20, 5)), area_within(ringed, (10, 10, 11, 11))
    (20.0, 0.0)
    """
    rings, sign, _ = _rings(np.array([polygon], dtype=object))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    west, south, east, north = box
    xy = xy - (west, south)  # near 0, where numbers are finest
    width, height = east - west, north - south
    # Only edges that rise or fall beside or right of the box count: how far the box reaches left of them.
    y, x = xy[:, 1], xy[:, 0]
    low, high = np.minimum(y[1:], y[:-1]), np.maximum(y[1:], y[:-1])
    edge = np.flatnonzero(
        (low < height) & (high > 0) & (low < high) & (np.maximum(x[1:], x[:-1]) > 0) & (ring[1:] == ring[:-1])
    )
    x, y, dx, dy = x[edge], y[edge], x[edge + 1] - x[edge], y[edge + 1] - y[edge]

    def between(first: np.ndarray | float, last: np.ndarray | float, place: np.ndarray) -> np.ndarray:
        return np.minimum(np.maximum(place, first), last)

    # Places along each edge, from 0 to 1: where it is at the height of the box, and where it crosses its sides.
    ends = [between(0.0, 1.0, (at - y) / dy) for at in (0.0, height)]
    first, last = np.minimum(*ends), np.maximum(*ends)
    upright = dx == 0
    bends = [between(first, last, (at - x) / np.where(upright, 1.0, dx)) for at in (0.0, width)]
    places = [first, np.minimum(*bends), np.maximum(*bends), last]
    reach = [between(0.0, width, x + place * dx) for place in places]
    inside = sum((b - a) * (r + s) for a, b, r, s in zip(places, places[1:], reach, reach[1:])) * dy / 2
    turn = np.where(shapely.is_ccw(rings), 1, -1)
    return float((np.bincount(ring[edge], inside, len(sign)) * turn * sign).sum())
