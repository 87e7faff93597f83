"""Kinds of figures in reports and how each is printed: 10,000 mu with four decimals, mu, m² and per cent with two.

Halves are rounded up, of 15 digits, as spreadsheets do: a page and a map print what the workbook shows.
"""

from __future__ import annotations

import math
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from ..analysis.rules.policy import MU_PER_WAN_MU

TEXT, INTEGER, YEAR, MU, WAN_MU, M2, DATE = "text", "integer", "year", "mu", "wan_mu", "m2", "date"
NOTHING = "—"  # stands where a text has no figure
PERCENT = "percent"  # of a hundred: 12.5 is 12.5 %
_PLACES = {
    WAN_MU: Decimal("0.0001"),
    **dict.fromkeys((MU, M2, PERCENT), Decimal("0.01")),
    INTEGER: Decimal(1),
}


def printed(value: object, kind: str, signed: bool = False) -> str:
    """Return a figure as it is printed; nothing for what is not known.

    Args:
        value: a number, a text, a time, or None.
        kind: which of the kinds above.
        signed: whether a positive number shows its sign.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if kind not in _PLACES or isinstance(value, str):
        return str(value)
    rounded = Decimal(f"{value:.15g}").quantize(_PLACES[kind], ROUND_HALF_UP) + 0  # + 0 takes the sign off -0
    return f"{rounded:{'+' if signed and rounded else ''},f}"


def to_wan_mu(mu: float | None) -> float | None:
    """Return an area in mu in 10,000 mu; None for None."""
    return None if mu is None else mu / MU_PER_WAN_MU


def printed_wan_mu(mu: float | None, signed: bool = False) -> str:
    """Return an area in mu printed in 10,000 mu; a dash for None."""
    return NOTHING if mu is None else printed(to_wan_mu(mu), WAN_MU, signed)


def printed_mu(mu: float | None, signed: bool = False) -> str:
    """Return an area in mu printed in mu; a dash for None."""
    return NOTHING if mu is None else printed(mu, MU, signed)
