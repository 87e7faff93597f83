"""The fields of a county's letter: texts by the names that templates use, and tables. All figures are the model's."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...analysis.vocabulary import Level, Severity
from .. import labels
from ..labels import Translate
from ..model import CandidateTotal, ReportModel, severe_area
from ..number_format import INTEGER, MU, NOTHING, PERCENT, WAN_MU, printed, printed_mu, printed_wan_mu, to_wan_mu
from ..tables.conflicts_and_candidates import conflicts_table
from ..tables.table import Column, Table, in_unit

_WORST_COLUMNS = ("ZLDWMC", "TBBH", "class_name", "kind", "severity_name", "area_mu")


def letter_texts(model: ReportModel, county: str, tr: Translate) -> dict[str, str]:
    """Return all texts that a template may name, as printed; those whose names end with `_wan` are in 10,000 mu."""
    texts = {
        "unit": model.unit_name(county),
        "code": county,
        "city": tr(", ").join(row.name for row in model.targets if row.level == Level.CITY),
        "policy": model.policy_title,
        "title": model.title,
        "date": labels.date_text(model.created, tr),
    }
    target, gap = model.target(county), model.gap(county)
    areas: dict[str, float | None] = {}
    for name in ("holding_target", "holding", "pbf_target", "pbf_delimited", "pbf_cultivated"):
        areas[name] = getattr(target, name) if target else None
    for name in ("gap", "surplus", "restored", "gap_left", "uncovered"):
        areas[name] = getattr(gap, name) if gap else None
    conflicts, candidates = model.conflicts_of(county), model.candidates_of(county)
    areas["conflicts"] = math.fsum(total.counted for total in conflicts)
    areas["conflicts_severe"] = severe_area(conflicts)
    areas["lost_cultivated"] = math.fsum(total.lost_cultivated for total in conflicts)
    areas["noted"] = math.fsum(total.noted for total in conflicts)
    areas["candidates"] = math.fsum(total.net for total in candidates)
    for tier in model.tiers:
        areas[f"candidates_{tier}"] = math.fsum(total.net for total in candidates if total.tier == tier)
    for name, area in areas.items():
        texts[name] = printed_mu(area)
        texts[f"{name}_wan"] = printed_wan_mu(area)
    for name in ("holding_difference", "pbf_difference"):
        difference = getattr(target, name) if target else None
        texts[name] = printed_mu(difference, signed=True)
    states, gap_states = labels.states(tr), labels.gap_states(tr)
    texts["holding_state"] = states[target.holding_state] if target else NOTHING
    texts["pbf_state"] = states[target.pbf_state] if target else NOTHING
    texts["gap_state"] = gap_states[gap.state] if gap else NOTHING
    texts["progress"] = NOTHING if gap is None or gap.progress is None else printed(gap.progress, PERCENT)
    texts["conflicts_count"] = printed(sum(total.count for total in conflicts), INTEGER)
    texts["noted_count"] = printed(sum(total.noted_count for total in conflicts), INTEGER)
    texts["candidates_count"] = printed(sum(total.count for total in candidates), INTEGER)
    texts["severe_word"] = model.names.of("severities", Severity.SEVERE) or ""
    return texts


def letter_tables(model: ReportModel, county: str, tr: Translate, worst: int) -> dict[str, Table]:
    """Return the tables that a template may name.

    Args:
        model: the report.
        county: its code.
        tr: translates headings.
        worst: number of rows in the list of the worst conflicts.
    """
    return {
        f"table_{table.key}": table
        for table in (
            _targets(model, county, tr),
            _gap(model, county, tr),
            _conflicts(model, county, tr),
            _worst(model, county, tr, worst),
            _candidates(model, county, tr),
        )
    }


def _targets(model: ReportModel, county: str, tr: Translate) -> Table:
    """Return the county against both targets."""
    wan, mu, states = in_unit(tr("10,000 mu"), tr), in_unit(tr("mu"), tr), labels.states(tr)
    row = model.target(county)
    rows: list[tuple[object, ...]] = []
    if row is not None:
        for topic, target, actual, difference, state in (
            (tr("Cultivated-land holding"), row.holding_target, row.holding, row.holding_difference, row.holding_state),
            (tr("Permanent basic farmland"), row.pbf_target, row.pbf_delimited, row.pbf_difference, row.pbf_state),
        ):
            rows.append((topic, to_wan_mu(target), to_wan_mu(actual), difference, states[state]))
    columns = (
        Column(tr("Quantity")),
        Column(wan(tr("Target")), WAN_MU),
        Column(wan(tr("Actual")), WAN_MU),
        Column(mu(tr("Difference")), MU, judged=True),
        Column(tr("State")),
    )
    return _table("targets", columns, rows)


def _gap(model: ReportModel, county: str, tr: Translate) -> Table:
    """Return the county's gap, what is restored, and what is left."""
    mu, row = in_unit(tr("mu"), tr), model.gap(county)
    columns = (
        *(Column(mu(heading), MU) for heading in (tr("Gap"), tr("Restored"), tr("Gap left"), tr("Surplus"))),
        Column(mu(tr("Left after at once and with works")), MU),
        Column(tr("State")),
    )
    rows: list[tuple[object, ...]] = []
    if row is not None:
        state = labels.gap_states(tr)[row.state]
        rows.append((row.gap, row.restored, row.gap_left, row.surplus, row.uncovered, state))
    return _table("gap", columns, rows)


