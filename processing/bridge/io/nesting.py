"""How deep geometries of a GeoPackage are nested: GEOS decodes what is nested by recursion, which ends the process.

GDAL refuses such geometries where it decodes them itself; by Arrow it hands the bytes of a GeoPackage on as they are.
"""

from __future__ import annotations

import struct
from collections.abc import Generator
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from osgeo import gdal

from ..file_limits import LimitError, limit
from ..i18n import tr
from .datasets import open_dataset
from .gdal_errors import quiet_errors
from .sql import literal, quoted

_COLUMN = "SELECT column_name FROM gpkg_geometry_columns WHERE lower(table_name) = lower({layer})"
# SQLite knows the length of a value without reading it. Text keeps GDAL from decoding the geometry.
_LARGE = "SELECT hex({geometry}) AS found FROM {layer} WHERE length({geometry}) > {size}"
# Sizes in bytes: a GeoPackage's head of a geometry, by the kind of its envelope; the head of a collection in WKB.
_HEAD, _ENVELOPES, _COLLECTION = 8, {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}, 9
_COORDINATE = 8
# Kinds of WKB (OGC 06-103r4, tables 6 and 7), without the thousands that tell of heights and measures.
_POINT, _LINES, _POLYGONS = 1, (2, 8), (3, 17)
_COLLECTIONS = (4, 5, 6, 7, 9, 10, 11, 12, 15, 16)
# Flags of the older way of writing heights, measures and a coordinate system into the kind.
_HEIGHTS, _MEASURES, _SYSTEM = 0x80000000, 0x40000000, 0x20000000
_FILES = 256  # that are remembered


def require_shallow(path: Path, layer: str, marks: tuple[object, ...], rows: str = "") -> None:
    """Raise `LimitError` if geometries of a GeoPackage's layer are nested deeper than the limit.

    Args:
        path: the GeoPackage.
        layer: the layer's name.
        marks: tell that the file has changed; with the same marks it is looked at once.
        rows: the SQL condition of the rows to look at; all if empty.

    """
    most = limit("geometry", "depth")
    found = _deepest(path, layer, rows, marks)
    if found > most:
        text = tr(
            "“{file}”, layer “{layer}”: a geometry holds geometries inside each other, at least {found} deep, and at "
            "most {limit} are read. Delete it, and draw it anew as a polygon."
        )
        raise LimitError(text.format(file=path.name, layer=layer, found=found, limit=most))


@lru_cache(_FILES)
def _deepest(path: Path, layer: str, rows: str, _: tuple[object, ...]) -> int:
    """Return how deep the deepest geometry of a layer is nested, as far as it is above the limit; else 0."""
    dataset = open_dataset(path)[0]
    if dataset is None:
        return 0  # who reads it says so
    most = limit("geometry", "depth")
    try:
        with quiet_errors():
            names = list(_texts(dataset, _COLUMN.format(layer=literal(layer))))
            if not names:
                return 0
            size = _COLLECTION * most
            statement = _LARGE.format(geometry=quoted(names[0]), layer=quoted(layer), size=size)
            if rows:
                statement = f"{statement} AND {rows}"
            with closing(_texts(dataset, statement)) as texts:
                depths = (depth_of(bytes.fromhex(text), most) for text in texts)
                return next((depth for depth in depths if depth > most), 0)
    except RuntimeError:  # another plugin has made GDAL raise exceptions; who reads the file says so
        return 0


def _texts(dataset: gdal.Dataset, statement: str) -> Generator[str, None, None]:
    """Yield the first field of each row that a statement gives; a null is empty."""
    rows = dataset.ExecuteSQL(statement)
    try:
        for row in rows or ():
            yield row.GetField(0) or ""
    finally:
        # A dataset that is closed before its results cannot close, and some versions of GDAL end the process later.
        if rows is not None:
            dataset.ReleaseResultSet(rows)


def depth_of(blob: bytes, most: int) -> int:
    """Return how deep a geometry of a GeoPackage is nested; a polygon 1, a collection of polygons 2.

    Args:
        blob: as in the table.
        most: the depth at which counting may end.

    """
    if len(blob) < _HEAD or blob[:2] != b"GP":
        return 0
    offset = _HEAD + _ENVELOPES.get(blob[3] >> 1 & 7, 0)
    left, deepest = [1], 0  # geometries still to come at each depth
    try:
        while left and deepest <= most:
            if not left[-1]:
                left.pop()
                continue
            left[-1] -= 1
            deepest = max(deepest, len(left))
            order = "<" if blob[offset] else ">"
            (kind,) = struct.unpack_from(f"{order}I", blob, offset + 1)
            offset += 5 + (4 if kind & _SYSTEM else 0)
            family = kind % 2**16 // 1000
            size = 2 + (bool(kind & _HEIGHTS) or family in (1, 3)) + (bool(kind & _MEASURES) or family in (2, 3))
            shape = kind % 2**16 % 1000
            if shape == _POINT:
                offset += size * _COORDINATE
                continue
            (count,) = struct.unpack_from(f"{order}I", blob, offset)
            offset += 4
            if shape in _COLLECTIONS:
                left.append(count)
            elif shape in _LINES:
                offset += count * size * _COORDINATE
            elif shape in _POLYGONS:
                for _ in range(count):
                    offset += 4 + struct.unpack_from(f"{order}I", blob, offset)[0] * size * _COORDINATE
            else:
                break
    except (struct.error, IndexError):
        pass  # cut off: who reads it says so
    return deepest
