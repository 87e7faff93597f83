"""Sources into frames: straight from the file where a layer is nothing but the file, else through QGIS."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pyproj
import shapely
from qgis.core import QgsFeatureRequest, QgsGeometry

from ...analysis.dates import format_day, format_days
from ..crs.systems import to_pyproj
from ..errors import InputError, damaged_file, is_out_of_memory
from ..i18n import tr
from ..progress import FeedbackProgress
from ..survey.personal_data import NONE, PersonalColumns
from ..survey.schema import load_survey
from .encodings import BYTES, decode_text
from .row_reading import in_order
from .sources import Features, Source

_CHECK_EVERY = 5_000
# GDAL's own step along a circle, so that both ways of reading give the same lines.
_ARC_STEP = math.radians(4)


class UnreadGeometryError(InputError):
    """A geometry that the reader cannot hold."""


@dataclass(frozen=True)
class LayerData:
    """A layer as read.

    Attributes:
        name: the layer's name, for messages and roles.
        frame: columns as in the layer and the geometry (column `geometry`); index: feature ids. Dates are ISO text.
        crs: the layer's system.
        path: the file that holds just this, or None.
        part: what was read: `all`, or how the features were chosen.
        left_out: columns of the layer that were not read, because they hold personal data.

    """

    name: str
    frame: geopandas.GeoDataFrame
    crs: pyproj.CRS
    path: Path | None
    part: str
    left_out: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.frame)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns that were read."""
        return tuple(str(name) for name in self.frame.columns if name != "geometry")


def read_source(
    source: Source,
    progress: FeedbackProgress,
    needs_polygons: bool = True,
    leave_out: PersonalColumns | None = None,
) -> LayerData:
    """Read a layer given to an algorithm.

    Args:
        source: as taken when the algorithm was prepared.
        progress: told the share done; may cancel; its feedback receives warnings.
        needs_polygons: without it tables will do, and the system (`crs`) is None.
        leave_out: columns that are not read; those that the survey calls personal if not given.

    Raises:
        InputError: no polygons, no coordinate reference system, text in no encoding, a damaged file.

    """
    leave_out = load_survey().personal if leave_out is None else leave_out
    crs, _, left_out = check_source(source, progress, leave_out, needs_polygons)
    warn = progress.feedback.pushWarning
    file = source.file if source.is_readable else None
    if file is None:
        frame = _from_features(source.features, progress, leave_out)
    elif not needs_polygons:
        frame = read_table(file.path, file.layer, leave_out)
    else:
        try:
            frame = read_file(file.path, file.layer, encoding=file.encoding, warn=warn, leave_out=leave_out)
        except UnreadGeometryError:
            # Rings of two points and the like, which QGIS lets pass, one feature at a time.
            frame = _from_features(source.features, progress, leave_out)
    # The text of a filter by a personal column holds what is in the column.
    part = "filter by personal columns" if leave_out.mentioned_in(source.part) else source.part
    return LayerData(source.name, frame, crs, source.whole_file, part, left_out)


def check_source(
    source: Source, progress: FeedbackProgress, leave_out: PersonalColumns, needs_polygons: bool = True
) -> tuple[pyproj.CRS | None, tuple[str, ...], tuple[str, ...]]:
    """Look at a layer before it is read; arguments and errors as in `read_source`.

    Returns:
        its system; names of the columns that are read; of those that are left out.

    """
    if needs_polygons and not source.is_polygonal:
        raise InputError(tr("Layer “{layer}” has no polygons.").format(layer=source.name))
    crs = to_pyproj(source.crs, source.name) if needs_polygons else None
    warn = progress.feedback.pushWarning
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
    file = source.file if source.is_readable else None
    names = _columns(file.path, file.layer, file.encoding) if file else source.features.fields.names()
    kept = tuple(name for name in names if name not in leave_out and name != "geometry")
    return crs, kept, tuple(leave_out.readable_name(name) for name in names if name in leave_out)


def read_table(path: Path, layer: str, leave_out: PersonalColumns = NONE) -> pd.DataFrame:
    """Read a table without geometry, and without the columns in `leave_out`."""
    if importlib.util.find_spec("pyogrio"):
        import pyogrio  # noqa: PLC0415  one reader is enough, either may be missing

        columns = _kept(path, layer, None, leave_out)
        frame = pyogrio.read_dataframe(path, layer=layer, columns=columns, read_geometry=False)
        return pd.DataFrame(frame if columns is None else in_order(frame, columns))
    import fiona  # noqa: PLC0415

    with fiona.open(path, layer=layer) as source:
        columns = [name for name in source.schema["properties"] if name not in leave_out]
        return pd.DataFrame([dict(feature["properties"]) for feature in source], columns=columns)


def read_file(
    path: Path,
    layer: str,
    reader: str | None = None,
    encoding: str | None = None,
    warn: Callable[[str], None] = lambda _: None,
    leave_out: PersonalColumns = NONE,
) -> geopandas.GeoDataFrame:
    """Read a layer of a file by pyogrio, or by fiona where that is missing; both give the same frames.

    Args:
        path: the dataset.
        layer: the layer's name.
        reader: `pyogrio` or `fiona`; the first that is there if not given.
        encoding: of a shapefile's text; as the file says if not given.
        warn: told of text in another encoding.
        leave_out: columns that are not read.

    Raises:
        InputError: the file is damaged, or its text in no encoding.

    """
    reader = reader or ("pyogrio" if importlib.util.find_spec("pyogrio") else "fiona")
    try:
        frame = (_by_pyogrio if reader == "pyogrio" else _by_fiona)(path, layer, BYTES if encoding else None, leave_out)
    except (RuntimeError, OSError, ValueError, shapely.errors.ShapelyError) as error:
        if is_out_of_memory(error):
            raise MemoryError from error
        # pyogrio says GeometryError, shapely and shapely under fiona ShapelyError or ValueError.
        geometry = isinstance(error, (ValueError, shapely.errors.ShapelyError)) or "Geometry" in type(error).__name__
        raise (UnreadGeometryError if geometry else InputError)(damaged_file(path, str(error))) from error
    if frame.geometry.name != "geometry":
        frame = frame.rename_geometry("geometry")
    for column in frame.columns:
        if column != "geometry" and pd.api.types.is_datetime64_any_dtype(frame[column]):
            frame[column] = format_days(frame[column])
    return decode_text(frame, layer, encoding, warn) if encoding else frame


