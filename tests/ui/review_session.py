"""Runs inside the QGIS desktop, started by test_review.py: findings reviewed by keyboard, killed, and gone on with."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from in_desktop import SESSION, leave_findings
from osgeo import ogr
from qgis.core import QgsApplication, QgsProject, QgsSettings, QgsVectorLayer
from qgis.gui import QgsGui
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QImage
from qgis.PyQt.QtTest import QTest
from qgis.utils import iface, plugins

import processing

FOLDER = Path(SESSION["folder"])
PACKAGE = FOLDER / "results" / "farmland_redline.gpkg"
HOLD = """
import sqlite3, sys, time
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
held.execute("ROLLBACK")
"""


def run(**other: object) -> None:
    """Run everything but maps and reports on the copy of the sample."""
    city = FOLDER / "city.gpkg"
    given = {name: f"{city}|layername={layer}" for name, layer in SESSION["layers"].items()}
    more = {
        "POLICY": str(FOLDER / "policy.yaml"),
        "OUTPUT_FOLDER": str(PACKAGE.parent),
        "MAPS": False,
        "REPORTS": False,
    }
    processing.run("farmland_redline:run_batch", {**given, **more, **other})


def press(dock, key: Qt.Key) -> None:
    """Press Alt and a key, as a reviewer without a mouse does."""
    QTest.keyClick(dock.list, key, Qt.KeyboardModifier.AltModifier)
    QTest.qWait(30)


def ask(statement: str) -> list[list]:
    """What another program reads of the results: SQLite of this process would break QGIS's locks."""
    read = "import json, sqlite3, sys; print(json.dumps(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchall()))"
    answer = subprocess.run([sys.executable, "-c", read, str(PACKAGE), statement], capture_output=True, check=True)
    return json.loads(answer.stdout)


def rows() -> list[list]:
    """The table of decisions."""
    return ask("SELECT finding, verdict, remark, reviewer, version FROM decisions ORDER BY fid")


def open_dock():
    """The review panel on the conflicts of the results."""
    layer = QgsVectorLayer(f"{PACKAGE}|layername=conflicts", "conflicts", "ogr")
    QgsProject.instance().addMapLayer(layer)
    dock = plugins["farmland_redline"].desktop.review
    dock.setUserVisible(True)
    QTest.qWait(400)
    iface.mainWindow().activateWindow()
    QTest.qWaitForWindowActive(iface.mainWindow(), 10000)
    dock.list.setFocus()
    QTest.qWait(200)
    return layer, dock


def wait_until_drawn() -> None:
    """Let the window work until the map is drawn."""
    QTest.qWait(300)
    while iface.mapCanvas().isDrawing():
        QTest.qWait(100)
    QTest.qWait(300)


def bar_texts() -> list[str]:
    """What the message bar says."""
    return [item.text() for item in iface.messageBar().items()]


def find_illegal(dock) -> dict[str, object]:
    """A person finds a use illegal, and takes it back."""
    finding = dock.current().identifier
    read = f"SELECT case_id, status, unit, found FROM cases WHERE case_id = '{finding}'"  # noqa: S608
    press(dock, Qt.Key.Key_5)
    case = ask(read)
    press(dock, Qt.Key.Key_0)
    return {
        "finding": finding,
        "case": case,
        "taken back": ask(read),
        "today": time.strftime("%Y-%m-%d"),
        "county": finding[:6],
    }


def settle(dock) -> None:
    """Wait until everything is read, drawn and written."""
    QTest.qWait(300)
    while dock.is_busy or QgsApplication.taskManager().countActiveTasks():
        QTest.qWait(50)
    QTest.qWait(100)


def decide_on_patch(layer: QgsVectorLayer, dock) -> dict[str, object]:
    """A person finds a monitoring patch illegal, which has a case already."""
    (patch,) = [feature for feature in layer.getFeatures() if feature["case_id"] == SESSION["patch"]]
    read = f"SELECT status, cultivated_m2 FROM cases WHERE case_id = '{SESSION['patch']}'"  # noqa: S608
    before = ask(read)
    layer.selectByIds([patch.id()])
    settle(dock)
    at = dock.current().identifier
    words = dock.model.words(dock.current())
    iface.mainWindow().grab().save(str(FOLDER / "patch.png"))
    press(dock, Qt.Key.Key_5)
    settle(dock)
    return {"at": at, "words": words, "before": before, "after": ask(read), "row": rows()[-1][:2]}


