"""Long arrays of geometries gone through in steps, between which other threads come to their turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

# Geometries. Shapely holds Python's lock while it goes through an array, and the desktop's window waits for that: some
# tens of milliseconds with parcels of 50 vertices.
_STEP = 10_000


def steps(size: int) -> Iterator[slice]:
    """Yield the rows of an array of some size, at least one slice.

    >>> list(steps(10_001)), list(steps(0))
    ([slice(0, 10000, None), slice(10000, 10001, None)], [slice(0, 0, None)])
    """
    for start in range(0, max(size, 1), _STEP):
        yield slice(start, min(start + _STEP, size))


def in_steps(function: Callable[[np.ndarray], np.ndarray], rows: np.ndarray) -> np.ndarray:
    """Return what a function makes of an array, of each row by itself: the same as `function(rows)`.

    >>> in_steps(lambda part: part * 2, np.arange(20_001))[-2:].tolist()
    [39998, 40000]
    """
    if len(rows) <= _STEP:
        return function(rows)
    return np.concatenate([function(rows[part]) for part in steps(len(rows))])
