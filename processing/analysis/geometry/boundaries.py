"""Boundaries that no neighbour shares: what remains of a mosaic's boundaries when all shared ones cancel.

Neighbours share their boundary vertex by vertex, once in each direction. Such pairs of segments cancel; of millions few
remain, the outer boundary and whatever is wrong. Every ring is closed, so the remaining segments still tell how often
any place is covered: by one more on the left of a segment than on its right.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas
import numpy as np
import shapely

from ..spatial_index import spatial_index
from .rings import flat_rings

# The survey keeps four decimals; boundaries are compared on that grid.
GRID = 1e-4
# Segments wait until there are this many, or as many as remain, so that sorting stays a small part of the work.
_WAITING = 1_000_000
# Remaining segments of one ring make lines of at most this length, whose boxes stay small.
_LINE = 64
_GROUPS = 4  # bits
_HEAPS = 20  # bits
_DIGITS = np.uint64(2**40 - 1)  # sums of so many are exact
_ODD, _HALF, _LOW = np.uint64(0x9E3779B97F4A7C15), np.uint64(32), np.uint64(0xFFFFFFFF)


@dataclass(frozen=True)
class OpenSegments:
    """Boundary segments of some polygons that no two of them share.

    Attributes:
        segments: (n, 4), x and y from where and to where, in units of the grid, polygon on the left.
        number: int64 (n,), their places along the boundaries.
        size: how many places there are.

    """

    segments: np.ndarray
    number: np.ndarray
    size: int


class Outline:
    """Collect the boundary segments of polygons, in any number of chunks and any order; shared ones cancel.

    Memory holds the remaining segments (40 bytes each), at most as many that wait, and a million more. A segment and
    its companion of opposite direction fall into one group, so that only the segments of a group are sorted at a time.

    >>> outline = Outline()
    >>> outline.add(shapely.box([0, 1], 0, [1, 2], 1))
    >>> round(float(shapely.length(outline.lines()).sum()), 6)  # around both squares
    6.0
    """

    def __init__(self) -> None:
        self._groups = [_Segments() for _ in range(1 << _GROUPS)]
        self._next = 0

    def add(self, polygons: np.ndarray) -> None:
        """Add valid polygons (metres); missing and empty ones have no boundary."""
        self.join(open_segments(polygons))

    def join(self, part: OpenSegments) -> None:
        """Add segments from `open_segments`."""
        both = _undirected(_marks(part.segments.reshape(-1, 2)), slice(0, None, 2), slice(1, None, 2))
        group = (both >> np.uint64(64 - _GROUPS)).astype(np.int64)
        order = np.argsort(group, kind="stable")
        ends = np.cumsum(np.bincount(group, minlength=len(self._groups)))[:-1]
        for own, rows in zip(self._groups, np.split(order, ends)):
            own.add(part.segments[rows], part.number[rows] + self._next)
        self._next += part.size

    def lines(self) -> np.ndarray:
        """Return the remaining boundaries as lines (n,), polygons on their left."""
        settled = [group.settle() for group in self._groups]
        segments, number = (np.concatenate(parts) for parts in zip(*settled))
        order = np.argsort(number)
        segments, number = segments[order] * GRID, number[order]
        if not len(segments):
            return np.zeros(0, dtype=object)
        follows = (np.diff(number) == 1) & (segments[1:, :2] == segments[:-1, 2:]).all(axis=1)
        run = np.append(0, np.cumsum(~follows))
        first = np.searchsorted(run, run)
        line = np.cumsum(np.append(True, ~follows | ((np.arange(1, len(run)) - first[1:]) % _LINE == 0))) - 1
        end = np.append(np.flatnonzero(np.diff(line)), len(line) - 1)
        points = np.concatenate([segments[:, :2], segments[end, 2:]])
        owner = np.concatenate([line, line[end]])
        return shapely.linestrings(points[np.argsort(owner, kind="stable")], indices=np.sort(owner))


class _Segments:
    """Segments (as of `OpenSegments`) of which those that cancel are dropped from time to time."""

    def __init__(self) -> None:
        self._kept = (np.zeros((0, 4)), np.zeros(0, np.int64))
        self._waiting: list[tuple[np.ndarray, np.ndarray]] = []

    def add(self, segments: np.ndarray, number: np.ndarray) -> None:
        """Add segments and their places."""
        self._waiting.append((segments, number))
        if sum(len(number) for _, number in self._waiting) > max(_WAITING >> _GROUPS, len(self._kept[0])):
            self.settle()

    def settle(self) -> tuple[np.ndarray, np.ndarray]:
        """Cancel what was added since the last time; return the segments that remain, and their places."""
        parts = [self._kept, *self._waiting]
        segments, number = np.concatenate([s for s, _ in parts]), np.concatenate([n for _, n in parts])
        ends = _marks(segments.reshape(-1, 2))
        start = np.arange(0, len(ends), 2)
        kept = _unpaired(ends, start, start + 1)
        self._kept, self._waiting = (segments[kept], number[kept]), []
        return self._kept


def open_segments(polygons: np.ndarray) -> OpenSegments:
    """Return the boundary segments of polygons without those that two of them share.

    Args:
        polygons: valid (metres); missing and empty ones have no boundary.

    >>> len(open_segments(shapely.box([0, 1], 0, [1, 2], 1)).number)  # eight sides, two of them shared
    6
    """
    polygons = polygons[~(shapely.is_missing(polygons) | shapely.is_empty(polygons))]
    if not len(polygons):
        return OpenSegments(np.zeros((0, 4)), np.zeros(0, np.int64), 0)
    points, start, end, number = _segments(polygons)
    mark = _marks(points)
    # A look that cannot be wrong the other way, and costs a fifth, leaves little to be compared.
    left = _unbalanced(mark, start, end)
    kept = left[_unpaired(mark, start[left], end[left])]
    return OpenSegments(np.hstack((points[start[kept]], points[end[kept]])), number[kept], len(points))


def _segments(polygons: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return points in units of the grid; start and end of each segment among them; its place along the rings."""
    coordinates, rings, outer = flat_rings(polygons)
    points = np.rint(coordinates / GRID)
    x, y = np.ascontiguousarray(points.T)  # numpy is slow along rows of two
    across, up = np.diff(x), np.diff(y)
    real = (across != 0) | (up != 0)
    real[rings[1:-1] - 1] = False  # from one ring to the next
    size = np.diff(rings)
    ring = np.repeat(np.arange(len(outer)), size)
    aside, above = (axis - np.repeat(axis[rings[:-1]], size) for axis in (x, y))
    turn = np.where(real, aside[:-1] * up - above[:-1] * across, 0.0)
    backwards = (np.bincount(ring[:-1], turn, len(outer)) > 0) != outer
    start = np.flatnonzero(real)
    turned = backwards[ring[start]]
    place = np.where(turned, (rings[:-1] + rings[1:] - 2)[ring[start]] - start, start)
    return points, start + turned, start + ~turned, place


