"""What scripts that run inside the QGIS desktop share: the plan of their test, and how they leave what they find."""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.utils import iface

_STARTED_MS = 1500  # after which the desktop's window is there

SESSION = json.loads(Path(os.environ["FARMLAND_REDLINE_SESSION"]).read_text(encoding="utf-8"))


def leave_findings(work: Callable[[dict[str, object]], None]) -> None:
    """Let a function fill a dictionary once the desktop has started, write it as JSON, and quit.

    What it raises is left under `error`.
    """

    def main() -> None:
        found: dict[str, object] = {}
        try:
            work(found)
        except Exception:
            found["error"] = traceback.format_exc()
        text = json.dumps(found, ensure_ascii=False, indent=1, default=str)
        Path(SESSION["findings"]).write_text(text, encoding="utf-8")
        QgsProject.instance().setDirty(False)
        QTimer.singleShot(0, iface.actionExit().trigger)

    QTimer.singleShot(_STARTED_MS, main)
