"""Runs inside the QGIS desktop, started by test_ecosystem.py: locator, functions of expressions, templates."""

from __future__ import annotations

import time
from pathlib import Path

from in_desktop import SESSION, leave_findings
from qgis.core import QgsApplication, QgsExpression, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QLineEdit, QMenu, QTreeView
from qgis.utils import iface, loadPlugin, plugins, startPlugin, unloadPlugin

import processing

PLUGIN = "farmland_redline"
PROFILE = Path(QgsApplication.qgisSettingsDirPath())
NAMES = ("mu", "cultivated_net", "class_name", "class_at_level", "unit_code")


def wait(until, seconds: float = 60) -> None:
    """Let the window work until something holds."""
    end = time.monotonic() + seconds
    while not until():
        QTest.qWait(30)
        if time.monotonic() > end:
            raise TimeoutError


def picture(name: str) -> None:
    """Keep what the user sees."""
    QTest.qWait(300)
    screen = QApplication.primaryScreen()
    screen.grabWindow(0).save(str(Path(SESSION["pictures"]) / f"{name}.png"))


def templates() -> list[str]:
    """The templates in the profile, by folder and name."""
    folders = ("composer_templates", "project_templates")
    return sorted(f"{folder}/{path.name}" for folder in folders for path in (PROFILE / folder).glob("*"))


def results_view() -> QTreeView:
    """The list below the locator bar."""
    views = iface.mainWindow().findChildren(QTreeView)
    return next(one for one in views if one.metaObject().className() == "QgsLocatorResultsView")


def shown(view: QTreeView) -> list[str]:
    """The rows of the list, groups included."""
    model = view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def type_and_choose(text: str, found: dict[str, object]) -> None:
    """Type into the locator bar, as a user does, and take the first hit with Return."""
    iface.locatorSearch("")
    edits = iface.mainWindow().findChildren(QLineEdit)
    edit = next(one for one in edits if one.parent().metaObject().className() == "QgsLocatorWidget")
    edit.setFocus()
    edit.setText(f"gdhx {text}")  # as an input method enters Chinese
    view = results_view()
    wait(lambda: any(text in row for row in shown(view)))
    QTest.qWait(500)
    picture(f"locator_{text}")
    found[f"rows {text}"] = shown(view)
    before = iface.mapCanvas().extent().toString()
    QTest.keyClick(edit, Qt.Key.Key_Down)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    wait(lambda: iface.mapCanvas().extent().toString() != before)


def use_locator(found: dict[str, object]) -> None:
    """A township by its name, a parcel by its id."""
    for name in ("DLTB", "XZQ"):
        layer = QgsVectorLayer(f"{SESSION['city']}|layername={name}", name, "ogr")
        QgsProject.instance().addMapLayer(layer)
    iface.mapCanvas().zoomToFullExtent()
    QTest.qWait(500)
    for text in (SESSION["township"], SESSION["parcel"]):
        type_and_choose(text, found)
        centre = iface.mapCanvas().extent().center()
        found[f"centre {text}"] = [centre.x(), centre.y(), iface.mapCanvas().extent().width()]
    layer = QgsProject.instance().mapLayersByName("XZQ")[0]
    township = next(one for one in layer.getFeatures() if one["XZQMC"] == SESSION["township"])
    middle = township.geometry().boundingBox().center()
    found["middle"] = [middle.x(), middle.y()]


def open_templates(found: dict[str, object]) -> None:
    """The project's template has the layouts, which QGIS fills in."""
    wait(lambda: len(templates()) == 5)
    found["templates"] = templates()
    menu = iface.mainWindow().findChild(QMenu, "mProjectFromTemplateMenu")
    wait(lambda: menu.aboutToShow.emit() or menu.actions())  # it lists the folder when it opens
    found["menu"] = [action.text() for action in menu.actions()]
    (path,) = (PROFILE / "project_templates").glob("*")
    project = QgsProject()
    assert project.read(str(path))
    layouts = project.layoutManager().printLayouts()
    found["layouts"] = sorted(layout.name() for layout in layouts)
    found["groups"] = [group.name() for group in project.layerTreeRoot().findGroups()]
    layout = layouts[0]
    layout.itemById("map").zoomToExtent(QgsRectangle(0, 0, 5000, 4000))
    found["title"] = [layout.name(), layout.itemById("title").currentText()]
    found["scale"] = layout.itemById("scale_text").currentText()
    found["arrow"] = Path(layout.itemById("north_arrow").picturePath()).is_file()
    project.clear()


def come_and_go(found: dict[str, object]) -> None:
    """Unloaded and loaded again, also while the locator looks."""
    changed = PROFILE / "composer_templates" / found["templates"][0].partition("/")[2]
    kept = changed.read_text(encoding="utf-8") + "<!-- mine -->"
    changed.write_text(kept, encoding="utf-8")
    for number in range(SESSION["times"]):
        if number % 5 == 0:
            iface.locatorSearch("gdhx 1")
            QTest.qWait(1 + 37 * (number % 4))
        unloadPlugin(PLUGIN)
        found["left"] = [name for name in NAMES if QgsExpression.isFunctionName(name)] + templates()
        loadPlugin(PLUGIN)
        startPlugin(PLUGIN)
        QTest.qWait(30)
    wait(lambda: len(templates()) == 5)
    found["mine"] = changed.read_text(encoding="utf-8") == kept
    found["back"] = [QgsExpression.isFunctionName(name) for name in NAMES]
    iface.locatorSearch("gdhx ")


def date_widget(found: dict[str, object]) -> None:
    """The dialog of a tool has a calendar for the date."""
    dialog = processing.createAlgorithmDialog(f"{PLUGIN}:flag_conflicts", {"DATE": "2024-03-01"})
    widget = dialog.mainWidget() if hasattr(dialog, "mainWidget") else dialog
    wrapper = widget.wrappers["DATE"]
    found["date"] = [type(wrapper.wrappedWidget()).__name__, str(wrapper.parameterValue().toString("yyyy-MM-dd"))]
    dialog.close()


def work(found: dict[str, object]) -> None:
    """What a user does."""
    found["plugin"] = plugins[PLUGIN].desktop is not None
    open_templates(found)
    date_widget(found)
    use_locator(found)
    come_and_go(found)


leave_findings(work)
