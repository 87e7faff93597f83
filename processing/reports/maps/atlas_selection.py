"""Settings of an atlas: which conflicts it shows, by which units, and their totals."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import geopandas
import numpy as np
import pandas as pd

from ...analysis.encoding import EncodedGeometry
from ...analysis.review import are_listed
from ...analysis.vocabulary import Level, Listed, Severity
from ..model import MU_PER_M2
from .layout.export import PDF
from .layout.settings import SheetSettings

COUNTY, TOWNSHIP, CONFLICT = Level.COUNTY.value, Level.TOWNSHIP.value, "conflict"
_COUNTY_DIGITS = 6


def county_of(unit: str) -> str:
    """Return the code of the county in which a unit lies, or which it is."""
    return unit[:_COUNTY_DIGITS]


def level_of(unit: str) -> str:
    """Return the level of a county or township by its code."""
    return TOWNSHIP if len(unit) > _COUNTY_DIGITS else COUNTY


@dataclass(frozen=True)
class AtlasSettings(SheetSettings):
    """What an atlas holds.

    Attributes:
        by: 'county', 'township' or 'conflict'.
        units: codes of counties or townships; all by default.
        severity: the least severity of a conflict in the atlas.
        listed: which conflicts are in the atlas after a review, a word of `Listed`.
        form: 'pdf', 'png' or 'svg'.
        one_file: one PDF for all, instead of one a unit.
    """

    by: str = COUNTY
    units: tuple[str, ...] = ()
    severity: int = Severity.COUNTED.value
    listed: str = Listed.STANDING.value
    form: str = PDF
    one_file: bool = False


@dataclass(frozen=True)
class Total:
    """Number of conflicts, their area and their lost cultivated land (mu)."""

    count: int
    area: float
    lost: float


@dataclass(frozen=True)
class AtlasConflicts:
    """The conflicts of an atlas: rows without geometry, and the geometry of each, encoded for any thread."""

    rows: pd.DataFrame
    geometry: EncodedGeometry = field(repr=False)

    def shapes(self) -> np.ndarray:
        """Return the conflicts' geometries for the calling thread alone."""
        return self.geometry.decode()

    def total(self, rows: Iterable[int]) -> Total:
        """Return the total of some rows."""
        chosen = self.rows.iloc[list(rows)]
        lost = pd.to_numeric(chosen.get("lost_cultivated_m2", pd.Series(dtype=float)), errors="coerce").dropna()
        return Total(
            len(chosen),
            math.fsum(pd.to_numeric(chosen["area_m2"]) * MU_PER_M2),
            math.fsum(lost * MU_PER_M2),
        )


def choose_conflicts(conflicts: geopandas.GeoDataFrame, settings: AtlasSettings) -> AtlasConflicts:
    """Return the conflicts that an atlas shows, in the order of their ids."""
    conflicts = conflicts[are_listed(conflicts, settings.listed)]
    severity = pd.to_numeric(conflicts["severity"], errors="coerce")
    chosen = conflicts[(severity >= settings.severity) & ~conflicts.geometry.isna() & ~conflicts.geometry.is_empty]
    level = TOWNSHIP if settings.by == TOWNSHIP else COUNTY
    if settings.units:
        # Codes of higher units stand for all below them.
        codes = chosen[level].fillna("").astype(str)
        if settings.by == CONFLICT:
            codes = chosen[TOWNSHIP].fillna("").astype(str) if TOWNSHIP in chosen else codes
        chosen = chosen[[code.startswith(settings.units) for code in codes]]
    chosen = chosen[chosen[level].notna()].sort_values("conflict_id", kind="stable").reset_index(drop=True)
    rows = pd.DataFrame(chosen.drop(columns=chosen.geometry.name))
    return AtlasConflicts(rows, EncodedGeometry.of(chosen.geometry.to_numpy()))
