"""The page's cards: each unit against its targets, areas in 10,000 mu, mu and m²."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...analysis.review import is_reviewed, stands
from ...analysis.vocabulary import Potential
from ...bridge.vocabulary import level_labels, potential_labels, use_labels
from .. import labels
from ..absences import figure_or_word, unit_title
from ..finding_sums import (
    conflicts_by_use,
    conflicts_known,
    counted_conflicts,
    finding_sum,
    has_no_data,
    of_unit,
    uncovered,
    unit_potential,
)
from ..judgements import WARNED, pbf_cultivated_difference, pbf_cultivated_state
from ..labels import Translate
from ..model import MU_PER_M2, GapRow, ReportModel, TargetRow
from ..number_format import M2, printed, printed_mu, printed_wan_mu


@dataclass(frozen=True)
class Figure:
    """An area with its name, as printed; a difference shows its sign. Without one, the `word` that stands for it."""

    name: str
    wan_mu: str = ""
    mu: str = ""
    m2: str = ""
    word: str = ""


@dataclass(frozen=True)
class Topic:
    """One topic of a card. `state` and its label `word` are empty where there is nothing to judge."""

    title: str
    figures: tuple[Figure, ...]
    state: str = ""
    word: str = ""


@dataclass(frozen=True)
class Card:
    """A unit with its topics."""

    code: str
    name: str
    level: str
    topics: tuple[Topic, ...]


def unit_cards(model: ReportModel, tr: Translate) -> list[Card]:
    """Return a card for the city and each county, from annexes 2 and 3 and the summary."""
    levels = level_labels(tr)
    cards = []
    for row in model.targets:
        gap = model.gap(row.code)
        topics = [
            _holding(model, row, tr),
            _pbf(model, row, tr),
            *([_gap(gap, model, tr)] if gap else []),
            _conflicts(row, model, tr),
        ]
        cards.append(
            Card(row.code, unit_title(model, row.code, row.name, tr), levels.get(row.level, row.level), tuple(topics))
        )
    return cards


def _figures(
    model: ReportModel, code: str, rows: Iterable[tuple[str, str, float | None]], tr: Translate
) -> tuple[Figure, ...]:
    """Return areas as figures, with a word for those that are not known.

    Args:
        model: the report.
        code: of the unit.
        rows: name, the quantity's own name (`absent_word`), and area (mu); a difference shows its sign.
        tr: translates.
    """
    found = []
    for name, quantity, mu in rows:
        figure = figure_or_word(model, code, quantity, mu, tr)
        if mu is None or isinstance(figure, str):
            found.append(Figure(name, word=str(figure)))
            continue
        signed = quantity.endswith("_difference")
        m2 = printed(mu / MU_PER_M2, M2, signed, tr)
        found.append(Figure(name, printed_wan_mu(mu, signed, tr), printed_mu(mu, signed, tr), m2))
    return tuple(found)


def _holding(model: ReportModel, row: TargetRow, tr: Translate) -> Topic:
    """Return the topic of the cultivated-land holding."""
    rows = (
        (tr("Target"), "holding_target", row.holding_target),
        (tr("Held now (net)"), "holding", row.holding),
        (tr("Difference"), "holding_difference", row.holding_difference),
    )
    word = labels.label(labels.states(tr), row.holding_state)
    return Topic(tr("Cultivated-land holding"), _figures(model, row.code, rows, tr), row.holding_state, word)


def _pbf(model: ReportModel, row: TargetRow, tr: Translate) -> Topic:
    """Return the topic of permanent basic farmland: delimited, and cultivated now, both against the target."""
    rows = (
        (tr("Target"), "pbf_target", row.pbf_target),
        (tr("Delimited (registered net)"), "pbf_delimited", row.pbf_delimited),
        (tr("Difference"), "pbf_difference", row.pbf_difference),
        (tr("Of it cultivated now (net)"), "pbf_cultivated", row.pbf_cultivated),
        (tr("Cultivated now minus target"), "pbf_difference", pbf_cultivated_difference(row)),
    )
    cultivated = pbf_cultivated_state(row)
    # A delimited area that meets the task is no good news alone where less of it is cultivated.
    state = WARNED if cultivated == WARNED else row.pbf_state
    word = labels.label(labels.states(tr), row.pbf_state)
    if cultivated == WARNED:
        word = tr("{one}, {another}").format(one=word, another=labels.states(tr)[WARNED])
    return Topic(tr("Permanent basic farmland"), _figures(model, row.code, rows, tr), state, word)


def _gap(gap: GapRow, model: ReportModel, tr: Translate) -> Topic:
    """Return the topic of the gap: what is left, the tasks, and the potential in its four parts."""
    potential, words = unit_potential(model, gap.code), potential_labels(tr)
    free = potential[Potential.FREE.value]
    rows = (
        (tr("Surplus"), "surplus", gap.surplus) if gap.surplus else (tr("Gap"), "gap", gap.gap),
        (tr("Restored"), "restored", gap.restored),
        (tr("Gap left"), "gap_left", gap.gap_left),
        *((tr("Restoration task {year}").format(year=year), "task", task) for year, task in gap.tasks),
        *((tr("Potential: {part}").format(part=words[part]), "candidates", area) for part, area in potential.items()),
        (tr("Gap left after what is free"), "uncovered", uncovered(gap.owed, free)),
    )
    word = labels.label(labels.gap_states(tr), gap.state)
    return Topic(tr("Gap"), _figures(model, gap.code, rows, tr), gap.state, word)


def _conflicts(row: TargetRow, model: ReportModel, tr: Translate) -> Topic:
    """Return the topic of occupation conflicts: gross areas in all and by class of use, net areas beside."""
    words, title = use_labels(tr), tr("Occupation conflicts (gross)")
    if not conflicts_known(model) or has_no_data(model, row.code):
        return Topic(title, _figures(model, row.code, [(tr("Total"), "conflicts", None)], tr))
    counted = counted_conflicts(of_unit(model, model.conflicts, row.code))
    total = finding_sum(counted)
    rows = [
        (tr("Total"), "conflicts", total.gross),
        *((words[use], "conflicts", part.gross) for use, part in conflicts_by_use(counted).items()),
        *(
            [(tr("After the review"), "conflicts", finding_sum(counted[stands(counted)]).gross)]
            if is_reviewed(counted)
            else []
        ),
        (tr("Cultivated land lost, net"), "lost", total.lost),
        *([] if total.registered is None else [(tr("Registered as PBF, net"), "registered", total.registered)]),
    ]
    return Topic(title, _figures(model, row.code, rows, tr))
