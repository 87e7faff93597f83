"""Polygons of one layer that overlap each other, as problems."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from ..geometry.set_operations import overlay_operation
from ..problems import WARNING, problems


def overlap_problems(
    kind: str, layer: str, geometry: np.ndarray, identity: np.ndarray, couples: np.ndarray
) -> pd.DataFrame:
    """Couples of polygons that overlap each other, as problems with their common area."""
    shared, _ = overlay_operation(shapely.intersection, geometry[couples[:, 0]], geometry[couples[:, 1]])
    area = shapely.area(shared).round(2)
    real = np.flatnonzero(area > 0)
    values = {"other": identity[couples[real, 1]], "area_m2": area[real]}
    return problems(kind, layer, identity[couples[real, 0]], WARNING, values, shared[real])
