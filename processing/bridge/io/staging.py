"""Outputs that appear complete or not at all: written in a hidden folder beside their place, then moved there.

Until all are complete the old files stay, whatever happens: an error, cancellation, a full disk. A killed process
leaves its hidden folder, which the next run into the same folder removes; a lock that ends with its process
distinguishes it from that of a run still at work.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from qgis.core import QgsMapLayerStore
from qgis.PyQt.QtCore import QLockFile

from ..errors import InputError, error_reason, free_megabytes
from ..i18n import tr
from .datasets import GEOPACKAGE, JOURNALS, SHAPEFILE, is_being_written, is_taken_whole
from .file_names import is_refused
from .kept_content import STYLES, carry_over, check_content, written_tables
from .loaded_layers import is_edited, released_layers

_HIDDEN = ".farmland_redline"
_NEW, _OLD, _LIST, _LOCK = "new", "old", "files.json", ".lock"
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8)  # seconds
_PATIENCE = 500  # milliseconds to wait for another run that only cleans up
_DIGITS = 8
_FULL = (errno.ENOSPC, errno.EDQUOT)
_PROBE = 4096  # bytes, the size of a lock on most disks
# Indexes of an old shapefile, which GDAL would take for the new one's.
_STALE = (".qix", ".sbn", ".sbx", ".idm", ".ind")
# QGIS takes what follows | for the name of a layer; some systems end a name at a control character.
_FORBIDDEN = {"|", *map(chr, range(32))}


def _ignore(message: str) -> None:
    """Leave a message unsaid."""


@contextmanager
def staging(folder: Path, warn: Callable[[str], None] = _ignore) -> Iterator[Path]:
    """Give a hidden folder inside `folder`, whose files replace those of `folder` at the end; none do after an error.

    Args:
        folder: the folder of the files' final places.
        warn: is told what users kept in an old GeoPackage and is not where it was (`kept_content`).

    Raises:
        InputError: the folder cannot be written, another run is at work in it, or a file there cannot be replaced.

    """
    _check_name(folder)
    _check_taken(folder, folder / f"_{GEOPACKAGE}")
    with _opened(folder, folder, "") as stage:
        yield stage.new
        _place([stage], warn)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path in a hidden folder beside `path`, whose file replaces `path` at the end; not after an error.

    Files with the same stem (.shx, .dbf ...) are moved along. If `path` is a link, its target is replaced.

    Raises:
        InputError: as for `staging`.

    """
    with stage_together() as place:
        yield place(path)


@contextmanager
def stage_together(
    warn: Callable[[str], None] = _ignore, store: QgsMapLayerStore | None = None
) -> Iterator[Callable[[Path], Path]]:
    """Give a function that returns, for the final path of a file, the path where it is to be written.

    All files are put in place at the end, when all are complete: all of them or none, in whatever folders they are.
    The same final path gives the same path.

    Args:
        warn: as for `staging`.
        store: layers loaded for the run, which let go of files that are replaced.

    """
    given: dict[Path, Path] = {}
    stages: list[_Stage] = []
    with ExitStack() as stack:

        def place(path: Path) -> Path:
            """Return the path where the file is to be written."""
            if path not in given:
                _check_name(path)
                _check_taken(path, path)
                try:
                    target = path.resolve()
                except (OSError, RuntimeError) as error:  # a link to itself
                    raise _unwritable(path.parent, error) from error
                mark = hashlib.sha256(target.name.casefold().encode()).hexdigest()[:_DIGITS]
                stages.append(stack.enter_context(_opened(target.parent, target, mark)))
                given[path] = stages[-1].new / target.name
            return given[path]

        yield place
        _place(stages, warn, store)


