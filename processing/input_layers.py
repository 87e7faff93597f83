"""How layers look that the start panel opens: land classes and the lines of zones, not QGIS's colours of chance."""

from __future__ import annotations

from qgis.core import QgsSingleSymbolRenderer, QgsVectorLayer

from .bridge.i18n import tr
from .bridge.policy.reader import load_classes
from .reports.names import Names
from .reports.styles.renderers import PIECES, fade_of, haloed_symbol, style_layer, unfilled_symbol
from .reports.styles.style_files import STANDARD, style_data

_CLASS = "DLBM"


def style_input(layer: QgsVectorLayer, kind: str, language: str) -> None:
    """Give a layer of a survey its renderer, in the thread in which it is opened.

    Args:
        layer: the layer.
        kind: what it is to a run: parcels, units, a role of zones.
        language: of the names of land classes, `zh` or `en`.
    """
    data = style_data()["inputs"]
    field = layer.fields().indexOf(_CLASS)
    if kind in data["by_class"] and field >= 0:
        rows = [
            {"code": one.code, "name_zh": one.name_zh, "name_en": one.name_en}
            for one in load_classes().by_code.values()
        ]
        names = Names.from_rows({}, rows, language)
        style_layer(layer, PIECES, tr, names, layer.uniqueValues(field), fade_of(PIECES, STANDARD))
        return
    line = data["lines"].get(kind, data["other"])
    symbol = haloed_symbol(line) if "halo" in line else unfilled_symbol(line["line"], line["line_width"], line["pen"])
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))


def shown_first(kind: str) -> bool:
    """Return whether layers of a kind are shown when they are opened: a map of all shows nothing."""
    return kind in style_data()["inputs"]["shown"]


def drawing_place(kind: str) -> int:
    """Return the place of a kind from the top down: lines above the land."""
    data = style_data()["inputs"]
    return [*data["lines"], "", *data["by_class"]].index(kind if kind in (*data["lines"], *data["by_class"]) else "")
