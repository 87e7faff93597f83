"""Zones assigned to parcels: whole parcels, or parts that have to be cut."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely

from ..encoding import EncodedGeometry, SharedGeometry
from ..geometry.predicates import Insets, Pairs, find_pairs
from ..geometry.subdivision import parts_near, parts_near_many

_SINGLE_PART = b"\x01\x06\0\0\0\x01\0\0\0"  # head of a multipolygon of one part, in WKB; its polygon follows


@dataclass(frozen=True)
class ZoneIndex:
    """The zones of one layer, in the order of precedence where they overlap; threads may share it.

    Attributes:
        shapes: valid polygons (n,).
        overlapping: bool (n,), zones that overlap another zone of the layer.
        equals: digests of zones that overlap no other, by which a parcel finds the zone that it equals; empty unless
            the zones are parcels of another survey, of which many are parcels still, vertex by vertex.

    """

    shapes: SharedGeometry
    overlapping: np.ndarray
    equals: Mapping[bytes, int] = field(default_factory=dict)

    @classmethod
    def of(cls, geometry: np.ndarray, overlapping: np.ndarray, survey: bool = False) -> ZoneIndex:
        """Index zones of the calling thread.

        Args:
            geometry: object (n,), valid polygons.
            overlapping: bool (n,), zones that overlap another zone.
            survey: whether they are parcels of another survey.

        """
        shapes = SharedGeometry(geometry)
        alone = np.flatnonzero(~overlapping) if survey else np.zeros(0, np.int64)
        return cls(shapes, overlapping, dict(zip(_digests(shapes.wkb[alone]), alone.tolist())))

    def equal_to(self, parcels: np.ndarray) -> np.ndarray:
        """Return the zone that each parcel equals, if that overlaps no other, else -1 (int64).

        Such a parcel lies inside that zone, and meets no other.
        """
        if not self.equals:
            return np.full(len(parcels), -1, np.int64)
        digests = _digests(EncodedGeometry.of(parcels).wkb)
        return np.array([self.equals.get(digest, -1) for digest in digests], np.int64)


def _digests(wkb: np.ndarray) -> list[bytes]:
    """Return digests of polygons; a multipolygon of one part counts as its part."""
    bodies = (b"" if body is None else body.removeprefix(_SINGLE_PART) for body in wkb.tolist())
    return [hashlib.sha256(body).digest() for body in bodies]


@dataclass(frozen=True)
class ZoneAssignment:
    """What the zones of one layer have of some parcels.

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
        """Return which pairs of pieces and crossing zones belong to pieces that overlapping zones cross (bool).

        Such zones take their parts one after the other; all others can be taken at once. `count` is that of pieces.
        """
        several = np.bincount(piece, minlength=count) > 1
        result = np.zeros(count, bool)
        result[piece[several[piece] & self.overlapping[zone]]] = True
        return result[piece]


def assign_zones(parcels: np.ndarray, zones: ZoneIndex, insets: Insets) -> ZoneAssignment:
    """Find the zones that contain or cross parcels, in one thread.

    Args:
        parcels: valid polygons in a projected system (metres); None where a parcel has no geometry.
        zones: of one layer.
        insets: made for this thread and layer; a zone that crosses a parcel by less than their tolerance does not.

    >>> zones = ZoneIndex.of(shapely.box([0, 5], 0, [2, 6], 2), np.zeros(2, bool))
    >>> found = assign_zones(shapely.box([0.5, 1.5, 8], 0.5, [1, 3, 9], 1), zones, Insets(0.001))
    >>> found.container.tolist()  # inside the first zone; crossed by it; in none (1: one zone is near)
    [0, 1, 1]
    >>> found.parcel.tolist(), found.number[found.zone].tolist()
    ([1], [0])
    """
    pairs, number, shapes = _pair(parcels, zones, insets)
    # The first zone that contains a parcel claims whatever earlier zones leave of it.
    container = np.full(len(parcels), len(number), np.int64)
    np.minimum.at(container, pairs.parcel[pairs.inside], pairs.zone[pairs.inside])
    crossing = ~pairs.inside & (pairs.zone < container[pairs.parcel])
    return ZoneAssignment(
        number, shapes, zones.overlapping[number], container, pairs.parcel[crossing], pairs.zone[crossing]
    )


def _pair(parcels: np.ndarray, zones: ZoneIndex, insets: Insets) -> tuple[Pairs, np.ndarray, np.ndarray]:
    """Return pairs of parcels and zones; the numbers of the zones that are near; their copies for this thread.

    Of large zones the copies are what is near the parcels. GEOS fills in what it knows of a geometry as it uses it, so
    no two threads may use the same one.
    """
    equal = zones.equal_to(parcels)
    known = np.flatnonzero(equal >= 0)
    asked = np.flatnonzero(equal < 0)
    parcel, zone = zones.shapes.query(parcels[asked])
    parcel = asked[parcel]
    used, position = np.unique(np.concatenate([zone, equal[known]]), return_inverse=True)
    bounds = shapely.bounds(parcels[np.concatenate([parcel, known])])
    boxes = np.repeat([[np.inf, np.inf, -np.inf, -np.inf]], len(used), axis=0)
    np.minimum.at(boxes[:, :2], position, bounds[:, :2])
    np.maximum.at(boxes[:, 2:], position, bounds[:, 2:])
    shapes = parts_near(zones.shapes.decode(used), np.arange(len(used)), boxes)
    pairs = _find_pairs(parcels, shapes, insets, parcel, position[: len(zone)])
    if len(known):
        order = np.argsort(np.concatenate([pairs.parcel, known]), kind="stable")
        pairs = Pairs(
            np.concatenate([pairs.parcel, known])[order],
            np.concatenate([pairs.zone, position[len(zone) :]])[order],
            np.concatenate([pairs.inside, np.ones(len(known), bool)])[order],
        )
    return pairs, used, shapes


def _find_pairs(parcels: np.ndarray, zones: np.ndarray, insets: Insets, parcel: np.ndarray, zone: np.ndarray) -> Pairs:
    """Find pairs as `find_pairs` does, of large parcels with many zones by the part that is near each zone.

    A part reaches beyond its zone's box unless the parcel lies in that: so it lies in the zone only if the parcel does.
    """
    near = parts_near_many(parcels, parcel, shapely.bounds(zones)[zone])
    apart = np.flatnonzero([one is not other for one, other in zip(near, parcels[parcel])])
    if not len(apart):
        return find_pairs(parcels, zones, insets, parcel, zone)
    owner = np.concatenate([np.arange(len(parcels)), parcel[apart]])
    asked = parcel.copy()
    asked[apart] = len(parcels) + np.arange(len(apart))
    pairs = find_pairs(np.concatenate([parcels, near[apart]]), zones, insets, asked, zone)
    found = owner[pairs.parcel]
    order = np.lexsort((pairs.zone, found))
    return Pairs(found[order], pairs.zone[order], pairs.inside[order])
