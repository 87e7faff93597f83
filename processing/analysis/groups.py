"""Runs of equal numbers in sorted ones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def places_in_groups(group: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return how many of the same number stand before each of sorted numbers (n,).

    >>> places_in_groups(np.array([2, 2, 2, 7, 9, 9])).tolist()
    [0, 1, 2, 0, 0, 1]

    """
    start = np.flatnonzero(np.diff(group, prepend=-1))
    return np.arange(len(group)) - np.repeat(start, np.diff(start, append=len(group)))
