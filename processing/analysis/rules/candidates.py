"""Restoration candidates (恢复潜力地块, measures 13 and 20) and the list of abandoned cultivated land (measure 16)."""

from __future__ import annotations

import datetime

import geopandas
import numpy as np
import pandas as pd

from ..area.rounding import CENTS, cents_or_zero, cents_to_mu
from ..vocabulary import UNIT_LEVELS, Deferral, Potential
from .evaluation import (
    UNREADABLE,
    RuleEvaluator,
    absent_columns,
    columns_or_null,
    join_labels,
    parcel_fields,
    unreadable_values,
)
from .policy import Policy, SurveyClasses

_RESERVES = ("pbf_reserve", "farmland_reserve")
_TEN_THOUSAND = 10_000
NET_COLUMNS = ("area_m2", "slope_PDJB", "GDLX")  # of pieces, which `net_cents` reads


def find_candidates(
    pieces: geopandas.GeoDataFrame,
    policy: Policy,
    classes: SurveyClasses,
    date: str | datetime.date | None = None,
) -> geopandas.GeoDataFrame:
    """Find the pieces that could become cultivated land again, each once.

    Of the policy's rules that cover a piece the first gives `source`, `tier` and `measure`, the others stand in
    `also`. Excluded candidates stay listed with all their reasons in `excluded`; `deferred` (a `Deferral`) and
    `reason` say whether crops forbid restoring them now. Cultivated land, slivers and codes that the class table does
    not know are no candidates. Where a value that cannot be read decides whether any rule covers a piece, it is listed
    with the flag `unreadable`, to be confirmed. A missing zone layer excludes nothing and flags nothing.

    Args:
        pieces: pieces of any number; a chunk gives the same rows as the whole.
        policy: rules, thresholds, ridge coefficients.
        classes: the class table.
        date: reference date, ISO or a date; None: the policy's own.

    Returns:
        Columns of the `candidates` contract; `net_m2` is the area less ridges at the piece's slope grade.

    >>> from .policy import CandidateRule, Ridges, SurveyClass
    >>> orchard = CandidateRule("restorable", "notice 20", classes=("02*",), tier="at_once", measures=(20,))
    >>> ridges = Ridges({("2", "P"): 1000}, default_grade="2", default_terrace="P")
    >>> policy = Policy("demo", class_groups={"cultivated": ("01*",)}, candidates=(orchard,), ridges=ridges)
    >>> classes = SurveyClasses({code: SurveyClass(code, "", "") for code in ("0101", "0201")})
    >>> columns = {"piece_id": ["a", "b"], "DLBM": ["0101", "0201"], "area_m2": [500.0, 1000.0]}
    >>> found = find_candidates(geopandas.GeoDataFrame(columns, geometry=[None, None]), policy, classes)
    >>> found[["candidate_id", "source", "tier", "deferred", "net_m2"]].values.tolist()
    [['b', 'restorable', 'at_once', 'no', 900.0]]

    """
    tests = RuleEvaluator(pieces, policy, classes, date)
    eligible = tests.known() & ~tests.in_group("cultivated") & ~tests.is_true("sliver")
    pieces = pieces[eligible]
    tests = RuleEvaluator(pieces, policy, classes, date)
    masks, possible = ([answer(rule) for rule in policy.candidates] for answer in (tests.rule, tests.maybe))
    hit = np.logical_or.reduce(possible) if possible else np.zeros(len(pieces), dtype=bool)
    pieces = pieces[hit]
    masks, possible = [mask[hit] for mask in masks], [mask[hit] for mask in possible]
    tests = RuleEvaluator(pieces, policy, classes, date)
    length = len(pieces)
    sure = np.logical_or.reduce(masks) if masks else np.zeros(length, dtype=bool)
    first = np.argmax(np.where(sure, masks, possible), axis=0) if masks else np.zeros(0, dtype=np.int64)

    names = np.asarray([rule.name for rule in policy.candidates] or [""], dtype=object)
    source = names[first]
    others = [mask & (source != rule.name) for mask, rule in zip(masks, policy.candidates)]
    flags, confirm = _flags(tests, policy, source, ~sure)
    deferred, reason = _deferral(tests, policy)
    excluded = join_labels(
        [tests.rule(rule) for rule in policy.exclusions], [rule.name for rule in policy.exclusions], length
    )
    net = net_cents(tests, policy)
    table = {
        "candidate_id": pieces["piece_id"].to_numpy(),
        "source": source,
        "also": join_labels(others, [rule.name for rule in policy.candidates], length),
        "tier": np.asarray([rule.tier for rule in policy.candidates] or [""], dtype=object)[first],
        "measure": np.asarray([rule.measures[0] for rule in policy.candidates] or [0], dtype=np.int64)[first],
        "excluded": excluded,
        "potential": potentials(excluded, deferred, confirm),
        "deferred": deferred,
        "reason": reason,
        "area_m2": pieces["area_m2"].to_numpy(dtype=np.float64),
        "net_m2": net / CENTS,
        "net_mu": cents_to_mu(net),
        **columns_or_null(pieces, _RESERVES),
        "flags": flags,
        **columns_or_null(pieces, UNIT_LEVELS),
    }
    table |= parcel_fields(pieces, table)
    return geopandas.GeoDataFrame(table, geometry=np.asarray(pieces.geometry.array), crs=pieces.crs)


