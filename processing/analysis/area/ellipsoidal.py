"""Ellipsoidal areas on CGCS2000 by the national formula, along geodesics, and by the scale of the projection.

Areas are in square metres. Polygons are in Gauss-Krüger coordinates (x east, y north, metres) unless said otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely

from ..geometry.rings import ring_signs
from ..vocabulary import AreaMethod
from .rounding import round_area

if TYPE_CHECKING:
    from pyproj import CRS

# CGCS2000, and what follows from it; names as in the formula sheet "图幅理论面积与图斑椭球面积计算公式及要求".
SEMI_MAJOR = 6378137.0
FLATTENING = 1 / 298.257222101
SEMI_MINOR = SEMI_MAJOR * (1 - FLATTENING)
E2 = (SEMI_MAJOR**2 - SEMI_MINOR**2) / SEMI_MAJOR**2
E2_PRIME = (SEMI_MAJOR**2 - SEMI_MINOR**2) / SEMI_MINOR**2
POLAR_RADIUS = SEMI_MAJOR**2 / SEMI_MINOR

# Series of the trapezoid between two parallels: b²ΔL·[F(B2) - F(B1)], F(B) = Σ coefficient · sin((2k+1)B).
SERIES = (
    1 + 3 / 6 * E2 + 30 / 80 * E2**2 + 35 / 112 * E2**3 + 630 / 2304 * E2**4,
    -(1 / 6 * E2 + 15 / 80 * E2**2 + 21 / 112 * E2**3 + 420 / 2304 * E2**4),
    3 / 80 * E2**2 + 7 / 112 * E2**3 + 180 / 2304 * E2**4,
    -(1 / 112 * E2**3 + 45 / 2304 * E2**4),
    5 / 2304 * E2**4,
)
# Footpoint latitude from the northing (radians), CGCS2000.
FOOTPOINT = (1.57048761144159e-7, 5.05250178820567e-3, 2.98472900956587e-5, 2.41626669230084e-7, 2.22241238938534e-9)

# The survey's rounding: arc seconds per radian, places kept for seconds and coordinates, longest edge.
SECONDS = 206264.8062471
SECOND_PLACES = 6
COORDINATE_PLACES = 4
INTERPOLATED_PLACES = 6
LONGEST_EDGE = 70.0

_CHUNK = 400_000


@dataclass(frozen=True)
class GaussKruger:
    """A Gauss-Krüger projection of CGCS2000.

    Attributes:
        central_meridian: degrees east.
        false_easting: metres, with the zone number where the easting carries one (39500000 in zone 39).
        false_northing: metres.

    >>> GaussKruger(central_meridian=117, false_easting=39_500_000)
    GaussKruger(central_meridian=117, false_easting=39500000, false_northing=0.0)

    """

    central_meridian: float
    false_easting: float
    false_northing: float = 0.0


def _half_up(values: np.ndarray, places: int) -> np.ndarray:
    """Round half away from zero, as the survey's rules do (numpy rounds half to even)."""
    factor = 10.0**places
    return np.copysign(np.floor(np.abs(values) * factor + 0.5), values) / factor


def to_geographic(x: np.ndarray, y: np.ndarray, projection: GaussKruger) -> tuple[np.ndarray, np.ndarray]:
    """Return latitudes and longitude differences from the central meridian (radians).

    Source: the inverse series of 图幅理论面积与图斑椭球面积计算公式及要求 (2008).

    >>> latitude, longitude = to_geographic(np.array([500_000.0]), np.array([0.0]), GaussKruger(117, 500_000))
    >>> latitude.tolist(), longitude.tolist()  # on the central meridian and the equator
    ([0.0], [0.0])

    """
    k0, k1, k2, k3, k4 = FOOTPOINT
    e = k0 * (y - projection.false_northing)
    sin_e, cos_e = np.sin(e), np.cos(e)
    sin2 = sin_e * sin_e
    foot = e + cos_e * sin_e * (k1 + sin2 * (-k2 + sin2 * (k3 - sin2 * k4)))
    cos_f = np.cos(foot)
    t = np.tan(foot)
    t2 = t * t
    eta2 = E2_PRIME * cos_f * cos_f
    v2 = 1 + eta2
    d = (x - projection.false_easting) * np.sqrt(v2) / POLAR_RADIUS
    d2 = d * d
    latitude = foot - v2 * t * d2 * (
        0.5 - d2 * ((5 + 3 * t2 + eta2 - 9 * eta2 * t2) / 24 - d2 * (61 + 90 * t2 + 45 * t2 * t2) / 720)
    )
    longitude = (
        d
        * (1 - d2 * ((1 + 2 * t2 + eta2) / 6 - d2 * (5 + 28 * t2 + 24 * t2 * t2 + 6 * eta2 + 8 * eta2 * t2) / 120))
        / cos_f
    )
    return latitude, longitude


