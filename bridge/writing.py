"""Frames into files: in chunks, to a hidden sibling that takes the place of the old file when it is complete."""

from __future__ import annotations

import importlib.util
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
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
from .datasets import GEOPACKAGE, SHAPEFILE, layer_names, select
from .errors import InputError, free_megabytes, is_out_of_memory
from .geopackage import PackageLayer
from .i18n import tr
from .progress import FeedbackProgress
from .sources import File
from .sql import literal, quoted
from .staging import check_apart, check_replaceable, replacing

_CHUNK = 20_000
# GeoPackages note when they were written; the time of a run stands in its provenance only.
_FIXED_DATE = "2000-01-01T00:00:00.000Z"
_DRIVERS = {GEOPACKAGE: "GPKG", SHAPEFILE: "ESRI Shapefile", ".geojson": "GeoJSON", ".fgb": "FlatGeobuf", ".gml": "GML"}
FORMATS = tuple(_DRIVERS)
# SQLite takes no parameters for names of tables and columns: they come in by `_quoted`, values by `_text`.
_CREATE_INDEX = "CREATE INDEX {index} ON {table} ({column})"
_REGISTER_EXTENSION = "INSERT INTO gpkg_extensions VALUES ({values})"
# Maps and reviewers go through results county by county.
_INDEXED = "county"


class LayerWriter:
    """A new layer of a file, written chunk by chunk; others that the file holds stay.

    The file is in a folder of `bridge.staging`: it is incomplete until this is closed.
    """

    def __init__(self, path: Path, name: str) -> None:
        """Begin a layer.

        Args:
            path: of the file.
            name: of the layer.

        Raises:
            InputError: the format is unknown.

        """
        self._path, self._name, self._driver = path, name, _driver(path)
        self._kind: str | None = None
        self._package: PackageLayer | None = None
        self._begun = self._indexed = False
        self._index: tuple[list[str], list[str], str] = [], [], ""

    def append(self, frame: pd.DataFrame) -> None:
        """Add rows; the first ones decide what kinds of columns and geometries there are.

        Raises:
            InputError: the file cannot be written (a full disk).

        """
        with _told(self._path):
            if not self._begun:
                self._begin(frame)
            if self._package is None:
                _append(self._path, self._name, frame, self._driver, self._kind)
            else:
                spatial = isinstance(frame, geopandas.GeoDataFrame)
                attributes = frame.drop(columns=frame.geometry.name) if spatial else frame
                self._package.append(pd.DataFrame(attributes), frame.geometry.to_numpy() if spatial else None)

    def _begin(self, frame: pd.DataFrame) -> None:
        """Make the layer, without rows if it is a GeoPackage's."""
        self._begun, self._indexed = True, _INDEXED in frame
        spatial = isinstance(frame, geopandas.GeoDataFrame)
        self._kind = _geometry_kind(frame) if spatial else None
        if self._path.suffix.lower() != GEOPACKAGE:
            return
        options = _own_columns(frame, self._kind)
        before = gdal.GetConfigOption("OGR_CURRENT_DATE")
        gdal.SetConfigOption("OGR_CURRENT_DATE", _FIXED_DATE)
        try:
            _append(self._path, self._name, frame.iloc[:0], self._driver, self._kind, options)
        finally:
            gdal.SetConfigOption("OGR_CURRENT_DATE", before)
        if spatial:
            self._index = _index_statements(self._name, options["FID"], options["GEOMETRY_NAME"])
        self._package = PackageLayer(self._path, self._name)

    def close(self) -> None:
        """Finish the layer, with its indexes."""
        if self._package is None:
            return
        with _told(self._path):
            tree, after, table = self._index
            if self._indexed:
                names = {"index": f"{self._name}_{_INDEXED}", "table": self._name, "column": _INDEXED}
                after = [*after, _CREATE_INDEX.format(**{key: quoted(value) for key, value in names.items()})]
            self._package.close(tree, after, table)
            self._package = None

    def __enter__(self) -> LayerWriter:
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        """Finish the layer, or let go of the file after an error."""
        if kind is None:
            self.close()
        elif self._package is not None:
            self._package.abandon()


