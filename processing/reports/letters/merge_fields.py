"""The fields of a county's letter: texts by the names that templates use, and tables. All figures are the model's.

Those of the office itself are in `office_fields`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

import pandas as pd

from ...analysis.review import are_listed, is_reviewed
from ...analysis.vocabulary import Level, Listed, Potential, Severity, Use
from ...bridge.vocabulary import potential_labels, use_labels
from .. import labels
from ..absences import absent_word, conflict_notes, figure_or_word, wan_mu_or_word
from ..data_basis import basis_lines
from ..finding_sums import (
    FindingSum,
    candidates_known,
    conflicts_by_use,
    conflicts_known,
    count_parcels,
    counted_conflicts,
    finding_sum,
    net_cultivated,
    of_unit,
    potential_areas,
    uncovered,
    unit_potential,
    uses_of,
)
from ..judgements import pbf_cultivated_difference, pbf_cultivated_state
from ..key_findings import (
    abandoned_sentence,
    conflicts_sentence,
    gap_findings,
    losses_sentence,
    review_sentence,
    target_sentences,
)
from ..labels import Translate
from ..model import ReportModel
from ..number_format import INTEGER, MU, NOTHING, PERCENT, WAN_MU, printed, printed_mu, printed_wan_mu
from ..tables.finding_lists import conflicts_table
from ..tables.losses_and_abandoned import loss_kinds, missing_loss_notes
from ..tables.measures import REPORTS, shown_measures
from ..tables.table import Column, Table, in_unit

# Of Chinese characters and their punctuation.
_BLANK_BESIDE_CHINESE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) | (?=[\u3000-\u9fff\uff00-\uffef])")
_ANNEXES = 4
# Names of tables, of areas (each with a second name, in 10,000 mu), and of other texts.
TABLES = tuple(f"table_{key}" for key in ("targets", "gap", "conflicts", "worst", "losses", "candidates"))
_AREAS = (
    *("holding_target", "holding", "pbf_target", "pbf_delimited", "pbf_cultivated"),
    *("gap", "surplus", "restored", "gap_left", "uncovered", "task"),
    *("conflicts", *(f"conflicts_{use}" for use in Use.values()), "conflicts_severe", "lost_cultivated", "registered"),
    *("noted", "candidates", *(f"candidates_{part}" for part in Potential.values())),
)
_TEXTS = (
    *("unit", "code", "city", "policy", "title", "data", "task_year", "progress", "severe_word"),
    *("holding_difference", "pbf_difference", "pbf_cultivated_difference"),
    *("holding_state", "pbf_state", "pbf_cultivated_state", "gap_state"),
    *("conflicts_count", "noted_count", "candidates_count", "conflicts_annex", "candidates_annex"),
    *("holding_text", "pbf_text", "conflicts_text", "noted_text", "legality_text", "potential_text", "gap_text"),
    *("measures_text", *(f"{report.measure}_text" for report in REPORTS)),
    *("losses_text", "abandoned_text", *(f"annex_{number}" for number in range(1, _ANNEXES + 1))),
)
_WORST_COLUMNS = ("number", "ZLDWMC", "TBBH", "class_name", "kind", "use", "area_mu", "verdict")


def text_names(tiers: Iterable[str]) -> list[str]:
    """Return the names of all texts that a template may name, before there is a model; `tiers` are the policy's."""
    areas = (*_AREAS, *(f"candidates_{tier}" for tier in tiers))
    return [*_TEXTS, *areas, *(f"{name}_wan" for name in areas)]


