"""Warnings over periods (measure 34): an exact state machine. Only what a person marked illegal counts.

Transitions, each period by what the one before left (`LevelState`):

| condition of the period                                    | level   | row of generals          | row of keys |
|------------------------------------------------------------|---------|--------------------------|-------------|
| no illegal case found in it                                | none    | 0                        | 0           |
| total over the key limit, or PBF over its key limit        | key     | 0 (`continue`: goes on)  | + 1         |
| the general condition, and the period before was general   | key     | 0 (`continue`: goes on)  | + 1         |
| the general condition otherwise                            | general | + 1                      | 0           |
| none of these                                              | none    | 0                        | 0           |

The first condition that holds counts. Limits are strict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from ..area.rounding import exact_to_mu, limit_to_exact, mu_to_exact
from ..columns import to_records
from ..rules.case_counting import illegal_cases, total
from ..rules.policy import Policy
from ..vocabulary import PeriodKind, WarningLevel
from .periods import Period, next_day, next_period, period_of, periods_between

GRAVE, SEVERE, TALK, RECTIFIED = "grave", "severe", "talk", "rectified"  # kinds of events
ACCOUNTABILITY, CITY_DECIDES = "accountability", "city_decides"
TWICE = 2
COLUMNS = (
    *("code", "name", "period", "start", "end", "cases", "a_mu", "p_mu", "total_mu", "total_pbf_mu", "pbf_unknown"),
    *("level", "level_at_most", "why", "talks", "step", "generals_in_row", "keys_in_row", "keys_and_talks"),
    *("suspended_since", "next_level", "distance_mu"),
)


@dataclass(frozen=True)
class WarningRules:
    """Limits in 1/300 m² and the choices of the policy.

    Attributes:
        period: a `PeriodKind`.
        general_cultivated, general_pbf, key_cultivated, key_pbf: strict limits.
        join: whether `any` or `all` of the general limits must be exceeded.
        pbf_basis: whether the key limit of PBF is for the `total` or for what is found `once`, in one period.
        general_area: whether general limits are for the `period` or for all found since January (`year`).
        sums: what is in total: since January (`year`), the last twelve months (`rolling`), or the whole `record`.
        after_key: whether a key period restarts the row of generals (`restart`) or not (`continue`).
        severe_by: whether an `event` or a `key_again` tells that it is still severe.
        city_over: whether keys and talks add up over the whole `record` or the `year`.
        keys_in_row, city_count: how many keys in a row, and keys and talks, lead on.

    """

    period: str
    general_cultivated: int
    general_pbf: int
    key_cultivated: int
    key_pbf: int
    join: str = "any"
    pbf_basis: str = "total"
    general_area: str = "period"
    sums: str = "year"
    after_key: str = "restart"
    severe_by: str = "event"
    city_over: str = "record"
    keys_in_row: int = TWICE
    city_count: int = 3

    @classmethod
    def of(cls, policy: Policy) -> WarningRules:
        """Return the rules of a policy."""

        def limit(name: str) -> int:
            return limit_to_exact(policy.threshold(name))

        return cls(
            period=policy.option("warning_period"),
            general_cultivated=limit("warning_cultivated_mu"),
            general_pbf=limit("warning_pbf_mu"),
            key_cultivated=limit("key_warning_cultivated_mu"),
            key_pbf=limit("key_warning_pbf_mu"),
            join=policy.option("warning_join"),
            pbf_basis=policy.option("key_warning_pbf_basis"),
            general_area=policy.option("general_warning_area"),
            sums=policy.option("warning_sums"),
            after_key=policy.option("after_key_warning"),
            severe_by=policy.option("severe_by"),
            city_over=policy.option("city_decides_over"),
            keys_in_row=int(policy.threshold("accountability_after_key_warnings")),
            city_count=int(policy.threshold("city_decides_after")),
        )


@dataclass(frozen=True)
class Found:
    """What was found of a unit in a period, in 1/300 m².

    Attributes:
        cases: number of illegal cases.
        cultivated, pbf: their areas, what is known.
        pbf_at_most: with the cultivated area of cases whose PBF is not known.
        total_cultivated, total_pbf, total_pbf_at_most: the same in total (`WarningRules.sums`).

    """

    cases: int = 0
    cultivated: int = 0
    pbf: int = 0
    pbf_at_most: int = 0
    total_cultivated: int = 0
    total_pbf: int = 0
    total_pbf_at_most: int = 0


@dataclass(frozen=True)
class LevelState:
    """What a period leaves to the next: its level, and how many in a row."""

    level: str = WarningLevel.NONE.value
    generals_in_row: int = 0
    keys_in_row: int = 0


def judge_period(found: Found, before: LevelState, rules: WarningRules) -> tuple[LevelState, tuple[str, ...]]:
    """Return the level of a period and why it is so; the table of transitions stands above.

    >>> rules = WarningRules("half_year", 10, 5, 20, 10)
    >>> judge_period(Found(1, 11, 0, 0, 11, 0, 0), LevelState(), rules)
    (LevelState(level='general', generals_in_row=1, keys_in_row=0), ('cultivated',))
    >>> judge_period(Found(1, 11, 0, 0, 11, 0, 0), LevelState("general", 1), rules)[0].level
    'key'
    >>> judge_period(Found(0, 0, 0, 0, 30, 0, 0), LevelState("key", 0, 1), rules)
    (LevelState(level='none', generals_in_row=0, keys_in_row=0), ('no_case',))

    """
    if not found.cases:
        return LevelState(), ("no_case",)
    by_year = rules.general_area == "year"
    over = {
        "cultivated": (found.total_cultivated if by_year else found.cultivated) > rules.general_cultivated,
        "pbf": (found.total_pbf if by_year else found.pbf) > rules.general_pbf,
    }
    is_general = any(over.values()) if rules.join == "any" else all(over.values())
    reasons = tuple(name for name, holds in over.items() if holds) if is_general else ()
    key = []
    if found.total_cultivated > rules.key_cultivated:
        key.append("cultivated_total")
    if (found.total_pbf if rules.pbf_basis == "total" else found.pbf) > rules.key_pbf:
        key.append("pbf_total" if rules.pbf_basis == "total" else "pbf_once")
    if is_general and before.generals_in_row >= TWICE - 1:
        key.append("general_again")
    if key:
        row = before.generals_in_row + 1 if is_general and rules.after_key == "continue" else 0
        return LevelState(WarningLevel.KEY.value, row, before.keys_in_row + 1), (*key, *reasons)
    if is_general:
        return LevelState(WarningLevel.GENERAL.value, before.generals_in_row + 1, 0), reasons
    return LevelState(), ("below",)


def distance_to_next(found: Found, before: LevelState, now: LevelState, rules: WarningRules) -> tuple[str, int]:
    """Return the nearest higher level that the period can still reach, and the smallest further area that leads there.

    Any further area must exceed the distance: 0 means that any at all leads there. Nothing is above key: ("", 0).

    >>> rules = WarningRules("half_year", 10, 5, 20, 10)
    >>> distance_to_next(Found(1, 7, 5, 5, 19, 5, 5), LevelState(), LevelState(), rules)
    ('general', 0)
    >>> distance_to_next(Found(1, 7, 1, 1, 19, 1, 1), LevelState(), LevelState(), rules)
    ('key', 1)

    """
    if now.level == WarningLevel.KEY:
        return "", 0
    by_year = rules.general_area == "year"
    left = (
        max(0, rules.general_cultivated - (found.total_cultivated if by_year else found.cultivated)),
        max(0, rules.general_pbf - (found.total_pbf if by_year else found.pbf)),
    )
    general = min(left) if rules.join == "any" else max(left)
    pbf = found.total_pbf if rules.pbf_basis == "total" else found.pbf
    ways = [
        (max(0, rules.key_cultivated - found.total_cultivated), WarningLevel.KEY.value),
        (max(0, rules.key_pbf - pbf), WarningLevel.KEY.value),
    ]
    if now.level == WarningLevel.NONE:
        again = before.generals_in_row >= TWICE - 1
        ways.append((general, WarningLevel.KEY.value if again else WarningLevel.GENERAL.value))
    area, level = min(ways, key=lambda way: (way[0], way[1] != WarningLevel.KEY))
    return level, area


@dataclass(frozen=True)
class Record:
    """What a unit carries from period to period.

    Attributes:
        state: of the level.
        found: what was found in earlier periods, with the period.
        keys: the periods with a key warning.
        talks: the periods with talks, one for each talk.
        talked: whether the period before had a talk.
        suspended: day since when approvals are suspended; empty if they are not.

    """

    state: LevelState = LevelState()
    found: tuple[tuple[Period, Found], ...] = ()
    keys: tuple[Period, ...] = ()
    talks: tuple[Period, ...] = ()
    talked: bool = False
    suspended: str = ""


class BrokenRecordError(ValueError):
    """An earlier assessment lacks a period between others, or gives it days that are not its own.

    Attributes:
        code: of the unit.
        period: its id.

    """

    def __init__(self, code: str, period: str) -> None:
        super().__init__(f"{code}: {period}")
        self.code, self.period = code, period


def assess_warnings(
    cases: pd.DataFrame,
    events: pd.DataFrame,
    policy: Policy,
    date: str,
    names: Mapping[str, str],
    carried: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the warnings of each unit and period (`COLUMNS`), up to that of a day.

    Periods before that of the day which an earlier assessment has stay as they are; that of the day, and all that
    the earlier assessment does not have, are judged anew.

    Args:
        cases: the table `cases`, as read.
        events: the table `events`, as read; may be empty.
        policy: limits and choices.
        date: the last day that counts (ISO 8601).
        names: of the units to assess by code; units that the cases name are added, without names also those of the
            earlier assessment.
        carried: `warnings` of an earlier assessment.

    Raises:
        BrokenRecordError: that assessment has lost a period.

    >>> from ..rules.policy import Option, Threshold
    >>> limits = {"warning_cultivated_mu": 10, "warning_pbf_mu": 5, "key_warning_cultivated_mu": 20}
    >>> limits |= {"key_warning_pbf_mu": 10, "accountability_after_key_warnings": 2, "city_decides_after": 3}
    >>> thresholds = {name: Threshold(name, value, "", "", "", "") for name, value in limits.items()}
    >>> chosen = {"warning_period": "half_year", "warning_join": "any", "key_warning_pbf_basis": "total"}
    >>> chosen |= {"general_warning_area": "period", "warning_sums": "year", "after_key_warning": "restart"}
    >>> chosen |= {"severe_by": "event", "city_decides_over": "record"}
    >>> options = {name: Option(name, value, (), "", "", "") for name, value in chosen.items()}
    >>> policy = Policy("demo", thresholds=thresholds, options=options)
    >>> row = {"case_id": "J1", "unit": "360222", "found": "2024-03-01", "status": "illegal", "cultivated_m2": 8000.0}
    >>> row |= {"pbf_m2": 0.0, "paddy_m2": 0.0, **dict.fromkeys(("repeat_of", "reopened", "closed", "grave"))}
    >>> events = pd.DataFrame(columns=["unit", "date", "kind"])
    >>> found = assess_warnings(pd.DataFrame([row]), events, policy, "2024-12-31", {})
    >>> found[["period", "a_mu", "total_mu", "level"]].values.tolist()
    [['2024H1', 12.0, 12.0, 'general'], ['2024H2', 0.0, 12.0, 'none']]

    """
    rules = WarningRules.of(policy)
    counted = illegal_cases(cases, "", date)
    happened = events[events["date"] <= date]
    kept = _kept(carried, date, rules)
    others = [*counted["unit"], *happened["unit"], *(() if names else kept["code"])]
    units = {**names, **{str(code): "" for code in others if code not in names}}
    days = [*counted["found"], *happened["date"], *kept["start"], date]
    periods = periods_between(min(days), date, rules.period)
    rows: list[dict[str, object]] = []
    for code, name in units.items():
        own = kept[kept["code"] == code].sort_values("start")
        record = _record_of(own)
        rows += [{column: row.get(column) for column in COLUMNS} for row in to_records(own)]
        done = own["end"].max() if len(own) else ""
        of_unit = counted[counted["unit"] == code]
        for period in periods:
            if period.end <= str(done):
                continue
            inside = of_unit[(of_unit["found"] >= period.start) & (of_unit["found"] <= period.end)]
            told = happened[(happened["unit"] == code) & happened["date"].between(period.start, period.end)]
            row, record = _assess(inside, told, period, record, rules)
            rows.append({"code": code, "name": name or None, **row})
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _kept(carried: pd.DataFrame | None, date: str, rules: WarningRules) -> pd.DataFrame:
    """Return the rows of an earlier assessment before the period of a day.

    Raises:
        BrokenRecordError: a period of a unit is missing between others, or its days are those of another.

    """
    if carried is None or carried.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    current = periods_between(date, date, rules.period)[0]
    kept = carried[carried["end"].astype(str) < current.start]
    for code, own in kept.groupby("code"):
        before = None
        for row in to_records(own.sort_values("start")):
            period = Period(str(row["start"]), str(row["end"]), str(row["period"]))
            if all(period_of(period.start, kind) != period for kind in PeriodKind.values()):
                raise BrokenRecordError(str(code), period.id)
            if before is not None and next_day(before.end) != period.start:
                raise BrokenRecordError(str(code), next_period(before, rules.period).id)
            before = period
    return kept


