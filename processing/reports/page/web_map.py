"""The page's map, small enough for a page: shapes are simplified and rounded, areas are the model's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely

from ...analysis.columns import to_records
from ...analysis.vocabulary import Use
from ...bridge.plain_text import printable
from ...bridge.vocabulary import use_labels
from ..labels import Translate
from ..model import UNASSIGNED, ReportModel
from ..number_format import MU, printed
from ..styles.renderers import CANDIDATES, CONFLICTS
from ..styles.style_files import style_data


@dataclass(frozen=True)
class Shapes:
    """Geometries for the page: conflicts and candidates with their ids, and outlines of counties by code."""

    conflicts: geopandas.GeoDataFrame
    candidates: geopandas.GeoDataFrame
    outlines: Mapping[str, shapely.Geometry]


@dataclass(frozen=True)
class PageMap:
    """What the page's script draws.

    Attributes:
        data: JSON, safe inside a script element.
        layers: id, fill, line and label of each layer that a reader may switch.
        places: number of a drawn piece, by kind of layer and id.
        shown: number of pieces drawn, by kind of layer.
        count: number of all pieces, by kind of layer.
    """

    data: str
    layers: tuple[tuple[str, str, str, str], ...]
    places: Mapping[tuple[str, str], int]
    shown: Mapping[str, int]
    count: Mapping[str, int]

    @property
    def is_cut(self) -> bool:
        """Whether some pieces are left out."""
        return any(self.shown[kind] < self.count[kind] for kind in self.count)


@dataclass(frozen=True)
class _Kind:
    """How pieces of a kind are shown: which columns and names say what they are.

    Attributes:
        identifier: column of the id.
        style: column that the style goes by.
        named: column of what a piece is called, and its group of names.
        area: column of the area shown (mu).
    """

    identifier: str
    style: str
    named: tuple[str, str]
    area: str


_KINDS = {
    CONFLICTS: _Kind("conflict_id", "use", ("kind", "kinds"), "area_mu"),
    CANDIDATES: _Kind("candidate_id", "tier", ("tier", "tiers"), "net_mu"),
}
_TOLD = ("county", "ZLDWMC", "TBBH", "DLBM")  # of each piece, of whatever kind
_Layer = tuple[str, str, str, str]


def page_map(
    model: ReportModel,
    shapes: Shapes,
    ranked: Mapping[str, pd.DataFrame],
    tr: Translate,
    limit: int,
    tolerance: float,
) -> PageMap:
    """Make the map's data.

    Args:
        model: the report, for names.
        shapes: geometries, all in one projected system (m).
        ranked: by kind of layer (conflicts, candidates) the pieces that count, the most important first.
        tr: translates.
        limit: most pieces of a kind.
        tolerance: how far (m) a simplified boundary may lie from the true one.
    """
    frames = {CONFLICTS: shapes.conflicts, CANDIDATES: shapes.candidates}
    origin = _origin(shapes)
    texts = _TextTable()
    layers: list[_Layer] = []
    pieces: list[list[object]] = []
    places: dict[tuple[str, str], int] = {}
    chosen = {kind: ranked[kind].head(limit) for kind in _KINDS}
    for kind, columns in _KINDS.items():
        first = len(layers)
        layers += _layers(kind, columns, chosen[kind], model, tr)
        order = {name: first + number for number, (name, *_) in enumerate(layers[first:])}
        shapes_of_kind = _shapes_of(chosen[kind], frames[kind], columns.identifier)
        for row, rings in zip(_rows(chosen[kind], columns), _rings(shapes_of_kind, origin, tolerance)):
            layer = order.get(f"{kind}-{row[columns.style]}")
            if layer is None or not rings:
                continue
            places[kind, str(row[columns.identifier])] = len(pieces)
            pieces.append(
                [layer, *_piece_texts(row, columns, model, texts), printed(row[columns.area], MU, tr=tr), rings]
            )
    codes = [code for code in model.counties if code != UNASSIGNED and code in shapes.outlines]
    outlines = np.array([shapes.outlines[code] for code in codes], dtype=object)
    counties = [
        [code, model.unit_name(code), rings] for code, rings in zip(codes, _rings(outlines, origin, tolerance * 2))
    ]
    data = {
        "layers": [[name, fill, line] for name, fill, line, _ in layers],
        "texts": texts.texts,
        "words": {
            "parcel": tr("Parcel number"),
            "place": tr("Location unit"),
            "class": tr("Land class"),
            "area": tr("Gross area (mu)"),
            "net": tr("Net area (mu)"),
            "county": tr("County"),
        },
        "counties": counties,
        "pieces": pieces,
    }
    return PageMap(
        json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        tuple(layers),
        places,
        {kind: len(frame) for kind, frame in chosen.items()},
        {kind: len(ranked[kind]) for kind in _KINDS},
    )


class _TextTable:
    """Texts that pieces refer to by number, so that each stands in the page once."""

    def __init__(self) -> None:
        """Begin an empty table."""
        self._numbers: dict[str, int] = {}

    @property
    def texts(self) -> list[str]:
        """The texts in the order of their numbers."""
        return list(self._numbers)

    def number(self, value: object) -> int:
        """Return the number of a text, the empty one for a null."""
        return self._numbers.setdefault("" if value is None or pd.isna(value) else printable(value), len(self._numbers))


def _origin(shapes: Shapes) -> np.ndarray:
    """Return the corner (whole metres) below and left of everything on the map, from which coordinates count."""
    bounds = [frame.total_bounds for frame in (shapes.conflicts, shapes.candidates) if len(frame)]
    if shapes.outlines:
        bounds.append(shapely.total_bounds(list(shapes.outlines.values())))
    return np.floor(np.nanmin(np.array(bounds)[:, :2], axis=0)) if bounds else np.zeros(2)


def _layers(kind: str, columns: _Kind, chosen: pd.DataFrame, model: ReportModel, tr: Translate) -> list[_Layer]:
    """Return id, fill, line and label of each layer of a kind that has pieces, in the order of the style."""
    present = {str(value) for value in chosen[columns.style].unique()} if len(chosen) else set()
    layers = []
    for row in style_data()[kind]["categories"]:
        # A class of use has the colours of the severity that makes it, whatever a piece's own severity.
        value = Use.of(int(row["id"])).value if kind == CONFLICTS else str(row["id"])
        label = use_labels(tr)[value] if kind == CONFLICTS else model.names.of("tiers", value) or value
        if value in present:
            layers.append((f"{kind}-{value}", row["fill"], row["line"], label))
    return layers


def _shapes_of(chosen: pd.DataFrame, frame: geopandas.GeoDataFrame, identifier: str) -> np.ndarray:
    """Return the geometries (object, n) of the rows of a list, which another frame has by id; None where it has not."""
    if not len(chosen):
        return np.zeros(0, dtype=object)
    geometry = dict(zip(frame[identifier], frame.geometry))
    return np.array([geometry.get(value) for value in chosen[identifier]], dtype=object)


def _rows(chosen: pd.DataFrame, columns: _Kind) -> list[dict[str, Any]]:
    """Return what the map says of the rows of a list, by column."""
    told = {columns.identifier, columns.style, columns.named[0], columns.area, *_TOLD}
    return to_records(chosen[[name for name in chosen.columns if name in told]])


def _piece_texts(
    row: Mapping[str, object], columns: _Kind, model: ReportModel, texts: _TextTable
) -> tuple[int, int, int, int, int]:
    """Return the numbers of a piece's texts: county, kind or tier, location unit, parcel number, land class."""
    field, group = columns.named
    return (
        texts.number(row.get("county")),
        texts.number(model.names.of(group, row[field])),
        texts.number(row.get("ZLDWMC")),
        texts.number(row.get("TBBH")),
        texts.number(model.names.land_class(row.get("DLBM"))),
    )


