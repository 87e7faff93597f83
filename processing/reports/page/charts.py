"""The page's charts as figures: bars of segments placed in per cent of the plot, which the template draws.

Every figure is the report model's; a chart only places it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ...analysis.rules.policy import MU_PER_WAN_MU
from ...analysis.vocabulary import Potential
from ...bridge.attempts import Attempt, insist
from ...bridge.vocabulary import potential_labels, use_labels
from .. import labels
from ..absences import conflict_notes
from ..finding_sums import conflicts_known, counted_conflicts, finding_sum, uncovered, unit_potential, uses_of
from ..judgements import WARNED, pbf_cultivated_state
from ..labels import Translate
from ..model import MET, MISSED, ReportModel, TargetRow
from ..number_format import INTEGER, MU, printed, printed_wan_mu

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


def charts(model: ReportModel, tr: Translate, attempt: Attempt = insist) -> list[Chart]:
    """Return all charts of the page; `attempt` is that of each."""
    makers = {
        tr("Cultivated land held against the target"): holding_chart,
        tr("Permanent basic farmland delimited against the target"): pbf_chart,
        tr("Gap left and restoration potential"): gap_chart,
        tr("Occupation conflicts by kind and class of use"): conflict_chart,
    }
    made = []
    for title, make in makers.items():
        with attempt(title):
            made.append(make(model, tr))
    return made


def holding_chart(model: ReportModel, tr: Translate) -> Chart:
    """Return cultivated land held, in per cent of each unit's target."""
    rows = [(row, row.holding, row.holding_target, row.holding_state) for row in model.targets]
    return _target_chart(
        "chart-holding", tr("Cultivated land held against the target"), tr("held {actual}, target {target}"), rows, tr
    )


def pbf_chart(model: ReportModel, tr: Translate) -> Chart:
    """Return permanent basic farmland delimited, in per cent of each unit's target."""
    rows = [(row, row.pbf_delimited, row.pbf_target, row.pbf_state) for row in model.targets]
    title = tr("Permanent basic farmland delimited against the target")
    chart = _target_chart("chart-pbf", title, tr("delimited {actual}, target {target}"), rows, tr)
    bars = tuple(_with_cultivated(bar, row, tr) for bar, row in zip(chart.bars, model.targets))
    return replace(chart, bars=bars)


def _with_cultivated(bar: Bar, row: TargetRow, tr: Translate) -> Bar:
    """Return a unit's bar of delimited area with what of it is cultivated now beside."""
    if row.pbf_cultivated is None or not bar.segments:
        return bar
    figure = tr("cultivated now: {area}").format(area=printed_wan_mu(row.pbf_cultivated, tr=tr))
    figures = (*bar.figures, figure)
    fill = bar.segments[0] if pbf_cultivated_state(row) != WARNED else replace(bar.segments[0], fill=WARNED)
    return replace(bar, figures=figures, title=_description(bar.name, figures, tr), segments=(fill,))


def _target_chart(
    key: str,
    title: str,
    figures_text: str,
    rows: Iterable[tuple[TargetRow, float | None, float | None, str]],
    tr: Translate,
) -> Chart:
    """Return areas in per cent of each unit's own target, since units are of very different size.

    Args:
        key: id of the chart's element.
        title: of the chart.
        figures_text: what a bar says, with `{actual}` and `{target}`.
        rows: unit, actual area, target (mu) and state.
        tr: translates.
    """
    states = labels.states(tr)
    rows = list(rows)
    shares = {
        unit.code: 100 * actual / target
        for unit, actual, target, state in rows
        if actual is not None and target and state in (MET, MISSED)
    }
    ticks, top = _axis(max([100.0, *shares.values()]))
    bars = []
    for unit, actual, target, state in rows:
        percent = shares.get(unit.code)
        if percent is None:
            bars.append(_bar(unit.name, (labels.label(states, state),), tr))
            continue
        figures = (
            tr("{percent} %, {state}").format(percent=f"{percent:,.2f}", state=labels.label(states, state)),
            tr("{actual} of {target}").format(
                actual=printed_wan_mu(actual, tr=tr), target=printed_wan_mu(target, tr=tr)
            ),
        )
        parts = ((state, percent, _description(unit.name, figures, tr)),)
        bars.append(_bar(unit.name, figures, tr, _stack(parts, top), 100 * 100 / top))
    return Chart(
        key=key,
        title=title,
        notes=(tr("Per cent of each unit's own target; areas in 10,000 mu."),),
        legend=tuple((state, states[state]) for state in (MET, MISSED, *([WARNED] if key == "chart-pbf" else ()))),
        bars=tuple(bars) if shares else (),
        ticks=tuple((100 * value / top, tr("{percent} %").format(percent=f"{value:g}")) for value in ticks),
        mark=tr("Target (100 %)"),
        empty=tr("No unit has both a target and data."),
    )


