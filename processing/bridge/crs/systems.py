"""One coordinate system for all layers: a Gauss-Krüger projection of CGCS2000."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import geopandas
import numpy as np
import pyproj
import shapely
from pyproj.aoi import AreaOfInterest, AreaOfUse
from pyproj.enums import PJType
from pyproj.transformer import TransformerGroup
from qgis.core import QgsCoordinateReferenceSystem

from ...analysis.area.ellipsoidal import GaussKruger
from ..compat import crs_wkt
from ..errors import InputError
from ..i18n import tr
from .transform import reproject

_DATUMS = ("CHINA 2000", "CHINA_2000", "CGCS2000", "CHINA GEODETIC COORDINATE SYSTEM 2000")
# Realised like CGCS2000 and within a metre of it, though PROJ has no parameters: a warning is enough.
_WORLD_DATUM = "World Geodetic System 1984"
_GEOGRAPHIC = 4490
# Names of these projections by EPSG and, with underscores, by ESRI, also on the older datums.
_GAUSS_KRUGER = re.compile(
    r"(?P<datum>.+?)(?: /)? (?P<three>3[- ]degree )?(?:Gauss-Kruger|GK) (?:zone (?P<zone>\d+)|CM (?P<longitude>\d+)E)",
    re.IGNORECASE,
)


class Zones(NamedTuple):
    """Gauss-Krüger zones of CGCS2000: their width (degrees), their numbers, and the EPSG codes of the first one."""

    width: int
    first: int
    last: int
    with_number: int  # in the easting
    without_number: int


THREE_DEGREES = Zones(3, 25, 45, 4513, 4534)
SIX_DEGREES = Zones(6, 13, 23, 4491, 4502)


def to_pyproj(crs: QgsCoordinateReferenceSystem, layer: str) -> pyproj.CRS:
    """The layer's system for pyproj; no system is an error."""
    # A GeoPackage without a system says so by one that is valid: "Undefined geographic SRS".
    if not crs.isValid() or crs.description().lower().startswith("undefined"):
        raise InputError(
            tr(
                "Layer “{layer}” has no coordinate reference system. Set it in the layer's properties (for survey "
                "data usually CGCS2000, EPSG:4513 to 4554), or supply the .prj file."
            ).format(layer=layer)
        )
    return pyproj.CRS.from_user_input(crs.authid() or crs_wkt(crs))


def is_cgcs2000(crs: pyproj.CRS) -> bool:
    """Whether the system stands on the CGCS2000 datum."""
    geodetic = crs.geodetic_crs
    if geodetic is None:
        return False
    names = [geodetic.name, geodetic.datum.name if geodetic.datum else ""]
    return any(datum in name.upper() for name in names for datum in _DATUMS)


def crs_title(crs: str, tr: Callable[[str], str] = tr) -> str:
    """A coordinate system as people name it, with its code where it has one; arguments as for `crs_name`."""
    name = crs_name(crs, tr)
    return tr("{one} ({another})").format(one=name, another=crs) if _is_code(crs) else name


def crs_name(crs: str, tr: Callable[[str], str] = tr) -> str:
    """A coordinate system as people name it; Chinese ones are put together from their parts, others as they are.

    Args:
        crs: a code such as `EPSG:4527`, or the name of a system without one, as .prj files have it.
        tr: translates; into the user's language if not given.

    """
    name = pyproj.CRS.from_user_input(crs).name if _is_code(crs) else crs
    datums = {
        "CGCS2000": tr("CGCS2000"),
        "China Geodetic Coordinate System 2000": tr("CGCS2000"),
        "Xian 1980": tr("Xi'an 1980"),
        "Beijing 1954": tr("Beijing 1954"),
    }
    plain = name.replace("_", " ")
    made = _GAUSS_KRUGER.fullmatch(plain)
    if made is None or made["datum"] not in datums:
        return datums.get(plain, name)
    three, zone = made["three"], int(made["zone"] or 0)
    longitude = int(made["longitude"] or (THREE_DEGREES.width * zone if three else SIX_DEGREES.width * zone - 3))
    width = tr("3° zones") if three else tr("6° zones")
    if zone:
        text = tr("{datum}, Gauss-Krüger in {width}, zone {zone}, central meridian {longitude}° E")
    else:
        text = tr("{datum}, Gauss-Krüger in {width}, central meridian {longitude}° E")
    return text.format(datum=datums[made["datum"]], width=width, zone=zone, longitude=longitude)


def _named(crs: pyproj.CRS) -> str:
    """The system's name in the user's language."""
    code = crs.to_epsg()
    return crs_name(f"EPSG:{code}" if code else crs.name)


def _is_code(crs: str) -> bool:
    """Whether the text is a code that PROJ knows."""
    authority, _, code = crs.partition(":")
    return code in pyproj.get_codes(authority, PJType.CRS, allow_deprecated=True)


def projection_of(crs: pyproj.CRS) -> GaussKruger | None:
    """The Gauss-Krüger projection behind a projected system, or None if it is another kind."""
    operation = crs.coordinate_operation
    if operation is None or "Transverse Mercator" not in operation.method_name:
        return None
    values = {
        # ESRI's .prj files write Degree.
        p.name: p.value * (1 if "degree" in p.unit_name.lower() else p.unit_conversion_factor)
        for p in operation.params
    }
    if abs(values.get("Scale factor at natural origin", 0) - 1) > 1e-12 or values.get(  # noqa: PLR2004
        "Latitude of natural origin", 0
    ):
        return None
    return GaussKruger(values["Longitude of natural origin"], values["False easting"], values["False northing"])


