"""Parts of cut pieces too thin or too small to stand alone, given to the piece beside them.

Where a zone follows a parcel's boundary up to rounding (it was reprojected, or drawn twice), cutting leaves hairs
along it: parts far thinner than the tolerance, which formats of fewer digits turn into invalid polygons.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import shapely

from ..geometry.rings import AT_ONCE
from ..geometry.set_operations import areas, closes, mean_width

# Parts smaller than this (m²) are none: a hundredth of what areas of record know.
LEAST_AREA = 1e-4
# Digits of a coordinate that every format keeps: GML writes no more.
_DIGITS = 15
# Grids (metres) to which a piece is brought that those digits would break: from what nobody can survey to 0.1 mm.
_GRIDS = (1e-6, 1e-5, 1e-4)
# How often what has joined is looked at again: a neighbour may be one only then.
_ROUNDS = 3


@dataclass(frozen=True)
class _Parts:
    """Single polygons of cut pieces: each with the slot (a part or a rest) that it is of, and the group, its piece."""

    geometry: np.ndarray
    slot: np.ndarray
    group: np.ndarray
    hair: np.ndarray


def is_hair(parts: np.ndarray, tolerance: float) -> np.ndarray:
    """Return whether single polygons are thinner than the tolerance (m, 2A/P) or smaller than `LEAST_AREA` (bool).

    >>> is_hair(shapely.box([0, 0, 0], 0, [9, 9, 0.005], [1, 0.0005, 0.005]), 0.001).tolist()
    [False, True, True]
    """
    return (mean_width(parts) < tolerance) | (shapely.area(parts) < LEAST_AREA)


def absorb_hairs(geometry: np.ndarray, group: np.ndarray, whole: np.ndarray, tolerance: float) -> np.ndarray:
    """Give the hairs of cut pieces to their neighbours.

    A hair goes to the piece of its group with which it shares the longest boundary. Hairs that touch no other are the
    parcel's own parts and stay. What would not add up stays as it was.

    Args:
        geometry: object (n,); polygons into which pieces were cut, None where there is none.
        group: int64 (n,); positions of these pieces in `whole`.
        whole: object (m,); the pieces before they were cut.
        tolerance: metres.

    Returns:
        object (n,); None where all of it went to others.

    >>> left = shapely.from_wkt("MULTIPOLYGON (((0 0, 1 0, 1 1, 0 1, 0 0)), ((4 0, 4.0001 0, 4.0001 1, 4 1, 4 0)))")
    >>> cut = np.array([left, shapely.box(1, 0, 4, 1)], dtype=object)
    >>> made = absorb_hairs(cut, np.array([0, 0]), np.array([shapely.box(0, 0, 4.0001, 1)], dtype=object), 0.001)
    >>> shapely.get_num_geometries(made).tolist(), shapely.area(made).round(6).tolist()
    ([1, 1], [1.0, 3.0001])
    """
    hairy = np.isin(group, group[_have_hairs(geometry, tolerance)])
    if not hairy.any():
        return geometry
    geometry, changed = geometry.copy(), np.unique(group[hairy])
    for _ in range(_ROUNDS):
        chosen = _parts(geometry, group, np.isin(group, changed), tolerance)
        home, touching = _homes(chosen, tolerance)
        changed = np.unique(chosen.group[touching])
        if not len(changed):
            break
        for number in changed:
            rows = np.flatnonzero(chosen.group == number)
            slots, made = _joined(chosen.geometry[rows], chosen.slot[rows], home[rows], tolerance)
            there = np.flatnonzero(~shapely.is_missing(made))
            piece = whole[number]
            if len(there) == 1:  # nothing is cut: the piece itself, vertex by vertex
                made[there] = piece
            if shapely.is_valid(made[there]).all() and closes(piece.area, piece.length, areas(made).sum()):
                geometry[slots] = made
    return _without_strays(geometry, _parts(geometry, group, hairy, tolerance), whole, tolerance)


def _have_hairs(geometry: np.ndarray, tolerance: float) -> np.ndarray:
    """Return whether polygons have parts that are hairs; missing ones have none (bool)."""
    found = ~shapely.is_missing(geometry)
    several = np.flatnonzero(shapely.get_num_geometries(geometry) > 1)
    found[several] = False
    single = np.flatnonzero(found)
    found[single] = is_hair(geometry[single], tolerance)
    parts, owner = shapely.get_parts(geometry[several], return_index=True)
    found[several[owner[is_hair(parts, tolerance)]]] = True
    return found


def _parts(geometry: np.ndarray, group: np.ndarray, chosen: np.ndarray, tolerance: float) -> _Parts:
    """Return the single polygons of the slots that are chosen (bool)."""
    slots = np.flatnonzero(chosen)
    parts, owner = shapely.get_parts(geometry[slots], return_index=True)
    slot = slots[owner]
    return _Parts(parts, slot, group[slot], is_hair(parts, tolerance))


def _without_strays(geometry: np.ndarray, left: _Parts, whole: np.ndarray, tolerance: float) -> np.ndarray:
    """Leave out hairs that join nothing, the smallest first, as long as the piece closes without them.

    Those of a piece that has such parts of its own stay. `left` are the parts of the pieces that have, or had, hairs.
    """
    parts, slot, hair = left.geometry, left.slot, left.hair
    area = shapely.area(parts)
    for number in np.unique(left.group[hair]):
        piece = whole[number]
        if is_hair(shapely.get_parts(piece), tolerance).any():
            continue
        rows = np.flatnonzero(left.group == number)
        rows = rows[np.lexsort((area[rows], ~hair[rows]))]  # hairs by their size, then the others
        without = area[rows].sum() - np.cumsum(area[rows[hair[rows]]])
        closing = np.flatnonzero(closes(piece.area, piece.length, without))
        dropped = int(closing[-1]) + 1 if len(closing) else 0
        kept = np.sort(rows[dropped:])
        for one in np.unique(slot[rows[:dropped]]):
            geometry[one] = _polygon(parts[kept[slot[kept] == one]])
    return geometry


def _homes(parts: _Parts, tolerance: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the slot to which each part goes, and which are hairs that have a neighbour (bool).

    Where vertices differ by rounding, the nearest part within the tolerance is the neighbour.
    """
    home = parts.slot.copy()
    one, other, length = _borders(parts)
    settled = ~parts.hair
    area = shapely.area(parts.geometry)
    while True:
        open_ = np.flatnonzero(~settled[one] & settled[other])
        if not len(open_):
            # Hairs that touch hairs alone: the largest of each piece stays, and takes the others.
            stuck = np.unique(one[~settled[one]])
            if not len(stuck):
                break
            stuck = stuck[np.lexsort((-area[stuck], parts.group[stuck]))]
            settled[stuck[np.append(True, np.diff(parts.group[stuck]) > 0)]] = True
            continue
        # The longest border to each slot counts.
        pairs, pair = np.unique(np.column_stack((one[open_], home[other[open_]])), axis=0, return_inverse=True)
        sums = np.bincount(pair.ravel(), length[open_], len(pairs))
        best = np.lexsort((pairs[:, 1], -sums, pairs[:, 0]))
        best = best[np.append(True, np.diff(pairs[best, 0]) > 0)]
        home[pairs[best, 0]] = pairs[best, 1]
        settled[pairs[best, 0]] = True
    for alone in np.flatnonzero(~settled):
        others = np.flatnonzero((parts.group == parts.group[alone]) & settled)
        distance = shapely.distance(parts.geometry[alone], parts.geometry[others])
        if distance.min(initial=np.inf) < tolerance:
            home[alone], settled[alone] = home[others[np.argmin(distance)]], True
    return home, parts.hair & settled


