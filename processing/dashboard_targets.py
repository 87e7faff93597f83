"""Units against their targets, on the dashboard: holding, permanent basic farmland, gap and potential."""

from __future__ import annotations

from collections.abc import Iterable

from .analysis.vocabulary import Potential
from .bridge.vocabulary import potential_labels
from .dashboard_units import (
    Bar,
    Cell,
    ChosenUnits,
    Place,
    Segment,
    View,
    area_bars,
    headings_of,
)
from .reports import labels
from .reports.absences import restored_note
from .reports.finding_sums import uncovered
from .reports.judgements import WARNED, pbf_cultivated_difference, pbf_cultivated_state
from .reports.model import (
    MET,
    MISSED,
    NO_DATA,
    PARTIAL,
    RESTORED_UNKNOWN,
    GapRow,
    ReportModel,
    TargetRow,
    number_or_none,
)

_HUNDRED = 100.0


def _target_bars(
    chosen: ChosenUnits, rows: Iterable[tuple[Place, float | None, float | None, str, str]]
) -> tuple[tuple[Bar, ...], bool]:
    """Return bars in per cent of each unit's target, or in mu where the level has no targets; and which it is.

    Args:
        chosen: the units.
        rows: unit, area and target (mu), state, and the id of the bar's fill.
    """
    states, bars, tr = labels.states(chosen.tr), [], chosen.tr
    for place, actual, target, state, fill in rows:
        word = labels.label(states, state)
        if not chosen.judged:
            segments = () if actual is None else (Segment("area", actual, chosen.area(actual)),)
            bars.append(Bar(place, (chosen.area(actual),), segments))
        elif actual is None or not target or state not in (MET, MISSED):
            bars.append(Bar(place, (word,)))
        else:
            percent = _HUNDRED * actual / target
            figures = (
                tr("{percent} %, {state}").format(percent=f"{percent:,.2f}", state=labels.label(states, fill)),
                tr("{actual} of {target}").format(actual=chosen.areas.printed(actual, tr), target=chosen.area(target)),
            )
            bars.append(Bar(place, figures, (Segment(fill, percent, figures[1]),), _HUNDRED))
    return tuple(bars), chosen.judged


def holding_view(chosen: ChosenUnits) -> View:
    """Return cultivated land held against the target."""
    tr, states = chosen.tr, labels.states(chosen.tr)
    rows = [
        (p, row.holding, row.holding_target, row.holding_state, row.holding_state)
        for p, row in zip(chosen.places, chosen.targets)
    ]
    bars, percent = _target_bars(chosen, rows)
    cells = [
        (
            Cell(place.name),
            chosen.cell(place, "holding", row.holding),
            *(
                (
                    chosen.cell(place, "holding_target", row.holding_target),
                    chosen.cell(place, "holding_difference", row.holding_difference, row.holding_state),
                    Cell(labels.label(states, row.holding_state), row.holding_state),
                )
                if chosen.judged
                else ()
            ),
        )
        for place, row in zip(chosen.places, chosen.targets)
    ]
    more = (tr("Target"), tr("Difference"), tr("State")) if chosen.judged else ()
    return View(
        key="holding",
        title=tr("Holding"),
        notes=(_target_note(chosen),),
        percent=percent,
        areas=chosen.areas,
        legend=tuple((state, states[state]) for state in (MET, MISSED)) if percent else (),
        mark=tr("Target (100 %)") if percent else "",
        bars=bars,
        empty=tr("No unit has both a target and data.") if percent else tr("No data"),
        headings=headings_of((tr("Held now (net)"), *more), tr),
        places=chosen.places,
        rows=tuple(cells),
    )


def _target_note(chosen: ChosenUnits) -> str:
    """Return what the bars of targets show."""
    if chosen.judged:
        return chosen.tr("Per cent of each unit's own target.")
    return chosen.tr("Units of this level have no targets.")


def pbf_view(chosen: ChosenUnits) -> View:
    """Return permanent basic farmland delimited against the target, and what of it is cultivated now."""
    tr, states = chosen.tr, labels.states(chosen.tr)

    def fill(row: TargetRow) -> str:
        """Return the fill of a unit's bar."""
        return WARNED if pbf_cultivated_state(row) == WARNED else row.pbf_state

    pairs = list(zip(chosen.places, chosen.targets))
    bars, percent = _target_bars(chosen, [(p, r.pbf_delimited, r.pbf_target, r.pbf_state, fill(r)) for p, r in pairs])
    cells = []
    for place, row in pairs:
        state = fill(row)
        own: list[Cell] = [Cell(place.name), chosen.cell(place, "pbf_delimited", row.pbf_delimited)]
        if chosen.judged:
            own += [
                chosen.cell(place, "pbf_target", row.pbf_target),
                chosen.cell(place, "pbf_difference", row.pbf_difference, row.pbf_state),
            ]
        own.append(chosen.cell(place, "pbf_cultivated", row.pbf_cultivated))
        if chosen.judged:
            difference = pbf_cultivated_difference(row)
            own += [
                chosen.cell(place, "pbf_difference", difference, pbf_cultivated_state(row)),
                Cell(labels.label(states, state), state),
            ]
        cells.append(tuple(own))
    headings = [tr("Delimited (registered net)"), tr("Of it cultivated now (net)")]
    if chosen.judged:
        headings[1:1] = [tr("Target"), tr("Difference")]
        headings += [tr("Cultivated now minus target"), tr("State")]
    return View(
        key="pbf",
        title=tr("PBF"),
        notes=(_target_note(chosen),),
        percent=percent,
        areas=chosen.areas,
        legend=tuple((state, states[state]) for state in (MET, MISSED, WARNED)) if percent else (),
        mark=tr("Target (100 %)") if percent else "",
        bars=bars,
        empty=tr("No unit has both a target and data.") if percent else tr("No data"),
        headings=headings_of(headings, tr),
        places=chosen.places,
        rows=tuple(cells),
    )


