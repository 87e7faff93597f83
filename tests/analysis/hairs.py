"""Polygons with holes, gaps and edges about 1e-9 m wide, as dissolving overlay output makes them, and exact areas."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import shapely
from shapely.geometry.polygon import orient

PLACE = np.array([39_512_000.0, 3_245_000.0])

Point = tuple[Fraction, Fraction]


def hair(random: np.random.Generator, ends: np.ndarray) -> np.ndarray:
    """A ring (3, 2) between two ends: its middle is a point between them, rounded as coordinates are."""
    first, last = ends + PLACE
    return np.array([first, first + random.uniform(0.2, 0.8) * (last - first), last])


def haired(random: np.random.Generator, holes: int, gaps: int) -> shapely.Polygon:
    """A field of 100 by 60 m with hair holes inside, and gaps that reach in from its lower edge as thin as hairs."""
    corners = np.array([(0.0, 0.0), (100.0, 0.0), (100.0, 60.0), (0.0, 60.0)]) + random.uniform(0, 1, 2)
    shell = [corners[0] + PLACE]
    for at in np.sort(random.uniform(5, 95, gaps)):
        mouth, tip = corners[0] + PLACE + (at, 0.0), corners[0] + PLACE + (at, 0.0) + random.uniform((-4, 10), (4, 55))
        shell += [mouth, tip, mouth + np.array([random.choice([2.0**-27, 2.0**-26, 2.0**-20]), 0.0])]
    shell += list(corners[1:] + PLACE)
    # One a column, so that they do not meet.
    columns = np.linspace(10, 90, holes + 1)
    rings = [
        hair(random, np.column_stack((random.uniform(left + 1, right - 1, 2), random.uniform(2, 58, 2))))
        for left, right in zip(columns, columns[1:])
    ]
    return shapely.Polygon(shell, [ring for ring in rings if shapely.Polygon(ring).is_valid])


def quadrilateral(random: np.random.Generator, middle: np.ndarray, along: np.ndarray | None = None) -> shapely.Polygon:
    """A convex quadrilateral of 4 to 40 m around a place, or with an edge along two points, a hair off."""
    if along is None:
        turn = random.choice([0.0, random.uniform(0, 1.5)])
        half = random.uniform(2, 20, 2)
        box = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
        spun = box @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        return shapely.Polygon(spun + middle)
    first, last = along
    across = np.array([[0, -1], [1, 0]]) @ (last - first) / np.hypot(*(last - first))
    off = random.choice([0.0, 1e-9, 1e-8, 1e-7]) * across
    ring = [first + off, last + off, last + 15 * across, first + 15 * across]
    return shapely.Polygon(ring)


def exact_shared_area(polygon: shapely.Polygon, convex: shapely.Polygon) -> float:
    """The area of what a polygon shares with a convex one, in fractions: its rings clipped edge by edge.

    Clipping leaves edges that fold back along the clipping line; they have no area.
    """
    edges = [tuple(map(Fraction, xy)) for xy in orient(convex).exterior.coords[:-1]]
    rings = [polygon.exterior, *polygon.interiors]
    areas = [abs(_area(_clipped([tuple(map(Fraction, xy)) for xy in ring.coords[:-1]], edges))) for ring in rings]
    return float(areas[0] - sum(areas[1:]))


def _clipped(ring: list[Point], convex: list[Point]) -> list[Point]:
    for start, end in zip(convex, convex[1:] + convex[:1]):
        sides = [(end[0] - start[0]) * (y - start[1]) - (end[1] - start[1]) * (x - start[0]) for x, y in ring]
        kept: list[Point] = []
        for (a, s), (b, t) in zip(zip(ring, sides), zip(ring[1:] + ring[:1], sides[1:] + sides[:1])):
            if s >= 0:
                kept.append(a)
            if (s > 0 > t) or (s < 0 < t):
                kept.append((a[0] + (b[0] - a[0]) * s / (s - t), a[1] + (b[1] - a[1]) * s / (s - t)))
        ring = kept
    return ring


def _area(ring: list[Point]) -> Fraction:
    return sum((a[0] * b[1] - a[1] * b[0] for a, b in zip(ring, ring[1:] + ring[:1])), Fraction(0)) / 2


# Triangles about 1e-9 m wide and 10 m long; a square across one of them is what GEOS says nothing is shared with.
HOLE = np.array(
    [
        (39530408.823836066, 3400376.703604349),
        (39530403.895349845, 3400368.4937186297),
        (39530406.08631884, 3400372.14344073),
    ]
)
FIELD = shapely.Polygon([(39530333, 3400351), (39530433, 3400351), (39530433, 3400411), (39530333, 3400411)], [HOLE])
SQUARE = shapely.box(39530396.819313206, 3400368.5889049512, 39530415.819313206, 3400387.5889049512)
