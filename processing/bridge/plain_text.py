"""Text of data where a program would read it as code: it stays the same to the eye, and means nothing to the program.

QGIS evaluates what stands between `[%` and `%]` in labels, legends and the names of categories, sometimes more than
once, so what quotes an expression is no help; and Qt takes a text for HTML where it looks like it. A character without
width between the signs ends both, in every version.
"""

from __future__ import annotations

import re

# Joins words: it has no width, and no line ends at it.
_JOINER = "\u2060"
# An expression, and the day that a label of a layout writes.
_EXPRESSION = re.compile(r"\[(?=%)|\$(?=CURRENT_DATE)")
_MARKUP = re.compile("[<&](?=[A-Za-z/!?#])")


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
