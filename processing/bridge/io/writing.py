"""Writing frames to files in chunks, inside a hidden folder from which complete files are put in place."""

from __future__ import annotations

import importlib.util
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import geopandas
import pandas as pd
import shapely
from osgeo import gdal, ogr

from ...analysis.encoding import EncodedFrame
from ..errors import InputError, free_megabytes, is_out_of_memory, temporary_space
from ..i18n import tr
from ..progress import FeedbackProgress
from .datasets import GEOPACKAGE, SHAPEFILE, count_features, select, shapefile_fault
from .geopackage import PackageLayer
from .shapefiles import cut_texts, short_names
from .sql import literal, quoted
from .table_parts import TableParts

_CHUNK = 20_000  # rows
# GeoPackages record when they were written; only the provenance shall state the time of a run.
_FIXED_DATE = "2000-01-01T00:00:00.000Z"
_DRIVERS = {GEOPACKAGE: "GPKG", SHAPEFILE: "ESRI Shapefile", ".geojson": "GeoJSON", ".fgb": "FlatGeobuf", ".gml": "GML"}
FORMATS = tuple(_DRIVERS)
_IN_ONE_PIECE = (_DRIVERS[".gml"],)  # which GDAL cannot append to
# Types of fields as fiona names them, by numpy's kinds of columns.
_FIONA_KINDS = {"b": "bool", "i": "int64", "u": "int64", "f": "float"}
# SQLite takes no parameters for names of tables and columns: they are inserted by `quoted`, values by `literal`.
_CREATE_INDEX = "CREATE INDEX {index} ON {table} ({column})"
_REGISTER_EXTENSION = "INSERT INTO gpkg_extensions VALUES ({values})"
# Maps and reviewers go through results by county.
_INDEXED = "county"


class LayerWriter:
    """A new layer of a file, written chunk by chunk; the file's other layers stay.

    The file lies in a folder of `bridge.io.staging`, and is incomplete until the writer is closed.
    """

    def __init__(self, path: Path, name: str) -> None:
        """Start a layer.

        Args:
            path: the file.
            name: the layer.

        Raises:
            InputError: the format is unknown.

        """
        self._path, self._name, self._driver = path, name, driver_of(path)
        self._kind: str | None = None
        self._package: PackageLayer | None = None
        self._begun = self._indexed = False
        self._rows = 0  # of other formats than GeoPackage
        self._waiting: list[pd.DataFrame] = []
        self._index: tuple[list[str], list[str], str] = [], [], ""
        # Of a shapefile: short names of columns by whole ones, and how many texts of each column were cut.
        self.shortened: dict[str, str] = {}
        self.cut: Counter[str] = Counter()

    def append(self, frame: pd.DataFrame | EncodedFrame) -> None:
        """Append rows; the first rows decide the types of columns and geometries.

        Args:
            frame: with or without geometries; encoded ones, which have no heights, are not decoded for a GeoPackage.

        Raises:
            InputError: the file cannot be written, for example on a full disk.

        """
        with _writing_errors(self._path):
            if not self._begun:
                self._begin(frame)
            if self._package is None:
                decoded = frame.decode() if isinstance(frame, EncodedFrame) else frame
                if self._path.suffix.lower() == SHAPEFILE:
                    decoded, cut = cut_texts(decoded)
                    self.cut.update(cut)
                    decoded = decoded.rename(columns=self.shortened)
                self._rows += len(decoded)
                if self._driver in _IN_ONE_PIECE:
                    self._waiting.append(decoded)
                else:
                    _append(self._path, self._name, decoded, self._driver, self._kind)
            else:
                spatial = isinstance(frame, geopandas.GeoDataFrame)
                self._package.append(EncodedFrame.of(frame, flat=True) if spatial else frame)

    def _begin(self, rows: pd.DataFrame | EncodedFrame) -> None:
        """Decide the layer's types; create the layer of a GeoPackage, without rows."""
        self._kind = geometry_kind(rows)
        frame = rows.take(slice(0)).decode() if isinstance(rows, EncodedFrame) else rows
        self._begun, self._indexed = True, _INDEXED in frame
        if self._path.suffix.lower() == SHAPEFILE:
            shape = frame.geometry.name if isinstance(frame, geopandas.GeoDataFrame) else None
            self.shortened = short_names(str(name) for name in frame.columns if name != shape)
        if self._path.suffix.lower() != GEOPACKAGE:
            return
        options = _own_columns(frame, self._kind)
        before = gdal.GetConfigOption("OGR_CURRENT_DATE")
        gdal.SetConfigOption("OGR_CURRENT_DATE", _FIXED_DATE)
        try:
            _append(self._path, self._name, frame.iloc[:0], self._driver, self._kind, options)
        finally:
            gdal.SetConfigOption("OGR_CURRENT_DATE", before)
        if self._kind:
            self._index = _index_statements(self._name, options["FID"], options["GEOMETRY_NAME"])
        self._package = PackageLayer(self._path, self._name)

    def close(self) -> None:
        """Complete the layer, with its indexes; see that all rows are there.

        Raises:
            InputError: as `append`.

        """
        if not self._begun:
            return
        self._begun = False
        with _writing_errors(self._path):
            if self._package is None:
                self._complete_file()
                return
            tree, after, table = self._index
            if self._indexed:
                names = {"index": f"{self._name}_{_INDEXED}", "table": self._name, "column": _INDEXED}
                after = [*after, _CREATE_INDEX.format(**{key: quoted(value) for key, value in names.items()})]
            self._package.close(tree, after, table)
            self._package = None

    def _complete_file(self) -> None:
        """Write what waits, and count the rows of the file: GDAL tells of a full disk for some formats only."""
        if self._waiting:
            whole = pd.concat(self._waiting, ignore_index=True)
            self._waiting.clear()
            _append(self._path, self._name, whole, self._driver, self._kind)
        there, fault = count_features(self._path), shapefile_fault(self._path)
        if fault or there != self._rows:
            raise OSError(fault or tr("{there} of {rows} rows are there").format(there=there, rows=self._rows))

    def __enter__(self) -> LayerWriter:
        """Return the writer."""
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        """Complete the layer, or close the incomplete file after an error."""
        if kind is None:
            self.close()
        elif self._package is not None:
            self._package.abandon()


