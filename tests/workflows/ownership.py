"""Watches which thread uses each geometry and each tree, by every function of shapely's C library."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import shapely
from shapely import lib

_OWN = "plugins/farmland_redline/processing"


class Ownership:
    """Threads by the geometries and trees that they use.

    Attributes:
        shared: what two threads used: a line for each place in the plugin's code where it was seen.
        uses: how many uses were looked at.
        threads: how many threads were seen.

    """

    def __init__(self) -> None:
        self.shared: set[str] = set()
        self.uses = self.threads = 0
        # The object itself is held, so that its address is not given to another one; so is the thread's mark, since
        # the identifiers of threads are used again.
        self._users: dict[int, tuple[object, int]] = {}
        self._own = threading.local()
        self._lock = threading.Lock()

    def use(self, values: tuple[object, ...], what: str) -> None:
        """Note that this thread uses geometries, alone or in arrays."""
        number = getattr(self._own, "number", None)
        if number is None:
            with self._lock:
                self.threads += 1
                number = self._own.number = self.threads
        for value in values:
            if isinstance(value, np.ndarray):
                items = value.ravel().tolist() if value.dtype == object else ()
            else:
                items = value if isinstance(value, (list, tuple)) else (value,)
            for item in items:
                if isinstance(item, (shapely.Geometry, shapely.STRtree)):
                    self._note(item, number, what)

    def _note(self, item: object, number: int, what: str) -> None:
        with self._lock:
            self.uses += 1
            _, before = self._users.setdefault(id(item), (item, number))
        if before != number:
            places = [line for line in traceback.format_stack() if _OWN in line]
            self.shared.add(f"{what}: {(places or traceback.format_stack())[-1].strip().splitlines()[0]}")


@contextmanager
def watched() -> Iterator[Ownership]:
    """Watch all uses of geometries meanwhile: what functions are given, and what they make."""
    ownership = Ownership()

    def watching(name: str, function: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            ownership.use((*arguments, *options.values()), name)
            result = function(*arguments, **options)
            ownership.use(result if isinstance(result, tuple) else (result,), name)
            return result

        return call

    def watching_tree(name: str, function: Callable[..., object]) -> Callable[..., object]:
        def call(tree: shapely.STRtree, *arguments: object, **options: object) -> object:
            ownership.use((tree, *arguments), f"STRtree.{name}")
            return function(tree, *arguments, **options)

        return call

    functions = {name: value for name, value in vars(lib).items() if callable(value) and not isinstance(value, type)}
    methods = {name: vars(shapely.STRtree)[name] for name in ("__init__", "query", "nearest", "query_nearest")}
    try:
        for name, function in functions.items():
            setattr(lib, name, watching(name, function))
        for name, method in methods.items():
            setattr(shapely.STRtree, name, watching_tree(name, method))
        yield ownership
    finally:
        for name, function in functions.items():
            setattr(lib, name, function)
        for name, method in methods.items():
            setattr(shapely.STRtree, name, method)
