"""Ellipsoidal areas by the national formula, kept apart from the plugin's own implementation on purpose.

CGCS2000, 3-degree zone 39 (EPSG:4527). Coordinates are kept to 0.1 mm, latitude and longitude to 0.000001 second, edges
longer than 70 m are densified for the calculation, and the result is rounded half up to 0.01 m².
"""

from __future__ import annotations

import numpy as np
import shapely

_B = 6356752.31414036
_C = 6399593.62586
_EP2 = 0.00673949677548
_SERIES = (1.00336408983419, 1.12418938192711e-3, 1.69945947351885e-6, 2.71785784557743e-9, 4.35841900483425e-12)
_K = (1.57048761144159e-7, 5.05250178820567e-3, 2.98472900956587e-5, 2.41626669230084e-7, 2.22241238938534e-9)
_RHO = 206264.8062471
_EASTING = 39_500_000.0
_LONGEST = 70.0
_CHUNK = 100_000


def _geographic(east: np.ndarray, north: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Latitude, and longitude from the central meridian, in radians rounded to 0.000001 second."""
    e = _K[0] * north
    s = np.sin(e)
    s2 = s * s
    bf = e + np.cos(e) * s * (_K[1] + s2 * (-_K[2] + s2 * (_K[3] - s2 * _K[4])))
    t, cos = np.tan(bf), np.cos(bf)
    eta = _EP2 * cos * cos
    v2 = 1 + eta
    p = (east - _EASTING) * np.sqrt(v2) / _C
    p2, t2 = p * p, t * t
    lat = bf - v2 * t * p2 * (
        0.5 - p2 / 24 * (5 + 3 * t2 + eta - 9 * eta * t2) + p2 * p2 / 720 * (61 + 90 * t2 + 45 * t2 * t2)
    )
    lon = (
        p / cos * (1 - p2 / 6 * (1 + 2 * t2 + eta) + p2 * p2 / 120 * (5 + 28 * t2 + 24 * t2 * t2 + eta * (6 + 8 * t2)))
    )
    return tuple(np.floor(value * _RHO * 1e6 + 0.5) / 1e6 / _RHO for value in (lat, lon))


def _densify(xy: np.ndarray, offsets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points added evenly on edges longer than 70 m, kept to 6 decimals."""
    length = np.hypot(*(np.diff(xy, axis=0).T)) if len(xy) > 1 else np.zeros(0)
    extra = (length / _LONGEST).astype(np.int64)
    extra[offsets[1:-1] - 1] = 0  # not an edge: the step from one ring to the next
    if not extra.any():
        return xy, offsets
    extra = np.append(extra, 0)
    row = np.repeat(np.arange(len(xy)), extra + 1)
    place = np.arange(len(row)) - np.repeat(np.cumsum(extra + 1) - extra - 1, extra + 1)
    after = np.minimum(row + 1, len(xy) - 1)
    share = (place / (extra[row] + 1))[:, None]
    dense = np.where(place[:, None] == 0, xy[row], np.round(xy[row] + (xy[after] - xy[row]) * share, 6))
    shift = np.concatenate([[0], np.cumsum(extra)])
    return dense, offsets + shift[offsets]


def _ring_areas(xy: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    xy = np.floor(xy * 1e4 + 0.5) / 1e4
    xy, offsets = _densify(xy, offsets)
    lat, lon = _geographic(xy[:, 0], xy[:, 1])
    half, mean, width = np.diff(lat) / 2, (lat[1:] + lat[:-1]) / 2, (lon[1:] + lon[:-1]) / 2
    total = np.zeros(len(half))
    for number, factor in enumerate(_SERIES):
        m = 2 * number + 1
        total += (-1) ** number * factor * np.sin(m * half) * np.cos(m * mean)
    total *= 2 * _B * _B * width
    total[offsets[1:-1] - 1] = 0.0
    return np.abs(np.add.reduceat(total, offsets[:-1]))


def area_cents(geometry: np.ndarray) -> np.ndarray:
    """Areas of record of polygons or multipolygons in whole 0.01 m² (int64), half up."""
    geometry = np.asarray(geometry, dtype=object)
    result = np.zeros(len(geometry), dtype=np.int64)
    for start in range(0, len(geometry), _CHUNK):
        part = geometry[start : start + _CHUNK]
        pieces, owner = shapely.get_parts(part, return_index=True)
        rings, piece = shapely.get_rings(pieces, return_index=True)
        if not len(rings):
            continue
        xy, at = shapely.get_coordinates(rings, return_index=True)
        offsets = np.concatenate([[0], np.cumsum(np.bincount(at, minlength=len(rings)))])
        area = _ring_areas(xy, offsets)
        inner = np.concatenate([[False], piece[1:] == piece[:-1]])  # the first ring of a piece is its shell
        total = np.bincount(owner[piece], weights=np.where(inner, -area, area), minlength=len(part))
        result[start : start + _CHUNK] = np.floor(total * 100 + 0.5).astype(np.int64)
    return result


def adjust(cents: np.ndarray, group: np.ndarray, control: np.ndarray) -> np.ndarray:
    """Areas adjusted so that each group sums to its control area; the largest parcels carry the remainder."""
    count = np.bincount(group, minlength=len(control))
    total = np.zeros(len(control), dtype=np.int64)
    np.add.at(total, group, cents)
    difference = control - total
    whole, rest = np.divmod(np.abs(difference), np.maximum(count, 1))
    order = np.lexsort((np.arange(len(cents)), -cents, group))
    first = np.cumsum(count) - count
    rank = np.empty(len(cents), dtype=np.int64)
    rank[order] = np.arange(len(cents)) - first[group[order]]
    return cents + np.sign(difference)[group] * (whole[group] + (rank < rest[group]))
