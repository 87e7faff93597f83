"""Occupation conflicts: what stands on permanent basic farmland (PBF, 永久基本农田) that should not (measure 14)."""

from __future__ import annotations

import datetime

import geopandas
import numpy as np
import pandas as pd

from ..area.rounding import cents_to_mu, round_area, to_cents
from ..problems import COLUMNS as PROBLEM_COLUMNS
from ..problems import NOTE, problems
from ..vocabulary import UNIT_LEVELS, Origin
from .evaluation import CLASS_COLUMN, RuleEvaluator, absent_columns, columns_or_null, join_labels, parcel_fields
from .policy import Policy, SurveyClasses

_BASELINES = ("pbf", "previous")  # the PBF layer's own record, else last year's survey


def flag_conflicts(
    pieces: geopandas.GeoDataFrame,
    policy: Policy,
    classes: SurveyClasses,
    date: str | datetime.date | None = None,
) -> tuple[geopandas.GeoDataFrame, pd.DataFrame]:
    """Find the conflicts inside PBF, at most one a piece: that of the policy's first rule that covers it.

    The rule gives the kind and the severity, which caps by origin and class may lower. `measure` is the rule's first
    measure, `also` the others. `lost_cultivated_m2` is the piece's whole share of the baseline's net area, also where
    part is still cultivated (`cultivated_m2`); 0 where the baseline was not cultivated, null where it or its area is
    not known. Slivers and pieces outside PBF are no conflicts.

    Args:
        pieces: pieces of any number; a chunk gives the same rows as the whole.
        policy: rules and names.
        classes: the class table; a code that it does not know is a problem, not a conflict.
        date: day on which approvals must be valid, ISO or a date; None: the policy's reference date.

    Returns:
        The conflicts (columns of the `conflicts` contract, areas in m² and mu) and a frame of problems:
        `unknown_class`, `wide_road`, and notes `absent_column` and `no_baseline` on what could not be judged.

    >>> from .policy import CapRule, ConflictRule, SurveyClass
    >>> orchard = ConflictRule("orchard", "notice 3", classes=("02*",), severity=2, measures=(14,))
    >>> legacy = CapRule("legacy", "notice 3", origin="legacy", cap=1, flag="was_orchard")
    >>> policy = Policy(
    ...     "demo", class_groups={"cultivated": ("01*",)}, conflicts=(orchard,), severity_caps=(legacy,)
    ... )
    >>> classes = SurveyClasses({code: SurveyClass(code, "", "") for code in ("0101", "0201")})
    >>> columns = {"piece_id": list("abcd"), "DLBM": ["0201", "0201", "0201", "0101"], "area_m2": [100.0] * 4}
    >>> columns |= {"pbf": ["P1", "P1", None, "P1"], "pbf_DLBM": ["0101", "0201", None, "0101"]}
    >>> conflicts, found = flag_conflicts(geopandas.GeoDataFrame(columns, geometry=[None] * 4), policy, classes)
    >>> conflicts[["conflict_id", "kind", "severity", "origin", "flags"]].fillna("").values.tolist()
    [['a', 'orchard', 2, 'lost', ''], ['b', 'orchard', 1, 'legacy', 'was_orchard']]
    >>> len(found)
    0
    """
    tests = RuleEvaluator(pieces, policy, classes, date)
    inside = tests.present("pbf") & ~tests.is_true("sliver")
    notes = [_notes(pieces, policy)]
    pieces = pieces[inside]
    tests = RuleEvaluator(pieces, policy, classes, date)
    known = tests.known()
    notes.append(_class_problems(pieces[~known]))

    origin = baseline_origin(tests)
    chosen = _choose_rules(tests, policy, origin, known)
    for number, rule in enumerate(policy.conflicts):
        covers = chosen == number
        if rule.problem and covers.any():
            notes.append(_rule_problems(pieces[covers], rule.problem))

    hit = chosen >= 0
    pieces, origin, chosen = pieces[hit], origin[hit], chosen[hit]
    conflicts = _conflict_table(RuleEvaluator(pieces, policy, classes, date), pieces, policy, origin, chosen)
    found = [frame for frame in notes if len(frame)]
    return conflicts, pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(PROBLEM_COLUMNS))


