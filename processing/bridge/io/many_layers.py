"""Layers of a GeoPackage that has very many: looked at, and read, in one open file.

To open a GeoPackage takes the longer the more layers it has, half a second with a thousand; QGIS opens it for each of
them, and so does every reader. So plain layers of such a file are taken without QGIS, and small ones are read from the
open file (`datasets.files_kept_open`). What is not plain goes the usual way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast

from osgeo import gdal, ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureIterator,
    QgsFeatureRequest,
    QgsFields,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)

from ..compat import make_field
from ..errors import InputError, no_utf8
from ..survey.personal_data import PersonalColumns
from .datasets import decode_source, kept_file, why_unreadable
from .gdal_errors import heard_errors

_KINDS = {
    ogr.OFTString: "text",
    ogr.OFTInteger: "integer",
    ogr.OFTInteger64: "integer",
    ogr.OFTReal: "real",
    ogr.OFTDate: "text",
}
_POLYGONS = (ogr.wkbPolygon, ogr.wkbMultiPolygon)
_SMALL = 10_000  # features: more are read faster by the readers of files


@dataclass(frozen=True)
class PackageLayer:
    """A layer of polygons of a GeoPackage, with fields of plain types alone.

    Attributes:
        source: as QGIS writes it.
        path: the file.
        name: the layer's name in it.
        key: name of the column of feature ids.
        fields: name and kind (as `make_field` names it) of the other columns.
        count: number of features, as far as the file tells.
        has_heights: whether its coordinates have heights.
        system: its coordinate system as WKT; empty where it has none.

    """

    source: str
    path: Path
    name: str
    key: str
    fields: tuple[tuple[str, str], ...]
    count: int
    has_heights: bool
    system: str

    def qgis_fields(self) -> QgsFields:
        """Return the fields as QGIS shows them: the feature ids are the first one."""
        fields = QgsFields()
        for name, kind in ((self.key, "integer"), *self.fields):
            fields.append(make_field(name, kind))
        return fields


@dataclass
class LaterFeatures:
    """The features of a layer that QGIS opens when it is first asked for them; in the thread that asks."""

    layer: PackageLayer
    _opened: QgsVectorLayerFeatureSource | None = field(default=None, repr=False)

    def getFeatures(self, request: QgsFeatureRequest) -> QgsFeatureIterator:
        """Return features.

        Raises:
            InputError: QGIS cannot open the layer.

        """
        if self._opened is None:
            self._opened = QgsVectorLayerFeatureSource(open_by_qgis(self.layer))
        return self._opened.getFeatures(request)


def open_by_qgis(layer: PackageLayer) -> QgsVectorLayer:
    """Open a layer by QGIS; raise `InputError` where it cannot."""
    options = QgsVectorLayer.LayerOptions()
    options.loadDefaultStyle = False
    opened = QgsVectorLayer(layer.source, layer.name, "ogr", options)
    if not opened.isValid():
        raise InputError(why_unreadable(layer.source))
    return opened


def find_package_layer(source: str) -> PackageLayer | None:
    """Return the layer of a source, if it is a plain one of a GeoPackage with many layers that is kept open."""
    path = Path(source.partition("|")[0])
    kept = kept_file(path)
    if kept is None:
        return None
    if source not in kept.looked_at:
        kept.looked_at[source] = _look(kept.dataset, path, source)
    return cast("PackageLayer | None", kept.looked_at[source])


def _look(dataset: gdal.Dataset, path: Path, source: str) -> PackageLayer | None:
    """Return a layer of a dataset, if it is a plain one; `path` is that of the file."""
    name = str(decode_source("ogr", source).get("layerName") or "")
    if not name or source != f"{path}|layername={name}":
        return None
    layer = dataset.GetLayerByName(name)
    if layer is None or layer.GetName() != name:
        return None
    definition, key = layer.GetLayerDefn(), layer.GetFIDColumn()
    columns = [definition.GetFieldDefn(number) for number in range(definition.GetFieldCount())]
    kinds = [_KINDS.get(column.GetType()) if column.GetSubType() == ogr.OFSTNone else None for column in columns]
    names = [column.GetName() for column in columns]
    lower = {each.lower() for each in (*names, key)}
    kind = layer.GetGeomType()
    is_plain = ogr.GT_Flatten(kind) in _POLYGONS and not ogr.GT_HasM(kind) and key.lower() == "fid"
    if not is_plain or None in kinds or len(lower) <= len(names) or "geometry" in lower or _is_coded(names):
        return None
    system = layer.GetSpatialRef()
    return PackageLayer(
        source,
        path,
        name,
        key,
        tuple((column, str(kind)) for column, kind in zip(names, kinds)),
        int(layer.GetFeatureCount()),
        bool(ogr.GT_HasZ(kind)),
        "" if system is None else system.ExportToWkt(),
    )


def _is_coded(names: list[str]) -> bool:
    """Return whether names hold bytes that are no UTF-8, which GDAL gives as half characters."""
    try:
        "".join(names).encode()
    except UnicodeEncodeError:
        return True
    return False


def system_of(layer: PackageLayer, known: dict[str, QgsCoordinateReferenceSystem]) -> QgsCoordinateReferenceSystem:
    """Return the coordinate system of a layer as QGIS reads it; `known` holds those of other layers by their WKT."""
    if layer.system not in known:
        known[layer.system] = QgsCoordinateReferenceSystem(open_by_qgis(layer).crs())
    return known[layer.system]


@dataclass(frozen=True)
class ReadRows:
    """Features that have been read: ids (n), values (n × columns), geometries as WKB (n), names of the columns."""

    ids: list[int]
    values: list[list[object]]
    wkb: list[bytes | None]
    columns: list[str]


def column_names(path: Path, layer: str) -> list[str] | None:
    """Return the names of a layer's columns from the file that is kept open; None where none is, or not plain."""
    found = find_package_layer(f"{path}|layername={layer}")
    return None if found is None else [name for name, _ in found.fields]


def read_rows(path: Path, layer: str, left_out: PersonalColumns) -> ReadRows | None:
    """Read a small layer of the file that is kept open; None where none is, or it is not plain, or GDAL tells an error.

    Args:
        path: the file.
        layer: the layer's name.
        left_out: columns not to read.

    Raises:
        InputError: a text is no UTF-8.

    """
    found, kept = find_package_layer(f"{path}|layername={layer}"), kept_file(path)
    if found is None or kept is None or not 0 <= found.count <= _SMALL:
        return None
    chosen = [(number, name) for number, (name, _) in enumerate(found.fields) if name not in left_out]
    rows = ReadRows([], [], [], [name for _, name in chosen])
    with heard_errors() as errors:
        for feature in kept.dataset.GetLayerByName(layer):
            shape = feature.GetGeometryRef()
            rows.ids.append(feature.GetFID())
            rows.values.append([_value(feature, number) for number, _ in chosen])
            rows.wkb.append(None if shape is None else bytes(shape.ExportToIsoWkb()))
    if errors:
        return None
    try:
        "".join(value for row in rows.values for value in row if isinstance(value, str)).encode()
    except UnicodeEncodeError as error:
        raise InputError(no_utf8(layer)) from error
    return rows


def _value(feature: gdal.Feature, number: int) -> object:
    """Return a value of a feature as a Python value; days as ISO text."""
    if not feature.IsFieldSetAndNotNull(number):
        return None
    if feature.GetFieldType(number) == ogr.OFTDate:
        year, month, day, *_ = feature.GetFieldAsDateTime(number)
        return date(year, month, day).isoformat()
    return feature.GetField(number)
