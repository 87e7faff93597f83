"""Pieces cut by the zones of one layer: independently, or sequentially where zones overlap each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from ..geometry.predicates import Insets
from ..geometry.set_operations import (
    areas,
    closes,
    is_refuted,
    mean_width,
    meets,
    overlay_operation,
    split,
    strays,
)
from ..geometry.subdivision import MANY, parts_near_many
from ..spatial_index import spatial_index
from .hairs import absorb_hairs

# What rounding leaves of a piece that its zones cover: a share of its area, and an area (m²).
_NOTHING_SHARE, _NOTHING_AREA = 1e-9, 1e-6


@dataclass(frozen=True)
class Cut:
    """Pieces cut by zones.

    `piece` were cut; `rest` is what no zone took of each (None: nothing). `part` lies in `zone` and comes from the
    piece `source`.
    """

    piece: np.ndarray
    rest: np.ndarray
    source: np.ndarray
    zone: np.ndarray
    part: np.ndarray


def cut_by_zones(
    geometry: np.ndarray,
    pair_piece: np.ndarray,
    pair_zone: np.ndarray,
    by: np.ndarray,
    contested: np.ndarray,
    insets: Insets,
) -> tuple[Cut, np.ndarray]:
    """Cut pieces by the zones of one layer, and give the hairs that cutting leaves to their neighbours.

    Args:
        geometry: object (n,), valid polygons: the pieces.
        pair_piece, pair_zone: int64 (m,), sorted: pieces with the zones that cross them.
        by: object (m,), the zone of each pair, or what of it is near the piece.
        contested: bool (m,), pairs of pieces that zones cross which overlap each other.
        insets: of the zones; with the tolerance.

    Returns:
        the cut; positions of pairs that could not be cut.

    >>> pieces, zones = shapely.box([0], 0, [4], 1), shapely.box([0, 3], 0, [1, 9], 1)
    >>> alone = np.zeros(2, bool)
    >>> cut, failed = cut_by_zones(pieces, np.array([0, 0]), np.array([0, 1]), zones, alone, Insets(0.001))
    >>> shapely.area(cut.part).tolist(), shapely.area(cut.rest).tolist(), failed.tolist()
    ([1.0, 1.0], [2.0], [])
    """
    many = contested & (np.bincount(pair_piece, minlength=len(geometry)) >= MANY)[pair_piece]
    free, lost = free_of_earlier(pair_piece, by, many)
    many &= ~np.isin(pair_piece, lost)
    rows = np.flatnonzero((~contested | many) & ~shapely.is_missing(free))
    at_once, unclosed = cut_independent(geometry, pair_piece[rows], pair_zone[rows], free[rows], insets)
    rows = np.flatnonzero((contested & ~many) | np.isin(pair_piece, unclosed))
    in_turn, failed = cut_sequential(geometry, pair_piece[rows], pair_zone[rows], by[rows], insets)
    piece, rest = (np.concatenate([getattr(cut, name) for cut in (at_once, in_turn)]) for name in ("piece", "rest"))
    source, zone, part = (
        np.concatenate([getattr(cut, name) for cut in (at_once, in_turn)]) for name in ("source", "zone", "part")
    )
    made = absorb_hairs(np.concatenate([rest, part]), np.concatenate([piece, source]), geometry, insets.tolerance)
    rest, part = made[: len(piece)], made[len(piece) :]
    kept = np.flatnonzero(~shapely.is_missing(part))
    return Cut(piece, rest, source[kept], zone[kept], part[kept]), rows[failed]


def free_of_earlier(pair_piece: np.ndarray, by: np.ndarray, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what earlier zones of its piece leave of each zone; None where nothing. They overlap no more.

    Args:
        pair_piece: int64 (m,), sorted.
        by: object (m,), the zone of each pair, in the order of precedence within a piece.
        chosen: bool (m,), pairs that are asked; the zones of others stay as they are.

    Returns:
        object (m,), polygons; pieces of which a zone could not be cut.

    >>> zones = shapely.box([0, 1], 0, [2, 3], 1)
    >>> free, lost = free_of_earlier(np.array([0, 0]), zones, np.ones(2, bool))
    >>> shapely.area(free).tolist(), lost.tolist()
    ([2.0, 1.0], [])
    """
    free, lost = by.copy(), []
    for piece in np.unique(pair_piece[chosen]):
        rows = np.flatnonzero(pair_piece == piece)
        later, earlier = spatial_index(by[rows]).query(by[rows], predicate="intersects")
        before = earlier < later
        later, earlier = rows[later[before]], rows[earlier[before]]
        order = np.argsort(later, kind="stable")
        zone, first = np.unique(later[order], return_index=True)
        covering = [shapely.union_all(by[group]) for group in np.split(earlier[order], first[1:])]
        made, failed = overlay_operation(shapely.difference, by[zone], np.array(covering, dtype=object)[: len(zone)])
        free[zone] = made
        if len(failed):
            lost.append(piece)
    return free, np.array(lost, np.int64)


