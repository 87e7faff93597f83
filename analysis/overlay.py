"""The overlay: parcels divided by any number of zone layers, each layer counted once.

Geometry is cut only where a zone's boundary crosses a parcel by more than the tolerance; all other parcels pass
through whole and only receive labels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from .cutting import Operation, mean_width, overlay_operation
from .pairs import Mosaic, Pairs, batches, cores, find_pairs, run_batches
from .progress import Progress, Silent

_BATCH = 500
# What rounding leaves of a piece that its zones cover: a share of its area, and an area (m²).
_NOTHING_SHARE, _NOTHING_AREA = 1e-9, 1e-6


@dataclass(frozen=True)
class ZoneShapes:
    """Zones of one layer, in the order in which they claim what they share.

    Attributes:
        geometry: object (n,), valid polygons.
        overlapping: bool (n,), zones that overlap another zone of the layer.
        twin: int64 (n,), the parcel that a zone equals vertex by vertex, or -1; None where nobody looked.

    """

    geometry: np.ndarray
    overlapping: np.ndarray
    twin: np.ndarray | None = None


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
    layers: list[ZoneShapes],
    tolerance: float = 0.001,
    threads: int = 1,
    progress: Progress | None = None,
    mosaic: Mosaic | None = None,
) -> Division:
    """Divide parcels by zone layers, with identity semantics: what lies in no zone remains as a piece.

    Inside one layer the zone that comes first wins an overlap, so callers sort zones by their ids. Pieces of a parcel
    are ordered by their labels; the result does not depend on `threads`.

    Args:
        parcels: valid polygons in a projected system (metres); None where a parcel has no geometry.
        layers: the zones of each layer.
        tolerance: metres; differences thinner than this are not cut.
        threads: how many GEOS may use.
        progress: told the share done; may cancel.
        mosaic: what is known of the parcels among each other.

    """
    progress = progress or Silent()
    core = cores(parcels, tolerance, threads, progress) if mosaic is None else mosaic.core
    parcel = np.arange(len(parcels))
    label = np.full((len(parcels), len(layers)), -1, np.int32)
    geometry = np.asarray(parcels, dtype=object).copy()
    failures: list[np.ndarray] = []
    for position, zones in enumerate(layers):
        span = _Span(progress, position / len(layers), 1 / len(layers))
        if len(zones.geometry):
            pairs = find_pairs(core, zones.geometry, threads, span, mosaic, zones.twin)
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
    zones: ZoneShapes,
    pairs: Pairs,
    tolerance: float,
    threads: int,
    progress: Progress,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Label the pieces with the zones of one layer, and cut those that a zone crosses."""
    count = len(zones.geometry)
    # The first zone that contains a parcel claims whatever earlier zones leave of it.
    container = np.full(int(parcel.max(initial=-1)) + 1, count, np.int64)
    np.minimum.at(container, pairs.parcel[pairs.inside], pairs.zone[pairs.inside])
    crossing = ~pairs.inside & (pairs.zone < container[pairs.parcel])
    container[container == count] = -1
    label[:, layer] = container[parcel]

    piece, zone = _pieces_and_zones(parcel, geometry, pairs.parcel[crossing], pairs.zone[crossing], zones.geometry)
    # Zones that overlap each other divide a piece one after the other; all others can be taken at once.
    several = np.bincount(piece, minlength=len(parcel)) > 1
    contested = np.zeros(len(parcel), bool)
    contested[piece[several[piece] & zones.overlapping[zone]]] = True
    shared = contested[piece]
    results = [
        _cut_at_once(geometry, zones.geometry, piece[~shared], zone[~shared], tolerance, threads, progress),
        _cut_in_turn(geometry, zones.geometry, piece[shared], zone[shared], tolerance, threads, progress),
    ]
    keep = np.ones(len(parcel), bool)
    for result in results:
        geometry[result.piece] = result.rest
        keep[result.piece] = ~shapely.is_missing(result.rest)
    kept = np.flatnonzero(keep)
    source = np.concatenate([kept, *(result.source for result in results)])
    labels = label[source]
    labels[len(kept) :, layer] = np.concatenate([result.zone for result in results])
    geometries = np.concatenate([geometry[kept], *(result.part for result in results)])
    failed = np.concatenate(
        [np.column_stack((parcel[p], np.full(len(p), layer), z)) for r in results for p, z in [r.failed]]
    )
    return parcel[source], labels, geometries, failed


@dataclass(frozen=True)
class _Cut:
    """Pieces cut by zones.

    `piece` were cut; `rest` is what no zone took of each (None: nothing). `part` lies in `zone` and comes from the
    piece `source`. `failed` are the pieces and zones on which GEOS failed.
    """

    piece: np.ndarray
    rest: np.ndarray
    source: np.ndarray
    zone: np.ndarray
    part: np.ndarray
    failed: tuple[np.ndarray, np.ndarray]


