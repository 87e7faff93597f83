"""Runs inside the QGIS desktop, started by from_zip.py: installs the zip, or uses the plugin that was installed.

The plan (see desktop_session.py) has `step`: `install`, `use` or `walk`; `sessions`: the folder of desktop_session.py.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path

import pyplugin_installer
from pyplugin_installer.installer_data import plugins as known_plugins
from qgis.core import Qgis, QgsApplication, QgsProject, QgsSettings, QgsVectorLayer
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QApplication,
    QDialog,
    QDockWidget,
    QLabel,
    QListView,
    QPlainTextEdit,
    QTabWidget,
    QTextEdit,
    QTreeView,
)
from qgis.utils import iface
from qgis.utils import plugins as loaded_plugins

PLAN = json.loads(Path(os.environ["FARMLAND_REDLINE_SESSION"]).read_text(encoding="utf-8"))
PLUGIN = "farmland_redline"
sys.path.append(PLAN["sessions"])

import desktop_session as desktop  # noqa: E402  found through the plan


def plugin() -> dict[str, object]:
    """Where the plugin was loaded from, what the plugin manager knows of it, whether it is switched on."""
    pyplugin_installer.instance()
    known_plugins.getAllInstalled()
    known_plugins.rebuild()
    known = known_plugins.all()[PLUGIN]
    provider = QgsApplication.processingRegistry().providerById(PLUGIN)
    return {
        **desktop.check_plugin(),
        "place": str(Path(sys.modules[PLUGIN].__file__).parent),
        "help": {algorithm.id(): algorithm.helpUrl() for algorithm in provider.algorithms()},
        "enabled": QgsSettings().value(f"PythonPlugins/{PLUGIN}", False, bool),
        "manager": {key: known[key] for key in ("name", "about", "version_installed", "changelog", "icon", "error")},
    }


class Boxes:
    """Closes the boxes by which QGIS tells of a fault, and keeps their words: nobody else would."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self._timer = QTimer()
        self._timer.timeout.connect(self._close)
        self._timer.start(300)

    def _close(self) -> None:
        box = QApplication.activeModalWidget()
        if box is not None and box.metaObject().className() != "QgsPluginManager":
            words = [label.text() for label in box.findChildren(QLabel)]
            words += [text.toPlainText() for text in box.findChildren(QTextEdit)]
            self.told.append(" ".join([box.windowTitle(), *words]))
            box.reject() if isinstance(box, QDialog) else box.close()

    def stop(self) -> list[str]:
        self._timer.stop()
        return self.told


def messages() -> dict[str, list[str]]:
    """What QGIS tells its user: the tabs of the log, and the bar above the map."""
    log = iface.mainWindow().findChild(QDockWidget, "MessageLog").findChild(QTabWidget)
    tabs = {log.tabText(n): log.widget(n).findChildren(QPlainTextEdit) or [log.widget(n)] for n in range(log.count())}
    return {
        "log": [
            f"{title}: {line}" for title, texts in tabs.items() for t in texts for line in t.toPlainText().split("\n")
        ],
        "bar": [item.text() for item in iface.messageBar().items()],
    }


def picture_of_desktop(path: str) -> None:
    """The main window: the results' layers, their map, and the toolbox with the plugin's algorithms."""
    shown = {"Layers", "ProcessingToolbox"}
    for dock in iface.mainWindow().findChildren(QDockWidget):
        dock.setVisible(dock.objectName() in shown)
    tree = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox").findChild(QTreeView)
    rows = [tree.model().index(row, 0) for row in range(tree.model().rowCount())]
    (provider,) = [index for index in rows if index.data() == PLAN["provider"]]
    tree.expandRecursively(provider)
    tree.scrollTo(provider, QTreeView.ScrollHint.PositionAtTop)
    layers = QgsProject.instance().layerTreeRoot()
    layers.findGroup(desktop.INPUTS).setItemVisibilityChecked(False)
    iface.mapCanvas().zoomToFullExtent()
    desktop.pause(4)
    iface.mainWindow().grab().save(path)


