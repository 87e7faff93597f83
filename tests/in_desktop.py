"""What scripts that run inside the QGIS desktop share: the plan of their test, and how they leave what they find."""

from __future__ import annotations

import json
import os
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.utils import iface

PLUGIN = "farmland_redline"
_STARTED_MS = 1500  # after which the desktop's window is there

SESSION = json.loads(Path(os.environ["FARMLAND_REDLINE_SESSION"]).read_text(encoding="utf-8"))


_UI = "/farmland_redline/ui/"  # in the paths of its modules


class _Watch:
    """Notes where the plugin's panels load libraries that take long in the main thread: the window stands still."""

    SLOW = ("geopandas", "matplotlib", "openpyxl", "pandas", "pyogrio", "pypdf", "scipy", "shapely")

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def find_spec(self, name: str, *_: object) -> None:
        if name not in self.SLOW or threading.current_thread() is not threading.main_thread():
            return
        frames = traceback.extract_stack()
        asked = any(frame.name == "find_spec" and "importlib" in frame.filename for frame in frames[:-1])
        if not asked and any(_UI in frame.filename for frame in frames):
            self.found[name] = [f"{frame.filename}:{frame.lineno}" for frame in frames if PLUGIN in frame.filename]


def leave_findings(work: Callable[[dict[str, object]], None]) -> None:
    """Let a function fill a dictionary once the desktop has started, write it as JSON, and quit.

    What it raises is left under `error`.
    """

    def main() -> None:
        found: dict[str, object] = {}
        watch = _Watch()
        sys.meta_path.insert(0, watch)
        try:
            work(found)
        except Exception:
            found["error"] = traceback.format_exc()
        found["loaded in the main thread"] = watch.found
        text = json.dumps(found, ensure_ascii=False, indent=1, default=str)
        Path(SESSION["findings"]).write_text(text, encoding="utf-8")
        QgsProject.instance().setDirty(False)
        QTimer.singleShot(0, iface.actionExit().trigger)

    QTimer.singleShot(_STARTED_MS, main)
