"""The condition engine: rows of a policy's rule tables become boolean arrays over pieces."""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
import pandas as pd
import shapely

from ..columns import distinct_names
from ..dates import iso_day
from ..problems import COLUMNS, NOTE, problems
from .policy import AttributeRules, Condition, Policy, Rule, SurveyClasses

CLASS_COLUMN = "DLBM"
WIDTH_COLUMN = "mean_width_m"
COMPUTED = frozenset({WIDTH_COLUMN})
DATE = "date"
_OPERATORS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le, "=": operator.eq}
_RANGE = re.compile(r"(\d{4})-(\d{4})")
_BASE_CODE = re.compile(r"\d{4}")
_CARRIED = re.compile(r"([a-z][a-z0-9_]*?)_[A-Z]\w*")
_MAX_LABELS = 62


def class_matches(code: str | None, patterns: Iterable[str]) -> bool:
    """Say whether a class code fits any pattern: exact code, glob `05*`, or range `1001-1005` of four-digit codes."""
    if not code:
        return False
    for pattern in patterns:
        ends = _RANGE.fullmatch(pattern)
        if ends:
            if _BASE_CODE.fullmatch(code) and int(ends[1]) <= int(code) <= int(ends[2]):
                return True
        elif code == pattern or ("*" in pattern and fnmatchcase(code, pattern)):
            return True
    return False


def text_of(value: Any) -> str | None:
    """Give a cell as stripped text; whole numbers lose their point, and an empty text is null."""
    if (
        value is None
        or value is pd.NA
        or value is pd.NaT
        or (isinstance(value, (float, np.floating)) and np.isnan(value))
    ):
        return None
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        value = int(value)
    return str(value).strip() or None


