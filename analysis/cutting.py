"""Cutting polygons: overlay operations that no input can stop."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import numpy as np
import shapely

from .pairs import batches, run_batches
from .progress import Silent

_POLYGONAL = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
# Grids (metres) on which a failed operation is tried again: finer than the survey's 0.0001 m, then as fine.
_GRIDS = (1e-6, 1e-4)

# Metres: twice the Earth's circumference and more, so that no projection, whatever its offsets, has larger coordinates.
_FARTHEST = 2**27
_NO_MEMORY = "bad_alloc"  # GEOS's word

Operation = Callable[..., np.ndarray]


def polygonal(geometry: np.ndarray) -> np.ndarray:
    """Keep the areal parts of geometries; None where there are none."""
    geometry = np.array(geometry, dtype=object, copy=True)
    kinds = shapely.get_type_id(geometry)
    empty = shapely.is_empty(geometry)
    geometry[empty] = None
    mixed = np.flatnonzero(~np.isin(kinds, _POLYGONAL) & ~empty & (kinds >= 0))
    if len(mixed):
        collections, owner = shapely.get_parts(geometry[mixed], return_index=True)
        parts, inner = shapely.get_parts(collections, return_index=True)
        owner = owner[inner]
        areal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
        geometry[mixed] = None
        if areal.any():
            groups, owners = parts[areal], owner[areal]
            found = np.unique(owners)
            geometry[mixed[found]] = shapely.multipolygons(groups, indices=np.searchsorted(found, owners))
    return geometry


def repair(geometry: np.ndarray, threads: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Make polygons valid and flat (two dimensions).

    Returns:
        the geometries (None where nothing areal was left, or coordinates are no places on Earth); positions of those
        that were invalid.

    """
    geometry = np.array(geometry, dtype=object, copy=True)
    geometry[_is_nowhere(geometry)] = None
    deep = shapely.has_z(geometry)
    geometry[deep] = shapely.force_2d(geometry[deep])
    kinds = shapely.get_type_id(geometry)
    unfit = np.isin(kinds, _POLYGONAL, invert=True) | shapely.is_empty(geometry)
    valid = np.ones(len(geometry), bool)

    def check(start: int, end: int) -> None:
        valid[start:end] = shapely.is_valid(geometry[start:end])

    share = max(1, len(geometry) // threads)
    run_batches(check, batches(np.arange(len(geometry)), share), threads, Silent())
    broken = np.flatnonzero(~valid & (kinds >= 0))
    if unfit.any():
        geometry[unfit] = polygonal(geometry[unfit])
    if len(broken):
        geometry[broken] = polygonal(_made_valid(geometry[broken]))
    return geometry, broken


def _is_nowhere(geometry: np.ndarray) -> np.ndarray:
    """Whether polygons have coordinates that are no numbers, or larger than any projected one."""
    coordinates, owner = shapely.get_coordinates(geometry, return_index=True)
    wrong = ~(np.abs(coordinates) < _FARTHEST).all(axis=1)
    result = np.zeros(len(geometry), bool)
    result[owner[wrong]] = True
    return result


def _made_valid(geometry: np.ndarray) -> np.ndarray:
    """Polygons made valid; None where GEOS cannot."""
    try:
        return shapely.make_valid(geometry)
    except shapely.errors.GEOSException:
        result = np.full(len(geometry), None, dtype=object)
        for position, one in enumerate(geometry):
            with contextlib.suppress(shapely.errors.GEOSException):
                result[position] = shapely.make_valid(one)
        return result


def overlay_operation(operation: Operation, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Apply `shapely.intersection` or `shapely.difference` to pairs of polygons.

    A pair on which GEOS fails is tried again repaired, then on finer and coarser grids.

    Returns:
        areal results (None where empty); positions of pairs on which every attempt failed (their result is None).

    """
    try:
        with np.errstate(invalid="ignore"):  # GEOS leaves a floating-point flag behind on some results
            return polygonal(operation(a, b)), np.zeros(0, np.int64)
    except shapely.errors.GEOSException as error:
        if _NO_MEMORY in str(error):  # no fault of the polygons
            raise MemoryError from error
        result = np.full(len(a), None, dtype=object)
        failed = [i for i in range(len(a)) if not _stubborn(operation, a[i], b[i], result, i)]
        return polygonal(result), np.array(failed, np.int64)


def _stubborn(operation: Operation, a: object, b: object, result: np.ndarray, position: int) -> bool:
    """Try one pair by ever rougher means; True when one of them worked."""
    attempts: list[Callable[[], object]] = [
        lambda: operation(a, b),
        lambda: operation(shapely.make_valid(a), shapely.make_valid(b)),
        *(lambda grid=grid: operation(a, b, grid_size=grid) for grid in _GRIDS),
        *(lambda grid=grid: operation(shapely.make_valid(a), shapely.make_valid(b), grid_size=grid) for grid in _GRIDS),
    ]
    for attempt in attempts:
        try:
            result[position] = attempt()
        except shapely.errors.GEOSException:
            continue
        return True
    return False


def mean_width(geometry: np.ndarray) -> np.ndarray:
    """Mean width of polygons, 2A/P (metres); 0 for missing ones."""
    length = shapely.length(geometry)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.nan_to_num(2 * shapely.area(geometry) / length)


def slivers(geometry: np.ndarray, width: float, area: float) -> np.ndarray:
    """Whether every part of a polygon is a sliver: mean width below `width` (m) or area below `area` (m²)."""
    parts, owner = shapely.get_parts(geometry, return_index=True)
    sound = (mean_width(parts) >= width) & (shapely.area(parts) >= area)
    return np.bincount(owner, sound, len(geometry)) == 0
