"""Areas of record apportioned among parts by largest remainder, and the weights by which they are."""

from __future__ import annotations

import numpy as np
import shapely

from ..geometry.rings import ring_signs
from ..vocabulary import AreaMethod
from .ellipsoidal import GaussKruger, scale_at

# Where the scale's bend across a polygon adds up to less than this (m²), its value at the centroid serves.
_BEND = 1e-4


def share_weights(geometry: np.ndarray, method: str, projection: GaussKruger) -> np.ndarray:
    """Weights by which the pieces of a parcel divide its area of record.

    Planar areas with the scale at the centroid; where a piece is so long or large that the scale bends across it, with
    that too. No share is off by half of 0.01 m² (proven in the tests). With the planar method the weights are the
    planar areas themselves.
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
    """The integral of (x - centroid's x)² over polygons (m⁴)."""
    coordinates, ring, sign, owner = ring_signs(geometry)
    x = coordinates[:, 0] - shapely.get_x(shapely.centroid(geometry))[owner][ring]
    y = coordinates[:, 1] - coordinates[np.unique(ring, return_index=True)[1], 1][ring]
    before, after = x[:-1], x[1:]
    # Green: the boundary integral of x³/3 dy, edge by edge.
    term = (y[1:] - y[:-1]) * (before + after) * (before * before + after * after) / 12
    term[ring[1:] != ring[:-1]] = 0.0
    moment = np.abs(np.bincount(ring[:-1], term, len(sign)))
    return np.bincount(owner, moment * sign, len(geometry))


def apportion(total: np.ndarray, group: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Divide whole hundredths among the members of groups by weight, by largest remainder.

    Args:
        total: int64, one per group: what its members must add up to.
        group: int64, one per member: the number of its group, ascending.
        weight: float, one per member, not negative.

    Returns:
        int64, one per member. Sums per group equal `total` exactly. Equal remainders favour the earlier member, so
        the result depends on the members' order only where two shares are equal.

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
    # A quota that is whole but for the last bit must not be rounded up: no member may get more than its due.
    share = np.floor(quota * (1 - 1e-12)).astype(np.int64)
    missing = np.abs(total) - np.bincount(group, share, len(total)).astype(np.int64)
    order = np.lexsort((np.arange(len(group)), -(quota - share), group))
    first = np.cumsum(size) - size
    rank = np.empty(len(group), np.int64)
    rank[order] = np.arange(len(group)) - first[group[order]]
    share += missing[group] // size[group] + (rank < missing[group] % size[group])
    return share * np.sign(total[group])
