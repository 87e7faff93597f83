"""Where vector outputs go: files, written by us, and what only QGIS can write (memory layers, databases)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import shapely
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

from ...analysis.encoding import EncodedFrame
from ..compat import MULTIPOLYGON, NO_GEOMETRY, POINT, make_field
from ..errors import InputError
from ..i18n import tr
from ..progress import FeedbackProgress
from .datasets import GEOPACKAGE, layer_names
from .sources import File
from .staging import check_apart, check_replaceable, replacing
from .writing import LayerWriter, driver_of, geometry_kind, row_slices, write_layers


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


def parse_destination(text: str, default_layer: str) -> Destination:
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
    driver_of(target.path)
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
            place: where a file is to be made (`bridge.io.staging.stage_together`).

        """
        self._target, self._place = target, place
        self._file = place(target.path)
        self._package = target.path.suffix.lower() == GEOPACKAGE
        if target.adds and target.path.exists() and not self._file.exists():
            shutil.copyfile(target.path, self._file)
        self._writer = LayerWriter(self._file, target.layer if self._package else target.path.stem)

    def append(self, frame: pd.DataFrame | EncodedFrame) -> None:
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
            self._kind = POINT if geometry_kind(frame) == "Point" else MULTIPOLYGON
            epsg = frame.crs.to_epsg()
            crs = QgsCoordinateReferenceSystem(f"EPSG:{epsg}") if epsg else QgsCoordinateReferenceSystem()
            if not epsg:
                crs.createFromWkt(frame.crs.to_wkt())
        self._sink, self._identifier = QgsProcessingUtils.createFeatureSink(
            self._target.text, self._context, self._fields, self._kind, crs
        )
        if self._sink is None:
            raise InputError(tr("The output “{output}” cannot be made.").format(output=self._target.text))

    def append(self, frame: pd.DataFrame | EncodedFrame) -> None:
        """Add rows; the first ones decide what columns there are."""
        if isinstance(frame, EncodedFrame):
            frame = frame.decode()
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
        place: where a file is to be made (`bridge.io.staging.stage_together`).

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
        for start, chunk in row_slices(frame):
            progress.set(start / max(len(frame), 1))
            output.append(chunk)
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
