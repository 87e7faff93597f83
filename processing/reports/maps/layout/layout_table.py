"""The table of a sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsLayoutFrame,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemManualTable,
    QgsTableCell,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from ....bridge.plain_text import shown_text
from .fonts import MM_PER_POINT, shortened, text_format
from .settings import layout_data
from .sheet import Sheet

TABLE, BOX = "table", "table_box"
_SECTION_FILL = "#e2ebdd"
_MARGIN, _LINE = 0.8, 0.15  # mm
_GAP = 3.0  # mm between the table and the legend below it
_DARK_BELOW = 0.46  # lightness below which a fill takes white text
_LEADING = 1.55  # a row's height, of the font's


@dataclass(frozen=True)
class Row:
    """A row: texts of its cells; `head` rows are bold on a tint; `fill` is a colour of the first cell."""

    cells: tuple[str, ...]
    head: bool = False
    fill: str = ""


@dataclass(frozen=True)
class Layout:
    """Shares of the table's width by column, and which columns are aligned to the right."""

    shares: tuple[float, ...]
    right: frozenset[int] = frozenset()


def rows_that_fit(sheet: Sheet) -> int:
    """Return how many rows of the least height the table's box holds."""
    height = sheet.box(BOX, QgsLayoutItemLabel)[1]
    return max(1, math.floor((height - 0.5) / layout_data()["smallest_row"][sheet.settings.paper]))


def write_table(sheet: Sheet, rows: Sequence[Row], layout: Layout) -> float | None:
    """Fill the table, in rows as low as its box demands.

    Returns:
        Where a legend below it in the same column may begin (mm from the top of the page); None if there is none.
    """
    frame = sheet.item(TABLE, QgsLayoutFrame)
    table = frame.multiFrame()
    if not isinstance(table, QgsLayoutItemManualTable):
        raise sheet.lacks(TABLE, "QgsLayoutItemManualTable")
    # The table's frame takes the table's own size, so an empty label beside it keeps the room that it has.
    width, room = sheet.box(BOX, QgsLayoutItemLabel)
    height = min(sheet.sizes["table_row"], (room - 0.5) / max(1, len(rows)))
    points = min(sheet.sizes["table_font"], height / MM_PER_POINT / _LEADING)
    # The grid and the margins come on top of the widths.
    widths = [width * share - 2 * _MARGIN - 0.25 for share in layout.shares]
    table.setIncludeTableHeader(False)
    table.setCellMargin(_MARGIN)
    table.setGridStrokeWidth(_LINE)
    table.setGridColor(QColor("#9a9a9a"))
    table.setContentTextFormat(text_format(sheet.font, points))
    table.setColumnWidths(widths)
    table.setTableContents([_cells(sheet, row, widths, layout, points) for row in rows])
    table.setRowHeights([max(0.1, height - _LINE - 2 * _MARGIN)] * len(rows))
    table.recalculateTableSize()
    return _legend_top(sheet, height * len(rows))


def _cells(sheet: Sheet, row: Row, widths: Sequence[float], layout: Layout, points: float) -> list[QgsTableCell]:
    """Return the cells of a row, with texts that fit their widths (mm)."""
    cells = []
    for number, (text, width) in enumerate(zip(row.cells, widths)):
        short, size = shortened(text, points, width, layout_data()["smallest_font"])
        cell = QgsTableCell(shown_text(short))
        form = text_format(sheet.font, size, bold=row.head)
        if number in layout.right:
            cell.setHorizontalAlignment(Qt.AlignmentFlag.AlignRight)
        if row.head:
            cell.setBackgroundColor(QColor(_SECTION_FILL))
        elif row.fill and number == 0:
            cell.setBackgroundColor(QColor(row.fill))
            if QColor(row.fill).lightnessF() < _DARK_BELOW:
                form.setColor(QColor("#ffffff"))
        cell.setTextFormat(form)
        cells.append(cell)
    return cells


def _legend_top(sheet: Sheet, height: float) -> float | None:
    """Return the end of the table and a gap (mm), if the legend's box lies below the table's; else None."""
    box, legend = sheet.item(BOX, QgsLayoutItemLabel), sheet.item("legend", QgsLayoutItemLegend)
    if abs(box.positionWithUnits().x() - legend.positionWithUnits().x()) > 1:
        return None
    return box.positionWithUnits().y() + height + _GAP
