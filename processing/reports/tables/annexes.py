"""Tables of units: the forms of annexes 2 and 3, their differences, the summary, and the PBF cross table."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import chain

import pandas as pd
from pandas.api.types import is_numeric_dtype

from ...analysis.vocabulary import Potential
from ...bridge.vocabulary import level_labels, potential_labels
from .. import labels
from ..absences import figure_or_word, restored_note, unit_title, wan_mu_or_word
from ..finding_sums import is_given, uncovered, unit_potential
from ..judgements import UNJUDGED, pbf_cultivated_difference, pbf_cultivated_state
from ..labels import Translate
from ..model import GapRow, ReportModel, TargetRow
from ..number_format import INTEGER, MU, NOTHING, PERCENT, TEXT, WAN_MU, printed, to_wan_mu
from . import status_tones
from .table import Column, FrameRows, Table, in_unit


def targets_table(model: ReportModel, tr: Translate) -> Table:
    """Return the form of annex 2, with the survey's figures beside the targets."""
    states = labels.states(tr)
    wan, mu = in_unit(tr("10,000 mu"), tr), in_unit(tr("mu"), tr)
    holding = _annex_words(model, "holding_target", tr("Cultivated-land holding"))
    pbf = _annex_words(model, "pbf_target", tr("Permanent basic farmland"))
    target, held, delimited = tr("Target"), tr("Held now (net)"), tr("Delimited (registered net)")
    difference, state = tr("Difference"), tr("State")
    inside = tr("Of it cultivated now (net)")
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
        Column(mu(tr("Cultivated now minus target")), MU, pbf, key="pbf_cultivated_difference", judged=True),
        Column(tr("Cultivated part"), TEXT, pbf, key="pbf_cultivated_state", tones=meaning),
        Column(mu(target), MU, holding_mu),
        Column(mu(held), MU, holding_mu),
        Column(mu(target), MU, pbf_mu),
        Column(mu(delimited), MU, pbf_mu),
        Column(mu(inside), MU, pbf_mu),
    ]
    rows = [_target_cells(model, row, states, tr) for row in model.targets]
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
            )
            if note
        ),
        form=next(index for index, column in enumerate(columns) if column.group == holding_mu),
        footnotes=_annex_notes(
            model, ("targets_note",), tr("Note: "), (tr("Targets are subject to adjustment by the higher level."),)
        ),
    )


def _target_cells(model: ReportModel, row: TargetRow, states: dict[str, str], tr: Translate) -> tuple[object, ...]:
    """Return the cells of a unit in the form of annex 2, with a word for each figure that it lacks."""

    def wan(quantity: str) -> object:
        """Return a figure of the row in 10,000 mu."""
        return wan_mu_or_word(model, row.code, quantity, getattr(row, quantity), tr)

    def mu(quantity: str) -> object:
        """Return a figure of the row in mu."""
        return figure_or_word(model, row.code, quantity, getattr(row, quantity), tr)

    difference, cultivated = pbf_cultivated_difference(row), pbf_cultivated_state(row)
    return (
        unit_title(model, row.code, row.name, tr),
        row.code,
        wan("holding_target"),
        wan("holding"),
        mu("holding_difference"),
        labels.label(states, row.holding_state),
        wan("pbf_target"),
        wan("pbf_delimited"),
        mu("pbf_difference"),
        labels.label(states, row.pbf_state),
        wan("pbf_cultivated"),
        figure_or_word(model, row.code, "pbf_difference", difference, tr),
        labels.label(states, cultivated or (row.pbf_state if row.pbf_state in UNJUDGED else "no_target")),
        mu("holding_target"),
        mu("holding"),
        mu("pbf_target"),
        mu("pbf_delimited"),
        mu("pbf_cultivated"),
    )


def _annex_words(model: ReportModel, name: str, words: str) -> str:
    """Return the notice's own words for a heading of its annexes; `words` where the policy quotes none."""
    quoted = model.names.terms.get("annexes", {})
    return quoted.get(name, words)


