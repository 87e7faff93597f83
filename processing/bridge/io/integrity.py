"""Whether a GeoPackage's pages are sound, looked at before a layer of it is read.

SQLite meets a damaged page only when it comes there, and GDAL's readers then differ by version: some go on for ever,
some give the rows up to there as if they were all, some give rows twice. None of them can be stopped from outside. The
check looks at the pages of the layer's table alone and costs a few per cent of reading them.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from osgeo import gdal

from ..errors import InputError, damaged_file
from .datasets import GEOPACKAGE, open_dataset, select
from .gdal_errors import quiet_errors
from .nesting import require_shallow
from .sql import literal

_TABLE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND lower(name) = lower({layer})"
_CHECK_TABLE, _CHECK_ALL = "PRAGMA quick_check({layer})", "PRAGMA quick_check(1)"
_SMALL = "SELECT table_name FROM gpkg_ogr_contents WHERE feature_count <= 1000"
_SOUND = "ok"
# How SQLite begins what it says of pages; what it says of values, such as a null where none should be, harms no reader.
_OF_PAGES = ("***", "database disk image is malformed")
_LOCKED = "locked"
_FILES = 256  # that are remembered
# Where the header of a SQLite file counts the changes of it.
_COUNTER = slice(24, 28)


def require_intact(path: Path, layer: str) -> None:
    """Raise `InputError` if a layer's table in a GeoPackage is damaged or nested too deeply; other formats pass.

    A file is looked at once, and again when it has changed.

    Args:
        path: the file.
        layer: the layer's or table's name.

    """
    if path.suffix.lower() != GEOPACKAGE:
        return
    marks = _marks(path)
    reason = _damage(path, layer, marks)
    if reason:
        raise InputError(damaged_file(path, f"{layer}: {reason}"))
    require_shallow(path, layer, marks)


def _marks(path: Path) -> tuple[object, ...]:
    """Return what tells that a file, or the log beside it, has changed; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            counter = file.read(_COUNTER.stop)[_COUNTER]
        log = path.with_name(path.name + "-wal")
        return counter, *((s.st_size, s.st_mtime_ns) for s in (f.stat() for f in (path, log) if f.exists()))
    except OSError:
        return ()


@lru_cache(_FILES)
def _known(_path: Path, _marks: tuple[object, ...]) -> dict[str, str]:
    """Return what is known of the tables of a file in a state, by their names; more is noted in it."""
    return {}


def _damage(path: Path, layer: str, marks: tuple[object, ...]) -> str:
    """Return what SQLite says of a layer's damaged pages; empty if they are sound, or the file cannot be opened."""
    known = _known(path, marks)
    if layer not in known:
        dataset = open_dataset(path)[0]
        if dataset is None:
            return ""  # who reads it says so
        known[layer] = _fault_of(dataset, layer)
        # To open a file takes the longer the more layers it has: for each of many small ones it would be opened anew.
        for other in _small_layers(dataset):
            if other not in known:
                known[other] = _fault_of(dataset, other)
    return known[layer]


def _small_layers(dataset: gdal.Dataset) -> list[str]:
    """Return the names of the layers of a file that have few features, as far as it tells."""
    try:
        return [str(name) for (name,) in select(dataset, _SMALL)]
    except RuntimeError:  # not every program writes the counts
        return []


def _fault_of(dataset: gdal.Dataset, layer: str) -> str:
    """Return what SQLite says of the damaged pages of a layer's table; empty if they are sound."""
    is_table = bool(_first(dataset, _TABLE.format(layer=literal(layer))))
    # A view may read any table.
    found = _first(dataset, _CHECK_TABLE.format(layer=literal(layer)) if is_table else _CHECK_ALL)
    if found == _SOUND or _LOCKED in found or not found.startswith(_OF_PAGES):
        return ""
    return found.splitlines()[-1].strip()


def _first(dataset: gdal.Dataset, statement: str) -> str:
    """Return the first value of a statement's result, or SQLite's error; empty if there is neither."""
    try:
        with quiet_errors():
            rows = dataset.ExecuteSQL(statement)
            row = None if rows is None else rows.GetNextFeature()
            value = "" if row is None else str(row.GetField(0))
            dataset.ReleaseResultSet(rows)
            return value or (f"{_OF_PAGES[0]} {gdal.GetLastErrorMsg()}" if gdal.GetLastErrorMsg() else "")
    except RuntimeError as error:  # another plugin has made GDAL raise exceptions
        return f"{_OF_PAGES[0]} {error}"