def potential_view(chosen: ChosenUnits) -> View:
    """Return the gap left, or the task of the chosen year, and the potential in its parts."""
    tr, year, model = chosen.tr, chosen.choice.year, chosen.model
    words = potential_labels(tr)
    parts = {part: f"potential-{part}" for part in Potential.values() if part != Potential.EXCLUDED}
    shown = {fill: words[part] for part, fill in parts.items()}
    areas, marks, figures, cells = [], [], [], []
    for place, record, gap in zip(chosen.places, chosen.records, chosen.gaps):
        own = {part: number_or_none(record.get(f"candidates_{part}_mu")) for part in parts}
        owed = _owed(gap, year)
        rest = uncovered(owed, own[Potential.FREE.value])
        areas.append({fill: own[part] for part, fill in parts.items()})
        marks.append(owed)
        figures.append(_owed_figures(chosen, gap, owed, rest))
        row = [Cell(place.name)]
        if chosen.judged:
            state = gap.state if gap else NO_DATA
            row.append(Cell(labels.label(labels.gap_states(tr), state), state))
            row.append(chosen.cell(place, "gap_left", gap.gap_left if gap else None))
            own_tasks = dict(gap.tasks) if gap else {}
            row += [chosen.cell(place, "task", own_tasks.get(one)) for one in _years(model, year)]
        row += [chosen.cell(place, "candidates", own[part]) for part in parts]
        if chosen.judged:
            row.append(chosen.cell(place, "uncovered", rest, MISSED if rest else ""))
        cells.append(tuple(row))
    headings = [words[part] for part in parts]
    if chosen.judged:
        tasks = [tr("Restoration task {year}").format(year=one) for one in _years(model, year)]
        left = tr("Left after what is free")
        headings = [tr("State"), tr("Gap left"), *tasks, *headings, left]
    notes = [tr("Net areas, what is excluded left out. Only what is free may be set against the gap.")]
    if any(gap is not None and gap.state == RESTORED_UNKNOWN for gap in chosen.gaps):
        notes.append(restored_note(tr))
    mark = tr("Gap left") if year is None else tr("Restoration task {year}").format(year=year)
    return View(
        key="potential",
        title=tr("Gap and potential"),
        notes=tuple(notes),
        percent=False,
        areas=chosen.areas,
        legend=tuple(shown.items()),
        mark=mark if chosen.judged else "",
        bars=area_bars(chosen, shown, areas, figures, marks),
        empty=tr("No data"),
        headings=headings_of(headings, tr),
        places=chosen.places,
        rows=tuple(cells),
    )


def _years(model: ReportModel, year: int | None) -> tuple[int, ...]:
    """Return the years whose tasks are shown."""
    return model.task_years if year is None else tuple(one for one in model.task_years if one == year)


def _owed(gap: GapRow | None, year: int | None) -> float | None:
    """Return what a unit owes (mu): of its gap in all, or of its task of a year; None where it is not judged."""
    if gap is None or gap.state in (NO_DATA, PARTIAL):
        return None
    return gap.owed if year is None else dict(gap.tasks).get(year)


def _owed_figures(chosen: ChosenUnits, gap: GapRow | None, owed: float | None, rest: float | None) -> tuple[str, ...]:
    """Return what is owed and what is left of it after what is free, in words."""
    tr = chosen.tr
    if gap is None:
        return ()
    if owed is None:
        return (labels.label(labels.gap_states(tr), gap.state),)
    if not owed:
        return (labels.label(labels.gap_states(tr), gap.state),) if chosen.choice.year is None else (tr("No task"),)
    if chosen.choice.year is not None:
        text = tr("Task: {area}")
    else:
        text = tr("Gap left at most: {area}") if gap.gap_left is None else tr("Gap left: {area}")
    figures = [text.format(area=chosen.area(owed))]
    if rest is not None:
        after = tr("Left after what is free: {area}").format(area=chosen.area(rest))
        figures.append(after if rest else tr("What is free could fill it"))
    return tuple(figures)