def write_layers(path: Path, layers: Mapping[str, pd.DataFrame | TableParts], progress: FeedbackProgress) -> None:
    """Write frames as layers of one file (several only in a GeoPackage); its other layers stay.

    Args:
        path: the file, in a folder of `bridge.io.staging`; it is incomplete until this returns.
        layers: frames, or the parts of one, by layer name.
        progress: receives the fraction done; may cancel.

    Raises:
        InputError: the format is unknown, or the file cannot be written, for example on a full disk.

    """
    rows = sum(len(frame) for frame in layers.values()) or 1
    done = 0
    for name, frame in layers.items():
        with LayerWriter(path, name) as writer:
            for start, chunk in row_slices(frame):
                progress.set((done + start) / rows)
                writer.append(chunk)
        done += len(frame)


@contextmanager
def _writing_errors(path: Path) -> Iterator[None]:
    """Turn errors of the libraries into an `InputError` that the file cannot be written, or a `MemoryError`."""
    try:
        yield
    except (RuntimeError, OSError, ValueError, sqlite3.Error) as error:
        if is_out_of_memory(error):
            raise MemoryError from error
        if not path.parent.is_dir():
            raise InputError(
                tr("“{file}” could not be written: its folder was removed while the run was at work.").format(
                    file=path.name
                )
            ) from error
        raise InputError(
            tr("“{file}” could not be written ({reason}). {free} MB are free on that disk.").format(
                file=path.name, reason=str(error).strip(), free=free_megabytes(path.parent)
            )
            + temporary_space(path)
        ) from error


def row_slices(table: pd.DataFrame | TableParts) -> Iterator[tuple[int, pd.DataFrame]]:
    """Yield slices of a table, each with the position of its first row; an empty one gives one empty slice."""
    done = 0
    for frame in [table] if isinstance(table, pd.DataFrame) else table.frames():
        for start in range(0, max(len(frame), 1), _CHUNK):
            yield done + start, frame.iloc[start : start + _CHUNK]
        done += len(frame)


