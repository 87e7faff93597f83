"""The review panel: findings one by one, looked at on the map and decided, by mouse or keyboard alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import cast

from qgis.core import (
    Qgis,
    QgsFeature,
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgisInterface, QgsGui, QgsMapCanvas, QgsMapLayerAction
from qgis.PyQt.QtCore import QModelIndex, Qt, QTimer
from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...processing.bridge.compat import about_one_feature
from ...processing.bridge.errors import InputError
from ...processing.bridge.i18n import tr
from ...processing.bridge.io.datasets import decode_source
from ...processing.bridge.io.decisions import (
    ORDER,
    BusyError,
    Decision,
    DecisionTable,
    identifier_among,
    shape_hash,
    suits,
)
from ...processing.bridge.io.feature_reading import read_layer
from ...processing.bridge.io.photos import ENDINGS
from ...processing.bridge.plain_text import without_markup
from ...processing.bridge.survey.schema import load_survey
from ...processing.bridge.vocabulary import verdict_labels
from ...processing.recognised_inputs import recognise_project
from .. import base_layers, settings
from ..map_view import Mark, show_feature
from ..result_layers import read_summary
from ..widgets.comparison import Comparison
from ..widgets.dense_rows import make_dense
from ..widgets.finding_model import Finding, FindingModel, details
from ..widgets.photo_strip import PhotoStrip
from ..widgets.plain_label import plain_label
from ..widgets.reason_button import ReasonButton
from .project_dock import ProjectDock, is_in_project

_EVERY, _OPEN, _CHANGED = "every", "open", "changed"
_EARLIER = "previous"  # the role of the survey before
_STEP_S = 0.04  # how long the window waits for a step of reading
_PATIENCE_S, _AGAIN_MS = 10.0, 250  # how long a decision waits for another program, and how often it is tried
_TYPED_MS = 250  # after which a search begins
_LINES = 8  # of text, for which a list has room at least
_SHARE = 3  # of a list's width, which one column takes at most
_BUTTONS = 3  # in a row, so that the panel may be narrow
_MINUTES = len("2026-01-02T03:04")


class ReviewDock(ProjectDock):
    """Findings with their decisions, which are on the disk as soon as they are made."""

    def __init__(self, iface: QgisInterface) -> None:
        """Build the panel; it looks at the project when it is shown, and whenever layers come or go."""
        super().__init__(iface, tr("Review of findings"), "FarmlandRedlineReview")
        self._layer: QgsVectorLayer | None = None
        self._identifier = ""
        self._kind = ""  # by which the decisions on the layer's findings are kept
        self._decisions: DecisionTable | None = None
        self._made: list[tuple[str, str]] = []  # of this session, the newest last
        self._changed: set[str] = set()
        self._selecting = False
        self._map_stays = False  # while a layer is read again, which nobody has asked for here
        self._wanted = ""  # id of the finding to look at when the layer is read
        self._steps: Iterator[None] | None = None  # of reading
        self._waiting: tuple[Callable[[], bool], Callable[[], None], float] | None = None  # of writing
        self._actions: dict[str, QgsMapLayerAction] = {}  # by the id of the layer whose features they show here
        self._keys = QMenu(self)  # never shown: the actions behind the keys
        self._reader, self._again, self._typed = (QTimer(self) for _ in range(3))
        for timer, pause, then in (
            (self._reader, 0, self._read_on),
            (self._again, _AGAIN_MS, self._try_to_write),
            (self._typed, _TYPED_MS, self._apply_filter),
        ):
            timer.setSingleShot(True)
            timer.setInterval(pause)
            timer.timeout.connect(then)
        self.model = FindingModel(self._state)
        self.model.show_areas(settings.area_format(), None)
        self.setWidget(self._build())
        self._mark = Mark(cast(QgsMapCanvas, iface.mapCanvas()))
        self.setAcceptDrops(True)
        self.visibilityChanged.connect(self._take_place)

    def release(self) -> None:
        """Stop following the project, and let go of the results."""
        super().release()
        self._take(None)
        self._offer_actions([])
        self.comparison.release()
        self.photos.release()
        self._mark.release()

    def _take_place(self, shown: bool) -> None:
        """Look at the project when the user sees the panel; the map shows its finding no longer than that."""
        self._mark.set_shown(shown)
        if shown:
            self.look_at_project()

    @property
    def is_busy(self) -> bool:
        """Return whether findings are being read, or a decision waits for another program that holds the file."""
        return self._steps is not None or self._waiting is not None

    def take_settings(self) -> None:
        """Show areas in the unit of the options."""
        row = self.list.currentIndex().row()
        self.model.show_areas(settings.area_format(), self._layer)
        self._fit_columns()
        self._map_stays = True
        self._go_to(row)
        self._map_stays = False

    # What the panel consists of

    def _build(self) -> QWidget:
        """Return the panel's contents: the choice, the list, the finding, the decision."""
        content = QWidget()
        column = QVBoxLayout(content)
        form = QFormLayout()
        # In the order in which the tab key goes.
        self.layers, base, self.filter, self.county = QComboBox(), self._base_button(), QComboBox(), QComboBox()
        self.layers.activated.connect(self._choose)
        self.filter.addItem(tr("All"), _EVERY)
        self.filter.addItem(tr("Without a decision"), _OPEN)
        self.filter.addItem(tr("Changed since the decision"), _CHANGED)
        for verdict, name in verdict_labels(tr).items():
            self.filter.addItem(name, verdict)
        self.filter.activated.connect(lambda _: self._apply_filter())
        self.county.activated.connect(lambda _: self._apply_filter())
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(tr("Search: parcel, village, id …"))
        self.search.setAccessibleName(tr("Search in the findings"))
        self.search.textChanged.connect(lambda _: self._typed.start())
        for box, name in (
            (self.layers, tr("Results")),
            (self.filter, tr("Findings by decision")),
            (self.county, tr("County")),
        ):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        results, filters = QHBoxLayout(), QHBoxLayout()
        results.addWidget(self.layers, 1)
        results.addWidget(base)
        for box in (self.filter, self.county, self.search):
            filters.addWidget(box, 1)
        form.addRow(tr("Results"), results)
        form.addRow(tr("Show"), filters)
        column.addLayout(form)
        lists = self._lists()
        scroll = QScrollArea()  # on a low screen, or in large letters, what is decided by stays in sight
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what lies in it has the keys
        scroll.setWidget(lists)
        scroll.setMinimumWidth(lists.minimumSizeHint().width() + scroll.verticalScrollBar().sizeHint().width())
        column.addWidget(scroll, 1)
        column.addLayout(self._decision())
        self.progress = plain_label()
        column.addWidget(self.progress)
        return content

    def _base_button(self) -> QToolButton:
        """Return the button that lays a tile service of the office, or any other, beneath the findings."""
        button = QToolButton()
        button.setText(tr("Base layer"))
        button.setToolTip(tr("A service that QGIS keeps, with its address and key; nothing is fetched before."))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.base_menu = QMenu(button)
        self.base_menu.aboutToShow.connect(lambda: base_layers.fill_menu(self.base_menu, self._iface))
        button.setMenu(self.base_menu)
        return button

    def _lists(self) -> QSplitter:
        """Return the list of findings above what there is of the one that is looked at."""
        self.list = QTableView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(tr("Findings"))
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setTabKeyNavigation(False)
        make_dense(self.list)
        self.list.horizontalHeader().setStretchLastSection(True)
        self.list.selectionModel().currentRowChanged.connect(self._show_row)
        self.about = QTableWidget(0, 2)
        self.about.setAccessibleName(tr("Attributes of the finding"))
        self.about.setHorizontalHeaderLabels([tr("Attribute"), tr("Value")])
        self.about.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.about.setTabKeyNavigation(False)
        make_dense(self.about)
        self.about.verticalHeader().hide()
        self.about.horizontalHeader().setStretchLastSection(True)
        self.comparison = Comparison(self._iface.mapCanvas())
        self.photos = PhotoStrip()
        self.photos.failed.connect(lambda text: self.tell(text, Qgis.MessageLevel.Critical))
        self.tabs = QTabWidget()
        self.tabs.tabBar().setAccessibleName(tr("Details of the finding"))
        self.tabs.addTab(self.about, tr("Attributes"))
        self.tabs.addTab(self.comparison, tr("Before and after"))
        self.tabs.addTab(self.photos, tr("Photos"))
        for part in (self.list, self.tabs):
            part.setMinimumHeight(self.fontMetrics().height() * _LINES)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.list)
        splitter.addWidget(self.tabs)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        return splitter

    def _decision(self) -> QVBoxLayout:
        """Return where a finding is decided."""
        # In the order in which the tab key goes.
        self.remark, self.reason = QLineEdit(), ReasonButton(self._written)
        self.reviewer = QLineEdit(settings.kept_text(settings.REVIEWER))
        self.remark.setPlaceholderText(tr("Remark: what was seen, the number of an approval …"))
        self.reviewer.editingFinished.connect(lambda: settings.keep(settings.REVIEWER, self.reviewer.text().strip()))
        form = QFormLayout()
        self.reviewer.setPlaceholderText(tr("Reviewer"))
        for line, name in ((self.remark, tr("Remark")), (self.reviewer, tr("Reviewer"))):
            line.setAccessibleName(name)
        self.reason.chosen.connect(self.remark.setText)
        words = QHBoxLayout()
        words.addWidget(self.remark, 3)
        words.addWidget(self.reason)
        words.addWidget(self.reviewer, 1)
        form.addRow(tr("Remark"), words)
        row = QGridLayout()
        self.buttons: dict[str, QPushButton] = {}
        for number, (verdict, name) in enumerate(verdict_labels(tr).items(), 1):
            button = self._button(f"{name} ({number})", number, partial(self.decide, verdict))
            button.setToolTip(without_markup(tr("{name}: Alt+{number}").format(name=name, number=number)))
            self.buttons[verdict] = button
            row.addWidget(button, *divmod(number - 1, _BUTTONS))
        self.undo = self._button(tr("Undo"), 0, self.take_back)
        self.undo.setToolTip(tr("Take back the last decision of this session: Alt+0"))
        row.addWidget(self.undo, *divmod(len(self.buttons), _BUTTONS))
        column = QVBoxLayout()
        column.addLayout(form)
        column.addLayout(row)
        return column

    def _button(self, text: str, number: int, then: Callable[[], None]) -> QPushButton:
        """Return a button that Alt and a digit press as well, without the delay of a button's own shortcut."""
        button = QPushButton(text)
        button.clicked.connect(lambda _: then())
        action = self._keys.addAction(text, lambda: then() if button.isEnabled() else None)
        action.setShortcut(QKeySequence(f"Alt+{number}"))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(action)
        return button

    def _fit_columns(self) -> None:
        """Make the columns as wide as their contents, but none so wide that it hides the others."""
        self.list.resizeColumnsToContents()
        for column in range(self.model.columnCount()):
            self.list.setColumnWidth(column, min(self.list.columnWidth(column), self.list.width() // _SHARE))

    # Layers

    def look_at_project(self) -> None:
        """Offer the layers of findings that the project has; keep the chosen one."""
        if not self.isVisible():
            return
        layers = list(QgsProject.instance().mapLayers().values())
        found = [layer for layer in layers if _identifier_of(layer)]
        found.sort(key=lambda layer: ORDER.index(_identifier_of(layer)))
        self._offer_actions(found)
        self.layers.clear()
        for layer in found:
            folder = _package_of(layer).parent.name
            self.layers.addItem(tr("{one}: {another}").format(one=layer.name(), another=folder), layer.id())
        kept = self._layer.id() if self._layer is not None and self._layer in found else ""
        if kept:
            self.layers.setCurrentIndex(self.layers.findData(kept))
        else:
            self._take(found[0] if found else None)
        QTimer.singleShot(0, self._offer_comparison)  # opening both takes long

    def _offer_comparison(self) -> None:
        """Offer the layers beside which findings can be looked at."""
        if not self.isVisible():
            return
        layers = list(QgsProject.instance().mapLayers().values())
        roles = recognise_project(cast(QgsProject, QgsProject.instance()), load_survey())
        earlier = next((one.layer for one in roles if one.kind == _EARLIER), "")
        others = [layer for layer in layers if not _identifier_of(layer) and layer.isSpatial()]
        self.comparison.offer(others, QgsProject.instance().mapLayer(earlier))

    def _offer_actions(self, layers: list[QgsVectorLayer]) -> None:
        """Have these layers offer, wherever a feature of theirs is shown, to review it; and follow their selections."""
        registry, wanted = QgsGui.mapLayerActionRegistry(), {layer.id(): layer for layer in layers}
        for name in set(self._actions) - set(wanted):
            registry.removeMapLayerAction(self._actions[name])
            self._actions.pop(name).deleteLater()
            layer = QgsProject.instance().mapLayer(name)
            if isinstance(layer, QgsVectorLayer):
                layer.selectionChanged.disconnect(self._follow_selection)
        for name in set(wanted) - set(self._actions):
            action = QgsMapLayerAction(
                tr("Show in the review"), self, wanted[name], about_one_feature(QgsMapLayerAction)
            )
            for signal in ("triggeredForFeature", "triggeredForFeatureV2"):  # older and newer versions
                if hasattr(action, signal):
                    getattr(action, signal).connect(lambda layer, feature, *_: self.show_feature(layer, feature))
            registry.addMapLayerAction(action)
            self._actions[name] = action
            wanted[name].selectionChanged.connect(self._follow_selection)

    def show_feature(self, layer: QgsMapLayer, feature: QgsFeature) -> None:
        """Look at a feature of a layer of findings, whatever shows it: a table, a form, the map."""
        self.setUserVisible(True)
        self._look_at(layer, str(feature[_identifier_of(layer)]))

    def _choose(self, place: int) -> None:
        """Review another layer."""
        layer = QgsProject.instance().mapLayer(self.layers.itemData(place))
        if isinstance(layer, QgsVectorLayer) and layer is not self._layer:
            self._take(layer)

    def _take(self, layer: QgsVectorLayer | None) -> None:
        """Read the findings of a layer and their decisions; None for none."""
        if self._layer is not None and is_in_project(self._layer):
            self._layer.dataSourceChanged.disconnect(self._read_again)
            self._layer.subsetStringChanged.disconnect(self._read_again)
            self._layer.willBeDeleted.disconnect(self._let_go)
        for timer in (self._reader, self._again, self._typed):
            timer.stop()
        self._layer, self._decisions, self._made, self._waiting, self._steps = layer, None, [], None, None
        self._identifier = _identifier_of(layer) if layer is not None else ""
        self._kind = _kind_of(layer) if layer is not None else ""
        self.photos.show_finding(None)
        self.model.clear()
        if layer is not None:
            layer.dataSourceChanged.connect(self._read_again)
            layer.subsetStringChanged.connect(self._read_again)
            layer.willBeDeleted.connect(self._let_go)
            self._steps = self._read(layer)
            self._read_on()
        else:
            self._tell_progress()

    def _let_go(self) -> None:
        """Let go of a layer that the project removes."""
        self._layer = None
        self._take(None)

    def _read_again(self) -> None:
        """Read what has taken the place of results that a run has replaced."""
        if self._layer is not None and _identifier_of(self._layer):
            self._map_stays = True
            self._take(self._layer)

    def _read_on(self) -> None:
        """Read for a moment, and go on when the window has had its turn."""
        end = time.monotonic() + _STEP_S
        while self._steps is not None:
            if time.monotonic() > end:
                self.progress.setText(tr("Findings are being read …"))
                self._reader.start()
                return
            try:
                next(self._steps)
            except StopIteration:
                self._steps, self._map_stays = None, False
                self._tell_progress()

    def _read(self, layer: QgsVectorLayer) -> Iterator[None]:
        """Read findings and decisions in steps, and show the first that is without one."""
        self._changed = set()
        try:
            self._decisions = DecisionTable(_package_of(layer), wait_s=0.0)
        except InputError as error:
            self.tell(str(error), Qgis.MessageLevel.Critical)
            return
        try:
            yield from self.model.read(layer, self._identifier)
            yield from self._find_changed(layer)
            names = {str(unit["code"]): str(unit["name"]) for unit in read_summary(_package_of(layer))}
        except InputError as error:
            self.model.clear()  # a list that lacks findings would be taken for a whole one
            self.tell(str(error), Qgis.MessageLevel.Critical)
            return
        counties = sorted({finding.county for finding in self.model.all})
        self.county.clear()
        self.county.addItem(tr("All counties"), "")
        for county in counties:
            self.county.addItem(" ".join(filter(None, (county, names.get(county)))), county)
        yield
        self._fit_columns()
        yield
        self._filter()

    def _find_changed(self, layer: QgsVectorLayer) -> Iterator[None]:
        """Find the findings whose geometry is no longer the one that was decided on, in steps."""
        decided = {each.feature: each for each in self.model.all if self._newest(each) is not None}
        if not decided:  # a request for no ids is one for all
            return
        request = QgsFeatureRequest().setFilterFids(list(decided)).setNoAttributes()
        for row in read_layer(layer, request):
            newest = self._newest(decided[row.id()])
            if newest is not None and newest.shape != shape_hash(row.geometry()):
                self._changed.add(decided[row.id()].identifier)
            yield

    def _state(self, finding: Finding) -> tuple[str, str]:
        """Return what was decided on a finding, in words, and when."""
        newest = self._newest(finding)
        if newest is None:
            return "", ""
        name = verdict_labels(tr).get(newest.verdict, newest.verdict)
        if finding.identifier in self._changed:
            name = tr("{decision}, changed since").format(decision=name)
        return name, _shown_time(newest)

    def _newest(self, finding: Finding) -> Decision | None:
        """Return the decision that counts."""
        return None if self._decisions is None else self._decisions.newest(self._kind, finding.identifier)

    def _written(self) -> list[str]:
        """Return the remarks on the decisions that count."""
        return [] if self._decisions is None else [one.remark for one in self._decisions.all_newest()]

    def _apply_filter(self) -> None:
        """Show the findings of the chosen state and county, in which the text that was typed is found."""
        if self._steps is None:
            self._filter()

    def _filter(self) -> None:
        """Filter what has been read, and look at the first finding that needs it."""
        state, county = self.filter.currentData(), self.county.currentData()
        typed = self.search.text().strip().lower()

        def wanted(finding: Finding) -> bool:
            if (county and finding.county != county) or (typed and typed not in finding.searched):
                return False
            newest, changed = self._newest(finding), finding.identifier in self._changed
            if state == _EVERY:
                return True
            if state == _OPEN:
                return newest is None
            return changed if state == _CHANGED else newest is not None and newest.verdict == state

        self.model.show_only(wanted)
        self._tell_progress()
        first = next((row for row, each in enumerate(self.model.shown) if self._needs_look(each)), 0)
        asked = next((row for row, each in enumerate(self.model.shown) if each.identifier == self._wanted), first)
        self._wanted = ""
        self._go_to(asked)

    def _needs_look(self, finding: Finding) -> bool:
        """Return whether nobody has decided on a finding as it is now."""
        return self._newest(finding) is None or finding.identifier in self._changed

    def _tell_progress(self) -> None:
        """Say how many findings have a decision."""
        done = sum(not self._needs_look(finding) for finding in self.model.all)
        text = tr("{done} of {count} decided; {shown} shown.")
        text = text.format(done=done, count=len(self.model.all), shown=len(self.model.shown))
        if self._waiting is not None:
            text = tr("Another program holds the results; the decision is written as soon as it lets go …")
        self.progress.setText(text)
        usable = bool(self.model.shown) and self._waiting is None
        for verdict, button in self.buttons.items():
            button.setEnabled(usable and suits(verdict, self._identifier))
        self.undo.setEnabled(bool(self._made) and self._waiting is None)

    # One finding

    def current(self) -> Finding | None:
        """Return the finding that is looked at."""
        row = self.list.currentIndex().row()
        return self.model.shown[row] if 0 <= row < len(self.model.shown) else None

    def _go_to(self, row: int) -> None:
        """Look at the finding of a row."""
        if 0 <= row < len(self.model.shown):
            self.list.setCurrentIndex(self.model.index(row, 0))
            self.list.selectRow(row)
            self.list.scrollTo(self.model.index(row, 0))

    def _show_row(self, current: QModelIndex, _former: QModelIndex) -> None:
        """Show a finding on the maps, its attributes in words, and its photos."""
        finding = self.current() if current.isValid() else None
        self.about.setRowCount(0)
        if finding is None or self._layer is None or not is_in_project(self._layer):
            self.photos.show_finding(None)
            self._mark.clear()
            return
        feature = self._layer.getFeature(finding.feature)
        newest = self._newest(finding)
        rows = list(details(self._layer, feature, settings.area_format()))
        if newest is not None:
            decided = f"{self._state(finding)[0]}, {newest.reviewer}, {_shown_time(newest)}"
            rows = [(tr("Decision"), decided), (tr("Remark"), newest.remark), *rows]
        self.about.setRowCount(len(rows))
        for row, (name, text) in enumerate(rows):
            for column, words in enumerate((name, text)):
                item = QTableWidgetItem(words)
                item.setToolTip(without_markup(words))
                self.about.setItem(row, column, item)
        self.about.resizeColumnToContents(0)
        self.remark.setText(newest.remark if newest is not None else "")
        self.photos.show_finding((_package_of(self._layer), self._kind, finding.identifier))
        self._selecting = True
        self._layer.selectByIds([finding.feature])
        self._selecting = False
        has_place = feature.hasGeometry() if self._map_stays else show_feature(self._iface, self._layer, feature)
        if has_place:
            self.comparison.mark(feature.geometry(), self._layer)
            self._mark.show(feature.geometry(), self._layer)

    def _follow_selection(self, selected: list[int], _deselected: list[int], _clear: bool) -> None:
        """Look at the finding that the user selects on the map or in an attribute table, of whatever layer."""
        layer = self.sender()
        if self._selecting or len(selected) != 1 or not self.isVisible() or not isinstance(layer, QgsVectorLayer):
            return
        column = _identifier_of(layer)
        if column:
            self._look_at(layer, str(layer.getFeature(selected[0])[column]))

    def _look_at(self, layer: QgsMapLayer, identifier: str) -> None:
        """Look at a finding of a layer; a filter that hides it is taken off."""
        self._wanted = identifier
        if layer is not self._layer:
            self.layers.setCurrentIndex(self.layers.findData(layer.id()))
            self._take(layer if isinstance(layer, QgsVectorLayer) else None)
            return
        row = next((row for row, each in enumerate(self.model.shown) if each.identifier == identifier), None)
        if row is not None:
            self._wanted = ""
            self._go_to(row)
            return
        self.filter.setCurrentIndex(0)
        self.county.setCurrentIndex(0)
        self.search.clear()
        self._apply_filter()

    # Photos

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        """Take photos that are dragged here."""
        if event is not None and self.current() is not None and _photos_in(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        """Add photos that are dropped here to the finding."""
        if event is not None:
            self.photos.add(_photos_in(event))
            self.tabs.setCurrentWidget(self.photos)

    # Decisions

    def decide(self, verdict: str) -> None:
        """Write a decision on the current finding, and go to the next that is without one."""
        finding = self.current()
        if finding is None or self._decisions is None or self._layer is None or self._waiting is not None:
            return
        kind, remark, reviewer = self._kind, self.remark.text().strip(), self.reviewer.text().strip()
        shape = shape_hash(self._layer.getFeature(finding.feature).geometry())

        def write() -> bool:
            if (kind, finding.identifier) in self._decisions.refresh() and self._newest(finding) is not None:
                self._show_others(finding)
                return False
            self._decisions.add(kind, finding.identifier, verdict, remark, reviewer, shape)
            return True

        def then() -> None:
            self._made.append((kind, finding.identifier))
            self._changed.discard(finding.identifier)
            self._go_on()

        self._write(write, then)

    def take_back(self) -> None:
        """Take the last decision of this session back, and look at its finding."""
        if not self._made or self._waiting is not None:
            return
        kind, identifier = self._made[-1]

        def write() -> bool:
            self._decisions.add(kind, identifier, "", "", self.reviewer.text().strip(), "")
            return True

        def then() -> None:
            self._made.pop()
            self._wanted = identifier
            self._apply_filter()

        self._write(write, then)

    def _show_others(self, finding: Finding) -> None:
        """Say that somebody else has decided on a finding meanwhile, and show what."""
        newest = self._newest(finding)
        self.model.update_row(self.list.currentIndex().row())
        self._show_row(self.list.currentIndex(), QModelIndex())
        text = tr("{reviewer} has decided on this finding meanwhile: {decision}. Look again before you do.")
        name = verdict_labels(tr).get(newest.verdict, newest.verdict)
        self.tell(text.format(reviewer=newest.reviewer or "–", decision=name), Qgis.MessageLevel.Warning)

    def _write(self, write: Callable[[], bool], then: Callable[[], None]) -> None:
        """Write now, or as soon as another program lets go of the file; the window does not wait for it.

        Args:
            write: tells whether it has written.
            then: is done when it has.
        """
        self._waiting = write, then, time.monotonic() + _PATIENCE_S
        self._try_to_write()

    def _try_to_write(self) -> None:
        """Write what waits; say so where it cannot be written."""
        if self._waiting is None:
            return
        write, then, end = self._waiting
        try:
            written = write()
        except BusyError as error:
            if time.monotonic() < end:
                self._tell_progress()
                self._again.start()
                return
            written = self._give_up(error)
        except InputError as error:
            written = self._give_up(error)
        self._waiting = None
        if written:
            then()
        else:
            self._tell_progress()

    def _give_up(self, error: InputError) -> bool:
        """Say why nothing was written."""
        self.tell(str(error), Qgis.MessageLevel.Critical)
        return False

    def _go_on(self) -> None:
        """Show the row of the decision anew, and go to the next finding that needs a look."""
        row = self.list.currentIndex().row()
        self.model.update_row(row)
        self._tell_progress()
        later = range(row + 1, len(self.model.shown))
        following = next((each for each in later if self._needs_look(self.model.shown[each])), None)
        self._go_to(row + 1 if following is None else following)


def _identifier_of(layer: object) -> str:
    """Return the column with the stable id of a layer of findings in a GeoPackage; empty if it is none."""
    if not isinstance(layer, QgsVectorLayer) or not layer.isValid() or layer.providerType() != "ogr":
        return ""
    if _package_of(layer).suffix.lower() != ".gpkg":
        return ""
    return identifier_among(layer.fields().names())


def _kind_of(layer: QgsVectorLayer) -> str:
    """Return the name of a layer in its file."""
    return str(decode_source("ogr", layer.source()).get("layerName") or "")


def _package_of(layer: QgsVectorLayer) -> Path:
    """Return the file of a layer."""
    return Path(str(decode_source("ogr", layer.source()).get("path") or ""))


def _shown_time(decision: Decision) -> str:
    """Return when a decision was made, to the minute."""
    return decision.decided[:_MINUTES].replace("T", " ")


def _photos_in(event: QDropEvent) -> list[Path]:
    """Return the photos that are dragged or dropped."""
    paths = [Path(each.toLocalFile()) for each in event.mimeData().urls() if each.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in ENDINGS]
