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
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from pathlib import Path, PureWindowsPath

from qgis.core import QgsMapLayerStore
from qgis.PyQt.QtCore import QLockFile

from ..errors import InputError, error_reason, free_megabytes, temporary_space
from ..held_files import WAITS, remove_file
from ..i18n import tr
from ..main_thread import let_events_pass
from .datasets import GEOPACKAGE, SHAPEFILE, is_being_written, is_taken_whole
from .file_names import is_refused
from .file_state import logs_beside
from .kept_content import STYLES, CarryError, carry_over, check_content, written_tables
from .loaded_layers import is_edited, released_layers
from .placement import FileVersion, Move, swap
from .sidecars import find_sidecars

_HIDDEN = ".farmland_redline"
# A user's own folder may begin so, too: a file in it tells whose it is.
_HIDDEN_NAME = re.compile(rf"{re.escape(_HIDDEN)}(\.[0-9a-f]+)?")
_MARK, _MARK_TEXT = "farmland_redline.txt", "A run of Farmland Redline is at work here, or was stopped.\n"
_NEW, _OLD, _SEEN, _LIST, _LOCK = "new", "old", "seen", "files.json", ".lock"
_PATIENCE = 500  # milliseconds to wait for another run that only cleans up
_DRAWN_S, _PAUSE_S = 3.0, 0.1  # how long a map that is being drawn may hold a file
_DIGITS = 8
_FULL = (errno.ENOSPC, errno.EDQUOT)
_PROBE = 4096  # bytes, the size of a lock on most disks
# QGIS takes what follows | for the name of a layer; some systems end a name at a control character.
_CODE = re.compile("%[0-9A-Fa-f]{2}")
_FORBIDDEN = {"|", *map(chr, range(32))}
_READ: ContextVar[tuple[Path, ...]] = ContextVar("files that the run reads", default=())


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
    with _opened(folder, folder, "", warn) as stage:
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
    warn: Callable[[str], None] = _ignore,
    store: QgsMapLayerStore | None = None,
    since: Mapping[Path, int] | None = None,
) -> Iterator[Callable[[Path], Path]]:
    """Give a function that returns, for the final path of a file, the path where it is to be written.

    All files are put in place at the end, when all are complete: all of them or none, in whatever folders they are.
    The same final path gives the same path.

    Args:
        warn: as for `staging`.
        store: layers loaded for the run, which let go of files that are replaced.
        since: when the run began to look at a folder, by its path (`check_writable`); else when a path is given out.

    """
    given: dict[Path, Path] = {}
    stages: list[_Stage] = []
    with ExitStack() as stack:

        def place(path: Path) -> Path:
            """Return the path where the file is to be written."""
            if path not in given:
                stage = _enter(stack, path, warn)
                stage.since = (since or {}).get(path.parent, stage.since)
                stages.append(stage)
                given[path] = stage.new / path.resolve().name
            return given[path]

        yield place
        _place(stages, warn, store)


def _enter(stack: ExitStack, path: Path, warn: Callable[[str], None]) -> _Stage:
    """Return the stage of a file, until the stack is left; a link is followed."""
    _check_name(path)
    _check_taken(path, path)
    try:
        target = path.resolve()
    except (OSError, RuntimeError) as error:  # a link to itself
        raise _unwritable(path.parent, error) from error
    mark = hashlib.sha256(target.name.casefold().encode()).hexdigest()[:_DIGITS]
    return stack.enter_context(_opened(target.parent, target, mark, warn))


def check_replaceable(path: Path, layers: Iterable[str] | None) -> None:
    """Check that a file with these layers can replace a path. Users' own layers in a GeoPackage stay (`kept_content`).

    Args:
        path: the file.
        layers: results that may be replaced; None if others stay, too.

    Raises:
        InputError: it is a folder, a shapefile's name beside a table of that name, a GeoPackage being written to, one
            with other results, which a run with other provenance must not be taken for, or one whose content cannot
            be kept.

    """
    if path.is_dir():
        raise InputError(tr("“{path}” is a folder. Choose the name of a file.").format(path=path))
    table = path.with_suffix(".dbf")
    if path.suffix.lower() == SHAPEFILE and table.is_file() and not path.is_file():
        raise InputError(
            tr(
                "“{path}” is a table of its own, and would be replaced by the one of the shapefile. Choose another "
                "name for the output."
            ).format(path=table)
        )
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


