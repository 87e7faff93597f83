"""Checks of survey parcels' attributes against each other, by `resources/survey/attribute_rules.yaml`."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas
import numpy as np
import pandas as pd

from ..problems import NONE, NOTE, Found, problems
from ..rules.evaluation import CLASS_COLUMN, RuleEvaluator
from ..rules.policy import AttributeRule, AttributeRules, SurveyClasses


def check_attributes(
    frame: geopandas.GeoDataFrame, layer: str, feature: np.ndarray, rules: AttributeRules, classes: SurveyClasses
) -> Iterator[Found]:
    """Find parcels that break a rule.

    A rule that needs a column which the frame lacks finds nothing, and no rule applies to an unknown class.

    Args:
        frame: parcels of any number under standard names; a chunk gives the same rows as the whole.
        layer: the layer's name.
        feature: names of the parcels (n,).
        rules: what has to hold.
        classes: the class table.

    >>> from ..rules.policy import Condition, SurveyClass
    >>> must = Condition("GDPDJB", "in", ("1", "2", "3", "4", "5"))
    >>> rule = AttributeRule("slope grade", "TD/T 1055", classes=("01*",), column="GDPDJB", must=(must,))
    >>> classes = SurveyClasses({"0101": SurveyClass("0101", "水田", "paddy field")})
    >>> frame = geopandas.GeoDataFrame({"DLBM": ["0101"] * 3, "GDPDJB": ["2", "6", None]}, geometry=[None] * 3)
    >>> for found in check_attributes(frame, "DLTB", np.array(["a", "b", "c"]), AttributeRules((rule,)), classes):
    ...     print(found.rows[["feature", "kind"]].values.tolist())
    [['b', 'attribute_unfit']]
    [['c', 'attribute_missing']]

    """
    tests = RuleEvaluator(frame, rules, classes)
    known = tests.known()
    for number, rule in enumerate(rules.rules):
        if not _columns(rule) <= set(frame.columns):
            continue
        applies = known & tests.rule(rule)
        broken = np.flatnonzero(applies & ~tests.any_of([(condition,) for condition in rule.must]))
        filled = tests.present(rule.column)[broken]
        for rows, part in ((broken[filled], "value"), (broken[~filled], "none")):
            found = _rows(frame.iloc[rows], layer, feature[rows], rule, part == "value") if len(rows) else NONE
            yield Found(found, int(applies.sum()), f"attributes {number} {part}")


def _columns(rule: AttributeRule) -> set[str]:
    """Return the columns that a rule reads."""
    needed = {condition.column for group in rule.when for condition in group} | {rule.column}
    return needed | {CLASS_COLUMN} if rule.classes or rule.excepted else needed


def _rows(
    frame: geopandas.GeoDataFrame, layer: str, feature: np.ndarray, rule: AttributeRule, filled: bool
) -> pd.DataFrame:
    """Return the problems of parcels that break one rule, all with a value in its column or all without."""
    geometry = frame.geometry.to_numpy()
    count = len(frame)
    value = frame[rule.column].tolist()
    if rule.problem:
        named = {"code": frame[CLASS_COLUMN], "width_m": value}
        return problems(rule.problem, layer, feature, rule.severity, named, geometry)
    facts = {
        "rule": [rule.name] * count,
        "source": [rule.source] * count,
        "field": [rule.column] * count,
        "value": value,
        "land": _land(frame, rule),
    }
    if not filled:
        return problems("attribute_missing", layer, feature, rule.severity, facts, geometry)
    test = rule.must[0].test
    if test == "compare":
        facts["needed"] = [_comparison(rule)] * count
        return problems("attribute_out_of_range", layer, feature, rule.severity, facts, geometry)
    if test == "empty" and len(rule.must) == 1:
        return problems("attribute_not_empty", layer, feature, rule.severity, facts, geometry)
    if test == "not_in":
        return problems("attribute_not_allowed", layer, feature, rule.severity, facts, geometry)
    facts["allowed"] = [", ".join(value for condition in rule.must for value in condition.values)] * count
    return problems("attribute_unfit", layer, feature, rule.severity, facts, geometry)


def _land(frame: geopandas.GeoDataFrame, rule: AttributeRule) -> list[str]:
    """Return each parcel's class and the other attributes that the rule applies to: `0101, TBXHDM HDGD`."""
    others = {c.column for group in rule.when for c in group if c.test != "empty"} - {CLASS_COLUMN}
    columns = [frame[CLASS_COLUMN].tolist(), *(frame[name].tolist() for name in sorted(others))]
    names = ["", *(f"{name} " for name in sorted(others))]
    return [", ".join(f"{name}{value}" for name, value in zip(names, row)) for row in zip(*columns)]


def _comparison(rule: AttributeRule) -> str:
    """Return what a number has to be, as `> 0, <= 1`."""
    return ", ".join(f"{condition.operator} {condition.operand:g}" for condition in rule.must)


def absent_for_rules(columns: set[str], layer: str, rules: AttributeRules) -> pd.DataFrame:
    """Return notes on columns whose absence leaves rules out, each with the names of the rules.

    >>> rule = AttributeRule("slope grade", "TD/T 1055", classes=("01*",), column="GDPDJB")
    >>> absent_for_rules({"DLBM"}, "DLTB", AttributeRules((rule,)))["values"].tolist()
    [{'column': 'GDPDJB', 'rows': 'slope grade'}]

    """
    wanted: dict[str, list[str]] = {}
    for rule in rules.rules:
        for column in sorted(_columns(rule) - columns):
            wanted.setdefault(column, []).append(rule.name)
    names = ["; ".join(dict.fromkeys(names)) for names in wanted.values()]
    return problems("absent_column", layer, list(wanted), NOTE, {"column": list(wanted), "rows": names})
