"""Attributes of survey parcels that do not go together, by the rules of `resources/survey/attribute_rules.yaml`."""

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
    """Find parcels that break a rule; a rule that needs a column which the frame lacks finds nothing.

    Of unknown classes no rule says anything: they are told as such.

    Args:
        frame: parcels of any number under standard names; a chunk gives the same rows as the whole.
        layer: the layer's name.
        feature: names of the parcels (n,).
        rules: what has to hold.
        classes: the class table.

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
    needed = {condition.column for group in rule.when for condition in group} | {rule.column}
    return needed | {CLASS_COLUMN} if rule.classes or rule.excepted else needed


def _rows(
    frame: geopandas.GeoDataFrame, layer: str, feature: np.ndarray, rule: AttributeRule, filled: bool
) -> pd.DataFrame:
    """Problems of parcels that break one rule, all with a value in its column or all without."""
    geometry = frame.geometry.to_numpy()
    count = len(frame)
    value = frame[rule.column].tolist()
    facts = {
        "rule": [rule.name] * count,
        "source": [rule.source] * count,
        "field": [rule.column] * count,
        "value": value,
        "land": _land(frame, rule),
    }
    if rule.problem:
        return _named(rule.problem, layer, feature, rule, {"code": frame[CLASS_COLUMN], "width_m": value}, geometry)
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


def _named(
    kind: str, layer: str, feature: np.ndarray, rule: AttributeRule, facts: dict[str, list], geometry: np.ndarray
) -> pd.DataFrame:
    return problems(kind, layer, feature, rule.severity, facts, geometry)


def _land(frame: geopandas.GeoDataFrame, rule: AttributeRule) -> list[str]:
    """The class of each parcel, and what else the rule asks for: `0101, TBXHDM HDGD`."""
    others = {c.column for group in rule.when for c in group if c.test != "empty"} - {CLASS_COLUMN}
    columns = [frame[CLASS_COLUMN].tolist(), *(frame[name].tolist() for name in sorted(others))]
    names = ["", *(f"{name} " for name in sorted(others))]
    return [", ".join(f"{name}{value}" for name, value in zip(names, row)) for row in zip(*columns)]


def _comparison(rule: AttributeRule) -> str:
    return ", ".join(f"{condition.operator} {condition.operand:g}" for condition in rule.must)


def absent_for_rules(columns: set[str], layer: str, rules: AttributeRules) -> pd.DataFrame:
    """Notes on columns without which rules were left out."""
    wanted: dict[str, list[str]] = {}
    for rule in rules.rules:
        for column in sorted(_columns(rule) - columns):
            wanted.setdefault(column, []).append(rule.name)
    names = ["; ".join(dict.fromkeys(names)) for names in wanted.values()]
    return problems("absent_column", layer, list(wanted), NOTE, {"column": list(wanted), "rows": names})