def _annex_notes(model: ReportModel, names: Iterable[str], head: str, words: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the notes that the notice prints under an annex; `words` where the policy quotes none."""
    quoted = model.names.terms.get("annexes", {})
    notes = [quoted[name] for name in names if name in quoted] or list(words)
    return tuple(f"{head if number == 0 else ''}{note}" for number, note in enumerate(notes))


def gaps_table(model: ReportModel, tr: Translate) -> Table:
    """Return the form of annex 3, with what is left of the gap and what could fill it."""
    states = labels.gap_states(tr)
    wan, mu = in_unit(tr("10,000 mu"), tr), in_unit(tr("mu"), tr)
    plan, progress = tr("Restoration plan"), tr("Progress")
    potential, detail = tr("Restoration potential (net area)"), tr("In mu")
    words = potential_labels(tr)
    parts = [part for part in Potential.values() if part != Potential.EXCLUDED]
    columns = [
        Column(tr("Unit"), key="name"),
        Column(tr("Unit code"), key="code"),
        Column(wan(_annex_words(model, "survey2_target", tr("Second-survey target"))), WAN_MU, plan),
        Column(wan(_annex_words(model, "survey3_target", tr("Third-survey target"))), WAN_MU, plan),
        Column(wan(_annex_words(model, "gap", tr("Gap"))), WAN_MU, plan),
        *(
            Column(
                wan(_annex_words(model, f"task_{year}", tr("Restoration task {year}").format(year=year))), WAN_MU, plan
            )
            for year in model.task_years
        ),
        Column(wan(tr("Restored")), WAN_MU, progress),
        Column(
            tr("{heading}\n({unit})").format(heading=tr("Share of the gap"), unit="%"), PERCENT, progress, share=True
        ),
        Column(wan(tr("Gap left")), WAN_MU, progress, key="gap_left"),
        Column(wan(tr("Surplus")), WAN_MU, progress),
        Column(tr("State"), TEXT, progress, tones=status_tones.of_states(states)),
        *(Column(wan(words[part]), WAN_MU, potential, key=part) for part in parts),
        Column(wan(tr("Gap left after what is free")), WAN_MU, potential, key="uncovered"),
        Column(mu(tr("Gap")), MU, detail),
        Column(mu(tr("Restored")), MU, detail),
        Column(mu(tr("Gap left")), MU, detail),
        *(Column(mu(words[part]), MU, detail) for part in parts),
    ]
    rows = [_gap_cells(model, row, states, parts, tr) for row in model.gaps]
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
            tr("Only what is free may be set against the gap and the year's task; the rest waits or is barred."),
            tr("Net area is without field ridges."),
            *([] if any(row.restored is not None for row in model.gaps) else [restored_note(tr)]),
        ),
        form=next(index for index, column in enumerate(columns) if column.group == detail),
        footnotes=_annex_notes(model, ("gaps_note_1", "gaps_note_2"), tr("Note: ")),
    )


def _gap_cells(
    model: ReportModel, row: GapRow, states: dict[str, str], parts: Iterable[str], tr: Translate
) -> tuple[object, ...]:
    """Return the cells of a unit in the form of annex 3, with a word for each figure that it lacks."""
    potential = unit_potential(model, row.code)

    def wan(quantity: str, area: float | None) -> object:
        """Return a figure in 10,000 mu."""
        return wan_mu_or_word(model, row.code, quantity, area, tr)

    def mu(quantity: str, area: float | None) -> object:
        """Return a figure in mu."""
        return figure_or_word(model, row.code, quantity, area, tr)

    return (
        unit_title(model, row.code, row.name, tr),
        row.code,
        wan("survey2_target", row.survey2_target),
        wan("survey3_target", row.survey3_target),
        wan("gap", row.gap),
        *(wan("task", task) for _, task in row.tasks),
        wan("restored", row.restored),
        mu("progress", row.progress),
        wan("gap_left", row.gap_left),
        wan("surplus", row.surplus),
        labels.label(states, row.state),
        *(wan("candidates", potential[part]) for part in parts),
        wan("uncovered", uncovered(row.owed, potential[Potential.FREE.value])),
        mu("gap", row.gap),
        mu("restored", row.restored),
        mu("gap_left", row.gap_left),
        *(mu("candidates", potential[part]) for part in parts),
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
            summary=printed(m.summary, MU, tr=tr),
            listed=printed(m.listed, MU, tr=tr),
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
            word = _summary_word(model, name, tr)
            numbers = pd.to_numeric(values, errors="coerce").astype(object)
            frame[name] = numbers.where(numbers.notna(), word)
            if name == "gap_left_mu" and "gap_at_most_mu" in model.summary:
                unknown = values.isna() & model.summary["gap_at_most_mu"].notna()
                frame[name] = frame[name].mask(unknown, labels.gap_states(tr)["restored_unknown"])
        else:
            counted = is_numeric_dtype(values)
            columns.append(Column(headings.get(name, name), INTEGER if counted else TEXT, key=name))
            values = values.map(lambda code: labels.label(levels, code)) if name == "level" else values
            frame[name] = values if counted else values.map(lambda value: None if pd.isna(value) else str(value))
    return Table(
        key="summary",
        name=tr("Summary by unit"),
        title=tr("Summary by unit"),
        columns=tuple(columns),
        rows=FrameRows(frame),
        notes=(
            tr("Unit of area: mu. Cultivated land and potential are net of field ridges, conflicts are gross."),
            tr("— means that the policy sets no such figure for the unit."),
        ),
    )


def _summary_word(model: ReportModel, column: str, tr: Translate) -> str:
    """Return the word for what a unit does not have in a column of the summary."""
    if column.startswith(("holding_target", "pbf_target", "survey2_target", "task_", "gap_mu", "adjustments")):
        return NOTHING
    if column in ("restored_mu", "inflow_since_base_mu", "net_since_base_mu"):
        return tr("Not given")
    if column.startswith(("pbf_", "conflicts")) and not is_given(model, "pbf"):
        return tr("Not given")
    lists = {"losses_mu": model.losses, "abandoned_mu": model.abandoned}
    if column in lists and not len(lists[column].columns):
        return tr("Not given")
    return NOTHING if "surplus" in column or column.startswith("gap_") else tr("No data")


def cross_table(model: ReportModel, tr: Translate) -> Table:
    """Return the class recorded by the PBF layer (rows) against the class now (columns), with the sums of both."""
    frame = model.cross_table[["pbf_DLBM", "DLBM", "area_mu"]] if len(model.cross_table) else pd.DataFrame()
    columns, rows = class_matrix(model, frame, tr("Class recorded by PBF"), tr("Not recorded"), tr)
    return Table(
        key="cross_table",
        name=tr("PBF cross table"),
        title=tr("Permanent basic farmland: class recorded at delimitation and class now"),
        columns=columns,
        rows=rows,
        notes=(
            tr("Rows: the class recorded at delimitation. Columns: the class now. An empty field means no such land."),
            tr("Field ridges inside cultivated parcels are counted as class 1203."),
        ),
        totals=frozenset({len(rows) - 1} if rows else ()),
        technical=True,
    )


def class_matrix(
    model: ReportModel, frame: pd.DataFrame, heading: str, nothing: str, tr: Translate
) -> tuple[tuple[Column, ...], list[tuple[object, ...]]]:
    """Return the columns and rows of areas by two land classes, with the sums of both.

    Args:
        model: the report, for names.
        frame: class of the row, class of the column, area (mu), in this order; may have none.
        heading: of the first column.
        nothing: stands for no class.
        tr: translates.
    """
    mu, total = in_unit(tr("mu"), tr), tr("Total")
    areas: dict[str, dict[str, list[float]]] = {}
    for before, code, area in frame.itertuples(index=False):
        areas.setdefault(str(before), {}).setdefault(str(code), []).append(float(area))
    codes = sorted({code for row in areas.values() for code in row})

    def named(code: str) -> str:
        """Return a class with its code, also one that the survey does not know."""
        name = model.names.land_class(code)
        return f"{code} {tr('Unknown class') if name == code else name}" if code else nothing

    def sums(chosen: Iterable[dict[str, list[float]]]) -> tuple[float | None, ...]:
        """Return the sum of rows in each class, and in all."""
        chosen = list(chosen)
        cells = [[area for row in chosen for area in row.get(code, ())] for code in codes]
        return (*(math.fsum(cell) if cell else None for cell in cells), math.fsum(chain.from_iterable(cells)))

    rows: list[tuple[object, ...]] = [(named(before), *sums([row])) for before, row in sorted(areas.items())]
    if rows:
        rows.append((total, *sums(areas.values())))
    return (Column(heading), *(Column(mu(named(code)), MU) for code in codes), Column(mu(total), MU)), rows
