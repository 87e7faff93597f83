"""Letters as HTML pages in the form of the shipped template, where the library that writes Word files is missing.

A browser prints them on pages of the standard's size; Word and WPS open them and save them as their own files.
"""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path

from .form import LetterForm, ParagraphForm, letter_form, text_width_mm
from .letter import FIELD, MAP, MAP_SHAPE, Letter, PrintedTable, is_left_out, sole_field

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def write_html(letter: Letter, language: str, path: Path) -> None:
    """Write a letter with the words and in the form of the shipped template.

    Args:
        letter: what it says.
        language: of the template, `zh` or `en`.
        path: the new file.

    Raises:
        OSError: the file cannot be written.
    """
    form = letter_form(language)
    body = "\n".join(filter(None, (_block(kind, text, letter, form) for kind, text in form.texts)))
    page = _PAGE.format(language=language, title=escape(letter.title), style=_style(form), body=body)
    path.write_text(page, encoding="utf-8", newline="\n")


def _block(kind: str, text: str, letter: Letter, form: LetterForm) -> str:
    """Return a paragraph, a table or the map; empty for what the letter leaves out."""
    name = sole_field(text)
    if name == MAP:
        picture = letter.draw_map(text_width_mm(), text_width_mm() * MAP_SHAPE)
        if picture is None:
            return ""
        data = base64.b64encode(picture).decode("ascii")
        return f'<p class="{kind}"><img alt="" src="data:image/png;base64,{data}"></p>'
    if name in letter.tables:
        return _table(letter.tables[name])
    if is_left_out(text, letter.texts):
        return ""
    said = FIELD.sub(lambda field: letter.texts[field.group(1)], text)
    return f'<p class="{kind}">{escape(said)}</p>'


def _table(table: PrintedTable) -> str:
    """Return a table as wide as the text; its head is repeated on each page."""
    columns = "".join(f'<col style="width: {share:.2%}">' for share in table.shares)
    rows = []
    for number, cells in enumerate(table.rows):
        tag = "td" if number else "th"
        shown = "".join(
            f'<{tag} style="{_cell_style(cell.side, cell.fill, cell.bold, cell.colour)}">'
            f"{escape(cell.text).replace(chr(10), '<br>')}</{tag}>"
            for cell in cells
        )
        kept = ' class="keep"' if table.keeps_with_next(number) else ""
        rows.append(f"<tr{kept}>{shown}</tr>")
    head, *others = rows
    return f"<table><colgroup>{columns}</colgroup><thead>{head}</thead><tbody>{''.join(others)}</tbody></table>"


def _cell_style(side: str, fill: str, bold: bool, colour: str) -> str:
    """Return the style of a cell; colours are hexadecimal or empty."""
    style = f"text-align: {side}; font-weight: {'bold' if bold else 'normal'}"
    style += f"; background: #{fill}" if fill else ""
    return style + (f"; color: #{colour}" if colour else "")


def _style(form: LetterForm) -> str:
    """Return the style sheet: page, page numbers, paragraphs by kind, tables."""
    page, table = form.page, form.table
    rules = [
        f"@page {{ size: {page['width']}mm {page['height']}mm; "
        f"margin: {page['top']}mm {page['right']}mm {page['bottom']}mm {page['left']}mm; }}",
        _page_number(form, "right"),
        _page_number(form, "left"),
        f"body {{ {_text_style(form.body, form)} margin: 0 auto; width: {text_width_mm()}mm; }}",
        "p { margin: 0; overflow-wrap: break-word; }",
        *(f"p.{kind} {{ {_paragraph_style(look, form)} }}" for kind, look in form.paragraphs.items()),
        "img { display: block; width: 100%; }",
        f"table {{ border-collapse: collapse; width: 100%; table-layout: fixed; font-size: {table['size']}pt; "
        "line-height: normal; letter-spacing: normal; margin-bottom: 6pt; }",
        f"td, th {{ border: 0.5pt solid black; padding: {table['padding']}pt 3pt; vertical-align: middle; "
        "overflow-wrap: break-word; }",
        "tr { break-inside: avoid; } tr.keep { break-after: avoid; }",
        # Otherwise a browser leaves the colours of cells out where it prints.
        "* { print-color-adjust: exact; -webkit-print-color-adjust: exact; }",
    ]
    return "\n".join(rules)


def _page_number(form: LetterForm, side: str) -> str:
    """Return the rule of the page numbers on odd pages (right) or even ones (left)."""
    look = form.page_number
    inside = look["inside"] * look["size"]
    return (
        f"@page :{side} {{ @bottom-{side} {{ "
        f'content: "{look["before"]}" counter(page) "{look["after"]}"; padding-{side}: {inside}pt; '
        f"vertical-align: top; padding-top: {look['distance']}mm; "
        f"font-family: {_names(form.fonts[look['font']])}; font-size: {look['size']}pt; }} }}"
    )


def _paragraph_style(look: ParagraphForm, form: LetterForm) -> str:
    """Return the style of a kind of paragraph."""
    size = look.size
    style = (
        f"{_text_style(look, form)} text-align: {look.align}; text-indent: {look.indent * size}pt; "
        f"margin: {look.before}pt {look.right * size}pt {look.after}pt {look.left * size}pt;"
    )
    if look.rule:
        style += f" border-bottom: 1.5pt solid #{form.red}; padding-bottom: {look.rule}mm;"
    if look.red:
        style += f" color: #{form.red};"
    return style + (" break-after: avoid;" if look.keep else "")


def _text_style(look: ParagraphForm, form: LetterForm) -> str:
    """Return the style of a kind of text."""
    names = form.fonts[look.latin] + form.fonts[look.font]
    line = f"{look.line}pt" if look.line else "normal"
    weight = "bold" if look.bold else "normal"
    spacing = f"{look.spacing}pt" if look.spacing else "normal"
    return (
        f"font-family: {_names(names)}; font-size: {look.size}pt; line-height: {line}; font-weight: {weight}; "
        f"letter-spacing: {spacing};"
    )


def _names(fonts: tuple[str, ...]) -> str:
    """Return the names of fonts as a style sheet lists them."""
    return ", ".join(f'"{name}"' for name in dict.fromkeys(fonts)) + ", serif"
