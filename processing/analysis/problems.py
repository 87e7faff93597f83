"""What was found wrong with the data, as rows; `bridge.problem_messages` puts them into words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely

from .vocabulary import ProblemSeverity

ERROR, WARNING, NOTE = ProblemSeverity.values()
COLUMNS = ("layer", "feature", "kind", "severity", "values", "geometry")
# Most checks find nothing in most chunks: making a frame each time would cost more than checking.
NONE = pd.DataFrame(columns=list(COLUMNS))


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
    if not features:
        return NONE
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
    table = pd.concat(frames, ignore_index=True) if frames else NONE
    return geopandas.GeoDataFrame(table, geometry="geometry", crs=crs)


@dataclass(frozen=True)
class Found:
    """What one check found in some features of a layer.

    Attributes:
        rows: problems of one kind, as from `problems`.
        of: how many features could have had it.
        about: the check; rows of one check are of one kind and have one cause (a field, a rule).

    """

    rows: pd.DataFrame
    of: int
    about: str


class Findings:
    """Problems of a layer as chunks bring them; what every feature has is told once.

    Args:
        told_once_from: from how many features on.

    """

    def __init__(self, told_once_from: int) -> None:
        self._least = told_once_from
        self._frames: dict[str, list[pd.DataFrame]] = {}
        self._of: dict[str, int] = {}

    def add(self, found: Iterable[Found]) -> None:
        """Add what a chunk brought."""
        for part in found:
            self._of[part.about] = self._of.get(part.about, 0) + part.of
            if len(part.rows):
                self._frames.setdefault(part.about, []).append(part.rows)

    def frames(self) -> list[pd.DataFrame]:
        """All rows, or one that stands for all, with the fact `every`: how many features there are."""
        result = []
        for about, frames in self._frames.items():
            count = sum(map(len, frames))
            if count < max(self._of[about], self._least):
                result += frames
                continue
            one = frames[0].iloc[:1].assign(feature="", geometry=None)
            one["values"] = [{**one["values"].iloc[0], "every": count}]
            result.append(one)
        return result
