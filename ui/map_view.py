"""A feature of a layer, shown on the map."""

from __future__ import annotations

from qgis.core import QgsCoordinateTransform, QgsFeature, QgsGeometry, QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.gui import QgisInterface, QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtGui import QColor

_AROUND = 2.5  # the map shows this many times the feature's extent
_LEAST_M = 200.0  # and not less than this
_OUTLINE, _NO_FILL, _WIDTH = QColor("#d0021b"), QColor(0, 0, 0, 0), 2
_SEEN_THROUGH = 40  # of 255: how much of what lies beneath a selected feature its colour hides


def show_feature(iface: QgisInterface, layer: QgsVectorLayer, feature: QgsFeature) -> bool:
    """Show a feature in the middle of the map, and let it flash; return False for one without a place."""
    canvas, extent = iface.mapCanvas(), QgsGeometry(feature.geometry()).boundingBox()
    if extent.isEmpty():
        return False
    to_map = QgsCoordinateTransform(layer.crs(), canvas.mapSettings().destinationCrs(), QgsProject.instance())
    half = max(extent.width(), extent.height(), _LEAST_M / _AROUND) * _AROUND / 2
    centre = extent.center()
    extent.set(centre.x() - half, centre.y() - half, centre.x() + half, centre.y() + half)
    canvas.setExtent(to_map.transformBoundingBox(extent))
    canvas.refresh()
    canvas.flashFeatureIds(layer, [feature.id()])
    return True


def make_outline(canvas: QgsMapCanvas) -> QgsRubberBand:
    """Return a line above a map, which lets everything beneath be seen."""
    outline = QgsRubberBand(canvas)
    outline.setStrokeColor(_OUTLINE)
    outline.setFillColor(_NO_FILL)
    outline.setWidth(_WIDTH)
    return outline


class Mark:
    """The finding that is looked at, outlined on the map of QGIS; the imagery beneath it can be judged.

    What is selected is hardly tinted meanwhile: QGIS fills it with a colour that hides everything.
    """

    def __init__(self, canvas: QgsMapCanvas) -> None:
        """Mark nothing yet."""
        self._canvas, self._outline, self._shown = canvas, make_outline(canvas), False

    def release(self) -> None:
        """Take the outline off the map."""
        self.set_shown(False)
        self._canvas.scene().removeItem(self._outline)

    def show(self, geometry: QgsGeometry, layer: QgsMapLayer) -> None:
        """Outline a feature of a layer."""
        self._outline.setToGeometry(geometry, layer.crs())
        self._outline.setVisible(self._shown)
        self._tint()

    def clear(self) -> None:
        """Outline nothing."""
        self._outline.reset()

    def set_shown(self, shown: bool) -> None:
        """Show the outline, or hide it and let selected features be drawn as the project says."""
        self._shown = shown
        self._outline.setVisible(shown)
        self._tint()

    def _tint(self) -> None:
        """Choose the colour of selected features on this map; the project keeps its own."""
        colour = QColor(QgsProject.instance().selectionColor())
        if self._shown:
            colour.setAlpha(min(colour.alpha(), _SEEN_THROUGH))
        self._canvas.setSelectionColor(colour)
