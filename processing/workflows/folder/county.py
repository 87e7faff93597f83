"""A county of a run over many, and what the runs of all counties share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ...bridge.io.file_state import parts_of
from ...bridge.io.sources import Source


@dataclass(frozen=True)
class County:
    """A county whose data lie together.

    Attributes:
        name: by which the user knows it: that of its folder or file, or that of the list.
        folder: name of the folder of its results, which every system accepts.
        path: folder, geodatabase or file with its layers.
        parameters: its layers as values of the parameters of a run.
        files: its files of layers and geodatabases, in whose parts a change is seen.
        left_out: layers of no kind that a run knows, each with the reason.
        fault: why it cannot be run, known before the work; empty where nothing is known to be wrong.

    """

    name: str
    folder: str
    path: Path
    parameters: dict[str, object]
    files: tuple[Path, ...]
    left_out: tuple[str, ...]
    fault: str = ""

    @property
    def size(self) -> int:
        """Return the bytes of its files."""
        return sum(part.stat().st_size for path in self.files for part in parts_of(path) if part.is_file())


@dataclass(frozen=True)
class SharedRun:
    """What the runs of all counties share.

    Attributes:
        time: that all results bear.
        hashes: of files that have been read.
        is_common: whether a layer is of more counties than one; it is read near the parcels only.

    """

    time: datetime
    hashes: dict[Path, str]
    is_common: Callable[[Source], bool]
