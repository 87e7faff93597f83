"""Frames into files: in chunks, to a hidden sibling that takes the place of the old file when it is complete."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import geopandas
import numpy as np
import pandas as pd
import shapely
from osgeo import gdal, ogr
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
from .datasets import GEOPACKAGE, SHAPEFILE, layer_names, literal, quoted, select
from .errors import InputError, free_megabytes, is_out_of_memory
from .i18n import tr
from .progress import FeedbackProgress
from .sources import File
from .staging import check_apart, check_replaceable, replacing

_CHUNK = 20_000
_INDEX_STEP = 5_000  # rows; a third of a second
_WRITING = 0.6  # the share of the time that is left to the data; the rest goes to their indexes
# GeoPackages note when they were written; the time of a run stands in its provenance only.
_FIXED_DATE = "2000-01-01T00:00:00.000Z"
_DRIVERS = {GEOPACKAGE: "GPKG", SHAPEFILE: "ESRI Shapefile", ".geojson": "GeoJSON", ".fgb": "FlatGeobuf", ".gml": "GML"}
FORMATS = tuple(_DRIVERS)
# SQLite takes no parameters for names of tables and columns: they come in by `_quoted`, values by `_text`.
_CREATE_INDEX = "CREATE INDEX {index} ON {table} ({column})"
_LAST_ROW = "SELECT ifnull(max({fid}), 0) FROM {table}"
_FILL_TREE = (
    "INSERT INTO {tree} SELECT {fid}, ST_MinX({shape}), ST_MaxX({shape}), ST_MinY({shape}), ST_MaxY({shape}) "
    "FROM {table} WHERE {fid} > {start} AND {fid} <= {end} AND {shape} NOT NULL AND NOT ST_IsEmpty({shape})"
)
_REGISTER_EXTENSION = "INSERT INTO gpkg_extensions VALUES ({values})"
# Maps and reviewers go through results county by county.
_INDEXED = "county"


def write_layers(
    path: Path,
    layers: Mapping[str, pd.DataFrame],
    progress: FeedbackProgress,
    before_indexing: Callable[[], object] | None = None,
) -> None:
    """Write frames as layers of one file (several only in a GeoPackage); others that it holds stay.

    Args:
        path: the file, in a folder of `bridge.staging`: it is incomplete until this returns.
        layers: frames by layer name.
        progress: told the share done; may cancel.
        before_indexing: called when only the indexes are left to make, which GDAL does outside Python's lock: the
            moment to start other work.

    Raises:
        InputError: the format is unknown, or the file cannot be written (a full disk).

    """
    driver = _driver(path)
    rows = sum(len(frame) for frame in layers.values()) or 1
    writing, indexing = progress.part(0.0, _WRITING), progress.part(_WRITING, 1.0)
    done = 0
    try:
        for name, frame in layers.items():
            _write_layer(path, name, frame, driver, writing.part(done / rows, (done + len(frame)) / rows))
            done += len(frame)
        if before_indexing is not None:
            before_indexing()
        if path.suffix.lower() == GEOPACKAGE:
            _index_layers(path, layers, indexing)
    except (RuntimeError, OSError, ValueError) as error:
        if is_out_of_memory(error):
            raise MemoryError from error
        raise InputError(
            tr("“{file}” could not be written ({reason}). {free} MB are free on that disk.").format(
                file=path.name, reason=str(error).strip(), free=free_megabytes(path.parent)
            )
        ) from error


def _driver(path: Path) -> str:
    driver = _DRIVERS.get(path.suffix.lower())
    if driver is None:
        raise InputError(
            tr("“{path}”: this format cannot be written. Formats: {formats}.").format(
                path=path.name, formats=", ".join(FORMATS)
            )
        )
    return driver


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


def _append(path: Path, name: str, chunk: pd.DataFrame, driver: str, append: bool, kind: str | None) -> None:
    """Add rows to a layer, which its first chunk makes; `kind` is its geometry type, None for a table."""
    options: dict[str, object] = {}
    if path.suffix.lower() == GEOPACKAGE and not append:
        options = _own_columns(chunk, kind)
    if driver == _DRIVERS[SHAPEFILE]:
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


def _own_columns(frame: pd.DataFrame, kind: str | None) -> dict[str, object]:
    """Names for the two columns that a GeoPackage adds, other than those of the data; the index is made at the end."""
    taken = {str(column).lower() for column in frame.columns}
    options = {"FID": next(name for name in ("fid", "ogc_fid", "fid_gpkg") if name not in taken)}
    if kind:
        options["GEOMETRY_NAME"] = next(name for name in ("geom", "shape", "geom_gpkg") if name not in taken)
        options["SPATIAL_INDEX"] = "NO"
    return options


def _index_layers(path: Path, layers: Mapping[str, pd.DataFrame], progress: FeedbackProgress) -> None:
    """Index a GeoPackage's layers by place and by county; one build at the end is faster than upkeep."""
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
    spatial = {name: frame for name, frame in layers.items() if isinstance(frame, geopandas.GeoDataFrame)}
    rows = sum(map(len, spatial.values())) or 1
    done = 0
    for name, frame in spatial.items():
        _index_places(dataset, name, progress.part(done / rows, (done + len(frame)) / rows))
        done += len(frame)
        if _INDEXED in frame:
            names = {"index": f"{name}_{_INDEXED}", "table": name, "column": _INDEXED}
            select(dataset, _CREATE_INDEX.format(**{key: quoted(value) for key, value in names.items()}))