def _borders(parts: _Parts) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return pairs of parts of one group that share edges, one of them a hair, both ways, and the lengths shared (m).

    Both sides of a cut have the very same vertices. A corner that two parts share counts as a border of no length.
    """
    xy, owner = shapely.get_coordinates(parts.geometry, return_index=True)
    _, vertex = np.unique(np.column_stack((xy, parts.group[owner])), axis=0, return_inverse=True)
    vertex = vertex.ravel()
    ring = _rings(parts.geometry)
    edge = np.flatnonzero(ring[1:] == ring[:-1])
    ends = np.sort(np.column_stack((vertex[edge], vertex[edge + 1])), axis=1)
    span = np.hypot(*(xy[edge + 1] - xy[edge]).T)
    _, key = np.unique(ends, axis=0, return_inverse=True)
    found = [
        _neighbours(key.ravel(), owner[edge], span, parts.hair),
        _neighbours(vertex, owner, np.zeros(len(owner)), parts.hair),
    ]
    one, other, length = (np.concatenate(column) for column in zip(*found))
    return one, other, length


def _rings(geometry: np.ndarray) -> np.ndarray:
    """Return the number of the ring that each coordinate of polygons belongs to."""
    return shapely.get_coordinates(shapely.get_rings(geometry), return_index=True)[1]


def _neighbours(
    key: np.ndarray, owner: np.ndarray, length: np.ndarray, hair: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return pairs of owners of one key, the first of them a hair, with the length of what has the key."""
    mine = np.flatnonzero(hair[owner])
    order = np.argsort(key, kind="stable")
    first, last = (np.searchsorted(key[order], key[mine], side=side) for side in ("left", "right"))
    count = last - first
    one = np.repeat(mine, count)
    other = order[np.repeat(first, count) + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)]
    differ = owner[one] != owner[other]
    return owner[one[differ]], owner[other[differ]], length[one[differ]]


