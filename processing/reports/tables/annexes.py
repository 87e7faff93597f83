"""Tables of units: the forms of annexes 2 and 3, their differences, the summary, and the PBF cross table."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import chain

import pandas as pd

from ...bridge.vocabulary import level_labels
from .. import labels
from ..labels import Translate
from ..model import ReportModel
from ..number_format import MU, PERCENT, TEXT, WAN_MU, to_wan_mu
from . import status_tones
from .table import Column, FrameRows, Table, in_unit


def targets_table(model: ReportModel, tr: Translate) -> Table:
    """Return the form of annex 2, with the survey's figures beside the targets."""
    states = labels.states(tr)
    wan, mu = in_unit(tr("10,000 mu"), tr), in_unit(tr("mu"), tr)
    holding, pbf = tr("Cultivated-land holding"), tr("Permanent basic farmland")
    target, held, delimited = tr("Target"), tr("Held now"), tr("Delimited")
    difference, state = tr("Difference"), tr("State")
    inside = tr("Of it cultivated now")
    meaning = status_tones.of_states(states)
    holding_mu, pbf_mu = (tr("{quantity}, in mu").format(quantity=quantity) for quantity in (holding, pbf))
    columns = [
        Column(tr("Unit"), key="name"),
        Column(tr("Unit code"), key="code"),
        Column(wan(target), WAN_MU, holding),
        Column(wan(held), WAN_MU, holding),
        Column(mu(difference), MU, holding, key="holding_difference", judged=True),
        Column(state, TEXT, holding, tones=meaning),
        Column(wan(target), WAN_MU, pbf),
        Column(wan(delimited), WAN_MU, pbf),
        Column(mu(difference), MU, pbf, key="pbf_difference", judged=True),
        Column(state, TEXT, pbf, tones=meaning),
        Column(wan(inside), WAN_MU, pbf),
        Column(mu(target), MU, holding_mu),
        Column(mu(held), MU, holding_mu),
        Column(mu(target), MU, pbf_mu),
        Column(mu(delimited), MU, pbf_mu),
        Column(mu(inside), MU, pbf_mu),
    ]
    rows = [
        (
            row.name,
            row.code,
            to_wan_mu(row.holding_target),
            to_wan_mu(row.holding),
            row.holding_difference,
            labels.label(states, row.holding_state),
            to_wan_mu(row.pbf_target),
            to_wan_mu(row.pbf_delimited),
            row.pbf_difference,
            labels.label(states, row.pbf_state),
            to_wan_mu(row.pbf_cultivated),
            row.holding_target,
            row.holding,
            row.pbf_target,
            row.pbf_delimited,
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
        form=next(index for index, column in enumerate(columns) if column.group == holding_mu),
    )


def gaps_table(model: ReportModel, tr: Translate) -> Table:
    """Return the form of annex 3, with what is left of the gap and what could fill it."""
    states = labels.gap_states(tr)
    wan, mu = in_unit(tr("10,000 mu"), tr), in_unit(tr("mu"), tr)
    plan, progress = tr("Restoration plan"), tr("Progress")
    tiers = {tier: model.names.of("tiers", tier) or tier for tier in model.tiers}
    potential, detail = tr("Restoration potential (net area)"), tr("In mu")
    columns = [
        Column(tr("Unit"), key="name"),
        Column(tr("Unit code"), key="code"),
        Column(wan(tr("Second-survey target")), WAN_MU, plan),
        Column(wan(tr("Third-survey target")), WAN_MU, plan),
        Column(wan(tr("Gap")), WAN_MU, plan),
        *(Column(wan(tr("Restoration task {year}").format(year=year)), WAN_MU, plan) for year in model.task_years),
        Column(wan(tr("Restored")), WAN_MU, progress),
        Column(
            tr("{heading}\n({unit})").format(heading=tr("Share of the gap"), unit="%"), PERCENT, progress, share=True
        ),
        Column(wan(tr("Gap left")), WAN_MU, progress, key="gap_left"),
        Column(wan(tr("Surplus")), WAN_MU, progress),
        Column(tr("State"), TEXT, progress, tones=status_tones.of_states(states)),
        *(Column(wan(tiers[tier]), WAN_MU, potential, key=tier) for tier in model.tiers),
        Column(wan(tr("Left after at once and with works")), WAN_MU, potential),
        Column(mu(tr("Gap")), MU, detail),
        Column(mu(tr("Restored")), MU, detail),
        Column(mu(tr("Gap left")), MU, detail),
        *(Column(mu(tiers[tier]), MU, detail) for tier in model.tiers),
    ]
    rows = [
        (
            row.name,
            row.code,
            to_wan_mu(row.survey2_target),
            to_wan_mu(row.survey3_target),
            to_wan_mu(row.gap),
            *(to_wan_mu(task) for _, task in row.tasks),
            to_wan_mu(row.restored),
            row.progress,
            to_wan_mu(row.gap_left),
            to_wan_mu(row.surplus),
            labels.label(states, row.state),
            *(to_wan_mu(row.candidates[tier]) for tier in model.tiers),
            to_wan_mu(row.uncovered),
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
        form=next(index for index, column in enumerate(columns) if column.group == detail),
    )


def differences_table(model: ReportModel, tr: Translate) -> Table:
    """Return the city rows that are not the sum of their county rows."""
    reasons = labels.difference_reasons(tr)
    wan, mu = in_unit(tr("10,000 mu"), tr), in_unit(tr("mu"), tr)
    rows: list[tuple[object, ...]] = [
        (
            row.unit,
            labels.quantity(row.quantity, tr),
            to_wan_mu(row.city),
            to_wan_mu(row.counties),
            to_wan_mu(row.difference),
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
            Column(wan(tr("Difference")), WAN_MU, judged=True),
            Column(mu(tr("Difference")), MU, judged=True),
            Column(tr("Reason")),
        ),
        rows=rows,
        notes=tuple(notes),
    )


def summary_table(model: ReportModel, tr: Translate) -> Table:
    """Return all columns of the summary, one row a unit."""
    headings = labels.summary_columns(tr)
    levels = level_labels(tr)
    mu = in_unit(tr("mu"), tr)
    frame = pd.DataFrame(index=model.summary.index)
    columns = []
    for name in model.summary.columns:
        values = model.summary[name]
        if name.endswith("_mu"):
            stem = name[: -len("_mu")]
            heading = headings.get(name) or labels.quantity(stem, tr)
            columns.append(Column(mu(heading), MU, key=name, judged=name.endswith("surplus_mu")))
            frame[name] = pd.to_numeric(values, errors="coerce")
        else:
            columns.append(Column(headings.get(name, name), key=name))
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


def cross_table(model: ReportModel, tr: Translate) -> Table:
    """Return the class recorded by the PBF layer (rows) against the class now (columns), with the sums of both."""
    mu, total = in_unit(tr("mu"), tr), tr("Total")
    frame = model.cross_table
    areas: dict[str, dict[str, list[float]]] = {}
    for recorded, code, area in frame[["pbf_DLBM", "DLBM", "area_mu"]].itertuples(index=False) if len(frame) else ():
        areas.setdefault(str(recorded), {}).setdefault(str(code), []).append(float(area))
    codes = sorted({code for row in areas.values() for code in row})

    def named(code: str) -> str:
        """Return a class with its code."""
        return f"{code} {model.names.land_class(code)}" if code else tr("Not recorded")

    def sums(chosen: Iterable[dict[str, list[float]]]) -> tuple[float | None, ...]:
        """Return the sum of rows in each class, and in all."""
        chosen = list(chosen)
        cells = [[area for row in chosen for area in row.get(code, ())] for code in codes]
        return (*(math.fsum(cell) if cell else None for cell in cells), math.fsum(chain.from_iterable(cells)))

    rows = [(named(recorded), *sums([row])) for recorded, row in sorted(areas.items())]
    if rows:
        rows.append((total, *sums(areas.values())))
    return Table(
        key="cross_table",
        name=tr("PBF cross table"),
        title=tr("Permanent basic farmland: class recorded at delimitation and class now"),
        columns=(
            Column(tr("Class recorded by PBF")),
            *(Column(mu(named(code)), MU) for code in codes),
            Column(mu(total), MU),
        ),
        rows=rows,
        notes=(
            tr("Rows: the class recorded at delimitation. Columns: the class now. An empty field means no such land."),
            tr("Field ridges inside cultivated parcels are counted as class 1203."),
        ),
        totals=frozenset({len(rows) - 1} if rows else ()),
    )
