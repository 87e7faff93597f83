"""Polygons that overlap each other as faces that do not, each with the polygons that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from ..components import components
from ..geometry.predicates import find_overlapping_pairs
from ..progress import Silent
from ..spatial_index import spatial_index


@dataclass(frozen=True)
class Faces:
    """Faces (n,) that do not overlap, and whose they are.

    Attributes:
        geometry: object (n,), polygons.
        face, owner: int64 (m,), which face belongs to which polygon; a face of an overlap has several owners.

    """

    geometry: np.ndarray
    face: np.ndarray
    owner: np.ndarray


def disjoint_faces(polygons: np.ndarray, tolerance: float) -> Faces:
    """Divide polygons into faces that do not overlap, so that each place can be counted for every owner, or once.

    Args:
        polygons: object (k,), valid; none is missing.
        tolerance: metres; overlaps thinner than this are none.

    >>> faces = disjoint_faces(shapely.box([0, 1, 9], 0, [2, 3, 10], 1), 0.001)
    >>> sorted(zip(faces.owner.tolist(), shapely.area(faces.geometry)[faces.face].tolist()))
    [(0, 1.0), (0, 1.0), (1, 1.0), (1, 1.0), (2, 1.0)]

    """
    pairs = find_overlapping_pairs(polygons, tolerance, 1, Silent())
    alone = np.setdiff1d(np.arange(len(polygons)), pairs)
    shapes, faces, owners = [polygons[alone]], [np.arange(len(alone))], [alone]
    count = len(alone)
    for group in _groups(pairs, len(polygons)):
        made = _faces_of(polygons[group])
        inside = spatial_index(made).query(polygons[group])
        covered = shapely.intersects(polygons[group][inside[0]], shapely.point_on_surface(made)[inside[1]])
        shapes.append(made)
        faces.append(inside[1][covered] + count)
        owners.append(group[inside[0][covered]])
        count += len(made)
    return Faces(np.concatenate(shapes), np.concatenate(faces), np.concatenate(owners))


def _groups(pairs: np.ndarray, count: int) -> list[np.ndarray]:
    """Return polygons that hang together by overlaps (int64, ascending), without those that overlap none."""
    first = components(count, *pairs.T)
    return [np.flatnonzero(first == one) for one in np.unique(first[pairs.ravel()]).tolist()]


def _faces_of(polygons: np.ndarray) -> np.ndarray:
    """Return the faces into which the boundaries of overlapping polygons divide their union."""
    lines = shapely.union_all(shapely.boundary(polygons))
    faces = shapely.get_parts(shapely.polygonize([lines]))
    inside = spatial_index(polygons).query(shapely.point_on_surface(faces), predicate="intersects")[0]
    return faces[np.unique(inside)]
