"""Overlay operations on polygons that no input can stop: whatever GEOS fails on is tried again by rougher means."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
import shapely

from ..steps import steps
from .predicates import Insets

_POLYGONAL = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_OF_PARTS = (
    *(shapely.GeometryType.MULTIPOINT, shapely.GeometryType.MULTILINESTRING),
    *(shapely.GeometryType.MULTIPOLYGON, shapely.GeometryType.GEOMETRYCOLLECTION),
)
# Grids (metres) on which a failed operation is tried again: finer than the survey's 0.0001 m, then as fine.
_GRIDS = (1e-6, 1e-4)
# Distances (metres) within which one polygon is then drawn to the other: up to the overlay's own tolerance.
_SNAPS = (1e-5, 1e-4, 1e-3)
# How much the parts of a polygon may miss of its area (m²): half of the 0.01 m² to which areas are recorded.
OPEN_AREA = 0.005

# Metres: twice the Earth's circumference and more, so that no projection, whatever its offsets, has larger coordinates.
_FARTHEST = 2**27
_SPACING = 2**-26  # metres between neighbouring numbers there
_NO_MEMORY = "bad_alloc"  # GEOS's word

Operation = Callable[..., np.ndarray]
_Preparation = Callable[[shapely.Geometry, shapely.Geometry], tuple[shapely.Geometry, shapely.Geometry]]


def polygonal(geometry: np.ndarray) -> np.ndarray:
    """Return the areal parts of geometries; None where there are none.

    >>> mixed = shapely.from_wkt(['GEOMETRYCOLLECTION (POINT (0 0), POLYGON ((0 0, 1 0, 1 1, 0 0)))', 'POINT (0 0)'])
    >>> polygonal([*mixed, shapely.from_wkt('GEOMETRYCOLLECTION (POINT (0 0), POLYGON EMPTY)')]).tolist()
    [<MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))>, None, None]
    >>> inner = shapely.GeometryCollection([shapely.MultiPolygon([shapely.box(0, 0, 1, 1)])])
    >>> polygonal([shapely.GeometryCollection([inner, shapely.box(2, 0, 3, 1)])])[0].area
    2.0
    """
    geometry = np.array(geometry, dtype=object, copy=True)
    kinds = shapely.get_type_id(geometry)
    empty = shapely.is_empty(geometry)
    geometry[empty] = None
    mixed = np.flatnonzero(~np.isin(kinds, _POLYGONAL) & ~empty & (kinds >= 0))
    if len(mixed):
        parts, owner = geometry[mixed], np.arange(len(mixed))
        while np.isin(shapely.get_type_id(parts), _OF_PARTS).any():  # collections may hold others
            parts, inner = shapely.get_parts(parts, return_index=True)
            owner = owner[inner]
        areal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
        geometry[mixed] = None
        if areal.any():
            groups, owners = parts[areal], owner[areal]
            found = np.unique(owners)
            made = shapely.multipolygons(groups, indices=np.searchsorted(found, owners))
            made[shapely.is_empty(made)] = None
            geometry[mixed[found]] = made
    return geometry


def repair(geometry: np.ndarray, known_valid: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Make polygons valid and flat (two dimensions), without empty parts and holes, on which some operations fail.

    Args:
        geometry: as read (n,).
        known_valid: whether these geometries were found valid before, so that GEOS is not asked again.

    Returns:
        the geometries (None where nothing areal was left, or coordinates are no places on Earth); positions of those
        that were invalid or had an empty part or hole.

    >>> bow = shapely.from_wkt(['POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))', 'POLYGON ((0 0, 1 0, 1 1, 0 0))'])
    >>> sound, broken = repair(bow)
    >>> shapely.area(sound).tolist(), broken.tolist()
    ([2.0, 0.5], [0])
    """
    geometry = np.asarray(geometry, dtype=object)
    sound = np.empty(len(geometry), dtype=object)
    repaired = [np.empty(0, dtype=np.intp)]
    for rows in steps(len(geometry)):
        sound[rows], found = _repair(geometry[rows], known_valid)
        repaired.append(rows.start + found)
    return sound, np.concatenate(repaired)


