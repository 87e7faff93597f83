"""Layers of files and folders that a user names: what is there, before anybody knows what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsProviderRegistry

from .datasets import FLATGEOBUF, GEODATABASE, GEOPACKAGE, SHAPEFILE
from .named_servers import require_no_server
from .views import require_bounded

_FILES = (GEOPACKAGE, SHAPEFILE, ".geojson", FLATGEOBUF)


@dataclass(frozen=True)
class FoundLayer:
    """A layer of a file: its address, its name, and the provider that reads it."""

    uri: str
    name: str
    provider: str


def is_dataset(path: Path) -> bool:
    """Return whether a path is a file of layers, or the folder of a file geodatabase."""
    suffix = path.suffix.lower()
    return path.is_dir() if suffix == GEODATABASE else suffix in _FILES and path.is_file()


def find_datasets(path: Path) -> list[Path]:
    """Return the files and geodatabases of a folder, sorted by name; of another path itself, if it is one."""
    if is_dataset(path):
        return [path]
    return [entry for entry in sorted(path.iterdir()) if is_dataset(entry)] if path.is_dir() else []


def find_layers(path: Path) -> Iterator[FoundLayer]:
    """Yield the layers of a file, a geodatabase, or the files in a folder; may run in any thread.

    Raises:
        InputError: one of them names a server, or is a view that may never end.

    """
    registry = QgsProviderRegistry.instance()
    if registry is None:
        return
    for dataset in find_datasets(path):
        require_no_server(dataset)
        require_bounded(dataset)
        for part in registry.querySublayers(str(dataset)):
            yield FoundLayer(part.uri(), part.name() or dataset.stem, part.providerKey())
