"""Inspection of files of layers: what they contain, and why one cannot be read."""

from __future__ import annotations

import importlib.util
import re
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from osgeo import gdal, ogr
from qgis.core import QgsProviderRegistry

from ..errors import InputError, damaged_file, error_reason
from ..i18n import tr
from .file_state import marks_of
from .gdal_errors import is_held, open_vector, quiet_errors
from .named_servers import require_no_server
from .sql import literal, quoted

SHAPEFILE, GEOPACKAGE, GEODATABASE, FLATGEOBUF = ".shp", ".gpkg", ".gdb", ".fgb"
ARCHIVE, ZIP_PREFIX = ".zip", "/vsizip/"
# Sizes in bytes of the headers of shapefiles (ESRI's specification) and dBASE tables, which state the file's length.
_MAIN_HEADER, _INDEX_RECORD = 100, 8
_TABLE_HEADER = 32
_COUNT = "SELECT COUNT(*) FROM {layer}"
_CURVED = "SELECT 1 FROM {layer} WHERE ST_GeometryType({geometry}) IN ('CURVEPOLYGON', 'MULTISURFACE') LIMIT 1"
_GEOMETRY = "SELECT column_name, geometry_type_name FROM gpkg_geometry_columns WHERE table_name = {layer}"
_PAGE = 4096  # bytes, of a SQLite file as GDAL and QGIS make it
_MANY = 50  # layers: to open a GeoPackage with more takes longer than to read a small one
_PLAIN_PATH = re.compile(r"(?!//)(?:[A-Za-z]:(?=[/\\]))?[\w /\\.（）()-]*")  # of which every reader takes the whole
# Formats of survey and mapping software that GDAL cannot read, or only with parts that QGIS does not bring.
_FOREIGN = (".vct", ".mdb", ".dwg", ".wp", ".wl", ".wt", ".mxd", ".aprx", ".lyr", ".lyrx", ".mpk", ".rar", ".7z")


def decode_source(provider: str, source: str) -> dict[str, object]:
    """Return the parts of a layer's source as QGIS names them: `path`, `layerName`, `layerId` and others.

    QGIS ends a path where an archive's name may end, also in the name of a folder such as `data.zip.d`; here a path
    ends there (and the rest is `vsiSuffix`) only if there is such an archive.
    """
    registry = QgsProviderRegistry.instance()
    parts: dict[str, object] = {} if registry is None else registry.decodeUri(provider, source)
    path, rest = parts.get("path"), parts.get("vsiSuffix")
    if rest and not parts.get("vsiPrefix") and not Path(str(path)).is_file():
        del parts["vsiSuffix"]
        parts["path"] = f"{path}{rest}"
    return parts


def table_beside(path: Path, name: str) -> Path:
    """Return the file of a table that stands beside an output of one layer: its provenance, its whole names."""
    return path.with_name(f"{path.stem}.{name}.csv")


def is_taken_whole(path: Path) -> bool:
    """Return whether pyogrio, where there is one, takes a path as it stands.

    It takes some for addresses, in which `!` parts an archive from a file in it, and `;` or `#` begin what is no path.
    It is not asked of paths of letters, digits and what else no address is made of: to load it takes the panels long.
    """
    if _PLAIN_PATH.fullmatch(str(path)) and path.suffix.lower() != ARCHIVE:
        return True
    if importlib.util.find_spec("pyogrio") is None:
        return path.suffix.lower() != ARCHIVE  # of which fiona takes only addresses
    from pyogrio.util import vsi_path  # noqa: PLC0415  may be missing

    return vsi_path(str(path)).endswith(str(path))  # with a prefix for an archive


def layer_names(path: Path) -> list[str]:
    """Return the layers and tables of a file by name, first the one that QGIS opens by default; none if unreadable."""
    dataset, _ = open_dataset(path)
    return [] if dataset is None else [dataset.GetLayer(i).GetName() for i in range(dataset.GetLayerCount())]


