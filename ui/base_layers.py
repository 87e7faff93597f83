"""Base layers beneath the findings: tile services that QGIS keeps, with address and key in its own store."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qgis.core import QgsApplication, QgsLayerItem, QgsProject, QgsRasterLayer
from qgis.gui import QgisInterface
from qgis.PyQt.QtWidgets import QMenu

from ..processing.bridge.i18n import tr

_TILES = "XYZ"  # how the name of QGIS's provider of their connections begins


def fill_menu(menu: QMenu, iface: QgisInterface) -> None:
    """Offer the tile services that QGIS knows, and the way to add another one; none is asked before it is chosen."""
    menu.clear()
    for name, source, provider in saved_services():
        action = menu.addAction(name.replace("&", "&&"))
        action.triggered.connect(_calling(partial(add_base_layer, name, source, provider)))
    menu.addSeparator()
    menu.addAction(tr("Another service …"), lambda: iface.actionAddXyzLayer().trigger())


def saved_services() -> list[tuple[str, str, str]]:
    """Return name, source and provider of the tile services that QGIS knows, without asking any of them."""
    found = []
    for provider in QgsApplication.dataItemProviderRegistry().providers():
        if not provider.name().startswith(_TILES):
            continue
        root = provider.createDataItem("", None)
        for item in root.createChildren() if root is not None else ():
            if isinstance(item, QgsLayerItem):
                found.append((item.name(), item.uri(), item.providerKey()))
    return sorted(found)


def add_base_layer(name: str, source: str, provider: str) -> None:
    """Add a service to the project, below all other layers; one that is there is shown."""
    project = QgsProject.instance()
    root = project.layerTreeRoot()
    for node in root.findLayers():
        if node.layer() is not None and node.layer().source() == source:
            node.setItemVisibilityCheckedParentRecursive(True)
            return
    layer = QgsRasterLayer(source, name, provider)
    project.addMapLayer(layer, False)
    root.addLayer(layer)


def _calling(function: Callable[[], None]) -> Callable[[bool], None]:
    """Return a slot that calls a function without the state of an action."""
    return lambda _checked: function()
