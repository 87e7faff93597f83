"""The time in office files (xlsx, docx): libraries write that of saving, a run's files carry that of the run."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime, timezone
from pathlib import Path

_PROPERTIES = "docProps/core.xml"
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def set_time(path: Path, created: datetime) -> None:
    """Write the run's time into a file and its archive, so that the same run gives the same bytes."""
    stamp = f"{created.astimezone(timezone.utc):%Y-%m-%dT%H:%M:%SZ}".encode()
    settled = path.with_name(f".{path.name}.settled")
    try:
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                content = old.read(name)
                if name == _PROPERTIES:
                    content = _TIME.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
                new.writestr(zipfile.ZipInfo(name, _EARLIEST), content, zipfile.ZIP_DEFLATED)
        settled.replace(path)
    finally:
        settled.unlink(missing_ok=True)
