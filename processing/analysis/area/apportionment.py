"""Apportionment of areas of record among parts by largest remainder, and the weights for it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from ..geometry.rings import ring_signs
from ..vocabulary import AreaMethod
from .ellipsoidal import GaussKruger, scale_at

# Where the change of scale across a polygon adds up to less than this (m²), the scale at the centroid serves.
_BEND = 1e-4


def share_weights(geometry: np.ndarray, method: str, projection: GaussKruger) -> np.ndarray:
    """Return the weights (m²) by which an area of record is apportioned among polygons.

    A weight is the planar area, corrected by the projection's scale at the centroid. Where a polygon is so long or
    large that the scale changes across it, the mean scale serves instead: no share is off by half of 0.01 m² (proven
    in the tests). With the planar method the weights are the planar areas themselves.

    Args:
        geometry: object (n,), polygons in Gauss-Krüger coordinates.
        method: an `AreaMethod`.
        projection: of the coordinates.

    Returns:
        float64 (n,).

    >>> zone_40 = GaussKruger(central_meridian=120, false_easting=500_000)
    >>> squares = shapely.box([500_000, 600_000], 3_200_000, [500_100, 600_100], 3_200_100)
    >>> share_weights(squares, "planar", zone_40).tolist()
    [10000.0, 10000.0]
    >>> share_weights(squares, "national", zone_40).round(1).tolist()  # 100 km off the meridian the map is too large
    [10000.0, 9997.5]

    """
    area = shapely.area(geometry)
    if method == AreaMethod.PLANAR:
        return area
    centroid = shapely.centroid(geometry)
    inverse, radius2 = scale_at(shapely.get_x(centroid), shapely.get_y(centroid), projection)
    weights = area * inverse
    bounds = shapely.bounds(geometry)
    wide = np.flatnonzero(area * (bounds[:, 2] - bounds[:, 0]) ** 2 > _BEND * 4 * radius2)
    if len(wide):
        # 1/m² is a parabola in the easting, -(y/R)², over a polygon: its mean differs by the easting's variance.
        weights[wide] -= _second_moment(geometry[wide]) / radius2[wide]
    return weights


def _second_moment(geometry: np.ndarray) -> np.ndarray:
    """Return the integral of (x - x of the centroid)² over each polygon (m⁴)."""
    coordinates, ring, sign, owner = ring_signs(geometry)
    x = coordinates[:, 0] - shapely.get_x(shapely.centroid(geometry))[owner][ring]
    y = coordinates[:, 1] - coordinates[np.unique(ring, return_index=True)[1], 1][ring]
    before, after = x[:-1], x[1:]
    # Green: the boundary integral of x³/3 dy, edge by edge.
    term = (y[1:] - y[:-1]) * (before + after) * (before * before + after * after) / 12
    term[ring[1:] != ring[:-1]] = 0.0
    moment = np.abs(np.bincount(ring[:-1], term, len(sign)))
    return np.bincount(owner, moment * sign, len(geometry))


def apportion(total: npt.ArrayLike, group: npt.ArrayLike, weight: npt.ArrayLike) -> np.ndarray:
    """Apportion whole hundredths among the members of groups by weight, by largest remainder.

    Args:
        total: int64, one per group: what its members must add up to.
        group: int64, one per member: the number of its group, ascending.
        weight: float, one per member, not negative.

    Returns:
        int64, one per member. Sums per group equal `total` exactly. Of equal remainders the earlier member is served
        first, so the result depends on the order of members only where two shares are equal.

    >>> apportion([100, 10], [0, 0, 0, 1, 1], [1, 1, 1, 3, 1]).tolist()
    [34, 33, 33, 8, 2]

    """
    total, group = np.asarray(total, np.int64), np.asarray(group, np.int64)
    weight = np.asarray(weight, float)
    if not len(group):
        return np.zeros(0, np.int64)
    sums = np.bincount(group, weight, len(total))
    size = np.bincount(group, minlength=len(total))
    # A group without any weight (all members degenerate) is divided evenly rather than lost.
    weight = np.where(sums[group] > 0, weight, 1.0)
    sums = np.where(sums > 0, sums, size)
    quota = np.abs(total[group]) * (weight / sums[group])
    # A quota that is whole but for the last bit must not be rounded up: no member may get more than its quota.
    share = np.floor(quota * (1 - 1e-12)).astype(np.int64)
    missing = np.abs(total) - np.bincount(group, share, len(total)).astype(np.int64)
    order = np.lexsort((np.arange(len(group)), -(quota - share), group))
    first = np.cumsum(size) - size
    rank = np.empty(len(group), np.int64)
    rank[order] = np.arange(len(group)) - first[group[order]]
    share += missing[group] // size[group] + (rank < missing[group] % size[group])
    return share * np.sign(total[group])