def letter_texts(model: ReportModel, county: str, tr: Translate) -> dict[str, str]:
    """Return all texts that a template may name, as printed.

    Names that end with `_wan` are in 10,000 mu, those with `_text` are whole sentences, all other areas are in mu.
    """
    texts = {
        "unit": model.unit_name(county),
        "code": county,
        "city": tr(", ").join(row.name for row in model.targets if row.level == Level.CITY),
        "policy": model.policy_title,
        "title": model.title,
        "data": labels.joined(basis_lines(model, tr), tr),
    }
    target, gap = model.target(county), model.gap(county)
    areas: dict[str, float | None] = {}
    for name in ("holding_target", "holding", "pbf_target", "pbf_delimited", "pbf_cultivated"):
        areas[name] = getattr(target, name) if target else None
    for name in ("gap", "surplus", "restored", "gap_left"):
        areas[name] = getattr(gap, name) if gap else None
    areas.update(_conflict_areas(model, county))
    potential = unit_potential(model, county)
    areas.update({f"candidates_{part}": area for part, area in potential.items()})
    areas["candidates"] = None if None in potential.values() else math.fsum(a for a in potential.values() if a)
    areas["uncovered"] = uncovered(gap.owed if gap else None, potential[Potential.FREE.value])
    for tier in model.tiers:
        totals = [total.net for total in model.candidates_of(county) if total.tier == tier]
        areas[f"candidates_{tier}"] = math.fsum(totals)
    year, task = max(gap.tasks, default=(None, None)) if gap else (None, None)
    areas["task"] = task
    texts["task_year"] = str(year or NOTHING)
    for name, area in areas.items():
        word = absent_word(model, county, name.split("_")[0] if name.startswith("conflicts") else name, tr)
        texts[name] = word if area is None else printed_mu(area, tr=tr)
        texts[f"{name}_wan"] = word if area is None else printed_wan_mu(area, tr=tr)
    differences = (
        {"holding_difference": target.holding_difference, "pbf_difference": target.pbf_difference} if target else {}
    )
    differences["pbf_cultivated_difference"] = pbf_cultivated_difference(target) if target else None
    for name in ("holding_difference", "pbf_difference", "pbf_cultivated_difference"):
        texts[name] = printed_mu(differences.get(name), signed=True, tr=tr)
    states, gap_states = labels.states(tr), labels.gap_states(tr)
    texts["holding_state"] = labels.label(states, target.holding_state) if target else NOTHING
    texts["pbf_state"] = labels.label(states, target.pbf_state) if target else NOTHING
    texts["pbf_cultivated_state"] = (labels.label(states, pbf_cultivated_state(target)) if target else "") or NOTHING
    texts["gap_state"] = labels.label(gap_states, gap.state) if gap else NOTHING
    texts["progress"] = NOTHING if gap is None or gap.progress is None else printed(gap.progress, PERCENT, tr=tr)
    texts.update(_counts(model, county))
    texts["severe_word"] = use_labels(tr)[Use.NON_AGRICULTURAL.value]
    texts["holding_text"], texts["pbf_text"] = target_sentences(model, target, tr) if target else (NOTHING, NOTHING)
    texts["conflicts_text"] = _conflicts_text(model, county, tr)
    known = conflicts_known(model)
    texts["noted_text"] = _noted_text(model, county, tr) if known else ""
    # Where there are none, the sentence of conflicts says so already.
    texts["legality_text"] = labels.joined(conflict_notes(model, tr), tr) if known else ""
    texts["potential_text"] = _potential_text(potential, tr)
    texts["gap_text"] = _gap_text(model, county, tr)
    texts.update(_measure_texts(model, county, tr))
    annexes = _annexes(model, tr)
    texts["losses_text"] = _losses_text(model, county, annexes, tr)
    texts["abandoned_text"] = _abandoned_text(model, county, annexes, tr)
    texts.update(_annex_texts(annexes, tr))
    return {name: _as_in_letters(text) if name.endswith("_text") else text for name, text in texts.items()}


def _as_in_letters(text: str) -> str:
    """Return a sentence as official letters set it, without blanks between Chinese characters and figures."""
    return _BLANK_BESIDE_CHINESE.sub("", text)


def _conflict_areas(model: ReportModel, county: str) -> dict[str, float | None]:
    """Return the areas (mu) of a county's conflicts, None where no layer of PBF was given."""
    if not conflicts_known(model):
        return {name: None for name in _AREAS if name.startswith(("conflicts", "lost", "registered", "noted"))}
    own = of_unit(model, model.conflicts, county)
    counted = counted_conflicts(own)
    total, uses = finding_sum(counted), conflicts_by_use(counted)
    areas: dict[str, float | None] = {"conflicts": total.gross, "lost_cultivated": total.lost}
    areas["registered"] = total.registered
    areas.update({f"conflicts_{use}": uses[use].gross if use in uses else 0.0 for use in Use.values()})
    areas["conflicts_severe"] = areas[f"conflicts_{Use.NON_AGRICULTURAL}"]
    areas["noted"] = finding_sum(own[~own.index.isin(counted.index)]).gross
    return areas


def _counts(model: ReportModel, county: str) -> dict[str, str]:
    """Return the numbers of parcels of a county's findings."""
    own, candidates = of_unit(model, model.conflicts, county), of_unit(model, model.candidates, county)
    counted = counted_conflicts(own)
    noted = own[~own.index.isin(counted.index)]
    counts = {"conflicts_count": counted, "noted_count": noted, "candidates_count": candidates}
    return {name: printed(count_parcels(frame), INTEGER) for name, frame in counts.items()}


