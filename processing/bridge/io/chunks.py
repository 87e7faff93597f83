"""A layer's features in chunks of a fixed size, so that a layer of any length fits in memory.

As in `reading`: straight from the file where a layer is nothing but the file, else through QGIS.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Sequence

import geopandas
import numpy as np
import pandas as pd
import shapely
from qgis.core import QgsFeatureRequest

from ..errors import InputError, damaged_file
from ..progress import FeedbackProgress
from .datasets import SHAPEFILE
from .encodings import BYTES, decode_text
from .reading import plain_value, wkb_of
from .sources import File, Source

_SIZE = 10_000
_TEXT, _REAL, _INTEGER = "text", "real", "integer"


def field_kinds(source: Source) -> dict[str, str]:
    """The layer's fields by name: `text`, `real`, `integer`, or what the provider calls another kind."""
    kinds = {}
    for field in source.features.fields:
        if field.isNumeric():
            kinds[field.name()] = _REAL if field.precision() > 0 or "real" in field.typeName().lower() else _INTEGER
        else:
            other = field.isDateOrTime() or "bool" in field.typeName().lower()
            kinds[field.name()] = field.typeName() if other else _TEXT
    file = _readable(source)
    if file is None or file.path.suffix.lower() != SHAPEFILE:
        return kinds
    # QGIS believes what a shapefile says of its encoding; the names that it has are known with its text.
    first = next(_slices(file, None, lambda _: None, _SIZE), None)
    return kinds if first is None else dict(zip([c for c in first.columns if c != "geometry"], kinds.values()))


def _readable(source: Source) -> File | None:
    """The file, if it can be read without QGIS."""
    return source.file if source.is_readable and importlib.util.find_spec("pyogrio") else None


def read_chunks(
    source: Source, columns: Sequence[str], progress: FeedbackProgress, size: int = _SIZE
) -> Iterator[geopandas.GeoDataFrame]:
    """Read a layer chunk by chunk.

    Args:
        source: the layer.
        columns: those wanted.
        progress: told the share done; may cancel between chunks; its feedback receives warnings.
        size: features of a chunk.

    Returns:
        frames with the columns and the geometry (column `geometry`, no system); index: feature ids.

    Raises:
        InputError: the file is damaged, or its text in no encoding.

    """
    done, count = 0, max(source.features.count, 1)
    for frame in _chunks(source, list(columns), progress, size):
        if not len(frame):
            continue  # GDAL may give an empty batch
        yield frame
        done += len(frame)
        progress.set(min(done / count, 1.0))


def _chunks(
    source: Source, columns: list[str], progress: FeedbackProgress, size: int
) -> Iterator[geopandas.GeoDataFrame]:
    file = _readable(source)
    if file is not None and file.path.suffix.lower() == SHAPEFILE:
        return _slices(file, columns, progress.feedback.pushWarning, size)
    if file is not None and columns and not source.has_curves and importlib.util.find_spec("pyarrow"):
        return _batches(file, source, columns, size)
    return _features(source, columns, size)


def _slices(
    file: File, columns: list[str] | None, warn: Callable[[str], None], size: int
) -> Iterator[geopandas.GeoDataFrame]:
    """Parts of a shapefile, which finds any feature at once; its text is decoded as in `reading`.

    Args:
        file: the shapefile.
        columns: those wanted; all if not given.
        warn: told once of text in another encoding.
        size: features of a part.

    """
    import pyogrio  # noqa: PLC0415  may be missing

    told: set[str] = set()

    def warn_once(text: str) -> None:
        if text not in told:
            told.add(text)
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
        decoded = decode_text(frame, file.layer, file.encoding, warn_once)
        yield decoded if columns is None else decoded[[*columns, "geometry"]]
        start += len(frame)


def _batches(file: File, source: Source, columns: list[str], size: int) -> Iterator[geopandas.GeoDataFrame]:
    """Arrow batches; through QGIS where GDAL cannot make them (before 3.6; booleans before 3.8.3)."""
    import pyogrio  # noqa: PLC0415

    try:
        opened = pyogrio.open_arrow(
            file.path, layer=file.layer, columns=columns, batch_size=size, return_fids=True, use_pyarrow=True
        )
        meta, reader = opened.__enter__()
    except (RuntimeError, ValueError):
        yield from _features(source, columns, size)
        return
    try:
        fid, geometry = meta["fid_column"] or "OGC_FID", meta["geometry_name"] or "wkb_geometry"
        for batch in reader:
            frame = batch.to_pandas()
            shapes = shapely.from_wkb(frame[geometry].to_numpy(dtype=object), on_invalid="ignore")
            index = pd.Index(frame[fid], name="fid")
            yield geopandas.GeoDataFrame(frame[columns].set_axis(index), geometry=shapes)
    finally:
        opened.__exit__(None, None, None)


def _features(source: Source, columns: list[str], size: int) -> Iterator[geopandas.GeoDataFrame]:
    """Features one by one through QGIS."""
    fields = source.features.fields
    wanted = [fields.lookupField(name) for name in columns]
    request = QgsFeatureRequest(source.features.request)
    request.setSubsetOfAttributes(wanted)
    ids, rows, shapes = [], [], []

    def frame() -> geopandas.GeoDataFrame:
        made = pd.DataFrame(rows, columns=columns, index=pd.Index(ids, name="fid"))
        geometry = shapely.from_wkb(np.array(shapes, dtype=object), on_invalid="ignore")
        return geopandas.GeoDataFrame(made, geometry=geopandas.GeoSeries(geometry, index=made.index))

    for feature in source.features.source.getFeatures(request):
        values = feature.attributes()
        ids.append(feature.id())
        rows.append([plain_value(values[number]) for number in wanted])
        shapes.append(wkb_of(feature.geometry()))
        if len(ids) == size:
            yield frame()
            ids, rows, shapes = [], [], []
    if ids:
        yield frame()