def check_writable(path: Path) -> int:
    """Check that a file's folder can be written, and no other run is at work on the file.

    Returns:
        the time (ns) by the clock of the folder's disk, as `stage_together` takes it.

    Raises:
        InputError: as for `staging`.

    """
    with ExitStack() as stack:
        return _enter(stack, path, _ignore).since


def check_apart(path: Path, inputs: Iterable[Path]) -> None:
    """Raise `InputError` if an output would replace an input."""
    if path.exists() and any(file.exists() and path.samefile(file) for file in inputs):
        raise InputError(
            tr("“{path}” is an input of this run and must not be its output. Choose another file.").format(path=path)
        )


@contextmanager
def keeping(read: Iterable[Path]) -> Iterator[None]:
    """Replace none of these files inside the `with` block: what a folder of outputs will hold is known at the end only.

    Args:
        read: files that the run reads.

    """
    token = _READ.set(tuple(read))
    try:
        yield
    finally:
        _READ.reset(token)


def check_own_folders(folder: Path, names: Iterable[str]) -> None:
    """Check that folders in an output folder, by their names, are there and not elsewhere.

    Raises:
        InputError: one of them is a link, so that what lies elsewhere would be replaced unasked.

    """
    for name in names:
        _check_not_linked(folder, folder / name)


def _check_not_linked(base: Path, folder: Path) -> None:
    """Raise `InputError` where a link leads from a folder below another one to elsewhere."""
    real, expected = os.path.realpath(folder), Path(os.path.realpath(base)) / folder.relative_to(base)
    if os.path.normcase(real) != os.path.normcase(expected):
        raise InputError(
            tr(
                "“{path}” is a link to “{target}”, where files would be replaced. Remove the link, or choose another "
                "output folder."
            ).format(path=folder, target=real)
        )


def _check_name(path: Path) -> None:
    """Raise `InputError` for a path with characters that QGIS misreads, or a new name in it that Windows refuses."""
    if _CODE.search(str(path)):
        raise InputError(
            tr(
                "“{path}”: QGIS takes a % with two digits for another character, and opens no file of this name. "
                "Rename the file or its folder, or choose another place."
            ).format(path=path)
        )
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
    if is_edited(path) or (is_being_written(path) and _is_held_by_others(path)):
        raise InputError(
            tr(
                "“{path}” is being edited, in QGIS or in another program, and replacing it now would lose those edits. "
                "Save and end editing, or close the program; or choose another place."
            ).format(path=path)
        )


def _is_held_by_others(path: Path) -> bool:
    """Return whether a GeoPackage is being written by more than the project's layers, which let go of it if asked.

    A layer that shows the file keeps a write-ahead log alive in which this process has written, such as decisions. A
    map that is being drawn holds it for a moment longer, until the main thread takes note that it is drawn.
    """
    end = time.monotonic() + _DRAWN_S
    with released_layers([path]):
        while is_being_written(path):
            if time.monotonic() > end:
                return True
            let_events_pass()
            time.sleep(_PAUSE_S)
    return False


