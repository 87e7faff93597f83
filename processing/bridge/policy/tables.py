"""What the tables of a policy hold: their columns, for those who edit them in tables or check them by a schema."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from ...analysis.values.readers import NO, YES
from ...analysis.vocabulary import Deferral, Level, Origin, Severity, Tier
from .rule_tables import CHANGE_USES, CHECK_UNITS, CHECKS, COVERS, MAJORS, SITE_CRITERIA, SITE_VERDICTS
from .years import YEARS


class Kind(Enum):
    """What a column holds, and so how it is typed, shown and checked."""

    TEXT = "text"
    CODE = "code"
    DAY = "day"
    WHOLE = "whole"
    NUMBER = "number"
    AREA = "area"
    AREAS_BY_YEAR = "areas_by_year"
    CHOICE = "choice"
    TRUTH = "truth"
    TEXTS = "texts"
    CLASSES = "classes"
    MEASURES = "measures"
    CONDITIONS = "conditions"


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        key: of the value in the file.
        kind: what it holds.
        required: whether every row has it.
        choices: the words that it may hold; empty for any, or for those that the row itself lists as its choices.
        terms: the table of names, below `terms`, that names its words; empty for none.
        low, high: the least and the largest whole number; of areas and numbers, None lets any number be.
    """

    key: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    terms: str = ""
    low: int | None = 0
    high: int | None = None


@dataclass(frozen=True)
class TableForm:
    """A table.

    Attributes:
        name: in the file; "terms: kinds" for a table below another.
        columns: in the order in which people read them, the source last.
        identity: the keys by which a row is known.
        ordered: whether the order of the rows decides.
        single: whether it is one row only, and no list.
        optional: whether a policy may lack it.
    """

    name: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    ordered: bool = False
    single: bool = False
    optional: bool = False

    def column(self, key: str) -> Column | None:
        """Return the column of a key; None if the table has no such column."""
        return next((column for column in self.columns if column.key == key), None)


_SOURCE = Column("source", required=True)
_NAMES = (Column("name_zh", required=True), Column("name_en", required=True), _SOURCE)
_ID = Column("id", required=True)
_MEASURES = Column("measures", Kind.MEASURES, required=True)
_SEVERITIES = (0, max(Severity).value)


def _whole(key: str, low: int, high: int, required: bool = False) -> Column:
    """Return a column of whole numbers."""
    return Column(key, Kind.WHOLE, required, low=low, high=high)


def _rule(*before: Column, after: tuple[Column, ...] = (), need_when: bool = False) -> tuple[Column, ...]:
    """Return the columns of a table of rules."""
    base = (
        Column("classes", Kind.CLASSES),
        Column("except", Kind.CLASSES),
        Column("major", Kind.TEXTS, choices=MAJORS),
        Column("when", Kind.CONDITIONS, need_when),
    )
    return (*before, *base, *after, _SOURCE)


def _named(key: str, terms: str) -> Column:
    """Return the column of an id that a table of terms names."""
    return Column(key, required=True, terms=terms)


_UNITS = (
    Column("code", Kind.CODE, required=True),
    Column("name", required=True),
    Column("level", Kind.CHOICE, True, (Level.CITY.value, Level.COUNTY.value)),
    Column("parent", Kind.CODE),
    Column("holding_target_wan_mu", Kind.AREA),
    Column("pbf_target_wan_mu", Kind.AREA),
    Column("survey2_target_wan_mu", Kind.AREA),
    Column("gap_wan_mu", Kind.AREA, low=None),
    Column("tasks_wan_mu", Kind.AREAS_BY_YEAR),
    Column("adjustments_wan_mu", Kind.AREA, low=None),
    Column("restored_wan_mu", Kind.AREA, low=None),
    Column("name_en"),
    _SOURCE,
)
_HEAD = (
    _ID,
    Column("title", required=True),
    Column("title_en"),
    _whole("year", *YEARS, True),
    Column("reference_date", Kind.DAY, required=True),
    _whole("base_year", *YEARS),
    _SOURCE,
)
_CONFIRM = Column("confirm", Kind.CHOICE, choices=(YES, NO))
_TERMS = ("kinds", "losses", "severities", "origins", "sources", "tiers", "reasons", "flags", "deferred")
# Without which files of earlier versions are, or a notice's own words.
_OPTIONAL_TERMS = (
    *("causes", "statuses", "responsible", "annexes"),
    *("priorities", "plantings", "use_findings", "competent", "reserve_states"),
    "check_lines",
    *("lines", "needs", "barred"),
    "deductions",
)

