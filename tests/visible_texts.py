"""All texts that a part of a window shows, for scripts that run inside the QGIS desktop."""

from __future__ import annotations

from collections.abc import Iterator

from qgis.PyQt.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

_ROWS = 60  # of a table: what follows says the same in other words
_BOTH = (Qt.Orientation.Horizontal, Qt.Orientation.Vertical)


def visible_texts(window: QWidget, skipped: QWidget | None = None) -> dict[str, str]:
    """What a window shows, hints and the choices of boxes too, each text with the kind of widget that has it first.

    Args:
        window: with all that lies in it.
        skipped: a widget of it of which nothing is taken.
    """
    found: dict[str, str] = {}
    for widget in (window, *window.findChildren(QWidget)):
        if widget is not skipped and (widget is window or widget.isVisibleTo(window)):
            for text in _texts(widget):
                found.setdefault(text.replace("&", "").strip(), type(widget).__name__)
    return found


def _texts(widget: QWidget) -> Iterator[str]:
    """The texts of one widget."""
    yield from (widget.toolTip(), widget.accessibleName())
    yield from (action.text() for action in widget.actions())
    if isinstance(widget, (QLabel, QAbstractButton)):
        yield widget.text()
    elif isinstance(widget, QGroupBox):
        yield widget.title()
    elif isinstance(widget, QLineEdit):
        yield from (widget.text(), widget.placeholderText())
    elif isinstance(widget, QPlainTextEdit):
        yield from widget.toPlainText().splitlines()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(tab) for tab in range(widget.count()))
    elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView) and widget.model() is not None:
        yield from _cells(widget.model())
    if widget.isWindow():
        yield widget.windowTitle()


def _cells(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[str]:
    """Heads and cells of the first rows of a model, with what lies beneath them."""
    parent = parent or QModelIndex()
    is_list = isinstance(model, QAbstractListModel)  # whose number of columns Python may not ask
    rows, columns = min(model.rowCount(parent), _ROWS), range(1 if is_list else model.columnCount(parent))
    for orientation, places in zip(_BOTH, (columns, range(rows))):
        for place in places:
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                yield str(model.headerData(place, orientation, role) or "")
    for row in range(rows):
        for column in columns:
            index = model.index(row, column, parent)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                yield str(model.data(index, role) or "")
            if column == 0 and model.rowCount(index):
                yield from _cells(model, index)
