"""Work run in threads: the one place where they start, and where what passes between them is looked at.

No geometry and no tree passes (see `encoding`): a task and what comes of it hold bytes and numbers, and so does
whatever else the work refers to.
"""

from __future__ import annotations

import functools
import types
from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

import numpy as np
import pandas as pd
import shapely

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


def batches(group: np.ndarray, size: int) -> list[tuple[int, int]]:
    """Return ranges of about `size` positions that never split a run of equal numbers in `group`.

    >>> batches(np.array([1, 1, 2, 2, 3]), 3)
    [(0, 4), (4, 5)]
    """
    result, start = [], 0
    while start < len(group):
        end = min(start + size, len(group))
        if end < len(group):
            end = int(np.searchsorted(group, group[end - 1], side="right"))
        result.append((start, end))
        start = end
    return result


def even_size(count: int, most: int) -> int:
    """Return the size of an even number of batches of `most` positions or less; all positions where one batch does.

    Of an odd number two threads leave the last one to one of them, while the other has nothing to do.

    >>> even_size(100, 60), even_size(100, 40), even_size(20, 30)
    (50, 25, 30)
    """
    if count <= most:
        return most
    pairs = -(-count // (2 * most))
    return -(-count // (2 * pairs))


def run_in_threads(
    work: Callable[[_Task], _Result], tasks: Iterable[_Task], threads: int
) -> Generator[_Result, None, None]:
    """Yield what `work` makes of tasks, in their order; only a few are made ahead of who takes them.

    Args:
        work: runs in a thread, with the context variables of the caller (the language spoken).
        tasks: are taken one by one, as threads become free.
        threads: how many; one at least.

    Raises:
        GeometrySharedError: a geometry or tree would pass from one thread to another.

    >>> list(run_in_threads(lambda n: n * n, range(4), 2))
    [0, 1, 4, 9]
    """
    require_no_geometry(work, "work")

    def checked(task: _Task) -> _Result:
        result = work(task)
        require_no_geometry(result, "result")
        return result

    waiting: deque[Future[_Result]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for task in tasks:
                require_no_geometry(task, "task")
                waiting.append(pool.submit(copy_context().run, checked, task))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


class GeometrySharedError(TypeError):
    """A geometry or a tree was about to pass from one thread to another: a fault of the program."""


def require_no_geometry(value: object, name: str) -> None:
    """Raise `GeometrySharedError` if a value holds a geometry or a tree.

    Looked through are containers, arrays, frames, instances of the plugin's own classes, and what functions refer to.

    Args:
        value: what passes between threads.
        name: what it is, for the message.

    >>> require_no_geometry({"a": shapely.Point(0, 0)}, "task")
    Traceback (most recent call last):
    farmland_redline.processing.analysis.parallel.GeometrySharedError: task['a'] is a geometry
    """
    seen: set[int] = set()
    stack: list[tuple[object, str]] = [(value, name)]
    while stack:
        value, name = stack.pop()
        if id(value) in seen or isinstance(value, (str, bytes, int, float, type(None), type)):
            continue
        seen.add(id(value))
        if isinstance(value, (shapely.Geometry, shapely.STRtree)):
            raise GeometrySharedError(f"{name} is a geometry")
        if isinstance(value, np.ndarray):
            if value.dtype == object and shapely.is_geometry(value).any():
                raise GeometrySharedError(f"{name} holds geometries")
        elif isinstance(value, pd.DataFrame):
            stack += [(value.iloc[:, n], f"{name}[{value.columns[n]!r}]") for n in range(value.shape[1])]
        elif isinstance(value, (pd.Series, pd.Index)):
            if value.dtype == object or str(value.dtype) == "geometry":
                stack.append((np.asarray(value, dtype=object), name))
        else:
            stack += _referred(value, name)


def _referred(value: object, name: str) -> list[tuple[object, str]]:
    """Return what a value refers to, with names."""
    if isinstance(value, Mapping):
        return [(item, f"{name}[{key!r}]") for key, item in value.items()]
    if isinstance(value, (tuple, list, set, frozenset)):
        return [(item, f"{name}[{number}]") for number, item in enumerate(value)]
    if isinstance(value, functools.partial):
        return [(value.func, name), (value.args, f"{name}.args"), (value.keywords, f"{name}.keywords")]
    if isinstance(value, types.MethodType):
        return [(value.__self__, f"{name}.__self__"), (value.__func__, name)]
    if isinstance(value, types.FunctionType):
        cells = zip(value.__code__.co_freevars, value.__closure__ or ())
        return [(cell.cell_contents, f"{name}.{variable}") for variable, cell in cells]
    if type(value).__module__.partition(".")[0] == __name__.partition(".")[0]:
        state = getattr(value, "__dict__", {})
        return [(item, f"{name}.{attribute}") for attribute, item in state.items()]
    return []
