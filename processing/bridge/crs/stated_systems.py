"""The coordinate system that a layer states, as pyproj's: by its code, else by its text, and on the datum it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyproj
from pyproj.crs.crs import BoundCRS, ProjectedCRS
from pyproj.exceptions import CRSError
from qgis.core import QgsCoordinateReferenceSystem

from ..compat import crs_wkt
from ..errors import InputError
from ..i18n import tr
from .datums import is_cgcs2000, meant_datum
from .systems import GEOGRAPHIC, UNNAMED, local_name, standard_code


@dataclass(frozen=True)
class StatedSystem:
    """The coordinate system of a layer.

    Attributes:
        crs: horizontal; on CGCS2000 also where the layer only means it.
        datum: as the layer names it, where PROJ does not know it and it is taken for CGCS2000; else empty.

    """

    crs: pyproj.CRS
    datum: str = ""


def read_system(crs: QgsCoordinateReferenceSystem, layer: str) -> StatedSystem:
    """Return the coordinate system that a layer states.

    Systems that PROJ does not know by their code (a user's own, `USER:100000`) are read by their text. A datum that is
    unknown, or named CGCS2000 in a way that PROJ does not know, is CGCS2000 if its ellipsoid is.

    Args:
        crs: as QGIS has it.
        layer: the layer's name, for messages.

    Raises:
        InputError: the layer has no system, or one that is tied to no place on Earth.

    """
    # A GeoPackage without a system has a valid one of the name "Undefined geographic SRS".
    if not crs.isValid() or crs.description().lower().startswith("undefined"):
        raise InputError(
            tr(
                "Layer “{layer}” has no coordinate reference system. Set it in the layer's properties (for survey "
                "data usually CGCS2000, EPSG:4513 to 4554), or supply the .prj file."
            ).format(layer=layer)
        )
    given = _horizontal(_named(_of_qgis(crs), crs.description()))
    if given is None or given.geodetic_crs is None or given.is_geocentric:
        raise InputError(
            tr(
                "Layer “{layer}”: its coordinate reference system, {crs}, is a local one that is tied to no place on "
                "Earth, or has no map coordinates. Bring the layer to CGCS2000 with your office's parameters, and set "
                "that system."
            ).format(layer=layer, crs=crs.description() or crs.authid())
        )
    return _on_cgcs2000(given)


def to_pyproj(crs: QgsCoordinateReferenceSystem, layer: str, warn: Callable[[str], None]) -> pyproj.CRS:
    """Return a layer's coordinate system as pyproj's; arguments and errors as in `read_system`.

    `warn` receives a message where its datum is taken for CGCS2000.
    """
    stated = read_system(crs, layer)
    if stated.datum:
        warn(
            tr(
                "Layer “{layer}”: its coordinate reference system names the datum “{datum}”, which is unknown; by its "
                "ellipsoid it was taken for CGCS2000 ({crs}). Set that system in the layer's properties, or the right "
                "one if it is another."
            ).format(layer=layer, datum=stated.datum, crs=local_name(stated.crs))
        )
    return stated.crs


def _of_qgis(crs: QgsCoordinateReferenceSystem) -> pyproj.CRS | None:
    """Return a system of QGIS as pyproj's; None where PROJ understands neither its code nor its text."""
    for text in (crs.authid(), crs_wkt(crs)):
        try:
            return pyproj.CRS.from_user_input(text)
        except CRSError:
            continue
    return None


def _named(crs: pyproj.CRS | None, name: str) -> pyproj.CRS | None:
    """Return a system under the name that the user gave it, where it has none of its own."""
    if crs is None or not name or not UNNAMED.fullmatch(crs.name):
        return crs
    if crs.source_crs is not None and crs.is_bound:
        source = _named(crs.source_crs, name)
        return BoundCRS(source, crs.target_crs, crs.coordinate_operation)
    return pyproj.CRS.from_json_dict({**crs.to_json_dict(), "name": name})


def _horizontal(crs: pyproj.CRS | None) -> pyproj.CRS | None:
    """Return a system without heights, and one of CGCS2000 without parameters to WGS 84 where they change nothing."""
    if crs is None:
        return None
    if crs.is_compound:
        return _horizontal(crs.sub_crs_list[0])
    source, operation = crs.source_crs, crs.coordinate_operation
    if not crs.is_bound or source is None or operation is None:
        return crs
    moves = any(operation.towgs84) or operation.grids
    return source if is_cgcs2000(source) or (meant_datum(source) and not moves) else crs


def _on_cgcs2000(crs: pyproj.CRS) -> StatedSystem:
    """Return a system on CGCS2000 where it means that, under its code if it has one; else as it is."""
    datum = "" if crs.is_bound else meant_datum(crs)
    if not datum:
        return StatedSystem(crs)
    code, operation = standard_code(crs), crs.coordinate_operation
    if code is not None:
        return StatedSystem(pyproj.CRS.from_epsg(code), datum)
    if operation is None:
        return StatedSystem(crs)
    base = pyproj.CRS.from_epsg(GEOGRAPHIC)
    return StatedSystem(ProjectedCRS(operation, crs.name, crs.coordinate_system, base), datum)
