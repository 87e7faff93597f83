"""The overlay: parcels divided by any number of zone layers, each layer counted once.

Geometry is cut only where a zone's boundary crosses a parcel by more than the tolerance; all other parcels pass
through whole and only receive labels.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from .cutting import areas, closes, mean_width, overlay_operation, split
from .pairs import Pairs, batches, find_pairs, run_batches
from .progress import Progress, Silent
from .subdivision import parts_near

_CHUNK = 5_000
# What rounding leaves of a piece that its zones cover: a share of its area, and an area (m²).
_NOTHING_SHARE, _NOTHING_AREA = 1e-9, 1e-6


@dataclass(frozen=True)
class ZoneShapes:
    """Zones of one layer, in the order in which they claim what they share.

    Attributes:
        geometry: object (n,), valid polygons. They are only read here, so that threads may share them.
        overlapping: bool (n,), zones that overlap another zone of the layer.
        survey: whether they are parcels of another survey, of which many are parcels still, vertex by vertex.

    """

    geometry: np.ndarray
    overlapping: np.ndarray
    survey: bool = False

    def __getstate__(self) -> dict[str, object]:
        """Travel to other processes without what is made of the zones: it is larger, and made again in no time."""
        return {name: getattr(self, name) for name in ("geometry", "overlapping", "survey")}

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The zones by their boxes."""
        return shapely.STRtree(self.geometry)

    @cached_property
    def _numbers(self) -> dict[bytes, int]:
        """Zones that overlap no other, by what they look like."""
        alone = np.flatnonzero(~self.overlapping)
        return dict(zip(_digests(self.geometry[alone]), alone.tolist()))

    def ready(self) -> None:
        """Make now what is made once, before threads ask for it."""
        self.tree.query(shapely.Point())
        if self.survey:
            len(self._numbers)

    def equal_to(self, parcels: np.ndarray) -> np.ndarray:
        """The zone that each parcel equals, if that overlaps no other, else -1 (int64).

        Such a parcel lies inside that zone, and meets no other.
        """
        if not self.survey:
            return np.full(len(parcels), -1, np.int64)
        return np.array([self._numbers.get(digest, -1) for digest in _digests(parcels)], np.int64)


def _digests(geometry: np.ndarray) -> list[bytes]:
    """Digests of the coordinates; a multipolygon of one part counts as its part."""
    plain = geometry.copy()
    single = np.flatnonzero(
        (shapely.get_type_id(geometry) == shapely.GeometryType.MULTIPOLYGON)
        & (shapely.get_num_geometries(geometry) == 1)
    )
    plain[single] = shapely.get_geometry(geometry[single], 0)
    return [hashlib.sha256(wkb or b"").digest() for wkb in shapely.to_wkb(plain)]


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
) -> Division:
    """Divide parcels by zone layers, with identity semantics: what lies in no zone remains as a piece.

    Inside one layer the zone that comes first wins an overlap, so callers sort zones by their ids. Pieces of a parcel
    are ordered by their labels; what becomes of a parcel depends on nothing but itself and the zones.

    Args:
        parcels: valid polygons in a projected system (metres); None where a parcel has no geometry.
        layers: the zones of each layer.
        tolerance: metres; differences thinner than this are not cut.
        threads: how many GEOS may use.
        progress: told the share done; may cancel.

    """
    progress = progress or Silent()
    parcels = np.asarray(parcels, dtype=object)
    for zones in layers:
        zones.ready()
    parts: dict[int, Division] = {}

    def work(start: int, end: int) -> None:
        parts[start] = _divide(parcels[start:end], layers, tolerance, progress)

    run_batches(work, batches(np.arange(len(parcels)), _CHUNK), threads, progress)
    if not parts:
        parts[0] = _divide(parcels, layers, tolerance, progress)
    whole = sorted(parts.items())
    failed = [part.failed + np.array([start, 0, 0]) for start, part in whole]
    return Division(
        np.concatenate([part.parcel + start for start, part in whole]),
        np.concatenate([part.label for _, part in whole]),
        np.concatenate([part.geometry for _, part in whole]),
        np.concatenate(failed),
    )


