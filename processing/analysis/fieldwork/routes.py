"""The order in which people go from finding to finding."""

from __future__ import annotations

import numpy as np

# Of fewer places no way is shorter; of more it is no longer improved, which would take longer than it saves.
_LEAST, _IMPROVED = 3, 512
_GAIN = 1e-6  # metres below which a shorter way is none


def walking_order(villages: np.ndarray, x: np.ndarray, y: np.ndarray, ids: np.ndarray) -> np.ndarray:
    """Return the order of check sheets: by village, in it from west to east, and from north to south.

    Args:
        villages: code of each finding's village; findings of none have an empty text and come last.
        x: eastings (m).
        y: northings (m).
        ids: stable ids, which decide what lies at the same place.

    Returns:
        positions of the findings in their order.

    >>> villages, x = np.array(["b", "a", "a", ""]), np.array([0, 9, 1, 0])
    >>> walking_order(villages, x, np.zeros(4), np.array(list("wxyz"))).tolist()
    [2, 1, 0, 3]

    """
    villages = villages.astype(str)
    return np.lexsort((ids.astype(str), -y, x, villages, villages == ""))


def patrol_order(
    villages: np.ndarray, severity: np.ndarray, x: np.ndarray, y: np.ndarray, ids: np.ndarray
) -> np.ndarray:
    """Return the order of a patrol: village by village, the severest findings first, these along a short way.

    In each village the way begins at the middle of its findings and goes to the nearest one again and again; then it is
    shortened by turning parts of it around (2-opt) for as long as that helps. What is less severe begins where the
    severer findings end. The same findings always give the same order.

    Args:
        villages: code of each finding's village; empty texts come last.
        severity: the highest comes first.
        x: eastings (m).
        y: northings (m).
        ids: stable ids, which decide between equals.

    Returns:
        positions of the findings in their order.

    >>> x = np.array([0.0, 10.0, 2.0, 50.0])
    >>> patrol_order(np.array(["a"] * 4), np.array([1, 1, 1, 3]), x, np.zeros(4), np.array(list("pqrs"))).tolist()
    [3, 1, 2, 0]

    """
    villages = villages.astype(str)
    stable = np.argsort(ids.astype(str), kind="stable")
    order: list[int] = []
    for village in sorted(set(villages), key=lambda code: (code == "", code)):
        own = stable[villages[stable] == village]
        place = np.array([x[own].mean(), y[own].mean()])
        for grade in sorted(set(severity[own].tolist()), reverse=True):
            group = own[severity[own] == grade]
            points = np.column_stack([x[group], y[group]]).astype(float)
            way = _shortened(place, points, _nearest_first(place, points))
            order += group[way].tolist()
            place = points[way[-1]]
    return np.array(order, dtype=int)


def _nearest_first(start: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return the positions of points (n, 2) on a way that always goes to the nearest point not yet seen."""
    left, place, way = np.ones(len(points), bool), start, []
    for _ in range(len(points)):
        distance = np.where(left, np.hypot(*(points - place).T), np.inf)
        nearest = int(np.argmin(distance))
        way.append(nearest)
        left[nearest], place = False, points[nearest]
    return np.array(way, dtype=int)


def _shortened(start: np.ndarray, points: np.ndarray, way: np.ndarray) -> np.ndarray:
    """Return a way through points (n, 2) of which no part turned around makes it shorter; its end is free."""
    count = len(way)
    if not _LEAST <= count <= _IMPROVED:
        return way
    places = np.vstack([start, points])
    distance = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    path = np.concatenate([[0], way + 1])
    for _ in range(count * count):
        best, turn = _GAIN, None
        for first in range(1, count):
            # The part from `first` to each `last` turned around: two legs change, at the end of the way one.
            last = np.arange(first + 1, count + 1)
            before, begin, end = path[first - 1], path[first], path[last]
            after = np.concatenate([path[last[:-1] + 1], [-1]])
            onward = np.where(after < 0, 0.0, distance[end, after] - distance[begin, after])
            gain = distance[before, begin] - distance[before, end] + onward
            place = int(np.argmax(gain))
            if gain[place] > best:
                best, turn = gain[place], (first, int(last[place]))
        if turn is None:
            break
        path[turn[0] : turn[1] + 1] = path[turn[0] : turn[1] + 1][::-1]
    return path[1:] - 1
