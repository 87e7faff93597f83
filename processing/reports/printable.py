"""Text that XML can hold and that nothing evaluates, whatever characters stand in the data."""

from __future__ import annotations

import re

from ..bridge.plain_text import without_expressions

# What XML 1.0 cannot hold, and what ends a line.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAKS = re.compile("[\t\r\n\x0b\x0c\x85\u2028\u2029]+")
_UNKNOWN = "\ufffd"


def printable(value: object) -> str:
    """Return a value as text in which � stands for each character that XML cannot hold."""
    return _UNPRINTABLE.sub(_UNKNOWN, str(value))


def printable_line(value: object) -> str:
    """Return a value as printable text in one line: a blank stands for tabulators and line breaks."""
    return printable(_LINE_BREAKS.sub(" ", str(value)))


def shown_text(value: object) -> str:
    """Return a value as text for QGIS to show: printable, and without expressions that it would evaluate."""
    return without_expressions(printable(value))
