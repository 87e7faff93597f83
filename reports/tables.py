"""The report's tables: which figures of the model stand in which column, under which heading.

A table says nothing about how it looks; the workbook and other outputs write it in their own way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

import pandas as pd

from ..analysis.policy import MU_PER_WAN_MU
from ..bridge.crs import crs_title
from . import labels
from .figures import INTEGER, M2, MU, TEXT, WAN_MU, YEAR
from .labels import Translate
from .model import INPUT_FACTS, UNASSIGNED, CandidateTotal, ConflictTotal, ReportModel


@dataclass(frozen=True)
class Column:
    """A column: heading with its unit, kind of value, and the group that it stands under in the head."""

    heading: str
    kind: str = TEXT
    group: str = ""


def column_groups(columns: Sequence[Column]) -> list[tuple[str, int]]:
    """Runs of columns of one group, for the row above the head: name and number of columns."""
    return [(name, len(list(run))) for name, run in groupby(columns, key=lambda column: column.group)]


@dataclass(frozen=True)
class Table:
    """A titled table. `rows` may be walked more than once; `total` marks the rows that sum others up."""

    key: str
    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]
    notes: tuple[str, ...] = ()
    totals: frozenset[int] = frozenset()


class FrameRows(Sequence):
    """The rows of a frame as tuples, made while walked: a list of a million parcels is never held twice."""

    def __init__(self, frame: pd.DataFrame):
        self._frame = frame

    def __len__(self) -> int:
        return len(self._frame)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return FrameRows(self._frame.iloc[index])
        return tuple(self._frame.iloc[index])

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return self._frame.itertuples(index=False, name=None)


def report_tables(model: ReportModel, tr: Translate) -> list[Table]:
    """All tables of a report, in the order of its sheets."""
    return [
        targets_table(model, tr),
        gaps_table(model, tr),
        differences_table(model, tr),
        summary_table(model, tr),
        conflict_kinds_table(model, tr),
        conflicts_table(model, tr),
        candidate_tiers_table(model, tr),
        candidates_table(model, tr),
        cross_table(model, tr),
        problem_kinds_table(model, tr),
        problems_table(model, tr),
        inputs_table(model, tr),
        provenance_table(model, tr),
    ]


def _in(unit: str, tr: Translate) -> Callable[[str], str]:
    """Headings of figures in a unit."""
    return lambda heading: labels.with_unit(heading, unit, tr)


def _wan(value: float | None) -> float | None:
    return None if value is None else value / MU_PER_WAN_MU


def targets_table(model: ReportModel, tr: Translate) -> Table:
    """Annex 2's form with the survey's figures beside the targets."""
    states = labels.states(tr)
    wan, mu = _in(tr("10,000 mu"), tr), _in(tr("mu"), tr)
    holding, pbf = tr("Cultivated-land holding"), tr("Permanent basic farmland")
    target, held, delimited = tr("Target"), tr("Held now"), tr("Delimited")
    difference, state = tr("Difference"), tr("State")
    inside = tr("Of it cultivated now")
    columns = [
        Column(tr("Unit")),
        Column(tr("Unit code")),
        *(Column(wan(h), WAN_MU, holding) for h in (target, held, difference)),
        Column(state, TEXT, holding),
        *(Column(wan(h), WAN_MU, pbf) for h in (target, delimited, difference)),
        Column(state, TEXT, pbf),
        Column(wan(inside), WAN_MU, pbf),
        *(Column(mu(h), MU, tr("{quantity}, in mu").format(quantity=holding)) for h in (target, held, difference)),
        *(
            Column(mu(h), MU, tr("{quantity}, in mu").format(quantity=pbf))
            for h in (target, delimited, difference, inside)
        ),
    ]
    rows = [
        (
            row.name,
            row.code,
            _wan(row.holding_target),
            _wan(row.holding),
            _wan(row.holding_difference),
            labels.label(states, row.holding_state),
            _wan(row.pbf_target),
            _wan(row.pbf_delimited),
            _wan(row.pbf_difference),
            labels.label(states, row.pbf_state),
            _wan(row.pbf_cultivated),
            row.holding_target,
            row.holding,
            row.holding_difference,
            row.pbf_target,
            row.pbf_delimited,
            row.pbf_difference,
            row.pbf_cultivated,
        )
        for row in model.targets
    ]
    return Table(
        key="targets",
        name=tr("Annex 2 targets"),
        title=tr("Cultivated land and permanent basic farmland: targets and present state"),
        columns=tuple(columns),
        rows=rows,
        notes=tuple(
            note
            for note in (
                model.policy_title and tr("Targets: {policy}").format(policy=model.policy_title),
                tr("Compared unrounded; 10,000 mu is printed with four decimals, one unit being 1 mu."),
                tr("Targets are subject to adjustment by the higher level."),
            )
            if note
        ),
    )


def gaps_table(model: ReportModel, tr: Translate) -> Table:
    """Annex 3's form with what is left of the gap and what could fill it."""
    states = labels.gap_states(tr)
    wan, mu = _in(tr("10,000 mu"), tr), _in(tr("mu"), tr)
    plan, progress = tr("Restoration plan"), tr("Progress")
    potential, detail = tr("Restoration potential (net area)"), tr("In mu")
    columns = [
        Column(tr("Unit")),
        Column(tr("Unit code")),
        Column(wan(tr("Second-survey target")), WAN_MU, plan),
        Column(wan(tr("Third-survey target")), WAN_MU, plan),
        Column(wan(tr("Gap")), WAN_MU, plan),
        *(Column(wan(tr("Restoration task {year}").format(year=year)), WAN_MU, plan) for year in model.task_years),
        Column(wan(tr("Restored")), WAN_MU, progress),
        Column(wan(tr("Gap left")), WAN_MU, progress),
        Column(wan(tr("Surplus")), WAN_MU, progress),
        Column(tr("State"), TEXT, progress),
        *(Column(wan(model.names.of("tiers", tier)), WAN_MU, potential) for tier in model.tiers),
        Column(wan(tr("Left after at once and with works")), WAN_MU, potential),
        Column(mu(tr("Gap")), MU, detail),
        Column(mu(tr("Restored")), MU, detail),
        Column(mu(tr("Gap left")), MU, detail),
        *(Column(mu(model.names.of("tiers", tier)), MU, detail) for tier in model.tiers),
    ]
    rows = [
        (
            row.name,
            row.code,
            _wan(row.survey2_target),
            _wan(row.survey3_target),
            _wan(row.gap),
            *(_wan(task) for _, task in row.tasks),
            _wan(row.restored),
            _wan(row.gap_left),
            _wan(row.surplus),
            labels.label(states, row.state),
            *(_wan(row.candidates[tier]) for tier in model.tiers),
            _wan(row.uncovered),
            row.gap,
            row.restored,
            row.gap_left,
            *(row.candidates[tier] for tier in model.tiers),
        )
        for row in model.gaps
    ]
    return Table(
        key="gaps",
        name=tr("Annex 3 gap restoration"),
        title=tr("Cultivated-land gap: restoration plan, progress and potential"),
        columns=tuple(columns),
        rows=rows,
        notes=(
            tr("A negative gap is a surplus; it owes nothing and is shown apart."),
            tr(
                "Candidates are potential, not restored land: they never lessen the gap before the survey records them."
            ),
            tr("Candidates that a rule excludes are not counted; net area is without field ridges."),
            tr("An empty field means that the data does not tell."),
        ),
    )


