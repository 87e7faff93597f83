"""Targets of counties broken down to townships and villages (measure 3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

import numpy as np
import pandas as pd

from ..apportionment import ApportionmentError, apportion_total
from ..area.rounding import mu_to_cents, to_cents
from ..vocabulary import Level, SharedBy

COLUMNS = (
    *("code", "name", "level", "parent", "item", "basis", "basis_value", "quota_mu", "target_mu", "shared_by"),
    *("children_mu", "closure_mu"),
)


@dataclass
class _Share:
    """What a row says of its unit; see `COLUMNS`."""

    target_mu: float
    shared_by: str
    basis_value: float = np.nan
    quota_mu: float = np.nan
    children_mu: float = np.nan
    closure_mu: float = np.nan


@dataclass(frozen=True)
class AllocationRules:
    """How a target is broken down.

    Attributes:
        column: of the summary that holds the target (mu).
        basis: columns of the summary whose sum it is divided by; areas where they end in `_mu`.
        per_mu: units of a share in a mu: 1, or 100 for hundredths.
        fixed: shares that are given (mu), by code of a township or village.
        floor: least shares (mu), by code.

    """

    column: str
    basis: tuple[str, ...]
    per_mu: int = 1
    fixed: Mapping[str, float] = field(default_factory=dict)
    floor: Mapping[str, float] = field(default_factory=dict)


class AllocationError(ValueError):
    """A target that cannot be broken down as asked.

    Attributes:
        kind: `not_whole` (the target has fractions of a unit), `exceeds` (fixed shares and floors exceed it),
            `short` (all shares below are fixed, and less than it), `no_basis` (nothing to divide it by),
            `basis_unknown` (a unit's basis is null or negative).
        unit: code of the unit whose target it is, or whose basis is not known.
        excess_mu: by how much fixed shares and floors exceed it, or fall short of it.

    """

    def __init__(self, kind: str, unit: str, excess_mu: float = 0.0) -> None:
        """Take what is wrong."""
        super().__init__(f"{kind}: {unit}")
        self.kind, self.unit, self.excess_mu = kind, unit, excess_mu


def allocate_target(summary: pd.DataFrame, item: str, rules: AllocationRules, levels: Sequence[str]) -> pd.DataFrame:
    """Break one target of each county down, level by level, so that the parts add up to it exactly.

    Rows of cities and counties stay as issued: where a city's is not the sum of its counties', neither is changed.
    A county without a target has no rows below it, nor has one whose target is negative (a surplus is no task).

    Args:
        summary: one row a unit, as of `analysis.summary.summarise`; units without a code take no part.
        item: the name of the target.
        rules: how it is broken down.
        levels: below the county, the largest first.

    Returns:
        The columns `COLUMNS`: the share by the basis alone (`quota_mu`, not rounded), the share, what decided it
        (`SharedBy`), and for units that are divided the sum of the parts and target less sum.

    Raises:
        AllocationError: the first target that cannot be broken down.

    >>> summary = pd.DataFrame(
    ...     {"code": ["360222", "360222100", "360222101"], "name": None, "level": ["county", "township", "township"],
    ...      "parent": ["360200", "360222", "360222"], "task_2024_mu": [7.0, None, None], "holding_mu": [0.0, 1.0, 1.0]}
    ... )
    >>> found = allocate_target(summary, "task", AllocationRules("task_2024_mu", ("holding_mu",)), ["township"])
    >>> found[["code", "quota_mu", "target_mu"]].values.tolist()
    [['360222', nan, 7.0], ['360222100', 3.5, 4.0], ['360222101', 3.5, 3.0]]

    """
    units = summary[summary["code"].fillna("").astype(str) != ""]
    issued = units[units["level"].isin((Level.CITY.value, Level.COUNTY.value))]
    targets = dict(zip(issued["code"], issued[rules.column].astype(float)))
    made = {code: _Share(target, SharedBy.ISSUED.value) for code, target in targets.items() if not np.isnan(target)}
    for level in levels:
        for parent, children in units[units["level"] == level].groupby("parent", sort=True):
            if parent in made and made[parent].target_mu >= 0:
                made.update(_divide(parent, made[parent], children, rules))
    table = units[units["code"].isin(list(made))][["code", "name", "level", "parent"]].reset_index(drop=True)
    facts = pd.DataFrame([asdict(made[code]) for code in table["code"]], index=table.index)
    table = pd.concat([table, facts], axis=1).assign(item=item, basis=";".join(rules.basis))
    order = np.argsort(table["level"].map([level.value for level in Level].index), kind="stable")
    return table.iloc[order].reset_index(drop=True).reindex(columns=list(COLUMNS))


def _divide(parent: str, above: _Share, children: pd.DataFrame, rules: AllocationRules) -> Iterator[tuple[str, _Share]]:
    """Yield the rows of the units below one, by code, and complete its own."""
    total = _units(above.target_mu, rules.per_mu, parent)
    shown = children[list(rules.basis)].sum(axis=1, min_count=len(rules.basis)).to_numpy(dtype=np.float64)
    codes = [str(code) for code in children["code"]]
    unknown = [code for code, value in zip(codes, shown) if not value >= 0]
    if unknown:
        raise AllocationError("basis_unknown", unknown[0])
    exact = mu_to_cents(shown) if all(name.endswith("_mu") for name in rules.basis) else to_cents(shown)
    basis = dict(zip(codes, exact.tolist()))
    fixed = {code: _units(mu, rules.per_mu, code) for code, mu in rules.fixed.items() if code in basis}
    floor = {code: _units(mu, rules.per_mu, code) for code, mu in rules.floor.items() if code in basis}
    short = total - sum(fixed.values())
    if short > 0 and len(fixed) == len(basis):
        raise AllocationError("short", parent, short / rules.per_mu)
    try:
        shares = apportion_total(total, basis, fixed, floor)
    except ApportionmentError as error:
        raise AllocationError("exceeds" if error.excess else "no_basis", parent, error.excess / rules.per_mu) from error
    above.children_mu = sum(shares.values()) / rules.per_mu
    above.closure_mu = (total - sum(shares.values())) / rules.per_mu
    weight = sum(basis.values())
    for code, value in zip(codes, shown.tolist()):
        by = SharedBy.FIXED if code in fixed else SharedBy.FLOOR if shares[code] == floor.get(code) else SharedBy.BASIS
        quota = total * basis[code] / weight / rules.per_mu if weight else np.nan
        yield code, _Share(shares[code] / rules.per_mu, by.value, value, quota)


def _units(mu: float, per_mu: int, code: str) -> int:
    """Return mu as whole units.

    Raises:
        AllocationError: `not_whole`, of the unit with this code.

    """
    units = round(mu * per_mu)
    if abs(units - mu * per_mu) > 1e-6 * per_mu:  # less than any decimal of a notice
        raise AllocationError("not_whole", code)
    return units
