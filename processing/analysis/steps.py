"""Long arrays of geometries gone through in steps, between which other threads come to their turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

# Geometries. Shapely holds Python's lock while it goes through an array, and the desktop's window waits for that: some
# milliseconds with parcels of 50 vertices, and not long with zones of 2,000.
_STEP = 1_000


def steps(size: int) -> Iterator[slice]:
    """Yield the rows of an array of some size, at least one slice.

    >>> list(steps(1_001)), list(steps(0))
    ([slice(0, 1000, None), slice(1000, 1001, None)], [slice(0, 0, None)])
    """
    for start in range(0, max(size, 1), _STEP):
        yield slice(start, min(start + _STEP, size))


def in_steps(function: Callable[[np.ndarray], np.ndarray], rows: np.ndarray) -> np.ndarray:
    """Return what a function makes of an array, of each row by itself: the same as `function(rows)`.

    >>> in_steps(lambda part: part * 2, np.arange(2_001))[-2:].tolist()
    [3998, 4000]
    """
    if len(rows) <= _STEP:
        return function(rows)
    return np.concatenate([function(rows[part]) for part in steps(len(rows))])
