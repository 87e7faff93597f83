"""Scale and grid of a map."""

from __future__ import annotations

import math
from typing import cast

from qgis.core import (
    QgsLayoutItemMap,
    QgsLayoutItemMapGrid,
    QgsLayoutItemMapGridStack,
    QgsLayoutItemScaleBar,
    QgsLineSymbol,
)
from qgis.PyQt.QtGui import QColor

from .fonts import text_format
from .settings import layout_data
from .sheet import MAP, Sheet

_SEGMENTS = 4
_GRID_GAP = 0.6  # mm between the frame and a coordinate
_GRID_COLOUR = "#6b7280"


def write_scale(sheet: Sheet, scale: int) -> None:
    """Write the ratio and the scale bar."""
    sheet.write({"scale_text": f"1:{scale:,}".replace(",", " ")})
    bar = sheet.item("scale_bar", QgsLayoutItemScaleBar)
    # The item takes the bar's own size, so its length is data.
    longest = sheet.sizes["bar"] / _SEGMENTS * scale / 1e6
    bar.setLinkedMap(sheet.item(MAP, QgsLayoutItemMap))
    segment = round_below(longest)
    short = segment * _SEGMENTS < 1
    bar.setUnitsPerSegment(segment)
    # The template's bar counts in kilometres; of short ones it tells metres.
    bar.setMapUnitsPerScaleBarUnit(0.001 if short else 1)
    bar.setNumberOfSegments(_SEGMENTS)
    bar.setNumberOfSegmentsLeft(0)
    bar.setUnitLabel(sheet.tr("m") if short else sheet.tr("km"))
    bar.setTextFormat(text_format(sheet.font, sheet.sizes["legend_font"]))
    bar.update()


def round_below(length: float) -> float:
    """Return the largest of 1, 2, 2.5 and 5 times a power of ten that is not above a length."""
    magnitude = 10 ** math.floor(math.log10(length))
    return max(step for step in (1, 2, 2.5, 5) if step * magnitude <= length * (1 + 1e-9) or step == 1) * magnitude


def draw_grid(sheet: Sheet, scale: int) -> None:
    """Draw crosses at round coordinates.

    The coordinates stand outside the frame: eastings below and above, northings at the sides.
    """
    item = sheet.item(MAP, QgsLayoutItemMap)
    grids = cast(QgsLayoutItemMapGridStack, item.grids())
    for grid in grids.asList():
        grids.removeGrid(grid.id())
    grid = QgsLayoutItemMapGrid("coordinates", item)
    grids.addGrid(grid)
    interval = max(1.0, round_below(layout_data()["grid_mm"] * scale / 1000))
    grid.setIntervalX(interval)
    grid.setIntervalY(interval)
    grid.setStyle(QgsLayoutItemMapGrid.GridStyle.Cross)
    grid.setCrossLength(1.5)
    grid.setLineSymbol(QgsLineSymbol.createSimple({"color": _GRID_COLOUR, "width": "0.12"}))
    grid.setAnnotationEnabled(True)
    grid.setAnnotationPrecision(0)
    grid.setAnnotationFrameDistance(_GRID_GAP)
    form = text_format(sheet.font, sheet.sizes["grid_font"])
    form.setColor(QColor(_GRID_COLOUR))
    grid.setAnnotationTextFormat(form)
    sides, places, directions = (
        QgsLayoutItemMapGrid.BorderSide,
        QgsLayoutItemMapGrid.AnnotationPosition,
        QgsLayoutItemMapGrid.AnnotationDirection,
    )
    for side, direction in (
        (sides.Left, directions.Vertical),
        (sides.Right, directions.VerticalDescending),
        (sides.Top, directions.Horizontal),
        (sides.Bottom, directions.Horizontal),
    ):
        grid.setAnnotationPosition(places.OutsideMapFrame, side)
        grid.setAnnotationDirection(direction, side)
