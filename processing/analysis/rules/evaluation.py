"""Evaluation of a policy's rule tables: each row becomes a boolean array over pieces."""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

import geopandas
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from ..columns import distinct_names
from ..dates import iso_day, years_before
from ..geometry.set_operations import mean_width
from ..problems import COLUMNS, NOTE, joined, problems
from ..values.columns import UNREADABLE as UNREAD_COLUMN
from ..values.columns import names_unread, read_as, unreadable_problems
from ..values.kinds import Kind
from ..values.readers import ValueKind, read_column, read_numbers
from ..values.texts import text_of
from .policy import AttributeRules, Condition, Policy, Rule, SurveyClasses

if TYPE_CHECKING:
    from pandas.api.extensions import ExtensionArray

CLASS_COLUMN = "DLBM"
_NAME = "BSM"
WIDTH_COLUMN = "mean_width_m"
COMPUTED = frozenset({WIDTH_COLUMN})
DATE, EARLIER_DATE, YEAR = "date", "earlier_date", "year"  # what conditions compare with beside numbers
UNREADABLE = "unreadable"  # flag and reason: a value that cannot be read might have decided otherwise
_OPERATORS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le, "=": operator.eq}
_RANGE = re.compile(r"(\d{4})-(\d{4})")
_BASE_CODE = re.compile(r"\d{4}")
_CARRIED = re.compile(r"([a-z][a-z0-9_]*?)_[A-Z]\w*")
_MAX_LABELS = 62
_Rule = TypeVar("_Rule", bound=Rule)


def class_matches(code: str | None, patterns: Iterable[str]) -> bool:
    """Say whether a class code fits any pattern: exact code, glob `05*`, or range `1001-1005` of four-digit codes.

    >>> class_matches("1003", ["05*", "1001-1005"]), class_matches("1003K", ["1001-1005"]), class_matches(None, ["*"])
    (True, False, False)

    """
    return bool(code) and any(_fits(str(code), pattern) for pattern in patterns)


@lru_cache(maxsize=8192)  # of the classes there are, and the patterns of a policy
def _fits(code: str, pattern: str) -> bool:
    """Say whether a class code fits a pattern."""
    ends = _RANGE.fullmatch(pattern)
    if ends:
        return bool(_BASE_CODE.fullmatch(code)) and int(ends[1]) <= int(code) <= int(ends[2])
    return code == pattern or ("*" in pattern and fnmatchcase(code, pattern))


def codes_match(codes: npt.ArrayLike | pd.Series, patterns: Iterable[str]) -> np.ndarray:
    """Return which class codes (n,) fit any pattern (bool, n); none fits where the code is null.

    >>> codes_match(["0101", None, "0201"], ["01*"]).tolist()
    [True, False, False]

    """
    position, distinct = pd.factorize(np.asarray(codes, dtype=object))
    patterns = tuple(patterns)
    return np.array([*(class_matches(code, patterns) for code in distinct), False], dtype=bool)[position]


def in_major(
    codes: npt.ArrayLike | pd.Series, majors: Sequence[str], policy: Policy | AttributeRules, classes: SurveyClasses
) -> np.ndarray:
    """Return which class codes (n,) belong to any of the major classes, by the policy's overrides first (bool, n).

    >>> from .policy import SurveyClass
    >>> classes = SurveyClasses({"0702": SurveyClass("0702", "", "", major="construction")})
    >>> in_major(["0702", None, "0404"], ["construction"], Policy("demo"), classes).tolist()
    [True, False, False]

    """

    def of(code: str | None) -> str:
        row = classes.by_code.get(code or "")
        return policy.major_overrides.get(code or "", row.major if row else "")

    position, distinct = pd.factorize(np.asarray(codes, dtype=object))
    return np.array([*(of(code) in majors for code in distinct), False], dtype=bool)[position]


