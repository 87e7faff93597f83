"""Colours of data that stand out from the background of any theme."""

from __future__ import annotations

from qgis.PyQt.QtGui import QColor

# Contrast as of WCAG 2.1: text that marks a state, and areas, which are large and have an outline beside.
TEXT_CONTRAST, AREA_CONTRAST = 4.5, 2.2
_STEPS = 20
_DARK = 0.2  # relative luminance of a dark background
_LINEAR = 0.03928  # below it, sRGB is linear


def readable(colour: str, background: str, least: float = AREA_CONTRAST) -> str:
    """Return a colour (#rrggbb) as it is, or mixed with white or black until it has the least contrast.

    Args:
        colour: of the data.
        background: of the window.
        least: contrast, from 1 to 21.
    """
    lightness = _luminance(QColor(background))
    aim = QColor("#ffffff" if lightness < _DARK else "#000000")
    start = QColor(colour)
    for step in range(_STEPS + 1):
        share = step / _STEPS
        parts = [round(a + (b - a) * share) for a, b in zip(start.getRgb()[:3], aim.getRgb()[:3])]
        mixed = QColor(*parts)
        high, low = sorted((_luminance(mixed), lightness), reverse=True)
        if (high + 0.05) / (low + 0.05) >= least:
            return mixed.name()
    return aim.name()


def _luminance(colour: QColor) -> float:
    """Return the relative luminance of a colour, from 0 to 1."""
    linear = [part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
