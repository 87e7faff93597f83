"""Text of data where a file cannot hold it, or a program would read it as code.

It stays the same to the eye, and means nothing to the program. QGIS evaluates what stands between `[%` and `%]` in
labels, legends and the names of categories, sometimes more than once, so what quotes an expression is no help; and Qt
takes a text for HTML where it looks like it. A character without width between the signs ends both, in every version.
"""

from __future__ import annotations

import re

# What XML 1.0 or YAML cannot hold, and what turns the direction of the text around it, which would read backwards.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\u202b\u202d\u202e\u2067]"
)
_LINE_BREAKS = re.compile("[\t\r\n\x0b\x0c\x85\u2028\u2029]+")
_UNKNOWN = "\ufffd"
# Joins words: it has no width, and no line ends at it.
_JOINER = "\u2060"
# An expression, and the day that a label of a layout writes.
_EXPRESSION = re.compile(r"\[(?=%)|\$(?=CURRENT_DATE)")
_MARKUP = re.compile(r"<(?=[A-Za-z/!?])|&(?=#?\w+;)")


def printable(value: object) -> str:
    """Return a value as text in which � stands for each character that files cannot hold or that turns others."""
    return _UNPRINTABLE.sub(_UNKNOWN, str(value))


def printable_part(value: object) -> object:
    """Return what stands in a page for a value: printable text; parts of the page as they are."""
    return value if hasattr(value, "__html__") else printable(value)


def printable_line(value: object) -> str:
    """Return a value as printable text in one line: a blank stands for tabulators and line breaks."""
    return printable(_LINE_BREAKS.sub(" ", str(value)))


def without_expressions(text: str) -> str:
    """Return a text in which QGIS finds no expression to evaluate.

    Examples:
        >>> ascii(without_expressions("Town [% 1 + 1 %]"))
        "'Town [\\\\u2060% 1 + 1 %]'"

    """
    return _EXPRESSION.sub(lambda found: found[0] + _JOINER, text)


def without_markup(text: str) -> str:
    """Return a text that reads the same as plain text and as HTML, for places that decide by its looks.

    Examples:
        >>> ascii(without_markup("<b>Town</b>, 1 < 2"))
        "'<\\\\u2060b>Town<\\\\u2060/b>, 1 < 2'"

    """
    return _MARKUP.sub(lambda found: found[0] + _JOINER, text)


def shown_text(value: object) -> str:
    """Return a value as text for QGIS to show: printable, and without expressions that it would evaluate."""
    return without_expressions(printable(value))