def differences_table(model: ReportModel, tr: Translate) -> Table:
    """Where a city row is not the sum of its county rows."""
    reasons = labels.difference_reasons(tr)
    wan, mu = _in(tr("10,000 mu"), tr), _in(tr("mu"), tr)
    rows: list[tuple[Any, ...]] = [
        (
            row.unit,
            labels.quantity(row.quantity, tr),
            _wan(row.city),
            _wan(row.counties),
            _wan(row.difference),
            row.difference,
            labels.label(reasons, row.reason),
        )
        for row in model.differences
    ]
    headings = labels.summary_columns(tr)
    notes = [tr("The annexes' own figures are kept as issued; the differences are shown, not levelled.")]
    notes += [
        tr("{unit}: {quantity} is {summary} mu in the summary and {listed} mu in the list.").format(
            unit=model.unit_name(m.unit),
            quantity=headings.get(m.quantity, m.quantity),
            summary=f"{m.summary:.2f}",
            listed=f"{m.listed:.2f}",
        )
        for m in model.mismatches
    ]
    if not rows:
        notes.append(tr("No city row differs from the sum of its counties."))
    return Table(
        key="differences",
        name=tr("City and county differences"),
        title=tr("City rows that are not the sum of their counties"),
        columns=(
            Column(tr("Unit")),
            Column(tr("Quantity")),
            Column(wan(tr("City row")), WAN_MU),
            Column(wan(tr("Sum of counties")), WAN_MU),
            Column(wan(tr("Difference")), WAN_MU),
            Column(mu(tr("Difference")), MU),
            Column(tr("Reason")),
        ),
        rows=rows,
        notes=tuple(notes),
    )


