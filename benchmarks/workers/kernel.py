"""Our kernel alone, in memory: `kernel pieces|areas PARCELS ZONES LAYER...`."""

from __future__ import annotations

import os
import sys

import geopandas
import numpy as np
import shapely

from ...processing.analysis.area.ellipsoidal import GaussKruger
from ...processing.analysis.overlay.assignment import ZoneIndex
from ...processing.analysis.overlay.identity import identity_overlay
from ...processing.analysis.overlay.roles import Role
from ...processing.analysis.overlay.tabulation import tabulate_shares
from ...processing.analysis.overlay.zones import prepare_zones
from ..scenarios import ROLES, TOLERANCE
from .protocol import Work, emit

PROJECTION = GaussKruger(117.0, 39_500_000.0)
COUNTY_DIGITS = 6
SURVEY = "DLTB_2023"  # a survey among the zone layers


def divide(
    parcels: np.ndarray, layers: dict[str, geopandas.GeoDataFrame], threads: int
) -> tuple[np.ndarray, np.ndarray]:
    """Geometries of the pieces, and the zone of each in each layer (-1: none): all that is asked of the product."""
    division = identity_overlay(parcels, _shapes(layers, threads), TOLERANCE, threads)
    return division.geometry, division.label


def measure(parcels: np.ndarray, layers: dict[str, geopandas.GeoDataFrame], threads: int) -> list[float]:
    """Return how much of the parcels the zones of each layer cover (m²)."""
    shares = [
        tabulate_shares(parcels, shape, tolerance=TOLERANCE, threads=threads) for shape in _shapes(layers, threads)
    ]
    return [float((part.share * shapely.area(parcels[part.parcel])).sum()) for part in shares]


def _shapes(layers: dict[str, geopandas.GeoDataFrame], threads: int) -> list[ZoneIndex]:
    """Prepare the zone layers."""
    return [
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


def main(what: str, parcels: str, zones: str, *names: str) -> None:
    """Run and tell."""
    frame = geopandas.read_file(parcels, engine="pyogrio", use_arrow=True)
    layers = {name: geopandas.read_file(zones, layer=name, engine="pyogrio", use_arrow=True) for name in names}
    shapes = frame.geometry.to_numpy()
    threads = os.cpu_count() or 1
    if what == "areas":
        with Work():
            inside = measure(shapes, layers, threads)
    else:
        with Work():
            pieces, label = divide(shapes, layers, threads)
        emit(rows=len(pieces))
        inside = [float(shapely.area(pieces[label[:, i] >= 0]).sum()) for i in range(len(names))]
    emit(inside=dict(zip(names, inside)))


if __name__ == "__main__":
    main(*sys.argv[1:])
