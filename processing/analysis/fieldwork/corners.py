"""Corners of a parcel (界址点): numbered as a surveyor numbers them, and thinned where there are too many to list."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import shapely

# The first tolerance of thinning (m), and by how much it grows until few enough corners are left.
_FINEST, _COARSER = 0.05, 2.0
_LEAST = 3  # corners of a ring
_STEPS = 40  # of thinning; the last is a hundred thousand kilometres


def corner_table(geometry: shapely.Geometry) -> pd.DataFrame:
    """Return the corners of a polygon or multipolygon, each once.

    Every ring begins at its north-western corner and goes on clockwise, holes too. Parts are ordered from north-west
    to south-east, a part's holes follow it, and the numbers run through all rings.

    Args:
        geometry: in metres of a projected system.

    Returns:
        rows in the order of their numbers: `number` (from 1), `part` (from 1), `ring` (0 for the outline, from 1 for
        holes), `x` (easting, m), `y` (northing, m).

    >>> square = shapely.from_wkt("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0))")
    >>> corner_table(square)[["number", "x", "y"]].to_numpy().tolist()
    [[1.0, 0.0, 10.0], [2.0, 10.0, 10.0], [3.0, 10.0, 0.0], [4.0, 0.0, 0.0]]

    """
    rows = [
        (part, ring, float(x), float(y))
        for part, polygon in enumerate(_ordered_parts(geometry), 1)
        for ring, line in enumerate([polygon.exterior, *_ordered(polygon.interiors)])
        for x, y in _corners(line)
    ]
    table = pd.DataFrame(rows, columns=["part", "ring", "x", "y"])
    table.insert(0, "number", np.arange(1, len(table) + 1))
    return table


def thinned(geometry: shapely.Geometry, most: int) -> tuple[shapely.Geometry, float]:
    """Return a shape with no more corners than a list holds, and by how far its outline may have moved (m).

    The shape stays as it is where it has few enough. Else corners are left out (`shapely.simplify`), with a tolerance
    that grows from 0.05 m to the first that is enough, or to where nothing more can be left out.

    Args:
        geometry: in metres.
        most: corners that a list holds.

    >>> circle = shapely.Point(0, 0).buffer(100, quad_segs=100)
    >>> shape, moved = thinned(circle, 60)
    >>> len(corner_table(shape)) <= 60, moved
    (True, 0.8)

    """
    shape, tolerance, moved = geometry, _FINEST, 0.0
    for _ in range(_STEPS):
        if count_corners(shape) <= most:
            break
        shape, moved = shapely.simplify(geometry, tolerance, preserve_topology=True), tolerance
        tolerance *= _COARSER
    return shape, moved


def count_corners(geometry: shapely.Geometry) -> int:
    """Return the number of corners of a polygon or multipolygon: vertices without the one that closes each ring.

    >>> count_corners(shapely.box(0, 0, 1, 1))
    4

    """
    parts = shapely.get_parts(geometry)
    rings = int(np.sum(shapely.get_num_interior_rings(parts) + 1)) if len(parts) else 0
    return int(shapely.get_num_coordinates(geometry)) - rings


def _ordered_parts(geometry: shapely.Geometry) -> list[shapely.Polygon]:
    """Return the polygons of a shape from north-west to south-east."""
    parts = [part for part in shapely.get_parts(geometry) if not part.is_empty and part.geom_type == "Polygon"]
    return _ordered(parts)


def _ordered(shapes: Iterator[shapely.Geometry] | list[shapely.Geometry]) -> list[shapely.Geometry]:
    """Return shapes by the north-western corners of their boxes."""
    return sorted(shapes, key=lambda shape: (shape.bounds[0] - shape.bounds[3], shape.bounds))


def _corners(ring: shapely.LinearRing) -> np.ndarray:
    """Return the corners of a ring (n, 2), clockwise from the north-western one, without repetitions."""
    points = shapely.get_coordinates(ring)[:-1]
    if len(points) > 1:
        changes = np.any(points != np.roll(points, 1, axis=0), axis=1)
        points = points[changes] if changes.sum() >= _LEAST else points
    if shapely.is_ccw(ring):
        points = points[::-1]
    # The most north-western corner; of several the western one.
    first = np.lexsort((points[:, 0], points[:, 0] - points[:, 1]))[0]
    return np.roll(points, -first, axis=0)
