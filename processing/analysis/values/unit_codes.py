"""Codes of administrative units (行政区代码, 坐落单位代码), however the layer writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

from .texts import EXACT_DIGITS, Reading, read_distinct, tidy

# Of a code (GB/T 2260); the codes of provinces and cities are filled up with zeros.
PROVINCE_DIGITS, CITY_DIGITS, COUNTY_DIGITS = 2, 4, 6
# A county has six digits; more of them name townships, villages, and parts of villages.
_ENDS = (0, PROVINCE_DIGITS, CITY_DIGITS, COUNTY_DIGITS, 9, 12)  # of the parts of a code, down to villages
_CODE = re.compile(r"[0-9]{6,}")
_ANOTHER = re.compile(r"[1-9][0-9]{5}")  # behind a code
_ABOVE_COUNTIES = re.compile(rf"[0-9]{{{PROVINCE_DIGITS}}}|[0-9]{{{CITY_DIGITS}}}")
_ALL_DIGITS = 10.0**EXACT_DIGITS
_EXPONENT = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+")


def code_prefix(code: str) -> str:
    """Return the digits with which the codes of all units inside a unit begin: its own without zeros that fill it up.

    >>> [code_prefix(code) for code in ("360000", "360200", "360222", "360222101", "360222000000", "360222101201")]
    ['36', '3602', '360222', '360222101', '360222', '360222101201']

    """
    parts = [code[start:end] for start, end in zip(_ENDS, _ENDS[1:])]
    while parts and not parts[-1].strip("0"):
        parts.pop()
    return "".join(parts)


def exact_whole(value: float) -> str | None:
    """Return a whole floating-point number as digits; None if it may have lost some, or is no whole number.

    Numbers of at most 15 digits, zeros at the end apart, stand exactly; of longer ones the last digits are chance.

    >>> exact_whole(360202.0), exact_whole(3602022010010000000.0), exact_whole(360202000000006557.0), exact_whole(0.5)
    ('360202', '3602022010010000000', None, None)

    """
    if not np.isfinite(value) or not float(value).is_integer():
        return None
    number = Decimal(repr(float(value)))
    return f"{number:.0f}" if len(number.normalize().as_tuple().digits) <= EXACT_DIGITS else None


def holds_exactly(values: np.ndarray) -> np.ndarray:
    """Say which of real numbers (n,) stand for whole numbers that have lost no digits, as in `exact_whole`.

    >>> holds_exactly(np.array([360202.0, 3602022010010000000.0, 360202000000006557.0])).tolist()
    [True, True, False]

    """
    small = np.abs(values) < _ALL_DIGITS
    return small | np.array([not near and exact_whole(value) is not None for near, value in zip(small, values)], bool)


def read_unit_code(value: object) -> tuple[str | None, bool]:
    """Return the digits of a unit's code, and whether the value is readable.

    >>> read_unit_code(" 360202"), read_unit_code(360202.0), read_unit_code("360202.0"), read_unit_code("昌江区")
    (('360202', True), ('360202', True), ('360202', True), (None, False))
    >>> read_unit_code(None), read_unit_code("3.60202101201E+18"), read_unit_code("3602")
    ((None, True), ('3602021012010000000', True), (None, False))
    >>> read_unit_code("360202-1"), read_unit_code("360202/360222")
    (('360202', True), (None, False))

    """
    if isinstance(value, (float, np.floating)) and not np.isnan(value):
        whole = exact_whole(float(value))
        return (whole, True) if whole and _CODE.fullmatch(whole) else (None, False)
    text = tidy(value)
    if text is None:
        return None, True
    text = re.sub(r"[\s'\"`]", "", text)
    if _EXPONENT.fullmatch(text):
        return read_unit_code(float(text))
    digits = _CODE.match(text)  # what stands behind the digits (.0, -1) is no part of the code
    is_one = digits is not None and not _ANOTHER.search(text, digits.end())
    return (digits[0], True) if digits and is_one else (None, False)


def read_unit_codes(values: npt.ArrayLike | pd.Series) -> Reading:
    """Read a column of units' codes (n,): their digits as text, null where there is none.

    >>> read_unit_codes(pd.Series([360202.0, None])).values.tolist()
    ['360202', None]

    """
    return read_distinct(values, read_unit_code)


def read_given_code(value: object) -> tuple[str | None, bool]:
    """Return the digits of the code of a unit given as a layer, and whether it is readable: cities have fewer digits.

    >>> read_given_code("3602"), read_given_code(36), read_given_code("360222"), read_given_code("360")
    (('3602', True), ('36', True), ('360222', True), (None, False))

    """
    text = tidy(value)
    return (text, True) if text and _ABOVE_COUNTIES.fullmatch(text) else read_unit_code(value)


def trim_code(code: str, digits: Iterable[int]) -> str:
    """Return a code without the zeros that fill it up, and without what follows the lowest level.

    Args:
        code: digits.
        digits: of a unit code at each level.

    >>> [trim_code(code, (6, 9, 12)) for code in ("340102000000", "3602221002010000000", "360222100000", "360200")]
    ['340102', '360222100201', '360222100', '360200']

    """
    lengths = sorted(digits)
    padded = (length for length in lengths if len(code) >= length and not code[length : lengths[-1]].strip("0"))
    return code[: next(padded, lengths[-1])]


def shared_digits(code: str) -> str:
    """Return the digits that all codes within a unit begin with: those of a city or province carry zeros at their end.

    >>> shared_digits("360200"), shared_digits("360000"), shared_digits("360222"), shared_digits("360222100")
    ('3602', '36', '360222', '360222100')

    """
    if len(code) != COUNTY_DIGITS or not code.endswith("00"):
        return code
    return code[:PROVINCE_DIGITS] if code.endswith("0000") else code[:CITY_DIGITS]


def first_unit_codes(columns: Sequence[Reading], size: int) -> np.ndarray:
    """Return for each of `size` features the first code that can be read among columns; None where none can.

    >>> one, other = read_unit_codes(["?", "360202"]), read_unit_codes([" 360222101", "360281"])
    >>> first_unit_codes([one, other], 2).tolist()
    ['360222101', '360202']

    """
    found = np.full(size, None, dtype=object)
    for column in columns:
        found = np.where(pd.isna(found), column.known, found)
    return found