def count_features(path: Path) -> int:
    """Return the number of features of a file's first layer, counted where its format states none; 0 if unreadable."""
    dataset, _ = open_dataset(path)
    return 0 if dataset is None or not dataset.GetLayerCount() else int(dataset.GetLayer(0).GetFeatureCount())


def require_all_rows(path: Path, layer: str, came: int) -> None:
    """Check that all rows of a layer of a GeoPackage came; where its note of them differs, they are counted.

    Args:
        path: of the file.
        layer: the layer's name.
        came: how many rows were read.

    Raises:
        InputError: the layer has more or fewer, or cannot be read to its end.

    """
    dataset, reason = open_dataset(path)
    found = None if dataset is None else dataset.GetLayerByName(layer)
    if dataset is None or found is None:
        raise InputError(damaged_file(path, reason))
    if found.GetFeatureCount() == came:
        return
    try:
        with quiet_errors():
            count = select(dataset, _COUNT.format(layer=quoted(layer)))[0][0]
    except RuntimeError as error:
        raise InputError(damaged_file(path, str(error))) from error
    if count != came:
        text = tr("{came} of {count} features came").format(came=came, count=count)
        raise InputError(damaged_file(path, text))


def spatial_layers(path: Path) -> list[str]:
    """Return the names of the layers of a file that have geometries."""
    dataset, _ = open_dataset(path)
    layers = [] if dataset is None else [dataset.GetLayer(i) for i in range(dataset.GetLayerCount())]
    return [layer.GetName() for layer in layers if layer.GetGeomType() != ogr.wkbNone]


def has_all_features(path: Path) -> bool:
    """Return whether a file of one layer has as many features as it says, counted one by one."""
    dataset, _ = open_dataset(path)
    layer = None if dataset is None else dataset.GetLayer(0)
    if layer is None:
        return False
    try:
        with quiet_errors():
            definition = layer.GetLayerDefn()
            layer.SetIgnoredFields([definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())])
            return sum(1 for _ in layer) == layer.GetFeatureCount()
    except RuntimeError:  # another plugin has made GDAL raise exceptions
        return False


def is_of_any_kind(path: Path, layer: str) -> bool:
    """Return whether a layer of a file is declared for geometries of any kind."""
    dataset, _ = open_dataset(path)
    found = None if dataset is None else dataset.GetLayerByName(layer)
    return found is not None and ogr.GT_Flatten(found.GetGeomType()) in (ogr.wkbUnknown, ogr.wkbGeometryCollection)


def has_curves(path: Path, layer: str) -> bool:
    """Return whether a layer of a GeoPackage may have curves, which GDAL in QGIS converts to lines silently."""
    dataset, _ = open_dataset(path) if path.suffix.lower() == GEOPACKAGE else (None, "")
    if dataset is None:
        return False
    rows = select(dataset, _GEOMETRY.format(layer=literal(layer)))
    column, kind = next(((str(column), str(kind)) for column, kind in rows), ("", "POLYGON"))
    if kind in ("POLYGON", "MULTIPOLYGON", "CURVEPOLYGON", "MULTISURFACE"):
        return kind in ("CURVEPOLYGON", "MULTISURFACE")
    return bool(select(dataset, _CURVED.format(layer=quoted(layer), geometry=quoted(column))))


def is_being_written(path: Path) -> bool:
    """Return whether a GeoPackage is open for writing somewhere: it is locked, or has a write-ahead log.

    SQLite finds such a log by its name, so a new file in the old one's place would be overwritten from it.
    """
    dataset, reason = open_dataset(path, gdal.OF_UPDATE)
    if dataset is None:
        return is_held(reason)
    # The statements change nothing but the journal of a file that nobody has open.
    return any(is_held(_execute(dataset, sql)) for sql in ("PRAGMA journal_mode=DELETE", "BEGIN IMMEDIATE"))