def net_cents(tests: RuleEvaluator, policy: Policy) -> np.ndarray:
    """Return net areas (0.01 m², int64): area less round(area × ridge coefficient), half up, in whole numbers.

    The slope grade is the slope layer's, else the policy's default; the terrace type is GDLX's, else the default
    (parcels that are not cultivated record neither). Source of the order of rounding: TD/T 1057.

    >>> from .policy import Ridges
    >>> ridges = Ridges({("2", "P"): 1000, ("5", "P"): 2000}, default_grade="2", default_terrace="P")
    >>> policy, classes = Policy("demo", ridges=ridges), SurveyClasses({})
    >>> pieces = pd.DataFrame({"area_m2": [0.25, 100.0], "slope_PDJB": [None, "5"]})
    >>> net_cents(RuleEvaluator(pieces, policy, classes), policy).tolist()  # 25 - round(2.5), 10000 - 2000
    [22, 8000]

    """
    ridges = policy.ridges
    size, slope, terrace_type = NET_COLUMNS
    area = cents_or_zero(tests.numbers(size))
    grades, grade_values = tests.values(slope)
    terraces, terrace_values = tests.values(terrace_type)
    graded = {grade for grade, _ in ridges.coefficients}
    types = {terrace for _, terrace in ridges.coefficients}
    table = np.zeros((len(grade_values), len(terrace_values)), dtype=np.int64)
    for i, grade in enumerate(grade_values):
        for j, terrace in enumerate(terrace_values):
            graded_as = grade if grade is not None and grade in graded else ridges.default_grade
            typed_as = terrace if terrace is not None and terrace in types else ridges.default_terrace
            table[i, j] = ridges.coefficients[graded_as, typed_as]
    ridge = (area * table[grades, terraces] * 2 + _TEN_THOUSAND) // (2 * _TEN_THOUSAND)
    return area - ridge


