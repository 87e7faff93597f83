"""Readers of declared kinds of values: each returns the canonical text of a cell, or says that it cannot be read.

What a reader cannot read raises `ValueError`: the value is there, so it is not null, and what it says is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..dates import LONGEST, period_end, period_start
from .kinds import Kind
from .remarks import Remarks
from .texts import Reading, code_text, read_distinct, text_of, tidy
from .unit_codes import read_unit_code

YES, NO = "yes", "no"
_NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|[+-]?\.\d+)\s*(\D*|M\^?2)")
_GRADE = re.compile(r"第?([0-9]+|[一二三四五六七八九十]+|[IVX]+)(?:\.0*)?\s*(?:级|等|类)?(?:别)?")
_CODE_AND_NAME = re.compile(r"\(?([0-9][0-9A-Z]*)\)?[-_:\s]*[^0-9A-Z()]+|[^0-9A-Z()]+[-_:\s]*\(?([0-9][0-9A-Z]*)\)?")
_NUMERALS = {word: str(n + 1) for n, word in enumerate("一二三四五六七八九十")} | {
    word: str(n + 1) for n, word in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"))
}


@dataclass(frozen=True)
class ValueKind:
    """What the values of a column are.

    Attributes:
        kind: says which reader reads them.
        words: canonical value -> other words for it; of a category, a mark or classes by name.
        codes: what a class, code or grade may be; empty: anything.
        units: words that may stand behind a number, and by what it is then multiplied.
        other: of classes, how those of another survey are read that the column may have instead.

    >>> ValueKind(Kind.GRADE, codes=frozenset("12345")).read("五级")
    '5'
    >>> ValueKind(Kind.NUMBER, units={"米": 1.0}).read("10米")
    '10'

    """

    kind: Kind
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    codes: frozenset[str] = frozenset()
    units: Mapping[str, float] = field(default_factory=dict)
    other: ValueKind | None = None

    @property
    def is_number(self) -> bool:
        """Whether the values are numbers."""
        return self.kind in (Kind.NUMBER, Kind.RATIO)

    @cached_property
    def canonical(self) -> dict[str, str]:
        """Return the canonical value by each word that stands for it, tidy and in upper case.

        >>> ValueKind(Kind.MARK, words={"yes": ("已建成",)}).canonical
        {'YES': 'yes', '已建成': 'yes'}

        """
        found: dict[str, str] = {}
        for canonical, words in self.words.items():
            for word in (canonical, *words):
                found.setdefault(_upper(word), canonical)
        return found

    @property
    def is_date(self) -> bool:
        """Whether the values are dates."""
        return self.kind in (Kind.START, Kind.END)

    def of_column(self, values: npt.ArrayLike | pd.Series) -> ValueKind:
        """Return the kind by which a column as a whole is read: whether its classes are those of the other survey.

        A code that only the other survey has (011 of the second, or 13 where its zero is lost) speaks for it; one of
        four digits speaks against it, and decides.

        >>> second = ValueKind(Kind.CLASS, codes=frozenset({"013", "101"}))
        >>> third = ValueKind(Kind.CLASS, codes=frozenset({"0101"}), other=second)
        >>> [third.of_column(column) is second for column in ([101, 13], [101], ["0101", "013"])]
        [True, False, False]

        """
        if self.other is None:
            return self
        longest = max(map(len, self.codes), default=0) - 1  # suffixes apart
        texts = [text for text in map(_code_of, pd.unique(pd.Series(values, dtype=object))) if text]
        if any(text in self.codes and len(text) >= longest for text in texts):
            return self
        return self.other if any(self._is_only_other(text) for text in texts) else self

    def _is_only_other(self, text: str) -> bool:
        """Return whether a code is one of the other survey's, and cannot be one of this kind that lost a zero."""
        if self.other is None or f"0{text}" in self.codes:
            return False
        return text in self.other.codes or f"0{text}" in self.other.codes

    def read(self, value: object) -> str | None:
        """Return the canonical text of a cell; None where it is null, or a number without end.

        Raises:
            ValueError: the value cannot be read.

        >>> ValueKind(Kind.MARK, words={"yes": ("已建成",)}).read("已建成"), ValueKind(Kind.END).read("长期")
        ('yes', '9999-12-31')

        """
        infinite = isinstance(value, (float, np.floating)) and not np.isfinite(value)
        text = text_of(value)
        if infinite or text is None:
            return None
        if len(text) > LONGEST:
            raise ValueError(f"{len(text)} characters")
        return _READERS[self.kind](value, self)


