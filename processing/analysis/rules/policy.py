"""A policy as frozen values: targets, rules, thresholds, names. `bridge.policy.reader` reads the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ..values.readers import ReadingRules
from ..vocabulary import Deferral, Level, ProblemSeverity, Severity, SiteVerdict, Use

MU_PER_WAN_MU = 10_000


@dataclass(frozen=True)
class SurveyClass:
    """One class of the land survey (国土调查工作分类).

    `major` is agricultural, construction, unused or empty; `parcel` says that a parcel may carry the code; `group` is
    cultivated, adjustable, ridge or empty; `base` is the code without its suffix K or A, or empty.

    >>> SurveyClass("0201K", "可调整果园", "adjustable orchard", group="adjustable", base="0201").base
    '0201'

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
    level1: str = ""


@dataclass(frozen=True)
class SurveyClasses:
    """The class table, by code.

    >>> paddy, ridge = SurveyClass("0101", "水田", "paddy", group="cultivated"), SurveyClass("1203", "田坎", "ridge")
    >>> classes = SurveyClasses({"0101": paddy, "1203": ridge})
    >>> classes.known("0101"), classes.known("01"), classes.codes("cultivated")
    (True, False, ('0101',))

    """

    by_code: Mapping[str, SurveyClass]

    def known(self, code: str | None) -> bool:
        """Say whether a parcel may carry this code; level-1 codes such as 02 are no class of a parcel."""
        row = self.by_code.get(code or "")
        return row is not None and row.parcel

    def codes(self, group: str) -> tuple[str, ...]:
        """Return the codes of a group: `cultivated`, `adjustable` or `ridge`."""
        return tuple(code for code, row in self.by_code.items() if row.group == group)


@dataclass(frozen=True)
class Condition:
    """One test on one column of the pieces.

    `test` is `in`, `not_in`, `contains`, `lacks`, `class`, `present`, `empty`, `outside`, `unreadable` or `compare`;
    `values` belong to the first five; `operator`, `operand` (a number, "date" for the reference date, "earlier_date"
    for that of the earlier survey, or "year" for the year of the reference date), `years` (that are taken off the date)
    and `or_empty` to the last.

    >>> Condition("slope_PDJB", "in", ("4", "5")).values
    ('4', '5')
    >>> Condition("approved_until", "compare", operator=">=", operand="date").operand
    'date'

    """

    column: str
    test: str
    values: tuple[str, ...] = ()
    operator: str = ""
    operand: float | str = ""
    or_empty: bool = False
    years: int = 0


@dataclass(frozen=True)
class Rule:
    """A row of a rule table: land classes and conditions.

    `classes` empty: any class. `when` holds groups: all conditions of a group hold, any group suffices; empty: always.

    >>> steep = Condition("slope_PDJB", "in", ("5",))
    >>> Rule("steep_fields", "notice 3", classes=("01*",), when=((steep,),)).classes
    ('01*',)

    """

    name: str
    source: str
    classes: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    major: tuple[str, ...] = ()
    when: tuple[tuple[Condition, ...], ...] = ()


@dataclass(frozen=True)
class ConflictRule(Rule):
    """A kind of conflict; `origins` empty: whatever the baseline.

    >>> ConflictRule("orchard", "notice 3", classes=("02*",), severity=2, measures=(14,)).severity
    2

    """

    severity: int = Severity.NOTE.value
    measures: tuple[int, ...] = ()
    origins: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class CapRule(Rule):
    """Bounds of severity (`floor` to `cap`), by origin or by class.

    `as_base` judges a suffixed code as its base class.

    >>> CapRule("legacy", "notice 3", origin="legacy", cap=1, flag="legacy").cap
    1

    """

    origin: str = ""
    cap: int = Severity.SEVERE.value
    floor: int = Severity.NOTE.value
    flag: str = ""
    as_base: bool = False


@dataclass(frozen=True)
class FlagRule(Rule):
    """A flag of a conflict or candidate; `only` limits it to some kinds or sources.

    `confirm` says that a candidate with this flag has to be confirmed before it counts as free.

    >>> FlagRule("protected", "notice 3", only=("orchard",)).only
    ('orchard',)

    """

    only: tuple[str, ...] = ()
    confirm: bool = False


