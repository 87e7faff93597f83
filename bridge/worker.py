"""What a worker does for a run on another machine: it reads rows of the parcels' file and divides them.

No QGIS here, nor in what this imports.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely

from ..analysis.parts import Division, Part, divide_part
from ..analysis.progress import Silent
from .errors import InputError, why
from .fitting import Fitting
from .rows import Rows, read_rows
from .version import plugin_version

_BEGINNING = 1 << 16  # bytes


@dataclass(frozen=True)
class Installation:
    """The versions that decide what a worker makes of parcels: of the plugin, and of GEOS."""

    plugin: str
    geos: str


def installation() -> Installation:
    """What is installed here."""
    return Installation(plugin_version(), shapely.geos_version_string)


@dataclass(frozen=True)
class Sight:
    """What a machine sees of a file.

    Attributes:
        size: bytes.
        beginning: SHA-256 of its first 64 KiB, where SQLite counts the changes of a file.
        fault: why the file cannot be read; empty if it can.

    """

    size: int = 0
    beginning: str = ""
    fault: str = ""


def look(path: str) -> Sight:
    """Look at a file, without reading all of it."""
    try:
        with Path(path).open("rb") as file:
            return Sight(Path(path).stat().st_size, hashlib.sha256(file.read(_BEGINNING)).hexdigest())
    except OSError as error:
        return Sight(fault=why(error))


@dataclass(frozen=True)
class Job:
    """All that a worker needs beside the rows; it is sent once.

    Attributes:
        plugin: the version of the plugin that divides.
        path: the parcels' file, a GeoPackage; the same on every machine.
        sight: of that file.
        layer: the layer's name.
        columns: those that are read.
        fitting: how parcels are made fit.
        division: by what they are divided, and how.

    """

    plugin: str
    path: str
    sight: Sight
    layer: str
    columns: Sequence[str]
    fitting: Fitting
    division: Division


def divide_rows(job: Job, rows: Rows) -> Part:
    """Divide some parcels of the file; all with one BSM are among them.

    Raises:
        InputError: the file cannot be read, or its values are of the wrong kind; or this machine has another file or
            another version of the plugin than the one that asks. In English where QGIS is missing.

    """
    # Looked at once more for every part: workers come and go, and so do files.
    if plugin_version() != job.plugin or look(job.path) != job.sight:
        raise InputError(f"another version of the plugin, or another file: {plugin_version()}, {look(job.path)}")
    frame = read_rows(Path(job.path), job.layer, job.columns, rows)
    return divide_part(job.fitting.fit(frame), job.division, Silent())