def gap_chart(model: ReportModel, tr: Translate) -> Chart:
    """Return what is left of each unit's gap, and how much of it the free potential could fill."""
    words, states = potential_labels(tr), labels.gap_states(tr)
    parts = [part for part in Potential.values() if part != Potential.EXCLUDED]
    found = {row.code: unit_potential(model, row.code) for row in model.gaps}
    known = [row for row in model.gaps if row.owed is not None]
    largest = [max(row.owed or 0.0, math.fsum(found[row.code][p] or 0.0 for p in parts)) for row in known]
    ticks, top = _axis(max(largest, default=0.0) / MU_PER_WAN_MU)
    bars = []
    for row in model.gaps:
        if row.owed is None:
            bars.append(_bar(row.name, (labels.label(states, row.state),), tr))
            continue
        left, areas = row.owed / MU_PER_WAN_MU, found[row.code]
        figures = [
            (tr("Gap left at most: {area}") if row.gap_left is None else tr("Gap left: {area}")).format(
                area=printed_wan_mu(row.owed, tr=tr)
            )
            if left
            else labels.label(states, row.state)
        ]
        missing = uncovered(row.owed, areas[Potential.FREE.value])
        if missing is not None and left:
            rest = tr("Left after what is free: {area}").format(area=printed_wan_mu(missing, tr=tr))
            figures.append(rest if missing else tr("What is free could fill it"))
        segments = [
            (
                f"potential-{part}",
                (areas[part] or 0.0) / MU_PER_WAN_MU,
                _description(row.name, (words[part], printed_wan_mu(areas[part], tr=tr)), tr),
            )
            for part in parts
        ]
        bars.append(_bar(row.name, figures, tr, _stack(segments, top), 100 * left / top))
    return Chart(
        key="chart-gap",
        title=tr("Gap left and restoration potential"),
        notes=(tr("Net areas in 10,000 mu, what is excluded left out. Only what is free may be set against the gap."),),
        legend=tuple((f"potential-{part}", words[part]) for part in parts),
        bars=tuple(bars) if known else (),
        ticks=tuple((100 * value / top, f"{value:g}") for value in ticks),
        mark=tr("Gap left"),
        empty=tr("No unit has a gap in the policy."),
    )


def conflict_chart(model: ReportModel, tr: Translate) -> Chart:
    """Return all counted conflicts by kind, the largest first, each in the fill of its class of use."""
    counted, words = counted_conflicts(model.conflicts), use_labels(tr)
    uses = uses_of(counted)
    areas = {str(kind): finding_sum(part) for kind, part in counted.groupby("kind", sort=False)} if len(counted) else {}
    ticks, top = _axis(max((total.gross for total in areas.values()), default=0.0))
    bars = []
    for kind, total in sorted(areas.items(), key=lambda item: -item[1].gross):
        name, use = model.names.of("kinds", kind) or kind, str(uses[counted["kind"] == kind].iloc[0])
        figures = (
            tr("{area} mu, {count} parcels").format(
                area=printed(total.gross, MU, tr=tr), count=printed(total.parcels, INTEGER)
            ),
        )
        segment = (f"use-{use}", total.gross, _description(name, (labels.label(words, use), figures[0]), tr))
        bars.append(_bar(name, figures, tr, _stack([segment], top)))
    present = set(uses)
    return Chart(
        key="chart-conflicts",
        title=tr("Occupation conflicts by kind and class of use"),
        notes=(tr("Gross areas in mu; what is for information only (severity 0) is left out."),),
        legend=tuple((f"use-{use}", word) for use, word in words.items() if use in present),
        bars=tuple(bars),
        ticks=tuple((100 * value / top, f"{value:,g}") for value in ticks),
        empty=tr("No occupation conflicts were found.") if conflicts_known(model) else conflict_notes(model, tr)[0],
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