def _execute(dataset: gdal.Dataset, statement: str) -> str:
    """Run an SQL statement; return its error message, empty if there is none."""
    try:
        with quiet_errors():
            dataset.ReleaseResultSet(dataset.ExecuteSQL(statement))
            return gdal.GetLastErrorMsg()
    except RuntimeError as error:
        return str(error)


@dataclass(frozen=True)
class KeptFile:
    """A GeoPackage that is kept open.

    Attributes:
        dataset: the open file.
        marks: tell that the file is as it was when it was opened.
        looked_at: what is known of its layers, by their sources.

    """

    dataset: gdal.Dataset
    marks: tuple[tuple[int, int, int], ...]
    looked_at: dict[str, object] = field(default_factory=dict)


class _KeptFiles(threading.local):
    """The GeoPackages that are kept open in a thread; None outside of `files_kept_open`."""

    by_path: dict[Path, KeptFile | None] | None = None


_OPEN = _KeptFiles()


@contextmanager
def files_kept_open() -> Iterator[None]:
    """Open GeoPackages with many layers once inside the `with` block, in this thread, as long as they do not change."""
    if _OPEN.by_path is not None:
        yield
        return
    _OPEN.by_path = {}
    try:
        yield
    finally:
        _OPEN.by_path = None


def kept_file(path: Path) -> KeptFile | None:
    """Return a GeoPackage with many layers that is open inside `files_kept_open`; None for all others."""
    if _OPEN.by_path is None or path.suffix.lower() != GEOPACKAGE or not _may_have_many(path):
        return None
    kept = _OPEN.by_path.get(path)
    if path not in _OPEN.by_path or (kept is not None and kept.marks != marks_of(path)):
        marks = marks_of(path)
        dataset = _open(path, 0)[0]
        has_many = dataset is not None and dataset.GetLayerCount() > _MANY
        kept = _OPEN.by_path[path] = KeptFile(dataset, marks) if has_many else None
    return kept


def _may_have_many(path: Path) -> bool:
    """Return whether a file is so large that it may be a GeoPackage with many layers, each of a page at least."""
    try:
        return path.stat().st_size > _MANY * _PAGE
    except OSError:
        return False


def open_dataset(path: Path, mode: int = 0) -> tuple[gdal.Dataset | None, str]:
    """Open a dataset, or take the one that is kept open; return it, or None and GDAL's reason."""
    kept = None if mode else kept_file(path)
    return (kept.dataset, "") if kept is not None else _open(path, mode)


def gdal_name(path: Path) -> str:
    """Return the name by which GDAL opens a dataset: it looks into an archive only where it is told to."""
    zipped = path.suffix.lower() == ARCHIVE and path.is_file()
    return f"{ZIP_PREFIX}{path}" if zipped else str(path)


def _open(path: Path, mode: int) -> tuple[gdal.Dataset | None, str]:
    """Open a dataset; return it, or None and GDAL's reason, or that it names a server."""
    try:
        require_no_server(path)
    except InputError as error:
        return None, str(error)
    return open_vector(gdal_name(path), mode)


def why_unreadable(source: str) -> str:
    """Return a message why QGIS cannot open a source, with the remedy.

    Args:
        source: a path, perhaps with the name of a layer as QGIS writes it.

    """
    parts = decode_source("ogr", source)
    path = Path(str(parts.get("path") or source))
    try:
        if not path.exists():
            path = Path(source.split("|")[0])  # QGIS misreads a layer's name with | in it
        if not path.exists():
            return missing_file(path)
        if path.is_file():
            path.open("rb").close()
    except OSError as error:
        return tr("“{path}” cannot be opened: {reason}. Ask for the right to read it.").format(
            path=path, reason=error_reason(error)
        )
    fault = shapefile_fault(path)
    if fault:
        return fault
    dataset, reason = open_dataset(path)
    if dataset is None:
        return _foreign_file(path) or damaged_file(path, reason)
    layer, names = str(parts.get("layerName") or ""), layer_names(path)
    if layer and layer not in names:
        return tr("“{path}” has no layer “{layer}”. Its layers: {layers}.").format(
            path=path, layer=layer, layers=", ".join(names)
        )
    if "%" in str(path):  # which QGIS takes for a code of another character
        return tr("QGIS cannot open “{path}” under this name. Rename the file or its folder without %.").format(
            path=path
        )
    return damaged_file(path, reason)


