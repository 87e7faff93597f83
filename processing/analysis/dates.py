"""Text of dates: how a day is read from data and files of any spelling, and how it is written."""

from __future__ import annotations

import datetime
import re

import numpy as np
import pandas as pd

_DAY = re.compile(r"\s*(\d{4})\D?(\d{1,2})\D?(\d{1,2})(?!\d)")


def iso_day(value: object) -> str | None:
    """Return a date or a text such as 2024-3-1, 2024/03/01 or 20240301 as `YYYY-MM-DD`; None if it is no date.

    >>> iso_day("2024/3/1"), iso_day("20240301"), iso_day("2024-02-30"), iso_day(None)
    ('2024-03-01', '2024-03-01', None, None)
    """
    if isinstance(value, (datetime.date, np.datetime64)):
        if pd.isna(value):
            return None
        return format_day(value if isinstance(value, datetime.date) else pd.Timestamp(value))
    found = _DAY.match(str(value))
    if not found:
        return None
    try:
        return format_day(datetime.date(int(found[1]), int(found[2]), int(found[3])))
    except ValueError:
        return None


def format_day(day: datetime.date) -> str:
    """Return a day as `YYYY-MM-DD`; of a time its day.

    >>> format_day(datetime.datetime(2024, 3, 1, 23, 59))
    '2024-03-01'
    """
    return (day.date() if isinstance(day, datetime.datetime) else day).isoformat()


def format_days(times: pd.Series) -> pd.Series:
    """Return a column of times (datetime64) as `YYYY-MM-DD`, None where there is none.

    >>> format_days(pd.to_datetime(pd.Series(["2024-03-01 23:59", None]))).tolist()
    ['2024-03-01', None]
    """
    return times.dt.strftime("%Y-%m-%d").astype(object).where(times.notna(), None)
