"""Places that polygons of a mosaic cover more than once or not at all: faces between remaining boundaries.

See `outlines` for the idea. The remaining boundaries cut the plane into faces, and how often each face is covered
tells what is wrong there. Faces thinner than the tolerance are none: a vertex that a neighbour lacks (a T-junction)
leaves at most such a face.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from ..components import components
from ..progress import Progress, Silent
from ..spatial_index import spatial_index
from .boundaries import GRID, Outline, times_covered
from .set_operations import mean_width

# Vertices that are noded in one go: a second's work, between two looks at whether to stop.
_TILE = 60_000
# Overlaps are looked for down to this part of the tolerance: the grid changes their width, and others divide them.
_THIN = 0.25
# Metres around everything; the frame there bounds the outside.
_MARGIN = 10.0


@dataclass(frozen=True)
class Faults:
    """Faces where a mosaic is not as it should be; polygons.

    Attributes:
        overlaps: covered more than once, also thinner ones: `overlap_problems` judges all that two polygons share.
        uncovered: enclosed by polygons or, if an area is given, inside the area.
        outside: covered, but outside of the area; none if no area is given.

    """

    overlaps: np.ndarray
    uncovered: np.ndarray
    outside: np.ndarray


def find_faults(
    outline: Outline,
    tolerance: float,
    uncovered: bool = True,
    expected: np.ndarray | None = None,
    allowed: np.ndarray | None = None,
    progress: Progress | None = None,
) -> Faults:
    """Find what is covered more than once, or not at all.

    Args:
        outline: what remains of the mosaic's boundaries.
        tolerance: metres; thinner faults are none, overlaps down to a quarter of it are.
        uncovered: whether to look for what is not covered.
        expected: valid polygons of the area that should be covered; without it, every hole is a fault.
        allowed: valid polygons of the area that may be covered.
        progress: receives the fraction done; may cancel.

    >>> outline = Outline()
    >>> outline.add(shapely.box([0, 1], 0, [2, 3], 1))
    >>> shapely.area(find_faults(outline, 0.001).overlaps).round(6).tolist()
    [1.0]
    """
    progress = progress or Silent()
    lines = outline.lines()
    areas = [_lines_of(area) for area in (expected, allowed)]
    everything = np.concatenate([lines, *(a for a in areas if a is not None)])
    if not len(everything):
        return Faults(everything, everything, everything)
    faces, tiles = _faces(everything, progress)
    faces, points = _inner_points(faces, everything, tolerance * _THIN)
    times = times_covered(points, lines)
    should, may = (None if area is None else times_covered(points, area) > 0 for area in areas)
    empty = times == 0 if should is None else (times == 0) & should
    beyond = faces[:0] if may is None else faces[(times > 0) & ~may]
    found = _joined(faces[empty], tiles, tolerance, should is None) if uncovered else faces[:0]
    return Faults(faces[times > 1], found, beyond[is_wider(beyond, tolerance)])


def _lines_of(polygons: np.ndarray | None) -> np.ndarray | None:
    """Return the boundaries of polygons as lines; None where no polygons are given."""
    if polygons is None:
        return None
    outline = Outline()
    outline.add(polygons)
    return outline.lines()


def _faces(lines: np.ndarray, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
    """Return the faces into which lines cut a frame around them, tile by tile; and the tiles."""
    west, south, east, north = shapely.total_bounds(lines)
    frame = (west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN)
    tiles = shapely.box(*np.array(_tiles(shapely.get_coordinates(lines), np.round(frame, 1))).T)
    tree = spatial_index(lines)
    result = []
    for number, tile in enumerate(tiles):
        progress.set(number / len(tiles))
        here = lines[tree.query(tile)]
        if len(tiles) > 1:
            here = shapely.clip_by_rect(here, *tile.bounds)
        noded = shapely.union_all(np.append(here, tile.exterior), grid_size=GRID)
        result.append(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))))
    return np.concatenate(result), tiles


def _tiles(points: np.ndarray, box: Sequence[float]) -> list[Sequence[float]]:
    """Halve a box until none has more than `_TILE` points."""
    west, south, east, north = box
    axis = int(north - south > east - west)
    if len(points) <= _TILE or max(east - west, north - south) < _MARGIN:
        return [box]
    middle = float(np.round(np.median(points[:, axis]), 1))
    if not box[axis] < middle < box[axis + 2]:
        middle = float(np.round((box[axis] + box[axis + 2]) / 2, 1))
    low = points[:, axis] <= middle
    halves = ((west, south, east, middle), (west, middle, east, north))
    if axis == 0:
        halves = ((west, south, middle, north), (middle, south, east, north))
    return [*_tiles(points[low], halves[0]), *_tiles(points[~low], halves[1])]


def _inner_points(faces: np.ndarray, lines: np.ndarray, tolerance: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the faces wider than the tolerance, each with a point that is half of it away from all lines."""
    points = shapely.point_on_surface(faces)
    tree, half = spatial_index(lines), tolerance / 2
    x, y = shapely.get_coordinates(points).T
    point, line = tree.query(shapely.box(x - half, y - half, x + half, y + half))
    near = np.unique(point[shapely.distance(points[point], lines[line]) < half])
    core, owner = _cores(faces[near], tolerance)
    points[near] = None
    points[near[owner]] = shapely.point_on_surface(core)
    wide = ~shapely.is_missing(points)
    return faces[wide], points[wide]


