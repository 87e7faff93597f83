"""The plan of all units as tables: which block is restored when and why, and what each unit's task lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas
import numpy as np
import numpy.typing as npt
import pandas as pd

from ..area.rounding import CENTS, EXACT_PER_MU, THIRDS, cents_or_zero, cents_to_mu, limit_to_exact
from ..progress import Progress, Silent
from ..rules.policy import MU_PER_WAN_MU, Policy, Unit
from ..vocabulary import Level, PlanReason, Potential, Tier
from .bundles import BLOCK, PARTS
from .planning import Plan, SolverLimits, plan_unit

_NONE = -1  # no year
_FREE = (Potential.FREE,)
# The plan itself, were all confirmed, and were besides nothing deferred.
_SCENARIOS = (_FREE, (*_FREE, Potential.TO_CONFIRM), (*_FREE, Potential.TO_CONFIRM, Potential.BARRED))
YEAR_COLUMNS = (
    *("code", "name", "year", "task_mu", "carried_mu", "planned_mu", "shortfall_mu", "over_mu", "closure_mu", "blocks"),
    *("cost_yuan", "gap", "shortfall_confirmed_mu", "cost_confirmed_yuan", "shortfall_unlocked_mu"),
    "cost_unlocked_yuan",
)


@dataclass(frozen=True)
class Costs:
    """What restoring a mu costs (yuan), by tier; empty where it is not known: then the number of blocks counts.

    Attributes:
        per_mu: by tier.
        per_piece: what each candidate of a block costs beside that: the disturbance.

    >>> Costs({"at_once": 500.0, "with_works": 3000.0, "other": 5000.0}).per_piece
    0.0

    """

    per_mu: Mapping[str, float]
    per_piece: float = 0.0


@dataclass(frozen=True)
class RestorationPlan:
    """The plan of all units.

    Attributes:
        blocks: the blocks as given, with `year` (null: not planned), `why`, `planned_m2`, `planned_mu`, `cost_yuan`
            and `partly`, whether other parts of the block have to wait or to be confirmed.
        years: one row a unit and year.

    """

    blocks: geopandas.GeoDataFrame
    years: pd.DataFrame


def plan_restoration(
    blocks: geopandas.GeoDataFrame,
    policy: Policy,
    years: Sequence[int],
    costs: Costs,
    limits: SolverLimits | None = None,
    progress: Progress | None = None,
) -> RestorationPlan:
    """Plan the restoration of each county's task (measure 13): as little shortfall as possible, then at least cost.

    Only what is free is planned. A county of which the blocks say nothing has no plan, rather than a plan of 0.

    Args:
        blocks: as `bundle_candidates` makes them.
        policy: tasks, and whether an unmet one is carried over (`carry_over_tasks`).
        years: to plan, ascending.
        costs: of a mu, by tier.
        limits, progress: of the solver; receives the fraction done, and may cancel.

    Returns:
        Years with `code`, `name`, `year`, `task_mu`, `carried_mu` (from the year before), `planned_mu`, `shortfall_mu`,
        `over_mu` (planned beyond both), `closure_mu` (0), `blocks`, `cost_yuan`, `gap` (the share by which the unit's
        cost may be above the least one), and shortfall and cost were all that is to be confirmed free
        (`..._confirmed_...`), and were besides nothing deferred (`..._unlocked_...`).

    >>> import shapely
    >>> from decimal import Decimal
    >>> from ..rules.policy import Option
    >>> table = pd.DataFrame({"block_id": list("ABCD"), "county": "360222", "pieces": 1}).assign(
    ...     **{name: 0.0 for name in PARTS.values()}
    ... )
    >>> table["free_with_works_m2"], table["free_other_m2"] = [4000.0, 3333.33, 0, 0], [0, 0, 6000.0, 0]
    >>> table["barred_at_once_m2"] = [0, 0, 0, 2666.67]
    >>> blocks = geopandas.GeoDataFrame(table, geometry=[shapely.box(i, 0, i + 1, 1) for i in range(4)])
    >>> county = Unit("360222", "Fuliang", "county", tasks_wan_mu={2024: Decimal("0.001")})
    >>> carry = {"carry_over_tasks": Option("carry_over_tasks", "no", ("yes", "no"), "", "", "")}
    >>> costs = Costs({"at_once": 0.5, "with_works": 1.0, "other": 0.8})
    >>> plan = plan_restoration(blocks, Policy("demo", units=(county,), options=carry), [2024], costs)
    >>> plan.blocks["why"].tolist()
    ['needed', 'needed', 'not_needed', 'barred']
    >>> plan.years[["planned_mu", "shortfall_mu", "cost_yuan", "cost_unlocked_yuan"]].round(2).values.tolist()
    [[11.0, 0.0, 11.0, 8.0]]

    """
    progress = progress or Silent()
    blocks = blocks.sort_values(BLOCK, kind="stable", ignore_index=True)
    carry_over = policy.option("carry_over_tasks") == "yes"
    county = blocks["county"].fillna("").astype(str).to_numpy(dtype=object)
    areas = _Areas.of(blocks)
    year = np.full(len(blocks), _NONE, dtype=np.int64)
    why = np.full(len(blocks), PlanReason.NO_TASK.value, dtype=object)
    rows: list[dict[str, object]] = []
    units = {unit.code: unit for unit in policy.counties()}
    codes = [*units, *sorted(set(county) - set(units))]
    for number, code in enumerate(codes):
        progress.set(number / len(codes))
        own = np.flatnonzero(county == code)
        unit = units.get(code) or Unit(code, "", Level.COUNTY.value)
        demand = _Demand(unit, tuple(years), tuple(_task(unit, each) for each in years), carry_over)
        if not len(own) or not demand.is_known:
            rows += demand.rows(None, [], costs)
            continue
        plans = _plans(areas.of_rows(own), demand, costs, limits or SolverLimits())
        year[own], why[own] = plans[0].year, _reasons(areas.of_rows(own), plans[0], costs)
        rows += demand.rows(areas.of_rows(own), plans, costs)
    planned = np.where(year >= 0, areas.cents(_FREE), 0)
    cost = np.where(year >= 0, areas.cost(costs, _FREE), 0.0).round(2)
    blocks = blocks.assign(
        year=pd.array(np.append(np.asarray(years, dtype=np.int64), 0)[year], dtype="Int64"),
        why=why,
        partly=np.where(areas.cents((Potential.TO_CONFIRM, Potential.BARRED)) > 0, "yes", "no").astype(object),
        planned_m2=planned / CENTS,
        planned_mu=cents_to_mu(planned),
        cost_yuan=cost if costs.per_mu else np.full(len(cost), np.nan),
    )
    blocks["year"] = blocks["year"].mask(year < 0)
    table = pd.DataFrame(rows, columns=list(YEAR_COLUMNS))
    numbers = [name for name in YEAR_COLUMNS if name not in ("code", "name", "year", "blocks")]
    return RestorationPlan(blocks, table.astype({**dict.fromkeys(numbers, "float64"), "blocks": "Int64"}))


@dataclass(frozen=True)
class _Areas:
    """Net areas of blocks.

    Attributes:
        parts: int64 (n,) by potential and tier, in 0.01 m².
        pieces: int64 (n,), how many candidates each block has.

    """

    parts: Mapping[tuple[str, str], npt.NDArray[np.int64]]
    pieces: npt.NDArray[np.int64]

    @classmethod
    def of(cls, blocks: pd.DataFrame) -> _Areas:
        """Return the areas of blocks in their order."""
        parts = {key: cents_or_zero(blocks[name]) for key, name in PARTS.items()}
        return cls(parts, blocks["pieces"].to_numpy(dtype=np.int64))

    def of_rows(self, rows: npt.NDArray[np.int64]) -> _Areas:
        """Return the areas of some blocks."""
        return _Areas({key: cents[rows] for key, cents in self.parts.items()}, self.pieces[rows])

    def cents(self, potentials: Sequence[Potential], tier: Tier | None = None) -> npt.NDArray[np.int64]:
        """Return the area of each block (n,) with some potentials, in 0.01 m²; of one tier, or of all."""
        held = np.zeros(len(self.pieces), dtype=np.int64)
        for (potential, of_tier), cents in self.parts.items():
            if potential in potentials and (tier is None or tier == of_tier):
                held += cents
        return held

    def cost(self, costs: Costs, potentials: Sequence[Potential]) -> npt.NDArray[np.float64]:
        """Return what each block costs (n,), in yuan; 1 each where costs are not known."""
        if not costs.per_mu:
            return np.ones(len(self.pieces))
        by_tier = [cents_to_mu(self.cents(potentials, tier)) * costs.per_mu[tier.value] for tier in Tier]
        return np.sum(by_tier, axis=0) + costs.per_piece * self.pieces


@dataclass(frozen=True)
class _Demand:
    """What a unit owes.

    Attributes:
        unit: a county.
        years: of the plan.
        tasks: of the years, in thirds of 0.01 m²; None where the policy gives none.
        carry_over: whether what a year lacks is added to the next one's task.

    """

    unit: Unit
    years: tuple[int, ...]
    tasks: tuple[int | None, ...]
    carry_over: bool

    @property
    def is_known(self) -> bool:
        """Return whether there is a task of any year."""
        return any(task is not None for task in self.tasks)

    @property
    def amounts(self) -> list[int]:
        """Return the tasks; 0 where there is none."""
        return [task or 0 for task in self.tasks]

    def rows(self, areas: _Areas | None, plans: Sequence[Plan], costs: Costs) -> list[dict[str, object]]:
        """Return a row for each year; without plans only what is owed."""
        heads: list[dict[str, object]] = [
            {"code": self.unit.code, "name": self.unit.name or None, "year": year, "task_mu": _mu(task)}
            for year, task in zip(self.years, self.tasks)
        ]
        if areas is None:
            return heads
        plan, free = plans[0], areas.cents(_FREE) * THIRDS
        rows: list[dict[str, object]] = []
        lacking = [each.shortfall for each in plans]
        for number, head in enumerate(heads):
            chosen = plan.year == number
            planned, task = int(free[chosen].sum()), self.amounts[number]
            carried = int(plan.shortfall[number - 1]) if self.carry_over and number else 0
            short = int(plan.shortfall[number])
            over = max(0, planned - task - carried)
            held = [_cost(areas, each.year == number, costs, parts) for each, parts in zip(plans, _SCENARIOS)]
            rows.append(
                {
                    **head,
                    "carried_mu": _mu(carried),
                    "planned_mu": _mu(planned),
                    "shortfall_mu": _mu(short),
                    "over_mu": _mu(over),
                    "closure_mu": _mu(task + carried - planned - short + over),
                    "blocks": int(chosen.sum()),
                    "cost_yuan": held[0],
                    "gap": plan.gap,
                    "shortfall_confirmed_mu": _mu(int(lacking[1][number])),
                    "cost_confirmed_yuan": held[1],
                    "shortfall_unlocked_mu": _mu(int(lacking[2][number])),
                    "cost_unlocked_yuan": held[2],
                }
            )
        return rows


def _plans(areas: _Areas, demand: _Demand, costs: Costs, limits: SolverLimits) -> list[Plan]:
    """Return the unit's plan, that were all confirmed, and that were besides nothing deferred."""
    plans: list[Plan] = []
    before = np.empty(0, dtype=np.int64)
    for potentials in _SCENARIOS:
        cents = areas.cents(potentials)
        if plans and np.array_equal(cents, before):
            plans.append(plans[-1])
            continue
        before, cost = cents, areas.cost(costs, potentials)
        plans.append(plan_unit(cents * THIRDS, cost, demand.amounts, demand.carry_over, limits))
    return plans


