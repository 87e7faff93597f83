"""Rules on attributes that depend on each other, on hand-made parcels."""

import geopandas
import numpy as np
import pytest

from farmland_redline.processing.analysis.quality.attributes import absent_for_rules, check_attributes
from farmland_redline.processing.analysis.rules.policy import (
    AttributeRule,
    AttributeRules,
    Condition,
    SurveyClass,
    SurveyClasses,
)

CLASSES = SurveyClasses({code: SurveyClass(code, "", "") for code in ("0101", "0201", "1003")})


def listed(rule, **columns):
    length = len(columns["DLBM"])
    frame = geopandas.GeoDataFrame(columns, geometry=[None] * length)
    feature = np.array([f"f{number}" for number in range(length)])
    found = list(check_attributes(frame, "DLTB", feature, AttributeRules((rule,)), CLASSES))
    rows = [row for part in found for row in zip(part.rows["feature"], part.rows["kind"], part.rows["values"])]
    return rows, [part.of for part in found]


def rule(*must, column="X", **facts):
    return AttributeRule("1", "6101", column=column, must=must, **{"classes": ("01*",), **facts})


def test_parcels_that_a_rule_does_not_touch():
    rows, of = listed(rule(Condition("X", "in", ("a",))), DLBM=["0101", "0201", "9999", "0101"], X=["a", "b", "b", "b"])
    assert [(feature, kind) for feature, kind, _ in rows] == [("f3", "attribute_unfit")]
    assert of == [2, 2]  # neither other classes nor unknown ones
    assert rows[0][2] == {"rule": "1", "source": "6101", "field": "X", "value": "b", "land": "0101", "allowed": "a"}


def test_no_rule_applies_to_an_unknown_class():
    rows, of = listed(rule(Condition("X", "in", ("a",)), classes=()), DLBM=["0201", "9999"], X=["b", "b"])
    assert [row[0] for row in rows] == ["f0"]
    assert of == [1, 1]


@pytest.mark.parametrize(
    ("must", "value", "kind", "fact"),
    [
        ((Condition("X", "in", ("a", "b")),), "c", "attribute_unfit", ("allowed", "a, b")),
        ((Condition("X", "in", ("a",)), Condition("X", "empty")), "c", "attribute_unfit", ("allowed", "a")),
        ((Condition("X", "in", ("a",)),), None, "attribute_missing", ("value", None)),
        ((Condition("X", "empty"),), "c", "attribute_not_empty", ("value", "c")),
        ((Condition("X", "not_in", ("c",)),), "c", "attribute_not_allowed", ("value", "c")),
        ((Condition("X", "compare", operator="<=", operand=8.0),), 8.5, "attribute_out_of_range", ("needed", "<= 8")),
    ],
)
def test_the_kind_says_what_is_wrong(must, value, kind, fact):
    rows, _ = listed(rule(*must), DLBM=["0101"], X=[value])
    assert [row[1] for row in rows] == [kind]
    assert rows[0][2][fact[0]] == fact[1]


def test_any_condition_suffices():
    must = (Condition("X", "in", ("a",)), Condition("X", "empty"))
    assert listed(rule(*must), DLBM=["0101"] * 2, X=["a", None])[0] == []


def test_a_rule_applies_where_its_conditions_hold():
    when = ((Condition("T", "in", ("HD",)),),)
    rows, of = listed(rule(Condition("X", "empty"), when=when), DLBM=["0101"] * 2, X=["a", "a"], T=["HD", "LQ"])
    assert [(feature, values["land"]) for feature, _, values in rows] == [("f0", "0101, T HD")]
    assert of == [1, 1]


def test_a_rule_may_name_its_problem():
    wide = rule(Condition("X", "compare", operator="<=", operand=8.0), classes=("1003",), problem="wide_road")
    rows, _ = listed(wide, DLBM=["1003", "1003"], X=[7.0, 9.0])
    assert rows == [("f1", "wide_road", {"code": "1003", "width_m": 9.0})]


def test_severity_is_the_rules():
    frame = geopandas.GeoDataFrame({"DLBM": ["0101"], "X": ["b"]}, geometry=[None])
    rules = AttributeRules((rule(Condition("X", "empty"), severity="warning"),))
    [found, _] = check_attributes(frame, "DLTB", np.array(["a"]), rules, CLASSES)
    assert found.rows["severity"].tolist() == ["warning"]


def test_rules_without_their_columns_are_left_out_and_named():
    when = ((Condition("T", "in", ("HD",)),),)
    needs_t, needs_x = rule(Condition("X", "empty"), when=when), rule(Condition("X", "empty"))
    assert listed(needs_t, DLBM=["0101"], X=["a"]) == ([], [])
    notes = absent_for_rules({"DLBM"}, "DLTB", AttributeRules((needs_t, needs_x)))
    assert sorted(map(str, notes["values"])) == [
        "{'column': 'T', 'rows': '1'}",
        "{'column': 'X', 'rows': '1'}",
    ]
    assert set(notes["severity"]) == {"note"}
    assert len(absent_for_rules({"DLBM", "X", "T"}, "DLTB", AttributeRules((needs_t, needs_x)))) == 0
