"""A list to choose from that lets its panel be narrow."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QComboBox

from ...processing.bridge.plain_text import without_markup

_LETTERS = 4


def narrow_box(name: str) -> QComboBox:
    """Return an empty list, shown as narrow as its panel wants it; its name is read out and shown as a tip."""
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(without_markup(name))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_LETTERS)
    return box
