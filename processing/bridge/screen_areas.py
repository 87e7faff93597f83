"""Areas on the screen, in the unit and with the decimals that a user has chosen; reports have their own forms."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from .decimals import printed_decimal
from .i18n import report_language

MU, WAN_MU = "mu", "wan_mu"
_MU_PER_HA, _MU_PER_M2 = 15.0, 3 / 2000
# How many mu each unit has.
AREA_UNITS = {MU: 1.0, WAN_MU: 10_000.0, "m2": _MU_PER_M2, "ha": _MU_PER_HA, "km2": 100 * _MU_PER_HA}
_COLUMNS = {"_mu": 1.0, "_m2": _MU_PER_M2}  # ends of the names of areas' columns, and the mu that their unit has
_NOTHING = "—"  # stands where there is no figure
_LAST_BRACKET = re.compile(r"\s*[(（]([^()（）]*)[)）]\s*$")


def area_unit_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the names of the units, by `AREA_UNITS`."""
    return {MU: tr("mu"), WAN_MU: tr("10,000 mu"), "m2": tr("m²"), "ha": tr("hectares"), "km2": tr("km²")}


@dataclass(frozen=True)
class AreaFormat:
    """How areas are shown: a unit of `AREA_UNITS`, and how many decimals."""

    unit: str = MU
    digits: int = 2

    def label(self, tr: Callable[[str], str]) -> str:
        """Return the name of the unit."""
        return area_unit_labels(tr)[self.unit]

    def amount(self, mu: float) -> float:
        """Return an area in mu in the unit."""
        return mu / AREA_UNITS[self.unit]

    def printed(self, mu: float | None, tr: Callable[[str], str], signed: bool = False) -> str:
        """Return an area in mu as it is printed in the unit; a dash for None.

        >>> AreaFormat("ha", 1).printed(123_456.0, str), AreaFormat().printed(0.001, str)
        ('8,230.4', 'less than 0.01')

        """
        if mu is None or math.isnan(mu):
            return _NOTHING
        return printed_decimal(self.amount(mu), Decimal(1).scaleb(-self.digits), signed, tr)

    def text(self, mu: float | None, tr: Callable[[str], str], signed: bool = False) -> str:
        """Return an area in mu as it is printed, with the unit; a dash for None."""
        text = self.printed(mu, tr, signed)
        return text if text == _NOTHING else self.with_unit(text, tr)

    def with_unit(self, text: str, tr: Callable[[str], str]) -> str:
        """Return a number in the unit with the unit's name.

        >>> AreaFormat("wan_mu").with_unit("2.5", str), AreaFormat("ha").with_unit("2.5", str)
        ('2.5 × 10,000 mu', '2.5 hectares')

        """
        if self.unit == WAN_MU:
            return tr("{area} × 10,000 mu").format(area=text)
        return tr("{area} {unit}").format(area=text, unit=self.label(tr))

    def heading(self, heading: str, tr: Callable[[str], str]) -> str:
        """Return the heading of areas in this unit, in place of the unit that it names, in whatever language."""
        named = _LAST_BRACKET.search(heading)
        known = {label for words in (tr, str, report_language("zh")) for label in area_unit_labels(words).values()}
        bare = heading[: named.start()] if named is not None and named.group(1) in known else heading
        return tr("{heading} ({unit})").format(heading=bare, unit=self.label(tr))


IN_MU = AreaFormat()


def column_in_mu(column: str, value: float) -> float | None:
    """Return a value of a column of results in mu; None where the column holds no area by its name.

    Areas of the survey (TBMJ) are no such columns: they are shown as they are on record.

    >>> column_in_mu("area_mu", 2.5), column_in_mu("net_m2", 2000.0), column_in_mu("TBMJ", 1.0)
    (2.5, 3.0, None)

    """
    factor = _COLUMNS.get(column[-3:])
    return None if factor is None else value * factor


def twin_in_mu(column: str) -> str:
    """Return the name under which a table may hold the same area in mu; empty for a column that is no area in m²."""
    return f"{column[:-3]}_mu" if column.endswith("_m2") else ""