def _assess(
    inside: pd.DataFrame, told: pd.DataFrame, period: Period, before: Record, rules: WarningRules
) -> tuple[dict[str, object], Record]:
    """Return the row of a period, and what it leaves to the next."""
    found = _with_totals(_found(inside), period, before, rules)
    state, why = judge_period(found, before.state, rules)
    at_most, _ = judge_period(
        replace(found, pbf=found.pbf_at_most, total_pbf=found.total_pbf_at_most), before.state, rules
    )
    kinds = set(told["kind"])
    talks = tuple(sorted(told.loc[told["kind"] == TALK, "date"]))
    is_key = state.level == WarningLevel.KEY
    talk_near = bool(talks) or before.talked
    severe = SEVERE in kinds
    if rules.severe_by == "key_again":
        severe |= is_key and (state.keys_in_row > rules.keys_in_row or talk_near)
    grave = GRAVE in kinds or bool(inside["grave"].eq("yes").any())
    accountable = grave or (severe and (state.keys_in_row >= rules.keys_in_row or talk_near))
    keys = (*before.keys, period) if is_key else before.keys
    all_talks = (*before.talks, *(period for _ in talks))
    count = sum(rules.city_over == "record" or each.year == period.year for each in (*keys, *all_talks))
    city = count >= rules.city_count
    suspended = _suspended(before.suspended, told, talks, is_key or accountable, period)
    level, distance = distance_to_next(found, before.state, state, rules)
    steps = [TALK] * bool(talks) + [ACCOUNTABILITY] * accountable + [CITY_DECIDES] * city
    mu = exact_to_mu([found.cultivated, found.pbf, found.total_cultivated, found.total_pbf, distance]).tolist()
    row: dict[str, object] = {
        "period": period.id,
        "start": period.start,
        "end": period.end,
        "cases": found.cases,
        **dict(zip(("a_mu", "p_mu", "total_mu", "total_pbf_mu"), mu)),
        "pbf_unknown": int(inside["pbf_unknown"].sum()),
        "level": state.level,
        "level_at_most": at_most.level,
        "why": ";".join(why),
        "talks": len(talks),
        "step": ";".join(steps) or None,
        "generals_in_row": state.generals_in_row,
        "keys_in_row": state.keys_in_row,
        "keys_and_talks": count,
        "suspended_since": suspended or None,
        "next_level": level or None,
        "distance_mu": mu[4] if level else None,
    }
    found_before = (*before.found, (period, found))
    return row, Record(state, found_before, keys, all_talks, bool(talks), suspended)