def is_fully_covered(area: np.ndarray, covered: np.ndarray) -> np.ndarray:
    """Return whether pieces of `area` (m²) are covered but for rounding, given the area that zones cover (m²).

    >>> is_fully_covered(np.array([100.0, 100.0]), np.array([100.0, 99.0])).tolist()
    [True, False]
    """
    return area - covered <= _NOTHING_SHARE * area + _NOTHING_AREA


def cut_independent(
    geometry: np.ndarray,
    pair_piece: np.ndarray,
    pair_zone: np.ndarray,
    by: np.ndarray,
    insets: Insets,
) -> tuple[Cut, np.ndarray]:
    """Cut pieces by zones that do not overlap within a piece: each part comes straight from the piece.

    `by` is the zone of each pair, or what of it is near the piece.

    Returns:
        the cut; pieces that are not cut, because GEOS failed, or their parts would not add up to them or are not what
        they share with the zones.

    >>> pieces, zones = shapely.box([0], 0, [4], 1), shapely.box([0, 3], 0, [1, 9], 1)
    >>> cut, left = cut_independent(pieces, np.array([0, 0]), np.array([0, 1]), zones, Insets(0.001))
    >>> shapely.area(cut.part).tolist(), shapely.area(cut.rest).tolist(), left.tolist()
    ([1.0, 1.0], [2.0], [])
    """
    piece, first = np.unique(pair_piece, return_index=True)
    boxes = shapely.bounds(by)
    near = parts_near_many(geometry, pair_piece, boxes)
    part, bad = overlay_operation(shapely.intersection, near, by)
    shared, doubtful = part.copy(), strays(by, part, insets)
    tolerance = insets.tolerance
    part[mean_width(part) < tolerance] = None
    taken = np.flatnonzero(~shapely.is_missing(part))
    owner = np.searchsorted(piece, pair_piece)
    covered = np.bincount(owner[taken], shapely.area(part[taken]), len(piece))
    area = shapely.area(geometry[piece])

    rest = geometry[piece].copy()
    touched = np.bincount(owner[taken], minlength=len(piece)) > 0
    full = touched & is_fully_covered(area, covered)
    rest[full] = None
    # What is left where the zones do not cover the piece: many zones are taken away as one, few one after the other.
    last = np.full(len(piece), -1)
    last[owner[taken]] = taken
    many = touched & ~full & (np.bincount(owner, minlength=len(piece)) >= MANY)
    for number in np.flatnonzero(many):
        covering = np.array([shapely.union_all(by[taken[owner[taken] == number]])], dtype=object)
        outer, failed = overlay_operation(shapely.difference, rest[[number]], covering)
        rest[number] = outer[0]
        bad = np.union1d(bad, taken[owner[taken] == number][: len(failed)])
    full |= many
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
    doubtful = (doubtful | meets(by, parts_near_many(rest, owner, boxes), insets)) & closed[owner]
    closed[owner[is_refuted(near, by, shared, doubtful)]] = False
    # A piece that one zone takes whole keeps its own geometry, vertex by vertex.
    alone = taken[(np.bincount(owner[taken], minlength=len(piece)) == 1)[owner[taken]]]
    alone = alone[shapely.is_missing(rest[owner[alone]])]
    part[alone] = geometry[pair_piece[alone]]
    taken = taken[closed[owner[taken]]]
    cut = Cut(piece[closed], rest[closed], pair_piece[taken], pair_zone[taken], part[taken])
    return cut, piece[~closed]


def cut_sequential(
    geometry: np.ndarray,
    pair_piece: np.ndarray,
    pair_zone: np.ndarray,
    by: np.ndarray,
    insets: Insets,
) -> tuple[Cut, np.ndarray]:
    """Cut pieces by zones that may overlap: each zone takes its part of what earlier zones left.

    `by` is the zone of each pair, or what of it is near the piece.

    Returns:
        the cut; positions of pairs that could not be cut: the piece, or what was left of it, is outside the zone.

    >>> pieces, zones = shapely.box([0], 0, [4], 1), shapely.box([0, 1], 0, [2, 3], 1)
    >>> cut, failed = cut_sequential(pieces, np.array([0, 0]), np.array([0, 1]), zones, Insets(0.001))
    >>> shapely.area(cut.part).tolist(), shapely.area(cut.rest).tolist(), failed.tolist()
    ([2.0, 1.0], [1.0], [])
    """
    piece, first = np.unique(pair_piece, return_index=True)
    ends = np.append(first[1:], len(pair_piece))
    rest = geometry[piece].copy()
    source, zone, parts, bad = [], [], [], []
    turn, active = first.copy(), np.arange(len(piece))
    while len(active):
        position = turn[active]
        inner, outer, failed = split(rest[active], by[position], insets)
        untouched = mean_width(inner) < insets.tolerance
        whole = (mean_width(outer) < insets.tolerance) & ~untouched
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
    cut = Cut(
        piece,
        rest,
        np.concatenate([empty, *source]),
        np.concatenate([empty, *zone]),
        np.concatenate([np.zeros(0, object), *parts]),
    )
    return cut, np.concatenate([empty, *bad])
