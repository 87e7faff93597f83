"""What produced an output: inputs with counts and hashes, policy, parameters, versions, time."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timezone
from functools import cache
from pathlib import Path

import geopandas
import pandas as pd
import pyproj
import shapely
from osgeo import gdal
from qgis.core import Qgis

from ..attempts import Failure
from ..confidential import handed_on, without_secrets
from ..dependencies import Lack
from ..errors import InputError
from ..file_limits import limit
from ..i18n import tr
from ..version import plugin_version
from .datasets import GEOPACKAGE, layer_names, table_beside
from .file_state import file_hash
from .parcel_layers import ParcelLayer
from .reading import LayerData, TableData, read_table
from .source_names import is_local, source_label
from .sources import NEARBY, Source
from .spreadsheet_text import restore_formula

LAYER = "provenance"
REFERENCE_DATE = "reference_date"  # name of the row with the day on which approvals and terms are valid or not
WORST_CLOSURE = "worst_closure_m2"  # and with the largest difference of a parcel from the sum of its pieces
EARLIER_DAY = "earlier_date"  # and with that of the survey with which today's is compared
FROM = "from "  # begins the sections of rows on what made an input
_FROM_RUN = f"{FROM}run"
NOT_MADE = "not made"  # section of the rows on outputs that could not be made
COLUMNS = ("section", "name", "value")
_LIBRARIES = ("geopandas", "shapely", "pyogrio", "fiona", "pyproj", "numpy", "pandas")
_WHOLE = re.compile(r"[0-9]{1,20}")
_SHOWN = 60  # characters of a wrong value that a message quotes


def run_time() -> datetime:
    """Return the time of the run; SOURCE_DATE_EPOCH fixes it, so that runs can be compared byte by byte.

    Raises:
        InputError: the variable holds no time of which every output can bear the date.

    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(timezone.utc)
    most = limit("run_time", "seconds")
    if not _WHOLE.fullmatch(epoch) or int(epoch) > most:
        text = tr(
            "The environment variable SOURCE_DATE_EPOCH is “{value}”. Write whole seconds since 1970 in digits, "
            "{limit} at most, or remove the variable: then the run has the time of the clock."
        )
        raise InputError(text.format(value=epoch[:_SHOWN], limit=most))
    return datetime.fromtimestamp(int(epoch), timezone.utc)


def content_hash(frame: pd.DataFrame) -> str:
    """Return the SHA-256 of features that have no file of their own (selections, filters, memory layers)."""
    digest = hashlib.sha256()
    if isinstance(frame, geopandas.GeoDataFrame):
        for wkb in shapely.to_wkb(frame.geometry.to_numpy()):
            digest.update(wkb or b"")
        frame = frame.drop(columns=frame.geometry.name)
    digest.update(frame.to_csv(index=False).encode())
    return digest.hexdigest()


def values_of_runs(rows: Iterable[tuple[str, str, str]], name: str) -> set[str]:
    """Return what the runs that made the inputs say of a fact, by rows of provenance (section, name, value)."""
    return {value for section, fact, value in rows if (section, fact) == (_FROM_RUN, name)}


def read_provenance(path: Path) -> list[tuple[str, str, str]]:
    """Return the provenance of an earlier step's output, its sections marked `from`; empty where there is none.

    Other files than GeoPackages have it beside them, as `<name>.provenance.csv`.

    Returns:
        section, name and value of each row.

    """
    beside = table_beside(path, LAYER)
    if path.suffix.lower() == GEOPACKAGE and LAYER in layer_names(path):
        table = read_table(path, LAYER)
    elif path.suffix.lower() != GEOPACKAGE and beside.is_file():
        try:
            table = pd.read_csv(beside, dtype=str, encoding="utf-8-sig", keep_default_na=False)
            table = table.apply(lambda column: column.map(restore_formula))
        except (ValueError, OSError):  # somebody else's file of this name
            return []
    else:
        return []
    if not set(COLUMNS) <= set(table.columns):
        return []
    rows = table[list(COLUMNS)].astype(object).fillna("").astype(str).itertuples(index=False, name=None)
    return [
        (section if section.startswith(FROM) else f"{FROM}{section}", name, _without_connection(section, value))
        for section, name, value in rows
        if section
    ]


def _without_connection(section: str, value: str) -> str:
    """Return a value of an earlier step, whose version may have recorded a parameter's connection whole."""
    return source_label(value) if section.endswith("parameter") and "=" in value and not is_local(value) else value


@cache
def _version(library: str) -> str:
    """Return a library's version, read once; raise `PackageNotFoundError` where there is none yet."""
    return importlib.metadata.version(library)


def failure_rows(failures: Iterable[Failure]) -> list[tuple[str, str, str]]:
    """Return rows that tell which outputs could not be made, and why."""
    return [(NOT_MADE, failure.name, handed_on(failure.reason)) for failure in failures]


