"""Runs inside the QGIS desktop, started by test_start.py: a new user's way to the first answer, click by click."""

from __future__ import annotations

import time
from pathlib import Path

from in_desktop import SESSION, leave_findings
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import (
    QCoreApplication,
    QMimeData,
    QObject,
    QPoint,
    QPointF,
    QRect,
    Qt,
    QUrl,
    pyqtSlot,
)
from qgis.PyQt.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QGroupBox, QLabel, QMenu, QToolBar, QToolButton, QWidget
from qgis.utils import iface, loadPlugin, plugins, startPlugin, unloadPlugin

PLUGIN = "farmland_redline"
BESIDE = 4  # pixels of height that widgets beside one another share at least


class Opened(QObject):
    """Takes the files that the plugin opens with the system's programs."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []
        QDesktopServices.setUrlHandler("file", self, "take")

    @pyqtSlot("QUrl")
    def take(self, url: object) -> None:
        self.urls.append(url.toLocalFile())


def wait(until, seconds: float = 240) -> float:
    """Run the event loop until something holds; return the longest time (s) in which it stood still."""
    end, last, longest = time.monotonic() + seconds, time.monotonic(), 0.0
    while not until():
        QCoreApplication.processEvents()
        now = time.monotonic()
        longest, last = max(longest, now - last), now
        if now > end:
            raise TimeoutError
        time.sleep(0.005)
    return longest


def click(widget: QWidget, place: QPoint | None = None) -> None:
    """Click with the mouse."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place or widget.rect().center())
    QTest.qWait(50)


def choose(menu: QMenu, text: str) -> None:
    """Click on an entry of an open menu."""
    (action,) = [action for action in menu.actions() if action.text() == text]
    click(menu, menu.actionGeometry(action).center())


def picture(name: str) -> None:
    """Keep what the user sees."""
    QTest.qWait(300)
    iface.mainWindow().grab().save(str(Path(SESSION["pictures"]) / f"{name}.png"))


def by_tab(dock: QWidget) -> list[QWidget]:
    """What of a panel that can be seen the tab key reaches, in its order."""
    found, widget = [], dock.nextInFocusChain()
    while widget is not dock:
        reached = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisibleTo(dock)
        reached = reached and widget.isEnabled() and widget.objectName() != "collapseButton"  # QGIS's, without a name
        if (
            reached
            and dock.isAncestorOf(widget)
            and widget.focusProxy() is None
            and not widget.visibleRegion().isEmpty()
        ):
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def look_at_keys(dock: QWidget) -> dict[str, list]:
    """What of a panel has no name for those who do not see it, and where the tab key jumps back."""
    dock.setUserVisible(True)
    QTest.qWait(300)
    widgets, labelled = by_tab(dock), {label.buddy() for label in dock.findChildren(QLabel)}
    places = [widget.visibleRegion().boundingRect().translated(widget.mapTo(dock, QPoint(0, 0))) for widget in widgets]

    def is_named(widget: QWidget) -> bool:
        own = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        own = own or (widget.title() if isinstance(widget, QGroupBox) else "")
        return bool(own) or not labelled.isdisjoint((widget, widget.parentWidget()))

    def goes_back(one: QRect, next_one: QRect) -> bool:
        beside = min(one.bottom(), next_one.bottom()) - max(one.top(), next_one.top()) > BESIDE
        return next_one.left() < one.left() if beside else next_one.top() < one.top()

    told = [f"{type(widget).__name__} {widget.objectName()} {widget.toolTip()}" for widget in widgets]
    return {
        "nameless": [text for widget, text in zip(widgets, told) if not is_named(widget)],
        "back": [told[i + 1] for i in range(len(places) - 1) if goes_back(places[i], places[i + 1])],
        "reached": len(told),
    }


def work(found: dict[str, object]) -> None:
    window, texts = iface.mainWindow(), SESSION["texts"]
    window.resize(1366, 768)
    opened = Opened()
    desktop = plugins[PLUGIN].desktop
    found["hidden at first"] = not desktop.start.isVisible()
    clicks = 0
    bar = window.menuBar()
    click(bar, bar.actionGeometry(desktop.menu.menuAction()).center())
    clicks += 1
    picture("menu")
    choose(desktop.menu, texts["sample"])
    clicks += 1
    wait(lambda: desktop.start.run.isEnabled(), 60)
    picture("layers")
    table = desktop.start.table
    rows = range(table.rowCount())
    found["layers"] = kinds()
    found["why"] = {table.item(row, 0).toolTip(): table.item(row, 2).text() for row in rows}
    found["missing"] = desktop.start.missing.text()

    dialog = QgsApplication.processingRegistry().createAlgorithmById(f"{PLUGIN}:run_batch")
    widget = dialog.createCustomParametersWidget(window)
    names = {layer.id(): layer.name() for layer in QgsProject.instance().mapLayers().values()}
    given = widget.createProcessingParameters() if hasattr(widget, "createProcessingParameters") else {}
    given = given or widget.getParameterValues()

    def named(value: object) -> object:
        """Layers by their names in the project or in the file, whatever QGIS gives them by."""
        if isinstance(value, list):
            return sorted(map(named, value))
        return names.get(value, str(value).partition("|layername=")[2] or value)

    found["dialog"] = {name: named(given.get(name)) for name in ("PARCELS", "PBF", "SURVEY2", "ZONES", "UNITS")}
    widget.close()
    widget.deleteLater()
    found["keys"] = {dock.objectName(): look_at_keys(dock) for dock in desktop.docks}
    desktop.start.setUserVisible(True)
    if SESSION["run"]:
        _go_on(found, opened, clicks)
    found["dropped"] = {Path(path).name: drop(path) for path in SESSION["dropped"]}