class RuleEvaluator:
    """Evaluates the rows of rule tables for one frame of pieces, reading each column once.

    Its answers are boolean arrays (n,). A column that the frame lacks is empty everywhere. Values are read as the
    policy's `reading` declares. What is there and cannot be read is unknown: `rule` says where a rule surely holds,
    `maybe` where it holds or would hold for some value that the unreadable one may stand for.

    Args:
        pieces: frame of any length (n).
        policy: defines class groups and major classes.
        classes: the class table.
        date: reference date, ISO text or a date; None: the policy's own.
        earlier_date: that of the earlier survey, where two are compared.

    Raises:
        ValueError: `date` is no date.

    >>> from .policy import SurveyClass
    >>> pieces = pd.DataFrame({"DLBM": ["0101", "0201", "01"], "slope_PDJB": ["5", "5", None]})
    >>> classes = SurveyClasses({"0101": SurveyClass("0101", "", ""), "0201": SurveyClass("0201", "", "")})
    >>> evaluator = RuleEvaluator(pieces, Policy("demo", class_groups={"cultivated": ("01*",)}), classes)
    >>> evaluator.known().tolist(), evaluator.in_group("cultivated").tolist()
    ([True, True, False], [True, False, True])
    >>> steep = Rule("steep", "", classes=("01*",), when=((Condition("slope_PDJB", "in", ("4", "5")),),))
    >>> evaluator.rule(steep).tolist()
    [True, False, False]
    >>> rules = (steep, Rule("orchard", "", classes=("02*",)))
    >>> evaluator.any_rule(rules).tolist(), evaluator.first_rule(rules).tolist()
    ([True, True, False], ['steep', 'orchard', None])

    """

    def __init__(
        self,
        pieces: pd.DataFrame,
        policy: Policy | AttributeRules,
        classes: SurveyClasses,
        date: str | datetime.date | None = None,
        earlier_date: str | datetime.date | None = None,
    ) -> None:
        self.pieces = pieces
        self.policy = policy
        self.classes = classes
        given = date if date is not None else policy.reference_date
        self.date = iso_day(given)
        if self.date is None and given:
            raise ValueError(f"no date: {given!r}")
        self._days = {DATE: self.date, EARLIER_DATE: iso_day(earlier_date)}
        self._columns: dict[str, tuple[np.ndarray, list[str | None]]] = {}
        self._unreadable: dict[str, list[bool]] = {}
        self._width: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.pieces)

    def has(self, column: str) -> bool:
        """Say whether the frame has the column."""
        return column in self.pieces.columns

    def values(self, column: str) -> tuple[np.ndarray, list[str | None]]:
        """Return a column as (position of each row's value, distinct values as text); the last value is the null."""
        if column not in self._columns:
            if self.has(column):
                values = self.pieces[column]
                # As an array, so that no pandas takes numbers among objects for an index of numbers.
                codes, uniques = pd.factorize(values.to_numpy() if values.dtype == object else values)
                found, unreadable = self._read(column, uniques)
            else:
                codes, found, unreadable = np.full(len(self), -1), [], []
            self._columns[column] = codes, [*found, None]
            self._unreadable[column] = [*unreadable, False]
        return self._columns[column]

    def _read(self, column: str, distinct: Iterable[object]) -> tuple[list[str | None], list[bool]]:
        """Return distinct values as text, as the column's declared kind reads them, and which cannot be read."""
        values = np.asarray([*distinct, None], dtype=object)[:-1]
        kind = self.policy.reading.kinds.get(column)
        if kind is None:
            return [text_of(value) for value in values], [False] * len(values)
        reading = read_column(values, kind.of_column(values))
        return reading.values.tolist(), reading.unreadable.tolist()

    def unreadable(self, column: str) -> np.ndarray:
        """Return the rows with a value that is there and cannot be read; of numbers, the overlay has noted it."""
        self.values(column)
        unread = self.each(column, self._unreadable[column])
        kind = self.policy.reading.kinds.get(column)
        if kind is not None and kind.is_number and self.has(UNREAD_COLUMN):
            unread = unread | self.each(UNREAD_COLUMN, [names_unread(t, column) for t in self.values(UNREAD_COLUMN)[1]])
        return unread

    def each(self, column: str, answers: Sequence[bool]) -> np.ndarray:
        """Return the answers about the distinct values of a column, row by row."""
        return np.asarray(answers, dtype=bool)[self.values(column)[0]]

    def present(self, column: str) -> np.ndarray:
        """Return the rows with a value in the column."""
        return self.each(column, [value is not None for value in self.values(column)[1]])

    def is_true(self, column: str) -> np.ndarray:
        """Return the rows of a boolean column that are true; a missing column is false."""
        if not self.has(column):
            return np.zeros(len(self), dtype=bool)
        return self.pieces[column].eq(True).fillna(False).to_numpy(dtype=bool)

    def numbers(self, column: str) -> np.ndarray:
        """Return a column as float64, nan where there is no number."""
        if column == WIDTH_COLUMN:
            return self._mean_width()
        if not self.has(column):
            return np.full(len(self), np.nan)
        kind = self.policy.reading.kinds.get(column)
        if pd.api.types.is_numeric_dtype(self.pieces[column].dtype) and (kind is None or kind.is_number):
            return read_numbers(self.pieces[column], kind or ValueKind(Kind.NUMBER)).values
        codes, uniques = self.values(column)
        return pd.to_numeric(pd.Series(uniques, dtype=object), errors="coerce").to_numpy(dtype=np.float64)[codes]

    def _mean_width(self) -> np.ndarray:
        """Return 2A/P of each piece's planar geometry (m): about the width of a long strip."""
        if self._width is None:
            geometry = np.asarray(self.pieces.geometry.array)
            self._width = np.where(shapely.length(geometry) > 0, mean_width(geometry), np.nan)
        return self._width

    def known(self) -> np.ndarray:
        """Return the rows whose class code a parcel may carry."""
        return self.each(CLASS_COLUMN, [self.classes.known(code) for code in self.values(CLASS_COLUMN)[1]])

    def in_classes(
        self, patterns: Sequence[str], column: str = CLASS_COLUMN, as_base: Sequence[str] = ()
    ) -> np.ndarray:
        """Return the rows whose code fits a pattern; codes that fit `as_base` may do so by their base code."""
        answers = []
        for code in self.values(column)[1]:
            fits = class_matches(code, patterns)
            row = self.classes.by_code.get(code or "")
            if not fits and row and class_matches(code, as_base):
                fits = class_matches(row.base, patterns)
            answers.append(fits)
        return self.each(column, answers)

    def in_group(self, group: str, column: str = CLASS_COLUMN) -> np.ndarray:
        """Return the rows whose code belongs to a class group of the policy."""
        return self.in_classes(self.policy.class_groups[group], column)

    def condition(self, condition: Condition) -> np.ndarray:
        """Return the rows for which a condition holds."""
        column, test, values = condition.column, condition.test, condition.values
        if test == "compare":
            holds = self._compare(condition)
            return holds | ~self._filled(column) if condition.or_empty else holds
        if test == "unreadable":
            return self.unreadable(column)
        if test in ("present", "empty", "outside"):
            filled = self._filled(column)
            if test == "present":
                return filled
            return ~filled if test == "empty" or self.has(column) else np.zeros(len(self), dtype=bool)
        uniques = self.values(column)[1]
        if test == "class":
            return self.in_classes(values, column) & ~self.unreadable(column)
        if test in ("contains", "lacks"):
            remarks = self.policy.reading.remarks
            marked = [remarks.has_any(text, values) for text in uniques]
            return self.each(column, marked) == (test == "contains")
        if test in ("in", "not_in"):
            return self.each(column, [(u in values) == (test == "in") for u in uniques]) & ~self.unreadable(column)
        raise ValueError(f"unknown test {test!r}")

    def _unknown(self, condition: Condition) -> np.ndarray:
        """Return the rows for which nobody knows whether a condition holds: its value cannot be read."""
        if condition.test in ("present", "empty", "outside", "unreadable", "contains", "lacks"):
            return np.zeros(len(self), dtype=bool)
        if condition.operand in self._days:
            days = [u is not None and iso_day(u) is None for u in self.values(condition.column)[1]]
            return self.unreadable(condition.column) | self.each(condition.column, days)
        return self.unreadable(condition.column)

    def _filled(self, column: str) -> np.ndarray:
        """Return the rows with a value in a column of the frame or a computed one."""
        return ~np.isnan(self.numbers(column)) if column in COMPUTED else self.present(column) | self.unreadable(column)

    def _compare(self, condition: Condition) -> np.ndarray:
        """Return the rows whose number, or day, compares as the condition says; rows without one do not."""
        compare = _OPERATORS[condition.operator]
        operand = condition.operand
        if operand in self._days:
            day = self._days[str(operand)]
            if day is None:
                raise ValueError(f"{condition.column} is compared with {operand}, and there is none")
            days = [iso_day(u) if u is not None else None for u in self.values(condition.column)[1]]
            limit = years_before(day, condition.years) if condition.years else day
            return self.each(condition.column, [day is not None and compare(day, limit) for day in days])
        if operand == YEAR:
            operand = np.nan if self.date is None else float(self.date[:4])
        return compare(self.numbers(condition.column), operand)  # comparisons with nan are false

    def rule(self, rule: Rule, as_base: Sequence[str] = ()) -> np.ndarray:
        """Return the rows that a rule's classes and conditions surely cover."""
        return self._covers(rule, as_base, self.condition)

    def maybe(self, rule: Rule, as_base: Sequence[str] = ()) -> np.ndarray:
        """Return the rows that a rule may cover, for all that the values that can be read say."""
        return self._covers(rule, as_base, lambda condition: self.condition(condition) | self._unknown(condition))

    def _covers(self, rule: Rule, as_base: Sequence[str], holds: Callable[[Condition], np.ndarray]) -> np.ndarray:
        """Return the rows that a rule's classes and conditions cover, `holds` telling of each condition."""
        mask = np.ones(len(self), dtype=bool)
        if rule.classes:
            mask &= self.in_classes(rule.classes, as_base=as_base)
        if rule.excepted:
            mask &= ~self.in_classes(rule.excepted)
        if rule.major:
            distinct = self.values(CLASS_COLUMN)[1]
            mask &= self.each(CLASS_COLUMN, in_major(distinct, rule.major, self.policy, self.classes).tolist())
        if rule.when:
            mask &= self._any_of(rule.when, holds)
        return mask

    def any_rule(self, rules: Iterable[Rule]) -> np.ndarray:
        """Return the rows that any of the rules surely covers."""
        covered = np.zeros(len(self), dtype=bool)
        for rule in rules:
            covered |= self.rule(rule)
        return covered

    def first_rule(
        self, rules: Iterable[_Rule], applies: Callable[[_Rule], np.ndarray | bool] = lambda _: True
    ) -> np.ndarray:
        """Return the name of the first rule that surely covers each row (object, n); None where none does.

        Args:
            rules: in their order.
            applies: tells for which rows a rule is at all (bool, n); all by default.

        """
        names = np.full(len(self), None, dtype=object)
        free = np.ones(len(self), dtype=bool)
        for rule in rules:
            hit = free & self.rule(rule) & applies(rule)
            names[hit] = rule.name
            free &= ~hit
        return names

    def any_of(self, groups: Sequence[Sequence[Condition]]) -> np.ndarray:
        """Return the rows for which all conditions of any group hold."""
        return self._any_of(groups, self.condition)

    def _any_of(self, groups: Sequence[Sequence[Condition]], holds: Callable[[Condition], np.ndarray]) -> np.ndarray:
        """Return the rows for which all conditions of any group hold, as `holds` tells of each."""
        any_holds = np.zeros(len(self), dtype=bool)
        for group in groups:
            all_hold = np.ones(len(self), dtype=bool)
            for condition in group:
                all_hold &= holds(condition)
            any_holds |= all_hold
        return any_holds


