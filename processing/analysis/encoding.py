"""Geometries as bytes and numbers, the only form in which they pass from one thread to another.

GEOS fills in envelopes, prepared forms and trees when they are first asked for, without a lock. Two threads that touch
one geometry or tree therefore corrupt memory, even if both only read. So a geometry belongs to the thread that made it:
others receive well-known binary (WKB) and decode copies of their own.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import geopandas
import numpy as np
import pandas as pd
import shapely

from .spatial_index import spatial_index
from .steps import in_steps
from .text_codes import with_texts

_LITTLE_ENDIAN = 1


@dataclass(frozen=True)
class EncodedGeometry:
    """Geometries as WKB.

    Attributes:
        wkb: object (n,), bytes in little-endian order; None where there is no geometry.

    """

    wkb: np.ndarray

    @classmethod
    def of(cls, geometry: np.ndarray, flat: bool = False) -> EncodedGeometry:
        """Encode geometries of the calling thread; `flat` leaves heights out.

        >>> square = shapely.from_wkt(["POLYGON ((0 0, 1 0, 1 1, 0 0))", None])
        >>> EncodedGeometry.of(square).decode().tolist()
        [<POLYGON ((0 0, 1 0, 1 1, 0 0))>, None]
        """
        encode = partial(shapely.to_wkb, output_dimension=2 if flat else 3, byte_order=_LITTLE_ENDIAN)
        return cls(in_steps(encode, np.asarray(geometry, dtype=object)))

    def __len__(self) -> int:
        return len(self.wkb)

    def take(self, rows: np.ndarray | slice) -> EncodedGeometry:
        """Return the geometries of some rows."""
        return EncodedGeometry(self.wkb[rows])

    def decode(self, rows: np.ndarray | slice = slice(None)) -> np.ndarray:
        """Return new geometries (n,), which belong to the calling thread."""
        return in_steps(shapely.from_wkb, self.wkb[rows])


class SharedGeometry:
    """Geometries that several threads look up by place: each has copies and a tree of its own.

    Attributes:
        bounds: float (n, 4); west, south, east, north; NaN where there is no geometry.

    """

    def __init__(self, geometry: np.ndarray) -> None:
        """Encode geometries of the calling thread."""
        geometry = np.asarray(geometry, dtype=object)
        self._encoded = EncodedGeometry.of(geometry)
        self.bounds = shapely.bounds(geometry).reshape(-1, 4)
        self._own = threading.local()

    def __getstate__(self) -> dict[str, object]:
        """Travel to other processes without the threads' trees."""
        return {name: value for name, value in self.__dict__.items() if name != "_own"}

    def __setstate__(self, state: Mapping[str, object]) -> None:
        """Arrive in another process."""
        self.__dict__.update(state, _own=threading.local())

    def __len__(self) -> int:
        return len(self._encoded)

    @property
    def wkb(self) -> np.ndarray:
        """The geometries as WKB, object (n,)."""
        return self._encoded.wkb

    def decode(self, rows: np.ndarray | slice = slice(None)) -> np.ndarray:
        """Return new geometries (n,), which belong to the calling thread."""
        return self._encoded.decode(rows)

    def query(self, geometry: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Find the pairs whose boxes meet, with the tree of the calling thread.

        Args:
            geometry: object (m,), of the calling thread.

        Returns:
            int64 (k,), positions in `geometry`; int64 (k,), positions here.

        >>> shared = SharedGeometry(shapely.box([0, 5], 0, [1, 6], 1))
        >>> [found.tolist() for found in shared.query(np.array([shapely.Point(5.5, 0.5)]))]
        [[0], [1]]
        """
        tree = getattr(self._own, "tree", None)
        if tree is None:
            # A diagonal has the box of its geometry, and takes a third of a polygon's memory.
            known = np.flatnonzero(np.isfinite(self.bounds).all(axis=1))
            diagonals = np.full(len(self), None, dtype=object)
            diagonals[known] = shapely.linestrings(self.bounds[known].reshape(-1, 2, 2))
            tree = self._own.tree = spatial_index(diagonals)
        first, second = tree.query(geometry)
        return first, second


@dataclass(frozen=True)
class EncodedFrame:
    """A frame whose geometries are bytes: what a thread hands on, ready to be written.

    Attributes:
        attributes: all columns but the geometry; texts as such or as categories (`text_codes`).
        geometry: of the rows.
        bounds: float (n, 4); NaN where there is no geometry.
        kind: int (n,), as from `shapely.get_type_id`.
        crs: of the geometries.

    """

    attributes: pd.DataFrame
    geometry: EncodedGeometry
    bounds: np.ndarray
    kind: np.ndarray
    crs: object

    @classmethod
    def of(cls, frame: geopandas.GeoDataFrame, flat: bool = False) -> EncodedFrame:
        """Encode a frame of the calling thread; `flat` leaves heights out.

        >>> frame = geopandas.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(2, 3)], crs=4490)
        >>> encoded = EncodedFrame.of(frame)
        >>> encoded.decode().equals(frame), encoded.bounds.tolist()
        (True, [[2.0, 3.0, 2.0, 3.0]])
        """
        geometry = frame.geometry.to_numpy()
        return cls(
            pd.DataFrame(frame.drop(columns=frame.geometry.name)),
            EncodedGeometry.of(geometry, flat),
            shapely.bounds(geometry).reshape(-1, 4),
            shapely.get_type_id(geometry),
            frame.crs,
        )

    def __len__(self) -> int:
        return len(self.attributes)

    def take(self, rows: np.ndarray | slice) -> EncodedFrame:
        """Return some rows by their positions."""
        attributes = self.attributes.iloc[rows]
        return EncodedFrame(attributes, self.geometry.take(rows), self.bounds[rows], self.kind[rows], self.crs)

    def decode(self) -> geopandas.GeoDataFrame:
        """Return a frame of texts and new geometries (column `geometry`), which belong to the calling thread."""
        geometry = geopandas.GeoSeries(self.geometry.decode(), index=self.attributes.index, crs=self.crs)
        return geopandas.GeoDataFrame(with_texts(self.attributes), geometry=geometry)


def encode_places(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of problems with its places (column `geometry`) as WKB.

    >>> table = encode_places(pd.DataFrame({"kind": ["no_area", "lost"], "geometry": [shapely.Point(1, 2), None]}))
    >>> type(table["geometry"][0]), table["geometry"][1]
    (<class 'bytes'>, None)
    """
    return table.assign(geometry=EncodedGeometry.of(table["geometry"].to_numpy(dtype=object)).wkb)


def decode_places(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table from `encode_places` with places that belong to the calling thread.

    >>> table = pd.DataFrame({"kind": ["no_area"], "geometry": [shapely.Point(1, 2)]})
    >>> decode_places(encode_places(table))["geometry"].tolist()
    [<POINT (1 2)>]
    """
    return table.assign(geometry=EncodedGeometry(table["geometry"].to_numpy(dtype=object)).decode())
