"""Views of a GeoPackage that call themselves, and may never end: looked at before anything opens them as layers.

GDAL runs a view to learn its columns, so who opens such a layer hangs, and nothing can stop SQLite from outside.
Layers are looked at by whoever reads them by name (`integrity.require_intact`), and where they are given; files whose
layers are opened one after the other, such as results, are looked at as a whole.
"""

from __future__ import annotations

from pathlib import Path

from osgeo import gdal

from ..errors import InputError
from ..i18n import tr
from .datasets import GEOPACKAGE, decode_source, layer_names, open_dataset, select
from .gdal_errors import quiet_errors
from .sql import quoted

_VIEWS = "SELECT name FROM sqlite_master WHERE type = 'view'"
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
    if not _is_package(path):
        return ""
    layer = str(parts.get("layerName") or "") or next(iter(layer_names(path)), "")
    return _message(path, [name for name in _endless_views(path) if name.lower() == layer.lower()])


def require_bounded(path: Path, layer: str = "") -> None:
    """Raise `InputError` where a layer of a file, or any of them if none is named, is a view that may never end."""
    if _is_package(path):
        reason = _message(path, [name for name in _endless_views(path) if layer.lower() in ("", name.lower())])
        if reason:
            raise InputError(reason)


def _is_package(path: Path) -> bool:
    """Return whether a path is that of a GeoPackage."""
    return path.suffix.lower() == GEOPACKAGE and path.is_file()


def _endless_views(path: Path) -> list[str]:
    """Return the names of the views of a GeoPackage that may never end; none where it cannot be opened."""
    dataset = open_dataset(path)[0]
    if dataset is None:
        return []  # who reads it says so
    try:
        with quiet_errors():
            return [str(name) for (name,) in select(dataset, _VIEWS) if _is_endless(dataset, str(name))]
    except RuntimeError:  # a damaged file
        return []


def _is_endless(dataset: gdal.Dataset, view: str) -> bool:
    """Return whether a view of a GeoPackage calls itself."""
    try:
        return any(
            _RECURSIVE in str(value) for step in select(dataset, _PLAN.format(layer=quoted(view))) for value in step
        )
    except RuntimeError:  # a view of what is not there, say
        return False


def _message(path: Path, views: list[str]) -> str:
    """Return the message of the first of some views that may never end; empty if there are none."""
    if not views:
        return ""
    return tr(
        "“{file}”, layer “{layer}”: it is a view that calls itself (WITH RECURSIVE), which may never end, so it is not "
        "opened. Save its rows as a table, and choose that."
    ).format(file=path.name, layer=views[0])
