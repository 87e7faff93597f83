"""Connected components of things that are linked in pairs."""

from __future__ import annotations

import numpy as np


def components(size: int, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the lowest number that each of `size` things is linked to, over any number of links.

    >>> components(5, np.array([3, 1]), np.array([1, 4])).tolist()
    [0, 1, 2, 1, 1]

    """
    target, source = np.append(first, second), np.append(second, first)
    order = np.argsort(target, kind="stable")
    target, source = target[order], source[order]
    start = np.flatnonzero(np.diff(target, prepend=-1))
    linked, lowest = target[start], np.arange(size)
    while len(linked):
        before = lowest[linked]
        # `minimum.at` takes many times as long with NumPy before 1.25.
        least = np.minimum(before, np.minimum.reduceat(lowest[source], start))
        if (least == before).all():
            break
        lowest[linked] = least
        lowest = lowest[lowest]
    return lowest
