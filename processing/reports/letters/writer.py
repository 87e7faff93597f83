"""A letter for each county (.docx): a Word template, shipped or the user's own, filled from the report model.

A template has fields: `{{name}}` for a text of `merge_fields.letter_texts`, `{{table_...}}` and `{{map}}` in a
paragraph of their own, which the table or the picture replaces.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ...analysis.progress import Progress, Silent
from ...bridge.attempts import Attempt, insist
from ...bridge.errors import InputError, error_reason
from ...bridge.i18n import tr
from ...bridge.io.file_names import safe_file_name
from ...bridge.paths import RESOURCES
from ..labels import Translate
from ..model import ReportModel
from ..number_format import TEXT, printed
from ..office_timestamps import set_time
from ..tables.table import Table
from ..text_width import text_width
from .county_map_image import draw_county_map
from .merge_fields import letter_tables, letter_texts

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as WordTable
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

FOLDER = RESOURCES / "letters"
_FIELD = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")
_MAP = "map"
_WORST = 15
_MAP_SHAPE = 0.8  # height to width
_HEAD_FILL, _TOTAL_FILL, _BAD = "E2EBDD", "F3F6F1", "B3261E"
_FONT_POINTS = 9
_BOLD = 1.1  # how much wider a bold text is
_KEPT_ROWS, _SHORT_TABLE = 2, 8  # rows that are not parted from the head; rows of a table that stays on one page
_EMU_PER_MM = 36_000


class LetterError(InputError):
    """A letter cannot be written; the message says what is missing or which field of the template is wrong."""


def shipped_template(language: str) -> Path:
    """Return the template that is used where the user gives none."""
    return FOLDER / f"county_{language}.docx"


def check_letters(template: Path) -> None:
    """Raise `LetterError` where letters cannot be made, before a run begins."""
    _open(template)


def export_county_letters(
    package: Path,
    model: ReportModel,
    folder: Path,
    translate: Translate,
    template: Path,
    progress: Progress | None = None,
    attempt: Attempt = insist,
) -> dict[str, Path]:
    """Write one letter a county.

    Args:
        package: the run's GeoPackage, for the maps.
        model: the report whose figures stand in the letters.
        folder: where the files go.
        translate: translates headings of tables and the legend.
        template: the .docx to fill.
        progress: receives the fraction done; may cancel.
        attempt: of each letter, and of the map in it, which the letter does without where it fails.

    Returns:
        county code -> file, for the counties of the summary.

    Raises:
        LetterError: python-docx is missing, the template cannot be read or has a field that is not known.
    """
    progress = progress or Silent()
    counties = model.letter_counties
    written = {}
    for number, county in enumerate(counties):
        progress.check()
        name = safe_file_name(f"{county}_{model.unit_name(county)}")
        path = folder / f"{name}.docx"
        with attempt(path.name):
            _write_letter(path, template, package, model, county, translate, attempt)
            written[county] = path
        progress.set((number + 1) / len(counties))
    return written


def _write_letter(
    path: Path,
    template: Path,
    package: Path,
    model: ReportModel,
    county: str,
    translate: Translate,
    attempt: Attempt,
) -> None:
    """Write the letter of a county; arguments as of `export_county_letters`."""
    document = _open(template)
    picture_name = tr("{one}: {another}").format(one=path.name, another=tr("Map"))
    _fill(document, template, package, model, county, translate, partial(attempt, picture_name))
    document.core_properties.title = f"{model.title} {model.unit_name(county)}"
    document.core_properties.author = document.core_properties.last_modified_by = ""
    try:
        document.save(str(path))
        set_time(path, model.created)
    except OSError as error:
        text = tr("The letter “{file}” could not be written ({reason}).")
        raise LetterError(text.format(file=path.name, reason=error_reason(error))) from error


def _open(template: Path) -> Document:
    """Return a template as a document.

    Raises:
        LetterError: python-docx is missing, or the file is damaged.
    """
    try:
        import docx  # noqa: PLC0415  (optional: the plugin must load without it)
    except ImportError as error:
        raise LetterError(
            tr(
                "Letters need the Python library python-docx, which is not installed (python3-docx of apt; in the "
                "OSGeo4W shell: python -m pip install python-docx). Install it, or run without letters."
            )
        ) from error
    try:
        return docx.Document(str(template))
    except Exception as error:  # python-docx raises whatever a damaged file leads it to
        text = tr("The letter's template “{file}” cannot be read as a .docx file ({reason}).")
        raise LetterError(text.format(file=template.name, reason=error_reason(error))) from error


def _fill(
    document: Document,
    template: Path,
    package: Path,
    model: ReportModel,
    county: str,
    translate: Translate,
    try_map: Callable[[], AbstractContextManager[None]],
) -> None:
    """Fill the fields of a document; `try_map` is the attempt of its map.

    Raises:
        LetterError: a field is not known or stands in a wrong place.
    """
    texts = letter_texts(model, county, translate)
    tables = letter_tables(model, county, translate, _WORST)
    body = list(document.paragraphs)
    paragraphs = [*body, *_other_paragraphs(document)]
    _check_fields(paragraphs, body, texts, tables, template)
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    for paragraph in paragraphs:
        name = _sole_field(paragraph)
        if name == _MAP:
            _insert_map(paragraph, package, model, county, width, translate, try_map)
        elif name in tables:
            _insert_table(document, paragraph, tables[name], width)
        else:
            _replace(paragraph, texts)


def _check_fields(
    paragraphs: Sequence[Paragraph],
    body: Sequence[Paragraph],
    texts: Mapping[str, str],
    tables: Mapping[str, Table],
    template: Path,
) -> None:
    """Raise `LetterError` for fields that are not known, and for tables or maps amid a text.

    Args:
        paragraphs: all paragraphs of the document.
        body: those that a table or map may replace.
        texts: the known texts.
        tables: the known tables.
        template: for the message.
    """
    blocks = {*tables, _MAP}
    inside = {id(paragraph._p) for paragraph in body}
    for paragraph in paragraphs:
        for name in _FIELD.findall(paragraph.text):
            if name not in texts and name not in blocks:
                text = tr("The letter's template “{file}” names {name}, which is not known. Known are: {known}.")
                known = ", ".join([*sorted(blocks), *texts])
                raise LetterError(text.format(file=template.name, name=f"{{{{{name}}}}}", known=known))
            if name in blocks and (_sole_field(paragraph) != name or id(paragraph._p) not in inside):
                text = tr("The letter's template “{file}”: {name} needs a paragraph of its own in the text.")
                raise LetterError(text.format(file=template.name, name=f"{{{{{name}}}}}"))


def _sole_field(paragraph: Paragraph) -> str:
    """Return the field of a paragraph that holds nothing else; empty for any other."""
    found = _FIELD.fullmatch(paragraph.text.strip())
    return found.group(1) if found else ""


def _other_paragraphs(document: Document) -> Iterator[Paragraph]:
    """Yield the paragraphs in tables, headers and footers."""
    parts = [document]
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
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
        found = _FIELD.search(whole)
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


def _insert_map(
    paragraph: Paragraph,
    package: Path,
    model: ReportModel,
    county: str,
    width: int,
    translate: Translate,
    try_map: Callable[[], AbstractContextManager[None]],
) -> None:
    """Put the county's picture into a paragraph; remove the paragraph where there is none."""
    from docx.shared import Emu  # noqa: PLC0415

    wide, picture = width / _EMU_PER_MM, None
    with try_map():
        picture = draw_county_map(package, model, county, wide, wide * _MAP_SHAPE, translate)
    for run in paragraph.runs:
        run.text = ""
    if picture is None:
        paragraph._p.getparent().remove(paragraph._p)
        return
    paragraph.add_run().add_picture(io.BytesIO(picture), width=Emu(width))
    paragraph.paragraph_format.first_line_indent = Emu(0)
    paragraph.paragraph_format.line_spacing = 1.0  # a fixed one would cut the picture