def _flags(
    tests: RuleEvaluator, policy: Policy, source: np.ndarray, unsure: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the flags of candidates (n,), and where one has to be confirmed before it counts as free (bool, n).

    So has what is a candidate only by a value that cannot be read (`unsure`), or might be excluded by one.
    """
    masks, confirm = [], np.zeros(len(tests), dtype=bool)
    for flag in policy.candidate_flags:
        covers = tests.rule(flag)
        if flag.only:
            covers &= np.isin(source, flag.only)
        masks.append(covers)
        if flag.confirm:
            confirm |= covers
    doubtful = unsure.copy()
    for rule in policy.exclusions:
        doubtful |= tests.maybe(rule) & ~tests.rule(rule)
    labels = [*(flag.name for flag in policy.candidate_flags), UNREADABLE]
    return join_labels([*masks, doubtful], labels, len(tests)), confirm | doubtful


def _deferral(tests: RuleEvaluator, policy: Policy) -> tuple[np.ndarray, np.ndarray]:
    """Return the deferral of each piece and its reason, of the first rule that covers it; no rule: not deferred.

    Where a rule might cover it, were a value that cannot be read known, the deferral is unknown.
    """
    deferred = np.full(len(tests), Deferral.NO.value, dtype=object)
    reason = np.full(len(tests), None, dtype=object)
    undecided = np.ones(len(tests), dtype=bool)
    for rule in policy.deferrals:
        covers = undecided & tests.rule(rule)
        doubtful = undecided & ~covers & tests.maybe(rule)
        deferred[covers], reason[covers] = rule.deferred, rule.name or None
        deferred[doubtful], reason[doubtful] = Deferral.UNKNOWN.value, UNREADABLE
        undecided &= ~covers & ~doubtful
    return deferred, reason


def potentials(excluded: np.ndarray, deferred: np.ndarray, confirm: np.ndarray) -> np.ndarray:
    """Return the `Potential` of candidates (n,): excluded, else barred, else to be confirmed, else free.

    Args:
        excluded: reasons (n,), None where there is none.
        deferred: a `Deferral` each (n,).
        confirm: bool (n,), what has to be confirmed for another reason.

    >>> reasons, deferrals = np.array(["steep", None, None, None]), np.array(["no", "unknown", "yes", "no"])
    >>> potentials(reasons, deferrals, np.array([False, False, True, True])).tolist()
    ['excluded', 'to_confirm', 'barred', 'to_confirm']

    """
    by_deferral = {
        Deferral.NO.value: Potential.FREE.value,
        Deferral.UNKNOWN.value: Potential.TO_CONFIRM.value,
        Deferral.YES.value: Potential.BARRED.value,
    }
    made = np.array([by_deferral[word] for word in deferred], dtype=object)
    made[confirm & (made == Potential.FREE.value)] = Potential.TO_CONFIRM.value
    made[pd.notna(excluded)] = Potential.EXCLUDED.value
    return made


def potentials_of(candidates: pd.DataFrame) -> pd.Series:
    """Return the `Potential` of listed candidates; a list that does not bear it tells by exclusion and deferral.

    >>> potentials_of(pd.DataFrame({"excluded": ["", "steep"], "deferred": ["no", "no"]})).tolist()
    ['free', 'excluded']

    """
    if "potential" in candidates.columns:
        return candidates["potential"].astype(object)
    if candidates.empty:
        return pd.Series(dtype=object)
    frame = candidates.reindex(columns=["excluded", "deferred"]).astype(object)
    excluded = frame["excluded"].where(frame["excluded"].ne(""))
    deferred = frame["deferred"].fillna(Deferral.UNKNOWN.value)
    found = potentials(excluded.to_numpy(), deferred.to_numpy(), np.zeros(len(frame), dtype=bool))
    return pd.Series(found, frame.index)


def candidate_notes(pieces: pd.DataFrame, policy: Policy, unread: bool = True) -> pd.DataFrame:
    """Return notes (problems) on layers and fields that the rules for candidates read and the data lacks.

    Args:
        pieces: the data.
        policy: rules.
        unread: whether values there that cannot be read are told, too; an overlay has told them already.

    >>> from .policy import Condition, Rule
    >>> steep = Rule("steep", "", when=((Condition("slope_PDJB", "in", ("5",)),),))
    >>> pieces, policy = pd.DataFrame({"DLBM": ["0201"]}), Policy("demo", exclusions=(steep,))
    >>> candidate_notes(pieces, policy)["feature"].tolist()
    ['slope']

    """
    tables = (
        ("sources", policy.candidates),
        ("reasons", policy.exclusions),
        ("flags", policy.candidate_flags),
        ("reasons", policy.deferrals),
    )
    frames = [absent_columns(pieces, tables, policy.optional_columns)]
    if unread:
        frames.append(unreadable_values(pieces, policy, [rule for _, table in tables for rule in table]))
    return pd.concat([frame for frame in frames if len(frame)] or frames[:1], ignore_index=True)


def find_abandoned(
    pieces: geopandas.GeoDataFrame,
    policy: Policy,
    classes: SurveyClasses,
    date: str | datetime.date | None = None,
) -> geopandas.GeoDataFrame:
    """List the cultivated land that lies unplanted (撂荒, measure 16), inside PBF and outside, slivers left out.

    Arguments as of `find_candidates`.

    Returns:
        `abandoned_id`, `measure`, `area_m2`, `area_mu`, `cultivated_m2`, `pbf` (the zone, null outside), unit codes,
        parcel fields, geometry.

    >>> from .policy import CandidateRule, Condition
    >>> fallow = CandidateRule("fallow", "", classes=("01*",), when=((Condition("ZZSXDM", "in", ("WG",)),),))
    >>> columns = {"piece_id": ["a", "b"], "DLBM": ["0101", "0101"], "ZZSXDM": ["WG", "LS"], "area_m2": [20.0, 20.0]}
    >>> pieces = geopandas.GeoDataFrame(columns, geometry=[None, None])
    >>> found = find_abandoned(pieces, Policy("demo", abandoned=(fallow,)), SurveyClasses({}))
    >>> found[["abandoned_id", "area_mu"]].values.tolist()
    [['a', 0.03]]

    """
    tests = RuleEvaluator(pieces, policy, classes, date)
    listed, measure = np.zeros(len(pieces), dtype=bool), np.zeros(len(pieces), dtype=np.int64)
    for rule in policy.abandoned:
        covers = tests.rule(rule) & ~listed
        measure[covers] = rule.measures[0] if rule.measures else 0
        listed |= covers
    listed &= ~tests.is_true("sliver")
    pieces = pieces[listed].reset_index(drop=True)
    tests = RuleEvaluator(pieces, policy, classes, date)
    table = {
        "abandoned_id": pieces["piece_id"].to_numpy(),
        "measure": measure[listed],
        "area_m2": pieces["area_m2"].to_numpy(dtype=np.float64),
        "area_mu": cents_to_mu(cents_or_zero(tests.numbers("area_m2"))),
        "cultivated_m2": tests.numbers("cultivated_m2"),
        **columns_or_null(pieces, ("pbf",)),
        **columns_or_null(pieces, UNIT_LEVELS),
    }
    table |= parcel_fields(pieces, table)
    return geopandas.GeoDataFrame(table, geometry=np.asarray(pieces.geometry.array), crs=pieces.crs)


def stable_mask(
    pieces: pd.DataFrame, policy: Policy, classes: SurveyClasses, date: str | datetime.date | None = None
) -> np.ndarray:
    """Return a mask (n,) of the pieces that are stable cultivated land (稳定耕地) by the policy's definition.

    Arguments as of `find_candidates`.

    >>> from .policy import Rule
    >>> pieces = geopandas.GeoDataFrame({"DLBM": ["0101", "0201"]}, geometry=[None, None])
    >>> policy = Policy("demo", stable=(Rule("farmed", "", classes=("01*",)),))
    >>> stable_mask(pieces, policy, SurveyClasses({})).tolist()
    [True, False]

    """
    return RuleEvaluator(pieces, policy, classes, date).any_rule(policy.stable)
