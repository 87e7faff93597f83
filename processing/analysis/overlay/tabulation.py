"""Shares of parcels in zones, where only sums are asked for: no piece is kept, and no layer cuts another's pieces.

Each layer cuts the parcels as in the overlay, and every cut is proven as there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import shapely

from ..encoding import EncodedGeometry
from ..geometry.predicates import Insets
from ..geometry.subdivision import parts_near
from ..parallel import batches, run_in_threads
from ..progress import Progress, Silent
from .assignment import ZoneIndex, assign_zones
from .cutting import cut_by_zones

_CHUNK = 5_000


@dataclass(frozen=True)
class Shares:
    """Shares that the zones of one layer have of parcels, each place counted once.

    Attributes:
        parcel: int64 (n,), ascending.
        zone: int64 (n,), ascending within a parcel.
        share: float (n,), above 0, at most 1; those of a parcel add up to 1 at most.
        failed: int64 (k, 2); parcel and zone where GEOS failed on every attempt: the zone has nothing there.

    """

    parcel: np.ndarray
    zone: np.ndarray
    share: np.ndarray
    failed: np.ndarray


def tabulate_shares(
    parcels: np.ndarray,
    zones: ZoneIndex,
    weigh: Callable[[np.ndarray], np.ndarray] = shapely.area,
    tolerance: float = 0.001,
    threads: int = 1,
    progress: Progress | None = None,
) -> Shares:
    """Tabulate the shares that zones have of parcels.

    Args:
        parcels: valid polygons in a projected system (metres); None where a parcel has no geometry.
        zones: of one layer.
        weigh: gives polygons weights in proportion to their areas; only those of one parcel are compared.
        tolerance: metres, as in the overlay.
        threads: how many GEOS may use.
        progress: receives the fraction done; may cancel.

    >>> zones = ZoneIndex.of(shapely.box([1], 0, [9], 9), np.zeros(1, bool))
    >>> shares = tabulate_shares(shapely.box([0, 5], 0, [2, 6], 1), zones)
    >>> shares.parcel.tolist(), shares.zone.tolist(), shares.share.tolist()
    ([0, 1], [0, 0], [0.5, 1.0])
    """
    progress = progress or Silent()
    parcels = np.asarray(parcels, dtype=object)
    ranges = batches(np.arange(len(parcels)), _CHUNK) or [(0, 0)]
    parts: Iterator[Shares]
    if threads <= 1 or len(ranges) <= 1:
        parts = (_measure(zones, weigh, tolerance, parcels[start:end]) for start, end in ranges)
    else:
        tasks = (EncodedGeometry.of(parcels[start:end]) for start, end in ranges)
        parts = run_in_threads(partial(_measure_encoded, zones, weigh, tolerance), tasks, threads)
    results: list[Shares] = []
    for number, ((start, _), part) in enumerate(zip(ranges, parts)):
        progress.set(number / len(ranges))
        results.append(replace(part, parcel=part.parcel + start, failed=part.failed + np.array([start, 0])))
    return Shares(
        np.concatenate([part.parcel for part in results]),
        np.concatenate([part.zone for part in results]),
        np.concatenate([part.share for part in results]),
        np.concatenate([part.failed for part in results]),
    )


def _measure_encoded(
    zones: ZoneIndex, weigh: Callable[[np.ndarray], np.ndarray], tolerance: float, encoded: EncodedGeometry
) -> Shares:
    """Measure parcels of another thread."""
    return _measure(zones, weigh, tolerance, encoded.decode())


def _measure(
    zones: ZoneIndex, weigh: Callable[[np.ndarray], np.ndarray], tolerance: float, parcels: np.ndarray
) -> Shares:
    """Measure some parcels, in one thread."""
    insets = Insets(tolerance)
    assignment = assign_zones(parcels, zones, insets)
    parcel, zone = assignment.parcel, assignment.zone
    by = parts_near(assignment.shapes, zone, shapely.bounds(parcels[parcel]))
    shared = assignment.contested(parcel, zone, len(parcels))
    cut, failed = cut_by_zones(parcels, parcel, zone, by, shared, insets)
    full = np.zeros(len(parcels), bool)
    full[cut.piece] = shapely.is_missing(cut.rest)
    owner, taker = cut.source, cut.zone
    weight = weigh(cut.part)
    crossed = np.unique(owner)
    whole = np.ones(len(parcels))
    whole[crossed] = weigh(parcels[crossed])
    share = weight / whole[owner]
    # Rounded coordinates may make the parts a hair more than the parcel.
    sums = np.bincount(owner, share, len(parcels))
    share /= np.maximum(sums, 1.0)[owner]
    contained = np.flatnonzero((assignment.container < len(assignment.number)) & ~full)
    left = 1.0 - sums[contained]
    owner, taker = np.concatenate([owner, contained]), np.concatenate([taker, assignment.container[contained]])
    share = np.concatenate([share, np.maximum(left, 0.0)])
    order = np.lexsort((taker, owner))
    order = order[share[order] > 0]
    lost = np.column_stack((parcel[failed], assignment.number[zone[failed]]))
    return Shares(owner[order], assignment.number[taker[order]], share[order], lost)