def _index_places(dataset: gdal.Dataset, name: str, progress: FeedbackProgress) -> None:
    """Make the spatial index of a layer as GDAL would, but in steps, between which a run can be stopped."""
    layer = dataset.GetLayerByName(name)
    fid, column = layer.GetFIDColumn(), layer.GetGeometryColumn()
    tree, triggers, extension = _index_statements(name, fid, column)
    names = {"tree": f"rtree_{name}_{column}", "table": name, "fid": fid, "shape": column}
    names = {key: quoted(value) for key, value in names.items()}
    ((last,),) = select(dataset, _LAST_ROW.format(**names))
    dataset.StartTransaction()
    for statement in tree:
        select(dataset, statement)
    for start in range(0, last, _INDEX_STEP):
        progress.set(start / last)
        select(dataset, _FILL_TREE.format(start=start, end=start + _INDEX_STEP, **names))
    for statement in (*triggers, extension):
        select(dataset, statement)
    dataset.CommitTransaction()


def _index_statements(name: str, fid: str, column: str) -> tuple[list[str], list[str], str]:
    """What GDAL does to a layer's file to index it: it is looked up in an empty one.

    Returns:
        statements that make the table of extensions and the tree; those that make the triggers that keep it up to
        date; the one that registers it.

    """
    memory = f"/vsimem/{uuid4().hex}{GEOPACKAGE}"
    driver = ogr.GetDriverByName(_DRIVERS[GEOPACKAGE])
    try:
        dataset = driver.CreateDataSource(memory)
        dataset.CreateLayer(
            name, None, ogr.wkbMultiPolygon, [f"FID={fid}", f"GEOMETRY_NAME={column}", "SPATIAL_INDEX=NO"]
        )
        select(dataset, f"SELECT CreateSpatialIndex({literal(name)}, {literal(column)})")
        made = select(dataset, "SELECT type, name, sql FROM sqlite_master WHERE sql NOT NULL")
        (row,) = select(dataset, "SELECT * FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'")
        del dataset
    finally:
        gdal.Unlink(memory)
    extensions = next(sql for kind, named, sql in made if kind == "table" and named == "gpkg_extensions")
    tree = next(sql for kind, _, sql in made if kind == "table" and sql.startswith("CREATE VIRTUAL TABLE"))
    triggers = [sql for kind, named, sql in made if kind == "trigger" and named.startswith(f"rtree_{name}_{column}_")]
    register = _REGISTER_EXTENSION.format(values=", ".join(literal(value) for value in row))
    return [extensions.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1), tree], triggers, register


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

    @property
    def adds(self) -> bool:
        """Whether the layer is one more of a GeoPackage's ("Save to GeoPackage"), where others stay as they are."""
        return self.text.startswith("ogr:")


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
    return Destination(text, path if path.suffix else path.with_suffix(GEOPACKAGE), default_layer)


def check_destination(target: Destination, extra: Iterable[str], inputs: Iterable[File]) -> None:
    """Raise `InputError` where an output cannot be written, or would destroy something; to be called before the work.

    Args:
        target: the output.
        extra: names of the tables that come with it.
        inputs: files that the run reads.

    """
    if target.path is None:
        return
    _driver(target.path)
    kept = layer_names(target.path) if target.adds and target.path.exists() else ()
    threatened = [file for file in inputs if not target.adds or file.layer == target.layer]
    check_file(target.path, (target.layer, *extra, *kept), threatened)


def check_file(path: Path, layers: Iterable[str], inputs: Iterable[File]) -> None:
    """The same for a file, of which layers will be written."""
    check_apart(path, (file.path for file in inputs))
    check_replaceable(path, layers)
    with replacing(path):
        pass  # the folder can be written, and nobody else is at it


def write_destination(
    target: Destination,
    frame: pd.DataFrame,
    extra: Mapping[str, pd.DataFrame],
    context: QgsProcessingContext,
    progress: FeedbackProgress,
    place: Callable[[Path], Path],
) -> str:
    """Write one output; a GeoPackage also receives the `extra` tables (provenance).

    Args:
        target: where it goes.
        frame: what is written.
        extra: tables by name.
        context: the run's.
        progress: told the share done; may cancel.
        place: where a file is to be made (`bridge.staging.together`).

    Returns:
        the source by which QGIS opens the output, once it is in place.

    """
    if target.path is None:
        return _write_sink(target, frame, context, progress)
    file = place(target.path)
    if target.path.suffix.lower() == GEOPACKAGE:
        tables = extra
        if target.adds:
            if target.path.exists() and not file.exists():
                shutil.copyfile(target.path, file)
            tables = {f"{target.layer}_{name}": table for name, table in extra.items()}
        write_layers(file, {target.layer: frame, **tables}, progress)
        return f"{target.path}|layername={target.layer}"
    write_layers(file, {target.path.stem: frame}, progress)
    for name, table in extra.items():
        sheet = place(target.path.with_name(f"{target.path.stem}.{name}.csv"))
        table.to_csv(sheet, index=False, encoding="utf-8-sig")
    return str(target.path)


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
