"""Columns read by their declared kinds: periods, what the column as a whole tells, and what cannot be read."""

import datetime

import numpy as np
import pandas as pd
import pytest
from nulls import with_none

from farmland_redline.processing.analysis.dates import OPEN_END, period_end, period_start
from farmland_redline.processing.analysis.values.columns import add_up_unreadable, read_as, read_columns
from farmland_redline.processing.bridge.value_kinds import load_reading

from .rule_pieces import POLICY

KINDS = load_reading().kinds
UTC = datetime.timezone.utc


def read(column, *values):
    """Values as the plugin's own kind of a column reads them together; `?` where they cannot be read."""
    found = read_as(pd.Series(values, dtype=object), KINDS[column])
    return ["?" if bad else value for value, bad in zip(found.values.tolist(), found.unreadable)]


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2024-03-01", "2024-03-01", "2024-03-01"),
        ("2024.3.1", "2024-03-01", "2024-03-01"),
        (20240301, "2024-03-01", "2024-03-01"),
        (20240301.0, "2024-03-01", "2024-03-01"),
        ("２０２４年３月１日", "2024-03-01", "2024-03-01"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("2024年12月", "2024-12-01", "2024-12-31"),
        ("202402", "2024-02-01", "2024-02-29"),
        (202302, "2023-02-01", "2023-02-28"),
        ("2023-01-01至2025-12-31", "2023-01-01", "2025-12-31"),
        ("2023.01.01-2025.12.31", "2023-01-01", "2025-12-31"),
        ("2023-01-01-2025-12-31", "2023-01-01", "2025-12-31"),
        ("20230101-20251231", "2023-01-01", "2025-12-31"),
        ("2023年1月至2025年12月", "2023-01-01", "2025-12-31"),
        ("2023-01-01 ~ 2025-12-31", "2023-01-01", "2025-12-31"),
        ("自2023年1月1日起至2025年12月31日止", "2023-01-01", "2025-12-31"),
        ("2023-01-01至长期", "2023-01-01", OPEN_END),
        (45292, "2024-01-01", "2024-01-01"),  # 1 January 2024 in a spreadsheet
        ("45657.5", "2024-12-31", "2024-12-31"),
        ("2024-12-31T16:00:00Z", "2025-01-01", "2025-01-01"),  # midnight in Beijing
        ("2024-12-31 15:59:59+00:00", "2024-12-31", "2024-12-31"),
        ("2024-12-31T23:00:00+08:00", "2024-12-31", "2024-12-31"),
        ("2024-12-31 16:00:00", "2024-12-31", "2024-12-31"),  # without a zone: as it stands
        (datetime.datetime(2024, 12, 31, 16, tzinfo=UTC), "2025-01-01", "2025-01-01"),
        (pd.Timestamp("2024-12-31T16:00Z"), "2025-01-01", "2025-01-01"),
        (datetime.date(2024, 12, 31), "2024-12-31", "2024-12-31"),
    ],
)
def test_a_day_as_start_and_as_end(written, start, end):
    assert (period_start(written), period_end(written)) == (start, end)


@pytest.mark.parametrize("written", ["长期", "永久", "无固定期限", "长期有效"])
def test_what_has_no_end_begins_on_no_day(written):
    assert (period_start(written), period_end(written)) == (None, OPEN_END)


@pytest.mark.parametrize(
    "written", ["soon", "2024", "2024年", "2024-02-30", "2024年13月45日", "2024-13", 2024.1, "3年", 5.0]
)
def test_what_is_no_day(written):
    assert period_start(written) is None and period_end(written) is None
    assert read("temporary_DQRQ", written, None) == ["?", None]


@pytest.mark.parametrize("column", ["DLBM", "pbf_DLBM", "previous_DLBM"])
def test_classes_of_the_third_survey(column):
    written = [101, "101", "101.0", 101.0, "0101 ", "水田", "0101水田", "水田(0101)", "０１０１", "201k", "0201K", 1202]
    assert read(column, *written) == ["0101"] * 9 + ["0201K"] * 2 + ["1202"]
    assert read(column, 101, 103, 702, 9) == ["0101", "0103", "0702", "09"]  # a column of numbers
    assert read(column, "9999", "田", None, "") == ["?", "?", None, None]


def test_classes_of_the_second_survey():
    assert read("survey2_DLBM", 11, "11", 11.0, "011 ", "水田", 101, "村庄") == ["011"] * 5 + ["101", "203"]
    assert read("survey2_DLBM", "0101", "9999") == ["?", "?"]


