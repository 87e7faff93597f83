"""Kinds of figures in reports and how each is printed: 10,000 mu with four decimals, mu and m² with two."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

TEXT, INTEGER, YEAR, MU, WAN_MU, M2, DATE = "text", "integer", "year", "mu", "wan_mu", "m2", "date"
_DECIMALS = {WAN_MU: 4, MU: 2, M2: 2, INTEGER: 0}


def text(value: Any, kind: str, signed: bool = False) -> str:
    """A figure as it is printed; nothing for what is not known.

    Args:
        value: a number, a text, a time, or None.
        kind: what it is.
        signed: whether a positive number shows its sign.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if kind not in _DECIMALS or isinstance(value, str):
        return str(value)
    rounded = round(value, _DECIMALS[kind]) + 0  # + 0 turns -0.0 into 0.0
    return f"{rounded:{'+' if signed and rounded else ''},.{_DECIMALS[kind]}f}"
