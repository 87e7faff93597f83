"""Reading a layer in chunks of a fixed size, so that a layer of any length fits in memory.

As in `reading`: straight from the file where a layer is just the file, else through QGIS.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import geopandas
import numpy as np
import pandas as pd
import shapely
from qgis.core import QgsFeatureRequest, QgsGeometry

from ..errors import InputError, damaged_file, is_out_of_memory, no_utf8
from ..progress import FeedbackProgress
from .encodings import BYTES, decode_text, warn_of_lost_text
from .integrity import require_intact_source
from .reading import frame_of, plain_value, restored, shapes_of, split_polygons, wkb_of
from .row_reading import distinguishes_case, has_arrow, is_undecoded, to_plain_values, unread_text
from .sources import File, Source
from .stored_values import find_stored, restore_stored

_SIZE = 10_000  # features
_TEXT, _REAL, _INTEGER = "text", "real", "integer"
_TIME = "datetime"  # of OGR, in lower case


def field_kinds(source: Source) -> dict[str, str]:
    """Return the kind of each field of a layer: `text`, `real`, `integer`, or the provider's name of another type."""
    kinds = {}
    for field in source.features.fields.toList():
        if field.isNumeric():
            kinds[field.name()] = _REAL if field.precision() > 0 or "real" in field.typeName().lower() else _INTEGER
        else:
            other = field.isDateOrTime() or "bool" in field.typeName().lower()
            kinds[field.name()] = field.typeName() if other else _TEXT
    file = _readable(source)
    if file is None or file.encoding is None:
        return kinds
    # QGIS trusts the encoding that a shapefile states; the real one, and the names, are known from its text.
    first = next(_shapefile_chunks(file, None, None, lambda _: None, _SIZE), None)
    return kinds if first is None else dict(zip([c for c in first.columns if c != "geometry"], kinds.values()))


def _readable(source: Source) -> File | None:
    """Return the file of a source if pyogrio can read it, some features of a shapefile too, else None."""
    readable = (source.is_readable or source.is_stored) and importlib.util.find_spec("pyogrio")
    return source.file if readable else None


def read_chunks(
    source: Source,
    columns: Sequence[str],
    progress: FeedbackProgress,
    size: int = _SIZE,
    tell_others: Callable[[np.ndarray], None] = lambda _: None,
) -> Iterator[geopandas.GeoDataFrame]:
    """Read a layer chunk by chunk; an empty layer gives none, and points and lines are left out.

    Args:
        source: the layer.
        columns: those to read.
        progress: receives the fraction done; may cancel between chunks; its feedback receives warnings.
        size: features of a chunk, at most.
        tell_others: receives the feature ids of points and lines.

    Yields:
        frames with the columns and the geometry (column `geometry`, no coordinate system); index: feature ids.

    Raises:
        InputError: the file is damaged, or its text fits no encoding.

    """
    done, count = 0, max(source.features.count, 1)
    for frame in _chunks(source, list(columns), progress, size):
        polygons, others = split_polygons(frame)
        if len(others):
            tell_others(others)
        if len(polygons):  # GDAL may give an empty batch
            yield polygons
        done += len(frame)
        progress.set(min(done / count, 1.0))


def _chunks(
    source: Source, columns: list[str], progress: FeedbackProgress, size: int
) -> Iterator[geopandas.GeoDataFrame]:
    """Choose the reader for a source, and return its chunks."""
    require_intact_source(source)
    file = _readable(source)
    if file is not None and file.encoding is not None:
        warn, features = progress.feedback.pushWarning, source.features
        if source.is_readable:
            return _checked(_shapefile_chunks(file, columns, None, warn, size), features.check_read)
        numbers = np.array(features.numbers(), dtype=np.int64)
        chosen = _shapefile_chunks(file, columns, numbers, warn, size)
        return _checked(chosen, partial(features.check_chosen, numbers))
    fields = source.features.fields.toList()
    # Some GDAL hands times over to Arrow without their zones.
    of_time = {field.name() for field in fields if field.typeName().casefold() == _TIME}
    plain = of_time.isdisjoint(columns) and not distinguishes_case(field.name() for field in fields)
    by_arrow = columns and not source.has_curves and plain
    if file is not None and by_arrow and has_arrow(columns):
        return _checked(_arrow_chunks(file, source, columns, size), source.features.check_read)
    return _warned(_feature_chunks(source, columns, size), source.name, progress.feedback.pushWarning)


def _checked(
    chunks: Iterator[geopandas.GeoDataFrame], check: Callable[[int], None]
) -> Iterator[geopandas.GeoDataFrame]:
    """Yield chunks; `check` receives the number of their features, and raises an error where that is wrong."""
    came = 0
    for chunk in chunks:
        came += len(chunk)
        yield chunk
    check(came)


