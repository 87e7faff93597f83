"""What algorithms tell and write at their end; imported when an algorithm runs."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from qgis.core import QgsProcessingContext

from ..bridge.i18n import tr
from ..bridge.problems import sentence
from ..bridge.progress import FeedbackProgress
from ..bridge.provenance import Provenance
from ..bridge.writing import destination, write_destination
from .algorithm import RedlineAlgorithm


def write_output(
    algorithm: RedlineAlgorithm,
    parameters: Mapping[str, object],
    name: str,
    context: QgsProcessingContext,
    frame: pd.DataFrame,
    layer: str,
    provenance: Provenance,
    progress: FeedbackProgress,
) -> dict[str, str]:
    """Write one vector output, if it is wanted, with its provenance; return it as the algorithm's result."""
    text = algorithm.parameterAsOutputLayer(parameters, name, context)
    if not text:
        return {}
    target = destination(text, layer)
    return {name: write_destination(target, frame, {"provenance": provenance.table()}, context, progress)}


def report_closure(progress: FeedbackProgress, parcels: int, pieces: int, worst: float) -> None:
    """Tell how many parcels and pieces there are, and how well they close."""
    progress.feedback.pushInfo(
        tr("{parcels} parcels, {pieces} pieces, worst closure {worst:.2f} m²").format(
            parcels=parcels, pieces=pieces, worst=worst
        )
    )


def report_problems(progress: FeedbackProgress, problems: pd.DataFrame) -> None:
    """Tell how many problems of each kind were found; errors and warnings as warnings."""
    for (severity, kind), rows in problems.groupby(["severity", "kind"], sort=True):
        line = sentence(len(rows), kind, severity)
        if severity == "note":
            progress.feedback.pushInfo(line)
        else:
            progress.feedback.pushWarning(f"{line}: {rows['message'].iloc[0]}")
