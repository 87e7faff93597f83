"""The labels of the panels: nothing in them is taken for HTML, whatever data they show."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel


def plain_label(text: str = "", wraps: bool = True) -> QLabel:
    """Return a label of plain text, in as many lines as it takes if it wraps."""
    label = QLabel()
    label.setWordWrap(wraps)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    return label
