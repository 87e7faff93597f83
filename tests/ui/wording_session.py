"""Runs inside the QGIS desktop, started by test_wording.py: every text that the plugin's panels and windows show."""

from __future__ import annotations

import time
from pathlib import Path

from in_desktop import SESSION, leave_findings
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QWidget
from qgis.utils import iface, plugins
from visible_texts import visible_texts

from farmland_redline.ui import settings

_PATIENCE_S, _LOOK_MS = 120, 50


def wait(until) -> None:
    """Let the desktop work until something holds."""
    end = time.monotonic() + _PATIENCE_S
    while not until():
        QTest.qWait(_LOOK_MS)
        if time.monotonic() > end:
            raise TimeoutError


def cells(model) -> dict[str, str]:
    """Return the texts of the cells of a table of the policy that stand for words of a list, with their columns."""
    found = [model.column(place) for place in range(model.columnCount())]
    of_rows = ("value", "choices") if model.form.name == "options" else ()
    sections = [place for place, one in enumerate(found) if one.choices or one.terms or one.key in of_rows]
    return {
        str(model.index(row, place).data()): model.keys[place] for place in sections for row in range(model.rowCount())
    }


def work(found: dict[str, object]) -> None:
    desktop = plugins["farmland_redline"].desktop
    settings.keep_run(settings.KeptRun(SESSION["results"], "2026-01-02T03:04:05Z", 12, 34))
    texts: dict[str, dict[str, str]] = {}

    def take(name: str, window: QWidget, skipped: QWidget | None = None) -> None:
        QTest.qWait(300)
        window.grab().save(str(Path(SESSION["pictures"]) / f"{name}.png"))
        texts[name] = {**texts.get(name, {}), **visible_texts(window, skipped)}

    start = desktop.start
    start.setUserVisible(True)
    start.load_sample()
    wait(start.run.isEnabled)
    start.own_files.setCollapsed(False)
    take("start", start)

    history = desktop.history
    history.setUserVisible(True)
    wait(history.given.rowCount)
    take("runs", history)
    found["run"] = history.table.item(0, 0).text()
    history.reopen.click()
    dashboard = desktop.dashboard
    wait(lambda: dashboard.views)
    tree = QgsProject.instance().layerTreeRoot()
    layers = tree.findGroups()[0].findLayers()
    texts["layers"] = {text: "layer" for node in layers for text in (node.name(), node.parent().name())}
    for node in layers:
        layer = node.layer()
        texts["layers"] |= {layer.attributeDisplayName(place): node.name() for place in range(layer.fields().count())}
    for tab in range(dashboard.figures.tabs.count()):
        dashboard.figures.tabs.setCurrentIndex(tab)
        take("dashboard", dashboard)

    review = desktop.review
    review.setUserVisible(True)
    for place in range(review.layers.count()):
        review.layers.setCurrentIndex(place)
        review.layers.activated.emit(place)
        wait(lambda: review.model.shown and not review.is_busy)
        for tab in range(review.tabs.count()):
            review.tabs.setCurrentIndex(tab)
            take("review", review)

    start.edit_policy()
    wait(lambda: start.policy_editor)
    editor = start.policy_editor
    for row in range(editor.tables.count()):
        editor.tables.setCurrentRow(row)
        take("policy", editor, editor.view)  # whose cells come below
        model, rows = editor.view.model(), Qt.Orientation.Vertical
        texts["cells"] = {**texts.get("cells", {}), **cells(model)}
        heads = [model.headerData(row, rows, Qt.ItemDataRole.DisplayRole) for row in range(model.rowCount())]
        texts["policy"] |= dict.fromkeys(heads, editor.tables.item(row).text())
    editor.close()

    page = desktop.options.createWidget(None)
    page.show()
    take("options", page)
    page.close()
    menus = {"menu": desktop.menu, "tools": next(each.menu() for each in desktop.menu.actions() if each.menu())}
    texts |= {name: {action.text(): "menu" for action in menu.actions()} for name, menu in menus.items()}
    texts["bar"] = {item.text(): "bar" for item in iface.messageBar().items()}
    found["texts"] = texts


leave_findings(work)
