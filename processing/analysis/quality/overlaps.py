"""Polygons of one layer that overlap each other, as problems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..geometry.coverage import is_wider
from ..geometry.predicates import Insets, find_overlapping_pairs
from ..geometry.set_operations import areas, split
from ..problems import WARNING, problems
from ..progress import Progress


def overlap_problems(
    kind: str,
    layer: str,
    geometry: np.ndarray,
    identity: np.ndarray,
    pairs: np.ndarray,
    tolerance: float = 0.001,
) -> pd.DataFrame:
    """List pairs of polygons that overlap each other, with their common area (m²), if it is wider than the tolerance.

    Args:
        kind: of the problems.
        layer: the layer's name.
        geometry: valid polygons (n,).
        identity: their names (n,).
        pairs: int64 (m, 2), positions of polygons that may overlap.
        tolerance: metres; what is nowhere wider, or has no area in 0.01 m², is no overlap.

    >>> import shapely
    >>> cells = shapely.box([0, 1], 0, [2, 3], 1)
    >>> found = overlap_problems('zones_overlap', 'pbf', cells, np.array(['a', 'b'], object), np.array([[0, 1]]))
    >>> found['feature'].tolist(), found['values'].tolist()
    (['a'], [{'other': 'b', 'area_m2': 1.0}])
    """
    shared, _, _ = split(geometry[pairs[:, 0]], geometry[pairs[:, 1]], Insets(tolerance))
    area = areas(shared).round(2)
    real = np.flatnonzero(area > 0)
    real = real[is_wider(shared[real], tolerance)]
    values = {"other": identity[pairs[real, 1]], "area_m2": area[real]}
    return problems(kind, layer, identity[pairs[real, 0]], WARNING, values, shared[real])


@dataclass(frozen=True)
class NamedPolygons:
    """Valid polygons of a layer (n,), and their names (n,)."""

    layer: str
    geometry: np.ndarray
    identity: np.ndarray


def overlaps_between_layers(
    kind: str, layers: Sequence[NamedPolygons], tolerance: float, threads: int = 1, progress: Progress | None = None
) -> list[pd.DataFrame]:
    """List pairs of polygons of two layers that overlap each other, as `overlap_problems` does.

    Args:
        kind: of the problems.
        layers: polygons of one name are one thing, and do not overlap.
        tolerance: metres.
        threads: how many GEOS may use.
        progress: may cancel.

    >>> import shapely
    >>> one = NamedPolygons("A", shapely.box([0, 1], 0, [2, 3], 1), np.array(["a", "b"], object))
    >>> other = NamedPolygons("B", shapely.box([2], 0, [4], 1), np.array(["c"], object))
    >>> [found["feature"].tolist() for found in overlaps_between_layers("zones_overlap", [one, other], 0.001)]
    [['b'], []]
    """
    if len(layers) <= 1:
        return []
    number = np.repeat(np.arange(len(layers)), [len(layer.geometry) for layer in layers])
    geometry = np.concatenate([layer.geometry for layer in layers])
    identity = np.concatenate([layer.identity for layer in layers])
    pairs = find_overlapping_pairs(geometry, tolerance, threads, progress)
    one, other = pairs.T
    pairs = pairs[(number[one] != number[other]) & (identity[one] != identity[other])]
    return [
        overlap_problems(kind, layer.layer, geometry, identity, pairs[number[pairs[:, 0]] == n], tolerance)
        for n, layer in enumerate(layers)
    ]
