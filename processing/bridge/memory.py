"""The memory of the process: how often Python looks for garbage, and what the C library of Linux holds.

That library gives each thread a heap of its own, for which it sets aside 64 MB or more of addresses. Where these are
limited (`ulimit -v`, a container's or a batch system's limit), threads use them up while there is memory enough; the
next one then cannot begin, which ends the process. And it keeps what a thread has freed for that thread to use again.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from qgis.core import QgsApplication

_HEAPS = -8  # `M_ARENA_MAX` of glibc
# New containers after which Python looks for cycles among the young ones, and how often among the older ones: a run
# makes millions of rows and hardly a cycle, and to look for them as often as Python does by itself (700, 10, 10) took a
# tenth of the time of a run with 100,000 parcels.
_LOOKS = (100_000, 50, 100)
_LEAST = 48 * 2**20  # bytes: with less, libraries of C++ end the process before an error can be told


class _Looks:
    """How often Python looks for garbage, while runs are under way and otherwise."""

    def __init__(self) -> None:
        self._lock, self._runs, self._usual = threading.Lock(), 0, gc.get_threshold()

    def begin(self) -> None:
        """Let Python look less often from the first run on."""
        with self._lock:
            if not self._runs:
                self._usual = gc.get_threshold()
                gc.set_threshold(*_LOOKS)
            self._runs += 1

    def end(self) -> None:
        """Let Python look as often as before, once no run is under way."""
        with self._lock:
            self._runs -= 1
            if not self._runs:
                gc.set_threshold(*self._usual)


_looks = _Looks()


@contextmanager
def few_looks_for_garbage() -> Iterator[None]:
    """Let Python look for garbage less often, in all of the process, while the `with` block lasts.

    Not in the desktop: its windows leave garbage of Qt, which a thread that looks after a long while would free, and
    only the main thread may.
    """
    if QgsApplication.platform() == "desktop":
        yield
        return
    _looks.begin()
    try:
        yield
    finally:
        _looks.end()


@contextmanager
def set_aside() -> Iterator[None]:
    """Keep all that there is out of Python's looks for garbage while the `with` block lasts.

    A look at the rows of all tables of a city takes a quarter of a second, and the desktop's window waits for it.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def share_heaps() -> None:
    """Have the threads to come share heaps: two a processor, or one in all where addresses are limited.

    A run has threads of several kinds, one after another, and a heap keeps gaps that only its own threads fill.

    Raises:
        MemoryError: so few addresses are left that no run can end well.

    """
    if not sys.platform.startswith("linux"):
        return
    left = _addresses_left()
    with suppress(AttributeError, OSError):  # another C library
        ctypes.CDLL(None).mallopt(_HEAPS, 2 * (os.cpu_count() or 1) if left is None else 1)
    if left is not None and left < _LEAST:
        raise MemoryError


def give_back() -> None:
    """Give the system the memory that was freed: more than a gigabyte with 400,000 parcels."""
    if sys.platform.startswith("linux"):
        with suppress(AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)


def _addresses_left() -> int | None:
    """Return how many bytes of addresses the process may still take on Linux; None where nothing limits them."""
    import resource  # noqa: PLC0415  Windows has none

    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY:
        return None
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return most - pages * resource.getpagesize()