@dataclass(frozen=True)
class CandidateRule(Rule):
    """A source of restoration candidates (or, without tier, a row of the list of abandoned land).

    >>> CandidateRule("restorable", "notice 20", classes=("02*",), tier="at_once", measures=(20,)).tier
    'at_once'

    """

    tier: str = ""
    measures: tuple[int, ...] = ()


@dataclass(frozen=True)
class LossRule(Rule):
    """A kind of lost cultivated land that is no conflict on PBF.

    >>> LossRule("protected_lost", "measure 3", excepted=("01*",), measures=(3, 17)).measures
    (3, 17)

    """

    measures: tuple[int, ...] = ()


@dataclass(frozen=True)
class ChangeRule(Rule):
    """A cause or a status of a change between two surveys, or who is responsible for it.

    Attributes:
        use: of a cause: `non_agricultural`, `non_grain` or empty.
        causes, statuses: for which it holds; empty: for all.
        exempt: whether land of this status is not owed to the balance.
        unreasonable: whether an outflow of this status is one without a reason.

    >>> ChangeRule("approved", "measure 17", causes=("construction",)).exempt
    False

    """

    use: str = ""
    causes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    exempt: bool = False
    unreasonable: bool = False


@dataclass(frozen=True)
class CoverRule(Rule):
    """What covers a place of a monitoring patch: an approval, temporary land, a registered facility (measure 30).

    Attributes:
        valid: whether what is covered so is no suspected occupation.

    >>> CoverRule("approved", "measure 30", valid=True).valid
    True

    """

    valid: bool = False


@dataclass(frozen=True)
class UseRule(Rule):
    """A row on the use of cultivated land: a place in the order of use, what is planted, or a finding (measure 15).

    Attributes:
        totals: of a place in the order of use: the totals in which it counts as well.
        plantings, priorities: of a finding: for which it holds; empty: for all.
        stable: whether a finding holds for stable cultivated land alone.
        measures: of a finding.
        competent: of a finding: who decides.

    >>> UseRule("warn_grain", "measure 15", plantings=("non_grain",), priorities=("hsf",), measures=(15,)).stable
    False

    """

    totals: tuple[str, ...] = ()
    plantings: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    stable: bool = False
    measures: tuple[int, ...] = ()
    competent: str = ""


@dataclass(frozen=True)
class ReserveRule(Rule):
    """What can become of a piece of a reserve of land (measure 12).

    Attributes:
        roles: of the reserves for which it holds; empty: for all.
        stable: whether it holds for stable cultivated land alone.

    >>> ReserveRule("usable", "measure 12", classes=("0404",), roles=("farmland_reserve",)).name
    'usable'

    """

    roles: tuple[str, ...] = ()
    stable: bool = False


@dataclass(frozen=True)
class SiteLine(Rule):
    """A line of the table of land classes that a project's papers hold; `parent`: the line that it is a part of.

    >>> SiteLine("paddy", "measure 8", classes=("0101",), parent="cultivated").parent
    'cultivated'

    """

    parent: str = ""


@dataclass(frozen=True)
class SiteNeed(Rule):
    """What a project site may not do, or needs where a part of it is covered.

    Attributes:
        verdict: `forbidden`, `conditional`, or `unchecked` of what must be found out before it can be told.
        measures: of the notice.

    >>> SiteNeed("house_on_pbf", "measure 10", verdict="forbidden", measures=(10,)).verdict
    'forbidden'

    """

    verdict: str = SiteVerdict.CONDITIONAL.value
    measures: tuple[int, ...] = ()


