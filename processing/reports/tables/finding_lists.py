"""Lists of findings, row by row, sorted as they are worked off: conflicts, candidates, losses, abandoned land."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pandas as pd

from ...analysis.rules.candidates import potentials_of
from ...analysis.vocabulary import Direction, Potential
from ...bridge.vocabulary import potential_labels, use_labels, verdict_labels
from .. import labels
from ..centre_points import LATITUDE, LONGITUDE
from ..changes import CHANGES
from ..finding_sums import count_parcels, uses_of
from ..labels import Translate
from ..measure_labels import USE_FINDINGS, measure_columns
from ..model import MU_PER_M2, ReportModel
from ..number_format import DEGREES, INTEGER, M2, MU, TEXT, YEAR, printed_mu
from . import status_tones
from .losses_and_abandoned import loss_notes
from .table import Column, FrameRows, Table, TotalledRows

# Left empty, for the check on the ground.
CHECK_COLUMNS = ("check_result", "checker", "check_date")
_CODE_COLUMNS = ("county", "township", "village", "ZLDWDM", "SJNF")
_PRINTED_CONFLICT_COLUMNS = (
    "number",
    "county_name",
    "ZLDWMC",
    "TBBH",
    "class_name",
    "kind",
    "use",
    "severity",
    "area_mu",
    "lost_cultivated_mu",
    "origin",
    "flags",
    "verdict",
    "remark",
    "centre_lon",
    "centre_lat",
    *CHECK_COLUMNS,
)
_CONFLICT_COLUMNS = (
    *_PRINTED_CONFLICT_COLUMNS,
    "decided",
    "conflict_id",
    "BSM",
    "DLBM",
    "measure",
    "also",
    "area_m2",
    "cultivated_m2",
    "lost_cultivated_m2",
    "registered_m2",
    "pbf",
    "TBMJ",
    "ZZSXDM",
    "TBXHDM",
    "GDPDJB",
    "county",
    "township",
    "village",
    "ZLDWDM",
    "SJNF",
)
_PRINTED_CANDIDATE_COLUMNS = (
    "number",
    "county_name",
    "ZLDWMC",
    "TBBH",
    "class_name",
    "potential",
    "tier",
    "source",
    "net_mu",
    "excluded",
    "reason",
    "flags",
    "verdict",
    "remark",
    "centre_lon",
    "centre_lat",
    *CHECK_COLUMNS,
)
_CANDIDATE_COLUMNS = (
    *_PRINTED_CANDIDATE_COLUMNS,
    "decided",
    "candidate_id",
    "BSM",
    "DLBM",
    "deferred",
    "measure",
    "also",
    "area_m2",
    "net_m2",
    "pbf_reserve",
    "farmland_reserve",
    "TBMJ",
    "ZZSXDM",
    "TBXHDM",
    "county",
    "township",
    "village",
    "ZLDWDM",
    "SJNF",
)
_PRINTED_LOSS_COLUMNS = (
    "number",
    "county_name",
    "ZLDWMC",
    "TBBH",
    "class_name",
    "kind",
    "area_mu",
    "lost_cultivated_mu",
    "verdict",
    "remark",
    "centre_lon",
    "centre_lat",
    *CHECK_COLUMNS,
)
_LOSS_COLUMNS = (*_PRINTED_LOSS_COLUMNS, "BSM", "DLBM", "measure", *_CODE_COLUMNS)
_PRINTED_ABANDONED_COLUMNS = (
    "number",
    "county_name",
    "village_name",
    "ZLDWMC",
    "TBBH",
    "class_name",
    "in_pbf",
    "area_mu",
    "cultivated_mu",
    "verdict",
    "remark",
    "centre_lon",
    "centre_lat",
    *CHECK_COLUMNS,
)
_ABANDONED_COLUMNS = (*_PRINTED_ABANDONED_COLUMNS, "BSM", "DLBM", "ZZSXDM", "measure", *_CODE_COLUMNS)
LISTED_COLUMNS = frozenset((*_CONFLICT_COLUMNS, *_CANDIDATE_COLUMNS, *_LOSS_COLUMNS, *_ABANDONED_COLUMNS))
_PRINTED_CHANGE_COLUMNS = (
    *("number", "county_name", "village_name", "direction", "previous_class_name", "class_name", "cause", "status"),
    *("before_mu", "now_mu", "pbf", "responsible", "flags", "verdict", "remark", "centre_lon", "centre_lat"),
    *CHECK_COLUMNS,
)
_CHANGE_COLUMNS = (
    *(*_PRINTED_CHANGE_COLUMNS, "decided", "change_id", "BSM", "previous", "previous_DLBM", "DLBM", "before_m2"),
    *("now_m2", "project", "pieces", "county", "township", "village"),
)
_CHANGE_GROUPS = {
    **{"direction": "directions", "cause": "causes", "status": "statuses", "responsible": "responsible"},
    "flags": "flags",
}
_PRINTED_USE_COLUMNS = (
    *("number", "county_name", "village_name", "ZLDWMC", "TBBH", "class_name", "findings", "priority", "planting"),
    *("area_mu", "cultivated_mu", "centre_lon", "centre_lat", *CHECK_COLUMNS),
)
_USE_COLUMNS = (*_PRINTED_USE_COLUMNS, "use_id", "BSM", "DLBM", "ZZSXDM", "TBXHDM", "measure", *_CODE_COLUMNS)
_USE_GROUPS = {"findings": "use_findings", "priority": "priorities", "planting": "plantings"}
_KINDS = {
    "number": INTEGER,
    "area_m2": M2,
    "area_mu": MU,
    "cultivated_m2": M2,
    "cultivated_mu": MU,
    "lost_cultivated_m2": M2,
    "lost_cultivated_mu": MU,
    "registered_m2": M2,
    "net_m2": M2,
    "net_mu": MU,
    "TBMJ": M2,
    **{"before_mu": MU, "now_mu": MU, "before_m2": M2, "now_m2": M2, "pieces": INTEGER},
    "severity": INTEGER,
    "SJNF": YEAR,
    LONGITUDE: DEGREES,
    LATITUDE: DEGREES,
}
# Areas that a list's last row sums up; a parcel's own area of record stands in several of its rows.
_SUMMED = (
    *("area_m2", "area_mu", "cultivated_m2", "cultivated_mu", "lost_cultivated_m2", "lost_cultivated_mu"),
    *("registered_m2", "net_m2", "net_mu", "before_m2", "before_mu", "now_m2", "now_mu", "pieces"),
)

# Groups of names in which the ids of a list's columns are looked up.
_CONFLICT_GROUPS = {"kind": "kinds", "also": "kinds", "origin": "origins", "flags": "flags"}
_CANDIDATE_GROUPS = {
    "tier": "tiers",
    "source": "sources",
    "also": "sources",
    "excluded": "reasons",
    "deferred": "deferred",
    "reason": "reasons",
    "flags": "flags",
}


@dataclass(frozen=True)
class _ListKind:
    """A kind of list: what it is called, its columns, and the groups of names of their ids.

    Attributes:
        key: of the table.
        columns: in their order; those that the frame lacks are left out.
        printed: how many of them, in their order, go on paper.
        groups: the group of names in which the ids of a column are looked up.
        headings: of columns that are called otherwise in this list.
    """

    key: str
    columns: Sequence[str]
    printed: Sequence[str]
    groups: Mapping[str, str]
    headings: Mapping[str, str] = field(default_factory=dict)


def _list_table(
    model: ReportModel,
    frame: pd.DataFrame,
    kind: _ListKind,
    wanted: Sequence[str] | None,
    words: tuple[str, str, str],
    tr: Translate,
) -> Table:
    """Return a list of findings with a last row that sums it up.

    Args:
        model: the report, for names.
        frame: the findings, in their order.
        kind: of the list.
        wanted: names of columns, in their order; those of the kind by default.
        words: name, title and note; `{count}` of the note is the number of parcels, `{pieces}` that of pieces.
        tr: translates headings.
    """
    name, title, note = words
    names = list(wanted or kind.columns)
    columns, shown = _list_columns(model, frame, names, kind, tr)
    keys = [column.key for column in columns]
    rows: Sequence[tuple[object, ...]] = FrameRows(shown)
    totals: frozenset[int] = frozenset()
    if len(frame) and wanted is None:
        sums = {key: math.fsum(shown[key].dropna()) for key in keys if key in _SUMMED}
        label = next((key for key in keys if key != "number" and key not in sums), "")
        rows = TotalledRows(rows, tuple(sums.get(key, tr("Total") if key == label else None) for key in keys))
        totals = frozenset({len(frame)})
    return Table(
        key=kind.key,
        name=name,
        title=title,
        columns=columns,
        rows=rows,
        notes=(note.format(count=count_parcels(frame), pieces=len(frame)),),
        totals=totals,
        form=None if wanted else len([key for key in keys if key in kind.printed]),
    )


def _list_columns(
    model: ReportModel, frame: pd.DataFrame, wanted: Sequence[str], kind: _ListKind, tr: Translate
) -> tuple[tuple[Column, ...], pd.DataFrame]:
    """Return the columns of a list of findings, and their values in words.

    Args:
        model: the report, for names.
        frame: the findings.
        wanted: names of columns, in their order; those that the frame lacks are left out.
        kind: of the list.
        tr: translates headings.
    """
    names, headings = model.names, {**labels.parcel_columns(tr), **kind.headings}
    uses, potentials, verdicts = use_labels(tr), potential_labels(tr), verdict_labels(tr)
    made: dict[str, tuple[str, Callable[[Any], object] | None]] = {
        "county_name": ("county", model.unit_name),
        "village_name": ("village", model.unit_name),
        "class_name": ("DLBM", names.land_class),
        "previous_class_name": ("previous_DLBM", names.land_class),
        "in_pbf": ("pbf", lambda zone: tr("Inside") if zone else tr("Outside")),
        "use": ("use", lambda use: labels.label(uses, use)),
        "potential": ("potential", lambda part: labels.label(potentials, part)),
        "verdict": ("verdict", lambda verdict: labels.label(verdicts, verdict)),
    }
    columns, shown = [], {}
    for name in wanted:
        form, heading = _KINDS.get(name, TEXT), headings[name]
        if name in CHECK_COLUMNS:
            columns.append(Column(heading, key=name))
            shown[name] = pd.Series([None] * len(frame), index=frame.index, dtype=object)
            continue
        if name == "number":
            columns.append(Column(heading, form, key=name))
            shown[name] = pd.Series(range(1, len(frame) + 1), index=frame.index, dtype="int64")
            continue
        in_m2 = f"{name[:-3]}_m2"
        if name not in frame.columns and name.endswith("_mu") and in_m2 in frame.columns:
            columns.append(Column(heading, form, key=name))
            shown[name] = pd.to_numeric(frame[in_m2], errors="coerce") * MU_PER_M2
            continue
        source, label = made.get(name, (name, None))
        if source not in frame.columns:
            continue
        if label is None and name in kind.groups:
            label = partial(names.joined, (kind.groups[name],))
        tones = (
            status_tones.of_uses(tr) if name == "use" else status_tones.of_potentials(tr) if name == "potential" else ()
        )
        columns.append(Column(heading, form, key=name, tones=tones))
        if form != TEXT:
            shown[name] = pd.to_numeric(frame[source], errors="coerce")
            continue
        # Few distinct values stand in many rows, so each is looked up once.
        table = {value: label(value) if label else value for value in frame[source].dropna().unique()}
        # One by one: newer pandas makes an index of a mapping's keys, which cannot hold half of a character.
        words = [None if (word := table.get(value)) is None else str(word) for value in frame[source]]
        text = pd.Series(words, index=frame.index, dtype=object)
        shown[name] = text.where(text.notna(), tr("Outside") if name == "in_pbf" else None)
    # Not together in one block, which would copy them.
    return tuple(columns), pd.DataFrame(shown, index=frame.index, copy=False)


def by_severity(frame: pd.DataFrame) -> pd.DataFrame:
    """Return findings the gravest first, then by county, township and village, of these the largest first."""
    order = {"severity": False, "county": True, "township": True, "village": True, "area_m2": False}
    return _sorted(frame, order)


def _sorted(frame: pd.DataFrame, order: Mapping[str, bool]) -> pd.DataFrame:
    """Return a frame sorted by the columns that it has; `order` says of each whether it ascends."""
    keys = [key for key in order if key in frame.columns]
    if not keys:
        return frame
    ascending = [order[key] for key in keys]
    return frame.sort_values(keys, ascending=ascending, kind="stable", na_position="last", ignore_index=True)


def conflicts_table(
    model: ReportModel, tr: Translate, frame: pd.DataFrame | None = None, columns: Sequence[str] | None = None
) -> Table:
    """Return the list of conflicts.

    Args:
        model: the report.
        tr: translates headings and notes.
        frame: the conflicts to list, in this order; all by default, the gravest first.
        columns: names of the columns, in order; those that the frame lacks are left out. With columns of its own a list
            has no last row that sums it up.
    """
    listed = by_severity(model.conflicts) if frame is None else frame
    listed = listed.assign(use=uses_of(listed))
    note = tr("{count} parcels ({pieces} pieces). Check them on the ground before anything follows from this list.")
    words = (tr("Conflict list"), tr("Occupation conflicts inside permanent basic farmland"), note)
    kind = _ListKind("conflicts", _CONFLICT_COLUMNS, _PRINTED_CONFLICT_COLUMNS, _CONFLICT_GROUPS)
    table = _list_table(model, listed, kind, columns, words, tr)
    notes = listed[pd.to_numeric(listed["severity"]).eq(0)] if "severity" in listed else listed[:0]
    if not table.totals or not len(notes):
        return table
    text = tr("The sum holds {area} mu of severity 0, which are notes and count in no other table of conflicts.")
    area = printed_mu(math.fsum(notes["area_m2"].dropna()) * MU_PER_M2, tr=tr)
    return replace(table, notes=(*table.notes, text.format(area=area)))


def by_potential(model: ReportModel, frame: pd.DataFrame) -> pd.DataFrame:
    """Return candidates the free ones first, then by tier and unit, of these the largest first."""
    frame = frame.assign(potential=potentials_of(frame))
    parts, tiers = Potential.values(), model.tiers
    ranks = {"potential": {part: rank for rank, part in enumerate(parts)}, "tier": {t: n for n, t in enumerate(tiers)}}
    keys = {f"{name}_rank": frame[name].map(rank) for name, rank in ranks.items() if name in frame.columns}
    order = dict.fromkeys([*keys, "county", "township", "village"], True)
    sorted_frame = _sorted(frame.assign(**keys), {**order, "net_m2": False})
    return sorted_frame.drop(columns=list(keys))


def candidates_table(
    model: ReportModel, tr: Translate, frame: pd.DataFrame | None = None, columns: Sequence[str] | None = None
) -> Table:
    """Return the list of restoration candidates, the excluded ones with their reason; see `conflicts_table`."""
    listed = by_potential(model, model.candidates) if frame is None else frame
    listed = listed.assign(potential=potentials_of(listed))
    note = tr(
        "{count} parcels ({pieces} pieces), those that a rule excludes with the reason; only what is free counts."
    )
    words = (tr("Restoration potential list"), tr("Restoration candidates"), note)
    kind = _ListKind("candidates", _CANDIDATE_COLUMNS, _PRINTED_CANDIDATE_COLUMNS, _CANDIDATE_GROUPS)
    return _list_table(model, listed, kind, columns, words, tr)


def by_unit(frame: pd.DataFrame) -> pd.DataFrame:
    """Return findings by county, township and village, of these the largest first."""
    return _sorted(frame, {"county": True, "township": True, "village": True, "area_m2": False})


def losses_table(
    model: ReportModel, tr: Translate, frame: pd.DataFrame | None = None, columns: Sequence[str] | None = None
) -> Table:
    """Return the list of lost cultivated land: protected land not cultivated, construction; see `conflicts_table`."""
    listed = by_unit(model.losses) if frame is None else frame
    note = tr("{count} parcels ({pieces} pieces). Check them on the ground before anything follows from this list.")
    words = (
        tr("Loss list"),
        tr("Protected farmland no longer cultivated, and construction on cultivated land outside PBF"),
        note,
    )
    headings = labels.loss_columns(tr)
    kind = _ListKind("losses", _LOSS_COLUMNS, _PRINTED_LOSS_COLUMNS, {"kind": "losses", "also": "losses"}, headings)
    table = _list_table(model, listed, kind, columns, words, tr)
    return replace(table, notes=(*table.notes, *loss_notes(model, tr)))


def abandoned_table(
    model: ReportModel, tr: Translate, frame: pd.DataFrame | None = None, columns: Sequence[str] | None = None
) -> Table:
    """Return the list of unplanted cultivated land, by village; see `conflicts_table`."""
    listed = by_unit(model.abandoned) if frame is None else frame
    note = tr("{count} parcels ({pieces} pieces), inside permanent basic farmland and outside, by village.")
    words = (tr("Abandoned land list"), tr("Abandoned cultivated land"), note)
    kind = _ListKind("abandoned", _ABANDONED_COLUMNS, _PRINTED_ABANDONED_COLUMNS, {})
    return _list_table(model, listed, kind, columns, words, tr)


def changes_table(model: ReportModel, tr: Translate) -> Table:
    """Return the list of changes between both surveys: outflow, inflow, adjustment, each by unit, the largest first."""
    frame = model.measures[CHANGES]
    order = {name: number for number, name in enumerate(Direction.values())}
    ranked = frame.assign(rank=frame["direction"].map(order), area=frame[["before_m2", "now_m2"]].max(axis=1))
    listed = _sorted(ranked, {"rank": True, "county": True, "township": True, "village": True, "area": False})
    note = tr(
        "{count} parcels ({pieces} rows), net areas. What is too small to be looked at is summed in rows without a "
        "place, by county, direction, cause and status."
    )
    headings = {**labels.change_columns(tr), "previous_class_name": tr("Class before")}
    headings["previous_DLBM"] = tr("Code of the class before")
    kind = _ListKind(CHANGES, _CHANGE_COLUMNS, _PRINTED_CHANGE_COLUMNS, _CHANGE_GROUPS, headings)
    words = (tr("List of changes"), tr("Changes of cultivated land between both surveys"), note)
    return _list_table(model, listed.drop(columns=["rank", "area"]), kind, None, words, tr)


def use_table(model: ReportModel, tr: Translate) -> Table:
    """Return the list of pieces with a finding on the use of cultivated land, by unit, of each the largest first."""
    own = measure_columns(USE_FINDINGS, tr, model.names)
    headings = {name: own[name] for name in ("priority", "planting", "use_id")} | {"findings": tr("Findings on use")}
    kind = _ListKind(USE_FINDINGS, _USE_COLUMNS, _PRINTED_USE_COLUMNS, _USE_GROUPS, headings)
    note = tr(
        "{count} parcels ({pieces} pieces); each with all of its findings. A finding proposes or asks for a look, and "
        "is no breach."
    )
    words = (tr("List of findings on use"), tr("Findings on the use of cultivated land, piece by piece"), note)
    table = _list_table(model, by_unit(model.measures[USE_FINDINGS]), kind, None, words, tr)
    return replace(table, technical=True)
