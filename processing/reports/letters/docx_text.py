"""The text of Word files wherever it stands: paragraphs in the text, tables, headers, notes, text boxes and controls.

A paragraph's letters lie in pieces (`w:t`), which Word cuts where somebody has typed or its spelling check has looked,
and which links, content controls and tracked insertions hold in elements of their own. A text box stands twice in a
file, once for programs that do not know the newer form; both are paragraphs here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..outside_content import ATTACHED_TEMPLATE
from .letter import FIELD

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part

# Text that is printed, or told to the reader of comments.
_PRINTED = re.compile(r"wordprocessingml\.(document\.main|header|footer|footnotes|endnotes|comments)\+xml$")
# What no page shows: data behind content controls, and the words of those that are empty.
_UNSEEN = ("/customXml/", "/word/glossary/")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TEXT, _DELETED_TEXT, _PARAGRAPH, _PROPERTIES = (f"{_WORD}{name}" for name in ("t", "delText", "p", "pPr"))
_CONTROL, _BINDING, _PLACEHOLDER = (f"{_WORD}{name}" for name in ("sdt", "dataBinding", "showingPlcHdr"))
_ORIGIN = f"{_WORD}attachedTemplate"
_DELETED = {f"{_WORD}{name}" for name in ("del", "moveFrom")}
_BREAKS = {f"{_WORD}{name}" for name in ("tab", "br", "cr")}
# What a paragraph may hold beside its letters, and would be lost with it.
_HELD = re.compile(
    r"\}(drawing|pict|object|AlternateContent|sectPr|bookmarkStart|bookmarkEnd|commentRangeStart|commentRangeEnd|"
    r"commentReference|footnoteReference|endnoteReference|fldChar)$"
)

Element = Any  # of lxml, whose types python-docx does not tell


@dataclass(frozen=True)
class _Run:
    """Letters of a paragraph: the element that holds them (None for a tabulator or a break), and if it is deleted."""

    node: Element | None
    text: str
    deleted: bool


class ParagraphText:
    """The letters of a paragraph without those of text boxes anchored in it, which are paragraphs themselves.

    Attributes:
        element: the paragraph (`w:p`).
        text: its letters as they stand, tracked insertions among them.
        deleted: those that are marked as deleted, which readers may still see.
    """

    def __init__(self, element: Element) -> None:
        """Read a paragraph."""
        self.element = element
        runs = list(_runs(element, deleted=False))
        self._live = [run for run in runs if not run.deleted]
        self.text = "".join(run.text for run in self._live)
        self.deleted = "".join(run.text for run in runs if run.deleted)

    @property
    def is_bare(self) -> bool:
        """Whether nothing but its letters is lost with it."""
        return not any(isinstance(node.tag, str) and _HELD.search(node.tag) for node in self.element.iter())

    def fill(self, texts: Mapping[str, str]) -> None:
        """Put texts into the fields, each in the looks of its first letter; a value is not searched for fields."""
        found = list(FIELD.finditer(self.text))
        for field in reversed(found):
            self._replace(field.start(), field.end(), texts[field.group(1)])
        if found:
            _detach(self.element)

    def clear(self) -> None:
        """Take all letters away."""
        self._replace(0, len(self.text), "")

    def _replace(self, first: int, last: int, value: str) -> None:
        """Replace letters from a place to another, as they were read; those before may not have changed since."""
        end = 0
        for run in self._live:
            start, end = end, end + len(run.text)
            low, high = max(first, start), min(last, end)
            if run.node is not None and low < high:
                text = run.node.text or ""
                # What follows may have been replaced already, and be longer or shorter.
                kept = text[: low - start], text[high - start :]
                run.node.text = f"{kept[0]}{value if low == first else ''}{kept[1]}"
                run.node.set(_SPACE, "preserve")


def _runs(element: Element, deleted: bool) -> Iterator[_Run]:
    """Yield the letters below an element in their order."""
    for child in element:
        tag = child.tag
        if not isinstance(tag, str) or tag in (_PARAGRAPH, _PROPERTIES):
            continue
        if tag in (_TEXT, _DELETED_TEXT):
            yield _Run(child, child.text or "", deleted or tag == _DELETED_TEXT)
        elif tag in _BREAKS:
            yield _Run(None, "\n", deleted)
        else:
            yield from _runs(child, deleted or tag in _DELETED)


def _detach(paragraph: Element) -> None:
    """Part the content controls around and in a paragraph from data that Word would show in place of the text."""
    for control in (*paragraph.iterancestors(_CONTROL), *paragraph.iter(_CONTROL)):
        for name in (_BINDING, _PLACEHOLDER):
            for properties in control.findall(f"{_WORD}sdtPr"):
                for node in properties.findall(name):
                    properties.remove(node)


class DocumentText:
    """All texts of a Word file."""

    def __init__(self, document: Document) -> None:
        """Read the parts of a file."""
        self.body = document.element.body
        self._printed: list[tuple[Part, Element]] = []
        self._others: list[tuple[Part, Element]] = []
        self._parts = list(document.part.package.iter_parts())
        for part in self._parts:
            name = str(part.partname)
            if part.content_type.endswith("xml") and not name.startswith(_UNSEEN):
                group = self._printed if _PRINTED.search(part.content_type) else self._others
                group.append((part, _root(part)))
        self.paragraphs = [ParagraphText(node) for _, root in self._printed for node in root.iter(_PARAGRAPH)]

    def in_body(self, paragraph: ParagraphText) -> bool:
        """Return whether a paragraph stands in the text itself, where a table can take its place."""
        return paragraph.element.getparent() is self.body

    def unreachable(self) -> Iterator[tuple[str, str]]:
        """Yield texts that are in no paragraph, with the name of their part: of charts, fields, properties, links."""
        for part, root in self._printed:
            letters = (_TEXT, _DELETED_TEXT)
            yield from ((text, str(part.partname)) for text in _other_texts(root, letters))
        for part, root in self._others:
            yield from ((text, str(part.partname)) for text in _other_texts(root, (_TITLE,)))

    def links(self) -> Iterator[str]:
        """Yield the addresses that links lead to."""
        for part in self._parts:
            yield from (str(link.target_ref) for link in part.rels.values() if link.is_external)

    def leave_origin(self) -> None:
        """Take away the link to the file that the document was made of, which Word looks for where it is opened."""
        for part in self._parts:
            for name, link in list(part.rels.items()):
                if link.reltype.endswith(ATTACHED_TEMPLATE) and hasattr(part, "element"):
                    del part.rels[name]
                    for node in part.element.findall(_ORIGIN):
                        part.element.remove(node)

    def keep(self) -> None:
        """Give the parts that python-docx takes as they are what was changed in them."""
        from docx.opc.oxml import serialize_part_xml  # noqa: PLC0415  (optional: the plugin must load without it)

        for part, root in self._printed:
            if not hasattr(part, "element"):
                part._blob = serialize_part_xml(root)


def _root(part: Part) -> Element:
    """Return the root of a part's XML."""
    from docx.oxml import parse_xml  # noqa: PLC0415

    return part.element if hasattr(part, "element") else parse_xml(part.blob)


def _other_texts(root: Element, known: Iterable[str]) -> Iterator[str]:
    """Yield the texts of a part, those of known elements left out, joined as they follow, and all attributes."""
    nodes = [node for node in root.iter() if isinstance(node.tag, str)]
    # Of those without others inside: python-docx gives runs a text of its own making.
    yield "".join(node.text or "" for node in nodes if not len(node) and node.tag not in known)
    yield from (value for node in nodes for value in node.attrib.values())
