"""What became of cultivated land between two surveys: direction, cause and status of each change (measures 17, 30)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..area.rounding import cents_or_zero
from ..rules.evaluation import CLASS_COLUMN, RuleEvaluator, can_hold, in_major
from ..rules.policy import ChangeRule, Policy, SurveyClasses
from ..vocabulary import Direction
from .division import Division, EarlierParcels, divide_earlier

EARLIER, EARLIER_PART = "previous", "previous_PART"  # columns of pieces: the earlier parcel, and its share in the piece
_CONSTRUCTION = ("construction",)  # major classes
UNKNOWN_VALIDITY = "validity_unknown"
_CULTIVATED_NOW = tuple(one.value for one in Direction if one is not Direction.OUT)


@dataclass(frozen=True)
class Changes:
    """Each piece of (earlier parcel × later parcel), and what became of it; one row a piece (m).

    Attributes:
        pieces: as given.
        earlier: the earlier parcels (n).
        parcel: int64, position of the piece's earlier parcel; -1 where there is none.
        division: the earlier records by piece, and what is left of them.
        now: int64, net cultivated area now in 0.01 m².
        direction: object, a `Direction`; None where nothing was or is cultivated.
        cause: object; of an outflow by the class now, of an inflow by the class before, else None.
        status, responsible: object, of outflows.
        built: bool; land of any class that became construction land.
        flags: object; a date that decides and cannot be read.
        absent: statuses of which the data cannot tell, as their layers were not given.

    """

    pieces: pd.DataFrame
    earlier: EarlierParcels
    parcel: np.ndarray
    division: Division
    now: np.ndarray
    direction: np.ndarray
    cause: np.ndarray
    status: np.ndarray
    responsible: np.ndarray
    built: np.ndarray
    flags: np.ndarray
    absent: frozenset[str]

    @property
    def before(self) -> np.ndarray:
        """Return the net cultivated area before by piece, int64 (m,) in 0.01 m²."""
        return self.division.cultivated

    @property
    def is_now(self) -> np.ndarray:
        """Return which pieces are cultivated now, bool (m,)."""
        return np.isin(self.direction.astype(str), _CULTIVATED_NOW)


def track_changes(
    pieces: pd.DataFrame,
    earlier: EarlierParcels,
    policy: Policy,
    classes: SurveyClasses,
    date: str | datetime.date,
    earlier_date: str | datetime.date,
    tolerance: float,
) -> Changes:
    """Judge what became of each piece between two surveys.

    A piece that was cultivated and no longer is flows out, with the net area of the earlier survey; one that is and was
    not flows in, with that of the later survey; where both say cultivated, the difference is an adjustment.

    Args:
        pieces: of the later survey, divided by the earlier one and by zones; with `previous`, `previous_PART`.
        earlier: the earlier parcels.
        policy: causes, statuses and who is responsible; each the first row that fits.
        classes: the class table.
        date, earlier_date: of the surveys.
        tolerance: metres, as in the overlay.

    >>> from ..rules.policy import SurveyClass
    >>> earlier = EarlierParcels(
    ...     np.array(["A"], object), np.array(["0101"], object), np.array([1_000_000]), np.array([932_000]),
    ...     np.array([True]), np.array([10_000.0]), np.array([400.0]), pd.DataFrame({"county": ["360222"]}),
    ... )
    >>> pieces = pd.DataFrame(
    ...     {"DLBM": ["0101", "0702"], "cultivated_m2": [6524.0, 0.0], "previous": ["A", "A"],
    ...      "previous_DLBM": ["0101"] * 2, "previous_PART": [0.7, 0.3]}
    ... )
    >>> policy = Policy("demo", class_groups={"cultivated": ("01*",)}, change_causes=(ChangeRule("built", ""),))
    >>> classes = SurveyClasses({code: SurveyClass(code, "", "") for code in ("0101", "0702")})
    >>> found = track_changes(pieces, earlier, policy, classes, "2024-12-31", "2023-12-31", 0.001)
    >>> found.direction.tolist(), found.before.tolist(), found.cause.tolist(), found.is_now.tolist()
    (['adjust', 'out'], [652400, 279600], [None, 'built'], [True, False])

    """
    parcel, part = np.full(len(pieces), -1), np.zeros(len(pieces))
    if EARLIER in pieces:  # no piece has one where the surveys lie apart
        parcel = pd.Index(earlier.id).get_indexer(pieces[EARLIER])
        part = pieces[EARLIER_PART].to_numpy(dtype=float, na_value=np.nan)
    division = divide_earlier(parcel, part, earlier, tolerance)
    tests = RuleEvaluator(pieces, policy, classes, date, earlier_date)
    was = np.append(earlier.is_cultivated, False)[parcel]
    is_now = tests.in_group("cultivated")
    direction = np.full(len(pieces), None, dtype=object)
    direction[was & is_now] = Direction.ADJUST.value
    direction[was & ~is_now] = Direction.OUT.value
    direction[~was & is_now] = Direction.IN.value
    direction[is_now & (parcel < 0)] = Direction.BOUNDARY_IN.value

    out, came = np.flatnonzero(was & ~is_now), np.flatnonzero(~was & is_now & (parcel >= 0))
    cause = np.full(len(pieces), None, dtype=object)
    gone = pieces.iloc[out].reset_index(drop=True)
    judge = RuleEvaluator(gone, policy, classes, date, earlier_date)
    cause[out] = judge.first_rule(policy.change_causes)
    backward = pieces.iloc[came].reset_index(drop=True)
    backward[CLASS_COLUMN] = earlier.classes[parcel[came]]
    before = RuleEvaluator(backward, policy, classes, date, earlier_date)
    cause[came] = before.first_rule(policy.change_causes)
    status, responsible, flags = (np.full(len(pieces), None, dtype=object) for _ in range(3))
    status[out] = judge.first_rule(policy.change_statuses, lambda rule: _applies(rule, cause[out], None))
    undecided = _undecided(policy.change_statuses, judge, cause[out], status[out])
    flags[out[undecided]] = UNKNOWN_VALIDITY
    responsible[out] = judge.first_rule(policy.responsibilities, lambda rule: _applies(rule, cause[out], status[out]))
    absent = frozenset(r.name for r in policy.change_statuses) - {
        r.name for r in policy.change_statuses if can_hold(r, pieces.columns)
    }
    now = np.where(is_now, cents_or_zero(pieces["cultivated_m2"]), 0)
    was_built = np.append(in_major(earlier.classes, _CONSTRUCTION, policy, classes), True)[parcel]
    built = in_major(pieces[CLASS_COLUMN], _CONSTRUCTION, policy, classes) & ~was_built
    return Changes(pieces, earlier, parcel, division, now, direction, cause, status, responsible, built, flags, absent)


def _applies(rule: ChangeRule, cause: np.ndarray, status: np.ndarray | None) -> np.ndarray | bool:
    """Return where a rule is for the cause and the status of a row."""
    applies: np.ndarray | bool = True
    for names, values in ((rule.causes, cause), (rule.statuses, status)):
        if names and values is not None:
            applies = applies & np.isin(values.astype(str), names)
    return applies


def _undecided(rules: Sequence[ChangeRule], tests: RuleEvaluator, cause: np.ndarray, status: np.ndarray) -> np.ndarray:
    """Return the rows that an earlier rule than theirs may cover, if a value could be read (bool, n)."""
    found = np.zeros(len(tests), dtype=bool)
    open_rows = np.ones(len(tests), dtype=bool)
    for rule in rules:
        open_rows &= status != rule.name
        found |= open_rows & tests.maybe(rule) & ~tests.rule(rule) & _applies(rule, cause, None)
    return found
