"""Blocks of candidates, their plan, and swaps of hill for valley as measures of a batch (measures 13, 20, 23)."""

from __future__ import annotations

import pandas as pd

from ..analysis.blocks.bundles import SLOPE, bundle_candidates
from ..analysis.blocks.restoration import plan_restoration
from ..analysis.blocks.swaps import pair_swaps
from ..analysis.columns import to_records
from ..bridge.i18n import tr
from ..bridge.progress import FeedbackProgress
from ..reports.block_labels import BLOCKS, MEMBERS, PLAN, SWAP_UNITS, SWAPS, YEARS
from .measures import MeasureInputs, MeasureResult


def lacks_candidates(inputs: MeasureInputs) -> str:
    """Return why nothing is bundled: there are no candidates; empty where there are."""
    return "" if len(inputs.candidates) else tr("no restoration candidate was found")


def lacks_blocks(inputs: MeasureInputs) -> str:
    """Return why there is no plan: no blocks, or no task of any year; empty where there are both."""
    if BLOCKS not in inputs.tables:
        return tr("there are no blocks of candidates")
    years = inputs.given.plan.years_of(inputs.policy)
    if all(county.task(year) is None for county in inputs.policy.counties() for year in years):
        return tr("the policy has no restoration task of {years}").format(years=", ".join(map(str, years)))
    return ""


def lacks_slopes(inputs: MeasureInputs) -> str:
    """Return why there are no swaps: without a slope layer no land in valleys is known; empty where there is one."""
    return "" if SLOPE in inputs.pieces else tr("no slope layer was given, so that no land in valleys is known")


def blocks_of_candidates(inputs: MeasureInputs, progress: FeedbackProgress) -> MeasureResult:
    """Bundle the candidates that a batch has found."""
    made = bundle_candidates(inputs.candidates, inputs.pieces, inputs.policy, inputs.classes, progress)
    return MeasureResult({BLOCKS: made.blocks, MEMBERS: made.members}, [made.problems], balance_lines(made.balance))


def plan_of_blocks(inputs: MeasureInputs, progress: FeedbackProgress) -> MeasureResult:
    """Plan the restoration of the blocks that a batch has bundled, for the years and at the costs that were given."""
    terms = inputs.given.plan
    years = terms.years_of(inputs.policy)
    made = plan_restoration(inputs.tables[BLOCKS], inputs.policy, years, terms.costs, progress=progress)
    return MeasureResult({PLAN: made.blocks, YEARS: made.years}, (), restoration_lines(made.years))


def swaps_of_pieces(inputs: MeasureInputs, progress: FeedbackProgress) -> MeasureResult:
    """Pair fields on hills with land in valleys, by the pieces that a batch has made."""
    made = pair_swaps(inputs.pieces, inputs.policy, inputs.classes, progress)
    return MeasureResult({SWAPS: made.listed, SWAP_UNITS: made.units}, (), swap_lines(made.units))


def balance_lines(balance: pd.DataFrame) -> list[str]:
    """Return what became of each county's candidates, net in m², with the closure."""
    identity = tr(
        "{unit}: candidates {candidates:,.2f} m² = blocks {blocks:,.2f} + scattered {scattered:,.2f} + excluded or "
        "dismissed {left:,.2f} + no candidates {dropped:,.2f} m²; closure {closure:.2f} m²"
    )
    total = balance.drop(columns="county").sum().to_dict()
    return [
        identity.format(
            unit=row["county"] or tr("unit unknown"),
            candidates=row["candidates_m2"],
            blocks=row["blocks_m2"],
            scattered=row["scattered_m2"],
            left=row["left_out_m2"],
            dropped=row["dropped_m2"],
            closure=row["closure_m2"],
        )
        for row in [*to_records(balance), {"county": tr("total"), **total}]
    ]


def restoration_lines(years: pd.DataFrame) -> list[str]:
    """Return each unit's plan by year, in mu, with its closure."""
    identity = tr(
        "{unit} {year}: task {task:,.2f} mu + carried over {carried:,.2f} = planned {planned:,.2f} + shortfall "
        "{short:,.2f} - beyond {over:,.2f} mu; closure {closure:.2f} mu"
    )
    nothing = tr("{unit} {year}: not planned; there is no task, or the blocks say nothing of the unit.")
    lines = []
    for row in to_records(years):
        unit = row["name"] or row["code"] or tr("unit unknown")
        if pd.isna(row["planned_mu"]):
            lines.append(nothing.format(unit=unit, year=row["year"]))
            continue
        lines.append(
            identity.format(
                unit=unit,
                year=row["year"],
                task=row["task_mu"] or 0.0,
                carried=row["carried_mu"],
                planned=row["planned_mu"],
                short=row["shortfall_mu"],
                over=row["over_mu"],
                closure=row["closure_mu"],
            )
        )
    return lines


def swap_lines(units: pd.DataFrame) -> list[str]:
    """Return the holding of each unit before and after the swaps, in m², with its closure."""
    identity = tr(
        "{unit}: {before:,.2f} m² before - {up:,.2f} up + {down:,.2f} down = {after:,.2f} m² after; closure "
        "{closure:.2f} m²"
    )
    return [
        identity.format(
            unit=row["code"],
            before=row["holding_before_m2"],
            up=row["up_m2"],
            down=row["down_m2"],
            after=row["holding_after_m2"],
            closure=row["closure_m2"],
        )
        for row in to_records(units)
    ]
