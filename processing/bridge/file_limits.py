"""Limits of the files that people send each other: what is larger, deeper or longer is refused before it is read.

A few hundred bytes can unpack into more than any machine holds. The limits, each with its reason, stand in
`resources/files/limits.yaml`; the message names the file, the limit, what was found, and the remedy.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from .errors import InputError, damaged_file, error_reason
from .i18n import tr
from .paths import RESOURCES
from .yaml_files import load_data

_BYTES_PER_MB = 10**6
# How XML begins: after a byte order mark and blanks, in UTF-8 or UTF-16.
_XML_STARTS = (b"<", b"<\0", b"\0<")
_BOMS_AND_BLANKS = b"\xef\xbb\xbf\xff\xfe\t\r\n "
_DRAWING = ".vml"  # of earlier versions of Office; not always well-formed, and read by nobody here
_SHEETS = "xl/worksheets/"
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")


_ADDRESS = re.compile(r"(?i)(?:https?|ftps?):/+(?:[^@/\s]*@)?([^/:?\s\"'<>]+)")


class LimitError(InputError):
    """A file is larger, deeper or longer than is read."""


@cache
def _limits() -> Mapping[str, Mapping[str, int]]:
    """Return the limits by group and name."""
    data = load_data(RESOURCES / "files" / "limits.yaml")
    return {group: {name: int(row["limit"]) for name, row in rows.items()} for group, rows in data.items()}


def limit(group: str, name: str) -> int:
    """Return a limit of `resources/files/limits.yaml`."""
    return _limits()[group][name]


def check_limit(file: str, what: str, found: int, most: int, remedy: str) -> None:
    """Raise `LimitError` where more was found than the limit.

    Args:
        file: its name.
        what: was counted, in the user's language.
        found: how many; where counting ended early, at least so many.
        most: the limit.
        remedy: what the user can do.

    """
    if found > most:
        text = tr("“{file}” has too many {what}: {found}, and at most {limit} are read. {remedy}")
        raise LimitError(text.format(file=file, what=what, found=f"{found:,}", limit=f"{most:,}", remedy=remedy))


def check_file_size(path: Path, group: str) -> None:
    """Raise `LimitError` where a file is larger than those of its group (`limits.yaml`) may be.

    Raises:
        OSError: the file cannot be looked at.

    """
    size, most = path.stat().st_size, limit(group, "bytes")
    if size > most:
        text = tr("“{file}” has {found} MB, and files of this kind are read up to {limit} MB. Choose another file.")
        raise LimitError(
            text.format(file=path.name, found=f"{size / _BYTES_PER_MB:,.1f}", limit=f"{most / _BYTES_PER_MB:,.1f}")
        )


def check_archive(path: Path, group: str, remedy: str) -> None:
    """Raise `LimitError` where an archive holds too many files, or too much when unpacked.

    Args:
        path: of the archive.
        group: of limits: `archive` or `office`.
        remedy: what the user can do.

    Raises:
        InputError: it is no archive.
        OSError: it cannot be read.

    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise InputError(damaged_file(path, str(error))) from error
    check_limit(path.name, tr("files inside"), len(members), limit(group, "members"), remedy)
    unpacked, most = sum(member.file_size for member in members), limit(group, "unpacked_bytes")
    if unpacked > most:
        text = tr("“{file}” would unpack into {found} MB, and at most {limit} MB are read. {remedy}")
        sizes = {"found": f"{unpacked // _BYTES_PER_MB:,}", "limit": f"{most // _BYTES_PER_MB:,}"}
        raise LimitError(text.format(file=path.name, remedy=remedy, **sizes))


def check_office_file(path: Path) -> None:
    """Check a workbook or a document (.xlsx, .docx) before a library unpacks it.

    Raises:
        LimitError: it is too large, has too many cells, elements or sheets, is nested too deeply, or declares
            entities, which expand without end.
        InputError: it is no archive, or a part of it is no XML.

    """
    remedy = tr("Delete sheets, rows, formats and pictures that are not needed, and save it anew.")
    try:
        check_file_size(path, "office")
        check_archive(path, "office", remedy)
        counts = _Counts(path.name, remedy)
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                counts.add(member.filename, archive.read(member))
    except (OSError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zipfile.LargeZipFile) as error:
        # For a password, another packing, or a part that ends too early.
        raise _unreadable(path.name, error_reason(error)) from error
    except Exception as error:
        if isinstance(error, InputError):
            raise
        raise _unreadable(path.name, str(error)) from error


