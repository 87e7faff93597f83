"""Rows of a GeoPackage's layer that its spatial index finds in some boxes, looked at alone: of a county a few pages."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal

from .datasets import open_dataset, select
from .gdal_errors import quiet_errors
from .sql import literal, quoted

# Layers of fewer rows are looked at as a whole, which costs less than a question.
_MANY = 1000
_INDEX = (
    "SELECT 'rtree_' || c.table_name || '_' || c.column_name FROM gpkg_geometry_columns c "
    "JOIN gpkg_ogr_contents o ON lower(o.table_name) = lower(c.table_name) AND o.feature_count > {many} "
    "JOIN sqlite_master t ON t.type = 'table' AND lower(t.name) = lower(c.table_name) "
    "JOIN sqlite_master i ON lower(i.name) = lower('rtree_' || c.table_name || '_' || c.column_name) "
    "WHERE lower(c.table_name) = lower({layer})"
)
_COLUMNS = "SELECT name FROM pragma_table_info({layer})"
_CHECK = "PRAGMA quick_check({nodes})"
_SOUND = "ok"
_BOX = "(maxx >= {} AND maxy >= {} AND minx <= {} AND miny <= {})"
_ROWS = "rowid IN (SELECT id FROM {index} WHERE {boxes})"
_FOUND = "SELECT count(*) FROM {index} WHERE {boxes}"
# The length of a value's digits asks for all its bytes, also those on pages of their own.
_READ = "SELECT count(*), {values} FROM {layer} WHERE {rows}"
_VALUE = "total(length(hex({column})))"


def sound_rows(path: Path, layer: str, boxes: np.ndarray) -> str:
    """Return the SQL condition of the rows in some boxes, where all that they and their index hold can be read.

    Empty where the layer is small or a view, where it has no index or one that does not fit its rows, or where SQLite
    meets a fault: there the whole table has to be looked at.

    Args:
        path: a GeoPackage.
        layer: the layer's name.
        boxes: float64 (n, 4), west, south, east, north in the layer's system.

    """
    dataset = open_dataset(path)[0]
    if dataset is None or not len(boxes):
        return ""
    try:
        with quiet_errors():
            return _condition(dataset, layer, boxes)
    except RuntimeError:
        return ""


def _condition(dataset: gdal.Dataset, layer: str, boxes: np.ndarray) -> str:
    """Do the same on an open file; raise `RuntimeError` where SQLite reports an error."""
    names = select(dataset, _INDEX.format(layer=literal(layer), many=_MANY))
    if len(names) != 1:
        return ""
    index = str(names[0][0])
    if select(dataset, _CHECK.format(nodes=literal(f"{index}_node"))) != [[_SOUND]]:
        return ""
    parts = {"index": quoted(index), "boxes": " OR ".join(_BOX.format(*map(repr, box)) for box in boxes.tolist())}
    rows = _ROWS.format(**parts)
    columns = [str(name) for (name,) in select(dataset, _COLUMNS.format(layer=literal(layer)))]
    values = ", ".join(_VALUE.format(column=quoted(name)) for name in columns)
    read = select(dataset, _READ.format(values=values, layer=quoted(layer), rows=rows))
    found = select(dataset, _FOUND.format(**parts))
    return rows if read and found and read[0][0] == found[0][0] else ""
