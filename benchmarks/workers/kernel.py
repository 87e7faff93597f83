"""Our kernel alone, in memory: `kernel PARCELS ZONES LAYER...`."""

from __future__ import annotations

import os
import sys

import geopandas
import numpy as np
import shapely

from ...analysis.areas import GaussKruger
from ...analysis.overlay import divide_parcels
from ...analysis.zones import Role, prepare_zones
from ..cases import ROLES, TOLERANCE
from .telling import Work, tell

PROJECTION = GaussKruger(117.0, 39_500_000.0)
COUNTY_DIGITS = 6
SURVEY = "DLTB_2023"  # a survey among the zone layers


def divide(
    parcels: np.ndarray, layers: dict[str, geopandas.GeoDataFrame], threads: int
) -> tuple[np.ndarray, np.ndarray]:
    """Geometries of the pieces, and the zone of each in each layer (-1: none): all that is asked of the product."""
    shapes = [
        prepare_zones(
            Role(ROLES[name], id_names=("BSM",), attributes=name != SURVEY),
            {name: frame},
            PROJECTION,
            TOLERANCE,
            COUNTY_DIGITS,
            threads,
        ).shapes
        for name, frame in layers.items()
    ]
    division = divide_parcels(parcels, shapes, TOLERANCE, threads)
    return division.geometry, division.label


def main(parcels: str, zones: str, *names: str) -> None:
    """Run and tell."""
    frame = geopandas.read_file(parcels, engine="pyogrio", use_arrow=True)
    layers = {name: geopandas.read_file(zones, layer=name, engine="pyogrio", use_arrow=True) for name in names}
    shapes = frame.geometry.to_numpy()
    with Work():
        pieces, label = divide(shapes, layers, os.cpu_count() or 1)
    tell(rows=len(pieces))
    tell(inside={n: float(shapely.area(pieces[label[:, i] >= 0]).sum()) for i, n in enumerate(names)})


if __name__ == "__main__":
    main(*sys.argv[1:])