def _rings(shapes: np.ndarray, origin: np.ndarray, tolerance: float) -> list[list[list[list[int]]]]:
    """Return the polygons of each shape as rings in whole metres, the largest first, as a label stands on the first.

    Args:
        shapes: object (n,), polygonal, or None.
        origin: float (2,), from which the first point of a ring counts; each later one counts from the point before.
        tolerance: of simplification (m).
    """
    parts, owner = shapely.get_parts(shapely.simplify(shapes, tolerance, preserve_topology=True), return_index=True)
    order = np.lexsort((-shapely.area(parts), owner))
    order = order[(shapely.get_type_id(parts[order]) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts[order])]
    rings, polygon = shapely.get_rings(parts[order], return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    is_open = np.diff(ring, append=-1) == 0  # all but the last point, which is the first again
    points, ring = np.rint(coordinates[is_open] - origin).astype(np.int64), ring[is_open]
    moves = (np.diff(ring, prepend=-1) != 0) | np.diff(points, axis=0, prepend=0).any(axis=1)
    points, ring = points[moves], ring[moves]
    is_first = np.diff(ring, prepend=-1) != 0
    steps = np.diff(points, axis=0, prepend=0)
    steps[is_first] = points[is_first]
    begin = np.append(np.flatnonzero(is_first), len(ring))
    is_outer = np.diff(polygon, prepend=-1) != 0
    polygons: list[list[list[list[int]]]] = [[] for _ in shapes]
    numbers = steps.ravel().tolist()
    for shape, outer, start, end in zip(owner[order][polygon].tolist(), is_outer, begin.tolist(), begin[1:].tolist()):
        if outer:
            polygons[shape].append([])
        if outer or end - start > 2:  # noqa: PLR2004  (a hole smaller than a metre is none)
            polygons[shape][-1].append(numbers[2 * start : 2 * end])
    return polygons
