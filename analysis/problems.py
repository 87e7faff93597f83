"""What was found wrong with the data, as rows; `bridge.problems` puts them into words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely

ERROR, WARNING, NOTE = "error", "warning", "note"
COLUMNS = ("layer", "feature", "kind", "severity", "values", "geometry")


def problems(
    kind: str,
    layer: str,
    features: Iterable[object],
    severity: str = WARNING,
    values: Mapping[str, Iterable[Any]] | None = None,
    geometry: np.ndarray | None = None,
) -> pd.DataFrame:
    """Rows of one kind of problem, one a feature.

    Args:
        kind: name of the problem, the key of its message.
        layer: name or role of the layer.
        features: identifiers of the features, as text.
        severity: `error`, `warning` or `note`.
        values: facts for the message, one sequence a fact, as long as `features`.
        geometry: polygons of the features; their place is a point on their surface.

    """
    features = ["" if f is None else str(f) for f in features]
    facts = {name: list(column) for name, column in (values or {}).items()}
    rows = [{name: column[i] for name, column in facts.items()} for i in range(len(features))]
    place = np.full(len(features), None, dtype=object) if geometry is None else _places(np.asarray(geometry, object))
    return pd.DataFrame(
        {"layer": layer, "feature": features, "kind": kind, "severity": severity, "values": rows, "geometry": place},
        columns=list(COLUMNS),
    )


def _places(geometry: np.ndarray) -> np.ndarray:
    """A point on each polygon; bounds serve where the polygon is too broken for that."""
    place = np.full(len(geometry), None, dtype=object)
    usable = np.flatnonzero(~(shapely.is_missing(geometry) | shapely.is_empty(geometry)))
    try:
        place[usable] = shapely.point_on_surface(geometry[usable])
    except shapely.errors.GEOSException:
        west, south, east, north = shapely.bounds(geometry[usable]).T
        place[usable] = shapely.points((west + east) / 2, (south + north) / 2)
    return place


def collect(frames: Iterable[pd.DataFrame], crs: object) -> geopandas.GeoDataFrame:
    """All problems in one frame with points, in the order found."""
    frames = [frame for frame in frames if len(frame)]
    table = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(COLUMNS))
    return geopandas.GeoDataFrame(table, geometry="geometry", crs=crs)
