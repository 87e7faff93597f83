"""Runs inside the QGIS desktop, started by test_policy_editor.py: a policy edited, saved, and used by the next run."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from in_desktop import SESSION, leave_findings
from probe import Probe
from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QLineEdit, QTableView
from qgis.utils import iface, loadPlugin, plugins, startPlugin, unloadPlugin

PLUGIN = "farmland_redline"
FOLDER = Path(SESSION["folder"])
KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def wait(until, seconds: float = 240) -> None:
    """Run the event loop until something holds."""
    end = time.monotonic() + seconds
    while not until():
        QCoreApplication.processEvents()
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.005)


def picture(widget, name: str) -> None:
    """Keep what the user sees."""
    QTest.qWait(300)
    widget.grab().save(str(FOLDER / f"{name}.png"))


def checked(editor) -> None:
    """Wait until what was changed is checked."""
    QTest.qWait(300)
    wait(lambda: editor._check is None and not editor._soon.isActive(), 30)


def cell(editor, table: str, identity: str, key: str) -> None:
    """Make a cell the current one, as a click does."""
    document = editor.document
    row = next(i for i in range(document.row_count(table)) if identity in document.identity(table, i))
    editor._go_to_cell(table, row, key)
    editor.view.setFocus()


def type_into(editor, text: str, finish: bool = True) -> None:
    """Type into the current cell by keyboard."""
    QTest.keyClick(editor.view, KEY.Key_F2)
    (line,) = [each for each in editor.view.findChildren(QLineEdit) if each.isVisible()]
    line.selectAll()
    line.insert("")
    for character in text:
        if character.isascii():
            QTest.keyClicks(line, character)
        else:
            line.insert(character)  # as an input method does
    if finish:
        QTest.keyClick(line, KEY.Key_Return)
        QTest.qWait(50)


def texts(widget_list) -> list[str]:
    return [widget_list.item(i).text() for i in range(widget_list.count())]


def work(found: dict[str, object]) -> None:
    window = iface.mainWindow()
    window.resize(1366, 768)
    start = plugins[PLUGIN].desktop.start
    start.setUserVisible(True)
    start.load_sample()
    probe = Probe()
    probe.start()
    start.edit_policy()
    wait(lambda: start.policy_editor, 20)
    editor = start.policy_editor
    wait(editor.isVisible, 20)
    QTest.qWaitForWindowActive(editor, 10000)
    checked(editor)
    found["opened"] = str(editor.path)
    found["tables"] = texts(editor.tables)
    found["at first"] = [texts(editor.mistake_list), editor.notes.tabText(0), editor.notes.tabText(1)]
    model: QTableView = editor.view.model()
    found["headings"] = [model.headerData(i, Qt.Orientation.Horizontal, 0) for i in range(model.columnCount())]
    picture(editor, "targets")

    # As typed: what is wrong is said before the cell is left.
    probe.phase = "typing"
    cell(editor, "units", "360281", "holding_target_wan_mu")
    type_into(editor, "viel", finish=False)
    QTest.qWait(400)
    wait(lambda: editor.line.text(), 20)
    found["as typed"] = editor.line.text()
    (line,) = [each for each in editor.view.findChildren(QLineEdit) if each.isVisible()]
    found["kept while checked"] = line.text()
    QTest.keyClick(line, KEY.Key_Escape)
    found["after escape"] = [editor.document == editor._kept, editor.line.text()]
    type_into(editor, "5000亩")
    checked(editor)
    found["in 10,000 mu"] = model.data(editor.view.currentIndex(), Qt.ItemDataRole.EditRole)
    editor.unit.setCurrentIndex(editor.unit.findData("亩"))
    editor.unit.activated.emit(editor.unit.currentIndex())
    found["in mu"] = model.data(editor.view.currentIndex(), Qt.ItemDataRole.EditRole)

    # Words that are always the same are shown and pasted by their names; the file has the ids.
    cell(editor, "units", "360281", "level")
    before = editor.document
    found["level"] = [model.data(editor.view.currentIndex(), role) for role in (0, Qt.ItemDataRole.EditRole)]
    QApplication.clipboard().setText(found["level"][0])
    editor._paste()
    found["level pasted"] = [editor.document == before, model.data(editor.view.currentIndex(), 0)]

    cell(editor, "responsibilities", "county_coordinates", "causes")
    found["causes"] = [model.data(editor.view.currentIndex(), role) for role in (0, Qt.ItemDataRole.EditRole)]
    QApplication.clipboard().setText(found["causes"][0])
    editor._paste()
    found["causes pasted"] = model.data(editor.view.currentIndex(), Qt.ItemDataRole.EditRole)
    editor.undo()

    # A mistake stands at its cell and in the list, from which a key leads back to it.
    probe.phase = "a mistake"
    cell(editor, "conflicts", "house", "severity")
    type_into(editor, "9")
    checked(editor)
    index = editor.view.currentIndex()
    found["mistake"] = {
        "cell": model.said(index.row(), index.column()),
        "tinted": model.data(index, Qt.ItemDataRole.BackgroundRole) is not None,
        "tool tip": model.data(index, Qt.ItemDataRole.ToolTipRole),
        "list": texts(editor.mistake_list),
        "table": editor.tables.currentItem().text(),
        "line": editor.line.text(),
    }
    picture(editor, "mistake")
    editor.tables.setCurrentRow(0)
    editor.mistake_list.setCurrentRow(0)
    QTest.keyClick(editor.mistake_list, KEY.Key_Return)
    found["led to"] = [editor._table(), editor._row(), model.keys[editor.view.currentIndex().column()]]
    editor.view.setFocus()
    QTest.keyClick(editor.view, KEY.Key_Z, CONTROL)
    checked(editor)
    found["undone"] = texts(editor.mistake_list)
    cell(editor, "conflicts", "house", "severity")
    type_into(editor, "2")

    # Rows; cells from a spreadsheet.
    probe.phase = "rows"
    count = model.rowCount()
    QTest.keyClick(editor.view, KEY.Key_D, CONTROL)
    QTest.keyClick(editor.view, KEY.Key_Delete, CONTROL)
    found["rows"] = model.rowCount() == count
    cell(editor, "thresholds", "road_width_m", "value")
    before = editor.document
    QGuiApplication.clipboard().setText("9\n2\n")
    QTest.keyClick(editor.view, KEY.Key_V, CONTROL)
    row = editor._row()
    found["pasted"] = [editor.document.shown("thresholds", r, "value") for r in (row, row + 1)]
    QTest.keyClick(editor.view, KEY.Key_Z, CONTROL)
    found["one step back"] = editor.document == before
    checked(editor)
    found["differences"] = texts(editor.difference_list)
    editor.notes.setCurrentIndex(1)
    picture(editor, "differences")

    # Targets of a spreadsheet: seen before they are taken over.
    probe.phase = "import"
    editor.import_targets(Path(SESSION["sheet"]))
    wait(lambda: editor._import is None, 60)
    found["not yet"] = editor.document == before
    found["preview"] = [texts(editor.preview.changes), editor.state.text()]
    picture(editor.preview, "preview")
    editor.preview.take.click()
    checked(editor)
    row = next(i for i in range(9) if "360222" in editor.document.identity("units", i))
    found["taken over"] = editor.document.shown("units", row, "tasks_wan_mu: 2025")

    # Saved, and chosen in the start panel.
    probe.phase = "saving"
    editor.path = FOLDER / "本市 政策.yaml"
    QTest.keyClick(editor.view, KEY.Key_S, CONTROL)
    wait(lambda: editor.path.exists(), 10)
    found["chosen"] = [start.policy.filePath() == str(editor.path), editor.isWindowModified()]
    found["gaps"] = probe.stop()
    text = editor.path.read_text(encoding="utf-8")
    editor.path.write_text(text + "# by another program\n", encoding="utf-8")
    cell(editor, "thresholds", "road_width_m", "value")
    type_into(editor, "10")
    QTest.keyClick(editor.view, KEY.Key_S, CONTROL)
    found["changed by another"] = [editor.path.read_text(encoding="utf-8").endswith("program\n"), editor.state.text()]
    editor.path.write_text(text, encoding="utf-8")
    QTest.keyClick(editor.view, KEY.Key_S, CONTROL)
    found["saved at last"] = not editor.isWindowModified()
    editor.close()
    found["closed"] = not editor.isVisible()

    # It counts in the next run.
    shutil.rmtree(FOLDER / "results", ignore_errors=True)
    start.folder.setFilePath(str(FOLDER / "results"))
    start.maps.setChecked(False)
    start.run_everything()
    wait(lambda: start.run.isEnabled())
    package = FOLDER / "results" / "farmland_redline.gpkg"
    summary = QgsVectorLayer(f"{package}|layername=summary", "summary", "ogr")
    (leping,) = [each for each in summary.getFeatures() if each["code"] == "360281"]
    found["summary"] = {
        name: leping[name] for name in ("holding_mu", "holding_target_mu", "holding_surplus_mu", "task_2025_mu")
    }
    conflicts = QgsVectorLayer(f"{package}|layername=conflicts", "conflicts", "ogr")
    found["houses"] = sorted({each["severity"] for each in conflicts.getFeatures() if each["kind"] == "house"})
    del summary, conflicts

    # Dark, and unloaded with changes that are not saved: no question, nothing left.
    QgsApplication.setUITheme("Night Mapping")
    start.edit_policy()
    cell(editor, "conflicts", "orchard", "severity")
    type_into(editor, "7")
    checked(editor)
    picture(editor, "dark")
    picture(window, "panel")
    for turn in range(3):
        plugins[PLUGIN].desktop.start.edit_policy()
        wait(lambda: plugins[PLUGIN].desktop.start.policy_editor, 20)
        if turn:  # what was not saved is there again
            again = plugins[PLUGIN].desktop.start.policy_editor
            found["draft"] = [again.document.text == text, again.isWindowModified(), again.state.text()]
            again.undo()
            found["without the draft"] = again.document == again._kept
            again.redo()
        text = plugins[PLUGIN].desktop.start.policy_editor.document.text
        unloadPlugin(PLUGIN)
        QTest.qWait(100)
        left = [each for each in QApplication.topLevelWidgets() if each.objectName() == "FarmlandRedlinePolicyEditor"]
        found["left"] = [each for each in left if each.isVisible()]
        loadPlugin(PLUGIN)
        startPlugin(PLUGIN)
    QgsProject.instance().clear()


leave_findings(work)
