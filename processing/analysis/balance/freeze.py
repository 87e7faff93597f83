"""Quota frozen for illegal construction (measure 38): cases become the events of a unit's account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..cases import ILLEGAL, OPEN

RESTORED, LEGALISED = "restored", "legalised"  # outcomes that end a freeze; none never does
FREEZE, RELEASE, LEGALISE = "freeze", "release", "legalise"
# Whose cases freeze: by measure 38 those that a person found illegal, or leads already.
FREEZING = {ILLEGAL: (ILLEGAL,), OPEN: (ILLEGAL, OPEN)}


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

    """

    case_id: str
    unit: str
    status: str
    construction: bool | None
    since: str
    closed: str
    outcome: str
    amounts: tuple[int | None, int | None]


@dataclass(frozen=True)
class Event:
    """What a case does to the account of its unit on a day."""

    day: str
    case: Case
    kind: str


def freezes(case: Case, freeze_from: str) -> bool:
    """Return whether a case freezes quota at all: non-agricultural construction of a status that counts.

    Agricultural changes freeze nothing (measure 38: 从事非农建设).

    >>> house = Case("1", "360222", "open", True, "2024-03-01", "", "", (100, None))
    >>> freezes(house, "illegal"), freezes(house, "open")
    (False, True)

    """
    return case.construction is True and case.status in FREEZING[freeze_from]


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


def would_freeze(cases: Iterable[Case]) -> dict[str, int]:
    """Return by unit what would be frozen in the end if leads froze already (whole units of cultivated land).

    >>> lead = Case("1", "360222", "open", True, "2024-03-01", "", "", (100, None))
    >>> would_freeze([lead])
    {'360222': 100}

    """
    sums: dict[str, int] = {}
    for case in cases:
        if freezes(case, OPEN) and [event.kind for event in _events(case)][-1] == FREEZE:
            sums[case.unit] = sums.get(case.unit, 0) + (case.amounts[0] or 0)
    return sums


def _events(case: Case) -> Iterator[Event]:
    """Yield the events of a case that freezes, in their order."""
    yield Event(case.since, case, FREEZE)
    end = {RESTORED: RELEASE, LEGALISED: LEGALISE}.get(case.outcome)
    if case.closed and end:
        yield Event(case.closed, case, end)
