"""Sums of findings by unit, on the dashboard: conflicts, losses and what lies unplanted."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

from .analysis.vocabulary import UNIT_LEVELS, Level, Severity, Use
from .bridge.vocabulary import use_labels
from .dashboard_units import (
    Cell,
    ChosenUnits,
    View,
    area_bars,
    headings_of,
)
from .reports.absences import conflict_notes, gross_and_net_note
from .reports.finding_sums import conflicts_known, counted_conflicts, of_unit, uses_of
from .reports.model import (
    MU_PER_M2,
    number_or_none,
)

_SEVERITIES = tuple(severity.value for severity in sorted(set(Severity), reverse=True))


def conflict_view(chosen: ChosenUnits, by: str) -> View:
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
        figures.append((chosen.area(total) if total is not None else first.text,))
        cells.append((Cell(place.name), first, *(chosen.cell(place, "conflicts", area[fill]) for fill in shown)))
    notes = (*conflict_notes(model, tr), *([gross_and_net_note(tr)] if known else []))
    return View(
        key=f"conflicts_by_{by}",
        title=title,
        notes=notes,
        percent=False,
        areas=chosen.areas,
        legend=tuple(shown.items()),
        mark="",
        bars=area_bars(chosen, shown, areas, figures),
        empty=tr("No occupation conflicts were found.") if known else notes[0],
        headings=headings_of((tr("Total"), *shown.values()), tr),
        places=chosen.places,
        rows=tuple(cells),
    )


def _area_sums(
    chosen: ChosenUnits, frame: pd.DataFrame, keys: pd.Series, column: str = "area_m2"
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


def loss_view(chosen: ChosenUnits) -> View:
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
        figures.append((tr("Lost: {area}").format(area=chosen.area(total)) if total is not None else tr("No data"),))
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
                "Unplanted land is still cultivated land."
            ),
        ),
        percent=False,
        areas=chosen.areas,
        legend=tuple(shown.items()),
        mark=tr("Restored") if any(mark is not None for mark in marks) else "",
        bars=area_bars(chosen, shown, areas, figures, marks),
        empty=tr("No loss was found."),
        headings=headings_of((*shown.values(), gross, unplanted, *more), tr),
        places=chosen.places,
        rows=tuple(cells),
    )


def _net_losses(chosen: ChosenUnits, frame: pd.DataFrame, known: bool) -> list[float | None]:
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