def _repair(geometry: np.ndarray, known_valid: bool) -> tuple[np.ndarray, np.ndarray]:
    """Do as `repair` with some polygons."""
    geometry = geometry.copy()
    geometry[_is_nowhere(geometry)] = None
    deep = shapely.get_coordinate_dimension(geometry) > 2  # noqa: PLR2004  heights, measures
    geometry[deep] = shapely.force_2d(geometry[deep])
    kinds = shapely.get_type_id(geometry)
    unfit = np.isin(kinds, _POLYGONAL, invert=True) | shapely.is_empty(geometry)
    if unfit.any():
        geometry[unfit] = polygonal(geometry[unfit])  # in a valid collection polygons may overlap
    broken = np.zeros(0, np.int64)
    if not known_valid:
        broken = np.flatnonzero(~shapely.is_valid(geometry) & (shapely.get_type_id(geometry) >= 0))
    if len(broken):
        geometry[broken] = polygonal(_made_valid(geometry[broken]))
    holed = np.flatnonzero(has_empty_parts(geometry))
    if len(holed):
        geometry[holed] = without_empty_parts(geometry[holed])
    return geometry, np.union1d(broken, holed)


def without_empty_parts(geometry: np.ndarray) -> np.ndarray:
    """Return polygons without their empty parts and holes, on which some operations of GEOS fail.

    >>> holed = shapely.from_wkt(["MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), EMPTY)", "POLYGON EMPTY"])
    >>> without_empty_parts(holed).tolist()
    [<MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))>, <POLYGON EMPTY>]
    """
    rows = np.flatnonzero(has_empty_parts(geometry))
    if not len(rows):
        return geometry
    result = np.array(geometry, dtype=object, copy=True)
    result[rows] = [_without_empty_parts(polygon) for polygon in result[rows]]
    return result


def has_empty_parts(geometry: np.ndarray) -> np.ndarray:
    """Return whether polygons that are not empty have parts or holes that are.

    >>> wkt = ['MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), EMPTY)', 'POLYGON ((0 0, 1 0, 1 1, 0 0), EMPTY)', 'POLYGON EMPTY']
    >>> has_empty_parts(shapely.from_wkt(wkt)).tolist()
    [True, True, False]
    """
    found = np.zeros(len(geometry), bool)
    # A polygon without holes has one part, which is empty only where the whole is.
    plain = (shapely.get_type_id(geometry) == shapely.GeometryType.POLYGON) & (
        shapely.get_num_interior_rings(geometry) == 0
    )
    others = np.flatnonzero(~plain)
    if not len(others):
        return found
    parts, owner = shapely.get_parts(geometry[others], return_index=True)
    holed = np.flatnonzero(shapely.get_num_interior_rings(parts) > 0)
    rings, part = shapely.get_rings(parts[holed], return_index=True)
    found[others[owner[shapely.is_empty(parts)]]] = True
    found[others[owner[holed[part[shapely.is_empty(rings)]]]]] = True
    return found & ~shapely.is_empty(geometry)


def _without_empty_parts(polygon: shapely.Geometry) -> shapely.Geometry:
    """Return a polygon without parts and holes that are empty."""
    parts = [
        shapely.Polygon(part.exterior, [ring for ring in part.interiors if not ring.is_empty])
        for part in shapely.get_parts(polygon)
        if not part.is_empty
    ]
    return parts[0] if shapely.get_type_id(polygon) == shapely.GeometryType.POLYGON else shapely.MultiPolygon(parts)


def _is_nowhere(geometry: np.ndarray) -> np.ndarray:
    """Return whether polygons have coordinates that are no numbers, or larger than any projected one."""
    result = np.zeros(len(geometry), bool)
    coordinates, owner = shapely.get_coordinates(geometry, return_index=True)
    near = np.abs(coordinates) < _FARTHEST
    if near.all():
        return result
    wrong = ~near.all(axis=1)
    result[owner[wrong]] = True
    return result