def kinds() -> dict[str, str]:
    """What the panel takes the layers of the project for, by their names."""
    table = plugins[PLUGIN].desktop.start.table
    rows = range(table.rowCount())
    return {table.item(row, 0).toolTip(): table.cellWidget(row, 1).currentData() for row in rows}


def drop(path: str) -> dict[str, object]:
    """Drop a file or folder on the panel, in an empty project: the layers' kinds, and what is said of others."""
    start = plugins[PLUGIN].desktop.start
    QgsProject.instance().removeAllMapLayers()
    iface.messageBar().clearWidgets()
    wait(lambda: not kinds(), 20)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path)])
    given = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    for kind in (QDragEnterEvent, QDropEvent):
        place = QPoint(50, 50) if kind is QDragEnterEvent else QPointF(50, 50)
        QCoreApplication.sendEvent(start, kind(place, *given))
    wait(lambda: start.run.isEnabled() and not start._openings, 60)
    picture(f"dropped {Path(path).suffix}")
    return {"kinds": kinds(), "said": [item.text() for item in iface.messageBar().items()]}


def openers() -> list[QToolButton]:
    """The buttons with menus in the message bar."""
    found = [button for item in iface.messageBar().items() for button in item.findChildren(QToolButton)]
    return [button for button in found if button.menu()]


def _go_on(found: dict[str, object], opened: Opened, clicks: int) -> None:
    """Run, open the page, and look at what stays; `clicks` were made so far."""
    window, texts = iface.mainWindow(), SESSION["texts"]
    desktop, bar = plugins[PLUGIN].desktop, window.menuBar()
    table = desktop.start.table
    panels = [window.findChild(QWidget, "Layers"), desktop.start]
    widths = [panel.width() for panel in panels]
    click(desktop.start.run)
    clicks += 1
    found["busy"] = not desktop.start.run.isEnabled() and desktop.start.cancel.isVisible()
    found["gap"] = wait(lambda: desktop.start.run.isEnabled())
    picture("results")
    wait(openers, 10)
    QTest.qWait(300)
    found["widths"] = [widths, [panel.width() for panel in panels]]
    found["bar"] = [action.text() for action in openers()[0].menu().actions()]
    found["log"] = desktop.start.log.toPlainText()
    buttons = [desktop.start.results.itemAt(i).widget() for i in range(desktop.start.results.count())]
    found["buttons"] = [button.text() for button in buttons]
    click(next(button for button in buttons if button.text() == texts["page"]))
    clicks += 1
    found["clicks"], found["opened"] = clicks, opened.urls
    found["loaded"] = sorted(layer.name() for layer in QgsProject.instance().mapLayers().values())
    desktop.start.look_at_project()
    found["layers after the run"] = table.rowCount()

    # A role that the user states holds, and is undone.
    (row,) = [row for row in range(table.rowCount()) if table.item(row, 0).toolTip() == "YJJBNTBHTB"]
    box = table.cellWidget(row, 1)
    box.setCurrentIndex(box.findData("none"))
    box.activated.emit(box.currentIndex())
    found["missing without PBF"] = desktop.start.missing.text()
    found["parameters without PBF"] = sorted(desktop.start.layer_parameters("run_batch"))

    # Loaded and unloaded many times, nothing is left.
    def left() -> dict[str, int]:
        QTest.qWait(20)
        return {
            "menus": len([a for a in bar.actions() if a.menu() and a.menu().objectName() == "FarmlandRedlineMenu"]),
            "bars": len([b for b in window.findChildren(QToolBar) if b.objectName() == "FarmlandRedlineToolBar"]),
            "docks": len([d for d in window.findChildren(QWidget) if d.objectName() == "FarmlandRedlineStart"]),
        }

    for _ in range(SESSION["times"]):
        unloadPlugin(PLUGIN)
        QTest.qWait(20)
        found["left"] = left()
        loadPlugin(PLUGIN)
        startPlugin(PLUGIN)
    found["there again"] = left()


leave_findings(work)
