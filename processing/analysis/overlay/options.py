"""Parameters of an overlay."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OverlayRules:
    """Parameters by which parcels are divided.

    Attributes:
        tolerance: metres; differences thinner than this are not cut.
        sliver_width: metres; a part with a smaller mean width (2A/P) is a sliver.
        sliver_area: m²; a smaller part is a sliver.
        area_method: `national`, `geodesic` or `planar`, by which pieces share the parcel's area of record.
        levels: digits of a unit code by level.
        threads: how many GEOS may use.

    """

    tolerance: float
    sliver_width: float
    sliver_area: float
    area_method: str
    levels: dict[str, int]
    threads: int = 1