def check_replaceable(path: Path, layers: Iterable[str] | None) -> None:
    """Check that a file with these layers can replace a path. Users' own layers in a GeoPackage stay (`kept_content`).

    Args:
        path: the file.
        layers: results that may be replaced; None if others stay, too.

    Raises:
        InputError: it is a folder, a GeoPackage being written to, one with other results, which a run with other
            provenance must not be taken for, or one whose content cannot be kept.

    """
    if path.is_dir():
        raise InputError(tr("“{path}” is a folder. Choose the name of a file.").format(path=path))
    if path.suffix.lower() != GEOPACKAGE or not path.is_file():
        return
    _check_free(path)
    others = [] if layers is None else sorted(written_tables(path) - {*layers, STYLES})
    if others:
        raise InputError(
            tr(
                "“{path}” also holds {layers}, which would be lost. Choose another file, or move these layers first."
            ).format(path=path, layers=", ".join(f"“{name}”" for name in others))
        )
    check_content(path)


def check_apart(path: Path, inputs: Iterable[Path]) -> None:
    """Raise `InputError` if an output would replace an input."""
    if path.exists() and any(file.exists() and path.samefile(file) for file in inputs):
        raise InputError(
            tr("“{path}” is an input of this run and must not be its output. Choose another file.").format(path=path)
        )


def _check_name(path: Path) -> None:
    """Raise `InputError` for a path with characters that QGIS misreads, or a new name in it that Windows refuses."""
    parts = [path, *path.parents]
    new = [part.name for part in parts if part.name and not os.path.lexists(part)]
    if _FORBIDDEN & set(str(path)) or any(map(is_refused, new)):
        shown = "".join(letter if letter.isprintable() else "?" for letter in str(path))
        raise InputError(
            tr(
                '“{path}”: not every system accepts this name. Names of outputs must not contain | < > : " \\ ? * or '
                "control characters, end with a dot or a blank, or be those of devices, such as CON, NUL and COM1."
            ).format(path=shown)
        )


def _check_taken(path: Path, file: Path) -> None:
    """Raise `InputError` where the writing library would write another file; `path` is named in the message."""
    if not is_taken_whole(file):
        raise InputError(
            tr(
                "“{path}”: nothing can be written here under this name, as what stands behind ! or ; (in some versions "
                "#) in a path is taken for something else. Choose another name or folder."
            ).format(path=path)
        )


def _check_free(path: Path) -> None:
    """Raise `InputError` for a GeoPackage that is being written to."""
    if is_edited(path) or is_being_written(path):
        raise InputError(
            tr(
                "“{path}” is being edited, in QGIS or in another program, and replacing it now would lose those edits. "
                "Save and end editing, or close the program; or choose another place."
            ).format(path=path)
        )


@dataclass
class _Stage:
    """A hidden folder with the new files of one target, beside their places.

    Attributes:
        folder: the folder of the files' final places.
        hidden: the hidden folder.
        mixed: whether some places have new and some old files, as not all could be restored: it must stay then.

    """

    folder: Path
    hidden: Path
    mixed: bool = False

    @property
    def new(self) -> Path:
        """Return the folder of the new files."""
        return self.hidden / _NEW

    @property
    def old(self) -> Path:
        """Return the folder where old files wait until all new ones are in place."""
        return self.hidden / _OLD

    @property
    def list(self) -> Path:
        """Return the file that lists what is put in place; a run that was killed meanwhile leaves it."""
        return self.hidden / _LIST


@contextmanager
def _opened(folder: Path, target: Path, mark: str) -> Iterator[_Stage]:
    """Give the hidden folder for new files of one target; remove it at the end.

    Args:
        folder: the folder of the files' final places; it is created if missing, and removed if it stays empty.
        target: the file to replace, or the folder, for messages.
        mark: part of the hidden folder's name, different for each target in one folder.

    """
    made = _make_folder(folder)
    stage = _Stage(folder, folder / (f"{_HIDDEN}.{mark}" if mark else _HIDDEN))
    lock = _lock(stage.hidden)
    try:
        _remove_leftovers(folder)
        if not lock.tryLock(_PATIENCE):
            if lock.error() == QLockFile.LockError.LockFailedError:
                raise InputError(
                    tr(
                        "Another run is writing to “{target}”. Wait until it has ended, or choose another place. If "
                        "there is none, on no computer, delete “{lock}” there."
                    ).format(target=target, lock=f"{stage.hidden.name}{_LOCK}")
                )
            raise _unwritable(folder, _why_not_made(stage.hidden))
        try:
            stage.new.mkdir(parents=True)
        except OSError as error:
            raise _unwritable(folder, error) from error
        yield stage
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise _unwritable(folder, error) from error
    finally:
        if lock.isLocked():
            if not stage.mixed:
                shutil.rmtree(stage.hidden, ignore_errors=True)
            lock.unlock()
        for empty in made:
            if empty.is_dir() and not any(empty.iterdir()):
                empty.rmdir()


