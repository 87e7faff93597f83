"""The work of a Dask worker: read the rows of a partition from the parcels' files and overlay them.

No QGIS here, nor in what this imports.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely

from ...analysis.overlay.partitions import OverlayTask, PartitionResult, overlay_partition
from ...analysis.progress import Silent
from ...bridge.errors import InputError
from ...bridge.io.file_state import FileFingerprint, fingerprint
from ...bridge.io.row_reading import Rows, read_rows
from ...bridge.survey.normalisation import Normaliser, concat_layers
from ...bridge.version import plugin_version

Chosen = Sequence[tuple[int, Rows]]  # number of a file, and the rows of it


@dataclass(frozen=True)
class Installation:
    """The versions that decide what a worker makes of parcels, of the plugin and of GEOS; and that of `distributed`."""

    plugin: str
    geos: str
    distributed: str


def installation() -> Installation:
    """Return what is installed here."""
    import distributed  # noqa: PLC0415  it is optional where there are no workers

    return Installation(plugin_version(), shapely.geos_version_string, release(distributed.__version__))


def release(version: str) -> str:
    """Return a version without what a distribution has added to it, such as `+ds.1`."""
    return version.partition("+")[0]


@dataclass(frozen=True)
class ParcelFile:
    """A file of parcels, as a worker reads it.

    Attributes:
        path: a GeoPackage; the same on every machine.
        sight: of it.
        layer: the layer's name.
        columns: those that are read.
        normaliser: how its parcels are normalised.

    """

    path: str
    sight: FileFingerprint
    layer: str
    columns: Sequence[str]
    normaliser: Normaliser


@dataclass(frozen=True)
class Job:
    """All that a worker needs beside the rows; it is sent once.

    Attributes:
        plugin: the version of the plugin that divides.
        files: of the parcels.
        task: by what they are divided, and how.

    """

    plugin: str
    files: Sequence[ParcelFile]
    task: OverlayTask


def overlay_rows(job: Job, chosen: Chosen) -> PartitionResult:
    """Overlay some parcels of the files; all with one BSM are among them.

    Args:
        job: what is to be done.
        chosen: the parcels.

    Raises:
        InputError: a file cannot be read, or its values are of the wrong kind; or this machine has another file or
            another version of the plugin than the one that asks. In English where QGIS is missing.

    """
    if plugin_version() != job.plugin:
        raise InputError(f"another version of the plugin: {plugin_version()}")
    frames = []
    for number, rows in chosen:
        file = job.files[number]
        # Looked at once more for every part: workers come and go, and so do files.
        if fingerprint(file.path) != file.sight:
            raise InputError(f"another file: {file.path}, {fingerprint(file.path)}")
        frames.append(file.normaliser.normalise(read_rows(Path(file.path), file.layer, file.columns, rows)))
    return overlay_partition(concat_layers(frames), job.task, Silent())