def test_the_column_as_a_whole_tells_which_survey_its_codes_are_of():
    # 13 and 21 are no codes of the third survey: zeros of the second survey's were lost.
    assert read("pbf_DLBM", 13, 21, 101, 203) == ["013", "021", "101", "203"]
    assert read("pbf_DLBM", "011", "101", "203") == ["011", "101", "203"]
    # A code of four digits is of the third survey, and so are the others.
    assert read("pbf_DLBM", "0201", "101", "203") == ["0201", "0101", "0203"]
    # Codes of three digits alone: zeros lost, and not railways and villages.
    assert read("pbf_DLBM", 101, 203) == ["0101", "0203"]


def test_numbers():
    assert read("XZDWKD", "10米", "8.0米", "１２．５", 7) == [10.0, 8.0, 12.5, 7.0]
    assert read("TBDLMJ", "9,999.96", "20,000.00", "100㎡") == [9999.96, 20000.0, 100.0]
    assert read("pbf_TBDLMJ", "20,000.00", "30亩")[:1] == [20000.0]
    assert read("KCXS", "6.8%", "6.8％", 0.068, "6.8") == [0.068, 0.068, 0.068, "?"]
    found = read_as(pd.Series([0.068, 6.8, np.nan]), KINDS["KCXS"])
    assert found.unreadable.tolist() == [False, True, False] and np.isnan(found.values[1])


@pytest.mark.parametrize("column", ["slope_PDJB", "soil_HJLB", "crops_ZWZT", "approvals_SFJC"])
def test_words_that_nobody_declared_are_unreadable(column):
    assert read(column, "看情况", None) == ["?", None]


def test_what_cannot_be_read_is_listed_once_a_value():
    frame = pd.DataFrame({"D": ["2024-12", "3年", "3年", None], "G": ["Ⅴ", "陡", "5级", None]})
    made, found = read_columns(frame, {"D": KINDS["temporary_DQRQ"], "G": KINDS["slope_PDJB"], "X": KINDS["DLBM"]}, "L")
    made = with_none(made)
    assert made["D"].tolist() == ["2024-12-31", "3年", "3年", None] and made["G"].tolist() == ["5", "陡", "5", None]
    joined = pd.concat(add_up_unreadable([*found, *found]))
    assert joined[["layer", "feature", "kind", "severity"]].values.tolist() == [
        ["L", "D", "bad_date", "warning"],
        ["L", "G", "unreadable_value", "warning"],
    ]
    assert joined["values"].tolist() == [
        {"column": "D", "value": "3年", "count": 4, "needs": "end", "features": "1, 2"},
        {"column": "G", "value": "陡", "count": 2, "needs": "grade", "features": "1"},
    ]


def test_every_column_that_a_rule_reads_has_a_declared_kind():
    tables = (POLICY.stable, POLICY.conflicts, POLICY.severity_caps, POLICY.conflict_flags, POLICY.candidates)
    tables += (POLICY.abandoned, POLICY.exclusions, POLICY.candidate_flags, POLICY.deferrals, POLICY.losses)
    # Whether a value stands there needs no reading, nor do words in a remark; areas and widths are the plugin's own.
    columns = {
        condition.column
        for table in tables
        for rule in table
        for group in rule.when
        for condition in group
        if condition.test not in ("present", "empty", "outside", "contains", "lacks")
    }
    assert columns - {"area_m2", "mean_width_m"} <= set(KINDS)


def test_codes_are_those_of_the_survey_and_others_are_listed():
    assert read("ZZSXDM", "jkhf", "ＧＣＨＦ", "未耕种", "即可恢复", "GZ") == ["JKHF", "GCHF", "WG", "JKHF", "GZ"]
    assert read("ZZSXDM", "JKFH", "复耕", None) == ["?", "?", None]
    assert read("TBXHDM", "LQYD", "废弃", "沙荒耕地", "XX") == ["LQYD", "FQ", "SHGD", "?"]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("废弃：否", False),
        ("废弃:否", False),
        ("是否废弃:否", False),
        ("是否废弃：是", True),
        ("是否废弃", False),  # a question without an answer
        ("是否废弃：待查", False),
        ("闲置 无；废弃 无", False),
        ("废弃（否）", False),
        ("废弃:是", True),
        ("废弃，无人使用", True),
        ("废弃 无人管护", True),
        ("废弃否定", True),  # not an answer: joined by nothing
        ("废弃：无，坟 1 座", False),
        ("已废弃。是否复垦：否", True),
    ],
)
def test_a_no_behind_a_word_denies_it(text, marked):
    assert POLICY.reading.remarks.has(text, "废弃") is marked