@dataclass(frozen=True)
class ReadingRules:
    """How the values of a survey and its zones are read (`resources/survey/values.yaml`).

    Attributes:
        kinds: of the values of columns, by the column's name in the pieces.
        remarks: how words in remarks are read.
        word_lists: words by the id of the list.

    >>> ReadingRules().kinds
    {}

    """

    kinds: Mapping[str, ValueKind] = field(default_factory=dict)
    remarks: Remarks = field(default_factory=Remarks)
    word_lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_column(values: npt.ArrayLike | pd.Series, kind: ValueKind) -> Reading:
    """Read a column of cells (n,).

    >>> found = read_column(np.array(["5级", "陡", None], dtype=object), ValueKind(Kind.GRADE))
    >>> found.values.tolist(), found.unreadable.tolist()
    (['5', '陡', None], [False, True, False])

    """

    def read(value: object) -> tuple[str | None, bool]:
        try:
            return kind.read(value), True
        except ValueError:
            return None, False

    return read_distinct(values, read)


def read_numbers(values: npt.ArrayLike | pd.Series, kind: ValueKind) -> Reading:
    """Read a column of numbers (n,) as float64, nan where there is none or it cannot be read.

    >>> found = read_numbers(pd.Series(["20,000.00", "wide", None]), ValueKind(Kind.NUMBER))
    >>> found.values.tolist(), found.unreadable.tolist()
    ([20000.0, nan, nan], [False, True, False])

    """
    if pd.api.types.is_numeric_dtype(getattr(values, "dtype", None)):
        numbers = pd.Series(values).to_numpy(dtype=np.float64, na_value=np.nan)
        numbers = np.where(np.isinf(numbers), np.nan, numbers)  # a number without end says nothing
        unreadable = np.zeros(len(numbers), dtype=bool)
        if kind.kind == Kind.RATIO:
            unreadable |= (numbers < 0) | (numbers >= 1)
        return Reading(np.where(unreadable, np.nan, numbers), unreadable)
    found = read_column(values, kind)
    return Reading(found.known.astype(np.float64), found.unreadable)


def parse_number(value: object, units: Mapping[str, float] | None = None) -> float:
    """Return a number written in any usual way: thousands separators, full-width digits, a unit behind it.

    Args:
        value: a number or text.
        units: words that may stand behind it, and by what the number is then multiplied.

    Raises:
        ValueError: it is no number, or its unit is not known.

    >>> parse_number("20,000.00"), parse_number("６．８％", {"%": 0.01}), parse_number("10 m", {"M": 1.0})
    (20000.0, 0.068, 10.0)

    """
    if isinstance(value, (int, float, np.number)) and not isinstance(value, bool):
        return float(value)
    digits, unit = split_number(value)
    known = {_upper(word): factor for word, factor in (units or {}).items()}
    if unit and unit not in known:
        raise ValueError(f"no number: {value!r}")
    return round(float(digits) * known[unit], 12) if unit else float(digits)


def split_number(value: object) -> tuple[str, str]:
    """Return the digits of a number written in any usual way, without separators, and what stands behind it.

    Raises:
        ValueError: it is no number.

    >>> split_number("１2,345.60 亩"), split_number("-5")
    (('12345.60', '亩'), ('-5', ''))

    """
    found = _NUMBER.fullmatch(_upper(value))
    if not found:
        raise ValueError(f"no number: {value!r}")
    return found[1].replace(",", ""), found[2].strip()


