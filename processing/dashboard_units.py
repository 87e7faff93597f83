"""What the dashboard is made of: the units that are looked at, and views of them with bars and a table.

Areas are in mu; they are printed in the unit of the user's settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .analysis.columns import to_records
from .analysis.vocabulary import Level
from .bridge.screen_areas import AreaFormat
from .reports.absences import figure_or_word, unit_title
from .reports.labels import Translate
from .reports.model import (
    GapRow,
    ReportModel,
    TargetRow,
)
from .reports.model_building import target_row

LEVELS = tuple(level.value for level in Level)
JUDGED = (Level.CITY.value, Level.COUNTY.value)  # levels with targets


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
    """A cell of a table: its text, the state that colours it, and the number by which it is sorted, if any."""

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
class FindingList:
    """A table of the results that a view sums up, and its columns with codes of units, by level."""

    table: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class View:
    """One topic: bars, and a table of the same figures with a row for each unit.

    Attributes:
        key: id of the topic.
        title: its name.
        notes: what is to be known of the figures.
        percent: whether bars are in per cent; else they are in mu.
        areas: how areas are shown.
        legend: pairs of a fill's id and its label.
        mark: label of the bars' marks.
        bars: from the top.
        empty: what is said where no bar has a length.
        headings: of the table's columns; the first is the unit's.
        places: the units of the rows.
        rows: cells, as many as headings.
        list: the table to which a unit leads; None where the layers of findings are it.
    """

    key: str
    title: str
    notes: tuple[str, ...]
    percent: bool
    areas: AreaFormat
    legend: tuple[tuple[str, str], ...]
    mark: str
    bars: tuple[Bar, ...]
    empty: str
    headings: tuple[str, ...]
    places: tuple[Place, ...]
    rows: tuple[tuple[Cell, ...], ...]
    list: FindingList | None = None


@dataclass(frozen=True)
class ChosenUnits:
    """The units that are looked at, with their rows of the summary, of annex 2 and, where there is one, of annex 3."""

    model: ReportModel
    choice: Choice
    tr: Translate
    areas: AreaFormat
    places: tuple[Place, ...]
    records: tuple[Mapping[str, Any], ...]
    targets: tuple[TargetRow, ...]
    gaps: tuple[GapRow | None, ...]

    @property
    def judged(self) -> bool:
        """Whether units of this level have targets."""
        return self.choice.level in JUDGED

    def counties(self, city: Place) -> tuple[str, ...]:
        """Return the codes of a city's counties."""
        return counties_of(city, all_places(self.model, self.tr))

    def cell(self, place: Place, quantity: str, mu: float | None, state: str = "") -> Cell:
        """Return the cell of an area, or of the word that stands for it."""
        if not self.judged:
            return self.area_cell(mu, state=state)
        figure = figure_or_word(self.model, place.code, quantity, mu, self.tr)
        if isinstance(figure, str):
            return Cell(figure)
        return self.area_cell(figure, quantity.endswith("_difference"), state)

    def area_cell(self, mu: float | None, signed: bool = False, state: str = "") -> Cell:
        """Return the cell of an area; it says so where there is none."""
        if mu is None:
            return Cell(self.tr("No data"), state)
        return Cell(self.areas.printed(mu, self.tr, signed), state, mu)

    def area(self, mu: float | None) -> str:
        """Return an area with its unit; it says so where there is none."""
        return self.tr("No data") if mu is None else self.areas.text(mu, self.tr)


def all_places(model: ReportModel, tr: Translate) -> tuple[Place, ...]:
    """Return all units of the results, the largest first, in the order of the summary."""
    names: dict[str, str] = {}
    found = []
    for row in to_records(model.summary):
        code, level = str(row["code"] or ""), str(row["level"])
        parent = row.get("parent")
        name = row.get("name")
        text = name if isinstance(name, str) and name else code
        if not code:
            text = tr("Unassigned")
        names.setdefault(code, text)
        found.append(Place(code, text, level, parent if isinstance(parent, str) else ""))
    ordered = sorted(found, key=lambda place: LEVELS.index(place.level))
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


def counties_of(place: Place, places: Iterable[Place]) -> tuple[str, ...]:
    """Return the codes of the counties of a city; none for another unit."""
    if place.level != Level.CITY:
        return ()
    return tuple(one.code for one in places if one.level == Level.COUNTY and one.parent == place.code)


def choose_units(model: ReportModel, choice: Choice, tr: Translate, areas: AreaFormat) -> ChosenUnits:
    """Return the units that are looked at."""
    places = all_places(model, tr)
    parents = parents_of(places)
    records = to_records(model.summary)
    records.sort(key=lambda row: LEVELS.index(str(row["level"])))  # as the places, both stable
    kept = [
        (place, row)
        for place, row in zip(places, records)
        if place.level == choice.level and is_within(place, choice.unit, parents)
    ]
    judged = choice.level in JUDGED
    targets = [(model.target(place.code) if judged else None) or target_row(row, {}) for place, row in kept]
    named = [
        Place(place.code, unit_title(model, place.code, place.name, tr), place.level, place.parent) if judged else place
        for place, _ in kept
    ]
    return ChosenUnits(
        model,
        choice,
        tr,
        areas,
        tuple(named),
        tuple(row for _, row in kept),
        tuple(targets),
        tuple(model.gap(place.code) if judged else None for place, _ in kept),
    )


def headings_of(first: Iterable[str], tr: Translate) -> tuple[str, ...]:
    """Return the headings of a table of units."""
    return (tr("Unit"), *first)


def area_bars(
    chosen: ChosenUnits,
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
            Segment(fill, own[fill] or 0.0, f"{label} {chosen.area(own[fill])}")
            for fill, label in parts.items()
            if own.get(fill)
        )
        bars.append(Bar(place, tuple(figures[number]), segments, marks[number] if marks else None))
    return tuple(bars)
