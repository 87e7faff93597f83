"""What a county's map shows beside the layers of the run: its PBF line, names of places, numbers of parcels.

It is found in the calling thread from the frames of the run, but for the PBF lines, which other threads join
meanwhile; the main thread, which draws, gets it encoded.
"""

from __future__ import annotations

import math
import os
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from typing import Union

import geopandas
import numpy as np
import pandas as pd
import shapely

from ...analysis.encoding import EncodedGeometry
from ...analysis.geometry.set_operations import mean_width
from ...analysis.parallel import run_in_threads
from ...analysis.steps import in_steps
from ...analysis.vocabulary import Level
from ..styles.renderers import CANDIDATES, CONFLICTS, PIECES
from ..styles.style_files import style_data
from .layout.settings import layout_data
from .layout.unit_outlines import dissolve, simplified

_TAIL = 6  # last characters of a parcel's id, where it has no number
_READ = frozenset({"BSM", "TBBH", "pbf", "excluded", Level.TOWNSHIP.value, Level.VILLAGE.value})  # columns
_OUTWARDS = np.array([-1, -1, 1, 1])  # of west, south, east, north
_LARGEST_MAP = 288.0  # mm, the longer side of a map on the largest paper
Extent = tuple[float, float, float, float]  # west, south, east, north (m)
PbfLine = Union[EncodedGeometry, Exception]  # of a county; or why there is none


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
    """What stands on a county's map beside the layers; `pbf` holds one outline, or none where no PBF is known.

    `extent` is that of its pieces, of which QGIS would read all for it.
    """

    extent: Extent
    pbf: EncodedGeometry
    places: tuple[PlacePoint, ...]
    numbers: ParcelNumbers


@dataclass(frozen=True)
class PbfParts:
    """What of a county's pieces lies in permanent basic farmland, encoded for the thread that joins it.

    Attributes:
        geometry: the pieces.
        fine: what is narrower cannot be seen on the county's map (m).
        gap: half the width of gaps that cannot be seen on it (m).
    """

    geometry: EncodedGeometry
    fine: float
    gap: float


def pbf_lines(pieces: geopandas.GeoDataFrame, counties: Iterable[str]) -> Generator[PbfLine, None, None]:
    """Yield the PBF line of each county (`pbf_line`), or why there is none; threads make the next ones meanwhile.

    Args:
        pieces: of a run, whose geometries belong to the calling thread.
        counties: codes.
    """
    read = pieces[[name for name in pieces.columns if name in ("pbf", Level.COUNTY.value, pieces.geometry.name)]]
    tasks = (pbf_parts(_of_county(read, county)) for county in counties)
    yield from run_in_threads(_line_or_error, tasks, os.cpu_count() or 1)


def county_contents(layers: Mapping[str, geopandas.GeoDataFrame], county: str, pbf: PbfLine) -> CountyContents:
    """Return what stands on a county's map.

    Args:
        layers: pieces, conflicts and candidates of a run, whose geometries belong to the calling thread.
        county: its code.
        pbf: its PBF line, as of `pbf_lines`; an error is raised.
    """
    if isinstance(pbf, Exception):
        raise pbf
    own = {kind: _of_county(frame, county) for kind, frame in layers.items()}
    return CountyContents(_extent(own[PIECES]), pbf, place_points(own[PIECES]), parcel_numbers(own))


def county_extents(pieces: geopandas.GeoDataFrame) -> dict[str, Extent]:
    """Return the extents of the counties' pieces by code, of those that lie anywhere."""
    bounds = shapely.bounds(pieces.geometry.to_numpy())
    sides = pd.DataFrame(np.where(_OUTWARDS < 0, bounds, -bounds)).groupby(pieces[Level.COUNTY.value].to_numpy()).min()
    return {
        str(code): (float(west), float(south), float(-east), float(-north))
        for code, west, south, east, north in sides.dropna().itertuples()
    }


def _extent(pieces: geopandas.GeoDataFrame) -> Extent:
    """Return the extent of some pieces; nan of none."""
    if not len(pieces):
        return math.nan, math.nan, math.nan, math.nan
    west, south, east, north = shapely.total_bounds(pieces.geometry.to_numpy()).tolist()
    return west, south, east, north


def _of_county(frame: geopandas.GeoDataFrame, county: str) -> geopandas.GeoDataFrame:
    """Return the rows of a county that have a geometry, of their columns only what is read: they are copied and sorted.

    Pieces have ten times as many columns.
    """
    geometry = frame.geometry.to_numpy()
    drawn = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
    read = {*_READ, *(style_data()[kind]["field"] for kind in (CONFLICTS, CANDIDATES)), frame.geometry.name}
    rows = (frame[Level.COUNTY.value] == county).to_numpy() & drawn
    return frame[[name for name in frame.columns if name in read]][rows]


def pbf_parts(pieces: geopandas.GeoDataFrame) -> PbfParts:
    """Return what of a county's pieces lies in permanent basic farmland."""
    inside = pieces[pieces["pbf"].notna()] if "pbf" in pieces else pieces.iloc[:0]
    left, bottom, right, top = _extent(pieces)
    millimetre = max(right - left, top - bottom) / _LARGEST_MAP
    data = layout_data()["pbf_line"]
    geometry = EncodedGeometry.of(inside.geometry.to_numpy())
    return PbfParts(geometry, data["fine_mm"] * millimetre, data["close_mm"] * millimetre)


def pbf_line(pbf: PbfParts) -> EncodedGeometry:
    """Return the outline of the permanent basic farmland of a county, without what its map cannot show.

    Gaps that are narrower than the line itself are closed: on a county's map two lines along each field path would
    hide the fields. The pieces themselves are drawn out for that, and what they make together is drawn in again:
    then they overlap by far more than what their boundaries do not match by, over which a union takes most time.
    """
    if not len(pbf.geometry):
        return EncodedGeometry.of(np.array([], dtype=object))
    parts = in_steps(shapely.get_parts, pbf.geometry.decode())
    seen = parts[mean_width(parts) >= pbf.fine]
    drawn_out = shapely.buffer(simplified(seen if len(seen) else parts, pbf.fine), pbf.gap, join_style="mitre")
    union = dissolve(drawn_out, layout_data()["dissolve_chunk"], shared=False, gap=0.0)
    line = None if union is None else shapely.buffer(union, -pbf.gap, join_style="mitre")
    return EncodedGeometry.of(np.array([] if line is None else [union if line.is_empty else line], dtype=object))


def _line_or_error(pbf: PbfParts) -> PbfLine:
    """Return the PBF line of a county, or the error: one county's error is to cost the others nothing."""
    try:
        return pbf_line(pbf)
    except Exception as error:
        return error


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
