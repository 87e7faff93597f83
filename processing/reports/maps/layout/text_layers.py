"""Texts on a map at given places: numbers of conflicts, names of units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsLineSymbol,
    QgsNullSymbolRenderer,
    QgsPalLayerSettings,
    QgsPointXY,
    QgsProject,
    QgsProperty,
    QgsPropertyCollection,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsTextBackgroundSettings,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QSizeF
from qgis.PyQt.QtGui import QColor, QFont

from ....bridge.compat import show_all_labels
from ....bridge.plain_text import printable
from ...styles.style_files import style_data
from .fonts import text_format
from .label_placement import PlacedText
from .map_layers import drawn_layer, fill_layer


class TextLayers:
    """The layers of a map's texts, filled anew for each sheet."""

    def __init__(self, project: QgsProject, crs: QgsCoordinateReferenceSystem, style: str = "numbers") -> None:
        """Make the layers in a project.

        Args:
            project: the sheet's private project.
            crs: of the layers.
            style: of the numbers, by its name in the style's data.
        """
        fields = (("text", "text"), ("x", "real"), ("y", "real"), ("z", "real"))
        self._numbers = drawn_layer(project, "numbers", "Point", crs, fields)
        self._places = drawn_layer(project, "places", "Point", crs, fields)
        self._lines = drawn_layer(project, "lines", "LineString", crs)
        self._style = style_data()[style]
        self._lines.setRenderer(
            QgsSingleSymbolRenderer(
                QgsLineSymbol.createSimple({"color": self._style["line"], "width": str(self._style["line_width"])})
            )
        )
        for layer in (self._numbers, self._places):
            layer.setRenderer(QgsNullSymbolRenderer())

    @property
    def layers(self) -> list[QgsVectorLayer]:
        """The layers, the first on top."""
        return [self._numbers, self._places, self._lines]

    def write(
        self,
        numbers: Sequence[PlacedText],
        places: Sequence[PlacedText],
        shown: QgsRectangle,
        scale: int,
        font: QFont,
        number_size: float,
        place_size: float,
    ) -> None:
        """Show texts, placed on paper, on a map.

        Args:
            numbers: numbers of conflicts, with leaders.
            places: names of units.
            shown: the map's extent.
            scale: the map's denominator.
            font: of the texts.
            number_size: of the numbers (points).
            place_size: of the names (points).
        """
        metres = scale / 1000

        def ground(x: float, y: float) -> QgsPointXY:
            """Return a place on paper (mm from the lower left corner of the map) as a point on the ground."""
            return QgsPointXY(shown.xMinimum() + x * metres, shown.yMinimum() + y * metres)

        # QGIS draws texts of one height in the order of their addresses in memory: two runs would differ.
        height = count()
        for layer, texts, form in (
            (self._places, places, _haloed_format(font, place_size, style_data()["places"])),
            (self._numbers, numbers, _number_format(font, number_size, self._style)),
        ):
            points = [(ground(placed.x, placed.y), printable(placed.text.text)) for placed in texts]
            rows = [(QgsGeometry.fromPointXY(p), (text, p.x(), p.y(), next(height))) for p, text in points]
            fill_layer(layer, rows)
            _label(layer, form)
        with_leaders = [placed for placed in numbers if placed.has_leader]
        fill_layer(
            self._lines,
            [
                (QgsGeometry.fromPolylineXY([ground(p.text.x, p.text.y), ground(*_leader_end(p))]), ())
                for p in with_leaders
            ],
        )


def _label(layer: QgsVectorLayer, form: QgsTextFormat) -> None:
    """Label a layer's features at their places."""
    settings = QgsPalLayerSettings()
    settings.fieldName = "text"
    settings.setFormat(form)
    show_all_labels(settings)
    names = QgsPalLayerSettings.Property
    pinned = QgsPropertyCollection()
    pinned.setProperty(names.PositionX, QgsProperty.fromField("x"))
    pinned.setProperty(names.PositionY, QgsProperty.fromField("y"))
    pinned.setProperty(names.ZIndex, QgsProperty.fromField("z"))
    pinned.setProperty(names.Hali, QgsProperty.fromValue("Center"))
    pinned.setProperty(names.Vali, QgsProperty.fromValue("Half"))
    settings.setDataDefinedProperties(pinned)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def _leader_end(placed: PlacedText) -> tuple[float, float]:
    """Return where a leader ends: on the edge of the text's box, so that it does not cross the text."""
    dx, dy = placed.text.x - placed.x, placed.text.y - placed.y
    sides = ((placed.text.width / 2, abs(dx)), (placed.text.height / 2, abs(dy)))
    share = min((half / way for half, way in sides if way > 0), default=0.0)
    return placed.x + dx * min(1.0, share), placed.y + dy * min(1.0, share)


def _number_format(font: QFont, size: float, style: Mapping[str, Any]) -> QgsTextFormat:
    """Return the format of numbers: bold in a frame, or with a halo where the style has no fill."""
    if "fill" not in style:
        return _haloed_format(font, size, style)
    form = text_format(font, size, bold=True)
    background = QgsTextBackgroundSettings()
    background.setEnabled(True)
    background.setType(QgsTextBackgroundSettings.ShapeType.ShapeRectangle)
    background.setSizeType(QgsTextBackgroundSettings.SizeType.SizeBuffer)
    background.setSize(QSizeF(style["margin"], style["margin"]))
    background.setRadii(QSizeF(style["radius"], style["radius"]))
    background.setFillColor(QColor(style["fill"]))
    background.setStrokeColor(QColor(style["line"]))
    background.setStrokeWidth(style["line_width"])
    form.setBackground(background)
    return form


def _haloed_format(font: QFont, size: float, style: Mapping[str, Any]) -> QgsTextFormat:
    """Return the format of texts without a frame: with a halo."""
    form = text_format(font, size)
    form.setColor(QColor(style["colour"]))
    buffer = QgsTextBufferSettings()
    buffer.setEnabled(True)
    buffer.setSize(style["halo_width"])
    buffer.setColor(QColor(style["halo"]))
    form.setBuffer(buffer)
    return form
