"""Areas on the screen, in the unit and with the decimals that a user has chosen; reports have their own forms."""

from __future__ import annotations

import math
from collections.abc import Callable

MU = "mu"
_MU_PER_HA = 15.0
# How many mu each unit has.
AREA_UNITS = {MU: 1.0, "wan_mu": 10_000.0, "ha": _MU_PER_HA, "km2": 100 * _MU_PER_HA}
_NOTHING = "—"  # stands where there is no figure


def area_unit_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the names of the units, by `AREA_UNITS`."""
    return {MU: tr("mu"), "wan_mu": tr("10,000 mu"), "ha": tr("hectares"), "km2": tr("km²")}


def printed_in(mu: float | None, unit: str, digits: int) -> str:
    """Return an area in mu printed in a unit; a dash for None.

    Args:
        mu: the area.
        unit: one of `AREA_UNITS`.
        digits: decimals.
    """
    return _NOTHING if mu is None or math.isnan(mu) else f"{mu / AREA_UNITS[unit]:,.{digits}f}"
