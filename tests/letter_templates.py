"""Templates of letters as offices make them in Word: names of fields wherever Word puts text, and other files."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def run(text: str, kind: str = "t") -> str:
    return f'<w:r><w:{kind} xml:space="preserve">{text}</w:{kind}></w:r>'


def paragraph(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def tracked(text: str, kind: str = "ins") -> str:
    changed = run(text, "delText" if kind == "del" else "t")
    return f'<w:{kind} w:id="7" w:author="x" w:date="2024-01-01T00:00:00Z">{changed}</w:{kind}>'


def control(inside: str) -> str:
    """A content control that shows its placeholder, and is bound to data which Word shows in its place."""
    bound = '<w:dataBinding w:xpath="/x" w:storeItemID="{00000000-0000-0000-0000-000000000000}"/>'
    properties = f'<w:sdtPr><w:alias w:val="县"/><w:showingPlcHdr/>{bound}</w:sdtPr>'
    return f"<w:sdt>{properties}<w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def text_box(inside: str) -> str:
    """A text box as Word writes it: a shape, and its older form for programs that do not know shapes."""
    content = f"<w:txbxContent>{inside}</w:txbxContent>"
    shape = (
        '<w:drawing><wp:inline><wp:extent cx="900000" cy="300000"/><wp:docPr id="3" name="框"/><a:graphic>'
        f'<a:graphicData uri="{NAMESPACES["wps"]}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
        '<a:off x="0" y="0"/>'
        '<a:ext cx="900000" cy="300000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    older = f'<w:pict><v:shape style="width:70pt;height:24pt"><v:textbox>{content}</v:textbox></v:shape></w:pict>'
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{shape}</mc:Choice><mc:Fallback>{older}</mc:Fallback>'
        "</mc:AlternateContent>"
    )
    return paragraph(f"<w:r>{both}</w:r>")


def table(inside: str) -> str:
    columns = '<w:tblPr/><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid>'
    return f"<w:tbl>{columns}<w:tr><w:tc><w:tcPr/>{inside}</w:tc></w:tr></w:tbl>"


def write_template(
    path: Path, *body: str, header: str = "", notes: str = "", link: str = "", subject: str = ""
) -> Path:
    """Write a template of pieces of XML.

    Args:
        path: the file.
        body: blocks of the text.
        header: blocks of the header.
        notes: blocks of a footnote.
        link: address of a link in the text.
        subject: of the file's properties.
    """
    document = docx.Document()
    place = document.element.body[-1]
    for block in body:
        place.addprevious(parse_xml(f"<w:x {_DECLARED}>{block}</w:x>")[0])
    if header:
        section = document.sections[0]
        section.header.is_linked_to_previous = False
        section.header._element.append(parse_xml(f"<w:x {_DECLARED}>{header}</w:x>")[0])
    if notes:
        blob = f'<w:footnotes {_DECLARED}><w:footnote w:id="1">{notes}</w:footnote></w:footnotes>'.encode()
        part = Part(PackURI("/word/footnotes.xml"), f"{WORD}.footnotes+xml", blob, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    if link:
        document.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    document.core_properties.subject = subject
    document.save(str(path))
    return path


def with_part(path: Path, source: Path, change) -> Path:
    """Copy a file with its parts changed by a function of name and content."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return path


def as_kind(path: Path, source: Path, content_type: str) -> Path:
    """Copy a document as another kind of Word file, by the content type of its main part."""

    def change(name: str, content: bytes) -> bytes:
        if name == "[Content_Types].xml":
            return content.replace(f"{WORD}.document.main+xml".encode(), content_type.encode())
        return content

    return with_part(path, source, change)


def without_page(path: Path, source: Path) -> Path:
    """Copy a document without the section that says its page."""

    def change(name: str, content: bytes) -> bytes:
        if name != "word/document.xml":
            return content
        start = content.index(b"<w:sectPr")
        return content[:start] + content[content.index(b"</w:sectPr>") + len(b"</w:sectPr>") :]

    return with_part(path, source, change)
