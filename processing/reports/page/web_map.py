"""The page's map: what it draws, small enough for a page. Shapes are simplified and rounded; areas are the model's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely

from ..labels import Translate
from ..model import UNASSIGNED, ReportModel
from ..number_format import MU, printed
from ..styles.renderers import CANDIDATES, CONFLICTS, style_data


@dataclass(frozen=True)
class Shapes:
    """Where things are: conflicts and candidates with their ids and geometry, and outlines of counties by code."""

    conflicts: geopandas.GeoDataFrame
    candidates: geopandas.GeoDataFrame
    outlines: Mapping[str, shapely.Geometry]


@dataclass(frozen=True)
class PageMap:
    """What the page's script draws.

    Attributes:
        data: JSON, safe inside a script element.
        layers: id, fill, line and label of what a reader may switch on and off.
        places: number of a drawn piece, by kind of layer and id.
        shown: pieces drawn, by kind of layer.
        count: pieces that there are, by kind of layer.
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
        shapes: where things are, all in one projected system (m).
        ranked: by kind of layer (conflicts, candidates) what counts, the most important first.
        tr: translates.
        limit: most pieces of a kind.
        tolerance: how far (m) a simplified boundary may lie from the true one.
    """
    texts: dict[str, int] = {}

    def text(value: Any) -> int:
        return texts.setdefault("" if value is None or pd.isna(value) else str(value), len(texts))

    frames = {CONFLICTS: (shapes.conflicts, "conflict_id"), CANDIDATES: (shapes.candidates, "candidate_id")}
    bounds = [frame.total_bounds for frame, _ in frames.values() if len(frame)]
    if shapes.outlines:
        bounds.append(shapely.total_bounds(list(shapes.outlines.values())))
    origin = np.floor(np.nanmin(np.array(bounds)[:, :2], axis=0)) if bounds else np.zeros(2)

    layers, pieces, places = [], [], {}
    shown, count = {}, {}
    for kind, group, field, area in (
        (CONFLICTS, "severities", "severity", "area_mu"),
        (CANDIDATES, "tiers", "tier", "net_mu"),
    ):
        frame, identifier = frames[kind]
        chosen = ranked[kind].head(limit)
        shown[kind], count[kind] = len(chosen), len(ranked[kind])
        present = {str(value) for value in chosen[field].unique()} if len(chosen) else set()
        for row in style_data()[kind]["categories"]:
            if str(row["id"]) in present:
                label = model.names.of(group, row["id"]) or str(row["id"])
                layers.append((f"{kind}-{row['id']}", row["fill"], row["line"], label))
        order = {name: number for number, (name, *_) in enumerate(layers)}
        geometry = dict(zip(frame[identifier], frame.geometry)) if len(chosen) else {}
        for row in chosen.to_dict("records"):
            shape = geometry.get(row[identifier])
            layer = order.get(f"{kind}-{row[field]}")
            rings = _rings(shape, origin, tolerance)
            if layer is None or not rings:
                continue
            places[kind, str(row[identifier])] = len(pieces)
            name = model.names.of("kinds", row["kind"]) if kind == CONFLICTS else model.names.of("tiers", row["tier"])
            pieces.append(
                [
                    layer,
                    text(row.get("county")),
                    text(name),
                    text(row.get("ZLDWMC")),
                    text(row.get("TBBH")),
                    text(model.names.land_class(row.get("DLBM"))),
                    printed(row[area], MU),
                    rings,
                ]
            )
    counties = [
        [code, model.unit_name(code), _rings(shapes.outlines[code], origin, tolerance * 2)]
        for code in model.counties
        if code != UNASSIGNED and code in shapes.outlines
    ]
    words = {
        "parcel": tr("Parcel number"),
        "place": tr("Location unit"),
        "class": tr("Land class"),
        "area": tr("Area (mu)"),
        "net": tr("Net area (mu)"),
        "county": tr("County"),
    }
    data = {
        "layers": [[name, fill, line] for name, fill, line, _ in layers],
        "texts": list(texts),
        "words": words,
        "counties": counties,
        "pieces": pieces,
    }
    encoded = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return PageMap(encoded, tuple(layers), places, shown, count)


def _rings(shape: shapely.Geometry | None, origin: np.ndarray, tolerance: float) -> list[list[list[int]]]:
    """Polygons of rings, the largest first, each ring the steps (m) from point to point, the first from the origin."""
    if shape is None or shape.is_empty:
        return []
    simple = shapely.simplify(shape, tolerance, preserve_topology=True)
    polygons = []
    # A label stands on the first.
    for polygon in sorted(shapely.get_parts(simple), key=lambda part: -part.area):
        if polygon.geom_type != "Polygon" or polygon.is_empty:
            continue
        rings = []
        for ring in (polygon.exterior, *polygon.interiors):
            points = np.rint(shapely.get_coordinates(ring)[:-1] - origin).astype(np.int64)
            points = points[np.r_[True, np.any(np.diff(points, axis=0), axis=1)]]
            if len(points) > 2 or not rings:  # noqa: PLR2004  (a hole smaller than a metre is none)
                rings.append(np.diff(points, axis=0, prepend=np.zeros((1, 2), np.int64)).ravel().tolist())
        polygons.append(rings)
    return polygons
