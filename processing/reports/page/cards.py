"""The page's cards: each unit against its targets, areas in 10,000 mu, mu and m²."""

from __future__ import annotations

from dataclasses import dataclass

from ...bridge.vocabulary import level_labels
from .. import labels
from ..labels import Translate
from ..model import MU_PER_M2, GapRow, ReportModel, TargetRow
from ..number_format import M2, NOTHING, printed, printed_mu, printed_wan_mu


@dataclass(frozen=True)
class Figure:
    """An area with its name, as printed; a difference shows its sign."""

    name: str
    wan_mu: str
    mu: str
    m2: str


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
            _holding(row, tr),
            _pbf(row, tr),
            *([_gap(gap, model, tr)] if gap else []),
            _conflicts(row, model, tr),
        ]
        cards.append(Card(row.code, row.name, levels.get(row.level, row.level), tuple(topics)))
    return cards


def _holding(row: TargetRow, tr: Translate) -> Topic:
    """Return the topic of the cultivated-land holding."""
    figures = (
        _figure(tr("Target"), row.holding_target),
        _figure(tr("Held now"), row.holding),
        _figure(tr("Difference"), row.holding_difference, signed=True),
    )
    return Topic(tr("Cultivated-land holding"), figures, row.holding_state, labels.states(tr)[row.holding_state])


def _pbf(row: TargetRow, tr: Translate) -> Topic:
    """Return the topic of permanent basic farmland."""
    figures = (
        _figure(tr("Target"), row.pbf_target),
        _figure(tr("Delimited"), row.pbf_delimited),
        _figure(tr("Difference"), row.pbf_difference, signed=True),
        _figure(tr("Of it cultivated now"), row.pbf_cultivated),
    )
    return Topic(tr("Permanent basic farmland"), figures, row.pbf_state, labels.states(tr)[row.pbf_state])


def _gap(gap: GapRow, model: ReportModel, tr: Translate) -> Topic:
    """Return the topic of the gap: what is left and what could fill it; of a surplus where there is one."""
    figures = (
        _figure(tr("Surplus"), gap.surplus) if gap.surplus else _figure(tr("Gap"), gap.gap),
        _figure(tr("Restored"), gap.restored),
        _figure(tr("Gap left"), gap.gap_left),
        *(
            _figure(tr("Potential: {tier}").format(tier=model.names.of("tiers", tier)), gap.candidates[tier])
            for tier in model.tiers
        ),
        _figure(tr("Left after at once and with works"), gap.uncovered),
    )
    return Topic(tr("Gap"), figures, gap.state, labels.gap_states(tr)[gap.state])


def _conflicts(row: TargetRow, model: ReportModel, tr: Translate) -> Topic:
    """Return the topic of occupation conflicts."""
    figures = (
        _figure(tr("Total"), model.unit_figure(row.code, "conflicts_mu")),
        _figure(labels.summary_columns(tr)["conflicts_severe_mu"], model.unit_figure(row.code, "conflicts_severe_mu")),
    )
    return Topic(tr("Occupation conflicts"), figures)


def _figure(name: str, mu: float | None, signed: bool = False) -> Figure:
    """Return an area given in mu as a figure; dashes where it is not known."""
    m2 = NOTHING if mu is None else printed(mu / MU_PER_M2, M2, signed)
    return Figure(name, printed_wan_mu(mu, signed), printed_mu(mu, signed), m2)
