"""The review panel: findings one by one, looked at on the map and decided, by mouse or keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...processing.bridge.errors import InputError
from ...processing.bridge.i18n import tr
from ...processing.bridge.io.datasets import decode_source
from ...processing.bridge.io.decisions import Decision, DecisionTable, shape_hash
from ...processing.bridge.vocabulary import verdict_labels
from .. import settings
from ..widgets.finding_model import Finding, FindingModel, details
from .project_dock import ProjectDock

# The layers that are reviewed, by the column with their stable id.
_IDENTIFIERS = {"conflict_id": "conflicts", "candidate_id": "candidates"}
_EVERY, _OPEN, _CHANGED = "every", "open", "changed"
_AROUND = 2.5  # the map shows this many times the finding's extent
_LEAST_M = 200.0  # and not less than this


class ReviewDock(ProjectDock):
    """Findings with their decisions, which are on the disk as soon as they are made."""

    def __init__(self, iface: QgisInterface) -> None:
        """Build the panel; it looks at the project when it is shown, and whenever layers come or go."""
        super().__init__(iface, tr("Review of findings"), "FarmlandRedlineReview")
        self._layer: QgsVectorLayer | None = None
        self._identifier = ""
        self._decisions: DecisionTable | None = None
        self._made: list[tuple[str, str]] = []  # of this session, the newest last
        self._changed: set[str] = set()
        self._selecting = False
        self._keys = QMenu(self)  # never shown: the actions behind the keys
        self.model = FindingModel(self._state)
        self.setWidget(self._build())
        self.visibilityChanged.connect(lambda shown: self.look_at_project() if shown else None)

    def release(self) -> None:
        """Stop following the project, and let go of the results."""
        super().release()
        self._take(None)

    # What the panel consists of

    def _build(self) -> QWidget:
        """Return the panel's contents: the choice, the list, the finding, the decision."""
        content = QWidget()
        column = QVBoxLayout(content)
        form = QFormLayout()
        self.layers, self.filter, self.county = QComboBox(), QComboBox(), QComboBox()
        self.layers.activated.connect(self._choose)
        self.filter.addItem(tr("All"), _EVERY)
        self.filter.addItem(tr("Without a decision"), _OPEN)
        self.filter.addItem(tr("Changed since the decision"), _CHANGED)
        for verdict, name in verdict_labels(tr).items():
            self.filter.addItem(name, verdict)
        self.filter.activated.connect(lambda _: self._apply_filter())
        self.county.activated.connect(lambda _: self._apply_filter())
        filters = QHBoxLayout()
        filters.addWidget(self.filter, 1)
        filters.addWidget(self.county, 1)
        form.addRow(tr("Results"), self.layers)
        form.addRow(tr("Show"), filters)
        column.addLayout(form)
        column.addWidget(self._lists(), 1)
        column.addLayout(self._decision())
        self.progress = QLabel()
        column.addWidget(self.progress)
        return content

    def _lists(self) -> QSplitter:
        """Return the list of findings above the attributes of the one that is looked at."""
        self.list = QTableView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(tr("Findings"))
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setTabKeyNavigation(False)
        self.list.horizontalHeader().setStretchLastSection(True)
        self.list.selectionModel().currentRowChanged.connect(self._show_row)
        self.about = QTableWidget(0, 2)
        self.about.setAccessibleName(tr("Attributes of the finding"))
        self.about.setHorizontalHeaderLabels([tr("Attribute"), tr("Value")])
        self.about.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.about.verticalHeader().hide()
        self.about.horizontalHeader().setStretchLastSection(True)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.list)
        splitter.addWidget(self.about)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        return splitter

    def _decision(self) -> QVBoxLayout:
        """Return where a finding is decided."""
        self.remark, self.reviewer = QLineEdit(), QLineEdit(settings.kept_text(settings.REVIEWER))
        self.remark.setPlaceholderText(tr("Remark: what was seen, the number of an approval …"))
        self.reviewer.editingFinished.connect(lambda: settings.keep(settings.REVIEWER, self.reviewer.text().strip()))
        form = QFormLayout()
        form.addRow(tr("Remark"), self.remark)
        form.addRow(tr("Reviewer"), self.reviewer)
        row = QHBoxLayout()
        self.buttons: dict[str, QPushButton] = {}
        for number, (verdict, name) in enumerate(verdict_labels(tr).items(), 1):
            button = self._button(f"{name} ({number})", number, partial(self.decide, verdict))
            button.setToolTip(tr("{name}: Alt+{number}").format(name=name, number=number))
            self.buttons[verdict] = button
            row.addWidget(button)
        self.undo = self._button(tr("Undo"), 0, self.take_back)
        self.undo.setToolTip(tr("Take back the last decision of this session: Alt+0"))
        row.addWidget(self.undo)
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

    # Layers

    def look_at_project(self) -> None:
        """Offer the layers of findings that the project has; keep the chosen one."""
        if not self.isVisible():
            return
        found = [layer for layer in QgsProject.instance().mapLayers().values() if _identifier_of(layer)]
        self.layers.clear()
        for layer in found:
            folder = _package_of(layer).parent.name
            self.layers.addItem(tr("{one}: {another}").format(one=layer.name(), another=folder), layer.id())
        kept = self._layer.id() if self._layer is not None and self._layer in found else ""
        if kept:
            self.layers.setCurrentIndex(self.layers.findData(kept))
        else:
            self._take(found[0] if found else None)

    def _choose(self, place: int) -> None:
        """Review another layer."""
        layer = QgsProject.instance().mapLayer(self.layers.itemData(place))
        if isinstance(layer, QgsVectorLayer) and layer is not self._layer:
            self._take(layer)

    def _take(self, layer: QgsVectorLayer | None) -> None:
        """Read the findings of a layer and their decisions; None for none."""
        if self._layer is not None and _is_there(self._layer):
            self._layer.selectionChanged.disconnect(self._follow_selection)
            self._layer.dataSourceChanged.disconnect(self._read_again)
            self._layer.subsetStringChanged.disconnect(self._read_again)
        self._layer, self._decisions, self._made = layer, None, []
        self._identifier = _identifier_of(layer) if layer is not None else ""
        if layer is not None:
            layer.selectionChanged.connect(self._follow_selection)
            layer.dataSourceChanged.connect(self._read_again)
            layer.subsetStringChanged.connect(self._read_again)
        self._read()

    def _read_again(self) -> None:
        """Read what has taken the place of results that a run has replaced."""
        if self._layer is not None and _identifier_of(self._layer):
            self._take(self._layer)

    def _read(self) -> None:
        """Read findings and decisions, and show the first that is without one."""
        self._changed = set()
        if self._layer is not None:
            self._decisions = self._table_of(self._layer)
        self.model.read(self._layer, self._identifier)
        self._find_changed()
        counties = sorted({finding.county for finding in self.model.all})
        self.county.clear()
        self.county.addItem(tr("All counties"), "")
        for county in counties:
            self.county.addItem(county, county)
        self._apply_filter()

    def _table_of(self, layer: QgsVectorLayer) -> DecisionTable | None:
        """Return the decisions beside a layer; say so and return None where a table of that name holds others."""
        try:
            return DecisionTable(_package_of(layer))
        except InputError as error:
            self.tell(str(error), Qgis.MessageLevel.Critical)
            return None

    def _find_changed(self) -> None:
        """Find the findings whose geometry is no longer the one that was decided on."""
        if self._layer is None or self._decisions is None:
            return
        decided = {each.feature: each for each in self.model.all if self._newest(each) is not None}
        request = QgsFeatureRequest().setFilterFids(list(decided)).setNoAttributes()
        for row in self._layer.getFeatures(request):
            newest = self._newest(decided[row.id()])
            if newest is not None and newest.shape != shape_hash(row.geometry()):
                self._changed.add(decided[row.id()].identifier)

    def _state(self, finding: Finding) -> str:
        """Return what was decided on a finding, in words."""
        newest = self._newest(finding)
        if newest is None:
            return ""
        name = verdict_labels(tr).get(newest.verdict, newest.verdict)
        return tr("{decision}, changed since").format(decision=name) if finding.identifier in self._changed else name

    def _newest(self, finding: Finding) -> Decision | None:
        """Return the decision that counts."""
        if self._decisions is None:
            return None
        return self._decisions.newest(_IDENTIFIERS[self._identifier], finding.identifier)

    def _apply_filter(self) -> None:
        """Show the findings of the chosen state and county."""
        state, county = self.filter.currentData(), self.county.currentData()

        def wanted(finding: Finding) -> bool:
            if county and finding.county != county:
                return False
            newest, changed = self._newest(finding), finding.identifier in self._changed
            if state == _EVERY:
                return True
            if state == _OPEN:
                return newest is None
            return changed if state == _CHANGED else newest is not None and newest.verdict == state

        self.model.show_only(wanted)
        self._tell_progress()
        self._go_to(next((row for row, each in enumerate(self.model.shown) if self._needs_look(each)), 0))

    def _needs_look(self, finding: Finding) -> bool:
        """Return whether nobody has decided on a finding as it is now."""
        return self._newest(finding) is None or finding.identifier in self._changed

    def _tell_progress(self) -> None:
        """Say how many findings have a decision."""
        done = sum(not self._needs_look(finding) for finding in self.model.all)
        text = tr("{done} of {count} decided; {shown} shown.")
        self.progress.setText(text.format(done=done, count=len(self.model.all), shown=len(self.model.shown)))
        usable = bool(self.model.shown)
        for button in self.buttons.values():
            button.setEnabled(usable)
        self.undo.setEnabled(bool(self._made))

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
        """Show a finding on the map and its attributes in words."""
        finding = self.current() if current.isValid() else None
        self.about.setRowCount(0)
        if finding is None or self._layer is None or not _is_there(self._layer):
            return
        feature = self._layer.getFeature(finding.feature)
        newest = self._newest(finding)
        rows = list(details(self._layer, feature))
        if newest is not None:
            decided = f"{verdict_labels(tr).get(newest.verdict, newest.verdict)}, {newest.reviewer}, {newest.decided}"
            rows = [(tr("Decision"), decided), (tr("Remark"), newest.remark), *rows]
        self.about.setRowCount(len(rows))
        for row, (name, text) in enumerate(rows):
            self.about.setItem(row, 0, QTableWidgetItem(name))
            self.about.setItem(row, 1, QTableWidgetItem(text))
        self.about.resizeColumnToContents(0)
        self.remark.setText(newest.remark if newest is not None else "")
        self._selecting = True
        self._layer.selectByIds([finding.feature])
        self._selecting = False
        self._zoom(feature)

    def _zoom(self, feature: QgsFeature) -> None:
        """Show a finding in the middle of the map, and let it flash."""
        canvas, crs = self._iface.mapCanvas(), self._layer.crs()
        extent = QgsGeometry(feature.geometry()).boundingBox()
        if extent.isEmpty():
            return
        half = max(extent.width(), extent.height(), _LEAST_M / _AROUND) * _AROUND / 2
        centre = extent.center()
        extent.set(centre.x() - half, centre.y() - half, centre.x() + half, centre.y() + half)
        to_map = QgsCoordinateTransform(crs, canvas.mapSettings().destinationCrs(), QgsProject.instance())
        canvas.setExtent(to_map.transformBoundingBox(extent))
        canvas.refresh()
        canvas.flashFeatureIds(self._layer, [feature.id()])

    def _follow_selection(self, selected: list[int], _deselected: list[int], _clear: bool) -> None:
        """Look at the finding that the user selects on the map or in the attribute table."""
        if self._selecting or len(selected) != 1:
            return
        row = next((row for row, each in enumerate(self.model.shown) if each.feature == selected[0]), None)
        if row is not None:
            self._go_to(row)

    # Decisions

    def decide(self, verdict: str) -> None:
        """Write a decision on the current finding, and go to the next that is without one."""
        finding = self.current()
        if finding is None or self._decisions is None or self._layer is None:
            return
        kind = _IDENTIFIERS[self._identifier]
        try:
            is_newer = (kind, finding.identifier) in self._decisions.refresh()
        except InputError as error:
            self.tell(str(error), Qgis.MessageLevel.Critical)
            return
        if is_newer:
            newest = self._newest(finding)
            self.model.update_row(self.list.currentIndex().row())
            self._show_row(self.list.currentIndex(), QModelIndex())
            if newest is not None:
                text = tr("{reviewer} has decided on this finding meanwhile: {decision}. Look again before you do.")
                name = verdict_labels(tr).get(newest.verdict, newest.verdict)
                self.tell(text.format(reviewer=newest.reviewer or "–", decision=name), Qgis.MessageLevel.Warning)
                return
        shape = shape_hash(self._layer.getFeature(finding.feature).geometry())
        if self._write(kind, finding.identifier, verdict, self.remark.text().strip(), shape):
            self._made.append((kind, finding.identifier))
            self._changed.discard(finding.identifier)
            self._go_on()

    def take_back(self) -> None:
        """Take the last decision of this session back, and look at its finding."""
        if not self._made:
            return
        kind, identifier = self._made[-1]
        if not self._write(kind, identifier, "", "", ""):
            return
        self._made.pop()
        self._apply_filter()
        row = next((row for row, each in enumerate(self.model.shown) if each.identifier == identifier), None)
        if row is not None:
            self._go_to(row)

    def _write(self, kind: str, identifier: str, verdict: str, remark: str, shape: str) -> bool:
        """Write a decision; say so where it cannot be written."""
        try:
            self._decisions.add(kind, identifier, verdict, remark, self.reviewer.text().strip(), shape)
        except InputError as error:
            self.tell(str(error), Qgis.MessageLevel.Critical)
            return False
        return True

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
    return next((name for name in _IDENTIFIERS if layer.fields().lookupField(name) >= 0), "")


def _package_of(layer: QgsVectorLayer) -> Path:
    """Return the file of a layer."""
    return Path(str(decode_source("ogr", layer.source()).get("path") or ""))


def _is_there(layer: QgsVectorLayer) -> bool:
    """Return whether the project still has a layer."""
    try:
        return QgsProject.instance().mapLayer(layer.id()) is not None
    except RuntimeError:  # deleted with the project
        return False