def _conflicts_text(model: ReportModel, county: str, tr: Translate) -> str:
    """Return the sentence of a county's conflicts (`conflicts_sentence`)."""
    if not conflicts_known(model):
        return conflict_notes(model, tr)[0]
    counted = counted_conflicts(of_unit(model, model.conflicts, county))
    reviewed = [review_sentence(counted, tr)] if is_reviewed(counted) and len(counted) else []
    return labels.joined([conflicts_sentence(counted, tr), *reviewed], tr)


def _noted_text(model: ReportModel, county: str, tr: Translate) -> str:
    """Return the sentence of what is listed for information only."""
    own = of_unit(model, model.conflicts, county)
    noted = finding_sum(own[~own.index.isin(counted_conflicts(own).index)])
    line = tr("For information only, in no total: {count} parcels, gross area {area} mu.")
    return line.format(count=printed(noted.parcels, INTEGER), area=printed(noted.gross, MU, tr=tr))


def _potential_text(potential: Mapping[str, float | None], tr: Translate) -> str:
    """Return the sentence of a county's potential in its four parts."""
    words = potential_labels(tr)
    parts = [
        tr("{part} {area} mu").format(part=words[part], area=printed_mu(area, tr=tr))
        for part, area in potential.items()
    ]
    return tr("Restoration potential (net): {parts}.").format(parts=tr(", ").join(parts))


def _gap_text(model: ReportModel, county: str, tr: Translate) -> str:
    """Return the sentences of a county's gap and task, and what the free potential does for both."""
    gap = model.gap(county)
    if gap is None:
        return tr("No gap given")
    if not gap.owed:
        return tr("{text}.").format(text=labels.label(labels.gap_states(tr), gap.state))
    return labels.joined([finding.text for finding in gap_findings(model, gap, tr)], tr)


def _annexes(model: ReportModel, tr: Translate) -> dict[str, tuple[int, str]]:
    """Return number and name of the lists that go with a letter, by list; those that nobody made are left out."""
    lists = {
        "conflicts": (conflicts_known(model), tr("Occupation conflicts inside permanent basic farmland")),
        "candidates": (candidates_known(model), tr("Restoration potential list")),
        "losses": (bool(len(model.losses.columns)), tr("Loss list")),
        "abandoned": (bool(len(model.abandoned.columns)), tr("Abandoned land list")),
    }
    made = [(key, name) for key, (known, name) in lists.items() if known]
    return {key: (number, name) for number, (key, name) in enumerate(made, start=1)}


def _annex_texts(annexes: Mapping[str, tuple[int, str]], tr: Translate) -> dict[str, str]:
    """Return the lines that name the annexes, and what a sentence says of an annex; empty for one that is not made."""
    lines = [tr("{number}. {name}").format(number=number, name=name) for number, name in annexes.values()]
    texts = {f"annex_{number}": "" for number in range(1, _ANNEXES + 1)}
    texts.update({f"annex_{number}": line for number, line in enumerate(lines, start=1)})
    if lines:
        texts["annex_1"] = tr("Annexes: {text}").format(text=lines[0])
    for key in ("conflicts", "candidates"):
        texts[f"{key}_annex"] = _see_annex(annexes[key], tr) if key in annexes else ""
    return texts


def _losses_text(model: ReportModel, county: str, annexes: Mapping[str, tuple[int, str]], tr: Translate) -> str:
    """Return the sentences of what cultivated land was lost outside PBF, and of what was not looked for."""
    if "losses" not in annexes:
        return tr("Cultivated land lost outside permanent basic farmland was not looked for: layers are not given.")
    own = of_unit(model, model.losses, county)
    return labels.joined(
        [
            losses_sentence(own, tr),
            *missing_loss_notes(model, tr),
            *([_see_annex(annexes["losses"], tr)] if len(own) else []),
        ],
        tr,
    )


def _abandoned_text(model: ReportModel, county: str, annexes: Mapping[str, tuple[int, str]], tr: Translate) -> str:
    """Return the sentences of abandoned cultivated land."""
    if "abandoned" not in annexes:
        return tr("Abandoned land was not looked for: the survey does not say what is planted.")
    own = of_unit(model, model.abandoned, county)
    return labels.joined(
        [abandoned_sentence(own, tr), *([_see_annex(annexes["abandoned"], tr)] if len(own) else [])], tr
    )