def _joined(parts: np.ndarray, slot: np.ndarray, home: np.ndarray, tolerance: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the slots of some parts, and what each has when its parts have gone home; None where all of them left."""
    slots = np.unique(slot)
    made = np.full(len(slots), None, dtype=object)
    for number, one in enumerate(slots):
        mine = parts[home == one]
        if len(mine):
            same = (slot[home == one] == one).all() and not is_hair(mine, tolerance).any()
            made[number] = _polygon(mine) if same else _union(mine, tolerance)
    return slots, made


def _union(parts: np.ndarray, tolerance: float) -> shapely.Geometry:
    """Return the union of parts without holes that rounding leaves between them.

    Where their vertices differ by rounding, so that a hair does not join, they are joined on a grid.
    """
    made = np.zeros(0, dtype=object)
    for grid in (None, *_GRIDS):
        try:
            made = shapely.get_parts(shapely.set_precision(shapely.union_all(parts, grid_size=grid), 0))
        except shapely.errors.GEOSException:
            continue
        made = made[shapely.get_type_id(made) == shapely.GeometryType.POLYGON]
        if not is_hair(made, tolerance).any():
            break
    filled = [
        shapely.Polygon(one.exterior, [ring for ring in one.interiors if shapely.Polygon(ring).area >= LEAST_AREA])
        for one in made
    ]
    return _polygon(np.array(filled, dtype=object))


def _polygon(parts: np.ndarray) -> shapely.Geometry | None:
    """Return single polygons as one geometry; None where there are none."""
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(list(parts)) if len(parts) else None


def withstand_rounding(geometry: np.ndarray, tolerance: float) -> np.ndarray:
    """Return cut pieces that stay valid when a format rounds their coordinates; those that would not, on a grid.

    Edges that nearly touch cross when they are rounded one by one. On a grid they touch, or a neck between them is
    gone, with hairs that it leaves; a hair stays where the piece would not close without it.

    Args:
        geometry: object (n,), valid polygons, none missing.
        tolerance: metres.

    >>> neck = shapely.from_wkt("POLYGON ((0 0, 9 0, 9 9, 5.00000004 1, 5.00000002 8.9, 4.99999996 1, 0 9, 0 0))")
    >>> neck = shapely.transform(neck, lambda xy: xy + 39_500_000.0)
    >>> sound = withstand_rounding(np.array([neck], dtype=object), 0.001)
    >>> shapely.is_valid(shapely.transform(sound, lambda xy: xy.round(7))).tolist()
    [True]
    """
    result = geometry.copy()
    rows = np.flatnonzero(~_withstands(geometry))
    for least, grid in product((tolerance, 0.0), _GRIDS):
        whole = geometry[rows]
        made = np.array([_without_hairs(one, least) for one in shapely.set_precision(whole, grid)], dtype=object)
        sound = closes(shapely.area(whole), shapely.length(whole), areas(made)) & _withstands(made)
        result[rows[sound]] = made[sound]
        rows = rows[~sound]
    return result


def _withstands(geometry: np.ndarray) -> np.ndarray:
    """Return whether valid polygons are valid after rounding; missing ones are not."""
    result = ~shapely.is_missing(geometry)
    for start in range(0, len(geometry), AT_ONCE):
        few = geometry[start : start + AT_ONCE]
        xy, owner = shapely.get_coordinates(few, return_index=True)
        rounded = _rounded(xy)
        moves = np.bincount(owner, (rounded != xy).any(axis=1), len(few)) > 0
        moved = shapely.set_coordinates(few[moves], rounded[moves[owner]])
        result[start + np.flatnonzero(moves)] = shapely.is_valid(moved)
    return result


def _rounded(xy: np.ndarray) -> np.ndarray:
    """Return coordinates as they are after writing and reading `_DIGITS` digits of them."""
    with np.errstate(divide="ignore"):
        whole = np.floor(np.log10(np.abs(xy))).clip(0) + 1
    scale = 10.0 ** (_DIGITS - whole)
    metres = np.floor(xy)  # apart, so that the product has no rounding of its own
    return metres + np.round((xy - metres) * scale) / scale


def _without_hairs(geometry: shapely.Geometry, tolerance: float) -> shapely.Geometry | None:
    """Return a polygon on a grid as one of full precision, without hairs; None where nothing else is left."""
    parts = shapely.get_parts(shapely.set_precision(geometry, 0))
    kept = parts[(shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~is_hair(parts, tolerance)]
    return _polygon(kept)
