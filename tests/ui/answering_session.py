"""Runs inside the QGIS desktop: opens a city in the start panel and runs everything, with a probe of the main thread.

Started by the benchmark of the desktop, and by test_answering.py, for which it goes on: the list of runs, the options,
a run that is cancelled while maps are drawn, and one during which the plugin is unloaded.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from in_desktop import SESSION, leave_findings
from probe import Probe
from processing.gui.AlgorithmDialog import AlgorithmDialog
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QEventLoop, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QWidget
from qgis.utils import iface, loadPlugin, plugins, startPlugin, unloadPlugin

from farmland_redline.ui import settings

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


def drop(dock, path: str) -> None:
    """Drag a file onto a panel and drop it, as from the system's file manager."""
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(path)])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), copy, files, left, none)
    dock.dragEnterEvent(enter)
    assert enter.isAccepted()
    dock.dropEvent(QDropEvent(QPointF(9, 9), copy, files, left, none))


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
    drawn, probe = count_layouts(), Probe()
    begun = time.monotonic()
    probe.start()
    probe.phase = "open"
    drop(start, SESSION["city"])
    wait(start.run.isEnabled, SESSION["patience"])
    calm()
    if SESSION.get("policy"):
        start.policy.setFilePath(SESSION["policy"])
    start.folder.setFilePath(SESSION["folder"])
    start.maps.setChecked(True)
    start.letters.setChecked(True)
    probe.phase = "run"
    probe.progress = start.progress.value
    ran = time.monotonic()
    start.run.click()
    wait(start.run.isEnabled, SESSION["patience"])
    found["run_s"] = time.monotonic() - ran
    probe.phase, probe.progress = "shown", lambda: 100.0
    calm()
    look_at_panels(probe)
    found |= probe.stop()
    found["seconds"] = time.monotonic() - begun
    found["pages"], found["log"] = len(drawn), start.log.toPlainText()
    found["loaded"] = len(QgsProject.instance().mapLayers())
    if SESSION.get("more"):
        found["ticked"] = sorted(layer.name() for layer in iface.mapCanvas().layers())
        found["checked"] = check_layers()
        found["given"] = {name: named(value) for name, value in start.layer_parameters("run_batch").items()}
        found["history"] = look_at_history()
        found["options"] = change_options()
        found["cancelled"] = cancel_maps()
        found["unloaded"] = unload_while_busy()


def look_at_panels(probe: Probe) -> None:
    """Every topic of the dashboard, for counties and for villages, and the first findings of the review."""
    desktop = plugins["farmland_redline"].desktop
    probe.phase = "dashboard"
    dashboard = desktop.dashboard
    dashboard.setUserVisible(True)
    wait(lambda: dashboard.views, SESSION["patience"])
    for place in ("county", "village"):
        before = dashboard.views
        dashboard.units.level.setCurrentIndex(dashboard.units.level.findData(place))
        dashboard.units.level.activated.emit(dashboard.units.level.currentIndex())
        wait(lambda before=before: dashboard.views is not before, SESSION["patience"])
        for number in range(dashboard.figures.tabs.count()):
            dashboard.figures.tabs.setCurrentIndex(number)
            calm()
    probe.phase = "review"
    review = desktop.review
    review.setUserVisible(True)
    wait(lambda: review.model.shown and not review.is_busy, SESSION["patience"])
    for row in range(5):
        review.list.setCurrentIndex(review.model.index(row, 0))
        calm()
    desktop.start.setUserVisible(True)


def named(value: object) -> object:
    """Layers by their sources."""
    if isinstance(value, list):
        return list(map(named, value))
    layer = QgsProject.instance().mapLayer(str(value))
    return value if layer is None else layer.source()


def picture(name: str, widget: QWidget | None = None) -> None:
    """Keep what the user sees."""
    QTest.qWait(300)
    (widget or iface.mainWindow()).grab().save(str(Path(SESSION["pictures"]) / f"{name}.png"))


