"""What the dashboard shows of a run's results: views with bars and a table, of the figures that workbook and page show.

Every figure is the report model's, or a sum of its lists as `reports.finding_sums` makes them. Areas are in mu.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from .analysis.vocabulary import UNIT_LEVELS, Level, Potential, Severity, Use
from .bridge.vocabulary import level_labels, potential_labels, use_labels
from .reports import labels
from .reports.absences import conflict_notes, figure_or_word, gross_and_net_note, restored_note, unit_title
from .reports.finding_sums import conflicts_known, counted_conflicts, of_unit, uncovered, uses_of
from .reports.judgements import WARNED, pbf_cultivated_difference, pbf_cultivated_state
from .reports.labels import Translate
from .reports.model import (
    MET,
    MISSED,
    MU_PER_M2,
    NO_DATA,
    PARTIAL,
    RESTORED_UNKNOWN,
    GapRow,
    ReportModel,
    TargetRow,
    number_or_none,
)
from .reports.model_building import NOISE_MU, target_row
from .reports.number_format import printed_mu

_LEVELS = tuple(level.value for level in Level)
_JUDGED = (Level.CITY.value, Level.COUNTY.value)  # levels with targets
_SEVERITIES = tuple(severity.value for severity in sorted(set(Severity), reverse=True))
_HUNDRED = 100.0


@dataclass(frozen=True)
class Place:
    """A unit; what lies in none has the code "" below each unit above."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True)
class Choice:
    """What is looked at: units of a level, all or those of the unit with a code, and the year of tasks (None: all)."""

    level: str = Level.COUNTY.value
    unit: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its text, the state that colours it, and the number it shows (mu or per cent), if any."""

    text: str
    state: str = ""
    number: float | None = None


@dataclass(frozen=True)
class Segment:
    """A part of a bar: id of its fill, its length, and what it says."""

    fill: str
    value: float
    title: str


@dataclass(frozen=True)
class Bar:
    """A unit's bar: what stands beside it, its segments from the left, and where its target lies."""

    place: Place
    figures: tuple[str, ...]
    segments: tuple[Segment, ...] = ()
    mark: float | None = None