@dataclass
class _Stage:
    """A hidden folder with the new files of one target, beside their places.

    Attributes:
        folder: the folder of the files' final places.
        hidden: the hidden folder.
        since: when the run began (ns of the disk's clock): files of later time are those of somebody else.
        mixed: whether some places have new and some old files, as not all could be restored: it must stay then.

    """

    folder: Path
    hidden: Path
    since: int = 0
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
    def listing(self) -> Path:
        """Return the file that lists what is put in place; a run that was killed meanwhile leaves it."""
        return self.hidden / _LIST

    @property
    def is_ours(self) -> bool:
        """Return whether the hidden folder is one of the plugin's, or none is there."""
        if not os.path.lexists(self.hidden):
            return True
        is_folder = self.hidden.is_dir() and not self.hidden.is_symlink()
        return is_folder and ((self.hidden / _MARK).is_file() or not any(self.hidden.iterdir()))

    def make(self) -> None:
        """Make the hidden folder, with the file that tells whose it is."""
        self.hidden.mkdir(exist_ok=True)
        mark = self.hidden / _MARK
        mark.write_text(_MARK_TEXT, encoding="utf-8")
        self.since = mark.stat().st_mtime_ns
        self.new.mkdir()

    def files(self) -> list[str]:
        """Return the names of the new files, with their folders."""
        return [file.relative_to(self.new).as_posix() for file in sorted(self.new.rglob("*")) if file.is_file()]

    def note(self, seen: Mapping[str, FileVersion | None], leaving: Iterable[str]) -> None:
        """List what is to be moved.

        Args:
            seen: old files by name, as this run has looked at them (`Move.seen`).
            leaving: those of them that have no new file.

        """
        leaving = list(leaving)
        states = {name: asdict(state) for name, state in seen.items() if state is not None}
        listed = {_NEW: [name for name in seen if name not in leaving], _OLD: leaving, _SEEN: states}
        self.listing.write_text(json.dumps(listed), encoding="utf-8")

    def moves(self) -> list[Move]:
        """Return what is to be moved by the list.

        Raises:
            InputError: the list is damaged, or names files outside the folder: it is not as a run has written it.

        """
        try:
            listed = json.loads(self.listing.read_text(encoding="utf-8"))
            seen = {name: FileVersion(**state) for name, state in listed[_SEEN].items()}
            names = [(name, kind == _NEW) for kind in (_NEW, _OLD) for name in listed[kind]]
            is_whole = all(map(_is_below, (name for name, _ in names)))
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            is_whole = False
        if not is_whole:
            raise InputError(
                tr(
                    "“{path}” is damaged, or was not written by this plugin: by this list, results of a run that was "
                    "stopped would be moved to their places. Take what you need from its folder, delete the folder, "
                    "and run again."
                ).format(path=self.listing)
            )
        return [
            Move(self.new / name, self.folder / name, self.old / name, is_new, seen.get(name)) for name, is_new in names
        ]

    def moves_left(self) -> list[Move]:
        """Return what a run that was stopped had still to move; errors as in `moves`.

        Until the list is complete no file is moved; so a damaged list without old files aside is of no account.
        """
        if not self.listing.is_file():
            return []
        try:
            return self.moves()
        except InputError:
            if any(path.is_file() for path in self.old.rglob("*")):
                raise
            return []


def _is_below(name: str) -> bool:
    """Return whether a name, with folders, is one of a file below the folder that it is joined to, on every system."""
    path = PureWindowsPath(name)  # which parts names at both kinds of slashes
    return bool(path.parts) and not path.anchor and ".." not in path.parts


