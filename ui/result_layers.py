"""Layers of results in the project, each file's in a group of its own."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsLayerTreeLayer, QgsMapLayer, QgsProject


def results_title(package: Path) -> str:
    """Return what results are called: as their folder, since all files have one name."""
    return "/".join(package.parent.parts[-2:]) or package.name


def add_to_group(package: Path, layer: QgsMapLayer) -> None:
    """Add a layer to the project, folded, on top of the group of its results."""
    project = QgsProject.instance()
    root, title = project.layerTreeRoot(), results_title(package)
    group = root.findGroup(title) or root.insertGroup(0, title)
    project.addMapLayer(layer, False)
    group.insertChildNode(0, folded(layer))


def folded(layer: QgsMapLayer, shown: bool = True) -> QgsLayerTreeLayer:
    """Return a node of a layer whose legend is folded: before it is in the tree, which else unfolds it."""
    node = QgsLayerTreeLayer(layer)
    node.setExpanded(False)
    node.setItemVisibilityChecked(shown)
    return node
