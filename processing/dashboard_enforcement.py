"""What follows from cases, on the dashboard: the state of warning of each unit (measures 33, 34, 38), and the cases.

They are told where the results have the tables: `cases` of the review, those of “Assess warnings, veto and freeze”.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from .analysis.area.rounding import exact_to_mu
from .analysis.cases import AREAS, COLUMNS, OPEN
from .analysis.columns import to_records
from .analysis.dates import OPEN_END
from .analysis.enforcement.veto import TOUCHED
from .analysis.rules.case_counting import counted_cases, total
from .analysis.vocabulary import Level, WarningLevel
from .dashboard_units import Bar, Cell, ChosenUnits, FindingList, Place, Segment, View, headings_of
from .reports.case_labels import CASE_COLUMNS, CASE_WORDS, CASES, FREEZES, VETOES, WARNINGS, level_words, verdict_words
from .reports.judgements import WARNED
from .reports.labels import Translate, label
from .reports.model import MET, MISSED, MU_PER_M2, number_or_none
from .reports.period_words import period_text

# Fills and colours of the levels are those of targets that are met, nearly missed and missed.
_TONES = {WarningLevel.NONE.value: MET, WarningLevel.GENERAL.value: WARNED, WarningLevel.KEY.value: MISSED}
_ILLEGAL = "lost-pbf"  # the fill of land that was lost
_NEEDED = {WARNINGS: "level", VETOES: "verdict", FREEZES: "frozen_m2"}  # the column that a table must have
ENFORCEMENT = (WARNINGS, VETOES, FREEZES, CASES)  # tables that are read


def warning_view(chosen: ChosenUnits) -> View:
    """Return the last warning of each of the chosen units, its veto, and what of its quota is frozen.

    Warnings are told by county: other levels have a word in their place.
    """
    tr, tables = chosen.tr, chosen.model.measures
    last, vetoes, freezes = (_by_code(tables.get(name), needed) for name, needed in _NEEDED.items())
    columns = CASE_COLUMNS[WARNINGS](tr)
    words = CASE_WORDS[WARNINGS](tr, chosen.model.names)
    told = ("period", "why", "step", "suspended_since")
    rows, bars = [], []
    for place in chosen.places:
        row, veto, freeze = (found.get(place.code, {}) for found in (last, vetoes, freezes))
        level = str(row.get("level") or "")
        rows.append(
            (
                Cell(place.name),
                Cell(_level_text(row, tr) if row else _nothing(place, tr), _TONES.get(level, "")),
                *(Cell(_joined(row.get(name), words.get(name, {}), tr) if row else "") for name in told),
                Cell(_distance_text(row, chosen)),
                _veto_cell(veto, place, tr),
                chosen.area_cell(_mu(freeze, "frozen_m2")),
            )
        )
        bars.append(_warning_bar(place, row, chosen))
    named = [columns[name] for name in ("level", *told, "distance_mu")]
    notes = []
    if not last:
        notes.append(
            tr(
                "These results have no warnings: run “Assess warnings, veto and freeze” and let it write its tables "
                "into this file as layers named warnings, vetoes and freezes."
            )
        )
    elif chosen.choice.level != Level.COUNTY:
        notes.append(tr("Warnings are told by county."))
    return View(
        key="warnings",
        title=tr("Warnings"),
        notes=tuple(notes),
        percent=False,
        areas=chosen.areas,
        legend=tuple((tone, level_words(tr)[level]) for level, tone in _TONES.items()),
        mark="",
        bars=tuple(bars),
        empty=tr("No illegal occupation was found in the period.") if last else tr("No data"),
        headings=headings_of((*named, tr("Veto"), tr("Frozen quota")), tr),
        places=chosen.places,
        rows=tuple(rows),
        list=FindingList(WARNINGS, {Level.COUNTY.value: "code"}),
    )


@dataclass(frozen=True)
class _CaseSum:
    """What cases come to.

    Attributes:
        cases, undecided, illegal, unclosed: numbers of cases: all, those to be decided, the illegal ones, of these
            those that are not closed.
        area, unclosed_area: of illegal cases and of those not closed (net before, mu).
        pbf: of the area inside permanent basic farmland (mu).
        area_unknown, pbf_unknown: how many rows of illegal cases do not tell these areas.

    """

    cases: int
    undecided: int
    illegal: int
    unclosed: int
    area: float
    unclosed_area: float
    pbf: float
    area_unknown: int
    pbf_unknown: int

    @classmethod
    def of(cls, own: pd.DataFrame) -> _CaseSum:
        """Return the sums of rows of `counted_cases`; each place counts once, as for warnings."""
        illegal = own[own["is_illegal"] & ~own["is_again"]]
        unclosed = own[own["is_illegal"] & (own["closed"] == OPEN_END)]
        undecided = own[own["status"] == OPEN]
        areas = (illegal["cultivated"], unclosed["cultivated"], illegal["pbf"])
        area, unclosed_area, pbf = (float(exact_to_mu(total(each))) for each in areas)
        return cls(
            cases=own["case_id"].nunique(),
            undecided=undecided["case_id"].nunique(),
            illegal=illegal["case_id"].nunique(),
            unclosed=unclosed["case_id"].nunique(),
            area=area,
            unclosed_area=unclosed_area,
            pbf=pbf,
            area_unknown=int(illegal["cultivated_m2"].isna().sum()),
            pbf_unknown=int(illegal["pbf_unknown"].sum()),
        )


def case_view(chosen: ChosenUnits) -> View:
    """Return the cases of the chosen units: their number, those that are to be decided or closed, illegal areas.

    What a case does not tell adds nothing to a sum, and is counted beside it.
    """
    tr = chosen.tr
    counted = _counted(chosen.model.measures.get(CASES))
    headings = (
        tr("Cases"),
        tr("To be decided"),
        tr("Illegal"),
        tr("Illegal, not closed"),
        tr("Illegal, net before"),
        tr("of which PBF"),
    )
    rows, bars = [], []
    for place in chosen.places:
        own = None if counted is None else _cases_of(counted, place, chosen)
        if own is None:
            rows.append((Cell(place.name), *(Cell(tr("No data")) for _ in headings)))
            bars.append(Bar(place, (tr("No data"),)))
            continue
        found = _CaseSum.of(own)
        numbers = (found.cases, found.undecided, found.illegal, found.unclosed)
        areas = ((found.area, found.area_unknown), (found.pbf, found.pbf_unknown))
        rows.append(
            (
                Cell(place.name),
                *(Cell(f"{number:,d}", number=float(number)) for number in numbers),
                *(_sum_cell(area, unknown, chosen) for area, unknown in areas),
            )
        )
        figures = (
            tr("Cases: {count}, to be decided: {open}").format(count=found.cases, open=found.undecided),
            tr("Illegal: {area}").format(
                area=chosen.area(found.area) if found.area or not found.area_unknown else tr("Not known")
            ),
        )
        segments = (Segment(_ILLEGAL, found.area, figures[1]),) if found.area else ()
        bars.append(Bar(place, figures, segments, found.unclosed_area or None))
    notes = [tr("Only a person decides that a use is illegal; the review and “Match monitoring patches” make cases.")]
    if counted is None:
        notes.append(tr("These results have no table of cases."))
    return View(
        key="cases",
        title=tr("Cases"),
        notes=tuple(notes),
        percent=False,
        areas=chosen.areas,
        legend=((_ILLEGAL, tr("Illegal, net before")),),
        mark=tr("Not closed"),
        bars=tuple(bars),
        empty=tr("No data") if counted is None else tr("No illegal occupation in the table of cases."),
        headings=headings_of(headings, tr),
        places=chosen.places,
        rows=tuple(rows),
        list=FindingList(CASES, {Level.COUNTY.value: "unit", Level.TOWNSHIP.value: "township"}),
    )


def _counted(table: pd.DataFrame | None) -> pd.DataFrame | None:
    """Return the rows of a table of cases that count; None where there is none, or another table of this name."""
    if table is None or not set(COLUMNS) <= set(table.columns):
        return None
    return counted_cases(table.assign(**{name: pd.to_numeric(table[name], errors="coerce") for name in AREAS}))


def _sum_cell(area: float, unknown: int, chosen: ChosenUnits) -> Cell:
    """Return the cell of a sum (mu) to which some cases add nothing, since they do not tell their area."""
    if unknown and not area:
        return Cell(chosen.tr("{count} unknown").format(count=unknown))
    text = chosen.areas.printed(area, chosen.tr)
    if unknown:
        text = chosen.tr("{area} and {count} unknown").format(area=text, count=unknown)
    return Cell(text, number=area)


def _by_code(table: pd.DataFrame | None, needed: str) -> dict[str, Mapping[Any, Any]]:
    """Return the last row of each unit in a table, by code; none of another table that has the same name."""
    if table is None or not {"code", needed} <= set(table.columns):
        return {}
    ordered = table.sort_values("start", kind="stable") if "start" in table.columns else table
    return {str(row["code"]): row for row in to_records(ordered)}


def _nothing(place: Place, tr: Translate) -> str:
    """Return the word that stands where a unit has no row."""
    return tr("No data") if place.level == Level.COUNTY else tr("By county")


def _level_text(row: Mapping[Any, Any], tr: Translate) -> str:
    """Return a level in words, and what it may be where cases do not tell enough."""
    words = level_words(tr)
    level, most = str(row.get("level")), str(row.get("level_at_most") or row.get("level"))
    text = label(words, level)
    return text if most == level else tr("{level}, at most {most}").format(level=text, most=label(words, most))


def _joined(value: object, words: Mapping[str, str], tr: Translate) -> str:
    """Return ids of a cell, which semicolons part, in words; empty for none."""
    ids = str(value).split(";") if isinstance(value, str) else []
    return tr(", ").join(words.get(one, one) for one in ids if one)


def _distance_text(row: Mapping[Any, Any], chosen: ChosenUnits) -> str:
    """Return how far the next level is; empty where there is none above."""
    tr, distance = chosen.tr, number_or_none(row.get("distance_mu"))
    level = row.get("next_level")
    if distance is None or not isinstance(level, str) or not level:
        return ""
    word = label(level_words(tr), level)
    if not distance:
        return tr("Any further area: {level}").format(level=word)
    return tr("{area} more: {level}").format(area=chosen.area(distance), level=word)


def _warning_bar(place: Place, row: Mapping[Any, Any], chosen: ChosenUnits) -> Bar:
    """Return the bar of a unit: what was found illegal in its last period, in the colour of its level."""
    tr = chosen.tr
    if not row:
        return Bar(place, (_nothing(place, tr),))
    area, level = number_or_none(row.get("a_mu")), str(row.get("level"))
    text = tr("{period}: {level}").format(period=period_text(row.get("period"), tr), level=_level_text(row, tr))
    distance = _distance_text(row, chosen)
    title = tr("Illegal in the period: {area}").format(area=chosen.area(area))
    segments = (Segment(_TONES.get(level, MISSED), area, title),) if area else ()
    return Bar(place, (text, *([distance] if distance else [])), segments)


def _veto_cell(row: Mapping[Any, Any], place: Place, tr: Translate) -> Cell:
    """Return the cell of what is said of the veto."""
    verdict = str(row.get("verdict") or "")
    if not verdict:
        return Cell(_nothing(place, tr))
    return Cell(label(verdict_words(tr), verdict), MISSED if verdict == TOUCHED else "")


def _mu(row: Mapping[Any, Any], column: str) -> float | None:
    """Return an area (m²) of a row in mu; None where it is not known."""
    area = number_or_none(row.get(column))
    return None if area is None else area * MU_PER_M2


def _cases_of(counted: pd.DataFrame, place: Place, chosen: ChosenUnits) -> pd.DataFrame | None:
    """Return the rows of a unit's cases; None for a level by which cases are not told."""
    units = counted["unit"].astype(str)
    if place.level == Level.CITY:
        return counted[units.isin(chosen.counties(place))]
    if place.level == Level.COUNTY:
        return counted[units == place.code]
    if place.level != Level.TOWNSHIP or "township" not in counted.columns:
        return None
    townships = counted["township"].fillna("").astype(str)
    if place.code:
        return counted[townships == place.code]
    return counted[(townships == "") & (units == place.parent)]