@dataclass(frozen=True)
class CheckRule(Rule):
    """A line of the self-check of the assessment (measure 33); `when` chooses rows of its table.

    Attributes:
        table: of the results; empty for a line that only people answer.
        actual: its column with the figure.
        task: another column of it, a threshold of the policy, or a number; empty for none.
        judged: a column, of this table or as `table.column`, without whose value nothing is judged.
        layers: roles of zones without which nothing is judged.
        compare: `at_least`, `at_most`, `below` the task, or `no` of a column that says yes or no.
        unit: of the figure: `mu`, `m2`, `percent` or `count`.
        by_hand: whether people judge it; of `no`, where the results do not know.
        measures: that ask it.

    >>> CheckRule("holding", "measure 33", table="summary", actual="holding_mu", compare="at_least").by_hand
    False

    """

    table: str = ""
    actual: str = ""
    task: str = ""
    judged: str = ""
    layers: tuple[str, ...] = ()
    compare: str = "at_least"
    unit: str = ""
    by_hand: bool = False
    measures: tuple[int, ...] = ()


@dataclass(frozen=True)
class DeferralRule(Rule):
    """Whether a candidate has to wait: `deferred` is a `Deferral`, and `name` the reason.

    >>> DeferralRule("fruit", "notice 13", classes=("0201",), deferred="yes").deferred
    'yes'

    """

    deferred: str = Deferral.NO.value


@dataclass(frozen=True)
class AttributeRule(Rule):
    """What one attribute of a parcel must be, given the others (`resources/survey/attribute_rules.yaml`).

    Broken where classes and `when` hold and no condition of `must`, all on `column`, does. `problem` names the kind
    of problem where the general ones do not say enough.

    >>> must = Condition("GDPDJB", "present")
    >>> AttributeRule("slope grade", "TD/T 1055", classes=("01*",), column="GDPDJB", must=(must,)).severity
    'error'

    """

    column: str = ""
    must: tuple[Condition, ...] = ()
    severity: str = ProblemSeverity.ERROR.value
    problem: str = ""


@dataclass(frozen=True)
class AttributeRules:
    """The attribute rules with the class groups that they name; they override no majors and have no date.

    >>> AttributeRules(rules=(), class_groups={"cultivated": ("01*",)}).reference_date
    ''

    """

    rules: tuple[AttributeRule, ...]
    class_groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    major_overrides: Mapping[str, str] = field(default_factory=dict)
    reference_date: str = ""
    reading: ReadingRules = field(default_factory=ReadingRules)


@dataclass(frozen=True)
class Term:
    """The names of an id.

    >>> Term("lost", "划定时为耕地", "cultivated at the baseline").name_en
    'cultivated at the baseline'

    """

    id: str
    name_zh: str
    name_en: str
    source: str = ""


@dataclass(frozen=True)
class Threshold:
    """A number of the policy, with its unit.

    >>> Threshold("sliver_width", 1.0, "m", "碎屑宽度", "sliver width", "notice 4").value
    1.0

    """

    id: str
    value: float
    unit: str
    name_zh: str
    name_en: str
    source: str


@dataclass(frozen=True)
class Option:
    """A choice that the notice leaves open.

    >>> Option("adjustable", "capped", ("capped", "full"), "可调整地类", "adjustable classes", "notice 3").value
    'capped'

    """

    id: str
    value: str
    choices: tuple[str, ...]
    name_zh: str
    name_en: str
    source: str


@dataclass(frozen=True)
class Unit:
    """A city or county with its targets in 10,000 mu (万亩); None where the policy gives none.

    >>> Unit("360281", "乐平市", "county", gap_wan_mu=Decimal("1.2"), tasks_wan_mu={2024: Decimal("0.4")}).task(2024)
    Decimal('0.4')

    """

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
        """Return the restoration task of a year, in 10,000 mu."""
        return (self.tasks_wan_mu or {}).get(year)


@dataclass(frozen=True)
class Ridges:
    """Ridge coefficients in ten-thousandths by (slope grade, terrace type), and the defaults without a record.

    >>> Ridges({("1", "1"): 0, ("2", "1"): 1217}, default_grade="1", default_terrace="1").coefficients["2", "1"]
    1217

    """

    coefficients: Mapping[tuple[str, str], int]
    default_grade: str
    default_terrace: str


