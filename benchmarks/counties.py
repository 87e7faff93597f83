"""Makes the file of a county: `python -m farmland_redline.benchmarks.counties PATH NUMBER PARCELS`.

A county has a survey, four layers of zones and its units, of its own code and in its own place.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from pathlib import Path

import geopandas
import numpy as np
import shapely

from . import mosaic
from .county_files import county_code
from .layers import write_layers
from .scenarios import PARCELS, PBF, SIZE, ZONES

TOWNSHIPS, VILLAGES = 10, 10  # of a county; of a township
_ACROSS = 6  # counties beside each other, before the next row
_GAP = 1_000.0  # metres between counties
_COUNTY, _TOWNSHIP = 6, 9  # digits of codes
_RESERVES, _OF_RESERVES = 1_000, 20  # places for zones in `SIZE` parcels, one in so many of which is taken
_APPROVALS = 800  # in `SIZE` parcels
_KEPT = 0.95  # of the parcels in zones are farmland still


def place(number: int, parcels: int) -> tuple[float, float]:
    """Return the south-western corner of a county."""
    pitch = math.sqrt(parcels) * mosaic.CELL + _GAP
    return mosaic.ORIGIN[0] + number % _ACROSS * pitch, mosaic.ORIGIN[1] + number // _ACROSS * pitch


def village_code(code: str, township: int, village: int) -> str:
    """Return the code of a village as parcels have it."""
    return f"{code}{township + 1:03d}{village + 1:03d}0000000"


def strips(count: int, parts: int) -> np.ndarray:
    """Return in which part of the grid each of some rows or columns lies."""
    return np.arange(count) * parts // count


def unit_layers(grid: mosaic.Mosaic, code: str) -> dict[str, geopandas.GeoDataFrame]:
    """Return county, townships (strips of the grid) and villages (parts of them)."""
    rows, columns = grid.shape
    bottoms = np.searchsorted(strips(rows, TOWNSHIPS), range(TOWNSHIPS + 1)).tolist()
    lefts = np.searchsorted(strips(columns, VILLAGES), range(VILLAGES + 1)).tolist()

    def boxes(left: list[int], right: list[int]) -> Iterator[tuple[int, ...]]:
        for bottom, top in zip(bottoms, bottoms[1:]):
            for start, end in zip(left, right):
                yield start, bottom, end, top

    def layer(field: str, codes: list[str], cells: list[tuple[int, ...]]) -> geopandas.GeoDataFrame:
        shapes = shapely.polygons([shapely.linearrings(mosaic.block(grid, *box)) for box in cells])
        named = {f"{field}DM": codes, f"{field}MC": codes}
        return geopandas.GeoDataFrame(named, geometry=shapes, crs=mosaic.CRS)

    villages = [village_code(code, township, village) for township in range(TOWNSHIPS) for village in range(VILLAGES)]
    townships = sorted({village[:_TOWNSHIP] for village in villages})
    return {
        "XJXZQ": layer("XZQ", [code], [(0, 0, columns, rows)]),
        "XZQ": layer("XZQ", townships, list(boxes([0], [columns]))),
        "CJDCQ": layer("ZLDW", villages, list(boxes(lefts, lefts[1:]))),
    }


def county_layers(number: int, parcels: int) -> dict[str, geopandas.GeoDataFrame]:
    """Return the layers of a county by name."""
    code, seed = county_code(number), number + 1
    grid = mosaic.make_mosaic(parcels, seed=seed, origin=place(number, parcels))
    rows, columns = grid.shape
    zones = zone_layers(grid, parcels / SIZE, seed)
    survey = mosaic.parcels(grid, seed, is_farmland(grid, zones[PBF], seed))
    township, village = np.repeat(strips(rows, TOWNSHIPS), columns), np.tile(strips(columns, VILLAGES), rows)
    survey["ZLDWDM"] = survey["QSDWDM"] = [village_code(code, *units) for units in zip(township, village)]
    layers = {PARCELS: survey, **zones}
    return {**{name: recoded(layer, code) for name, layer in layers.items()}, **unit_layers(grid, code)}


def zone_layers(grid: mosaic.Mosaic, share: float, seed: int) -> dict[str, geopandas.GeoDataFrame]:
    """Return the zones: permanent basic farmland on two thirds of the land, reserves and approvals on little.

    Args:
        grid: of the county.
        share: how large it is, in counties of `SIZE` parcels.
        seed: of the random numbers.

    """

    def some(count: int) -> int:
        return max(1, round(count * share))

    reserves = (mosaic.zones(grid, some(_RESERVES), seed=seed + more, margin=3) for more in (1, 2))
    farmland, supplement = (layer.iloc[::_OF_RESERVES] for layer in reserves)
    return {
        PBF: mosaic.zones(grid, some(ZONES), seed=seed),
        "YJJBNTCBQ": farmland,
        "BCGDCBQ": supplement,
        "PZYD": mosaic.patches(grid, some(_APPROVALS), 60.0, 12, seed=seed),
    }


def is_farmland(grid: mosaic.Mosaic, zones: geopandas.GeoDataFrame, seed: int) -> np.ndarray:
    """Return which parcels are farmland for certain: nearly all in zones of permanent basic farmland."""
    cells = mosaic.centres(grid)
    inside = np.zeros(len(cells), dtype=bool)
    inside[shapely.STRtree(cells).query(zones.geometry.to_numpy(), predicate="contains")[1]] = True
    return inside & (np.random.default_rng(seed).random(len(cells)) < _KEPT)


def recoded(layer: geopandas.GeoDataFrame, code: str) -> geopandas.GeoDataFrame:
    """Return a layer whose identifiers begin with a county's code."""
    return layer.assign(BSM=code + layer["BSM"].str[_COUNTY:])


def main(path: str, number: str, parcels: str) -> None:
    """Write the file, which is there when it is whole."""
    unfinished = Path(path).with_suffix(".unfinished.gpkg")
    write_layers(unfinished, county_layers(int(number), int(parcels)))
    unfinished.rename(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
