"""What made an output: inputs with counts and hashes, policy, parameters, versions, time."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import platform
from collections.abc import Iterable, Mapping
from datetime import datetime, timezone
from pathlib import Path

import geopandas
import pandas as pd
import pyproj
import shapely
from osgeo import gdal
from qgis.core import Qgis

from ..version import plugin_version
from .datasets import layer_names
from .parcel_layers import ParcelLayer
from .reading import LayerData, read_table
from .sources import Source

LAYER = "provenance"
COLUMNS = ("section", "name", "value")
_LIBRARIES = ("geopandas", "shapely", "pyogrio", "fiona", "pyproj", "numpy", "pandas")
_BLOCK = 1 << 20


def run_time() -> datetime:
    """The time of the run; SOURCE_DATE_EPOCH fixes it, so that runs can be compared byte by byte."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), timezone.utc) if epoch else datetime.now(timezone.utc)


def file_hash(path: Path) -> str:
    """SHA-256 of a file; of a folder (file geodatabase) or a shapefile, of all its files in order of name."""
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() != ".lock")
    elif path.suffix.lower() == ".shp":
        files = sorted(path.parent.glob(f"{path.stem}.*"))
    else:
        files = [path]
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as handle:
            while block := handle.read(_BLOCK):
                digest.update(block)
    return digest.hexdigest()


def content_hash(frame: pd.DataFrame) -> str:
    """SHA-256 of features that have no file of their own (selections, filters, memory layers)."""
    digest = hashlib.sha256()
    if isinstance(frame, geopandas.GeoDataFrame):
        for wkb in shapely.to_wkb(frame.geometry.to_numpy()):
            digest.update(wkb or b"")
        frame = frame.drop(columns=frame.geometry.name)
    digest.update(frame.to_csv(index=False).encode())
    return digest.hexdigest()


def read_provenance(path: Path) -> list[tuple[str, str, str]]:
    """The provenance table of an earlier step's GeoPackage; empty where there is none."""
    if path.suffix.lower() != ".gpkg" or LAYER not in layer_names(path):
        return []
    table = read_table(path, LAYER)
    rows = zip(table["section"], table["name"].fillna(""), table["value"].fillna(""))
    return [(f"from {section}" if not section.startswith("from ") else section, n, v) for section, n, v in rows]


class Provenance:
    """Rows of the `provenance` table, gathered during a run."""

    def __init__(self, algorithm: str, parameters: Mapping[str, object]) -> None:
        """Begin with the time, the versions and the parameters."""
        self._rows: list[tuple[str, str, str]] = []
        self._hashes: dict[Path, str] = {}
        self.time = run_time()
        self.add("run", "algorithm", algorithm)
        self.add("run", "time", self.time.isoformat(timespec="seconds"))
        self.add("version", "farmland_redline", plugin_version())
        self.add("version", "qgis", Qgis.QGIS_VERSION)
        self.add("version", "gdal", gdal.__version__)
        self.add("version", "geos", shapely.geos_version_string)
        self.add("version", "proj", pyproj.proj_version_str)
        self.add("version", "python", platform.python_version())
        for name in _LIBRARIES:
            try:
                self.add("version", name, importlib.metadata.version(name))
            except importlib.metadata.PackageNotFoundError:
                continue
        for name in sorted(parameters):
            self.add("parameter", name, parameters[name])

    def add(self, section: str, name: str, value: object) -> None:
        """Add a row."""
        self._rows.append((section, name, "" if value is None else str(value)))

    def add_input(self, parameter: str, data: LayerData | ParcelLayer) -> None:
        """Add an input layer: name, file, count, system, hash."""
        self._add_layer(parameter, data.name, data.path, len(data), data.part, data.crs)
        if data.path is None:
            self.add("input", f"{parameter}.sha256", content_hash(data.frame))

    def add_source(self, parameter: str, source: Source, crs: pyproj.CRS | None) -> None:
        """Add an input layer that is read in chunks; only a file has a hash then."""
        path = source.file.path if source.file else None
        self._add_layer(parameter, source.name, path, source.features.count, source.part, crs)

    def _add_layer(
        self, parameter: str, name: str, path: Path | None, count: int, part: str, crs: pyproj.CRS | None
    ) -> None:
        self.add("input", parameter, name)
        self.add("input", f"{parameter}.file", path.name if path else "")
        self.add("input", f"{parameter}.features", count)
        self.add("input", f"{parameter}.part", part)
        if crs is not None:
            self.add("input", f"{parameter}.crs", crs.to_string() if crs.to_epsg() else crs.name)
        if path is not None:
            if path not in self._hashes:
                self._hashes[path] = file_hash(path)
            self.add("input", f"{parameter}.sha256", self._hashes[path])

    def add_file(self, parameter: str, path: Path) -> None:
        """Add a file that the run depends on (the policy)."""
        self.add("input", parameter, path.name)
        self.add("input", f"{parameter}.sha256", file_hash(path))

    def extend(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Add the rows of an earlier step, so that a chain of steps can be followed."""
        self._rows.extend(rows)

    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """Section, name and value of every row."""
        return tuple(self._rows)

    def table(self) -> pd.DataFrame:
        """The rows as a table."""
        return pd.DataFrame(self._rows, columns=list(COLUMNS))
