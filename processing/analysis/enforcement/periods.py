"""Periods of reports and warnings: weeks from Monday to Sunday, months, quarters, half-years and years."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ..vocabulary import PeriodKind

_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, order=True)
class Period:
    """A period; earlier ones compare as less.

    Attributes:
        start, end: its first and its last day, ISO 8601.
        id: 2024-W09, 2024-03, 2024Q1, 2024H1 or 2024.

    """

    start: str
    end: str
    id: str

    @property
    def year(self) -> int:
        """Return the year of its last day."""
        return int(self.end[:4])


def period_of(day: str, kind: str) -> Period:
    """Return the period of a kind in which a day lies.

    >>> period_of("2024-08-15", "half_year")
    Period(start='2024-07-01', end='2024-12-31', id='2024H2')
    >>> period_of("2024-12-31", "week")
    Period(start='2024-12-30', end='2025-01-05', id='2025-W01')

    """
    date = datetime.date.fromisoformat(day)
    if kind == PeriodKind.WEEK:
        monday = date - datetime.timedelta(days=date.weekday())
        year, week, _ = date.isocalendar()
        return Period(monday.isoformat(), (monday + 6 * _DAY).isoformat(), f"{year:04d}-W{week:02d}")
    months = _MONTHS[kind]
    number = (date.month - 1) // months
    start = date.replace(month=number * months + 1, day=1)
    after = (start.year * 12 + start.month - 1) + months
    end = datetime.date(after // 12, after % 12 + 1, 1) - _DAY
    marks = {
        PeriodKind.MONTH.value: f"-{date.month:02d}",
        PeriodKind.QUARTER.value: f"Q{number + 1}",
        PeriodKind.HALF_YEAR.value: f"H{number + 1}",
    }
    return Period(start.isoformat(), end.isoformat(), f"{date.year:04d}{marks.get(kind, '')}")


def next_period(period: Period, kind: str) -> Period:
    """Return the period behind another.

    >>> next_period(period_of("2024-08-15", "half_year"), "half_year").id
    '2025H1'

    """
    return period_of(next_day(period.end), kind)


def next_day(day: str) -> str:
    """Return the day behind another.

    >>> next_day("2024-02-29")
    '2024-03-01'

    """
    return (datetime.date.fromisoformat(day) + _DAY).isoformat()


def periods_between(first: str, last: str, kind: str) -> list[Period]:
    """Return the periods from that of one day to that of another.

    >>> [period.id for period in periods_between("2024-02-01", "2025-01-01", "half_year")]
    ['2024H1', '2024H2', '2025H1']

    """
    periods = [period_of(first, kind)]
    while periods[-1].end < last:
        periods.append(next_period(periods[-1], kind))
    return periods
