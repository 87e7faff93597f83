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
_LOOK_S = 0.05
_FRAMES = 6


class Probe:
    """Measures from `start` to `stop`; phases are named as they begin."""

    def __init__(self) -> None:
        self.phase, self.gaps = "", []
        self.progress: Callable[[], float] = lambda: 0.0
        self._last, self._seen, self._running = 0.0, [], False
        self._main = threading.get_ident()
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._last, self._running = time.monotonic(), True
        self._timer.start(TICK_MS)
        threading.Thread(target=self._watch, daemon=True).start()

    def stop(self) -> dict[str, object]:
        """The longest gap (s), and those above 0.2 s with phase, progress and what was seen of Python's stack."""
        self._tick()
        self._timer.stop()
        self._running = False
        longest = max(gap for gap, *_ in self.gaps)
        return {"longest": longest, "ticks": len(self.gaps), "long": [gap for gap in self.gaps if gap[0] > LONG_S]}

    def _tick(self) -> None:
        now = time.monotonic()
        gap, seen = now - self._last, self._seen
        self.gaps.append((round(gap, 3), self.phase, round(self.progress(), 1), seen if gap > LONG_S else []))
        self._last, self._seen = now, []

    def _watch(self) -> None:
        """Look at the stacks when the timer is late; runs in a thread, which cannot look while C++ holds Python."""
        while self._running:
            time.sleep(_LOOK_S)
            if time.monotonic() - self._last > LONG_S / 2 and len(self._seen) < 2 * _FRAMES:
                for thread, frame in sys._current_frames().items():
                    stack = traceback.extract_stack(frame)[-_FRAMES:]
                    places = [f"{Path(each.filename).name}:{each.lineno}" for each in reversed(stack)]
                    if not places[0].startswith(("probe.py", "threading.py")):
                        name = "main" if thread == self._main else "run"
                        self._seen.append(f"{name}: {' < '.join(places)}")
