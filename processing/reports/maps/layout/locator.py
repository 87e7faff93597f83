"""The locator: a small map of the whole, with a frame around what the sheet shows."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsLayoutItemMap,
    QgsLayoutSize,
    QgsMarkerSymbol,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)

from ...styles.renderers import unfilled_symbol
from ...styles.style_files import style_data
from .map_layers import drawn_layer, fill_layer, show_layers
from .sheet import Sheet

LOCATOR = "locator"
_ENLARGED = 1.08


class Locator:
    """The layers of a locator, drawn anew for each sheet."""

    def __init__(
        self,
        project: QgsProject,
        crs: QgsCoordinateReferenceSystem,
        whole: Sequence[QgsVectorLayer],
        extent: QgsRectangle,
    ) -> None:
        """Make the layers.

        Args:
            project: the sheet's private project.
            crs: the system of all its layers.
            whole: what the small map shows, the first on top.
            extent: of the whole.
        """
        style = style_data()["locator"]
        self._crs, self._whole, self._extent = crs, list(whole), extent
        self._frame = drawn_layer(project, "frame", "Polygon", crs)
        self._frame.setRenderer(QgsSingleSymbolRenderer(unfilled_symbol(style["line"], style["line_width"])))
        self._place = drawn_layer(project, "place", "Point", crs)
        symbol = QgsMarkerSymbol.createSimple(
            {
                "name": "circle",
                "color": "255,255,255,0",
                "outline_color": style["line"],
                "outline_width": str(style["line_width"]),
                "size": str(style["least"]),
            }
        )
        self._place.setRenderer(QgsSingleSymbolRenderer(symbol))

    def draw(self, sheet: Sheet, shown: QgsRectangle) -> None:
        """Show where a sheet lies, by a ring where a frame would be too small to be seen."""
        item = sheet.item(LOCATOR, QgsLayoutItemMap)
        item.setCrs(self._crs)
        size = sheet.original_box(LOCATOR, QgsLayoutItemMap)[2:]
        item.setExtent(_fit_extent(self._extent, size))
        item.attemptResize(QgsLayoutSize(*size))
        least = style_data()["locator"]["least"] * item.scale() / 1000
        small = max(shown.width(), shown.height()) < least
        # A frame around everything tells nothing, and would be cut by the small map's edge.
        framed = not small and not shown.contains(self._extent)
        inner = item.extent().buffered(-style_data()["locator"]["line_width"] * item.scale() / 1000)
        fill_layer(self._frame, [(QgsGeometry.fromRect(shown.intersect(inner)), ())] if framed else [])
        point = QgsGeometry.fromPointXY(QgsPointXY(shown.center()))
        fill_layer(self._place, [(point, ())] if small else [])
        show_layers(item, [self._place, self._frame, *self._whole])


def _fit_extent(extent: QgsRectangle, box: tuple[float, float]) -> QgsRectangle:
    """Return an extent, a little enlarged, with the shape of a box."""
    share = max(extent.width() / box[0], extent.height() / box[1]) * _ENLARGED
    x, y = extent.center().x(), extent.center().y()
    return QgsRectangle(x - box[0] * share / 2, y - box[1] * share / 2, x + box[0] * share / 2, y + box[1] * share / 2)