def _conflict_table(
    tests: RuleEvaluator, pieces: geopandas.GeoDataFrame, policy: Policy, origin: np.ndarray, chosen: np.ndarray
) -> geopandas.GeoDataFrame:
    """Return the table of conflicts of pieces, of which each has an origin and the number of its rule (n,)."""
    kind = _take([rule.name for rule in policy.conflicts], chosen)
    severity = np.asarray([rule.severity for rule in policy.conflicts] or [0], dtype=np.int64)[chosen]
    severity, flags = _cap_and_flag(tests, policy, origin, kind, severity)
    area, uses = to_cents(np.nan_to_num(tests.numbers("area_m2"))), policy.uses()
    table = {
        "conflict_id": pieces["piece_id"].to_numpy(),
        "kind": kind,
        "measure": np.asarray([rule.measures[0] for rule in policy.conflicts] or [0], dtype=np.int64)[chosen],
        "also": _take([";".join(map(str, rule.measures[1:])) or None for rule in policy.conflicts], chosen),
        "severity": severity,
        "use": _take([uses[rule.name] for rule in policy.conflicts], chosen),
        "origin": origin,
        "flags": flags,
        "area_m2": pieces["area_m2"].to_numpy(dtype=np.float64),
        "area_mu": cents_to_mu(area),
        "cultivated_m2": tests.numbers("cultivated_m2"),
        "lost_cultivated_m2": _lost_area(tests, origin),
        **columns_or_null(pieces, UNIT_LEVELS),
    }
    table |= parcel_fields(pieces, table)
    table["pbf"] = pieces["pbf"].to_numpy() if "pbf" in pieces.columns else np.empty(0, dtype=object)
    return geopandas.GeoDataFrame(table, geometry=np.asarray(pieces.geometry.array), crs=pieces.crs)


def _choose_rules(tests: RuleEvaluator, policy: Policy, origin: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return the number of the first rule that covers each piece of a known class (n,); -1: none does."""
    as_base = tuple(pattern for cap in policy.severity_caps if cap.as_base for pattern in cap.classes)
    chosen = np.full(len(tests), -1)
    for number, rule in enumerate(policy.conflicts):
        covers = (chosen < 0) & known & tests.rule(rule, as_base)
        if rule.origins:
            covers &= np.isin(origin, rule.origins)
        chosen[covers] = number
    return chosen


def _cap_and_flag(
    tests: RuleEvaluator, policy: Policy, origin: np.ndarray, kind: np.ndarray, severity: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return severities after the policy's caps (n,), and the flags of caps and flag rules (n,)."""
    masks, labels = [], []
    for cap in policy.severity_caps:
        covers = tests.rule(cap)
        if cap.origin:
            covers &= origin == cap.origin
        severity = np.where(covers, np.minimum(severity, cap.cap), severity)
        if cap.flag:
            masks.append(covers)
            labels.append(cap.flag)
    for flag in policy.conflict_flags:
        covers = tests.rule(flag)
        masks.append(covers & np.isin(kind, flag.only) if flag.only else covers)
        labels.append(flag.name)
    return severity, join_labels(masks, labels, len(tests))


def baseline_origin(tests: RuleEvaluator) -> np.ndarray:
    """Return the `Origin` of each piece: its class in the PBF layer, else in last year's survey, decides.

    >>> policy, classes = Policy("demo", class_groups={"cultivated": ("01*",)}), SurveyClasses({})
    >>> pieces = pd.DataFrame({"pbf_DLBM": ["0101", None, None], "previous_DLBM": ["0201", "0201", None]})
    >>> baseline_origin(RuleEvaluator(pieces, policy, classes)).tolist()
    ['lost', 'legacy', 'unknown']

    """
    origin = np.full(len(tests), Origin.UNKNOWN.value, dtype=object)
    undecided = np.ones(len(tests), dtype=bool)
    for role in _BASELINES:
        column = f"{role}_{CLASS_COLUMN}"
        recorded = undecided & tests.present(column)
        cultivated = tests.in_group("cultivated", column)
        origin[recorded & cultivated] = Origin.LOST.value
        origin[recorded & ~cultivated] = Origin.LEGACY.value
        undecided &= ~recorded
    return origin


def _lost_area(tests: RuleEvaluator, origin: np.ndarray) -> np.ndarray:
    """Return the pieces' shares of the net area that the baseline recorded (m²): 0 for legacy, nan where unknown."""
    lost = np.where(origin == Origin.LEGACY.value, 0.0, np.nan)
    by_pbf = tests.present(f"{_BASELINES[0]}_{CLASS_COLUMN}")
    shares = [tests.numbers(f"{role}_TBDLMJ") for role in _BASELINES]
    share = np.where(by_pbf, shares[0], shares[1])
    return np.where(origin == Origin.LOST.value, round_area(share), lost)


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


def _notes(pieces: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Return notes on what the data lacks for the rules of conflicts."""
    tables = (("kinds", policy.conflicts), ("flags", policy.conflict_flags))
    frames = [absent_columns(pieces, tables, policy.optional_columns)]
    if "pbf" not in pieces.columns:
        frames.append(problems("no_pbf", "pieces", ["pbf"], NOTE))
    elif not any(f"{role}_{CLASS_COLUMN}" in pieces.columns for role in _BASELINES):
        columns = ";".join(f"{role}_{CLASS_COLUMN}" for role in _BASELINES)
        frames.append(problems("no_baseline", "pieces", ["pbf"], NOTE, {"column": [columns]}))
    return pd.concat([f for f in frames if len(f)] or frames[:1], ignore_index=True)
