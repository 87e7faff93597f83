"""Runs that are cancelled on their way."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsProcessingFeedback
from qgis.PyQt.QtCore import Qt


def cancelled_when(reached: Callable[[float], bool]) -> QgsProcessingFeedback:
    """Return a feedback that is cancelled once a reported percentage makes it true.

    Looked at in the thread that reports: a call that waits for the main thread's loop would come to a later test,
    when the function it calls is gone, and end the process.
    """
    feedback = QgsProcessingFeedback(False)

    def look(percent: float) -> None:
        if reached(percent):
            feedback.cancel()

    feedback.progressChanged.connect(look, Qt.ConnectionType.DirectConnection)
    return feedback


def cancelled_at(percent: float) -> QgsProcessingFeedback:
    """Return a feedback that is cancelled from a percentage on."""
    return cancelled_when(lambda reported: reported >= percent)