def middle_of(geometry: np.ndarray) -> tuple[float, float] | None:
    """The middle of a layer in its own coordinates; None if it has no geometry.

    It is that of most features, so that a few with wild coordinates do not count.
    """
    bounds = shapely.bounds(geometry)
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(bounds):
        return None
    x, y = np.median((bounds[:, :2] + bounds[:, 2:]) / 2, axis=0)
    return float(x), float(y)


def in_china(x: float, y: float, crs: pyproj.CRS) -> tuple[float, float] | None:
    """Longitude and latitude (degrees) of a place; None if it lies outside China."""
    longitude, latitude = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True).transform(x, y)
    china = extent_of_china()
    inside = china.west <= longitude <= china.east and china.south <= latitude <= china.north
    return (longitude, latitude) if inside else None


def extent_of_china() -> AreaOfUse:
    """Where CGCS2000 is used, in degrees."""
    return pyproj.CRS.from_epsg(_GEOGRAPHIC).area_of_use


def place_of(geometry: np.ndarray, crs: pyproj.CRS, layer: str) -> tuple[float, float] | None:
    """Longitude and latitude (degrees) of the middle of a layer; None if it has no geometry.

    Raises:
        InputError: the middle lies outside China: the coordinates are not of that system.

    """
    middle = middle_of(geometry)
    if middle is None:
        return None
    place = in_china(*middle, crs)
    if place is None:
        raise InputError(
            tr(
                "Layer “{layer}”: its coordinates (for example {x}, {y}) do not fit its coordinate reference system, "
                "{crs}: they lie outside China there. Set the right system in the layer's properties; see whether they "
                "are degrees or metres, with or without the zone's number, and whether x and y are exchanged."
            ).format(layer=layer, x=f"{middle[0]:.8g}", y=f"{middle[1]:.8g}", crs=_named(crs))
        )
    return place


def working_crs(crs: pyproj.CRS, longitude: float) -> pyproj.CRS:
    """The system in which a run works: the parcels' own where it fits, else the 3° zone they lie in.

    Args:
        crs: the parcels' system.
        longitude: of their middle, in degrees.

    """
    if is_cgcs2000(crs) and projection_of(crs) is not None:
        return crs
    zones = THREE_DEGREES
    zone = min(max(round(longitude / zones.width), zones.first), zones.last)
    return pyproj.CRS.from_epsg(zones.with_number + zone - zones.first)


def reproject_layer(
    frame: geopandas.GeoDataFrame,
    crs: pyproj.CRS,
    target: pyproj.CRS,
    layer: str,
    allow_ballpark: bool,
    warn: Callable[[str], None],
) -> geopandas.GeoDataFrame:
    """Bring a layer into the working system; see `find_transformer`. Coordinates that do not fit are an error."""
    place = place_of(frame.geometry.to_numpy(), crs, layer)
    transformer = find_transformer(crs, target, place, layer, allow_ballpark, warn)
    geometry = reproject(frame.geometry.to_numpy(), transformer)
    return frame.set_geometry(geopandas.GeoSeries(geometry, index=frame.index, crs=target))


def find_transformer(
    crs: pyproj.CRS,
    target: pyproj.CRS,
    place: tuple[float, float] | None,
    layer: str,
    allow_ballpark: bool,
    warn: Callable[[str], None],
) -> pyproj.Transformer | None:
    """What brings a layer into the working system; None if it is there.

    Between systems of CGCS2000 that is exact. Any other transformation is stated by `warn`; one that PROJ can only
    guess (no parameters: Xi'an 1980, Beijing 1954) is an error unless allowed.

    Args:
        crs: the layer's system.
        target: the working system.
        place: longitude and latitude of the layer (degrees), if known.
        layer: the layer's name.
        allow_ballpark: whether a guess is good enough.
        warn: told of transformations.

    """
    if crs == target:
        return None
    if is_cgcs2000(crs):
        return pyproj.Transformer.from_crs(crs, target, always_xy=True)
    best, ballpark = _best(crs, target, place)
    description = tr("{source} to {target}: {operation}").format(
        source=_named(crs),
        target=_named(target),
        operation=tr("approximate, PROJ knows no parameters") if ballpark else best.description,
    )
    near = crs.geodetic_crs is not None and crs.geodetic_crs.datum.name.startswith(_WORLD_DATUM)
    if ballpark and not near and not allow_ballpark:
        raise InputError(
            tr(
                "Layer “{layer}” cannot be brought to CGCS2000 exactly: PROJ knows no parameters from {source} and "
                "would ignore the difference, which can be over 100 m. Convert the layer with your office's "
                "parameters; or, if its coordinates are CGCS2000 already, set that system; or allow approximate "
                "transformation."
            ).format(layer=layer, source=_named(crs))
        )
    warn(tr("Layer “{layer}” is transformed: {description}.").format(layer=layer, description=description))
    return best


def _best(crs: pyproj.CRS, target: pyproj.CRS, place: tuple[float, float] | None) -> tuple[pyproj.Transformer, bool]:
    """The best transformation for the place (longitude, latitude), and whether it is a ballpark one."""
    area = None if place is None else AreaOfInterest(*place, *place)
    group = TransformerGroup(crs, target, always_xy=True, area_of_interest=area)
    if not group.transformers:
        return pyproj.Transformer.from_crs(crs, target, always_xy=True), True
    best = group.transformers[0]
    return best, "ballpark" in best.description.lower()
