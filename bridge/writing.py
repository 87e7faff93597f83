"""Frames into files: in chunks, to a temporary sibling that takes the place of the old file when it is complete."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingUtils,
    QgsProviderRegistry,
)

from .compat import MULTIPOLYGON, NO_GEOMETRY, POINT, make_field
from .errors import InputError
from .i18n import tr
from .progress import FeedbackProgress

_CHUNK = 20_000
# GeoPackages note when they were written; the time of a run stands in its provenance only.
_FIXED_DATE = "2000-01-01T00:00:00.000Z"
_DRIVERS = {".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".geojson": "GeoJSON", ".fgb": "FlatGeobuf", ".gml": "GML"}
FORMATS = tuple(_DRIVERS)
_GEOPACKAGE = ".gpkg"
# Maps and reviewers go through results county by county.
_INDEXED = "county"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path in a hidden sibling folder; what is made there takes its place at `path` when all went well.

    Whatever happens, an existing file stays whole until the new one is complete and on disk. Sidecars with the same
    stem (.shx, .dbf ...) move along.
    """
    with staging(path.parent) as folder:
        yield folder / path.name


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Give a hidden folder inside `folder`; all files made in it move up when all went well, and none if not."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        hidden = Path(tempfile.mkdtemp(prefix=".farmland_redline.", dir=folder))
    except OSError as error:
        raise InputError(
            tr("Cannot write in the folder “{folder}”: {reason}. Choose another folder, or ask for the right.").format(
                folder=folder, reason=error.strerror or error
            )
        ) from error
    try:
        yield hidden
        made = sorted(file for file in hidden.rglob("*") if file.is_file())
        for file in made:
            _sync(file)
        for file in made:
            _move(file, folder / file.relative_to(hidden))
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def _sync(file: Path) -> None:
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