def _by_pyogrio(path: Path, layer: str, encoding: str | None, leave_out: PersonalColumns) -> geopandas.GeoDataFrame:
    import pyogrio  # noqa: PLC0415

    columns = _kept(path, layer, encoding, leave_out)
    what = {"layer": layer, "columns": columns, "fid_as_index": True}
    if encoding is not None:
        frame = pyogrio.read_dataframe(path, encoding=encoding, **what)
        return frame if columns is None else in_order(frame, columns)
    arrow = importlib.util.find_spec("pyarrow") is not None
    try:
        frame = pyogrio.read_dataframe(path, use_arrow=arrow, **what)
    except (RuntimeError, shapely.errors.ShapelyError):
        # GDAL before 3.8.3 cannot hand booleans over by Arrow, and never straightens curves there.
        frame = pyogrio.read_dataframe(path, **what)
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise InputError(tr("Layer “{layer}” has no polygons.").format(layer=layer))
    return frame if columns is None else in_order(frame, columns)


def _columns(path: Path, layer: str, encoding: str | None) -> list[str]:
    """The columns of a layer as they stand in its file; of a shapefile, whose `encoding` is given, byte by byte."""
    encoding = BYTES if encoding else None
    if importlib.util.find_spec("pyogrio"):
        import pyogrio  # noqa: PLC0415

        return [str(name) for name in pyogrio.read_info(path, layer=layer, encoding=encoding)["fields"]]
    import fiona  # noqa: PLC0415

    with fiona.open(path, layer=layer, encoding=encoding) as source:
        return list(source.schema["properties"])


def _kept(path: Path, layer: str, encoding: str | None, leave_out: PersonalColumns) -> list[str] | None:
    """The columns of a layer that are read; None for all."""
    columns = _columns(path, layer, encoding)
    kept = [name for name in columns if name not in leave_out]
    return kept if len(kept) < len(columns) else None


def _by_fiona(path: Path, layer: str, encoding: str | None, leave_out: PersonalColumns) -> geopandas.GeoDataFrame:
    import fiona  # noqa: PLC0415

    try:
        # Not all of fiona's formats can leave fields out while they read; they come no further than here.
        with fiona.open(path, layer=layer, encoding=encoding) as source:
            features = list(source)
            kinds = {name: kind for name, kind in source.schema["properties"].items() if name not in leave_out}
    except fiona.errors.FionaError as error:
        raise OSError(str(error)) from error
    frame = geopandas.GeoDataFrame.from_features(features, columns=[*kinds, "geometry"])
    frame.index = pd.Index([int(feature["id"]) for feature in features], name="fid")
    for name in (name for name, kind in kinds.items() if kind.startswith("date")):
        frame[name] = format_days(pd.to_datetime(frame[name], errors="coerce"))
    for name in kinds:
        if pd.api.types.is_object_dtype(frame[name]):
            frame[name] = frame[name].where(frame[name].notna(), None)
    return frame


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
    ids, rows, geometries = [], [], []
    for number, feature in enumerate(features.source.getFeatures(request)):
        if number % _CHECK_EVERY == 0:
            progress.set(number / features.count if features.count > 0 else 0.0)
        ids.append(feature.id())
        values = feature.attributes()
        rows.append([plain_value(values[position]) for position in kept])
        geometries.append(wkb_of(feature.geometry()))
    frame = pd.DataFrame(rows, columns=names, index=pd.Index(ids, name="fid"))
    for name in names:
        # QGIS shows a GeoPackage's feature ids as a field; in a file of pieces they would claim to be unique.
        if name.lower() == "fid" and frame[name].tolist() == ids:
            frame = frame.drop(columns=name)
    # What is no polygon even so (a ring of one point) is no geometry.
    shapes = shapely.from_wkb(np.array(geometries, dtype=object), on_invalid="ignore")
    return geopandas.GeoDataFrame(frame, geometry=geopandas.GeoSeries(shapes, index=frame.index))


def wkb_of(geometry: QgsGeometry) -> bytes | None:
    """A geometry for shapely, which knows no curves and no measures; None if there is none."""
    if geometry.isNull():
        return None
    shape = geometry.constGet()
    if shape.hasCurvedSegments():
        shape = shape.segmentize(_ARC_STEP)
    if shape.isMeasure():
        shape = shape.clone()
        shape.dropMValue()
    return bytes(shape.asWkb())


def plain_value(value: object) -> object:
    """A value of a feature as Python's own; null is None (a null QVariant before QGIS 4)."""
    if value is None or (type(value).__name__ == "QVariant" and value.isNull()):
        return None
    if hasattr(value, "toPyDateTime"):
        return format_day(value.toPyDateTime())
    if hasattr(value, "toPyDate"):
        return format_day(value.toPyDate())
    return value
