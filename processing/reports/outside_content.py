"""What an office file fetches or runs when somebody opens it: links to other files, fields, functions, controls.

Letters and filled-in forms are copies of a template. What its maker linked, a recipient's Word or Excel would fetch,
and so tell a server who reads the letter.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from qgis.PyQt.QtCore import QXmlStreamReader

from ..bridge.confidential import without_secrets
from ..bridge.errors import InputError
from ..bridge.i18n import tr

ATTACHED_TEMPLATE = "/attachedTemplate"  # ends the type of the relation to the file that a Word document was made of
_HYPERLINK = "/hyperlink"
# A link that is followed only where somebody clicks on it; one to a file leads recipients nowhere, or to a server.
_FOLLOWED = re.compile(r"(?i)(?:https?|mailto|tel):|(?![\\/]{2}|[a-z][a-z0-9+.-]*:)")
_ADDRESS = re.compile(r"(?i)\s*(?:[a-z][a-z0-9+.-]+://|[\\/]{2})")
_LOADED = ("src", "href")  # attributes of pictures of older kinds
_FIELD = re.compile(r"(?i)\s*(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|DDEAUTO|DDE|RD|DATABASE)\b")
_FUNCTION = re.compile(r"(?i)(?<![\w.])(?:_xlfn\.)?(WEBSERVICE|IMAGE|RTD|SQL\.REQUEST|CALL|REGISTER(?:\.ID)?)\s*\(")
_FORMULAS = ("f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula")
_OTHER_WORKBOOKS = "xl/externalLinks/"
_RELATIONS, _XML = ".rels", ".xml"


def require_self_contained(path: Path) -> None:
    """Raise `InputError` where a document or workbook, whose size was checked, fetches or runs something.

    The file that a Word document was made of (`ATTACHED_TEMPLATE`) is left to the reader, who takes it away.
    """
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            for what in _outside(member, archive):
                text = tr(
                    "“{file}” would fetch or start something wherever it is opened: {what} ({part}). Embed pictures, "
                    "break links to files, delete such fields, functions and controls, and save it anew."
                )
                raise InputError(text.format(file=path.name, what=what, part=member))


def _outside(member: str, archive: zipfile.ZipFile) -> Iterator[str]:
    """Yield what a part of a file fetches or runs, in words."""
    if member.startswith(_OTHER_WORKBOOKS) and member.endswith(_XML):
        yield tr("values of another workbook or program")
    elif member.endswith(_RELATIONS):
        yield from _relations(QXmlStreamReader(archive.read(member)))
    elif member.endswith(_XML):
        yield from _elements(QXmlStreamReader(archive.read(member)))


def _relations(reader: QXmlStreamReader) -> Iterator[str]:
    """Yield what a part is related to outside of its file."""
    while not reader.atEnd():
        reader.readNext()
        if not reader.isStartElement() or str(reader.name()) != "Relationship":
            continue
        attributes = reader.attributes()
        kind, target, mode = (str(attributes.value(name)) for name in ("Type", "Target", "TargetMode"))
        if kind.endswith(ATTACHED_TEMPLATE) or (mode != "External" and not _ADDRESS.match(target)):
            continue
        if not kind.endswith(_HYPERLINK) or not _FOLLOWED.match(target):
            yield f"“{without_secrets(target)}”"


def _elements(reader: QXmlStreamReader) -> Iterator[str]:
    """Yield the fields, functions, pages and controls of a part that fetch or run something."""
    fields, inside = list[str](), ""
    while not reader.atEnd():
        reader.readNext()
        if reader.isStartElement():
            inside = str(reader.name())
            attributes = {str(one.name()): str(one.value()) for one in reader.attributes()}
            if inside == "altChunk" or (inside == "control" and "shapeid" in attributes):
                yield inside
            if inside == "fldChar" and attributes.get("fldCharType") == "begin":
                fields.append("")
            elif inside == "fldChar" and fields:  # of a field that ends, its code has ended
                yield from _field(fields.pop() if attributes.get("fldCharType") == "end" else fields[-1])
            if inside == "fldSimple":
                yield from _field(attributes.get("instr", ""))
            yield from (f"“{without_secrets(attributes[name])}”" for name in _LOADED if _is_address(attributes, name))
        elif reader.isEndElement():
            inside = ""
        elif reader.isCharacters() and inside == "instrText" and fields:
            fields[-1] += str(reader.text())
        elif reader.isCharacters() and inside in _FORMULAS:
            yield from _FUNCTION.findall(str(reader.text()))


def _field(code: str) -> list[str]:
    """Return the name of a field that fetches something, by its code; nothing for others."""
    found = _FIELD.match(code)
    return [] if found is None else [found[1]]


def _is_address(attributes: dict[str, str], name: str) -> bool:
    """Return whether an attribute holds an address."""
    return _ADDRESS.match(attributes.get(name, "")) is not None