def join_labels(masks: Sequence[np.ndarray], labels: Sequence[str], length: int) -> np.ndarray:
    """Join the labels whose masks hold with `;`, in order and each once; None where none holds.

    Args:
        masks: boolean (n,), one a label.
        labels: as many.
        length: n.

    Raises:
        ValueError: there are more than 62 labels.

    >>> join_labels([np.array([True, True, False]), np.array([True, False, False])], ["steep", "wet"], 3).tolist()
    ['steep;wet', 'steep', None]

    """
    if len(masks) > _MAX_LABELS:
        raise ValueError(f"more than {_MAX_LABELS} labels")
    bits = np.zeros(length, dtype=np.int64)
    for i, mask in enumerate(masks):
        bits |= np.asarray(mask, dtype=np.int64) << i
    found, inverse = np.unique(bits, return_inverse=True)
    texts = np.full(len(found), None, dtype=object)
    for i, value in enumerate(found):
        held = dict.fromkeys(label for j, label in enumerate(labels) if value >> j & 1)
        texts[i] = ";".join(held) or None
    return texts[inverse.reshape(-1)]


def parcel_fields(pieces: geopandas.GeoDataFrame, table: Iterable[str]) -> dict[str, ExtensionArray | np.ndarray]:
    """Return the survey fields among the columns, renamed where a table of findings has the name itself.

    Columns of our own and of zones begin with a lower-case letter and are left out.

    Args:
        pieces: pieces with geometry.
        table: names of the table's own columns.

    >>> pieces = geopandas.GeoDataFrame({"BSM": ["1"], "KIND": ["x"], "area_m2": [2.0]}, geometry=[None])
    >>> {name: list(values) for name, values in parcel_fields(pieces, ["kind"]).items()}
    {'BSM': ['1'], 'KIND_2': ['x']}

    """
    names = [str(c) for c in pieces.columns if not ("a" <= str(c)[:1] <= "z") and c != pieces.geometry.name]
    renamed = distinct_names(names, table)
    return {renamed.get(name, name): pieces[name].array for name in names}