def _pieces_and_zones(
    parcel: np.ndarray, geometry: np.ndarray, cut_parcel: np.ndarray, cut_zone: np.ndarray, zones: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Every piece with every zone that crosses its parcel and may meet the piece, in order of piece and zone."""
    first = np.searchsorted(cut_parcel, parcel, side="left")
    count = np.searchsorted(cut_parcel, parcel, side="right") - first
    piece = np.repeat(np.arange(len(parcel)), count)
    offset = np.arange(len(piece)) - np.repeat(np.cumsum(count) - count, count)
    zone = cut_zone[first[piece] + offset]
    # The zones were found for whole parcels: those far from this piece drop out by their boxes.
    a, b = shapely.bounds(geometry[piece]), shapely.bounds(zones[zone])
    near = (a[:, :2] <= b[:, 2:]).all(axis=1) & (a[:, 2:] >= b[:, :2]).all(axis=1)
    return piece[near], zone[near]


def _cut_at_once(
    geometry: np.ndarray,
    zones: np.ndarray,
    pair_piece: np.ndarray,
    pair_zone: np.ndarray,
    tolerance: float,
    threads: int,
    progress: Progress,
) -> _Cut:
    """Cut pieces by zones that do not overlap each other within a piece: each part comes straight from the piece."""
    piece, first = np.unique(pair_piece, return_index=True)
    part, bad = _apply(shapely.intersection, geometry[pair_piece], zones[pair_zone], threads, progress)
    part[mean_width(part) < tolerance] = None
    taken = np.flatnonzero(~shapely.is_missing(part))
    owner = np.searchsorted(piece, pair_piece)
    covered = np.bincount(owner[taken], shapely.area(part[taken]), len(piece))
    area = shapely.area(geometry[piece])

    rest = geometry[piece].copy()
    touched = np.bincount(owner[taken], minlength=len(piece)) > 0
    full = touched & (area - covered <= _NOTHING_SHARE * area + _NOTHING_AREA)
    rest[full] = None
    # What is left where the zones do not cover the piece: the zones are taken away one after the other.
    last = np.full(len(piece), -1)
    last[owner[taken]] = taken
    turn, remaining = first.copy(), np.flatnonzero(touched & ~full)
    ends = np.append(first[1:], len(pair_piece))
    while len(remaining):
        position = turn[remaining]
        usable = ~shapely.is_missing(part[position])
        chosen, position = remaining[usable], position[usable]
        before = rest[chosen]
        outer, failed = _apply(shapely.difference, before, zones[pair_zone[position]], threads, progress)
        bad = np.union1d(bad, position[failed])
        # A hair that would be left belongs to the part that leaves it.
        final = (position == last[chosen]) & (mean_width(outer) < tolerance)
        part[position[final]] = before[final]
        outer[final] = None
        rest[chosen] = outer
        turn[remaining] += 1
        remaining = remaining[(turn[remaining] < ends[remaining]) & ~shapely.is_missing(rest[remaining])]
    if len(bad):
        # One failure leaves its whole piece as it was, so that nothing is lost or taken twice.
        spoilt = np.unique(owner[bad])
        rest[spoilt] = geometry[piece[spoilt]]
        part[np.isin(owner, spoilt)] = None
        taken = np.flatnonzero(~shapely.is_missing(part))
    # A piece that one zone takes whole keeps its own geometry, vertex by vertex.
    alone = taken[(np.bincount(owner[taken], minlength=len(piece)) == 1)[owner[taken]]]
    alone = alone[shapely.is_missing(rest[owner[alone]])]
    part[alone] = geometry[pair_piece[alone]]
    return _Cut(piece, rest, pair_piece[taken], pair_zone[taken], part[taken], (pair_piece[bad], pair_zone[bad]))


def _cut_in_turn(
    geometry: np.ndarray,
    zones: np.ndarray,
    pair_piece: np.ndarray,
    pair_zone: np.ndarray,
    tolerance: float,
    threads: int,
    progress: Progress,
) -> _Cut:
    """Cut pieces by zones that may overlap: each zone takes its part of what the zones before it left."""
    piece, first = np.unique(pair_piece, return_index=True)
    ends = np.append(first[1:], len(pair_piece))
    rest = geometry[piece].copy()
    source, zone, parts, bad = [], [], [], []
    turn, active = first.copy(), np.arange(len(piece))
    while len(active):
        position = turn[active]
        number = pair_zone[position]
        inner, bad_inner = _apply(shapely.intersection, rest[active], zones[number], threads, progress)
        outer, bad_outer = _apply(shapely.difference, rest[active], zones[number], threads, progress)
        failed = np.union1d(bad_inner, bad_outer)
        untouched = mean_width(inner) < tolerance
        untouched[failed] = True
        whole = (mean_width(outer) < tolerance) & ~untouched
        inner[whole] = rest[active[whole]]
        outer[whole] = None
        took = ~untouched
        source.append(piece[active[took]])
        zone.append(number[took])
        parts.append(inner[took])
        bad.append(position[failed])
        rest[active[took]] = outer[took]
        turn[active] += 1
        active = active[(turn[active] < ends[active]) & ~shapely.is_missing(rest[active])]
    empty = np.zeros(0, np.int64)
    lost = np.concatenate([empty, *bad])
    return _Cut(
        piece,
        rest,
        np.concatenate([empty, *source]),
        np.concatenate([empty, *zone]),
        np.concatenate([np.zeros(0, object), *parts]),
        (pair_piece[lost], pair_zone[lost]),
    )


def _apply(
    operation: Operation, a: np.ndarray, b: np.ndarray, threads: int, progress: Progress
) -> tuple[np.ndarray, np.ndarray]:
    """An overlay operation on pairs of polygons, on threads; results and positions on which GEOS failed."""
    result = np.full(len(a), None, dtype=object)
    failed = np.zeros(len(a), bool)

    def work(start: int, end: int) -> None:
        result[start:end], bad = overlay_operation(operation, a[start:end], b[start:end])
        failed[start + bad] = True

    run_batches(work, batches(np.arange(len(a)), _BATCH), threads, progress)
    return result, np.flatnonzero(failed)
