"""Outlines and names of units for the maps: the boundaries given, or else dissolved from the pieces themselves.

A geometry belongs to one thread. Outlines are dissolved side by side and drawn in the main thread, so they pass between
threads encoded (see `analysis.encoding`), and each thread decodes geometries of its own.
"""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import geopandas
import numpy as np
import pandas as pd
import shapely

from ....analysis.encoding import EncodedGeometry
from ....analysis.geometry.set_operations import repair
from ....analysis.parallel import run_in_threads
from ....analysis.spatial_index import spatial_index
from ....analysis.steps import in_steps
from ....analysis.vocabulary import UNIT_LEVELS, Level
from .settings import layout_data

Boundaries = Mapping[str, Mapping[str, shapely.Geometry]]  # of units by level and code
_GRID = 0.001  # metres; on it GEOS's union ends where it does not at full coordinates
_CELLS = 400  # of the longer side of a unit that no union can make
_NEAR = 0.1  # metres by which an outline may reach less far than its parts
_MANY = 50_000  # corners of an outline
_MANY_EACH = 500  # corners of pieces on average
_FINER = 0.25  # of the distance by which gaps are closed: details that closing does not need
_SHARPEST = 5  # a corner that sharp ends nearer by so many times the distance by which gaps are closed


@dataclass(frozen=True)
class UnitShapes:
    """Outlines of units as geometries of the thread that decoded them; see `UnitOutlines`.

    Attributes:
        shapes: the outlines by level and code.
        villages: names of villages by code.
        given: codes of the units whose boundaries were given.
    """

    shapes: Boundaries
    villages: Mapping[str, str]
    given: frozenset[str] = frozenset()

    def bounds(self, level: str) -> tuple[float, float, float, float]:
        """Return the extent (left, bottom, right, top) of all units of a level."""
        left, bottom, right, top = shapely.total_bounds(list(self.shapes[level].values()))
        return float(left), float(bottom), float(right), float(top)


@dataclass(frozen=True)
class UnitOutlines:
    """Outlines of units, encoded for any thread.

    Attributes:
        codes: of the units, by level.
        geometry: their outlines in the order of the codes, by level, in the pieces' system.
        villages: names of villages by code.
        given: codes of the units whose boundaries were given, and not made of the pieces.
    """

    codes: Mapping[str, tuple[str, ...]]
    geometry: Mapping[str, EncodedGeometry]
    villages: Mapping[str, str]
    given: frozenset[str] = frozenset()

    def decode(self) -> UnitShapes:
        """Return the outlines as geometries for the calling thread alone."""
        return UnitShapes({level: self.shapes(level) for level in self.codes}, self.villages, self.given)

    def shapes(self, level: str) -> dict[str, shapely.Geometry]:
        """Return the outlines of a level as geometries for the calling thread alone."""
        return dict(zip(self.codes[level], self.geometry[level].decode()))


def make_outlines(
    pieces: geopandas.GeoDataFrame,
    check: Callable[[], None],
    levels: Sequence[str] = UNIT_LEVELS,
    given: Boundaries | None = None,
) -> UnitOutlines:
    """Take the boundaries of units that are given, and dissolve the pieces into the others.

    Every unit with a geometry has an outline, at any size and whatever is wrong with its pieces.

    Args:
        pieces: with the codes of their units in columns named as the levels.
        check: called between units, in any thread; raises to stop.
        levels: which to make, the highest first.
        given: valid boundaries in the pieces' system, also of units without pieces.
    """
    known = {level: dict((given or {}).get(level, {})) for level in levels}
    outlines = {level: _wkb_by_code(boundaries) for level, boundaries in known.items()}
    parts = pieces.geometry.to_numpy()
    lower: str | None = None
    for level in reversed(levels):
        if level in pieces:
            groups = [pair for pair in sorted(pieces.groupby(level).indices.items()) if pair[0] not in known[level]]
            # One after the other, as threads take them: the pieces of all units would be held twice.
            tasks = (
                EncodedGeometry.of(parts[rows]).wkb
                if lower is None
                else _merge_lower(pieces[lower].iloc[rows], outlines[lower], parts[rows])
                for _, rows in groups
            )
            work = partial(_dissolve, shared=lower is None, check=check)
            # GEOS works without the interpreter's lock, so units are dissolved side by side.
            for (code, _), outline in zip(groups, run_in_threads(work, tasks, os.cpu_count() or 1)):
                if outline is not None:
                    outlines[level][str(code)] = outline
            lower = level
    return UnitOutlines(
        codes={level: tuple(found) for level, found in outlines.items()},
        geometry={level: _encoded(list(found.values())) for level, found in outlines.items()},
        villages=_village_names(pieces),
        given=frozenset(code for boundaries in known.values() for code in boundaries),
    )