def _make_folder(folder: Path) -> list[Path]:
    """Create a folder and its parents; return those that were missing, the deepest first."""
    missing = [one for one in (folder, *folder.parents) if not os.path.lexists(one)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return missing


def _why_not_made(hidden: Path) -> OSError:
    """Return the error that prevents new files in a folder, which the lock does not report."""
    try:
        with tempfile.NamedTemporaryFile(dir=hidden.parent, prefix=f"{_HIDDEN}.") as file:
            file.write(bytes(_PROBE))
            file.flush()
    except OSError as error:
        return error
    return OSError(tr("no lock can be made"))


def _unwritable(folder: Path, error: Exception) -> InputError:
    """Return the error that a folder cannot be written, with the reason."""
    # Users do not know a run's hidden folder: its parent is named.
    shown = next((path.parent for path in reversed(folder.parents) if path.name.startswith(_HIDDEN)), folder)
    if getattr(error, "errno", None) in _FULL:
        return InputError(
            tr("The results could not be written to “{folder}”: {reason}. {free} MB are free on that disk.").format(
                folder=shown, reason=error_reason(error), free=free_megabytes(folder)
            )
        )
    return InputError(
        tr("Cannot write in the folder “{folder}”: {reason}. Choose another folder, or ask for the right.").format(
            folder=shown, reason=error_reason(error)
        )
    )


def _lock(hidden: Path) -> QLockFile:
    """Return the lock beside a hidden folder; it is stale only when its process has ended."""
    lock = QLockFile(f"{hidden}{_LOCK}")
    lock.setStaleLockTime(0)
    return lock


def _remove_leftovers(folder: Path) -> None:
    """Remove what killed runs left in a folder; complete a run that was killed while it put its files in place."""
    for name in {path.name.removesuffix(_LOCK) for path in folder.glob(f"{_HIDDEN}*")}:
        stage = _Stage(folder, folder / name)
        lock = _lock(stage.hidden)
        if not lock.tryLock(0):
            continue
        try:
            if stage.list.is_file():
                moves = _moves([stage])
                with released_layers(move.target for move in moves):
                    _swap(moves, [stage])
            shutil.rmtree(stage.hidden, ignore_errors=True)
        finally:
            lock.unlock()


def _sync(file: Path) -> None:
    """Write a file's buffers to the disk."""
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


def _place(stages: Sequence[_Stage], warn: Callable[[str], None], store: QgsMapLayerStore | None = None) -> None:
    """Move the new files of all stages to their places, or none of them.

    Layers of the project let go of the old files first and show the new ones, or again the old ones, afterwards. What
    users keep in old GeoPackages moves into the new ones. Then all old files are moved aside, which shows which of them
    are held, and only then the new ones into their places.

    Raises:
        InputError: a file cannot be replaced.

    """
    for stage in stages:
        files = [file.relative_to(stage.new) for file in sorted(stage.new.rglob("*")) if file.is_file()]
        for file in files:
            _sync(stage.new / file)
            _keep_lone_journals(stage.folder / file)
        leaving = [side.relative_to(stage.folder) for file in files for side in _companions(stage.folder / file)]
        listed = {_NEW: [file.as_posix() for file in files], _OLD: [side.as_posix() for side in leaving]}
        stage.list.write_text(json.dumps(listed), encoding="utf-8")
    moves = _moves(stages)
    with released_layers((move.target for move in moves), store):
        for move in moves:
            if move.target.suffix.lower() == GEOPACKAGE and move.target.is_file():
                _check_free(move.target)
                carry_over(move.target, move.new, warn)
        _swap(moves, stages)


def _keep_lone_journals(target: Path) -> None:
    """Give another name to a journal or log without its GeoPackage, which SQLite would apply to the new one.

    It may hold what a program that crashed had not yet written into a file that was moved since.
    """
    if target.suffix.lower() != GEOPACKAGE or target.exists():
        return
    for path in _companions(target):
        names = (path.with_name(f"{path.name}.{number}") for number in count(1))
        _rename(path, next(name for name in names if not os.path.lexists(name)))


def _companions(target: Path) -> list[Path]:
    """Return files beside a place that belong to the file there, and would be taken for the new one's.

    They are indexes of a shapefile, and the journal and log by which SQLite would change the new file.
    """
    suffix = target.suffix.lower()
    beside = [target.with_suffix(other) for other in _STALE] if suffix == SHAPEFILE else []
    if suffix == GEOPACKAGE:
        beside = [target.with_name(target.name + other) for other in JOURNALS]
    return [path for path in beside if path.is_file()]


@dataclass(frozen=True)
class _Move:
    """A place, the new file for it, and where the old file waits.

    Attributes:
        is_new: whether there is a new file, or only an old one that leaves, as a companion of another.

    """

    new: Path
    target: Path
    old: Path
    is_new: bool

    @property
    def is_placed(self) -> bool:
        """Return whether the new file is in its place."""
        return self.is_new and not self.new.exists()

    def aside(self) -> None:
        """Move the old file aside, which fails if it is held; what is replaced keeps a second name in its place."""
        if self.is_placed or self.old.exists():  # by a run that was killed
            return
        if self.target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        if os.path.lexists(self.target):
            self.old.parent.mkdir(parents=True, exist_ok=True)
            _rename(self.target, self.old)
            if self.is_new:
                with suppress(OSError):  # a disk without hard links
                    os.link(self.old, self.target)

    def put(self) -> None:
        """Put the new file in its place."""
        if self.new.exists():
            self.target.parent.mkdir(parents=True, exist_ok=True)
            _rename(self.new, self.target)

    def undo(self) -> None:
        """Take the new file out of its place, and put the old one back."""
        if self.is_placed:
            _rename(self.target, self.new)
        if self.target.exists() and self.old.exists() and self.target.samefile(self.old):
            with suppress(OSError):  # somebody has opened it again
                self.old.unlink()
        elif self.old.exists():
            _rename(self.old, self.target)


def _moves(stages: Iterable[_Stage]) -> list[_Move]:
    """Return what is to be moved for the files that stages list."""
    moves = []
    for stage in stages:
        listed = json.loads(stage.list.read_text(encoding="utf-8"))
        moves += [
            _Move(stage.new / name, stage.folder / name, stage.old / name, kind == _NEW)
            for kind in (_NEW, _OLD)
            for name in listed[kind]
        ]
    return moves


def _swap(moves: Sequence[_Move], stages: Sequence[_Stage]) -> None:
    """Move all old files aside and all new ones to their places; if one cannot be moved, restore all.

    Raises:
        InputError: a file cannot be replaced; all that cannot are named, and what could not be restored.

    """
    held = _attempt(moves, _Move.aside) or _attempt(moves, _Move.put)
    lost = _attempt(moves[::-1], _Move.undo) if held else []
    for stage in stages:
        stage.mixed = bool(lost)
        if not lost:
            stage.list.unlink()
    if held:
        raise InputError(_why_not_replaced(held, [move for move, _ in lost])) from held[0][1]


def _attempt(moves: Sequence[_Move], step: Callable[[_Move], None]) -> list[tuple[_Move, OSError]]:
    """Do a step of each move; return those of which it failed."""
    failed = []
    for move in moves:
        try:
            step(move)
        except OSError as error:
            failed.append((move, error))
    return failed


def _why_not_replaced(held: Sequence[tuple[_Move, OSError]], lost: Sequence[_Move]) -> str:
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


def _rename(source: Path, target: Path) -> None:
    """Rename a file, and wait a while for programs that look into every new or changed file."""
    for wait in _WAITS:
        try:
            source.replace(target)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    source.replace(target)
