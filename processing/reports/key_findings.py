"""The key findings of a report: a few sentences with the model's figures, for readers of nothing else."""

from __future__ import annotations

import pandas as pd

from ..analysis.review import is_reviewed, stands
from ..analysis.vocabulary import Level, Potential
from ..bridge.vocabulary import potential_labels, problem_severity_labels, review_labels, use_labels
from . import labels
from .absences import absent_word, conflict_notes
from .finding_sums import (
    candidates_known,
    conflicts_by_use,
    conflicts_by_verdict,
    conflicts_known,
    count_parcels,
    counted_conflicts,
    finding_sum,
    has_no_data,
    net_cultivated,
    potential_areas,
    uncovered,
    unit_potential,
)
from .judgements import WARNED, Finding, pbf_cultivated_difference, pbf_cultivated_state
from .labels import Translate
from .model import MET, MISSED, GapRow, ReportModel, TargetRow
from .number_format import INTEGER, MU, printed, printed_mu, printed_wan_mu
from .tables.measures import measure_findings


def findings(model: ReportModel, tr: Translate) -> list[Finding]:
    """Return the key findings: units against their targets, gaps, conflicts, potential, measures, and problems."""
    return [
        *_without_data(model, tr),
        *(finding for row in _told_units(model) for finding in _unit(model, row, tr)),
        *_counties(model, tr),
        *_conflicts(model, tr),
        *_losses(model, tr),
        *_potential(model, tr),
        *_gaps(model, tr),
        *measure_findings(model, tr),
        _problems(model, tr),
    ]


def _without_data(model: ReportModel, tr: Translate) -> list[Finding]:
    """Return which counties the data does not reach, so that nobody takes part of a city for the whole."""
    without = [row.name for row in model.targets if row.level == Level.COUNTY and has_no_data(model, row.code)]
    return [Finding(tr("No data: {units}.").format(units=tr(", ").join(without)))] if without else []


def _told_units(model: ReportModel) -> list[TargetRow]:
    """Return the units whose figures are told: the cities, or where a city is not judged, its counties with data."""
    cities = [row for row in model.targets if row.level == Level.CITY]
    if cities and not any(row.is_partial for row in cities):
        return cities
    counties = [row for row in model.targets if row.level == Level.COUNTY and row.has_data and row.in_policy]
    return [*(row for row in cities if not row.is_partial), *counties]


def _unit(model: ReportModel, row: TargetRow, tr: Translate) -> list[Finding]:
    """Return a unit's findings: both targets against what there is, and what of the delimited area is cultivated."""
    holding, delimited = (text for text, _ in _target_texts(model, row, tr))
    found = [Finding(holding, row.holding_state), Finding(delimited, row.pbf_state)]
    cultivated = _cultivated_text(row, tr)
    return [*found, Finding(cultivated, pbf_cultivated_state(row))] if cultivated else found


def target_sentences(model: ReportModel, row: TargetRow, tr: Translate) -> tuple[str, str]:
    """Return a unit's sentences of its holding and of its PBF, delimited and cultivated now, against the targets."""
    (holding, _), (delimited, _) = _target_texts(model, row, tr)
    cultivated = _cultivated_text(row, tr)
    return holding, labels.joined([delimited, cultivated], tr) if cultivated else delimited


def _target_texts(model: ReportModel, row: TargetRow, tr: Translate) -> list[tuple[str, str]]:
    """Return the sentences of both targets against what there is, with their states."""
    found, states = [], labels.states(tr)
    for line, topic, quantity, actual, target, difference, state in (
        (
            tr(
                "Cultivated-land holding, {unit}: held now {actual} (net) of {target} (10,000 mu), {difference} mu: "
                "{state}."
            ),
            tr("Cultivated-land holding"),
            "holding",
            row.holding,
            row.holding_target,
            row.holding_difference,
            row.holding_state,
        ),
        (
            tr(
                "Permanent basic farmland, {unit}: delimited {actual} (registered net) of {target} (10,000 mu), "
                "{difference} mu: {state}."
            ),
            tr("Permanent basic farmland"),
            "pbf_delimited",
            row.pbf_delimited,
            row.pbf_target,
            row.pbf_difference,
            row.pbf_state,
        ),
    ):
        text = line.format(
            unit=row.name,
            actual=printed_wan_mu(actual, tr=tr),
            target=printed_wan_mu(target, tr=tr),
            difference=printed(difference, MU, signed=True, tr=tr),
            state=labels.label(states, state),
        )
        if difference is None:
            word = labels.label(states, state) if actual is not None else absent_word(model, row.code, quantity, tr)
            text = tr("{topic}, {unit}: {state}.").format(topic=topic, unit=row.name, state=word)
        found.append((text, state))
    return found


def _cultivated_text(row: TargetRow, tr: Translate) -> str:
    """Return what of the delimited area is cultivated now, where that is below the task."""
    difference = pbf_cultivated_difference(row)
    if difference is None or difference >= 0:
        return ""
    line = tr("Of it only {area} (10,000 mu, net) is cultivated now, {difference} mu against the task.")
    return line.format(
        area=printed_wan_mu(row.pbf_cultivated, tr=tr), difference=printed(difference, MU, signed=True, tr=tr)
    )


