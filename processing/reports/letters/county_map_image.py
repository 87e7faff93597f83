"""A county's map as a picture for a letter: conflicts and candidates on faded land classes, with legend and scale.

It is drawn by a renderer and a painter alone, without a print layout, so that any thread may do it.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, cast

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsRectangle,
    QgsSimpleFillSymbolLayer,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from ...analysis.review import DISMISSED
from ...bridge.errors import InputError
from ...bridge.i18n import tr
from ...bridge.io.gdal_errors import quiet_errors
from ...bridge.io.sql import literal
from ..labels import Translate
from ..maps.county_contents import Extent
from ..maps.layout.fonts import text_font
from ..maps.layout.map_layers import layer_options
from ..model import ReportModel
from ..styles.renderers import CANDIDATES, CONFLICTS, PIECES, drawn_values, style_layer

_DPI = 200
_MM = _DPI / 25.4
_MARGIN = 0.04  # of the extent
_FADE = 0.6
_STEPS = (1, 2, 5)
_KM = 1000
_FONT_MM = 2.9
_LEGEND_MM = 5.2  # height of a row
_ROOM = 6  # mm between entries
_BAR_SHARE = 0.25  # of the picture's width, at most
_INK = QColor("#1f1f1f")


class PictureError(InputError):
    """A picture cannot be drawn; the message says what is missing."""


def draw_county_map(
    package: Path,
    model: ReportModel,
    county: str,
    width_mm: float,
    height_mm: float,
    translate: Translate,
    extent: Extent | None = None,
) -> bytes | None:
    """Return the map of a county as PNG; None if it has no pieces.

    Args:
        package: the run's GeoPackage.
        model: the report, for names.
        county: its code.
        width_mm: width on paper.
        height_mm: height on paper, the legend included.
        translate: translates the legend.
        extent: of the county's pieces; by default it is read from the package, which takes as long as drawing.
    """
    layers = {kind: _open_layer(package, kind, county) for kind in (PIECES, CANDIDATES, CONFLICTS)}
    if layers[PIECES].featureCount() <= 0:
        return None
    entries = []
    style_layer(layers[PIECES], PIECES, translate, model.names, fade=_FADE, boundaries=False)
    for kind in (CONFLICTS, CANDIDATES):
        # What the review has dismissed is no finding of the letter's.
        present = set(drawn_values(layers[kind], kind)) - set(DISMISSED)
        style_layer(layers[kind], kind, translate, model.names, present)
        entries += _legend_entries(layers[kind])
    image = QImage(QSize(round(width_mm * _MM), round(height_mm * _MM)), QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(_DPI / 0.0254))
    image.setDotsPerMeterY(round(_DPI / 0.0254))
    image.fill(QColor("#ffffff"))
    font = QFont(text_font(translate, model.unit_name(county)))
    font.setPixelSize(round(_FONT_MM * _MM))
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setFont(font)
        rows = _legend_rows(entries, QFontMetricsF(font), image.width())
        legend = len(rows) * _LEGEND_MM * _MM
        size = QSize(image.width(), math.floor(image.height() - legend))
        metres = _draw_map(painter, layers, size, extent)
        _draw_scale(painter, size, metres, translate)
        _draw_north(painter, size)
        painter.setPen(QPen(_INK, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(1, 1, size.width() - 2, size.height() - 2))
        _draw_legend(painter, rows, size.height())
    finally:
        painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data())


def _legend_entries(layer: QgsVectorLayer) -> list[tuple[str, str, str]]:
    """Return fill, line and label of each category of a styled layer of findings."""
    renderer, entries = cast(QgsCategorizedSymbolRenderer, layer.renderer()), []
    for category in renderer.categories():
        symbol = cast(QgsSymbol, category.symbol())
        line = cast(QgsSimpleFillSymbolLayer, symbol.symbolLayer(0)).strokeColor().name()
        entries.append((symbol.color().name(), line, category.label() or str(category.value())))
    return entries


def _open_layer(package: Path, kind: str, county: str) -> QgsVectorLayer:
    """Return the features of a county in a layer of the run."""
    source = f'{package}|layername={kind}|subset="county" = {literal(county)}'
    with quiet_errors():  # QGIS tries to open it for writing first, which may not be
        layer = QgsVectorLayer(source, kind, "ogr", layer_options())
    if not layer.isValid():
        raise PictureError(tr("The file {path} has no layer {layer}.").format(path=package, layer=kind))
    return layer


def _draw_map(painter: QPainter, layers: dict[str, QgsVectorLayer], size: QSize, bounds: Extent | None) -> float:
    """Draw the layers, the conflicts on top; return the ground size of a pixel (m)."""
    settings = QgsMapSettings()
    extent = QgsRectangle(layers[PIECES].extent() if bounds is None else QgsRectangle(*bounds))
    extent.grow(max(extent.width(), extent.height()) * _MARGIN)
    settings.setDestinationCrs(layers[PIECES].crs())
    settings.setOutputSize(size)
    settings.setOutputDpi(_DPI)
    settings.setExtent(extent)
    settings.setLayers([layers[kind] for kind in (CONFLICTS, CANDIDATES, PIECES)])
    job = QgsMapRendererCustomPainterJob(settings, painter)
    job.renderSynchronously()
    return settings.mapUnitsPerPixel()


def _draw_scale(painter: QPainter, size: QSize, metres: float, tr: Translate) -> None:
    """Draw a bar of a round length with its label, on white, in the lower left corner."""
    longest = size.width() * _BAR_SHARE * metres
    magnitude = 10 ** math.floor(math.log10(longest))
    length = max(step * magnitude for step in _STEPS if step * magnitude <= longest)
    text = f"{length / _KM:g} {tr('km')}" if length >= _KM else f"{length:g} {tr('m')}"
    bar, pad, high = length / metres, 2 * _MM, 1.2 * _MM
    wide = QFontMetricsF(painter.font()).horizontalAdvance(text)
    box = QRectF(pad, size.height() - pad - 6 * _MM, bar + wide + 3 * pad, 6 * _MM)
    painter.fillRect(box, QColor(255, 255, 255, 215))
    middle = box.center().y()
    left = box.left() + pad
    painter.setPen(QPen(_INK, 1.5))
    for half, fill in enumerate((_INK, QColor("#ffffff"))):
        painter.setBrush(fill)
        painter.drawRect(QRectF(left + half * bar / 2, middle - high / 2, bar / 2, high))
    place = QRectF(left + bar + pad / 2, box.top(), wide + pad, box.height())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def _draw_north(painter: QPainter, size: QSize) -> None:
    """Draw an arrow to the grid's north in the upper right corner."""
    x, y, high = size.width() - 6 * _MM, 3 * _MM, 8 * _MM
    painter.fillRect(QRectF(x - 4 * _MM, y - 1 * _MM, 8 * _MM, high + 6 * _MM), QColor(255, 255, 255, 215))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_INK)
    arrow = ((0, 0), (0.32, 1), (0, 0.78), (-0.32, 1))
    painter.drawPolygon(QPolygonF([QPointF(x + dx * high, y + dy * high) for dx, dy in arrow]))
    painter.setPen(_INK)
    painter.drawText(QRectF(x - 4 * _MM, y + high, 8 * _MM, 5 * _MM), Qt.AlignmentFlag.AlignCenter, "N")


def _legend_rows(entries: list[tuple[str, str, str]], metrics: QFontMetricsF, width: float) -> list[list[Any]]:
    """Return the entries with their places (px), in as many rows as they need."""
    rows: list[list[Any]] = []
    x = width
    for fill, line, text in entries:
        wide = 5.5 * _MM + metrics.horizontalAdvance(text) + _ROOM * _MM
        if x + wide > width + _ROOM * _MM:
            rows.append([])
            x = 0.0
        rows[-1].append((x, fill, line, text))
        x += wide
    return rows


def _draw_legend(painter: QPainter, rows: list[list[Any]], top: float) -> None:
    """Draw the rows of the legend from a height (px) downwards."""
    for number, row in enumerate(rows):
        middle = top + (number + 0.55) * _LEGEND_MM * _MM
        for x, fill, line, text in row:
            painter.setPen(QPen(QColor(line), 1.5))
            painter.setBrush(QColor(fill))
            painter.drawRect(QRectF(x + 2, middle - 1.3 * _MM, 4.4 * _MM, 2.6 * _MM))
            painter.setPen(_INK)
            painter.drawText(QPointF(x + 5.5 * _MM, middle + 1.05 * _MM), text)
