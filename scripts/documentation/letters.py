"""The shipped templates of the county letter, in the form of an official letter; called by scripts/letter_templates.

Words and form are data (`resources/letters`).
"""

from __future__ import annotations

import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt

from farmland_redline.processing.bridge.i18n import LANGUAGES
from farmland_redline.processing.reports.letters.docx_template import shipped_template
from farmland_redline.processing.reports.letters.form import MM_PER_POINT, LetterForm, ParagraphForm, letter_form
from farmland_redline.processing.reports.office_timestamps import set_time

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.styles.style import BaseStyle
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

_MADE = datetime(2024, 1, 1, tzinfo=timezone.utc)
_ALIGNMENTS = {
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "left": WD_ALIGN_PARAGRAPH.LEFT,
}
_EIGHTHS = 12  # of a point: the width of the red line
_CHINESE = "86"  # the character set GB2312 in a table of fonts


def main() -> int:
    """Write both templates; the exit status."""
    for language in LANGUAGES:
        path = shipped_template(language)
        path.parent.mkdir(exist_ok=True)
        make_template(language, path)
        print(path.name)
    return 0


def make_template(language: str, path: Path) -> None:
    """Write the template of a language."""
    form, document = letter_form(language), docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(form.page["width"]), Mm(form.page["height"])
    for side in ("top", "bottom", "left", "right"):
        setattr(section, f"{side}_margin", Mm(form.page[side]))
    _font(document.styles["Normal"], form, form.body)
    for spoken in document.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:eastAsia"), "zh-CN")
    for kind, text in form.texts:
        _paragraph(document, form.paragraphs[kind], text, form)
    _page_numbers(document, section, form)
    if form.body.font != form.body.latin:  # the standard is one of Chinese letters
        _grid(section, form)
    _font_table(document, form)
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.title = ""
    document.save(str(path))
    set_time(path, _MADE)


def _paragraph(document: Document, look: ParagraphForm, text: str, form: LetterForm) -> None:
    paragraph = document.add_paragraph()
    shape, run = paragraph.paragraph_format, paragraph.add_run(text)
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    if look.line:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)
    else:
        shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    shape.alignment = _ALIGNMENTS[look.align]
    shape.first_line_indent = Pt(look.indent * look.size)
    shape.left_indent, shape.right_indent = Pt(look.left * look.size), Pt(look.right * look.size)
    shape.keep_with_next = look.keep
    _font(run, form, look)
    run.font.bold = look.bold
    if look.red:
        run.font.color.rgb = docx.shared.RGBColor.from_string(form.red)
    if look.rule:
        _rule(paragraph, look.rule, form.red)


def _rule(paragraph: Paragraph, distance: float, colour: str) -> None:
    """Draw a line below a paragraph, at a distance (mm)."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    room = round(distance / MM_PER_POINT)
    for name, value in (("val", "single"), ("sz", _EIGHTHS), ("space", room), ("color", colour)):
        line.set(qn(f"w:{name}"), str(value))
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def _font(holder: Run | BaseStyle, form: LetterForm, look: ParagraphForm) -> None:
    holder.font.name, holder.font.size = form.fonts[look.latin][0], Pt(look.size)
    fonts = holder.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), form.fonts[look.font][0])
    if look.spacing:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(round(look.spacing * 20)))
        properties = holder.element.get_or_add_rPr()
        properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u")
    # Signs that Chinese and Latin fonts have both, such as quotation marks, are as wide as the text around them.
    if form.body.font != form.body.latin:
        fonts.set(qn("w:hint"), "eastAsia")


def _page_numbers(document: Document, section: Section, form: LetterForm) -> None:
    """Add fields that Word fills with the page's number: odd ones to the right, even ones to the left."""
    document.settings.odd_and_even_pages_header_footer = True
    look, bottom = form.page_number, form.page["bottom"]
    # The footer stands so far above the edge that its line lies below the text.
    section.footer_distance = Mm(bottom - look["distance"] - look["size"] * MM_PER_POINT)
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = _ALIGNMENTS[align]
        setattr(paragraph.paragraph_format, f"{align}_indent", Pt(look["inside"] * look["size"]))
        run = paragraph.add_run(look["before"])
        for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
            element = OxmlElement("w:instrText" if text else "w:fldChar")
            if text:
                element.text = text
            else:
                element.set(qn("w:fldCharType"), kind)
            run._r.append(element)
        for each in (run, paragraph.add_run(look["after"])):
            _font(each, form, ParagraphForm(look["font"], look["font"], look["size"], 0))


def _grid(section: Section, form: LetterForm) -> None:
    """Have a page hold the lines of the standard."""
    high = section.page_height - section.top_margin - section.bottom_margin
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(int(Length(high).pt / form.page["lines"] * 20)))


def _font_table(document: Document, form: LetterForm) -> None:
    """Name the fonts, and for each the others that stand in for it where a machine lacks it."""
    root = ElementTree.fromstring(f"<w:fonts {nsdecls('w')}/>")  # noqa: S314  (our own text)
    for key, (name, *others) in form.fonts.items():
        font = ElementTree.SubElement(root, qn("w:font"), {qn("w:name"): name})
        ElementTree.SubElement(font, qn("w:altName"), {qn("w:val"): ",".join(others)})
        if key not in ("serif", "sans"):
            ElementTree.SubElement(font, qn("w:charset"), {qn("w:val"): _CHINESE})
        ElementTree.SubElement(font, qn("w:family"), {qn("w:val"): form.kinds[key]})
        ElementTree.SubElement(font, qn("w:pitch"), {qn("w:val"): "default"})
    ElementTree.register_namespace("w", root.tag[1:].split("}")[0])
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    part._blob = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)


if __name__ == "__main__":
    sys.exit(main())
