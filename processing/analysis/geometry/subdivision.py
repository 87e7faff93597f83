"""Zones of very many vertices, reduced to the parts near some parcels before anything is asked of them.

A part is what of a zone lies in a box around some parcels. The box is wide enough to hold whole every edge of the zone
that comes near one of them; the sides of the box, and the vertices that they make, lie away from all of them. So what
a part cuts has the very vertices that it would have from the whole zone.
"""

from __future__ import annotations

import numpy as np
import shapely

from .rings import area_within
from .set_operations import OPEN_AREA, clip, polygonal

# Measured on a zone of 200,000 vertices over 100,000 parcels: to halve a part of fewer vertices, or for fewer pieces,
# costs more than it saves. A zone of up to so many times as many is faster whole, measured on 344 of 512 to 1,777.
_VERTICES = 512
_TIMES = 4
_PIECES = 4
# From as many zones on, what crosses one large piece is asked of the piece's parts; of fewer the whole costs no more.
MANY = 32
# What counts as near: GEOS looks a tenth of a geometry's size beyond it; and a distance (metres) larger than any
# tolerance.
_BEYOND, _MARGIN = 0.125, 1.0
_ROUNDING = 1e-10  # of the area of a large part, beside `OPEN_AREA`


def parts_near(zones: np.ndarray, number: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Return the part of each zone that is near a box; the whole zone where that has few vertices, or all is near.

    Args:
        zones: object (n,), valid polygons.
        number: int64 (m,), positions of zones.
        boxes: float (m, 4), west, south, east, north (metres).

    Returns:
        object (m,), polygons; empty where nothing is near. Boxes near each other share one.

    >>> disc = shapely.buffer(shapely.points([0.0], [0.0]), 1000.0, quad_segs=1000)
    >>> part = parts_near(disc, np.array([0]), np.array([[990.0, -5.0, 1000.0, 5.0]]))
    >>> bool(shapely.get_num_coordinates(part)[0] < 100), bool(shapely.intersects_xy(part[0], 995.0, 0.0))
    (True, True)
    """
    result = zones[number]
    large = shapely.get_num_coordinates(zones) > _TIMES * _VERTICES
    reach = _MARGIN + _BEYOND * (boxes[:, 2:] - boxes[:, :2]).max(axis=1, initial=0)
    boxes = boxes + reach[:, None] * np.array([-1, -1, 1, 1])
    whole = shapely.bounds(zones)[number]
    near = (boxes[:, :2] <= whole[:, :2]).all(axis=1) & (boxes[:, 2:] >= whole[:, 2:]).all(axis=1)
    clipped = np.flatnonzero(large[number] & ~near)
    for zone in np.unique(number[clipped]):
        rows = clipped[number[clipped] == zone]
        _fill(result, rows, boxes, zones[zone], _edges(zones[zone]))
    return result


def parts_near_many(pieces: np.ndarray, number: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Return the part of each piece that is near a box, where many boxes ask a piece of many vertices; else the piece.

    So that a piece with thousands of holes, crossed by thousands of zones, costs about their sum, not their product.

    Args:
        pieces: object (n,), valid polygons.
        number: int64 (m,), positions of pieces.
        boxes: float (m, 4), west, south, east, north (metres).

    >>> pieces = shapely.box([0], 0, [9], 9)
    >>> parts_near_many(pieces, np.array([0]), np.array([[1.0, 1.0, 2.0, 2.0]]))[0] is pieces[0]
    True
    """
    result = pieces[number]
    asked = np.bincount(number, minlength=len(pieces)) >= MANY
    rows = np.flatnonzero(asked[number])
    if len(rows):
        result[rows] = parts_near(pieces, number[rows], boxes[rows])
    return result


def _edges(zone: shapely.Geometry) -> np.ndarray:
    """Return the boxes of a polygon's edges: west, south, east, north (n, 4)."""
    xy, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(zone)), return_index=True)
    edge = np.flatnonzero(ring[1:] == ring[:-1])
    a, b = xy[edge], xy[edge + 1]
    return np.hstack([np.minimum(a, b), np.maximum(a, b)])


def _part(zone: shapely.Geometry, edges: np.ndarray, boxes: np.ndarray) -> tuple[shapely.Geometry, np.ndarray]:
    """Return the part of a zone near any of some boxes, all of it where none can be made; and its edges near them."""
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    edges = edges[(edges[:, :2] <= high).all(axis=1) & (edges[:, 2:] >= low).all(axis=1)]
    low = np.vstack([low[None], edges[:, :2]]).min(axis=0) - _MARGIN
    high = np.vstack([high[None], edges[:, 2:]]).max(axis=0) + _MARGIN
    part = polygonal(clip(np.array([zone], dtype=object), (*low, *high)))[0]
    part = shapely.Polygon() if part is None else part
    # GEOS clips a zone with a hair hole to nothing, without a word.
    area = area_within(zone, (*low, *high))
    return part if abs(part.area - area) <= OPEN_AREA + _ROUNDING * area else zone, edges


def _fill(result: np.ndarray, rows: np.ndarray, boxes: np.ndarray, zone: shapely.Geometry, edges: np.ndarray) -> None:
    """Put the part of a zone that is near some boxes in their rows; halve them while that makes smaller parts."""
    part, edges = _part(zone, edges, boxes[rows])
    if shapely.get_num_coordinates(part) <= _VERTICES or len(rows) <= _PIECES:
        if part.is_valid:
            result[rows] = part
        return
    middle = boxes[rows, :2] + boxes[rows, 2:]
    axis = np.argmax(np.ptp(middle, axis=0))
    order = rows[np.argsort(middle[:, axis], kind="stable")]
    for half in np.array_split(order, 2):
        _fill(result, half, boxes, part, edges)