@dataclass(frozen=True)
class View:
    """One topic: bars, and a table of the same figures with a row for each unit.

    Attributes:
        key: id of the topic.
        title: its name.
        notes: what is to be known of the figures.
        percent: whether bars are in per cent; else they are in mu.
        legend: pairs of a fill's id and its label.
        mark: label of the bars' marks.
        bars: from the top.
        empty: what is said where no bar has a length.
        headings: of the table's columns; the first is the unit's.
        places: the units of the rows.
        rows: cells, as many as headings.
    """

    key: str
    title: str
    notes: tuple[str, ...]
    percent: bool
    legend: tuple[tuple[str, str], ...]
    mark: str
    bars: tuple[Bar, ...]
    empty: str
    headings: tuple[str, ...]
    places: tuple[Place, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class _Chosen:
    """The units that are looked at, with their rows of the summary, of annex 2 and, where there is one, of annex 3."""

    model: ReportModel
    choice: Choice
    tr: Translate
    places: tuple[Place, ...]
    records: tuple[Mapping[str, Any], ...]
    targets: tuple[TargetRow, ...]
    gaps: tuple[GapRow | None, ...]

    @property
    def judged(self) -> bool:
        """Whether units of this level have targets."""
        return self.choice.level in _JUDGED

    def cell(self, place: Place, quantity: str, mu: float | None, state: str = "") -> Cell:
        """Return the cell of an area, or of the word that stands for it."""
        if not self.judged:
            word = self.tr("No data") if mu is None else ""
            return Cell(word or printed_mu(mu, tr=self.tr), state, mu)
        figure = figure_or_word(self.model, place.code, quantity, mu, self.tr)
        if isinstance(figure, str):
            return Cell(figure)
        return Cell(printed_mu(figure, quantity.endswith("_difference"), self.tr), state, figure)


def all_places(model: ReportModel, tr: Translate) -> tuple[Place, ...]:
    """Return all units of the results, the largest first, in the order of the summary."""
    names: dict[str, str] = {}
    found = []
    for row in model.summary.to_dict("records"):
        code, level = str(row["code"] or ""), str(row["level"])
        parent = row.get("parent")
        name = row.get("name")
        text = name if isinstance(name, str) and name else code
        if not code:
            text = tr("Unassigned")
        names.setdefault(code, text)
        found.append(Place(code, text, level, parent if isinstance(parent, str) else ""))
    ordered = sorted(found, key=lambda place: _LEVELS.index(place.level))
    return tuple(
        place
        if place.code or not place.parent
        else Place(
            "",
            tr("{one}: {another}").format(one=names.get(place.parent, place.parent), another=place.name),
            place.level,
            place.parent,
        )
        for place in ordered
    )


def is_within(place: Place, unit: str, parents: Mapping[str, str]) -> bool:
    """Return whether a place is the unit, or lies in it, by the codes of the units above (`parents`)."""
    if not unit or place.code == unit:
        return True
    above, seen = place.parent, set()
    while above and above not in seen:
        if above == unit:
            return True
        seen.add(above)
        above = parents.get(above, "")
    return False


def parents_of(places: Iterable[Place]) -> dict[str, str]:
    """Return the code of the unit above, by code."""
    return {place.code: place.parent for place in places if place.code}


def views(model: ReportModel, choice: Choice, tr: Translate) -> tuple[View, ...]:
    """Return the views of the chosen units."""
    chosen = _choose(model, choice, tr)
    return (
        _holding_view(chosen),
        _pbf_view(chosen),
        _potential_view(chosen),
        _conflict_view(chosen, "uses"),
        _conflict_view(chosen, "severities"),
        _flow_view(chosen),
    )


def _choose(model: ReportModel, choice: Choice, tr: Translate) -> _Chosen:
    """Return the units that are looked at."""
    places = all_places(model, tr)
    parents = parents_of(places)
    records = [{str(key): value for key, value in row.items()} for row in model.summary.to_dict("records")]
    records.sort(key=lambda row: _LEVELS.index(str(row["level"])))  # as the places, both stable
    kept = [
        (place, row)
        for place, row in zip(places, records)
        if place.level == choice.level and is_within(place, choice.unit, parents)
    ]
    judged = choice.level in _JUDGED
    targets = [(model.target(place.code) if judged else None) or target_row(row, {}) for place, row in kept]
    named = [
        Place(place.code, unit_title(model, place.code, place.name, tr), place.level, place.parent) if judged else place
        for place, _ in kept
    ]
    return _Chosen(
        model,
        choice,
        tr,
        tuple(named),
        tuple(row for _, row in kept),
        tuple(targets),
        tuple(model.gap(place.code) if judged else None for place, _ in kept),
    )


def _headings(first: Iterable[str], tr: Translate) -> tuple[str, ...]:
    """Return the headings of a table of units."""
    return (tr("Unit"), *first)


def _area_bars(
    chosen: _Chosen,
    parts: Mapping[str, str],
    areas: Sequence[Mapping[str, float | None]],
    figures: Sequence[Iterable[str]],
    marks: Sequence[float | None] = (),
) -> tuple[Bar, ...]:
    """Return bars of areas.

    Args:
        chosen: the units.
        parts: labels of the segments by the ids of their fills.
        areas: of each unit, by fill.
        figures: of each unit.
        marks: of each unit; none by default.
    """
    bars = []
    for number, (place, own) in enumerate(zip(chosen.places, areas)):
        segments = tuple(
            Segment(fill, own[fill] or 0.0, f"{label} {printed_mu(own[fill], tr=chosen.tr)}")
            for fill, label in parts.items()
            if own.get(fill)
        )
        bars.append(Bar(place, tuple(figures[number]), segments, marks[number] if marks else None))
    return tuple(bars)


def _in_mu(mu: float | None, tr: Translate) -> str:
    """Return an area with its unit."""
    return tr("{area} mu").format(area=printed_mu(mu, tr=tr))


def _target_bars(
    chosen: _Chosen, rows: Iterable[tuple[Place, float | None, float | None, str, str]]
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
            segments = () if actual is None else (Segment("area", actual, _in_mu(actual, tr)),)
            bars.append(Bar(place, (tr("No data") if actual is None else _in_mu(actual, tr),), segments))
        elif actual is None or not target or state not in (MET, MISSED):
            bars.append(Bar(place, (word,)))
        else:
            percent = _HUNDRED * actual / target
            figures = (
                tr("{percent} %, {state}").format(percent=f"{percent:,.2f}", state=labels.label(states, fill)),
                tr("{actual} of {target} mu").format(
                    actual=printed_mu(actual, tr=tr), target=printed_mu(target, tr=tr)
                ),
            )
            bars.append(Bar(place, figures, (Segment(fill, percent, figures[1]),), _HUNDRED))
    return tuple(bars), chosen.judged


def _holding_view(chosen: _Chosen) -> View:
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
        legend=tuple((state, states[state]) for state in (MET, MISSED)) if percent else (),
        mark=tr("Target (100 %)") if percent else "",
        bars=bars,
        empty=tr("No unit has both a target and data.") if percent else tr("No data"),
        headings=_headings((tr("Held now (net)"), *more), tr),
        places=chosen.places,
        rows=tuple(cells),
    )


def _target_note(chosen: _Chosen) -> str:
    """Return what the bars of targets show."""
    if chosen.judged:
        return chosen.tr("Per cent of each unit's own target; areas in mu.")
    return chosen.tr("Areas in mu; units of this level have no targets.")


def _pbf_view(chosen: _Chosen) -> View:
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
        legend=tuple((state, states[state]) for state in (MET, MISSED, WARNED)) if percent else (),
        mark=tr("Target (100 %)") if percent else "",
        bars=bars,
        empty=tr("No unit has both a target and data.") if percent else tr("No data"),
        headings=_headings(headings, tr),
        places=chosen.places,
        rows=tuple(cells),
    )


