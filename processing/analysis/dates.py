"""Text of dates: how a day is read from data and files of any spelling, and how it is written."""

from __future__ import annotations

import calendar
import datetime
import math
import re
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from .characters import plain_form

if TYPE_CHECKING:
    import pandas as pd

OPEN_END = "9999-12-31"  # sorts behind every day
# Characters: no date, code, number or category has as many; what is longer is not searched for one.
LONGEST = 1_000
# Reports date themselves by China's one time zone, whatever that of the machine.
BEIJING = datetime.timezone(datetime.timedelta(hours=8))
_DAY = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?|(\d{2})(\d{2}))(?!\d)\s*")
_MONTH = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})月?|(\d{2}))(?!\d)\s*")
_LOST_ZERO = re.compile(r"\d{4}\.1")  # January, or October of a number that has lost its zero
_CLOCK = r"(?:[01]?\d|2[0-3])[:时][0-5]?\d"
_TIME = re.compile(rf"[T\s]*{_CLOCK}(?:[:分](?:[0-5]?\d(?:\.\d+)?秒?)?)?")
# As ISO 8601, GDAL and databases write times, with a zone and perhaps without.
_AT = r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*"
_ZONE = re.compile(_AT + r"(Z|UTC|GMT|([+-])(\d{2}):?(\d{2})?)")
_MOMENT = re.compile(_AT + r"(Z|UTC|([+-])(\d{2}):?(\d{2})?)?")
_RANGE = re.compile(r"\s*(?:至|到|~|～|—+|–|--|(?<=[\d日月])-(?=(?:19|20|21)\d\d(?:[-./年]|\d{4}))|\s-\s)\s*")
_FROM_OR_TO = re.compile(r"^[自从]|[起止]$")
_OPEN = ("长期", "永久", "无固定期限", "长期有效", "永久有效", "无期限")
# Days of spreadsheets count from here; the span keeps years such as 2024 and compact dates out.
_SERIAL_START, _SERIALS = datetime.date(1899, 12, 30), range(20_000, 80_000)


def iso_day(value: object) -> str | None:
    """Return a date or a text such as 2024-3-1, 2024/03/01 or 20240301 as `YYYY-MM-DD`; None if it is no day.

    A time with a zone is taken in Beijing's; a number is a spreadsheet's day where it can be one.

    >>> iso_day("2024/3/1"), iso_day("20240301"), iso_day("2024-02-30"), iso_day(None), iso_day("2024-12")
    ('2024-03-01', '2024-03-01', None, None, None)
    >>> iso_day("2024-02-29T16:00:00Z"), iso_day(45352), iso_day("2024年3月1日")
    ('2024-03-01', '2024-03-01', '2024-03-01')
    """
    value = _python_value(value)
    if isinstance(value, datetime.date):
        return format_day(value) if value.year >= datetime.MINYEAR else None  # pandas' NaT has no year
    text = _plain(value)
    serial = _serial_day(text)
    if serial is not None:
        return serial
    zoned = _ZONE.fullmatch(text)
    if zoned:
        return _in_beijing(zoned)
    found = _DAY.match(text)
    if not found or not (found.end() == len(text) or _TIME.fullmatch(text[found.end() :])):
        return None
    return _day(found[1], found[2] or found[4], found[3] or found[5])


def has_zone(value: object) -> bool:
    """Return whether a text is a time with a zone.

    >>> has_zone("2024/12/31 20:00:00+08"), has_zone("2024-12-31T20:00:00")
    (True, False)
    """
    return isinstance(value, str) and _ZONE.fullmatch(_plain(value)) is not None


def moment_of(text: str) -> datetime.datetime | None:
    """Return a time such as 2024-05-01 09:30 or 2024/5/1T9:30:00Z, without a zone Beijing's; None where it is none.

    >>> moment_of("2024/5/1 9:30") == moment_of("2024-05-01T01:30:00Z"), moment_of("2024-05-01")
    (True, None)
    >>> moment_of("2024-05-01 09:30+99:00")  # no zone on Earth
    """
    found = _MOMENT.fullmatch(_plain(text))
    return _moment(found, int(found[6] or 0)) if found else None


def period_start(value: object) -> str | None:
    """Return the first day that a value names, as `YYYY-MM-DD`: of a month its first, of a span its start.

    >>> period_start("2024-12"), period_start("2023-01-01至2025-12-31"), period_start("不详")
    ('2024-12-01', '2023-01-01', None)
    >>> period_start("2024.1"), period_start("2024.2")  # a spreadsheet makes 2024.1 of 2024.10
    (None, '2024-02-01')
    """
    return _of_period(value, 0)


def period_end(value: object) -> str | None:
    """Return the last day that a value names, as `YYYY-MM-DD`: of a month its last, of a span its end.

    Words for an open end give `OPEN_END`.

    >>> period_end("2024年2月"), period_end("2023-01-01至2025-12-31"), period_end("长期"), period_end("2024")
    ('2024-02-29', '2025-12-31', '9999-12-31', None)
    """
    return _of_period(value, -1)


def is_within_a_year(earlier: datetime.date, later: datetime.date) -> bool:
    """Return whether a day is not more than a year before another.

    >>> is_within_a_year(datetime.date(2023, 12, 31), datetime.date(2024, 12, 31))
    True

    """
    return earlier.isoformat() >= years_before(later.isoformat(), 1)


