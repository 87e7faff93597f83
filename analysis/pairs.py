"""Which parcel lies in which zone: the table of pairs that is made before any geometry is cut.

A parcel is drawn in by the tolerance once (its core), and both questions are then asked of the core: a zone that
properly contains the core contains the parcel up to the tolerance, and a zone that the core does not meet only touches
the parcel. Boundaries that coincide, or nearly do, therefore never reach the expensive operations.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import shapely

from .progress import Progress, Silent

# Sharp corners move by at most this many tolerances, so that a core stays near its parcel.
_MITRE_LIMIT = 4.0
_BATCH = 20_000
_DIGEST = 16
# Two positions in one key: layers are far smaller than 2³¹.
_KEY_BITS = 31


@dataclass(frozen=True)
class Pairs:
    """Parcels and zones that share more than a boundary.

    Attributes:
        parcel: int64, ascending; positions of parcels.
        zone: int64, ascending within a parcel; positions of zones.
        inside: bool; True where the zone contains the parcel, False where it crosses it.

    """

    parcel: np.ndarray
    zone: np.ndarray
    inside: np.ndarray

    def __len__(self) -> int:
        return len(self.parcel)


def cores(geometry: np.ndarray, tolerance: float, threads: int = 1, progress: Progress | None = None) -> np.ndarray:
    """Polygons drawn in by `tolerance` (metres), vertex by vertex; for predicates only.

    A polygon narrower than twice the tolerance turns over, and then shows as crossing its neighbours: harmless, since
    crossing pairs are cut exactly. Missing and empty polygons stay as they are.
    """
    geometry = np.asarray(geometry, dtype=object)
    result = geometry.copy()
    usable = np.flatnonzero(~(shapely.is_missing(geometry) | shapely.is_empty(geometry)))

    def work(start: int, end: int) -> None:
        result[usable[start:end]] = _draw_in(geometry[usable[start:end]], tolerance)

    run_batches(work, batches(usable, _BATCH), threads, progress or Silent())
    return result


def _draw_in(geometry: np.ndarray, tolerance: float) -> np.ndarray:
    _, coordinates, offsets = shapely.to_ragged_array(geometry, include_z=False)
    rings, polygons = offsets[0], offsets[1]
    ring = np.repeat(np.arange(len(rings) - 1), np.diff(rings))
    x, y = coordinates[:, 0], coordinates[:, 1]
    # Rings are closed: the edge before a ring's first vertex is the one before its last.
    following = np.arange(1, len(x) + 1)
    following[rings[1:] - 1] = rings[:-1] + 1
    ex, ey = x[following] - x, y[following] - y
    length = np.hypot(ex, ey)
    length[length == 0] = np.inf
    ex, ey = ex / length, ey / length
    before = np.arange(-1, len(x) - 1)
    before[rings[:-1]] = rings[1:] - 2
    before[rings[1:] - 1] = rings[1:] - 2
    px, py = ex[before], ey[before]

    origin = rings[:-1][ring]
    doubled = (x - x[origin]) * (y[following] - y[origin]) - (x[following] - x[origin]) * (y - y[origin])
    doubled[rings[1:] - 1] = 0.0
    area = np.bincount(ring, doubled, len(rings) - 1)
    outer = np.zeros(len(rings) - 1, bool)
    outer[polygons[:-1]] = True
    turn = np.where((area > 0) == outer, tolerance, -tolerance)[ring]
    # Left normals of both edges, added and scaled so that both edges move by the tolerance.
    scale = turn / np.maximum(1 + px * ex + py * ey, 2 / _MITRE_LIMIT**2)
    moved = np.column_stack((x - (py + ey) * scale, y + (px + ex) * scale))
    # Not from_ragged_array, which in shapely 2.1.0 (Debian 13's) writes past its memory where polygons have holes.
    return shapely.set_coordinates(geometry.copy(), moved)


@dataclass(frozen=True)
class Mosaic:
    """Polygons whose overlaps are known, so that zones equal to them vertex by vertex need not be asked again.

    Last year's survey is mostly this year's: of its zones that are parcels still, everything is known.

    Attributes:
        number: position of a polygon by the digest of its coordinates.
        core: the polygons drawn in by the tolerance (`cores`).
        couples: int64 (n, 2), positions of polygons that overlap each other, the lower one first; sorted.

    """

    number: dict[bytes, int]
    core: np.ndarray
    couples: np.ndarray

    def twins(self, zones: np.ndarray) -> np.ndarray:
        """The polygon that each zone equals, or -1 (int64)."""
        return np.array([self.number.get(digest, -1) for digest in _digests(zones)], np.int64)

    def overlap(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Whether polygons at positions `a` and `b` overlap, or are the same (bool)."""
        keys = self.couples[:, 0] << _KEY_BITS | self.couples[:, 1]
        return (a == b) | np.isin(np.minimum(a, b) << _KEY_BITS | np.maximum(a, b), keys)


def make_mosaic(geometry: np.ndarray, tolerance: float, threads: int = 1, progress: Progress | None = None) -> Mosaic:
    """Find the overlaps of polygons among each other."""
    core = cores(geometry, tolerance, threads, progress)
    first, second = _couples_by_boxes(geometry)
    couples = np.column_stack(_decide(core, geometry, first, second, threads, progress or Silent())[:2])
    numbers = {digest: number for number, digest in enumerate(_digests(geometry))}
    return Mosaic(numbers, core, couples[np.lexsort((couples[:, 1], couples[:, 0]))])


