"""The memory of the process, as the C library of Linux holds it; others do not need this.

It gives each thread a heap of its own, for which it sets aside 64 MB or more of addresses. Where these are limited
(`ulimit -v`, a container's or a batch system's limit), threads use them up while there is memory enough; the next one
then cannot begin, which ends the process. And it keeps what a thread has freed for that thread to use again.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from pathlib import Path

_HEAPS = -8  # `M_ARENA_MAX` of glibc
_LEAST = 48 * 2**20  # bytes: with less, libraries of C++ end the process before an error can be told


def spare_addresses() -> None:
    """Have the threads to come share one heap, where the addresses of this process are limited.

    Raises:
        MemoryError: so few are left that no run can end well.

    """
    left = _addresses_left()
    if left is None:
        return
    with suppress(AttributeError, OSError):  # another C library
        ctypes.CDLL(None).mallopt(_HEAPS, 1)
    if left < _LEAST:
        raise MemoryError


def give_back() -> None:
    """Give the system the memory that was freed: more than a gigabyte with 400,000 parcels."""
    if sys.platform.startswith("linux"):
        with suppress(AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)


def _addresses_left() -> int | None:
    """Return how many bytes of addresses the process may still take; None where nothing limits them."""
    if not sys.platform.startswith("linux"):
        return None
    import resource  # noqa: PLC0415  Windows has none

    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY:
        return None
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return most - pages * resource.getpagesize()
