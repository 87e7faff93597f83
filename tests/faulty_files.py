"""Disks that are full or broken, and programs that hold files a moment: faulty_files.c, built, fails chosen calls."""

from __future__ import annotations

import mmap
import os
import struct
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from loaded_first import build_library

SOURCE = Path(__file__).with_suffix(".c")
_LAYOUT = struct.Struct("10q512s512s")  # `struct state`: fault, at, seven counts, struck, path, only


class Call(IntEnum):
    """What the library counts; in the order of `enum call`."""

    WRITE = 0
    READ = 1
    OPEN = 2
    RENAME = 3
    UNLINK = 4
    SYNC = 5
    MKDIR = 6


class Fault(IntEnum):
    """What fails, and for how long; in the order of `enum fault`."""

    NONE = 0
    SHORT_WRITE = 1  # half is written, once
    FULL_DISK = 2  # nothing more can be written
    FAILED_READ = 3  # the file cannot be read any more
    REFUSED_OPEN = 4  # once, and so the rest
    REFUSED_RENAME = 5
    REFUSED_UNLINK = 6
    FAILED_SYNC = 7
    REFUSED_MKDIR = 8

    @property
    def call(self) -> Call:
        """The kind of call that fails."""
        return Call[self.name.partition("_")[2].replace("DISK", "WRITE")]


@dataclass(frozen=True)
class Counted:
    """What the library saw in a run.

    Attributes:
        calls: how many there were of each kind.
        struck: how many failed.
        path: of the first that failed.

    """

    calls: dict[Call, int]
    struck: int
    path: str


class FaultyFiles:
    """What is to fail in processes that are started with `environment`."""

    def __init__(self, folder: Path, within: Path) -> None:
        """Build the library in a folder, for files below `within`."""
        self._state = folder / "faults.state"
        self._state.write_bytes(bytes(_LAYOUT.size))
        self.environment = {
            "LD_PRELOAD": str(build_library(SOURCE, folder)),
            "FAULTY_FILES_IN": str(within.resolve()),
            "FAULTY_FILES_STATE": str(self._state),
        }
        with self._state.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), 0)

    def arm(self, fault: Fault, at: int, only: Path | None = None) -> None:
        """Let a fault strike at its n-th call from now on, of one file only if one is given."""
        self._memory[:] = _LAYOUT.pack(fault, at, *[0] * (len(Call) + 1), b"", os.fsencode(only) if only else b"")

    def disarm(self) -> Counted:
        """Let everything work again; return what was seen since the arming."""
        _, _, *counts, struck, path, _ = _LAYOUT.unpack(self._memory[:])
        self._memory[:8] = bytes(8)
        return Counted(dict(zip(Call, counts)), struck, os.fsdecode(path.rstrip(b"\0")))
