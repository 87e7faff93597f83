"""Tables of the use of cultivated land, of reserves, and of the self-check."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from ...analysis.columns import to_records
from ...analysis.measures.land_use import ALL
from ...analysis.vocabulary import Level
from ...bridge.vocabulary import check_state_labels
from ..balance_labels import CEILINGS
from ..case_labels import FREEZES, VETOES
from ..changes import FLOWS
from ..judgements import Finding
from ..labels import Translate
from ..measure_labels import (
    LAND_USE,
    RESERVE_SUMS,
    RESERVES,
    SELF_CHECK,
    USE_FINDINGS,
    measure_columns,
    measure_words,
)
from ..model import MU_PER_M2, ReportModel, number_or_none
from ..number_format import M2, MU, PERCENT, printed, printed_mu
from .finding_lists import use_table
from .result_sheets import SheetForm, result_sheets
from .status_tones import of_states
from .table import Column, FrameRows, Table, in_unit

_LEVELS = (Level.CITY, Level.COUNTY)
_CLOSURE = "closure_m2"
_KNOWN = ("known", "unknown")  # areas of a row of use
_FORMS = {RESERVES: SheetForm(unit="county", technical=True)}
_WITHIN = {RESERVE_SUMS: ("role",)}  # groups of rows, each by unit


def use_tables(model: ReportModel, tr: Translate) -> Sequence[Table]:
    """Return plantings of cities and counties, in mu, by place in the order of use, and the list of findings."""
    frame, names = model.measures[LAND_USE], model.names
    plantings = [name for name in names.order("plantings") if f"{name}_m2" in frame]
    shares = [f"{name}_percent" for name in plantings if f"{name}_percent" in frame]
    areas = ["net_m2", "known_m2", *(f"{name}_m2" for name in plantings)]
    title = tr("Planting of cultivated land by the order of use (measures 4, 15), by unit")
    note = tr("Net areas; shares are of the land whose planting is known. Totals count land of several places again.")
    sums = _table(model, tr, LAND_USE, tr("Use of cultivated land"), title, ("priority",), areas, shares, note)
    return [sums, *([use_table(model, tr)] if USE_FINDINGS in model.measures else [])]


def reserve_tables(model: ReportModel, tr: Translate) -> Sequence[Table]:
    """Return reserves of cities and counties, in mu, by kind of reserve, and each reserve polygon."""
    frame = model.measures[RESERVE_SUMS]
    areas = [name for name in frame.columns if name.endswith("_m2") and name != _CLOSURE]
    title = tr("Reserves of land against the current survey (measure 12), by unit")
    note = tr("Land adds up to the area inside the survey, and so do the states; hindrances may lie on each other.")
    sums = _table(model, tr, RESERVE_SUMS, tr("Reserves"), title, ("role",), areas, [], note)
    names = tr("List of reserves"), tr("Each reserve polygon against the current survey (measure 12)")
    return [sums, *result_sheets(model, tr, {RESERVES: names}, note, _FORMS)]


def _table(
    model: ReportModel,
    tr: Translate,
    key: str,
    name: str,
    title: str,
    by: Sequence[str],
    areas: Sequence[str],
    shares: Sequence[str],
    note: str,
) -> Table:
    """Return the rows of cities and counties of a measure's table, areas in mu."""
    mu = in_unit(tr("mu"), tr)
    headings, words = measure_columns(key, tr, model.names), measure_words(key, tr, model.names)
    words = {"role": model.names.terms.get("roles", {}), **words}
    frame = model.measures[key]
    rows = model.by_unit(frame[frame["level"].isin(_LEVELS)], within=_WITHIN.get(key, ()))
    shown = {"name": [model.unit_name(code) or tr("Unassigned") for code in rows["code"]], "code": rows["code"]}
    columns = [Column(tr("Unit"), key="name"), Column(tr("Unit code"), key="code")]
    for column in by:
        shown[column] = rows[column].map(lambda value, column=column: words[column].get(value, value))
        columns.append(Column(headings[column], key=column))
    for column in areas:
        shown[column] = pd.to_numeric(rows[column]) * MU_PER_M2
        columns.append(Column(mu(headings[column]), MU, key=column))
    for column in shares:
        shown[column] = rows[column]
        columns.append(Column(headings[column], PERCENT, key=column))
    shown[_CLOSURE] = rows[_CLOSURE]
    columns.append(Column(in_unit(tr("m²"), tr)(headings[_CLOSURE]), M2, key=_CLOSURE))
    frame = pd.DataFrame(shown, index=rows.index)
    return Table(key=key, name=name, title=title, columns=tuple(columns), rows=FrameRows(frame), notes=(note,))


def check_tables(model: ReportModel, tr: Translate) -> Sequence[Table]:
    """Return the self-check, areas in mu."""
    frame = model.measures[SELF_CHECK]
    words, headings = measure_words(SELF_CHECK, tr, model.names), measure_columns(SELF_CHECK, tr, model.names)
    sources = _sources(tr)
    in_m2 = frame["unit"] == "m2"
    units = frame["unit"].where(~in_m2, "mu")
    shown = {
        "name": [model.unit_name(code) for code in frame["code"]],
        "code": frame["code"],
        "measure": frame["measure"],
        "line": frame["line"].map(lambda line: words["line"].get(line, line)),
        "unit": units.map(lambda unit: words["unit"].get(unit)),
        **{name: frame[name].where(~in_m2, frame[name] * MU_PER_M2) for name in ("task", "actual", "difference")},
        "state": frame["state"].map(words["state"]),
        "source_table": frame["source_table"].map(lambda table: sources.get(table, table)),
    }
    texts = {"name": tr("Unit"), "code": tr("Unit code"), **headings}
    kinds = dict.fromkeys(("task", "actual", "difference"), MU)
    tones = of_states(check_state_labels(tr))
    columns = [
        Column(texts[name], kinds[name], key=name)
        if name in kinds
        else Column(texts[name], key=name, tones=tones if name == "state" else ())
        for name in shown
    ]
    return [
        Table(
            key=SELF_CHECK,
            name=tr("Self-check"),
            title=tr("Self-check for the assessment (measure 33)"),
            columns=tuple(columns),
            rows=FrameRows(pd.DataFrame(shown)),
            notes=(tr("What the results lack is no data, never met; what only people know is filled in by hand."),),
        )
    ]


