"""Sheets of blocks of candidates, of their plan, and of swaps of hill for valley (measures 13, 20, 23)."""

from __future__ import annotations

from collections.abc import Sequence

from ..block_labels import BLOCKS, PLAN, SWAP_UNITS, SWAPS, YEARS
from ..labels import Translate
from ..model import ReportModel
from .result_sheets import SheetForm, result_sheets, shown_as, sorted_rows
from .table import Table

_FORMS = {
    BLOCKS: SheetForm(unit="county"),
    PLAN: SheetForm(unit="county"),
    YEARS: SheetForm(by_unit=True),
    SWAPS: SheetForm(unit="county"),
    SWAP_UNITS: SheetForm(by_unit=True),
}


def block_tables(model: ReportModel, tr: Translate) -> Sequence[Table]:
    """Return the blocks of each county, the largest first."""
    note = tr("Net areas are those of the candidates, never of a hull. What waits or is to be confirmed is not free.")
    shown = shown_as(model, BLOCKS, sorted_rows(model.measures[BLOCKS], ("county",), "net_m2"))
    return result_sheets(
        shown, tr, {BLOCKS: (tr("Blocks"), tr("Blocks of restoration candidates (measure 20)"))}, note, _FORMS
    )


def plan_tables(model: ReportModel, tr: Translate) -> Sequence[Table]:
    """Return the plan of each county by year, and its blocks: those of each year first, the largest first."""
    note = tr("Only what is free is planned. A county of which the blocks say nothing has no plan.")
    shown = shown_as(model, PLAN, sorted_rows(model.measures[PLAN], ("county", "year"), "net_m2"))
    sheets = {
        YEARS: (tr("Plan by unit and year"), tr("Restoration task and plan by county and year (measure 13)")),
        PLAN: (tr("Restoration plan"), tr("Blocks of candidates in the restoration plan (measures 13, 20)")),
    }
    return result_sheets(shown, tr, sheets, note, _FORMS)


def swap_tables(model: ReportModel, tr: Translate) -> Sequence[Table]:
    """Return the patches of cultivated land before and after all swaps, and what could go and come."""
    note = tr("A list to choose from: the nearest are paired first. Those without a partner stay listed.")
    sheets = {
        SWAP_UNITS: (tr("Patches by unit"), tr("Patches of cultivated land before and after all swaps (measure 23)")),
        SWAPS: (tr("Swaps"), tr("Land that could go or come: swaps of hill for valley (measure 23)")),
    }
    return result_sheets(model, tr, sheets, note, _FORMS)
