"""The time in office files (xlsx, docx): libraries write that of saving, a run's files carry that of the run."""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import datetime, timezone
from pathlib import Path
from typing import IO

from ..bridge.held_files import remove_file

_PROPERTIES = "docProps/core.xml"
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
_EARLIEST = (1980, 1, 1, 0, 0, 0)


class SettledZip(zipfile.ZipFile):
    """An archive whose members have no time of their own, with the run's time in the document's properties."""

    def __init__(self, path: Path, created: datetime) -> None:
        """Begin a new file for a run of the time `created`."""
        super().__init__(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self._created = created

    def writestr(self, name: str, content: bytes | str) -> None:  # type: ignore[override]
        """Add a member."""
        content = content.encode() if isinstance(content, str) else content
        super().writestr(_member(name), _settled(name, content, self._created))

    def write(self, path: str, name: str) -> None:  # type: ignore[override]
        """Add a file as a member."""
        with open(path, "rb") as source, self.open_member(name) as target:  # noqa: PTH123
            shutil.copyfileobj(source, target)

    def open_member(self, name: str) -> IO[bytes]:
        """Begin a member, to be written piece by piece."""
        return self.open(_member(name), "w", force_zip64=True)


def set_time(path: Path, created: datetime) -> None:
    """Write the run's time into a file and its archive, so that the same run gives the same bytes."""
    settled = path.with_name(f".{path.name}.settled")
    try:
        with zipfile.ZipFile(path) as old, SettledZip(settled, created) as new:
            for name in old.namelist():
                new.writestr(name, old.read(name))
        settled.replace(path)
    finally:
        remove_file(settled)


def _member(name: str) -> zipfile.ZipInfo:
    """Return the head of a member."""
    member = zipfile.ZipInfo(name, _EARLIEST)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _settled(name: str, content: bytes, created: datetime) -> bytes:
    """Return the content of a member with the run's time."""
    if name != _PROPERTIES:
        return content
    stamp = f"{created.astimezone(timezone.utc):%Y-%m-%dT%H:%M:%SZ}".encode()
    return _TIME.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
