"""Text of single values as it is compared: one form for blanks, full-width characters and whole numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..characters import plain_form

# Blanks, marks of order and joints that spreadsheets and editors leave, and nobody sees.
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))

# So many digits of a decimal number stand in a floating-point number without loss.
EXACT_DIGITS = 15


@dataclass(frozen=True)
class Reading:
    """Values of a column as read.

    Attributes:
        values: (n,); the canonical value, null where there is none, the raw text where it could not be read.
        unreadable: bool (n,); where there is a value that could not be read.

    >>> Reading(np.array(["0101", "?"], dtype=object), np.array([False, True])).unreadable.tolist()
    [False, True]

    """

    values: np.ndarray
    unreadable: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """Return the values (n,) with a null for what could not be read."""
        known = self.values.copy()
        known[self.unreadable] = None
        return known


def text_of(value: object) -> str | None:
    """Return a cell as stripped text; whole numbers lose their point, and an empty text is null.

    >>> text_of(" 0101 "), text_of(5.0), text_of(" "), text_of(float("nan"))
    ('0101', '5', None, None)

    """
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


def tidy(value: object) -> str | None:
    r"""Return a cell as text in its compatible form: full-width characters plain, unseen ones gone, no outer blanks.

    >>> tidy("　０１０１ "), tidy("Ⅴ级"), tidy("12㎡"), tidy(" ")
    ('0101', 'V级', '12m2', None)

    """
    text = text_of(value)
    return text and (plain_form(text).translate(_UNSEEN).strip() or None)


def read_distinct(values: npt.ArrayLike | pd.Series, read: Callable[[object], tuple[object, bool]]) -> Reading:
    """Read each distinct value of a column once.

    Args:
        values: of any type (n,).
        read: returns the canonical value (None where there is none), and whether the value is readable.

    >>> found = read_distinct(np.array(["a", "b", None, "a"], dtype=object), lambda v: (str(v).upper(), v != "b"))
    >>> found.values.tolist(), found.unreadable.tolist()
    (['A', 'b', None, 'A'], [False, True, False, False])

    """
    codes, unique = pd.factorize(pd.Series(values, dtype=object).to_numpy())
    made = np.full(len(unique) + 1, None, dtype=object)
    unreadable = np.zeros(len(unique) + 1, bool)
    for number, value in enumerate(unique):
        canonical, readable = read(value)
        made[number] = canonical if readable else text_of(value)
        unreadable[number] = not readable and made[number] is not None
    return Reading(made[codes], unreadable[codes])


def code_text(value: object) -> str | None:
    """Return a code as text in upper case; digits that a real number stored lose their point.

    Raises:
        ValueError: a real number that may have lost digits.

    >>> code_text(101.0), code_text("360202.0"), code_text(" 0201k "), code_text(None)
    ('101', '360202', '0201K', None)

    """
    text = tidy(value)
    if text is None:
        return None
    whole, point, rest = text.partition(".")
    if point and whole.isdigit() and not rest.strip("0"):
        text = whole
    if isinstance(value, (float, np.floating)) and len(text) > EXACT_DIGITS:
        raise ValueError(f"digits lost: {text}")
    return text.upper()
