"""What share of a unit's land findings take, for maps of many units, where single parcels would be confetti."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ..analysis.rules.candidates import potentials_of
from ..analysis.vocabulary import Potential
from .finding_sums import counted_conflicts


@dataclass(frozen=True)
class UnitShare:
    """A unit's share.

    Attributes:
        part: of the findings (m²).
        whole: of the land that they are compared with (m²); 0 where the unit has none, and there is no share.

    """

    part: float
    whole: float

    @property
    def percent(self) -> float:
        """The share in per cent, nan where there is none."""
        return 100 * self.part / self.whole if self.whole > 0 else float("nan")


def conflict_shares(pieces: pd.DataFrame, conflicts: pd.DataFrame, level: str) -> Mapping[str, UnitShare]:
    """Return the area of conflicts (severity 1 to 3) within the permanent basic farmland of each unit of a level."""
    inside = pieces[pieces["pbf"].notna()] if "pbf" in pieces else pieces.iloc[:0]
    return _shares(pieces, counted_conflicts(conflicts), "area_m2", inside, level)


def potential_shares(pieces: pd.DataFrame, candidates: pd.DataFrame, level: str) -> Mapping[str, UnitShare]:
    """Return the net area of candidates that are free to restore within all land of each unit of a level."""
    free = candidates[(potentials_of(candidates) == Potential.FREE.value).to_numpy()] if len(candidates) else candidates
    return _shares(pieces, free, "net_m2", pieces, level)


def _shares(
    pieces: pd.DataFrame, found: pd.DataFrame, column: str, land: pd.DataFrame, level: str
) -> dict[str, UnitShare]:
    """Return the sums of findings and of land by unit; of every unit that has pieces."""
    wholes = pd.to_numeric(land["area_m2"], errors="coerce").groupby(land[level]).sum()
    parts = pd.Series(dtype=float)
    if len(found) and level in found:
        parts = pd.to_numeric(found[column], errors="coerce").groupby(found[level]).sum()
    codes = pieces[level].dropna().unique()
    return {str(code): UnitShare(float(parts.get(code, 0.0)), float(wholes.get(code, 0.0))) for code in sorted(codes)}
