"""The figures of the dashboard as a table, for those who read numbers, and for the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt
from qgis.PyQt.QtGui import QColor, QPalette

from .readable_colours import TEXT_CONTRAST, readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qgis.PyQt.QtWidgets import QWidget

    from ...processing.dashboard_units import Place, View

SORT_ROLE = Qt.ItemDataRole.UserRole


class FigureModel(QAbstractTableModel):
    """The rows of a view."""

    def __init__(self, fills: Mapping[str, tuple[str, str]], parent: QWidget) -> None:
        """Make a model without rows.

        Args:
            fills: colour and pattern by state.
            parent: shows the rows; its colours change with the theme.
        """
        super().__init__(parent)
        self._fills, self._widget = fills, parent
        self.view: View | None = None

    def show_view(self, view: View) -> None:
        """Show the rows of a view."""
        self.beginResetModel()
        self.view = view
        self.endResetModel()

    def place(self, row: int) -> Place | None:
        """Return the unit of a row."""
        return self.view.places[row] if self.view is not None and 0 <= row < len(self.view.places) else None

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        """Return the number of units."""
        return 0 if parent.isValid() or self.view is None else len(self.view.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() or self.view is None else len(self.view.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the heading of a column."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal or self.view is None:
            return None
        return self.view.headings[section]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text, side, colour, or what it is sorted by."""
        if self.view is None:
            return None
        cell = self.view.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == SORT_ROLE:
            return cell.number if cell.number is not None else float("-inf") if index.column() else cell.text
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() and cell.number is not None:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and cell.state in self._fills:
            background = self._widget.palette().color(QPalette.ColorRole.Base).name()
            return QColor(readable(self._fills[cell.state][0], background, TEXT_CONTRAST))
        return None