def _marks(points: np.ndarray) -> np.ndarray:
    """Return a number (uint64) for each point: the low halves of its coordinates, which repeat after 429 km."""
    low = points.astype(np.int64).view(np.uint64) & _LOW
    return low[:, 0] << _HALF | low[:, 1]


def _unbalanced(mark: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return positions of segments that hold all whose count in one direction is not that in the other.

    Segments are thrown into heaps, and a number that a segment has whatever its direction is added or taken by its
    direction: where the heap comes to nothing, they cancel.
    """
    one, other = mark[start], mark[end]
    forth = one < other
    number = np.where(forth, one, other) * _ODD
    number ^= number >> _HALF
    number += np.where(forth, other, one)
    number *= _ODD
    number ^= number >> _HALF
    number *= _ODD
    heap = (number >> np.uint64(64 - _HEAPS)).astype(np.int64)
    amount = ((number & _DIGITS) | np.uint64(1)).astype(np.float64)
    total = np.bincount(heap, np.where(forth, amount, -amount), 1 << _HEAPS)
    return np.flatnonzero(total[heap] != 0)


def _undirected(mark: np.ndarray, start: np.ndarray | slice, end: np.ndarray | slice) -> np.ndarray:
    """Return a number (uint64) for each segment, the same in either direction; others hardly ever have it too."""
    mixed = mark * _ODD
    mixed ^= mixed >> _HALF
    mixed *= _ODD
    return mixed[start] + mixed[end]


def _unpaired(mark: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return positions of segments that have not exactly one companion of opposite direction."""
    both = _undirected(mark, start, end)
    order = np.argsort(both)
    both = both[order]
    first = np.flatnonzero(np.append(True, both[1:] != both[:-1])) if len(both) else order
    pairs = first[np.diff(np.append(first, len(both))) == 2]  # noqa: PLR2004  a pair
    one, other = order[pairs], order[pairs + 1]
    opposite = (mark[start[one]] == mark[end[other]]) & (mark[end[one]] == mark[start[other]])
    kept = np.ones(len(start), bool)
    kept[one[opposite]] = kept[other[opposite]] = False
    return np.flatnonzero(kept)


def times_covered(points: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """Count the polygons that cover each point (int64), by their remaining boundaries.

    The points are visited one after the other, from outside; every line crossed on the way adds or takes one. They lie
    on no line.

    Args:
        points: shapely points (n,).
        lines: of an `Outline`.

    >>> outline = Outline()
    >>> outline.add(shapely.box([0, 1], 0, [2, 3], 1))
    >>> times_covered(shapely.points([0.5, 1.5, 9.0], [0.5, 0.5, 0.5]), outline.lines()).tolist()
    [1, 2, 0]
    """
    if not len(points) or not len(lines):
        return np.zeros(len(points), np.int64)
    west, south, _, _ = shapely.total_bounds(np.concatenate([points, lines]))
    visit = np.argsort(geopandas.GeoSeries(points).hilbert_distance().to_numpy(), kind="stable")
    at = np.concatenate([[[west - 1.0, south - 1.0]], shapely.get_coordinates(points[visit])])
    steps = shapely.linestrings(np.stack([at[:-1], at[1:]], axis=1))
    step, line = spatial_index(lines).query(steps)
    coordinates, owner = shapely.get_coordinates(lines, return_index=True)
    begin = np.searchsorted(owner, np.arange(len(lines) + 1))
    count = np.diff(begin)[line] - 1
    step = np.repeat(step, count)
    segment = np.repeat(begin[line] - np.cumsum(count) + count, count) + np.arange(count.sum())
    p, q = at[step], at[step + 1]
    a, b = coordinates[segment], coordinates[segment + 1]
    crossed = ((_side(p, q, a) >= 0) != (_side(p, q, b) >= 0)) & ((_side(a, b, p) > 0) != (_side(a, b, q) > 0))
    change = np.where(_side(a, b, q) > 0, 1, -1)[crossed]
    total = np.cumsum(np.bincount(step[crossed], change, len(steps)).astype(np.int64))
    result = np.empty(len(points), np.int64)
    result[visit] = total
    return result


def _side(start: np.ndarray, end: np.ndarray, point: np.ndarray) -> np.ndarray:
    """Return a positive number where a point lies to the left of start-end, a negative one to the right."""
    ahead, aside = end - start, point - start
    return ahead[:, 0] * aside[:, 1] - ahead[:, 1] * aside[:, 0]
