"""Targets of counties broken down to lower units, by the policy's bases and units (measure 3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pandas as pd

from ..analysis.measures.target_allocation import AllocationError, AllocationRules, allocate_target
from ..analysis.rules.policy import Policy
from ..analysis.values.unit_codes import code_prefix
from ..bridge.choices import choice_labels
from ..bridge.errors import InputError
from ..bridge.i18n import tr

TASK = "task"
# Columns of the summary by item and by basis; a task's column bears its year.
_ITEMS = {"holding_target": "holding_target_mu", "pbf_target": "pbf_target_mu", "gap": "gap_mu"}
_BASES = {
    "net_now": ("holding_mu",),
    "pbf_registered": ("pbf_delimited_mu",),
    "candidates": ("candidates_at_once_mu", "candidates_with_works_mu", "candidates_other_mu"),
    "candidates_free": ("candidates_free_mu",),
}
_OPTIONS = {
    "holding_target": "allocation_basis_holding",
    "pbf_target": "allocation_basis_pbf",
    "gap": "allocation_basis_gap",
    TASK: "allocation_basis_gap",
}
_TASK_COLUMN = re.compile(r"task_(\d{4})_mu")


def allocate_targets(
    summary: pd.DataFrame,
    items: Sequence[str],
    levels: Sequence[str],
    policy: Policy,
    year: int | None = None,
    basis: str = "policy",
    column: str = "",
    shares: pd.DataFrame | None = None,
    warn: Callable[[str], None] = lambda _: None,
) -> pd.DataFrame:
    """Break targets of counties down and return all rows, item by item.

    Args:
        summary: one row a unit, with the levels wanted.
        items: `holding_target`, `pbf_target`, `gap`, `task`.
        levels: below the county, the largest first.
        policy: its options name the bases and the unit of shares.
        year: of the task; the last of which the summary tells if None.
        basis: of all items, or `policy`; with `column` that column of the summary.
        column: the name of it.
        shares: the table of input `shares`; None for none.
        warn: receives what is left out, in the user's language.

    Raises:
        InputError: the summary lacks levels or columns, or a target cannot be broken down as asked.

    """
    _check_levels(summary, levels)
    per_mu = round(1 / float(policy.option("allocation_unit_mu")))
    given = {} if shares is None else _given(shares, summary, levels)
    made = []
    for item in items:
        target = _target_column(summary, item, year)
        by = policy.option(_OPTIONS[item]) if basis == "policy" else basis
        columns = (column,) if by == "column" else _BASES[by]
        lacking = [name for name in columns if name not in summary or summary[name].isna().all()]
        if target is None or lacking:
            missing = ", ".join(lacking) if target is not None else tr("its column")
            warn(tr("{item}: left out, the summary lacks {columns}.").format(item=_item(item), columns=missing))
            continue
        fixed, floor = given.get(item, ({}, {}))
        rules = AllocationRules(target, columns, per_mu, fixed, floor)
        try:
            table = allocate_target(summary, item, rules, levels)
        except AllocationError as error:
            raise InputError(_told(error, item, summary)) from error
        made.append(table.assign(basis=by if by != "column" else column))
        unused = sorted({*fixed, *floor} - set(table["code"]))
        if unused:
            text = tr("{item}: the given shares of {units} are not used, there is nothing to divide above them.")
            warn(text.format(item=_item(item), units=", ".join(unused)))
    if not made:
        raise InputError(
            tr("No target can be broken down: the summary has none, or nothing to divide them by. {about}").format(
                about=tr("Make it by “Summarise by unit” with conflicts, candidates and zones.")
            )
        )
    return pd.concat(made, ignore_index=True)


def left_over(summary: pd.DataFrame, levels: Sequence[str]) -> pd.DataFrame:
    """Return the rows of the levels whose parcels name no unit: nobody gets a share for them."""
    nameless = summary["code"].fillna("").astype(str) == ""
    return summary[nameless & summary["level"].isin(levels) & (summary["holding_mu"].fillna(0) > 0)]


def _check_levels(summary: pd.DataFrame, levels: Sequence[str]) -> None:
    """Raise `InputError` where the summary has no unit of a level."""
    coded = summary[summary["code"].fillna("").astype(str) != ""]
    missing = [level for level in levels if not (coded["level"] == level).any()]
    if missing:
        text = tr("The summary has no rows of the level {level}. Make it by “Summarise by unit” down to that level.")
        raise InputError(text.format(level=missing[0]))


def _target_column(summary: pd.DataFrame, item: str, year: int | None) -> str | None:
    """Return the column of an item; None where the summary has none."""
    if item != TASK:
        return _ITEMS[item] if _ITEMS[item] in summary else None
    years = sorted(int(match[1]) for match in map(_TASK_COLUMN.fullmatch, map(str, summary.columns)) if match)
    if year is not None and year not in years:
        text = tr("The summary has no task of the year {year}; it has {years}.")
        raise InputError(text.format(year=year, years=", ".join(map(str, years)) or "–"))
    return f"task_{year or years[-1]}_mu" if years else None


def _given(
    shares: pd.DataFrame, summary: pd.DataFrame, levels: Sequence[str]
) -> dict[str, tuple[dict[str, float], dict[str, float]]]:
    """Return the fixed and the least shares (mu) of each item, by code.

    Raises:
        InputError: a unit is none that gets a share.

    """
    units = shares["unit"].map(code_prefix)
    known = set(summary.loc[summary["level"].isin(levels), "code"].dropna().astype(str))
    strange = sorted(set(units) - known)
    if strange:
        text = tr(
            "The table of given shares names units that get none: {units}. Give codes of the summary, of townships, or "
            "of villages if the lowest level is the village."
        )
        raise InputError(text.format(units=", ".join(strange)))

    def column(rows: pd.DataFrame, name: str) -> dict[str, float]:
        return {unit: float(mu) for unit, mu in zip(units[rows.index], rows[name]) if pd.notna(mu)}

    return {
        str(item): (column(rows, "fixed_mu"), column(rows, "floor_mu"))
        for item, rows in shares.groupby("item", sort=True)
    }


def _item(item: str) -> str:
    """Return the name of an item in the user's language."""
    return choice_labels("ITEMS", tr)[item]


def _told(error: AllocationError, item: str, summary: pd.DataFrame) -> str:
    """Return what is wrong and what to do, in the user's language."""
    named = summary.loc[summary["code"] == error.unit, "name"].dropna()
    unit = f"{named.iloc[0]} ({error.unit})" if len(named) else error.unit
    texts = {
        "not_whole": tr(
            "{item} of {unit} is not a whole number of units. Set the option allocation_unit_mu of the policy to 0.01."
        ),
        "exceeds": tr(
            "{item} of {unit}: given and least shares exceed it by {excess:.2f} mu. Lower them in the table of shares."
        ),
        "short": tr(
            "{item} of {unit}: all units below have given shares, which are {excess:.2f} mu less than it. Raise them "
            "in the table of shares, or leave one out."
        ),
        "no_basis": tr("{item} of {unit}: nothing to divide it by, the basis of all units below is 0. Choose another."),
        "basis_unknown": tr("{item}: the basis of {unit} is not known or negative. Choose another basis."),
    }
    return texts[error.kind].format(item=_item(item), unit=unit, excess=error.excess_mu)
