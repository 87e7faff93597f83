"""Layers of findings that show those of one unit, beside the filters that the user has given them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsExpression, QgsProject, QgsVectorLayer

from ..processing.bridge.io.loaded_layers import layers_showing
from ..processing.bridge.io.sql import literal, quoted
from ..processing.parameters import REVIEWED_LISTS

if TYPE_CHECKING:
    from ..processing.dashboard_units import Place

_CITY, _COUNTY = "city", "county"
_COLUMNS = {level: level for level in (_COUNTY, "township", "village")}  # of findings, with codes
_ABOVE = {"township": "county", "village": "township"}


class UnitFilter:
    """The filters that were set, and those that the layers had before."""

    def __init__(self) -> None:
        self._set: dict[str, tuple[str, str]] = {}  # by layer: its own filter, and the one that was set

    def apply(self, path: Path, condition: str) -> list[str]:
        """Let the layers of findings of a file show those of a condition; return the names of those that cannot.

        A layer without the condition's columns shows all: patches name no villages.
        """
        left = []
        for name in REVIEWED_LISTS:
            for layer in layers_showing(path, name):
                if isinstance(layer, QgsVectorLayer) and not self._apply(layer, condition):
                    left.append(layer.name())
        return left

    def _apply(self, layer: QgsVectorLayer, condition: str) -> bool:
        """Filter a layer; return False where it cannot be filtered now."""
        own, mine = self._set.get(layer.id(), ("", ""))
        present = layer.subsetString()
        own = own if mine and present == mine else present
        # GDAL takes the name of a column that is not there for a text, and would find nothing.
        if not QgsExpression(condition).referencedColumns() <= set(layer.fields().names()):
            condition = ""
        text = f"({own}) AND ({condition})" if own and condition else own or condition
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


def unit_condition(place: Place, counties: Collection[str], columns: Mapping[str, str] = _COLUMNS) -> str:
    """Return the condition of SQL, and of QGIS's expressions, for what lies in a unit.

    Args:
        place: the unit.
        counties: the codes of a city's.
        columns: names of the columns with codes, by level.

    Returns:
        the condition; empty where no column tells the units of the level.

    """
    if place.level == _CITY:
        return f"{quoted(columns[_COUNTY])} IN ({', '.join(map(literal, counties))})"
    if place.level not in columns:
        return ""
    own = quoted(columns[place.level])
    if place.code:
        return f"{own} = {literal(place.code)}"
    above = columns.get(_ABOVE.get(place.level, ""))
    condition = f"({own} IS NULL OR {own} = '')"
    return f"{condition} AND {quoted(above)} = {literal(place.parent)}" if above and place.parent else condition
