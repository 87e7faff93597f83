"""Base layers beneath the findings: tile services that QGIS keeps, with address and key in its own store."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsLayerItem,
    QgsMapLayer,
    QgsProject,
    QgsRasterLayer,
    QgsRenderContext,
    QgsVectorLayer,
)
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QMenu

from ..processing.bridge.compat import may_have_polygons
from ..processing.bridge.i18n import tr
from ..processing.bridge.io.decisions import identifier_among
from ..processing.bridge.plain_text import without_markup

_TILES = "XYZ"  # how the name of QGIS's provider of their connections begins


def fill_menu(menu: QMenu, iface: QgisInterface) -> None:
    """Offer the tile services that QGIS knows, and the way to add another one; none is asked before it is chosen."""
    menu.clear()
    for name, source, provider in saved_services():
        action = menu.addAction(name.replace("&", "&&"))
        action.triggered.connect(_calling(partial(add_base_layer, name, source, provider, iface)))
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


def add_base_layer(name: str, source: str, provider: str, iface: QgisInterface) -> None:
    """Add a service to the project, below all other layers, and hide those above it; one that is there is shown.

    Findings stay ticked: they are what the picture beneath is for.
    """
    root = QgsProject.instance().layerTreeRoot()
    hiding = [node for node in root.findLayers() if node.isVisible() and _hides(node.layer())]
    node = next((one for one in root.findLayers() if one.layer() is not None and one.layer().source() == source), None)
    if node is None:
        layer = QgsRasterLayer(source, name, provider)
        QgsProject.instance().addMapLayer(layer, False)
        node = root.addLayer(layer)
    node.setItemVisibilityCheckedParentRecursive(True)
    for other in hiding:
        other.setItemVisibilityChecked(False)
    if hiding:
        text = tr("{count} layers that hid “{name}” are no longer ticked.").format(count=len(hiding), name=name)
        iface.messageBar().pushMessage(tr("Farmland Redline"), without_markup(text), Qgis.MessageLevel.Info)


def _hides(layer: QgsMapLayer | None) -> bool:
    """Return whether a layer is of filled polygons, and of no findings."""
    if not isinstance(layer, QgsVectorLayer) or not layer.isValid() or not may_have_polygons(layer.wkbType()):
        return False
    if layer.renderer() is None or identifier_among(layer.fields().names()):
        return False
    parts = [part for symbol in layer.renderer().symbols(QgsRenderContext()) for part in symbol.symbolLayers()]
    return any(part.layerType() != "SimpleFill" or part.brushStyle() != Qt.BrushStyle.NoBrush for part in parts)


def _calling(function: Callable[[], None]) -> Callable[[bool], None]:
    """Return a slot that calls a function without the state of an action."""
    return lambda _checked: function()
