"""Polygons of one layer that overlap each other, as problems."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..geometry.coverage import is_wider
from ..geometry.set_operations import areas, split
from ..problems import WARNING, problems


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
    shared, _, _ = split(geometry[pairs[:, 0]], geometry[pairs[:, 1]], tolerance)
    area = areas(shared).round(2)
    real = np.flatnonzero(area > 0)
    real = real[is_wider(shared[real], tolerance)]
    values = {"other": identity[pairs[real, 1]], "area_m2": area[real]}
    return problems(kind, layer, identity[pairs[real, 0]], WARNING, values, shared[real])
