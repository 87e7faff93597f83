"""Reading policies (the YAML file with targets and rules) and the class table.

A policy is edited by hand, so all mistakes are reported at once, with file, table, row, line, value and remedy.
"""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

from ...analysis.dates import iso_day
from ...analysis.rules.policy import (
    CandidateRule,
    CapRule,
    ChangeRule,
    CheckRule,
    ConflictRule,
    CoverRule,
    DeferralRule,
    FlagRule,
    LossRule,
    Option,
    Policy,
    ReserveRule,
    Ridges,
    Rule,
    SiteLine,
    SiteNeed,
    SurveyClass,
    SurveyClasses,
    Term,
    Unit,
    UseRule,
)
from ...analysis.summary import differences
from ...analysis.values.readers import NO, YES
from ...analysis.vocabulary import Deferral, Level, Origin, Severity, Tier
from ..i18n import tr
from ..located_yaml import LocatedMap, PolicyError, parse_located, parse_located_text, read_yaml_text, shorten
from ..paths import CLASS_TABLE, DEFAULT_POLICY
from ..value_kinds import load_reading
from ..yaml_files import nested_events
from .rule_tables import (
    CHANGE_USES,
    CHECK_UNITS,
    CHECKS,
    COVERS,
    MAJORS,
    MISSING,
    SITE_CRITERIA,
    SITE_VERDICTS,
    Missing,
    Row,
    TableReader,
)
from .years import YEARS

FORMAT = 1
_TEN_THOUSAND = 10_000
UNIT_CODE = re.compile(r"[0-9]{6}")
TASK_YEAR = re.compile(r"(19|20|21)[0-9]{2}")
_TABLES = (
    "units",
    "thresholds",
    "options",
    "class_groups",
    "use_groups",
    "class_overrides",
    "stable",
    "conflicts",
    "severity_caps",
    "conflict_flags",
    "candidates",
    "abandoned",
    "losses",
    "change_causes",
    "change_statuses",
    "patch_covers",
    "responsibilities",
    "use_priorities",
    "plantings",
    "use_findings",
    "reserve_states",
    "site_lines",
    "site_needs",
    "site_ranking",
    "supplement_exclusions",
    "compensation_deductions",
    "check_lines",
    "exclusions",
    "candidate_flags",
    "deferrals",
    "ridge_defaults",
    "ridge_coefficients",
)
_TERM_TABLES = (
    "kinds",
    "losses",
    "causes",
    "statuses",
    "responsible",
    "priorities",
    "plantings",
    "use_findings",
    "competent",
    "reserve_states",
    "lines",
    "needs",
    "barred",
    "deductions",
    "check_lines",
    "severities",
    "origins",
    "sources",
    "tiers",
    "reasons",
    "flags",
    "deferred",
    "annexes",
)
# What older files lack is taken from the policy that comes with the plugin.
LATER_TABLES = (
    *("change_causes", "change_statuses", "responsibilities", "patch_covers"),
    *("use_priorities", "plantings", "use_findings", "reserve_states"),
    "check_lines",
    *("site_lines", "site_needs", "site_ranking", "supplement_exclusions"),
    "compensation_deductions",
)
LATER_TERMS = (
    *("causes", "statuses", "responsible"),
    *("priorities", "plantings", "use_findings", "competent", "reserve_states"),
    "check_lines",
    *("lines", "needs", "barred"),
    "deductions",
)
# Tables whose rows runs ask for by id: every one that a file lacks is taken from there, too.
ASKED_TABLES = ("options", "thresholds")
LATER_GROUPS = ("field_barriers", "access_roads", "villages", "forest_land", "swap_down")
_OPTIONAL_TERMS = ("annexes",)  # a notice's own words, without which plain ones stand
NEEDED_GROUPS = ("cultivated", "adjustable")


@lru_cache(maxsize=2)
def load_classes(path: str | Path = CLASS_TABLE) -> SurveyClasses:
    """Return the class table of the survey, in the standard's order; read once."""
    with Path(path).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return SurveyClasses(
        {
            row["code"]: SurveyClass(
                code=row["code"],
                name_zh=row["name_zh"],
                name_en=row["name_en"],
                level1=row["level1"],
                major=row["major"],
                parcel=row["parcel"] == "yes",
                group=row["group"],
                base=row["base"],
                restorable=row["restorable"] == "yes",
                width=row["width"],
                fill_rgb=row["fill_rgb"],
            )
            for row in rows
        }
    )


