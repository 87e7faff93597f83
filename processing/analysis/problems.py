"""Problems of the data, as rows; `bridge.problem_messages` puts them into words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas
import numpy as np
import numpy.typing as npt
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
    geometry: npt.ArrayLike | None = None,
) -> pd.DataFrame:
    """Return the rows of one kind of problem, one a feature.

    Args:
        kind: name of the problem, the key of its message.
        layer: name or role of the layer.
        features: identifiers of the features, as text.
        severity: `error`, `warning` or `note`.
        values: facts for the message, one sequence a fact, as long as `features`.
        geometry: polygons of the features; their place is a point on their surface.

    Returns:
        A frame with the columns `COLUMNS`.

    >>> found = problems("value_missing", "DLTB", [17], NOTE, {"field": ["GDPDJB"]}, [shapely.box(0, 0, 2, 2)])
    >>> found[["feature", "kind", "severity"]].values.tolist(), found["values"][0], found["geometry"][0].wkt
    ([['17', 'value_missing', 'note']], {'field': 'GDPDJB'}, 'POINT (1 1)')

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
    """Return a point on each polygon, the middle of the bounds where a polygon is too invalid for that."""
    place = np.full(len(geometry), None, dtype=object)
    usable = np.flatnonzero(~(shapely.is_missing(geometry) | shapely.is_empty(geometry)))
    try:
        place[usable] = shapely.point_on_surface(geometry[usable])
    except shapely.errors.GEOSException:
        west, south, east, north = shapely.bounds(geometry[usable]).T
        place[usable] = shapely.points((west + east) / 2, (south + north) / 2)
    return place


def joined(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all frames of problems in one, in the order found.

    >>> len(joined([])), joined([NONE, problems("no_pbf", "pieces", ["pbf"])])["kind"].tolist()
    (0, ['no_pbf'])

    """
    found = [frame for frame in frames if len(frame)]
    return pd.concat(found, ignore_index=True) if found else NONE


def collect(frames: Iterable[pd.DataFrame], crs: object) -> geopandas.GeoDataFrame:
    """Return all problems in one frame with points, in the order found.

    >>> frames = [problems("no_pbf", "pieces", ["pbf"]), NONE, problems("value_missing", "DLTB", [1, 2])]
    >>> collect(frames, "EPSG:4490")["kind"].tolist()
    ['no_pbf', 'value_missing', 'value_missing']

    """
    return geopandas.GeoDataFrame(joined(frames), geometry="geometry", crs=crs)


@dataclass(frozen=True)
class Found:
    """What one check found in some features of a layer.

    Attributes:
        rows: problems of one kind, as from `problems`.
        of: how many features could have had it.
        about: the check; rows of one check are of one kind and have one cause (a field, a rule).

    >>> found = Found(problems("value_missing", "DLTB", [1]), of=2, about="value GDPDJB")
    >>> len(found.rows), found.of
    (1, 2)

    """

    rows: pd.DataFrame
    of: int
    about: str


class Findings:
    """Problems of a layer, added chunk by chunk; one that every feature has becomes a single row.

    Args:
        summarised_from: the fewest features for which it does.

    >>> findings = Findings(summarised_from=2)
    >>> for chunk in ([1, 2], [3]):
    ...     findings.add([Found(problems("value_missing", "DLTB", chunk), of=len(chunk), about="value GDPDJB")])
    >>> [(frame["feature"].tolist(), frame["values"].tolist()) for frame in findings.frames()]
    [([''], [{'every': 3}])]

    """

    def __init__(self, summarised_from: int) -> None:
        self._summarised_from = summarised_from
        self._frames: dict[str, list[pd.DataFrame]] = {}
        self._of: dict[str, int] = {}

    def add(self, found: Iterable[Found]) -> None:
        """Add what the checks of a chunk found."""
        for part in found:
            self._of[part.about] = self._of.get(part.about, 0) + part.of
            if len(part.rows):
                self._frames.setdefault(part.about, []).append(part.rows)

    def frames(self) -> list[pd.DataFrame]:
        """Return all rows, or for all of a check one row with the fact `every`: how many features there are."""
        result = []
        for about, frames in self._frames.items():
            count = sum(map(len, frames))
            if count < max(self._of[about], self._summarised_from):
                result += frames
                continue
            one = frames[0].iloc[:1].assign(feature="", geometry=None)
            one["values"] = [{**one["values"].iloc[0], "every": count}]
            result.append(one)
        return result
