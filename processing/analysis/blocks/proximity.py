"""Which polygons are neighbours: near each other, with nothing between them that parts fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from ..progress import Progress, Silent
from ..spatial_index import spatial_index

# A line that enters a barrier by less runs along its boundary (m).
_ALONG = 0.01
_PER_METRE = 1000  # lengths are compared in whole mm, so that equal ones are equal
_BATCH = 4_096


@dataclass(frozen=True)
class Links:
    """Pairs of neighbours.

    Attributes:
        first, second: int64 (n,), positions of the polygons.
        length: int64 (n,), the distance between them in mm.

    """

    first: npt.NDArray[np.int64]
    second: npt.NDArray[np.int64]
    length: npt.NDArray[np.int64]


class Barriers:
    """Polygons that part what lies on both sides of them: roads, rivers, canals.

    >>> road = Barriers(np.array([shapely.box(4, 0, 6, 10)], dtype=object))
    >>> road.between(np.array([shapely.LineString([(0, 5), (9, 5)]), shapely.LineString([(4, 0), (4, 9)])])).tolist()
    [True, False]

    """

    def __init__(self, shapes: np.ndarray) -> None:
        """Take the polygons of barriers (n,)."""
        self._shapes = shapes
        self._tree = spatial_index(shapes)

    def between(self, lines: np.ndarray) -> npt.NDArray[np.bool_]:
        """Return which lines (n,) enter a barrier; one that runs along its boundary does not.

        Barriers that meet are one: a line along the joint of two parcels of a road crosses the road.
        """
        crossed = np.zeros(len(lines), dtype=bool)
        line, barrier = self._tree.query(lines, predicate="intersects")
        hit, position = np.unique(barrier, return_inverse=True)
        inner = shapely.buffer(self._shapes[hit], -_ALONG)
        shapely.prepare(inner)
        crossed[line[shapely.intersects(inner[position], lines[line])]] = True
        met, count = np.unique(line, return_counts=True)
        for number in met[(count > 1) & ~crossed[met]].tolist():
            whole = shapely.buffer(shapely.union_all(self._shapes[barrier[line == number]]), _ALONG)
            crossed[number] = shapely.intersects(shapely.buffer(whole, -2 * _ALONG), lines[number])
        return crossed


def find_neighbours(
    of: np.ndarray,
    among: np.ndarray,
    distance: float,
    barriers: Barriers,
    progress: Progress | None = None,
) -> Links:
    """Return which polygons of one set are neighbours of which of another: near, and no barrier on the shortest line.

    Args:
        of, among: polygons (n,), (m,); null and empty ones have no neighbours.
        distance: in metres, the farthest that neighbours are from each other.
        barriers: what parts neighbours.
        progress: may cancel.

    >>> fields = np.array([shapely.box(x, 0, x + 10, 10) for x in (0, 25, 60)], dtype=object)
    >>> road, ditch = Barriers(np.array([shapely.box(12, -9, 20, 19)])), Barriers(fields[:0])
    >>> links = find_neighbours(fields[:1], fields[1:], 20.0, ditch)
    >>> links.first.tolist(), links.second.tolist(), links.length.tolist()
    ([0], [0], [15000])
    >>> find_neighbours(fields[:1], fields[1:], 20.0, road).first.tolist()
    []

    """
    return _joined(_near(of, among, distance, barriers, progress or Silent()))


def link_neighbours(
    shapes: np.ndarray,
    distance: float,
    barriers: Barriers,
    group: np.ndarray | None = None,
    progress: Progress | None = None,
) -> Links:
    """Return the pairs of neighbours inside one set of polygons, each once, the lower position first.

    Args:
        shapes, distance, barriers, progress: as of `find_neighbours`.
        group: (n,) neighbours are of one group; None: all are.

    >>> fields = np.array([shapely.box(x, 0, x + 10, 10) for x in (0, 10, 22)], dtype=object)
    >>> links = link_neighbours(fields, 2.0, Barriers(fields[:0]))
    >>> list(zip(links.first.tolist(), links.second.tolist(), links.length.tolist()))
    [(0, 1, 0), (1, 2, 2000)]

    """
    return _joined(_near(shapes, shapes, distance, barriers, progress or Silent(), group, inside=True))


def _joined(parts: Iterator[tuple[np.ndarray, ...]]) -> Links:
    """Return links found part by part, in order."""
    columns = [np.concatenate(column) for column in zip((np.empty(0, np.int64),) * 3, *parts)]
    order = np.lexsort((columns[1], columns[0]))
    return Links(*(column[order] for column in columns))


def _near(
    of: np.ndarray,
    among: np.ndarray,
    distance: float,
    barriers: Barriers,
    progress: Progress,
    group: np.ndarray | None = None,
    inside: bool = False,
) -> Iterator[tuple[np.ndarray, ...]]:
    """Yield positions and distances (mm) of neighbours, for some thousands of polygons at a time.

    Inside one set each pair is looked at once, the lower position first: of several shortest lines it is always the
    same one.
    """
    tree = spatial_index(among)
    west, south, east, north = shapely.bounds(of).T
    boxes = shapely.box(west - distance, south - distance, east + distance, north + distance)
    boxes[np.isnan(west)] = None
    for start in range(0, len(of), _BATCH):
        progress.check()
        one, other = tree.query(boxes[start : start + _BATCH])
        one = one + start
        wanted = one < other if inside else np.ones(len(one), dtype=bool)
        if group is not None:
            wanted &= group[one] == group[other]
        one, other = one[wanted], other[wanted]
        length = np.rint(shapely.distance(of[one], among[other]) * _PER_METRE).astype(np.int64)
        near = length <= round(distance * _PER_METRE)
        one, other, length = one[near], other[near], length[near]
        kept, gap = np.ones(len(one), dtype=bool), np.flatnonzero(length > 0)
        kept[gap] = ~barriers.between(shapely.shortest_line(of[one[gap]], among[other[gap]]))
        yield one[kept], other[kept], length[kept]
