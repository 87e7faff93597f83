"""Administrative units with boundaries: one row a unit, the finest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import geopandas
import numpy as np
import pandas as pd
import shapely

from .encoding import SharedGeometry
from .geometry.set_operations import areas, overlay_operation
from .values.unit_codes import shared_digits, trim_code


@dataclass(frozen=True)
class Units:
    """Administrative units with boundaries, in the order in which they have a place; threads may share them.

    Attributes:
        code: text (n,), different ones.
        shapes: their valid polygons (n,).

    """

    code: np.ndarray
    shapes: SharedGeometry

    @classmethod
    def of(cls, code: np.ndarray, geometry: np.ndarray) -> Units:
        """Take units of the calling thread: codes (n,) and valid polygons (n,)."""
        return cls(code, SharedGeometry(geometry))


def merge_units(features: geopandas.GeoDataFrame, levels: Mapping[str, int]) -> geopandas.GeoDataFrame:
    """Return one row a unit, the finest first, and those of one level by their codes.

    Features of one code are one unit, wherever they stand: its parts are joined, its first name counts. Zeros that fill
    up a code do not count.

    Args:
        features: columns `code`, `name`, `layer` and valid polygons or None.
        levels: digits of a unit code by level.

    >>> features = geopandas.GeoDataFrame(
    ...     {"code": ["360222000000", "360222100", "360222"], "name": ["A", "B", None], "layer": "XZQ"},
    ...     geometry=shapely.box([0, 0, 2], 0, [2, 1, 3], 1),
    ... )
    >>> units = merge_units(features, {"county": 6, "township": 9, "village": 12})
    >>> units["code"].tolist(), units["name"].tolist(), units.area.tolist()
    (['360222100', '360222'], ['B', 'A'], [1.0, 3.0])
    """
    codes = [trim_code(code, levels.values()) for code in features["code"]]
    groups = features.assign(code=np.array(codes, dtype=object)).groupby("code", sort=False)
    first = groups[["name", "layer"]].first()  # the first that there is
    geometry = features.geometry.to_numpy()
    shapes = np.full(len(first), None, dtype=object)
    for number, code in enumerate(first.index):
        shapes[number] = _join(geometry[groups.indices[code]])
    units = geopandas.GeoDataFrame(first.reset_index(), geometry=shapes, crs=features.crs)
    digits = [len(shared_digits(code)) for code in units["code"]]
    order = np.lexsort((units["code"].astype(str), -np.array(digits, dtype=int)))
    return units.iloc[order].reset_index(drop=True)


def _join(parts: np.ndarray) -> shapely.Geometry | None:
    """Return the union of polygons; None where there are none."""
    parts = parts[~shapely.is_missing(parts)]
    if not len(parts):
        return None

    def union(one: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
        """Return the union of two polygons; of what GEOS cannot join, both as they are."""
        joined = overlay_operation(shapely.union, np.array([one]), np.array([other]))[0][0]
        return shapely.make_valid(shapely.multipolygons(shapely.get_parts([one, other]))) if joined is None else joined

    return reduce(union, parts)


def choose_units(units: geopandas.GeoDataFrame, levels: Mapping[str, int], tolerance: float) -> Units:
    """Return the units by which places are found: each place lies in the first that covers it, which is its finest.

    Units above counties, which name no county, are left out, and so are those that units below them cover.

    Args:
        units: as from `merge_units`.
        levels: digits of a unit code by level.
        tolerance: metres by which boundaries may differ that are meant to be the same.

    >>> levels = {"county": 6, "township": 9, "village": 12}
    >>> features = geopandas.GeoDataFrame(
    ...     {"code": ["360281", "360281100", "360222100", "360222"], "name": None, "layer": "XZQ"},
    ...     geometry=shapely.box([0, 0, 5, 5], 0, [2, 2, 6, 9], 1),
    ... )
    >>> choose_units(merge_units(features, levels), levels, 0.001).code.tolist()
    ['360222100', '360281100', '360222']
    """
    least = min(levels.values())
    units = units[units.geometry.notna() & (units["code"].str.len() >= least)] if len(units) else units
    code, geometry = units["code"].to_numpy(dtype=object), units.geometry.to_numpy()
    kept = ~_are_covered(code, geometry, levels, tolerance)
    return Units.of(code[kept], geometry[kept])


def _are_covered(code: np.ndarray, geometry: np.ndarray, levels: Mapping[str, int], tolerance: float) -> np.ndarray:
    """Return which units (bool, n) are as large as all units of a level below that belong to them."""
    area, slack = areas(geometry), tolerance * np.nan_to_num(shapely.length(geometry))
    covered = np.zeros(len(code), bool)
    own = pd.Series([shared_digits(c) for c in code], dtype=object)
    for digits in levels.values():
        below = own[own.str.len() == digits]
        for length in sorted(set(own.str.len())):
            if length < digits:
                sums = pd.Series(area[below.index]).groupby(below.str[:length].to_numpy()).sum()
                there = own.map(sums).to_numpy(dtype=float)
                covered |= (own.str.len() == length).to_numpy() & (np.abs(there - area) <= slack)
    return covered