TABLES = (
    TableForm("policy", _HEAD, ("id",), single=True),
    TableForm("units", _UNITS, ("code",)),
    TableForm(
        "thresholds",
        (_ID, Column("value", Kind.NUMBER, True), Column("unit", required=True), *_NAMES),
        ("id",),
    ),
    TableForm(
        "options",
        (_ID, Column("value", Kind.CHOICE, True), Column("choices", Kind.TEXTS, True), *_NAMES),
        ("id",),
    ),
    TableForm(
        "conflicts",
        _rule(
            _named("kind", "kinds"),
            Column("origin", Kind.TEXTS, choices=Origin.values(), terms="origins"),
            after=(
                dataclasses.replace(_whole("severity", *_SEVERITIES, True), terms="severities"),
                _MEASURES,
                Column("problem"),
            ),
        ),
        ("kind",),
        ordered=True,
    ),
    TableForm(
        "severity_caps",
        _rule(
            Column("origin", Kind.CHOICE, choices=Origin.values(), terms="origins"),
            after=(
                _whole("cap", *_SEVERITIES),
                _whole("floor", *_SEVERITIES),
                Column("flag", terms="flags"),
                Column("as_base", Kind.TRUTH),
            ),
        ),
        ("origin", "flag"),
        ordered=True,
    ),
    TableForm(
        "conflict_flags",
        _rule(_named("flag", "flags"), Column("kinds", Kind.TEXTS, terms="kinds"), after=(_CONFIRM,)),
        ("flag",),
    ),
    TableForm("losses", _rule(_named("kind", "losses"), after=(_MEASURES,), need_when=True), ("kind",), ordered=True),
    TableForm(
        "candidates",
        _rule(
            _named("source_id", "sources"),
            Column("tier", Kind.CHOICE, True, Tier.values(), "tiers"),
            after=(_MEASURES,),
        ),
        ("source_id",),
        ordered=True,
    ),
    TableForm(
        "change_causes",
        _rule(_named("cause", "causes"), Column("use", Kind.CHOICE, choices=CHANGE_USES)),
        ("cause",),
        ordered=True,
        optional=True,
    ),
    TableForm(
        "change_statuses",
        _rule(
            _named("status", "statuses"),
            Column("causes", Kind.TEXTS, terms="causes"),
            after=(
                Column("exempt", Kind.CHOICE, choices=(YES, NO)),
                Column("unreasonable", Kind.CHOICE, choices=(YES, NO)),
            ),
        ),
        ("status",),
        ordered=True,
        optional=True,
    ),
    TableForm(
        "responsibilities",
        _rule(
            _named("responsible", "responsible"),
            Column("causes", Kind.TEXTS, terms="causes"),
            Column("statuses", Kind.TEXTS, terms="statuses"),
        ),
        ("responsible",),
        ordered=True,
        optional=True,
    ),
    TableForm(
        "patch_covers",
        _rule(Column("cover", Kind.CHOICE, True, COVERS), after=(Column("valid", Kind.CHOICE, choices=(YES, NO)),)),
        ("cover",),
        ordered=True,
        optional=True,
    ),
    TableForm(
        "use_priorities",
        _rule(_named("priority", "priorities"), after=(Column("totals", Kind.TEXTS, terms="priorities"),)),
        ("priority",),
        ordered=True,
        optional=True,
    ),
    TableForm("plantings", _rule(_named("planting", "plantings")), ("planting",), ordered=True, optional=True),
    TableForm(
        "use_findings",
        _rule(
            _named("finding", "use_findings"),
            Column("plantings", Kind.TEXTS, terms="plantings"),
            Column("priorities", Kind.TEXTS, terms="priorities"),
            after=(
                Column("stable", Kind.CHOICE, choices=(YES, NO)),
                _MEASURES,
                Column("competent", terms="competent"),
            ),
        ),
        ("finding",),
        optional=True,
    ),
    TableForm(
        "reserve_states",
        _rule(
            _named("state", "reserve_states"),
            Column("roles", Kind.TEXTS),
            after=(Column("stable", Kind.CHOICE, choices=(YES, NO)),),
        ),
        ("state",),
        ordered=True,
        optional=True,
    ),
    TableForm(
        "site_lines", _rule(_named("line", "lines"), Column("part_of", terms="lines")), ("line",), True, optional=True
    ),
    TableForm(
        "site_needs",
        _rule(_named("need", "needs"), Column("verdict", Kind.CHOICE, True, SITE_VERDICTS), after=(_MEASURES,)),
        ("need",),
        optional=True,
    ),
    TableForm(
        "site_ranking",
        (Column("criterion", Kind.CHOICE, True, SITE_CRITERIA), _SOURCE),
        ("criterion",),
        ordered=True,
        optional=True,
    ),
    TableForm("supplement_exclusions", _rule(_named("bar", "barred")), ("bar",), optional=True),
    TableForm(
        "compensation_deductions", _rule(_named("deduction", "deductions")), ("deduction",), ordered=True, optional=True
    ),
    TableForm(
        "check_lines",
        _rule(
            _named("line", "check_lines"),
            Column("table"),
            Column("actual"),
            Column("task"),
            Column("judged"),
            Column("layers", Kind.TEXTS),
            after=(
                Column("compare", Kind.CHOICE, choices=CHECKS),
                Column("unit", Kind.CHOICE, choices=CHECK_UNITS),
                Column("by_hand", Kind.CHOICE, choices=(YES, NO)),
                _MEASURES,
            ),
        ),
        ("line",),
        ordered=True,
        optional=True,
    ),
    TableForm("exclusions", _rule(_named("reason", "reasons")), ("reason",)),
    TableForm(
        "candidate_flags",
        _rule(_named("flag", "flags"), Column("sources", Kind.TEXTS, terms="sources"), after=(_CONFIRM,)),
        ("flag",),
    ),
    TableForm(
        "deferrals",
        _rule(
            _named("reason", "reasons"), after=(Column("deferred", Kind.CHOICE, True, Deferral.values(), "deferred"),)
        ),
        ("reason",),
        ordered=True,
    ),
    TableForm("abandoned", _rule(after=(_MEASURES,)), ()),
    TableForm("stable", _rule(), ()),
    TableForm(
        "ridge_coefficients",
        (
            Column("grade", required=True),
            Column("terrace", required=True),
            Column("coefficient", Kind.NUMBER, True),
            _SOURCE,
        ),
        ("grade", "terrace"),
    ),
    TableForm("ridge_defaults", (_ID, Column("value", required=True), *_NAMES), ("id",)),
    TableForm("class_groups", (_ID, Column("classes", Kind.CLASSES, True), *_NAMES), ("id",)),
    TableForm("use_groups", (_ID, Column("classes", Kind.CLASSES, True), *_NAMES), ("id",)),
    TableForm(
        "class_overrides",
        (Column("code", required=True), Column("major", Kind.CHOICE, True, MAJORS), _SOURCE),
        ("code",),
    ),
    *(
        TableForm(f"terms: {name}", (_ID, *_NAMES), ("id",), optional=name in _OPTIONAL_TERMS)
        for name in (*_TERMS, *_OPTIONAL_TERMS)
    ),
)
FORMS = {form.name: form for form in TABLES}