@dataclass(frozen=True)
class Policy:
    """A notice: the targets of cities and counties, and its rules.

    >>> city, county = Unit("360200", "景德镇市", "city"), Unit("360281", "乐平市", "county", parent="360200")
    >>> policy = Policy("demo", units=(city, county))
    >>> [unit.code for unit in policy.counties("360200")], policy.years()
    (['360281'], ())
    >>> policy.term("kinds", "orchard").name_en
    'orchard'

    """

    id: str
    title: str = ""
    year: int = 0
    reference_date: str = ""
    source: str = ""
    units: tuple[Unit, ...] = ()
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    options: Mapping[str, Option] = field(default_factory=dict)
    class_groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    major_overrides: Mapping[str, str] = field(default_factory=dict)
    stable: tuple[Rule, ...] = ()
    conflicts: tuple[ConflictRule, ...] = ()
    severity_caps: tuple[CapRule, ...] = ()
    conflict_flags: tuple[FlagRule, ...] = ()
    candidates: tuple[CandidateRule, ...] = ()
    abandoned: tuple[CandidateRule, ...] = ()
    losses: tuple[LossRule, ...] = ()
    change_causes: tuple[ChangeRule, ...] = ()
    change_statuses: tuple[ChangeRule, ...] = ()
    responsibilities: tuple[ChangeRule, ...] = ()
    use_priorities: tuple[UseRule, ...] = ()
    plantings: tuple[UseRule, ...] = ()
    patch_covers: tuple[CoverRule, ...] = ()
    use_findings: tuple[UseRule, ...] = ()
    reserve_states: tuple[ReserveRule, ...] = ()
    check_lines: tuple[CheckRule, ...] = ()
    site_lines: tuple[SiteLine, ...] = ()
    site_needs: tuple[SiteNeed, ...] = ()
    site_ranking: tuple[str, ...] = ()
    supplement_exclusions: tuple[Rule, ...] = ()
    compensation_deductions: tuple[Rule, ...] = ()
    use_groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclusions: tuple[Rule, ...] = ()
    candidate_flags: tuple[FlagRule, ...] = ()
    deferrals: tuple[DeferralRule, ...] = ()
    ridges: Ridges = field(default_factory=lambda: Ridges({("", ""): 0}, "", ""))
    terms: Mapping[str, Mapping[str, Term]] = field(default_factory=dict)
    optional_columns: frozenset[str] = frozenset()
    title_en: str = ""
    base_year: int = 0
    reading: ReadingRules = field(default_factory=ReadingRules)

    def title_in(self, language: str) -> str:
        """Return the notice's title in `zh` or `en`; the Chinese one where it has no other."""
        return self.title if language == "zh" else self.title_en or self.title

    def threshold(self, name: str) -> float:
        """Return the value of a threshold."""
        return self.thresholds[name].value

    def option(self, name: str) -> str:
        """Return the choice made for an option."""
        return self.options[name].value

    def cities(self) -> tuple[Unit, ...]:
        """Return the cities, in the policy's order."""
        return tuple(unit for unit in self.units if unit.level == Level.CITY)

    def counties(self, city: str | None = None) -> tuple[Unit, ...]:
        """Return the counties, of one city or all, in the policy's order."""
        return tuple(u for u in self.units if u.level == Level.COUNTY and (city is None or u.parent == city))

    def unit_names(self) -> dict[str, str]:
        """Return the names of cities and counties by code."""
        return {unit.code: unit.name for unit in self.units}

    def years(self) -> tuple[int, ...]:
        """Return the years for which any unit has a restoration task."""
        return tuple(sorted({year for unit in self.units for year in (unit.tasks_wan_mu or {})}))

    def uses(self) -> dict[str, str]:
        """Return the group of use (`Use`) of each kind of conflict: that of the highest severity among its rows.

        >>> rows = [ConflictRule("facility", "", severity=2), ConflictRule("facility", "", severity=1)]
        >>> Policy("demo", conflicts=tuple(rows)).uses()
        {'facility': 'agricultural'}

        """
        highest: dict[str, int] = {}
        for rule in self.conflicts:
            highest[rule.name] = max(rule.severity, highest.get(rule.name, rule.severity))
        return {kind: Use.of(severity).value for kind, severity in highest.items()}

    def term(self, table: str, identifier: str) -> Term:
        """Return the names of a kind, source, tier, reason, flag, origin, severity or deferral; the id if unnamed."""
        return self.terms.get(table, {}).get(identifier) or Term(identifier, identifier, identifier)
