"""What the zones of a layer claim of parcels: whole ones, or parts that have to be cut."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from ..geometry.predicates import Pairs, find_pairs
from ..geometry.subdivision import parts_near


@dataclass(frozen=True)
class ZoneIndex:
    """Zones of one layer, in the order in which they claim what they share.

    Attributes:
        geometry: object (n,), valid polygons. They are only read here, so that threads may share them.
        overlapping: bool (n,), zones that overlap another zone of the layer.
        survey: whether they are parcels of another survey, of which many are parcels still, vertex by vertex.

    """

    geometry: np.ndarray
    overlapping: np.ndarray
    survey: bool = False

    def __getstate__(self) -> dict[str, object]:
        """Travel to other processes without what is made of the zones: it is larger, and made again in no time."""
        return {name: getattr(self, name) for name in ("geometry", "overlapping", "survey")}

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The zones by their boxes."""
        return shapely.STRtree(self.geometry)

    @cached_property
    def _numbers(self) -> dict[bytes, int]:
        """Zones that overlap no other, by what they look like."""
        alone = np.flatnonzero(~self.overlapping)
        return dict(zip(_digests(self.geometry[alone]), alone.tolist()))

    def ready(self) -> None:
        """Make now what is made once, before threads ask for it."""
        self.tree.query(shapely.Point())
        if self.survey:
            len(self._numbers)

    def equal_to(self, parcels: np.ndarray) -> np.ndarray:
        """The zone that each parcel equals, if that overlaps no other, else -1 (int64).

        Such a parcel lies inside that zone, and meets no other.
        """
        if not self.survey:
            return np.full(len(parcels), -1, np.int64)
        return np.array([self._numbers.get(digest, -1) for digest in _digests(parcels)], np.int64)


def _digests(geometry: np.ndarray) -> list[bytes]:
    """Digests of the coordinates; a multipolygon of one part counts as its part."""
    plain = geometry.copy()
    single = np.flatnonzero(
        (shapely.get_type_id(geometry) == shapely.GeometryType.MULTIPOLYGON)
        & (shapely.get_num_geometries(geometry) == 1)
    )
    plain[single] = shapely.get_geometry(geometry[single], 0)
    return [hashlib.sha256(wkb or b"").digest() for wkb in shapely.to_wkb(plain)]


@dataclass(frozen=True)
class ZoneAssignment:
    """What the zones of one layer claim of some parcels.

    Attributes:
        number: int64 (k,), ascending; the numbers in the layer of the zones that are near the parcels.
        shapes: object (k,); these zones, or what of them is near; of the thread that asked alone.
        overlapping: bool (k,), those that overlap another zone of the layer.
        container: int64, one per parcel; position among the k of the first zone that contains it; k where none does.
        parcel, zone: int64; parcels with the zones that cross them (positions among the k) and have a claim before
            the container's; in order of parcel and zone.

    """

    number: np.ndarray
    shapes: np.ndarray
    overlapping: np.ndarray
    container: np.ndarray
    parcel: np.ndarray
    zone: np.ndarray

    def contested(self, piece: np.ndarray, zone: np.ndarray, count: int) -> np.ndarray:
        """Of pairs of pieces and crossing zones, those of pieces that zones overlapping each other cross (bool).

        Such zones take their parts one after the other; all others can be taken at once. `count` is that of pieces.
        """
        several = np.bincount(piece, minlength=count) > 1
        result = np.zeros(count, bool)
        result[piece[several[piece] & self.overlapping[zone]]] = True
        return result[piece]


def assign_zones(parcels: np.ndarray, zones: ZoneIndex, tolerance: float) -> ZoneAssignment:
    """Find what zones claim of parcels, in one thread.

    Args:
        parcels: valid polygons in a projected system (metres); None where a parcel has no geometry.
        zones: of one layer.
        tolerance: metres; a zone that crosses a parcel by less does not.

    """
    pairs, number, shapes = _pair(parcels, zones, tolerance)
    # The first zone that contains a parcel claims whatever earlier zones leave of it.
    container = np.full(len(parcels), len(number), np.int64)
    np.minimum.at(container, pairs.parcel[pairs.inside], pairs.zone[pairs.inside])
    crossing = ~pairs.inside & (pairs.zone < container[pairs.parcel])
    return ZoneAssignment(
        number, shapes, zones.overlapping[number], container, pairs.parcel[crossing], pairs.zone[crossing]
    )


def _pair(parcels: np.ndarray, zones: ZoneIndex, tolerance: float) -> tuple[Pairs, np.ndarray, np.ndarray]:
    """Pairs of parcels and zones; the zones that they are about, by their numbers; copies of these for this thread.

    Of large zones the copies are what is near the parcels. GEOS fills in what it knows of a geometry as it uses it, so
    no two threads may use the same one.
    """
    equal = zones.equal_to(parcels)
    known = np.flatnonzero(equal >= 0)
    asked = np.flatnonzero(equal < 0)
    parcel, zone = zones.tree.query(parcels[asked])
    parcel = asked[parcel]
    used, position = np.unique(np.concatenate([zone, equal[known]]), return_inverse=True)
    bounds = shapely.bounds(parcels[np.concatenate([parcel, known])])
    boxes = np.repeat([[np.inf, np.inf, -np.inf, -np.inf]], len(used), axis=0)
    np.minimum.at(boxes[:, :2], position, bounds[:, :2])
    np.maximum.at(boxes[:, 2:], position, bounds[:, 2:])
    shapes = parts_near(shapely.from_wkb(shapely.to_wkb(zones.geometry[used])), np.arange(len(used)), boxes)
    pairs = find_pairs(parcels, shapes, tolerance, parcel, position[: len(zone)])
    if len(known):
        order = np.argsort(np.concatenate([pairs.parcel, known]), kind="stable")
        pairs = Pairs(
            np.concatenate([pairs.parcel, known])[order],
            np.concatenate([pairs.zone, position[len(zone) :]])[order],
            np.concatenate([pairs.inside, np.ones(len(known), bool)])[order],
        )
    return pairs, used, shapes
