"""One line a unit for the page that a leader reads: differences, states, gap, potential and conflicts."""

from __future__ import annotations

from ..analysis.vocabulary import Potential, Use
from ..bridge.vocabulary import use_labels
from . import labels
from .absences import figure_or_word, unit_title
from .finding_sums import (
    conflicts_by_use,
    conflicts_known,
    counted_conflicts,
    has_no_data,
    of_unit,
    unit_potential,
)
from .judgements import WARNED, pbf_cultivated_difference, pbf_cultivated_state
from .labels import Translate, with_unit
from .model import MISSED, ReportModel, TargetRow
from .number_format import printed_mu

Cell = tuple[str, str]  # text, and the state that colours it, if any


def unit_lines(model: ReportModel, tr: Translate) -> tuple[list[str], list[list[Cell]]]:
    """Return the headings, and each unit's cells: text and state. All areas are in mu."""
    unit, uses = tr("mu"), use_labels(tr)
    headings = [
        tr("Unit"),
        with_unit(tr("Cultivated land minus target"), unit, tr),
        tr("State"),
        with_unit(tr("PBF delimited minus target"), unit, tr),
        tr("State"),
        with_unit(tr("Cultivated now in PBF minus target"), unit, tr),
        with_unit(tr("Gap left"), unit, tr),
        with_unit(tr("Potential: free (net)"), unit, tr),
        with_unit(tr("Potential: to be confirmed (net)"), unit, tr),
        *(with_unit(uses[use.value], unit, tr) for use in (Use.NON_AGRICULTURAL, Use.AGRICULTURAL, Use.TO_VERIFY)),
    ]
    return headings, [_line(model, row, tr) for row in model.targets]


def _line(model: ReportModel, row: TargetRow, tr: Translate) -> list[Cell]:
    """Return a unit's cells."""
    states, gap, potential = labels.states(tr), model.gap(row.code), unit_potential(model, row.code)

    def area(quantity: str, mu: float | None, state: str = "") -> Cell:
        """Return an area or the word that stands for it; a difference shows its sign."""
        figure = figure_or_word(model, row.code, quantity, mu, tr)
        if isinstance(figure, str):
            return figure, ""
        return printed_mu(figure, quantity.endswith("_difference"), tr), state

    cultivated, state = pbf_cultivated_difference(row), pbf_cultivated_state(row)
    left = gap.gap_left if gap else None
    return [
        (unit_title(model, row.code, row.name, tr), ""),
        area("holding_difference", row.holding_difference, row.holding_state if row.holding_state == MISSED else ""),
        (labels.label(states, row.holding_state), row.holding_state),
        area("pbf_difference", row.pbf_difference, row.pbf_state if row.pbf_state == MISSED else ""),
        (labels.label(states, row.pbf_state), row.pbf_state),
        area("pbf_difference", cultivated, state if state in (WARNED, MISSED) else ""),
        area("gap_left", left),
        area("candidates", potential[Potential.FREE.value]),
        area("candidates", potential[Potential.TO_CONFIRM.value]),
        *(area("conflicts", mu) for mu in _uses(model, row.code)),
    ]


def _uses(model: ReportModel, code: str) -> list[float | None]:
    """Return the gross area (mu) of a unit's conflicts in each class of use that counts."""
    chosen = (Use.NON_AGRICULTURAL, Use.AGRICULTURAL, Use.TO_VERIFY)
    if has_no_data(model, code) or not conflicts_known(model):
        return [None] * len(chosen)
    found = conflicts_by_use(counted_conflicts(of_unit(model, model.conflicts, code)))
    return [found[use.value].gross if use.value in found else 0.0 for use in chosen]
