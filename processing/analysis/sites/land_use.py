"""The table of land classes that a project's papers hold (用地分类, measure 8): by line, each with what lies in PBF."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..area.rounding import CENTS, cents_or_zero, cents_to_mu
from ..rules.evaluation import CLASS_COLUMN, RuleEvaluator
from ..rules.policy import Policy, SurveyClasses

PBF = "pbf"


def find_lines(tests: RuleEvaluator, policy: Policy) -> np.ndarray:
    """Return the line of each part (object, n): the first that covers it, of those that are not sums of others.

    >>> from ..rules.policy import SiteLine
    >>> lines = (SiteLine("land", ""), SiteLine("paddy", "", classes=("0101",), parent="land"), SiteLine("rest", ""))
    >>> parts, policy = pd.DataFrame({"DLBM": ["0101", "0702"]}), Policy("demo", site_lines=lines)
    >>> find_lines(RuleEvaluator(parts, policy, SurveyClasses({}), "2024-12-31"), policy).tolist()
    ['paddy', 'rest']

    """
    sums = {line.parent for line in policy.site_lines}
    return tests.first_rule(line for line in policy.site_lines if line.name not in sums)


def tabulate_lines(
    parts: pd.DataFrame, lines: np.ndarray, rows: np.ndarray, policy: Policy, classes: SurveyClasses
) -> pd.DataFrame:
    """Add up the parts of a site by line; those of lines without parent add up to its area of record.

    Cultivated land counts with its net area, its ridges in the line of their class (1203).

    Args:
        parts: pieces inside the outlines (n).
        lines: of each part, from `find_lines`.
        rows: bool (n,), the parts that count.
        policy: the lines.
        classes: name the class of ridges.

    Returns:
        one row a line of the policy: `line`, `area_m2`, `area_mu`, `pbf_m2` (of it in PBF; null without such a layer).

    >>> from ..rules.policy import SiteLine, SurveyClass
    >>> lines = (SiteLine("paddy", "", classes=("0101",)), SiteLine("ridges", "", classes=("1203",)))
    >>> parts = pd.DataFrame({"DLBM": ["0101"], "area_m2": [2000.0], "cultivated_m2": [1864.0], "pbf": ["P"]})
    >>> classes = SurveyClasses({"1203": SurveyClass("1203", "", "", group="ridge")})
    >>> policy = Policy("demo", site_lines=lines)
    >>> rows = np.array([True])
    >>> tabulate_lines(parts, np.array(["paddy"], object), rows, policy, classes)[["line", "area_m2"]].values.tolist()
    [['paddy', 1864.0], ['ridges', 136.0]]

    """
    gross, net = cents_or_zero(parts["area_m2"]), cents_or_zero(parts["cultivated_m2"])
    ridges = np.where(net > 0, gross - net, 0)
    ridge_line = _line_of_ridges(policy, classes)
    parent = {line.name: line.parent for line in policy.site_lines}
    inside = parts[PBF].notna().to_numpy() if PBF in parts else None
    columns: dict[str, list[float | None]] = {"area_m2": [], "pbf_m2": []}
    for column, mask in (("area_m2", rows), ("pbf_m2", None if inside is None else rows & inside)):
        sums = dict.fromkeys(parent, 0)
        if mask is not None:
            for name in parent:
                _add(sums, parent, name, int((gross - ridges)[mask & (lines == name)].sum()))
            _add(sums, parent, ridge_line, int(ridges[mask].sum()))
        columns[column] = [None if mask is None else cents / CENTS for cents in sums.values()]
    table = pd.DataFrame({"line": list(parent), **columns})
    table.insert(2, "area_mu", cents_to_mu(cents_or_zero(table["area_m2"])))
    return table.astype({"pbf_m2": float})


def _add(sums: dict[str, int], parent: dict[str, str], line: str, cents: int) -> None:
    """Add an area to a line and to all that it is a part of."""
    while line in sums:
        sums[line] += cents
        line = parent[line]


def _line_of_ridges(policy: Policy, classes: SurveyClasses) -> str:
    """Return the line in which ridges count."""
    ridge = pd.DataFrame({CLASS_COLUMN: [next(iter(classes.codes("ridge")), None)]})
    return str(find_lines(RuleEvaluator(ridge, policy, classes), policy)[0])
