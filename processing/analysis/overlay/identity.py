"""The identity overlay: parcels divided by any number of zone layers, each layer counted once.

Geometry is cut only where a zone's boundary crosses a parcel by more than the tolerance; all other parcels pass
through whole and only receive labels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import shapely

from ..encoding import EncodedGeometry
from ..geometry.predicates import Insets
from ..geometry.subdivision import parts_near
from ..parallel import batches, run_in_threads
from ..progress import Progress, Silent
from .assignment import ZoneAssignment, ZoneIndex, assign_zones
from .cutting import cut_by_zones
from .hairs import withstand_rounding

_CHUNK = 8_000  # parcels


@dataclass(frozen=True)
class IdentityResult:
    """Parcels divided by zone layers.

    Attributes:
        parcel: int64 (n,), ascending; the parcel of each piece.
        label: int32 (n, layers); the zone of each layer that the piece lies in, or -1.
        geometry: object (n,); polygons. Those of uncut parcels are the parcels' own.
        failed: int64 (k, 3); parcel, layer and zone where GEOS failed on every attempt: the piece was kept whole,
            outside the zone.

    """

    parcel: np.ndarray
    label: np.ndarray
    geometry: np.ndarray
    failed: np.ndarray


def identity_overlay(
    parcels: np.ndarray,
    layers: list[ZoneIndex],
    tolerance: float = 0.001,
    threads: int = 1,
    progress: Progress | None = None,
) -> IdentityResult:
    """Divide parcels by zone layers, with identity semantics: what lies in no zone remains as a piece.

    Inside one layer the zone that comes first wins an overlap, so callers sort zones by their ids. Pieces of a parcel
    are ordered by their labels; what becomes of a parcel depends on nothing but itself and the zones.

    Args:
        parcels: valid polygons in a projected system (metres); None where a parcel has no geometry.
        layers: the zones of each layer.
        tolerance: metres; differences thinner than this are not cut.
        threads: how many GEOS may use.
        progress: receives the fraction done; may cancel.

    >>> zones = ZoneIndex.of(shapely.box([1], 0, [9], 9), np.zeros(1, bool))
    >>> result = identity_overlay(shapely.box([0, 5], 0, [2, 6], 1), [zones])
    >>> result.parcel.tolist(), result.label[:, 0].tolist(), shapely.area(result.geometry).tolist()
    ([0, 0, 1], [-1, 0, 0], [1.0, 1.0, 1.0])
    """
    progress = progress or Silent()
    parcels = np.asarray(parcels, dtype=object)
    ranges = batches(np.arange(len(parcels)), _CHUNK) or [(0, 0)]
    parts: Iterator[IdentityResult | _EncodedResult]
    if threads <= 1 or len(ranges) <= 1:
        parts = (_divide(parcels[start:end], layers, tolerance, progress) for start, end in ranges)
    else:
        tasks = (EncodedGeometry.of(parcels[start:end]) for start, end in ranges)
        work = partial(_divide_encoded, layers, tolerance, progress)
        parts = run_in_threads(work, tasks, threads)
    results: list[IdentityResult] = []
    for number, ((start, end), part) in enumerate(zip(ranges, parts)):
        progress.set(number / len(ranges))
        whole = part if isinstance(part, IdentityResult) else part.decode(parcels[start:end])
        results.append(replace(whole, parcel=whole.parcel + start, failed=whole.failed + np.array([start, 0, 0])))
    return IdentityResult(
        np.concatenate([part.parcel for part in results]),
        np.concatenate([part.label for part in results]),
        np.concatenate([part.geometry for part in results]),
        np.concatenate([part.failed for part in results]),
    )


@dataclass(frozen=True)
class _EncodedResult:
    """An `IdentityResult` between two threads; `cut` are the pieces that have a geometry of their own."""

    parcel: np.ndarray
    label: np.ndarray
    cut: np.ndarray
    geometry: EncodedGeometry
    failed: np.ndarray

    def decode(self, parcels: np.ndarray) -> IdentityResult:
        """Return the result with geometries of the calling thread, to which the parcels belong."""
        geometry = parcels[self.parcel]
        geometry[self.cut] = self.geometry.decode()
        return IdentityResult(self.parcel, self.label, geometry, self.failed)


def _divide_encoded(
    layers: list[ZoneIndex], tolerance: float, progress: Progress, encoded: EncodedGeometry
) -> _EncodedResult:
    """Divide parcels of another thread."""
    parcels = encoded.decode()
    part = _divide(parcels, layers, tolerance, progress)
    cut = np.flatnonzero([one is not other for one, other in zip(part.geometry, parcels[part.parcel])])
    return _EncodedResult(part.parcel, part.label, cut, EncodedGeometry.of(part.geometry[cut]), part.failed)


def _divide(parcels: np.ndarray, layers: list[ZoneIndex], tolerance: float, progress: Progress) -> IdentityResult:
    """Divide some parcels, in one thread."""
    parcel = np.arange(len(parcels))
    label = np.full((len(parcels), len(layers)), -1, np.int32)
    geometry = parcels.copy()
    failures: list[np.ndarray] = []
    for position, zones in enumerate(layers):
        progress.check()
        insets = Insets(tolerance)
        assignment = assign_zones(parcels, zones, insets)
        if len(assignment.number):
            parcel, label, geometry, failed = _cut_by_layer(parcel, label, geometry, position, assignment, insets)
            failures.append(failed)
    cut = np.bincount(parcel, minlength=len(parcels))[parcel] > 1
    geometry[cut] = withstand_rounding(geometry[cut], tolerance)
    order = np.lexsort((*label.T[::-1], parcel)) if len(layers) else np.arange(len(parcel))
    none = np.zeros((0, 3), np.int64)
    return IdentityResult(parcel[order], label[order], geometry[order], np.concatenate([none, *failures]))


def _cut_by_layer(
    parcel: np.ndarray,
    label: np.ndarray,
    geometry: np.ndarray,
    layer: int,
    assignment: ZoneAssignment,
    insets: Insets,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Label the pieces with the zones of one layer, and cut those that a zone crosses."""
    number = assignment.number
    label[:, layer] = np.append(number, -1)[assignment.container[parcel]]
    piece, zone = _pieces_and_zones(parcel, geometry, assignment)
    shared = assignment.contested(piece, zone, len(parcel))
    part = parts_near(assignment.shapes, zone, shapely.bounds(geometry[piece]))
    cut, failed = cut_by_zones(geometry, piece, zone, part, shared, insets)
    geometry[cut.piece] = cut.rest
    keep = np.ones(len(parcel), bool)
    keep[cut.piece] = ~shapely.is_missing(cut.rest)
    kept = np.flatnonzero(keep)
    source = np.concatenate([kept, cut.source])
    labels = label[source]
    labels[len(kept) :, layer] = number[cut.zone]
    geometries = np.concatenate([geometry[kept], cut.part])
    failures = np.column_stack((parcel[piece[failed]], np.full(len(failed), layer), number[zone[failed]]))
    return parcel[source], labels, geometries, failures


def _pieces_and_zones(
    parcel: np.ndarray, geometry: np.ndarray, assignment: ZoneAssignment
) -> tuple[np.ndarray, np.ndarray]:
    """Return every piece with every zone that crosses its parcel and may meet the piece; sorted by both."""
    first = np.searchsorted(assignment.parcel, parcel, side="left")
    count = np.searchsorted(assignment.parcel, parcel, side="right") - first
    piece = np.repeat(np.arange(len(parcel)), count)
    offset = np.arange(len(piece)) - np.repeat(np.cumsum(count) - count, count)
    zone = assignment.zone[first[piece] + offset]
    # The zones were found for whole parcels: those far from this piece drop out by their boxes.
    a, b = shapely.bounds(geometry[piece]), shapely.bounds(assignment.shapes[zone])
    near = (a[:, :2] <= b[:, 2:]).all(axis=1) & (a[:, 2:] >= b[:, :2]).all(axis=1)
    return piece[near], zone[near]