def load_policy(path: str | Path = DEFAULT_POLICY) -> Policy:
    """Read and check a policy file.

    Args:
        path: YAML file, UTF-8; its header describes the format.

    Raises:
        PolicyError: listing every mistake.

    """
    path = Path(path)
    return _read_text(read_yaml_text(path), path.name, path == DEFAULT_POLICY)


@lru_cache(maxsize=2)  # a session runs with one policy, and looks at another
def _read_text(text: str, name: str, is_whole: bool) -> Policy:
    """Return the policy of a file's text, which may lack later rows; read once as long as the text is the same."""
    root = parse_located_text(text, name)
    return _Reader(name, load_classes()).policy(root) if is_whole else read_policy_tables(root, name)


@lru_cache(maxsize=1)
def default_policy() -> Policy:
    """Return the policy that the plugin brings; read once."""
    return load_policy()


def default_reference_date() -> str:
    """Return the reference date of the policy that the plugin brings, of which no more is read than up to there."""
    events = (event for event, _ in nested_events(read_yaml_text(DEFAULT_POLICY)))
    for event in events:
        if isinstance(event, yaml.ScalarEvent) and event.value == "reference_date":
            return str(next(events).value)
    return default_policy().reference_date


def read_policy_tables(root: LocatedMap, name: str, classes: SurveyClasses | None = None) -> Policy:
    """Check the tables of a policy, and return it.

    Args:
        root: the tables, as in the file.
        name: of the file, for messages.
        classes: the class table for checks of codes; the plugin's own if None.

    Raises:
        PolicyError: listing every mistake.

    """
    _complete(root)
    return _Reader(name, classes or load_classes()).policy(root)


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Any]:
    """Return the tables of the policy that comes with the plugin, for looking only; read once."""
    return cast("dict[str, Any]", parse_located(DEFAULT_POLICY))


def _shipped_rows() -> dict[str, list[dict[str, Any]]]:
    """Return the rows, by table, of the policy that comes with the plugin which are added one by one."""
    shipped = _shipped()
    groups = [row for row in shipped["class_groups"] if row["id"] in LATER_GROUPS]
    return {**{table: list(shipped[table]) for table in ASKED_TABLES}, "class_groups": groups}


def is_shipped(table: str, row: Mapping[str, object]) -> bool:
    """Return whether a run adds a row of this id and value to a file that lacks it."""
    rows = _shipped_rows().get(table, [])
    return any(each["id"] == row.get("id") and each.get("value") == row.get("value") for each in rows)


def _complete(root: LocatedMap) -> None:
    """Add the tables, rows and names to a file that were not known when it was written."""
    terms = root.get("terms")
    tables = [table for table in LATER_TABLES if table not in root]
    names = [table for table in LATER_TERMS if isinstance(terms, dict) and table not in terms]
    later = {table: _lacking(root.get(table), [row["id"] for row in rows]) for table, rows in _shipped_rows().items()}
    if not (tables or names or any(later.values())):
        return
    shipped = deepcopy(_shipped())
    root.update({table: shipped[table] for table in tables})
    if isinstance(terms, dict):
        terms.update({table: shipped["terms"][table] for table in names})
    for table, ids in later.items():
        if ids:
            cast("list[Any]", root[table]).extend(row for row in shipped[table] if row["id"] in ids)


def _lacking(rows: object, ids: Iterable[str]) -> list[str]:
    """Return which ids no row of a table has; none of what is no table."""
    if not isinstance(rows, list):
        return []
    present = [row.get("id") for row in rows if isinstance(row, dict)]
    return [name for name in ids if name not in present]