def table_titles(tr: Callable[[str], str]) -> dict[str, str]:
    """Return what the tables are called, by their names in the file."""
    names = tr("Names: {what}")
    return {
        "policy": tr("The notice"),
        "units": tr("Targets of units"),
        "thresholds": tr("Thresholds"),
        "options": tr("Choices left open"),
        "conflicts": tr("Conflict rules"),
        "severity_caps": tr("Bounds of severity"),
        "conflict_flags": tr("Flags of conflicts"),
        "losses": tr("Loss rules"),
        "candidates": tr("Candidate rules"),
        "change_causes": tr("Causes of changes"),
        "change_statuses": tr("Statuses of outflow"),
        "responsibilities": tr("Who makes outflow good"),
        "patch_covers": tr("What covers monitoring patches"),
        "use_priorities": tr("Order of use"),
        "plantings": tr("What is planted"),
        "use_findings": tr("Findings on the use of cultivated land"),
        "reserve_states": tr("States of reserves"),
        "site_lines": tr("Lines of a site's land classes"),
        "site_needs": tr("What a project site needs"),
        "site_ranking": tr("Ranking of sites"),
        "supplement_exclusions": tr("What is no supplement"),
        "compensation_deductions": tr("What earns no compensation"),
        "check_lines": tr("Lines of the self-check"),
        "exclusions": tr("Reasons to exclude"),
        "candidate_flags": tr("Flags of candidates"),
        "deferrals": tr("Deferrals"),
        "abandoned": tr("Abandoned land"),
        "stable": tr("Stable cultivated land"),
        "ridge_coefficients": tr("Ridge coefficients"),
        "ridge_defaults": tr("Ridge defaults"),
        "class_groups": tr("Groups of classes"),
        "use_groups": tr("Groups of use"),
        "class_overrides": tr("Major classes"),
        "terms: kinds": names.format(what=tr("kinds of conflict")),
        "terms: losses": names.format(what=tr("kinds of loss")),
        "terms: causes": names.format(what=tr("causes of changes")),
        "terms: statuses": names.format(what=tr("statuses of outflow")),
        "terms: responsible": names.format(what=tr("who makes outflow good")),
        "terms: priorities": names.format(what=tr("places in the order of use")),
        "terms: plantings": names.format(what=tr("what is planted")),
        "terms: use_findings": names.format(what=tr("findings on the use of cultivated land")),
        "terms: competent": names.format(what=tr("who decides")),
        "terms: reserve_states": names.format(what=tr("states of reserves")),
        "terms: lines": names.format(what=tr("lines of land classes")),
        "terms: needs": names.format(what=tr("what a project site needs")),
        "terms: barred": names.format(what=tr("what is no supplement")),
        "terms: deductions": names.format(what=tr("what earns no compensation")),
        "terms: check_lines": names.format(what=tr("lines of the self-check")),
        "terms: severities": names.format(what=tr("severities")),
        "terms: origins": names.format(what=tr("origins")),
        "terms: sources": names.format(what=tr("sources of candidates")),
        "terms: tiers": names.format(what=tr("tiers")),
        "terms: reasons": names.format(what=tr("reasons")),
        "terms: flags": names.format(what=tr("flags")),
        "terms: deferred": names.format(what=tr("deferred or not")),
        "terms: annexes": names.format(what=tr("headings of the annexes")),
    }


