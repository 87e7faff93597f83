"""The legend of a sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from qgis.core import (
    QgsLayerTree,
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsLayoutItemLegend,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLayoutUtils,
    QgsLegendModel,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QFont

from ....bridge.compat import LEGEND_GROUP, LEGEND_LABEL, LEGEND_SUBGROUP, LEGEND_SYMBOL, LEGEND_TITLE, set_legend_font
from ....bridge.plain_text import shown_text
from .settings import layout_data
from .sheet import Sheet

_MAX_COLUMNS = 4


Entry = tuple[QgsVectorLayer, str]


@dataclass(frozen=True)
class Group:
    """Layers of one symbol each, under a common title."""

    title: str
    entries: Sequence[Entry]


def write_legend(
    sheet: Sheet,
    entries: Sequence[Entry | Group],
    below: float | None = None,
    shorten: Callable[[], None] | None = None,
) -> None:
    """Write layers under their titles, in as many columns and as small as the legend's box demands.

    Args:
        sheet: the sheet.
        entries: layers, styled with the categories that the sheet shows, and the title of each; or groups of them.
        below: where the legend begins (mm from the top of the page); at its place in the template by default.
        shorten: restyles a layer with fewer categories; called where the box cannot hold all in the smallest size.
    """
    if not _fit_legend(sheet, entries, below) and shorten is not None:
        shorten()
        _fit_legend(sheet, entries, below)


def _fit_legend(sheet: Sheet, entries: Sequence[Entry | Group], below: float | None) -> bool:
    """Write the legend as large as its box allows; return whether the box holds it."""
    legend = sheet.item("legend", QgsLayoutItemLegend)
    root = QgsLayerTree()
    for entry in entries:
        if isinstance(entry, Group):
            if entry.entries:
                group = cast(QgsLayerTreeGroup, root.addGroup(shown_text(entry.title)))
                QgsLegendRenderer.setNodeLegendStyle(group, LEGEND_SUBGROUP)
                for each in entry.entries:
                    _add(group, *each)
        else:
            _add(root, *entry)
    legend.setAutoUpdateModel(False)
    cast(QgsLegendModel, legend.model()).setRootGroup(root)
    sheet.keep("legend", root)
    legend.setTitle(sheet.tr("Legend"))
    legend.setLinkedMap(None)
    legend.setLegendFilterByMapEnabled(False)
    legend.setResizeToContents(False)
    legend.setSplitLayer(True)
    width, height = _available_size(sheet, legend, below)
    size, columns = sheet.sizes["legend_font"], 1
    while True:
        _apply_style(legend, sheet.font, size, columns)
        needed = _needed_size(legend)
        fits = needed[0] <= width and needed[1] <= height
        if fits:
            break
        wider = needed[0] * (columns + 1) / columns
        if needed[1] > height and wider <= width * 1.05 and columns < _MAX_COLUMNS:
            columns += 1
        elif size > layout_data()["smallest_font"]:
            size -= 0.5
        else:
            break
    legend.attemptResize(QgsLayoutSize(width, height))
    return fits


def _add(parent: QgsLayerTreeGroup, layer: QgsVectorLayer, title: str) -> None:
    """Add a layer with its title to a legend's group."""
    node = cast(QgsLayerTreeLayer, parent.addLayer(layer))
    node.setName(shown_text(title))
    node.setCustomProperty("cached_name", shown_text(title))


def _available_size(sheet: Sheet, legend: QgsLayoutItemLegend, below: float | None) -> tuple[float, float]:
    """Move the legend up to what ends above it in its column; return the width and height (mm) that it may take."""
    x, y, width, height = sheet.original_box("legend", QgsLayoutItemLegend)
    top = y if below is None else below
    legend.attemptMove(QgsLayoutPoint(x, top))
    return width, height + y - top


def _apply_style(legend: QgsLayoutItemLegend, font: QFont, size: float, columns: int) -> None:
    """Give the legend fonts, symbols and gaps that go with a size of text (points)."""
    for component, factor, bold in (
        (LEGEND_TITLE, 1.35, True),
        (LEGEND_GROUP, 1.1, True),
        (LEGEND_SUBGROUP, 1.05, True),
        (LEGEND_LABEL, 1.0, False),
    ):
        face = QFont(font)
        face.setPointSizeF(size * factor)
        face.setBold(bold)
        set_legend_font(legend, component, face)
    legend.setColumnCount(columns)
    legend.setSymbolHeight(size * 0.36)
    legend.setSymbolWidth(size * 0.72)
    legend.setBoxSpace(0.5)
    legend.setColumnSpace(size * 0.3)
    for component, gap in ((LEGEND_SYMBOL, 0.11), (LEGEND_SUBGROUP, 0.28), (LEGEND_TITLE, 0.1)):
        style = legend.style(component)
        style.setMargin(QgsLegendStyle.Side.Top, size * gap)
        legend.setStyle(component, style)


def _needed_size(legend: QgsLayoutItemLegend) -> tuple[float, float]:
    """Return the width and height (mm) that the legend's contents take."""
    renderer = QgsLegendRenderer(legend.model(), legend.legendSettings())
    size = renderer.minimumSize(QgsLayoutUtils.createRenderContextForLayout(legend.layout(), None))
    return size.width(), size.height()
