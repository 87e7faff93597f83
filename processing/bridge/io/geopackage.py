"""Writing rows into a GeoPackage's layer by SQLite itself, three times as fast as feature by feature.

GDAL has created the layer and closed the file, which lies in a hidden folder (`staging`): nothing else has it open.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from itertools import chain, islice
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from ...analysis.encoding import EncodedFrame
from ...analysis.text_codes import has_codes, texts_of
from .kept_content import describe_table
from .rtree import Tree, rounded
from .sql import quoted

_CACHE = -65_536  # KiB
# GeoPackage header of a geometry (OGC 12-128r18, 2.1.3): magic, version, flags (little endian, box of x and y).
_BOXED, _PLAIN, _EMPTY = b"GP\0\x03", b"GP\0\x01", b"GP\0\x11"
# WKB of a multipolygon of one polygon, which follows.
_MULTI = b"\x01\x06\0\0\0\x01\0\0\0"
_INSERT = "INSERT INTO {table} ({columns}) VALUES {rows}"
# Values of one statement, as many as any SQLite accepts: Python's lock is released for every statement, and to get it
# back from the threads of the overlay takes longer than to write a row.
_VALUES = 999
_COLUMNS = "SELECT name FROM pragma_table_info(?)"
_LAST = "SELECT ifnull(max({fid}), 0) FROM {table}"
_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
_GEOMETRY = "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?"
_COUNT = "SELECT count(*) FROM {table}"
_KEY = "SELECT name FROM pragma_table_info(?) WHERE pk = 1"
_DROP = "DROP TRIGGER {trigger}"
_COUNTED = "UPDATE gpkg_ogr_contents SET feature_count = ? WHERE lower(table_name) = lower(?)"
_EXTENT = "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE lower(table_name) = lower(?)"
_ENTRY = "INSERT OR REPLACE INTO {table} VALUES (?, ?)"  # an empty index already has its root
# SQLite stores this as null. For every None Python looks for an adapter, which takes as long as five texts.
_NULL = float("nan")


class PackageLayer:
    """A new, empty layer of a GeoPackage to which rows are appended."""

    def __init__(self, path: Path, name: str) -> None:
        """Open the file.

        Args:
            path: the GeoPackage.
            name: the layer, which has its columns but no spatial index.

        """
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._name = name
        for pragma in ("synchronous = OFF", "journal_mode = OFF", f"cache_size = {_CACHE}"):
            self._connection.execute(f"PRAGMA {pragma}")
        ((self._key,),) = self._connection.execute(_KEY, [name])
        geometry = self._connection.execute(_GEOMETRY, [name]).fetchall()
        self._column: str | None = geometry[0][0] if geometry else None
        self._system: int = geometry[0][1] if geometry else 0
        # These triggers would count the rows one by one.
        self._triggers = self._connection.execute(_TRIGGERS, [name]).fetchall()
        for trigger, _ in self._triggers:
            self._connection.execute(_DROP.format(trigger=quoted(trigger)))
        # What the index needs: number and box of every row with a geometry; and the extent of all.
        self._numbers, self._boxes = [np.zeros(0, np.int64)], [np.zeros((0, 4), np.float32)]
        self._extent = np.array([np.inf, np.inf, -np.inf, -np.inf])
        self._count = 0
        self._written: tuple[str, ...] = ()
        self._connection.execute("BEGIN")

    def append(self, rows: pd.DataFrame | EncodedFrame) -> None:
        """Append rows: text, also as categories, numbers and booleans; an `EncodedFrame` adds polygons or points."""
        frame = rows.attributes if isinstance(rows, EncodedFrame) else rows
        self._written = tuple(map(str, frame.columns))
        names = [self._key]
        columns: list[Sequence[object]] = [range(self._count + 1, self._count + len(frame) + 1)]
        if isinstance(rows, EncodedFrame) and self._column is not None:
            boxes = rows.bounds
            there = np.flatnonzero(np.isfinite(boxes).all(axis=1))
            self._numbers.append(there + self._count + 1)
            self._boxes.append(rounded(boxes[there]))
            if len(there):
                least, most = boxes[there, :2].min(axis=0), boxes[there, 2:].max(axis=0)
                self._extent[:2] = np.minimum(self._extent[:2], least)
                self._extent[2:] = np.maximum(self._extent[2:], most)
            names.append(self._column)
            columns.append(self._blobs(rows))
        names += [str(name) for name in frame.columns]
        columns += [_values(frame.iloc[:, number]) for number in range(frame.shape[1])]
        width, values = len(names), chain.from_iterable(zip(*columns))
        most = max(1, _VALUES // width)
        for size, times in ((most, len(frame) // most), (len(frame) % most, 1)):
            if size:
                statement = _INSERT.format(
                    table=quoted(self._name),
                    columns=", ".join(map(quoted, names)),
                    rows=", ".join([f"({', '.join('?' * width)})"] * size),
                )
                self._connection.executemany(statement, (list(islice(values, size * width)) for _ in range(times)))
        self._count += len(frame)

    def close(self, tree: Sequence[str], triggers: Sequence[str], table: str) -> None:
        """Complete the layer, with the spatial index of one with geometries.

        Args:
            tree: SQL statements that create the index.
            triggers: statements that create the triggers by which it stays up to date.
            table: the index's name.

        """
        execute = self._connection.execute
        for _, sql in self._triggers:
            execute(sql)
        execute(_COUNTED, [self._count, self._name])
        if self._column is not None:
            if np.isfinite(self._extent).all():
                execute(_EXTENT, [*self._extent.tolist(), self._name])
            for statement in tree:
                execute(statement)
            self._fill(table)
            for statement in triggers:
                execute(statement)
        describe_table(self._connection, self._name, self._written, self._count)
        execute("COMMIT")
        self._connection.close()

    def abandon(self) -> None:
        """Close the file, which is incomplete then."""
        self._connection.close()

    def _fill(self, table: str) -> None:
        """Fill the tables behind the spatial index."""
        number, boxes = np.concatenate(self._numbers), np.concatenate(self._boxes)
        if not len(number):
            return
        tree = Tree(number, boxes)
        for kind, rows in (("node", tree.nodes()), ("rowid", tree.rows()), ("parent", tree.parents())):
            self._connection.executemany(_ENTRY.format(table=quoted(f"{table}_{kind}")), rows)

    def _blobs(self, rows: EncodedFrame) -> list[bytes | None]:
        """Return the geometries of rows as GeoPackage blobs, polygons as multipolygons."""
        system = self._system.to_bytes(4, "little", signed=True)
        boxed, plain, empty = _BOXED + system, _PLAIN + system, _EMPTY + system
        boxes = rows.bounds
        order, width = np.ascontiguousarray(boxes[:, [0, 2, 1, 3]], "<f8").tobytes(), 4 * 8
        single, point = rows.kind == shapely.GeometryType.POLYGON, rows.kind == shapely.GeometryType.POINT
        wkb = rows.geometry.wkb.copy()
        odd = np.flatnonzero(np.isnan(boxes).any(axis=1) | point)
        special = wkb[odd]
        wkb[odd] = b""
        result: list[bytes | None] = [
            boxed + order[place : place + width] + (_MULTI if alone else b"") + body
            for place, alone, body in zip(range(0, len(order), width), single.tolist(), wkb.tolist())
        ]
        for place, body in zip(odd.tolist(), special):
            head = plain if point[place] and np.isfinite(boxes[place]).all() else empty
            result[place] = None if body is None else head + (_MULTI if single[place] else b"") + body
        return result


def add_rows(path: Path, name: str, rows: pd.DataFrame) -> None:
    """Add rows of texts to a table without geometries, which is complete and may be open in readers.

    Args:
        path: the GeoPackage, in a folder of `bridge.io.staging`.
        name: the table, which has the columns of the rows and no others.
        rows: to add.

    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        columns = [str(column) for column in rows.columns]
        places = f"({', '.join('?' * len(columns))})"
        statement = _INSERT.format(table=quoted(name), columns=", ".join(map(quoted, columns)), rows=places)
        connection.executemany(statement, rows.itertuples(index=False, name=None))
        ((count,),) = connection.execute(_COUNT.format(table=quoted(name)))
        describe_table(connection, name, columns, count)
        connection.execute("COMMIT")


def _values(column: pd.Series) -> list[object]:
    """Return a column as values for SQLite; `_NULL` for nulls."""
    if has_codes(column):
        return texts_of(column, _NULL).tolist()
    if column.dtype == object:
        values = column.tolist()
        if set(map(type, values)) <= {str, type(None)}:
            return [_NULL if value is None else value for value in values]
        return [_NULL if pd.isna(value) else str(value) for value in values]
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "bif":
        # `tolist` gives Python's own numbers.
        return column.tolist() if column.dtype.kind != "b" else column.to_numpy().astype(int).tolist()
    return column.astype(object).where(column.notna(), _NULL).tolist()
