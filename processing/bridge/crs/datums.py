"""Datums of coordinate systems: which are CGCS2000, which only mean it, and which are within a metre of it."""

from __future__ import annotations

import re

import pyproj
from pyproj.crs import Datum  # type: ignore[attr-defined]  # documented, and not in pyproj's stub
from pyproj.exceptions import CRSError

from .china import load_china

_NAMES = ("CHINA 2000", "CHINA_2000", "CGCS2000", "CHINA GEODETIC COORDINATE SYSTEM 2000")
# The same and more, without blanks and underscores, as programs and offices write it where PROJ does not know it.
_MEANT = re.compile(r"cgcs2000|china2000|chinageodeticcoordinatesystem2000|国家2000|2000国家|国家大地坐标系")
_UNKNOWN = re.compile(r"unknown|notspecified")  # which PROJ knows, as "Not specified (based on GRS 1980 ellipsoid)"
# Within a metre of CGCS2000, though PROJ has no parameters between them.
_NEAR = ("World Geodetic System 1984", "International Terrestrial Reference Frame")
_CGCS2000, _WGS84 = 4490, 4326
_RADIUS = 0.01  # metres by which half axes of one ellipsoid may differ
_FLATTENING = 1e-5  # by which its inverse flattening may: WGS84's and GRS80's are alike, older ones are not


def is_cgcs2000(crs: pyproj.CRS) -> bool:
    """Return whether a system is based on the CGCS2000 datum, by a name that PROJ knows, and on its ellipsoid."""
    geodetic = crs.geodetic_crs
    if geodetic is None or not _has_ellipsoid(crs):
        return False
    names = [geodetic.name, geodetic.datum.name if geodetic.datum else ""]
    return any(datum in name.upper() for name in names for datum in _NAMES)


def meant_datum(crs: pyproj.CRS) -> str:
    """Return the datum of a system as it names it, if that is unknown to PROJ and means CGCS2000; else empty text.

    It does if it is named so in another way, or if nothing is known of it and its ellipsoid is that of CGCS2000.
    """
    geodetic = crs.geodetic_crs
    if geodetic is None or geodetic.datum is None or is_cgcs2000(crs) or not _has_ellipsoid(crs):
        return ""
    if _is_meant(crs) or (_is_unknown(crs) and not _is_ellipsoid_of_wgs84(crs)):
        return str(geodetic.datum.name) or "?"
    return ""


def is_near_cgcs2000(crs: pyproj.CRS) -> bool:
    """Return whether longitudes and latitudes of a system are those of CGCS2000 to a metre."""
    geodetic = crs.geodetic_crs
    if geodetic is None or geodetic.datum is None:
        return False
    if geodetic.datum.name.startswith(_NEAR) or (_is_unknown(crs) and _is_ellipsoid_of_wgs84(crs)):
        return True
    # An office may raise the ellipsoid of its plane; that changes eastings and northings, not the angles.
    return _is_meant(crs) and _has_ellipsoid(crs, load_china().highest_plane)


def _has_ellipsoid(crs: pyproj.CRS, raised: float = 0.0) -> bool:
    """Return whether a system has the ellipsoid of CGCS2000, or one raised by at most so many metres; at Greenwich."""
    ellipsoid, meridian, own = crs.ellipsoid, crs.prime_meridian, pyproj.CRS.from_epsg(_CGCS2000).ellipsoid
    if ellipsoid is None or own is None or (meridian is not None and meridian.longitude):
        return False
    height = ellipsoid.semi_major_metre - own.semi_major_metre
    alike = abs(ellipsoid.inverse_flattening - own.inverse_flattening) < _FLATTENING
    return alike and -_RADIUS < height < raised + _RADIUS


def _is_ellipsoid_of_wgs84(crs: pyproj.CRS) -> bool:
    """Return whether the ellipsoid of a system is WGS 84's rather than GRS80's; they differ by 0.1 mm."""
    given = crs.ellipsoid
    own, world = (pyproj.CRS.from_epsg(code).ellipsoid for code in (_CGCS2000, _WGS84))
    if given is None or own is None or world is None or not _has_ellipsoid(crs):
        return False
    to_world, to_own = (abs(given.inverse_flattening - other.inverse_flattening) for other in (world, own))
    return to_world < to_own


def _is_meant(crs: pyproj.CRS) -> bool:
    """Return whether a system or its datum is named CGCS2000, in whatever way."""
    geodetic = crs.geodetic_crs
    if geodetic is None or geodetic.datum is None:
        return False
    return any(_MEANT.search(_plain(name)) for name in (geodetic.datum.name, geodetic.name))


def _is_unknown(crs: pyproj.CRS) -> bool:
    """Return whether a system names no datum, or one that PROJ does not know."""
    geodetic = crs.geodetic_crs
    if geodetic is None or geodetic.datum is None:
        return False
    try:
        Datum.from_name(geodetic.datum.name)
    except CRSError:
        return True
    return bool(_UNKNOWN.match(_plain(geodetic.datum.name)))


def _plain(name: str) -> str:
    """Return a name in lower case, letters and digits only."""
    return re.sub(r"[\W_]+", "", name).lower()
