"""Drawn sheets that are not assembled yet, so that a stopped run continues where it ended."""

from __future__ import annotations

import contextlib
import json
import shutil
from pathlib import Path

from ....bridge.i18n import tr
from ....bridge.io.file_state import file_hash
from .export import PDF
from .pdf import DrawnSheet
from .settings import MapError

FOLDER = ".redline_sheets"
_KEY = "key.txt"
_SHEET, _SIZE, _HASH = "sheet", "bytes", "sha256"


class SheetCache:
    """A folder of drawn sheets, each there only when it is complete.

    A key says what they were drawn from; sheets of another key are removed. Size and hash of each are kept: what does
    not fit them, as a machine stopped or somebody changed it, is drawn again.
    """

    def __init__(self, folder: Path, key: str) -> None:
        """Open the folder; begin it anew where its key is another one.

        Raises:
            MapError: the folder is not one of drawn sheets.
        """
        self._folder = folder
        with contextlib.suppress(OSError, UnicodeError):
            if (folder / _KEY).read_text(encoding="utf-8") == key:
                return
        if folder.is_dir() and any(folder.iterdir()) and not (folder / _KEY).is_file():
            raise MapError(
                tr("“{path}” is not a folder of drawn sheets. Rename it, or choose another place.").format(path=folder)
            )
        self.remove()
        folder.mkdir(parents=True)
        (folder / _KEY).write_text(key, encoding="utf-8")

    def file(self, number: int, form: str = PDF) -> Path:
        """Return the file of a sheet."""
        return self._folder / f"{number:05d}.{form}"

    def drawn(self, number: int, form: str = PDF) -> DrawnSheet | None:
        """Return the description of a sheet that is drawn already, and whole; None for others."""
        file = self.file(number, form)
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):  # whatever a damaged description leads to
            noted = json.loads(self._described(number).read_text(encoding="utf-8"))
            if noted[_SIZE] == file.stat().st_size and noted[_HASH] == file_hash(file):
                return DrawnSheet.of(noted[_SHEET])
        return None

    def add(self, number: int, drawn: DrawnSheet, form: str = PDF) -> None:
        """Note that a sheet is complete, with its size and hash."""
        file, described = self.file(number, form), self._described(number)
        noted = {_SHEET: drawn.values(), _SIZE: file.stat().st_size, _HASH: file_hash(file)}
        temporary = described.with_suffix(".writing")
        temporary.write_text(json.dumps(noted, ensure_ascii=False), encoding="utf-8")
        temporary.replace(described)

    def remove(self) -> None:
        """Remove the sheets."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _described(self, number: int) -> Path:
        """Return the file of a sheet's description."""
        return self._folder / f"{number:05d}.json"
