"""Restoration candidates (恢复潜力地块, measures 13 and 20) and the list of abandoned cultivated land (measure 16)."""

from __future__ import annotations

import datetime

import geopandas
import numpy as np
import pandas as pd

from ..area.rounding import CENTS, cents_to_mu, to_cents
from ..vocabulary import UNIT_LEVELS, Deferral
from .evaluation import RuleEvaluator, absent_columns, columns_or_null, join_labels, parcel_fields
from .policy import Policy, SurveyClasses

_RESERVES = ("pbf_reserve", "farmland_reserve")
_TEN_THOUSAND = 10_000


def find_candidates(
    pieces: geopandas.GeoDataFrame,
    policy: Policy,
    classes: SurveyClasses,
    date: str | datetime.date | None = None,
) -> geopandas.GeoDataFrame:
    """Find the pieces that could become cultivated land again, each once.

    All rows of the policy that fit a piece are kept: the first gives `source`, `tier` and `measure`, the others stand
    in `also`. Excluded ones stay listed with all their reasons in `excluded`; `deferred` (yes, no, unknown) and
    `reason` say whether crops forbid restoring them now. Cultivated land, slivers and codes that the class table does
    not know are no candidates. Where a zone layer is missing, it excludes nothing and flags nothing.

    Args:
        pieces: pieces of any number; a chunk gives the same rows as the whole.
        policy: rules, thresholds, ridge coefficients.
        classes: the class table.
        date: reference date, ISO or a date; None: the policy's own.

    Returns:
        Columns of the `candidates` contract; `net_m2` is the area less ridges at the piece's slope grade.

    """
    tests = RuleEvaluator(pieces, policy, classes, date)
    eligible = tests.known() & ~tests.in_group("cultivated") & ~tests.is_true("sliver")
    pieces = pieces[eligible]
    tests = RuleEvaluator(pieces, policy, classes, date)
    masks = [tests.rule(rule) for rule in policy.candidates]
    hit = np.logical_or.reduce(masks) if masks else np.zeros(len(pieces), dtype=bool)
    pieces = pieces[hit]
    masks = [mask[hit] for mask in masks]
    tests = RuleEvaluator(pieces, policy, classes, date)
    length = len(pieces)
    first = np.argmax(np.vstack(masks), axis=0) if masks else np.zeros(0, dtype=np.int64)

    names = np.asarray([rule.name for rule in policy.candidates] or [""], dtype=object)
    source = names[first]
    others = [mask & (source != rule.name) for mask, rule in zip(masks, policy.candidates)]
    flags = []
    for flag in policy.candidate_flags:
        covers = tests.rule(flag)
        flags.append(covers & np.isin(source, flag.only) if flag.only else covers)
    deferred, reason = _deferral(tests)
    net = net_cents(tests)
    table = {
        "candidate_id": pieces["piece_id"].to_numpy(),
        "source": source,
        "also": join_labels(others, [rule.name for rule in policy.candidates], length),
        "tier": np.asarray([rule.tier for rule in policy.candidates] or [""], dtype=object)[first],
        "measure": np.asarray([rule.measures[0] for rule in policy.candidates] or [0], dtype=np.int64)[first],
        "excluded": join_labels(
            [tests.rule(rule) for rule in policy.exclusions], [rule.name for rule in policy.exclusions], length
        ),
        "deferred": deferred,
        "reason": reason,
        "area_m2": pieces["area_m2"].to_numpy(dtype=np.float64),
        "net_m2": net / CENTS,
        "net_mu": cents_to_mu(net),
        **columns_or_null(pieces, _RESERVES),
        "flags": join_labels(flags, [flag.name for flag in policy.candidate_flags], length),
        **columns_or_null(pieces, UNIT_LEVELS),
    }
    table |= parcel_fields(pieces, table)
    return geopandas.GeoDataFrame(table, geometry=np.asarray(pieces.geometry.array), crs=pieces.crs)


def net_cents(tests: RuleEvaluator) -> np.ndarray:
    """Net areas in hundredths of a m2: area - round(area x ridge coefficient), the survey's own order of rounding.

    The slope grade is the slope layer's, else the policy's default; the terrace type is GDLX's, else the default
    (parcels that are not cultivated record neither). All in whole numbers, half up.
    """
    ridges = tests.policy.ridges
    area = to_cents(np.nan_to_num(tests.numbers("area_m2")))
    grades, grade_values = tests.values("slope_PDJB")
    terraces, terrace_values = tests.values("GDLX")
    graded = {grade for grade, _ in ridges.coefficients}
    types = {terrace for _, terrace in ridges.coefficients}
    table = np.zeros((len(grade_values), len(terrace_values)), dtype=np.int64)
    for i, grade in enumerate(grade_values):
        for j, terrace in enumerate(terrace_values):
            key = (
                grade if grade in graded else ridges.default_grade,
                terrace if terrace in types else ridges.default_terrace,
            )
            table[i, j] = ridges.coefficients[key]
    ridge = (area * table[grades, terraces] * 2 + _TEN_THOUSAND) // (2 * _TEN_THOUSAND)
    return area - ridge


def _deferral(tests: RuleEvaluator) -> tuple[np.ndarray, np.ndarray]:
    """The first row that fits decides; none: no obstacle."""
    deferred = np.full(len(tests), Deferral.NO.value, dtype=object)
    reason = np.full(len(tests), None, dtype=object)
    undecided = np.ones(len(tests), dtype=bool)
    for rule in tests.policy.deferrals:
        covers = undecided & tests.rule(rule)
        deferred[covers], reason[covers] = rule.deferred, rule.name or None
        undecided &= ~covers
    return deferred, reason


def candidate_notes(pieces: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Notes (problems) on layers and fields that the search for candidates asks for and the data lacks."""
    tables = (
        ("sources", policy.candidates),
        ("reasons", policy.exclusions),
        ("flags", policy.candidate_flags),
        ("reasons", policy.deferrals),
    )
    return absent_columns(pieces, tables, policy.optional_columns)


def find_abandoned(
    pieces: geopandas.GeoDataFrame,
    policy: Policy,
    classes: SurveyClasses,
    date: str | datetime.date | None = None,
) -> geopandas.GeoDataFrame:
    """List cultivated land that lies unplanted (撂荒, measure 16): pieces as they are; it adds nothing to the gap."""
    tests = RuleEvaluator(pieces, policy, classes, date)
    listed = np.zeros(len(pieces), dtype=bool)
    for rule in policy.abandoned:
        listed |= tests.rule(rule)
    return pieces[listed & ~tests.is_true("sliver")].reset_index(drop=True)


def stable_mask(
    pieces: geopandas.GeoDataFrame, policy: Policy, classes: SurveyClasses, date: str | datetime.date | None = None
) -> np.ndarray:
    """Pieces that are stable cultivated land (稳定耕地) by the policy's definition, as a boolean array."""
    tests = RuleEvaluator(pieces, policy, classes, date)
    stable = np.zeros(len(pieces), dtype=bool)
    for rule in policy.stable:
        stable |= tests.rule(rule)
    return stable
