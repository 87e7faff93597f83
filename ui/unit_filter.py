"""Layers of findings that show those of one unit, beside the filters that the user has given them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsProject, QgsVectorLayer

from ..processing.bridge.io.loaded_layers import layers_showing
from ..processing.bridge.io.sql import literal, quoted

if TYPE_CHECKING:
    from ..processing.dashboard_units import Place

_FINDINGS = ("conflicts", "candidates", "losses", "abandoned")
_CITY, _COUNTY = "city", "county"
_ABOVE = {"township": "county", "village": "township"}


class UnitFilter:
    """The filters that were set, and those that the layers had before."""

    def __init__(self) -> None:
        self._set: dict[str, tuple[str, str]] = {}  # by layer: its own filter, and the one that was set

    def apply(self, path: Path, condition: str) -> list[str]:
        """Let the layers of findings of a file show those of a condition; return the names of those that cannot."""
        left = []
        for name in _FINDINGS:
            for layer in layers_showing(path, name):
                if isinstance(layer, QgsVectorLayer) and not self._apply(layer, condition):
                    left.append(layer.name())
        return left

    def _apply(self, layer: QgsVectorLayer, condition: str) -> bool:
        """Filter a layer; return False where it cannot be filtered now."""
        own, mine = self._set.get(layer.id(), ("", ""))
        present = layer.subsetString()
        own = own if mine and present == mine else present
        text = f"({own}) AND ({condition})" if own else condition
        if present == text:
            return True
        if layer.isEditable() or not layer.setSubsetString(text):
            return False
        self._set[layer.id()] = (own, layer.subsetString())
        return True

    def remove(self) -> None:
        """Give the layers their own filters back, where the user has not changed them since."""
        for identifier, (own, mine) in self._set.items():
            layer = QgsProject.instance().mapLayer(identifier)
            if isinstance(layer, QgsVectorLayer) and layer.subsetString() == mine:
                layer.setSubsetString(own)
        self._set = {}


def unit_condition(place: Place, counties: Collection[str]) -> str:
    """Return the condition of SQL for findings that lie in a unit; `counties` are the codes of a city's."""
    if place.level == _CITY:
        return f"{quoted(_COUNTY)} IN ({', '.join(map(literal, counties))})"
    if place.code:
        return f"{quoted(place.level)} = {literal(place.code)}"
    above = _ABOVE.get(place.level)
    condition = f"({quoted(place.level)} IS NULL OR {quoted(place.level)} = '')"
    return f"{condition} AND {quoted(above)} = {literal(place.parent)}" if above and place.parent else condition
