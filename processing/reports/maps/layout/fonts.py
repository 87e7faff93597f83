"""Fonts, and the size of text on paper."""

from __future__ import annotations

import math
import re

from qgis.core import QgsLayoutItemLabel, QgsTextFormat
from qgis.PyQt.QtGui import QColor, QFont, QFontDatabase

from ....bridge.compat import font_families, label_font, set_label_text
from ....bridge.plain_text import shown_text
from ...labels import Translate
from .settings import MapError, layout_data

MM_PER_POINT = 0.3528
INK = "#1f1f1f"
_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_LATIN_WIDTH = 0.56  # of a font's height
_LINE = 1.45  # a line's height, of the font's
_BREAKS = 0.92  # share of a line that is filled where text breaks


def text_font(tr: Translate, sample: str) -> QFont:
    """Return the first font of the data file that the machine has; else any that knows simplified Chinese.

    Raises:
        MapError: the sample is Chinese and no font can show it.
    """
    families, chinese = font_families(), font_families(QFontDatabase.WritingSystem.SimplifiedChinese)
    listed = layout_data()["fonts"]
    family = next((name for name in listed if name in families), None) or min(chinese, default=None)
    if family is not None:
        font = QFont(family)
        # Shaped Latin runs of CJK fonts use digits that a PDF cannot map back to text: "CGCS2000" would copy as "CGCS".
        font.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
        return font
    if _CJK.search(sample):
        raise MapError(
            tr("No font for Chinese text was found. Install one of: {fonts}.").format(fonts=", ".join(listed))
        )
    return QFont()


def text_format(font: QFont, size: float, bold: bool = False) -> QgsTextFormat:
    """Return a font in a size (points) as QGIS's text format."""
    face = QFont(font)
    face.setBold(bold)
    face.setPointSizeF(size)
    form = QgsTextFormat()
    form.setFont(face)
    form.setSize(size)
    form.setColor(QColor(INK))
    return form


def text_mm(text: str, size: float) -> float:
    """Return about how wide a text is on paper (mm).

    A Chinese character is as wide as high, a Latin one a little over half of it.
    """
    return sum(1.0 if _CJK.match(c) else _LATIN_WIDTH for c in text) * size * MM_PER_POINT


def shortened(text: str, size: float, width: float, smallest: float) -> tuple[str, float]:
    """Return a text of one line, and its size (points), for a width (mm): smaller first, then cut, with an ellipsis."""
    while size > smallest and text_mm(text, size) > width:
        size = max(smallest, size - 0.25)
    if text_mm(text, size) > width:
        while text and text_mm(text + "…", size) > width:
            text = text[:-1]
        text += "…"
    return text, size


def fits_label(label: QgsLayoutItemLabel, size: float, text: str) -> bool:
    """Return whether a label's box holds a text in a size (points)."""
    box = label.sizeWithUnits()
    width, height = box.width() - 2 * label.marginX(), box.height() - 2 * label.marginY()
    lines = max(1, math.floor(height / (size * MM_PER_POINT * _LINE)))
    needed = sum(
        max(1, math.ceil(text_mm(line, size) / (width if lines == 1 else width * _BREAKS))) for line in text.split("\n")
    )
    return needed <= lines


def fit_label(label: QgsLayoutItemLabel, font: QFont, size: float, text: str) -> None:
    """Give a label a text and a font in a size (points), smaller where the text is wider than its box's lines."""
    new = QFont(font)
    new.setBold(label_font(label).bold())
    while size > layout_data()["smallest_font"] and not fits_label(label, size, text):
        size -= 0.5
    new.setPointSizeF(size)
    set_label_text(label, shown_text(text), new)
