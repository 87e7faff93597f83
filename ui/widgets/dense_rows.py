"""Rows of tables as low as their text allows: a panel on a small screen has room for few."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QHeaderView, QTableView

_MARGIN = 6  # pixels above and below the text of a row, together
_MEASURED = 50  # rows by which the columns' widths are chosen: a city has thousands


def make_dense(table: QTableView) -> None:
    """Give a table low rows of one height, and headings that are not bold, and so wider, above what is chosen.

    Columns are made as wide as the contents of the first rows.
    """
    rows = table.verticalHeader()
    rows.setMinimumSectionSize(0)
    rows.setDefaultSectionSize(table.fontMetrics().height() + _MARGIN)
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setHighlightSections(False)
    table.setWordWrap(False)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setResizeContentsPrecision(_MEASURED)


def height_of_all(table: QTableView) -> int:
    """Return the height of a table that shows all its rows, whether or not it must scroll to the side."""
    bar = table.horizontalScrollBar().sizeHint().height()
    return table.horizontalHeader().sizeHint().height() + table.verticalHeader().length() + bar + 2 * table.frameWidth()
