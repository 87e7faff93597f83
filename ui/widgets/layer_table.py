"""A table of the project's layers: what each is taken for, why, and a box to say it otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from ...processing.bridge.i18n import tr
from ...processing.bridge.plain_text import without_markup
from ...processing.recognised_inputs import NOT_USED, RecognisedInput

_LAYER, _KIND, _REASON = range(3)
_LAYER_WIDTH, _REASON_WIDTH, _LEAST, _MOST = 105, 60, 120, 230  # pixels of columns
_ARROW = 40  # pixels of a box beside its text


class LayerTable(QTableWidget):
    """The inputs found in the project.

    Signals:
        stated: a layer's id and the kind that the user says it has; empty to leave it to recognition.
    """

    stated = pyqtSignal(str, str)

    def __init__(self, kinds: Mapping[str, str], parent: QWidget | None = None) -> None:
        """Make an empty table.

        Args:
            kinds: the kinds that an input can have, with their names.
            parent: Qt's.
        """
        super().__init__(0, 3, parent)
        self._kinds = kinds
        self._choices = QStandardItemModel(self)  # of all boxes: the lists of many layers take long to fill
        for kind, title in {NOT_USED: tr("Not used"), **kinds}.items():
            item = QStandardItem(title)
            item.setData(kind, Qt.ItemDataRole.UserRole)
            self._choices.appendRow(item)
        self.setHorizontalHeaderLabels([tr("Layer"), tr("Used as"), tr("Why")])
        self.setAccessibleName(tr("Layers of the project and what they are taken for"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in ((_LAYER, _LAYER_WIDTH), (_REASON, _REASON_WIDTH)):
            self.setColumnWidth(column, width)
        header.setStretchLastSection(True)

    def show_inputs(self, inputs: Sequence[RecognisedInput]) -> None:
        """Show these layers in place of the former; those that need the user come first."""
        self.setRowCount(0)
        self.setRowCount(len(inputs))
        before: QWidget = self  # in the order of the tab key
        for row, one in enumerate(sorted(inputs, key=lambda each: (bool(each.kind), self._rank(each.kind)))):
            name = QTableWidgetItem(one.shown)
            name.setToolTip(without_markup(one.name))
            name.setData(Qt.ItemDataRole.UserRole, one.layer)
            reason = QTableWidgetItem(one.why)
            reason.setToolTip(without_markup(one.why))
            self.setItem(row, _LAYER, name)
            self.setItem(row, _REASON, reason)
            box = self._box(one)
            self.setCellWidget(row, _KIND, box)
            QWidget.setTabOrder(before, box)
            before = box
        titles = (self._kinds.get(one.kind, "") for one in inputs)
        widest = max((self.fontMetrics().horizontalAdvance(title) for title in titles), default=0) + _ARROW
        self.setColumnWidth(_KIND, min(max(_LEAST, widest), _MOST))

    def _rank(self, kind: str) -> int:
        """Return the place of a kind in the order of the kinds; kinds that are no input come last."""
        return list(self._kinds).index(kind) if kind in self._kinds else len(self._kinds)

    def _box(self, one: RecognisedInput) -> QComboBox:
        """Return the box of a layer, with its kind chosen."""
        box = QComboBox()
        box.setAccessibleName(tr("{layer} is taken for").format(layer=one.shown))
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # a wheel over the table scrolls it, and changes no role
        box.wheelEvent = lambda event: event.ignore()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setModel(self._choices)
        place = box.findData(one.kind) if one.kind in self._kinds else 0
        box.setCurrentIndex(place)
        box.setToolTip(without_markup(box.currentText()))
        box.activated.connect(lambda _, layer=one.layer, box=box: self.stated.emit(layer, box.currentData()))
        return box
