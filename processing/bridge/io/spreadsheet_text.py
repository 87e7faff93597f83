"""Texts in files that spreadsheets open: no text becomes a formula, nor begins a row of its own."""

from __future__ import annotations

import re

# By which a spreadsheet takes a text for a formula when it opens a CSV file or somebody edits the cell; Chinese and
# Japanese versions take the wide ones, too.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_BREAKS = re.compile("[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_QUOTE = "'"


def escape_formula(text: str) -> str:
    """Return a text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"{_QUOTE}{text}" if is_formula(text) else text


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet would take a text for a formula, blanks before it or not."""
    return text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)


def restore_formula(text: str) -> str:
    """Return a text that `escape_formula` has changed as it was."""
    return text[1:] if text.startswith(_QUOTE) and is_formula(text[1:]) else text


def one_line(text: str) -> str:
    """Return a text with a blank for line breaks, at which some programs begin a new row even inside quotes."""
    return _BREAKS.sub(" ", text)
