"""Styles inside a run's GeoPackage, so that its layers open styled, named and with map tips wherever they go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

import pandas as pd
from qgis.core import QgsMapLayer, QgsReadWriteContext, QgsVectorDataProvider, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument

from ...bridge.compat import make_field
from ...bridge.io.writing import geometry_column
from ...bridge.plain_text import printable
from ..column_names import PROBLEMS, joined_values
from ..labels import Translate
from ..names import Names
from .renderers import (
    STYLED,
    fade_of,
    name_fields,
    set_map_tips,
    style_layer,
    style_values,
)

_GEOMETRIES = {kind: "Point" if kind == PROBLEMS else "MultiPolygon" for kind in STYLED}
_CATEGORY = QgsMapLayer.StyleCategory
# Of the rest some is made up at random, such as the colours of profiles.
_CATEGORIES = _CATEGORY.Symbology | _CATEGORY.Fields | _CATEGORY.Forms | _CATEGORY.MapTips
# QGIS numbers rules, and newer versions parts of symbols, at random, and Qt gives the attributes of a tag in any order:
# the same style would have other bytes in every run.
_NUMBERED = re.compile(r'(?<="){[0-9a-f-]{36}}(?=")')
_TAG = re.compile(r'(?<=<)([\w:.-]+)((?: [\w:.-]+="[^"]*"){2,})')
_ATTRIBUTE = re.compile(r' [\w:.-]+="[^"]*"')


def stored_styles(
    layers: Mapping[str, pd.DataFrame], tr: Translate, names: Names, aliases: Mapping[str, str], style: str
) -> pd.DataFrame:
    """Return the rows of the table of styles: the default style of each result layer.

    Args:
        layers: the layers by name, as they are written.
        tr: translates into the language of those who receive the file.
        names: labels of ids in that language.
        aliases: names of columns that are not the reports' own.
        style: name of a file of `resources/styles`, or 'standard'.
    """
    rows = []
    for kind, frame in layers.items():
        layer = QgsVectorLayer(_GEOMETRIES.get(kind, "None"), kind, "memory")
        # Only names count: a style is applied to columns by them.
        fields = [make_field(str(name), "text") for name in frame.columns if name != "geometry"]
        cast(QgsVectorDataProvider, layer.dataProvider()).addAttributes(fields)
        layer.updateFields()
        if kind in STYLED:
            style_layer(layer, kind, tr, names, style_values(kind, frame), fade_of(kind, style), style=style)
        name_fields(layer, kind, tr, names, aliases, joined_values(frame))
        set_map_tips(layer, kind)
        rows.append(
            {
                "f_table_catalog": "",
                "f_table_schema": "",
                "f_table_name": kind,
                "f_geometry_column": geometry_column(frame) if "geometry" in frame else "",
                "styleName": tr("Farmland Redline"),
                "styleQML": _qml(layer),
                "styleSLD": "",
                "useAsDefault": True,
                "description": "",
                "owner": "",
                "ui": "",
                "update_time": "",
            }
        )
    return pd.DataFrame(rows)


def _qml(layer: QgsVectorLayer) -> str:
    """Return a layer's style as QML that is the same in every run: attributes sorted, random ids numbered.

    Qt writes characters that XML cannot hold as they are, which would cost the layer its whole style.
    """
    document = QDomDocument()
    layer.exportNamedStyle(document, QgsReadWriteContext(), _CATEGORIES)  # type: ignore[arg-type]  # stubs take flags for numbers
    text = _TAG.sub(lambda tag: tag[1] + "".join(sorted(_ATTRIBUTE.findall(tag[2]))), printable(document.toString(1)))
    numbers: dict[str, str] = {}
    return _NUMBERED.sub(lambda found: numbers.setdefault(found[0], str(len(numbers))), text)