def summary_table(model: ReportModel, tr: Translate) -> Table:
    """All columns of the summary, one row a unit."""
    headings = labels.summary_columns(tr)
    levels = labels.levels(tr)
    mu = _in(tr("mu"), tr)
    frame = pd.DataFrame(index=model.summary.index)
    columns = []
    for name in model.summary.columns:
        values = model.summary[name]
        if name.endswith("_mu"):
            stem = name[: -len("_mu")]
            heading = headings.get(name) or labels.quantity(stem, tr)
            columns.append(Column(mu(heading), MU))
            frame[name] = pd.to_numeric(values, errors="coerce")
        else:
            columns.append(Column(headings.get(name, name)))
            values = values.map(lambda code: labels.label(levels, code)) if name == "level" else values
            frame[name] = values.map(lambda value: None if pd.isna(value) else str(value))
    return Table(
        key="summary",
        name=tr("Summary by unit"),
        title=tr("Summary by unit"),
        columns=tuple(columns),
        rows=FrameRows(frame),
        notes=(tr("Unit of area: mu, net of field ridges where cultivated."),),
    )


def _county_columns(
    model: ReportModel, totals: Sequence[ConflictTotal | CandidateTotal], tr: Translate
) -> tuple[list[str], list[Column]]:
    """The counties that a table of totals has a column for; pieces without a county only where there are some."""
    codes = [c for c in model.counties if c != UNASSIGNED or any(t.county == c for t in totals)]
    mu, group = _in(tr("mu"), tr), tr("Area by county (mu)")
    return codes, [Column(mu(model.unit_name(code) or tr("Unassigned")), MU, group) for code in codes]


def conflict_kinds_table(model: ReportModel, tr: Translate) -> Table:
    """Conflicts by kind and county, with totals."""
    mu, totals = _in(tr("mu"), tr), model.conflict_totals
    counties, county_columns = _county_columns(model, totals, tr)
    columns = [
        Column(tr("Conflict kind")),
        Column(tr("Highest severity")),
        Column(tr("Measure")),
        *county_columns,
        Column(mu(tr("Total")), MU),
        Column(tr("Number of pieces"), INTEGER),
        Column(mu(tr("Lost cultivated land")), MU),
        Column(mu(tr("Notes only")), MU, tr("Notes only (severity 0), not in the total")),
        Column(tr("Number of notes"), INTEGER, tr("Notes only (severity 0), not in the total")),
    ]

    def figures(chosen: Sequence[ConflictTotal]) -> tuple[Any, ...]:
        return (
            *(math.fsum(t.counted for t in chosen if t.county == county) for county in counties),
            math.fsum(t.counted for t in chosen),
            sum(t.count for t in chosen),
            math.fsum(t.lost_cultivated for t in chosen),
            math.fsum(t.noted for t in chosen),
            sum(t.noted_count for t in chosen),
        )

    rows: list[tuple[Any, ...]] = []
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
    """Candidates by tier and county, with what of them has to wait and what is excluded."""
    mu, totals = _in(tr("mu"), tr), model.candidate_totals
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

    def figures(chosen: Sequence[CandidateTotal]) -> tuple[Any, ...]:
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
_CONFLICT_WORDS = {"kind": "kinds", "also": "kinds", "origin": "origins", "flags": "flags"}
_CANDIDATE_WORDS = {
    "tier": "tiers",
    "source": "sources",
    "also": "sources",
    "excluded": "reasons",
    "deferred": "deferred",
    "reason": "reasons",
    "flags": "flags",
}


