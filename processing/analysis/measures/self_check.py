"""The self-check of the assessment: one line a requirement and unit, out of results that are there (measure 33)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from ..area.rounding import EXACT, EXACT_PER_MU
from ..rules.evaluation import RuleEvaluator
from ..rules.policy import CheckRule, Policy, SurveyClasses
from ..rules.unit_codes import codes_at
from ..vocabulary import CheckState, Level

COLUMNS = (
    *("code", "name", "level", "line", "measure", "unit", "task", "actual", "difference", "state"),
    *("source_table", "source_column"),
)
_LEVELS = (Level.CITY.value, Level.COUNTY.value)
# Whole units in which figures are compared, by a line's unit; billionths of percentages and counts.
_PER_UNIT = {"mu": EXACT_PER_MU, "m2": EXACT}
_PER_NUMBER = 10.0**9
_YES, _NO = "yes", "no"


def check_results(
    tables: Mapping[str, pd.DataFrame], policy: Policy, classes: SurveyClasses, names: Mapping[str, str]
) -> pd.DataFrame:
    """Fill in the lines of the policy (`check_lines`) for each city and county of the summary.

    What the results do not have is `no_data`, never met; a line that people answer is `by_hand`. Areas are compared in
    whole units that hold 0.01 m² and 0.01 mu exactly.

    Args:
        tables: results by name, as the GeoPackage has them; `summary` names the units, `zones` the layers of zones.
        policy: lines and thresholds, and the cities with their counties.
        classes: the class table.
        names: of units by code.

    Returns:
        The columns `COLUMNS`; areas in the line's unit (mu or m²). `task` is empty where the line only asks yes or no.

    >>> from ..rules.policy import Unit
    >>> summary = pd.DataFrame(
    ...     {"code": ["360222"], "level": ["county"], "holding_mu": [5.0], "holding_target_mu": [6.0]}
    ... )
    >>> line = CheckRule("holding", "", table="summary", actual="holding_mu", task="holding_target_mu",
    ...                  compare="at_least", unit="mu", measures=(33,))
    >>> policy = Policy("demo", units=(Unit("360222", "", "county"),), check_lines=(line,))
    >>> found = check_results({"summary": summary}, policy, SurveyClasses({}), {})
    >>> found[["line", "task", "actual", "difference", "state"]].values.tolist()
    [['holding', 6.0, 5.0, -1.0, 'missed']]

    """
    summary = tables["summary"]
    units = summary[summary["level"].isin(_LEVELS) & (summary["code"].fillna("") != "")]
    silent = set(units.loc[~_have_data(units), "code"])
    rows = []
    for rule in policy.check_lines:
        reader = _Reader(tables, rule, policy, classes, silent)
        for code, level in zip(units["code"], units["level"]):
            rows.append(_line(rule, code, level, reader, policy))
    made = pd.DataFrame(rows, columns=[name for name in COLUMNS if name != "name"])
    made["name"] = [names.get(code) for code in made["code"]]
    position = {code: number for number, code in enumerate(units["code"])}
    made = made.iloc[np.argsort(made["code"].map(position).to_numpy(), kind="stable")]
    return made[list(COLUMNS)].reset_index(drop=True)


def tables_read(policy: Policy) -> set[str]:
    """Return the names of the tables of results that the lines of a policy (`check_lines`) read.

    >>> line = CheckRule("temporary", "", table="conflicts", actual="area_m2", judged="summary.conflicts_mu")
    >>> sorted(tables_read(Policy("demo", check_lines=(line,))))
    ['conflicts', 'summary', 'zones']

    """
    columns = [column for rule in policy.check_lines for column in (rule.actual, rule.task, rule.judged)]
    others = {column.split(".", 1)[0] for column in columns if _names_table(column)}
    return {"summary", "zones", *others, *(rule.table for rule in policy.check_lines if rule.table)}


def _names_table(column: str) -> bool:
    """Return whether a column stands in another table, as `table.column`; a number with a point does not."""
    return "." in column and not column.split(".", 1)[0].lstrip("-").isdigit()


def _have_data(units: pd.DataFrame) -> np.ndarray:
    """Return the units with parcels; of cities those of which every county has some."""
    some = units["parcels"].fillna(0).gt(0) if "parcels" in units else pd.Series(True, index=units.index)
    if {"children", "children_with_data"} <= set(units.columns):
        some &= ~(units["children_with_data"] < units["children"])
    return some.to_numpy(dtype=bool)


class _Reader:
    """Reads the figures of one line out of its table.

    Args:
        tables: results by name.
        rule: the line.
        policy: cities with their counties.
        classes: the class table.
        silent: codes of units without data, of which tables made of parcels tell nothing.

    """

    def __init__(
        self,
        tables: Mapping[str, pd.DataFrame],
        rule: CheckRule,
        policy: Policy,
        classes: SurveyClasses,
        silent: Collection[str],
    ) -> None:
        self.tables, self.policy, self.silent = tables, policy, silent
        self.table = tables.get(rule.table)
        zones = tables.get("zones")
        self.has_layers = not rule.layers or (zones is not None and set(rule.layers) <= set(zones["role"]))
        self.covers = np.zeros(0, dtype=bool)
        if self.table is not None:
            every = np.ones(len(self.table), dtype=bool)
            self.covers = RuleEvaluator(self.table, policy, classes).rule(rule) if rule.when else every

    def figure(self, column: str, code: str, level: str) -> object:
        """Return the figure of a unit: of tables of units its own row's, of lists the sum over its features.

        None where nobody knows it. `table.column` is a column of another table.
        """
        table, covers = self.table, self.covers
        if "." in column:
            other, column = column.split(".", 1)
            table = self.tables.get(other)
            covers = np.ones(0 if table is None else len(table), dtype=bool)
        if table is None or column not in table:
            return None
        # Tables of cases have neither levels nor features: they tell of a unit whether or not it has parcels.
        if code in self.silent and ("level" in table or "code" not in table):
            return None
        if "code" not in table:
            inside = covers & (codes_at(table, level, self.policy) == code)
            amounts = pd.to_numeric(table.loc[inside, column], errors="coerce")
            return None if amounts.isna().any() else float(amounts.sum())
        own = covers & (table["code"] == code).to_numpy()
        if "level" in table:
            own &= (table["level"] == level).to_numpy()
        found = table.loc[own, column]
        # Of several rows of a unit (periods, say) the last one counts.
        return found.iloc[-1] if len(found) and pd.notna(found.iloc[-1]) else None


def _line(rule: CheckRule, code: str, level: str, reader: _Reader, policy: Policy) -> dict[str, object]:
    """Return a line of one unit."""
    actual, task = reader.figure(rule.actual, code, level), _task(rule, code, level, reader, policy)
    is_given = reader.table is not None
    difference, state = None, CheckState.NO_DATA
    if rule.compare == "no":
        unknown = CheckState.BY_HAND if rule.by_hand else CheckState.NO_DATA
        state = {_NO: CheckState.MET, _YES: CheckState.MISSED}.get(str(actual), unknown)
        actual = None
    elif rule.by_hand:
        state = CheckState.BY_HAND
    else:
        judged = reader.has_layers and (not rule.judged or reader.figure(rule.judged, code, level) is not None)
        if isinstance(actual, (int, float, np.number)) and task is not None and judged:
            difference, state = _compare(float(actual), task, rule)
    number = actual if isinstance(actual, (int, float, np.number)) else None
    return {
        "code": code,
        "level": level,
        "line": rule.name,
        "measure": rule.measures[0] if rule.measures else 0,
        "unit": rule.unit or None,
        "task": np.nan if task is None else task,
        "actual": np.nan if number is None else float(number),
        "difference": np.nan if difference is None else difference,
        "state": state.value,
        "source_table": (rule.table or None) if is_given else None,
        "source_column": (rule.actual or None) if is_given else None,
    }


def _task(rule: CheckRule, code: str, level: str, reader: _Reader, policy: Policy) -> float | None:
    """Return what is asked of a unit: a threshold, a number, or a figure of the same table; None if not known."""
    if not rule.task:
        return None
    if rule.task in policy.thresholds:
        return policy.threshold(rule.task)
    try:
        return float(rule.task)
    except ValueError:
        value = reader.figure(rule.task, code, level)
        return float(value) if isinstance(value, (int, float, np.number)) else None


def _compare(actual: float, task: float, rule: CheckRule) -> tuple[float, CheckState]:
    """Return actual less task, and whether the line is met."""
    per = _PER_UNIT.get(rule.unit, _PER_NUMBER)
    gap = round(actual * per) - round(task * per)
    met = {"at_least": gap >= 0, "at_most": gap <= 0, "below": gap < 0}[rule.compare]
    return gap / per, CheckState.MET if met else CheckState.MISSED