def _reasons(areas: _Areas, plan: Plan, costs: Costs) -> np.ndarray:
    """Return the `PlanReason` of each block of a unit (n,)."""
    free, chosen = areas.cents(_FREE), plan.year >= 0
    rate = np.divide(areas.cost(costs, _FREE), free, out=np.full(len(free), np.inf), where=free > 0)
    others = rate[~chosen & (free > 0)]
    cheapest = bool(costs.per_mu) and len(others) > 0 and not plan.shortfall.any()
    at_once = areas.cents(_FREE, Tier.AT_ONCE) == free
    cases = (
        (chosen & at_once, PlanReason.AT_ONCE),
        (chosen & cheapest & (rate <= (others.min() if len(others) else 0.0)), PlanReason.CHEAPEST),
        (chosen, PlanReason.NEEDED),
        (free > 0, PlanReason.NOT_NEEDED),
        (areas.cents((Potential.BARRED,)) > 0, PlanReason.BARRED),
    )
    words = [word.value for _, word in cases]
    return np.select([rows for rows, _ in cases], words, PlanReason.TO_CONFIRM.value).astype(object)


def _task(unit: Unit, year: int) -> int | None:
    """Return the task of a year in thirds of 0.01 m², never below 0; None where the policy gives none."""
    task = unit.task(year)
    return None if task is None else max(0, limit_to_exact(task * MU_PER_WAN_MU))


def _mu(thirds: int | None) -> float | None:
    """Return thirds of 0.01 m² in mu."""
    return None if thirds is None else thirds / EXACT_PER_MU


def _cost(areas: _Areas, chosen: npt.NDArray[np.bool_], costs: Costs, potentials: Sequence[Potential]) -> float | None:
    """Return what some blocks cost (yuan); None where costs are not known."""
    return round(float(areas.cost(costs, potentials)[chosen].sum()), 2) if costs.per_mu else None