def _listed(
    model: ReportModel,
    frame: pd.DataFrame,
    wanted: Sequence[str],
    words: Mapping[str, str],
    tr: Translate,
) -> tuple[tuple[Column, ...], FrameRows]:
    """The wanted columns that a list of pieces has, with names in place of ids; nulls as None."""
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
        if label is None and name in words:
            label = partial(names.joined, (words[name],))
        kind = _KINDS.get(name, TEXT)
        columns.append(Column(headings[name], kind))
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
    """Every conflict, or those of `frame`."""
    head, rows = _listed(model, model.conflicts if frame is None else frame, columns, _CONFLICT_WORDS, tr)
    count = tr("{count} pieces. Check them on the ground before anything follows from this list.")
    return Table(
        key="conflicts",
        name=tr("Conflict list"),
        title=tr("Occupation conflicts inside permanent basic farmland"),
        columns=head,
        rows=rows,
        notes=(count.format(count=len(rows)),),
    )


def candidates_table(
    model: ReportModel, tr: Translate, frame: pd.DataFrame | None = None, columns: Sequence[str] = _CANDIDATE_COLUMNS
) -> Table:
    """Every restoration candidate, the excluded ones with their reason; or those of `frame`."""
    head, rows = _listed(model, model.candidates if frame is None else frame, columns, _CANDIDATE_WORDS, tr)
    count = tr("{count} pieces, those that a rule excludes with the reason; they are in no total.")
    return Table(
        key="candidates",
        name=tr("Restoration potential list"),
        title=tr("Restoration candidates"),
        columns=head,
        rows=rows,
        notes=(count.format(count=len(rows)),),
    )


def cross_table(model: ReportModel, tr: Translate) -> Table:
    """Class recorded by the PBF layer against the class now."""
    frame = model.cross_table
    columns: list[Column] = []
    shown: dict[int, pd.Series] = {}
    for code, heading in (("pbf_DLBM", tr("Class recorded by PBF")), ("DLBM", tr("Class now"))):
        if code in frame.columns:
            columns += [Column(heading), Column(tr("Land class"))]
            shown[len(shown)] = frame[code]
            shown[len(shown)] = frame[code].map(model.names.land_class)
    for area, heading, kind in (("area_m2", tr("Area (m²)"), M2), ("area_mu", tr("Area (mu)"), MU)):
        if area in frame.columns:
            columns.append(Column(heading, kind))
            shown[len(shown)] = frame[area]
    return Table(
        key="cross_table",
        name=tr("PBF cross table"),
        title=tr("Permanent basic farmland: class recorded at delimitation and class now"),
        columns=tuple(columns),
        rows=FrameRows(pd.DataFrame(shown, index=frame.index)),
        notes=(tr("Field ridges inside cultivated parcels are counted as class 1203."),),
    )


def problem_kinds_table(model: ReportModel, tr: Translate) -> Table:
    """Data problems by kind: how many in which layers, and what to do about them."""
    severities = labels.problem_severities(tr)
    rows = [
        (
            labels.label(severities, total.severity),
            model.names.of("problems", total.kind),
            total.count,
            tr(", ").join(
                tr("{one} ({another})").format(one=labels.layer(layer, model.names, tr), another=count)
                for layer, count in total.layers
            ),
            total.message,
            total.remedy,
        )
        for total in model.problem_totals
    ]
    return Table(
        key="problem_kinds",
        name=tr("Data problems by kind"),
        title=tr("Data problems by kind"),
        columns=(
            Column(tr("Severity")),
            Column(tr("Problem kind")),
            Column(tr("Number"), INTEGER),
            Column(tr("Layer")),
            Column(tr("Example")),
            Column(tr("Remedy")),
        ),
        rows=rows,
        notes=(_problem_count(model, tr),),
    )


