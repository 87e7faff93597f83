"""The condition language: what each test of a row means."""

import numpy as np
import pytest

from farmland_redline.processing.analysis.rules.evaluation import (
    RuleEvaluator,
    absent_columns,
    class_matches,
    join_labels,
)
from farmland_redline.processing.analysis.rules.policy import Condition, Rule

from .rule_pieces import CLASSES, DATE, POLICY, piece, pieces


@pytest.mark.parametrize(
    ("code", "patterns", "fits"),
    [
        ("0702", ["0702"], True),
        ("0301K", ["0301"], False),  # suffixed codes only when stated
        ("0301K", ["03*"], True),  # or by glob
        ("05H1", ["05*"], True),
        ("0508", ["05*"], True),
        ("0201K", ["*K"], True),
        ("1003", ["1001-1005"], True),
        ("1005", ["1001-1005"], True),
        ("1006", ["1001-1005"], False),
        ("1107A", ["1101-1109"], False),  # ranges speak of four-digit codes only
        ("09", ["0801-1005"], False),
        ("", ["*"], False),
        (None, ["*"], False),
        ("0810A", ["0810", "0810A"], True),
    ],
)
def test_class_patterns(code, patterns, fits):
    assert class_matches(code, patterns) is fits


def masks(column, cells, **condition):
    frame = pieces(*[piece(**{column: cell}) for cell in cells])
    return RuleEvaluator(frame, POLICY, CLASSES, DATE).condition(Condition(column, **condition)).tolist()


def test_each_kind_of_condition():
    values = ["A", " A ", "B", "", None]
    assert masks("X", values, test="in", values=("A",)) == [True, True, False, False, False]
    assert masks("X", values, test="not_in", values=("A",)) == [False, False, True, True, True]
    assert masks("X", values, test="present") == [True, True, True, False, False]
    assert masks("X", values, test="empty") == [False, False, False, True, True]
    assert masks("X", values, test="outside") == [False, False, False, True, True]
    assert masks("X", ["旧坟一座", "田", None], test="contains", values=("坟", "墓")) == [True, False, False]
    assert masks("X", ["0101", "0201", None], test="class", values=("01*",)) == [True, False, False]
    assert (
        masks("X", ["9", 8.5, "8", "wide", None], test="compare", operator=">", operand=8.0)
        == [True, True] + [False] * 3
    )


def test_numbers_match_codes_however_the_column_is_stored():
    assert masks("GDPDJB", [5, 2, None], test="in", values=("5",)) == [True, False, False]
    assert masks("GDPDJB", ["5", "2", None], test="in", values=("5",)) == [True, False, False]
    assert masks("W", [8.1, 8.0, None], test="compare", operator=">", operand=8.0) == [True, False, False]


def test_dates_compare_with_the_reference_date_and_empty_passes_only_when_said():
    days = ["2024-12-31", "2025-01-01", "not a day", None]
    assert masks("D", days, test="compare", operator="<=", operand="date") == [True, False, False, False]
    assert masks("D", days, test="compare", operator=">=", operand="date", or_empty=True) == [True, True, False, True]


def test_an_absent_column_is_empty_but_nothing_lies_outside_an_absent_layer():
    tests = RuleEvaluator(pieces(piece(), piece()), POLICY, CLASSES, DATE)
    for test in ("present", "outside"):
        assert not tests.condition(Condition("farmland_reserve", test)).any()
    assert tests.condition(Condition("farmland_reserve", "empty")).all()
    assert not tests.condition(Condition("X", "in", ("A",))).any()
    assert not tests.condition(Condition("X", "compare", operator="<", operand=1.0)).any()


def test_groups_of_conditions_are_alternatives():
    both = (Condition("A", "present"), Condition("B", "present"))
    rule = Rule("r", "s", when=(both, (Condition("C", "present"),)))
    rows = [{"A": "1", "B": "1"}, {"A": "1", "B": None}, {"A": None, "B": None, "C": "1"}]
    frame = pieces(*[piece(**{"A": None, "B": None, "C": None, **row}) for row in rows])
    assert RuleEvaluator(frame, POLICY, CLASSES, DATE).rule(rule).tolist() == [True, False, True]


def test_mean_width_is_twice_the_area_by_the_perimeter():
    tests = RuleEvaluator(pieces(piece(wide=5, long=100), piece(wide=10, long=10)), POLICY, CLASSES, DATE)
    assert tests.numbers("mean_width_m") == pytest.approx([2 * 500 / 210, 2 * 100 / 40])


def test_level_one_codes_are_no_classes_of_a_parcel():
    frame = pieces(*[piece(DLBM=code) for code in ("0101", "01", "09", "0901", "9999", None)])
    assert RuleEvaluator(frame, POLICY, CLASSES, DATE).known().tolist() == [True, False, True, False, False, False]


def test_labels_join_in_order_and_once():
    masks_ = [np.array(m, dtype=bool) for m in ([1, 0, 1], [1, 0, 0], [0, 0, 1])]
    assert join_labels(masks_, ["b", "a", "b"], 3).tolist() == ["b;a", None, "b"]


def test_absent_columns_are_named_once_a_layer():
    rules = [
        Rule("one", "s", when=((Condition("slope_PDJB", "present"), Condition("BZ", "present")),)),
        Rule("two", "s", when=((Condition("slope", "present"),),)),
    ]
    found = absent_columns(pieces(piece()), [("kinds", rules[:1]), ("flags", rules[1:])], optional=["BZ"])
    assert found["feature"].tolist() == ["slope"]
    assert found["values"].iloc[0] == {"column": "slope", "rows": "kinds:one;flags:two"}
    assert found["severity"].tolist() == ["note"]


def test_a_reference_date_must_be_one():
    with pytest.raises(ValueError, match="no date"):
        RuleEvaluator(pieces(piece()), POLICY, CLASSES, "tomorrow")