def _warned(
    chunks: Iterator[geopandas.GeoDataFrame], layer: str, warn: Callable[[str], None]
) -> Iterator[geopandas.GeoDataFrame]:
    """Yield chunks that QGIS has decoded, with a warning at the first one whose text it could not decode."""
    told = False
    for chunk in chunks:
        told = told or warn_of_lost_text(chunk, layer, warn)
        yield chunk


def _shapefile_chunks(
    file: File, columns: list[str] | None, numbers: np.ndarray | None, warn: Callable[[str], None], size: int
) -> Iterator[geopandas.GeoDataFrame]:
    """Read a shapefile in chunks by skipping features, which is fast there; its text is decoded as in `reading`.

    Args:
        file: the shapefile.
        columns: those to return; all if None.
        numbers: int64 (n,), the ids of the features to return; all if None.
        warn: receives each message once, about the encoding.
        size: features of a chunk.

    """
    import pyogrio  # noqa: PLC0415  may be missing

    warned: set[str] = set()

    def warn_once(text: str) -> None:
        if text not in warned:
            warned.add(text)
            warn(text)

    start = 0
    while True:
        try:
            frame = pyogrio.read_dataframe(
                file.path,
                layer=file.layer,
                fid_as_index=True,
                encoding=BYTES,
                skip_features=start,
                max_features=size,
                on_invalid="ignore",
            )
        except (RuntimeError, OSError, ValueError) as error:
            raise InputError(damaged_file(file.path, str(error))) from error
        if not len(frame):
            return
        restore_stored(frame, file.layer, find_stored(file.path, file.layer))
        decoded = decode_text(frame, file.layer, file.encoding or BYTES, warn_once)
        to_plain_values(decoded)
        start = int(frame.index[-1]) + 1  # deleted records of the table count, too
        chosen = decoded if numbers is None else decoded[decoded.index.isin(numbers)]
        yield chosen if columns is None else chosen[[*columns, "geometry"]]


def _arrow_chunks(file: File, source: Source, columns: list[str], size: int) -> Iterator[geopandas.GeoDataFrame]:
    """Read a file in Arrow batches; through QGIS where GDAL has none (before 3.6; booleans before 3.8.3)."""
    import pyogrio  # noqa: PLC0415

    errors: tuple[type[Exception], ...] = (OSError, *unread_text())
    try:
        opened = pyogrio.open_arrow(
            file.path, layer=file.layer, columns=columns, batch_size=size, return_fids=True, use_pyarrow=True
        )
        meta, reader = opened.__enter__()
    except (RuntimeError, ValueError):
        yield from _feature_chunks(source, columns, size)
        return
    try:
        fid, geometry = meta["fid_column"] or "OGC_FID", meta["geometry_name"] or "wkb_geometry"
        empty = 0  # batches, one after the other
        while True:
            try:
                frame = next(reader).to_pandas(integer_object_nulls=True)  # else they become real numbers
                to_plain_values(frame)  # pandas 3 decodes text here
            except StopIteration:
                return
            except errors as error:
                if is_out_of_memory(error):
                    raise MemoryError from error
                raise InputError(
                    no_utf8(source.name) if is_undecoded(error) else damaged_file(file.path, str(error))
                ) from error
            empty = 0 if len(frame) else empty + 1
            if empty > 1:  # some versions go on so for ever where reading fails
                raise InputError(damaged_file(file.path, ""))
            shapes = _shapes(frame[geometry].to_numpy(dtype=object))
            index = pd.Index(frame[fid], name="fid")
            values = frame[columns].set_axis(index)
            restore_stored(values, source.name, find_stored(file.path, file.layer))
            yield geopandas.GeoDataFrame(values, geometry=shapes)
    finally:
        opened.__exit__(None, None, None)


def _shapes(wkb: np.ndarray) -> np.ndarray:
    """Return geometries (n,) from WKB, lines for curves, which a layer may have that is declared for polygons."""
    shapes = shapes_of(wkb)
    lost = np.flatnonzero(shapely.is_missing(shapes) & pd.notna(wkb))
    for row in lost.tolist():
        curved = QgsGeometry()
        curved.fromWkb(wkb[row])
        shapes[row] = shapely.from_wkb(wkb_of(curved), on_invalid="ignore")
    return shapes


def _feature_chunks(source: Source, columns: list[str], size: int) -> Iterator[geopandas.GeoDataFrame]:
    """Read features one by one through QGIS, in chunks."""
    fields = source.features.fields
    wanted = [fields.lookupField(name) for name in columns]
    request = QgsFeatureRequest(source.features.request)
    request.setSubsetOfAttributes(wanted)
    for batch in source.features.batches(request, size):
        ids, shapes = [feature.id() for feature in batch], [wkb_of(feature.geometry()) for feature in batch]
        values = [feature.attributes() for feature in batch]
        rows = [[plain_value(row[number]) for number in wanted] for row in values]
        yield restored(frame_of(ids, rows, shapes, columns), source)
