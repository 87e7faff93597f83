"""Progress in QGIS's feedback: ranges within ranges, and cancellation."""

import pytest
from qgis.core import QgsProcessingFeedback

from farmland_redline.processing.analysis.progress import Cancelled
from farmland_redline.processing.bridge.progress import FeedbackProgress


@pytest.mark.parametrize(("fraction", "percent"), [(0.0, 20), (0.5, 40), (1.0, 60), (7.0, 60), (-1.0, 20)])
def test_a_range_of_percentages(fraction, percent):
    feedback = QgsProcessingFeedback()
    FeedbackProgress(feedback, 20, 60).set(fraction)
    assert feedback.progress() == percent


def test_parts_of_parts():
    feedback = QgsProcessingFeedback()
    part = FeedbackProgress(feedback, 20, 60).part(0.5, 1.0).part(0.0, 0.5)
    assert (part.start, part.end) == (40, 50)
    part.set(0.5)
    assert feedback.progress() == 45


def test_cancelled():
    feedback = QgsProcessingFeedback()
    progress = FeedbackProgress(feedback)
    progress.check()
    feedback.cancel()
    for call in (progress.check, lambda: progress.set(0.5), progress.part(0, 1).check):
        with pytest.raises(Cancelled):
            call()