def policy_warnings(policy: Policy) -> list[str]:
    """Return sentences on targets of a policy that do not add up; they do not stop a run."""
    reasons = {
        "rounding": tr("rounding"),
        "netting": tr("surpluses of counties are taken off in the city row only"),
        "unexplained": tr("unexplained"),
    }
    found = []
    for row in differences(policy).itertuples():
        text = tr("{unit}, {item}: the row says {city}, its counties add up to {counties} ({reason}).")
        if row.basis == "positive":
            text = tr(
                "{unit}, {item}: the row says {city}, its counties' positive values add up to {counties} ({reason})."
            )
        found.append(
            text.format(
                unit=row.name if isinstance(row.name, str) else row.code,
                item=_item_name(row.item),
                city=row.city_wan_mu,
                counties=row.counties_wan_mu,
                reason=reasons[row.reason],
            )
        )
    for unit in policy.units:
        if unit.survey2_target_wan_mu is None or unit.holding_target_wan_mu is None or unit.gap_wan_mu is None:
            continue
        gap = unit.survey2_target_wan_mu - unit.holding_target_wan_mu
        if gap != unit.gap_wan_mu:
            text = tr("{unit}: the gap says {gap}, but the second-survey target less the target is {computed}.")
            found.append(text.format(unit=unit.name, gap=unit.gap_wan_mu, computed=gap))
    return found


def _item_name(item: str) -> str:
    """Return the name of a target in the user's language."""
    if item.startswith("task_"):
        return tr("task of {year}").format(year=item[5:])
    names = {
        "holding_target": tr("cultivated land target"),
        "pbf_target": tr("permanent basic farmland target"),
        "survey2_target": tr("second-survey target"),
        "gap": tr("gap"),
    }
    return names[item]