def can_hold(rule: Rule, columns: Iterable[str]) -> bool:
    """Return whether pieces with these columns can fit a rule at all: those that a group of its conditions reads.

    >>> rule = Rule("in the reserve", "notice 20", when=((Condition("farmland_reserve", "present"),),))
    >>> can_hold(rule, ["DLBM"]), can_hold(rule, ["DLBM", "farmland_reserve"])
    (False, True)

    """
    known = {*columns, WIDTH_COLUMN}

    def passes(condition: Condition) -> bool:
        return condition.column in known or condition.or_empty or condition.test in ("empty", "not_in")

    return not rule.when or any(all(map(passes, group)) for group in rule.when)


def columns_read(rules: Iterable[Rule]) -> set[str]:
    """Return the columns that conditions of rules read.

    >>> rule = Rule("planted", "", when=((Condition("ZZSXDM", "in", ("LS",)), Condition("pbf", "present")),))
    >>> sorted(columns_read([rule]))
    ['ZZSXDM', 'pbf']

    """
    return {condition.column for rule in rules for group in rule.when for condition in group}


def columns_or_null(pieces: pd.DataFrame, names: Sequence[str]) -> dict[str, np.ndarray]:
    """Return columns of the pieces, filled with None where the frame lacks one.

    >>> columns = columns_or_null(pd.DataFrame({"county": ["360281"]}), ["county", "village"])
    >>> {name: values.tolist() for name, values in columns.items()}
    {'county': ['360281'], 'village': [None]}

    """
    return {n: pieces[n].to_numpy() if n in pieces.columns else np.full(len(pieces), None, dtype=object) for n in names}


