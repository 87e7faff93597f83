"""Progress and cancelling between the analysis and QGIS."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsProcessingFeedback

from ..analysis.progress import Cancelled


@dataclass
class FeedbackProgress:
    """`analysis.progress.Progress` on a `QgsProcessingFeedback`, within a part of its whole.

    Attributes:
        feedback: QGIS's feedback.
        start, end: percentages between which this part runs.

    """

    feedback: QgsProcessingFeedback
    start: float = 0.0
    end: float = 100.0

    def check(self) -> None:
        """Raise `Cancelled` when the user has stopped the run."""
        if self.feedback.isCanceled():
            raise Cancelled

    def set(self, fraction: float) -> None:
        """Report the share of this part that is done."""
        self.check()
        self.feedback.setProgress(self.start + (self.end - self.start) * min(max(fraction, 0.0), 1.0))

    def part(self, start: float, end: float) -> FeedbackProgress:
        """Give the progress of a part of this part; both between 0 and 1."""
        size = self.end - self.start
        return FeedbackProgress(self.feedback, self.start + size * start, self.start + size * end)
