"""What helps a reader find his way: outlines and names of units, from the pieces themselves."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely

from ....analysis.summary import LEVELS, VILLAGE
from ....bridge.io.reading import read_file
from .settings import layout_data


@dataclass(frozen=True)
class Context:
    """Outlines of units by level and code, in the pieces' system, and what villages are called."""

    outlines: Mapping[str, Mapping[str, shapely.Geometry]]
    villages: Mapping[str, str]

    def bounds(self, level: str) -> tuple[float, float, float, float]:
        """Of all units of a level."""
        return tuple(float(value) for value in shapely.total_bounds(list(self.outlines[level].values())))


def read_context(geopackage: Path, check: Callable[[], None], levels: Sequence[str] = LEVELS) -> Context:
    """The context of a run's file."""
    return make_context(read_file(geopackage, "pieces"), check, levels)


def make_context(pieces: geopandas.GeoDataFrame, check: Callable[[], None], levels: Sequence[str] = LEVELS) -> Context:
    """Dissolve the pieces into units.

    A unit whose pieces overlap, and are too many for the general union, has no outline.

    Args:
        pieces: with the codes of their units in columns named as the levels.
        check: called between units; raises to stop.
        levels: which ones.
    """
    outlines: dict[str, dict[str, shapely.Geometry]] = {}
    lower, parts = None, pieces.geometry.to_numpy()
    for level in reversed(levels):
        found = outlines.setdefault(level, {})
        if level not in pieces:
            continue

        def outline(
            rows: np.ndarray, level: str | None = lower, below: Mapping[str, shapely.Geometry] = outlines.get(lower, {})
        ) -> shapely.Geometry | None:
            check()
            own = parts[rows] if level is None else _of_lower(pieces[level].iloc[rows], below, parts[rows])
            return dissolved(own, layout_data()["dissolve_until"], shared=level is None)

        groups = sorted(pieces.groupby(level).indices.items())
        # GEOS works without the interpreter's lock, so units are dissolved side by side.
        with ThreadPoolExecutor() as pool:
            for (code, _), shape in zip(groups, pool.map(outline, [rows for _, rows in groups])):
                if shape is not None and not shape.is_empty:
                    found[str(code)] = shape
        lower = level
    outlines = {level: outlines[level] for level in levels}
    villages: dict[str, str] = {}
    if VILLAGE in pieces and "ZLDWMC" in pieces:
        names = pieces[[VILLAGE, "ZLDWMC"]].dropna().value_counts(sort=True)
        for code, name in reversed(list(names.index)):
            villages[str(code)] = str(name)
    return Context(outlines, villages)


def _of_lower(codes: pd.Series, outlines: Mapping[str, shapely.Geometry], parts: np.ndarray) -> np.ndarray:
    """What a unit consists of: the units below it, which have far fewer corners, and what belongs to none of these."""
    below = [code for code in codes.dropna().unique() if str(code) in outlines]
    rest = parts[~codes.isin(below).to_numpy()]
    return np.concatenate([np.array([outlines[str(code)] for code in below], dtype=object), rest])


def dissolved(parts: np.ndarray, limit: int, shared: bool = True) -> shapely.Geometry | None:
    """The union of pieces that share their boundaries.

    Boundaries that two pieces share cancel out, which takes a second for 100,000 pieces where a general union takes
    half a minute. Where a zone's corner lies on a neighbour's edge the two do not match, which leaves pinholes; see
    `closed`. Pieces that overlap need the general union.

    Args:
        parts: the pieces.
        limit: most pieces for the general union; None beyond.
        shared: whether the pieces share their boundaries.
    """
    polygons = shapely.get_parts(parts)
    union = None
    if shared:
        with contextlib.suppress(shapely.errors.GEOSException):
            union = shapely.coverage_union_all(polygons)
    if union is None:
        if len(polygons) > limit:
            return None
        union = shapely.union_all(polygons)
    return closed(shapely.make_valid(union), layout_data()["close_m"])


def closed(shape: shapely.Geometry, gap: float) -> shapely.Geometry:
    """A shape without gaps narrower than twice a distance (m)."""
    return shapely.buffer(shapely.buffer(shape, gap, join_style="mitre"), -gap, join_style="mitre")