class RuleEvaluator:
    """Answers the rows of rule tables for one frame of pieces, reading each column once.

    Args:
        pieces: frame of any length; a column that it lacks is empty everywhere.
        policy: whose groups and major classes hold.
        classes: the class table.
        date: reference date, ISO text or a date; None: the policy's own.

    """

    def __init__(
        self,
        pieces: pd.DataFrame,
        policy: Policy | AttributeRules,
        classes: SurveyClasses,
        date: str | datetime.date | None = None,
    ) -> None:
        self.pieces = pieces
        self.policy = policy
        self.classes = classes
        given = date if date is not None else policy.reference_date
        self.date = iso_day(given)
        if self.date is None and given:
            raise ValueError(f"no date: {given!r}")
        self._columns: dict[str, tuple[np.ndarray, list[str | None]]] = {}
        self._width: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.pieces)

    def has(self, column: str) -> bool:
        """Say whether the frame has the column."""
        return column in self.pieces.columns

    def values(self, column: str) -> tuple[np.ndarray, list[str | None]]:
        """Give a column as (position of each row's value, distinct values as text); the last value is the null."""
        if column not in self._columns:
            if self.has(column):
                codes, uniques = pd.factorize(self.pieces[column])
                found = [text_of(value) for value in uniques]
            else:
                codes, found = np.full(len(self), -1), []
            self._columns[column] = codes, [*found, None]
        return self._columns[column]

    def each(self, column: str, answers: Sequence[bool]) -> np.ndarray:
        """Spread answers about the distinct values of a column over the rows."""
        return np.asarray(answers, dtype=bool)[self.values(column)[0]]

    def present(self, column: str) -> np.ndarray:
        """Rows with a value in the column."""
        return self.each(column, [value is not None for value in self.values(column)[1]])

    def is_true(self, column: str) -> np.ndarray:
        """Rows of a boolean column that are true; a missing column is false."""
        if not self.has(column):
            return np.zeros(len(self), dtype=bool)
        return self.pieces[column].eq(True).fillna(False).to_numpy(dtype=bool)

    def numbers(self, column: str) -> np.ndarray:
        """A column as float64, not a number where there is none."""
        if column == WIDTH_COLUMN:
            return self._mean_width()
        if not self.has(column):
            return np.full(len(self), np.nan)
        if pd.api.types.is_numeric_dtype(self.pieces[column].dtype):
            return self.pieces[column].to_numpy(dtype=np.float64, na_value=np.nan)
        codes, uniques = self.values(column)
        return pd.to_numeric(pd.Series(uniques, dtype=object), errors="coerce").to_numpy(dtype=np.float64)[codes]

    def _mean_width(self) -> np.ndarray:
        """2A/P of each piece's planar geometry, in metres: about the width of a long strip."""
        if self._width is None:
            geometry = np.asarray(self.pieces.geometry.array)
            length = shapely.length(geometry)
            with np.errstate(divide="ignore", invalid="ignore"):
                self._width = np.where(length > 0, 2 * shapely.area(geometry) / length, np.nan)
        return self._width

    def known(self) -> np.ndarray:
        """Rows whose class code a parcel may carry."""
        return self.each(CLASS_COLUMN, [self.classes.known(code) for code in self.values(CLASS_COLUMN)[1]])

    def in_classes(
        self, patterns: Sequence[str], column: str = CLASS_COLUMN, as_base: Sequence[str] = ()
    ) -> np.ndarray:
        """Rows whose code fits a pattern; codes that fit `as_base` also by their base code."""
        answers = []
        for code in self.values(column)[1]:
            fits = class_matches(code, patterns)
            if not fits and as_base and class_matches(code, as_base) and code in self.classes.by_code:
                fits = class_matches(self.classes.by_code[code].base, patterns)
            answers.append(fits)
        return self.each(column, answers)

    def in_group(self, group: str, column: str = CLASS_COLUMN) -> np.ndarray:
        """Rows whose code belongs to a class group of the policy."""
        return self.in_classes(self.policy.class_groups[group], column)

    def _in_major(self, major: Sequence[str]) -> np.ndarray:
        def of(code: str | None) -> str:
            row = self.classes.by_code.get(code or "")
            return self.policy.major_overrides.get(code or "", row.major if row else "")

        return self.each(CLASS_COLUMN, [of(code) in major for code in self.values(CLASS_COLUMN)[1]])

    def condition(self, condition: Condition) -> np.ndarray:
        """Rows for which one condition holds."""
        column, test, values = condition.column, condition.test, condition.values
        if test == "compare":
            holds = self._compare(condition)
            return holds | ~self._filled(column) if condition.or_empty else holds
        if test in ("present", "empty", "outside"):
            filled = self._filled(column)
            if test == "present":
                return filled
            return ~filled if test == "empty" or self.has(column) else np.zeros(len(self), dtype=bool)
        uniques = self.values(column)[1]
        if test == "class":
            return self.in_classes(values, column)
        if test == "contains":
            return self.each(column, [u is not None and any(word in u for word in values) for u in uniques])
        if test in ("in", "not_in"):
            return self.each(column, [(u in values) == (test == "in") for u in uniques])
        raise ValueError(f"unknown test {test!r}")

    def _filled(self, column: str) -> np.ndarray:
        return ~np.isnan(self.numbers(column)) if column in COMPUTED else self.present(column)

    def _compare(self, condition: Condition) -> np.ndarray:
        compare = _OPERATORS[condition.operator]
        if condition.operand == DATE:
            days = [iso_day(u) if u is not None else None for u in self.values(condition.column)[1]]
            return self.each(condition.column, [day is not None and compare(day, self.date) for day in days])
        return compare(self.numbers(condition.column), condition.operand)  # comparisons with nan are false

    def rule(self, rule: Rule, as_base: Sequence[str] = ()) -> np.ndarray:
        """Rows that a rule's classes and conditions cover."""
        mask = np.ones(len(self), dtype=bool)
        if rule.classes:
            mask &= self.in_classes(rule.classes, as_base=as_base)
        if rule.excepted:
            mask &= ~self.in_classes(rule.excepted)
        if rule.major:
            mask &= self._in_major(rule.major)
        if rule.when:
            mask &= self.any_of(rule.when)
        return mask

    def any_of(self, groups: Sequence[Sequence[Condition]]) -> np.ndarray:
        """Rows for which all conditions of any group hold."""
        anyone = np.zeros(len(self), dtype=bool)
        for group in groups:
            every = np.ones(len(self), dtype=bool)
            for condition in group:
                every &= self.condition(condition)
            anyone |= every
        return anyone


def join_labels(masks: Sequence[np.ndarray], labels: Sequence[str], length: int) -> np.ndarray:
    """Join the labels whose masks hold with `;`, in order and each once; None where none holds."""
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


def parcel_fields(pieces: pd.DataFrame, table: Iterable[str]) -> dict[str, Any]:
    """Give the survey fields among the columns, under names that a table of findings does not have itself.

    Columns of our own and of zones begin with a lower-case letter.
    """
    names = [str(c) for c in pieces.columns if not ("a" <= str(c)[:1] <= "z") and c != pieces.geometry.name]
    renamed = distinct_names(names, table)
    return {renamed.get(name, name): pieces[name].array for name in names}


def columns_or_null(pieces: pd.DataFrame, names: Sequence[str]) -> dict[str, Any]:
    """Give columns of the pieces, None all through where the frame lacks one."""
    return {n: pieces[n].to_numpy() if n in pieces.columns else np.full(len(pieces), None, dtype=object) for n in names}


def absent_columns(
    pieces: pd.DataFrame, tables: Iterable[tuple[str, Iterable[Rule]]], optional: Iterable[str] = ()
) -> pd.DataFrame:
    """Notes on columns that rules ask for and the data lacks entirely; a missing zone layer is named once.

    Args:
        pieces: the data.
        tables: rules, each table with the group of the policy's terms that names them (kinds, sources ...).
        optional: columns that may be missing without a word.

    Returns a problems frame: kind `absent_column`, `feature` the column or role, values `column` and `rows`, the
    `group:name` of the rows that it disables or leaves undecided, joined by `;`.
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
