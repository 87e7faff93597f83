"""The journal of a run over many counties: which are done, so that a run that was stopped goes on where it ended.

It only points to the counties' results, and says by which marks they are known again: no figure stands in it.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from itertools import accumulate
from pathlib import Path

from ...bridge.errors import InputError
from ...bridge.file_limits import limit
from ...bridge.i18n import tr
from ...bridge.io.file_state import stamps_of
from ...bridge.io.kept_content import CarryError, written_hash

FILE = "journal.json"
DONE, FAILED = "done", "failed"
_FORMAT = 2
_KEYS = {"format", "key", "started", "counties"}
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_HASH = re.compile(r"[0-9a-f]{64}")
_LONG_NUMBER = re.compile(r"[0-9.eE+-]{30}")


@dataclass(frozen=True)
class Entry:
    """What became of a county.

    Attributes:
        state: `done` or `failed`.
        inputs: mark of what its files were when the run of it began.
        results: mark of its results; empty where it failed.
        message: why it failed, in the user's language, without folders.
        seconds: how long the run took.

    """

    state: str
    inputs: str
    results: str
    message: str
    seconds: float

    def __post_init__(self) -> None:
        """Raise `ValueError` or `TypeError` where it is not as a run writes it."""
        marks = [self.inputs, *([self.results] if self.state == DONE else [])]
        is_ours = self.state in (DONE, FAILED) and all(map(_HASH.fullmatch, marks)) and isinstance(self.message, str)
        if not is_ours or not 0 <= self.seconds < math.inf:
            raise ValueError(self.state)


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
        unfinished.unlink(missing_ok=True)  # of a run that was killed, or a link to elsewhere
        with unfinished.open("x", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self.path)

    def is_done(self, folder: str, inputs: str, package: Path) -> bool:
        """Return whether a county's results are there, made of these inputs, and as the run has written them.

        Args:
            folder: name of the county's folder.
            inputs: `state_of` its files now.
            package: its GeoPackage, which people may have reviewed since.

        """
        entry = self.entries.get(folder)
        if entry is None or entry.state != DONE or entry.inputs != inputs:
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
        journal = _read(path)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        text = tr("“{path}” is damaged, or no journal of this plugin. Delete it: all counties are computed anew then.")
        raise InputError(text.format(path=path)) from error
    return journal if journal is not None and journal.key == key else Journal(path, key, started, {})


def _read(path: Path) -> Journal | None:
    """Return what a journal says; None where another version has written it.

    Raises:
        ValueError, TypeError, LookupError, AttributeError: it is not as a run writes it.

    """
    if path.stat().st_size > limit("journal", "bytes"):
        raise ValueError(path.name)
    text = path.read_text(encoding="utf-8")
    bare = _TEXT.sub("", text)
    depth = accumulate((mark in "{[") - (mark in "}]") for mark in bare if mark in "{[}]")
    if max(depth, default=0) > limit("journal", "depth") or _LONG_NUMBER.search(bare):
        raise ValueError(path.name)
    content = json.loads(text)
    number = content.get("format")
    if isinstance(number, int) and 0 < number != _FORMAT:
        return None
    started = datetime.fromisoformat(content["started"])
    if content.keys() != _KEYS or number != _FORMAT or not _HASH.fullmatch(content["key"]) or started.tzinfo is None:
        raise ValueError(path.name)
    named = {field.name for field in fields(Entry)}
    if any(entry.keys() != named for entry in content["counties"].values()):
        raise ValueError(path.name)
    entries = {name: Entry(**entry) for name, entry in content["counties"].items()}
    return Journal(path, content["key"], started, entries)


def state_of(files: Iterable[Path]) -> str:
    """Return what tells whether one of some files was changed: names, sizes, times and numbers of all their parts."""
    return key_of([stamps_of(path) for path in files])


def key_of(parts: Sequence[object]) -> str:
    """Return what tells one task from another."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def results_mark(package: Path) -> str:
    """Return what tells whether results are those of a run, which a review leaves as they are; empty if they are none.

    Results that nobody can read are none: the county is run again.
    """
    try:
        return written_hash(package) if package.is_file() else ""
    except CarryError:
        return ""
