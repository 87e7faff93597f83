"""Memory that was freed goes back to the system."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from farmland_redline.processing.bridge.memory import give_back

MEGABYTE = 2**20


def held() -> int:
    """Bytes of the process that lie in memory."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no heaps of threads")
def test_what_a_thread_has_freed_goes_back():
    made: list[bytes] = []
    thread = threading.Thread(target=lambda: made.extend(bytes(700) for _ in range(150_000)))
    thread.start()
    thread.join()
    full = held()
    del made[:-1]  # the last one keeps the heap from shrinking by itself
    give_back()
    assert full - held() > 80 * MEGABYTE
