"""The overlay: parcels divided by any number of zone layers, each layer counted once.

Geometry is cut only where a zone's boundary crosses a parcel by more than the tolerance; all other parcels pass
through whole and only receive labels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from .cutting import mean_width, overlay_operation
from .pairs import Pairs, batches, cores, find_pairs, run_batches
from .progress import Progress, Silent

_BATCH = 500


@dataclass(frozen=True)
class Division:
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


def divide_parcels(
    parcels: np.ndarray,
    layers: list[np.ndarray],
    tolerance: float = 0.001,
    threads: int = 1,
    progress: Progress | None = None,
) -> Division:
    """Divide parcels by zone layers, with identity semantics: what lies in no zone remains as a piece.

    Inside one layer the zone that comes first wins an overlap, so callers sort zones by their ids. Pieces of a parcel
    are ordered by their labels; the result does not depend on `threads`.

    Args:
        parcels: valid polygons in a projected system (metres); None where a parcel has no geometry.
        layers: for each layer its zones, valid polygons.
        tolerance: metres; differences thinner than this are not cut.
        threads: how many GEOS may use.
        progress: told the share done; may cancel.

    """
    progress = progress or Silent()
    core = cores(parcels, tolerance, threads, progress)
    parcel = np.arange(len(parcels))
    label = np.full((len(parcels), len(layers)), -1, np.int32)
    geometry = np.asarray(parcels, dtype=object).copy()
    failures: list[np.ndarray] = []
    for position, zones in enumerate(layers):
        span = _Span(progress, position / len(layers), 1 / len(layers))
        if len(zones):
            pairs = find_pairs(core, zones, threads, span)
            parcel, label, geometry, failed = _cut_by_layer(
                parcel, label, geometry, position, zones, pairs, tolerance, threads, span
            )
            failures.append(failed)
    order = np.lexsort((*label.T[::-1], parcel)) if len(layers) else np.arange(len(parcel))
    none = np.zeros((0, 3), np.int64)
    return Division(parcel[order], label[order], geometry[order], np.concatenate([none, *failures]))


@dataclass(frozen=True)
class _Span:
    """Progress within one layer's part of the whole."""

    whole: Progress
    start: float
    size: float

    def check(self) -> None:
        self.whole.check()

    def set(self, fraction: float) -> None:
        self.whole.set(self.start + fraction * self.size)


def _cut_by_layer(
    parcel: np.ndarray,
    label: np.ndarray,
    geometry: np.ndarray,
    layer: int,
    zones: np.ndarray,
    pairs: Pairs,
    tolerance: float,
    threads: int,
    progress: Progress,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Label the pieces with the zones of one layer, and cut those that a zone crosses."""
    parcels = int(parcel.max(initial=-1)) + 1
    # The first zone that contains a parcel claims whatever earlier zones leave of it.
    container = np.full(parcels, len(zones), np.int64)
    np.minimum.at(container, pairs.parcel[pairs.inside], pairs.zone[pairs.inside])
    crossing = ~pairs.inside & (pairs.zone < container[pairs.parcel])
    cut_parcel, cut_zone = pairs.parcel[crossing], pairs.zone[crossing]
    container[container == len(zones)] = -1
    label[:, layer] = container[parcel]

    first = np.searchsorted(cut_parcel, parcel, side="left")
    count = np.searchsorted(cut_parcel, parcel, side="right") - first
    kept = [np.flatnonzero(count == 0)]
    new_source, new_label, new_geometry = [], [], []
    failed = []
    active = np.flatnonzero(count)
    rest = geometry.copy()
    turn = 0
    while len(active):
        progress.check()
        zone = cut_zone[first[active] + turn]
        part, remainder, lost = _split(rest[active], zones, zone, tolerance, threads, progress)
        failed.append(np.column_stack((parcel[active[lost]], np.full(len(lost), layer), zone[lost])))
        taken = np.flatnonzero(~shapely.is_missing(part))
        new_source.append(active[taken])
        new_label.append(zone[taken])
        new_geometry.append(part[taken])
        rest[active] = remainder
        active = active[~shapely.is_missing(remainder)]
        turn += 1
        done = count[active] <= turn
        kept.append(active[done])
        active = active[~done]
    keep = np.concatenate(kept)
    source = np.concatenate([keep, *new_source])
    labels = label[source]
    labels[len(keep) :, layer] = np.concatenate(new_label) if new_label else []
    geometries = np.concatenate([rest[keep], *new_geometry])
    return parcel[source], labels, geometries, np.concatenate([np.zeros((0, 3), np.int64), *failed])


def _split(
    geometry: np.ndarray, zones: np.ndarray, zone: np.ndarray, tolerance: float, threads: int, progress: Progress
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Split polygons by one zone each.

    Returns:
        the part in the zone (None: nothing thicker than the tolerance); the remainder (None: likewise); positions
        on which GEOS failed (kept whole as remainder).

    """
    part = np.full(len(geometry), None, dtype=object)
    remainder = geometry.copy()
    failed = np.zeros(len(geometry), bool)

    def work(start: int, end: int) -> None:
        a, b = geometry[start:end], zones[zone[start:end]]
        inner, bad_inner = overlay_operation(shapely.intersection, a, b)
        outer, bad_outer = overlay_operation(shapely.difference, a, b)
        bad = np.zeros(end - start, bool)
        bad[bad_inner] = bad[bad_outer] = True
        nothing = mean_width(inner) < tolerance
        everything = (mean_width(outer) < tolerance) & ~nothing
        inner[everything] = a[everything]
        outer[everything] = None
        untouched = nothing | bad
        inner[untouched] = None
        outer[untouched] = a[untouched]
        part[start:end], remainder[start:end], failed[start:end] = inner, outer, bad

    run_batches(work, batches(np.arange(len(geometry)), _BATCH), threads, progress)
    return part, remainder, np.flatnonzero(failed)
