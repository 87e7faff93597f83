"""The report model: the one source of every number that a report shows.

Workbook, maps and pages take their figures from here and compute none of their own, so two outputs of a run cannot
disagree. Areas are in mu unless a name says otherwise; nothing is rounded here (1 mu = 2000/3 m², 1 万亩 = 10,000 mu).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import SupportsFloat

import pandas as pd

from ..analysis.values.unit_codes import COUNTY_DIGITS
from ..analysis.vocabulary import Level, Severity
from .names import Names

MU_PER_M2 = 3 / 2000

MET, MISSED, NO_TARGET, NO_DATA, NO_GAP = "met", "missed", "no_target", "no_data", "no_gap"
# Not judged: only some of the units below have data; the layer was not given; restored land is not known.
PARTIAL, NOT_GIVEN, RESTORED_UNKNOWN = "partial", "not_given", "restored_unknown"
UNASSIGNED = ""
# What a provenance row of an input may tell of it, after its parameter's name and a point.
INPUT_FACTS = ("file", "provider", "features", "part", "crs", "sha256")


@dataclass(frozen=True)
class TargetRow:
    """A unit's row of annex 2: targets of the plan against the survey. Areas in mu, None where not known.

    `parcels` is how many parcels the data has of the unit; `children` (of a city) how many counties the policy names,
    and `children_with_data` how many of them have parcels; `in_policy` whether the policy names the unit.
    """

    code: str
    name: str
    level: str
    holding_target: float | None
    holding: float | None
    holding_difference: float | None
    holding_state: str
    pbf_target: float | None
    pbf_delimited: float | None
    pbf_difference: float | None
    pbf_state: str
    pbf_cultivated: float | None
    pbf_cultivated_k: float | None
    parcels: int | None
    children: int | None
    children_with_data: int | None
    in_policy: bool

    @property
    def has_data(self) -> bool:
        """Whether the run read a parcel of the unit; True where the results do not tell."""
        return self.parcels is None or self.parcels > 0

    @property
    def is_partial(self) -> bool:
        """Whether some units below have no data, so that the row is not judged."""
        return None not in (self.children, self.children_with_data) and self.children_with_data != self.children


@dataclass(frozen=True)
class GapRow:
    """A unit's row of annex 3: the gap, its yearly tasks, and what could fill it. Areas in mu.

    `gap` is the annex's own figure (negative: a surplus), `gap_left` what is still owed, None while restored land is
    not known; `gap_at_most` what is owed at most then. `progress` is `restored` in per cent of `gap`.
    `potential` is the net area of candidates by `Potential`. Only the free part is set against what is owed (at most):
    `uncovered` is what of that stays owed, `task_uncovered` what of the task of `task_year`; the same with `_confirmed`
    if all that is to be confirmed were free, too. None where there is nothing to judge on.
    """

    code: str
    name: str
    level: str
    survey2_target: float | None
    survey3_target: float | None
    gap: float | None
    surplus: float | None
    tasks: tuple[tuple[int, float | None], ...]
    restored: float | None
    progress: float | None
    gap_left: float | None
    gap_at_most: float | None
    candidates: Mapping[str, float | None]
    potential: Mapping[str, float | None]
    task_year: int | None
    task: float | None
    uncovered: float | None
    uncovered_confirmed: float | None
    task_uncovered: float | None
    task_uncovered_confirmed: float | None
    state: str

    @property
    def owed(self) -> float | None:
        """What is still owed (mu), at most where restored land is not known; None where the unit is not judged."""
        if self.state in (NO_DATA, PARTIAL):
            return None
        return self.gap_at_most if self.gap_left is None else self.gap_left


@dataclass(frozen=True)
class DifferenceRow:
    """A quantity whose city row is not the sum of its county rows, and why. Areas in mu."""

    unit: str
    quantity: str
    city: float | None
    counties: float | None
    difference: float | None
    reason: str


@dataclass(frozen=True)
class ConflictTotal:
    """All conflicts of one kind in one county; each piece counts once. Areas in mu.

    `counted` is the area of severity 1 and more, as in the summary, `count` its pieces and `lost_cultivated` its part
    that was cultivated; `noted` and `noted_count` are what is listed as a note only (severity 0): approved, tolerated.
    """

    kind: str
    county: str
    count: int
    noted_count: int
    lost_cultivated: float
    severity_max: int
    area_by_severity: Mapping[int, float]
    measures: tuple[str, ...]

    @property
    def counted(self) -> float:
        """Area (mu) that counts as conflict."""
        return math.fsum(area for severity, area in self.area_by_severity.items() if severity >= Severity.COUNTED)

    @property
    def noted(self) -> float:
        """Area (mu) listed as a note only."""
        return math.fsum(area for severity, area in self.area_by_severity.items() if severity < Severity.COUNTED)


@dataclass(frozen=True)
class CandidateTotal:
    """All candidates of one tier in one county. Net areas in mu.

    `net` counts what no rule excludes; of it `deferred` waits for fruit, trees or fish and `unknown` for crop data.
    `excluded` is barred and in no other figure.
    """

    tier: str
    county: str
    count: int
    net: float
    deferred: float
    unknown: float
    excluded_count: int
    excluded: float


@dataclass(frozen=True)
class ProblemTotal:
    """All problems of one kind and severity: how many in each layer, the message of the first, and the remedy."""

    kind: str
    severity: str
    layers: tuple[tuple[str, int], ...]
    message: str
    remedy: str

    @property
    def count(self) -> int:
        """Number of problems in all layers."""
        return sum(count for _, count in self.layers)


@dataclass(frozen=True)
class InputRow:
    """A layer or file that the run read.

    Attributes:
        section: `input`, or `from input` for an input of an earlier step.
        parameter: the parameter's name, with the role or number behind a point where it takes several layers.
        name: of the layer or file.
        facts: what is recorded of it, by names of `INPUT_FACTS`; of a file without layers (the policy) the hash only.
    """

    section: str
    parameter: str
    name: str
    facts: Mapping[str, str]


@dataclass(frozen=True)
class Mismatch:
    """Two figures (mu) of a run that should be equal and are not."""

    unit: str
    quantity: str
    summary: float
    listed: float


@dataclass(frozen=True)
class ReportModel:
    """All that a report of one run shows. Frames carry no geometry and are sorted; do not change them.

    `measures` are the tables of the measures that were answered, by their names (`reports.tables.measures`).
    """

    title: str
    policy_title: str
    created: datetime
    names: Names
    unit_names: Mapping[str, str]
    counties: tuple[str, ...]
    summary: pd.DataFrame
    targets: tuple[TargetRow, ...]
    gaps: tuple[GapRow, ...]
    task_years: tuple[int, ...]
    differences: tuple[DifferenceRow, ...]
    conflict_totals: tuple[ConflictTotal, ...]
    candidate_totals: tuple[CandidateTotal, ...]
    cross_table: pd.DataFrame
    conflicts: pd.DataFrame
    candidates: pd.DataFrame
    problems: pd.DataFrame
    problem_totals: tuple[ProblemTotal, ...]
    inputs: tuple[InputRow, ...]
    provenance: tuple[tuple[str, str, str], ...]
    mismatches: tuple[Mismatch, ...] = ()
    tiers: tuple[str, ...] = field(default=())
    survey_years: tuple[int, ...] = ()
    losses: pd.DataFrame = field(default_factory=pd.DataFrame)
    abandoned: pd.DataFrame = field(default_factory=pd.DataFrame)
    measures: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def unit_name(self, code: str | None) -> str:
        """Return the unit's name; its code where it has none."""
        return self.unit_names.get(code or UNASSIGNED, code or "")

    def target(self, code: str) -> TargetRow | None:
        """Return the annex 2 row of a unit, if there is one."""
        return next((row for row in self.targets if row.code == code), None)

    def gap(self, code: str) -> GapRow | None:
        """Return the annex 3 row of a unit, if there is one."""
        return next((row for row in self.gaps if row.code == code), None)

    def has_data(self, code: str) -> bool:
        """Return whether the run read a parcel of a unit; True where the results do not tell."""
        row = self.target(code)
        return row is None or row.has_data

    @property
    def counties_with_data(self) -> tuple[str, ...]:
        """Return the codes of the counties of which there is something to show; not that of pieces without a code."""
        return tuple(code for code in self.counties if code != UNASSIGNED and self.has_data(code))

    @property
    def letter_counties(self) -> tuple[str, ...]:
        """Return the codes of the counties that get a letter: those that the policy names and the data covers."""
        rows = {row.code: row for row in self.targets}
        return tuple(code for code in self.counties_with_data if code in rows and rows[code].in_policy)

    def by_unit(self, frame: pd.DataFrame, within: Sequence[str] = ()) -> pd.DataFrame:
        """Return the rows of a table of units (`code`) in the policy's order of counties, below the city's.

        Args:
            frame: the table; rows of one county keep their order.
            within: columns whose groups keep their order, each by county.

        """
        codes = frame["code"].fillna(UNASSIGNED).astype(str)
        counties = codes.str[:COUNTY_DIGITS].map({code: rank for rank, code in enumerate(self.counties)})
        keys = {name: pd.factorize(frame[name])[0] for name in within}
        keys |= {"unassigned": codes == UNASSIGNED, "depth": codes.str.len(), "county": counties.fillna(-1)}
        order = pd.DataFrame(keys, index=frame.index).reset_index(drop=True).sort_values(list(keys), kind="stable")
        return frame.iloc[order.index]

    def unit_figure(self, code: str, column: str) -> float | None:
        """Return a figure of a city's or county's row in the summary; None where it is not known."""
        return number_or_none(self._unit_rows.get(code, {}).get(column))

    @cached_property
    def _unit_rows(self) -> dict[str, dict[str, object]]:
        """The cities' and counties' rows of the summary by their codes."""
        rows = self.summary[self.summary["level"].isin((Level.CITY.value, Level.COUNTY.value))]
        return rows.drop_duplicates("code").set_index("code").to_dict("index")

    def conflicts_of(self, county: str) -> list[ConflictTotal]:
        """Return the conflict totals of a county, in the policy's order of kinds."""
        return [total for total in self.conflict_totals if total.county == county]

    def candidates_of(self, county: str) -> list[CandidateTotal]:
        """Return the candidate totals of a county, in the policy's order of tiers."""
        return [total for total in self.candidate_totals if total.county == county]


def number_or_none(value: object) -> float | None:
    """Return a value as a float; None for what is missing, infinite or not a number."""
    if value is None or isinstance(value, (str, bool)):
        return None
    number = float(value) if isinstance(value, SupportsFloat) and not pd.isna(value) else math.nan
    return number if math.isfinite(number) else None
