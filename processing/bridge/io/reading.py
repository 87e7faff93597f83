"""Reading layers as frames: straight from the file where a layer is just the file, else through QGIS."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

import geopandas
import numpy as np
import pandas as pd
import pyproj
import shapely
from qgis.core import QgsAbstractGeometry, QgsFeatureRequest, QgsGeometry, QgsWkbTypes
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QVariant

from ...analysis.dates import format_day, format_days, iso_day
from ..beijing_time import in_beijing
from ..crs.stated_systems import to_pyproj
from ..errors import InputError, damaged_file, is_out_of_memory, no_utf8
from ..i18n import tr
from ..progress import FeedbackProgress
from ..survey.personal_data import NONE, PersonalColumns
from ..survey.schema import load_survey
from .datasets import GEOPACKAGE, layer_names, require_all_rows
from .encodings import BYTES, decode_text, warn_of_lost_text
from .feature_reading import Features
from .id_ranges import conditions_of_parts
from .indexed_rows import is_index_whole
from .integrity import require_intact, require_intact_source
from .many_layers import column_names, read_rows
from .nearby import Nearby
from .row_reading import (
    arrow_errors,
    distinguishes_case,
    has_arrow,
    has_lost_digits,
    in_order,
    is_undecoded,
    restore_integers,
    restore_zones,
    to_plain_values,
    unread_text,
    without_arrow,
)
from .shapefiles import restore_names
from .sources import ALL, NEARBY, Source
from .stored_values import find_stored, restore_stored

_WITHOUT_AREA = [shapely.GeometryType[name].value for name in ("POINT", "LINESTRING", "LINEARRING")]
_WITHOUT_AREA += [shapely.GeometryType[name].value for name in ("MULTIPOINT", "MULTILINESTRING")]
# GDAL's own step along an arc, so that both ways of reading give the same lines.
_ARC_STEP = math.radians(4)


class UnreadGeometryError(InputError):
    """A geometry that the reader cannot represent."""


@dataclass(frozen=True)
class LayerData:
    """A layer that has been read.

    Attributes:
        name: the layer's name, for messages and roles.
        frame: columns as in the layer and the geometry (column `geometry`); index: feature ids. Dates are ISO text.
        crs: the layer's coordinate system.
        path: the file whose whole content this is, or None.
        part: what was read: `all`, or how the features were chosen.
        left_out: columns of the layer that were not read because they hold personal data.
        file: name of the file that the features come from, chosen or all; empty where there is none.
        others: feature ids of points and lines, which were not read.

    """

    name: str
    frame: geopandas.GeoDataFrame
    crs: pyproj.CRS
    path: Path | None
    part: str
    left_out: tuple[str, ...] = ()
    file: str = ""
    others: tuple[int, ...] = ()

    def __len__(self) -> int:
        """Return the number of features."""
        return len(self.frame)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns that were read."""
        return tuple(str(name) for name in self.frame.columns if name != "geometry")


@dataclass(frozen=True)
class TableData:
    """A table that has been read; attributes as in `LayerData`."""

    name: str
    frame: pd.DataFrame
    path: Path | None
    part: str
    left_out: tuple[str, ...] = ()
    file: str = ""

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.frame)


