"""Which polygons are neighbours: near each other, with nothing between them that parts fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from ..components import components
from ..progress import Progress, Silent
from ..spatial_index import spatial_index

# A line that enters a barrier by less runs along its boundary (m).
_ALONG = 0.01
_PER_METRE = 1000  # lengths are compared in whole mm, so that equal ones are equal
_BATCH, _LINES = 4_096, 16_384  # polygons and lines looked at together


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

    def only(self, which: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> Links:
        """Return some of the pairs, by a mask or by positions."""
        return Links(self.first[which], self.second[which], self.length[which])


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
        self._inner = np.full(len(shapes), None, dtype=object)  # drawn in; made when a line comes near first

    def between(self, lines: np.ndarray) -> npt.NDArray[np.bool_]:
        """Return which lines (n,) enter a barrier; one that runs along its boundary does not.

        Barriers that meet are one: a line along the joint of two parcels of a road crosses the road.
        """
        crossed = np.zeros(len(lines), dtype=bool)
        line, barrier = self._tree.query(lines, predicate="intersects")
        crossed[line[shapely.intersects(self._drawn_in(barrier), lines[line])]] = True
        order = np.argsort(line, kind="stable")
        met, start, count = np.unique(line[order], return_index=True, return_counts=True)
        several = (count > 1) & ~crossed[met]
        for number, first, many in zip(met[several].tolist(), start[several], count[several]):
            near = barrier[order[first : first + many]]
            whole = shapely.buffer(shapely.union_all(self._shapes[near]), _ALONG)
            crossed[number] = shapely.intersects(shapely.buffer(whole, -2 * _ALONG), lines[number])
        return crossed

    def _drawn_in(self, barrier: npt.NDArray[np.int64]) -> np.ndarray:
        """Return barriers (n,) by their positions, without their margins."""
        new = np.unique(barrier)
        new = new[shapely.is_missing(self._inner[new])]
        self._inner[new] = shapely.buffer(self._shapes[new], -_ALONG)
        shapely.prepare(self._inner[new])
        return self._inner[barrier]


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
    near = find_near(of, among, distance, progress)
    return near.only(without_barrier(of, among, near, barriers, progress))


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
    near = link_near(shapes, distance, group, progress)
    return near.only(without_barrier(shapes, shapes, near, barriers, progress))


def connected(
    shapes: np.ndarray, near: Links, barriers: Barriers, progress: Progress | None = None
) -> tuple[npt.NDArray[np.int64], Links]:
    """Return the lowest position that each polygon is linked to over any number of neighbours.

    Whether a barrier parts two is asked only of pairs for which it matters: of parts that do not hang together yet the
    shortest pair at first, then ever more of them.

    Args:
        shapes: polygons (n,).
        near: pairs of them that are neighbours unless a barrier parts them.
        barriers: what parts neighbours.
        progress: may cancel.

    Returns:
        positions (n,), and the pairs without those of which it was found that a barrier parts them.

    >>> fields = np.array([shapely.box(x, 0, x + 10, 10) for x in (0, 10, 25)], dtype=object)
    >>> road = Barriers(np.array([shapely.box(22, -9, 23, 19)]))
    >>> part, near = connected(fields, link_near(fields, 9.0), road)
    >>> part.tolist(), near.second.tolist()
    ([0, 0, 2], [1])

    """
    linked, parted, most = near.length == 0, np.zeros(len(near.length), dtype=bool), 1
    while True:
        part = components(len(shapes), near.first[linked], near.second[linked])
        one, other = part[near.first], part[near.second]
        asked = np.flatnonzero((one != other) & ~parted)
        if not len(asked):
            return part, near.only(~parted)
        between = np.minimum(one, other)[asked] * np.int64(len(shapes)) + np.maximum(one, other)[asked]
        order = np.lexsort((near.length[asked], between))
        place = pd.Series(between[order]).groupby(between[order]).cumcount().to_numpy()
        asked = asked[order][place < most]
        linked[asked] = without_barrier(shapes, shapes, near.only(asked), barriers, progress)
        parted[asked] = ~linked[asked]
        most *= 4


def find_near(of: np.ndarray, among: np.ndarray, distance: float, progress: Progress | None = None) -> Links:
    """Return which polygons of one set are near which of another, with a barrier between them or not.

    Args:
        of, among, distance, progress: as of `find_neighbours`.

    >>> fields = np.array([shapely.box(x, 0, x + 10, 10) for x in (0, 25, 60)], dtype=object)
    >>> find_near(fields[:1], fields[1:], 20.0).second.tolist()
    [0]

    """
    return _joined(_near(of, among, distance, progress or Silent()))


def link_near(
    shapes: np.ndarray, distance: float, group: np.ndarray | None = None, progress: Progress | None = None
) -> Links:
    """Return the pairs of polygons near each other inside one set, each once, the lower position first.

    Args:
        shapes, distance, group, progress: as of `link_neighbours`.

    >>> fields = np.array([shapely.box(x, 0, x + 10, 10) for x in (0, 10, 22)], dtype=object)
    >>> link_near(fields, 2.0).length.tolist()
    [0, 2000]

    """
    return _joined(_near(shapes, shapes, distance, progress or Silent(), group, inside=True))


def without_barrier(
    of: np.ndarray, among: np.ndarray, near: Links, barriers: Barriers, progress: Progress | None = None
) -> npt.NDArray[np.bool_]:
    """Return which pairs (n,) have no barrier on the shortest line between them; those that touch have none.

    Args:
        of, among: polygons.
        near: positions in both.
        barriers: what parts neighbours.
        progress: may cancel.

    >>> fields = np.array([shapely.box(x, 0, x + 10, 10) for x in (0, 25)], dtype=object)
    >>> near = link_near(fields, 20.0)
    >>> without_barrier(fields, fields, near, Barriers(np.array([shapely.box(12, -9, 20, 19)]))).tolist()
    [False]

    """
    progress = progress or Silent()
    result, gap = np.ones(len(near.first), dtype=bool), np.flatnonzero(near.length > 0)
    for start in range(0, len(gap), _LINES):
        progress.check()
        some = gap[start : start + _LINES]
        result[some] = ~barriers.between(shapely.shortest_line(of[near.first[some]], among[near.second[some]]))
    return result


def _joined(parts: Iterator[tuple[np.ndarray, ...]]) -> Links:
    """Return links found part by part, in order."""
    columns = [np.concatenate(column) for column in zip((np.empty(0, np.int64),) * 3, *parts)]
    order = np.lexsort((columns[1], columns[0]))
    return Links(*(column[order] for column in columns))


def _near(
    of: np.ndarray,
    among: np.ndarray,
    distance: float,
    progress: Progress,
    group: np.ndarray | None = None,
    inside: bool = False,
) -> Iterator[tuple[np.ndarray, ...]]:
    """Yield positions and distances (mm) of polygons near each other, for some thousands of polygons at a time.

    Inside one set each pair is looked at once, the lower position first: of several shortest lines it is always the
    same one.
    """
    tree = spatial_index(among)
    for start in range(0, len(of), _BATCH):
        progress.check()
        west, south, east, north = shapely.bounds(of[start : start + _BATCH]).T
        boxes = shapely.box(west - distance, south - distance, east + distance, north + distance)
        boxes[np.isnan(west)] = None
        one, other = tree.query(boxes)
        one = one + start
        wanted = one < other if inside else np.ones(len(one), dtype=bool)
        if group is not None:
            wanted &= group[one] == group[other]
        one, other = one[wanted], other[wanted]
        length = np.rint(shapely.distance(of[one], among[other]) * _PER_METRE).astype(np.int64)
        near = length <= round(distance * _PER_METRE)
        yield one[near], other[near], length[near]