def _made_valid(geometry: np.ndarray) -> np.ndarray:
    """Make polygons valid; None where GEOS cannot."""
    try:
        return shapely.make_valid(geometry)
    except shapely.errors.GEOSException:
        result = np.full(len(geometry), None, dtype=object)
        for position, one in enumerate(geometry):
            with contextlib.suppress(shapely.errors.GEOSException):
                result[position] = shapely.make_valid(one)
        return result


def clip(geometry: np.ndarray, box: Sequence[float]) -> np.ndarray:
    """Return geometries clipped to a box (west, south, east, north); what GEOS cannot clip stays whole.

    Clipping only saves work: what lies beyond the box matters to no caller. GEOS fails where a hole as thin as rounding
    crosses a side of the box.

    >>> shapely.area(clip(shapely.box([0, 5], 0, [2, 6], 2), (1, 0, 9, 9))).tolist()
    [2.0, 2.0]
    """
    try:
        return np.asarray(shapely.clip_by_rect(geometry, *box), dtype=object)
    except shapely.errors.GEOSException as error:
        _require_memory(error)
        if len(geometry) == 1:
            return geometry
        return np.concatenate([clip(geometry[[position]], box) for position in range(len(geometry))])


def _require_memory(error: Exception) -> None:
    """Raise `MemoryError` if GEOS failed for want of memory, which is no fault of the polygons."""
    if _NO_MEMORY in str(error):
        raise MemoryError from error