def _counties(model: ReportModel, tr: Translate) -> list[Finding]:
    """Return which counties are below a target, or that all meet both."""
    counties = [row for row in model.targets if row.level == Level.COUNTY]
    found = []
    for line, short, state in (
        (tr("Below the cultivated-land target: {units}."), [r for r in counties if r.holding_state == MISSED], MISSED),
        (
            tr("Below the permanent basic farmland target: {units}."),
            [r for r in counties if r.pbf_state == MISSED],
            MISSED,
        ),
        (
            tr("Delimited area meets the task, its cultivated part does not: {units}."),
            [r for r in counties if pbf_cultivated_state(r) == WARNED],
            WARNED,
        ),
    ):
        if short:
            found.append(Finding(line.format(units=tr(", ").join(row.name for row in short)), state))
    if counties and all(row.holding_state == row.pbf_state == MET for row in counties):
        found.append(Finding(tr("All counties meet both targets."), MET))
    return found


def _conflicts(model: ReportModel, tr: Translate) -> list[Finding]:
    """Return the number and area of conflicts by class of use, and what every output says once of them."""
    given = conflicts_known(model)
    notes = [Finding(note) for note in conflict_notes(model, tr)]
    if not given:
        return notes
    counted = counted_conflicts(model.conflicts)
    reviewed = [Finding(review_sentence(counted, tr))] if is_reviewed(counted) else []
    return [Finding(conflicts_sentence(counted, tr)), *reviewed, *notes]


def conflicts_sentence(counted: pd.DataFrame, tr: Translate) -> str:
    """Return the sentence of conflicts that count: parcels, gross area by class of use, net areas beside."""
    total, words = finding_sum(counted), use_labels(tr)
    parts = [
        tr("{use} {area} mu ({count} parcels)").format(
            use=words[use], area=printed(part.gross, MU, tr=tr), count=printed(part.parcels, INTEGER)
        )
        for use, part in conflicts_by_use(counted).items()
    ]
    line = tr("Occupation conflicts: {count} parcels, gross area {area} mu").format(
        count=printed(total.parcels, INTEGER), area=printed(total.gross, MU, tr=tr)
    )
    if parts:
        line = tr("{total}, of them {parts}").format(total=line, parts=tr(", ").join(parts))
    if total.lost is not None and total.pieces:
        lost = tr("cultivated land lost (net) {area} mu").format(area=printed(total.lost, MU, tr=tr))
        line = tr("{one}; {another}").format(one=line, another=lost)
    if total.registered is not None and total.pieces:
        registered = tr("registered there as permanent basic farmland (net) {area} mu")
        line = tr("{one}; {another}").format(
            one=line, another=registered.format(area=printed(total.registered, MU, tr=tr))
        )
    return tr("{text}.").format(text=line)


def review_sentence(counted: pd.DataFrame, tr: Translate) -> str:
    """Return the sentence of what stands of conflicts that count after the review, and how far it has come."""
    standing = finding_sum(counted[stands(counted)])
    sums = {verdict: part for verdict, part in conflicts_by_verdict(counted).items() if part.pieces}
    words = review_labels(tr)
    parts = [
        tr("{decision} {area} mu ({count} parcels)").format(
            decision=words[verdict], area=printed(part.gross, MU, tr=tr), count=printed(part.parcels, INTEGER)
        )
        for verdict, part in sums.items()
    ]
    line = tr("After the review, occupation conflicts come to {count} parcels, gross area {area} mu ({parts}).")
    count, area = printed(standing.parcels, INTEGER), printed(standing.gross, MU, tr=tr)
    return line.format(count=count, area=area, parts=tr(", ").join(parts))


def _losses(model: ReportModel, tr: Translate) -> list[Finding]:
    """Return what was lost outside PBF and what lies abandoned, where the run looked for it."""
    found = []
    if len(model.losses.columns):
        found.append(Finding(losses_sentence(model.losses, tr)))
    if len(model.abandoned.columns):
        found.append(Finding(abandoned_sentence(model.abandoned, tr)))
    return found


def losses_sentence(losses: pd.DataFrame, tr: Translate) -> str:
    """Return the sentence of cultivated land lost outside PBF: parcels, gross area, net area lost."""
    total = finding_sum(losses)
    line = tr(
        "Cultivated land lost outside permanent basic farmland: {count} parcels, gross area {area} mu, "
        "cultivated land lost (net) {lost} mu."
    )
    if total.lost is None:
        line = tr(
            "Cultivated land lost outside permanent basic farmland: {count} parcels, gross area {area} mu; how "
            "much of it was cultivated (net) is not known."
        )
    lost, area = printed(total.lost or 0.0, MU, tr=tr), printed(total.gross, MU, tr=tr)
    return line.format(count=printed(total.parcels, INTEGER), area=area, lost=lost)


