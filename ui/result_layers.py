"""Layers of results in the project, each file's in a group of its own."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsFeature, QgsLayerTreeLayer, QgsMapLayer, QgsProject, QgsVectorLayer

from ..processing.bridge.io.feature_reading import read_layer
from ..processing.result_titles import group_title


def read_summary(package: Path) -> list[QgsFeature]:
    """Return the units of results with their figures; none where they have no summary.

    Raises:
        InputError: the summary cannot be read.
    """
    layer = QgsVectorLayer(f"{package}|layername=summary", "summary", "ogr")
    return list(read_layer(layer)) if layer.isValid() else []


def add_to_group(package: Path, layer: QgsMapLayer) -> None:
    """Add a layer to the project, folded, on top of the group of its results."""
    project = QgsProject.instance()
    root, title = project.layerTreeRoot(), group_title(package)
    group = root.findGroup(title) or root.insertGroup(0, title)
    project.addMapLayer(layer, False)
    group.insertChildNode(0, folded(layer))


def folded(layer: QgsMapLayer, shown: bool = True) -> QgsLayerTreeLayer:
    """Return a node of a layer whose legend is folded: before it is in the tree, which else unfolds it."""
    node = QgsLayerTreeLayer(layer)
    node.setExpanded(False)
    node.setItemVisibilityChecked(shown)
    return node