def _digests(geometry: np.ndarray) -> list[bytes]:
    """Digests of the coordinates; a multipolygon of one part counts as its part."""
    plain = geometry.copy()
    single = np.flatnonzero(
        (shapely.get_type_id(geometry) == shapely.GeometryType.MULTIPOLYGON)
        & (shapely.get_num_geometries(geometry) == 1)
    )
    plain[single] = shapely.get_geometry(geometry[single], 0)
    return [hashlib.sha256(wkb or b"").digest()[:_DIGEST] for wkb in shapely.to_wkb(plain)]


def find_pairs(
    core: np.ndarray,
    zones: np.ndarray,
    threads: int = 1,
    progress: Progress | None = None,
    mosaic: Mosaic | None = None,
    twin: np.ndarray | None = None,
) -> Pairs:
    """Pair parcels with the zones that contain or cross them.

    Args:
        core: parcels drawn in by the tolerance (`cores`).
        zones: valid polygons; they are prepared here, and stay so.
        threads: GEOS works outside Python's lock, so that threads add up.
        progress: told the share done; may cancel.
        mosaic, twin: what is known of the parcels, and which parcel each zone equals (-1: none).

    """
    parcel, zone = shapely.STRtree(zones).query(core)
    progress = progress or Silent()
    if mosaic is None or twin is None:
        return _sorted(*_decide(core, zones, parcel, zone, threads, progress))
    known = twin[zone] >= 0
    equal = twin[zone[known]]
    meets = mosaic.overlap(parcel[known], equal)
    settled = (parcel[known][meets], zone[known][meets], (equal == parcel[known])[meets])
    asked = _decide(core, zones, parcel[~known], zone[~known], threads, progress)
    return _sorted(*(np.concatenate(both) for both in zip(settled, asked)))


def find_couples(
    geometry: np.ndarray,
    tolerance: float,
    threads: int = 1,
    progress: Progress | None = None,
    mosaic: Mosaic | None = None,
    twin: np.ndarray | None = None,
) -> np.ndarray:
    """Couples of polygons of one layer that overlap each other by more than the tolerance.

    Args:
        geometry: valid polygons.
        tolerance: metres.
        threads, progress, mosaic, twin: as in `find_pairs`.

    Returns:
        int64 (n, 2), positions, the lower one first; sorted.

    """
    progress = progress or Silent()
    if twin is None:
        twin = np.full(len(geometry), -1, np.int64)
    first, second = _couples_by_boxes(geometry)
    known = (twin[first] >= 0) & (twin[second] >= 0)
    asked = np.unique(first[~known])
    core = np.full(len(geometry), None, dtype=object)
    core[asked] = cores(geometry[asked], tolerance, threads, progress)
    found = _decide(core, geometry, first[~known], second[~known], threads, progress)
    couples = np.column_stack(found[:2])
    if mosaic is not None and known.any():
        meets = mosaic.overlap(twin[first[known]], twin[second[known]])
        couples = np.concatenate([couples, np.column_stack((first[known], second[known]))[meets]])
    return couples[np.lexsort((couples[:, 1], couples[:, 0]))]


def _couples_by_boxes(geometry: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Couples whose boxes meet, in one order of the two: overlapping has no direction."""
    first, second = shapely.STRtree(geometry).query(geometry)
    once = first < second
    return first[once], second[once]


def _sorted(parcel: np.ndarray, zone: np.ndarray, inside: np.ndarray) -> Pairs:
    order = np.lexsort((zone, parcel))
    return Pairs(parcel[order], zone[order], inside[order])


def _decide(
    core: np.ndarray, zones: np.ndarray, parcel: np.ndarray, zone: np.ndarray, threads: int, progress: Progress
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of pairs found by their boxes, those whose interiors meet: parcel, zone, and whether it lies inside."""
    zone_bounds, core_bounds = shapely.bounds(zones), shapely.bounds(core)
    # A zone's pairs stay together: it is prepared once, used while warm, and by one thread only, because GEOS fills
    # in a prepared geometry as it is used.
    order = np.lexsort((parcel, zone))
    parcel, zone = parcel[order], zone[order]
    inside = np.zeros(len(parcel), bool)
    meets = np.zeros(len(parcel), bool)

    def work(start: int, end: int) -> None:
        p, z = parcel[start:end], zone[start:end]
        shapely.prepare(zones[z])
        outer, inner = zone_bounds[z], core_bounds[p]
        larger = np.flatnonzero((outer[:, :2] < inner[:, :2]).all(axis=1) & (outer[:, 2:] > inner[:, 2:]).all(axis=1))
        inside[start + larger] = shapely.contains_properly(zones[z[larger]], core[p[larger]])
        rest = np.flatnonzero(~inside[start:end])
        meets[start + rest] = shapely.intersects(zones[z[rest]], core[p[rest]])

    run_batches(work, batches(zone, _BATCH), threads, progress)
    kept = np.flatnonzero(inside | meets)
    return parcel[kept], zone[kept], inside[kept]


def batches(group: np.ndarray, size: int) -> list[tuple[int, int]]:
    """Ranges of about `size` positions that never split a run of equal numbers in `group`."""
    result, start = [], 0
    while start < len(group):
        end = min(start + size, len(group))
        if end < len(group):
            end = int(np.searchsorted(group, group[end - 1], side="right"))
        result.append((start, end))
        start = end
    return result


def run_batches(
    work: Callable[[int, int], None], ranges: list[tuple[int, int]], threads: int, progress: Progress
) -> None:
    """Run `work` over ranges on threads; a cancelled run starts no further batch."""
    if threads <= 1 or len(ranges) <= 1:
        for position, limits in enumerate(ranges):
            progress.set(position / len(ranges))
            work(*limits)
        return
    with ThreadPoolExecutor(threads) as pool:
        futures = [pool.submit(work, *limits) for limits in ranges]
        try:
            for position, future in enumerate(futures):
                progress.set(position / len(ranges))
                future.result()
        except BaseException:
            for future in futures:
                future.cancel()
            raise
