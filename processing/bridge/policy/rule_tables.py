"""Reading tables of rules in files that people edit: rows, classes and conditions; all mistakes are collected."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from enum import Enum
from typing import Any, Final, TypeVar

from ...analysis.rules.evaluation import DATE, EARLIER_DATE, YEAR, class_matches
from ...analysis.rules.policy import Condition, SurveyClasses, Threshold
from ...analysis.sites.ranking import CRITERIA
from ...analysis.values.remarks import expand_words
from ...analysis.vocabulary import SiteVerdict
from ..file_limits import limit
from ..i18n import tr
from ..located_yaml import LocatedMap, OddNumber, YamlValue, finite_decimal, finite_decimal_text, shorten
from ..value_kinds import load_reading

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
COMPARISON = re.compile(r"(<=|>=|<|>|=)\s*(\S+?)(\s+or\s+empty)?")
PATTERN = re.compile(r"[0-9A-Z*]+|\d{4}-\d{4}|@[a-z_]\w*")
# The tests of a condition that take a list, and those that are a word.
LIST_TESTS, WORD_TESTS = ("not", "contains", "lacks", "class"), ("present", "empty", "outside", "unreadable")
_NAMING = (  # keys by which a message names a row
    *("id", "code", "kind", "source_id", "flag", "reason", "origin"),
    *("cause", "status", "responsible", "line", "need", "criterion", "bar", "deduction"),
)
AND = " and "
# That a row may give.
SITE_VERDICTS = (SiteVerdict.FORBIDDEN.value, SiteVerdict.CONDITIONAL.value, SiteVerdict.UNCHECKED.value)
SITE_CRITERIA = CRITERIA  # by which sites are ranked
CHECKS = ("at_least", "at_most", "below", "no")  # how a line of the self-check compares
CHECK_UNITS = ("mu", "m2", "percent", "count")
# What may cover a place of a monitoring patch, in the order of the verdicts.
COVERS = ("approved", "temporary", "reclaim", "overdue", "facility")
CHANGE_USES = ("non_agricultural", "non_grain")  # of causes of changes
MAJORS = ("agricultural", "construction", "unused")
_T = TypeVar("_T")


class Mistake(str):
    """A sentence on a mistake, whole with file, table, row and line, which knows its place too.

    Attributes:
        said: the sentence without its place.
        table, row, key: where it is; the row counts from 1, and is 0 where the table or the file is wrong.
    """

    __slots__ = ("key", "row", "said", "table")

    said: str
    table: str
    row: int
    key: str

    def __new__(cls, whole: str, said: str, table: str = "", row: int = 0, key: str = "") -> Mistake:
        """Return the sentence with its place."""
        made = super().__new__(cls, whole)
        made.said, made.table, made.row, made.key = said, table, row, key
        return made


class Missing(Enum):
    """The type of `MISSING`."""

    MISSING = "missing"


# As a default it says that the key must be there.
MISSING: Final = Missing.MISSING


class Row:
    """One row of a table while it is read: gives the values of its keys, and notes mistakes and unknown keys.

    Where a value is wrong, a mistake is noted and a valid value returned, so that reading continues.
    """

    def __init__(self, reader: TableReader, table: str, number: int, row: LocatedMap) -> None:
        """Note repeated keys; `number` counts the rows of the table from 1."""
        self.reader, self.table, self.place, self.row = reader, table, number, row
        self.taken: set[object] = set()
        for key in row.repeated:
            self.mistake(tr("the key `{key}` stands twice. Remove one."), key=key)

    def mistake(self, text: str, key: str = "", **facts: object) -> None:
        """Note a mistake of this row: a text with the facts that it names, and the key whose value is wrong."""
        identity = next(
            (str(self.row[k]) for k in _NAMING if k in self.row),
            "",
        )
        name = f"{self.place} ({identity})" if identity else str(self.place)
        where = tr("table {table}, row {row}, line {line}: ").format(table=self.table, row=name, line=self.row.line)
        self.reader.mistake(where, text.format(key=key, **facts), self.table, self.place, key)

    def take(self, key: str, default: YamlValue = MISSING) -> YamlValue:
        """Return the value of a key as it stands; note a missing key that has no default."""
        self.taken.add(key)
        if key in self.row:
            if self.row[key] is None and default is MISSING:
                self.mistake(tr("`{key}` is empty. Fill it in."), key=key)
            return self.row[key]
        if default is MISSING:
            self.mistake(tr("`{key}` is missing. Add it."), key=key)
            return None
        return default

    def text(self, key: str, default: str | Missing = MISSING) -> str:
        """Return a text that is not blank."""
        value = self.take(key, default)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.mistake(
                tr('`{key}` is {value}, not a text. Write it in quotes: "...".'), key=key, value=shorten(value)
            )
            return str(value)
        if value is default:
            return value
        if not value.strip():
            self.mistake(tr("`{key}` is empty. Fill it in."), key=key)
        return value.strip()

    def choice(self, key: str, choices: Iterable[str], default: str | Missing = MISSING) -> str:
        """Return one of some words; the default, too, where the key has no value."""
        value = self.take(key, default)
        if value is None and not isinstance(default, Missing):
            return default
        if isinstance(value, bool):  # YAML reads a bare yes as true
            value = "yes" if value else "no"
        choices = tuple(choices)
        if isinstance(value, str) and (key not in self.row or value in choices):
            return value
        if value is not None:
            self.mistake(
                tr("`{key}` is {value}. Use one of: {choices}."),
                key=key,
                value=shorten(value),
                choices=", ".join(choices),
            )
        return choices[0] if choices else ""

    def whole(self, key: str, low: int, high: int, default: int | Missing = MISSING) -> int:
        """Return a whole number between limits; the default, which may lie outside them, where the key has no value."""
        value = self.take(key, default)
        if value is None and not isinstance(default, Missing):
            return default
        if (
            isinstance(value, int)
            and not isinstance(value, (bool, OddNumber))
            and (value is default or low <= value <= high)
        ):
            return value
        if value is not None:
            self.mistake(
                tr("`{key}` is {value}. Use a whole number from {low} to {high}."),
                key=key,
                value=shorten(value),
                low=low,
                high=high,
            )
        return low

    def number(
        self, key: str, default: Decimal | Missing | None = MISSING, low: Decimal | None = None
    ) -> Decimal | None:
        """Return an exact number, not below a limit; None where it is left out."""
        return self.decimal(key, self.take(key, default), low)

    def area(self, key: str, value: YamlValue, low: Decimal | None = None) -> Decimal | None:
        """Return a value as an area (10,000 mu), not below a limit and of no more land than there is."""
        made = self.decimal(key, value, low)
        most = limit("target_wan_mu", "magnitude")
        if made is not None and abs(made) > most:
            self.mistake(
                tr("`{key}` is {value} × 10,000 mu, more than the land of China. Check the number and its unit."),
                key=key,
                value=f"{made:f}",
            )
        return made

    def decimal(self, key: str, value: YamlValue, low: Decimal | None = None) -> Decimal | None:
        """Return a value as an exact number, not below a limit; None where it is none."""
        if value is None or value is MISSING:
            return None
        made = finite_decimal(value)
        if made is None:
            self.mistake(
                tr("`{key}` is {value}, not a number. Write digits with a point, without unit or quotes."),
                key=key,
                value=shorten(value),
            )
        elif low is not None and made < low:
            self.mistake(tr("`{key}` is {value}. It must not be below {low}."), key=key, value=made, low=low)
        return made

    def texts(
        self, key: str, default: tuple[str, ...] | Missing = MISSING, choices: Collection[str] | None = None
    ) -> tuple[str, ...]:
        """Return a list of texts, each one of some words if `choices` are given."""
        value = self.take(key, default)
        return value if isinstance(value, tuple) else self.text_list(key, value, choices)

    def text_list(self, key: str, value: YamlValue, choices: Collection[str] | None = None) -> tuple[str, ...]:
        """Return a value as a list of texts, each one of some words if `choices` are given."""
        if value is None:
            return ()
        if not isinstance(value, list) or not value:
            self.mistake(
                tr('`{key}` is {value}, not a list. Write it in brackets: ["...", "..."].'),
                key=key,
                value=shorten(value),
            )
            return ()
        for item in value:
            if not isinstance(item, str) or not item.strip():
                self.mistake(
                    tr('`{key}` holds {value}, which YAML does not read as a text. Write it in quotes: "...".'),
                    key=key,
                    value=shorten(item),
                )
            elif choices is not None and item not in choices:
                self.mistake(
                    tr("`{key}` holds {value}. Use some of: {choices}."),
                    key=key,
                    value=shorten(item),
                    choices=", ".join(choices),
                )
        return tuple(str(item).strip() for item in value)

    def classes(self, key: str, default: tuple[str, ...] | Missing = MISSING) -> tuple[str, ...]:
        """Return a list of class patterns, with groups resolved."""
        return self.patterns(key, self.texts(key, default))

    def patterns(self, key: str, patterns: tuple[str, ...]) -> tuple[str, ...]:
        """Return class patterns with groups resolved, each checked against the class table."""
        made: list[str] = []
        for pattern in patterns:
            made += self.reader.expand(self, key, pattern)
        return tuple(dict.fromkeys(made))

    def measures(self) -> tuple[int, ...]:
        """Return the numbers of measures, at least one."""
        value = self.take("measures")
        if value is None:
            return (0,)
        if not isinstance(value, list) or not value or not all(type(m) is int and m > 0 for m in value):
            self.mistake(
                tr("`measures` is {value}. Write the measures' numbers in brackets: [14, 36]."),
                key="measures",
                value=shorten(value),
            )
            return (0,)
        return tuple(value)

    def when(self, required: bool = False, key: str = "when") -> tuple[tuple[Condition, ...], ...]:
        """Return groups of conditions, of which one has to hold."""
        value = self.take(key, MISSING if required else None)
        if value is None:
            if key in self.row:
                self.mistake(tr("`{key}` is empty. Remove it or add conditions."), key=key)
            return ()
        stated = value if isinstance(value, list) else [value]
        groups = [group for group in stated if isinstance(group, LocatedMap) and group]
        if not groups or len(groups) < len(stated):
            self.mistake(
                tr("`{key}` is {value}. Write conditions in braces, {{COLUMN: test}}, or a list of such."),
                key=key,
                value=shorten(value),
            )
            return ()
        return tuple(
            tuple(made for column, test in group.items() for made in self.conditions(key, column, test))
            for group in groups
        )

    def conditions(self, where: str, column: object, test: YamlValue) -> list[Condition]:
        """Return the conditions that `test` states of a column: comparisons may be joined by `and`."""
        tests = test.split(AND) if isinstance(test, str) else [test]
        return [self.condition(where, column, one) for one in tests]

    def condition(self, where: str, column: object, test: YamlValue) -> Condition:
        """Return the condition that `test` states of a column; `where` is the key under which it stands."""
        key = f"{where}: {column}"
        if not isinstance(column, str) or not IDENTIFIER.fullmatch(column):
            self.mistake(tr("`{key}` names the column {value}, which cannot be one."), key=where, value=shorten(column))
            return Condition(str(column), "empty")
        if isinstance(test, list):
            return Condition(column, "in", self.text_list(key, test))
        if isinstance(test, LocatedMap):
            if len(test) == 1:
                ((word, values),) = test.items()
                if isinstance(word, str) and word in LIST_TESTS:
                    texts = self.text_list(key, values)
                    if word == "class":
                        texts = self.patterns(key, texts)
                    elif word in ("contains", "lacks"):
                        texts = self.words(key, texts)
                    return Condition(column, {"not": "not_in"}.get(word, word), texts)
        elif isinstance(test, str):
            if test in WORD_TESTS:
                return Condition(column, test)
            found = COMPARISON.fullmatch(test.strip())
            if found:
                return self.comparison(key, column, found)
        self.mistake(
            tr(
                "`{key}` is {value}. Use a list, {{not: [...]}}, {{contains: [...]}}, {{lacks: [...]}}, {{class: "
                "[...]}}, present, empty, outside, unreadable, or a comparison in quotes such as “>8” or “>=date or "
                "empty”."
            ),
            key=key,
            value=shorten(test),
        )
        return Condition(column, "empty")

    def words(self, key: str, words: tuple[str, ...]) -> tuple[str, ...]:
        """Return words, with those of a word list where one is named (`@not_on_pbf`)."""
        reading = load_reading()
        unknown = [word for word in words if word.startswith("@") and word[1:] not in reading.word_lists]
        for word in unknown:
            self.mistake(tr("`{key}` names the unknown word list {value}."), key=key, value=shorten(word))
        return expand_words((word for word in words if word not in unknown), reading.word_lists)

    def comparison(self, key: str, column: str, found: re.Match[str]) -> Condition:
        """Return a condition such as `>=5` or `<=date or empty`."""
        word = found[2]
        operand: float | str = word
        years = 0
        head, minus, span = word.partition("-")
        if head in (DATE, EARLIER_DATE) and minus:
            operand, years = head, self.years(key, span)
        elif word not in (DATE, EARLIER_DATE, YEAR):
            threshold = self.reader.thresholds.get(word)
            number = Decimal(str(threshold.value)) if threshold else finite_decimal_text(word)
            if number is None:
                self.mistake(
                    tr("`{key}` compares with {value}. Use a number, `date`, or the id of a threshold."),
                    key=key,
                    value=shorten(word),
                )
                number = Decimal(0)
            operand = float(number)
        return Condition(column, "compare", operator=found[1], operand=operand, or_empty=bool(found[3]), years=years)

    def years(self, key: str, name: str) -> int:
        """Return the threshold (whole years) that is taken off the reference date."""
        threshold = self.reader.thresholds.get(name)
        if threshold is None or threshold.unit != "year" or threshold.value % 1:
            self.mistake(
                tr("`{key}` takes {value} off the date. Use the id of a threshold in whole years."),
                key=key,
                value=shorten(name),
            )
            return 0
        return int(threshold.value)

    def base(self, name: str, need_when: bool = False) -> dict[str, Any]:
        """Return the arguments that all kinds of rules share."""
        return {
            "name": name,
            "source": self.text("source"),
            "classes": self.classes("classes", ()),
            "excepted": self.classes("except", ()),
            "major": self.texts("major", (), MAJORS),
            "when": self.when(need_when),
        }

    def close(self) -> None:
        """Note keys that have not been taken."""
        known = ", ".join(sorted(map(str, self.taken)))
        for key in self.row:
            if key not in self.taken:
                self.mistake(tr("unknown key `{key}`. Use only: {known}."), key=str(key), known=known)


class TableReader:
    """Reads the rule tables of one file, collecting mistakes."""

    def __init__(self, file: str, classes: SurveyClasses) -> None:
        """Start without mistakes; `file` is the name for messages, `classes` the class table for checks."""
        self.file, self.known_classes = file, classes
        self.mistakes: list[Mistake] = []
        self.thresholds: dict[str, Threshold] = {}
        self.groups: dict[str, tuple[str, ...]] = {}

    def mistake(self, where: str, text: str = "", table: str = "", row: int = 0, key: str = "") -> None:
        """Note a mistake of this file: where it is in words, what it is, and where it is by table, row and key."""
        self.mistakes.append(Mistake(f"{self.file}, {where}{text}", text or where, table, row, key))

    def rows(self, root: LocatedMap, table: str) -> list[Row]:
        """Return the rows of a table."""
        value = root.get(table, MISSING)
        if value is MISSING:
            text = tr("table {table}: missing. Copy it from the default policy.").format(table=table)
            self.mistake(text, table=table)
            return []
        if value is None:
            value = []
        if not isinstance(value, list):
            text = tr("table {table}: not a list of rows. Begin every row with `- {{`.").format(table=table)
            self.mistake(text, table=table)
            return []
        rows = []
        for number, row in enumerate(value, start=1):
            if isinstance(row, LocatedMap):
                rows.append(Row(self, table, number, row))
            else:
                text = tr("table {table}, row {row}: {value} is no row. Write {{key: value, ...}}.")
                self.mistake(text.format(table=table, row=number, value=shorten(row)), table=table, row=number)
        return rows

    def expand(self, row: Row, key: str, pattern: str) -> list[str]:
        """Return a class pattern, or the patterns of the group it names; note what the class table does not know."""
        if not PATTERN.fullmatch(pattern):
            row.mistake(
                tr('`{key}` holds {value}, no class pattern. Write "0702", "05*" or "1001-1005".'),
                key=key,
                value=shorten(pattern),
            )
            return []
        if pattern.startswith("@"):
            if pattern[1:] not in self.groups:
                row.mistake(tr("`{key}` names the unknown class group {value}."), key=key, value=shorten(pattern))
            return list(self.groups.get(pattern[1:], ()))
        if not any(class_matches(code, [pattern]) for code in self.known_classes.by_code):
            row.mistake(
                tr("`{key}` holds {value}, which fits no class of the survey. Check it against classes.csv."),
                key=key,
                value=shorten(pattern),
            )
        return [pattern]

    def unique(self, rows: Iterable[tuple[Row, str]]) -> None:
        """Note names that occur more than once."""
        seen: dict[str, int] = {}
        for row, name in rows:
            if name in seen:
                row.mistake(tr("{name} stands in row {row} already. Remove one."), name=shorten(name), row=seen[name])
            seen.setdefault(name, row.place)

    def each(self, root: LocatedMap, table: str, make: Callable[[Row], _T]) -> list[_T]:
        """Return what `make` makes of each row of a table; note keys that it did not take."""
        made = []
        for row in self.rows(root, table):
            made.append(make(row))
            row.close()
        return made

    def read_thresholds(self, root: LocatedMap) -> None:
        """Read the thresholds that conditions may name."""
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

    def read_groups(self, root: LocatedMap) -> None:
        """Read the groups of classes that rules may name."""
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
