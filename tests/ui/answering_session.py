"""Runs inside the QGIS desktop: opens a city in the start panel and runs everything, with a probe of the main thread.

Started by test_answering.py, and by the benchmark of the desktop.
"""

from __future__ import annotations

import time
from pathlib import Path

from in_desktop import SESSION, leave_findings
from probe import Probe
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QEventLoop, QTimer
from qgis.utils import iface, plugins

_LOOK_MS = 50
_CALM_S = 2.0  # after which what a phase began has ended


def wait(until, seconds: float) -> None:
    """Let the desktop run its own event loop until something holds."""
    loop, timer, end = QEventLoop(), QTimer(), time.monotonic() + seconds
    timer.timeout.connect(lambda: (until() or time.monotonic() > end) and loop.quit())
    timer.start(_LOOK_MS)
    loop.exec()
    timer.stop()
    if not until():
        raise TimeoutError


def calm() -> None:
    """Wait until the canvas has drawn and nothing goes on."""
    end = time.monotonic() + _CALM_S
    wait(lambda: time.monotonic() > end and not iface.mapCanvas().isDrawing(), SESSION["patience"])


def count_layouts() -> list[str]:
    """Note each page that this process draws with QGIS's layouts."""
    from farmland_redline.processing.reports.maps.layout import rendering

    drawn: list[str] = []
    own = rendering.QgsLayoutExporter

    class Noted(own):
        def renderPage(self, *given: object) -> None:
            drawn.append("page")
            super().renderPage(*given)

    rendering.QgsLayoutExporter = Noted
    return drawn


def work(found: dict[str, object]) -> None:
    window, start = iface.mainWindow(), plugins["farmland_redline"].desktop.start
    window.resize(1366, 768)
    start.setUserVisible(True)
    calm()
    probe = Probe()
    begun = time.monotonic()
    probe.start()
    probe.phase = "open"
    start.open_path(Path(SESSION["city"]))
    wait(start.run.isEnabled, SESSION["patience"])
    calm()
    if SESSION.get("policy"):
        start.policy.setFilePath(SESSION["policy"])
    start.folder.setFilePath(SESSION["folder"])
    start.maps.setChecked(True)
    start.letters.setChecked(True)
    drawn = count_layouts()
    probe.phase = "run"
    probe.progress = start.progress.value
    ran = time.monotonic()
    start.run.click()
    wait(start.run.isEnabled, SESSION["patience"])
    found["run_s"] = time.monotonic() - ran
    probe.phase, probe.progress = "shown", lambda: 100.0
    calm()
    found |= probe.stop()
    found["seconds"] = time.monotonic() - begun
    found["pages"], found["log"] = len(drawn), start.log.toPlainText()
    found["loaded"] = len(QgsProject.instance().mapLayers())
    folder = Path(SESSION["folder"])
    found["files"] = sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


leave_findings(work)
