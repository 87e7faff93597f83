"""The page's charts as figures: bars of segments placed in per cent of the plot, which the template draws.

Every figure is the report model's; a chart only places it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...analysis.rules.policy import MU_PER_WAN_MU
from ...analysis.vocabulary import Severity
from .. import labels
from ..labels import Translate
from ..model import MET, MISSED, ReportModel, TargetRow
from ..number_format import MU, printed, printed_wan_mu

_TICKS = 6  # at most
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Segment:
    """A part of a bar: id of its fill, start and length (% of the plot), and the text shown on hovering."""

    fill: str
    start: float
    length: float
    title: str


@dataclass(frozen=True)
class Bar:
    """A bar with its name and figures.

    Attributes:
        name: what the bar stands for.
        figures: stand beside it.
        title: all of it in words, for those who do not see the bar.
        segments: from the left.
        mark: where its target lies (% of the plot).
    """

    name: str
    figures: tuple[str, ...]
    title: str
    segments: tuple[Segment, ...] = ()
    mark: float | None = None


@dataclass(frozen=True)
class Chart:
    """A bar chart.

    Attributes:
        key: id of its element.
        title: stands above.
        notes: stand below the title.
        legend: pairs of a fill's id and its label.
        bars: from the top.
        ticks: pairs of a place (%) and its label.
        mark: label of the bars' marks.
        empty: what is said where there are no bars.
    """

    key: str
    title: str
    notes: tuple[str, ...]
    legend: tuple[tuple[str, str], ...]
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    mark: str = ""
    empty: str = ""


def charts(model: ReportModel, tr: Translate, kinds: int) -> list[Chart]:
    """Return all charts of the page.

    Args:
        model: the report.
        tr: translates.
        kinds: how many kinds of conflict get a bar of their own.
    """
    return [holding_chart(model, tr), pbf_chart(model, tr), gap_chart(model, tr), conflict_chart(model, tr, kinds)]


def holding_chart(model: ReportModel, tr: Translate) -> Chart:
    """Return cultivated land held, in per cent of each unit's target."""
    rows = [(row, row.holding, row.holding_target, row.holding_state) for row in model.targets]
    return _target_chart("chart-holding", tr("Cultivated land held against the target"), rows, tr)


def pbf_chart(model: ReportModel, tr: Translate) -> Chart:
    """Return permanent basic farmland delimited, in per cent of each unit's target."""
    rows = [(row, row.pbf_delimited, row.pbf_target, row.pbf_state) for row in model.targets]
    return _target_chart("chart-pbf", tr("Permanent basic farmland delimited against the target"), rows, tr)


def _target_chart(
    key: str, title: str, rows: Iterable[tuple[TargetRow, float | None, float | None, str]], tr: Translate
) -> Chart:
    """Return areas in per cent of each unit's own target, since units are of very different size.

    Args:
        key: id of the chart's element.
        title: of the chart.
        rows: unit, actual area, target (mu) and state.
        tr: translates.
    """
    states = labels.states(tr)
    rows = list(rows)
    shares = {unit.code: 100 * actual / target for unit, actual, target, _ in rows if actual is not None and target}
    ticks, top = _axis(max([100.0, *shares.values()]))
    bars = []
    for unit, actual, target, state in rows:
        percent = shares.get(unit.code)
        if percent is None:
            bars.append(_bar(unit.name, (states[state],), tr))
            continue
        figures = (
            tr("{percent} %, {state}").format(percent=f"{percent:,.2f}", state=states[state]),
            tr("{actual} of {target}").format(actual=printed_wan_mu(actual), target=printed_wan_mu(target)),
        )
        parts = ((state, percent, _description(unit.name, figures, tr)),)
        bars.append(_bar(unit.name, figures, tr, _stack(parts, top), 100 * 100 / top))
    return Chart(
        key=key,
        title=title,
        notes=(tr("Per cent of each unit's own target; areas in 10,000 mu."),),
        legend=tuple((state, states[state]) for state in (MET, MISSED)),
        bars=tuple(bars) if shares else (),
        ticks=tuple((100 * value / top, tr("{percent} %").format(percent=f"{value:g}")) for value in ticks),
        mark=tr("Target (100 %)"),
        empty=tr("No unit has both a target and data."),
    )