def _wkb_by_code(boundaries: Mapping[str, shapely.Geometry]) -> dict[str, bytes]:
    """Return boundaries as WKB."""
    return dict(zip(boundaries, EncodedGeometry.of(np.array(list(boundaries.values()), dtype=object)).wkb))


def _encoded(wkb: Sequence[bytes]) -> EncodedGeometry:
    """Return geometries that are WKB already."""
    return EncodedGeometry(np.array(wkb, dtype=object))


def _village_names(pieces: geopandas.GeoDataFrame) -> dict[str, str]:
    """Return the name of each village: the location unit that most of its pieces have."""
    villages: dict[str, str] = {}
    if Level.VILLAGE in pieces and "ZLDWMC" in pieces:
        names = pieces[[Level.VILLAGE.value, "ZLDWMC"]].dropna().value_counts(sort=True)
        for code, name in reversed(list(names.index)):
            villages[str(code)] = str(name)
    return villages


def _merge_lower(codes: pd.Series, outlines: Mapping[str, bytes], parts: np.ndarray) -> np.ndarray:
    """Return what makes up a unit: the units below it, which have far fewer corners, and the pieces of none of these.

    Args:
        codes: the unit below of each piece.
        outlines: of the units below, as WKB by code.
        parts: the pieces.

    Returns:
        object (n,), WKB.
    """
    below = [code for code in codes.dropna().unique() if str(code) in outlines]
    rest = EncodedGeometry.of(parts[~codes.isin(below).to_numpy()]).wkb
    return np.concatenate([np.array([outlines[str(code)] for code in below], dtype=object), rest])


def _dissolve(parts: np.ndarray, shared: bool, check: Callable[[], None]) -> bytes | None:
    """Return the union of parts as WKB; None if there is none, or nothing is left of it."""
    check()
    shape = dissolve(EncodedGeometry(parts).decode(), layout_data()["dissolve_chunk"], shared)
    return None if shape is None or shape.is_empty else EncodedGeometry.of(np.array([shape])).wkb[0]


def dissolve(parts: np.ndarray, chunk: int, shared: bool = True, gap: float | None = None) -> shapely.Geometry | None:
    """Return the union of pieces, however many they are and whatever is wrong with them; None where there are none.

    Boundaries that two pieces share cancel out, which takes a second for 100,000 pieces where a general union takes
    half a minute. Where a zone's corner lies on a neighbour's edge the two do not match, which leaves pinholes; see
    `close_gaps`. Pieces that overlap need the general union: only those of the chunks in which they lie get it. Where
    GEOS finds no union, the outline is that of the cells of a grid which the pieces touch, or at worst their box.
    Pieces of very many corners are simplified first: their union takes minutes otherwise.

    Args:
        parts: the pieces.
        chunk: number of neighbouring pieces that are dissolved at a time where not all share their boundaries.
        shared: whether the pieces share their boundaries.
        gap: narrower gaps than twice this (m) are closed; by default what the data file says.
    """
    gap = layout_data()["close_m"] if gap is None else gap
    polygons = in_steps(shapely.get_parts, parts)
    polygons = polygons[shapely.area(polygons) > 0]
    if not len(polygons):
        return None
    if shapely.get_num_coordinates(polygons).sum() > max(_MANY_EACH * len(polygons), _MANY):
        polygons, shared = simplified(polygons, gap * _FINER), False
    found = next((union for union in _unions(polygons, chunk, shared) if is_outline(union, polygons)), None)
    if found is None:
        return touched_cells(polygons)
    closed = close_gaps(found, gap) if gap else found
    # Closing blunts sharp corners.
    return closed if is_outline(closed, polygons, near=_SHARPEST * gap) else found


