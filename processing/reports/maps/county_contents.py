"""What a county's map shows beside the layers of the run: its PBF line, names of places, numbers of parcels.

It is found in the calling thread from the frames of the run; the main thread, which draws, gets it encoded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd
import shapely

from ...analysis.encoding import EncodedGeometry
from ...analysis.geometry.set_operations import mean_width
from ...analysis.vocabulary import Level
from ..styles.renderers import CANDIDATES, CONFLICTS, PIECES
from ..styles.style_files import style_data
from .layout.settings import layout_data
from .layout.unit_outlines import dissolve, simplified

_TAIL = 6  # last characters of a parcel's id, where it has no number
_READ = frozenset({"BSM", "TBBH", "pbf", "excluded", Level.TOWNSHIP.value, Level.VILLAGE.value})  # columns
_LARGEST_MAP = 288.0  # mm, the longer side of a map on the largest paper


@dataclass(frozen=True)
class ParcelNumbers:
    """Numbers of parcels, the most important first.

    Attributes:
        texts: the numbers.
        kinds: what each parcel is on the map for: 'conflicts', 'candidates', or 'pieces' for all others.
        geometry: the largest piece of each.
        counts: number of parcels by kind, also of those that are too many to be numbered.
        own: whether the numbers are the survey's (TBBH), or the ends of parcels' ids.
    """

    texts: tuple[str, ...]
    kinds: tuple[str, ...]
    geometry: EncodedGeometry
    counts: Mapping[str, int]
    own: bool


@dataclass(frozen=True)
class PlacePoint:
    """A unit below the county, and a point in the middle of its pieces (m)."""

    level: str
    code: str
    x: float
    y: float


@dataclass(frozen=True)
class CountyContents:
    """What stands on a county's map beside the layers; `pbf` holds one outline, or none where no PBF is known."""

    pbf: EncodedGeometry
    places: tuple[PlacePoint, ...]
    numbers: ParcelNumbers


def county_contents(layers: Mapping[str, geopandas.GeoDataFrame], county: str) -> CountyContents:
    """Return what stands on a county's map.

    Args:
        layers: pieces, conflicts and candidates of a run, whose geometries belong to the calling thread.
        county: its code.
    """
    own = {kind: _of_county(frame, county) for kind, frame in layers.items()}
    return CountyContents(pbf_line(own[PIECES]), place_points(own[PIECES]), parcel_numbers(own))


def _of_county(frame: geopandas.GeoDataFrame, county: str) -> geopandas.GeoDataFrame:
    """Return the rows of a county that have a geometry, of their columns only what is read: they are copied and sorted.

    Pieces have ten times as many columns.
    """
    geometry = frame.geometry.to_numpy()
    drawn = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
    read = {*_READ, *(style_data()[kind]["field"] for kind in (CONFLICTS, CANDIDATES)), frame.geometry.name}
    rows = (frame[Level.COUNTY.value] == county).to_numpy() & drawn
    return frame[[name for name in frame.columns if name in read]][rows]


def pbf_line(pieces: geopandas.GeoDataFrame) -> EncodedGeometry:
    """Return the outline of the permanent basic farmland in a county's pieces, without what its map cannot show.

    Gaps that are narrower than the line itself are closed: on a county's map two lines along each field path would
    hide the fields. The pieces themselves are drawn out for that, and what they make together is drawn in again:
    then they overlap by far more than what their boundaries do not match by, over which a union takes most time.
    """
    inside = pieces[pieces["pbf"].notna()] if "pbf" in pieces else pieces.iloc[:0]
    if not len(inside):
        return EncodedGeometry.of(np.array([], dtype=object))
    left, bottom, right, top = shapely.total_bounds(pieces.geometry.to_numpy())
    millimetre = max(right - left, top - bottom) / _LARGEST_MAP
    data = layout_data()["pbf_line"]
    fine, gap = data["fine_mm"] * millimetre, data["close_mm"] * millimetre
    parts = shapely.get_parts(inside.geometry.to_numpy())
    seen = parts[mean_width(parts) >= fine]
    drawn_out = shapely.buffer(simplified(seen if len(seen) else parts, fine), gap, join_style="mitre")
    union = dissolve(drawn_out, layout_data()["dissolve_chunk"], shared=False, gap=0.0)
    line = None if union is None else shapely.buffer(union, -gap, join_style="mitre")
    return EncodedGeometry.of(np.array([] if line is None else [union if line.is_empty else line], dtype=object))