def years_before(day: str, years: int) -> str:
    """Return the same day some years before, as `YYYY-MM-DD`; of 29 February the 28th.

    >>> years_before("2024-12-31", 1), years_before("2024-02-29", 1)
    ('2023-12-31', '2023-02-28')
    """
    date = datetime.date.fromisoformat(day)
    year = date.year - years
    return format_day(date.replace(year=year, day=min(date.day, calendar.monthrange(year, date.month)[1])))


def format_day(day: datetime.date) -> str:
    """Return a day as `YYYY-MM-DD`; of a time its day, of one with a zone its day in Beijing.

    >>> format_day(datetime.datetime(2024, 3, 1, 23, 59))
    '2024-03-01'
    >>> format_day(datetime.datetime(2024, 12, 31, 16, 0, tzinfo=datetime.timezone.utc))
    '2025-01-01'
    """
    if isinstance(day, datetime.datetime):
        return (day if day.tzinfo is None else day.astimezone(BEIJING)).date().isoformat()
    return day.isoformat()


def format_days(times: pd.Series) -> pd.Series:
    """Return a column of times (datetime64) as `YYYY-MM-DD`, None where there is none; zones become Beijing's.

    >>> import pandas as pd
    >>> format_days(pd.to_datetime(pd.Series(["2024-03-01 23:59", None]))).tolist()
    ['2024-03-01', None]
    >>> format_days(pd.to_datetime(pd.Series(["2024-02-29T16:00:00Z"]))).tolist()
    ['2024-03-01']
    """
    if getattr(times.dt, "tz", None) is not None:
        times = times.dt.tz_convert(BEIJING)
    return times.dt.strftime("%Y-%m-%d").astype(object).where(times.notna(), None)


def _python_value(value: Any) -> object:  # noqa: ANN401  a scalar of NumPy's has attributes that no type here names
    """Return a scalar of NumPy's as Python's; QGIS imports this module when it starts, without NumPy."""
    if not hasattr(value, "dtype"):
        return value
    return (value.astype("datetime64[us]") if value.dtype.kind == "M" else value).item()


def _plain(value: object) -> str:
    """Return text in half-width characters, without outer blanks; "" for null and what is too long for a day."""
    if value is None:
        return ""
    if isinstance(value, Real) and not isinstance(value, Integral):
        number = float(value)
        if not math.isfinite(number):
            return ""
        if number.is_integer():
            value = int(number)
        elif number < _SERIALS.start:
            return ""  # 2024.1 may have been January or October
    text = str(value).strip()
    return plain_form(text).strip() if len(text) <= LONGEST else ""


def _of_period(value: object, end: int) -> str | None:
    """Return the first (0) or last (-1) day that a value names."""
    value = _python_value(value)
    if isinstance(value, datetime.date):
        return iso_day(value)
    start, separator, last = _split_range(_plain(value))
    if not separator:
        if _LOST_ZERO.fullmatch(start):
            return None
        return OPEN_END if end and start in _OPEN else _day_or_month(start, end)
    first, ends = _day_or_month(start, 0), OPEN_END if last in _OPEN else _day_or_month(last, -1)
    is_span = ends is not None and (start in _OPEN if first is None else first <= ends)
    return (ends if end else first) if is_span else None


def _split_range(text: str) -> tuple[str, str, str]:
    """Return what stands before and behind the word of a span, and that word; a text without one is all before it."""
    found = _RANGE.search(text)
    parts = (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")
    return _FROM_OR_TO.sub("", parts[0]), parts[1], _FROM_OR_TO.sub("", parts[2])


def _day_or_month(text: str, end: int) -> str | None:
    """Return the day of a text, of a month its first (0) or last (-1)."""
    day = iso_day(text)
    if day is not None:
        return day
    month = _MONTH.fullmatch(text)
    first = _day(month[1], month[2] or month[3], "1") if month else None
    if first is None or not end:
        return first
    year, number = int(first[:4]), int(first[5:7])
    return _day(first[:4], first[5:7], str(calendar.monthrange(year, number)[1]))


def _serial_day(text: str) -> str | None:
    """Return the day of a spreadsheet's number; None where it is none."""
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and int(float(text)) in _SERIALS:
        return format_day(_SERIAL_START + datetime.timedelta(days=int(float(text))))
    return None


def _in_beijing(found: re.Match[str]) -> str | None:
    """Return the day in Beijing of a time with a zone."""
    moment = _moment(found, 0)
    try:
        return None if moment is None else format_day(moment.astimezone(BEIJING))
    except (ValueError, OverflowError):  # no day of Beijing's calendar
        return None


def _moment(found: re.Match[str], second: int) -> datetime.datetime | None:
    """Return the time that `_ZONE` or `_MOMENT` has found; None where there is no such time or zone."""
    offset = datetime.timedelta(hours=int(found[9] or 0), minutes=int(found[10] or 0)) * (-1 if found[8] == "-" else 1)
    try:
        year, month, day, hour, minute = map(int, found.groups()[:5])
        zone = datetime.timezone(offset) if found[7] else BEIJING
        return datetime.datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


def _day(year: str, month: str, day: str) -> str | None:
    """Return a day as `YYYY-MM-DD`; None where the calendar has none."""
    try:
        return format_day(datetime.date(int(year), int(month), int(day)))
    except ValueError:
        return None
