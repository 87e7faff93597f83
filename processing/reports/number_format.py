"""Kinds of figures in reports and how each is printed: 10,000 mu with four decimals, mu, m² and per cent with two.

Halves are rounded up, of 15 digits, as spreadsheets do: a page and a map print what the workbook shows. What is not 0
never prints as 0: it prints as less than one unit of the last decimal.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from ..analysis.rules.policy import MU_PER_WAN_MU

TEXT, INTEGER, YEAR, MU, WAN_MU, M2, DATE = "text", "integer", "year", "mu", "wan_mu", "m2", "date"
NOTHING = "—"  # stands where a text has no figure
PERCENT = "percent"  # of a hundred: 12.5 is 12.5 %
METRES = "metres"  # of a coordinate: three decimals
DEGREES = "degrees"  # of a place: six decimals are a tenth of a metre
_PLACES = {
    WAN_MU: Decimal("0.0001"),
    METRES: Decimal("0.001"),
    DEGREES: Decimal("0.000001"),
    **dict.fromkeys((MU, M2, PERCENT), Decimal("0.01")),
    INTEGER: Decimal(1),
}
_MEASURED = (MU, WAN_MU, M2, PERCENT)
# Of the last decimal: a hundredth of a m² is far more, the noise of sums of floats far less.
_NOISE = 1e-6


def printed(value: object, kind: str, signed: bool = False, tr: Callable[[str], str] = str) -> str:
    """Return a figure as it is printed; nothing for what is not known.

    Args:
        value: a number, a text, a time, or None.
        kind: which of the kinds above.
        signed: whether a positive number shows its sign.
        tr: translates the words for what is too small to print.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if kind not in _PLACES or isinstance(value, str):
        return str(value)
    if isinstance(value, float) and is_too_small(value, kind):
        sign = "-" if value < 0 else "+" if signed else ""
        return f"{sign}{smallest_printed(kind, tr)}"
    rounded = _rounded(float(value) if not isinstance(value, (int, float)) else value, kind)  # type: ignore[arg-type]
    return f"{rounded:{'+' if signed and rounded else ''},f}"


def _rounded(value: float, kind: str) -> Decimal:
    """Return a number in the decimals of its kind; adding 0 takes the sign off -0."""
    return Decimal(f"{value:.15g}").quantize(_PLACES[kind], ROUND_HALF_UP) + 0


def is_too_small(value: float, kind: str) -> bool:
    """Return whether a figure is not 0 and yet prints as 0 in the decimals of its kind."""
    if kind not in _MEASURED or abs(value) <= _NOISE * float(_PLACES[kind]):
        return False
    return not _rounded(value, kind)


def smallest_printed(kind: str, tr: Callable[[str], str] = str) -> str:
    """Return the words that stand for a figure that is not 0 and too small to print."""
    return tr("less than {number}").format(number=_PLACES[kind])


def to_wan_mu(mu: float | None) -> float | None:
    """Return an area in mu in 10,000 mu; None for None."""
    return None if mu is None else mu / MU_PER_WAN_MU


def printed_wan_mu(mu: float | None, signed: bool = False, tr: Callable[[str], str] = str) -> str:
    """Return an area in mu printed in 10,000 mu; a dash for None."""
    return NOTHING if mu is None else printed(to_wan_mu(mu), WAN_MU, signed, tr)


def printed_mu(mu: float | None, signed: bool = False, tr: Callable[[str], str] = str) -> str:
    """Return an area in mu printed in mu; a dash for None."""
    return NOTHING if mu is None else printed(mu, MU, signed, tr)
