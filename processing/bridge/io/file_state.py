"""Whether a file of an input is still the one that it was: looked at before, during and after it is read.

A file has one state, its own and that of the files that belong to it: those of a shapefile, the log of a GeoPackage.
No QGIS here: workers without it look at files, too.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from ..errors import error_reason

_BLOCK = 1 << 20
_BEGINNING = 1 << 16  # bytes
_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
# Files whose content stands in several, by the ending of the one that is opened.
_SETS = {
    ".shp": _SHAPEFILE,
    ".shx": _SHAPEFILE,
    ".dbf": _SHAPEFILE,
    ".tab": (".tab", ".dat", ".map", ".id", ".ind"),
    ".mif": (".mif", ".mid"),
    ".csv": (".csv", ".csvt", ".prj"),
}
# What SQLite has not yet brought into the file itself.
LOGS = ("-wal", "-journal")
_SQLITE = b"SQLite format 3\0"
_HEADER = 100  # bytes
# Where SQLite's header tells how the file is written and counts its changes. A program that opens the file for
# editing and closes it again changes these bytes, and nothing that is read.
_COUNTERS = ((18, 20), (24, 28), (92, 100))

# Size, time of the last change of content and of anything else (ns), and number of a file, by its path.
Stamps = tuple[tuple[str, int, int, int, int], ...]


def parts_of(path: Path) -> list[Path]:
    """Return the files in which the content of a file or a file geodatabase stands, in order of name."""
    if path.is_dir():
        return sorted(part for part in path.rglob("*") if part.is_file() and part.suffix.lower() != ".lock")
    endings = _SETS.get(path.suffix.lower())
    if endings is not None:
        beside = path.parent.iterdir() if path.parent.is_dir() else ()
        stem = path.stem.lower()
        parts = [part for part in beside if part.stem.lower() == stem and part.suffix.lower() in endings]
        return sorted(part for part in parts if part.is_file())
    return [path, *logs_beside(path)]


def marks_of(path: Path) -> tuple[tuple[int, int, int], ...]:
    """Return number, size and time of a file and of the log beside it, as far as they are there: a cheap state."""
    found = [file for file in (path, log_of(path)) if file.exists()]
    return tuple((stat.st_ino, stat.st_size, stat.st_mtime_ns) for stat in (file.stat() for file in found))


def log_of(path: Path) -> Path:
    """Return where an editor leaves the log of a SQLite file."""
    return path.with_name(f"{path.name}{LOGS[0]}")


def logs_beside(path: Path) -> list[Path]:
    """Return the log and the journal of a SQLite file's place that hold anything; SQLite applies them to the file."""
    logs = (path.with_name(path.name + ending) for ending in LOGS)
    return [log for log in logs if log.is_file() and log.stat().st_size]


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file; of one that consists of several, that of all of them in order of name."""
    stamps, digest = stamps_of(path), _digest(path, b"")
    if stamps is not None and stamps_of(path) == stamps:
        _remember(path, stamps, digest)
    return digest


class FileState:
    """A file as it was when this was created."""

    def __init__(self, path: Path) -> None:
        """Look at the file, of which nothing is read."""
        self.path = path
        self._stamps = stamps_of(path)

    @property
    def is_changed(self) -> bool:
        """Whether the file is another one now, or gone.

        A file that was only touched, or opened for editing and closed, is the same if its content was hashed before.
        """
        now = stamps_of(self.path)
        if now == self._stamps:
            return False
        if now is None or self._stamps is None:
            return True
        known = _KNOWN.get((self.path, self._stamps))
        try:
            return known is None or _digest(self.path, known.header) != known.digest
        except OSError:
            return True

    def remember(self) -> None:
        """Hash the content unless that is done, so that a change of times alone is known to be none."""
        if (self.path, self._stamps) not in _KNOWN and not self.is_changed:
            file_hash(self.path)


@dataclass(frozen=True)
class _Content:
    """What a file held: SHA-256 of it, and its beginning if that is SQLite's."""

    digest: str
    header: bytes


# The newest contents by path and stamps.
_KNOWN: dict[tuple[Path, Stamps | None], _Content] = {}
_MOST = 1_000


def _remember(path: Path, stamps: Stamps, digest: str) -> None:
    """Keep the content of a file."""
    header = b""
    if path.is_file():
        with path.open("rb") as file:
            header = file.read(_HEADER)
    while len(_KNOWN) >= _MOST:
        del _KNOWN[next(iter(_KNOWN))]
    _KNOWN[path, stamps] = _Content(digest, header if header.startswith(_SQLITE) else b"")


def stamps_of(path: Path) -> Stamps | None:
    """Return the stamps of a file and its parts, of which nothing is read; None where it cannot be looked at."""
    try:
        stats = [(str(part), part.stat()) for part in parts_of(path)]
    except OSError:
        return None
    # On Windows the second time is that of the file's creation, which a copy in its place has, too. A log has none: for
    # some users SQLite sets its owner whenever it opens it.
    return (
        tuple(
            (name, stat.st_size, stat.st_mtime_ns, 0 if name.endswith(LOGS) else stat.st_ctime_ns, stat.st_ino)
            for name, stat in stats
        )
        or None
    )


def _digest(path: Path, header: bytes) -> str:
    """Return the SHA-256 of a file and its parts; with a header of SQLite, as if the file had its counters."""
    digest = hashlib.sha256()
    for part in parts_of(path):
        with part.open("rb") as file:
            block = file.read(_BLOCK)
            if header and part == path and block.startswith(_SQLITE):
                changed = bytearray(block)
                for start, end in _COUNTERS:
                    changed[start:end] = header[start:end]
                block = bytes(changed)
            while block:
                digest.update(block)
                block = file.read(_BLOCK)
    return digest.hexdigest()


@dataclass(frozen=True)
class FileFingerprint:
    """The marks by which two machines know that they see the same file.

    Attributes:
        size: bytes.
        beginning: SHA-256 of its first 64 KiB, where SQLite counts the changes of a file.
        fault: why the file cannot be read; empty if it can.

    """

    size: int = 0
    beginning: str = ""
    fault: str = ""


def fingerprint(path: str) -> FileFingerprint:
    """Return the marks of a file, without reading all of it."""
    try:
        with Path(path).open("rb") as file:
            return FileFingerprint(os.fstat(file.fileno()).st_size, hashlib.sha256(file.read(_BEGINNING)).hexdigest())
    except OSError as error:
        return FileFingerprint(fault=error_reason(error))
