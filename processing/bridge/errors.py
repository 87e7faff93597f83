"""Errors that a user can correct, and what the system says of files, memory and disks."""

from __future__ import annotations

import errno
import shutil
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .confidential import library_text, without_secrets
from .i18n import tr

# What GEOS, GDAL and Python say when there is no memory, beside MemoryError.
_MEMORY_MESSAGES = ("bad_alloc", "can't start new thread", "Out of memory", "out of memory", "Cannot allocate memory")
# Those whose errors speak of files.
_FILE_LIBRARIES = ("sqlite3", "pyogrio", "fiona", "zipfile")
_LONGEST_REASON = 128  # characters
_LEAST_MEMORY = 32 * 2**20  # bytes; with less than that left, no run goes on


class InputError(Exception):
    """An error in the inputs or the parameters that stops the run; its message names the cause and the remedy."""


def is_out_of_memory(error: BaseException | None) -> bool:
    """Return whether memory is exhausted: an error or one of its causes says so, or a small allocation fails.

    Args:
        error: the error; None to test the allocation alone.

    """
    while error is not None:
        message = str(error)
        if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
            return True
        if any(words in message for words in _MEMORY_MESSAGES):
            return True
        error = error.__cause__ or error.__context__
    try:  # a library may report it as another error
        bytearray(_LEAST_MEMORY)
    except MemoryError:
        return True
    return False


def storage_fault(error: BaseException) -> str:
    """Return what the system or a library says of a file that it could not read or write; empty if it speaks of none.

    A disk that breaks in the middle of a run, or a file that somebody takes away, shows itself wherever files are used.
    """
    library = type(error).__module__.partition(".")[0]
    if library in _FILE_LIBRARIES or (isinstance(error, OSError) and error.errno is not None):
        reason = error_reason(error).strip() or type(error).__name__
        # GDAL quotes whole statements before it says what is wrong.
        return reason if len(reason) <= _LONGEST_REASON else f"…{reason[-_LONGEST_REASON:]}"
    return ""


class ErrorCollector:
    """Errors that a user can correct, collected so that one run reports them all."""

    def __init__(self) -> None:
        """Start without errors."""
        self._messages: list[str] = []

    @contextmanager
    def collect(self) -> Iterator[None]:
        """Keep an `InputError` raised in the `with` block, and continue after the block."""
        try:
            yield
        except InputError as error:
            self._messages.append(str(error))

    def check(self) -> None:
        """Raise one `InputError` with all messages collected, each once; do nothing if there is none."""
        if self._messages:
            raise InputError("\n".join(dict.fromkeys(self._messages)))


def free_megabytes(path: Path) -> int:
    """Return the free space (MB) of the disk that a path is on; only one of its parent folders has to exist."""
    return shutil.disk_usage(_existing(path)).free // 10**6


def _existing(path: Path) -> Path:
    """Return a path, or the first of its parent folders that exists."""
    return next(folder for folder in (path, *path.absolute().parents) if folder.exists())


def temporary_space(path: Path) -> str:
    """Return a sentence with the free space for temporary files, behind a blank; empty if they lie on a path's disk."""
    temporary = Path(tempfile.gettempdir())
    if not temporary.exists() or _existing(path).stat().st_dev == temporary.stat().st_dev:
        return ""
    text = tr("Temporary files go to “{folder}”, where {free} MB are free.")
    return " " + text.format(folder=temporary, free=free_megabytes(temporary))


def damaged_file(path: Path, reason: str) -> str:
    """Return the message that a file cannot be read, with the library's reason."""
    return tr(
        "“{path}” cannot be read: it is damaged, incomplete or no file of layers ({reason}). Copy it anew from its "
        "source."
    ).format(path=path, reason=library_text(reason.strip()) or tr("unknown format"))


def no_utf8(layer: str) -> str:
    """Return the message that a layer's text is not UTF-8, which is that of all formats but shapefiles."""
    return tr(
        "Layer “{layer}”: some of its text is not UTF-8, as its format demands. Export it anew as a GeoPackage from "
        "the program that wrote it, or from QGIS, and check its names there."
    ).format(layer=layer)


def error_reason(error: BaseException) -> str:
    """Return the system's reason for an error with a file, in the user's language."""
    reasons = {
        errno.EACCES: tr("access is denied"),
        errno.EPERM: tr("not permitted"),
        errno.EROFS: tr("it is read-only"),
        errno.ENOSPC: tr("the disk is full"),
        errno.EDQUOT: tr("your share of the disk is full"),
        errno.ENOENT: tr("it does not exist"),
        errno.ENOTDIR: tr("a file stands where a folder should be"),
        errno.EEXIST: tr("a file stands where a folder should be"),
        errno.EISDIR: tr("it is a folder"),
        errno.EBUSY: tr("another program has it open"),
        errno.ENAMETOOLONG: tr("the name is too long"),
        errno.EIO: tr("the disk reports an error"),
    }
    if not isinstance(error, OSError):
        return library_text(error)
    return reasons.get(error.errno or 0) or library_text(error.strerror or error)


def plugin_error(error: BaseException) -> str:
    """Return the first line of an error of the plugin's own, without what it must not repeat."""
    return library_text(f"{type(error).__name__}: {error}".splitlines()[0])


def log_details(error: BaseException) -> None:
    """Write where an error of the plugin's own came from into QGIS's log."""
    from qgis.core import Qgis, QgsMessageLog  # noqa: PLC0415  workers without QGIS import this module

    details = without_secrets("".join(traceback.format_exception(type(error), error, error.__traceback__)))
    QgsMessageLog.logMessage(
        "\n".join(library_text(line) for line in details.splitlines()),
        "Farmland Redline",
        Qgis.MessageLevel.Critical,
    )