def read_source(
    source: Source,
    progress: FeedbackProgress,
    leave_out: PersonalColumns | None = None,
    nearby: Nearby | None = None,
) -> LayerData:
    """Read a layer of polygons given to an algorithm.

    Args:
        source: as taken when the algorithm was prepared.
        progress: receives the fraction done; may cancel; its feedback receives warnings.
        leave_out: columns not to read; the survey's personal columns if not given.
        nearby: places; if given, only features are read whose boxes come near them.

    Raises:
        InputError: no polygons, no coordinate system, text that fits no encoding, or a damaged file.

    """
    leave_out = load_survey().personal if leave_out is None else leave_out
    crs = _system_of(source, progress)
    file = source.file if source.is_readable else None
    boxes = None if nearby is None else nearby.boxes(crs)
    asked = None if file is None or boxes is None or not is_index_whole(file.path, file.layer) else boxes
    left_out = _check_columns(source, progress, leave_out, asked)[1]
    if file is None:
        frame = _from_shapefile(source, progress, leave_out)
        if frame is None:
            frame = restored(_from_features(source.features, progress, leave_out), source)
            warn_of_lost_text(frame, source.name, progress.feedback.pushWarning)
        source.features.state.remember()  # what has no hash of its own in the provenance
    else:
        try:
            frame = read_file(
                file.path,
                file.layer,
                encoding=file.encoding,
                warn=progress.feedback.pushWarning,
                leave_out=leave_out,
                boxes=asked,
            )
            if asked is None:
                source.features.check_read(len(frame))
            else:
                source.features.state.check_files()
        except UnreadGeometryError:
            # Rings of two points and the like, which QGIS reads feature by feature, and all of them.
            require_intact_source(source)
            frame = restored(_from_features(source.features, progress, leave_out), source)
    if boxes is not None:
        frame = _in_boxes(frame, boxes)
    frame = frame.drop(columns=[name for name in source.binary_columns if name in frame])
    if source.file is not None:
        frame = restore_names(frame, source.file.path)
    frame, others = split_polygons(frame)
    if len(others):
        if frame.geometry.isna().all():
            raise InputError(no_polygons(source.name))
        progress.feedback.pushWarning(
            tr("Layer “{layer}”: {count} points or lines among its {polygons} polygons were not read.").format(
                layer=source.name, count=len(others), polygons=int(frame.geometry.notna().sum())
            )
        )
    return LayerData(
        source.name,
        frame,
        crs,
        source.whole_file,
        source.part if nearby is None else NEARBY if source.part == ALL else f"{source.part}, {NEARBY}",
        left_out,
        source.file_name,
        tuple(others.tolist()),
    )


def _in_boxes(frame: geopandas.GeoDataFrame, boxes: np.ndarray) -> geopandas.GeoDataFrame:
    """Return the features of a frame whose boxes meet one of some boxes (n, 4)."""
    bounds = shapely.bounds(frame.geometry.to_numpy()).reshape(-1, 4)
    meets = np.zeros(len(frame), bool)
    for box in boxes:
        meets |= (bounds[:, :2] <= box[2:]).all(axis=1) & (bounds[:, 2:] >= box[:2]).all(axis=1)
    return frame[meets]


def read_table_source(source: Source, progress: FeedbackProgress) -> TableData:
    """Read a table given to an algorithm, or the attributes of a layer; arguments as in `read_source`.

    Raises:
        InputError: the file is damaged.

    """
    leave_out = load_survey().personal
    _, left_out = _check_columns(source, progress, leave_out)
    if source.file is not None and source.is_readable:
        frame = read_table(source.file.path, source.file.layer, leave_out)
        source.features.check_read(len(frame))
    else:
        frame = restored(_from_features(source.features, progress, leave_out), source)
    return TableData(source.name, frame, source.whole_file, source.part, left_out, source.file_name)


def check_source(
    source: Source, progress: FeedbackProgress, leave_out: PersonalColumns
) -> tuple[pyproj.CRS, tuple[str, ...], tuple[str, ...]]:
    """Check a layer of polygons before it is read; arguments as in `read_source`.

    Returns:
        its coordinate system; the names of the columns to read; the names of those left out.

    Raises:
        InputError: the layer has no polygons or no coordinate system.

    """
    return _system_of(source, progress), *_check_columns(source, progress, leave_out)


def _system_of(source: Source, progress: FeedbackProgress) -> pyproj.CRS:
    """Return the coordinate system of a layer of polygons; errors as in `check_source`."""
    if not source.may_be_polygonal:
        raise InputError(no_polygons(source.name))
    return to_pyproj(source.crs, source.name, progress.feedback.pushWarning)


