"""What an outline takes (measures 8, 10): areas of record by what they are and where they lie, and what is owed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from ..area.rounding import CENTS, cents_or_zero, cents_to_mu, to_cents
from ..rules.evaluation import RuleEvaluator
from ..rules.policy import Policy
from .charges import GRADE, Rate, reclamation_fee, topsoil_volume
from .needs import BALANCE, BALANCE_ADJUSTABLE, FEE, REPLACE, TOPSOIL

# Zone roles whose gross area inside an outline is told, each in a column of its name; null where no layer was given.
_ROLES = ("red_line", "pbf_reserve", "farmland_reserve", "forest", "protected", "projects")
_SCOPE = ("urban", "village_scope")
_SLOPES = ("1", "2", "3", "4", "5")
_PADDY, _ADJUSTABLE = "paddy", "adjustable"
_PBF, _RECORD = "pbf", "pbf_TBDLMJ"


@dataclass(frozen=True)
class Charges:
    """What amounts are computed by.

    Attributes:
        rates: of the reclamation fee; empty where no table was given.
        depths: of topsoil (m).

    """

    rates: Sequence[Rate] = ()
    depths: Sequence[Rate] = ()


class SiteFigures:
    """The figures of one alternative: of all its parts, or of those in one county.

    Args:
        parts: pieces inside the outlines (n).
        tests: evaluates rows on them.
        policy: stable land, options and thresholds.
        covered: parts by need, bool (n,).
        charges: rates and depths.

    """

    def __init__(
        self,
        parts: pd.DataFrame,
        tests: RuleEvaluator,
        policy: Policy,
        covered: dict[str, np.ndarray],
        charges: Charges,
    ) -> None:
        self._parts, self._tests, self._policy, self._charges = parts, tests, policy, charges
        self._gross, self._net = cents_or_zero(parts["area_m2"]), cents_or_zero(parts["cultivated_m2"])
        none = np.zeros(len(parts), bool)
        self._covered = {need: covered.get(need, none) for need in (REPLACE, BALANCE, BALANCE_ADJUSTABLE, FEE, TOPSOIL)}
        self.stable = tests.any_rule(policy.stable)
        self._paddy = tests.in_group(_PADDY) if _PADDY in policy.class_groups else none
        self._adjustable = tests.in_group(_ADJUSTABLE)
        self._as_pbf = parts[_PBF].notna().to_numpy() if _PBF in parts else none
        if policy.option("fee_scope") == "whole_project" and (self._as_pbf & self._covered[FEE]).any():
            self._as_pbf = ~none

    def of(self, rows: np.ndarray) -> dict[str, float | str | None]:
        """Return the figures of some parts (bool, n), by column; areas in m² unless the name says mu."""
        gross, net, policy = self._gross, self._net, self._policy

        def m2(area: np.ndarray, mask: np.ndarray) -> float:
            return int(area[rows & mask].sum()) / CENTS

        every = np.ones(len(gross), bool)
        figures: dict[str, float | str | None] = {
            "area_m2": m2(gross, every),
            "cultivated_m2": m2(net, every),
            "paddy_m2": m2(net, self._paddy),
            "ridges_m2": m2(gross - net, net > 0),
            "adjustable_m2": m2(gross, self._adjustable),
            "stable_m2": m2(net, self.stable),
            **self._in_pbf(rows),
            **{f"{role}_m2": self._inside(rows, (role,)) for role in _ROLES},
            "in_scope_m2": self._inside(rows, _SCOPE),
            "out_scope_m2": None,
            **self._grades(rows),
        }
        if figures["in_scope_m2"] is not None:
            figures["out_scope_m2"] = m2(gross, every) - float(figures["in_scope_m2"] or 0)
        owed = m2(net, self._covered[BALANCE])
        if policy.option("adjustable_land") == "cultivated":
            owed += m2(gross, self._covered[BALANCE_ADJUSTABLE])
        paddy = m2(net, self._covered[BALANCE] & self._paddy)
        figures |= {"owed_mu": _mu(owed), "owed_paddy_mu": _mu(paddy), **self._replacement(rows), **self._money(rows)}
        return figures

    def _inside(self, rows: np.ndarray, roles: Sequence[str]) -> float | None:
        """Return the gross area (m²) inside any zone of some roles; None where no layer of them was given."""
        given = [role for role in roles if role in self._parts]
        if not given:
            return None
        inside = self._parts[given].notna().any(axis=1).to_numpy()
        return int(self._gross[rows & inside].sum()) / CENTS

    def _in_pbf(self, rows: np.ndarray) -> dict[str, float | str | None]:
        """Return gross, net and registered area in PBF; None where no layer was given, or nothing is registered."""
        names = ("pbf_m2", "pbf_cultivated_m2", "pbf_registered_m2")
        if _PBF not in self._parts:
            return dict.fromkeys(names)
        inside = rows & self._parts[_PBF].notna().to_numpy()
        registered = None
        if _RECORD in self._parts:
            record = self._parts.loc[inside, _RECORD].astype(float)
            registered = None if record.isna().any() else int(to_cents(record.sum())) / CENTS
        return dict(
            zip(names, (int(self._gross[inside].sum()) / CENTS, int(self._net[inside].sum()) / CENTS, registered))
        )

    def _grades(self, rows: np.ndarray) -> dict[str, float | str | None]:
        """Return the mean grade (GDDB, 1 is best), weighted by net area, and the net area by slope grade."""
        net, numbers = self._net, self._tests.numbers(GRADE)
        graded = rows & (net > 0) & np.isfinite(numbers)
        weight = int(net[graded].sum())
        mean = float((numbers[graded] * net[graded]).sum() / weight) if weight else None
        figures: dict[str, float | str | None] = {
            "grade": mean,
            "ungraded_m2": int(net[rows & (net > 0) & ~np.isfinite(numbers)].sum()) / CENTS,
        }
        known = np.zeros(len(net), bool)
        for slope in _SLOPES:
            found = self._tests.each("GDPDJB", [value == slope for value in self._tests.values("GDPDJB")[1]])
            figures[f"slope_{slope}_m2"] = int(net[rows & found].sum()) / CENTS
            known |= found
        figures["slope_unknown_m2"] = int(net[rows & ~known].sum()) / CENTS
        return figures

    def _replacement(self, rows: np.ndarray) -> dict[str, float | str | None]:
        """Return what PBF is to be replaced (mu): registered, net, and the one that the policy's option chooses."""
        found = self._in_pbf(rows & self._covered[REPLACE])
        values = {"registered": found["pbf_registered_m2"], "net": found["pbf_cultivated_m2"]}
        chosen = values[self._policy.option("replace_by")]
        return {
            "replace_registered_mu": _mu(values["registered"]),
            "replace_net_mu": _mu(values["net"]),
            "replace_mu": _mu(chosen),
        }

    def _money(self, rows: np.ndarray) -> dict[str, float | str | None]:
        """Return fee and topsoil; None where the tables do not tell, or nothing of the kind is due."""
        policy, parts = self._policy, self._parts
        pays, strips = rows & self._covered[FEE], rows & self._covered[TOPSOIL]
        factor = Fraction(str(policy.threshold("pbf_fee_factor")))
        fee, without = reclamation_fee(parts, pays, self._as_pbf, self._charges.rates, factor)
        ratio = Fraction(str(policy.threshold("topsoil_ratio")))
        gross = policy.option("topsoil_area") == "gross"
        return {
            "fee_yuan": fee if pays.any() else None,
            "no_rate_m2": without,
            "topsoil_m3": topsoil_volume(parts, strips, self._charges.depths, ratio, gross) if strips.any() else None,
        }


def default_depths(policy: Policy) -> tuple[Rate, ...]:
    """Return the depths (m) where no table has any: of paddy, and of other cultivated land.

    >>> from ..rules.policy import Threshold
    >>> values = {"topsoil_paddy_m": 0.25, "topsoil_dry_m": 0.2}
    >>> thresholds = {name: Threshold(name, value, "m", "", "", "") for name, value in values.items()}
    >>> policy = Policy("demo", class_groups={"paddy": ("0101",)}, thresholds=thresholds)
    >>> [(depth.pattern, float(depth.value)) for depth in default_depths(policy)]
    [('0101', 0.25), ('', 0.2)]

    """
    paddy, dry = (Fraction(str(policy.threshold(name))) for name in ("topsoil_paddy_m", "topsoil_dry_m"))
    return (*(Rate(paddy, pattern=pattern) for pattern in policy.class_groups.get(_PADDY, ())), Rate(dry))


def _mu(area: float | str | None) -> float | None:
    """Return an area (m²) in mu."""
    return None if area is None else float(cents_to_mu(to_cents(float(area))))