def picture_of_plugin_manager(path: str) -> None:
    """The plugin manager with the plugin chosen; the manager is modal, so a timer does it."""

    def choose() -> None:
        manager = QApplication.activeModalWidget()
        manager.resize(1100, 720)
        rows = manager.findChild(QListView, "vwPlugins")
        model = rows.model()
        for row in range(model.rowCount()):
            if model.index(row, 0).data() in {"Farmland Redline", "耕地红线"}:
                rows.setCurrentIndex(model.index(row, 0))
                rows.scrollTo(model.index(row, 0))
        QTimer.singleShot(1500, lambda: (manager.grab().save(path), manager.reject()))

    pyplugin_installer.instance().exportPluginsToManager()
    QTimer.singleShot(1000, choose)
    iface.pluginManagerInterface().showPluginManager(1)


def use() -> dict[str, object]:
    """One run of the whole batch, as the toolbox runs it, and pictures."""
    found = {"messages": messages(), "plugin": plugin(), "qgis": Qgis.QGIS_VERSION_INT}
    given = desktop.project_inputs()
    folder = Path(PLAN["folder"])
    run = desktop.Run(desktop.RUN_BATCH, {**given, "OUTPUT_FOLDER": str(folder)})
    desktop.wait(run.finished)
    found["successful"], found["log"] = run.outcome[0], run.feedback.textLog()
    found["results"] = {k: v for k, v in run.outcome[1].items() if isinstance(v, (int, float, str))}
    found["loaded"] = run.load()
    desktop.pause(1)
    found["tree"] = desktop.layer_tree()
    picture_of_desktop(PLAN["desktop_picture"])
    picture_of_plugin_manager(PLAN["manager_picture"])
    return found


def choose(entry: str) -> None:
    """Choose an entry of the plugin's menu."""
    (menu,) = [each.menu() for each in iface.mainWindow().menuBar().actions() if each.text() == PLAN["provider"]]
    (action,) = [action for action in menu.actions() if action.text() == entry]
    action.trigger()
    desktop.pause(0.5)


def walk() -> dict[str, object]:
    """The short way of the tutorial: sample, run, dashboard, review, list of runs, policy editor."""
    panels = loaded_plugins[PLUGIN].desktop
    choose("打开示例数据")
    start = panels.start
    desktop.wait(start.run.isEnabled)
    QTest.mouseClick(start.run, Qt.MouseButton.LeftButton)
    desktop.wait(start.run.isEnabled)
    buttons = [start.results.itemAt(place).widget().text() for place in range(start.results.count())]
    found = {"log": start.log.toPlainText(), "buttons": buttons, "tree": desktop.layer_tree()}
    choose("看板")
    desktop.wait(lambda: panels.dashboard.views)
    found["dashboard"] = panels.dashboard.status.text()
    choose("逐块核查")
    review = panels.review
    desktop.wait(lambda: review.model.shown and not review.is_busy)
    review.list.setCurrentIndex(review.model.index(0, 0))
    desktop.pause(1)
    QTest.mouseClick(review.buttons["confirmed"], Qt.MouseButton.LeftButton)
    desktop.pause(1)
    desktop.wait(lambda: not review.is_busy)
    package = start.folder.filePath() + "/farmland_redline.gpkg"
    decisions = QgsVectorLayer(f"{package}|layername=decisions", "decisions", "ogr")
    found["decisions"] = [[row["finding"], row["verdict"]] for row in decisions.getFeatures()]
    choose("运行记录")
    desktop.wait(panels.history.given.rowCount)
    found["runs"] = [panels.history.table.item(row, 1).text() for row in range(panels.history.table.rowCount())]
    choose("政策编辑器")
    desktop.wait(lambda: start.policy_editor is not None)
    found["policy"] = start.policy_editor.tables.count()
    start.policy_editor.close()
    return {**found, "messages": messages()}


def main() -> None:
    iface.mainWindow().resize(1280, 860)
    boxes = Boxes()
    try:
        if PLAN["step"] == "install":
            pyplugin_installer.instance().installFromZipFile(PLAN["zip"])
            desktop.pause(1)
            found = {"plugin": plugin(), "messages": messages()}
        else:
            found = {"use": use, "walk": walk}[PLAN["step"]]()
    except Exception:
        found = {"error": traceback.format_exc()}
    found["boxes"] = boxes.stop()
    Path(PLAN["findings"]).write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    QgsProject.instance().setDirty(False)
    desktop._kept.append(desktop.leave())


QTimer.singleShot(1500, main)