def overlay_operation(operation: Operation, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Apply `shapely.intersection` or `shapely.difference` to pairs of polygons.

    A pair on which GEOS fails is tried again by ever rougher means (`_WAYS`).

    Returns:
        areal results (None where empty); positions of pairs on which every attempt failed (their result is None).

    >>> one, other = shapely.box([0], 0, [2], 1), shapely.box([1], 0, [3], 1)
    >>> common, failed = overlay_operation(shapely.intersection, one, other)
    >>> shapely.area(common).tolist(), failed.tolist()
    ([1.0], [])
    """
    try:
        with np.errstate(invalid="ignore"):  # GEOS leaves a floating-point flag behind on some results
            result = polygonal(operation(a, b))
        again = np.flatnonzero(~_sound(result))
    except shapely.errors.GEOSException as error:
        _require_memory(error)
        result = np.full(len(a), None, dtype=object)
        again = np.arange(len(a))
    result[again] = None
    failed = []
    for position in again:
        made = next(_attempts([operation], a[position], b[position]), None)
        if made is None:
            failed.append(position)
        else:
            result[position] = made[0]
    return result, np.array(failed, np.int64)


def split(
    a: np.ndarray,
    b: np.ndarray,
    insets: Insets,
    inside: Operation = shapely.intersection,
    outside: Operation = shapely.difference,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cut polygons `a` by polygons `b`, pair by pair, so that what lies inside and outside adds up to `a`.

    GEOS snaps where it would fail, and then it may return wrong results without a word. A pair that does not add up, or
    is not what the polygons share (`is_refuted`), is therefore cut again by ever rougher means (`_WAYS`) until it is.

    Args:
        a, b: valid polygons.
        insets: of `b`; what is thinner than their tolerance may stand on either side.
        inside, outside: the operations; others than GEOS's own show what happens when they fail.

    Returns:
        the polygons inside and outside (None where there are none); positions of pairs on which every attempt failed
        (nothing is inside then, and `a` as it was outside).

    >>> inner, outer, failed = split(shapely.box([0], 0, [3], 1), shapely.box([2], 0, [9], 1), Insets(0.001))
    >>> shapely.area(inner).tolist(), shapely.area(outer).tolist(), failed.tolist()
    ([1.0], [2.0], [])
    """
    inner, lost = overlay_operation(inside, a, b)
    outer, lost_too = overlay_operation(outside, a, b)
    area, length = shapely.area(a), shapely.length(a)
    unsure = ~closes(area, length, areas(inner) + areas(outer))
    unsure |= is_refuted(a, b, inner, (strays(b, inner, insets) | meets(b, outer, insets)) & ~unsure)
    unsure[lost] = unsure[lost_too] = True
    failed = []
    for position in np.flatnonzero(unsure):
        one, other = a[[position]], b[[position]]
        for made in _attempts([inside, outside], one[0], other[0]):
            if not closes(area[position], length[position], areas(made).sum()):
                continue
            doubtful = strays(other, made[:1], insets) | meets(other, made[1:], insets)
            if not is_refuted(one, other, made[:1], doubtful)[0]:
                inner[position], outer[position] = made
                break
        else:
            inner[position], outer[position] = None, a[position]
            failed.append(position)
    return inner, outer, np.array(failed, np.int64)


def strays(b: np.ndarray, inner: np.ndarray, insets: Insets) -> np.ndarray:
    """Return whether what is said to lie in polygons `b` is not within the insets' tolerance of them (bool).

    >>> strays(shapely.box([0, 0], 0, [3, 3], 1), shapely.box([1, 1], 0, [2, 4], 1), Insets(0.001)).tolist()
    [False, True]
    """
    rows = np.flatnonzero(~shapely.is_missing(inner))
    result = np.zeros(len(b), bool)
    result[rows] = ~shapely.contains_properly(insets.outward(b[rows]), inner[rows])
    return result


def meets(b: np.ndarray, outer: np.ndarray, insets: Insets) -> np.ndarray:
    """Return whether what is said to lie outside polygons `b` meets them by more than the insets' tolerance (bool).

    >>> meets(shapely.box([0, 0], 0, [3, 3], 1), shapely.box([3, 2], 0, [4, 4], 1), Insets(0.001)).tolist()
    [False, True]
    """
    rows = np.flatnonzero(~shapely.is_missing(outer))
    result = np.zeros(len(b), bool)
    result[rows] = shapely.intersects(insets.inward(b[rows]), outer[rows])
    return result


def is_refuted(a: np.ndarray, b: np.ndarray, inner: np.ndarray, doubtful: np.ndarray) -> np.ndarray:
    """Return whether polygons are not what `a` and `b` share, measured on a grid; only doubtful pairs are measured.

    GEOS sometimes takes a polygon with a hole or gap of about 1e-9 m for one that shares nothing with another, or
    everything. On a grid such hairs are no more; rounding there moves a boundary by the grid's spacing at most.

    Args:
        a, b: valid polygons (n,).
        inner: what they are said to share (n,); None where nothing.
        doubtful: bool (n,); others are not refuted.

    >>> a, b = shapely.box([0, 0], 0, [3, 3], 1), shapely.box([1, 1], 0, [2, 2], 1)
    >>> is_refuted(a, b, np.array([b[0], None], dtype=object), np.ones(2, bool)).tolist()
    [False, True]
    """
    result = doubtful.copy()
    rows = np.flatnonzero(doubtful)
    for grid in _GRIDS:
        if not len(rows):
            break
        shared = _on_grid(shapely.intersection, a[rows], b[rows], grid)
        outside = _on_grid(shapely.difference, a[rows], b[rows], grid)
        reach = 2 * grid * (shapely.length(a[rows]) + np.nan_to_num(shapely.length(shared)))
        whole, measured = shapely.area(a[rows]), areas(shared)
        sound = np.abs(measured + areas(outside) - whole) <= OPEN_AREA + reach
        off = np.abs(measured - areas(inner[rows])) > OPEN_AREA + reach
        result[rows[sound]] = off[sound]
        rows = rows[~sound]
    return result


def _on_grid(operation: Operation, a: np.ndarray, b: np.ndarray, grid: float) -> np.ndarray:
    """Return what an operation makes of pairs of polygons on a grid (metres); None where GEOS fails."""
    try:
        return polygonal(operation(a, b, grid_size=grid))
    except shapely.errors.GEOSException:
        if len(a) == 1:
            return np.array([None], dtype=object)
        return np.concatenate([_on_grid(operation, a[[n]], b[[n]], grid) for n in range(len(a))])


def _sound(geometry: np.ndarray) -> np.ndarray:
    """Return whether results of GEOS are valid; only those of several parts can be otherwise."""
    result = np.ones(len(geometry), bool)
    several = np.flatnonzero(shapely.get_type_id(geometry) == shapely.GeometryType.MULTIPOLYGON)
    result[several] = shapely.is_valid(geometry[several])
    return result


def closes(area: np.ndarray, length: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """Return whether polygons of `area` (m²) and `length` (m) have the area of their parts, but for rounding.

    >>> closes(np.array([100.0, 100.0]), np.array([40.0, 40.0]), np.array([100.004, 100.02])).tolist()
    [True, False]
    """
    return np.abs(parts - area) <= OPEN_AREA + _SPACING * length


def areas(geometry: np.ndarray) -> np.ndarray:
    """Return areas of polygons (m²); 0 for missing ones.

    >>> areas(np.array([shapely.box(0, 0, 2, 1), None])).tolist()
    [2.0, 0.0]
    """
    return np.nan_to_num(shapely.area(geometry))


def _attempts(operations: Sequence[Operation], a: shapely.Geometry, b: shapely.Geometry) -> Iterator[np.ndarray]:
    """Yield what operations make of one pair by each means on which GEOS does not fail; None where empty."""
    for prepare, options in _WAYS:
        try:
            pair = prepare(a, b)
            made = np.array([operation(*pair, **options) for operation in operations], dtype=object)
        except shapely.errors.GEOSException:
            continue
        made = polygonal(made)
        if _sound(made).all():
            yield made


def _as_they_are(a: shapely.Geometry, b: shapely.Geometry) -> tuple[shapely.Geometry, shapely.Geometry]:
    """Return the pair unchanged."""
    return a, b


def _repaired(a: shapely.Geometry, b: shapely.Geometry) -> tuple[shapely.Geometry, shapely.Geometry]:
    """Return the pair made valid again."""
    return shapely.make_valid(a), shapely.make_valid(b)


def _snapped(distance: float, a: shapely.Geometry, b: shapely.Geometry) -> tuple[shapely.Geometry, shapely.Geometry]:
    """Return the pair with the second polygon snapped to the first, which stays as it is."""
    return a, shapely.make_valid(shapely.snap(b, a, distance))


# Ever rougher means to cut a pair on which GEOS fails.
_WAYS: tuple[tuple[_Preparation, dict[str, float]], ...] = (
    (_as_they_are, {}),
    (_repaired, {}),
    *((prepare, {"grid_size": grid}) for prepare in (_as_they_are, _repaired) for grid in _GRIDS),
    *((partial(_snapped, distance), {}) for distance in _SNAPS),
    *((partial(_snapped, distance), {"grid_size": grid}) for distance in _SNAPS for grid in _GRIDS),
)


def mean_width(geometry: np.ndarray) -> np.ndarray:
    """Return the mean width of polygons, 2A/P (metres); 0 for missing ones.

    >>> mean_width(np.array([shapely.box(0, 0, 3, 1), None])).tolist()
    [0.75, 0.0]
    """
    length = shapely.length(geometry)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.nan_to_num(2 * shapely.area(geometry) / length)


def slivers(geometry: np.ndarray, width: float, area: float) -> np.ndarray:
    """Return whether all parts of a polygon are slivers: narrower than `width` (m) or smaller than `area` (m²).

    >>> slivers(shapely.box([0, 0], 0, [100, 100], [0.1, 20]), 0.5, 1.0).tolist()
    [True, False]
    """
    parts, owner = shapely.get_parts(geometry, return_index=True)
    sound = (mean_width(parts) >= width) & (shapely.area(parts) >= area)
    return np.bincount(owner, sound, len(geometry)) == 0
