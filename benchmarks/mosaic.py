"""Makes the layers of the overlay benchmarks: a mosaic of parcels, and zones that follow its boundaries or do not.

The parcels are the cells of a wavy grid; neighbours share all vertices of their boundary, as in a survey. Most zones
are blocks of whole parcels; some of them are shifted, so that they cross the parcels and some overlap each other.
Others are drawn without regard to the parcels.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd
import shapely

CRS = "EPSG:4527"
ORIGIN = (39_400_000.0, 3_240_000.0)
CELL = 60.0  # metres
_STEPS = 12  # segments of a side: 4 × 12 and the closing vertex are 49
_WAVE = 4.0  # metres
FARMLAND = "0101"
_CLASSES = (FARMLAND, "0102", "0103", "0201", "0301", "0305", "0404", "0601", "0702", "1003", "1006", "1104", "1107")


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


def make_mosaic(count: int, seed: int = 1, cell: float = CELL, origin: tuple[float, float] = ORIGIN) -> Mosaic:
    """Make a grid of about `count` cells of `cell` metres, as square as may be, north-east of a place."""
    rng = np.random.default_rng(seed)
    rows = math.isqrt(count)
    columns = math.ceil(count / rows)
    y, x = np.meshgrid(np.arange(rows + 1), np.arange(columns + 1), indexing="ij")
    corner = np.stack([x, y], axis=2) * cell + rng.uniform(-8, 8, (rows + 1, columns + 1, 2)) + origin
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


def parcels(mosaic: Mosaic, seed: int = 1, farmland: np.ndarray | None = None) -> geopandas.GeoDataFrame:
    """One parcel per cell, in a survey's order and with a survey's columns; of any class, or irrigated `farmland`."""
    rng = np.random.default_rng(seed)
    south, north = mosaic.east[:-1], mosaic.east[1:]
    west, east = mosaic.north[:, :-1], mosaic.north[:, 1:]
    ring = np.concatenate([south, east[:, :, 1:], north[:, :, -2::-1], west[:, :, -2::-1]], axis=2)
    rings = ring.reshape(-1, 4 * _STEPS + 1, 2)
    count = len(rings)
    geometry = shapely.polygons(rings)
    area = np.round(shapely.area(geometry), 2)
    code = rng.choice(_CLASSES, count)
    if farmland is not None:
        code[farmland] = FARMLAND
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
    mosaic: Mosaic,
    count: int = 3_896,
    shifted: float = 0.15,
    shift: float = 1.0,
    seed: int = 2,
    least: float | None = None,
    margin: int = 1,
) -> geopandas.GeoDataFrame:
    """Blocks of cells, about `count` of them, on about two thirds of the grid.

    With 26 cells a zone they have 2 to 6 rows and columns.

    Args:
        mosaic: the grid.
        count: of zones.
        shifted: the share of zones that are moved.
        shift: by so many metres, in any direction.
        seed: of the random numbers.
        least: where given, by any distance between this and `shift`.
        margin: rows and columns that a block may lack on each side of its place.

    """
    rng = np.random.default_rng(seed)
    rows, columns = mosaic.shape
    pitch = math.sqrt(rows * columns / count)
    blocks = []
    across, up = max(1, round(columns / pitch)), max(1, round(rows / pitch))
    lefts, bottoms = np.linspace(0, columns, across + 1).astype(int), np.linspace(0, rows, up + 1).astype(int)
    # A block keeps a cell at least.
    margin = min(margin, max(0, (math.floor(pitch) - 1) // 2))
    for bottom, top in zip(bottoms[:-1], bottoms[1:]):
        for left, right in zip(lefts[:-1], lefts[1:]):
            keep = rng.integers(0, margin + 1, 4)
            box = (left + keep[0], bottom + keep[1], right - keep[2], top - keep[3])
            if box[0] < box[2] and box[1] < box[3]:
                blocks.append(block(mosaic, *box))
    moved = rng.random(len(blocks)) < shifted
    angle = rng.uniform(0, 2 * math.pi, len(blocks))
    length = np.full(len(blocks), shift) if least is None else rng.uniform(least, shift, len(blocks))
    by = np.column_stack((np.cos(angle), np.sin(angle))) * (moved * length)[:, None]
    return _frame([shapely.polygons(ring + step) for ring, step in zip(blocks, by)])


def stacked(layer: geopandas.GeoDataFrame, copies: int, shift: float, seed: int = 3) -> geopandas.GeoDataFrame:
    """Copy a layer several times, with each zone of each copy moved by up to `shift` metres."""
    rng = np.random.default_rng(seed)
    shapes = np.tile(layer.geometry.to_numpy(), copies)
    angle, length = rng.uniform(0, 2 * math.pi, len(shapes)), rng.uniform(0, shift, len(shapes))
    by = np.column_stack((np.cos(angle), np.sin(angle))) * length[:, None]
    step = np.repeat(by, shapely.get_num_coordinates(shapes), axis=0)
    return _frame(shapely.set_coordinates(shapes.copy(), shapely.get_coordinates(shapes) + step))


def patches(mosaic: Mosaic, count: int, radius: float, vertices: int, seed: int) -> geopandas.GeoDataFrame:
    """Round patches drawn by hand anywhere on the grid, of half to one and a half times `radius` metres."""
    rng = np.random.default_rng(seed)
    x, y = (rng.uniform(*limits, count) for limits in _limits(mosaic))
    rings = [
        _round(centre, radius * size, vertices, rng)
        for centre, size in zip(np.column_stack((x, y)), rng.uniform(0.5, 1.5, count))
    ]
    return _frame(shapely.polygons(rings))


def huge_zone(mosaic: Mosaic, vertices: int = 200_000, holes: int = 100, seed: int = 4) -> geopandas.GeoDataFrame:
    """One zone over most of the grid, with holes: half of its vertices on its outline, half around the holes."""
    rng = np.random.default_rng(seed)
    (left, right), (bottom, top) = _limits(mosaic)
    centre, radius = np.array([left + right, bottom + top]) / 2, min(right - left, top - bottom) / 2
    shell = _round(centre, radius * 0.9, vertices // 2, rng)
    # Holes stand in the squares of a grid inside the outline, so that none meets another.
    side = math.ceil(math.sqrt(holes))
    pitch = radius * 1.1 / side
    places = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=2).reshape(-1, 2)[:holes]
    corner = centre - pitch * side / 2
    rings = [
        _round(corner + (place + 0.5) * pitch, pitch * 0.35, vertices // 2 // holes, rng)[::-1] for place in places
    ]
    return _frame([shapely.polygons(shell, rings)])


def earlier(mosaic: Mosaic, layer: geopandas.GeoDataFrame, changed: float, seed: int = 5) -> geopandas.GeoDataFrame:
    """Make the survey of the year before: the share `changed` of the parcels was one with its eastern neighbour."""
    rng = np.random.default_rng(seed)
    columns = mosaic.shape[1]
    # Every second cell may swallow the next, so that none is swallowed twice.
    column = np.arange(len(layer)) % columns
    first = np.flatnonzero((column % 2 == 0) & (column < columns - 1))
    chosen = np.sort(rng.choice(first, round(len(layer) * changed / 2), replace=False))
    before = layer.copy()
    corners = zip(chosen % columns, chosen // columns)
    united = [shapely.polygons(block(mosaic, left, bottom, left + 2, bottom + 1)) for left, bottom in corners]
    shapes = before.geometry.to_numpy().copy()
    shapes[chosen] = united
    before = before.set_geometry(geopandas.GeoSeries(shapes, index=before.index, crs=CRS))
    return before.drop(index=before.index[chosen + 1]).reset_index(drop=True)


def centres(mosaic: Mosaic) -> np.ndarray:
    """Return a point in the middle of each cell, in the order of the parcels."""
    corners = mosaic.east[:, :, [0, -1]].mean(axis=2)
    return shapely.points((corners[:-1] + corners[1:]).reshape(-1, 2) / 2)


def outline(mosaic: Mosaic) -> shapely.Geometry:
    """Return what the parcels cover together."""
    rows, columns = mosaic.shape
    return shapely.polygons(block(mosaic, 0, 0, columns, rows))


def block(mosaic: Mosaic, left: int, bottom: int, right: int, top: int) -> np.ndarray:
    """Return the ring around the cells of some columns and rows, the last ones not included."""
    sides = [
        *mosaic.east[bottom, left:right],
        *mosaic.north[bottom:top, right],
        *(side[::-1] for side in mosaic.east[top, left:right][::-1]),
        *(side[::-1] for side in mosaic.north[bottom:top, left][::-1]),
    ]
    return np.concatenate([sides[0][:1], *(side[1:] for side in sides)])


def _limits(mosaic: Mosaic) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the least and the greatest x and y."""
    left, bottom, right, top = outline(mosaic).bounds
    return (left, right), (bottom, top)


def _round(centre: np.ndarray, radius: float, vertices: int, rng: np.random.Generator) -> np.ndarray:
    """Draw a closed ring around a place, wavy at large and at small; `vertices` includes the closing one."""
    angle = np.linspace(0, 2 * math.pi, vertices)
    waves = sum(
        rng.uniform(-0.1, 0.1) / number * np.sin(number * angle + rng.uniform(0, 2 * math.pi)) for number in range(2, 8)
    )
    small = rng.uniform(-0.2, 0.2, vertices) * 2 * math.pi / vertices
    distance = radius * (1 + waves + small)
    ring = np.round(centre + np.column_stack((np.cos(angle), np.sin(angle))) * distance[:, None], 4)
    ring[-1] = ring[0]
    return ring


def _frame(shapes: Sequence[shapely.Geometry]) -> geopandas.GeoDataFrame:
    """Zones with an identifier and the class of irrigated land."""
    frame = {"BSM": [f"3602229000{number:08d}" for number in range(1, len(shapes) + 1)], "DLBM": FARMLAND}
    return geopandas.GeoDataFrame(frame, geometry=shapes, crs=CRS)
