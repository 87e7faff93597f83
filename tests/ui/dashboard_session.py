"""Runs inside the QGIS desktop, started by test_dashboard.py: figures of a run, a click, a filter, another level."""

from __future__ import annotations

import importlib
import time
from pathlib import Path

from in_desktop import SESSION, leave_findings
from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.gui import QgsFilterLineEdit
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QTableView, QWidget
from qgis.utils import iface, loadPlugin, plugins, startPlugin, unloadPlugin

PLUGIN = "farmland_redline"
PACKAGE = SESSION["package"]


def wait(until, seconds: float = 120) -> None:
    """Run the event loop until something holds."""
    end = time.monotonic() + seconds
    while not until():
        QCoreApplication.processEvents()
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.005)


def layer(name: str) -> QgsVectorLayer:
    """A layer of the results, in the project."""
    made = QgsVectorLayer(f"{PACKAGE}|layername={name}", name, "ogr")
    QgsProject.instance().addMapLayer(made)
    return made


def choose(box, value) -> None:
    """Choose an entry of a list, as a user does."""
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def rows(dock) -> list[list[str]]:
    """The table that is shown."""
    model = dock.figures.table.model()
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


def click_bar(dock, number: int) -> str:
    """Click on a bar with the mouse; return its unit's name."""
    QTest.qWait(300)
    top, bottom, bar = dock.figures.canvas._rows[number]
    dock.figures.area.ensureVisible(20, round(bottom))
    place = QPoint(dock.figures.canvas.width() // 3, round((top + bottom) / 2))
    QTest.mouseClick(dock.figures.canvas, Qt.MouseButton.LeftButton, pos=place)
    QTest.qWait(300)
    return bar.place.name


def cut_texts(canvas) -> list[str]:
    """Texts of bars that reach out of their canvas, whose pixels are those of the screen."""
    renderer, width = canvas.get_renderer(), canvas.width() * canvas.devicePixelRatioF()
    boxes = {text.get_text(): text.get_window_extent(renderer) for text in canvas.figure.axes[0].texts}
    return [text for text, box in boxes.items() if box.x0 < 0 or box.x1 > width + 1]


def picture(name: str) -> None:
    """Keep what the user sees."""
    QTest.qWait(400)
    iface.mainWindow().grab().save(str(Path(SESSION["pictures"]) / f"{name}.png"))


def work(found: dict[str, object]) -> None:
    window = iface.mainWindow()
    window.resize(1366, 768)
    desktop = plugins[PLUGIN].desktop
    dock = desktop.dashboard
    found["hidden at first"] = not dock.isVisible()
    dock.setUserVisible(True)
    QTest.qWait(300)
    found["without results"] = dock.status.text()
    layers = {name: layer(name) for name in ("pieces", "candidates", "conflicts")}
    before = layers["conflicts"].featureCount()
    wait(lambda: dock.views and dock.map.extents is not None)
    window.resizeDocks([dock], [460], Qt.Orientation.Horizontal)
    found["level"], found["topics"] = dock.units.level.currentData(), dock.figures.tabs.count()
    found["rows"] = rows(dock)
    found["levels"] = [dock.units.level.itemData(i) for i in range(dock.units.level.count())]
    picture("holding")

    # A click on a bar: the map, the findings, and the review panel.
    desktop.review.setUserVisible(True)
    QTest.qWait(500)
    dock.setUserVisible(True)
    place = click_bar(dock, 1)
    code = dock.views[0].places[1].code
    found["clicked"], found["code"] = place, code
    found["shown"] = dock.shown.text()
    found["subset"] = layers["conflicts"].subsetString()
    found["counties left"] = sorted({f["county"] for f in layers["conflicts"].getFeatures()})
    found["counts"] = [sum(1 for _ in layers["conflicts"].getFeatures()), before]
    desktop.review.setUserVisible(True)
    QTest.qWait(500)
    found["reviewed"] = sorted({each.county for each in desktop.review.model.all})
    # The button of a panel that lies behind another brings it to the front, and the window stays as small as it was.
    behind = not dock.isUserVisible()
    next(action for action in desktop.menu.actions() if action.text() == "看板").trigger()
    QTest.qWait(300)
    found["to the front"] = [behind, dock.isUserVisible(), window.height()]
    extent = iface.mapCanvas().extent()
    pieces = [f.geometry().boundingBox() for f in layers["pieces"].getFeatures(f"\"county\" = '{code}'")]
    found["all on the map"] = all(extent.contains(box) for box in pieces)
    found["zoomed in"] = not extent.contains(layers["pieces"].extent())
    picture("chosen")
    QTest.mouseClick(dock.all, Qt.MouseButton.LeftButton)
    found["after all"] = [layers["conflicts"].subsetString(), layers["conflicts"].featureCount() == before]

    # By keyboard, beside a filter of the user's own.
    layers["conflicts"].setSubsetString('"severity" = 3')
    dock.figures.tabs.setCurrentIndex(3)
    QTest.qWait(200)
    window.activateWindow()
    QTest.qWaitForWindowActive(window, 10000)
    dock.figures.table.setFocus()
    dock.figures.table.selectRow(2)
    dock.figures.table.setCurrentIndex(dock.figures.table.model().index(2, 0))
    QTest.keyClick(dock.figures.table, Qt.Key.Key_Return)
    QTest.qWait(300)
    found["by keyboard"] = layers["conflicts"].subsetString()
    QTest.keyClick(dock.figures.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    found["copied"] = QApplication.clipboard().text()
    dock.show_all()
    found["own filter"] = layers["conflicts"].subsetString()
    layers["conflicts"].setSubsetString("")

    # A layer that is edited keeps all it shows.
    layers["conflicts"].startEditing()
    dock.choose(dock.views[0].places[0])
    found["edited"] = [layers["conflicts"].subsetString(), layers["candidates"].subsetString() != ""]
    layers["conflicts"].rollBack()
    dock.show_all()

    for level, unit in (("village", ""), ("township", code), ("city", "")):
        choose(dock.units.level, level)
        wait(lambda level=level: dock.views[0].places and dock.views[0].places[0].level == level)
        shown = dock.views
        choose(dock.units.unit, unit)
        wait(lambda shown=shown: dock.views is not shown)
        found[level] = [place.code for place in dock.views[0].places]
    choose(dock.units.level, "county")
    choose(dock.units.year, 2024)
    wait(lambda: dock.views[2].mark and "2024" in dock.views[2].mark)
    dock.figures.tabs.setCurrentIndex(2)
    found["year"] = dock.figures.current().mark

    # An earlier run beside this one, and what differs as a layer.
    dock.compare_with(Path(SESSION["earlier"]))
    wait(lambda: dock.views[-1].key == "comparison")
    dock.figures.tabs.setCurrentIndex(len(dock.views) - 1)
    found["compared"] = rows(dock)
    picture("compared")
    known = set(QgsProject.instance().mapLayers())
    QTest.mouseClick(dock.files.differing, Qt.MouseButton.LeftButton)
    wait(lambda: set(QgsProject.instance().mapLayers()) - known)
    QTest.qWait(300)
    (identifier,) = set(QgsProject.instance().mapLayers()) - known
    differs = QgsProject.instance().mapLayer(identifier)
    found["differs"] = sorted([row["list"], row["finding"], row["change"]] for row in differs.getFeatures())
    found["told"] = [item.text() for item in iface.messageBar().items()]
    choose(dock.files.other, "")
    dock._read_earlier()
    wait(lambda: dock.views[-1].key != "comparison")

    # The list behind the cases of a county; the next one takes its place.
    keys = [view.key for view in dock.views]
    dock.figures.tabs.setCurrentIndex(keys.index("warnings"))
    dock.figures.tabs.setCurrentIndex(keys.index("cases"))
    before = set(QgsProject.instance().mapLayers())
    dock.choose(next(place for place in dock.views[0].places if place.code == "360222"))
    QTest.qWait(500)
    tables = [QgsProject.instance().mapLayer(name) for name in set(QgsProject.instance().mapLayers()) - before]
    window_of_list = dock.list._window
    view = window_of_list.findChild(QTableView)
    found["listed"] = [
        [table.name() for table in tables],
        window_of_list.findChild(QgsFilterLineEdit, "mFilterQuery").value(),
        window_of_list.isVisible(),
        view.model().rowCount(),
    ]
    found["cases there"] = sum(1 for row in tables[0].getFeatures() if row["unit"] == "360222")
    found["headings"] = [tables[0].attributeDisplayName(i) for i in tables[0].fields().allAttributesList()[1:]]
    window_of_list.resize(900, 300)
    window_of_list.grab().save(str(Path(SESSION["pictures"]) / "list.png"))
    dock.choose(dock.views[0].places[0])
    QTest.qWait(500)
    made_way = sip.isdeleted(window_of_list) or not window_of_list.isVisible()
    found["listed again"] = [made_way, dock.list._window.isVisible()]
    dock.list.close()
    dock.show_all()

    # Areas in the unit of the options, here and in the review.
    desktop.review.setUserVisible(True)
    wait(lambda: desktop.review.model.shown and not desktop.review.is_busy)
    finding = desktop.review.model.shown[0]
    found["area in mu"] = layers["conflicts"].getFeature(finding.feature)["area_mu"]
    settings = importlib.import_module(f"{PLUGIN}.ui.settings")
    settings.keep(settings.AREA_UNIT, "ha")
    settings.keep(settings.AREA_DIGITS, "3")
    desktop._take_settings()
    column = desktop.review.model.columns.index("area_mu") + 1
    model = desktop.review.model
    about = desktop.review.about
    names = [about.item(row, 0).text() for row in range(about.rowCount())]
    found["review in hectares"] = [
        model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole),
        model.data(model.index(0, column)),
        [any(name.endswith("（公顷）") for name in names), any(name.endswith("（亩）") for name in names)],
    ]
    picture("review_hectares")
    dock.setUserVisible(True)
    dock.figures.tabs.setCurrentIndex(0)
    wait(lambda: "公顷" in dock.status.text() and dock.views[0].areas.unit == "ha")
    found["in hectares"] = [dock.status.text(), rows(dock)[0][1]]
    dock.figures.tabs.setCurrentIndex(2)
    settings.keep(settings.AREA_UNIT, "mu")
    settings.keep(settings.AREA_DIGITS, "2")
    desktop._take_settings()
    wait(lambda: dock.views[0].areas.unit == "mu")

    # A dark theme, whose colours the bars take.
    QgsApplication.setUITheme("Night Mapping")
    dock.figures.tabs.setCurrentIndex(3)
    picture("dark")
    face = dock.figures.canvas.figure.get_facecolor()
    found["dark face"] = max(face[:3])
    found["ratio"] = window.devicePixelRatioF()
    found["cut"] = cut_texts(dock.figures.canvas)
    found["dark text"] = min(text.get_color() for text in dock.figures.canvas.figure.axes[0].texts)
    dock.figures.tabs.setCurrentIndex(0)
    shown = [
        dock.figures.model.data(dock.figures.model.index(0, column), Qt.ItemDataRole.ForegroundRole)
        for column in range(5)
    ]
    found["dark states"] = [colour.lightness() for colour in shown if colour is not None]
    QgsApplication.setUITheme("default")

    # Without matplotlib: the table, and what to do.
    dock.figures.without_charts = "matplotlib"
    dock.figures.show_current()
    found["without charts"] = [dock.figures.canvas.isHidden(), dock.figures.table.isVisible(), dock.figures.note.text()]

    # Gone while it reads.
    dock.choose(dock.views[0].places[0])
    dock._read_as = None
    dock._read()
    unloadPlugin(PLUGIN)
    QTest.qWait(1500)
    found["own filters again"] = [layers["conflicts"].subsetString(), layers["candidates"].subsetString()]
    loadPlugin(PLUGIN)
    startPlugin(PLUGIN)
    found["left"] = len([d for d in window.findChildren(QWidget) if d.objectName() == "FarmlandRedlineDashboard"])


leave_findings(work)