def _found(inside: pd.DataFrame) -> Found:
    """Return what the cases of a period add up to."""
    pbf = total(inside["pbf"])
    unknown = total(inside.loc[inside["pbf_unknown"], "cultivated"])
    return Found(int(inside["case_id"].nunique()), total(inside["cultivated"]), pbf, pbf + unknown)


def _with_totals(found: Found, period: Period, before: Record, rules: WarningRules) -> Found:
    """Return what was found, with what it comes to in total."""
    earlier = [each for when, each in before.found if _adds_up(when, period, rules.sums)]
    return replace(
        found,
        total_cultivated=found.cultivated + sum(each.cultivated for each in earlier),
        total_pbf=found.pbf + sum(each.pbf for each in earlier),
        total_pbf_at_most=found.pbf_at_most + sum(each.pbf_at_most for each in earlier),
    )


def _adds_up(earlier: Period, period: Period, sums: str) -> bool:
    """Return whether an earlier period counts in the total of another."""
    if sums == "year":
        return earlier.year == period.year
    if sums == "record":
        return True
    # Twelve months end with the period: those begin that are less than a year before its end.
    return earlier.start > f"{period.year - 1:04d}{period.end[4:]}"


def _suspended(before: str, told: pd.DataFrame, talks: Sequence[str], is_warned: bool, period: Period) -> str:
    """Return since when approvals are suspended at the end of a period; empty if they are not.

    A rectification ends a suspension of an earlier period, and what talks of the same period before it would begin; a
    key warning, which is judged at the end of its period, begins one in any case.
    """
    rectified = sorted(told.loc[told["kind"] == RECTIFIED, "date"])
    since = "" if rectified and rectified[-1] >= before else before
    is_talked = bool(talks) and not (rectified and rectified[-1] >= talks[-1])
    return since or (period.end if is_warned or is_talked else "")


