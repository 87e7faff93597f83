"""Progress and cancellation of the analysis, reported through QGIS's feedback."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsProcessingFeedback

from ..analysis.progress import Cancelled


@dataclass
class FeedbackProgress:
    """An `analysis.progress.Progress` that reports to a `QgsProcessingFeedback`, in a range of its percentages.

    Attributes:
        feedback: QGIS's feedback.
        start, end: the range, in percent.

    """

    feedback: QgsProcessingFeedback
    start: float = 0.0
    end: float = 100.0

    def check(self) -> None:
        """Raise `Cancelled` if the user has cancelled the run."""
        if self.feedback.isCanceled():
            raise Cancelled

    def set(self, fraction: float) -> None:
        """Report the fraction of this range that is done (0 to 1); raise `Cancelled` if the run is cancelled."""
        self.check()
        self.feedback.setProgress(self.start + (self.end - self.start) * min(max(fraction, 0.0), 1.0))

    def part(self, start: float, end: float) -> FeedbackProgress:
        """Return the progress of a part of this range, from one fraction of it to another (0 to 1)."""
        size = self.end - self.start
        return FeedbackProgress(self.feedback, self.start + size * start, self.start + size * end)
