"""Coordinate systems: their names, the working system of a run (Gauss-Krüger, CGCS2000), and transformations to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import geopandas
import numpy as np
import pyproj
import shapely
from pyproj.aoi import AreaOfInterest
from pyproj.crs.coordinate_operation import ToWGS84Transformation
from pyproj.crs.crs import BoundCRS
from pyproj.database import get_codes
from pyproj.enums import PJType
from pyproj.transformer import TransformerGroup

from ...analysis.area.ellipsoidal import GaussKruger
from ..errors import InputError
from ..i18n import tr
from .china import load_china
from .datums import is_cgcs2000, is_near_cgcs2000
from .transform import reproject

GEOGRAPHIC, _WORLD = 4490, 4326
_METHODS = ("Transverse Mercator", "Gauss Kruger")
_SCALE_NOISE = 1e-12  # by which a scale factor of 1 may differ from 1
# Names of the Gauss-Krüger projections in EPSG and, with underscores, in ESRI's files; on the older datums too.
_GAUSS_KRUGER = re.compile(
    r"(?P<datum>.+?)(?: /)? (?P<three>3[- ]degree )?(?:Gauss-Kruger|GK) (?:zone (?P<zone>\d+)|CM (?P<longitude>\d+)E)",
    re.IGNORECASE,
)


class Zones(NamedTuple):
    """The Gauss-Krüger zones of CGCS2000 of one width.

    Attributes:
        width: in degrees.
        first, last: numbers of the zones in China.
        with_number: EPSG code of the first zone's system whose eastings begin with the zone number.
        without_number: the same without the number.

    """

    width: int
    first: int
    last: int
    with_number: int
    without_number: int


# What systems without a name are called; some versions of QGIS put ? for Chinese characters.
UNNAMED = re.compile(
    r"unknown|unnamed|unnamed projected coordinate system|user[ -]?defined|custom|[?\W_\d]*", re.IGNORECASE
)

THREE_DEGREES = Zones(3, 25, 45, 4513, 4534)
SIX_DEGREES = Zones(6, 13, 23, 4491, 4502)


def crs_title(crs: str, tr: Callable[[str], str] = tr) -> str:
    """Return the name of a coordinate system with its code, if it has one; arguments as in `crs_name`."""
    name = crs_name(crs, tr)
    return tr("{one} ({another})").format(one=name, another=crs) if _is_code(crs) else name


def crs_name(crs: str, tr: Callable[[str], str] = tr) -> str:
    """Return the name of a coordinate system: translated for Chinese ones, as it stands for others.

    Args:
        crs: a code such as `EPSG:4527`, or the name of a system without code, as in .prj files.
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


def local_name(crs: pyproj.CRS, tr: Callable[[str], str] = tr) -> str:
    """Return a system's name: by its code, else its own one, or what it is where that cannot be read.

    Args:
        crs: the system.
        tr: translates; into the user's language if not given.

    """
    code = crs.to_epsg()
    if code is None and UNNAMED.fullmatch(crs.name):
        return describe_system(crs, tr)
    return crs_name(f"EPSG:{code}" if code else crs.name, tr)


def describe_system(crs: pyproj.CRS, tr: Callable[[str], str] = tr) -> str:
    """Return what a system is, whatever it is called; arguments as in `local_name`."""
    code, projection = crs.to_epsg(), projection_of(crs)
    if code is not None or projection is None or not is_cgcs2000(crs):
        return crs_name(f"EPSG:{code}" if code else crs.name, tr)
    text = tr("{datum}, Gauss-Krüger, central meridian {longitude}° E")
    return text.format(datum=tr("CGCS2000"), longitude=f"{projection.central_meridian:.10g}")


def _is_code(crs: str) -> bool:
    """Return whether a text is a code that PROJ knows, such as `EPSG:4527`."""
    authority, _, code = crs.partition(":")
    return code in _codes(authority)


@lru_cache(maxsize=8)
def _codes(authority: str) -> frozenset[str]:
    """Return the codes of systems that PROJ knows of an authority."""
    return frozenset(get_codes(authority, PJType.CRS, allow_deprecated=True))


def gauss_kruger_of(crs: pyproj.CRS) -> GaussKruger:
    """Return the Gauss-Krüger projection of a working system; raise `ValueError` if it has another projection."""
    projection = projection_of(crs)
    if projection is None:
        raise ValueError(f"no Gauss-Krüger projection: {crs.name}")
    return projection


def projection_of(crs: pyproj.CRS) -> GaussKruger | None:
    """Return the Gauss-Krüger projection of a projected system in metres; None if it has another one."""
    operation = crs.coordinate_operation
    if operation is None or operation.method_name.replace("_", " ") not in _METHODS:
        return None
    if any(axis.unit_conversion_factor != 1 for axis in crs.axis_info):
        return None
    values = {
        # ESRI's .prj files write Degree.
        p.name: float(p.value) * (1 if "degree" in p.unit_name.lower() else p.unit_conversion_factor)
        for p in operation.params
    }
    if abs(values.get("Scale factor at natural origin", 0) - 1) > _SCALE_NOISE:
        return None
    if values.get("Latitude of natural origin", 0):
        return None
    return GaussKruger(values["Longitude of natural origin"], values["False easting"], values["False northing"])


