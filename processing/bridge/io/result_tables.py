"""Tables of results that algorithms take again: each checked against what `resources/results/tables.yaml` says of it.

They are as an algorithm wrote them, or somebody has changed them since; then nothing that is made of them can be
trusted, and the mistake is named before the work.
"""

from __future__ import annotations

import math
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from numbers import Real
from typing import TypeVar

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from ...analysis.area.rounding import LARGEST_AREA
from ...analysis.dates import iso_day
from ..i18n import tr
from ..located_yaml import FileError, shorten
from ..paths import RESULT_TABLES
from ..yaml_files import load_data

_CODE = re.compile(r"\d{6}(\d{3}){0,4}")
_PERIOD = re.compile(r"\d{4}(-W\d\d|-\d\d|Q[1-4]|H[12])?")
_NUMBERS = ("whole", "area", "amount")
_CODES = ("code", "text")  # whole numbers in files that keep no types, such as CSV


class ResultTableError(FileError):
    """A table of results that cannot be used again."""


@dataclass(frozen=True)
class ResultTable:
    """What a table of results holds, as `resources/results/tables.yaml` declares it.

    Attributes:
        needed: columns that it must have.
        given: columns with a value in each row.
        named: the column with a value where `name` has one; empty for none.
        unique: columns that tell its rows apart.
        columns: kind, or words, by name; in names * stands for any text.

    """

    needed: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    named: str = ""
    unique: tuple[str, ...] = ()
    columns: Mapping[str, str | Sequence[str]] = field(default_factory=dict)

    def kind(self, column: str) -> str | Sequence[str] | None:
        """Return the kind, or the words, of a column; None where it may hold anything."""
        listed = (kind for name, kind in self.columns.items() if fnmatchcase(column, name))
        by_end = (kind for end, kind in _declared()["suffixes"].items() if column.endswith(end))
        return next(listed, None) or next(by_end, None)


@cache
def _declared() -> Mapping[str, Mapping]:
    """Return what is declared of all tables."""
    data: Mapping[str, Mapping] = load_data(RESULT_TABLES)
    return data


@cache
def result_table(name: str) -> ResultTable:
    """Return what a table of results holds; of one that is not listed only what ends of names say."""
    row = _declared()["tables"].get(name, {})
    lists = {each: tuple(row.get(each, ())) for each in ("needed", "given", "unique")}
    return ResultTable(**lists, named=row.get("named", ""), columns=row.get("columns", {}))


Frame = TypeVar("Frame", bound=pd.DataFrame)


def check_result_table(
    frame: Frame, table: str, layer: str, columns: Sequence[str] = (), left_out: Container[str] = ()
) -> Frame:
    """Return a table of results with its codes as text.

    Args:
        frame: as read.
        table: its name in results.
        layer: the layer's name, for messages.
        columns: that it must have beside those that are needed of every such table.
        left_out: columns that were not read.

    Raises:
        ResultTableError: it lacks columns, or has values that no algorithm writes; lists the first of each column.

    """
    declared = result_table(table)
    coded = [name for name in map(str, frame.columns) if declared.kind(name) in _CODES]
    numbers = [name for name in coded if is_numeric_dtype(frame[name]) and not is_bool_dtype(frame[name])]
    if numbers:
        frame = frame.assign(**{name: frame[name].map(_as_text).astype(object) for name in numbers})
    needed = [name for name in dict.fromkeys((*declared.needed, *columns)) if name not in left_out]
    mistakes = list(_mistakes(frame, declared, needed))
    if mistakes:
        remedy = tr("Take the table “{table}” as the algorithm has written it, or make it anew.").format(table=table)
        place = tr("Layer “{layer}”: ").format(layer=layer)
        raise ResultTableError([*(place + text for text in mistakes), remedy])
    return frame


def _as_text(value: float) -> str | None:
    """Return a number as the text that a file without types holds it for."""
    return None if math.isnan(value) else f"{value:.15g}"


