"""The report's tables: which figures of the model stand in which column, under which heading.

A table says nothing about how it looks; the workbook and other outputs write it in their own way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from . import labels
from .labels import Translate
from .model import MU_PER_WAN_MU, UNASSIGNED, ReportModel

TEXT, INTEGER, YEAR, MU, WAN_MU, M2, DATE = "text", "integer", "year", "mu", "wan_mu", "m2", "date"


@dataclass(frozen=True)
class Column:
    """A column: heading with its unit, kind of value, and the group that it stands under in the head."""

    heading: str
    kind: str = TEXT
    group: str = ""


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
        candidates_table(model, tr),
        cross_table(model, tr),
        problems_table(model, tr),
        provenance_table(model, tr),
    ]


def _wan(value: float | None) -> float | None:
    return None if value is None else value / MU_PER_WAN_MU


def targets_table(model: ReportModel, tr: Translate) -> Table:
    """Annex 2's form with the survey's figures beside the targets."""
    states = labels.states(tr)
    wan, mu = tr("10,000 mu"), tr("mu")
    holding, pbf = tr("Cultivated-land holding"), tr("Permanent basic farmland")
    target, held, delimited = tr("Target"), tr("Held now"), tr("Delimited")
    difference, state = tr("Difference"), tr("State")
    inside = tr("Of it cultivated now")
    columns = [
        Column(tr("Unit")),
        Column(tr("Unit code")),
        *(Column(f"{h}\n({wan})", WAN_MU, holding) for h in (target, held, difference)),
        Column(state, TEXT, holding),
        *(Column(f"{h}\n({wan})", WAN_MU, pbf) for h in (target, delimited, difference)),
        Column(state, TEXT, pbf),
        Column(f"{inside}\n({wan})", WAN_MU, pbf),
        *(Column(f"{h}\n({mu})", MU, holding + f" ({mu})") for h in (target, held, difference)),
        *(Column(f"{h}\n({mu})", MU, pbf + f" ({mu})") for h in (target, delimited, difference, inside)),
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
    states = labels.states(tr)
    wan, mu = tr("10,000 mu"), tr("mu")
    plan, progress = tr("Restoration plan"), tr("Progress")
    potential, detail = tr("Restoration potential (net area)"), tr("In mu")
    columns = [
        Column(tr("Unit")),
        Column(tr("Unit code")),
        Column(tr("Second-survey target") + f"\n({wan})", WAN_MU, plan),
        Column(tr("Third-survey target") + f"\n({wan})", WAN_MU, plan),
        Column(tr("Gap") + f"\n({wan})", WAN_MU, plan),
        *(
            Column(tr("Restoration task {year}").format(year=year) + f"\n({wan})", WAN_MU, plan)
            for year in model.task_years
        ),
        Column(tr("Restored") + f"\n({wan})", WAN_MU, progress),
        Column(tr("Gap left") + f"\n({wan})", WAN_MU, progress),
        Column(tr("Surplus") + f"\n({wan})", WAN_MU, progress),
        Column(tr("State"), TEXT, progress),
        *(Column(f"{model.names.of('tiers', tier)}\n({wan})", WAN_MU, potential) for tier in model.tiers),
        Column(tr("Left after at once and with works") + f"\n({wan})", WAN_MU, potential),
        Column(tr("Gap") + f"\n({mu})", MU, detail),
        Column(tr("Restored") + f"\n({mu})", MU, detail),
        Column(tr("Gap left") + f"\n({mu})", MU, detail),
        *(Column(f"{model.names.of('tiers', tier)}\n({mu})", MU, detail) for tier in model.tiers),
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
    wan, mu = tr("10,000 mu"), tr("mu")
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
            Column(tr("City row") + f"\n({wan})", WAN_MU),
            Column(tr("Sum of counties") + f"\n({wan})", WAN_MU),
            Column(tr("Difference") + f"\n({wan})", WAN_MU),
            Column(tr("Difference") + f"\n({mu})", MU),
            Column(tr("Reason")),
        ),
        rows=rows,
        notes=tuple(notes),
    )


def summary_table(model: ReportModel, tr: Translate) -> Table:
    """All columns of the summary, one row a unit."""
    headings = labels.summary_columns(tr)
    levels = labels.levels(tr)
    mu = tr("mu")
    frame = pd.DataFrame(index=model.summary.index)
    columns = []
    for name in model.summary.columns:
        values = model.summary[name]
        if name.endswith("_mu"):
            stem = name[: -len("_mu")]
            heading = headings.get(name) or labels.quantity(stem, tr)
            columns.append(Column(f"{heading}\n({mu})", MU))
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


def conflict_kinds_table(model: ReportModel, tr: Translate) -> Table:
    """Conflicts by kind and county, with totals."""
    mu = tr("mu")
    counties = [c for c in model.counties if c != UNASSIGNED or any(t.county == c for t in model.conflict_totals)]
    place = {county: model.unit_name(county) or tr("Unassigned") for county in counties}
    by_county = tr("Area by county (mu)")
    columns = [
        Column(tr("Conflict kind")),
        Column(tr("Highest severity")),
        Column(tr("Measure")),
        *(Column(f"{place[county]}\n({mu})", MU, by_county) for county in counties),
        Column(tr("Total") + f"\n({mu})", MU),
        Column(tr("Notes only") + f"\n({mu})", MU),
        Column(tr("Number of pieces"), INTEGER),
        Column(tr("Lost cultivated land") + f"\n({mu})", MU),
    ]
    rows: list[tuple[Any, ...]] = []
    kinds = list(dict.fromkeys(total.kind for total in model.conflict_totals))
    for kind in kinds:
        parts = {t.county: t for t in model.conflict_totals if t.kind == kind}
        severity = max(t.severity_max for t in parts.values())
        measures = sorted({m for t in parts.values() for m in t.measures}, key=lambda m: (len(m), m))
        rows.append(
            (
                model.names.of("kinds", kind),
                model.names.of("severities", severity),
                "、".join(measures),
                *(parts[c].counted if c in parts else 0.0 for c in counties),
                sum(t.counted for t in parts.values()),
                sum(t.noted for t in parts.values()),
                sum(t.count for t in parts.values()),
                sum(t.lost_cultivated for t in parts.values()),
            )
        )
    totals = model.conflict_totals
    rows.append(
        (
            tr("Total"),
            None,
            None,
            *(sum(t.counted for t in totals if t.county == c) for c in counties),
            sum(t.counted for t in totals),
            sum(t.noted for t in totals),
            sum(t.count for t in totals),
            sum(t.lost_cultivated for t in totals),
        )
    )
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


def _list_table(frame: pd.DataFrame, wanted: Sequence[str], tr: Translate) -> tuple[tuple[Column, ...], FrameRows]:
    """The wanted columns that the frame has, typed; nulls as None."""
    headings = labels.parcel_columns(tr)
    shown: dict[str, Any] = {}
    columns = []
    for name in wanted:
        if name not in frame.columns:
            continue
        kind = _KINDS.get(name, TEXT)
        columns.append(Column(headings[name], kind))
        if kind == TEXT:
            text = frame[name].astype(object)
            shown[name] = text.where(text.notna(), None).map(lambda v: v if v is None else str(v))
        else:
            shown[name] = pd.to_numeric(frame[name], errors="coerce")
    return tuple(columns), FrameRows(pd.DataFrame(shown, index=frame.index))


def _mapped(series: pd.Series, label: Any) -> pd.Series:
    """Labels of a column of few distinct values, looked up once each."""
    table = {value: label(value) for value in series.dropna().unique()}
    return series.map(table).astype(object)


def conflicts_table(model: ReportModel, tr: Translate) -> Table:
    """Every conflict."""
    names, frame = model.names, model.conflicts.copy(deep=False)
    if len(frame):
        frame["county_name"] = _mapped(frame["county"], model.unit_name)
        frame["class_name"] = _mapped(frame["DLBM"], names.land_class) if "DLBM" in frame else None
        frame["severity_name"] = _mapped(frame["severity"], lambda s: names.of("severities", int(s)))
        for column, groups in (
            ("also", ("kinds",)),
            ("flags", ("flags",)),
            ("kind", ("kinds",)),
            ("origin", ("origins",)),
        ):
            if column in frame:
                frame[column] = _mapped(frame[column], lambda v, g=groups: names.joined(g, v))
    columns, rows = _list_table(frame, _CONFLICT_COLUMNS, tr)
    return Table(
        key="conflicts",
        name=tr("Conflict list"),
        title=tr("Occupation conflicts inside permanent basic farmland"),
        columns=columns,
        rows=rows,
        notes=(
            tr("{count} pieces. Check them on the ground before anything follows from this list.").format(
                count=len(rows)
            ),
        ),
    )


def candidates_table(model: ReportModel, tr: Translate) -> Table:
    """Every restoration candidate, the excluded ones with their reason."""
    names, frame = model.names, model.candidates.copy(deep=False)
    if len(frame):
        frame["county_name"] = _mapped(frame["county"], model.unit_name)
        frame["class_name"] = _mapped(frame["DLBM"], names.land_class) if "DLBM" in frame else None
        for column, groups in (
            ("tier", ("tiers",)),
            ("source", ("sources",)),
            ("also", ("sources",)),
            ("excluded", ("reasons",)),
            ("deferred", ("deferred",)),
            ("reason", ("reasons",)),
            ("flags", ("flags",)),
        ):
            if column in frame:
                frame[column] = _mapped(frame[column], lambda v, g=groups: names.joined(g, v))
    columns, rows = _list_table(frame, _CANDIDATE_COLUMNS, tr)
    return Table(
        key="candidates",
        name=tr("Restoration potential list"),
        title=tr("Restoration candidates"),
        columns=columns,
        rows=rows,
        notes=(
            tr("{count} pieces, those that a rule excludes with the reason; they are in no total.").format(
                count=len(rows)
            ),
        ),
    )


def cross_table(model: ReportModel, tr: Translate) -> Table:
    """Class recorded by the PBF layer against the class now."""
    frame = model.cross_table
    headings = {
        "county": tr("County code"),
        "code": tr("Unit code"),
        "recorded": tr("Class recorded by PBF"),
        "pbf_DLBM": tr("Class recorded by PBF"),
        "pbf_class": tr("Class recorded by PBF"),
        "now": tr("Class now"),
        "DLBM": tr("Class now"),
        "class_now": tr("Class now"),
    }
    columns, shown = [], {}
    for position, name in enumerate(frame.columns):
        values = frame[name]
        label = str(name)
        stem, _, suffix = label.rpartition("_")
        if pd.api.types.is_bool_dtype(values) or not pd.api.types.is_numeric_dtype(values):
            columns.append(Column(headings.get(label, label)))
            shown[position] = values.map(lambda v: None if v is None or pd.isna(v) else str(v))
            if label in headings and "code" not in label and label != "county":
                columns.append(Column(tr("Land class")))
                shown[(position, 1)] = shown[position].map(model.names.land_class)
        elif suffix in {"m2", "mu"} and stem in {"area", "net", "cultivated"}:
            columns.append(Column(tr("Area (m²)") if suffix == "m2" else tr("Area (mu)"), M2 if suffix == "m2" else MU))
            shown[position] = values
        elif pd.api.types.is_integer_dtype(values):
            columns.append(Column(label, INTEGER))
            shown[position] = values
        else:
            code = label[: -len("_mu")] if label.endswith("_mu") else label
            columns.append(Column(f"{code} {model.names.classes.get(code, '')}".strip() + f"\n({tr('mu')})", MU))
            shown[position] = values
    return Table(
        key="cross_table",
        name=tr("PBF cross table"),
        title=tr("Permanent basic farmland: class recorded at delimitation and class now"),
        columns=tuple(columns),
        rows=FrameRows(pd.DataFrame(dict(enumerate(shown.values())), index=frame.index)),
        notes=(tr("Field ridges inside cultivated parcels are counted as class 1203."),),
    )


def problems_table(model: ReportModel, tr: Translate) -> Table:
    """What is wrong or missing in the data, and what to do about it."""
    severities = labels.problem_severities(tr)
    headings = {
        "severity": tr("Severity"),
        "layer": tr("Layer"),
        "feature": tr("Feature"),
        "kind": tr("Problem kind"),
        "message": tr("Message"),
        "remedy": tr("Remedy"),
    }
    frame = pd.DataFrame(index=model.problems.index)
    for name in headings:
        if name in model.problems.columns:
            values = model.problems[name].astype(object)
            frame[name] = values.map(lambda v: None if v is None or pd.isna(v) else str(v))
    if "severity" in frame:
        frame["severity"] = frame["severity"].map(lambda code: labels.label(severities, code))
    note = tr("{count} problems.").format(count=len(frame)) if len(frame) else tr("No problems were found in the data.")
    return Table(
        key="problems",
        name=tr("Data problems"),
        title=tr("Data problems"),
        columns=tuple(Column(headings[name]) for name in frame.columns),
        rows=FrameRows(frame),
        notes=(note,),
    )


def provenance_table(model: ReportModel, tr: Translate) -> Table:
    """What made this output, from which data, when."""
    created: datetime = model.created.replace(tzinfo=None)
    rows: list[tuple[Any, ...]] = [(tr("Created"), created)]
    rows += [(item, value) for item, value in model.provenance]
    return Table(
        key="provenance",
        name=tr("Provenance"),
        title=tr("Provenance of the results"),
        columns=(Column(tr("Item")), Column(tr("Value"))),
        rows=rows,
    )