def simplified(polygons: np.ndarray, detail: float) -> np.ndarray:
    """Return valid polygons without corners nearer to an edge than a distance (m); those that would vanish as given."""
    plain = repair(shapely.simplify(polygons, detail, preserve_topology=False))[0]
    return np.where(shapely.is_missing(plain), polygons, plain)


def _unions(polygons: np.ndarray, chunk: int, shared: bool) -> Iterator[shapely.Geometry]:
    """Yield the union of polygons by ever slower and rougher ways on which GEOS does not fail."""
    union = _cancel_shared(polygons) if shared else None
    if union is not None:
        yield shapely.make_valid(union)
    for mended, grid in ((polygons, None), (repair(polygons)[0], _GRID)):
        with contextlib.suppress(shapely.errors.GEOSException):
            yield shapely.make_valid(_union_by_chunks(mended, chunk, shared, grid))


def _union_by_chunks(polygons: np.ndarray, chunk: int, shared: bool, grid: float | None) -> shapely.Geometry:
    """Return the union of polygons, `chunk` neighbours at a time; with a grid (m), of coordinates rounded to it."""
    chunks = np.array_split(_by_place(polygons), max(1, math.ceil(len(polygons) / chunk)))
    shared = shared and grid is None
    whole = [(_cancel_shared(near) if shared else None) or shapely.union_all(near, grid_size=grid) for near in chunks]
    return shapely.union_all(whole, grid_size=grid)


def is_outline(union: shapely.Geometry, polygons: np.ndarray, near: float = _NEAR) -> bool:
    """Return whether what GEOS calls the union of polygons reaches as far as they do, and is no smaller than one."""
    if not union.area >= shapely.area(polygons).max() * (1 - _GRID):
        return False
    return bool(np.allclose(shapely.bounds(union), shapely.total_bounds(polygons), rtol=0, atol=near))


def touched_cells(polygons: np.ndarray) -> shapely.Geometry:
    """Return the cells of a grid that polygons touch, as one outline; the box around the polygons where GEOS fails."""
    west, south, east, north = shapely.total_bounds(polygons)
    counts = [max(1, round(_CELLS * side / max(east - west, north - south))) for side in (east - west, north - south)]
    x, y = (np.linspace(*ends, count + 1) for ends, count in zip(((west, east), (south, north)), counts))
    left, bottom = (values.ravel() for values in np.meshgrid(np.arange(counts[0]), np.arange(counts[1])))
    cells = shapely.box(x[left], y[bottom], x[left + 1], y[bottom + 1])
    with contextlib.suppress(shapely.errors.GEOSException):
        hits = spatial_index(shapely.centroid(cells)).query(polygons, predicate="intersects")[1]
        hits = np.append(hits, spatial_index(cells).query(shapely.point_on_surface(polygons))[1])
        return shapely.coverage_union_all(cells[np.unique(hits)])
    return shapely.box(west, south, east, north)


def _cancel_shared(polygons: np.ndarray) -> shapely.Geometry | None:
    """Return the union of polygons by their shared boundaries; None where they overlap."""
    with contextlib.suppress(shapely.errors.GEOSException):
        union = shapely.coverage_union_all(polygons)
        # Of polygons that overlap it may make a shape that crosses itself, whose repair would have holes.
        return union if union.is_valid else None
    return None


def _by_place(polygons: np.ndarray) -> np.ndarray:
    """Return polygons in the order of their places, so that neighbours stand near each other: by strips, then along."""
    left, bottom, right, top = shapely.bounds(polygons).T
    x, y = (left + right) / 2, (bottom + top) / 2
    strips = max(1, round(math.sqrt(len(polygons)) / 8))
    ranks = np.argsort(np.argsort(x, kind="stable"), kind="stable")
    return polygons[np.lexsort((y, ranks * strips // len(polygons)))]


def close_gaps(shape: shapely.Geometry, gap: float) -> shapely.Geometry:
    """Return a shape without gaps narrower than twice a distance (m); the shape itself where GEOS fails.

    Of a line of very many corners those nearer to it than a quarter of the distance go: closing takes minutes of them.
    """
    with contextlib.suppress(shapely.errors.GEOSException):
        plain = shapely.simplify(shape, gap * _FINER) if shapely.get_num_coordinates(shape) > _MANY else shape
        closed = shapely.buffer(shapely.buffer(plain, gap, join_style="mitre"), -gap, join_style="mitre")
        return shape if closed.is_empty else closed
    return shape
