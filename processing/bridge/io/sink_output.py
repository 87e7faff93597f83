"""Outputs that only QGIS can write (memory layers, databases), feature by feature: five times slower than files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

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
    QgsVectorLayer,
)

from ...analysis.encoding import EncodedFrame
from ...analysis.waiting import NoAnswerError
from ..compat import MULTIPOLYGON, NO_GEOMETRY, POINT, finish_sink, make_field
from ..confidential import library_text
from ..errors import InputError
from ..file_limits import limit
from ..i18n import tr
from ..progress import FeedbackProgress
from ..waiting import wait_for_answer
from .database_inputs import address_of
from .database_tables import DatabaseTable, no_answer
from .source_names import source_label
from .writing import geometry_kind

_MEMORY = "memory:"  # begins QGIS's layers that are no file
_Result = TypeVar("_Result")


class SinkOutput:
    """An output to any provider of QGIS, written inside a `with` block; complete when `finish` returns."""

    def __init__(self, text: str, context: QgsProcessingContext, tables: list[DatabaseTable]) -> None:
        """Start the output.

        Args:
            text: the destination, as QGIS writes it.
            context: the run's.
            tables: receives the table of a database, which must be put in its place (`replaced_together`).

        Raises:
            InputError: the database cannot be reached.

        """
        self._text, self._context, self._tables = text, context, tables
        self._table = DatabaseTable.of(text)
        self._sink: QgsFeatureSink | None = None
        self._identifier = ""
        self._fields = QgsFields()
        self._kind = NO_GEOMETRY
        self._rows = 0

    def _begin(self, frame: pd.DataFrame) -> QgsFeatureSink:
        """Create the sink for rows such as these.

        Raises:
            InputError: QGIS cannot create it.

        """
        crs = QgsCoordinateReferenceSystem()
        spatial = isinstance(frame, geopandas.GeoDataFrame)
        for name in _attributes(frame):
            kind = _kind(frame[name])
            self._fields.append(make_field(name, "integer" if kind == "boolean" and self._lacks_booleans else kind))
        if spatial:
            self._kind = POINT if geometry_kind(frame) == "Point" else MULTIPOLYGON
            epsg = frame.crs.to_epsg()
            crs = QgsCoordinateReferenceSystem(f"EPSG:{epsg}") if epsg else QgsCoordinateReferenceSystem()
            if not epsg:
                crs.createFromWkt(frame.crs.to_wkt())
        text = self._text
        if self._table is not None:
            self._tables.append(self._table)
            text = self._table.destination(spatial)

        def create() -> tuple[QgsFeatureSink | None, str]:
            return QgsProcessingUtils.createFeatureSink(text, self._context, self._fields, self._kind, crs)

        try:
            sink, self._identifier = self._in_time(create)
        except InputError:
            raise
        except Exception:  # of QGIS, or of no class where a connection breaks; their texts may hold the password
            sink = None
        if sink is None:
            raise self._incomplete(tr("QGIS cannot make it"))
        return sink

    @property
    def _lacks_booleans(self) -> bool:
        """Return whether the output may know no booleans, as SpatiaLite: 0 and 1 stand for them."""
        return self._table is None and not self._text.startswith(_MEMORY)

    def append(self, frame: pd.DataFrame | EncodedFrame) -> None:
        """Append rows; the first rows decide the columns."""
        if isinstance(frame, EncodedFrame):
            frame = frame.decode()
        if self._sink is None:
            self._sink = self._begin(frame)
        spatial = isinstance(frame, geopandas.GeoDataFrame)
        shapes = shapely.to_wkb(_multi(frame.geometry.to_numpy(), self._kind)) if spatial else [None] * len(frame)
        columns = [_values(frame[name], self._lacks_booleans) for name in _attributes(frame)]
        sink = self._sink

        def add() -> None:
            for shape, *values in zip(shapes, *columns):
                feature = QgsFeature(self._fields)
                feature.setAttributes(values)
                if shape is not None:
                    geometry = QgsGeometry()
                    geometry.fromWkb(shape)
                    feature.setGeometry(geometry)
                if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
                    raise self._incomplete(sink.lastError())

        self._in_time(add)
        self._rows += len(frame)

    def _in_time(self, call: Callable[[], _Result]) -> _Result:
        """Return what a call to the output returns; raise `InputError` where a database keeps it waiting."""
        if self._table is None:
            return call()
        try:
            return wait_for_answer(call, limit("database", "rows_seconds"))
        except NoAnswerError:
            raise self._incomplete(no_answer()) from None

    def __enter__(self) -> SinkOutput:
        """Return the output."""
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        """Write what the sink has buffered, and see that all rows are there."""
        if kind is None:
            self._complete()
        self._sink = None

    def _complete(self) -> None:
        """Let the sink write its last rows; raise `InputError` unless all are at the target."""
        if self._sink is None:
            return
        said = self._in_time(self._write_last)
        if said:
            raise self._incomplete(said)
        there = self._table.count() if self._table else self._count()
        if there != self._rows:
            raise self._incomplete(tr("{there} of {rows} rows are there").format(there=there, rows=self._rows))

    def _write_last(self) -> str:
        """Let go of the sink, which writes its last rows; return its last error."""
        sink, self._sink = self._sink, None
        # Older versions of QGIS write them when the sink is gone: at the end of this call.
        return "" if sink is None else finish_sink(sink)

    def _count(self) -> int:
        """Return the number of features of an output that is no table of PostgreSQL."""
        layer = table_layer(self._text) or QgsProcessingUtils.mapLayerFromString(self._identifier, self._context)
        provider = layer.dataProvider() if isinstance(layer, QgsVectorLayer) else None
        return 0 if provider is None else int(provider.featureCount())

    def _incomplete(self, reason: str) -> InputError:
        """Return the error that not all rows were written."""
        reason = library_text(reason.strip()) or tr("unknown reason")
        if self._table is not None:
            return self._table.failure(reason)
        text = tr("The output “{output}” could not be written whole: {reason}. Do not use what is there.")
        return InputError(text.format(output=source_label(self._text), reason=reason))

    def finish(self, extra: Mapping[str, pd.DataFrame], progress: FeedbackProgress) -> str:
        """Return the source by which QGIS opens the output, once a table of a database is in its place.

        The tables that accompany other outputs are not written, for they have no place here.
        """
        return self._identifier.replace(self._table.written, self._table.name) if self._table else self._identifier


def table_layer(text: str) -> QgsVectorLayer | None:
    """Return the table of a database that an output is, as a layer, valid if it is there; None for a memory layer."""
    if text.startswith(_MEMORY):
        return None
    return QgsVectorLayer(address_of(text), "", text.partition(":")[0])


def _attributes(frame: pd.DataFrame) -> list[str]:
    """Return the names of a frame's columns without the geometry."""
    spatial = isinstance(frame, geopandas.GeoDataFrame)
    return [name for name in frame.columns if not (spatial and name == frame.geometry.name)]


def _multi(geometry: np.ndarray, wkb_type: object) -> np.ndarray:
    """Return geometries (n,) with polygons as multipolygons, since a layer has one type; points stay."""
    if wkb_type == POINT:
        return geometry
    result = geometry.copy()
    single = np.flatnonzero(shapely.get_type_id(geometry) == shapely.GeometryType.POLYGON)
    result[single] = shapely.multipolygons(geometry[single], indices=np.arange(len(single)))
    return result


def _kind(column: pd.Series) -> str:
    """Return the kind of field that holds a column, as `make_field` names it."""
    if pd.api.types.is_bool_dtype(column):
        return "boolean"
    if pd.api.types.is_integer_dtype(column):
        return "integer"
    return "real" if pd.api.types.is_float_dtype(column) else "text"


def _values(column: pd.Series, as_numbers: bool) -> list[object]:
    """Return a column as Python values, None for nulls; booleans as 0 and 1 if `as_numbers`."""
    if as_numbers and pd.api.types.is_bool_dtype(column):
        column = column.astype("Int64")
    return column.astype(object).where(column.notna(), None).tolist()