def check_layers() -> dict[str, object]:
    """The check of the layers: what the message bar says, and the layer of problems."""
    start, before = plugins["farmland_redline"].desktop.start, set(QgsProject.instance().mapLayers())
    start.check.click()
    wait(start.run.isEnabled, SESSION["patience"])
    (name,) = set(QgsProject.instance().mapLayers()) - before
    problems = QgsProject.instance().mapLayer(name)
    told = [item.text() for item in iface.messageBar().items()]
    found = {"told": told, "renderer": problems.renderer().type(), "count": problems.featureCount()}
    QgsProject.instance().removeMapLayer(name)
    return found


def look_at_history() -> dict[str, object]:
    """The list of runs: what can be done with the last one, and with two of them."""
    history = plugins["farmland_redline"].desktop.history
    compared: list[tuple[str, str]] = []
    history.compared.connect(lambda *paths: compared.append(paths))
    run = settings.kept_runs()[0]
    settings.keep_run(settings.KeptRun(SESSION["other"], "2026-01-02T03:04:05Z", 12, 34))
    history.setUserVisible(True)
    QTest.qWait(300)
    cells = [history.table.item(row, 1) for row in range(history.table.rowCount())]
    rows = [cell.data(Qt.ItemDataRole.UserRole) for cell in cells]
    history.table.selectRow(rows.index(run.folder))
    wait(history.given.rowCount, SESSION["patience"])
    given = {
        history.given.item(row, 0).text(): history.given.item(row, 1).text() for row in range(history.given.rowCount())
    }
    tabs = iface.mainWindow().tabifiedDockWidgets(plugins["farmland_redline"].desktop.start)
    found = {
        "tabs": sorted(dock.objectName() for dock in tabs),
        "rows": rows,
        "run": [run.folder, run.conflicts, run.candidates],
        "given": given,
        "note": history.note.text(),
        "enabled": {name: button.isEnabled() for name, button in history.buttons.items()},
        "reopen": history.reopen.isEnabled(),
        "compare one": history.compare.isEnabled(),
    }
    picture("history")
    found["again"] = repeat_run(history)
    history.table.selectAll()
    found["compare two"] = history.compare.isEnabled()
    history.compare.click()
    found["compared"] = compared
    dashboard = plugins["farmland_redline"].desktop.dashboard
    wait(lambda: dashboard.earlier is not None, SESSION["patience"])
    found["in the dashboard"] = [dashboard.files.packages.currentData(), dashboard.files.other.currentData()]
    history.setUserVisible(True)
    before = set(QgsProject.instance().mapLayers())
    history.table.selectRow(rows.index(SESSION["other"]))
    history.reopen.click()
    wait(lambda: not history._waiting, SESSION["patience"])
    QTest.qWait(1000)
    added = [QgsProject.instance().mapLayer(name) for name in set(QgsProject.instance().mapLayers()) - before]
    found["reopened"] = sorted(f"{layer.name()} {layer.renderer().type()}" for layer in added if layer.isSpatial())
    root = QgsProject.instance().layerTreeRoot()
    found["groups"] = sorted({root.findLayer(layer.id()).parent().name() for layer in added})
    history.forget.click()
    found["after forgetting"] = [other.folder for other in settings.kept_runs()]
    return found


def repeat_run(history) -> dict[str, object]:
    """The dialog that is opened to run again: what it is filled in with; then it is closed."""
    filled: dict[str, object] = {}

    def look() -> None:
        windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, AlgorithmDialog)]
        if windows and windows[0].isVisible():
            looking.stop()
            values = windows[0].createProcessingParameters() or windows[0].getParameterValues()
            filled.update({name: named(values.get(name)) for name in ("PARCELS", "PBF", "OUTPUT_FOLDER", "LETTERS")})
            windows[0].close()

    looking = QTimer()
    looking.timeout.connect(look)
    looking.start(300)
    history.again.click()  # comes back when the dialog is closed
    wait(lambda: filled, 30)
    return filled