def _move(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        file.replace(target)
    except PermissionError as error:
        raise InputError(
            tr(
                "“{path}” could not be replaced: it is open in another program, or its layers are loaded in QGIS. "
                "Close it, or remove the layers."
            ).format(path=target)
        ) from error


def write_layers(
    path: Path,
    layers: Mapping[str, pd.DataFrame],
    progress: FeedbackProgress,
    before_indexing: Callable[[], object] | None = None,
) -> None:
    """Write frames as layers of one file (several only in a GeoPackage), replacing it when all is written.

    Args:
        path: the file.
        layers: frames by layer name.
        progress: told the share done; may cancel.
        before_indexing: called when only the indexes are left to make, which GDAL does outside Python's lock: the
            moment to start other work.

    """
    driver = _DRIVERS.get(path.suffix.lower())
    if driver is None:
        raise InputError(
            tr("“{path}”: this format cannot be written. Formats: {formats}.").format(
                path=path.name, formats=", ".join(FORMATS)
            )
        )
    rows = sum(len(frame) for frame in layers.values()) or 1
    with replacing(path) as temporary:
        done = 0
        for name, frame in layers.items():
            _write_layer(temporary, name, frame, driver, progress.part(done / rows, (done + len(frame)) / rows))
            done += len(frame)
        if before_indexing is not None:
            before_indexing()
        _index_layers(temporary, layers, progress)


def _write_layer(path: Path, name: str, frame: pd.DataFrame, driver: str, progress: FeedbackProgress) -> None:
    spatial = isinstance(frame, geopandas.GeoDataFrame)
    kind = _geometry_kind(frame) if spatial else None
    before = gdal.GetConfigOption("OGR_CURRENT_DATE")
    gdal.SetConfigOption("OGR_CURRENT_DATE", _FIXED_DATE)
    try:
        for start in range(0, max(len(frame), 1), _CHUNK):
            progress.set(start / max(len(frame), 1))
            _append(path, name, frame.iloc[start : start + _CHUNK], driver, start > 0, kind)
    finally:
        gdal.SetConfigOption("OGR_CURRENT_DATE", before)


def _index_layers(path: Path, layers: Mapping[str, pd.DataFrame], progress: FeedbackProgress) -> None:
    """Index a GeoPackage's layers by place and by county; one build at the end is faster than upkeep."""
    if path.suffix.lower() != _GEOPACKAGE:
        return
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
    for name, frame in layers.items():
        progress.check()
        statements = []
        if isinstance(frame, geopandas.GeoDataFrame):
            column = dataset.GetLayerByName(name).GetGeometryColumn()
            statements.append(f"SELECT CreateSpatialIndex('{name}', '{column}')")
            if _INDEXED in frame:
                statements.append(f'CREATE INDEX "{name}_{_INDEXED}" ON "{name}" ("{_INDEXED}")')
        for statement in statements:
            dataset.ReleaseResultSet(dataset.ExecuteSQL(statement))


def _append(path: Path, name: str, chunk: pd.DataFrame, driver: str, append: bool, kind: str | None) -> None:
    """Add rows to a layer, which its first chunk makes; `kind` is its geometry type, None for a table."""
    options: dict[str, object] = {}
    if driver == _DRIVERS[_GEOPACKAGE] and not append and kind:
        options["SPATIAL_INDEX"] = "NO"
    if driver == _DRIVERS[".shp"]:
        options["encoding"] = "UTF-8"
    if importlib.util.find_spec("pyogrio"):
        import pyogrio  # noqa: PLC0415  one writer is enough, either may be missing

        if kind:
            options |= {"geometry_type": kind, "promote_to_multi": kind == "MultiPolygon"}
        pyogrio.write_dataframe(chunk, path, layer=name, driver=driver, append=append, **options)
    else:
        geopandas.GeoDataFrame(chunk).to_file(
            path, layer=name, driver=driver, mode="a" if append else "w", engine="fiona", **options
        )


def _geometry_kind(frame: geopandas.GeoDataFrame) -> str:
    kinds = shapely.get_type_id(frame.geometry.to_numpy())
    return "Point" if (kinds == shapely.GeometryType.POINT).any() else "MultiPolygon"


@dataclass(frozen=True)
class Destination:
    """Where a vector output goes: a file, or something that only QGIS can write (memory, a database).

    Attributes:
        text: as QGIS gives it.
        path: the file, or None.
        layer: the layer's name in it.

    """

    text: str
    path: Path | None
    layer: str


def destination(text: str, default_layer: str) -> Destination:
    """Understand a destination given to an algorithm."""
    if text.startswith("ogr:"):
        uri = text[len("ogr:") :]
        parts = QgsProviderRegistry.instance().decodeUri("ogr", uri)
        if "dbname" in uri:
            from qgis.core import QgsDataSourceUri  # noqa: PLC0415

            source = QgsDataSourceUri(uri)
            return Destination(text, Path(source.database()), source.table() or default_layer)
        return Destination(text, Path(parts["path"]), parts.get("layerName") or default_layer)
    if ":" in text.split("/")[0].split("\\")[0] and not (len(text) > 1 and text[1] == ":"):
        return Destination(text, None, default_layer)
    path = Path(text)
    return Destination(text, path if path.suffix else path.with_suffix(_GEOPACKAGE), default_layer)


def write_destination(
    target: Destination,
    frame: pd.DataFrame,
    extra: Mapping[str, pd.DataFrame],
    context: QgsProcessingContext,
    progress: FeedbackProgress,
) -> str:
    """Write one output; a GeoPackage also receives the `extra` tables (provenance).

    Returns:
        the source by which QGIS opens the output.

    """
    if target.path is None:
        return _write_sink(target, frame, context, progress)
    if target.text.startswith("ogr:") and target.path.exists():
        _add_to_package(target, frame, extra, progress)
        return f"{target.path}|layername={target.layer}"
    if target.path.suffix.lower() == _GEOPACKAGE:
        write_layers(target.path, {target.layer: frame, **extra}, progress)
        return f"{target.path}|layername={target.layer}"
    write_layers(target.path, {target.path.stem: frame}, progress)
    for name, table in extra.items():
        with replacing(target.path.with_name(f"{target.path.stem}.{name}.csv")) as file:
            table.to_csv(file, index=False, encoding="utf-8-sig")
    return str(target.path)


def _add_to_package(
    target: Destination, frame: pd.DataFrame, extra: Mapping[str, pd.DataFrame], progress: FeedbackProgress
) -> None:
    """Add a table to an existing GeoPackage: to a copy, which then takes its place."""
    with replacing(target.path) as temporary:
        shutil.copyfile(target.path, temporary)
        driver = _DRIVERS[_GEOPACKAGE]
        tables = {target.layer: frame, **{f"{target.layer}_{k}": v for k, v in extra.items()}}
        for name, table in tables.items():
            _write_layer(temporary, name, table, driver, progress)
        _index_layers(temporary, tables, progress)


def _write_sink(
    target: Destination, frame: pd.DataFrame, context: QgsProcessingContext, progress: FeedbackProgress
) -> str:
    """Write through QGIS, feature by feature: five times slower, but to wherever QGIS can write."""
    fields = QgsFields()
    spatial = isinstance(frame, geopandas.GeoDataFrame)
    names = [c for c in frame.columns if not (spatial and c == frame.geometry.name)]
    for name in names:
        fields.append(make_field(name, _kind(frame[name])))
    wkb_type, crs = NO_GEOMETRY, QgsCoordinateReferenceSystem()
    if spatial:
        wkb_type = POINT if _geometry_kind(frame) == "Point" else MULTIPOLYGON
        epsg = frame.crs.to_epsg()
        crs = QgsCoordinateReferenceSystem(f"EPSG:{epsg}") if epsg else QgsCoordinateReferenceSystem()
        if not epsg:
            crs.createFromWkt(frame.crs.to_wkt())
    sink, identifier = QgsProcessingUtils.createFeatureSink(target.text, context, fields, wkb_type, crs)
    if sink is None:
        raise InputError(tr("The output “{output}” cannot be made.").format(output=target.text))
    shapes = shapely.to_wkb(_multi(frame.geometry.to_numpy(), wkb_type)) if spatial else [None] * len(frame)
    columns = [_values(frame[name]) for name in names]
    for number, (shape, *values) in enumerate(zip(shapes, *columns)):
        if number % _CHUNK == 0:
            progress.set(number / len(frame))
        feature = QgsFeature(fields)
        feature.setAttributes(values)
        if shape is not None:
            geometry = QgsGeometry()
            geometry.fromWkb(shape)
            feature.setGeometry(geometry)
        if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise InputError(tr("The output “{output}” cannot be written.").format(output=target.text))
    del sink
    return identifier


def _multi(geometry: np.ndarray, wkb_type: object) -> np.ndarray:
    """Polygons as multipolygons, since a layer has one type."""
    if wkb_type == POINT:
        return geometry
    result = geometry.copy()
    single = np.flatnonzero(shapely.get_type_id(geometry) == shapely.GeometryType.POLYGON)
    result[single] = shapely.multipolygons(geometry[single], indices=np.arange(len(single)))
    return result


def _kind(column: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(column):
        return "boolean"
    if pd.api.types.is_integer_dtype(column):
        return "integer"
    return "real" if pd.api.types.is_float_dtype(column) else "text"


def _values(column: pd.Series) -> list[object]:
    """Values as Python's own, None for null."""
    return column.astype(object).where(column.notna(), None).tolist()
