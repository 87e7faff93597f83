"""What the checks take, and their parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...bridge.io.sources import Source

PARCEL_ROLE, UNIT_ROLE = "parcels", "units"


@dataclass(frozen=True)
class CheckSettings:
    """Parameters of the checks.

    Attributes:
        checks: groups of checks that are wanted.
        field_mapping: field of the parcels -> column.
        area_method: `national`, `geodesic` or `planar`.
        deviation: per cent between TBMJ and the measured area that are tolerated.
        tolerance: metres; thinner faults of coverage are tolerated.
        threads: number of threads that GEOS may use.

    """

    checks: frozenset[str]
    field_mapping: Mapping[str, str]
    area_method: str
    deviation: float
    tolerance: float
    threads: int


@dataclass(frozen=True)
class LayerToCheck:
    """A layer and what it is: `parcels`, `units`, or a zone role."""

    source: Source
    role: str
