"""Times of Qt as China counts them: reports, panels and layers tell one time, whatever the machine's zone."""

from __future__ import annotations

from qgis.PyQt.QtCore import QDateTime

from ..analysis.dates import BEIJING

_OFFSET_S = int(BEIJING.utcoffset(None).total_seconds())


def in_beijing(time: QDateTime) -> QDateTime:
    """Return the same moment in Beijing's time."""
    return time.toOffsetFromUtc(_OFFSET_S)