def _problem_count(model: ReportModel, tr: Translate) -> str:
    if model.problems.empty:
        return tr("No problems were found in the data.")
    return tr("{count} problems.").format(count=len(model.problems))


def problems_table(model: ReportModel, tr: Translate) -> Table:
    """What is wrong or missing in the data, and what to do about it."""
    severities, names, problems = labels.problem_severities(tr), model.names, model.problems

    def layer(text: str) -> str:
        return labels.layer(text, names, tr)

    headings = {
        "severity": (tr("Severity"), lambda code: labels.label(severities, code)),
        "layer": (tr("Layer"), layer),
        "feature": (tr("Feature"), layer),  # a note on a layer that was not given names its role here
        "kind": (tr("Problem kind"), lambda kind: names.of("problems", kind)),
        "message": (tr("Message"), str),
        "remedy": (tr("Remedy"), str),
    }
    frame = pd.DataFrame(
        {
            name: problems[name].astype(object).map(lambda v, word=word: None if v is None or pd.isna(v) else word(v))
            for name, (_, word) in headings.items()
        },
        index=problems.index,
    )
    return Table(
        key="problems",
        name=tr("Data problems"),
        title=tr("Data problems"),
        columns=tuple(Column(heading) for heading, _ in headings.values()),
        rows=FrameRows(frame),
        notes=(_problem_count(model, tr),),
    )


def inputs_table(model: ReportModel, tr: Translate) -> Table:
    """The layers and files that the run read."""

    def fact(facts: Mapping[str, str], name: str) -> Any:
        text = facts.get(name)
        if text is None:
            return None
        if name == "features":
            return int(text)
        if name == "part":
            return labels.part(text, tr)
        return crs_title(text, tr) if name == "crs" else text

    return Table(
        key="inputs",
        name=tr("Input data"),
        title=tr("Data that the results were made from"),
        columns=(
            Column(tr("Section")),
            Column(tr("Parameter")),
            Column(tr("Layer or file")),
            Column(tr("File")),
            Column(tr("Number of features"), INTEGER),
            Column(tr("Features read")),
            Column(tr("Coordinate system")),
            Column(tr("SHA-256 of the file")),
        ),
        rows=[
            (
                labels.section(row.section, tr),
                labels.parameter(row.parameter, model.names, tr),
                row.name,
                *(fact(row.facts, name) for name in INPUT_FACTS),
            )
            for row in model.inputs
        ],
        notes=(tr("The hash shows later whether a file is the one that was read."),),
    )


def provenance_table(model: ReportModel, tr: Translate) -> Table:
    """What made this output: time, algorithm, versions, parameters."""
    names = model.names
    rows: list[tuple[Any, ...]] = [(tr("Run"), tr("Created (Beijing time)"), model.created.replace(tzinfo=None))]
    for section, name, value in model.provenance:
        own = section.split(" ")[-1]
        if (section, name) == ("run", "time"):
            continue
        if own == "run":
            label = {"algorithm": tr("Algorithm"), "time": tr("Time (UTC)")}.get(name, name)
            shown = names.of("algorithms", value) if name == "algorithm" else value
        elif own == "parameter":
            label, shown = labels.parameter(name, names, tr), labels.value(value, tr)
        elif own in ("mapping", "personal"):
            shown = labels.taken_for(value, names, tr) if own == "mapping" else labels.personal(value, tr)
            label = labels.parameter(name, names, tr)
        else:
            label, shown = name, value
        rows.append((labels.section(section, tr), label, shown))
    return Table(
        key="provenance",
        name=tr("Provenance"),
        title=tr("Provenance of the results"),
        columns=(Column(tr("Section")), Column(tr("Item")), Column(tr("Value"))),
        rows=rows,
    )
