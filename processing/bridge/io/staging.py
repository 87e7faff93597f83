"""Outputs that appear complete or not at all: written in a hidden folder beside their place, then moved there.

Until all are complete the old files stay, whatever happens: an error, cancellation, a full disk. A killed process
leaves its hidden folder, which the next run into the same folder removes; a lock that ends with its process
distinguishes it from that of a run still at work.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from qgis.PyQt.QtCore import QLockFile

from ..errors import InputError, error_reason, free_megabytes
from ..i18n import tr
from .datasets import GEOPACKAGE, SHAPEFILE, is_being_written, layer_names

_HIDDEN = ".farmland_redline"
_NEW, _OLD, _LOCK = "new", "old", ".lock"
_PATIENCE = 500  # milliseconds to wait for another run that only cleans up
_DIGITS = 8
_FULL = (errno.ENOSPC, errno.EDQUOT)
_PROBE = 4096  # bytes, the size of a lock on most disks
# Indexes of an old shapefile, which GDAL would take for the new one's.
_STALE = (".qix", ".sbn", ".sbx", ".idm", ".ind")
# QGIS takes what follows | for the name of a layer; some systems end a name at a control character.
_FORBIDDEN = {"|", *map(chr, range(32))}


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Give a hidden folder inside `folder`, whose files replace those of `folder` at the end; none do after an error.

    Raises:
        InputError: the folder cannot be written, another run is at work in it, or a file there cannot be replaced.

    """
    _check_name(folder)
    with _hidden(folder, folder, "") as new:
        yield new


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path in a hidden folder beside `path`, whose file replaces `path` at the end; not after an error.

    Files with the same stem (.shx, .dbf ...) are moved along. If `path` is a link, its target is replaced.

    Raises:
        InputError: as for `staging`.

    """
    _check_name(path)
    try:
        target = path.resolve()
    except (OSError, RuntimeError) as error:  # a link to itself
        raise _unwritable(path.parent, error) from error
    with _hidden(target.parent, target, hashlib.sha256(target.name.casefold().encode()).hexdigest()[:_DIGITS]) as new:
        yield new / target.name


@contextmanager
def stage_together() -> Iterator[Callable[[Path], Path]]:
    """Give a function that returns, for the final path of a file, the path where it is to be written.

    All files are put in place at the end, when all are complete. The same final path gives the same path.
    """
    given: dict[Path, Path] = {}
    with ExitStack() as stack:

        def place(path: Path) -> Path:
            """Return the path where the file is to be written."""
            if path not in given:
                given[path] = stack.enter_context(replacing(path))
            return given[path]

        yield place


def check_replaceable(path: Path, layers: Iterable[str]) -> None:
    """Check that a file with these layers can replace a path.

    Raises:
        InputError: it is a folder, a GeoPackage being written to, or one with other layers, which would be lost.

    """
    if path.is_dir():
        raise InputError(tr("“{path}” is a folder. Choose the name of a file.").format(path=path))
    if path.suffix.lower() != GEOPACKAGE or not path.is_file():
        return
    _check_free(path)
    others = [name for name in layer_names(path) if name not in set(layers)]
    if others:
        raise InputError(
            tr(
                "“{path}” also holds {layers}, which would be lost. Choose another file, or move these layers first."
            ).format(path=path, layers=", ".join(f"“{name}”" for name in others))
        )


def check_apart(path: Path, inputs: Iterable[Path]) -> None:
    """Raise `InputError` if an output would replace an input."""
    if path.exists() and any(file.exists() and path.samefile(file) for file in inputs):
        raise InputError(
            tr("“{path}” is an input of this run and must not be its output. Choose another file.").format(path=path)
        )


def _check_name(path: Path) -> None:
    """Raise `InputError` for a path with characters that QGIS or the system misreads."""
    if _FORBIDDEN & set(str(path)):
        shown = "".join(letter if letter.isprintable() else "?" for letter in str(path))
        raise InputError(tr("“{path}”: names of outputs must not contain | or control characters.").format(path=shown))


def _check_free(path: Path) -> None:
    """Raise `InputError` for a GeoPackage that is being written to."""
    if is_being_written(path):
        raise InputError(
            tr(
                "“{path}” is being edited, in QGIS or in another program, and replacing it now would lose those edits. "
                "Save and end editing, or close the program; or choose another place."
            ).format(path=path)
        )


@contextmanager
def _hidden(folder: Path, target: Path, mark: str) -> Iterator[Path]:
    """Give the folder for new files of one target; then put them in place, and remove it.

    Args:
        folder: the folder of the files' final places; it is created if missing, and removed if it stays empty.
        target: the file to replace, or the folder, for messages.
        mark: part of the hidden folder's name, different for each target in one folder.

    """
    made = _make_folder(folder)
    hidden = folder / (f"{_HIDDEN}.{mark}" if mark else _HIDDEN)
    lock = _lock(hidden)
    try:
        _remove_leftovers(folder)
        if not lock.tryLock(_PATIENCE):
            if lock.error() == QLockFile.LockError.LockFailedError:
                raise InputError(
                    tr(
                        "Another run is writing to “{target}”. Wait until it has ended, or choose another place. If "
                        "there is none, on no computer, delete “{lock}” there."
                    ).format(target=target, lock=f"{hidden.name}{_LOCK}")
                )
            raise _unwritable(folder, _why_not_made(hidden))
        try:
            (hidden / _NEW).mkdir(parents=True)
        except OSError as error:
            raise _unwritable(folder, error) from error
        yield hidden / _NEW
        files = [file.relative_to(hidden / _NEW) for file in sorted((hidden / _NEW).rglob("*")) if file.is_file()]
        for file in files:
            _sync(hidden / _NEW / file)
        _place(hidden, folder, files)
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise _unwritable(folder, error) from error
    finally:
        if lock.isLocked():
            shutil.rmtree(hidden, ignore_errors=True)
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
        lock, hidden = _lock(folder / name), folder / name
        if not lock.tryLock(0):
            continue
        try:
            if (hidden / _OLD).is_dir():
                files = [path.relative_to(hidden / _NEW) for path in (hidden / _NEW).rglob("*") if path.is_file()]
                _place(hidden, folder, files)
            shutil.rmtree(hidden, ignore_errors=True)
        finally:
            lock.unlock()


def _sync(file: Path) -> None:
    """Write a file's buffers to the disk."""
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


