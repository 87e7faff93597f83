"""How long the window stands still: a timer of the main thread, and what Python was doing when it was late."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from qgis.PyQt.QtCore import QTimer

TICK_MS = 20
LONG_S = 0.2
_LOOK_S = 0.02
_INNER, _FRAMES = 2, 8  # of a stack: the last calls, and those of the plugin
_PLUGIN = "/farmland_redline/"  # in the paths of its modules, from a checkout and from the zip


class Probe:
    """Measures from `start` to `stop`; phases are named as they begin.

    `gaps` has a row for each tick: seconds since the one before, seconds of all processors that QGIS used meanwhile (of
    a busy machine others have the rest), those of the main thread, phase, progress, what was seen of Python's stacks,
    and whether the main thread was seen in the plugin's code. Where it was not, QGIS itself held the window: it drew,
    or opened a layer.
    """

    def __init__(self) -> None:
        self.phase, self.gaps = "", []
        self.progress: Callable[[], float] = lambda: 0.0
        self._last, self._used, self._main_used = 0.0, 0.0, 0.0
        self._seen, self._own, self._running = [], False, False
        self._main = threading.get_ident()
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._last, self._used, self._main_used = time.monotonic(), time.process_time(), time.thread_time()
        self._running = True
        self._timer.start(TICK_MS)
        threading.Thread(target=self._watch, daemon=True).start()

    def stop(self) -> dict[str, object]:
        """The longest gap, and those above 0.2 s: see `gaps`."""
        self._tick()
        self._timer.stop()
        self._running = False
        return {
            "longest": max(gap[0] for gap in self.gaps),
            "longest_worked": max(min(gap[:2]) for gap in self.gaps),
            "longest_main": max(gap[2] for gap in self.gaps),
            "longest_own": max((min(gap[:2]) for gap in self.gaps if gap[-1]), default=0.0),
            "ticks": len(self.gaps),
            "long": [gap for gap in self.gaps if gap[0] > LONG_S],
        }

    def _tick(self) -> None:
        now, used, main = time.monotonic(), time.process_time(), time.thread_time()
        gap, seen, own = now - self._last, self._seen, self._own
        place = (self.phase, round(self.progress(), 1), seen if gap > LONG_S else [], own)
        worked = (round(seconds, 3) for seconds in (gap, used - self._used, main - self._main_used))
        self.gaps.append((*worked, *place))
        self._last, self._used, self._main_used, self._seen, self._own = now, used, main, [], False

    def _watch(self) -> None:
        """Look at the stacks when the timer is late; runs in a thread, which cannot look while C++ holds Python."""
        while self._running:
            time.sleep(_LOOK_S)
            if time.monotonic() - self._last < LONG_S / 2:
                continue
            for thread, frame in sys._current_frames().items():
                stack = [(Path(each.f_code.co_filename), line) for each, line in traceback.walk_stack(frame)]
                name = "main" if thread == self._main else "run"
                self._own |= name == "main" and any(_PLUGIN in path.as_posix() for path, _ in stack)
                told = [one for number, one in enumerate(stack) if number < _INNER or _PLUGIN in one[0].as_posix()]
                places = [f"{path.name}:{line}" for path, line in told[:_FRAMES]]
                if len(self._seen) < 2 * _FRAMES and not places[0].startswith(("probe.py", "threading.py")):
                    self._seen.append(f"{name}: {' < '.join(places)}")
