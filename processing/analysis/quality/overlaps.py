"""Polygons of one layer that overlap each other, as problems."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from ..geometry.set_operations import split
from ..problems import WARNING, problems


def overlap_problems(
    kind: str,
    layer: str,
    geometry: np.ndarray,
    identity: np.ndarray,
    pairs: np.ndarray,
    tolerance: float = 0.001,
) -> pd.DataFrame:
    """List pairs of polygons that overlap each other by more than the tolerance (metres), with their common area (m²).

    >>> cells = shapely.box([0, 1], 0, [2, 3], 1)
    >>> found = overlap_problems('zones_overlap', 'pbf', cells, np.array(['a', 'b'], object), np.array([[0, 1]]))
    >>> found['feature'].tolist(), found['values'].tolist()
    (['a'], [{'other': 'b', 'area_m2': 1.0}])
    """
    shared, _, _ = split(geometry[pairs[:, 0]], geometry[pairs[:, 1]], tolerance)
    area = shapely.area(shared).round(2)
    real = np.flatnonzero(area > 0)
    values = {"other": identity[pairs[real, 1]], "area_m2": area[real]}
    return problems(kind, layer, identity[pairs[real, 0]], WARNING, values, shared[real])