@contextmanager
def _opened(folder: Path, target: Path, mark: str, warn: Callable[[str], None]) -> Iterator[_Stage]:
    """Give the hidden folder for new files of one target; remove it at the end.

    Args:
        folder: the folder of the files' final places; it is created if missing, and removed if it stays empty.
        target: the file to replace, or the folder, for messages.
        mark: part of the hidden folder's name, different for each target in one folder.
        warn: is told of what a run that was killed had not put in place.

    """
    made = _make_folder(folder)
    stage = _Stage(folder, folder / (f"{_HIDDEN}.{mark}" if mark else _HIDDEN))
    lock = _lock(stage.hidden)
    try:
        _remove_leftovers(folder, warn)
        if not lock.tryLock(_PATIENCE):
            if lock.error() == QLockFile.LockError.LockFailedError:
                raise InputError(
                    tr(
                        "Another run is writing to “{target}”. Wait until it has ended, or choose another place. If "
                        "there is none, on no computer, delete “{lock}” there."
                    ).format(target=target, lock=f"{stage.hidden.name}{_LOCK}")
                )
            raise _unwritable(folder, _why_not_made(stage.hidden))
        if not stage.is_ours:
            raise InputError(
                tr(
                    "“{path}” is not a folder of this plugin, which needs one of this name for its unfinished files. "
                    "Rename it, or choose another place."
                ).format(path=stage.hidden)
            )
        try:
            stage.make()
        except OSError as error:
            raise _unwritable(folder, error) from error
        yield stage
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise _unwritable(folder, error) from error
    finally:
        if lock.isLocked():
            if not stage.mixed and stage.is_ours:
                _remove(stage.hidden)
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
    shown = next((path.parent for path in reversed(folder.parents) if _HIDDEN_NAME.fullmatch(path.name)), folder)
    if getattr(error, "errno", None) in _FULL:
        return InputError(
            tr("The results could not be written to “{folder}”: {reason}. {free} MB are free on that disk.").format(
                folder=shown, reason=error_reason(error), free=free_megabytes(folder)
            )
            + temporary_space(folder)
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


def _remove_leftovers(folder: Path, warn: Callable[[str], None]) -> None:
    """Remove what killed runs left in a folder; complete a run that was killed while it put its files in place."""
    names = {path.name.removesuffix(_LOCK) for path in folder.glob(f"{_HIDDEN}*")}
    for name in filter(_HIDDEN_NAME.fullmatch, names):
        stage = _Stage(folder, folder / name)
        lock = _lock(stage.hidden)
        if not lock.tryLock(0):
            continue
        try:
            if not stage.is_ours:
                continue
            moves = stage.moves_left()
            if moves:
                with released_layers(move.target for move in moves):
                    _swap([stage], warn)
            _remove(stage.hidden)
        finally:
            lock.unlock()


def _remove(hidden: Path) -> None:
    """Remove a hidden folder, and wait a while for programs that look into every file; leave what they hold longer.

    The file that tells whose folder it is goes last, so that the next run knows what is left.
    """
    for wait in (0.0, *WAITS):
        time.sleep(wait)
        with suppress(OSError):
            for entry in sorted(hidden.iterdir(), key=lambda entry: entry.name == _MARK):
                if entry.is_dir() and not entry.is_symlink():
                    shutil.rmtree(entry)
                else:
                    entry.unlink()
            hidden.rmdir()
        if not os.path.lexists(hidden):
            return


def _sync(file: Path) -> None:
    """Write a file's buffers to the disk."""
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


def _place(stages: Sequence[_Stage], warn: Callable[[str], None], store: QgsMapLayerStore | None = None) -> None:
    """Move the new files of all stages to their places, or none of them.

    Layers of the project let go of the old files first and show the new ones, or again the old ones, afterwards. What
    users keep in old GeoPackages moves into the new ones: as it is now, not as it was when the run began.

    Raises:
        InputError: a file cannot be replaced, or is an input of the run.

    """
    files = {stage.hidden: stage.files() for stage in stages}
    targets = [stage.folder / name for stage in stages for name in files[stage.hidden]]
    for target in targets:
        check_apart(target, _READ.get())
    for stage in stages:
        for folder in {(stage.folder / name).parent for name in files[stage.hidden]}:
            _check_not_linked(stage.folder, folder)
    with released_layers(targets, store):
        for stage in stages:
            seen = {name: _look(stage, name, warn) for name in files[stage.hidden]}
            for name in files[stage.hidden]:
                _sync(stage.new / name)
            stage.note(seen, _leaving(stage.folder, files[stage.hidden], seen))
        _swap(stages, warn)


def _look(stage: _Stage, name: str, warn: Callable[[str], None]) -> FileVersion | None:
    """Look at an old file anew, and move what users keep in it into the new file.

    Returns:
        its state; None where there is none, or none that this run may replace: it was changed since the run began, or
        what it holds cannot be moved.

    """
    target = stage.folder / name
    state = FileVersion.of(target)
    if target.suffix.lower() != GEOPACKAGE or not target.is_file():
        return None if state is None or _is_newer(target, stage.since) else state
    _check_free(target)
    state = FileVersion.of(target)
    if logs_beside(target):  # of a crashed program: nobody can tell what the file should hold
        return None
    try:
        check_content(target)
        carry_over(target, stage.new / name, warn)
    except CarryError:
        return None
    return state


def _is_newer(path: Path, since: int) -> bool:
    """Return whether a file was changed, or came to its place, after a moment (ns of its disk's clock)."""
    found = path.lstat()
    return max(found.st_mtime_ns, found.st_ctime_ns) > since


def _leaving(folder: Path, names: Iterable[str], seen: dict[str, FileVersion | None]) -> list[str]:
    """Return the sidecars that leave with the old files of some names; put into `seen` those that belong to a file."""
    found: dict[str, list[str]] = {}
    taken = {os.path.normcase(name) for name in names}
    leaving = []
    for name in list(seen):
        parent = (folder / name).parent
        if str(parent) not in found:
            found[str(parent)] = [path.name for path in parent.iterdir()] if parent.is_dir() else []
        for path in find_sidecars(folder / name, found[str(parent)]):
            side = path.relative_to(folder).as_posix()
            if os.path.normcase(side) not in taken and path.is_file():
                leaving.append(side)
                seen[side] = FileVersion.of(path) if seen[name] is not None else None
    return leaving


def _swap(stages: Sequence[_Stage], warn: Callable[[str], None]) -> None:
    """Move the files that stages list; if one cannot be moved, restore all.

    Raises:
        InputError: a file cannot be replaced; all that cannot are named, and what could not be restored.

    """
    moves = [move for stage in stages for move in stage.moves()]
    for stage in stages:
        stage.mixed = True
    error = swap(moves, warn)
    for stage in stages:
        stage.mixed = error is not None and error.mixed
        if not stage.mixed:
            with suppress(OSError):  # it leaves with its folder, now or in the next run
                remove_file(stage.listing)
    if error is not None:
        raise error