def column_titles(tr: Callable[[str], str]) -> dict[str, str]:
    """Return what the columns are called, by their keys; areas without their unit."""
    return {
        "id": tr("Id"),
        "title": tr("Title"),
        "title_en": tr("English title"),
        "year": tr("Year"),
        "reference_date": tr("Reference date"),
        "base_year": tr("Base year"),
        "code": tr("Code"),
        **_unit_column_titles(tr),
        "value": tr("Chosen value"),
        "unit": tr("Unit of measure"),
        "choices": tr("Choices"),
        "kind": tr("Kind"),
        "kinds": tr("Only kinds"),
        "sources": tr("Only sources"),
        "source_id": tr("Kind of source"),
        "tier": tr("Tier"),
        "flag": tr("Flag"),
        "confirm": tr("To confirm"),
        "reason": tr("Reason"),
        "deferred": tr("Deferred"),
        "cause": tr("Cause"),
        "causes": tr("Only causes"),
        "status": tr("Status"),
        "statuses": tr("Only statuses"),
        "responsible": tr("Responsible"),
        "priority": tr("Place in the order of use"),
        "priorities": tr("Only these places"),
        "totals": tr("Counts in"),
        "planting": tr("Planting"),
        "plantings": tr("Only these plantings"),
        "finding": tr("Finding"),
        "competent": tr("Who decides"),
        "stable": tr("Only stable cultivated land"),
        "state": tr("State"),
        "table": tr("Table of the results"),
        "actual": tr("Column with the figure"),
        "task": tr("Task: column, threshold or number"),
        "judged": tr("Judged only with"),
        "layers": tr("Judged only with these layers"),
        "compare": tr("Must be"),
        "by_hand": tr("By hand"),
        "roles": tr("Only these reserves"),
        "line": tr("Line"),
        "part_of": tr("Part of"),
        "need": tr("Need"),
        "verdict": tr("Verdict"),
        "criterion": tr("Criterion"),
        "bar": tr("Why it is none"),
        "deduction": tr("Why it earns nothing"),
        "use": tr("Class of use"),
        "cover": tr("Covered by"),
        "valid": tr("Counts as covered"),
        "exempt": tr("Not owed"),
        "unreasonable": tr("Without a reason"),
        "origin": tr("Origin"),
        "classes": tr("Class patterns"),
        "except": tr("Except classes"),
        "major": tr("Major class"),
        "when": tr("Conditions"),
        "severity": tr("Severity"),
        "cap": tr("At most"),
        "floor": tr("At least"),
        "as_base": tr("As base class"),
        "measures": tr("Measures"),
        "problem": tr("Data problem"),
        "grade": tr("Slope grade"),
        "terrace": tr("Terrace type"),
        "coefficient": tr("Coefficient"),
        "source": tr("Source"),
    }


def _unit_column_titles(tr: Callable[[str], str]) -> dict[str, str]:
    """Return what the columns of units and their targets are called."""
    return {
        "name": tr("Name"),
        "name_zh": tr("Chinese name"),
        "name_en": tr("English name"),
        "level": tr("Level"),
        "parent": tr("City's code"),
        "holding_target_wan_mu": tr("Cultivated-land target"),
        "pbf_target_wan_mu": tr("PBF target"),
        "survey2_target_wan_mu": tr("Second-survey target"),
        "gap_wan_mu": tr("Gap to restore"),
        "tasks_wan_mu": tr("Yearly tasks"),
        "adjustments_wan_mu": tr("Adjustments"),
        "restored_wan_mu": tr("Restored"),
    }
