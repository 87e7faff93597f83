"""Letters as Word files: a template, shipped or the office's own, is filled by python-docx.

A template has fields: `{{name}}` for a text, and `{{table_...}}` and `{{map}}` in a paragraph of their own, which the
table or the picture replaces. A paragraph whose fields are all empty is left out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...bridge.errors import InputError, error_reason
from ...bridge.file_limits import check_office_file
from ...bridge.i18n import tr
from .form import FOLDER, form_data
from .letter import FIELD, MAP, MAP_SHAPE, Cell, Letter, PrintedTable, fields_of, is_left_out, sole_field

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as WordTable
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

_EMU_PER_MM = 36_000
_LONGEST_TITLE = 255  # of the file's properties


class LetterError(InputError):
    """A letter cannot be written; the message says what is missing or which field of the template is wrong."""


def shipped_template(language: str) -> Path:
    """Return the template that is used where the user gives none."""
    return FOLDER / f"county_{language}.docx"


def open_template(template: Path) -> Document:
    """Return a template as a document.

    Raises:
        LimitError: the file holds more than is read.
        LetterError: the file is damaged.
    """
    check_office_file(template)
    import docx  # noqa: PLC0415  (optional: the plugin must load without it)

    try:
        return docx.Document(str(template))
    except Exception as error:  # python-docx raises whatever a damaged file leads it to
        text = tr("The letter's template “{file}” cannot be read as a .docx file ({reason}).")
        raise LetterError(text.format(file=template.name, reason=error_reason(error))) from error


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
    body = list(document.paragraphs)
    paragraphs = [*body, *_other_paragraphs(document)]
    _check_fields(paragraphs, body, letter, template)
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    for paragraph in paragraphs:
        name = sole_field(paragraph.text)
        if name == MAP:
            _insert_map(paragraph, letter, width)
        elif name in letter.tables:
            _insert_table(document, paragraph, letter.tables[name], width)
        elif is_left_out(paragraph.text, letter.texts) and paragraph in body:
            paragraph._p.getparent().remove(paragraph._p)
        else:
            _replace(paragraph, letter.texts)
    document.core_properties.title = letter.title[:_LONGEST_TITLE]
    document.core_properties.author = document.core_properties.last_modified_by = ""
    document.save(str(path))


def _check_fields(paragraphs: Sequence[Paragraph], body: Sequence[Paragraph], letter: Letter, template: Path) -> None:
    """Raise `LetterError` for fields that are not known, and for tables or maps amid a text.

    Args:
        paragraphs: all paragraphs of the document.
        body: those that a table or map may replace.
        letter: with the known fields.
        template: for the message.
    """
    blocks = {*letter.tables, MAP}
    inside = {id(paragraph._p) for paragraph in body}
    for paragraph in paragraphs:
        for name in fields_of(paragraph.text):
            if name not in letter.texts and name not in blocks:
                text = tr("The letter's template “{file}” names {name}, which is not known. Known are: {known}.")
                known = ", ".join([*sorted(blocks), *letter.texts])
                raise LetterError(text.format(file=template.name, name=f"{{{{{name}}}}}", known=known))
            if name in blocks and (sole_field(paragraph.text) != name or id(paragraph._p) not in inside):
                text = tr("The letter's template “{file}”: {name} needs a paragraph of its own in the text.")
                raise LetterError(text.format(file=template.name, name=f"{{{{{name}}}}}"))


def _other_paragraphs(document: Document) -> Iterator[Paragraph]:
    """Yield the paragraphs in tables, headers and footers."""
    parts = [document]
    for section in document.sections:
        for part in (
            *(section.header, section.first_page_header, section.even_page_header),
            *(section.footer, section.first_page_footer, section.even_page_footer),
        ):
            if not part.is_linked_to_previous:
                parts.append(part)
                yield from part.paragraphs
    for part in parts:
        for table in part.tables:
            yield from _cell_paragraphs(table)


def _cell_paragraphs(table: WordTable) -> Iterator[Paragraph]:
    """Yield the paragraphs in a table and in the tables inside it."""
    for row in table.rows:
        for cell in row.cells:
            yield from cell.paragraphs
            for inner in cell.tables:
                yield from _cell_paragraphs(inner)


def _replace(paragraph: Paragraph, texts: Mapping[str, str]) -> None:
    """Put texts into the fields of a paragraph.

    Word may have cut a field into several runs, of which the first one's looks stay.
    """
    while True:
        runs = paragraph.runs
        whole = "".join(run.text for run in runs)
        found = FIELD.search(whole)
        if found is None:
            return
        start = 0
        for run in runs:
            end = start + len(run.text)
            low, high = max(found.start(), start), min(found.end(), end)
            if low < high:
                kept = run.text[: low - start], run.text[high - start :]
                # Braces of a value would be taken for a name again.
                value = texts[found.group(1)].replace("{{", "{ {") if low == found.start() else ""
                run.text = f"{kept[0]}{value}{kept[1]}"
            start = end


def _insert_map(paragraph: Paragraph, letter: Letter, width: int) -> None:
    """Put the county's picture into a paragraph; remove the paragraph where there is nothing to draw."""
    from docx.shared import Emu  # noqa: PLC0415

    wide = width / _EMU_PER_MM
    picture = letter.draw_map(wide, wide * MAP_SHAPE)
    for run in paragraph.runs:
        run.text = ""
    if picture is None:
        paragraph._p.getparent().remove(paragraph._p)
        return
    paragraph.add_run().add_picture(io.BytesIO(picture), width=Emu(width))
    paragraph.paragraph_format.first_line_indent = Emu(0)
    paragraph.paragraph_format.line_spacing = 1.0  # a fixed one would cut the picture


def _insert_table(document: Document, paragraph: Paragraph, table: PrintedTable, width: int) -> None:
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
    paragraph._p.addnext(made._tbl)
    # A table that ends where the next one begins would become one with it; and text wants a little room below it.
    after = made._tbl.getnext()
    paragraph._p.getparent().remove(paragraph._p)
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