def change_options() -> dict[str, object]:
    """The page of QGIS's options, as a user changes it."""
    desktop = plugins["farmland_redline"].desktop
    page = desktop.options.createWidget(None)
    page.office.setText("360222 浮梁县")
    page.letterhead.setText("浮梁县自然资源局")
    page.language.setCurrentIndex(page.language.findData("en"))
    page.unit.setCurrentIndex(page.unit.findData("ha"))
    page.digits.setValue(1)
    page.folder.setFilePath(SESSION["folder"] + "_2")
    page.resize(640, 480)
    page.show()
    picture("options", page)
    page.apply()
    page.close()
    start = desktop.start
    return {
        "folder": start.folder.filePath(),
        "office": start.office.currentText(),
        "offices": [start.office.itemText(row) for row in range(start.office.count())],
        "run_batch": {n: v for n, v in start.layer_parameters("run_batch").items() if n in ("LANGUAGE", "LETTERHEAD")},
        "atlas": start.layer_parameters("export_conflict_atlas"),
        "area": settings.area_text(1500.0),
    }


def children() -> list[str]:
    """Programs that QGIS has started and that are still there."""
    found = [each for path in Path("/proc/self/task").glob("*/children") for each in path.read_text("utf-8").split()]
    return [Path("/proc", number, "cmdline").read_text("utf-8").replace("\0", " ") for number in found]


@contextmanager
def drawer_that_stops() -> Iterator[list[int]]:
    """Let the process that draws stand still at its first sheet, so that it draws for as long as it is looked at.

    Yield the list that its number comes into.
    """
    from farmland_redline.processing.bridge import drawing
    from farmland_redline.processing.reports.maps import county_maps

    own, stopped = drawing.ProcessDrawer, []

    class Stopping(own):
        def call(self, function, *arguments):
            if county_maps.__name__ in (getattr(each, "__module__", "") for each in (function, *arguments)):
                os.kill(self._process.pid, signal.SIGSTOP)
                stopped.append(self._process.pid)
            return super().call(function, *arguments)

    drawing.ProcessDrawer = Stopping
    try:
        yield stopped
    finally:
        drawing.ProcessDrawer = own


def cancel_maps() -> dict[str, object]:
    """A run that is cancelled while a sheet is drawn in the other process."""
    start = plugins["farmland_redline"].desktop.start
    with drawer_that_stops() as stopped:
        start.run.click()
        wait(lambda: stopped or start.run.isEnabled(), SESSION["patience"])
        QTest.qWait(1000)
        drawing, asked = children(), time.monotonic()
        start.cancel.click()
        wait(start.run.isEnabled, SESSION["patience"])
    seconds = time.monotonic() - asked
    folder = Path(start.folder.filePath())
    left = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    return {"drawing": drawing, "seconds": seconds, "left": left, "children": children()}


def left_of_plugin() -> list[str]:
    """What the main window has of the plugin."""
    QTest.qWait(30)
    window = iface.mainWindow()
    own = [child.objectName() for child in window.findChildren(QWidget) if child.objectName().startswith("Farmland")]
    return sorted(own)


def unload_while_busy() -> dict[str, object]:
    """The plugin is unloaded during a run, and then loaded and unloaded again and again."""
    before = left_of_plugin()
    start = plugins["farmland_redline"].desktop.start
    start.run.click()
    wait(lambda: start.progress.value() > 5, SESSION["patience"])
    begun = time.monotonic()
    left = []
    for _ in range(SESSION["times"]):
        unloadPlugin("farmland_redline")
        left.append(left_of_plugin())
        loadPlugin("farmland_redline")
        startPlugin("farmland_redline")
    found = {"seconds": time.monotonic() - begun, "left": [names for names in left if names]}
    folder = Path(plugins["farmland_redline"].desktop.start.folder.filePath())
    return {**found, "again": left_of_plugin() == before, "results": folder.exists(), "children": children()}


leave_findings(work)