def abandoned_sentence(abandoned: pd.DataFrame, tr: Translate) -> str:
    """Return the sentence of abandoned cultivated land: parcels and net area."""
    line = tr("Abandoned cultivated land: {count} parcels, {area} mu (net).")
    area = printed(net_cultivated(abandoned), MU, tr=tr)
    return line.format(count=printed(count_parcels(abandoned), INTEGER), area=area)


def _potential(model: ReportModel, tr: Translate) -> list[Finding]:
    """Return the potential in its four parts."""
    if not candidates_known(model):
        return [Finding(tr("No restoration candidates were given, so none are told."))]
    words, areas = potential_labels(tr), potential_areas(model.candidates)
    parts = [
        tr("{part} {area} mu").format(part=words[part], area=printed(area, MU, tr=tr)) for part, area in areas.items()
    ]
    return [Finding(tr("Restoration potential (net): {parts}.").format(parts=tr(", ").join(parts)))]


def _gaps(model: ReportModel, tr: Translate) -> list[Finding]:
    """Return what is left of the told units' gaps, their tasks, and what the free potential does for both."""
    told = {row.code for row in _told_units(model)}
    gaps = [gap for gap in model.gaps if gap.code in told and gap.owed]
    return [finding for gap in gaps for finding in gap_findings(model, gap, tr)]


def gap_findings(model: ReportModel, gap: GapRow, tr: Translate) -> list[Finding]:
    """Return what is left of a unit's gap, its newest task, and what the free potential does for both."""
    left = printed_wan_mu(gap.owed, tr=tr)
    line = tr("Gap left, {unit}: {left} (10,000 mu).")
    if gap.restored is None:
        line = tr("Gap, {unit}: {left} (10,000 mu); what was restored of it is not known.")
    line, free = line.format(unit=gap.name, left=left), _free(model, gap, tr)
    if free:
        line = tr("{one} {another}").format(one=line, another=free)
    return [Finding(line, gap.state if gap.restored is not None else ""), *_tasks(model, gap, tr)]


def _free(model: ReportModel, gap: GapRow, tr: Translate) -> str:
    """Return what the free potential does for a gap, and what confirming the rest would give."""
    potential = unit_potential(model, gap.code)
    free, waiting = potential[Potential.FREE.value], potential[Potential.TO_CONFIRM.value]
    missing = uncovered(gap.owed, free)
    if free is None or missing is None:
        return ""
    short = [(name, area) for name, area in _short_counties(model, gap) if area]
    if not missing and not short:
        return tr("Free potential of {area} mu could fill it; it is potential, not restored land.").format(
            area=printed_mu(free, tr=tr)
        )
    if not missing:
        # One county's potential fills no other county's gap.
        units = tr(", ").join(tr("{part} {area} mu").format(part=n, area=printed_mu(a, tr=tr)) for n, a in short)
        text = tr("Free potential is {area} mu in all; by county it leaves: {units}.").format(
            area=printed_mu(free, tr=tr), units=units
        )
    else:
        line = tr("Free potential of {area} mu would leave {missing} mu of it.")
        if gap.gap_left is None:  # restored land, which is not known, lessens it
            line = tr("Free potential of {area} mu would leave at most {missing} mu of it.")
        text = line.format(area=printed_mu(free, tr=tr), missing=printed_mu(missing, tr=tr))
    if waiting:
        more = tr("Another {area} mu would count only once confirmed.").format(area=printed_mu(waiting, tr=tr))
        text = tr("{one} {another}").format(one=text, another=more)
    return text


def _short_counties(model: ReportModel, gap: GapRow) -> list[tuple[str, float | None]]:
    """Return by name what the free potential of each county leaves of its gap (mu); none for a county's own row."""
    if gap.level != Level.CITY:
        return []
    counties = [row for row in model.gaps if row.level == Level.COUNTY]
    free = Potential.FREE.value
    return [(row.name, uncovered(row.owed, unit_potential(model, row.code)[free])) for row in counties]


def _tasks(model: ReportModel, gap: GapRow, tr: Translate) -> list[Finding]:
    """Return the newest year's task of a city, and whether the free potential could do it."""
    known = [(year, task) for year, task in gap.tasks if task is not None]
    if not known:
        return []
    year, task = max(known)
    line = tr("Restoration task {year}, {unit}: {area} mu.").format(
        year=year, unit=gap.name, area=printed_mu(task, tr=tr)
    )
    missing = uncovered(task, unit_potential(model, gap.code)[Potential.FREE.value])
    if missing is not None and task:
        more = tr("The free potential could do it.")
        if missing:
            more = tr("The free potential lacks {area} mu.").format(area=printed_mu(missing, tr=tr))
        line = tr("{one} {another}").format(one=line, another=more)
    return [Finding(line)]


def _problems(model: ReportModel, tr: Translate) -> Finding:
    """Return the number of data problems by severity."""
    count = dict.fromkeys(problem_severity_labels(tr), 0)
    for total in model.problem_totals:
        count[total.severity] = count.get(total.severity, 0) + total.count
    line = tr("Data problems: {error} errors, {warning} warnings, {note} notes.")
    return Finding(line.format(**{severity: printed(number, INTEGER) for severity, number in count.items()}))