def show_everywhere(found: dict[str, object], layer: QgsVectorLayer, dock) -> None:
    """From tables and maps to the review and back; the other state beside it; photos; a base layer."""
    project = QgsProject.instance()
    before = QgsVectorLayer(f"{FOLDER / 'city.gpkg'}|layername=DLTB_2023", "DLTB_2023", "ogr")
    others = [
        QgsVectorLayer(f"{PACKAGE}|layername={name}", name, "ogr")
        for name in ("candidates", "losses", "changes", "patches")
    ]
    project.addMapLayers([before, *others])
    settle(dock)
    found["offered"] = [dock.layers.itemText(i).split("：")[0] for i in range(dock.layers.count())]
    found["compared with"] = dock.comparison.layers.currentText()
    dock.tabs.setCurrentWidget(dock.comparison)
    dock.list.selectRow(3)
    settle(dock)
    beside, canvas = dock.comparison.map, iface.mapCanvas()
    inside = canvas.extent()
    found["in step"] = beside.extent().intersects(inside) and beside.extent().center().distance(inside.center()) < 1
    found["beside"] = [each.name() for each in beside.layers()]
    iface.mainWindow().grab().save(str(FOLDER / "before_and_after.png"))
    # From a table of another layer, which a filter of the panel would hide.
    candidate = next(feature for feature in others[0].getFeatures())
    dock.search.setText("no such parcel")
    QTest.qWait(400)
    found["searched"] = dock.model.rowCount()
    others[0].selectByIds([candidate.id()])
    settle(dock)
    dock.search.clear()
    settle(dock)
    found["followed"] = dock.layers.currentText().startswith("candidates")
    found["illegal for candidates"] = dock.buttons["illegal"].isEnabled()
    others[0].removeSelection()
    others[0].selectByIds([candidate.id()])
    found["candidate"] = dock.current().identifier == candidate["candidate_id"]
    press(dock, Qt.Key.Key_2)
    found["patch"] = decide_on_patch(others[-1], dock)
    # From a feature that any table, form or identification shows.
    wanted = list(layer.getFeatures())[5]
    registry = QgsGui.mapLayerActionRegistry()
    (action,) = [each for each in registry.mapLayerActions(layer) if each.text() == "在逐块核查中显示"]
    dock.setUserVisible(False)
    action.triggerForFeature(layer, wanted)
    settle(dock)
    found["action"] = dock.isVisible() and dock.current().identifier == wanted["conflict_id"]
    found["selected"] = [layer.getFeature(fid)["conflict_id"] for fid in layer.selectedFeatureIds()]
    found["wanted"] = wanted["conflict_id"]
    # Photos: beside the results, with their hashes.
    picture = QImage(1600, 1200, QImage.Format.Format_RGB32)
    picture.fill(QColor("#7a9a5a"))
    picture.save(str(FOLDER / "IMG 1.jpg"))
    dock.tabs.setCurrentWidget(dock.photos)
    dock.photos.add([FOLDER / "IMG 1.jpg"])
    settle(dock)
    settle(dock)
    found["photos"] = [dock.photos.list.item(i).toolTip() for i in range(dock.photos.list.count())]
    found["thumbnail"] = not dock.photos.list.item(0).icon().isNull()
    found["hashes"] = ask("SELECT layer, finding, file, sha256 FROM photos")
    found["digest"] = hashlib.sha256((FOLDER / "IMG 1.jpg").read_bytes()).hexdigest()
    found["copies"] = sorted(path.name for path in (PACKAGE.parent / "photos").iterdir())
    iface.mainWindow().grab().save(str(FOLDER / "photos.png"))
    # A base layer of QGIS's own store, here from a folder; nothing of it is in the project before it is chosen.
    dock.base_menu.aboutToShow.emit()
    found["services"] = [each.text() for each in dock.base_menu.actions()]
    count = len(project.mapLayers())
    found["layers before"] = count
    next(each for each in dock.base_menu.actions() if each.text() == "本单位影像").trigger()
    settle(dock)
    found["layers after"] = len(project.mapLayers())
    ticked = {node.layer().name(): node.isVisible() for node in project.layerTreeRoot().findLayers()}
    found["ticked"] = [ticked[name] for name in ("本单位影像", "DLTB_2023", "conflicts")]
    found["lowest"] = project.layerTreeRoot().layerOrder()[-1].name()
    project.removeMapLayer(project.mapLayersByName("本单位影像")[0])
    project.removeMapLayers([each.id() for each in others])
    settle(dock)
    dock.filter.setCurrentIndex(0)


