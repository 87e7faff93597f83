"""Clusters of neighbours no wider than a limit, by single linkage."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from .proximity import Links


def limited_clusters(shapes: np.ndarray, links: Links, diameter: float) -> npt.NDArray[np.int64]:
    """Return the cluster of each polygon: components of the links, divided until none is wider than the limit.

    Single linkage chains along valleys. A component that is too wide loses its longest link, of equal ones that of the
    highest positions, until it falls apart; so do its parts. That is to join by links from the shortest to the longest
    and to stop where a cluster would become too wide. A polygon that is too wide by itself stays alone,
    and joins nobody.

    Args:
        shapes: polygons (n,), in the order of their ids.
        links: between them.
        diameter: the widest that a cluster may be (m), between any two of its points.

    Returns:
        The lowest position in the cluster of each polygon (n,).

    >>> fields = np.array([shapely.box(x, 0, x + 10, 10) for x in (0, 11, 25, 36)], dtype=object)
    >>> links = Links(np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([1000, 4000, 1000]))
    >>> limited_clusters(fields, links, 100.0).tolist(), limited_clusters(fields, links, 30.0).tolist()
    ([0, 0, 0, 0], [0, 0, 2, 2])

    """
    root = list(range(len(shapes)))
    hull: list[shapely.Geometry | None] = list(shapely.convex_hull(shapes))
    alone = np.array([not _is_within(each, diameter) for each in hull], dtype=bool)
    closed = [False] * len(shapes)

    def find(number: int) -> int:
        """Return the lowest position that a polygon was joined with."""
        while root[number] != number:
            root[number] = root[root[number]]
            number = root[number]
        return number

    # Whoever would be too wide together stays apart, and so does all that a longer link would join to either of them.
    order = np.lexsort((links.second, links.first, links.length))
    for link in order[~(alone[links.first] | alone[links.second])[order]].tolist():
        one, other = sorted((find(int(links.first[link])), find(int(links.second[link]))))
        if one == other:
            continue
        joined = None
        if not (closed[one] or closed[other]):
            joined = shapely.convex_hull(shapely.union(hull[one], hull[other]))
        if joined is not None and _is_within(joined, diameter):
            root[other], hull[one] = one, joined
        else:
            closed[one] = closed[other] = True
    return np.array([find(number) for number in range(len(shapes))], dtype=np.int64)


def widths(shapes: np.ndarray) -> npt.NDArray[np.float64]:
    """Return the largest distance between two points of each polygon (m); nan where there is none.

    >>> widths(np.array([shapely.box(0, 0, 3, 4), None], dtype=object)).tolist()
    [5.0, nan]

    """
    return np.array([_width(hull) for hull in shapely.convex_hull(shapes)], dtype=np.float64)


def _width(hull: shapely.Geometry | None) -> float:
    """Return the largest distance between two corners of a convex polygon (m)."""
    corners = shapely.get_coordinates(hull)
    if not len(corners):
        return np.nan
    return float(np.hypot(*(corners[:, None] - corners[None]).T).max())


def _is_within(hull: shapely.Geometry | None, diameter: float) -> bool:
    """Return whether a convex polygon is no wider than a limit; most are told by their bounds."""
    west, south, east, north = shapely.bounds(hull)
    if np.hypot(east - west, north - south) <= diameter:
        return True
    return max(east - west, north - south) <= diameter and _width(hull) <= diameter
