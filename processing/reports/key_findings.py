"""The key findings of a report: a few sentences with the model's figures, for readers of nothing else."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..analysis.vocabulary import Level, Severity
from ..bridge.vocabulary import problem_severity_labels
from . import labels
from .labels import Translate
from .model import MET, MISSED, ReportModel, TargetRow, severe_area
from .number_format import INTEGER, MU, printed, printed_wan_mu


@dataclass(frozen=True)
class Finding:
    """A sentence, and the state that it judges (met, missed ...), if any."""

    text: str
    state: str = ""


def findings(model: ReportModel, tr: Translate) -> list[Finding]:
    """Return the key findings: cities and counties against their targets, gaps, conflicts, and problems of the data."""
    return [
        *(finding for row in model.targets if row.level == Level.CITY for finding in _city(row, tr)),
        *_counties(model, tr),
        *_gaps(model, tr),
        _conflicts(model, tr),
        _problems(model, tr),
    ]


def _city(row: TargetRow, tr: Translate) -> list[Finding]:
    """Return a city's findings: both targets against what there is."""
    found, states = [], labels.states(tr)
    for topic, actual, target, difference, state in (
        (tr("Cultivated-land holding"), row.holding, row.holding_target, row.holding_difference, row.holding_state),
        (tr("Permanent basic farmland"), row.pbf_delimited, row.pbf_target, row.pbf_difference, row.pbf_state),
    ):
        if difference is None:
            line = tr("{topic}, {unit}: {state}.").format(topic=topic, unit=row.name, state=states[state])
        else:
            line = tr("{topic}, {unit}: {actual} of {target} (10,000 mu), {difference} mu: {state}.").format(
                topic=topic,
                unit=row.name,
                actual=printed_wan_mu(actual),
                target=printed_wan_mu(target),
                difference=printed(difference, MU, signed=True),
                state=states[state],
            )
        found.append(Finding(line, state))
    return found


def _counties(model: ReportModel, tr: Translate) -> list[Finding]:
    """Return which counties are below a target, or that all meet both."""
    counties = [row for row in model.targets if row.level == Level.COUNTY]
    found = []
    for line, short in (
        (tr("Below the cultivated-land target: {units}."), [r for r in counties if r.holding_state == MISSED]),
        (tr("Below the permanent basic farmland target: {units}."), [r for r in counties if r.pbf_state == MISSED]),
    ):
        if short:
            found.append(Finding(line.format(units=tr(", ").join(row.name for row in short)), MISSED))
    if counties and all(row.holding_state == row.pbf_state == MET for row in counties):
        found.append(Finding(tr("All counties meet both targets."), MET))
    return found


def _gaps(model: ReportModel, tr: Translate) -> list[Finding]:
    """Return what is left of the cities' gaps, and whether candidates could fill it."""
    found = []
    for gap in model.gaps:
        if gap.level != Level.CITY or not gap.gap_left:
            continue
        line = tr("Gap left, {unit}: {left} (10,000 mu).").format(unit=gap.name, left=printed_wan_mu(gap.gap_left))
        if gap.uncovered is not None:
            more = tr("Candidates at once and with works could fill it; they are potential, not restored land.")
            if gap.uncovered:
                more = tr("Candidates at once and with works would leave {area} (10,000 mu) of it.")
            line = tr("{one} {another}").format(one=line, another=more.format(area=printed_wan_mu(gap.uncovered)))
        found.append(Finding(line, gap.state))
    return found


def _conflicts(model: ReportModel, tr: Translate) -> Finding:
    """Return the number and area of conflicts, and the area of the severe ones."""
    totals = model.conflict_totals
    line = tr("Occupation conflicts: {count} pieces with {area} mu, of them {severe} mu severe ({word}).")
    return Finding(
        line.format(
            count=printed(sum(t.count for t in totals), INTEGER),
            area=printed(math.fsum(t.counted for t in totals), MU),
            severe=printed(severe_area(totals), MU),
            word=model.names.of("severities", Severity.SEVERE),
        )
    )


def _problems(model: ReportModel, tr: Translate) -> Finding:
    """Return the number of data problems by severity."""
    count = dict.fromkeys(problem_severity_labels(tr), 0)
    for total in model.problem_totals:
        count[total.severity] = count.get(total.severity, 0) + total.count
    line = tr("Data problems: {error} errors, {warning} warnings, {note} notes.")
    return Finding(line.format(**{severity: printed(number, INTEGER) for severity, number in count.items()}))
