"""Occupation conflicts: what stands on permanent basic farmland (PBF, 永久基本农田) that should not (measure 14)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import geopandas
import numpy as np
import pandas as pd

from ..area.rounding import cents_or_zero, cents_to_mu
from ..problems import COLUMNS as PROBLEM_COLUMNS
from ..problems import NOTE, problems
from ..vocabulary import UNIT_LEVELS
from .baseline import BASELINES, Baseline, judge_baseline
from .evaluation import (
    CLASS_COLUMN,
    UNREADABLE,
    RuleEvaluator,
    absent_columns,
    columns_or_null,
    join_labels,
    parcel_fields,
    unreadable_values,
)
from .policy import Condition, Policy, Rule, SurveyClasses

_REGISTERED = "pbf_TBDLMJ"  # the piece's share of the PBF layer's own net record
# Names the columns that the baseline reads.
_BASELINE_RULE = Rule("", "", when=tuple((Condition(f"{role}_{CLASS_COLUMN}", "present"),) for role in BASELINES))


def flag_conflicts(
    pieces: geopandas.GeoDataFrame,
    policy: Policy,
    classes: SurveyClasses,
    date: str | datetime.date | None = None,
    unread: bool = True,
) -> tuple[geopandas.GeoDataFrame, pd.DataFrame]:
    """Find the conflicts inside PBF, at most one a piece: that of the policy's first rule that covers it.

    The rule gives the kind and the severity, which bounds by origin and class may change; `use`, the group of use,
    follows from the kind alone. `measure` is the rule's first measure, `also` the others. `lost_cultivated_m2` is the
    net area that the baseline recorded and the land no longer has; 0 where the baseline was not cultivated, null where
    it or its area is not known. `registered_m2` is the piece's share of what the PBF layer records (net), null where it
    records none: `area_m2` (gross) may be more than a whole zone's record. Slivers and pieces outside PBF are no
    conflicts.

    Args:
        pieces: pieces of any number; a chunk gives the same rows as the whole.
        policy: rules and names.
        classes: the class table; a code that it does not know is a problem, not a conflict.
        date: day on which approvals must be valid, ISO or a date; None: the policy's reference date.
        unread: whether values that cannot be read are told; an overlay has told them already.

    Returns:
        The conflicts (columns of the `conflicts` contract, areas in m² and mu) and a frame of problems:
        `unknown_class`, `wide_road`, `unreadable_value`, and notes `absent_column` and `no_baseline` on what could not
        be judged.

    >>> from .policy import CapRule, ConflictRule, SurveyClass
    >>> orchard = ConflictRule("orchard", "notice 3", classes=("02*",), severity=2, measures=(14,))
    >>> legacy = CapRule("legacy", "notice 3", origin="legacy", cap=1)
    >>> policy = Policy(
    ...     "demo",
    ...     class_groups={"cultivated": ("01*",)},
    ...     use_groups={"farm": ("02*",)},
    ...     conflicts=(orchard,),
    ...     severity_caps=(legacy,),
    ... )
    >>> classes = SurveyClasses({code: SurveyClass(code, "", "") for code in ("0101", "0201")})
    >>> columns = {"piece_id": list("abcd"), "DLBM": ["0201", "0201", "0201", "0101"], "area_m2": [100.0] * 4}
    >>> columns |= {"pbf": ["P1", "P1", None, "P1"], "pbf_DLBM": ["0101", "0201", None, "0101"]}
    >>> conflicts, found = flag_conflicts(geopandas.GeoDataFrame(columns, geometry=[None] * 4), policy, classes)
    >>> conflicts[["conflict_id", "kind", "severity", "origin", "flags"]].fillna("").values.tolist()
    [['a', 'orchard', 2, 'lost', ''], ['b', 'orchard', 1, 'legacy', 'misdelimited']]
    >>> len(found)
    0
    """
    tests = RuleEvaluator(pieces, policy, classes, date)
    inside = tests.present("pbf") & ~tests.is_true("sliver")
    notes = [_notes(pieces, policy, unread)]
    pieces = pieces[inside]
    tests = RuleEvaluator(pieces, policy, classes, date)
    known = tests.known()
    notes.append(_class_problems(pieces[~known]))
    baseline = judge_baseline(tests, policy)
    chosen, doubtful = _choose_rules(tests, policy, baseline.origin, known)
    for number, rule in enumerate(policy.conflicts):
        covers = chosen == number
        if rule.problem and covers.any():
            notes.append(_rule_problems(pieces[covers], rule.problem))

    hit = chosen >= 0
    kind = _take([rule.name for rule in policy.conflicts], chosen)
    severity = np.asarray([rule.severity for rule in policy.conflicts] or [0], dtype=np.int64)[chosen]
    severity, flags = _bound_and_flag(tests, policy, baseline, kind, severity, doubtful)
    table = _conflict_columns(tests, policy, chosen, {"kind": kind, "severity": severity, "flags": flags}, baseline)
    table |= columns_or_null(pieces, UNIT_LEVELS)
    table |= parcel_fields(pieces, table)
    table["pbf"] = pieces["pbf"].to_numpy() if "pbf" in pieces.columns else np.empty(0, dtype=object)
    conflicts = geopandas.GeoDataFrame(table, geometry=np.asarray(pieces.geometry.array), crs=pieces.crs)[hit]
    found = [frame for frame in notes if len(frame)]
    problems_found = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(PROBLEM_COLUMNS))
    return conflicts.reset_index(drop=True), problems_found


def _conflict_columns(
    tests: RuleEvaluator, policy: Policy, chosen: np.ndarray, judged: Mapping[str, np.ndarray], baseline: Baseline
) -> dict[str, np.ndarray]:
    """Return the columns of the `conflicts` contract before units and fields (n,), of all pieces inside PBF."""
    area, uses = cents_or_zero(tests.numbers("area_m2")), policy.uses()
    return {
        "conflict_id": tests.pieces["piece_id"].to_numpy(),
        "kind": judged["kind"],
        "measure": np.asarray([rule.measures[0] for rule in policy.conflicts] or [0], dtype=np.int64)[chosen],
        "also": _take([";".join(map(str, rule.measures[1:])) or None for rule in policy.conflicts], chosen),
        "severity": judged["severity"],
        "use": _take([uses[rule.name] for rule in policy.conflicts], chosen),
        "origin": baseline.origin,
        "flags": judged["flags"],
        "area_m2": tests.pieces["area_m2"].to_numpy(dtype=np.float64),
        "area_mu": cents_to_mu(area),
        "cultivated_m2": tests.numbers("cultivated_m2"),
        "lost_cultivated_m2": baseline.lost_m2,
        "registered_m2": tests.numbers(_REGISTERED),
    }


def _choose_rules(
    tests: RuleEvaluator, policy: Policy, origin: np.ndarray, known: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of the first rule that surely covers each piece of a known class (n,), -1 where none does.

    The second array (bool, n) says where a rule before it would, were a value that cannot be read known.
    """
    as_base = tuple(pattern for cap in policy.severity_caps if cap.as_base for pattern in cap.classes)
    chosen, doubtful = np.full(len(tests), -1), np.zeros(len(tests), dtype=bool)
    for number, rule in enumerate(policy.conflicts):
        undecided = (chosen < 0) & known
        if rule.origins:
            undecided &= np.isin(origin, rule.origins)
        covers = undecided & tests.rule(rule, as_base)
        doubtful |= undecided & ~covers & tests.maybe(rule, as_base)
        chosen[covers] = number
    return chosen, doubtful


