"""Which parcel lies in which zone: the table of pairs that is made before any geometry is cut.

Of each zone two shapes are asked instead of the zone: one drawn out by the tolerance, which properly contains what the
zone contains up to the tolerance, and one drawn in, which does not meet what only touches the zone. Boundaries that
coincide, or nearly do, therefore never reach the expensive operations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from ..encoding import EncodedGeometry
from ..parallel import batches, run_in_threads
from ..progress import Progress, Silent
from ..spatial_index import spatial_index
from .rings import AT_ONCE, flat_rings

# Sharp corners move by at most this many tolerances, so that a drawn shape stays near its polygon.
_MITRE_LIMIT = 4.0
_BATCH = 4_096  # pairs; what is prepared for them takes much memory


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


class Insets:
    """Polygons with boundaries moved by the tolerance, prepared for predicates: each is made once, for one thread.

    Attributes:
        tolerance: metres.

    >>> insets, field = Insets(0.5), np.array([shapely.box(0, 0, 4, 4)], dtype=object)
    >>> shapely.area(insets.inward(field)).tolist(), shapely.area(insets.outward(field)).tolist()
    ([9.0], [25.0])
    >>> insets.inward(field)[0] is insets.inward(field)[0]
    True
    """

    def __init__(self, tolerance: float) -> None:
        self.tolerance = tolerance
        self._inward: dict[int, shapely.Geometry] = {}
        self._outward: dict[int, shapely.Geometry] = {}
        self._polygons: list[shapely.Geometry] = []  # so that no other polygon gets the identity of one of them

    def inward(self, geometry: np.ndarray) -> np.ndarray:
        """Return polygons drawn in by the tolerance, which do not meet what only touches them."""
        return self._drawn(self._inward, geometry, self.tolerance)

    def outward(self, geometry: np.ndarray) -> np.ndarray:
        """Return polygons drawn out by the tolerance, which properly contain what lies in them up to the tolerance."""
        return self._drawn(self._outward, geometry, -self.tolerance)

    def _drawn(self, drawn: dict[int, shapely.Geometry], geometry: np.ndarray, distance: float) -> np.ndarray:
        """Return what has been drawn of each polygon; new ones are drawn inwards by a distance (metres)."""
        keys = [id(polygon) for polygon in geometry]
        new = {key: polygon for key, polygon in zip(keys, geometry) if key not in drawn}
        if new:
            polygons = np.array(list(new.values()), dtype=object)
            self._polygons.extend(polygons)
            shapes = inset(polygons, distance)
            shapely.prepare(shapes)
            drawn.update(zip(new, shapes))
        result = np.empty(len(geometry), dtype=object)
        result[:] = [drawn[key] for key in keys]
        return result


def inset(geometry: np.ndarray, distance: float) -> np.ndarray:
    """Move the boundaries of polygons inwards by `distance` (metres), or outwards where it is negative.

    A polygon narrower than twice the distance turns over, and then shows as crossing its neighbours: harmless, since
    crossing pairs are cut exactly. Missing and empty polygons stay as they are.

    >>> shapely.bounds(inset(shapely.box([0], 0, [10], 10), 1.0)).round(6).tolist()
    [[1.0, 1.0, 9.0, 9.0]]
    """
    result = np.array(geometry, dtype=object)
    usable = np.flatnonzero(~(shapely.is_missing(result) | shapely.is_empty(result)))
    for start in range(0, len(usable), AT_ONCE):
        rows = usable[start : start + AT_ONCE]
        coordinates, shift = _shifts(result[rows])
        # Not from_ragged_array, which in shapely 2.1.0 (Debian 13's) writes past its memory where there are holes.
        result[rows] = shapely.set_coordinates(result[rows], coordinates + shift * distance)
    return result


def _shifts(geometry: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the vertices of polygons, none missing or empty, and how far each moves (n, 2) per metre of an inset."""
    coordinates, rings, outer = flat_rings(geometry)
    first, last = rings[:-1], rings[1:] - 1
    size = np.diff(rings)
    x, y = np.ascontiguousarray(coordinates.T)
    # Rings are closed: the edge after a ring's last vertex is that after its first, and the edge before its first
    # vertex the one before its last.
    ex, ey = (_differences(axis, first, last) for axis in (x, y))
    length = np.hypot(ex, ey)
    length[length == 0] = np.inf
    ex, ey = ex / length, ey / length
    px, py = (np.append(0.0, edge[:-1]) for edge in (ex, ey))
    px[first], py[first] = px[last], py[last]

    x, y = (axis - np.repeat(axis[first], size) for axis in (x, y))
    doubled = np.append(x[:-1] * y[1:] - x[1:] * y[:-1], 0.0)
    doubled[last] = 0.0
    area = np.bincount(np.repeat(np.arange(len(outer)), size), doubled, len(outer))
    turn = np.repeat(np.where((area > 0) == outer, 1.0, -1.0), size)
    # Left normals of both edges, added and scaled so that both edges move by the distance.
    scale = turn / np.maximum(1 + px * ex + py * ey, 2 / _MITRE_LIMIT**2)
    return coordinates, np.column_stack((-(py + ey) * scale, (px + ex) * scale))