def first(found: dict[str, object]) -> None:
    run(PATCHES=f"{FOLDER / 'monitoring.gpkg'}|layername=YSTB")
    layer, dock = open_dock()
    found["rows"], found["features"] = dock.model.rowCount(), layer.featureCount()
    found["columns"] = [dock.model.headerData(i, Qt.Orientation.Horizontal, 0) for i in range(dock.model.columnCount())]
    found["first row"] = list(dock.model.words(dock.model.shown[0]))
    dock.reviewer.setText("甲")
    dock.reviewer.editingFinished.emit()
    reviewed = []
    for number in range(7):
        reviewed.append(dock.current().identifier)
        dock.remark.setText(f"现场核查 {number}")
        press(dock, (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)[number % 4])
    found["reviewed"] = reviewed
    found["zoomed"] = iface.mapCanvas().extent().contains(layer.boundingBoxOfSelected())
    iface.mainWindow().grab().save(str(FOLDER / "review.png"))
    Path(SESSION["findings"]).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    os.kill(os.getpid(), signal.SIGKILL)


def second(found: dict[str, object]) -> None:
    for group in ("qgis/connections-xyz/本单位影像", "connections/xyz/items/本单位影像"):  # older and newer versions
        QgsSettings().setValue(f"{group}/url", (FOLDER / "tiles").as_uri() + "/{z}/{x}/{y}.png")
        QgsSettings().setValue(f"{group}/zmax", 18)
    found["rows"] = rows()
    layer, dock = open_dock()
    found["progress"] = dock.progress.text()
    dock.reason.reasons.aboutToShow.emit()
    found["reasons"] = [each.text() for each in dock.reason.reasons.actions()]
    next(each for each in dock.reason.reasons.actions() if each.text() == "已恢复耕种").trigger()
    found["reason"] = dock.remark.text()
    dock.search.setText("农村建房")
    QTest.qWait(400)
    found["by words"] = {dock.model.words(each)[1] for each in dock.model.shown}
    dock.search.clear()
    QTest.qWait(400)
    found["outline"] = [dock._mark._outline.isVisible(), iface.mapCanvas().mapSettings().selectionColor().alpha()]
    found["next"] = dock.current().identifier
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_1):
        press(dock, key)
    found["after three"] = len(rows())
    last = rows()[-1][0]
    press(dock, Qt.Key.Key_0)
    found["taken back"], found["back at"] = rows()[-1], dock.current().identifier == last
    press(dock, Qt.Key.Key_1)
    # Another reviewer has decided on what this one looks at.
    current = dock.current().identifier
    other = type(dock._decisions)(PACKAGE)
    other.add("conflicts", current, "rejected", "", "乙", "x")
    before = len(rows())
    press(dock, Qt.Key.Key_1)
    found["meanwhile"] = {
        "written": len(rows()) - before,
        "told": bar_texts(),
        "at": dock.current().identifier == current,
    }
    press(dock, Qt.Key.Key_1)
    found["looked again"] = rows()[-1][:2] == [current, "confirmed"]
    # A program that holds the file for a while, and one that does for too long.
    for seconds in (1.5, 12):
        holder = subprocess.Popen([sys.executable, "-c", HOLD, str(PACKAGE), str(seconds)], stdout=subprocess.PIPE)
        holder.stdout.readline()
        before, began = len(rows()), time.monotonic()
        press(dock, Qt.Key.Key_2)
        answered = time.monotonic() - began
        told = dock.progress.text()
        while dock.is_busy:
            QTest.qWait(50)
        waited = time.monotonic() - began
        holder.wait()
        found[f"held {seconds}"] = {
            "written": len(rows()) - before,
            "answered": answered,
            "waited": waited,
            "while": told,
            "told": bar_texts(),
        }
    found["illegal"] = find_illegal(dock)
    show_everywhere(found, layer, dock)
    # A re-run; one decided parcel has another shape by then.
    counted = {row[0]: row for row in rows()}
    changed = found["changed"] = SESSION["reviewed"][0]
    bsm = next(feature["BSM"] for feature in layer.getFeatures() if feature["conflict_id"] == changed)
    data = ogr.Open(str(FOLDER / "city.gpkg"), 1)
    parcels = data.GetLayerByName("DLTB")
    parcels.SetAttributeFilter(f"BSM = '{bsm}'")
    parcel = parcels.GetNextFeature()
    parcel.SetGeometry(ogr.ForceToMultiPolygon(parcel.GetGeometryRef().Buffer(-0.5)))
    parcels.SetFeature(parcel)
    del parcel, parcels, data
    # The map lets go of the file when it is drawn, for which the window has to run.
    wait_until_drawn()
    run()
    QTest.qWait(300)
    found["kept"] = {row[0]: row for row in rows()} == counted
    dock.filter.setCurrentIndex(dock.filter.findData("changed"))
    dock.filter.activated.emit(dock.filter.currentIndex())
    settle(dock)
    found["asks again"] = [each.identifier for each in dock.model.shown]
    found["integrity"] = ask("PRAGMA integrity_check")


leave_findings(first if SESSION["part"] == 1 else second)