def _mistakes(frame: pd.DataFrame, declared: ResultTable, needed: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with a table of which these columns are needed, a sentence each."""
    missing = [name for name in needed if name not in frame]
    if missing:
        yield tr("it lacks {columns}.").format(columns=", ".join(missing))
    for name in frame.columns:
        kind = declared.kind(str(name))
        empty = frame[name].isna().to_numpy()
        lacks = empty & (name in declared.given)
        if name == declared.named and "name" in frame:
            lacks = (empty | frame[name].eq("").to_numpy()) & _is_text(frame["name"])
        if lacks.any():
            yield _at(str(name), lacks, tr("nothing is given, and it is needed."))
        wrong = np.zeros(len(frame), bool) if kind is None else _are_wrong(frame[name], kind) & ~empty
        if kind is not None and wrong.any():
            value = frame[name].iloc[int(np.flatnonzero(wrong)[0])]
            yield _at(str(name), wrong, _reason(kind).format(value=shorten(value)))
    key = [name for name in declared.unique if name in frame]
    if key:
        whole = frame[key].notna().all(axis=1) & frame[key].ne("").all(axis=1)
        again = (frame.duplicated(key) & whole).to_numpy()
        if again.any():
            yield _at(", ".join(key), again, tr("an earlier row is of the same."))


def _is_text(values: pd.Series) -> np.ndarray:
    """Return which values are texts that say something."""
    return (values.notna() & values.ne("")).to_numpy()


def _at(column: str, rows: np.ndarray, text: str) -> str:
    """Return a mistake with its column, its first row, counted from 1, and how many there are."""
    first = int(np.flatnonzero(rows)[0]) + 1
    place = tr("column {column}, row {row} ({count} in all): ")
    return place.format(column=column, row=first, count=int(rows.sum())) + text


def _are_wrong(values: pd.Series, kind: str | Sequence[str]) -> np.ndarray:
    """Return which values are not of a kind; what is empty does not matter."""
    if kind in _NUMBERS:
        numbers = _numbers(values)
        good = np.abs(numbers) < LARGEST_AREA
        if kind in ("area", "whole"):
            good &= numbers >= 0
        if kind == "whole":
            good &= numbers == np.floor(numbers)
        return ~good
    codes, different = pd.factorize(values.astype(object))
    wrong = np.array([not _is_text_of(value, kind) for value in different], dtype=bool)
    return np.append(wrong, False)[codes]


def _numbers(values: pd.Series) -> np.ndarray:
    """Return numbers as float64; nan where there is none, as in texts and truth values."""
    if is_bool_dtype(values):
        return np.full(len(values), math.nan)
    if is_numeric_dtype(values):
        return values.to_numpy(dtype=np.float64, na_value=math.nan)
    numbers = (float(v) if isinstance(v, Real) and not isinstance(v, (bool, np.bool_)) else math.nan for v in values)
    return np.fromiter(numbers, np.float64, len(values))


def _is_text_of(value: object, kind: str | Sequence[str]) -> bool:
    """Return whether a value is of a kind that is no number, or one of some words."""
    if not isinstance(kind, str):
        return value in kind
    if kind == "day":
        return iso_day(value) == str(value)
    if not isinstance(value, str):
        return False
    patterns = {"code": _CODE, "period": _PERIOD}
    return kind not in patterns or not value or patterns[kind].fullmatch(value) is not None


def _reason(kind: str | Sequence[str]) -> str:
    """Return what is wrong with a value, with a place for it."""
    if not isinstance(kind, str):
        return tr("{value} is none of the words that may stand here: {words}.").replace("{words}", ", ".join(kind))
    return {
        "text": tr("{value} is no text."),
        "code": tr("{value} is no code of a unit. Write six digits or more."),
        "day": tr("{value} is no date. Write it like 2024-03-01."),
        "period": tr("{value} is no period, such as 2024H1."),
        "whole": tr("{value} is no whole number of 0 or more."),
        "area": tr("{value} is no area of 0 or more."),
        "amount": tr("{value} is not a number."),
    }[kind]
