"""Reading policies: the YAML file with targets and rules, targets from a spreadsheet, and the class table.

A policy is edited by hand, so every mistake in it is told at once, with file, table, row, line, the value, and the fix.
"""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..analysis.policy import (
    CITY,
    COUNTY,
    CandidateRule,
    CapRule,
    Condition,
    ConflictRule,
    DeferralRule,
    FlagRule,
    Option,
    Policy,
    Ridges,
    Rule,
    SurveyClass,
    SurveyClasses,
    Term,
    Threshold,
    Unit,
)
from ..analysis.rules import DATE, class_matches, iso_day
from ..analysis.summary import differences
from .i18n import tr
from .marked_yaml import MarkedMap, PolicyError, finite_decimal, finite_decimal_text, parse_marked, shorten
from .target_sheets import read_targets

_RESOURCES = Path(__file__).resolve().parent.parent / "resources"
DEFAULT_POLICY = _RESOURCES / "policy" / "jingdezhen-2024.yaml"
CLASS_TABLE = _RESOURCES / "survey" / "classes.csv"
FORMAT = 1
__all__ = [
    "CLASS_TABLE",
    "DEFAULT_POLICY",
    "PolicyError",
    "load_classes",
    "load_policy",
    "policy_warnings",
    "read_targets",
]
_MAX_SEVERITY = 3
_TEN_THOUSAND = 10_000
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_UNIT_CODE = re.compile(r"\d{6}")
_COMPARISON = re.compile(r"(<=|>=|<|>|=)\s*(\S+?)(\s+or\s+empty)?")
_PATTERN = re.compile(r"[0-9A-Z*]+|\d{4}-\d{4}|@[a-z_]\w*")
_MAJORS = ("agricultural", "construction", "unused")
_ORIGINS = ("lost", "legacy", "unknown")
_DEFERRED = ("yes", "no", "unknown")
_TIERS = ("at_once", "with_works", "other")
_TABLES = (
    "units",
    "thresholds",
    "options",
    "class_groups",
    "class_overrides",
    "stable",
    "conflicts",
    "severity_caps",
    "conflict_flags",
    "candidates",
    "abandoned",
    "exclusions",
    "candidate_flags",
    "deferrals",
    "ridge_defaults",
    "ridge_coefficients",
)
_TERM_TABLES = ("kinds", "severities", "origins", "sources", "tiers", "reasons", "flags", "deferred")
_NEEDED_GROUPS = ("cultivated", "adjustable")


