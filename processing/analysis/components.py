"""Connected components of things that are linked in pairs."""

from __future__ import annotations

import numpy as np


def components(size: int, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the lowest number that each of `size` things is linked to, over any number of links.

    >>> components(5, np.array([3, 1]), np.array([1, 4])).tolist()
    [0, 1, 2, 1, 1]

    """
    lowest = np.arange(size)
    while True:
        smaller = np.minimum(lowest[first], lowest[second])
        before = lowest.copy()
        np.minimum.at(lowest, first, smaller)
        np.minimum.at(lowest, second, smaller)
        lowest = lowest[lowest]
        if (lowest == before).all():
            return lowest
