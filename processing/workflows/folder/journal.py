"""The journal of a run over many counties: which are done, so that a run that was stopped goes on where it ended."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ...bridge.errors import InputError
from ...bridge.i18n import tr
from ...bridge.io.provenance import read_provenance

FILE = "journal.json"
DONE, FAILED = "done", "failed"
_FORMAT = 1


@dataclass(frozen=True)
class Entry:
    """What became of a county.

    Attributes:
        state: `done` or `failed`.
        inputs: of what its files were when the run of it began.
        results: of what its results say of themselves; empty where it failed.
        message: why it failed, in the user's language.
        figures: numbers of the run, such as that of parcels.
        seconds: how long the run took.

    """

    state: str
    inputs: str
    results: str
    message: str
    figures: Mapping[str, float]
    seconds: float


@dataclass(frozen=True)
class Journal:
    """The journal in an output folder.

    Attributes:
        path: its file.
        key: of what all counties share: parameters, policy, common layers, version. Of another key nothing is done.
        started: time that all results bear, whenever the run goes on.
        entries: by name of the county's folder.

    """

    path: Path
    key: str
    started: datetime
    entries: Mapping[str, Entry]

    def with_entry(self, folder: str, entry: Entry) -> Journal:
        """Return the journal with what became of a county, and write it."""
        written = replace(self, entries={**self.entries, folder: entry})
        written.write()
        return written

    def write(self) -> None:
        """Write the file: the old one stays until the new one is whole."""
        entries = {name: asdict(entry) for name, entry in sorted(self.entries.items())}
        content = {"format": _FORMAT, "key": self.key, "started": self.started.isoformat(), "counties": entries}
        unfinished = self.path.with_name(f".{self.path.name}.writing")
        with unfinished.open("w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self.path)

    def is_done(self, folder: str, inputs: str, package: Path) -> bool:
        """Return whether a county's results are there, made of these inputs.

        Args:
            folder: name of the county's folder.
            inputs: `state_of` its files now.
            package: its GeoPackage, which people may have reviewed since.

        """
        entry = self.entries.get(folder)
        if entry is None or entry.state != DONE or entry.inputs != inputs or not package.is_file():
            return False
        return entry.results == results_mark(package)


def open_journal(path: Path, key: str, started: datetime) -> Journal:
    """Return the journal of a folder if it is of the same task, else an empty one that begins now.

    Raises:
        InputError: the file is no journal.

    """
    if not path.is_file():
        return Journal(path, key, started, {})
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != _FORMAT or content["key"] != key:
            return Journal(path, key, started, {})
        entries = {str(name): Entry(**entry) for name, entry in content["counties"].items()}
        return Journal(path, key, datetime.fromisoformat(content["started"]), entries)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        text = tr("“{path}” is damaged, or no journal of this plugin. Delete it: all counties are computed anew then.")
        raise InputError(text.format(path=path)) from error


def state_of(files: Iterable[Path]) -> str:
    """Return what tells whether one of some files was changed: names, sizes and times."""
    facts = [(str(path), status.st_size, status.st_mtime_ns) for path in files for status in (path.stat(),)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def key_of(parts: Sequence[object]) -> str:
    """Return what tells one task from another."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def results_mark(package: Path) -> str:
    """Return what tells whether results are those of a run: their provenance, which a review leaves as it is."""
    return hashlib.sha256(json.dumps(read_provenance(package)).encode()).hexdigest()