class _Reader(TableReader):
    """Reads the tables of one file into a `Policy`."""

    def __init__(self, file: str, classes: SurveyClasses) -> None:
        """Start without terms; arguments as in `TableReader`."""
        super().__init__(file, classes)
        self.terms: dict[str, dict[str, Term]] = {}

    def named(self, row: Row, key: str, table: str, default: str | Missing = MISSING) -> str:
        """Return an id to which a table of terms gives a name."""
        name = row.text(key, default)
        if name and name not in self.terms.get(table, {}):
            row.mistake(
                tr("`{key}` is {value}, which has no names. Add it under terms, {table}."),
                key=key,
                value=shorten(name),
                table=table,
            )
        return name

    def policy(self, root: LocatedMap) -> Policy:
        """Read all tables.

        Raises:
            PolicyError: listing every mistake.

        """
        allowed = ("format", "policy", "terms", "optional_columns", *_TABLES)
        for key in root.repeated:
            self.mistake(tr("the table {table} stands twice. Remove one.").format(table=key))
        for table in root:
            if table not in allowed:
                self.mistake(
                    tr("unknown table {table}. Use only: {known}.").format(
                        table=shorten(table), known=", ".join(allowed)
                    )
                )
        if root.get("format", FORMAT) != FORMAT:
            self.mistake(
                tr("format is {value}, this version reads {known}. Update the plugin or the file.").format(
                    value=shorten(root["format"]), known=FORMAT
                )
            )
        self._terms(root)
        self.read_thresholds(root)
        self._groups(root)
        made = {
            **self._head(root),
            "units": self._units(root),
            "thresholds": self.thresholds,
            "options": self._options(root),
            "class_groups": self.groups,
            "use_groups": self._use_groups(root),
            "major_overrides": self._overrides(root),
            "stable": tuple(self.each(root, "stable", lambda r: Rule(**r.base("stable")))),
            "conflicts": tuple(self.each(root, "conflicts", self._conflict)),
            "severity_caps": tuple(self.each(root, "severity_caps", self._cap)),
            "conflict_flags": tuple(self.each(root, "conflict_flags", self._flag("kinds"))),
            "candidates": tuple(self.each(root, "candidates", self._candidate)),
            "abandoned": tuple(
                self.each(root, "abandoned", lambda r: CandidateRule(**r.base("abandoned"), measures=r.measures()))
            ),
            "losses": tuple(self.each(root, "losses", self._loss)),
            **self._changes(root),
            "patch_covers": tuple(self.each(root, "patch_covers", self._cover)),
            **self._uses(root),
            "reserve_states": tuple(self.each(root, "reserve_states", self._reserve)),
            "check_lines": tuple(self.each(root, "check_lines", self._check)),
            **self._sites(root),
            "compensation_deductions": tuple(
                self.each(
                    root,
                    "compensation_deductions",
                    lambda r: Rule(**r.base(self.named(r, "deduction", "deductions"))),
                )
            ),
            "exclusions": tuple(
                self.each(root, "exclusions", lambda r: Rule(**r.base(self.named(r, "reason", "reasons"))))
            ),
            "candidate_flags": tuple(self.each(root, "candidate_flags", self._flag("sources"))),
            "deferrals": tuple(self.each(root, "deferrals", self._deferral)),
            "ridges": self._ridges(root),
            "terms": self.terms,
            "optional_columns": self._optional(root),
        }
        if self.mistakes:
            raise PolicyError(self.mistakes)
        return Policy(**made, reading=load_reading())

    def _head(self, root: LocatedMap) -> dict[str, Any]:
        """Read the table `policy`; return its values as arguments of `Policy`."""
        value = root.get("policy")
        if not isinstance(value, LocatedMap):
            self.mistake(tr("table policy: missing. Write id, title, year, reference_date and source."), table="policy")
            return {}
        row = Row(self, "policy", 1, value)
        date = row.take("reference_date")
        day = iso_day(date) if isinstance(date, (str, datetime.date)) else None
        if day is None and date is not None:
            row.mistake(
                tr('`reference_date` is {value}. Write a day as "2024-12-31".'), "reference_date", value=shorten(date)
            )
        head = {
            "id": row.text("id"),
            "title": row.text("title"),
            "title_en": row.text("title_en", ""),
            "year": row.whole("year", *YEARS),
            "reference_date": day or "",
            "base_year": row.whole("base_year", *YEARS, 0),
            "source": row.text("source"),
        }
        row.close()
        return head

    def _terms(self, root: LocatedMap) -> None:
        """Read the names of the ids that rules use."""
        tables = root.get("terms")
        if not isinstance(tables, LocatedMap):
            self.mistake(tr("table {table}: missing. Copy it from the default policy.").format(table="terms"))
            return
        for key in tables:
            if key not in _TERM_TABLES:
                known = ", ".join(_TERM_TABLES)
                self.mistake(tr("unknown table {table}. Use only: {known}.").format(table=f"terms: {key}", known=known))
        for table in _TERM_TABLES:
            if table in _OPTIONAL_TERMS and table not in tables:
                self.terms[table] = {}
                continue
            rows = self.rows(
                LocatedMap({f"terms: {table}": tables[table]} if table in tables else {}), f"terms: {table}"
            )
            terms = []
            for row in rows:
                terms.append(Term(row.text("id"), row.text("name_zh"), row.text("name_en"), row.text("source")))
                row.close()
            self.unique((row, term.id) for row, term in zip(rows, terms))
            self.terms[table] = {term.id: term for term in terms}

    def _options(self, root: LocatedMap) -> dict[str, Option]:
        """Read the options, by id."""
        rows = self.rows(root, "options")
        made = []
        for row in rows:
            choices = row.texts("choices")
            made.append(
                Option(
                    row.text("id"),
                    row.choice("value", choices),
                    choices,
                    row.text("name_zh"),
                    row.text("name_en"),
                    row.text("source"),
                )
            )
            row.close()
        self.unique((row, item.id) for row, item in zip(rows, made))
        return {item.id: item for item in made}

    def _groups(self, root: LocatedMap) -> None:
        """Read the groups of classes, some of which are required."""
        self.read_groups(root)
        for name in NEEDED_GROUPS:
            if name not in self.groups:
                self.mistake(
                    tr("table class_groups: the group {name} is missing. Add it.").format(name=name),
                    table="class_groups",
                )
                self.groups[name] = ()

    def _use_groups(self, root: LocatedMap) -> dict[str, tuple[str, ...]]:
        """Read the groups of use, by which the class at delimitation is compared with that of today."""
        rows = self.rows(root, "use_groups")
        made = {}
        names = []
        for row in rows:
            names.append(row.text("id"))
            made[names[-1]] = row.classes("classes")
            for key in ("name_zh", "name_en", "source"):
                row.text(key)
            row.close()
        self.unique(zip(rows, names))
        return made

    def _overrides(self, root: LocatedMap) -> dict[str, str]:
        """Read the major classes that the policy gives to some codes, by code."""
        rows = self.rows(root, "class_overrides")
        made = {}
        codes = []
        for row in rows:
            code = row.text("code")
            codes.append(code)
            if code and not self.known_classes.known(code):
                row.mistake(tr("`{key}` is {value}, no class of a parcel."), key="code", value=shorten(code))
            made[code] = row.choice("major", MAJORS)
            row.text("source")
            row.close()
        self.unique(zip(rows, codes))
        return made

    def _units(self, root: LocatedMap) -> tuple[Unit, ...]:
        """Read the units; a county must name its city."""
        rows = self.rows(root, "units")
        if not rows and "units" in root:
            self.mistake(tr("table units: no unit. Add a city and its counties."), table="units")
        made = [self._unit(row) for row in rows]
        self.unique((row, unit.code) for row, unit in zip(rows, made))
        cities = {unit.code for unit in made if unit.level == Level.CITY}
        for row, unit in zip(rows, made):
            if unit.level == Level.COUNTY and cities and not unit.parent:
                row.mistake(
                    tr('a county needs `parent`, the code of its city. Add parent: "{code}".'),
                    "parent",
                    code=min(cities),
                )
            elif unit.level == Level.COUNTY and unit.parent and unit.parent not in cities:
                row.mistake(
                    tr("`parent` is {value}, but no city row has this code."), "parent", value=shorten(unit.parent)
                )
            elif unit.level == Level.CITY and unit.parent:
                row.mistake(tr("a city has no `parent`. Remove it, or write level: county."), "parent")
            row.close()
        return tuple(made)

    def _unit(self, row: Row) -> Unit:
        """Read a unit with its targets (10,000 mu)."""
        for key in ("code", "parent"):
            value = row.row.get(key)
            if value is not None and not (isinstance(value, str) and UNIT_CODE.fullmatch(value)):
                row.mistake(
                    tr('`{key}` is {value}. Write six digits in quotes: "360281".'), key=key, value=shorten(value)
                )
                row.row[key] = str(value)
        tasks = row.take("tasks_wan_mu", None)
        zero = Decimal(0)
        years: dict[int, Decimal] = {}
        if tasks is not None and not isinstance(tasks, LocatedMap):
            row.mistake(tr("`tasks_wan_mu` is {value}. Write {{2024: 0.9163}}."), "tasks_wan_mu", value=shorten(tasks))
        elif tasks is not None:
            for key in tasks.repeated:
                row.mistake(tr("the key `{key}` stands twice. Remove one."), key=f"tasks_wan_mu: {key}")
            for year, value in tasks.items():
                if not TASK_YEAR.fullmatch(str(year)):
                    row.mistake(
                        tr("`tasks_wan_mu` names the year {value}. Write 2024."),
                        f"tasks_wan_mu: {year}",
                        value=shorten(year),
                    )
                    continue
                number = row.area(f"tasks_wan_mu: {year}", value, zero)
                if number is not None:
                    years[int(str(year))] = number
        return Unit(
            code=row.text("code"),
            name=row.text("name"),
            level=row.choice("level", (Level.CITY.value, Level.COUNTY.value)),
            parent=row.text("parent", ""),
            name_en=row.text("name_en", ""),
            holding_target_wan_mu=row.area("holding_target_wan_mu", row.take("holding_target_wan_mu", None), zero),
            pbf_target_wan_mu=row.area("pbf_target_wan_mu", row.take("pbf_target_wan_mu", None), zero),
            survey2_target_wan_mu=row.area("survey2_target_wan_mu", row.take("survey2_target_wan_mu", None), zero),
            gap_wan_mu=row.area("gap_wan_mu", row.take("gap_wan_mu", None)),
            tasks_wan_mu=years,
            adjustments_wan_mu=row.area("adjustments_wan_mu", row.take("adjustments_wan_mu", None)),
            restored_wan_mu=row.area("restored_wan_mu", row.take("restored_wan_mu", None)),
            source=row.text("source"),
        )

    def _sites(self, root: LocatedMap) -> dict[str, Any]:
        """Read the rules of project sites and of supplements; return them as arguments of `Policy`."""

        def line(row: Row) -> SiteLine:
            return SiteLine(
                **row.base(self.named(row, "line", "lines")), parent=self.named(row, "part_of", "lines", "")
            )

        def need(row: Row) -> SiteNeed:
            return SiteNeed(
                **row.base(self.named(row, "need", "needs")),
                verdict=row.choice("verdict", SITE_VERDICTS),
                measures=row.measures(),
            )

        def criterion(row: Row) -> str:
            row.text("source")
            return row.choice("criterion", SITE_CRITERIA)

        def barred(row: Row) -> Rule:
            return Rule(**row.base(self.named(row, "bar", "barred")))

        readers = {
            "site_lines": line,
            "site_needs": need,
            "site_ranking": criterion,
            "supplement_exclusions": barred,
        }
        return {table: tuple(self.each(root, table, make)) for table, make in readers.items()}

    def _conflict(self, row: Row) -> ConflictRule:
        """Read a rule that finds conflicts."""
        return ConflictRule(
            **row.base(self.named(row, "kind", "kinds")),
            severity=row.whole("severity", 0, max(Severity).value),
            measures=row.measures(),
            origins=row.texts("origin", (), Origin.values()),
            problem=row.text("problem", ""),
        )

    def _cap(self, row: Row) -> CapRule:
        """Read a rule that limits severities."""
        as_base = row.take("as_base", False)
        if not isinstance(as_base, bool):
            row.mistake(tr("`{key}` is {value}. Write true or false."), key="as_base", value=shorten(as_base))
        origin = row.choice("origin", Origin.values(), "")
        if not origin and "classes" not in row.row and "when" not in row.row:
            row.mistake(tr("none of `origin`, `classes` and `when` says what is bounded. Add one."))
        return CapRule(
            **row.base(origin or "classes"),
            origin=origin,
            cap=row.whole("cap", 0, max(Severity).value, max(Severity).value),
            floor=row.whole("floor", 0, max(Severity).value, 0),
            flag=self.named(row, "flag", "flags", ""),
            as_base=as_base is True,
        )

    def _flag(self, only: str) -> Callable[[Row], FlagRule]:
        """Return the reader of rules that set flags, limited to kinds or sources by the key `only`."""

        def make(row: Row) -> FlagRule:
            """Read a rule that sets a flag."""
            names = row.texts(only, (), tuple(self.terms.get(only, {})))
            confirm = row.choice("confirm", (YES, NO), NO) == YES
            return FlagRule(**row.base(self.named(row, "flag", "flags")), only=names, confirm=confirm)

        return make

    def _candidate(self, row: Row) -> CandidateRule:
        """Read a rule that finds candidates."""
        name = self.named(row, "source_id", "sources")
        rule = CandidateRule(**row.base(name), tier=row.choice("tier", Tier.values()), measures=row.measures())
        if not rule.classes and not rule.when:
            row.mistake(tr("neither `classes` nor `when`: every piece would be a candidate. Add one."))
        return rule

    def _loss(self, row: Row) -> LossRule:
        """Read a rule that finds lost cultivated land."""
        return LossRule(**row.base(self.named(row, "kind", "losses"), need_when=True), measures=row.measures())

    def _changes(self, root: LocatedMap) -> dict[str, tuple[ChangeRule, ...]]:
        """Read the rules of changes between two surveys."""
        causes, statuses = (tuple(self.terms.get(table, {})) for table in ("causes", "statuses"))

        def make(key: str, table: str) -> Callable[[Row], ChangeRule]:
            """Return the reader of the rules that give an id of a table of terms."""

            def read(row: Row) -> ChangeRule:
                """Read a rule."""
                is_cause, is_status = key == "cause", key == "status"
                return ChangeRule(
                    **row.base(self.named(row, key, table)),
                    use=row.choice("use", CHANGE_USES, "") if is_cause else "",
                    causes=() if is_cause else row.texts("causes", (), causes),
                    statuses=row.texts("statuses", (), statuses) if key == "responsible" else (),
                    exempt=is_status and row.choice("exempt", (YES, NO), NO) == YES,
                    unreasonable=is_status and row.choice("unreasonable", (YES, NO), NO) == YES,
                )

            return read

        return {
            "change_causes": tuple(self.each(root, "change_causes", make("cause", "causes"))),
            "change_statuses": tuple(self.each(root, "change_statuses", make("status", "statuses"))),
            "responsibilities": tuple(self.each(root, "responsibilities", make("responsible", "responsible"))),
        }

    def _uses(self, root: LocatedMap) -> dict[str, tuple[UseRule, ...]]:
        """Read the rules on the use of cultivated land."""
        priorities, plantings = (tuple(self.terms.get(table, {})) for table in ("priorities", "plantings"))

        def place(row: Row) -> UseRule:
            """Read a place in the order of use."""
            base = row.base(self.named(row, "priority", "priorities"))
            return UseRule(**base, totals=row.texts("totals", (), priorities))

        def finding(row: Row) -> UseRule:
            """Read a finding."""
            return UseRule(
                **row.base(self.named(row, "finding", "use_findings")),
                plantings=row.texts("plantings", (), plantings),
                priorities=row.texts("priorities", (), priorities),
                stable=row.choice("stable", (YES, NO), NO) == YES,
                measures=row.measures(),
                competent=self.named(row, "competent", "competent", ""),
            )

        def planting(row: Row) -> UseRule:
            """Read what is planted."""
            return UseRule(**row.base(self.named(row, "planting", "plantings")))

        return {
            "use_priorities": tuple(self.each(root, "use_priorities", place)),
            "plantings": tuple(self.each(root, "plantings", planting)),
            "use_findings": tuple(self.each(root, "use_findings", finding)),
        }

    def _cover(self, row: Row) -> CoverRule:
        """Read what covers a place of a monitoring patch."""
        base = row.base(row.choice("cover", COVERS))
        return CoverRule(**base, valid=row.choice("valid", (YES, NO), NO) == YES)

    def _reserve(self, row: Row) -> ReserveRule:
        """Read a rule on a reserve of land."""
        return ReserveRule(
            **row.base(self.named(row, "state", "reserve_states")),
            roles=row.texts("roles", ()),
            stable=row.choice("stable", (YES, NO), NO) == YES,
        )

    def _check(self, row: Row) -> CheckRule:
        """Read a line of the self-check."""
        return CheckRule(
            **row.base(self.named(row, "line", "check_lines")),
            table=row.text("table", ""),
            actual=row.text("actual", ""),
            task=row.text("task", ""),
            judged=row.text("judged", ""),
            layers=row.texts("layers", ()),
            compare=row.choice("compare", CHECKS, CHECKS[0]),
            unit=row.choice("unit", CHECK_UNITS, ""),
            by_hand=row.choice("by_hand", (YES, NO), NO) == YES,
            measures=row.measures(),
        )

    def _deferral(self, row: Row) -> DeferralRule:
        """Read a rule that defers candidates."""
        deferred = row.choice("deferred", Deferral.values())
        return DeferralRule(**row.base(self.named(row, "reason", "reasons")), deferred=deferred)

    def _ridges(self, root: LocatedMap) -> Ridges:
        """Read the coefficients of field ridges, by slope grade and terrace type, and the defaults."""
        coefficients: dict[tuple[str, str], int] = {}
        rows = self.rows(root, "ridge_coefficients")
        names = []
        for row in rows:
            place = row.text("grade"), row.text("terrace")
            value = row.number("coefficient", low=Decimal(0))
            if value is not None and (value >= 1 or value * _TEN_THOUSAND % 1):
                row.mistake(
                    tr("`{key}` is {value}. Use a share below 1 with at most four decimals."),
                    key="coefficient",
                    value=value,
                )
            coefficients[place] = int((value or 0) * _TEN_THOUSAND)
            names.append(" ".join(place))
            row.text("source")
            row.close()
        self.unique(zip(rows, names))
        defaults = {}
        for row in self.rows(root, "ridge_defaults"):
            defaults[row.text("id")] = row.text("value")
            for key in ("name_zh", "name_en", "source"):
                row.text(key)
            row.close()
        grades = sorted({grade for grade, _ in coefficients})
        types = sorted({terrace for _, terrace in coefficients})
        for grade in grades:
            for terrace in types:
                if (grade, terrace) not in coefficients:
                    text = tr("table ridge_coefficients: no row for grade {grade} and terrace {terrace}. Add one.")
                    self.mistake(text.format(grade=grade, terrace=terrace), table="ridge_coefficients")
        for key, choices in (("slope_grade", grades), ("terrace_type", types)):
            if defaults.get(key) not in choices:
                text = tr("table ridge_defaults: {key} is {value}. Use one of: {choices}.")
                self.mistake(
                    text.format(key=key, value=shorten(defaults.get(key)), choices=", ".join(choices)),
                    table="ridge_defaults",
                )
        return Ridges(coefficients, defaults.get("slope_grade", ""), defaults.get("terrace_type", ""))

    def _optional(self, root: LocatedMap) -> frozenset[str]:
        """Read the names of columns that rules may use and pieces may lack."""
        value = root.get("optional_columns") or []
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            self.mistake(tr("optional_columns: not a list of column names."))
            return frozenset()
        return frozenset(value)