def missing_file(path: Path) -> str:
    """Return the message that a file does not exist."""
    return tr("“{path}” does not exist. Was it moved, renamed or deleted? Choose it anew.").format(path=path)


def _foreign_file(path: Path) -> str:
    """Return the message that a file's format is not read; empty if its name does not tell such a format."""
    if path.suffix.lower() not in _FOREIGN:
        return ""
    return tr(
        "“{path}” is a {suffix} file, which this version does not read. Convert it to a GeoPackage, a shapefile or a "
        "file geodatabase with the software that wrote it, and choose that."
    ).format(path=path, suffix=path.suffix)


def shapefile_fault(path: Path) -> str:
    """Return a message what a shapefile lacks: a file of its set, or the end of one; empty if sound or another format.

    GDAL reads a truncated shapefile as far as it goes, so geometries and values would be missing silently.
    """
    if path.suffix.lower() != SHAPEFILE:
        return ""
    parts = {}
    for suffix in (SHAPEFILE, ".shx", ".dbf"):
        part = next((p for p in (path.with_suffix(suffix), path.with_suffix(suffix.upper())) if p.is_file()), None)
        if part is None:
            return tr(
                "The shapefile “{path}” lacks its {suffix} file. Copy all files of a shapefile together (.shp, .shx, "
                ".dbf, .prj, .cpg)."
            ).format(path=path, suffix=suffix)
        parts[suffix] = part
    records = {}
    for suffix, part in parts.items():
        length, records[suffix] = _stated_table(part) if suffix == ".dbf" else _stated_shapes(part)
        if part.stat().st_size < length:
            return tr(
                "“{path}” is cut off: it should have {length} bytes and has {size}. Copy the shapefile anew from its "
                "source."
            ).format(path=part, length=length, size=part.stat().st_size)
    if records[".shx"] != records[".dbf"]:
        return tr(
            "The files of the shapefile “{path}” do not belong together: {shapes} shapes, {rows} rows of values. Copy "
            "all its files anew from one source."
        ).format(path=path, shapes=records[".shx"], rows=records[".dbf"])
    return ""


def _stated_shapes(path: Path) -> tuple[int, int]:
    """Return the length in bytes that the header of a .shp or .shx states, and the records of a .shx of that length."""
    with path.open("rb") as file:
        header = file.read(_MAIN_HEADER)
    if len(header) < _MAIN_HEADER:
        return _MAIN_HEADER, 0
    length = 2 * struct.unpack_from(">i", header, 24)[0]
    return length, (length - _MAIN_HEADER) // _INDEX_RECORD


def _stated_table(path: Path) -> tuple[int, int]:
    """Return the length in bytes that the header of a dBASE table states, and its number of records."""
    with path.open("rb") as file:
        header = file.read(_TABLE_HEADER)
    if len(header) < _TABLE_HEADER:
        return _TABLE_HEADER, 0
    records, start, size = struct.unpack_from("<IHH", header, 4)
    return start + records * size, records


def select(dataset: gdal.Dataset, statement: str) -> list[list[object]]:
    """Run an SQL statement; return its rows.

    Raises:
        RuntimeError: SQLite reports an error.

    """
    gdal.ErrorReset()
    result = dataset.ExecuteSQL(statement)
    if gdal.GetLastErrorType() >= gdal.CE_Failure:
        raise RuntimeError(gdal.GetLastErrorMsg())
    if result is None:
        return []
    columns = range(result.GetLayerDefn().GetFieldCount())
    rows = [[feature.GetField(i) for i in columns] for feature in result]
    dataset.ReleaseResultSet(result)
    return rows