def _conflicts(model: ReportModel, county: str, tr: Translate) -> Table:
    """Return the county's conflicts by kind, the most severe first."""
    mu, totals = in_unit(tr("mu"), tr), model.counted_conflicts_of(county)
    rows: list[tuple[object, ...]] = [
        (
            model.names.of("kinds", total.kind),
            model.names.of("severities", total.severity_max),
            total.count,
            total.counted,
            total.lost_cultivated,
        )
        for total in totals
    ]
    sums = (
        sum(t.count for t in totals),
        math.fsum(t.counted for t in totals),
        math.fsum(t.lost_cultivated for t in totals),
    )
    rows.append((tr("Total"), None, *sums))
    columns = (
        Column(tr("Conflict kind")),
        Column(tr("Highest severity")),
        Column(tr("Number of pieces"), INTEGER),
        Column(mu(tr("Area")), MU),
        Column(mu(tr("Lost cultivated land")), MU),
    )
    return _table("conflicts", columns, rows, total=True)


def _worst(model: ReportModel, county: str, tr: Translate, limit: int) -> Table:
    """Return the county's most severe conflicts, of these the largest first."""
    frame = model.conflicts
    counted = frame[(frame["county"] == county) & (frame["severity"] >= Severity.COUNTED)] if len(frame) else frame
    if len(counted):
        counted = counted.sort_values(["severity", "area_m2"], ascending=False, kind="stable").head(limit)
    listed = conflicts_table(model, tr, counted, _WORST_COLUMNS)
    number = Column(tr("No."), INTEGER)
    rows = [(place, *row) for place, row in enumerate(listed.rows, start=1)]
    return _table("worst", (number, *listed.columns), rows)


def _candidates(model: ReportModel, county: str, tr: Translate) -> Table:
    """Return the county's candidates by tier."""
    mu, totals = in_unit(tr("mu"), tr), model.candidates_of(county)

    def figures(chosen: Sequence[CandidateTotal]) -> tuple[object, ...]:
        """Return the sums of totals."""
        return (
            sum(t.count for t in chosen),
            *(math.fsum(getattr(t, name) for t in chosen) for name in ("net", "deferred", "unknown", "excluded")),
        )

    rows = [(model.names.of("tiers", total.tier), *figures([total])) for total in totals]
    rows.append((tr("Total"), *figures(totals)))
    columns = (
        Column(tr("Restorability")),
        Column(tr("Number of pieces"), INTEGER),
        Column(mu(tr("Net area")), MU),
        Column(mu(tr("Of it deferred")), MU),
        Column(mu(tr("Of it with crops unknown")), MU),
        Column(mu(tr("Excluded")), MU),
    )
    return _table("candidates", columns, rows, total=True)


def _table(key: str, columns: tuple[Column, ...], rows: list[tuple[object, ...]], total: bool = False) -> Table:
    """Return a table of a letter; one without rows gets a row that says so, instead of looking unfinished."""
    # What is empty says so, instead of looking unfinished.
    rows = rows or [(NOTHING, *[None] * (len(columns) - 1))]
    return Table(key, key, "", columns, rows, totals=frozenset({len(rows) - 1} if total else ()))