def _bound_and_flag(
    tests: RuleEvaluator,
    policy: Policy,
    baseline: Baseline,
    kind: np.ndarray,
    severity: np.ndarray,
    doubtful: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return severities within the policy's bounds (n,), and the flags of baseline, bounds and flag rules (n,)."""
    masks, labels = list(baseline.flags.values()), list(baseline.flags)
    for cap in policy.severity_caps:
        covers = tests.rule(cap)
        if cap.origin:
            covers &= baseline.origin == cap.origin
        severity = np.where(covers, np.clip(severity, cap.floor, max(cap.floor, cap.cap)), severity)
        if cap.flag:
            masks.append(covers)
            labels.append(cap.flag)
    for flag in policy.conflict_flags:
        covers = tests.rule(flag)
        masks.append(covers & np.isin(kind, flag.only) if flag.only else covers)
        labels.append(flag.name)
    masks.append(doubtful)
    labels.append(UNREADABLE)
    return severity, join_labels(masks, labels, len(tests))


def _take(values: list[str] | list[str | None], chosen: np.ndarray) -> np.ndarray:
    """Return values (object) by number."""
    table = np.empty(max(len(values), 1), dtype=object)
    table[: len(values)] = values
    return table[chosen]


def _names(pieces: pd.DataFrame) -> list[str]:
    """Return what names the parcels of pieces in problems."""
    return list(pieces["BSM" if "BSM" in pieces.columns else "piece_id"])


def _class_problems(pieces: geopandas.GeoDataFrame) -> pd.DataFrame:
    """Return problems of pieces whose class no parcel may carry."""
    code = list(pieces[CLASS_COLUMN]) if CLASS_COLUMN in pieces.columns else [None] * len(pieces)
    found = problems(
        "unknown_class",
        "parcels",
        _names(pieces),
        values={"code": ["" if pd.isna(c) else str(c) for c in code], "piece": list(pieces["piece_id"])},
        geometry=np.asarray(pieces.geometry.array),
    )
    return _once(found)


def _rule_problems(pieces: geopandas.GeoDataFrame, kind: str) -> pd.DataFrame:
    """Return the problem that a rule names, for the pieces that it covers."""
    width = list(pieces["XZDWKD"]) if "XZDWKD" in pieces.columns else [None] * len(pieces)
    return _once(
        problems(
            kind,
            "parcels",
            _names(pieces),
            values={"width_m": width, "code": list(pieces[CLASS_COLUMN]), "piece": list(pieces["piece_id"])},
            geometry=np.asarray(pieces.geometry.array),
        )
    )


def _once(found: pd.DataFrame) -> pd.DataFrame:
    """Drop all rows but one a parcel; who joins chunks that split parcels drops duplicates the same way."""
    return found.drop_duplicates(["layer", "feature", "kind"])


def _notes(pieces: pd.DataFrame, policy: Policy, unread: bool) -> pd.DataFrame:
    """Return notes on what the data lacks, or says in a way that cannot be read, for the rules of conflicts."""
    tables = (("kinds", policy.conflicts), ("flags", policy.conflict_flags))
    frames = [absent_columns(pieces, tables, policy.optional_columns)]
    if unread:
        rules = [rule for _, table in tables for rule in table] + [_BASELINE_RULE]
        frames.append(unreadable_values(pieces, policy, rules))
    if "pbf" not in pieces.columns:
        frames.append(problems("no_pbf", "pieces", ["pbf"], NOTE))
    elif not any(f"{role}_{CLASS_COLUMN}" in pieces.columns for role in BASELINES):
        columns = ";".join(f"{role}_{CLASS_COLUMN}" for role in BASELINES)
        frames.append(problems("no_baseline", "pieces", ["pbf"], NOTE, {"column": [columns]}))
    return pd.concat([f for f in frames if len(f)] or frames[:1], ignore_index=True)