def _check_columns(
    source: Source, progress: FeedbackProgress, leave_out: PersonalColumns, boxes: np.ndarray | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the columns to read and of those left out, which are logged; warn of what reading changes.

    With boxes (n, 4) only what lies in them is going to be read.
    """
    warn = progress.feedback.pushWarning
    require_intact_source(source, boxes)
    if source.has_curves:
        warn(
            tr("Layer “{layer}” has curves; short straight lines were taken in their stead.").format(layer=source.name)
        )
    if source.features.fields.indexOf("geometry") >= 0:
        warn(
            tr("Layer “{layer}”: its column “geometry” was not read. Rename it if it is needed.").format(
                layer=source.name
            )
        )
    binary = source.binary_columns
    if binary:
        warn(
            tr("Layer “{layer}”: columns of binary data were not read: {columns}.").format(
                layer=source.name, columns=", ".join(binary)
            )
        )
    file = source.file if source.is_readable or source.is_stored else None
    names = layer_columns(file.path, file.layer, file.encoding, boxes) if file else source.features.fields.names()
    kept = tuple(name for name in names if name not in leave_out and name not in ("geometry", *binary))
    return kept, _left_out(source.name, names, leave_out, progress)


def _left_out(
    layer: str, names: Iterable[str], leave_out: PersonalColumns, progress: FeedbackProgress
) -> tuple[str, ...]:
    """Return which columns of a layer, by their names, are not read as they hold personal data; log them."""
    found = tuple(leave_out.readable_name(name) for name in names if name in leave_out)
    if found:
        text = tr("Layer “{layer}”: columns with personal data were not read: {columns}.")
        progress.feedback.pushInfo(text.format(layer=layer, columns=", ".join(found)))
    return found


def read_named_table(source: Source, table: str, progress: FeedbackProgress) -> TableData:
    """Read a table that was given, or that of a name in a file that was given as a whole; arguments as above.

    Raises:
        InputError: the file is damaged.

    """
    file = source.file if source.part == ALL else None
    if file is None or source.names_layer or file.layer == table or table not in layer_names(file.path):
        return read_table_source(source, progress)
    leave_out = load_survey().personal
    left_out = _left_out(table, layer_columns(file.path, table), leave_out, progress)
    return TableData(table, read_table(file.path, table, leave_out), None, ALL, left_out, file.path.name)


@dataclass(frozen=True)
class AllBut:
    """The columns of a table that are not read: all but some.

    Attributes:
        names: of those that are read.

    """

    names: frozenset[str]

    def __contains__(self, name: object) -> bool:
        """Return whether a column is not read."""
        return name not in self.names


def read_table(path: Path, layer: str, leave_out: Container[str] = NONE) -> pd.DataFrame:
    """Read a table without its geometry and without the columns in `leave_out`.

    Raises:
        InputError: the file is damaged, or its text is not UTF-8.

    """
    require_intact(path, layer)
    if importlib.util.find_spec("pyogrio"):
        import pyogrio  # noqa: PLC0415  one reader is enough, either may be missing

        asked, columns = _kept(path, layer, None, leave_out)
        try:
            what = {"layer": layer, "columns": asked, "read_geometry": False, "fid_as_index": True}
            frame = pyogrio.read_dataframe(path, **without_arrow(path, what))
        except unread_text() as error:
            raise InputError(no_utf8(layer) if is_undecoded(error) else damaged_file(path, str(error))) from error
        restore_zones(frame, path, layer, whole=True)
        restore_stored(frame, layer, find_stored(path, layer))
        frame = frame.reset_index(drop=True)
        table = pd.DataFrame(in_order(frame, columns))
    else:
        import fiona  # noqa: PLC0415

        with fiona.open(path, layer=layer) as source:
            columns = [name for name in source.schema["properties"] if name not in leave_out]
            table = pd.DataFrame([dict(feature["properties"]) for feature in source], columns=columns)
    if path.suffix.lower() == GEOPACKAGE:
        require_all_rows(path, layer, len(table))
    to_plain_values(table)
    return table


def read_file(
    path: Path,
    layer: str,
    reader: str | None = None,
    encoding: str | None = None,
    warn: Callable[[str], None] = lambda _: None,
    leave_out: PersonalColumns = NONE,
    boxes: np.ndarray | None = None,
) -> geopandas.GeoDataFrame:
    """Read a layer of a file by pyogrio, or by fiona where pyogrio is missing; both give the same frames.

    Args:
        path: the dataset.
        layer: the layer's name.
        reader: `pyogrio` or `fiona`; the first installed one if not given.
        encoding: of a shapefile's text, as stated; None for other files.
        warn: receives a message where the text is in another encoding.
        leave_out: columns not to read.
        boxes: float64 (n, 4); if given, features apart from all of them may be left out.

    Raises:
        InputError: the file is damaged, or its text fits no encoding.
        UnreadGeometryError: a geometry cannot be represented.

    """
    given, reader = reader, reader or ("pyogrio" if importlib.util.find_spec("pyogrio") else "fiona")
    require_intact(path, layer, boxes if reader == "pyogrio" else None)  # fiona reads all
    small = None if given or encoding else _from_open_file(path, layer, leave_out)
    by_reader = _by_pyogrio if reader == "pyogrio" else _by_fiona
    try:
        frame = by_reader(path, layer, BYTES if encoding else None, leave_out, boxes) if small is None else small
        to_plain_values(frame)  # pandas 3 decodes text here
    except unread_text() as error:
        if is_out_of_memory(error):
            raise MemoryError from error
        raise InputError(no_utf8(layer) if is_undecoded(error) else damaged_file(path, str(error))) from error
    except (RuntimeError, OSError, ValueError, shapely.errors.ShapelyError) as error:
        if is_out_of_memory(error):
            raise MemoryError from error
        # pyogrio raises GeometryError; shapely, also under fiona, ShapelyError or ValueError.
        geometry = isinstance(error, (ValueError, shapely.errors.ShapelyError)) or "Geometry" in type(error).__name__
        raise (UnreadGeometryError if geometry else InputError)(damaged_file(path, str(error))) from error
    if frame.geometry.name != "geometry":
        frame = frame.rename_geometry("geometry")
    for column in frame.columns:
        if column != "geometry" and pd.api.types.is_datetime64_any_dtype(frame[column]):
            frame[column] = format_days(frame[column])
    ids = None if boxes is None else frame.index.tolist()
    restore_stored(frame, layer, find_stored(path, layer, ids))
    return decode_text(frame, layer, encoding, warn) if encoding else frame


def _from_open_file(path: Path, layer: str, leave_out: PersonalColumns) -> geopandas.GeoDataFrame | None:
    """Read a small plain layer of a GeoPackage with many layers that is kept open; None for all others."""
    rows = read_rows(path, layer, leave_out)
    if rows is None:
        return None
    frame = frame_of(rows.ids, rows.values, rows.wkb, rows.columns)
    is_lost = frame.geometry.isna().to_numpy() & np.array([shape is not None for shape in rows.wkb], dtype=bool)
    return None if is_lost.any() else frame


def _by_pyogrio(
    path: Path, layer: str, encoding: str | None, leave_out: PersonalColumns, boxes: np.ndarray | None
) -> geopandas.GeoDataFrame:
    """Read a layer by pyogrio, by Arrow where that works; arguments as in `read_file`."""
    import pyogrio  # noqa: PLC0415

    asked, columns = _kept(path, layer, encoding, leave_out, boxes)
    what: dict[str, object] = {"layer": layer, "columns": asked, "fid_as_index": True}
    if encoding is not None:
        frame = _read_parts(partial(pyogrio.read_dataframe, path, encoding=encoding, **what), _asked(boxes))
        restore_integers(frame, path, layer)
        return in_order(frame, columns)
    arrow, plain = has_arrow(columns), without_arrow(path, what)
    parts = _asked(boxes) or [{"where": condition} for condition in conditions_of_parts(path, layer)]
    try:
        frame = _read_parts(partial(pyogrio.read_dataframe, path, use_arrow=arrow, **(what if arrow else plain)), parts)
    except (RuntimeError, shapely.errors.ShapelyError, *arrow_errors()):
        # By Arrow GDAL before 3.8.3 cannot hand over booleans, and no GDAL converts curves to lines.
        frame = _read_parts(partial(pyogrio.read_dataframe, path, **plain), parts)
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise InputError(no_polygons(layer))
    restore_integers(frame, path, layer)
    restore_zones(frame, path, layer, whole=boxes is None)
    return in_order(frame, columns)


def _asked(boxes: np.ndarray | None) -> list[dict[str, object]]:
    """Return what to ask pyogrio for the features in each of some boxes (n, 4); nothing for all features."""
    return [] if boxes is None else [{"bbox": tuple(box)} for box in boxes.tolist()]


def _read_parts(read: Callable[..., pd.DataFrame], asked: Sequence[dict[str, object]]) -> pd.DataFrame:
    """Return the features of a layer that are asked for, each once; all where nothing is."""
    if not asked:
        return read()
    parts = [read(**one) for one in asked]
    for part in parts:  # before pandas 3 makes one kind of text of a part's texts and another's nulls
        to_plain_values(part)
    filled = [part for part in parts if len(part)] or parts[:1]
    frame = pd.concat(filled)
    return frame[~frame.index.duplicated()]


def layer_columns(path: Path, layer: str, encoding: str | None = None, boxes: np.ndarray | None = None) -> list[str]:
    """Return the column names of a layer in its file; with `encoding` (a shapefile's) their bytes, as `BYTES`.

    With boxes (n, 4) only what lies in them is going to be read, and need be sound.

    Raises:
        InputError: the file is damaged, or the names are not UTF-8, as those of all other formats.

    """
    require_intact(path, layer, boxes)
    encoding = BYTES if encoding else None
    names = None if encoding else column_names(path, layer)
    if names is not None:
        return names
    if importlib.util.find_spec("pyogrio"):
        import pyogrio  # noqa: PLC0415

        try:
            return [str(name) for name in pyogrio.read_info(path, layer=layer, encoding=encoding)["fields"]]
        except UnicodeDecodeError as error:
            raise InputError(no_utf8(layer)) from error
    import fiona  # noqa: PLC0415

    with fiona.open(path, layer=layer, encoding=encoding) as source:
        return list(source.schema["properties"])


def _kept(
    path: Path, layer: str, encoding: str | None, leave_out: Container[str], boxes: np.ndarray | None = None
) -> tuple[list[str] | None, list[str]]:
    """Return the columns of a layer to ask its file for, None for all of them; and those to keep of these."""
    columns = layer_columns(path, layer, encoding, boxes)
    # Newer versions of geopandas would have two columns of the name of the geometries.
    kept = [name for name in columns if name not in leave_out and name != "geometry"]
    return None if len(kept) == len(columns) or distinguishes_case(columns) else kept, kept


def _by_fiona(
    path: Path, layer: str, encoding: str | None, leave_out: PersonalColumns, _boxes: np.ndarray | None
) -> geopandas.GeoDataFrame:
    """Read a layer by fiona, all of it; arguments as in `read_file`."""
    import fiona  # noqa: PLC0415

    try:
        # Not all formats of fiona can skip fields while reading; they are dropped here.
        with fiona.open(path, layer=layer, encoding=encoding) as source:
            features = list(source)
            kinds = {name: kind for name, kind in source.schema["properties"].items() if name not in leave_out}
    except fiona.errors.FionaError as error:
        raise OSError(str(error)) from error
    frame = geopandas.GeoDataFrame.from_features(features, columns=[*kinds, "geometry"])
    frame.index = pd.Index([int(feature["id"]) for feature in features], name="fid")
    for name in (name for name, kind in kinds.items() if kind.startswith("date")):
        frame[name] = frame[name].map(iso_day)  # times with and without zones may stand in one column
    for name in (name for name, kind in kinds.items() if kind.startswith("int") and has_lost_digits(frame[name])):
        frame[name] = pd.array([feature["properties"][name] for feature in features], dtype="Int64")
    for name in kinds:
        if pd.api.types.is_object_dtype(frame[name]):
            frame[name] = frame[name].where(frame[name].notna(), None)
    return frame


def _from_shapefile(
    source: Source, progress: FeedbackProgress, leave_out: PersonalColumns
) -> geopandas.GeoDataFrame | None:
    """Read some features of a shapefile from the file, as QGIS may decode its text wrongly; None if that cannot be."""
    file = source.file
    if file is None or not source.is_stored:
        return None
    try:
        whole = read_file(
            file.path, file.layer, encoding=file.encoding, warn=progress.feedback.pushWarning, leave_out=leave_out
        )
    except UnreadGeometryError:
        return None
    numbers = source.features.numbers()
    source.features.check_chosen(numbers, int(whole.index.isin(numbers).sum()))
    return whole.loc[numbers]


def _from_features(
    features: Features, progress: FeedbackProgress, leave_out: PersonalColumns
) -> geopandas.GeoDataFrame:
    """Read features one by one through QGIS."""
    names = features.fields.names()
    kept = [number for number, name in enumerate(names) if name not in leave_out]
    request = QgsFeatureRequest(features.request)
    if len(kept) < len(names):
        request.setSubsetOfAttributes(kept)
    names = [names[number] for number in kept]
    ids: list[int] = []
    rows: list[list[object]] = []
    geometries: list[bytes | None] = []
    for batch in features.batches(request):
        progress.set(len(ids) / features.count if features.count > 0 else 0.0)
        for feature in batch:
            ids.append(feature.id())
            values = feature.attributes()
            rows.append([plain_value(values[position]) for position in kept])
            geometries.append(wkb_of(feature.geometry()))
    frame = frame_of(ids, rows, geometries, names)
    # QGIS shows a GeoPackage's feature ids as a field; in a file of pieces they would claim to be unique.
    own_ids = [name for name in names if name.lower() == "fid" and frame[name].tolist() == ids]
    return frame.drop(columns=own_ids)


def restored(frame: geopandas.GeoDataFrame, source: Source) -> geopandas.GeoDataFrame:
    """Return features that QGIS has read with the values that their file keeps in columns of another type."""
    if source.file is not None:
        layer = source.file.layer
        restore_stored(frame, source.name, find_stored(source.file.path, layer), edited=source.is_changed)
    return frame


def frame_of(
    ids: Sequence[int], rows: Sequence[Sequence[object]], wkb: Sequence[bytes | None], columns: Sequence[str]
) -> geopandas.GeoDataFrame:
    """Return features as a frame.

    Args:
        ids: feature ids (n), the index.
        rows: values (n × columns).
        wkb: geometries (n); what shapely cannot represent, such as a ring of one point, becomes none.
        columns: names of the values.

    """
    frame = pd.DataFrame(rows, columns=list(columns), index=pd.Index(ids, name="fid"))
    for position, name in enumerate(columns):
        values = [row[position] for row in rows] if has_lost_digits(frame[name]) else [0.0]
        if not any(isinstance(value, float) for value in values):
            frame[name] = pd.array(values, dtype="Int64")
    to_plain_values(frame)
    shapes = shapes_of(np.array(wkb, dtype=np.object_))
    return geopandas.GeoDataFrame(frame, geometry=geopandas.GeoSeries(shapes, index=frame.index))


def shapes_of(wkb: np.ndarray) -> np.ndarray:
    """Return geometries from WKB (n,), bytes or None; None for what shapely cannot represent.

    >>> curve = bytes.fromhex("010a00000000000000")  # an empty CurvePolygon
    >>> shapes_of(np.array([curve, shapely.to_wkb(shapely.Point(1, 2)), None], dtype=object)).tolist()
    [None, <POINT (1 2)>, None]
    """
    try:
        return shapely.from_wkb(wkb, on_invalid="ignore")
    except NotImplementedError:  # of shapely 2.1, where GEOS knows curves: for one in the array
        return np.array([_shape_of(one) for one in wkb], dtype=object)


def _shape_of(wkb: bytes | None) -> shapely.Geometry | None:
    """Return a geometry from WKB; None for what shapely cannot represent."""
    try:
        return shapely.from_wkb(wkb, on_invalid="ignore")
    except NotImplementedError:
        return None


def split_polygons(frame: geopandas.GeoDataFrame) -> tuple[geopandas.GeoDataFrame, np.ndarray]:
    """Return the features of a frame that are no points or lines, and the ids of those that are."""
    other = np.isin(shapely.get_type_id(frame.geometry.to_numpy()), _WITHOUT_AREA)
    return (frame[~other], frame.index.to_numpy()[other]) if other.any() else (frame, np.zeros(0, np.int64))


def no_polygons(layer: str) -> str:
    """Return the message that a layer has no polygons."""
    return tr("Layer “{layer}” has no polygons.").format(layer=layer)


def wkb_of(geometry: QgsGeometry) -> bytes | None:
    """Return a geometry as WKB for shapely, curves as lines and without measures; None if there is none."""
    shape = geometry.constGet()
    if shape is None:
        return None
    # A curve of straight parts alone, as ArcGIS's services come, is one by its type, too.
    if shape.hasCurvedSegments() or QgsWkbTypes.isCurvedType(shape.wkbType()):
        shape = cast("QgsAbstractGeometry", shape.segmentize(_ARC_STEP))
    if shape.isMeasure():
        shape = cast("QgsAbstractGeometry", shape.clone())
        shape.dropMValue()
    return bytes(shape.asWkb())


def plain_value(value: object) -> object:
    """Return a feature's value as a Python value: null (before QGIS 4 a null QVariant) as None, dates as ISO text."""
    if value is None or (isinstance(value, QVariant) and value.isNull()):
        return None
    if isinstance(value, QDateTime):
        local = value if value.timeSpec() == Qt.TimeSpec.LocalTime else in_beijing(value)
        return format_day(local.toPyDateTime())
    if isinstance(value, QDate):
        return format_day(value.toPyDate())
    return value
