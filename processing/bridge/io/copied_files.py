"""Copies of files that never take the place of another: photos of people who do not know each other's names."""

from __future__ import annotations

import filecmp
import os
import shutil
from contextlib import suppress
from pathlib import Path

from ..errors import InputError, error_reason
from ..i18n import tr

_PART = ".part"


def copy_beside(source: Path, folder: Path, name: str) -> tuple[Path, bool]:
    """Copy a file into a folder under a name, or under the next free one; one with the same content is taken as it is.

    Args:
        source: the file.
        folder: where the copy goes; it is made if need be.
        name: without ending; the source's is kept.

    Returns:
        the copy, and whether it is new.

    Raises:
        InputError: it cannot be copied; nothing is left of it then.

    """
    part = folder / f".{name}{_PART}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, part)
        number = 1
        while True:
            suffix = f"_{number}" if number > 1 else ""
            target = folder / f"{name}{suffix}{source.suffix.lower()}"
            if _claim(target):
                part.replace(target)
                return target, True
            if target.is_file() and filecmp.cmp(part, target, shallow=False):
                return target, False
            number += 1
    except OSError as error:
        raise InputError(
            tr("“{path}” could not be copied: {reason}").format(path=source, reason=error_reason(error))
        ) from error
    finally:
        with suppress(OSError):
            part.unlink()


def _claim(target: Path) -> bool:
    """Make an empty file of a name that nobody has; return whether it could be had."""
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        return False
    return True