def _sources(tr: Translate) -> dict[str | None, str | None]:
    """Return what the sheets are called from which lines come, by table."""
    return {
        None: None,
        "summary": tr("Summary by unit"),
        "conflicts": tr("Conflict list"),
        "candidates": tr("Restoration potential list"),
        "pieces": tr("Pieces"),
        FLOWS: tr("Flows of cultivated land"),
        VETOES: tr("Veto"),
        CEILINGS: tr("Ceiling of next year"),
        FREEZES: tr("Frozen quota"),
        LAND_USE: tr("Use of cultivated land"),
    }


def use_findings(model: ReportModel, tr: Translate) -> Sequence[Finding]:
    """Return a sentence for each city on what its cultivated land is planted with; for each county without a city."""
    return _of_highest_units(model, LAND_USE, use_sentence, tr)


def use_sentence(model: ReportModel, code: str, tr: Translate) -> str:
    """Return what all cultivated land of a unit is planted with, as shares of what is known; empty without a row."""
    rows = _rows_of(model, LAND_USE, code)
    row = next(iter(to_records(rows[rows["priority"] == ALL])), None) if len(rows) else None
    if row is None:
        return ""
    shares = {name: number_or_none(row.get(f"{name}_percent")) for name in model.names.order("plantings")}
    part = tr("{planting} {share} %")
    parts = [
        part.format(planting=model.names.of("plantings", name), share=printed(share, PERCENT, tr=tr))
        for name, share in shares.items()
        if share is not None
    ]
    text = tr("Cultivated land of {unit} (net): planting known of {known} mu ({parts}), not known of {unknown} mu.")
    known, unknown = (printed_mu((number_or_none(row[f"{name}_m2"]) or 0.0) * MU_PER_M2, tr=tr) for name in _KNOWN)
    return text.format(unit=model.unit_name(code), known=known, unknown=unknown, parts=tr(", ").join(parts) or "–")


def reserve_findings(model: ReportModel, tr: Translate) -> Sequence[Finding]:
    """Return a sentence for each city on what of its reserves is usable; for each county without a city."""
    return _of_highest_units(model, RESERVE_SUMS, reserve_sentence, tr)


def reserve_sentence(model: ReportModel, code: str, tr: Translate) -> str:
    """Return what of each kind of reserve of a unit is usable; empty where it has none."""
    part = tr("{reserve}: {usable} of {area} mu usable")
    parts = [
        part.format(
            reserve=model.names.of("roles", row["role"]),
            usable=printed_mu((number_or_none(row["state_usable_m2"]) or 0.0) * MU_PER_M2, tr=tr),
            area=printed_mu((number_or_none(row["inside_m2"]) or 0.0) * MU_PER_M2, tr=tr),
        )
        for row in to_records(_rows_of(model, RESERVE_SUMS, code))
    ]
    text = tr("Reserves of {unit} against the survey (gross): {parts}.")
    return text.format(unit=model.unit_name(code), parts=tr("; ").join(parts)) if parts else ""


def check_findings(model: ReportModel, tr: Translate) -> Sequence[Finding]:
    """Return a sentence for each city on how its self-check stands; for each county where there is no city."""
    return _of_highest_units(model, SELF_CHECK, check_sentence, tr)


def _of_highest_units(
    model: ReportModel, table: str, sentence: Callable[[ReportModel, str, Translate], str], tr: Translate
) -> Sequence[Finding]:
    """Return the sentences on the cities of a table; on its counties where there is no city."""
    frame = model.measures[table]
    for level in _LEVELS:
        own = frame.loc[frame["level"] == level, "code"]
        codes = own[own.fillna("") != ""].drop_duplicates()
        if len(codes):
            return [Finding(sentence(model, code, tr)) for code in codes]
    return ()


def _rows_of(model: ReportModel, table: str, code: str) -> pd.DataFrame:
    """Return the rows of a city or county in a table; none of a table that the run lacks."""
    frame = model.measures.get(table, pd.DataFrame(columns=["code", "level"]))
    return frame[(frame["code"] == code) & frame["level"].isin(_LEVELS)]


def check_sentence(model: ReportModel, code: str, tr: Translate) -> str:
    """Return how many lines of a unit's self-check are met, missed, without data, and to be filled in by hand."""
    rows = _rows_of(model, SELF_CHECK, code)
    if not len(rows):
        return ""
    number = rows["state"].value_counts()
    text = tr(
        "Self-check of {unit}: {met} lines met, {missed} not met, {no_data} without data, {by_hand} to be filled in by "
        "hand."
    )
    counts = {state: int(number.get(state, 0)) for state in check_state_labels(tr)}
    return text.format(unit=model.unit_name(code), **counts)
