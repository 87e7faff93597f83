"""The dashboard: what a run found, unit by unit, against the targets; a click goes to the unit on the map."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRectangle,
    QgsTask,
    QgsVectorLayer,
)
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QModelIndex, QSortFilterProxyModel, Qt, QTimer
from qgis.PyQt.QtGui import QKeySequence, QShowEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTabBar,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...processing.bridge.compat import QUIET_TASK
from ...processing.bridge.errors import InputError
from ...processing.bridge.i18n import tr, user_language
from ...processing.bridge.io.datasets import GEOPACKAGE, decode_source
from ...processing.bridge.io.loaded_layers import layers_showing
from ...processing.bridge.io.sql import literal, quoted
from .. import settings
from ..runs import Run
from ..widgets.figure_table import SORT_ROLE, FigureModel
from .project_dock import ProjectDock

if TYPE_CHECKING:
    from ...processing.dashboard import Extents, Results
    from ...processing.dashboard_units import Place, View
    from ..widgets.bar_canvas import BarCanvas

_RESULT_LAYERS = ("pieces", "conflicts", "candidates", "losses", "abandoned", "summary")
_FINDINGS = ("conflicts", "candidates", "losses", "abandoned")  # layers that a click filters
_OTHER_FILE = "other file"
_MOST_UNITS = 400  # in the list of units; villages are found in the table
_CITY, _COUNTY, _VILLAGE = "city", "county", "village"
_ABOVE = {"township": "county", "village": "township"}
_QUIET = reduce(or_, QUIET_TASK)
_STEP_MS = 10  # between parts of a reading in steps
_MARGIN = 1.1  # the map shows this many times a unit's extent


class DashboardDock(ProjectDock):
    """Figures of a run by unit, as bars and as a table."""

    def __init__(self, iface: QgisInterface) -> None:
        """Build the panel; it looks at the project when it is shown, and whenever layers come or go."""
        super().__init__(iface, tr("Dashboard"), "FarmlandRedlineDashboard")
        self.results: Results | None = None
        self.earlier: Results | None = None  # to compare with
        self._comparing: Run | None = None
        self.views: tuple[View, ...] = ()
        self._read_as: tuple[Path, float] | None = None
        self._opened: list[Path] = []  # files that no layer of the project shows
        self._extents: Extents | None = None
        self._found: Extents | None = None  # what is read of them yet
        self._parts: Iterator[Extents] | None = None
        self._steps = QTimer(self)
        self._steps.setInterval(_STEP_MS)
        self._steps.timeout.connect(self._read_part)
        self._place: Place | None = None
        self._filtered: dict[str, tuple[str, str]] = {}  # by layer: its own filter, and the one that was set
        self._tasks: list[QgsTask] = []
        self._released = False
        self._asked: object = None  # the choice whose figures are to be shown
        self._canvas: BarCanvas | None = None
        self._without_charts = ""
        self._fills: dict[str, tuple[str, str]] = {}
        self._followed: QgsVectorLayer | None = None
        self._keys = QMenu(self)  # never shown: the actions behind the keys
        self.setWidget(self._build())
        self._tell_state()

    def release(self) -> None:
        """Stop following the project and reading, and give the layers their own filters back."""
        super().release()
        self._follow(None)
        self._released = True
        self._steps.stop()
        if self._comparing is not None:
            self._comparing.cancel()
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        self.show_all()

    # What the panel consists of

    def _build(self) -> QWidget:
        """Return the panel's contents: the choice, the bars, the table."""
        content = QWidget()
        column = QVBoxLayout(content)
        self.packages, self.level, self.unit, self.year = (QComboBox() for _ in range(4))
        for box, name in (
            (self.packages, tr("Results")),
            (self.level, tr("Level of units")),
            (self.unit, tr("Unit")),
            (self.year, tr("Year of the restoration task")),
        ):
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(4)
        self.packages.activated.connect(lambda _: self._choose_results())
        self.other = QComboBox()
        self.other.setAccessibleName(tr("Results to compare with"))
        self.other.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.other.setMinimumContentsLength(4)
        self.other.activated.connect(lambda _: self._read_earlier())
        self.differing = QPushButton(tr("Show differing findings"))
        self.differing.setToolTip(tr("Load the findings that are new, gone or changed as a layer"))
        self.differing.clicked.connect(lambda _: self.load_differing())
        self.differing.setEnabled(False)
        self.level.activated.connect(lambda _: self._list_units())
        self.unit.activated.connect(lambda _: self._show_figures())
        self.year.activated.connect(lambda _: self._show_figures())
        self.open = QToolButton()
        self.open.setText(tr("Open …"))
        self.open.setToolTip(tr("Open the results of another run: its file farmland_redline.gpkg"))
        self.open.clicked.connect(lambda _: self._open_file())
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.packages, 1)
        first.addWidget(self.open)
        second.addWidget(self.level, 2)
        second.addWidget(self.unit, 3)
        second.addWidget(self.year, 2)
        form = QFormLayout()
        form.addRow(tr("Results"), first)
        third = QHBoxLayout()
        third.addWidget(self.other, 1)
        third.addWidget(self.differing)
        form.addRow(tr("Compare to"), third)
        form.addRow(tr("Show"), second)
        column.addLayout(form)
        self.status = _plain_label()
        column.addWidget(self.status)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr("Topics"))
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.currentChanged.connect(lambda _: self._show_view())
        column.addWidget(self.tabs)
        column.addWidget(self._lists(), 1)
        column.addLayout(self._below())
        return content

    def _lists(self) -> QSplitter:
        """Return the bars above the table."""
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.note = _plain_label()
        self.note.setContentsMargins(6, 0, 6, 4)
        bars = QWidget()
        self.bars = QVBoxLayout(bars)
        self.bars.setContentsMargins(0, 0, 0, 0)
        self.bars.addWidget(self.note)
        self.bars.addStretch(1)
        self.area.setWidget(bars)
        self.model = FigureModel(self._fills, self)
        sorted_rows = QSortFilterProxyModel(self)
        sorted_rows.setSourceModel(self.model)
        sorted_rows.setSortRole(SORT_ROLE)
        self.table = QTableView()
        self.table.setModel(sorted_rows)
        self.table.setAccessibleName(tr("Figures by unit"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.clicked.connect(self._choose_row)
        self.table.activated.connect(self._choose_row)
        copy = self._keys.addAction(tr("Copy table"), self.copy_table)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.table.addAction(copy)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.area)
        splitter.addWidget(self.table)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([3000, 2000])
        return splitter

    def _below(self) -> QHBoxLayout:
        """Return what the map shows now, and the buttons."""
        self.shown = _plain_label()
        self.all = QPushButton(tr("Show all"))
        self.all.setToolTip(tr("Take the filter off the findings"))
        self.all.clicked.connect(lambda _: self.show_all())
        self.copy = QPushButton(tr("Copy table"))
        self.copy.setToolTip(tr("Copy the table as text, which a spreadsheet takes"))
        self.copy.clicked.connect(lambda _: self.copy_table())
        row = QHBoxLayout()
        row.addWidget(self.shown, 1)
        row.addWidget(self.all)
        row.addWidget(self.copy)
        self.all.hide()
        return row

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the project, which was left alone while the panel was hidden."""
        super().showEvent(event)
        self._soon.start()

    # Results

    def look_at_project(self) -> None:
        """Offer the results that the project shows, and read them anew where a run has replaced them."""
        if not self.isVisible():
            return
        kept = self.packages.currentData()
        found = {**dict.fromkeys(_packages()), **dict.fromkeys(path for path in self._opened if path.is_file())}
        self.packages.clear()
        for path in found:
            self.packages.addItem(_name_of(path), str(path))
            self.packages.setItemData(self.packages.count() - 1, str(path), Qt.ItemDataRole.StatusTipRole)
        self.packages.setCurrentIndex(max(0, self.packages.findData(kept)) if found else -1)
        self._list_others()
        self._read()

    def _choose_results(self) -> None:
        """Show other results, and offer the rest to compare with."""
        self._list_others()
        if self.other.currentIndex() == 0:
            self.earlier = None
            self.differing.setEnabled(False)
        self._read()

    def _open_file(self) -> None:
        """Offer results that are not in the project."""
        folder = settings.kept_text(settings.OUTPUT_FOLDER)
        title = tr("Results of a run")
        path, _ = QFileDialog.getOpenFileName(self, title, folder, f"GeoPackage (*{GEOPACKAGE})")
        if path:
            self.open_results(Path(path))

    def open_results(self, path: Path) -> None:
        """Show the results of a file, whether or not the project has its layers."""
        if path not in self._opened:
            self._opened.append(path)
        if self.packages.findData(str(path)) < 0:
            self.packages.addItem(_name_of(path), str(path))
        self.packages.setCurrentIndex(self.packages.findData(str(path)))
        self._list_others()
        self._read()

    # Two runs compared

    def _list_others(self) -> None:
        """Offer the other results to compare with."""
        kept, current = self.other.currentData(), self.packages.currentData()
        self.other.clear()
        self.other.addItem(tr("No comparison"), "")
        for row in range(self.packages.count()):
            if self.packages.itemData(row) != current:
                self.other.addItem(self.packages.itemText(row), self.packages.itemData(row))
        self.other.addItem(tr("Other file …"), _OTHER_FILE)
        if kept and kept != current and self.other.findData(kept) < 0:
            self.other.insertItem(1, _name_of(Path(kept)), kept)
        self.other.setCurrentIndex(max(0, self.other.findData(kept)))

    def compare_with(self, path: Path) -> None:
        """Show the figures of other results, of an earlier run, beside those that are shown."""
        if self.other.findData(str(path)) < 0:
            self.other.insertItem(1, _name_of(path), str(path))
        self.other.setCurrentIndex(self.other.findData(str(path)))
        self._read_earlier()

    def _read_earlier(self) -> None:
        """Read the results to compare with in the background."""
        chosen = self.other.currentData()
        if chosen == _OTHER_FILE:
            self.other.setCurrentIndex(0)
            folder = settings.kept_text(settings.OUTPUT_FOLDER)
            picked, _ = QFileDialog.getOpenFileName(
                self, tr("Results to compare with"), folder, f"GeoPackage (*{GEOPACKAGE})"
            )
            if picked:
                self.compare_with(Path(picked))
                return
            chosen = ""
        self.earlier = None
        self.differing.setEnabled(False)
        if not chosen:
            self._show_figures()
            return
        path, language, policy = Path(chosen), user_language(), settings.kept_text(settings.POLICY)

        def read() -> Results:
            from ...processing.dashboard import read_results

            return read_results(path, language, policy)

        def take(earlier: Results) -> None:
            if self.other.currentData() == str(path):
                self.earlier = earlier
                self.differing.setEnabled(True)
                self._show_figures()

        def refuse(reason: str) -> None:
            self.other.setCurrentIndex(0)
            self.tell(reason, Qgis.MessageLevel.Warning)

        self._in_background(tr("Read results for the dashboard"), read, take, refuse)

    def load_differing(self) -> None:
        """Load the findings in which both runs differ, by the algorithm that lists them."""
        if self.results is None or self.earlier is None or self._comparing is not None:
            return
        layer = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", QgsProject.instance())
        given = {"BEFORE": str(self.earlier.path), "AFTER": str(self.results.path), "OUTPUT": layer}
        run = Run("compare_results", given)

        def finish(good: bool, outputs: dict[str, object]) -> None:
            self._comparing = None
            if self._released:
                return
            self.differing.setEnabled(self.earlier is not None)
            if not good:
                errors = run.feedback.errors or (tr("The run failed; see the log."),)
                self.tell(errors[-1], Qgis.MessageLevel.Critical)
                return
            text = tr("{new} new, {gone} gone and {changed} changed findings are in the project.")
            counts = {word: outputs.get(f"{word.upper()}_COUNT", 0) for word in ("new", "gone", "changed")}
            self.tell(text.format(**counts), Qgis.MessageLevel.Success)

        run.ended.connect(finish)
        self._comparing = run
        self.differing.setEnabled(False)
        run.start()

    def _read(self) -> None:
        """Read the chosen results in the background, unless they are read already."""
        chosen = self.packages.currentData()
        if not chosen:
            self._forget()
            return
        path = Path(chosen)
        try:
            asked = (path, path.stat().st_mtime)
        except OSError as error:
            self._forget(str(error))
            return
        if asked == self._read_as:
            return
        if self._read_as is not None and self._read_as[0] != path:
            self.show_all()
        self._read_as = asked
        shown = [layer for name in _RESULT_LAYERS for layer in layers_showing(path, name)]
        self._follow(next((layer for layer in shown if isinstance(layer, QgsVectorLayer)), None))
        self.status.setText(tr("Reading {file} …").format(file=_name_of(path)))
        language, policy = user_language(), settings.kept_text(settings.POLICY)

        def read() -> tuple[Results, dict[str, tuple[str, str]], str]:
            from ...processing.dashboard import bar_fills, read_results

            return read_results(path, language, policy), bar_fills(), _why_no_charts()

        def show(answer: tuple[Results, dict[str, tuple[str, str]], str]) -> None:
            if asked != self._read_as:
                return
            self.results, fills, self._without_charts = answer
            self._fills.update(fills)
            self._list_levels()
            self._read_extents(path)

        self._in_background(tr("Read results for the dashboard"), read, show, self._forget)

    def _read_extents(self, path: Path) -> None:
        """Begin to read where units lie, for which the pieces are gone through once, step by step."""
        from ...processing.dashboard import read_extents

        self._extents, self._parts = None, read_extents(path)
        self._steps.start()

    def _read_part(self) -> None:
        """Read a part of where units lie; at the end show the unit that was chosen meanwhile."""
        if self._parts is None:
            self._steps.stop()
            return
        try:
            self._found = next(self._parts, None) or self._end_parts()
        except RuntimeError:  # the file has gone, or is no longer what it was
            self._end_parts()

    def _end_parts(self) -> Extents | None:
        """Take what was read of where units lie."""
        self._parts, self._extents = None, self._found
        self._steps.stop()
        if self._place is not None:
            self._zoom(self._place)
        return self._found

    def _in_background(
        self, title: str, function: Callable[[], Any], then: Callable[[Any], None], fail: Callable[[str], None]
    ) -> None:
        """Run a function in a task; `then` receives what it returns, `fail` why it could not."""

        def finish(error: Exception | None, answer: object = None) -> None:
            if task not in self._tasks:  # released meanwhile
                return
            self._tasks.remove(task)
            if error is None:
                # Not here, where QGIS drops what is raised.
                QTimer.singleShot(0, lambda: None if self._released else then(answer))
            elif isinstance(error, (InputError, OSError, RuntimeError, ValueError)):
                fail(str(error))
            else:
                fail(tr("The results cannot be read: {reason}").format(reason=repr(error)))

        task = QgsTask.fromFunction(title, lambda _: function(), on_finished=finish, flags=_QUIET)
        self._tasks.append(task)
        QgsApplication.taskManager().addTask(task)

    def _follow(self, layer: QgsVectorLayer | None) -> None:
        """Look again when a run has replaced the file that a layer shows."""
        if self._followed is not None and _is_there(self._followed):
            self._followed.dataSourceChanged.disconnect(self._soon.start)
        self._followed = layer
        if layer is not None:
            layer.dataSourceChanged.connect(self._soon.start)

    def _forget(self, reason: str = "") -> None:
        """Show no results, and say why."""
        self.results, self.views, self._read_as, self._extents, self._parts = None, (), None, None, None
        for box in (self.level, self.unit, self.year):
            box.clear()
        self._follow(None)
        self._tell_state(reason)

    def _tell_state(self, reason: str = "") -> None:
        """Show what there is to show, or say why there is nothing."""
        there = self.results is not None
        for widget in (self.tabs, self.area, self.table, self.copy):
            widget.setVisible(there)
        if there and self.results is not None:
            created = self.results.model.created
            text = tr("Run of {time}; areas in mu.").format(time=f"{created:%Y-%m-%d %H:%M}")
            self.status.setText(text)
        else:
            self.status.setText(
                reason or tr("The project has no results yet: run everything in the start panel, or open a file.")
            )

    # The choice

    def _list_levels(self) -> None:
        """Offer the levels and years that the results have."""
        from ...processing.dashboard_figures import level_names

        if self.results is None:
            return
        level, year = self.level.currentData(), self.year.currentData()
        self.level.clear()
        names = level_names(self.results.model, self.results.translate)
        for key, name in names.items():
            self.level.addItem(name, key)
        wanted = level if level in names else _COUNTY if _COUNTY in names else next(iter(names), None)
        self.level.setCurrentIndex(self.level.findData(wanted))
        self.year.clear()
        self.year.addItem(tr("All years"), None)
        for one in self.results.model.task_years:
            self.year.addItem(str(one), one)
        self.year.setCurrentIndex(max(0, self.year.findData(year)))
        self._list_units()

    def _list_units(self) -> None:
        """Offer the units of the chosen level and above."""
        from ...processing.dashboard_units import all_places

        if self.results is None:
            return
        kept, level = self.unit.currentData(), self.level.currentData()
        levels = [self.level.itemData(row) for row in range(self.level.count())]
        offered = levels[: levels.index(level) + 1] if level in levels else []
        self.unit.clear()
        self.unit.addItem(tr("All units"), "")
        places = all_places(self.results.model, self.results.translate)
        places = tuple(place for place in places if place.level in offered and place.level != _VILLAGE and place.code)
        for place in places[:_MOST_UNITS]:
            self.unit.addItem(place.name, place.code)
        self.unit.setCurrentIndex(max(0, self.unit.findData(kept)))
        self._show_figures()

    def _show_figures(self) -> None:
        """Show the figures of the chosen units."""
        from ...processing.dashboard_figures import comparison_view, views
        from ...processing.dashboard_units import Choice

        if self.results is None:
            return
        results = self.results
        choice = Choice(self.level.currentData() or _COUNTY, self.unit.currentData() or "", self.year.currentData())
        self._asked = choice

        def show(made: tuple[View, ...]) -> None:
            if results is self.results and earlier is self.earlier and choice == self._asked:
                self._show_views(made)

        earlier = self.earlier

        def make() -> tuple[View, ...]:
            found = views(results.model, choice, results.translate)
            if earlier is None:
                return found
            return (*found, comparison_view(results.model, earlier.model, choice, results.translate))

        self._in_background(tr("Figures of the dashboard"), make, show, self._forget)

    def _show_views(self, made: tuple[View, ...]) -> None:
        """Show figures that were asked for."""
        self.views = made
        current = max(0, self.tabs.currentIndex())
        self.tabs.blockSignals(True)
        while self.tabs.count() > len(self.views):
            self.tabs.removeTab(self.tabs.count() - 1)
        for number, view in enumerate(self.views):
            if number < self.tabs.count():
                self.tabs.setTabText(number, view.title)
            else:
                self.tabs.addTab(view.title)
        self.tabs.setCurrentIndex(min(current, len(self.views) - 1))
        self.tabs.blockSignals(False)
        self._tell_state()
        self._show_view()

    def current_view(self) -> View | None:
        """Return the view that is looked at."""
        number = self.tabs.currentIndex()
        return self.views[number] if 0 <= number < len(self.views) else None

    def _show_view(self) -> None:
        """Show bars and table of the current topic."""
        view = self.current_view()
        if view is None:
            return
        self.model.show_view(view)
        self.table.resizeColumnsToContents()
        self.note.setText("\n".join(view.notes))
        reason = self._without_charts or self._draw(view)
        if self._canvas is not None:
            self._canvas.setVisible(not reason)
        if reason:
            self.note.setText("\n".join([reason, *view.notes]))

    def _draw(self, view: View) -> str:
        """Draw a view's bars; return why not where they cannot be drawn."""
        try:
            from ..widgets.bar_canvas import BarCanvas, NoFontError
        except ImportError as error:
            return _charts_remedy(str(error))
        fonts = self._fonts()
        if self._canvas is None:
            self._canvas = BarCanvas(self._fills, fonts, self.area.widget())
            self._canvas.chosen.connect(self.choose)
            self.bars.insertWidget(0, self._canvas)
        try:
            self._canvas.show_view(view, self._place)
        except NoFontError:
            return tr("No font for Chinese text was found. Install one of: {fonts}.").format(fonts=", ".join(fonts))
        return ""

    def _fonts(self) -> list[str]:
        """Return the families of fonts for Chinese text."""
        from ...processing.dashboard import font_names

        return font_names()

    def copy_table(self) -> None:
        """Copy the table of the current topic."""
        from ...processing.dashboard_figures import as_text

        view = self.current_view()
        if view is not None:
            QApplication.clipboard().setText(as_text(view))

    # From a unit to the map

    def _choose_row(self, index: QModelIndex) -> None:
        """Go to the unit of a row."""
        place = self.model.place(self.table.model().mapToSource(index).row())
        if place is not None:
            self.choose(place)

    def choose(self, place: Place) -> None:
        """Show a unit on the map, and no findings but its own, there and in the review panel."""
        self._place = place
        self._filter(place)
        self._zoom(place)
        self.shown.setText(tr("Map and findings show {unit}.").format(unit=place.name))
        self.all.show()
        self._redraw()

    def show_all(self) -> None:
        """Take the filter off the findings."""
        for identifier, (own, mine) in self._filtered.items():
            layer = QgsProject.instance().mapLayer(identifier)
            if isinstance(layer, QgsVectorLayer) and layer.subsetString() == mine:
                layer.setSubsetString(own)
        self._filtered = {}
        self._place = None
        self.shown.setText("")
        self.all.hide()
        self._redraw()

    def _redraw(self) -> None:
        """Draw the bars anew, with the unit that the map shows."""
        view = self.current_view()
        if view is not None and self._canvas is not None and not self._without_charts:
            self._draw(view)

    def _filter(self, place: Place) -> None:
        """Let the layers of findings show those of a unit."""
        if self.results is None:
            return
        wanted = self._condition(place)
        for name in _FINDINGS:
            for layer in layers_showing(self.results.path, name):
                if not isinstance(layer, QgsVectorLayer):
                    continue
                own, mine = self._filtered.get(layer.id(), ("", ""))
                present = layer.subsetString()
                own = own if mine and present == mine else present
                text = f"({own}) AND ({wanted})" if own else wanted
                if present == text:
                    continue
                if layer.isEditable() or not layer.setSubsetString(text):
                    message = tr("“{layer}” cannot be filtered now; it is being edited.")
                    self.tell(message.format(layer=layer.name()), Qgis.MessageLevel.Warning)
                else:
                    self._filtered[layer.id()] = (own, layer.subsetString())

    def _condition(self, place: Place) -> str:
        """Return the condition of SQL for what lies in a unit."""
        if place.level == _CITY:
            return f"{quoted(_COUNTY)} IN ({', '.join(map(literal, self._counties(place)))})"
        if place.code:
            return f"{quoted(place.level)} = {literal(place.code)}"
        above = _ABOVE.get(place.level)
        condition = f"({quoted(place.level)} IS NULL OR {quoted(place.level)} = '')"
        return f"{condition} AND {quoted(above)} = {literal(place.parent)}" if above and place.parent else condition

    def _counties(self, city: Place) -> list[str]:
        """Return the codes of a city's counties."""
        from ...processing.dashboard_units import all_places

        if self.results is None:
            return []
        places = all_places(self.results.model, self.results.translate)
        return [place.code for place in places if place.level == _COUNTY and place.parent == city.code]

    def _zoom(self, place: Place) -> None:
        """Show a unit on the map, as soon as it is known where it lies."""
        if self._extents is None:
            return
        from ...processing.dashboard import city_box

        if place.level == _CITY:
            box = city_box(self._extents, self._counties(place))
        else:
            box = self._extents.boxes.get((place.level, place.code))
        if box is None:
            return
        canvas = self._iface.mapCanvas()
        system = QgsCoordinateReferenceSystem.fromWkt(self._extents.crs)
        to_map = QgsCoordinateTransform(system, canvas.mapSettings().destinationCrs(), QgsProject.instance())
        extent = QgsRectangle(*box)
        extent.scale(_MARGIN)
        try:
            canvas.setExtent(to_map.transformBoundingBox(extent))
        except Exception:  # QgsCsException: the map's system does not reach there
            return
        canvas.refresh()


def _plain_label() -> QLabel:
    """Return a label for text of data."""
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _packages() -> list[Path]:
    """Return the files of results of which the project shows layers."""
    found = []
    for layer in QgsProject.instance().mapLayers().values():
        if isinstance(layer, QgsVectorLayer) and layer.providerType() == "ogr":
            source = decode_source("ogr", layer.source())
            path = Path(str(source.get("path") or ""))
            if path.suffix.lower() == GEOPACKAGE and source.get("layerName") in _RESULT_LAYERS and path.is_file():
                found.append(path)
    return list(dict.fromkeys(found))


def _name_of(path: Path) -> str:
    """Return the name of results: of their folder, as all files have one name."""
    return "/".join(path.parent.parts[-2:]) or path.name


def _why_no_charts() -> str:
    """Import what draws charts, which takes a while; return why it cannot be had."""
    try:
        for name in ("figure", "font_manager", "backends.backend_agg", "ticker"):
            importlib.import_module(f"matplotlib.{name}")
    except Exception as error:  # a damaged library raises whatever it comes to
        return _charts_remedy(str(error))
    return ""


def _charts_remedy(reason: str) -> str:
    """Return what to do where charts cannot be drawn."""
    return tr(
        "Charts need the Python library matplotlib ({reason}). QGIS's installers bring it; with OSGeo4W choose "
        "python3-matplotlib, on Debian install python3-matplotlib with apt, and start QGIS again. The table shows the "
        "same."
    ).format(reason=reason)


def _is_there(layer: QgsVectorLayer) -> bool:
    """Return whether the project still has a layer."""
    try:
        return QgsProject.instance().mapLayer(layer.id()) is not None
    except RuntimeError:  # deleted with the project
        return False
