"""Symbols of a layout template, looked at before QGIS loads it: it ends with a signal where one cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from qgis.core import (
    QgsFillSymbol,
    QgsLayoutItemRegistry,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsReadWriteContext,
    QgsSymbol,
    QgsSymbolLayerUtils,
)
from qgis.PyQt.QtXml import QDomDocument, QDomElement

from ....bridge.i18n import tr
from .settings import MapError

_TYPES = QgsLayoutItemRegistry.ItemType


def _number(kind: QgsLayoutItemRegistry.ItemType) -> str:
    """Return a type of items as layouts write it."""
    return str(int(getattr(kind, "value", kind)))  # Qt 6 has no numbers


# What holds a symbol that QGIS uses without asking whether it is there, and the kind that it must be of: by tag, and
# for items by type.
_KINDS: dict[str, type[QgsSymbol]] = {
    "PageCollection": QgsFillSymbol,
    "ComposerMapOverview": QgsFillSymbol,
    "lineStyle": QgsLineSymbol,
    "markerStyle": QgsMarkerSymbol,
    _number(_TYPES.LayoutPage): QgsFillSymbol,
    _number(_TYPES.LayoutShape): QgsFillSymbol,
    _number(_TYPES.LayoutPolygon): QgsFillSymbol,
    _number(_TYPES.LayoutPolyline): QgsLineSymbol,
    _number(_TYPES.LayoutMarker): QgsMarkerSymbol,
}
_ITEM = "LayoutItem"


def check_symbols(document: QDomDocument, template: str) -> None:
    """Raise `MapError` where QGIS cannot read a symbol of a template, whose name is for the message."""
    item = unreadable_symbol(document)
    if item:
        text = tr(
            "The map template {template} has a symbol that cannot be read, of {item}. Make it anew in QGIS's layout "
            "window."
        )
        raise MapError(text.format(template=template, item=item))


def unreadable_symbol(document: QDomDocument) -> str:
    """Return the id or tag of the first item whose symbol QGIS cannot read, or is of another kind; empty if none is."""
    for element in _elements(document, "symbol"):
        owner = element.parentNode().toElement()
        symbol = QgsSymbolLayerUtils.loadSymbol(element, QgsReadWriteContext())
        kind = _KINDS.get(owner.attribute("type") if owner.tagName() == _ITEM else owner.tagName(), QgsSymbol)
        if not isinstance(symbol, kind):
            return owner.attribute("id") or owner.tagName()
    return ""


def _elements(document: QDomDocument, tag: str) -> Iterator[QDomElement]:
    """Yield the elements of a tag."""
    nodes = document.elementsByTagName(tag)
    for number in range(nodes.count()):
        yield nodes.item(number).toElement()
