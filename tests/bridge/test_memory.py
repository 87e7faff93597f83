"""Memory that was freed goes back to the system."""

from __future__ import annotations

import gc
import os
import sys
import threading
import weakref
from pathlib import Path

import pytest

from farmland_redline.processing.bridge.memory import few_looks_for_garbage, give_back, set_aside

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


def test_garbage_is_looked_for_as_before_once_all_runs_have_ended():
    """Also after a run that failed, and where runs end in another order than they began."""
    usual = gc.get_threshold()
    first, second = few_looks_for_garbage(), few_looks_for_garbage()
    first.__enter__()
    assert gc.get_threshold()[0] > usual[0]
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold()[0] > usual[0]
    second.__exit__(None, None, None)
    assert gc.get_threshold() == usual
    with pytest.raises(ValueError, match="failed"), few_looks_for_garbage():
        raise ValueError("failed")
    assert gc.get_threshold() == usual


def test_what_is_set_aside_is_looked_at_again_afterwards():
    class Cycle:
        pass

    def cycle() -> weakref.ref[Cycle]:
        one = Cycle()
        one.own = one
        return weakref.ref(one)

    before = cycle()
    with pytest.raises(ValueError, match="failed"), set_aside():
        within = cycle()
        gc.collect()
        assert before() is not None and within() is None
        raise ValueError("failed")
    gc.collect()
    assert before() is None
