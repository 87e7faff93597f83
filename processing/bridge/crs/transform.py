"""Geometries from one coordinate system into another; QGIS need not be there."""

from __future__ import annotations

import numpy as np
import pyproj
import shapely


def reproject(geometry: np.ndarray, transformer: pyproj.Transformer | None) -> np.ndarray:
    """Geometries in the system that the transformer leads to."""
    if transformer is None:
        return geometry
    return shapely.transform(geometry, lambda c: np.column_stack(transformer.transform(c[:, 0], c[:, 1])))
