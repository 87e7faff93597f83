"""Looking into files of layers: what they hold, and why one cannot be read."""

from __future__ import annotations

import struct
from pathlib import Path

from osgeo import gdal, ogr
from qgis.core import QgsProviderRegistry

from ..errors import damaged_file, error_reason
from ..i18n import tr

SHAPEFILE, GEOPACKAGE, GEODATABASE = ".shp", ".gpkg", ".gdb"
# Headers of shapefiles (ESRI's description) and of dBASE tables: where they say how long the file is.
_MAIN_HEADER, _INDEX_RECORD = 100, 8
_TABLE_HEADER = 32
_LOCKED = "locked"  # SQLite's word


def layer_names(path: Path) -> list[str]:
    """The layers and tables of a file; the first is what QGIS opens when none is named. None where it is unreadable."""
    dataset, _ = _open(path)
    return [] if dataset is None else [dataset.GetLayer(i).GetName() for i in range(dataset.GetLayerCount())]


def spatial_layers(path: Path) -> list[str]:
    """The layers of a file that have geometries."""
    dataset, _ = _open(path)
    layers = [] if dataset is None else [dataset.GetLayer(i) for i in range(dataset.GetLayerCount())]
    return [layer.GetName() for layer in layers if layer.GetGeomType() != ogr.wkbNone]


def has_curves(path: Path, layer: str) -> bool:
    """Whether a layer of a GeoPackage may have curves; GDAL, as QGIS has set it, straightens them without a word."""
    dataset, _ = _open(path) if path.suffix.lower() == GEOPACKAGE else (None, "")
    if dataset is None:
        return False
    kinds = dict(select(dataset, "SELECT table_name, geometry_type_name FROM gpkg_geometry_columns"))
    return str(kinds.get(layer)).startswith(("CURVE", "MULTISURFACE"))


def is_being_written(path: Path) -> bool:
    """Whether somebody has a GeoPackage open for writing: it is locked, or keeps a write-ahead log.

    Such a log is found by its name: a new file in the old one's place would be overwritten from it.
    """
    dataset, reason = _open(path, gdal.OF_UPDATE)
    if dataset is None:
        return _LOCKED in reason
    # Neither statement changes anything but the journal of a file that nobody has open.
    return any(_LOCKED in _execute(dataset, sql) for sql in ("PRAGMA journal_mode=DELETE", "BEGIN IMMEDIATE"))


def _execute(dataset: gdal.Dataset, statement: str) -> str:
    """Run a statement; its error, or nothing."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        gdal.ErrorReset()
        dataset.ReleaseResultSet(dataset.ExecuteSQL(statement))
        return gdal.GetLastErrorMsg()
    except RuntimeError as error:
        return str(error)
    finally:
        gdal.PopErrorHandler()


def _open(path: Path, mode: int = 0) -> tuple[gdal.Dataset | None, str]:
    """The dataset, or None and GDAL's reason."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        gdal.ErrorReset()
        dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | mode)
        return dataset, gdal.GetLastErrorMsg()
    except RuntimeError as error:  # somebody in this QGIS has told GDAL to raise
        return None, str(error)
    finally:
        gdal.PopErrorHandler()


def why_unreadable(source: str) -> str:
    """Why QGIS cannot open a source, a path perhaps with the name of a layer; what to do about it."""
    parts = QgsProviderRegistry.instance().decodeUri("ogr", source)
    path = Path(parts.get("path") or source)
    try:
        if not path.exists():
            path = Path(source.split("|")[0])  # a layer's name with | in it confuses QGIS
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
    dataset, reason = _open(path)
    if dataset is None:
        return damaged_file(path, reason)
    layer, names = parts.get("layerName") or "", layer_names(path)
    if layer and layer not in names:
        return tr("“{path}” has no layer “{layer}”. Its layers: {layers}.").format(
            path=path, layer=layer, layers=", ".join(names)
        )
    return damaged_file(path, reason)


def missing_file(path: Path) -> str:
    """Say that a file is not there."""
    return tr("“{path}” does not exist. Was it moved, renamed or deleted? Choose it anew.").format(path=path)


def shapefile_fault(path: Path) -> str:
    """What a shapefile lacks, a file of its set or the end of one; empty for sound ones and for other files.

    GDAL reads what there is of a cut one: geometries and values would be missing without a word.
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
        length, records[suffix] = _announced_table(part) if suffix == ".dbf" else _announced_shapes(part)
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


def _announced_shapes(path: Path) -> tuple[int, int]:
    """The length in bytes that the header of a .shp or .shx announces, and the records that a .shx then has."""
    with path.open("rb") as file:
        header = file.read(_MAIN_HEADER)
    if len(header) < _MAIN_HEADER:
        return _MAIN_HEADER, 0
    length = 2 * struct.unpack_from(">i", header, 24)[0]
    return length, (length - _MAIN_HEADER) // _INDEX_RECORD


def _announced_table(path: Path) -> tuple[int, int]:
    """The length in bytes that the header of a dBASE table announces, and its records."""
    with path.open("rb") as file:
        header = file.read(_TABLE_HEADER)
    if len(header) < _TABLE_HEADER:
        return _TABLE_HEADER, 0
    records, start, size = struct.unpack_from("<IHH", header, 4)
    return start + records * size, records


def select(dataset: gdal.Dataset, statement: str) -> list[list[object]]:
    """Run a statement of SQLite; its rows. An error of SQLite is a `RuntimeError`."""
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
