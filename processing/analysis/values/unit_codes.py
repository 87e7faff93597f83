"""Codes of administrative units (行政区代码, 坐落单位代码), however the layer writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

from .texts import EXACT_DIGITS, Reading, read_distinct, tidy

CITY_DIGITS, COUNTY_DIGITS = 4, 6  # of a code (GB/T 2260); a city's own code is filled up with zeros
# A county has six digits; more of them name townships, villages, and parts of villages.
_CODE = re.compile(r"[0-9]{6,}")
_ALL_DIGITS = 10.0**EXACT_DIGITS
_EXPONENT = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+")


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
    return (digits[0], True) if digits else (None, False)


def read_unit_codes(values: npt.ArrayLike | pd.Series) -> Reading:
    """Read a column of units' codes (n,): their digits as text, null where there is none.

    >>> read_unit_codes(pd.Series([360202.0, None])).values.tolist()
    ['360202', None]

    """
    return read_distinct(values, read_unit_code)


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
