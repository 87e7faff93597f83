"""Quota that is frozen for illegal construction on cultivated land until it is restored or legalised (measure 38).

One rule for the state of a day (`frozen_quota`) and for the events of a unit's account (`case_events`): what is frozen
on a day is what events have frozen by then, and neither released nor legalised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from ..area.rounding import EXACT
from ..cases import ILLEGAL, OPEN
from ..columns import to_records
from ..dates import OPEN_END
from .case_counting import counted_cases

RESTORED, LEGALISED = "restored", "legalised"  # outcomes that end a freeze; none never does
FREEZE, RELEASE, LEGALISE = "freeze", "release", "legalise"
_ENDS = {RESTORED: RELEASE, LEGALISED: LEGALISE}
# Whose cases freeze: by measure 38 those that a person found illegal, or leads already.
_FREEZING = {ILLEGAL: (ILLEGAL,), OPEN: (ILLEGAL, OPEN)}
COLUMNS = (
    *("code", "name", "date", "cases", "found_m2", "restored_m2", "legalised_m2", "frozen_m2"),
    *("frozen_paddy_m2", "open_leads_m2", "unknown_m2", "closure_m2"),
)
_AREAS = COLUMNS[4:-1]


@dataclass(frozen=True)
class Case:
    """A case, or one part of a case that is closed in parts.

    Attributes:
        case_id: with its part, where it has one.
        unit: county code.
        status: of `analysis.cases`; only a person sets `illegal`.
        construction: whether it is non-agricultural construction; None where that is not known.
        since: day (ISO 8601) from which it freezes: when it was found, or taken up again.
        closed: day; "" for none.
        outcome: `restored`, `legalised`, or another text, which ends nothing.
        amounts: cultivated land and of it paddy (whole units), None where not known.
        renewed: day on which another row took it up again; "" for none. Its restoration then was none.

    """

    case_id: str
    unit: str
    status: str
    construction: bool | None
    since: str
    closed: str
    outcome: str
    amounts: tuple[int | None, int | None]
    renewed: str = ""

    def exit_by(self, day: str) -> str:
        """Return the outcome that has ended its freeze by the end of a day; "" for none."""
        return self.outcome if self.closed and self.closed <= day and self.outcome in _ENDS else ""


@dataclass(frozen=True)
class Event:
    """What a case does to the account of its unit on a day."""

    day: str
    case: Case
    kind: str


def read_cases(cases: pd.DataFrame) -> list[Case]:
    """Return the rows of the table `cases` that count, in their order, with areas in 1/300 m².

    >>> rows = {"case_id": ["a", "a"], "part": [None, "2"], "unit": ["360222"] * 2, "status": ["illegal"] * 2}
    >>> days = {"found": ["2024-01-01"] * 2, "reopened": [None, "2024-05-01"], "closed": ["2024-02-01", None]}
    >>> ends = {"repeat_of": [None] * 2, "construction": ["yes", None], "outcome": ["restored", None]}
    >>> areas = {"cultivated_m2": [8.0, 8.0], "paddy_m2": [2.0, float("nan")], "pbf_m2": [0.0, 0.0]}
    >>> first, again = read_cases(pd.DataFrame({**rows, **days, **ends, **areas}))
    >>> first.case_id, first.construction, first.since, first.closed, first.amounts, first.renewed
    ('a', True, '2024-01-01', '2024-02-01', (2400, 600), '2024-05-01')
    >>> again.case_id, again.construction, again.since, again.closed, again.amounts, again.renewed
    ('a 2', None, '2024-05-01', '', (2400, None), '')

    """
    counted = counted_cases(cases)
    renewed = counted[counted["is_again"]].groupby("case_id")["opened"].min().to_dict()
    rows = to_records(counted.astype(object))
    return [
        Case(
            case_id=" ".join(filter(None, (row["case_id"], row["part"]))),
            unit=row["unit"],
            status=row["status"],
            construction=None if row["construction"] is None else row["construction"] == "yes",
            since=row["opened"],
            closed="" if row["closed"] == OPEN_END else row["closed"],
            outcome=row["outcome"] or "",
            amounts=(
                None if row["cultivated_m2"] is None else int(row["cultivated"]),
                None if row["paddy_m2"] is None else int(row["paddy"]),
            ),
            renewed="" if row["is_again"] else renewed.get(row["case_id"], ""),
        )
        for row in rows
    ]


def freezes(case: Case, freeze_from: str) -> bool:
    """Return whether a case freezes quota at all: non-agricultural construction of a status that counts.

    Agricultural changes freeze nothing (measure 38: 从事非农建设).

    >>> house = Case("1", "360222", "open", True, "2024-03-01", "", "", (100, None))
    >>> freezes(house, "illegal"), freezes(house, "open")
    (False, True)

    """
    return case.construction is True and case.status in _FREEZING[freeze_from]


def case_events(cases: Iterable[Case], freeze_from: str) -> list[Event]:
    """Return what cases freeze, release and legalise, by day; on one day in the order of the cases.

    A case freezes when it is found. Restored, it releases; legalised, its frozen quota becomes used; any other outcome
    changes nothing. One that was taken up again is a case of its own, which freezes anew.

    Args:
        cases: in the order of the table.
        freeze_from: `illegal`, or `open` for leads as well.

    >>> case = Case("1", "360222", "illegal", True, "2024-03-01", "2024-06-30", "restored", (100, None))
    >>> [(event.day, event.kind) for event in case_events([case], "illegal")]
    [('2024-03-01', 'freeze'), ('2024-06-30', 'release')]

    """
    made = (event for case in cases if freezes(case, freeze_from) for event in _events(case))
    return sorted(made, key=lambda event: event.day)


def _events(case: Case) -> Iterator[Event]:
    """Yield the events of a case that freezes, in their order."""
    yield Event(case.since, case, FREEZE)
    ended = case.exit_by(OPEN_END)
    if ended:
        yield Event(case.closed, case, _ENDS[ended])


def would_freeze(cases: Iterable[Case]) -> dict[str, int]:
    """Return by unit what would be frozen in the end if leads froze already (whole units of cultivated land).

    >>> lead = Case("1", "360222", "open", True, "2024-03-01", "", "", (100, None))
    >>> would_freeze([lead])
    {'360222': 100}

    """
    sums: dict[str, int] = {}
    for case in cases:
        if freezes(case, OPEN) and not case.exit_by(OPEN_END):
            sums[case.unit] = sums.get(case.unit, 0) + (case.amounts[0] or 0)
    return sums


def frozen_quota(cases: pd.DataFrame, date: str, freeze_from: str, names: Mapping[str, str]) -> pd.DataFrame:
    """Return what is frozen of each unit's quota at the end of a day (`COLUMNS`).

    `found_m2 = frozen_m2 + restored_m2 + legalised_m2` to the last 1/300 m². Land that was taken up again is found
    once: its restoration was none.

    Args:
        cases: the table `cases`, as read.
        date: ISO 8601.
        freeze_from: whether `illegal` cases freeze, or `open` ones, too.
        names: of the units by code; units that the cases name are added.

    Returns:
        one row a unit; `open_leads_m2` is what open leads would freeze, or freeze by that choice; `unknown_m2` is of
        cases of which nobody knows whether they are construction: it is frozen by nothing.

    >>> rows = {"case_id": ["a", "b"], "unit": ["360222"] * 2, "found": ["2024-01-01"] * 2, "status": ["illegal"] * 2}
    >>> none = dict.fromkeys(["part", "repeat_of", "reopened"], [None] * 2)
    >>> ends = {"construction": ["yes"] * 2, "closed": ["2024-02-01", None], "outcome": ["restored", None]}
    >>> areas = {"cultivated_m2": [8.0, 3.0], "paddy_m2": [0.0] * 2, "pbf_m2": [0.0] * 2}
    >>> table = pd.DataFrame({**rows, **none, **ends, **areas})
    >>> frozen_quota(table, "2024-12-31", "illegal", {})[["frozen_m2", "restored_m2"]].values.tolist()
    [[3.0, 8.0]]

    """
    found = [case for case in read_cases(cases) if case.since <= date]
    codes = dict.fromkeys([*names, *sorted(case.unit for case in found)])
    sums = {code: dict.fromkeys(("cases", *_AREAS), 0) for code in codes}
    for case in found:
        ended = case.exit_by(date)
        if ended == RESTORED and case.renewed and case.renewed <= date:
            continue
        area, paddy = (amount or 0 for amount in case.amounts)
        own = sums[case.unit]
        if case.construction is None and case.status in _FREEZING[freeze_from]:
            own["unknown_m2"] += area
        if case.status == OPEN and freezes(case, OPEN) and not ended:
            own["open_leads_m2"] += area
        if freezes(case, freeze_from):
            own["found_m2"] += area
            own[f"{ended or 'frozen'}_m2"] += area
            own["frozen_paddy_m2"] += 0 if ended else paddy
            own["cases"] += not ended
    return pd.DataFrame(
        [{"code": code, "name": names.get(code), "date": date, **_amounts(own)} for code, own in sums.items()],
        columns=list(COLUMNS),
    )


def _amounts(sums: Mapping[str, int]) -> dict[str, float]:
    """Return the number of cases and the areas of a unit (m²), with what is left of their identity."""
    left = sums["found_m2"] - sum(sums[f"{name}_m2"] for name in ("frozen", RESTORED, LEGALISED))
    areas = {name: sums[name] / EXACT for name in _AREAS}
    return {"cases": sums["cases"], **areas, "closure_m2": left / EXACT}
