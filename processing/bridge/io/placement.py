"""Putting new files into the places of old ones: all of them or none, and nothing of others is lost.

Old files first move aside, which shows which of them are held; then the new ones take their places. If one cannot,
all move back. What stands in a place and is not the file that the run has looked at, as somebody changed it meanwhile,
is kept beside the new one under a name with a number.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from ..errors import InputError, error_reason
from ..held_files import remove_file, rename
from ..i18n import tr
from .sidecars import is_sidecar


@dataclass(frozen=True)
class FileVersion:
    """What tells a version of a file from others: its time of change (ns) and its size (bytes)."""

    changed: int
    size: int

    @classmethod
    def of(cls, path: Path) -> FileVersion | None:
        """Return the version of a file, of a link that of the link; None where there is none."""
        try:
            found = path.lstat()
        except OSError:
            return None
        return cls(found.st_mtime_ns, found.st_size)


@dataclass(frozen=True)
class Move:
    """A place, the new file for it, and where the old file waits.

    Attributes:
        is_new: whether there is a new file, or only an old one that leaves, as a sidecar of another.
        seen: the old file as the run has looked at it; None where there was none that it may replace.

    """

    new: Path
    target: Path
    old: Path
    is_new: bool
    seen: FileVersion | None

    @property
    def is_placed(self) -> bool:
        """Return whether the new file is in its place."""
        return self.is_new and not self.new.exists()

    @property
    def is_of_others(self) -> bool:
        """Return whether the file that waits aside is another one than the run has looked at."""
        state = FileVersion.of(self.old)
        return state is not None and state != self.seen

    def aside(self) -> None:
        """Move the old file aside, which fails if it is held; what is replaced keeps a second name in its place."""
        if self.is_placed or not os.path.lexists(self.target):
            return
        if self.target.is_dir() and not self.target.is_symlink():
            raise IsADirectoryError(errno.EISDIR, "")
        if os.path.lexists(self.old):  # by a run that was killed
            if not (self.target.exists() and self.target.samefile(self.old)):
                rename(self.target, _numbered(self.target, _free_number([self.target])))  # made by somebody since
            return
        self.old.parent.mkdir(parents=True, exist_ok=True)
        rename(self.target, self.old)
        if self.is_new:
            with suppress(OSError):  # a disk without hard links
                os.link(self.old, self.target)

    def put(self) -> None:
        """Put the new file in its place."""
        if self.new.exists():
            self.target.parent.mkdir(parents=True, exist_ok=True)
            rename(self.new, self.target)

    def undo(self) -> None:
        """Take the new file out of its place, and put the old one back."""
        if self.is_placed:
            rename(self.target, self.new)
        if self.target.exists() and self.old.exists() and self.target.samefile(self.old):
            with suppress(OSError):  # somebody has opened it again
                remove_file(self.old)
        elif os.path.lexists(self.old):
            rename(self.old, self.target)


def swap(moves: Sequence[Move], warn: Callable[[str], None]) -> SwapError | None:
    """Move all old files aside and all new ones to their places; if one cannot be moved, restore all.

    Args:
        moves: the files.
        warn: is told what was not the run's to replace, and under which name it is now.

    Returns:
        the error of files that cannot be replaced; None where all are in their places.

    """
    held = _attempt(moves, Move.aside) or _attempt(moves, Move.put)
    if held:
        lost = _attempt(moves[::-1], Move.undo)
        return SwapError(_why_not_replaced(held, [move for move, _ in lost]), bool(lost), held[0][1])
    _keep_files_of_others(moves, warn)
    return None


class SwapError(InputError):
    """Files could not be replaced.

    Attributes:
        mixed: whether some could not be put back, so that new and old ones are in their places.

    """

    def __init__(self, message: str, mixed: bool, cause: OSError) -> None:
        """Keep the system's error as the cause."""
        super().__init__(message)
        self.mixed = mixed
        self.__cause__ = cause


def _keep_files_of_others(moves: Sequence[Move], warn: Callable[[str], None]) -> None:
    """Put files that the run has not looked at beside the new ones, whole with their sidecars, and tell it."""

    def family(move: Move) -> tuple[str, str]:
        """Return what the files of one layer have in common: their folder and the beginning of their names."""
        return str(move.target.parent), _stem(move.target)

    for _, members in groupby(sorted(moves, key=family), family):
        waiting = [move for move in members if os.path.lexists(move.old)]
        if not any(move.is_of_others for move in waiting):
            continue
        has_file = any(not is_sidecar(move.target) for move in waiting)
        number = _free_number([move.target for move in waiting])
        for move in waiting:
            kept = _numbered(move.target, number)
            if not has_file:  # a sidecar of nothing, which must not become that of a numbered file
                kept = move.target.with_name(f"{move.target.name}.{number}")
            rename(move.old, kept)
            if not (has_file and is_sidecar(move.target)):
                warn(_kept(has_file).format(path=move.target, kept=kept.name))


def _kept(is_file: bool) -> str:
    """Return the sentence that a file is kept under another name, or a sidecar of nothing."""
    if is_file:
        return tr(
            "“{path}” was changed by somebody while the run was at work, or holds what cannot be moved into the new "
            "file. It is kept as “{kept}”."
        )
    return tr(
        "“{path}” was left here by another program and would spoil the new file of that name. It is kept as “{kept}”."
    )


def _numbered(path: Path, number: int) -> Path:
    """Return a path with a number behind the name of its file."""
    name, dot, endings = path.name.partition(".")
    return path.with_name(f"{name}.{number}{dot}{endings}")


def _free_number(paths: Sequence[Path]) -> int:
    """Return the smallest number under which none of the paths has a file in its folder, with whatever ending."""
    taken = {(path.parent, other.name) for path in paths for other in path.parent.iterdir()}
    number = 1
    while any(
        parent == path.parent and f"{name}.".startswith((f"{_stem(path)}.{number}.", f"{path.name}.{number}."))
        for path in paths
        for parent, name in taken
    ):
        number += 1
    return number


def _stem(path: Path) -> str:
    """Return the name of a file without its endings."""
    return path.name.partition(".")[0]


def _attempt(moves: Sequence[Move], step: Callable[[Move], None]) -> list[tuple[Move, OSError]]:
    """Do a step of each move; return those of which it failed."""
    failed = []
    for move in moves:
        try:
            step(move)
        except OSError as error:
            failed.append((move, error))
    return failed


def _why_not_replaced(held: Sequence[tuple[Move, OSError]], lost: Sequence[Move]) -> str:
    """Return the message that files could not be replaced, and where old files are that could not be put back."""
    name = tr("“{path}” ({reason})")
    names = ", ".join(name.format(path=move.target, reason=error_reason(error)) for move, error in held)
    if not lost:
        return tr(
            "Could not be replaced: {names}. Another program has them open, or they are protected. Close them and run "
            "again; nothing was changed."
        ).format(names=names)
    kept = ", ".join(f"“{move.target}”: “{move.old}”" for move in lost if move.old.exists())
    return tr(
        "Could not be replaced: {names}. Then other files could not be put back, and the folder holds old and new "
        "results. Close what has them open: the next run into the folder completes the new ones. The old ones are "
        "here: {kept}."
    ).format(names=names, kept=kept or "–")