def standard_code(crs: pyproj.CRS) -> int | None:
    """Return the EPSG code of the system of CGCS2000 whose coordinates a system has; None where there is none."""
    if crs.is_geographic:
        return GEOGRAPHIC if all(axis.unit_name == "degree" for axis in crs.axis_info) else None
    projection = projection_of(crs)
    for zones in (THREE_DEGREES, SIX_DEGREES):
        first = zones.width * zones.first - (0 if zones is THREE_DEGREES else zones.width / 2)
        for number in range(zones.last - zones.first + 1):
            meridian, zone = first + zones.width * number, zones.first + number
            if projection == GaussKruger(meridian, 1_000_000.0 * zone + 500_000.0):
                return zones.with_number + number
            if projection == GaussKruger(meridian, 500_000.0):
                return zones.without_number + number
    return None


def middle_of(geometry: np.ndarray) -> tuple[float, float] | None:
    """Return x and y of the middle of geometries (n,); None if there are none.

    It is the median of the features' centres, so that a few wrong coordinates do not shift it.
    """
    bounds = shapely.bounds(geometry)
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(bounds):
        return None
    x, y = np.median((bounds[:, :2] + bounds[:, 2:]) / 2, axis=0)
    return float(x), float(y)


def in_china(x: float, y: float, crs: pyproj.CRS) -> tuple[float, float] | None:
    """Return longitude and latitude (degrees) of a point of a system; None if it lies outside China."""
    geodetic = crs.geodetic_crs
    if geodetic is None:
        return None
    longitude, latitude = pyproj.Transformer.from_crs(crs, geodetic, always_xy=True).transform(x, y)
    return (longitude, latitude) if load_china().holds(longitude, latitude) else None


def place_of(geometry: np.ndarray, crs: pyproj.CRS, layer: str) -> tuple[float, float] | None:
    """Return longitude and latitude (degrees) of the middle of a layer; None if it has no geometry.

    Raises:
        InputError: the middle lies outside China, so the coordinates do not fit the system.

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
            ).format(layer=layer, x=f"{middle[0]:.8g}", y=f"{middle[1]:.8g}", crs=local_name(crs))
        )
    return place


def working_crs(crs: pyproj.CRS, longitude: float) -> pyproj.CRS:
    """Return the working system of a run: the parcels' own if it is Gauss-Krüger on CGCS2000, else their 3° zone's.

    Args:
        crs: the parcels' system.
        longitude: of the parcels' middle, in degrees.

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
    """Reproject a layer to the working system; arguments as in `find_transformer`.

    Raises:
        InputError: the coordinates do not fit the layer's system, or no exact transformation is known.

    """
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
    """Return the transformer from a layer's system to the working system; None if they are the same.

    Between systems of CGCS2000 the transformation is exact. Any other is reported by `warn`. One for which PROJ has no
    parameters (Xi'an 1980, Beijing 1954) is refused unless allowed.

    Args:
        crs: the layer's system.
        target: the working system.
        place: longitude and latitude of the layer (degrees), if known.
        layer: the layer's name, for messages.
        allow_ballpark: whether an approximate transformation is accepted.
        warn: receives a message about the transformation.

    Raises:
        InputError: only an approximate transformation is known, and it is not allowed.

    """
    if crs == target:
        return None
    if is_cgcs2000(crs):
        if projection_of(crs) is not None and projection_of(crs) == projection_of(target):
            return None  # one system under two names
        return pyproj.Transformer.from_crs(crs, target, always_xy=True)
    best, ballpark = _best_transformer(crs, target, place)
    operation = tr("approximate, PROJ knows no parameters") if ballpark else best.description
    if crs.is_bound and crs.coordinate_operation is not None and not ballpark:
        parameters = ", ".join(f"{value:.10g}" for value in crs.coordinate_operation.towgs84)
        operation = tr("by the parameters in the layer's own system ({parameters})").format(parameters=parameters)
    description = tr("{source} to {target}: {operation}").format(
        source=local_name(crs), target=local_name(target), operation=operation
    )
    if ballpark and not is_near_cgcs2000(crs) and not allow_ballpark:
        raise InputError(
            tr(
                "Layer “{layer}” cannot be brought to CGCS2000 exactly: PROJ knows no parameters from {source} and "
                "would ignore the difference, which can be over 100 m. Convert the layer with your office's "
                "parameters; or, if its coordinates are CGCS2000 already, set that system; or allow approximate "
                "transformation."
            ).format(layer=layer, source=local_name(crs))
        )
    warn(tr("Layer “{layer}” is transformed: {description}.").format(layer=layer, description=description))
    return best


def _best_transformer(
    crs: pyproj.CRS, target: pyproj.CRS, place: tuple[float, float] | None
) -> tuple[pyproj.Transformer, bool]:
    """Return the best transformer for a place (longitude, latitude), and whether it is a ballpark transformation."""
    area = None if place is None else AreaOfInterest(*place, *place)
    # A system with parameters to WGS 84 is brought there by them; from there to CGCS2000 nothing is to be done.
    to_world = ToWGS84Transformation(target.geodetic_crs)
    group = TransformerGroup(
        crs,
        BoundCRS(target, pyproj.CRS.from_epsg(_WORLD), to_world) if crs.is_bound else target,
        always_xy=True,
        area_of_interest=area,  # type: ignore[arg-type]  # pyproj's stub means its own class of that name
    )
    if not group.transformers:
        return pyproj.Transformer.from_crs(crs, target, always_xy=True), True
    best = group.transformers[0]
    return best, "ballpark" in best.description.lower()
