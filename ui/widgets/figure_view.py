"""Figures of units by topic: bars above a table of the same figures, from both of which a unit is chosen."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QModelIndex, QSortFilterProxyModel, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QMenu,
    QScrollArea,
    QSplitter,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ...processing.bridge.i18n import tr
from .dense_rows import height_of_all, make_dense
from .figure_table import SORT_ROLE, FigureModel
from .plain_label import plain_label

if TYPE_CHECKING:
    from ...processing.dashboard_units import Place, View
    from .bar_canvas import BarCanvas


class FigureView(QWidget):
    """Views as tabs.

    Signals:
        chosen: the unit of a bar or of a row that the user chose.
    """

    chosen = pyqtSignal(object)

    def __init__(self) -> None:
        """Show no figures."""
        super().__init__()
        self.views: tuple[View, ...] = ()
        self.canvas: BarCanvas | None = None
        self.without_charts = ""  # why not
        self._fills: dict[str, tuple[str, str]] = {}
        self._marked: Place | None = None
        self._keys = QMenu(self)  # never shown: the actions behind the keys
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr("Topics"))
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.currentChanged.connect(lambda _: self.show_current())
        self._lists = QSplitter(Qt.Orientation.Vertical)
        self._lists.addWidget(self._bars())
        self._lists.addWidget(self._table())
        self._lists.setStretchFactor(0, 3)
        self._lists.setStretchFactor(1, 2)
        self._lists.setSizes([3000, 2000])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        column.addWidget(self._lists, 1)
        self.show_views(())

    def _bars(self) -> QScrollArea:
        """Return where bars are drawn, with the notes below."""
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.note = plain_label()
        self.note.setContentsMargins(6, 0, 6, 4)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.note)
        self._column.addStretch(1)
        self.area.setWidget(content)
        return self.area

    def _table(self) -> QTableView:
        """Return the table."""
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
        make_dense(self.table)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.clicked.connect(self._choose_row)
        self.table.activated.connect(self._choose_row)
        copy = self._keys.addAction(tr("Copy table"), self.copy_table)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.table.addAction(copy)
        return self.table

    def take_fills(self, fills: Mapping[str, tuple[str, str]]) -> None:
        """Take colour and pattern of the bars' fills by id."""
        self._fills.update(fills)

    def show_views(self, views: tuple[View, ...]) -> None:
        """Show figures in place of the former ones, and stay with the topic."""
        self.views = views
        for part in (self.tabs, self._lists):
            part.setVisible(bool(views))
        current = max(0, self.tabs.currentIndex())
        self.tabs.blockSignals(True)
        while self.tabs.count() > len(views):
            self.tabs.removeTab(self.tabs.count() - 1)
        for number, view in enumerate(views):
            if number < self.tabs.count():
                self.tabs.setTabText(number, view.title)
            else:
                self.tabs.addTab(view.title)
        self.tabs.setCurrentIndex(min(current, len(views) - 1))
        self.tabs.blockSignals(False)
        self.show_current()

    def current(self) -> View | None:
        """Return the view that is looked at."""
        number = self.tabs.currentIndex()
        return self.views[number] if 0 <= number < len(self.views) else None

    def show_current(self) -> None:
        """Show bars and table of the current topic."""
        view = self.current()
        if view is None:
            return
        self.model.show_view(view)
        self.table.resizeColumnsToContents()
        self.table.setMaximumHeight(height_of_all(self.table))  # the bars have the rest
        reason = self.without_charts or self._draw(view)
        if self.canvas is not None:
            self.canvas.setVisible(not reason)
        self.note.setText("\n".join([*([reason] if reason else []), *view.notes]))

    def mark(self, place: Place | None) -> None:
        """Mark the bar of the unit that the map shows; None for none."""
        self._marked = place
        view = self.current()
        if view is not None and self.canvas is not None and not self.without_charts:
            self._draw(view)

    def _draw(self, view: View) -> str:
        """Draw a view's bars; return why not where they cannot be drawn."""
        from ...processing.dashboard import font_names

        try:
            from .bar_canvas import BarCanvas, NoFontError
        except ImportError as error:
            return _charts_remedy(str(error))
        fonts = font_names()
        if self.canvas is None:
            self.canvas = BarCanvas(self._fills, fonts, self.area.widget())
            self.canvas.chosen.connect(self.chosen)
            self._column.insertWidget(0, self.canvas)
        try:
            self.canvas.show_view(view, self._marked)
        except NoFontError:
            return tr("No font for Chinese text was found. Install one of: {fonts}.").format(fonts=", ".join(fonts))
        return ""

    def copy_table(self) -> None:
        """Copy the table of the current topic."""
        from ...processing.dashboard_figures import as_text

        view = self.current()
        if view is not None:
            QApplication.clipboard().setText(as_text(view, tr))

    def _choose_row(self, index: QModelIndex) -> None:
        """Hand on the unit of a row."""
        place = self.model.place(self.table.model().mapToSource(index).row())
        if place is not None:
            self.chosen.emit(place)


def why_no_charts() -> str:
    """Import what draws charts, which takes a while; return why it cannot be had."""
    try:
        importlib.import_module(f"{__package__}.bar_canvas")
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