def _measure_texts(model: ReportModel, county: str, tr: Translate) -> dict[str, str]:
    """Return the sentences of each measure, empty for one that was not answered, and all of them together."""
    texts = {report.measure: report.letter(model, county, tr) for report in shown_measures(model)}
    own = {f"{report.measure}_text": texts.get(report.measure, "") for report in REPORTS}
    return {**own, "measures_text": labels.joined([text for text in texts.values() if text], tr)}


def _see_annex(annex: tuple[int, str], tr: Translate) -> str:
    """Return the sentence that leads to an annex."""
    return tr("The whole list is annex {number}.").format(number=annex[0])


def letter_tables(
    model: ReportModel, county: str, tr: Translate, worst: int, listed: str = Listed.STANDING.value
) -> dict[str, Table]:
    """Return the tables that a template may name.

    Args:
        model: the report.
        county: its code.
        tr: translates headings.
        worst: number of rows in the list of the worst conflicts.
        listed: which of them are listed after a review, a word of `Listed`.
    """
    return {
        f"table_{table.key}": table
        for table in (
            _targets(model, county, tr),
            _gap(model, county, tr),
            _conflicts(model, county, tr),
            _worst(model, county, tr, worst, listed),
            _losses(model, county, tr),
            _candidates(model, county, tr),
        )
    }


def _targets(model: ReportModel, county: str, tr: Translate) -> Table:
    """Return the county against both targets: what is held, what was delimited, and what of that is cultivated now."""
    wan, mu, states = in_unit(tr("10,000 mu"), tr), in_unit(tr("mu"), tr), labels.states(tr)
    row = model.target(county)
    rows: list[tuple[object, ...]] = []
    if row is not None:
        pbf_cultivated = pbf_cultivated_difference(row)
        for topic, quantity, target, actual, difference, state in (
            (
                tr("Cultivated-land holding, held now (net)"),
                "holding",
                row.holding_target,
                row.holding,
                row.holding_difference,
                row.holding_state,
            ),
            (
                tr("Permanent basic farmland, delimited (registered net)"),
                "pbf_delimited",
                row.pbf_target,
                row.pbf_delimited,
                row.pbf_difference,
                row.pbf_state,
            ),
            (
                tr("Permanent basic farmland, cultivated now (net)"),
                "pbf_cultivated",
                row.pbf_target,
                row.pbf_cultivated,
                pbf_cultivated,
                pbf_cultivated_state(row),
            ),
        ):
            rows.append(
                (
                    topic,
                    wan_mu_or_word(model, county, "holding_target", target, tr),
                    wan_mu_or_word(model, county, quantity, actual, tr),
                    figure_or_word(model, county, "holding_difference", difference, tr),
                    labels.label(states, state) or NOTHING,
                )
            )
    columns = (
        Column(tr("Quantity")),
        Column(wan(tr("Target")), WAN_MU),
        Column(wan(tr("Area")), WAN_MU),
        Column(mu(tr("Difference")), MU, judged=True),
        Column(tr("State")),
    )
    return _table("targets", columns, rows)


def _gap(model: ReportModel, county: str, tr: Translate) -> Table:
    """Return the county's gap, what is restored, what is left, and the tasks of the years."""
    mu, row = in_unit(tr("mu"), tr), model.gap(county)
    years = [year for year, _ in row.tasks] if row else []
    columns = (
        *(Column(mu(heading), MU) for heading in (tr("Gap"), tr("Restored"), tr("Gap left"), tr("Surplus"))),
        *(Column(mu(tr("Restoration task {year}").format(year=year)), MU) for year in years),
        Column(mu(tr("Gap left after what is free")), MU),
        Column(tr("State")),
    )
    rows: list[tuple[object, ...]] = []
    if row is not None:
        free = unit_potential(model, county)[Potential.FREE.value]
        figures = {
            "gap": row.gap,
            "restored": row.restored,
            "gap_left": row.gap_left,
            "surplus": row.surplus,
        }
        cells = [figure_or_word(model, county, name, area, tr) for name, area in figures.items()]
        tasks = [figure_or_word(model, county, "task", task, tr) for _, task in row.tasks]
        left = figure_or_word(model, county, "uncovered", uncovered(row.owed, free), tr)
        rows.append((*cells, *tasks, left, labels.label(labels.gap_states(tr), row.state)))
    return _table("gap", columns, rows)


