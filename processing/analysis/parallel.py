"""Ranges of rows run on threads, and the ranges that threads share out among them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from .progress import Progress

_Result = TypeVar("_Result")


def batches(group: np.ndarray, size: int) -> list[tuple[int, int]]:
    """Ranges of about `size` positions that never split a run of equal numbers in `group`."""
    result, start = [], 0
    while start < len(group):
        end = min(start + size, len(group))
        if end < len(group):
            end = int(np.searchsorted(group, group[end - 1], side="right"))
        result.append((start, end))
        start = end
    return result


def run_batches(
    work: Callable[[int, int], _Result], ranges: list[tuple[int, int]], threads: int, progress: Progress
) -> list[_Result]:
    """What `work` makes of ranges, in their order, on threads; a cancelled run starts no further batch."""
    results = []
    if threads <= 1 or len(ranges) <= 1:
        for position, limits in enumerate(ranges):
            progress.set(position / len(ranges))
            results.append(work(*limits))
        return results
    with ThreadPoolExecutor(threads) as pool:
        futures = [pool.submit(work, *limits) for limits in ranges]
        try:
            for position, future in enumerate(futures):
                progress.set(position / len(ranges))
                results.append(future.result())
        except BaseException:
            for future in futures:
                future.cancel()
            raise
    return results