def driver_of(path: Path) -> str:
    """Return the GDAL driver for a file's ending; raise `InputError` if there is none."""
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
    """Append rows to a layer, which is created if it does not exist.

    Args:
        path: the file.
        name: the layer.
        chunk: the rows.
        driver: GDAL's driver.
        kind: the layer's geometry type; None for a table.
        options: creation options; with them the layer is created in any case.

    """
    append = options is None and path.exists()
    settings = dict(options or {})
    if driver == _DRIVERS[SHAPEFILE]:
        settings["encoding"] = "UTF-8"
    if importlib.util.find_spec("pyogrio"):
        import pyogrio  # noqa: PLC0415  one writer is enough, either may be missing

        if kind:
            settings |= {"geometry_type": kind, "promote_to_multi": kind == "MultiPolygon"}
        pyogrio.write_dataframe(chunk, path, layer=name, driver=driver, append=append, **settings)
    elif kind:
        geopandas.GeoDataFrame(chunk).to_file(
            path, layer=name, driver=driver, mode="a" if append else "w", engine="fiona", **settings
        )
    else:
        _append_rows(path, name, chunk, driver, append, settings)


def _append_rows(
    path: Path, name: str, chunk: pd.DataFrame, driver: str, append: bool, settings: Mapping[str, object]
) -> None:
    """Append rows without geometry by fiona, which geopandas does not write; arguments as in `_append`."""
    import fiona  # noqa: PLC0415  one writer is enough, either may be missing

    kinds = {str(column): _FIONA_KINDS.get(kind.kind, "str") for column, kind in chunk.dtypes.items()}
    plain = chunk.astype(object).where(chunk.notna(), None)
    for column in (column for column, kind in zip(plain.columns, kinds.values()) if kind == "str"):
        plain[column] = plain[column].map(str, na_action="ignore")
    rows = ({"geometry": None, "properties": dict(zip(kinds, row))} for row in plain.itertuples(index=False))
    schema = {"geometry": "None", "properties": kinds}
    mode = "a" if append else "w"
    with fiona.open(path, mode, driver=driver, layer=name, schema=schema, **settings) as table:
        table.writerecords(rows)


def _own_columns(frame: pd.DataFrame, kind: str | None) -> dict[str, str]:
    """Return creation options that name a GeoPackage's own columns unlike the data's, and put off the spatial index."""
    taken = {str(column).lower() for column in frame.columns}
    options = {"FID": next(name for name in ("fid", "ogc_fid", "fid_gpkg") if name not in taken)}
    if kind:
        options["GEOMETRY_NAME"] = geometry_column(frame)
        options["SPATIAL_INDEX"] = "NO"
    return options


def geometry_column(frame: pd.DataFrame) -> str:
    """Return the name of the geometry column of a frame in a GeoPackage's layer, unlike the frame's columns."""
    taken = {str(column).lower() for column in frame.columns}
    return next(name for name in ("geom", "shape", "geom_gpkg") if name not in taken)


def _index_statements(name: str, fid: str, column: str) -> tuple[list[str], list[str], str]:
    """Return the SQL by which GDAL gives a layer a spatial index, read from an empty layer of the same name.

    Args:
        name: the layer.
        fid: its column with the feature ids.
        column: its geometry column.

    Returns:
        statements that create and register the index; statements that create its triggers; the index's name.

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
    schema = [(str(kind), str(named), str(sql)) for kind, named, sql in made]
    extensions = next(sql for kind, named, sql in schema if kind == "table" and named == "gpkg_extensions")
    tree = next(sql for kind, _, sql in schema if kind == "table" and sql.startswith("CREATE VIRTUAL TABLE"))
    triggers = [sql for kind, named, sql in schema if kind == "trigger" and named.startswith(f"rtree_{name}_{column}_")]
    register = _REGISTER_EXTENSION.format(values=", ".join(literal(str(value)) for value in row))
    extensions = extensions.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1)
    return [extensions, tree, register], triggers, f"rtree_{name}_{column}"


def geometry_kind(frame: pd.DataFrame | EncodedFrame) -> str | None:
    """Return the type under which a frame's geometries are written, `Point` or `MultiPolygon`; None for a table."""
    if isinstance(frame, EncodedFrame):
        kinds = frame.kind
    elif isinstance(frame, geopandas.GeoDataFrame):
        kinds = shapely.get_type_id(frame.geometry.to_numpy())
    else:
        return None
    return "Point" if (kinds == shapely.GeometryType.POINT).any() else "MultiPolygon"