def _read_class(value: object, kind: ValueKind) -> str:
    """Return a class code; a leading zero that a spreadsheet took away is put back, a name is its code."""
    code = code_text(value) or ""
    named = _canonical(code, kind)
    for candidate in (code, f"0{code}", named, *_beside_a_name(code)):
        if candidate in kind.codes:
            return str(candidate)
    if kind.other is not None:
        return _read_class(value, kind.other)
    raise ValueError(f"no class: {value!r}")


def _beside_a_name(text: str) -> list[str]:
    """Return the code of a text that has code and name: 0101水田, 水田(0101)."""
    found = _CODE_AND_NAME.fullmatch(text)
    return [str(found[1] or found[2])] if found else []


def _code_of(value: object) -> str:
    """Return a code as text, "" for null and for a number that has lost digits."""
    try:
        return code_text(value) or ""
    except ValueError:
        return ""


def _read_code(value: object, kind: ValueKind) -> str:
    """Return a code as the standard writes it: half-width, upper case, without blanks; a name is its code."""
    code = code_text(value) or ""
    if kind.codes and code not in kind.codes:
        named = _canonical(code, kind)
        if named is not None:
            return named
        raise ValueError(f"no code: {value!r}")
    return code


def _read_unit_code(value: object, kind: ValueKind) -> str:
    """Return the digits of an administrative code."""
    del kind
    code, readable = read_unit_code(value)
    if not readable or code is None:
        raise ValueError(f"no unit code: {value!r}")
    return code


def _read_date(read: Callable[[object], str | None], value: object, kind: ValueKind) -> str:
    """Return a day as `YYYY-MM-DD`."""
    del kind
    day = read(value)
    if day is None:
        raise ValueError(f"no date: {value!r}")
    return day


def _read_number(value: object, kind: ValueKind) -> str:
    """Return a number as text."""
    return text_of(parse_number(value, kind.units)) or ""


def _read_ratio(value: object, kind: ValueKind) -> str:
    """Return a share below 1."""
    number = parse_number(value, kind.units)
    if not 0 <= number < 1:
        raise ValueError(f"no share: {value!r}")
    return text_of(number) or ""


def _read_mark(value: object, kind: ValueKind) -> str:
    """Return `yes` or `no`."""
    if isinstance(value, (bool, np.bool_)):
        return YES if value else NO
    found = _canonical(code_text(value) or "", kind)
    if found is None:
        raise ValueError(f"neither yes nor no: {value!r}")
    return found


def _read_category(value: object, kind: ValueKind) -> str:
    """Return a category by its own name or another word for it."""
    found = _canonical(_upper(value), kind)
    if found is None:
        raise ValueError(f"no category: {value!r}")
    return found


def _read_grade(value: object, kind: ValueKind) -> str:
    """Return a grade as digits: 5, 5.0, 5级, 五级 and Ⅴ are one."""
    found = _GRADE.fullmatch(_upper(value))
    grade = _NUMERALS.get(found[1], found[1]).lstrip("0") if found else ""
    if not grade or (kind.codes and grade not in kind.codes):
        raise ValueError(f"no grade: {value!r}")
    return grade


def _upper(value: object) -> str:
    """Return a cell as tidy text in upper case, "" for null."""
    return (tidy(value) or "").upper()


def _canonical(text: str, kind: ValueKind) -> str | None:
    """Return the canonical value for which a word stands; None where it stands for none."""
    return kind.canonical.get(text)


_READERS: dict[Kind, Callable[[object, ValueKind], str]] = {
    Kind.CLASS: _read_class,
    Kind.CODE: _read_code,
    Kind.UNIT_CODE: _read_unit_code,
    Kind.START: partial(_read_date, period_start),
    Kind.END: partial(_read_date, period_end),
    Kind.NUMBER: _read_number,
    Kind.RATIO: _read_ratio,
    Kind.MARK: _read_mark,
    Kind.CATEGORY: _read_category,
    Kind.GRADE: _read_grade,
}
