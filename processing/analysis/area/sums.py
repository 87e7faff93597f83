"""Exact sums of areas by group."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def sums_of(group: npt.NDArray[np.int64], area: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    """Return the area (whole units, such as 0.01 m²) of each of `size` groups.

    >>> sums_of(np.array([0, 2, 0]), np.array([5, 7, 1]), 3).tolist()
    [6, 0, 7]

    """
    result = np.zeros(size, dtype=np.int64)
    np.add.at(result, group, area)
    return result
