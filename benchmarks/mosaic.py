"""Makes the layers of the overlay benchmarks: a mosaic of parcels, and zones that follow its boundaries.

The parcels are the cells of a wavy grid; neighbours share all vertices of their boundary, as in a survey. Zones are
blocks of whole parcels; some of them are shifted, so that they cross the parcels and some overlap each other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd
import shapely

CRS = "EPSG:4527"
_ORIGIN = (39_400_000.0, 3_240_000.0)
_CELL = 60.0  # metres
_STEPS = 12  # segments of a side: 4 × 12 and the closing vertex are 49
_WAVE = 4.0  # metres
_CLASSES = ("0101", "0102", "0103", "0201", "0301", "0305", "0404", "0601", "0702", "1003", "1006", "1104", "1107")


@dataclass(frozen=True)
class Mosaic:
    """Corners and sides of a wavy grid of `rows` × `columns` cells; metres.

    Attributes:
        east: coordinates (rows + 1, columns, _STEPS + 1, 2) of the sides that run east.
        north: the same (rows, columns + 1, _STEPS + 1, 2) of those that run north.

    """

    east: np.ndarray
    north: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.north), self.east.shape[1]


def make_mosaic(count: int, seed: int = 1) -> Mosaic:
    """Make a grid of about `count` cells, as square as may be."""
    rng = np.random.default_rng(seed)
    rows = math.isqrt(count)
    columns = math.ceil(count / rows)
    y, x = np.meshgrid(np.arange(rows + 1), np.arange(columns + 1), indexing="ij")
    corner = np.stack([x, y], axis=2) * _CELL + rng.uniform(-8, 8, (rows + 1, columns + 1, 2)) + _ORIGIN
    east = _side(corner[:, :-1], corner[:, 1:], rng)
    north = _side(corner[:-1], corner[1:], rng)
    return Mosaic(east, north)


def _side(start: np.ndarray, end: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    share = np.linspace(0, 1, _STEPS + 1)
    line = start[..., None, :] + (end - start)[..., None, :] * share[:, None]
    noise = rng.uniform(-_WAVE / 2, _WAVE / 2, line.shape)
    noise[..., [0, -1], :] = 0.0
    # The survey keeps four decimals.
    return np.round(line + noise, 4)


def parcels(mosaic: Mosaic, seed: int = 1) -> geopandas.GeoDataFrame:
    """One parcel per cell, in a survey's order and with a survey's columns."""
    rng = np.random.default_rng(seed)
    south, north = mosaic.east[:-1], mosaic.east[1:]
    west, east = mosaic.north[:, :-1], mosaic.north[:, 1:]
    ring = np.concatenate([south, east[:, :, 1:], north[:, :, -2::-1], west[:, :, -2::-1]], axis=2)
    rings = ring.reshape(-1, 4 * _STEPS + 1, 2)
    count = len(rings)
    geometry = shapely.polygons(rings)
    area = np.round(shapely.area(geometry), 2)
    code = rng.choice(_CLASSES, count)
    ratio = np.where(np.char.startswith(code, "01"), 0.08, 0.0)
    ridge = np.round(area * ratio, 2)
    frame = pd.DataFrame(
        {
            "BSM": [f"3602220000{number:08d}" for number in range(1, count + 1)],
            "YSDM": "2001010100",
            "TBYBH": [str(number) for number in range(1, count + 1)],
            "TBBH": [str(number) for number in range(1, count + 1)],
            "DLBM": code,
            "DLMC": code,
            "QSXZ": "30",
            "QSDWDM": "3602221002010000000",
            "QSDWMC": "某村",
            "ZLDWDM": "3602221002010000000",
            "ZLDWMC": "某村",
            "TBMJ": area,
            "KCDLBM": np.where(ratio > 0, "1203", None),
            "KCXS": ratio,
            "KCMJ": ridge,
            "TBDLMJ": np.round(area - ridge, 2),
            "GDPDJB": np.where(ratio > 0, "2", None),
            "SJNF": 2023,
            "BZ": None,
        }
    )
    return geopandas.GeoDataFrame(frame, geometry=geometry, crs=CRS)


def zones(
    mosaic: Mosaic, count: int = 3_896, shifted: float = 0.15, shift: float = 1.0, seed: int = 2
) -> geopandas.GeoDataFrame:
    """Blocks of cells of 2 to 8 rows and columns, about `count` of them, on about two thirds of the grid.

    Args:
        mosaic: the grid.
        count: of zones.
        shifted: the share of zones that are moved.
        shift: by so many metres, in any direction.
        seed: of the random numbers.

    """
    rng = np.random.default_rng(seed)
    rows, columns = mosaic.shape
    pitch = math.sqrt(rows * columns / count)
    blocks = []
    across, up = max(1, round(columns / pitch)), max(1, round(rows / pitch))
    lefts, bottoms = np.linspace(0, columns, across + 1).astype(int), np.linspace(0, rows, up + 1).astype(int)
    for bottom, top in zip(bottoms[:-1], bottoms[1:]):
        for left, right in zip(lefts[:-1], lefts[1:]):
            keep = rng.integers(0, 2, 4)
            box = (left + keep[0], bottom + keep[1], right - keep[2], top - keep[3])
            if box[0] < box[2] and box[1] < box[3]:
                blocks.append(_block(mosaic, *box))
    moved = rng.random(len(blocks)) < shifted
    angle = rng.uniform(0, 2 * math.pi, len(blocks))
    shapes = [
        shapely.polygons(ring + (m * shift * np.array([math.cos(a), math.sin(a)])))
        for ring, m, a in zip(blocks, moved, angle)
    ]
    frame = {"BSM": [f"3602229000{number:08d}" for number in range(1, len(shapes) + 1)], "DLBM": "0101"}
    return geopandas.GeoDataFrame(frame, geometry=shapes, crs=CRS)


def _block(mosaic: Mosaic, left: int, bottom: int, right: int, top: int) -> np.ndarray:
    """The ring around cells."""
    sides = [
        *mosaic.east[bottom, left:right],
        *mosaic.north[bottom:top, right],
        *(side[::-1] for side in mosaic.east[top, left:right][::-1]),
        *(side[::-1] for side in mosaic.north[bottom:top, left][::-1]),
    ]
    return np.concatenate([sides[0][:1], *(side[1:] for side in sides)])