def is_wider(polygons: np.ndarray, width: float) -> np.ndarray:
    """Return whether polygons are wider than `width` (metres) at some place; False for missing ones.

    >>> is_wider(shapely.box([0, 0], 0, [100, 100], [0.0009, 0.0011]), 0.001).tolist()
    [False, True]
    """
    # A polygon is somewhere as wide as its mean width.
    result = mean_width(polygons) > width
    thin = np.flatnonzero(~result & ~shapely.is_missing(polygons))
    result[thin[_cores(polygons[thin], width)[1]]] = True
    return result


def _cores(faces: np.ndarray, tolerance: float) -> tuple[np.ndarray, np.ndarray]:
    """Return parts of faces, inset by half the tolerance, and the face of each; thin faces have none."""
    parts, owner = shapely.get_parts(shapely.buffer(faces, -tolerance / 2, join_style="mitre"), return_index=True)
    real = shapely.area(parts) > 0
    return parts[real], owner[real]


def _joined(faces: np.ndarray, tiles: np.ndarray, tolerance: float, enclosed: bool) -> np.ndarray:
    """Return empty faces as wholes: without hairlines between parts, joined across the edges of tiles.

    With `enclosed`, what reaches the frame around everything is left out.
    """
    core, _ = _cores(faces, tolerance)
    parts = shapely.buffer(core, tolerance / 2, join_style="mitre")
    group = np.arange(len(parts))
    edges = shapely.union_all(shapely.boundary(tiles))
    at_edge = np.flatnonzero(shapely.intersects(parts, edges))
    contact = shapely.intersection(parts[at_edge], edges)
    first, second = spatial_index(contact).query(contact)
    common = shapely.length(shapely.intersection(contact[first], contact[second])) > tolerance
    group = components(len(parts), at_edge[first[common]], at_edge[second[common]])
    if enclosed and len(parts):
        frame = shapely.union_all(shapely.box(*shapely.bounds(tiles).T)).envelope.exterior
        outside = np.unique(group[shapely.intersects(parts, frame)])
        inside = ~np.isin(group, outside)
        parts, group = parts[inside], group[inside]
    order = np.argsort(group, kind="stable")
    sets = np.split(parts[order], np.flatnonzero(np.diff(group[order])) + 1) if len(parts) else []
    return np.array([p[0] if len(p) == 1 else shapely.union_all(p, grid_size=GRID) for p in sets], dtype=object)
