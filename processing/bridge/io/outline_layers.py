"""Outlines of a project site as a layer, from whatever file they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas
import pandas as pd
import pyproj
import shapely

from .reading import LayerData


@dataclass(frozen=True)
class OutlineData:
    """The outlines of one file.

    Attributes:
        layer: the outlines, one row a plot.
        stated_m2: the area that the file states for all of them; None where it states none.
        problems: what is odd about the file.

    """

    layer: LayerData
    stated_m2: float | None
    problems: list[pd.DataFrame]


def outline_data(
    path: Path,
    shapes: Sequence[shapely.Geometry],
    crs: pyproj.CRS,
    stated_m2: float | None,
    found: list[pd.DataFrame],
) -> OutlineData:
    """Return the outlines of a file as a layer named after it; arguments as in `OutlineData`."""
    frame = geopandas.GeoDataFrame({"BSM": range(1, len(shapes) + 1)}, geometry=list(shapes), crs=crs)
    return OutlineData(LayerData(path.stem, frame, crs, path, "all", file=path.name), stated_m2, found)
