"""Formats of numbers in workbooks that show another number than the cell holds."""

from __future__ import annotations

import re
from collections.abc import Collection

from .i18n import tr
from .located_yaml import shorten
from .spreadsheets import GENERAL, Cell
from .stated_units import agrees, plain_text, quantity_of, unit_name

# Of a format: texts in quotation marks, single characters as they stand, blanks, fillings, and what is in brackets.
_PART = re.compile(r'"([^"]*)"|[\\\\!](.)|_.|\*.|\[([^\]]*)\]', re.DOTALL)
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?", re.DOTALL)
_THOUSANDTHS = re.compile(r"[0#?],+(?![0#?,])")  # 0.0, shows 12345 as 12.3
_OTHER_NUMBER = re.compile(r"[\d.,%‰十百千万亿]")
_NO_WORDS = re.compile(r"[\s¥￥$€()+:：-]+")
_LAST = 3  # sections are of numbers: above 0, below 0, 0; the fourth is of texts


def shows_another_number(number: float, form: str, units: Collection[str]) -> bool:
    """Return whether a format shows another number than is stored, or shows none.

    Args:
        number: in the cell.
        form: of the cell, as the workbook has it.
        units: by name, in which the number is read; a format may name one of them.

    >>> [shows_another_number(12345, form, ["亩"]) for form in ("0.0,", '0.0"万亩"', "0%", ";;;", '0"00"')]
    [True, True, True, True, True]
    >>> [shows_another_number(1, form, ["亩"]) for form in (GENERAL, "#,##0.00_ ", '0.0"亩"', "[$¥-804]#,##0;[Red]-0")]
    [False, False, False, False]

    """
    sections = _sections(form)[:_LAST]
    if any("[<" in one or "[>" in one or "[=" in one for one, _, _ in sections):
        chosen = sections
    else:
        at = 0 if number > 0 else 1 if number < 0 else _LAST - 1
        chosen = [sections[at] if at < len(sections) else sections[0]]
    return any(_is_other(code, words, units, number) for _, code, words in chosen)


def other_number_text(cell: Cell) -> str:
    """Return the message that a cell shows another number than it holds."""
    text = tr(
        "the cell holds {value} and shows another number by its format “{form}”. Give it the format “General”, and "
        "write the number as it is meant."
    )
    return text.format(value=shorten(cell.value), form=shorten(cell.form))


def _sections(form: str) -> list[tuple[str, str, str]]:
    """Return the sections of a format: each whole, without what it shows as it stands, and that."""
    found = [["", "", ""]]
    at = 0
    for part in [*_PART.finditer(form), None]:
        for number, text in enumerate(form[at : part.start() if part else len(form)].split(";")):
            if number:
                found.append(["", "", ""])
            found[-1][0] += text
            found[-1][1] += text
        if part is not None:
            at = part.end()
            currency = _CURRENCY.fullmatch(part[3] or "")
            found[-1][0] += part[0]
            found[-1][2] += part[1] or part[2] or (currency[1] if currency else "")
    return [(whole, code, words) for whole, code, words in found]


def _is_other(code: str, words: str, units: Collection[str], number: float) -> bool:
    """Return whether a section shows another number; `code` are its placeholders, `words` what it shows with them."""
    if code.strip().casefold() == GENERAL.casefold() or "@" in code:
        code = "0"
    named = unit_name(_NO_WORDS.sub("", plain_text(words)))
    if not agrees(named, units) and (quantity_of(named) not in (None, "number") or _OTHER_NUMBER.search(named)):
        return True
    has_digits = any(digit in code for digit in "0#?")
    return "%" in code or bool(_THOUSANDTHS.search(code)) or (number != 0 and not has_digits)
