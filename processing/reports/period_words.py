"""Periods in words: 2024H2 is the second half of 2024, 2024年下半年."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .labels import Translate

# The ids of `analysis.enforcement.periods.Period`.
_ID = re.compile(r"(?P<year>\d{4})(?:-W(?P<week>\d\d)|-(?P<month>\d\d)|Q(?P<quarter>[1-4])|H(?P<half>[12]))?")


class PeriodWords(Mapping[str, str]):
    """The words for the ids of periods. Any year has some, so they are made when asked for, and cannot be listed."""

    def __init__(self, tr: Translate) -> None:
        """Begin.

        Args:
            tr: translates.

        """
        first, second = tr("first half of {year}"), tr("second half of {year}")
        self._halves = {"1": first, "2": second}
        self._whole = tr("year {year}")
        self._parts = {
            "week": tr("week {number} of {year}"),
            "month": tr("month {number} of {year}"),
            "quarter": tr("quarter {number} of {year}"),
        }

    def __getitem__(self, period: str) -> str:
        """Return the words for a period.

        >>> words = PeriodWords(str)
        >>> words["2024H2"], words["2024-W09"], words.get("half-year")
        ('second half of 2024', 'week 9 of 2024', None)

        """
        found = _ID.fullmatch(period)
        if found is None:
            raise KeyError(period)
        year = found["year"]
        if found["half"]:
            return self._halves[found["half"]].format(year=year)
        for part, text in self._parts.items():
            if found[part]:
                return text.format(number=int(found[part]), year=year)
        return self._whole.format(year=year)

    def __iter__(self) -> Iterator[str]:
        """List nothing."""
        return iter(())

    def __len__(self) -> int:
        """Return how many are listed."""
        return 0

    def __bool__(self) -> bool:
        """Say that there are words, though none is listed."""
        return True


def period_text(period: object, tr: Translate) -> str:
    """Return a period in words; what is none stays as it is."""
    return PeriodWords(tr).get(str(period), str(period))
