"""Whether a file is sound, looked at before a layer of it is read: pages of a GeoPackage, the index of a shapefile.

SQLite meets a damaged page only when it comes there, and GDAL's readers then differ by version: some go on for ever,
some give the rows up to there as if they were all, some give rows twice. None of them can be stopped from outside. The
check looks at the pages of the layer's table alone and costs a few per cent of reading them; where only rows near some
places are read, at these rows and their index (`indexed_rows`).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..errors import InputError, damaged_file
from ..i18n import tr
from . import delimited_text, json_members
from .datasets import GEOPACKAGE, SHAPEFILE, gdal_name, open_dataset, select
from .gdal_errors import MALFORMED, is_held, quiet_errors, telling
from .indexed_rows import sound_rows
from .named_servers import require_no_server
from .nesting import require_shallow
from .shape_index import index_fault
from .sources import Source
from .sql import literal
from .views import require_bounded
from .workbook_inputs import require_days_since_1900

_TABLE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND lower(name) = lower({layer})"
_CHECK_TABLE, _CHECK_ALL = "PRAGMA quick_check({layer})", "PRAGMA quick_check(1)"
_SMALL = "SELECT table_name FROM gpkg_ogr_contents WHERE feature_count <= 1000"
_SOUND = "ok"
# How SQLite begins what it says of pages; what it says of values, such as a null where none should be, harms no reader.
_OF_PAGES = ("***", MALFORMED)
# Formats whose readers tell where they break off, or that are looked at by themselves.
_TOLD_OTHERWISE = ("GPKG", "SQLite", "ESRI Shapefile", "OpenFileGDB", "FileGDB", "FlatGeobuf", "GeoJSON")
_CUT = "parsed incompletely"  # what GDAL says of a number of which it took the beginning
_FILES = 256  # that are remembered
# Where the header of a SQLite file counts the changes of it.
_COUNTER = slice(24, 28)


def require_intact(path: Path, layer: str, boxes: np.ndarray | None = None) -> None:
    """Raise `InputError` if a file is damaged in a way that its readers do not tell, or a layer of it has no end.

    That is a layer's table in a GeoPackage, also where it is nested too deeply; the index of a shapefile; names that
    stand twice in an object of GeoJSON; quotes of delimited text; and what GDAL merely remarks of a file in another
    format. A file is looked at once, and again when it has changed.

    Args:
        path: the file.
        layer: the layer's or table's name.
        boxes: float64 (n, 4); if given, of a large layer with a spatial index only the rows in them need be sound.

    """
    marks = _marks(path)
    _require_bounded(path, layer, marks)
    _require_plain_text(path, marks)
    is_package, is_shapefile = (path.suffix.lower() == suffix for suffix in (GEOPACKAGE, SHAPEFILE))
    wrong, count = _index_fault(path, marks) if is_shapefile else (0, 0)
    if wrong:
        raise InputError(
            tr(
                "The index (.shx) of the shapefile “{path}” does not lead to its shapes: {count} of {total} stand "
                "elsewhere or are missing. Copy all its files anew from one source, or run “Repair Shapefile” of "
                "QGIS's toolbox on it."
            ).format(path=path, count=wrong, total=count)
        )
    rows = "" if boxes is None or not is_package else _sound_rows(path, layer, tuple(map(tuple, boxes.tolist())), marks)
    reason = ""
    if not rows:
        reason = _damage(path, layer, marks) if is_package else _remark(path, layer, marks) if path.is_file() else ""
    if reason:
        raise InputError(damaged_file(path, f"{layer}: {reason}"))
    if is_package:
        require_shallow(path, layer, marks, rows)


def require_intact_source(source: Source, boxes: np.ndarray | None = None) -> None:
    """Raise `InputError` if the file of a layer is damaged, or read wrongly, as its readers do not tell; see above."""
    require_days_since_1900(source)
    provider, uri = source.features.origin
    if source.file is not None:
        require_intact(source.file.path, source.file.layer, boxes)
    elif provider == delimited_text.PROVIDER:
        delimited_text.require_whole_layer(uri)


@lru_cache(_FILES)
def _require_bounded(path: Path, layer: str, _marks: tuple[object, ...]) -> None:
    """Raise `InputError` if a file names a server, or a layer is a view that may never end; once for each."""
    require_no_server(path)
    require_bounded(path, layer)


@lru_cache(_FILES)
def _require_plain_text(path: Path, _marks: tuple[object, ...]) -> None:
    """Raise `InputError` if a file of text can be read in several ways; a sound one is looked at once."""
    if path.suffix.lower() in json_members.SUFFIXES and path.is_file():
        json_members.require_distinct_members(path)
    if path.suffix.lower() in delimited_text.SUFFIXES and path.is_file():
        delimited_text.require_matched_quotes(path)


@lru_cache(_FILES)
def _index_fault(path: Path, _marks: tuple[object, ...]) -> tuple[int, int]:
    """Return how many shapes a shapefile's index does not lead to in a state of the file, and how many it has."""
    return index_fault(path)


def _marks(path: Path) -> tuple[object, ...]:
    """Return what tells that a file, or the log beside it, has changed; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            counter = file.read(_COUNTER.stop)[_COUNTER]
        beside = path.with_name(path.name + "-wal"), path.with_suffix(".shx"), path.with_suffix(".SHX")
        return counter, *((s.st_size, s.st_mtime_ns) for s in (f.stat() for f in (path, *beside) if f.exists()))
    except OSError:
        return ()


@lru_cache(_FILES)
def _remark(path: Path, layer: str, _marks: tuple[object, ...]) -> str:
    """Return what GDAL remarks while it reads a layer in a format of which readers pass such remarks over; or nothing.

    A line of a sequence that is no object, a file of several that is missing, a number of which it took the beginning.
    """
    said: list[str] = []

    def hear(kind: int, _number: int, text: str) -> None:
        if kind >= gdal.CE_Failure or _CUT in text:
            said.append(text)

    try:
        with telling(hear):
            dataset = gdal.OpenEx(gdal_name(path), gdal.OF_VECTOR)
            if dataset is None or dataset.GetDriver().ShortName in _TOLD_OTHERWISE:
                return ""
            found = dataset.GetLayerByName(layer)
            for _ in found or ():
                if said:
                    break
    except RuntimeError as error:  # another plugin has made GDAL raise exceptions
        said.append(str(error))
    return said[0] if said else ""


@lru_cache(_FILES)
def _sound_rows(path: Path, layer: str, boxes: tuple[tuple[float, ...], ...], _marks: tuple[object, ...]) -> str:
    """Return the condition of the rows in some boxes, where these are sound; once for a state of the file."""
    return sound_rows(path, layer, np.array(boxes).reshape(-1, 4))


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
    if found == _SOUND or is_held(found) or not found.startswith(_OF_PAGES):
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
