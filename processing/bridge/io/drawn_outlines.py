"""Outlines in drawings (DXF): closed polylines, read by GDAL."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from uuid import uuid4

import numpy as np
import pyproj
import shapely
from osgeo import gdal, ogr

from ...analysis.problems import WARNING, problems
from ...analysis.sites.rings import CrossingRingsError, SelfCrossingError, ring_polygon
from ..errors import InputError, damaged_file
from ..file_limits import check_file_size, check_limit, limit
from ..i18n import tr
from .boundary_points import in_cgcs2000, system_of_eastings
from .drawing_blocks import read_drawing
from .gdal_errors import heard_errors, open_vector
from .outline_layers import OutlineData, check_ring_count, join_outline, outline_data

_LAYER = "Layer"  # GDAL's name for the layer of a drawing's element
_CLOSED = 0.001  # metres between first and last point of a closed line


def read_drawn_outlines(path: Path, crs: pyproj.CRS | None, layers: Collection[str] = ()) -> OutlineData:
    """Read the closed polylines of a drawing as one alternative, named after the file.

    Lines inside others are holes. A drawing has no system: eastings tell the zone by their first two digits, else
    `crs` does.

    Args:
        path: the DXF file.
        crs: the system of drawings whose coordinates do not tell it.
        layers: of the drawing, that are read; all if empty, which is refused where several have closed lines.

    Raises:
        InputError: names the file and the remedy.

    """
    check_file_size(path, "outline")
    rings, opened = _read_rings(path)
    names = sorted({name for name, _ in rings})
    unknown = [name for name in layers if name not in names]
    if unknown or (len(names) > 1 and not layers):
        raise InputError(
            tr(
                "“{file}” has closed lines in its layers {layers}. Name those with the outline in “Layers of drawings”."
            ).format(file=path.name, layers=", ".join(f"“{name}”" for name in names) or "–")
        )
    polygons = [polygon for name, polygon in rings if not layers or name in layers]
    if not polygons:
        raise InputError(
            tr(
                "“{file}” has no closed polyline. Lines need a width: close the outline of the area that the project "
                "takes, and save it as DXF."
            ).format(file=path.name)
        )
    try:
        joined = join_outline(path.name, polygons)
    except CrossingRingsError as error:
        raise InputError(
            tr("“{file}”: two closed lines cross each other near {x:.1f}, {y:.1f}. Correct the drawing.").format(
                file=path.name, x=polygons[error.first].centroid.x, y=polygons[error.first].centroid.y
            )
        ) from error
    shapes = list(shapely.get_parts(joined))
    east = np.array([shape.centroid.x for shape in shapes])
    system = system_of_eastings(path, east, in_cgcs2000(), {}, crs)
    found = [problems("outline_open", path.stem, [""], WARNING, {"count": [opened]})] if opened else []
    return outline_data(path, shapes, system, None, found)


def _read_rings(path: Path) -> tuple[list[tuple[str, shapely.Geometry]], int]:
    """Return the closed lines of a drawing as polygons, each with its layer, and the number of open lines."""
    place = f"/vsimem/{uuid4().hex}.dxf"
    gdal.FileFromMemBuffer(place, read_drawing(path))
    try:
        return _rings_of(path, place)
    finally:
        gdal.Unlink(place)


def _rings_of(path: Path, place: str) -> tuple[list[tuple[str, shapely.Geometry]], int]:
    """Return what `_read_rings` does of the text that stands in a place of GDAL's; `path` is for messages."""
    source, reason = open_vector(place)
    if source is None or source.GetLayerCount() == 0:
        raise InputError(damaged_file(path, reason))
    rings: list[tuple[str, shapely.Geometry]] = []
    opened, points, most = 0, 0, limit("outline", "points")
    for name, shape in _shapes(path, source.GetLayer(0)):
        if not np.isfinite(shapely.get_coordinates(shape)).all():
            raise InputError(damaged_file(path, tr("it has coordinates that are no numbers")))
        points += int(shapely.get_num_coordinates(shape))
        check_limit(path.name, tr("points"), points, most, tr("Give the outlines as a layer."))
        for line in _lines_of(shape):
            polygon = _closed(path, line)
            if polygon is not None:
                rings.append((name, polygon))
            else:
                opened += 1
        check_ring_count(path.name, len(rings))
    return rings, opened


def _shapes(path: Path, layer: ogr.Layer) -> Iterator[tuple[str, shapely.Geometry]]:
    """Yield the geometries of a drawing, each with its layer; raise `InputError` where reading breaks off."""
    with heard_errors() as errors:
        try:
            for feature in layer:
                geometry = feature.GetGeometryRef()
                for part in _plain_parts(geometry):
                    yield str(feature.GetField(_LAYER)), shapely.from_wkb(bytes(part.ExportToWkb()))
        except RuntimeError as error:
            errors.append(str(error))
    if errors:
        raise InputError(damaged_file(path, errors[0]))


def _plain_parts(geometry: ogr.Geometry | None) -> Iterator[ogr.Geometry]:
    """Yield the parts of a geometry as kinds that GEOS knows: arcs as lines, a mesh as the polygons of its faces."""
    waiting = [] if geometry is None else [geometry]
    while waiting:
        part = waiting.pop()
        kind = ogr.GT_Flatten(part.GetGeometryType())
        if kind == ogr.wkbGeometryCollection:
            waiting += reversed([part.GetGeometryRef(place) for place in range(part.GetGeometryCount())])
        elif kind == ogr.wkbTriangle or ogr.GT_IsSubClassOf(kind, ogr.wkbPolyhedralSurface):
            yield ogr.ForceToMultiPolygon(part)
        else:
            yield part.GetLinearGeometry()


def _lines_of(shape: shapely.Geometry) -> list[shapely.Geometry]:
    """Return the lines of an element of a drawing; of a filled one those around it and around its holes."""
    lines = []
    parts = shapely.get_parts(shapely.force_2d(shape))
    for part in parts[~shapely.is_empty(parts)]:
        if part.geom_type == "Polygon":
            lines += [ring for ring in (part.exterior, *part.interiors) if shapely.Polygon(ring).area > 0]
        elif part.geom_type == "LineString":
            lines.append(part)
    return lines


def _closed(path: Path, line: shapely.Geometry) -> shapely.Geometry | None:
    """Return a closed line as a polygon; None for an open one.

    Raises:
        InputError: it crosses itself.

    """
    corners = shapely.get_coordinates(line)
    if np.hypot(*(corners[0] - corners[-1])) > _CLOSED:
        return None
    try:
        return ring_polygon(corners)
    except SelfCrossingError as error:
        text = tr(
            "“{file}”: the closed line near {x:.1f}, {y:.1f} crosses itself, so nobody can tell what lies inside. "
            "Correct the drawing."
        )
        raise InputError(text.format(file=path.name, x=line.centroid.x, y=line.centroid.y)) from error
