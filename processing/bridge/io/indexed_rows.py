"""Rows of a layer that its spatial index finds in some boxes, and whether the index finds all of them.

Of a county these are a few pages of its file, which are looked at alone.
"""

from __future__ import annotations

from functools import lru_cache
from glob import escape
from pathlib import Path

import numpy as np
from osgeo import gdal

from .datasets import GEOPACKAGE, SHAPEFILE, open_dataset, select
from .file_state import marks_of
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
_TREE = "SELECT column_name FROM gpkg_geometry_columns WHERE lower(table_name) = lower({layer})"
_PARTS = (
    "SELECT type FROM sqlite_master WHERE type = 'table' AND lower(name) = lower({index}) "
    "OR type = 'trigger' AND name LIKE {index} || '_%'"
)
_COUNTS = "SELECT (SELECT count({column}) FROM {layer}), (SELECT count(*) FROM {index})"
_FILES = 256  # that are remembered, by layer
_TRIGGERS = 3  # at least: rows that come, change and go
# Files in which other programs keep the index of a shapefile, and which its editors leave as they are.
_BESIDE = (".qix", ".sbn")


def is_index_whole(path: Path, layer: str) -> bool:
    """Return whether what lies in a box is found by asking the file for it, as no index leaves rows out.

    GDAL asks the index alone. That of a shapefile stands in files of its own, which are left behind where a program
    that does not know them changes the shapes; that of a GeoPackage is kept by triggers, without which, or with fewer
    rows than there are shapes, it is not of this state.
    """
    suffix = path.suffix.lower()
    if suffix == SHAPEFILE:
        beside = {file.suffix.lower() for file in path.parent.glob(f"{escape(path.stem)}.*")}
        return beside.isdisjoint(_BESIDE)
    return suffix != GEOPACKAGE or _has_whole_tree(path, layer, marks_of(path))


@lru_cache(_FILES)
def _has_whole_tree(path: Path, layer: str, _: tuple[tuple[int, int, int], ...]) -> bool:
    """Do the same for a GeoPackage in a state: each of many counties asks for the layers that they share."""
    dataset = open_dataset(path)[0]
    try:
        with quiet_errors():
            return dataset is None or _is_tree_whole(dataset, layer)
    except RuntimeError:  # who reads the layer says so
        return False


def _is_tree_whole(dataset: gdal.Dataset, layer: str) -> bool:
    """Do the same for an open GeoPackage; without an index GDAL looks at each row."""
    for (column,) in select(dataset, _TREE.format(layer=literal(layer))):
        index = f"rtree_{layer}_{column}"
        kinds = [str(kind) for (kind,) in select(dataset, _PARTS.format(index=literal(index)))]
        if "table" not in kinds:
            continue
        if kinds.count("trigger") < _TRIGGERS:
            return False
        names = {"column": quoted(str(column)), "layer": quoted(layer), "index": quoted(index)}
        ((shapes, indexed),) = select(dataset, _COUNTS.format(**names))
        if shapes != indexed:
            return False
    return True


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