def place_points(pieces: geopandas.GeoDataFrame) -> tuple[PlacePoint, ...]:
    """Return the townships and villages of a county, each with a point on the piece nearest to the middle of all."""
    found = []
    geometry = pieces.geometry.to_numpy()
    left, bottom, right, top = shapely.bounds(geometry).T
    middles = pd.DataFrame({"x": (left + right) / 2, "y": (bottom + top) / 2, "area": shapely.area(geometry)})
    for level in (Level.TOWNSHIP.value, Level.VILLAGE.value):
        if level not in pieces:
            continue
        for code, rows in sorted(pieces.groupby(level).indices.items()):
            own = middles.iloc[rows]
            if own["area"].sum() > 0:
                x, y = (np.average(own[axis], weights=own["area"]) for axis in ("x", "y"))
                nearest = rows[np.argmin((own["x"] - x) ** 2 + (own["y"] - y) ** 2)]
                point = shapely.point_on_surface(geometry[nearest])
                found.append(PlacePoint(level, str(code), point.x, point.y))
    return tuple(found)


def parcel_numbers(layers: Mapping[str, geopandas.GeoDataFrame]) -> ParcelNumbers:
    """Return the numbers of a county's parcels: of conflicts, of candidates, and of the others where they are few."""
    most = layout_data()["numbers"]["most"]
    texts: list[str] = []
    kinds: list[str] = []
    shapes: list[np.ndarray] = []
    counts: dict[str, int] = {}
    seen: set[str] = set()
    own = True
    for kind in (CONFLICTS, CANDIDATES, PIECES):
        frame = layers[kind]
        parcels = _largest_pieces(_by_importance(frame[frame["BSM"].notna()], kind))
        parcels = parcels[~parcels["BSM"].isin(seen)]
        seen.update(parcels["BSM"])
        counts[kind] = len(parcels)
        if kind == PIECES and len(parcels) > most:
            break
        chosen = parcels.iloc[: most - len(texts)] if kind != PIECES else parcels
        numbers, complete = _numbers(chosen)
        own &= complete
        texts += numbers
        kinds += [kind] * len(numbers)
        shapes.append(chosen.geometry.to_numpy())
    return ParcelNumbers(tuple(texts), tuple(kinds), EncodedGeometry.of(np.concatenate(shapes)), counts, own)


def _by_importance(frame: geopandas.GeoDataFrame, kind: str) -> geopandas.GeoDataFrame:
    """Return findings or pieces, the most important first: the most severe, the best restorable, the largest."""
    keys = pd.DataFrame({"area": -shapely.area(frame.geometry.to_numpy())}, index=frame.index)
    rank: pd.Series | int = 0
    if kind != PIECES:
        field = style_data()[kind]["field"]
        order = {str(row["id"]): place for place, row in enumerate(style_data()[kind]["categories"])}
        # Numbers even where there are no rows: newer pandas would keep a column of text.
        rank = frame[field].astype(str).map(order).astype(float).fillna(len(order))
    if kind == CANDIDATES and "excluded" in frame:
        barred = frame["excluded"].notna() & (frame["excluded"] != "")
        rank = rank + barred * (len(order) + 1)
    keys.insert(0, "rank", rank)
    return frame.loc[keys.sort_values(["rank", "area"], kind="stable").index]


def _largest_pieces(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return the largest piece of each parcel, in the order of the parcels' first pieces."""
    first = frame.drop_duplicates("BSM")["BSM"]
    sizes = pd.Series(shapely.area(frame.geometry.to_numpy()), index=frame.index).sort_values(ascending=False)
    largest = frame.loc[sizes.index].drop_duplicates("BSM").set_index("BSM", drop=False)
    return largest.loc[first]


def _numbers(parcels: geopandas.GeoDataFrame) -> tuple[list[str], bool]:
    """Return the number of each parcel, else the end of its id; and whether all have a number."""
    tails = parcels["BSM"].astype(str).str[-_TAIL:]
    if "TBBH" not in parcels:
        return tails.tolist(), not len(parcels)
    numbers = parcels["TBBH"].astype(object).where(parcels["TBBH"].notna(), "").astype(str).str.strip()
    return numbers.where(numbers != "", tails).tolist(), bool((numbers != "").all())
