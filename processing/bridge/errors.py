"""Errors that a user can mend, and what happens when the machine has nothing left."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .i18n import tr

# What GEOS, GDAL and Python say when there is no memory, beside Python's own error for it.
_NO_MEMORY = ("bad_alloc", "can't start new thread", "Out of memory", "out of memory", "Cannot allocate memory")
_LITTLE_MEMORY = 32 * 2**20  # bytes; with less than that left, no run goes on


class InputError(Exception):
    """Something in the input or the parameters stops the run; the message names it and the remedy."""


def is_out_of_memory(error: BaseException | None) -> bool:
    """Whether an error, or one of those that led to it, says that there is no memory left, or there is none."""
    while error is not None:
        said = str(error)
        if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
            return True
        if any(words in said for words in _NO_MEMORY):
            return True
        error = error.__cause__ or error.__context__
    try:  # a library that had none may call it something else
        bytearray(_LITTLE_MEMORY)
    except MemoryError:
        return True
    return False


class ErrorCollector:
    """Errors that a user can mend, gathered so that all are told at once and not one a run."""

    def __init__(self) -> None:
        self._messages: list[str] = []

    @contextmanager
    def collect(self) -> Iterator[None]:
        """Note an `InputError` of what is done inside, and go on after it."""
        try:
            yield
        except InputError as error:
            self._messages.append(str(error))

    def check(self) -> None:
        """Raise what was noted, if anything was."""
        if self._messages:
            raise InputError("\n".join(dict.fromkeys(self._messages)))


def free_megabytes(path: Path) -> int:
    """What is free on the disk of a path, of which only some folder above it need exist, in MB."""
    return shutil.disk_usage(next(one for one in (path, *path.absolute().parents) if one.exists())).free // 10**6


def damaged_file(path: Path, reason: str) -> str:
    """Say that a file cannot be read."""
    return tr(
        "“{path}” cannot be read: it is damaged, incomplete or no file of layers ({reason}). Copy it anew from its "
        "source."
    ).format(path=path, reason=reason.strip() or tr("unknown format"))


def error_reason(error: BaseException) -> str:
    """The system's reason for an error with a file, in the user's language."""
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
    }
    number = getattr(error, "errno", None)
    return reasons.get(number) or getattr(error, "strerror", None) or str(error)