def gap_chart(model: ReportModel, tr: Translate) -> Chart:
    """Return what is left of each unit's gap, and how much of it candidates could fill."""
    known = [(row.gap_left, row.candidates.values()) for row in model.gaps if row.gap_left is not None]
    largest = (max(left, math.fsum(area or 0.0 for area in areas)) for left, areas in known)
    ticks, top = _axis(max(largest, default=0.0) / MU_PER_WAN_MU)
    names = {tier: model.names.of("tiers", tier) or tier for tier in model.tiers}
    words = labels.gap_states(tr)
    bars = []
    for row in model.gaps:
        if row.gap_left is None:
            bars.append(_bar(row.name, (words[row.state],), tr))
            continue
        left = row.gap_left / MU_PER_WAN_MU
        figures = [tr("Gap left: {area}").format(area=printed_wan_mu(row.gap_left)) if left else words[row.state]]
        if row.uncovered is not None and left:
            rest = tr("Left after at once and with works: {area}").format(area=printed_wan_mu(row.uncovered))
            figures.append(rest if row.uncovered else tr("At once and with works could fill it"))
        areas = [(tier, row.candidates[tier] or 0.0) for tier in model.tiers]
        parts = [
            (f"tier-{tier}", area / MU_PER_WAN_MU, _description(row.name, (names[tier], printed_wan_mu(area)), tr))
            for tier, area in areas
        ]
        bars.append(_bar(row.name, figures, tr, _stack(parts, top), 100 * left / top))
    return Chart(
        key="chart-gap",
        title=tr("Gap left and restoration candidates that could fill it"),
        notes=(tr("Net areas in 10,000 mu, what is excluded left out. Candidates are potential, not restored land."),),
        legend=tuple((f"tier-{tier}", names[tier]) for tier in model.tiers),
        bars=tuple(bars) if known else (),
        ticks=tuple((100 * value / top, f"{value:g}") for value in ticks),
        mark=tr("Gap left"),
        empty=tr("No unit has a gap in the policy."),
    )


def conflict_chart(model: ReportModel, tr: Translate, kinds: int) -> Chart:
    """Return counted conflicts by kind, the largest first, each divided by severity."""
    found = {severity for total in model.conflict_totals for severity in total.area_by_severity}
    severities = sorted((severity for severity in found if severity >= Severity.COUNTED), reverse=True)
    areas: dict[str, dict[int, float]] = {}
    for kind in dict.fromkeys(total.kind for total in model.conflict_totals if total.count):
        chosen = [t.area_by_severity for t in model.conflict_totals if t.kind == kind]
        areas[kind] = {s: math.fsum(areas.get(s, 0.0) for areas in chosen) for s in severities}
    ordered = sorted(areas, key=lambda kind: -math.fsum(areas[kind].values()))
    rows = [(model.names.of("kinds", kind) or kind, areas[kind]) for kind in ordered[:kinds]]
    if ordered[kinds:]:
        rest = {s: math.fsum(areas[kind][s] for kind in ordered[kinds:]) for s in severities}
        rows.append((tr("{count} other kinds").format(count=len(ordered) - kinds), rest))
    ticks, top = _axis(max((math.fsum(by.values()) for _, by in rows), default=0.0))
    words = {severity: model.names.of("severities", severity) or str(severity) for severity in severities}
    bars = []
    for name, by in rows:
        parts = [(f"severity-{s}", by[s], _description(name, (words[s], printed(by[s], MU)), tr)) for s in severities]
        figure = tr("{area} mu").format(area=printed(math.fsum(by.values()), MU))
        bars.append(_bar(name, (figure,), tr, _stack(parts, top)))
    return Chart(
        key="chart-conflicts",
        title=tr("Occupation conflicts by kind and severity"),
        notes=(tr("Areas in mu; notes (severity 0) are left out."),),
        legend=tuple((f"severity-{severity}", words[severity]) for severity in severities),
        bars=tuple(bars),
        ticks=tuple((100 * value / top, f"{value:,g}") for value in ticks),
        empty=tr("No occupation conflicts were found."),
    )


def _description(name: str, figures: Sequence[str], tr: Translate) -> str:
    """Return a name and figures in words."""
    return tr("{one}: {another}").format(one=name, another=tr(", ").join(figures))


def _bar(
    name: str, figures: Sequence[str], tr: Translate, segments: tuple[Segment, ...] = (), mark: float | None = None
) -> Bar:
    """Return a bar with its description."""
    return Bar(name, tuple(figures), _description(name, figures, tr), segments, mark)


def _stack(parts: Sequence[tuple[str, float, str]], top: float) -> tuple[Segment, ...]:
    """Return segments side by side from fill, value and description; empty ones are left out."""
    segments, start = [], 0.0
    for fill, value, title in parts:
        length = 100 * value / top
        if length > 0:
            segments.append(Segment(fill, start, length, title))
        start += length
    return tuple(segments)


def _axis(largest: float) -> tuple[list[float], float]:
    """Return round values from 0 to the first beyond the largest, and the last of them."""
    if largest <= 0:
        return [0.0, 1.0], 1.0
    magnitude = 10.0 ** math.floor(math.log10(largest / _TICKS))
    step = next(s * magnitude for s in _STEPS if s * magnitude * _TICKS >= largest * (1 - 1e-9))
    count = math.ceil(largest / step * (1 - 1e-9))
    values = [round(number * step, 9) for number in range(count + 1)]
    return values, values[-1]
