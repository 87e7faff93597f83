"""Tables of conflicts and candidates: by kind or tier and county, and the lists of pieces."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from .. import labels
from ..labels import Translate
from ..model import UNASSIGNED, CandidateTotal, ConflictTotal, ReportModel
from ..number_format import INTEGER, M2, MU, TEXT, YEAR
from . import status_tones
from .table import Column, FrameRows, Table, in_unit


def _county_columns(
    model: ReportModel, totals: Sequence[ConflictTotal | CandidateTotal], tr: Translate
) -> tuple[list[str], list[Column]]:
    """Return the counties that have a column in a table of totals, and these columns.

    Pieces without a county have one only where there are some.
    """
    codes = [c for c in model.counties if c != UNASSIGNED or any(t.county == c for t in totals)]
    mu, group = in_unit(tr("mu"), tr), tr("Area by county (mu)")
    return codes, [Column(mu(model.unit_name(code) or tr("Unassigned")), MU, group) for code in codes]


def conflict_kinds_table(model: ReportModel, tr: Translate) -> Table:
    """Return the conflicts by kind and county, with totals."""
    mu, totals = in_unit(tr("mu"), tr), model.conflict_totals
    counties, county_columns = _county_columns(model, totals, tr)
    columns = [
        Column(tr("Conflict kind"), key="kind"),
        Column(tr("Highest severity"), tones=status_tones.of_severities(model.names)),
        Column(tr("Measure")),
        *county_columns,
        Column(mu(tr("Total")), MU, key="total"),
        Column(tr("Number of pieces"), INTEGER),
        Column(mu(tr("Lost cultivated land")), MU),
        Column(mu(tr("Notes only")), MU, tr("Notes only (severity 0), not in the total")),
        Column(tr("Number of notes"), INTEGER, tr("Notes only (severity 0), not in the total")),
    ]

    def figures(chosen: Sequence[ConflictTotal]) -> tuple[object, ...]:
        """Return the figures of a row: the sums of totals by county, and of all."""
        return (
            *(math.fsum(t.counted for t in chosen if t.county == county) for county in counties),
            math.fsum(t.counted for t in chosen),
            sum(t.count for t in chosen),
            math.fsum(t.lost_cultivated for t in chosen),
            math.fsum(t.noted for t in chosen),
            sum(t.noted_count for t in chosen),
        )

    rows: list[tuple[object, ...]] = []
    for kind in dict.fromkeys(total.kind for total in totals):
        chosen = [t for t in totals if t.kind == kind]
        severity = model.names.of("severities", max(t.severity_max for t in chosen))
        measures = sorted({m for t in chosen for m in t.measures}, key=lambda m: (len(m), m))
        rows.append((model.names.of("kinds", kind), severity, tr(", ").join(measures), *figures(chosen)))
    rows.append((tr("Total"), None, None, *figures(totals)))
    return Table(
        key="conflict_kinds",
        name=tr("Conflicts by kind"),
        title=tr("Occupation conflicts inside permanent basic farmland, by kind and county"),
        columns=tuple(columns),
        rows=rows,
        notes=(
            tr("Each piece counts once, under the first rule that fits it."),
            tr("Severity 1 and more counts as conflict; what is approved or tolerated (severity 0) stands apart."),
            tr("A conflict read from land classes shows a use, not an illegality."),
        ),
        totals=frozenset({len(rows) - 1}),
    )


def candidate_tiers_table(model: ReportModel, tr: Translate) -> Table:
    """Return the candidates by tier and county, with what of them is deferred or excluded."""
    mu, totals = in_unit(tr("mu"), tr), model.candidate_totals
    counties, county_columns = _county_columns(model, totals, tr)
    excluded = tr("Excluded, not in the total")
    columns = [
        Column(tr("Restorability")),
        *county_columns,
        Column(mu(tr("Total")), MU),
        Column(tr("Number of pieces"), INTEGER),
        Column(mu(tr("Of it deferred")), MU),
        Column(mu(tr("Of it with crops unknown")), MU),
        Column(mu(tr("Excluded")), MU, excluded),
        Column(tr("Number excluded"), INTEGER, excluded),
    ]

    def figures(chosen: Sequence[CandidateTotal]) -> tuple[object, ...]:
        """Return the figures of a row: the sums of totals by county, and of all."""
        return (
            *(math.fsum(t.net for t in chosen if t.county == county) for county in counties),
            math.fsum(t.net for t in chosen),
            sum(t.count for t in chosen),
            math.fsum(t.deferred for t in chosen),
            math.fsum(t.unknown for t in chosen),
            math.fsum(t.excluded for t in chosen),
            sum(t.excluded_count for t in chosen),
        )

    rows = [(model.names.of("tiers", tier), *figures([t for t in totals if t.tier == tier])) for tier in model.tiers]
    rows.append((tr("Total"), *figures(totals)))
    return Table(
        key="candidate_tiers",
        name=tr("Restoration potential by tier"),
        title=tr("Restoration candidates by tier and county, net area"),
        columns=tuple(columns),
        rows=rows,
        notes=(
            tr(
                "Candidates are potential, not restored land: they never lessen the gap before the survey records them."
            ),
            tr("Candidates that a rule excludes are not counted; net area is without field ridges."),
        ),
        totals=frozenset({len(rows) - 1}),
    )


_CONFLICT_COLUMNS = (
    "conflict_id",
    "county_name",
    "ZLDWMC",
    "BSM",
    "TBBH",
    "DLBM",
    "class_name",
    "kind",
    "severity",
    "severity_name",
    "area_mu",
    "origin",
    "measure",
    "also",
    "flags",
    "area_m2",
    "cultivated_m2",
    "lost_cultivated_m2",
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
_CANDIDATE_COLUMNS = (
    "candidate_id",
    "county_name",
    "ZLDWMC",
    "BSM",
    "TBBH",
    "DLBM",
    "class_name",
    "tier",
    "source",
    "net_mu",
    "excluded",
    "deferred",
    "reason",
    "measure",
    "also",
    "flags",
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
_KINDS = {
    "area_m2": M2,
    "area_mu": MU,
    "cultivated_m2": M2,
    "lost_cultivated_m2": M2,
    "net_m2": M2,
    "net_mu": MU,
    "TBMJ": M2,
    "severity": INTEGER,
    "SJNF": YEAR,
}


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


def _list_pieces(
    model: ReportModel,
    frame: pd.DataFrame,
    wanted: Sequence[str],
    groups: Mapping[str, str],
    tr: Translate,
) -> tuple[tuple[Column, ...], FrameRows]:
    """Return the columns and rows of a list of pieces.

    Args:
        model: the report, for names.
        frame: the pieces.
        wanted: names of columns, in order; those that the frame lacks are left out.
        groups: the group of names in which the ids of a column are looked up.
        tr: translates headings.
    """
    names, headings = model.names, labels.parcel_columns(tr)
    made = {
        "county_name": ("county", model.unit_name),
        "class_name": ("DLBM", names.land_class),
        "severity_name": ("severity", lambda severity: names.of("severities", int(severity))),
    }
    columns, shown = [], {}
    for name in wanted:
        source, label = made.get(name, (name, None))
        if source not in frame.columns:
            continue
        if label is None and name in groups:
            label = partial(names.joined, (groups[name],))
        kind = _KINDS.get(name, TEXT)
        meaning = status_tones.of_severities(names) if name == "severity_name" else ()
        columns.append(Column(headings[name], kind, key=name, tones=meaning))
        if kind != TEXT:
            shown[name] = pd.to_numeric(frame[source], errors="coerce")
            continue
        # Few distinct values stand in many rows, so each is looked up once.
        table = {value: str(label(value) if label else value) for value in frame[source].dropna().unique()}
        text = frame[source].map(table).astype(object)
        shown[name] = text.where(text.notna(), None)
    return tuple(columns), FrameRows(pd.DataFrame(shown, index=frame.index))


def conflicts_table(
    model: ReportModel, tr: Translate, frame: pd.DataFrame | None = None, columns: Sequence[str] = _CONFLICT_COLUMNS
) -> Table:
    """Return the list of conflicts.

    Args:
        model: the report.
        tr: translates headings and notes.
        frame: the conflicts to list; all by default.
        columns: names of the columns, in order; those that the frame lacks are left out.
    """
    columns_listed, rows = _list_pieces(
        model, model.conflicts if frame is None else frame, columns, _CONFLICT_GROUPS, tr
    )
    note = tr("{count} pieces. Check them on the ground before anything follows from this list.")
    return _list_table(
        "conflicts",
        tr("Conflict list"),
        tr("Occupation conflicts inside permanent basic farmland"),
        columns_listed,
        rows,
        note,
    )


def candidates_table(
    model: ReportModel, tr: Translate, frame: pd.DataFrame | None = None, columns: Sequence[str] = _CANDIDATE_COLUMNS
) -> Table:
    """Return the list of restoration candidates, the excluded ones with their reason; see `conflicts_table`."""
    columns_listed, rows = _list_pieces(
        model, model.candidates if frame is None else frame, columns, _CANDIDATE_GROUPS, tr
    )
    note = tr("{count} pieces, those that a rule excludes with the reason; they are in no total.")
    return _list_table(
        "candidates", tr("Restoration potential list"), tr("Restoration candidates"), columns_listed, rows, note
    )


def _list_table(key: str, name: str, title: str, columns: tuple[Column, ...], rows: FrameRows, note: str) -> Table:
    """Return a list as a table; `{count}` of its note is the number of its rows."""
    return Table(key=key, name=name, title=title, columns=columns, rows=rows, notes=(note.format(count=len(rows)),))