class Provenance:
    """The `provenance` table of a run, to which rows are added while it works."""

    def __init__(
        self,
        algorithm: str,
        parameters: Mapping[str, object],
        time: datetime | None = None,
        hashes: dict[Path, str] | None = None,
    ) -> None:
        """Start with the time, the versions and the parameters.

        Args:
            algorithm: its id.
            parameters: as given to it.
            time: of the run; that of the clock by default (`run_time`).
            hashes: of files, which several runs share; receives those of new files.

        """
        self._rows: list[tuple[str, str, str]] = []
        self._hashes = {} if hashes is None else hashes
        self.time = run_time() if time is None else time
        self.add("run", "algorithm", algorithm)
        self.add("run", "time", self.time.isoformat(timespec="seconds"))
        self.add("version", "farmland_redline", plugin_version())
        self.add("version", "qgis", Qgis.version())
        self.add("version", "gdal", gdal.__version__)
        self.add("version", "geos", shapely.geos_version_string)
        self.add("version", "proj", pyproj.__proj_version__)
        self.add("version", "python", platform.python_version())
        for name in _LIBRARIES:
            try:
                self.add("version", name, _version(name))
            except importlib.metadata.PackageNotFoundError:
                continue
        for name in sorted(parameters):
            self.add("parameter", name, parameters[name])

    def add(self, section: str, name: str, value: object) -> None:
        """Add a row, without secrets that it may quote; None becomes an empty text."""
        self._rows.append((section, name, "" if value is None else without_secrets(str(value))))

    def add_input(self, parameter: str, data: LayerData | TableData | ParcelLayer, provider: str = "ogr") -> None:
        """Add an input layer that has been read: name, file, provider, count, system, hash, what was left out of it."""
        file = data.file_name if isinstance(data, ParcelLayer) else data.file
        crs = getattr(data, "crs", None)
        # Of a large file of which little was read, that little is what the results stand on.
        path = None if data.part.endswith(NEARBY) else data.path
        self._add_layer(parameter, data.name, path, file, provider, len(data), data.part, crs)
        if path is None:
            self.add("input", f"{parameter}.sha256", content_hash(data.frame))
        if data.left_out:
            self.add("personal", parameter, f"not read: {', '.join(data.left_out)}")

    def add_source(self, parameter: str, source: Source, crs: pyproj.CRS | None) -> None:
        """Add an input layer that is read in chunks; it has a hash only if it is a file."""
        path = source.file.path if source.file else None
        file, count = source.file_name, source.features.count
        self._add_layer(parameter, source.name, path, file, source.provider, count, source.part, crs)

    def add_given(self, sources: Mapping[str, Sequence[Source]]) -> None:
        """Add the input layers and tables, by parameter, of which there is no row yet: nothing given stays unnamed."""
        known = {name.partition(".")[0] for section, name, _ in self._rows if section == "input"}
        for parameter in sorted(set(sources) - known):
            for number, source in enumerate(sources[parameter], 1):
                named = f"{parameter}.{number}" if len(sources[parameter]) > 1 else parameter
                self.add_source(named, source, None)

    def _add_layer(
        self,
        parameter: str,
        name: str,
        path: Path | None,
        file: str,
        provider: str,
        count: int,
        part: str,
        crs: pyproj.CRS | None,
    ) -> None:
        """Add the rows of an input layer; a file is hashed once, and named where only a part of it is taken, too."""
        self.add("input", parameter, name)
        self.add("input", f"{parameter}.file", path.name if path else file)
        self.add("input", f"{parameter}.provider", provider)
        self.add("input", f"{parameter}.features", count)
        self.add("input", f"{parameter}.part", part)
        if crs is not None:
            self.add("input", f"{parameter}.crs", crs.to_string() if crs.to_epsg() else crs.name)
        if path is not None:
            if path not in self._hashes:
                self._hashes[path] = file_hash(path)
            self.add("input", f"{parameter}.sha256", self._hashes[path])

    def add_file(self, parameter: str, path: Path) -> None:
        """Add a file that the run depends on, such as the policy, once."""
        if ("input", parameter, path.name) not in self._rows:
            self.add("input", parameter, path.name)
            self.add("input", f"{parameter}.sha256", file_hash(path))

    def add_lacks(self, lacks: Iterable[Lack]) -> None:
        """Add what could not be made or read, and the libraries that were missing for it."""
        for lack in lacks:
            self.add("missing", lack.feature.value, ", ".join(lack.missing))

    def extend(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Add rows of an earlier step, so that a chain of steps can be traced."""
        self._rows.extend(rows)

    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """Return section, name and value of every row."""
        return tuple(self._rows)

    def table(self) -> pd.DataFrame:
        """Return the rows as a table with the columns `COLUMNS`."""
        return pd.DataFrame(self._rows, columns=list(COLUMNS))