def _authalic(latitude: np.ndarray) -> np.ndarray:
    """Compute F(B) of the trapezoid series, by recurrence on sin((2k+1)B)."""
    sine = np.sin(latitude)
    double = 2 * np.cos(2 * latitude)
    before, current = -sine, sine
    total = SERIES[0] * sine
    for coefficient in SERIES[1:]:
        before, current = current, double * current - before
        total += coefficient * current
    return total


def _densify(x: np.ndarray, y: np.ndarray, ring: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Add uniform points to edges longer than 70 m, for calculation only (source as `national_area`)."""
    dx, dy = np.diff(x), np.diff(y)
    same = ring[1:] == ring[:-1]
    extra = np.where(same, (np.hypot(dx, dy) / LONGEST_EDGE).astype(np.int64), 0)
    if not extra.any():
        return x, y, ring
    # An edge with n points between its ends contributes n + 1 points, its start included.
    count = np.append(extra + 1, 1)
    start = np.repeat(np.arange(len(x)), count)
    step = np.arange(len(start)) - np.repeat(np.cumsum(count) - count, count)
    share = step / np.append(extra + 1, 1)[start]
    dx, dy = np.append(dx, 0.0), np.append(dy, 0.0)
    inner = step > 0
    x_new, y_new = x[start], y[start]
    x_new[inner] = _half_up(x_new[inner] + dx[start[inner]] * share[inner], INTERPOLATED_PLACES)
    y_new[inner] = _half_up(y_new[inner] + dy[start[inner]] * share[inner], INTERPOLATED_PLACES)
    return x_new, y_new, ring[start]


def _national_chunk(geometry: np.ndarray, projection: GaussKruger) -> np.ndarray:
    """Return unrounded areas (m²) by the national formula; as `national_area`, for as many as fit in memory."""
    coordinates, ring, sign, owner = ring_signs(geometry)
    if not len(coordinates):
        return np.zeros(len(geometry))
    x = _half_up(coordinates[:, 0], COORDINATE_PLACES)
    y = _half_up(coordinates[:, 1], COORDINATE_PLACES)
    x, y, ring = _densify(x, y, ring)
    latitude, longitude = to_geographic(x, y, projection)
    latitude = _half_up(latitude * SECONDS, SECOND_PLACES) / SECONDS
    # The formula's longitudes are rounded as whole longitudes, not as differences from the meridian.
    meridian = np.radians(projection.central_meridian)
    longitude = _half_up((longitude + meridian) * SECONDS, SECOND_PLACES) / SECONDS
    # Any fixed meridian serves as L0; one near the polygon keeps the digits that a far one would cancel.
    _, first = np.unique(ring, return_index=True)
    longitude = longitude - longitude[first][ring]
    f = _authalic(latitude)
    term = (f[1:] - f[:-1]) * (longitude[1:] + longitude[:-1])
    term[ring[1:] != ring[:-1]] = 0.0
    ring_area = np.abs(np.bincount(ring[:-1], term, len(sign))) * (SEMI_MINOR**2 / 2)
    return np.bincount(owner, ring_area * sign, len(geometry))


def national_area(geometry: npt.ArrayLike, projection: GaussKruger) -> np.ndarray:
    """Return ellipsoidal areas (m², half up to 0.01) by the national formula, with its densifying and rounding.

    Source: 图幅理论面积与图斑椭球面积计算公式及要求 (2008), constants of CGCS2000; rounding rules of the third survey.
    Holes are subtracted; empty and missing geometries have no area (0).

    >>> square = shapely.box(500_000, 3_200_000, 500_100, 3_200_100)
    >>> national_area([square, None], GaussKruger(117, 500_000)).tolist()
    [10000.0, 0.0]

    """
    geometry = np.asarray(geometry, dtype=object)
    counts = np.cumsum(shapely.get_num_coordinates(geometry))
    result = np.empty(len(geometry))
    start = 0
    while start < len(geometry):
        done = counts[start - 1] if start else 0
        end = max(start + 1, int(np.searchsorted(counts, done + _CHUNK, side="right")))
        result[start:end] = _national_chunk(geometry[start:end], projection)
        start = end
    return round_area(result)


def geodesic_area(geometry: np.ndarray, crs: CRS) -> np.ndarray:
    """Return ellipsoidal areas (m², unrounded) along geodesics (GeographicLib in PROJ).

    It is slow, and the independent check of the national formula. Missing geometries have no area (0).

    Args:
        geometry: polygons in the coordinates of `crs`.
        crs: based on CGCS2000.

    >>> import pyproj
    >>> square = np.array([shapely.box(500_000, 3_200_000, 500_100, 3_200_100)])
    >>> geodesic_area(square, pyproj.CRS("EPSG:4548")).round(1).tolist()
    [10000.0]

    """
    import pyproj  # noqa: PLC0415  only this method needs it

    geod = pyproj.Geod(a=SEMI_MAJOR, b=SEMI_MINOR)
    transformer = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    normal = shapely.normalize(geometry)  # exterior clockwise, holes the other way: areas of one sign
    geographic = shapely.transform(normal, lambda c: np.column_stack(transformer.transform(c[:, 0], c[:, 1])))
    return np.array([0.0 if g is None else abs(geod.geometry_area_perimeter(g)[0]) for g in geographic])


def measured_area(geometry: np.ndarray, method: str, crs: CRS, projection: GaussKruger) -> np.ndarray:
    """Return the areas (m², half up to 0.01) of polygons by an `AreaMethod`; missing geometries have none (0).

    Raises:
        ValueError: the method is none.

    >>> import pyproj
    >>> square = np.array([shapely.box(600_000, 3_200_000, 600_100, 3_200_100)])
    >>> crs, projection = pyproj.CRS("EPSG:4548"), GaussKruger(117, 500_000)
    >>> measured_area(square, "planar", crs, projection).tolist()
    [10000.0]
    >>> measured_area(square, "national", crs, projection).round().tolist()
    [9998.0]

    """
    if method == AreaMethod.NATIONAL:
        return national_area(geometry, projection)
    if method == AreaMethod.GEODESIC:
        return round_area(geodesic_area(geometry, crs))
    if method == AreaMethod.PLANAR:
        return round_area(np.where(shapely.is_missing(geometry), 0.0, shapely.area(geometry)))
    raise ValueError(f"unknown area method: {method}")


def scale_at(x: np.ndarray, y: np.ndarray, projection: GaussKruger) -> tuple[np.ndarray, np.ndarray]:
    """Return 1/m² at places (true area per area on the map), and the squared radius of the earth there (m²).

    >>> scale, radius2 = scale_at(np.array([500_000.0]), np.array([3_200_000.0]), GaussKruger(117, 500_000))
    >>> scale.tolist(), (radius2**0.5 / 1000).round().tolist()  # on the central meridian; radius in km
    ([1.0], [6367.0])

    """
    east = np.nan_to_num(x) - projection.false_easting
    north = np.nan_to_num(y) - projection.false_northing
    # Shares need the radius at the place: a mean one would put a long river's shares off by centimetres.
    e = FOOTPOINT[0] * north
    cosine = np.cos(e + FOOTPOINT[1] * np.sin(e) * np.cos(e))
    radius2 = POLAR_RADIUS**2 / (1 + E2_PRIME * cosine * cosine) ** 2
    ratio = east * east / radius2
    # m = 1 + y²/2R² + y⁴/24R⁴
    scale = 1 + ratio / 2 + ratio * ratio / 24
    return 1 / (scale * scale), radius2


def approximate_area(geometry: np.ndarray, projection: GaussKruger) -> np.ndarray:
    """Return ellipsoidal areas (m²) from planar ones and the projection's scale at the centroid.

    This leaves out the change of scale inside a polygon: 2e-9 of the area for one 1 km wide. Good for shares and for
    a first look, never for an area of record.

    >>> square = np.array([shapely.box(600_000, 3_200_000, 600_100, 3_200_100)])
    >>> approximate_area(square, GaussKruger(117, 500_000)).round(1).tolist()
    [9997.5]

    """
    centroid = shapely.centroid(geometry)
    return shapely.area(geometry) * scale_at(shapely.get_x(centroid), shapely.get_y(centroid), projection)[0]


def rough_area(geometry: np.ndarray, projection: GaussKruger) -> np.ndarray:
    """Return ellipsoidal areas (m²) with the scale in the middle of the bounds.

    The error is 5e-9 of the area for each metre between that middle and the centroid.

    >>> square = np.array([shapely.box(600_000, 3_200_000, 600_100, 3_200_100)])
    >>> rough_area(square, GaussKruger(117, 500_000)).round(1).tolist()
    [9997.5]

    """
    west, south, east, north = shapely.bounds(geometry).T
    return shapely.area(geometry) * scale_at((west + east) / 2, (south + north) / 2, projection)[0]
