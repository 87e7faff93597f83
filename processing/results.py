"""What algorithms tell and write at their end; imported when an algorithm runs."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import pandas as pd
from qgis.core import QgsProcessingContext

from ..bridge.i18n import tr
from ..bridge.problems import sentence
from ..bridge.progress import FeedbackProgress
from ..bridge.provenance import Provenance
from ..bridge.writing import destination, write_destination
from ..reports.labels import problem_severities
from ..reports.names import Names
from .algorithm import RedlineAlgorithm
from .loading import style_output


def write_output(
    algorithm: RedlineAlgorithm,
    parameters: Mapping[str, object],
    name: str,
    context: QgsProcessingContext,
    frame: pd.DataFrame,
    layer: str,
    provenance: Provenance,
    progress: FeedbackProgress,
    names: Names | None = None,
) -> dict[str, str]:
    """Write one vector output, if it is wanted, with its provenance; return it as the algorithm's result.

    With `names`, the labels in the user's language, the desktop shows it styled.
    """
    text = algorithm.parameterAsOutputLayer(parameters, name, context)
    if not text:
        return {}
    target = destination(text, layer)
    source = write_destination(target, frame, {"provenance": provenance.table()}, context, progress)
    if names is not None:
        style_output(context, text, source, layer, frame, names)
    return {name: source}


def report_closure(progress: FeedbackProgress, parcels: int, pieces: int, worst: float) -> None:
    """Tell how many parcels and pieces there are, and how well they close."""
    progress.feedback.pushInfo(
        tr("{parcels} parcels, {pieces} pieces, worst closure {worst:.2f} m²").format(
            parcels=parcels, pieces=pieces, worst=worst
        )
    )


def report_problems(progress: FeedbackProgress, problems: pd.DataFrame) -> None:
    """Tell how many problems of each kind were found; errors and warnings as warnings."""
    severities = problem_severities(tr)
    for (severity, kind), rows in problems.groupby(["severity", "kind"], sort=True):
        line = f"{sentence(len(rows), kind, severities[severity])}: {rows['message'].iloc[0]}"
        if severity == "note":
            progress.feedback.pushInfo(line)
        else:
            progress.feedback.pushWarning(line)


def report_targets(progress: FeedbackProgress, summary: pd.DataFrame) -> None:
    """Print the cities and counties against their targets, in 10,000 mu, as a table."""
    heads = (tr("Unit"), tr("Holding"), tr("Target"), tr("Difference"), tr("PBF"), tr("Target"), tr("Difference"))
    heads += (tr("Gap left"), tr("Candidates"), tr("Conflicts"))
    rows = [heads]
    for row in summary[summary["level"].isin(("city", "county"))].itertuples():
        candidates = row.candidates_at_once_mu + row.candidates_with_works_mu + row.candidates_other_mu
        figures = (row.holding_mu, row.holding_target_mu, row.holding_surplus_mu)
        figures += (row.pbf_delimited_mu, row.pbf_target_mu, row.pbf_surplus_mu)
        figures += (row.gap_left_mu, candidates, row.conflicts_mu)
        rows.append((str(row.name or row.code), *(_wan(figure) for figure in figures)))
    widths = [max(_width(row[i]) for row in rows) for i in range(len(heads))]
    progress.feedback.pushInfo(tr("Areas in 10,000 mu:"))
    for row in rows:
        cells = [" " * (width - _width(cell)) + cell for cell, width in zip(row[1:], widths[1:])]
        progress.feedback.pushInfo("  ".join([row[0] + " " * (widths[0] - _width(row[0])), *cells]))


def _wan(mu: float) -> str:
    """Mu as 10,000 mu with the four decimals of the notice."""
    return "–" if pd.isna(mu) else f"{round(mu / 10_000, 4) + 0.0:.4f}"


def _width(text: str) -> int:
    """Columns that a text takes on a terminal; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