def load_classes(path: str | Path = CLASS_TABLE) -> SurveyClasses:
    """Read the class table of the survey (`resources/survey/classes.csv`)."""
    with Path(path).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return SurveyClasses(
        {
            row["code"]: SurveyClass(
                code=row["code"],
                name_zh=row["name_zh"],
                name_en=row["name_en"],
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


def load_policy(path: str | Path = DEFAULT_POLICY, classes: SurveyClasses | None = None) -> Policy:
    """Read and check a policy file.

    Args:
        path: YAML file, UTF-8; its header describes the format.
        classes: the class table that codes are checked against; None: the plugin's own.

    Raises:
        PolicyError: listing every mistake.

    """
    path = Path(path)
    root = parse_marked(path)
    return _Reader(path.name, classes or load_classes()).policy(root)


def policy_warnings(policy: Policy) -> list[str]:
    """Sentences on what a policy's targets leave odd, without being wrong: nothing here stops a run."""
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
    if item.startswith("task_"):
        return tr("task of {year}").format(year=item[5:])
    names = {
        "holding_target": tr("cultivated land target"),
        "pbf_target": tr("permanent basic farmland target"),
        "survey2_target": tr("second-survey target"),
        "gap": tr("gap"),
    }
    return names[item]


_MISSING = object()


class _Row:
    """One row of a table while it is read: takes keys out, notes mistakes, and at the end whatever key is left."""

    def __init__(self, reader: _Reader, table: str, number: int, row: MarkedMap) -> None:
        self.reader, self.table, self.place, self.row = reader, table, number, row
        self.taken: set[object] = set()
        for key in row.repeated:
            self.mistake(tr("the key `{key}` stands twice. Remove one.").format(key=key))

    def mistake(self, text: str) -> None:
        identity = next(
            (
                str(self.row[k])
                for k in ("id", "code", "kind", "source_id", "flag", "reason", "origin")
                if k in self.row
            ),
            "",
        )
        name = f"{self.place} ({identity})" if identity else str(self.place)
        where = tr("table {table}, row {row}, line {line}: ").format(table=self.table, row=name, line=self.row.line)
        self.reader.mistake(where + text)

    def take(self, key: object, default: Any = _MISSING) -> Any:
        self.taken.add(key)
        if key in self.row:
            if self.row[key] is None and default is _MISSING:
                self.mistake(tr("`{key}` is empty. Fill it in.").format(key=key))
            return self.row[key]
        if default is _MISSING:
            self.mistake(tr("`{key}` is missing. Add it.").format(key=key))
            return None
        return default

    def text(self, key: str, default: Any = _MISSING) -> str:
        value = self.take(key, default)
        if value is None or value is default:
            return "" if value is None else value
        if not isinstance(value, str):
            self.mistake(
                tr('`{key}` is {value}, not a text. Write it in quotes: "...".').format(key=key, value=shorten(value))
            )
            return str(value)
        if not value.strip():
            self.mistake(tr("`{key}` is empty. Fill it in.").format(key=key))
        return value.strip()

    def choice(self, key: str, choices: Iterable[str], default: Any = _MISSING) -> str:
        value = self.take(key, default)
        if isinstance(value, bool):  # YAML reads a bare yes as true
            value = "yes" if value else "no"
        choices = tuple(choices)
        if value is not default and value not in choices:
            if value is not None:
                self.mistake(
                    tr("`{key}` is {value}. Use one of: {choices}.").format(
                        key=key, value=shorten(value), choices=", ".join(choices)
                    )
                )
            return choices[0] if choices else ""
        return value

    def whole(self, key: str, low: int, high: int, default: Any = _MISSING) -> int:
        value = self.take(key, default)
        if value is default:
            return value
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            if value is not None:
                self.mistake(
                    tr("`{key}` is {value}. Use a whole number from {low} to {high}.").format(
                        key=key, value=shorten(value), low=low, high=high
                    )
                )
            return low
        return value

    def number(self, key: str, default: Any = _MISSING, low: Decimal | None = None) -> Decimal | None:
        return self.decimal(key, self.take(key, default), low)

    def decimal(self, key: str, value: Any, low: Decimal | None = None) -> Decimal | None:
        if value is None:
            return None
        made = finite_decimal(value)
        if made is None:
            self.mistake(
                tr("`{key}` is {value}, not a number. Write digits with a point, without unit or quotes.").format(
                    key=key, value=shorten(value)
                )
            )
        elif low is not None and made < low:
            self.mistake(tr("`{key}` is {value}. It must not be below {low}.").format(key=key, value=made, low=low))
        return made

    def texts(self, key: str, default: Any = _MISSING, choices: Iterable[str] | None = None) -> tuple[str, ...]:
        return self.text_list(key, self.take(key, default), default, choices)

    def text_list(self, key: str, value: Any, default: Any, choices: Iterable[str] | None = None) -> tuple[str, ...]:
        if value is default or value is None:
            return () if value is None else value
        if not isinstance(value, list) or not value:
            self.mistake(
                tr('`{key}` is {value}, not a list. Write it in brackets: ["...", "..."].').format(
                    key=key, value=shorten(value)
                )
            )
            return ()
        for item in value:
            if not isinstance(item, str) or not item.strip():
                self.mistake(
                    tr('`{key}` holds {value}, which YAML does not read as a text. Write it in quotes: "...".').format(
                        key=key, value=shorten(item)
                    )
                )
            elif choices is not None and item not in choices:
                self.mistake(
                    tr("`{key}` holds {value}. Use some of: {choices}.").format(
                        key=key, value=shorten(item), choices=", ".join(choices)
                    )
                )
        return tuple(str(item).strip() for item in value)

    def classes(self, key: str, default: Any = _MISSING) -> tuple[str, ...]:
        return self.patterns(key, self.texts(key, default))

    def patterns(self, key: str, patterns: tuple[str, ...]) -> tuple[str, ...]:
        made: list[str] = []
        for pattern in patterns:
            made += self.reader.expand(self, key, pattern)
        return tuple(dict.fromkeys(made))

    def measures(self) -> tuple[int, ...]:
        value = self.take("measures")
        if value is None:
            return (0,)
        good = isinstance(value, list) and value and all(type(m) is int and m > 0 for m in value)
        if not good:
            self.mistake(
                tr("`measures` is {value}. Write the measures' numbers in brackets: [14, 36].").format(
                    value=shorten(value)
                )
            )
            return (0,)
        return tuple(value)

    def when(self, required: bool = False) -> tuple[tuple[Condition, ...], ...]:
        value = self.take("when", _MISSING if required else None)
        if value is None:
            if "when" in self.row:
                self.mistake(tr("`when` is empty. Remove it or add conditions."))
            return ()
        groups = value if isinstance(value, list) else [value]
        if not groups or not all(isinstance(group, MarkedMap) and group for group in groups):
            self.mistake(
                tr("`when` is {value}. Write conditions in braces, {{COLUMN: test}}, or a list of such.").format(
                    value=shorten(value)
                )
            )
            return ()
        return tuple(tuple(self.condition(column, test) for column, test in group.items()) for group in groups)

    def condition(self, column: Any, test: Any) -> Condition:
        key = f"when: {column}"
        if not isinstance(column, str) or not _IDENTIFIER.fullmatch(column):
            self.mistake(tr("`when` names the column {value}, which cannot be one.").format(value=shorten(column)))
            return Condition(str(column), "empty")
        if isinstance(test, list):
            return Condition(column, "in", self.text_list(key, test, None))
        if isinstance(test, MarkedMap):
            if len(test) == 1:
                ((word, values),) = test.items()
                if word in ("not", "contains", "class"):
                    texts = self.text_list(key, values, None)
                    if word == "class":
                        texts = self.patterns(key, texts)
                    return Condition(column, {"not": "not_in"}.get(word, word), texts)
        elif test in ("present", "empty", "outside"):
            return Condition(column, test)
        elif isinstance(test, str):
            found = _COMPARISON.fullmatch(test.strip())
            if found:
                return self.comparison(column, found)
        self.mistake(
            tr(
                "`{key}` is {value}. Use a list, {{not: [...]}}, {{contains: [...]}}, {{class: [...]}}, present, "
                'empty, outside, or a comparison in quotes such as ">8" or ">=date or empty".'
            ).format(key=key, value=shorten(test))
        )
        return Condition(column, "empty")

    def comparison(self, column: str, found: re.Match[str]) -> Condition:
        word = found[2]
        operand: float | str = word
        if word != DATE:
            threshold = self.reader.thresholds.get(word)
            number = Decimal(str(threshold.value)) if threshold else finite_decimal_text(word)
            if number is None:
                self.mistake(
                    tr(
                        "`when: {column}` compares with {value}. Use a number, `date`, or the id of a threshold."
                    ).format(column=column, value=shorten(word))
                )
                number = Decimal(0)
            operand = float(number)
        return Condition(column, "compare", operator=found[1], operand=operand, or_empty=bool(found[3]))

    def base(self, name: str, need_when: bool = False) -> dict[str, Any]:
        """What every rule row has."""
        return {
            "name": name,
            "source": self.text("source"),
            "classes": self.classes("classes", None),
            "excepted": self.classes("except", None),
            "major": self.texts("major", None, _MAJORS),
            "when": self.when(need_when),
        }

    def close(self) -> None:
        known = ", ".join(sorted(map(str, self.taken)))
        for key in self.row:
            if key not in self.taken:
                self.mistake(tr("unknown key `{key}`. Use only: {known}.").format(key=key, known=known))


class _Reader:
    """Reads one file's tables into a `Policy`, collecting mistakes."""

    def __init__(self, file: str, classes: SurveyClasses) -> None:
        self.file, self.known_classes = file, classes
        self.mistakes: list[str] = []
        self.thresholds: dict[str, Threshold] = {}
        self.groups: dict[str, tuple[str, ...]] = {}
        self.terms: dict[str, dict[str, Term]] = {}

    def mistake(self, text: str) -> None:
        self.mistakes.append(f"{self.file}, {text}")

    def rows(self, root: MarkedMap, table: str) -> list[_Row]:
        value = root.get(table, _MISSING)
        if value is _MISSING:
            self.mistake(tr("table {table}: missing. Copy it from the default policy.").format(table=table))
            return []
        if value is None:
            value = []
        if not isinstance(value, list):
            self.mistake(tr("table {table}: not a list of rows. Begin every row with `- {{`.").format(table=table))
            return []
        rows = []
        for number, row in enumerate(value, start=1):
            if isinstance(row, MarkedMap):
                rows.append(_Row(self, table, number, row))
            else:
                text = tr("table {table}, row {row}: {value} is no row. Write {{key: value, ...}}.")
                self.mistake(text.format(table=table, row=number, value=shorten(row)))
        return rows

    def expand(self, row: _Row, key: str, pattern: str) -> list[str]:
        """Give the pattern, or the patterns of the group that it names, if the class table knows what it means."""
        if not _PATTERN.fullmatch(pattern):
            row.mistake(
                tr('`{key}` holds {value}, no class pattern. Write "0702", "05*" or "1001-1005".').format(
                    key=key, value=shorten(pattern)
                )
            )
            return []
        if pattern.startswith("@"):
            if pattern[1:] not in self.groups:
                row.mistake(
                    tr("`{key}` names the unknown class group {value}.").format(key=key, value=shorten(pattern))
                )
            return list(self.groups.get(pattern[1:], ()))
        if not any(class_matches(code, [pattern]) for code in self.known_classes.by_code):
            row.mistake(
                tr("`{key}` holds {value}, which fits no class of the survey. Check it against classes.csv.").format(
                    key=key, value=shorten(pattern)
                )
            )
        return [pattern]

    def unique(self, rows: Iterable[tuple[_Row, str]]) -> None:
        seen: dict[str, int] = {}
        for row, name in rows:
            if name in seen:
                row.mistake(
                    tr("{name} stands in row {row} already. Remove one.").format(name=shorten(name), row=seen[name])
                )
            seen.setdefault(name, row.place)

    def named(self, row: _Row, key: str, table: str, default: Any = _MISSING) -> str:
        """Take an id that the terms must name."""
        name = row.text(key, default)
        if name and name not in self.terms.get(table, {}):
            row.mistake(
                tr("`{key}` is {value}, which has no names. Add it under terms, {table}.").format(
                    key=key, value=shorten(name), table=table
                )
            )
        return name

    def policy(self, root: MarkedMap) -> Policy:
        allowed = ("format", "policy", "terms", "optional_columns", *_TABLES)
        for key in root.repeated:
            self.mistake(tr("the table {table} stands twice. Remove one.").format(table=key))
        for key in root:
            if key not in allowed:
                self.mistake(
                    tr("unknown table {table}. Use only: {known}.").format(table=shorten(key), known=", ".join(allowed))
                )
        if root.get("format", FORMAT) != FORMAT:
            self.mistake(
                tr("format is {value}, this version reads {known}. Update the plugin or the file.").format(
                    value=shorten(root["format"]), known=FORMAT
                )
            )
        self._terms(root)
        self._thresholds(root)
        self._groups(root)
        made = {
            **self._head(root),
            "units": self._units(root),
            "thresholds": self.thresholds,
            "options": self._options(root),
            "class_groups": self.groups,
            "major_overrides": self._overrides(root),
            "stable": tuple(self._each(root, "stable", lambda r: Rule(**r.base("stable")))),
            "conflicts": tuple(self._each(root, "conflicts", self._conflict)),
            "severity_caps": tuple(self._each(root, "severity_caps", self._cap)),
            "conflict_flags": tuple(self._each(root, "conflict_flags", self._flag("kinds"))),
            "candidates": tuple(self._each(root, "candidates", self._candidate)),
            "abandoned": tuple(
                self._each(root, "abandoned", lambda r: CandidateRule(**r.base("abandoned"), measures=r.measures()))
            ),
            "exclusions": tuple(
                self._each(root, "exclusions", lambda r: Rule(**r.base(self.named(r, "reason", "reasons"))))
            ),
            "candidate_flags": tuple(self._each(root, "candidate_flags", self._flag("sources"))),
            "deferrals": tuple(self._each(root, "deferrals", self._deferral)),
            "ridges": self._ridges(root),
            "terms": self.terms,
            "optional_columns": self._optional(root),
        }
        if self.mistakes:
            raise PolicyError(self.mistakes)
        return Policy(**made)

    def _each(self, root: MarkedMap, table: str, make: Callable[[_Row], Any]) -> list[Any]:
        made = []
        for row in self.rows(root, table):
            made.append(make(row))
            row.close()
        return made

    def _head(self, root: MarkedMap) -> dict[str, Any]:
        value = root.get("policy")
        if not isinstance(value, MarkedMap):
            self.mistake(tr("table policy: missing. Write id, title, year, reference_date and source."))
            return {}
        row = _Row(self, "policy", 1, value)
        date = row.take("reference_date")
        day = iso_day(date) if isinstance(date, (str, datetime.date)) else None
        if day is None and date is not None:
            row.mistake(tr('`reference_date` is {value}. Write a day as "2024-12-31".').format(value=shorten(date)))
        head = {
            "id": row.text("id"),
            "title": row.text("title"),
            "title_en": row.text("title_en", ""),
            "year": row.whole("year", 1949, 2200),
            "reference_date": day or "",
            "base_year": row.whole("base_year", 1949, 2200, 0),
            "source": row.text("source"),
        }
        row.close()
        return head

    def _terms(self, root: MarkedMap) -> None:
        tables = root.get("terms")
        if not isinstance(tables, MarkedMap):
            self.mistake(tr("table {table}: missing. Copy it from the default policy.").format(table="terms"))
            return
        for key in tables:
            if key not in _TERM_TABLES:
                known = ", ".join(_TERM_TABLES)
                self.mistake(tr("unknown table {table}. Use only: {known}.").format(table=f"terms: {key}", known=known))
        for table in _TERM_TABLES:
            rows = self.rows(
                MarkedMap({f"terms: {table}": tables[table]} if table in tables else {}), f"terms: {table}"
            )
            terms = []
            for row in rows:
                terms.append(Term(row.text("id"), row.text("name_zh"), row.text("name_en"), row.text("source")))
                row.close()
            self.unique((row, term.id) for row, term in zip(rows, terms))
            self.terms[table] = {term.id: term for term in terms}

    def _thresholds(self, root: MarkedMap) -> None:
        rows = self.rows(root, "thresholds")
        made = []
        for row in rows:
            value = row.number("value", low=Decimal(0))
            number = float(value if value is not None else 0)
            made.append(
                Threshold(
                    row.text("id"),
                    number,
                    row.text("unit"),
                    row.text("name_zh"),
                    row.text("name_en"),
                    row.text("source"),
                )
            )
            row.close()
        self.unique((row, item.id) for row, item in zip(rows, made))
        self.thresholds = {item.id: item for item in made}

    def _options(self, root: MarkedMap) -> dict[str, Option]:
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

    def _groups(self, root: MarkedMap) -> None:
        rows = self.rows(root, "class_groups")
        names = []
        for row in rows:
            name = row.text("id")
            names.append(name)
            self.groups[name] = row.classes("classes")
            for key in ("name_zh", "name_en", "source"):
                row.text(key)
            row.close()
        self.unique(zip(rows, names))
        for name in _NEEDED_GROUPS:
            if name not in self.groups:
                self.mistake(tr("table class_groups: the group {name} is missing. Add it.").format(name=name))
                self.groups[name] = ()

    def _overrides(self, root: MarkedMap) -> dict[str, str]:
        rows = self.rows(root, "class_overrides")
        made = {}
        codes = []
        for row in rows:
            code = row.text("code")
            codes.append(code)
            if code and not self.known_classes.known(code):
                row.mistake(tr("`{key}` is {value}, no class of a parcel.").format(key="code", value=shorten(code)))
            made[code] = row.choice("major", _MAJORS)
            row.text("source")
            row.close()
        self.unique(zip(rows, codes))
        return made

    def _units(self, root: MarkedMap) -> tuple[Unit, ...]:
        rows = self.rows(root, "units")
        if not rows and "units" in root:
            self.mistake(tr("table units: no unit. Add a city and its counties."))
        made = [self._unit(row) for row in rows]
        self.unique((row, unit.code) for row, unit in zip(rows, made))
        cities = {unit.code for unit in made if unit.level == CITY}
        for row, unit in zip(rows, made):
            if unit.level == COUNTY and cities and not unit.parent:
                row.mistake(
                    tr('a county needs `parent`, the code of its city. Add parent: "{code}".').format(code=min(cities))
                )
            elif unit.level == COUNTY and unit.parent and unit.parent not in cities:
                row.mistake(
                    tr("`parent` is {value}, but no city row has this code.").format(value=shorten(unit.parent))
                )
            elif unit.level == CITY and unit.parent:
                row.mistake(tr("a city has no `parent`. Remove it, or write level: county."))
            row.close()
        return tuple(made)

    def _unit(self, row: _Row) -> Unit:
        for key in ("code", "parent"):
            value = row.row.get(key)
            if value is not None and not (isinstance(value, str) and _UNIT_CODE.fullmatch(value)):
                row.mistake(
                    tr('`{key}` is {value}. Write six digits in quotes: "360281".').format(
                        key=key, value=shorten(value)
                    )
                )
                row.row[key] = str(value)
        tasks = row.take("tasks_wan_mu", None)
        zero = Decimal(0)
        years: dict[int, Decimal] = {}
        if tasks is not None and not isinstance(tasks, MarkedMap):
            row.mistake(tr("`tasks_wan_mu` is {value}. Write {{2024: 0.9163}}.").format(value=shorten(tasks)))
        elif tasks is not None:
            for key in tasks.repeated:
                row.mistake(tr("the key `{key}` stands twice. Remove one.").format(key=f"tasks_wan_mu: {key}"))
            for year, value in tasks.items():
                if not re.fullmatch(r"(19|20|21)\d\d", str(year)):
                    row.mistake(tr("`tasks_wan_mu` names the year {value}. Write 2024.").format(value=shorten(year)))
                    continue
                number = row.decimal(f"tasks_wan_mu: {year}", value, zero)
                if number is not None:
                    years[int(year)] = number
        return Unit(
            code=row.text("code"),
            name=row.text("name"),
            level=row.choice("level", (CITY, COUNTY)),
            parent=row.text("parent", ""),
            name_en=row.text("name_en", ""),
            holding_target_wan_mu=row.number("holding_target_wan_mu", None, zero),
            pbf_target_wan_mu=row.number("pbf_target_wan_mu", None, zero),
            survey2_target_wan_mu=row.number("survey2_target_wan_mu", None, zero),
            gap_wan_mu=row.number("gap_wan_mu", None),
            tasks_wan_mu=years,
            adjustments_wan_mu=row.number("adjustments_wan_mu", None),
            restored_wan_mu=row.number("restored_wan_mu", None),
            source=row.text("source"),
        )

    def _conflict(self, row: _Row) -> ConflictRule:
        return ConflictRule(
            **row.base(self.named(row, "kind", "kinds")),
            severity=row.whole("severity", 0, _MAX_SEVERITY),
            measures=row.measures(),
            origins=row.texts("origin", (), _ORIGINS),
            problem=row.text("problem", ""),
        )

    def _cap(self, row: _Row) -> CapRule:
        as_base = row.take("as_base", False)
        if not isinstance(as_base, bool):
            row.mistake(tr("`{key}` is {value}. Write true or false.").format(key="as_base", value=shorten(as_base)))
        origin = row.choice("origin", _ORIGINS, "")
        if not origin and "classes" not in row.row:
            row.mistake(tr("neither `origin` nor `classes` says what is capped. Add one."))
        return CapRule(
            **row.base(origin or "classes"),
            origin=origin,
            cap=row.whole("cap", 0, _MAX_SEVERITY),
            flag=self.named(row, "flag", "flags", ""),
            as_base=as_base is True,
        )

    def _flag(self, only: str) -> Callable[[_Row], FlagRule]:
        def make(row: _Row) -> FlagRule:
            names = row.texts(only, (), tuple(self.terms.get(only, {})))
            return FlagRule(**row.base(self.named(row, "flag", "flags")), only=names)

        return make

    def _candidate(self, row: _Row) -> CandidateRule:
        name = self.named(row, "source_id", "sources")
        rule = CandidateRule(**row.base(name), tier=row.choice("tier", _TIERS), measures=row.measures())
        if not rule.classes and not rule.when:
            row.mistake(tr("neither `classes` nor `when`: every piece would be a candidate. Add one."))
        return rule

    def _deferral(self, row: _Row) -> DeferralRule:
        deferred = row.choice("deferred", _DEFERRED)
        return DeferralRule(**row.base(self.named(row, "reason", "reasons")), deferred=deferred)

    def _ridges(self, root: MarkedMap) -> Ridges:
        coefficients: dict[tuple[str, str], int] = {}
        rows = self.rows(root, "ridge_coefficients")
        keys = []
        for row in rows:
            key = row.text("grade"), row.text("terrace")
            value = row.number("coefficient", low=Decimal(0))
            if value is not None and (value >= 1 or value * _TEN_THOUSAND % 1):
                row.mistake(
                    tr("`{key}` is {value}. Use a share below 1 with at most four decimals.").format(
                        key="coefficient", value=value
                    )
                )
            coefficients[key] = int((value or 0) * _TEN_THOUSAND)
            keys.append(" ".join(key))
            row.text("source")
            row.close()
        self.unique(zip(rows, keys))
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
                    self.mistake(text.format(grade=grade, terrace=terrace))
        for key, choices in (("slope_grade", grades), ("terrace_type", types)):
            if defaults.get(key) not in choices:
                text = tr("table ridge_defaults: {key} is {value}. Use one of: {choices}.")
                self.mistake(text.format(key=key, value=shorten(defaults.get(key)), choices=", ".join(choices)))
        return Ridges(coefficients, defaults.get("slope_grade", ""), defaults.get("terrace_type", ""))

    def _optional(self, root: MarkedMap) -> frozenset[str]:
        value = root.get("optional_columns") or []
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            self.mistake(tr("optional_columns: not a list of column names."))
            return frozenset()
        return frozenset(value)
