"""What is forbidden on a project site, and what it needs (measures 8, 10, 12, 14, 15, 19, 28): rows of the policy."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ..area.rounding import CENTS, cents_or_zero
from ..rules.evaluation import RuleEvaluator, can_hold
from ..rules.policy import Policy, SiteNeed
from ..vocabulary import Checked, SiteVerdict

# Needs that say on which parts an amount is computed.
REPLACE, BALANCE, BALANCE_ADJUSTABLE = "replace", "balance", "balance_adjustable"
FEE, TOPSOIL = "reclamation_fee", "topsoil"
COLUMNS = ("need", "verdict", "checked", "area_m2", "cultivated_m2", "only_slivers", "measure", "source")


@dataclass(frozen=True)
class Needs:
    """What came of the policy's rows on the parts of a site (n).

    Attributes:
        table: one row a need that applies, might apply or was not checked; columns `COLUMNS`.
        covered: bool (n,) by need: the parts that it surely covers.
        verdict: a `SiteVerdict`.

    """

    table: pd.DataFrame
    covered: dict[str, np.ndarray]
    verdict: str


def find_needs(parts: pd.DataFrame, tests: RuleEvaluator, policy: Policy) -> Needs:
    """Apply the policy's rows to the parts of a site.

    A row counts where it covers more than 0.00 m². What would be forbidden if a value could be read, or a layer that
    was not given were there, and what a row says must be found out first, makes no site clear.

    Args:
        parts: pieces inside the outlines (n).
        tests: evaluates rows on them.
        policy: rows `site_needs`.

    >>> from ..rules.policy import Condition, SiteNeed, SurveyClasses
    >>> parts = pd.DataFrame({"DLBM": ["0101"], "pbf": ["P1"], "area_m2": [9.0], "cultivated_m2": [8.0]})
    >>> row = SiteNeed("no_house", "", when=((Condition("pbf", "present"),),), verdict="forbidden", measures=(10,))
    >>> policy = Policy("demo", site_needs=(row,))
    >>> needs = find_needs(parts, RuleEvaluator(parts, policy, SurveyClasses({}), "2024-12-31"), policy)
    >>> needs.verdict, needs.table[["need", "area_m2"]].values.tolist()
    ('forbidden', [['no_house', 9.0]])

    """
    area, net = cents_or_zero(parts["area_m2"]), cents_or_zero(parts["cultivated_m2"])
    real = area > 0
    sliver = tests.is_true("sliver")
    covered: dict[str, np.ndarray] = {}
    rows = []
    for row in policy.site_needs:
        surely = tests.rule(row) & real
        covered[row.name] = covered.get(row.name, np.zeros(len(parts), bool)) | surely
        perhaps = tests.maybe(row) & real & ~surely
        if surely.any():
            checked, mask = Checked.APPLIES, surely
        elif perhaps.any():
            checked, mask = Checked.UNKNOWN, perhaps
        elif not can_hold(row, parts.columns) and (tests.maybe(_without_absent(row, parts)) & real).any():
            checked, mask = Checked.NOT_CHECKED, np.zeros(len(parts), bool)
        else:
            continue
        known = checked is not Checked.NOT_CHECKED
        sums = (int(area[mask].sum()) / CENTS, int(net[mask].sum()) / CENTS) if known else (None, None)
        only = "yes" if mask.any() and sliver[mask].all() else "no"
        rows.append((row.name, row.verdict, checked.value, *sums, only, row.measures[0], row.source))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return Needs(table, covered, _verdict(table))


def _without_absent(row: SiteNeed, parts: pd.DataFrame) -> SiteNeed:
    """Return a row without its conditions on layers that were not given: where it might apply if they were."""
    return replace(row, when=tuple(tuple(c for c in group if c.column in parts) for group in row.when))


def _verdict(table: pd.DataFrame) -> str:
    """Return the verdict that the rows come to."""
    applies = table["checked"] == Checked.APPLIES.value
    forbidden, conditional = (table["verdict"] == v.value for v in (SiteVerdict.FORBIDDEN, SiteVerdict.CONDITIONAL))
    if (applies & forbidden).any():
        return SiteVerdict.FORBIDDEN.value
    if applies.any() and conditional.all():
        return SiteVerdict.CONDITIONAL.value
    return SiteVerdict.UNCHECKED.value if len(table) else SiteVerdict.CLEAR.value
