"""Files that other programs hold for a moment, such as those that look into every new or changed file."""

from __future__ import annotations

import time
from pathlib import Path

WAITS = (0.05, 0.1, 0.2, 0.4, 0.8)  # seconds


def rename(source: Path, target: Path) -> None:
    """Rename a file, and wait a while for programs that look into every new or changed file."""
    for wait in WAITS:
        try:
            source.replace(target)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    source.replace(target)


def remove_file(path: Path) -> None:
    """Remove a file, and wait a while for programs that look into every new or changed file; it may be gone already.

    Raises:
        OSError: it cannot be removed.

    """
    for wait in (*WAITS, 0.0):
        try:
            path.unlink()
        except FileNotFoundError:
            return
        except PermissionError:
            if not wait:
                raise
            time.sleep(wait)
        else:
            return
