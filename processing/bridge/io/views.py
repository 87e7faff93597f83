"""Views of a GeoPackage that call themselves, and may never end: looked at before anything opens them as layers.

GDAL runs a view to learn its columns, so who opens such a layer hangs, and nothing can stop SQLite from outside.
"""

from __future__ import annotations

from pathlib import Path

from ..i18n import tr
from .datasets import GEOPACKAGE, decode_source, layer_names, open_dataset, select
from .gdal_errors import quiet_errors
from .sql import literal, quoted

_VIEW = "SELECT 1 FROM sqlite_master WHERE type = 'view' AND lower(name) = lower({layer})"
# SQLite tells by which steps it would run a statement, also those of the views in it, and runs nothing.
_PLAN = "EXPLAIN QUERY PLAN SELECT * FROM {layer}"
_RECURSIVE = "RECURSIVE STEP"


def why_endless(source: str) -> str:
    """Return the message that a layer is a view that may never end; empty if it is none.

    Args:
        source: a path, perhaps with the name of a layer as QGIS writes it.

    """
    parts = decode_source("ogr", source)
    path = Path(str(parts.get("path") or ""))
    if path.suffix.lower() != GEOPACKAGE or not path.is_file():
        return ""
    layer = str(parts.get("layerName") or "") or next(iter(layer_names(path)), "")
    dataset = open_dataset(path)[0]
    if dataset is None or not layer:
        return ""  # who reads it says so
    try:
        with quiet_errors():
            if not select(dataset, _VIEW.format(layer=literal(layer))):
                return ""
            steps = select(dataset, _PLAN.format(layer=quoted(layer)))
    except RuntimeError:  # a view of what is not there, say
        return ""
    if not any(_RECURSIVE in str(value) for step in steps for value in step):
        return ""
    return tr(
        "“{file}”, layer “{layer}”: it is a view that calls itself (WITH RECURSIVE), which may never end, so it is not "
        "opened. Save its rows as a table, and choose that."
    ).format(file=path.name, layer=layer)