def _record_of(own: pd.DataFrame) -> Record:
    """Return what the kept periods of a unit leave to the next."""
    if own.empty:
        return Record()
    found: list[tuple[Period, Found]] = []
    for row in to_records(own):
        period = Period(str(row["start"]), str(row["end"]), str(row["period"]))
        cultivated, pbf = mu_to_exact([row["a_mu"], row["p_mu"]]).tolist()
        unknown = cultivated if row["pbf_unknown"] else pbf
        found.append((period, Found(int(row["cases"]), cultivated, pbf, max(pbf, unknown))))
    last = own.iloc[-1]
    keys = tuple(when for (when, _), level in zip(found, own["level"]) if level == WarningLevel.KEY)
    talks = tuple(when for (when, _), count in zip(found, own["talks"]) for _ in range(int(count)))
    suspended = last["suspended_since"]
    return Record(
        LevelState(str(last["level"]), int(last["generals_in_row"]), int(last["keys_in_row"])),
        tuple(found),
        keys,
        talks,
        bool(last["talks"]),
        "" if pd.isna(suspended) else str(suspended),
    )


def check_closure(cases: pd.DataFrame, warnings: pd.DataFrame, date: str) -> dict[str, int]:
    """Return by unit what illegal cases up to a day come to less what the periods have, in 1/300 m²; all are to be 0.

    >>> row = {"case_id": "J1", "unit": "360222", "found": "2024-03-01", "status": "illegal", "cultivated_m2": 8000.0}
    >>> row |= {"pbf_m2": 0.0, "paddy_m2": 0.0, **dict.fromkeys(("repeat_of", "reopened", "closed"))}
    >>> assessed = pd.DataFrame({"code": ["360222"], "a_mu": [12.0]})
    >>> check_closure(pd.DataFrame([row]), assessed, "2024-12-31")
    {'360222': 0}

    """
    whole = illegal_cases(cases, "", date).groupby("unit")["cultivated"].sum()
    by_period = pd.Series(mu_to_exact(warnings["a_mu"].astype(float)), dtype="int64").groupby(
        warnings["code"].to_numpy()
    )
    left = whole.sub(by_period.sum(), fill_value=0)
    return {str(unit): int(amount) for unit, amount in left.items()}
