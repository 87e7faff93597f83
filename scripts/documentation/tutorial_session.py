"""Runs inside the QGIS desktop, started by pictures.py: walks through the tutorial and takes its pictures."""

from __future__ import annotations

import json
import os
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsApplication, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QEventLoop, QPoint, QRect, Qt, QTimer
from qgis.PyQt.QtGui import QColor, QPainter
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDockWidget, QTreeView, QWidget
from qgis.utils import iface, plugins

import processing
from processing import createAlgorithmDialog

SESSION = json.loads(Path(os.environ["FARMLAND_REDLINE_SESSION"]).read_text(encoding="utf-8"))
PICTURES = Path(SESSION["pictures"])
PATIENCE = 240


def wait(until: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Let the desktop work until something is so."""
    loop, end = QEventLoop(), time.monotonic() + patience
    timer = QTimer()
    timer.timeout.connect(lambda: (until() or time.monotonic() > end) and loop.quit())
    timer.start(20)
    loop.exec()
    timer.stop()
    if not until():
        raise TimeoutError


def pause(seconds: float) -> None:
    """Let the desktop work for a while."""
    end = time.monotonic() + seconds
    wait(lambda: time.monotonic() >= end)


def show_docks(*names: str) -> None:
    """Show these panels and hide all others."""
    for dock in iface.mainWindow().findChildren(QDockWidget):
        dock.setVisible(dock.objectName() in names)


def draw(extent: QgsRectangle, scale: float = 1.05) -> None:
    """Show a part of the map and wait until it is drawn."""
    canvas = iface.mapCanvas()
    extent.scale(scale)
    canvas.setExtent(extent)
    canvas.refresh()
    pause(4)


def save(name: str, *above: tuple[QWidget, QPoint]) -> None:
    """Take a picture of the main window, with other windows above it."""
    iface.messageBar().clearWidgets()
    pause(0.3)
    picture = iface.mainWindow().grab()
    painter = QPainter(picture)
    painter.setPen(QColor("#707070"))
    for window, corner in above:
        painter.drawPixmap(corner, window.grab())
        painter.drawRect(QRect(corner, window.size()))
    painter.end()
    picture.save(str(PICTURES / f"{name}.png"))


def show_panel(dock: QDockWidget, width: int = 470) -> None:
    """Show a panel of the plugin beside the layers, as wide as a user draws it."""
    show_docks("Layers", dock.objectName())
    dock.setUserVisible(True)
    layers = iface.mainWindow().findChild(QDockWidget, "Layers")
    iface.mainWindow().resizeDocks([layers, dock], [230, width], Qt.Orientation.Horizontal)
    pause(1)


def walk_through_panels() -> None:
    """Take the shortest way, in the panels: the sample, the run, the dashboard, the review, the policy."""
    desktop = plugins["farmland_redline"].desktop
    start, canvas = desktop.start, iface.mapCanvas()
    start.setUserVisible(True)
    start.load_sample()
    wait(start.run.isEnabled)
    show_panel(start)
    if not canvas.isDrawing():
        draw(layer_named("=DLTB").extent())
    save("panel_start")
    start.run.click()
    wait(start.run.isEnabled)
    pause(2)
    iface.mainWindow().grab().save(str(PICTURES / "panel_done.png"))
    dashboard = desktop.dashboard
    show_panel(dashboard, 560)
    wait(lambda: dashboard.views)
    pause(3)
    dashboard.choose(dashboard.views[0].places[-1])
    pause(4)
    save("panel_dashboard")
    dashboard.show_all()
    review = desktop.review
    show_panel(review)
    wait(lambda: review.model.shown and not review.is_busy)
    pause(5)
    save("panel_review")
    start.edit_policy()
    wait(lambda: start.policy_editor)
    editor = start.policy_editor
    editor.resize(1100, 700)
    pause(2)
    editor.grab().save(str(PICTURES / "policy_editor.png"))
    editor.close()
    QgsProject.instance().clear()


def load_city() -> dict[str, object]:
    """Load the sample's layers into a group, as after dragging the file into QGIS; return inputs by their ids."""
    root = QgsProject.instance().layerTreeRoot()
    group = root.addGroup(SESSION["inputs_group"])

    def add(source: str) -> str:
        layer = QgsVectorLayer(source, source.rpartition("=")[2], "ogr")
        QgsProject.instance().addMapLayer(layer, False)
        group.insertLayer(0, layer)
        return layer.id()

    given: dict[str, object] = {}
    for name, value in SESSION["inputs"].items():
        if isinstance(value, list):
            given[name] = [add(source) for source in value]
        else:
            given[name] = add(value) if "|layername=" in value else value
    return given


def layer_named(ending: str) -> QgsVectorLayer:
    """Return the layer whose source ends so."""
    nodes = QgsProject.instance().layerTreeRoot().findLayers()
    return next(node.layer() for node in nodes if node.layer().source().endswith(ending))


def open_toolbox() -> QDockWidget:
    """Show the toolbox with the provider's algorithms."""
    toolbox = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
    tree = toolbox.findChild(QTreeView)
    model = tree.model()
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        if model.data(index) == SESSION["provider"]:
            tree.expandRecursively(index)
            tree.scrollTo(index, QTreeView.ScrollHint.PositionAtTop)
            tree.setCurrentIndex(index)
    return toolbox


def start(given: dict[str, object]) -> None:
    """Show the layers and the toolbox."""
    group = QgsProject.instance().layerTreeRoot().findGroup(SESSION["inputs_group"])
    for node in group.findLayers():
        node.setItemVisibilityChecked(node.layer().source().endswith(("=DLTB", "=YJJBNTBHTB")))
        node.setExpanded(False)
    # QGIS draws new layers in colours of chance.
    for ending, colour in (("=DLTB", "#e9e6d4"), ("=YJJBNTBHTB", "#a6c48a")):
        layer_named(ending).renderer().symbol().setColor(QColor(colour))
        iface.layerTreeView().refreshLayerSymbology(layer_named(ending).id())
    show_docks("Layers", "ProcessingToolbox")
    open_toolbox()
    draw(layer_named("=DLTB").extent())
    save("start")


def check(given: dict[str, object]) -> None:
    """Show the layer of problems, with its table."""
    layers = {name: given[name] for name in ("PARCELS", "PBF", "UNITS")}
    before = set(QgsProject.instance().mapLayers())
    processing.runAndLoadResults("farmland_redline:check_layers", {**layers, "OUTPUT": "TEMPORARY_OUTPUT"})
    (added,) = set(QgsProject.instance().mapLayers()) - before
    problems = QgsProject.instance().mapLayer(added)
    show_docks("Layers")
    pause(2)
    table = iface.showAttributeTable(problems)
    table.resize(900, 330)
    pause(2)
    save("check", (table, QPoint(330, 420)))
    table.close()
    QgsProject.instance().removeMapLayer(added)


def run_everything(given: dict[str, object]) -> None:
    """Show the dialog, and its log after the run."""
    dialog = createAlgorithmDialog(
        "farmland_redline:run_batch",
        {**given, "OUTPUT_FOLDER": SESSION["folder"], "LANGUAGE": SESSION["language"]},
    )
    dialog.resize(860, 700)
    dialog.show()
    pause(2)
    dialog.grab().save(str(PICTURES / "dialog.png"))
    done: list[bool] = []
    dialog.algorithmFinished.connect(lambda successful, results: done.append(successful))
    QTest.mouseClick(dialog.runButton(), Qt.MouseButton.LeftButton)
    wait(lambda: bool(done))
    dialog.resize(1000, 620)
    pause(3)
    dialog.grab().save(str(PICTURES / "log.png"))
    dialog.close()


def look_at_results() -> None:
    """Show the map of the results, and one conflict."""
    root = QgsProject.instance().layerTreeRoot()
    root.findGroup(SESSION["inputs_group"]).setItemVisibilityChecked(False)
    root.findGroup(SESSION["inputs_group"]).setExpanded(False)
    show_docks("Layers")
    draw(layer_named("=pieces").extent())
    save("results")
    conflicts = layer_named("=conflicts")
    lost = conflicts.getFeatures("severity = 3 AND lost_cultivated_m2 > 0")
    worst = max(lost, key=lambda feature: feature["area_m2"])
    iface.setActiveLayer(conflicts)
    show_docks("Layers", "IdentifyResultsDock")
    draw(worst.geometry().boundingBox(), 6)
    iface.actionIdentify().trigger()
    canvas = iface.mapCanvas()
    place = canvas.mapSettings().mapToPixel().transform(worst.geometry().pointOnSurface().asPoint())
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(int(place.x()), int(place.y())))
    pause(2)
    save("conflict")


def main() -> None:
    """Take the whole walk; the caller handles what goes wrong."""
    found: dict[str, object] = {}
    try:
        if SESSION.get("theme"):
            QgsApplication.setUITheme(SESSION["theme"])
        iface.mainWindow().resize(*SESSION.get("size", (1280, 800)))
        walk_through_panels()
        if SESSION.get("panels_only"):
            leave(found)
            return
        given = load_city()
        pause(1)
        start(given)
        check(given)
        run_everything(given)
        look_at_results()
    except Exception:
        found["error"] = traceback.format_exc()
    leave(found)


def leave(found: dict[str, object]) -> None:
    """Write what was found, and quit."""
    Path(SESSION["findings"]).write_text(json.dumps(found), encoding="utf-8")
    QgsProject.instance().setDirty(False)
    iface.actionExit().trigger()


QTimer.singleShot(1500, main)
