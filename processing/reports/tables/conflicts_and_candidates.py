"""Tables of conflicts by class of use, kind, severity and county, and of the potential in its four parts."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd

from ...analysis.rules.candidates import potentials_of
from ...analysis.vocabulary import Potential, Severity
from ...bridge.vocabulary import potential_labels, use_labels
from ..absences import conflict_notes, gross_and_net_note, restored_note, unit_title
from ..finding_sums import (
    conflicts_by_use,
    conflicts_known,
    count_parcels,
    counted_conflicts,
    finding_sum,
    gross_by_county,
    has_no_data,
    potential_areas,
    uncovered,
    unit_potential,
    uses_of,
)
from ..labels import Translate
from ..model import MU_PER_M2, UNASSIGNED, ReportModel
from ..number_format import INTEGER, MU
from . import status_tones
from .table import Column, Table, in_unit


def conflict_uses_table(model: ReportModel, tr: Translate) -> Table:
    """Return the conflicts by class of use, each divided by severity: the one split that every output tells."""
    frame, uses, mu = model.conflicts, uses_of(model.conflicts), in_unit(tr("mu"), tr)
    registered = _has_registered(frame)
    severities = sorted(Severity, reverse=True)
    group = tr("Gross area by severity (mu)")
    columns = [
        Column(tr("Class of use"), key="use", tones=status_tones.of_uses(tr)),
        *(Column(mu(tr("Severity {number}").format(number=s.value)), MU, group) for s in severities if s > 0),
        Column(mu(tr("Total, gross")), MU, group, key="total"),
        Column(tr("Number of parcels"), INTEGER, key="parcels"),
        Column(tr("Number of pieces"), INTEGER),
        *_net_columns(registered, mu, tr),
        *_noted_columns(mu, tr),
    ]
    words = use_labels(tr)
    chosen = [(words[use], frame[uses == use]) for use in conflicts_by_use(frame)]
    rows = [(name, *_severity_areas(part), *_figures(part, registered, tr)) for name, part in chosen]
    rows.append((tr("Total"), *_severity_areas(frame), *_figures(frame, registered, tr)))
    return Table(
        key="conflict_uses",
        name=tr("Conflicts by class of use"),
        title=tr("Occupation conflicts inside permanent basic farmland, by class of use and severity"),
        columns=tuple(columns),
        rows=rows if conflicts_known(model) else [],
        notes=tuple(_conflict_table_notes(model, tr)),
        totals=frozenset({len(rows) - 1} if conflicts_known(model) else ()),
    )


def _conflict_table_notes(model: ReportModel, tr: Translate) -> list[str]:
    """Return what is to be known of conflicts; where the registered area stands beside, why it may be less."""
    registered = conflicts_known(model) and _has_registered(model.conflicts)
    return [*conflict_notes(model, tr), *([gross_and_net_note(tr)] if registered else [])]


def _severity_areas(frame: pd.DataFrame) -> list[float]:
    """Return the gross area (mu) of conflicts of each severity that counts, the highest first."""
    if not len(frame):
        return [0.0] * (len(Severity) - 1)
    area = pd.to_numeric(frame["area_m2"], errors="coerce").fillna(0.0) * MU_PER_M2
    return [math.fsum(area[frame["severity"] == s.value]) for s in sorted(Severity, reverse=True) if s > 0]


def _has_registered(conflicts: pd.DataFrame) -> bool:
    """Return whether the layer of permanent basic farmland tells the registered area of any conflict of a run."""
    return finding_sum(conflicts).registered is not None


def _net_columns(registered: bool, mu: Callable[[str], str], tr: Translate) -> list[Column]:
    """Return the columns of net areas beside the gross ones: lost, and registered where the layer tells."""
    names = [tr("Cultivated land lost, net")]
    names += [tr("Registered as PBF, net")] if registered else []
    return [Column(mu(name), MU) for name in names]


def _noted_columns(mu: Callable[[str], str], tr: Translate) -> list[Column]:
    """Return the columns of what is listed for information only."""
    group = tr("For information only (severity 0), not in the total")
    return [Column(mu(tr("Gross area")), MU, group), Column(tr("Number of parcels"), INTEGER, group)]


def _figures(frame: pd.DataFrame, registered: bool, tr: Translate) -> tuple[object, ...]:
    """Return total, parcels, pieces, net areas, and what is for information only, of a list of conflicts.

    The registered area is there where its column is (`_net_columns`): 0 of a kind of which none counts.
    """
    counted = counted_conflicts(frame)
    noted = frame[~frame.index.isin(counted.index)]
    total, rest = finding_sum(counted), finding_sum(noted)
    net = [total.lost] + ([total.registered if len(counted) else 0.0] if registered else [])
    known = (tr("Not known") if area is None else area for area in net)
    return (total.gross, total.parcels, total.pieces, *known, rest.gross, rest.parcels)


def _county_columns(model: ReportModel, frame: pd.DataFrame, tr: Translate) -> tuple[list[str], list[Column]]:
    """Return the counties that have a column in a table of totals, and these columns.

    Pieces without a county have one only where there are some.
    """
    assigned = not len(frame) or bool(frame["county"].notna().all())
    codes = [code for code in model.counties if code != UNASSIGNED or not assigned]
    mu, group = in_unit(tr("mu"), tr), tr("Gross area by county (mu)")
    return codes, [Column(mu(model.unit_name(code) or tr("Unassigned")), MU, group) for code in codes]


def conflict_kinds_table(model: ReportModel, tr: Translate) -> Table:
    """Return the conflicts by kind and county, with their class of use, and totals."""
    mu, frame = in_unit(tr("mu"), tr), model.conflicts
    uses, words, registered = uses_of(frame), use_labels(tr), _has_registered(frame)
    counties, county_columns = _county_columns(model, frame, tr)
    columns = [
        Column(tr("Conflict kind"), key="kind"),
        Column(tr("Class of use"), tones=status_tones.of_uses(tr)),
        Column(tr("Measure")),
        *county_columns,
        Column(mu(tr("Total, gross")), MU, key="total"),
        Column(tr("Number of parcels"), INTEGER),
        Column(tr("Number of pieces"), INTEGER),
        *_net_columns(registered, mu, tr),
        *_noted_columns(mu, tr),
    ]

    def figures(chosen: pd.DataFrame) -> tuple[object, ...]:
        """Return the figures of a row: gross areas by county, and the sums of all."""
        areas = gross_by_county(counted_conflicts(chosen)) if len(chosen) else {}
        by_county = (None if has_no_data(model, code) else areas.get(code, 0.0) for code in counties)
        return (*(tr("No data") if area is None else area for area in by_county), *_figures(chosen, registered, tr))

    rows: list[tuple[object, ...]] = []
    for kind in dict.fromkeys(total.kind for total in model.conflict_totals):
        chosen = frame[frame["kind"] == kind]
        use = str(uses[chosen.index].iloc[0])
        measures = sorted({str(m) for m in chosen["measure"].dropna()}, key=lambda m: (len(m), m))
        rows.append((model.names.of("kinds", kind), words.get(use, use), tr(", ").join(measures), *figures(chosen)))
    rows.append((tr("Total"), None, None, *figures(frame)))
    given = conflicts_known(model)
    return Table(
        key="conflict_kinds",
        name=tr("Conflicts by kind"),
        title=tr("Occupation conflicts inside permanent basic farmland, by kind and county"),
        columns=tuple(columns),
        rows=rows if given else [],
        notes=(
            tr(
                "Each piece counts once, under the first rule that fits it; a parcel with pieces of several kinds "
                "counts in each, and once in the total."
            ),
            tr("Severity 1 and more counts as conflict; what is approved or tolerated (severity 0) stands apart."),
            *_conflict_table_notes(model, tr),
        ),
        totals=frozenset({len(rows) - 1} if given else ()),
    )


def candidate_tiers_table(model: ReportModel, tr: Translate) -> Table:
    """Return the candidates by tier in the four parts of the potential, net area."""
    mu, frame, words = in_unit(tr("mu"), tr), model.candidates, potential_labels(tr)
    parts = Potential.values()
    columns = [
        Column(tr("Restorability"), key="tier"),
        *(Column(mu(words[part]), MU, tr("Net area by part of the potential (mu)"), key=part) for part in parts),
        Column(mu(tr("Total")), MU, tr("Net area by part of the potential (mu)")),
        *(Column(words[part], INTEGER, tr("Number of parcels")) for part in parts),
    ]

    def figures(chosen: pd.DataFrame) -> tuple[object, ...]:
        """Return the figures of a row: net areas by part, their sum, and the number of parcels of each part."""
        areas, found = potential_areas(chosen), potentials_of(chosen)
        counts = (count_parcels(chosen[found == part]) for part in parts)
        return (*areas.values(), math.fsum(areas.values()), *counts)

    rows = [(model.names.of("tiers", tier), *figures(frame[frame["tier"] == tier])) for tier in model.tiers]
    rows.append((tr("Total"), *figures(frame)))
    return Table(
        key="candidate_tiers",
        name=tr("Restoration potential by tier"),
        title=tr("Restoration candidates by tier and part of the potential, net area"),
        columns=tuple(columns),
        rows=rows,
        notes=_potential_notes(tr),
        totals=frozenset({len(rows) - 1}),
    )


def _potential_notes(tr: Translate) -> tuple[str, ...]:
    """Return what is to be known of the four parts."""
    return (
        tr("Only what is free may be set against the gap and the year's task; the rest waits or is barred."),
        tr("Candidates are potential, not restored land: they never lessen the gap before the survey records them."),
        tr("Net area is without field ridges."),
    )


def unit_potential_table(model: ReportModel, tr: Translate) -> Table:
    """Return the potential of each unit in its four parts, against the gap left and the newest year's task."""
    mu, words, parts = in_unit(tr("mu"), tr), potential_labels(tr), Potential.values()
    year = max(model.task_years, default=None)
    at_most = any(row.gap_left is None and row.owed is not None for row in model.gaps)
    potential, against = tr("Restoration potential (net area)"), tr("Free potential against the gap")
    task_group = tr("Free potential against the task of {year}").format(year=year or "")
    columns = [
        Column(tr("Unit"), key="name"),
        Column(tr("Unit code"), key="code"),
        *(Column(mu(words[part]), MU, potential, key=part) for part in parts),
        Column(mu(tr("Gap left at most") if at_most else tr("Gap left")), MU, against),
        Column(mu(tr("Still missing")), MU, against, key="missing"),
        Column(mu(tr("Still missing if all that is to be confirmed were confirmed")), MU, against),
        *([Column(mu(tr("Task")), MU, task_group), Column(mu(tr("Still missing")), MU, task_group)] if year else ()),
    ]
    rows: list[tuple[object, ...]] = []
    for row in model.gaps:
        found = unit_potential(model, row.code)
        free, waiting = found[Potential.FREE.value], found[Potential.TO_CONFIRM.value]
        confirmed = None if free is None or waiting is None else free + waiting
        task = dict(row.tasks).get(year) if year else None
        nothing = tr("No data") if has_no_data(model, row.code) else "—"
        figures = [
            *(found[part] for part in parts),
            row.owed,
            uncovered(row.owed, free),
            uncovered(row.owed, confirmed),
            *([task, row.task_uncovered if year == row.task_year else uncovered(task, free)] if year else ()),
        ]
        rows.append(
            (
                unit_title(model, row.code, row.name, tr),
                row.code,
                *(nothing if figure is None else figure for figure in figures),
            )
        )
    return Table(
        key="unit_potential",
        name=tr("Potential against the gap"),
        title=tr("Restoration potential of each unit against its gap and its task"),
        columns=tuple(columns),
        rows=rows,
        notes=(*_potential_notes(tr), *([restored_note(tr)] if at_most else ())),
    )