def _divide(parcels: np.ndarray, layers: list[ZoneShapes], tolerance: float, progress: Progress) -> Division:
    """Divide some parcels, in one thread."""
    parcel = np.arange(len(parcels))
    label = np.full((len(parcels), len(layers)), -1, np.int32)
    geometry = parcels.copy()
    failures: list[np.ndarray] = []
    for position, zones in enumerate(layers):
        progress.check()
        pairs, used, shapes = _pair(parcels, zones, tolerance)
        if len(pairs):
            parcel, label, geometry, failed = _cut_by_layer(
                parcel, label, geometry, position, used, shapes, zones.overlapping[used], pairs, tolerance
            )
            failures.append(failed)
    order = np.lexsort((*label.T[::-1], parcel)) if len(layers) else np.arange(len(parcel))
    none = np.zeros((0, 3), np.int64)
    return Division(parcel[order], label[order], geometry[order], np.concatenate([none, *failures]))


def _pair(parcels: np.ndarray, zones: ZoneShapes, tolerance: float) -> tuple[Pairs, np.ndarray, np.ndarray]:
    """Pairs of parcels and zones; the zones that they are about, by their numbers; copies of these for this thread.

    Of large zones the copies are what is near the parcels. GEOS fills in what it knows of a geometry as it uses it, so
    no two threads may use the same one.
    """
    equal = zones.equal_to(parcels)
    known = np.flatnonzero(equal >= 0)
    asked = np.flatnonzero(equal < 0)
    parcel, zone = zones.tree.query(parcels[asked])
    parcel = asked[parcel]
    used, position = np.unique(np.concatenate([zone, equal[known]]), return_inverse=True)
    bounds = shapely.bounds(parcels[np.concatenate([parcel, known])])
    boxes = np.repeat([[np.inf, np.inf, -np.inf, -np.inf]], len(used), axis=0)
    np.minimum.at(boxes[:, :2], position, bounds[:, :2])
    np.maximum.at(boxes[:, 2:], position, bounds[:, 2:])
    shapes = parts_near(shapely.from_wkb(shapely.to_wkb(zones.geometry[used])), np.arange(len(used)), boxes)
    pairs = find_pairs(parcels, shapes, tolerance, parcel, position[: len(zone)])
    if len(known):
        order = np.argsort(np.concatenate([pairs.parcel, known]), kind="stable")
        pairs = Pairs(
            np.concatenate([pairs.parcel, known])[order],
            np.concatenate([pairs.zone, position[len(zone) :]])[order],
            np.concatenate([pairs.inside, np.ones(len(known), bool)])[order],
        )
    return pairs, used, shapes


