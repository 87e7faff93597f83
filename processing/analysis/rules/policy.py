"""What a policy says, as frozen values: targets, rules, thresholds, names. `bridge.policy.reader` reads the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ..vocabulary import Deferral, Level, ProblemSeverity, Severity

MU_PER_WAN_MU = 10_000


@dataclass(frozen=True)
class SurveyClass:
    """One class of the land survey (国土调查工作分类).

    `major` is agricultural, construction, unused or empty; `parcel` says that a parcel may carry the code; `group` is
    cultivated, adjustable, ridge or empty; `base` is the code without its suffix K or A, or empty.
    """

    code: str
    name_zh: str
    name_en: str
    major: str = ""
    parcel: bool = True
    group: str = ""
    base: str = ""
    restorable: bool = False
    width: str = ""
    fill_rgb: str = ""


@dataclass(frozen=True)
class SurveyClasses:
    """The class table, by code."""

    by_code: Mapping[str, SurveyClass]

    def known(self, code: str | None) -> bool:
        """Say whether a parcel may carry this code; level-1 codes such as 02 are no class of a parcel."""
        return code in self.by_code and self.by_code[code].parcel

    def codes(self, group: str) -> tuple[str, ...]:
        """Give the codes of a group: `cultivated`, `adjustable` or `ridge`."""
        return tuple(code for code, row in self.by_code.items() if row.group == group)


@dataclass(frozen=True)
class Condition:
    """One test on one column of the pieces.

    `test` is `in`, `not_in`, `contains`, `class`, `present`, `empty`, `outside` or `compare`; `values` belong to the
    first four; `operator`, `operand` (a number, or "date" for the reference date) and `or_empty` to the last.
    """

    column: str
    test: str
    values: tuple[str, ...] = ()
    operator: str = ""
    operand: float | str = ""
    or_empty: bool = False


@dataclass(frozen=True)
class Rule:
    """A row of a rule table: land classes and conditions.

    `classes` empty: any class. `when` holds groups: all conditions of a group hold, any group suffices; empty: always.
    """

    name: str
    source: str
    classes: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    major: tuple[str, ...] = ()
    when: tuple[tuple[Condition, ...], ...] = ()


@dataclass(frozen=True)
class ConflictRule(Rule):
    """A kind of conflict; `origins` empty: whatever the baseline."""

    severity: int = Severity.NOTE.value
    measures: tuple[int, ...] = ()
    origins: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class CapRule(Rule):
    """A cap on severity, by origin or by class; `as_base` lets a suffixed code be judged as its base class."""

    origin: str = ""
    cap: int = Severity.SEVERE.value
    flag: str = ""
    as_base: bool = False


@dataclass(frozen=True)
class FlagRule(Rule):
    """A flag of a conflict or candidate; `only` limits it to some kinds or sources."""

    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class CandidateRule(Rule):
    """A source of restoration candidates (or, without tier, a row of the list of abandoned land)."""

    tier: str = ""
    measures: tuple[int, ...] = ()


@dataclass(frozen=True)
class DeferralRule(Rule):
    """Whether a candidate has to wait: `deferred` is yes, no or unknown, and `name` the reason."""

    deferred: str = Deferral.NO.value


@dataclass(frozen=True)
class AttributeRule(Rule):
    """What the attributes of a parcel have to be among themselves (`resources/survey/attribute_rules.yaml`).

    Broken where classes and `when` hold and `must` does not: one column, any of whose conditions suffices. `problem`
    names the kind of problem where the general ones do not say enough.
    """

    column: str = ""
    must: tuple[Condition, ...] = ()
    severity: str = ProblemSeverity.ERROR.value
    problem: str = ""


@dataclass(frozen=True)
class AttributeRules:
    """The attribute rules with the class groups that they name; they know no majors of their own and no date."""

    rules: tuple[AttributeRule, ...]
    class_groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    major_overrides: Mapping[str, str] = field(default_factory=dict)
    reference_date: str = ""


@dataclass(frozen=True)
class Term:
    """The names of an id."""

    id: str
    name_zh: str
    name_en: str
    source: str = ""


@dataclass(frozen=True)
class Threshold:
    """A number of the policy, with its unit."""

    id: str
    value: float
    unit: str
    name_zh: str
    name_en: str
    source: str


@dataclass(frozen=True)
class Option:
    """A choice that the notice leaves open."""

    id: str
    value: str
    choices: tuple[str, ...]
    name_zh: str
    name_en: str
    source: str


@dataclass(frozen=True)
class Unit:
    """A city or county with its targets in 10,000 mu (万亩); None where the policy gives none."""

    code: str
    name: str
    level: str
    parent: str = ""
    name_en: str = ""
    holding_target_wan_mu: Decimal | None = None
    pbf_target_wan_mu: Decimal | None = None
    survey2_target_wan_mu: Decimal | None = None
    gap_wan_mu: Decimal | None = None
    tasks_wan_mu: Mapping[int, Decimal] | None = None
    adjustments_wan_mu: Decimal | None = None
    restored_wan_mu: Decimal | None = None
    source: str = ""

    def task(self, year: int) -> Decimal | None:
        """Give the restoration task of a year, in 10,000 mu."""
        return (self.tasks_wan_mu or {}).get(year)


@dataclass(frozen=True)
class Ridges:
    """Ridge coefficients in ten-thousandths by (slope grade, terrace type), and what holds without a record."""

    coefficients: Mapping[tuple[str, str], int]
    default_grade: str
    default_terrace: str


@dataclass(frozen=True)
class Policy:
    """A notice: whom it binds to what, and how its rules read."""

    id: str
    title: str
    year: int
    reference_date: str
    source: str
    units: tuple[Unit, ...]
    thresholds: Mapping[str, Threshold]
    options: Mapping[str, Option]
    class_groups: Mapping[str, tuple[str, ...]]
    major_overrides: Mapping[str, str]
    stable: tuple[Rule, ...]
    conflicts: tuple[ConflictRule, ...]
    severity_caps: tuple[CapRule, ...]
    conflict_flags: tuple[FlagRule, ...]
    candidates: tuple[CandidateRule, ...]
    abandoned: tuple[CandidateRule, ...]
    exclusions: tuple[Rule, ...]
    candidate_flags: tuple[FlagRule, ...]
    deferrals: tuple[DeferralRule, ...]
    ridges: Ridges
    terms: Mapping[str, Mapping[str, Term]]
    optional_columns: frozenset[str] = frozenset()
    title_en: str = ""
    base_year: int = 0

    def threshold(self, name: str) -> float:
        """Give the value of a threshold."""
        return self.thresholds[name].value

    def option(self, name: str) -> str:
        """Give the choice made for an option."""
        return self.options[name].value

    def cities(self) -> tuple[Unit, ...]:
        """Give the cities, in the policy's order."""
        return tuple(unit for unit in self.units if unit.level == Level.CITY)

    def counties(self, city: str | None = None) -> tuple[Unit, ...]:
        """Give the counties, of one city or all, in the policy's order."""
        return tuple(u for u in self.units if u.level == Level.COUNTY and (city is None or u.parent == city))

    def years(self) -> tuple[int, ...]:
        """Give the years for which any unit has a restoration task."""
        return tuple(sorted({year for unit in self.units for year in (unit.tasks_wan_mu or {})}))

    def term(self, table: str, identifier: str) -> Term:
        """Give the names of a kind, source, tier, reason, flag, origin, severity or deferral; itself if unnamed."""
        return self.terms.get(table, {}).get(identifier) or Term(identifier, identifier, identifier)
