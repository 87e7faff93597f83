"""The review of findings: computed sums, what was decided of them, and what stands, side by side."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from ...analysis.review import is_reviewed, stands, verdicts_of
from ...analysis.rules.candidates import potentials_of
from ...analysis.vocabulary import UNDECIDED, Potential, Use, Verdict
from ...bridge.vocabulary import potential_labels, review_labels, use_labels
from ..finding_sums import (
    conflicts_known,
    count_parcels,
    counted_conflicts,
    gross_area,
    net_area,
    uses_of,
)
from ..labels import Translate
from ..model import ReportModel
from ..number_format import INTEGER, MU
from .table import Column, Table, in_unit


def review_table(model: ReportModel, tr: Translate) -> Table:
    """Return the sums of conflicts by class of use, and of the potential, by what a review has decided on them.

    Every row adds up: what is confirmed, illegal, deferred and without a decision stands; what was rejected or is an
    approved use does not; all together are the computed sum.
    """
    mu, words = in_unit(tr("mu"), tr), review_labels(tr)
    decided, counts = tr("Of it, by decision (mu)"), tr("Number of parcels")
    columns = (
        Column(tr("Item"), key="name"),
        Column(mu(tr("Computed")), MU, key="computed"),
        *(Column(mu(word), MU, decided, key=part) for part, word in words.items()),
        Column(mu(tr("After the review")), MU, key="standing"),
        Column(tr("Computed"), INTEGER, counts),
        Column(tr("After the review"), INTEGER, counts),
    )
    conflicts = _conflict_rows(model, tr)
    return Table(
        key="review",
        name=tr("Review"),
        title=tr("Findings after the review, beside the computed sums"),
        columns=columns,
        rows=[*conflicts, *_potential_rows(model, tr)],
        totals=frozenset({len(conflicts) - 1} if conflicts else ()),
        notes=(
            tr("Conflicts are gross, of severity 1 and more; the potential is net. Each piece counts once."),
            tr("What was rejected, or turned out to be an approved use, stays in the lists with its decision."),
            tr("A decision on a finding whose shape has changed since counts as none: it needs a new look."),
        ),
    )


def has_review(model: ReportModel) -> bool:
    """Return whether the run has used decisions of a review."""
    return is_reviewed(model.conflicts) or is_reviewed(model.candidates)


def _conflict_rows(model: ReportModel, tr: Translate) -> list[tuple[object, ...]]:
    """Return the rows of conflicts by class of use, and in all; none where nobody looked for conflicts."""
    if not conflicts_known(model):
        return []
    counted, words = counted_conflicts(model.conflicts), use_labels(tr)
    uses = uses_of(counted)
    parts = [(words[use], counted[uses == use]) for use in Use.values() if (uses == use).any()]
    return [_row(name, frame, gross_area) for name, frame in (*parts, (tr("Occupation conflicts, all"), counted))]


def _potential_rows(model: ReportModel, tr: Translate) -> list[tuple[object, ...]]:
    """Return the rows of the potential's parts that have candidates."""
    parts, words = potentials_of(model.candidates), potential_labels(tr)
    frames = {part: model.candidates[parts == part] for part in Potential.values()}
    title = tr("Potential: {part}")
    return [_row(title.format(part=words[part]), frame, net_area) for part, frame in frames.items() if len(frame)]


def _row(name: str, frame: pd.DataFrame, area: Callable[[pd.DataFrame], float]) -> tuple[object, ...]:
    """Return a row: areas (mu) computed, by decision and after the review, and numbers of parcels."""
    verdicts, standing = verdicts_of(frame), frame[stands(frame)]
    decided = (area(frame[verdicts == part]) for part in (*Verdict.values(), UNDECIDED))
    return (name, area(frame), *decided, area(standing), count_parcels(frame), count_parcels(standing))