def _cut_by_layer(
    parcel: np.ndarray,
    label: np.ndarray,
    geometry: np.ndarray,
    layer: int,
    number: np.ndarray,
    zones: np.ndarray,
    overlapping: np.ndarray,
    pairs: Pairs,
    tolerance: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Label the pieces with the zones of one layer, and cut those that a zone crosses.

    `zones` are those that the pairs are about, `number` their numbers in the layer, ascending.
    """
    count = len(zones)
    # The first zone that contains a parcel claims whatever earlier zones leave of it.
    container = np.full(int(parcel.max(initial=-1)) + 1, count, np.int64)
    np.minimum.at(container, pairs.parcel[pairs.inside], pairs.zone[pairs.inside])
    crossing = ~pairs.inside & (pairs.zone < container[pairs.parcel])
    label[:, layer] = np.append(number, -1)[container[parcel]]

    piece, zone = _pieces_and_zones(parcel, geometry, pairs.parcel[crossing], pairs.zone[crossing], zones)
    # Zones that overlap each other divide a piece one after the other; all others can be taken at once.
    several = np.bincount(piece, minlength=len(parcel)) > 1
    contested = np.zeros(len(parcel), bool)
    contested[piece[several[piece] & overlapping[zone]]] = True
    shared = contested[piece]
    part = parts_near(zones, zone, shapely.bounds(geometry[piece]))
    at_once, unclosed = _cut_at_once(geometry, piece[~shared], zone[~shared], part[~shared], tolerance)
    shared |= np.isin(piece, unclosed)
    in_turn, failed = _cut_in_turn(geometry, piece[shared], zone[shared], part[shared], tolerance)
    results = [at_once, in_turn]
    keep = np.ones(len(parcel), bool)
    for result in results:
        geometry[result.piece] = result.rest
        keep[result.piece] = ~shapely.is_missing(result.rest)
    kept = np.flatnonzero(keep)
    source = np.concatenate([kept, *(result.source for result in results)])
    labels = label[source]
    labels[len(kept) :, layer] = number[np.concatenate([result.zone for result in results])]
    geometries = np.concatenate([geometry[kept], *(result.part for result in results)])
    lost, by = piece[shared][failed], zone[shared][failed]
    failures = np.column_stack((parcel[lost], np.full(len(lost), layer), number[by]))
    return parcel[source], labels, geometries, failures


@dataclass(frozen=True)
class _Cut:
    """Pieces cut by zones.

    `piece` were cut; `rest` is what no zone took of each (None: nothing). `part` lies in `zone` and comes from the
    piece `source`.
    """

    piece: np.ndarray
    rest: np.ndarray
    source: np.ndarray
    zone: np.ndarray
    part: np.ndarray


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
    pair_piece: np.ndarray,
    pair_zone: np.ndarray,
    by: np.ndarray,
    tolerance: float,
) -> tuple[_Cut, np.ndarray]:
    """Cut pieces by zones that do not overlap each other within a piece: each part comes straight from the piece.

    `by` is the zone of each pair, or what of it is near the piece.

    Returns:
        the cut; pieces that are not cut, because GEOS failed or their parts would not add up to them.

    """
    piece, first = np.unique(pair_piece, return_index=True)
    part, bad = overlay_operation(shapely.intersection, geometry[pair_piece], by)
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
        outer, failed = overlay_operation(shapely.difference, before, by[position])
        bad = np.union1d(bad, position[failed])
        # A hair that would be left belongs to the part that leaves it.
        final = (position == last[chosen]) & (mean_width(outer) < tolerance)
        part[position[final]] = before[final]
        outer[final] = None
        rest[chosen] = outer
        turn[remaining] += 1
        remaining = remaining[(turn[remaining] < ends[remaining]) & ~shapely.is_missing(rest[remaining])]
    taken = np.flatnonzero(~shapely.is_missing(part))
    parts = np.bincount(owner[taken], shapely.area(part[taken]), len(piece))
    closed = closes(area, shapely.length(geometry[piece]), parts + areas(rest))
    closed[owner[bad]] = False
    # A piece that one zone takes whole keeps its own geometry, vertex by vertex.
    alone = taken[(np.bincount(owner[taken], minlength=len(piece)) == 1)[owner[taken]]]
    alone = alone[shapely.is_missing(rest[owner[alone]])]
    part[alone] = geometry[pair_piece[alone]]
    taken = taken[closed[owner[taken]]]
    cut = _Cut(piece[closed], rest[closed], pair_piece[taken], pair_zone[taken], part[taken])
    return cut, piece[~closed]


def _cut_in_turn(
    geometry: np.ndarray,
    pair_piece: np.ndarray,
    pair_zone: np.ndarray,
    by: np.ndarray,
    tolerance: float,
) -> tuple[_Cut, np.ndarray]:
    """Cut pieces by zones that may overlap: each zone takes its part of what the zones before it left.

    `by` is the zone of each pair, or what of it is near the piece.

    Returns:
        the cut; positions of pairs that could not be cut: the piece, or what was left of it, is outside the zone.

    """
    piece, first = np.unique(pair_piece, return_index=True)
    ends = np.append(first[1:], len(pair_piece))
    rest = geometry[piece].copy()
    source, zone, parts, bad = [], [], [], []
    turn, active = first.copy(), np.arange(len(piece))
    while len(active):
        position = turn[active]
        inner, outer, failed = split(rest[active], by[position])
        untouched = mean_width(inner) < tolerance
        whole = (mean_width(outer) < tolerance) & ~untouched
        inner[whole] = rest[active[whole]]
        outer[whole] = None
        took = ~untouched
        source.append(piece[active[took]])
        zone.append(pair_zone[position[took]])
        parts.append(inner[took])
        bad.append(position[failed])
        rest[active[took]] = outer[took]
        turn[active] += 1
        active = active[(turn[active] < ends[active]) & ~shapely.is_missing(rest[active])]
    empty = np.zeros(0, np.int64)
    cut = _Cut(
        piece,
        rest,
        np.concatenate([empty, *source]),
        np.concatenate([empty, *zone]),
        np.concatenate([np.zeros(0, object), *parts]),
    )
    return cut, np.concatenate([empty, *bad])