def write_layers(path: Path, layers: Mapping[str, pd.DataFrame], progress: FeedbackProgress) -> None:
    """Write frames as layers of one file (several only in a GeoPackage); others that it holds stay.

    Args:
        path: the file, in a folder of `bridge.staging`: it is incomplete until this returns.
        layers: frames by layer name.
        progress: told the share done; may cancel.

    Raises:
        InputError: the format is unknown, or the file cannot be written (a full disk).

    """
    rows = sum(len(frame) for frame in layers.values()) or 1
    done = 0
    for name, frame in layers.items():
        with LayerWriter(path, name) as writer:
            for start in range(0, max(len(frame), 1), _CHUNK):
                progress.set((done + start) / rows)
                writer.append(frame.iloc[start : start + _CHUNK])
        done += len(frame)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell in the user's words what keeps a file from being written."""
    try:
        yield
    except (RuntimeError, OSError, ValueError, sqlite3.Error) as error:
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


def _append(
    path: Path,
    name: str,
    chunk: pd.DataFrame,
    driver: str,
    kind: str | None,
    options: Mapping[str, object] | None = None,
) -> None:
    """Add rows to a layer, which is made if it is not there; `kind` is its geometry type, None for a table."""
    append = options is None and path.exists()
    options = dict(options or {})
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


def _own_columns(frame: pd.DataFrame, kind: str | None) -> dict[str, str]:
    """Names for the two columns that a GeoPackage adds, other than those of the data; the index is made at the end."""
    taken = {str(column).lower() for column in frame.columns}
    options = {"FID": next(name for name in ("fid", "ogc_fid", "fid_gpkg") if name not in taken)}
    if kind:
        options["GEOMETRY_NAME"] = geometry_column(frame)
        options["SPATIAL_INDEX"] = "NO"
    return options


def geometry_column(frame: pd.DataFrame) -> str:
    """The column of a GeoPackage's layer in which a frame's geometry stands."""
    taken = {str(column).lower() for column in frame.columns}
    return next(name for name in ("geom", "shape", "geom_gpkg") if name not in taken)


