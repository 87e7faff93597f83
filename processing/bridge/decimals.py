"""Numbers in a fixed number of decimals, as spreadsheets print them; what is not 0 never prints as 0.

Halves are rounded up, of 15 digits, so that a page, a map and a panel print what the workbook shows.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

# Of the last decimal: a hundredth of a m² is far more, the noise of sums of floats far less.
_NOISE = 1e-6


def printed_decimal(value: float, last: Decimal, signed: bool = False, tr: Callable[[str], str] = str) -> str:
    """Return a number as it is printed, with thousands.

    Args:
        value: the number.
        last: one unit of the last decimal, such as 0.01.
        signed: whether a positive number shows its sign.
        tr: translates the words for what is too small to print.

    >>> printed_decimal(2.675, Decimal("0.01")), printed_decimal(1234.5, Decimal(1), signed=True)
    ('2.68', '+1,235')
    >>> printed_decimal(0.001, Decimal("0.01")), printed_decimal(-0.001, Decimal("0.01"))
    ('less than 0.01', 'less by under 0.01')

    """
    if is_below(value, last):
        sign = "-" if value < 0 else "+" if signed else ""
        return smallest(last, sign, tr)
    rounded = half_up(value, last)
    return f"{rounded:{'+' if signed and rounded else ''},f}"


def half_up(value: float, last: Decimal) -> Decimal:
    """Return a number rounded to a unit of its last decimal; adding 0 takes the sign off -0."""
    return Decimal(f"{value:.15g}").quantize(last, ROUND_HALF_UP) + 0


def is_below(value: float, last: Decimal) -> bool:
    """Return whether a number is not 0 and yet prints as 0."""
    unit = float(last)
    return _NOISE * unit < abs(value) < unit and not half_up(value, last)


def smallest(last: Decimal, sign: str = "", tr: Callable[[str], str] = str) -> str:
    """Return the words that stand for a number that is not 0 and too small to print.

    Args:
        last: one unit of the last decimal.
        sign: `+` or `-` of a difference, which stands in words, as "-less than" reads as if it were more.
        tr: translates.

    """
    words = {"": tr("less than {number}"), "+": tr("more by under {number}"), "-": tr("less by under {number}")}
    return words[sign].format(number=last)