def _insert_table(document: Document, paragraph: Paragraph, table: Table, width: int) -> None:
    """Replace a paragraph by a table as wide as the text; its head is repeated on each page."""
    from docx.enum.table import WD_TABLE_ALIGNMENT  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.shared import Emu  # noqa: PLC0415

    made = document.add_table(rows=0, cols=len(table.columns))
    if "Table Grid" in [style.name for style in document.styles]:
        made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    widths = _widths(table, width)
    head = made.add_row()
    for cell, column in zip(head.cells, table.columns):
        _write_cell(cell, column.heading, "center", fill=_HEAD_FILL, bold=True)
    for number, values in enumerate(table.rows):
        is_total = number in table.totals
        row = made.add_row()
        for cell, column, value in zip(row.cells, table.columns, values):
            bad = column.judged and isinstance(value, float) and value < 0
            _write_cell(
                cell,
                printed(value, column.kind, tr=tr),
                "left" if column.kind == TEXT else "right",
                fill=_TOTAL_FILL if is_total else "",
                bold=is_total,
                colour=_BAD if bad else "",
            )
    for number, row in enumerate(made.rows):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if number == 0:
            row._tr.trPr.append(OxmlElement("w:tblHeader"))
        # A head, and whatever is short, stays together with what follows.
        for cell in row.cells if number <= _KEPT_ROWS or len(made.rows) <= _SHORT_TABLE else ():
            cell.paragraphs[0].paragraph_format.keep_with_next = number < len(made.rows) - 1
        for cell, wide in zip(row.cells, widths):
            cell.width = Emu(wide)
    for column, wide in zip(made.columns, widths):
        column.width = Emu(wide)
    paragraph._p.addnext(made._tbl)
    # A table that ends where the next one begins would become one with it; and text wants a little room below it.
    after = made._tbl.getnext()
    paragraph._p.getparent().remove(paragraph._p)
    if after is None or not after.tag.endswith("}p"):
        made._tbl.addnext(OxmlElement("w:p"))


def _widths(table: Table, width: int) -> list[int]:
    """Return the widths of the columns by their texts, together the text's width (EMU)."""

    needs = []
    for index, column in enumerate(table.columns):
        values = [text_width(printed(row[index], column.kind, tr=tr)) for row in table.rows]
        head = max(text_width(line) for line in column.heading.split("\n"))
        needs.append(min(max([4, head * _BOLD, *values]) + 2, 26))
    return [round(width * need / sum(needs)) for need in needs]


def _write_cell(cell: _Cell, text: str, side: str, fill: str = "", bold: bool = False, colour: str = "") -> None:
    """Write a text into a cell; `side` is that of its alignment, colours are hexadecimal."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT  # noqa: PLC0415
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    form = paragraph.paragraph_format
    form.alignment = getattr(WD_ALIGN_PARAGRAPH, side.upper())
    form.first_line_indent, form.line_spacing = Pt(0), 1.0
    form.space_before = form.space_after = Pt(1.5)
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(_FONT_POINTS), bold
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if fill:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)
