"""A feature of a layer, shown on the map."""

from __future__ import annotations

from qgis.core import QgsCoordinateTransform, QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.gui import QgisInterface

_AROUND = 2.5  # the map shows this many times the feature's extent
_LEAST_M = 200.0  # and not less than this


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