def _potential_view(chosen: _Chosen) -> View:
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
    notes = [tr("Net areas in mu, what is excluded left out. Only what is free may be set against the gap.")]
    if any(gap is not None and gap.state == RESTORED_UNKNOWN for gap in chosen.gaps):
        notes.append(restored_note(tr))
    mark = tr("Gap left") if year is None else tr("Restoration task {year}").format(year=year)
    return View(
        key="potential",
        title=tr("Gap and potential"),
        notes=tuple(notes),
        percent=False,
        legend=tuple(shown.items()),
        mark=mark if chosen.judged else "",
        bars=_area_bars(chosen, shown, areas, figures, marks),
        empty=tr("No data"),
        headings=_headings(headings, tr),
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


def _owed_figures(chosen: _Chosen, gap: GapRow | None, owed: float | None, rest: float | None) -> tuple[str, ...]:
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
    figures = [text.format(area=_in_mu(owed, tr))]
    if rest is not None:
        after = tr("Left after what is free: {area}").format(area=_in_mu(rest, tr))
        figures.append(after if rest else tr("What is free could fill it"))
    return tuple(figures)


def _conflict_view(chosen: _Chosen, by: str) -> View:
    """Return the gross area of conflicts that count, by class of use (`uses`) or by severity (`severities`)."""
    tr, model = chosen.tr, chosen.model
    counted = counted_conflicts(model.conflicts)
    if by == "uses":
        words = {use: label for use, label in use_labels(tr).items() if use != Use.NOTE}
        shown, keys = {f"use-{use}": label for use, label in words.items()}, uses_of(counted).astype(str)
        title = tr("Conflicts by use")
    else:
        counting = [severity for severity in _SEVERITIES if severity >= Severity.COUNTED]
        named = {str(severity): model.names.of("severities", severity) or str(severity) for severity in counting}
        shown = {f"severity-{severity}": label for severity, label in named.items()}
        keys = pd.to_numeric(counted["severity"]).astype(int).astype(str) if len(counted) else pd.Series(dtype=object)
        title = tr("Conflicts by severity")
    prefix = "use-" if by == "uses" else "severity-"
    sums = _area_sums(chosen, counted, prefix + keys if len(counted) else keys)
    known = conflicts_known(model)
    areas: list[dict[str, float | None]] = []
    figures, cells = [], []
    for place, record, own in zip(chosen.places, chosen.records, sums):
        told = known and own is not None and number_or_none(record.get("parcels")) != 0
        area: dict[str, float | None] = {fill: (own or {}).get(fill, 0.0) if told else None for fill in shown}
        total = math.fsum(area[fill] or 0.0 for fill in shown) if told else None
        areas.append(area)
        first = chosen.cell(place, "conflicts", total)
        figures.append((_in_mu(total, tr) if total is not None else first.text,))
        cells.append((Cell(place.name), first, *(chosen.cell(place, "conflicts", area[fill]) for fill in shown)))
    notes = (*conflict_notes(model, tr), *([gross_and_net_note(tr)] if known else []))
    return View(
        key=f"conflicts_by_{by}",
        title=title,
        notes=notes,
        percent=False,
        legend=tuple(shown.items()),
        mark="",
        bars=_area_bars(chosen, shown, areas, figures),
        empty=tr("No occupation conflicts were found.") if known else notes[0],
        headings=_headings((tr("Total"), *shown.values()), tr),
        places=chosen.places,
        rows=tuple(cells),
    )


def _area_sums(
    chosen: _Chosen, frame: pd.DataFrame, keys: pd.Series, column: str = "area_m2"
) -> list[dict[str, float] | None]:
    """Return the sums (mu) of a column of findings by key, for each unit; None where the list does not name units.

    Args:
        chosen: the units.
        frame: the findings.
        keys: of each finding.
        column: with areas (m²); what is not known adds nothing.
    """
    level = chosen.choice.level
    if not len(frame):
        return [{} for _ in chosen.places]
    if column not in frame.columns or (level in UNIT_LEVELS and level not in frame.columns):
        return [None for _ in chosen.places]
    table = pd.DataFrame({"key": keys, "area": pd.to_numeric(frame[column], errors="coerce").fillna(0.0)})
    if level == Level.CITY:
        cities = [of_unit(chosen.model, frame, place.code).index for place in chosen.places]
        return [_sums(table.loc[rows].groupby("key")["area"]) for rows in cities]
    above = UNIT_LEVELS[UNIT_LEVELS.index(level) - 1] if level != Level.COUNTY else ""
    table["code"] = _codes(frame, level)
    table["parent"] = _codes(frame, above) if above else ""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for (parent, code, key), areas in table.groupby(["parent", "code", "key"])["area"]:
        # A unit's code is enough where it has one: its findings may name another unit above.
        place = found.setdefault(("" if code else parent, code), {})
        place[key] = math.fsum([place.get(key, 0.0), *(areas * MU_PER_M2)])
    return [found.get(("" if place.code else place.parent, place.code), {}) for place in chosen.places]


def _codes(frame: pd.DataFrame, level: str) -> pd.Series:
    """Return the codes of the units of a level, "" where there is none."""
    if level not in frame.columns:
        return pd.Series("", index=frame.index, dtype=object)
    return frame[level].astype(object).where(frame[level].notna(), "").astype(str)


def _sums(groups: Iterable[tuple[Any, pd.Series]]) -> dict[str, float]:
    """Return the sums (mu) of groups of areas (m²)."""
    return {str(key): math.fsum(areas) * MU_PER_M2 for key, areas in groups}


def _flow_view(chosen: _Chosen) -> View:
    """Return cultivated land lost inside PBF and outside, what lies unplanted, and what was restored."""
    tr, model = chosen.tr, chosen.model
    shown = {"lost-pbf": tr("Lost inside PBF, net"), "lost-outside": tr("Lost outside PBF, net")}
    counted = counted_conflicts(model.conflicts)
    inside = _net_losses(chosen, counted, conflicts_known(model))
    outside = _net_losses(chosen, model.losses, bool(len(model.losses.columns)))
    areas, figures, cells, marks = [], [], [], []
    for number, (place, record) in enumerate(zip(chosen.places, chosen.records)):
        gap = chosen.gaps[number]
        restored = gap.restored if gap else None
        own = {"lost-pbf": inside[number], "lost-outside": outside[number]}
        known = [mu for mu in own.values() if mu is not None]
        total = math.fsum(known) if known else None
        areas.append(own)
        marks.append(restored)
        figures.append((tr("Lost: {area}").format(area=_in_mu(total, tr)) if total is not None else tr("No data"),))
        row = [
            Cell(place.name),
            *(chosen.cell(place, "lost", mu) for mu in own.values()),
            chosen.cell(place, "losses", number_or_none(record.get("losses_mu"))),
            chosen.cell(place, "abandoned", number_or_none(record.get("abandoned_mu"))),
        ]
        if chosen.judged:
            row.append(chosen.cell(place, "restored", restored))
        cells.append(tuple(row))
    more = [tr("Restored")] if chosen.judged else []
    gross, unplanted = tr("Lost outside PBF, gross"), tr("Unplanted (net)")
    return View(
        key="flows",
        title=tr("Losses"),
        notes=(
            tr(
                "Losses are counted from what the findings were before: the PBF record, or the earlier survey. "
                "Unplanted land is still cultivated land. Areas in mu."
            ),
        ),
        percent=False,
        legend=tuple(shown.items()),
        mark=tr("Restored") if any(mark is not None for mark in marks) else "",
        bars=_area_bars(chosen, shown, areas, figures, marks),
        empty=tr("No loss was found."),
        headings=_headings((*shown.values(), gross, unplanted, *more), tr),
        places=chosen.places,
        rows=tuple(cells),
    )


def _net_losses(chosen: _Chosen, frame: pd.DataFrame, known: bool) -> list[float | None]:
    """Return the net area lost (mu) of each unit's findings; None where nobody looked, or no finding tells."""
    if not known:
        return [None for _ in chosen.places]
    column = "lost_cultivated_m2"
    told = frame[pd.to_numeric(frame[column], errors="coerce").notna()] if column in frame.columns else frame.iloc[:0]
    sums = _area_sums(chosen, told, pd.Series("lost", index=told.index, dtype=object), column)
    counts = _area_sums(chosen, frame.assign(_one=1.0), pd.Series("all", index=frame.index, dtype=object), "_one")
    result: list[float | None] = []
    for record, lost, every in zip(chosen.records, sums, counts):
        if number_or_none(record.get("parcels")) == 0 or lost is None or every is None:
            result.append(None)
        else:
            result.append(lost.get("lost", None if every else 0.0))
    return result


def comparison_view(model: ReportModel, earlier: ReportModel, choice: Choice, tr: Translate) -> View:
    """Return the figures of the chosen units beside those of an earlier run: conflicts, and what else has changed."""
    chosen = _choose(model, choice, tr)
    places, rows = all_places(earlier, tr), earlier.summary.to_dict("records")
    rows.sort(key=lambda row: _LEVELS.index(str(row["level"])))
    before = {(place.level, place.code or place.parent): row for place, row in zip(places, rows)}
    changes = {
        "holding_mu": tr("Change: holding"),
        "pbf_delimited_mu": tr("Change: PBF"),
        f"candidates_{Potential.FREE.value}_mu": tr("Change: free potential"),
    }
    bars, cells = [], []
    for place, record in zip(chosen.places, chosen.records):
        old = before.get((place.level, place.code or place.parent), {})
        then, now = (number_or_none(row.get("conflicts_mu")) for row in (old, record))
        words = [tr("No data") if mu is None else printed_mu(mu, tr=tr) for mu in (then, now)]
        others = [(number_or_none(old.get(name)), number_or_none(record.get(name))) for name in changes]
        cells.append(
            (
                Cell(place.name),
                Cell(words[0], number=then),
                Cell(words[1], number=now),
                *(_change_cell(*pair, tr) for pair in ((then, now), *others)),
            )
        )
        text = tr("{now} mu, before {before} mu").format(now=words[1], before=words[0])
        segments = (Segment("area", now, text),) if now else ()
        bars.append(Bar(place, (text,), segments, then))
    return View(
        key="comparison",
        title=tr("Comparison"),
        notes=(tr("The mark is the area of the earlier run. Changes are now minus before; areas in mu."),),
        percent=False,
        legend=(("area", tr("Conflicts now")),),
        mark=tr("Conflicts before"),
        bars=tuple(bars),
        empty=tr("No data"),
        headings=_headings(
            (tr("Conflicts before"), tr("Conflicts now"), tr("Change: conflicts"), *changes.values()), tr
        ),
        places=chosen.places,
        rows=tuple(cells),
    )


def _change_cell(before: float | None, now: float | None, tr: Translate) -> Cell:
    """Return what an area (mu) has changed by; a word where one of both is not known."""
    if before is None or now is None:
        return Cell(tr("No data"))
    difference = now - before
    difference = 0.0 if abs(difference) < NOISE_MU else difference
    return Cell(printed_mu(difference, signed=True, tr=tr), number=difference)


def as_text(view: View) -> str:
    """Return a view's table as text with tabulators, which a spreadsheet takes."""
    lines = [view.headings, *(tuple(cell.text for cell in row) for row in view.rows)]
    return "\n".join("\t".join(line) for line in lines) + "\n"


def level_names(model: ReportModel, tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of the levels of which the results have units, the largest first."""
    present = set(model.summary["level"])
    return {level: label for level, label in level_labels(tr).items() if level in present}
