"""What reports say of blocks of candidates, of their plan, and of swaps of hill for valley."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from ..analysis.columns import to_records
from ..analysis.vocabulary import Level
from .block_labels import BLOCKS, MEMBERS, SWAP_UNITS, SWAPS, YEARS
from .judgements import Finding
from .labels import Translate, joined
from .model import MET, MISSED, MU_PER_M2, ReportModel, number_or_none
from .number_format import YUAN, printed, printed_mu


def block_findings(model: ReportModel, tr: Translate) -> Sequence[Finding]:
    """Return the sentence on all blocks; none where nothing could be bundled."""
    text = block_sentence(model, None, tr)
    return [Finding(text)] if text else []


def block_sentence(model: ReportModel, code: str | None, tr: Translate) -> str:
    """Return how many blocks a county has, or all have (None), and what stays scattered; empty without candidates."""
    return _block_text(model, code, tr) if len(_rows_of(model, MEMBERS, "county", code)) else ""


def _block_text(model: ReportModel, code: str | None, tr: Translate) -> str:
    """Return what the candidates of a county, or of all (None), make: net areas in mu."""
    blocks, members = _rows_of(model, BLOCKS, "county", code), _rows_of(model, MEMBERS, "county", code)
    scattered = members[members["block_id"].isna()]
    text = tr("Restoration candidates make {blocks} blocks, {area} mu net; {count} pieces, {rest} mu, stay scattered.")
    return text.format(
        blocks=len(blocks),
        area=printed_mu(float(blocks["net_m2"].sum()) * MU_PER_M2, tr=tr),
        count=len(scattered),
        rest=printed_mu(float(scattered["net_m2"].sum()) * MU_PER_M2, tr=tr),
    )


def plan_findings(model: ReportModel, tr: Translate) -> Sequence[Finding]:
    """Return a sentence for each county and year with a task and a plan."""
    rows = to_records(model.by_unit(model.measures[YEARS]))
    return [
        Finding(_plan_text(row, model, tr), MISSED if number_or_none(row["shortfall_mu"]) else MET)
        for row in _planned(rows)
    ]


def plan_sentence(model: ReportModel, code: str, tr: Translate) -> str:
    """Return the plan of a county; empty where it has no task or no plan."""
    rows = to_records(_rows_of(model, YEARS, "code", code))
    return joined([_plan_text(row, model, tr) for row in _planned(rows)], tr)


def _planned(rows: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """Return those rows that have a task, carried over or not, and a plan."""
    owed = [(number_or_none(row["task_mu"]) or 0.0) + (number_or_none(row["carried_mu"]) or 0.0) for row in rows]
    return [row for row, task in zip(rows, owed) if task > 0 and number_or_none(row["planned_mu"]) is not None]


def _plan_text(row: Mapping[str, object], model: ReportModel, tr: Translate) -> str:
    """Return what of a year's task is planned, what it lacks, and what it costs."""

    def mu(name: str) -> str:
        """Return an area as printed."""
        return printed_mu(number_or_none(row[name]), tr=tr)

    text = tr("Restoration plan of {unit}, {year}: task {task} mu, planned {planned} mu in {blocks} blocks.")
    shown = {"task": mu("task_mu"), "planned": mu("planned_mu"), "blocks": row["blocks"], "year": row["year"]}
    texts = [text.format(unit=model.unit_name(str(row["code"])), **shown)]
    if number_or_none(row["carried_mu"]):
        texts.append(tr("Carried over from the year before: {area} mu more.").format(area=mu("carried_mu")))
    if number_or_none(row["shortfall_mu"]):
        text = tr("{short} mu are lacking, {confirmed} mu if all is confirmed.")
        texts.append(text.format(short=mu("shortfall_mu"), confirmed=mu("shortfall_confirmed_mu")))
    cost = number_or_none(row["cost_yuan"])
    if cost is not None:
        texts.append(tr("It costs {cost} yuan.").format(cost=printed(cost, YUAN)))
    return joined(texts, tr)


def swap_findings(model: ReportModel, tr: Translate) -> Sequence[Finding]:
    """Return the sentence on all swaps; none where no two pieces make a pair."""
    text = swap_sentence(model, None, tr)
    return [Finding(text)] if text else []


def swap_sentence(model: ReportModel, code: str | None, tr: Translate) -> str:
    """Return what could be swapped in a county, or in all (None); empty where no two pieces make a pair."""
    return _swap_text(model, code, tr) if _rows_of(model, SWAPS, "county", code)["partner"].notna().any() else ""


def _swap_text(model: ReportModel, code: str | None, tr: Translate) -> str:
    """Return how many pairs there are in a county, or in all (None), and what goes and comes, net in mu."""
    pairs = int(_rows_of(model, SWAPS, "county", code)["partner"].notna().sum()) // 2
    units = _rows_of(model, SWAP_UNITS, "code", code)
    units = units[units["level"] == Level.COUNTY.value]
    text = tr("Swaps of hill for valley: {pairs} pairs; {up} mu could go for {down} mu that come (net).")
    up, down = (printed_mu(float(units[name].sum()) * MU_PER_M2, tr=tr) for name in ("up_m2", "down_m2"))
    return text.format(pairs=pairs, up=up, down=down)


def _rows_of(model: ReportModel, table: str, column: str, code: str | None) -> pd.DataFrame:
    """Return the rows of a county in a table, or all (None)."""
    frame = model.measures[table]
    return frame if code is None else frame[frame[column] == code]