def _place(hidden: Path, folder: Path, files: list[Path]) -> None:
    """Move new files to their places; if one cannot be moved, restore all old ones.

    Raises:
        InputError: a file cannot be replaced.

    """
    new, old = hidden / _NEW, hidden / _OLD
    for file in files:
        if file.suffix.lower() == GEOPACKAGE and (folder / file).is_file():
            _check_free(folder / file)
    old.mkdir(exist_ok=True)
    placed: list[Path] = []
    for file in files:
        target = folder / file
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, "")
            if target.exists():
                _keep(target, old / file)
            (new / file).replace(target)
        except OSError as error:
            for other in reversed([*placed, file]):
                _put_back(folder / other, old / other, other in placed)
            raise InputError(
                tr(
                    "“{path}” could not be replaced ({reason}): it is open in another program, its layers are loaded "
                    "in QGIS, or it is protected. Close it, or remove the layers, and run again; nothing was changed."
                ).format(path=target, reason=error_reason(error))
            ) from error
        placed.append(file)
        for suffix in _STALE if file.suffix.lower() == SHAPEFILE else ():
            target.with_suffix(suffix).unlink(missing_ok=True)


def _keep(target: Path, copy: Path) -> None:
    """Keep an old file until all new ones are in place, by a second name, so that it is never missing."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(target, copy)
    except OSError:  # a disk without hard links
        target.replace(copy)


def _put_back(target: Path, copy: Path, is_new: bool) -> None:
    """Restore the old file from its copy; remove the new one where there was none."""
    if copy.exists():
        copy.replace(target)
    elif is_new:
        target.unlink()
