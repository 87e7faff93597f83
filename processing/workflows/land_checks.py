"""Use of cultivated land, reserves and the self-check as measures of a batch (measures 4, 12, 15, 16, 29, 33)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..analysis.measures.land_use import ALL, assess_use
from ..analysis.measures.reserves import ROLES, review_reserves
from ..analysis.measures.self_check import check_results
from ..analysis.rules.policy import Policy
from ..analysis.vocabulary import CheckState, Level
from ..bridge.i18n import tr, user_language
from ..bridge.progress import FeedbackProgress
from ..bridge.survey.schema import load_survey
from ..bridge.vocabulary import check_state_labels
from ..reports.measure_labels import (
    LAND_USE,
    RESERVE_PIECES,
    RESERVE_SUMS,
    RESERVES,
    SELF_CHECK,
    USE_FINDINGS,
    USE_TOTALS,
)
from .measures import MeasureInputs, MeasureResult
from .units import unit_names

_TOLD = (Level.CITY.value, Level.COUNTY.value)


def lacks_nothing(inputs: MeasureInputs) -> str:
    """Return nothing: the pieces and sums of a batch are enough."""
    return ""


def lacks_reserves(inputs: MeasureInputs) -> str:
    """Return why reserves cannot be reviewed: no layer of one was given; empty where they can."""
    return "" if set(ROLES) & set(inputs.pieces.columns) else tr("no layer of a reserve was given")


def use_of_pieces(inputs: MeasureInputs, progress: FeedbackProgress) -> MeasureResult:
    """Assess the use of cultivated land by the pieces that a batch has made."""
    progress.check()
    found = assess_use(
        inputs.pieces, inputs.policy, inputs.classes, Level.values(), _names(inputs), inputs.date, unread=False
    )
    tables = {LAND_USE: found.shares, USE_FINDINGS: found.findings, USE_TOTALS: found.totals}
    return MeasureResult(tables, [found.problems], use_lines(found.shares))


def reserves_of_pieces(inputs: MeasureInputs, progress: FeedbackProgress) -> MeasureResult:
    """Review reserves by the pieces that a batch has made."""
    progress.check()
    found = review_reserves(
        inputs.pieces, inputs.overlay.zones, inputs.policy, inputs.classes, Level.values(), _names(inputs), inputs.date
    )
    tables = {RESERVES: found.reserves, RESERVE_SUMS: found.units, RESERVE_PIECES: found.pieces}
    return MeasureResult(tables, (), reserve_lines(found.units))


def check_of_results(inputs: MeasureInputs, progress: FeedbackProgress) -> MeasureResult:
    """Fill in the self-check from what a batch has found and answered before."""
    progress.check()
    tables = {
        **{"pieces": inputs.pieces, "conflicts": inputs.conflicts, "candidates": inputs.candidates},
        **{"summary": inputs.summary, "zones": inputs.overlay.zones, **inputs.lists, **inputs.tables},
    }
    table = check_results(tables, inputs.policy, inputs.classes, _names(inputs))
    return MeasureResult({SELF_CHECK: table}, (), check_lines(table, inputs.policy))


def _names(inputs: MeasureInputs) -> Mapping[str, str]:
    """Return the names of units by code."""
    return {**unit_names(inputs.overlay.units), **inputs.policy.unit_names()}


def use_lines(shares: pd.DataFrame) -> list[str]:
    """Return what all cultivated land of each city and county is planted with, in m², with the closure."""
    identity = tr(
        "{unit}: {known:,.2f} m² planting known + {unknown:,.2f} not known = {net:,.2f} m²; closure {closure:.2f} m²"
    )
    rows = shares[(shares["priority"] == ALL) & shares["level"].isin(_TOLD)]
    return [
        identity.format(
            unit=row.name or row.code or tr("unit unknown"),
            known=row.known_m2,
            unknown=row.net_m2 - row.known_m2,
            net=row.net_m2,
            closure=row.closure_m2,
        )
        for row in rows.itertuples()
    ]


def reserve_lines(sums: pd.DataFrame) -> list[str]:
    """Return what the reserves of each role of each city and county are made of, in m², with the closure."""
    identity = tr(
        "{unit}, {role}: inside the survey {inside:,.2f} m², of it usable {usable:,.2f}, cultivated now {net:,.2f} net "
        "and {ridges:,.2f} ridges; closure {closure:.2f} m²"
    )
    roles = load_survey().role_names[user_language()]
    return [
        identity.format(
            unit=row.name or row.code or tr("unit unknown"),
            role=roles[row.role],
            inside=row.inside_m2,
            usable=row.state_usable_m2,
            net=row.cultivated_m2,
            ridges=row.ridges_m2,
            closure=row.closure_m2,
        )
        for row in sums[sums["level"].isin(_TOLD)].itertuples()
    ]


def check_lines(table: pd.DataFrame, policy: Policy) -> list[str]:
    """Return for each city and county how many lines are met, and which are not."""
    states, chinese = check_state_labels(tr), user_language() == "zh"
    counts = tr("{unit}: {counts}; not met: {lines}")
    found = []
    for (code, name), rows in table.groupby(["code", table["name"].fillna("")], sort=False):
        number = rows["state"].value_counts()
        terms = [policy.term("check_lines", line) for line in rows.loc[rows["state"] == CheckState.MISSED, "line"]]
        missed = [term.name_zh if chinese else term.name_en for term in terms]
        told = ", ".join(f"{label} {number.get(state, 0)}" for state, label in states.items())
        found.append(counts.format(unit=name or code, counts=told, lines=", ".join(missed) or "–"))
    return found
