"""Templates of letters as Word files: opened, and checked before a run begins.

Each name in braces is filled, or the template is refused with the name and its place: a letter never shows braces.
"""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ...bridge.errors import InputError, error_reason
from ...bridge.file_limits import check_office_file
from ...bridge.i18n import tr
from ..outside_content import require_self_contained
from .docx_text import DocumentText
from .form import FOLDER
from .letter import FIELD, sole_field

if TYPE_CHECKING:
    from docx.document import Document

_EXAMPLE = "{{unit}}"
# Braces of both widths: an input method for Chinese types the wide ones.
_BRACES = re.compile(r"[{｛]{2}.*?[}｝]{2}|[{｛]{2}.{0,20}|.{0,20}[}｝]{2}", re.DOTALL)
_NAMED = re.compile(r"[{｛]{2}\s*[^\s{}｛｝]+\s*[}｝]{2}")
_OLE = b"\xd0\xcf\x11\xe0"  # Word's older files, and newer ones with a password
_MACROS, _TEMPLATE = "macroEnabled", "template.main+xml"


class LetterError(InputError):
    """A letter cannot be written; the message says what is missing or which field of the template is wrong."""


def shipped_template(language: str) -> Path:
    """Return the template that is used where the user gives none."""
    return FOLDER / f"county_{language}.docx"


def open_template(template: Path) -> Document:
    """Return a template as a document, without the file that it was made of itself.

    Raises:
        LimitError: the file holds more than is read.
        InputError: it would fetch or start something where its letters are opened.
        LetterError: the file is damaged, or none that letters can be made of.
    """
    _check_kind(template, _is_older)
    check_office_file(template)
    _check_kind(template, _packed_kind)
    require_self_contained(template)
    import docx  # noqa: PLC0415  (optional: the plugin must load without it)

    try:
        document = docx.Document(str(template))
        DocumentText(document).leave_origin()
    except Exception as error:  # python-docx raises whatever a damaged file leads it to
        text = tr("The letter's template “{file}” cannot be read as a .docx file ({reason}).")
        raise LetterError(text.format(file=template.name, reason=error_reason(error))) from error
    if text_width(document) is None:
        text = tr(
            "The letter's template “{file}” does not say the size of its page. Open it in Word or WPS, set paper and "
            "margins, and save it."
        )
        raise LetterError(text.format(file=template.name))
    return document


def text_width(document: Document) -> int | None:
    """Return the width of the text (EMU); None where the document says no page or margins, or leaves no room."""
    sections = list(document.sections)
    if not sections:
        return None
    try:
        sides = [sections[0].page_width, sections[0].left_margin, sections[0].right_margin]
    except ValueError:  # what stands there is no number
        return None
    if any(side is None for side in sides):
        return None
    width = int(sides[0] - sides[1] - sides[2])
    return width if width > 0 else None


def check_fields(document: Document, texts: Collection[str], blocks: Collection[str], template: Path) -> None:
    """Raise `LetterError` for the first name that would stay in the letters as it is.

    Args:
        document: the template.
        texts: names of the fields that are texts.
        blocks: names of those that need a paragraph of their own: tables and the map.
        template: for the message.
    """
    content = DocumentText(document)
    for paragraph in content.paragraphs:
        for name in FIELD.findall(paragraph.text):
            if name not in texts and name not in blocks:
                text = tr("The letter's template “{file}” names {name}, which is not known. Known are: {known}.")
                known = ", ".join([*sorted(blocks), *texts])
                raise LetterError(text.format(file=template.name, name=f"{{{{{name}}}}}", known=known))
            if name in blocks and (sole_field(paragraph.text) != name or not content.in_body(paragraph)):
                text = tr("The letter's template “{file}”: {name} needs a paragraph of its own in the text.")
                raise LetterError(text.format(file=template.name, name=f"{{{{{name}}}}}"))
        braces = _BRACES.search(FIELD.sub("\0", paragraph.text))
        if braces is not None:
            text = tr(
                "The letter's template “{file}” has braces that are no name: “{text}”. A name of letters and digits "
                "stands between two half-width braces on each side, such as {example}."
            )
            raise LetterError(text.format(file=template.name, text=braces[0].strip("\0 \n"), example=_EXAMPLE))
    for name, place in _unfilled(content):
        text = tr(
            "The letter's template “{file}” has {name} {place}, where it cannot be filled in. Write it as plain text "
            "of the letter, or delete it."
        )
        raise LetterError(text.format(file=template.name, name=name, place=place))


def _unfilled(content: DocumentText) -> Iterator[tuple[str, str]]:
    """Yield the names that stand where nothing is filled in, each with a word for the place."""
    for paragraph in content.paragraphs:
        yield from ((name, tr("in text that is marked as deleted")) for name in _NAMED.findall(paragraph.deleted))
    for text in content.links():
        yield from ((name, tr("in the address of a link")) for name in _NAMED.findall(unquote(text)))
    for text, part in content.unreachable():
        place = tr("in a drawing, a chart, a formula, a field of Word or a property ({part})").format(part=part)
        yield from ((name, place) for name in _NAMED.findall(unquote(text)))


def _check_kind(template: Path, other_kind: Callable[[Path], str]) -> None:
    """Raise `LetterError` where a function says in words that a file is another kind than a plain Word document."""
    kind = ""
    with contextlib.suppress(OSError, KeyError, ValueError, zipfile.BadZipFile):  # told where the file is opened
        kind = other_kind(template)
    if kind:
        text = tr("The letter's template “{file}” is {kind}. Save it as a Word document (.docx), without a password.")
        raise LetterError(text.format(file=template.name, kind=kind))


def _is_older(template: Path) -> str:
    """Return a word for a file in the form that Word had before .docx."""
    with template.open("rb") as file:
        return tr("of Word's older format (.doc), or protected by a password") if file.read(len(_OLE)) == _OLE else ""


def _packed_kind(template: Path) -> str:
    """Return a word for a file of Word's newer form that is no document; empty for others."""
    with zipfile.ZipFile(template) as archive:
        kinds = archive.read("[Content_Types].xml").decode("utf-8", "replace")
    if _MACROS in kinds:
        return tr("a document with macros (.docm)")
    return tr("a template of Word's own kind (.dotx)") if _TEMPLATE in kinds else ""
