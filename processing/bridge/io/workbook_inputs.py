"""Layers that QGIS reads from workbooks: it sees no formats of cells, and counts all days from 1900.

A number that a format shows otherwise (12,000 as 1.2), and a day of a workbook that counts from 1904, come as others
than people see. `bridge.spreadsheets` reads both, but only .xlsx files as they stand.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from ..errors import InputError
from ..i18n import tr
from ..spreadsheets import WORKBOOKS
from .sources import Source

_SINCE_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true|on)[\"']")
_PART = "xl/workbook.xml"


def require_no_workbook(source: Source) -> None:
    """Raise `InputError` if a table that people fill in is read by QGIS from a workbook, also by a join or query."""
    for path in _workbooks(source):
        text = tr(
            "Layer “{layer}” comes from the workbook “{file}” in a way that shows neither the formats of its cells nor "
            "from which year its days count. Save it as .xlsx, and choose that file itself: without a filter, "
            "selection, join or unsaved edits."
        )
        raise InputError(text.format(layer=source.name, file=path.name))


def require_days_since_1900(source: Source) -> None:
    """Raise `InputError` if a layer that QGIS reads has days of a workbook (.xlsx) that counts from 1904."""
    for path in _workbooks(source):
        if counts_from_1904(path):
            text = tr(
                "Layer “{layer}”: the workbook “{file}” counts its days from 1904, which is not seen where a layer is "
                "read: its days would be four years early. Save the sheet as CSV, and choose that."
            )
            raise InputError(text.format(layer=source.name, file=path.name))


def counts_from_1904(path: Path) -> bool:
    """Return whether a workbook counts its days as old Macintoshes do; False for what is no .xlsx."""
    try:
        with zipfile.ZipFile(path) as book:
            return _SINCE_1904.search(book.read(_PART)) is not None
    except (OSError, RuntimeError, NotImplementedError, KeyError, zipfile.BadZipFile):
        return False  # who reads it says so


def _workbooks(source: Source) -> Iterator[Path]:
    """Yield the workbooks that a layer is read from, itself or by what it joins or queries."""
    for state in source.features.state.files:
        if state.path.suffix.lower() in WORKBOOKS:
            yield state.path
