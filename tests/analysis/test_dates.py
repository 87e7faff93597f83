"""Text of dates: read in the ways people write them, written in one."""

import datetime

import numpy as np
import pandas as pd
import pytest

from farmland_redline.processing.analysis.dates import format_day, format_days, iso_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-01", "2024-03-01"),
        ("2024/3/1", "2024-03-01"),
        ("20240301", "2024-03-01"),
        ("2024年3月1日", "2024-03-01"),
        ("2024-03-01T12:00:00", "2024-03-01"),
        ("2024-02-30", None),
        ("soon", None),
    ],
)
def test_days_in_the_ways_people_write_them(text, day):
    assert iso_day(text) == day


@pytest.mark.parametrize(
    "value",
    [datetime.date(2024, 3, 1), datetime.datetime(2024, 3, 1, 23, 59), np.datetime64("2024-03-01T23:59")],
)
def test_days_that_are_dates_already(value):
    assert iso_day(value) == "2024-03-01"


@pytest.mark.parametrize("value", [None, pd.NaT, np.datetime64("NaT"), float("nan"), ""])
def test_no_day(value):
    assert iso_day(value) is None


def test_writing():
    time = datetime.datetime(2024, 3, 1, 8, 5, 59, tzinfo=datetime.timezone.utc)
    assert format_day(time) == format_day(datetime.date(2024, 3, 1)) == "2024-03-01"
    assert format_day(datetime.date(987, 6, 5)) == "0987-06-05"


def test_writing_a_column():
    times = pd.Series(pd.to_datetime(["2024-03-01 08:05", None]), index=[7, 9])
    written = format_days(times)
    assert written.tolist() == ["2024-03-01", None] and written.index.tolist() == [7, 9]
