"""Reprojection of geometries; QGIS need not be installed."""

from __future__ import annotations

import numpy as np
import pyproj
import shapely


def reproject(geometry: np.ndarray, transformer: pyproj.Transformer | None) -> np.ndarray:
    """Return geometries (n,) in the target system of a transformer; unchanged without one. Only x and y are kept."""
    if transformer is None:
        return geometry
    return shapely.transform(geometry, lambda c: np.column_stack(transformer.transform(c[:, 0], c[:, 1])))