def _index_statements(name: str, fid: str, column: str) -> tuple[list[str], list[str], str]:
    """What GDAL does to a layer's file to index it: it is looked up in an empty one.

    Returns:
        statements that make the tree and register it; those that make the triggers that keep it up to date; the
        tree's name.

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
    extensions = extensions.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1)
    return [extensions, tree, register], triggers, f"rtree_{name}_{column}"


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


class FileOutput:
    """An output that is a layer of a file, written part by part; used in a `with`."""

    def __init__(self, target: Destination, place: Callable[[Path], Path]) -> None:
        """Begin a file, or a layer of one.

        Args:
            target: where it goes.
            place: where a file is to be made (`bridge.staging.together`).

        """
        self._target, self._place = target, place
        self._file = place(target.path)
        self._package = target.path.suffix.lower() == GEOPACKAGE
        if target.adds and target.path.exists() and not self._file.exists():
            shutil.copyfile(target.path, self._file)
        self._writer = LayerWriter(self._file, target.layer if self._package else target.path.stem)

    def append(self, frame: pd.DataFrame) -> None:
        """Add rows; the first ones decide what columns there are."""
        self._writer.append(frame)

    def __enter__(self) -> FileOutput:
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        """Finish the layer, or let go of it after an error."""
        self._writer.__exit__(kind, error, traceback)

    def finish(self, extra: Mapping[str, pd.DataFrame], progress: FeedbackProgress) -> str:
        """Write the tables that come with the layer; the source by which QGIS opens it once it is in place."""
        target = self._target
        if self._package:
            named = {f"{target.layer}_{name}" if target.adds else name: table for name, table in extra.items()}
            write_layers(self._file, named, progress)
            return f"{target.path}|layername={target.layer}"
        for name, table in extra.items():
            sheet = self._place(target.path.with_name(f"{target.path.stem}.{name}.csv"))
            table.to_csv(sheet, index=False, encoding="utf-8-sig")
        return str(target.path)


class SinkOutput:
    """An output that only QGIS can write, feature by feature: five times slower, but to wherever it can."""

    def __init__(self, target: Destination, context: QgsProcessingContext) -> None:
        """Begin; arguments as in `open_output`."""
        self._target, self._context = target, context
        self._sink: QgsFeatureSink | None = None
        self._identifier = ""
        self._fields = QgsFields()
        self._kind = NO_GEOMETRY

    def _begin(self, frame: pd.DataFrame) -> None:
        crs = QgsCoordinateReferenceSystem()
        spatial = isinstance(frame, geopandas.GeoDataFrame)
        for name in _attributes(frame):
            self._fields.append(make_field(name, _kind(frame[name])))
        if spatial:
            self._kind = POINT if _geometry_kind(frame) == "Point" else MULTIPOLYGON
            epsg = frame.crs.to_epsg()
            crs = QgsCoordinateReferenceSystem(f"EPSG:{epsg}") if epsg else QgsCoordinateReferenceSystem()
            if not epsg:
                crs.createFromWkt(frame.crs.to_wkt())
        self._sink, self._identifier = QgsProcessingUtils.createFeatureSink(
            self._target.text, self._context, self._fields, self._kind, crs
        )
        if self._sink is None:
            raise InputError(tr("The output “{output}” cannot be made.").format(output=self._target.text))

    def append(self, frame: pd.DataFrame) -> None:
        """Add rows; the first ones decide what columns there are."""
        if self._sink is None:
            self._begin(frame)
        spatial = isinstance(frame, geopandas.GeoDataFrame)
        shapes = shapely.to_wkb(_multi(frame.geometry.to_numpy(), self._kind)) if spatial else [None] * len(frame)
        columns = [_values(frame[name]) for name in _attributes(frame)]
        for shape, *values in zip(shapes, *columns):
            feature = QgsFeature(self._fields)
            feature.setAttributes(values)
            if shape is not None:
                geometry = QgsGeometry()
                geometry.fromWkb(shape)
                feature.setGeometry(geometry)
            if not self._sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
                raise InputError(tr("The output “{output}” cannot be written.").format(output=self._target.text))

    def __enter__(self) -> SinkOutput:
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        """Let go of the sink, which then writes what waits."""
        self._sink = None

    def finish(self, extra: Mapping[str, pd.DataFrame], progress: FeedbackProgress) -> str:
        """The source by which QGIS opens the output; there is no place for tables that come with it."""
        return self._identifier


def open_output(
    target: Destination, context: QgsProcessingContext, place: Callable[[Path], Path]
) -> FileOutput | SinkOutput:
    """Begin an output.

    Args:
        target: where it goes.
        context: the run's.
        place: where a file is to be made (`bridge.staging.together`).

    """
    return SinkOutput(target, context) if target.path is None else FileOutput(target, place)


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
        target, context, place: as in `open_output`.
        frame: what is written.
        extra: tables by name.
        progress: told the share done; may cancel.

    Returns:
        the source by which QGIS opens the output, once it is in place.

    """
    with open_output(target, context, place) as output:
        for start in range(0, max(len(frame), 1), _CHUNK):
            progress.set(start / max(len(frame), 1))
            output.append(frame.iloc[start : start + _CHUNK])
    return output.finish(extra, progress.part(1.0, 1.0))


def _attributes(frame: pd.DataFrame) -> list[str]:
    """Names of the columns beside the geometry."""
    spatial = isinstance(frame, geopandas.GeoDataFrame)
    return [name for name in frame.columns if not (spatial and name == frame.geometry.name)]


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
