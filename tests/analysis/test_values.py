"""Readers of values: the ways in which offices write them, by hand."""

import numpy as np
import pytest

from farmland_redline.processing.analysis.values.kinds import Kind
from farmland_redline.processing.analysis.values.readers import ValueKind, parse_number, read_column
from farmland_redline.processing.analysis.values.texts import code_text
from farmland_redline.processing.bridge.value_kinds import load_reading

KINDS = load_reading().kinds


@pytest.mark.parametrize(
    ("column", "written", "read"),
    [
        *[("DLBM", written, "0101") for written in ("0101", "101", 101, 101.0, "101.0", "0101 ", "水田", "０１０１")],
        ("DLBM", "201k", "0201K"),
        ("DLBM", "01", "01"),
        *[("survey2_DLBM", written, "011") for written in ("011", "11", 11.0, "水田")],
        ("survey2_DLBM", "101", "101"),  # the second survey's railway
        *[("slope_PDJB", written, "5") for written in ("5", 5, 5.0, "5级", "Ⅴ", "Ⅴ级", "五级", "５")],
        *[("soil_HJLB", written, "严格管控类") for written in ("严格管控类", "严格管控区", "严格管控")],
        *[("crops_ZWZT", written, "盛果期") for written in ("盛果期", "盛果", " 盛果期")],
        *[("approvals_SFJC", written, "yes") for written in ("True", True, "是", "Y", "1", 1, 1.0, "已建成")],
        *[("approvals_SFJC", written, "no") for written in (False, "否", "N", 0, "未建成")],
        ("XZDWKD", "10米", "10"),
        ("XZDWKD", "8.5 m", "8.5"),
        ("KCXS", "6.8%", "0.068"),
        ("KCXS", 0.068, "0.068"),
        ("approvals_YXQZ", "2024年12月", "2024-12-31"),
        ("approvals_PZRQ", "2024-12", "2024-12-01"),
        ("temporary_DQRQ", "长期", "9999-12-31"),
        ("temporary_DQRQ", 45657, "2024-12-31"),
    ],
)
def test_what_can_be_read(column, written, read):
    assert KINDS[column].read(written) == read


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("DLBM", "田"),
        ("slope_PDJB", "6"),
        ("slope_PDJB", "陡"),
        ("soil_HJLB", "一般"),
        ("approvals_SFJC", "部分"),
        ("XZDWKD", "10,5"),  # ten and a half, or a slip: nobody knows
        ("KCXS", 6.8),
        ("approvals_YXQZ", "不详"),
        ("approvals_YXQZ", "2024"),
    ],
)
def test_what_cannot_be_read_is_not_null(column, written):
    with pytest.raises(ValueError, match=r"no |neither"):
        KINDS[column].read(written)


@pytest.mark.parametrize("nothing", [None, "", " ", float("nan")])
@pytest.mark.parametrize("column", sorted(KINDS))
def test_null_is_null(column, nothing):
    assert KINDS[column].read(nothing) is None


def test_the_canonical_value_is_read_as_itself():
    for column, written in (("DLBM", "101"), ("GDPDJB", "Ⅴ"), ("approvals_SFJC", "是"), ("temporary_DQRQ", "长期")):
        once = KINDS[column].read(written)
        assert KINDS[column].read(once) == once


@pytest.mark.parametrize(
    ("text", "number"), [("9,999.96", 9999.96), ("20,000.00", 20000.0), ("１２", 12.0), ("-5", -5.0), (1e-05, 1e-05)]
)
def test_numbers(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["10,5", "1,00", "十", "", "5 furlongs"])
def test_no_numbers(text):
    with pytest.raises(ValueError, match="no number"):
        parse_number(text)


def test_a_real_number_that_has_lost_digits_is_no_code():
    with pytest.raises(ValueError, match="digits lost"):
        code_text(360202000000006557.0)


def test_a_column_is_read_cell_by_cell():
    cells = np.array(["5级", None, "陡", 5], dtype=object)
    column = read_column(cells, ValueKind(Kind.GRADE))
    assert column.values.tolist() == ["5", None, "陡", "5"]
    assert column.unreadable.tolist() == [False, False, True, False]