def check_layout_file(path: Path) -> None:
    """Check a template of maps (.qpt) before Qt builds its tree, by recursion, which ends the process where it is deep.

    What is no XML at all is left to the reader. Pictures and pages at an address are fetched where QGIS loads it.

    Raises:
        LimitError: it is too large, or nested too deeply.
        InputError: a picture or a page of it is at an address.
        OSError: it cannot be read.

    """
    from qgis.PyQt.QtCore import QXmlStreamReader  # noqa: PLC0415  workers without QGIS import this module

    check_file_size(path, "layout")
    reader, depth, most = QXmlStreamReader(path.read_bytes()), 0, limit("layout", "depth")
    while depth <= most and not reader.atEnd():
        reader.readNext()
        depth += int(reader.isStartElement()) - int(reader.isEndElement())
        if reader.isStartElement():
            _check_no_address(path, {str(one.name()): str(one.value()) for one in reader.attributes()})
    check_limit(path.name, tr("elements inside each other"), depth, most, tr("Make it anew in QGIS's layout window."))


def _check_no_address(path: Path, attributes: Mapping[str, str]) -> None:
    """Raise `InputError` where an attribute of a layout is or has an address that QGIS would fetch."""
    for name, value in attributes.items():
        is_text = name == "labelText" and attributes.get("htmlState", "0") == "0"
        found = None if is_text or name.startswith("xmlns") else _ADDRESS.search(value)
        if found is not None:
            text = tr(
                "“{file}” has a picture or a page at an address ({server}), which would be fetched when a map is "
                "drawn. Embed it in the template, or choose a file of this computer."
            )
            raise InputError(text.format(file=path.name, server=found[1]))


def _unreadable(file: str, reason: str) -> InputError:
    """Return the error that an office file cannot be read."""
    text = tr(
        "“{file}” cannot be read: it is damaged, has a password, or is no .xlsx or .docx file ({reason}). Open it in "
        "the program that wrote it, and save it anew."
    )
    return InputError(text.format(file=file, reason=reason))


class _Counts:
    """What the parts of an office file hold, counted without building anything of it."""

    def __init__(self, file: str, remedy: str) -> None:
        """Start with nothing counted; arguments are for messages."""
        self._file, self._remedy = file, remedy
        self._elements = self._cells = self._merged = self._sheets = 0

    def add(self, name: str, content: bytes) -> None:
        """Count a part; raise `LimitError` beyond a limit."""
        if name.lower().endswith(_DRAWING) or not content.lstrip(_BOMS_AND_BLANKS)[:2].startswith(_XML_STARTS):
            return
        if name.lower().startswith(_SHEETS) and name.lower().endswith(".xml"):
            self._sheets += 1
            check_limit(self._file, tr("sheets"), self._sheets, limit("office", "sheets"), self._remedy)
        self._count(name, content)

    def _count(self, name: str, content: bytes) -> None:
        """Count the elements of a part; raise `LimitError` beyond a limit, `InputError` where it is no XML."""
        from qgis.PyQt.QtCore import QXmlStreamReader  # noqa: PLC0415  workers without QGIS import this module

        reader = QXmlStreamReader(content)
        depth = 0
        while not reader.atEnd():
            reader.readNext()
            if reader.isStartElement():
                depth += 1
                self._elements += 1
                kind = str(reader.name())
                self._cells += kind == "c"
                if kind == "mergeCell":
                    self._merged += _cells_of(str(reader.attributes().value("ref")))
                if self._is_beyond(depth):
                    break
            elif reader.isEndElement():
                depth -= 1
            elif reader.isDTD():
                text = tr(
                    "“{file}”: its part {part} declares entities, which no office program writes and which may expand "
                    "without end. Open the file in the program that wrote it, and save it anew."
                )
                raise LimitError(text.format(file=self._file, part=name))
        for what, found, counted in self._found(depth):
            check_limit(self._file, what, found, limit("office", counted), self._remedy)
        if reader.hasError():
            raise _unreadable(self._file, f"{name}: {reader.errorString()}")

    def _is_beyond(self, depth: int) -> bool:
        """Return whether a limit is exceeded; `depth` is that of the element read."""
        most = _limits()["office"]
        return (
            depth > most["depth"]
            or self._elements > most["elements"]
            or self._cells > most["cells"]
            or self._merged > most["merged_cells"]
        )

    def _found(self, depth: int) -> tuple[tuple[str, int, str], ...]:
        """Return what was counted, in words, how often, and the name of its limit."""
        return (
            (tr("elements inside each other"), depth, "depth"),
            (tr("merged cells"), self._merged, "merged_cells"),
            (tr("cells"), self._cells, "cells"),
            (tr("elements"), self._elements, "elements"),
        )


def _cells_of(area: str) -> int:
    """Return the number of cells of an area such as A1:C3; 0 where it is none."""
    found = _AREA.fullmatch(area.upper())
    if found is None or not found[3]:
        return int(found is not None)
    width = abs(_column_number(found[3]) - _column_number(found[1])) + 1
    return width * (abs(int(found[4]) - int(found[2])) + 1)


def _column_number(letters: str) -> int:
    """Return the number of a column of a sheet, of A 1."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
