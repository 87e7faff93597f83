"""Outlines of a project site as a layer, from whatever file they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas
import pandas as pd
import pyproj
import shapely

from ...analysis.sites.rings import NothingLeftError, RepeatedRingError, TangledRingsError, join_rings
from ..errors import InputError
from ..file_limits import check_limit, limit
from ..i18n import tr
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


def check_ring_count(file: str, count: int) -> None:
    """Raise `LimitError` where a file has more rings than are read."""
    check_limit(file, tr("rings"), count, limit("outline", "rings"), tr("Give the outlines as a layer."))


def join_outline(file: str, rings: Sequence[shapely.Geometry]) -> shapely.Geometry:
    """Return rings of a file as one geometry (`analysis.sites.rings.join_rings`).

    Raises:
        LimitError: more pairs of rings meet than are compared.
        CrossingRingsError: two rings cross.
        InputError: a ring is there twice, or rings inside others fill them.

    """
    most = limit("outline", "ring_pairs")
    try:
        return join_rings(rings, most)
    except TangledRingsError as error:
        check_limit(file, tr("pairs of rings that meet"), error.pairs, most, tr("Give the outlines as a layer."))
        raise
    except NothingLeftError as error:
        text = tr(
            "“{file}”: the outlines inside others fill them, as lots do, and what lies inside two of them is a hole: "
            "nothing is left. Delete either the outer outline or those inside it."
        )
        raise InputError(text.format(file=file)) from error
    except RepeatedRingError as error:
        text = tr(
            "“{file}”: the outline near {x:.1f}, {y:.1f} is there twice, and what lies inside two of them is a hole. "
            "Delete one of each; in drawings also fillings."
        )
        place = rings[error.first].centroid
        raise InputError(text.format(file=file, x=place.x, y=place.y)) from error
