"""Letters as Word files: a template, shipped or the office's own, is filled by python-docx.

A template has fields: `{{name}}` for a text, and `{{table_...}}` and `{{map}}` in a paragraph of their own, which the
table or the picture replaces. A paragraph whose fields are all empty is left out.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, cast

from .docx_template import check_fields, open_template, text_width
from .docx_text import DocumentText, ParagraphText
from .form import form_data
from .letter import MAP, MAP_SHAPE, Cell, Letter, PrintedTable, is_left_out, sole_field

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

_EMU_PER_MM = 36_000
_LONGEST_TITLE = 255  # of the file's properties


def write_docx(letter: Letter, template: Path, path: Path) -> None:
    """Write a letter.

    Args:
        letter: what it says.
        template: the .docx to fill.
        path: the new file.

    Raises:
        LetterError: the template cannot be read, or has a field that is not known or stands in
            a wrong place.
        OSError: the file cannot be written.
    """
    document = open_template(template)
    check_fields(document, letter.texts, {*letter.tables, MAP}, template)
    width, content = cast(int, text_width(document)), DocumentText(document)
    for paragraph in content.paragraphs:
        name = sole_field(paragraph.text)
        if name == MAP:
            _insert_map(document, paragraph, letter, width)
        elif name in letter.tables:
            _insert_table(document, paragraph, letter.tables[name], width)
        elif is_left_out(paragraph.text, letter.texts) and content.in_body(paragraph):
            _take_out(paragraph)
        else:
            paragraph.fill(letter.texts)
    content.keep()
    document.core_properties.title = letter.title[:_LONGEST_TITLE]
    document.core_properties.author = document.core_properties.last_modified_by = ""
    document.save(str(path))


def _take_out(paragraph: ParagraphText) -> None:
    """Remove a paragraph of the text; only its letters where it holds more, such as a seal anchored in it."""
    if paragraph.is_bare:
        paragraph.element.getparent().remove(paragraph.element)
    else:
        paragraph.clear()


def _insert_map(document: Document, paragraph: ParagraphText, letter: Letter, width: int) -> None:
    """Put the county's picture into a paragraph; remove the paragraph where there is nothing to draw."""
    from docx.shared import Emu  # noqa: PLC0415
    from docx.text.paragraph import Paragraph  # noqa: PLC0415

    wide = width / _EMU_PER_MM
    picture = letter.draw_map(wide, wide * MAP_SHAPE)
    if picture is None:
        _take_out(paragraph)
        return
    paragraph.clear()
    made = Paragraph(paragraph.element, document._body)
    made.add_run().add_picture(io.BytesIO(picture), width=Emu(width))
    made.paragraph_format.first_line_indent = Emu(0)
    made.paragraph_format.line_spacing = 1.0  # a fixed one would cut the picture


def _insert_table(document: Document, paragraph: ParagraphText, table: PrintedTable, width: int) -> None:
    """Replace a paragraph by a table as wide as the text; its head is repeated on each page."""
    from docx.enum.table import WD_TABLE_ALIGNMENT  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.shared import Emu  # noqa: PLC0415

    made = document.add_table(rows=0, cols=len(table.shares))
    if "Table Grid" in [style.name for style in document.styles]:
        made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    widths = [Emu(round(width * share)) for share in table.shares]
    for number, cells in enumerate(table.rows):
        row = made.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if number == 0:
            row._tr.trPr.append(OxmlElement("w:tblHeader"))
        for cell, said, wide in zip(row.cells, cells, widths):
            _write_cell(cell, said)
            cell.paragraphs[0].paragraph_format.keep_with_next = table.keeps_with_next(number)
            cell.width = wide
    for column, wide in zip(made.columns, widths):
        column.width = wide
    paragraph.element.addnext(made._tbl)
    # A table that ends where the next one begins would become one with it; and text wants a little room below it.
    after = made._tbl.getnext()
    _take_out(paragraph)
    if after is None or not after.tag.endswith("}p"):
        made._tbl.addnext(OxmlElement("w:p"))


def _write_cell(cell: _Cell, said: Cell) -> None:
    """Write a cell of a table."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT  # noqa: PLC0415
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    look = form_data()["table"]
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    form = paragraph.paragraph_format
    form.alignment = getattr(WD_ALIGN_PARAGRAPH, said.side.upper())
    form.first_line_indent, form.line_spacing = Pt(0), 1.0
    form.space_before = form.space_after = Pt(look["padding"])
    # The grid of the page's lines is for its text; small rows on it would be twice as high.
    loose = OxmlElement("w:snapToGrid")
    loose.set(qn("w:val"), "0")
    paragraph._p.get_or_add_pPr().insert_element_before(loose, "w:spacing", "w:ind", "w:jc", "w:rPr")
    run = paragraph.add_run(said.text)
    run.font.size, run.font.bold = Pt(look["size"]), said.bold
    if said.colour:
        run.font.color.rgb = RGBColor.from_string(said.colour)
    if said.fill:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", said.fill)):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)
