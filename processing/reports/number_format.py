"""Kinds of figures in reports and how each is printed: 10,000 mu with four decimals, mu, m² and per cent with two.

How they are rounded, and what is too small to print, is told by `bridge.decimals`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from ..analysis.rules.policy import MU_PER_WAN_MU
from ..bridge.decimals import half_up, is_below, printed_decimal, smallest

TEXT, INTEGER, YEAR, MU, WAN_MU, M2, DATE = "text", "integer", "year", "mu", "wan_mu", "m2", "date"
NOTHING = "—"  # stands where a text has no figure
YUAN = "yuan"  # two decimals, as money is counted
PERCENT = "percent"  # of a hundred: 12.5 is 12.5 %
METRES = "metres"  # of a coordinate: three decimals
DEGREES = "degrees"  # of a place: six decimals are a tenth of a metre
_PLACES = {
    WAN_MU: Decimal("0.0001"),
    METRES: Decimal("0.001"),
    DEGREES: Decimal("0.000001"),
    **dict.fromkeys((MU, M2, PERCENT, YUAN), Decimal("0.01")),
    INTEGER: Decimal(1),
}
_MEASURED = (MU, WAN_MU, M2, PERCENT)


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
    number = value if isinstance(value, (int, float)) else float(value)  # type: ignore[arg-type]
    if kind in _MEASURED and isinstance(value, float):
        return printed_decimal(number, _PLACES[kind], signed, tr)
    rounded = half_up(number, _PLACES[kind])
    return f"{rounded:{'+' if signed and rounded else ''},f}"


def is_too_small(value: float, kind: str) -> bool:
    """Return whether a figure is not 0 and yet prints as 0 in the decimals of its kind."""
    return kind in _MEASURED and is_below(value, _PLACES[kind])


def smallest_printed(kind: str, sign: str = "", tr: Callable[[str], str] = str) -> str:
    """Return the words that stand for a figure that is not 0 and too small to print, with its sign."""
    return smallest(_PLACES[kind], sign, tr)


def to_wan_mu(mu: float | None) -> float | None:
    """Return an area in mu in 10,000 mu; None for None."""
    return None if mu is None else mu / MU_PER_WAN_MU


def printed_wan_mu(mu: float | None, signed: bool = False, tr: Callable[[str], str] = str) -> str:
    """Return an area in mu printed in 10,000 mu; a dash for None."""
    return NOTHING if mu is None else printed(to_wan_mu(mu), WAN_MU, signed, tr)


def printed_mu(mu: float | None, signed: bool = False, tr: Callable[[str], str] = str) -> str:
    """Return an area in mu printed in mu; a dash for None."""
    return NOTHING if mu is None else printed(mu, MU, signed, tr)
