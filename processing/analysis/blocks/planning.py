"""A plan of restoration (恢复计划, measure 13): which blocks of candidates a unit restores in which year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack, identity, kron

from ..area.rounding import EXACT_PER_MU

# What a minimum that was found may grow by in the next step (mu, yuan): the solver's own tolerance.
_SLACK = 1e-6
_INFEASIBLE = 2  # as `milp` says it


@dataclass(frozen=True)
class SolverLimits:
    """How far the solver goes.

    Attributes:
        gap: share of the minimum by which a plan may be dearer than the proven bound.
        seconds: for one step.

    >>> SolverLimits().gap
    1e-06

    """

    gap: float = 1e-6
    seconds: float = 60.0


@dataclass(frozen=True)
class Plan:
    """Blocks chosen for the years of a unit.

    Attributes:
        year: int64 (n,), the position of the year in which a block is restored; -1: in none.
        shortfall: int64 (years,), what a year's task lacks, in thirds of 0.01 m²; with carry-over what is carried on.
        gap: the share by which the cost may be above the least one, as far as it is proven.

    """

    year: npt.NDArray[np.int64]
    shortfall: npt.NDArray[np.int64]
    gap: float


def plan_unit(
    area: npt.NDArray[np.int64],
    cost: npt.NDArray[np.float64],
    tasks: Sequence[int],
    carry_over: bool,
    limits: SolverLimits | None = None,
) -> Plan:
    """Choose blocks so that a unit's tasks lack as little as possible, and then so that they cost least.

    Each block is restored once and whole. Two objectives, one after the other, never one with large weights: first the
    shortfall is made smallest (with carry-over that after the last year, then that of the years together); then, with
    it fixed, the cost. Exact by HiGHS (`scipy.optimize.milp`) up to `limits`.

    Args:
        area: free net area of each block (n,), in thirds of 0.01 m².
        cost: of each block (n,), at least 0.
        tasks: of the years, in thirds of 0.01 m²; 0 plans nothing.
        carry_over: whether what a year lacks is added to the next one's task. A surplus is never carried on.
        limits: of the solver.

    >>> mu, cost = np.array([6, 5, 9, 4]) * 200_000, np.array([6.0, 5.0, 7.2, 2.0])
    >>> plan = plan_unit(mu[:3], cost[:3], [10 * 200_000], carry_over=False)
    >>> plan.year.tolist(), plan.shortfall.tolist()
    ([0, 0, -1], [0])
    >>> plan_unit(mu, cost, [10 * 200_000], carry_over=False).year.tolist()
    [0, -1, -1, 0]
    >>> plan_unit(mu[:3], cost[:3], [25 * 200_000], carry_over=False).shortfall.tolist()
    [1000000]

    """
    blocks, years = len(area), len(tasks)
    free = np.flatnonzero(area > 0)
    needed = [year for year, task in enumerate(tasks) if task > 0]
    if not len(free) or not needed:
        none = np.full(blocks, -1, dtype=np.int64)
        return Plan(none, _shortfall(area, none, tasks, carry_over), 0.0)
    model = _Model(area[free], tasks, carry_over)
    bound = [model.shortfall(range(years))]
    if carry_over:
        bound.insert(0, model.shortfall([years - 1]))
    for objective in bound:
        chosen, _ = model.solve(objective, SolverLimits(0.0, (limits or SolverLimits()).seconds))
        model.fix(objective, chosen)
    try:
        cheapest, gap = model.solve(model.choice(cost[free]), limits or SolverLimits())
    except RuntimeError:  # what lacks least is known: its cost may be all above the least
        cheapest, gap = chosen, 1.0
    found = []
    for solution in (cheapest, chosen):
        year = np.full(blocks, -1, dtype=np.int64)
        year[free] = model.years_of(solution)
        found.append(Plan(year, _shortfall(area, year, tasks, carry_over), gap))
    # The solver takes what is nearly 1 for 1: should that cost area, the dearer plan that lacks less is taken.
    return min(found, key=lambda plan: (int(plan.shortfall[-1]) if carry_over else 0, int(plan.shortfall.sum())))


@dataclass
class _Model:
    """A mixed-integer model: a choice for each year and block (0 or 1), then what each year lacks (mu).

    Areas are given to the solver in mu, whose size it is made for.

    Attributes:
        area: free net area of each block (n,), in thirds of 0.01 m².
        tasks: of the years, likewise.
        carry_over: whether a year's lack is added to the next task.
        fixed: objectives that must not grow any more, with their values.

    """

    area: npt.NDArray[np.int64]
    tasks: Sequence[int]
    carry_over: bool
    fixed: list[tuple[np.ndarray, float]] = field(default_factory=list)

    @property
    def _choices(self) -> int:
        return len(self.area) * len(self.tasks)

    def choice(self, cost: npt.NDArray[np.float64]) -> np.ndarray:
        """Return the objective of the cost of chosen blocks."""
        return np.append(np.tile(cost, len(self.tasks)), np.zeros(len(self.tasks)))

    def shortfall(self, years: Sequence[int]) -> np.ndarray:
        """Return the objective of what some years lack."""
        objective = np.zeros(self._choices + len(self.tasks))
        objective[self._choices + np.asarray(years)] = 1.0
        return objective

    def fix(self, objective: np.ndarray, solution: np.ndarray) -> None:
        """Let an objective grow no further than in a solution."""
        self.fixed.append((objective, float(objective @ solution) + _SLACK))

    def years_of(self, solution: np.ndarray) -> npt.NDArray[np.int64]:
        """Return the year of each block in a solution; -1: in none."""
        chosen = solution[: self._choices].reshape(len(self.tasks), len(self.area)) > 0.5  # noqa: PLR2004  0 or 1
        return np.where(chosen.any(axis=0), chosen.argmax(axis=0), -1)

    def solve(self, objective: np.ndarray, limits: SolverLimits) -> tuple[np.ndarray, float]:
        """Return the solution of least objective, and the share by which it may be above the least.

        Raises:
            RuntimeError: HiGHS found none in the time that it had; there always is one (everything lacks).

        """
        blocks, years = len(self.area), len(self.tasks)
        once = hstack([kron(np.ones((1, years)), identity(blocks)), csr_matrix((blocks, years))])
        carried = identity(years) - (np.eye(years, k=-1) if self.carry_over else 0 * np.eye(years))
        met = hstack([kron(identity(years), self.area[None] / EXACT_PER_MU), csr_matrix(carried)])
        constraints = [
            LinearConstraint(once.tocsr(), -np.inf, 1),
            LinearConstraint(met.tocsr(), np.array(self.tasks) / EXACT_PER_MU, np.inf),
            *(LinearConstraint(row[None], -np.inf, most) for row, most in self.fixed),
        ]
        kinds = np.append(np.ones(self._choices), np.zeros(years))
        bounds = Bounds(0, np.append(np.ones(self._choices), np.full(years, np.inf)))
        options = {"mip_rel_gap": limits.gap, "time_limit": limits.seconds}
        model = {"constraints": constraints, "integrality": kinds, "bounds": bounds}
        found = milp(objective, **model, options=options)
        if found.x is None and found.status == _INFEASIBLE:
            # HiGHS (1.2 and 1.8 at least) takes some models for infeasible before it has begun to solve them.
            found = milp(objective, **model, options={**options, "presolve": False})
        if found.x is None:
            raise RuntimeError(f"HiGHS: {found.message}")
        return found.x, float(found.mip_gap or 0.0)


def _shortfall(
    area: npt.NDArray[np.int64], year: npt.NDArray[np.int64], tasks: Sequence[int], carry_over: bool
) -> npt.NDArray[np.int64]:
    """Return what each year lacks, in whole thirds of 0.01 m²: counted anew, not as the solver left it."""
    lacks, carried = [], 0
    for number, task in enumerate(tasks):
        lacks.append(max(0, max(0, task) + carried - int(area[year == number].sum())))
        carried = lacks[-1] if carry_over else 0
    return np.array(lacks, dtype=np.int64)