def absent_columns(
    pieces: pd.DataFrame, tables: Iterable[tuple[str, Iterable[Rule]]], optional: Iterable[str] = ()
) -> pd.DataFrame:
    """Return notes on columns that rules read and the data lacks entirely; a missing zone layer is named once.

    Args:
        pieces: the data.
        tables: rules, each table with the group of the policy's terms that names them (kinds, sources ...).
        optional: columns that may be missing without a note.

    Returns:
        A problems frame: kind `absent_column`, `feature` the column or role, values `column` and `rows`, the
        `group:name` of the rules that it disables or leaves undecided, joined by `;`.

    >>> steep = Rule("steep", "", classes=("01*",), when=((Condition("slope_PDJB", "in", ("5",)),),))
    >>> absent_columns(pd.DataFrame({"DLBM": ["0101"]}), [("reasons", [steep])])["values"].tolist()
    [{'column': 'slope', 'rows': 'reasons:steep'}]

    """
    wanted: dict[str, list[str]] = {}
    skip = {*optional, *COMPUTED}
    for group, rule in ((group, rule) for group, rules in tables for rule in rules):
        columns = [condition.column for group in rule.when for condition in group]
        for column in ([CLASS_COLUMN] if rule.classes else []) + columns:
            if column in pieces.columns or column in skip:
                continue
            carried = _CARRIED.fullmatch(column)
            name = carried[1] if carried and carried[1] not in pieces.columns else column
            wanted.setdefault(name, []).append(f"{group}:{rule.name}")
    if not wanted:
        return pd.DataFrame(columns=list(COLUMNS))
    rows = [";".join(dict.fromkeys(names)) for names in wanted.values()]
    return problems("absent_column", "pieces", list(wanted), NOTE, {"column": list(wanted), "rows": rows})


def unreadable_values(pieces: pd.DataFrame, policy: Policy, rules: Iterable[Rule]) -> pd.DataFrame:
    """Return problems for the values that rules read and that cannot be read, once for each column and value.

    Args:
        pieces: the data.
        policy: declares the kinds of values.
        rules: whose columns are looked at; the pieces' own class is told as `unknown_class`.

    Returns:
        A problems frame, as of `unreadable_problems`.

    >>> from ..values.kinds import Kind
    >>> from ..values.readers import ReadingRules, ValueKind
    >>> policy = Policy("demo", reading=ReadingRules({"PDJB": ValueKind(Kind.GRADE)}))
    >>> steep = Rule("steep", "", when=((Condition("PDJB", "in", ("5",)),),))
    >>> found = unreadable_values(pd.DataFrame({"PDJB": ["陡", "5级", "陡"]}), policy, [steep])
    >>> found["values"].tolist()
    [{'column': 'PDJB', 'value': '陡', 'count': 2, 'needs': 'grade', 'features': '0, 2'}]

    """
    kinds = policy.reading.kinds
    frames = []
    for column in sorted(columns_read(rules) & set(kinds) & set(pieces.columns) - {CLASS_COLUMN}):
        reading = read_as(pieces[column], kinds[column])
        if reading.unreadable.any():
            names = pieces[_NAME] if _NAME in pieces.columns else pieces.index.to_series()
            frames.append(unreadable_problems(pieces[column], reading, kinds[column], column, "pieces", names))
    return joined(frames)