def _conflicts(model: ReportModel, county: str, tr: Translate) -> Table:
    """Return the county's conflicts by class of use and kind, the gravest class first, of these the largest kind."""
    mu, words = in_unit(tr("mu"), tr), use_labels(tr)
    counted = counted_conflicts(of_unit(model, model.conflicts, county))
    counted = counted.assign(use=uses_of(counted))
    order = {use: number for number, use in enumerate(Use.values())}
    groups = (
        [] if counted.empty else [(str(u), str(k), finding_sum(f)) for (u, k), f in counted.groupby(["use", "kind"])]
    )
    rows: list[tuple[object, ...]] = [
        (labels.label(words, use), model.names.of("kinds", kind), *_figures(total, tr))
        for use, kind, total in sorted(groups, key=lambda group: (order.get(group[0], 9), -group[2].gross))
    ]
    rows.append((tr("Total"), None, *_figures(finding_sum(counted), tr)))
    columns = (
        Column(tr("Class of use")),
        Column(tr("Conflict kind")),
        Column(tr("Number of parcels"), INTEGER),
        Column(mu(tr("Gross area")), MU),
        Column(mu(tr("Cultivated land lost, net")), MU),
    )
    return _table("conflicts", columns, rows, total=True)


def _figures(total: FindingSum, tr: Translate) -> tuple[object, ...]:
    """Return number of parcels, gross area and net area lost."""
    return total.parcels, total.gross, tr("Not known") if total.lost is None else total.lost


def _worst(model: ReportModel, county: str, tr: Translate, limit: int, listed: str) -> Table:
    """Return the county's most severe conflicts, of these the largest first."""
    frame = model.conflicts
    counted = frame[(frame["county"] == county) & (frame["severity"] >= Severity.COUNTED)] if len(frame) else frame
    counted = counted[are_listed(counted, listed)]
    if len(counted):
        counted = counted.sort_values(["severity", "area_m2"], ascending=False, kind="stable").head(limit)
    table = conflicts_table(model, tr, counted, _WORST_COLUMNS)
    return _table("worst", table.columns, list(table.rows))


def _losses(model: ReportModel, county: str, tr: Translate) -> Table:
    """Return what the county lost outside PBF, by kind, and what lies abandoned."""
    mu, unknown = in_unit(tr("mu"), tr), (tr("Not given"),) * 3
    lost, whole = of_unit(model, model.losses, county), tr("Cultivated land lost outside permanent basic farmland")
    rows: list[tuple[object, ...]] = []
    if not len(model.losses.columns):
        rows.append((whole, *unknown))
    elif lost.empty:
        rows.append((whole, *_figures(finding_sum(lost), tr)))
    for kind in loss_kinds(model) if len(lost) else ():
        rows.append((model.names.of("losses", kind), *_figures(finding_sum(lost[lost["kind"] == kind]), tr)))
    idle = of_unit(model, model.abandoned, county)
    figures = (count_parcels(idle), finding_sum(idle).gross, net_cultivated(idle))
    rows.append((tr("Abandoned land"), *(figures if len(model.abandoned.columns) else unknown)))
    columns = (
        Column(tr("Quantity")),
        Column(tr("Number of parcels"), INTEGER),
        Column(mu(tr("Gross area")), MU),
        Column(mu(tr("Net area")), MU),
    )
    return _table("losses", columns, rows)


def _candidates(model: ReportModel, county: str, tr: Translate) -> Table:
    """Return the county's candidates by tier, in the four parts of the potential."""
    mu, words, parts = in_unit(tr("mu"), tr), potential_labels(tr), Potential.values()
    own = of_unit(model, model.candidates, county)

    def figures(chosen: pd.DataFrame) -> tuple[object, ...]:
        """Return the number of parcels, and net areas by part."""
        return (count_parcels(chosen), *potential_areas(chosen).values())

    rows: list[tuple[object, ...]] = []
    for tier in model.tiers:
        chosen = own[own["tier"] == tier] if len(own) else own
        if len(chosen):
            rows.append((model.names.of("tiers", tier), *figures(chosen)))
    rows.append((tr("Total"), *figures(own)))
    columns = (
        Column(tr("Restorability")),
        Column(tr("Number of parcels"), INTEGER),
        *(Column(mu(tr("{part}, net").format(part=words[part])), MU) for part in parts),
    )
    return _table("candidates", columns, rows, total=True)


def _table(key: str, columns: tuple[Column, ...], rows: list[tuple[object, ...]], total: bool = False) -> Table:
    """Return a table of a letter; one without rows gets a row that says so, instead of looking unfinished."""
    # What is empty says so, instead of looking unfinished.
    rows = rows or [(NOTHING, *[None] * (len(columns) - 1))]
    return Table(key, key, "", columns, rows, totals=frozenset({len(rows) - 1} if total else ()))
