"""Drawn sheets that are not assembled yet, so that a stopped run continues where it ended."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from .export import PDF
from .pdf import DrawnSheet

FOLDER = ".redline_sheets"
_KEY = "key.txt"


class SheetCache:
    """A folder of drawn sheets, each there only when it is complete.

    A key says what they were drawn from; sheets of another key are removed.
    """

    def __init__(self, folder: Path, key: str) -> None:
        """Open the folder; begin it anew where its key is another one."""
        self._folder = folder
        with contextlib.suppress(OSError, UnicodeError):
            if (folder / _KEY).read_text(encoding="utf-8") == key:
                return
        self.remove()
        folder.mkdir(parents=True)
        (folder / _KEY).write_text(key, encoding="utf-8")

    def file(self, number: int, form: str = PDF) -> Path:
        """Return the file of a sheet."""
        return self._folder / f"{number:05d}.{form}"

    def drawn(self, number: int, form: str = PDF) -> DrawnSheet | None:
        """Return the description of a sheet that is drawn already; None for others."""
        described = self._described(number)
        return DrawnSheet.load(described) if described.is_file() and self.file(number, form).is_file() else None

    def add(self, number: int, drawn: DrawnSheet) -> None:
        """Note that a sheet is complete."""
        described = self._described(number)
        temporary = described.with_suffix(".writing")
        drawn.save(temporary)
        temporary.replace(described)

    def remove(self) -> None:
        """Remove the sheets."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _described(self, number: int) -> Path:
        """Return the file of a sheet's description."""
        return self._folder / f"{number:05d}.json"