def _differences(axis: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Return what each vertex of rings lacks to the next (n,), given where rings begin and end."""
    result = np.append(np.diff(axis), 0.0)
    result[last] = result[first]
    return result


def find_pairs(
    parcels: np.ndarray,
    zones: np.ndarray,
    insets: Insets,
    parcel: np.ndarray,
    zone: np.ndarray,
) -> Pairs:
    """Return those of some candidate pairs, whose boxes meet, that share more than a boundary.

    Args:
        parcels: valid polygons.
        zones: valid polygons.
        insets: of the zones; with the tolerance.
        parcel, zone: int64 (n,), positions of parcels and zones whose boxes meet.

    >>> cell, zones = shapely.box([0], 0, [1], 1), shapely.box([-5, 0.5, 1], -5, [5, 9, 2], 5)
    >>> pairs = find_pairs(cell, zones, Insets(0.001), np.array([0, 0, 0]), np.array([0, 1, 2]))
    >>> pairs.zone.tolist(), pairs.inside.tolist()  # the third only touches the cell
    ([0, 1], [True, False])
    """
    order = np.lexsort((parcel, zone))  # a zone's pairs together, while it is warm
    parcel, zone = parcel[order], zone[order]
    tolerance = insets.tolerance
    inner, outer = shapely.bounds(parcels)[parcel], shapely.bounds(zones)[zone]
    within = (outer[:, :2] - tolerance <= inner[:, :2]).all(axis=1) & (outer[:, 2:] + tolerance >= inner[:, 2:]).all(
        axis=1
    )
    inside = np.zeros(len(parcel), bool)
    rows = np.flatnonzero(within)
    inside[rows] = shapely.contains_properly(_of_each(insets.outward, zones, zone[rows]), parcels[parcel[rows]])
    meets = inside.copy()
    rows = np.flatnonzero(~inside)
    meets[rows] = shapely.intersects(_of_each(insets.inward, zones, zone[rows]), parcels[parcel[rows]])
    parcel, zone, inside = parcel[meets], zone[meets], inside[meets]
    order = np.lexsort((zone, parcel))
    return Pairs(parcel[order], zone[order], inside[order])


def _of_each(draw: Callable[[np.ndarray], np.ndarray], zones: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Return what is drawn of the zones named by number (n,)."""
    used, position = np.unique(number, return_inverse=True)
    return draw(zones[used])[position]


def find_overlapping_pairs(
    geometry: np.ndarray, tolerance: float, threads: int = 1, progress: Progress | None = None
) -> np.ndarray:
    """Find the pairs of polygons of one layer that overlap each other by more than the tolerance.

    Args:
        geometry: valid polygons.
        tolerance: metres.
        threads: how many GEOS may use.
        progress: receives the fraction done; may cancel.

    Returns:
        int64 (n, 2), positions, the lower one first; sorted.

    >>> find_overlapping_pairs(shapely.box([0, 1, 5], 0, [2, 3, 6], 1), 0.001).tolist()
    [[0, 1]]
    """
    progress = progress or Silent()
    first, second = spatial_index(geometry).query(geometry)
    once = first < second  # overlapping has no direction
    first, second = first[once], second[once]
    order = np.argsort(second, kind="stable")
    first, second = first[order], second[order]
    ranges = batches(second, _BATCH)
    found: Iterator[Pairs]
    if threads <= 1 or len(ranges) <= 1:
        found = (find_pairs(geometry, geometry, Insets(tolerance), first[a:b], second[a:b]) for a, b in ranges)
    else:
        encoded = EncodedGeometry.of(geometry)
        tasks = ((encoded, tolerance, first[a:b], second[a:b]) for a, b in ranges)
        found = run_in_threads(_overlapping_pairs, tasks, threads)
    pairs = [np.zeros((0, 2), np.int64)]
    for number, part in enumerate(found):
        progress.set(number / len(ranges))
        pairs.append(np.column_stack((part.parcel, part.zone)))
    result = np.concatenate(pairs)
    return result[np.lexsort((result[:, 1], result[:, 0]))]


def _overlapping_pairs(task: tuple[EncodedGeometry, float, np.ndarray, np.ndarray]) -> Pairs:
    """Decide on some pairs in one thread, on copies of the polygons that they name."""
    encoded, tolerance, first, second = task
    used, position = np.unique(np.concatenate([first, second]), return_inverse=True)
    geometry = encoded.decode(used)
    pairs = find_pairs(geometry, geometry, Insets(tolerance), position[: len(first)], position[len(first) :])
    return Pairs(used[pairs.parcel], used[pairs.zone], pairs.inside)
