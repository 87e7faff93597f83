"""Outlines of the units, the warp from the drawing plane to the map, and the relief that decides land use.

The mosaic is drawn in a plane of whole half-metres. A chain of shear waves carries it to the map: each wave moves
points across its own direction by a sine, so every link of the chain is one-to-one whatever its amplitude, and so is
the chain.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from scipy import ndimage

OUTLINES = Path(__file__).parent / "outlines.json"
UNIT = 0.5  # metres in one unit of the drawing plane
GRID = 10_000  # map coordinates are whole 0.1 mm: identical points stay identical on every machine


@dataclass
class City:
    """Outlines of the units, scaled about the city's true centre. Metres in EPSG:4527; areas in m²."""

    codes: list[str]
    names: list[str]
    polygons: list[shapely.Polygon]
    origin: tuple[float, float]
    low: np.ndarray
    high: np.ndarray

    @property
    def span(self) -> float:
        """Longest side of the city's box in metres."""
        return float((self.high - self.low).max())


def scaled_city(area: float) -> City:
    """Scale the four units so that together they cover `area` m²."""
    doc = json.loads(OUTLINES.read_text(encoding="utf-8"))
    rings = [np.array(unit["ring"], dtype=float) for unit in doc["units"]]
    union = shapely.union_all([shapely.Polygon(ring) for ring in rings])
    centre = np.round(np.array([union.centroid.x, union.centroid.y]), -2)
    scale = np.sqrt(area / union.area)
    polygons = [shapely.Polygon((ring - centre) * scale + centre) for ring in rings]
    shapely.prepare(polygons)
    points = np.vstack([shapely.get_coordinates(p) for p in polygons])
    return City(
        [unit["code"] for unit in doc["units"]],
        [unit["name"] for unit in doc["units"]],
        polygons,
        (float(centre[0]), float(centre[1])),
        points.min(axis=0),
        points.max(axis=0),
    )


class Warp:
    """The chain of shear waves. Calling it with whole units gives map coordinates rounded to 0.1 mm."""

    def __init__(self, seed: int, span: float, origin: tuple[float, float], variant: int = 0) -> None:
        rng = np.random.default_rng([seed, 11])
        # (amplitude, wavelength) in metres; the first two grow with the city, the last ones make edges look walked
        waves = [
            (0.030 * span, 1.25 * span),
            (0.011 * span, 0.43 * span),
            (95.0, 2700.0),
            (80.0, 2100.0),
            (42.0, 930.0),
            (34.0, 760.0),
            (11.0, 330.0),
            (8.5, 270.0),
            (2.1, 105.0),
            (1.6, 88.0),
            (0.42, 33.0),
            (0.36, 27.0),
        ]
        self.waves = []
        for number, (amplitude, length) in enumerate(waves):
            turn = rng.uniform(-0.5, 0.5) + (np.pi / 2 if number % 2 else 0.0)
            phase = rng.uniform(0, 2 * np.pi)
            if variant and length < 60:
                phase += 1.3 * variant
            self.waves.append((amplitude, 2 * np.pi / length, np.cos(turn), np.sin(turn), phase))
        self.origin = (round(origin[0] * GRID), round(origin[1] * GRID))
        self.reach = sum(wave[0] for wave in self.waves)

    def __call__(self, u: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Map coordinates (n, 2) of points given in units. Pure function of each point."""
        step = round(UNIT * GRID)
        x = np.asarray(u, dtype=np.int64) * step
        y = np.asarray(v, dtype=np.int64) * step
        for amplitude, k, c, s, phase in self.waves:
            shift = amplitude * np.sin((x * c + y * s) * (k / GRID) + phase)
            # rounding after every wave keeps the last bit of a sine from ever reaching a coordinate
            x = x + np.rint(-shift * s * GRID).astype(np.int64)
            y = y + np.rint(shift * c * GRID).astype(np.int64)
        return np.column_stack([(x + self.origin[0]) / GRID, (y + self.origin[1]) / GRID])


def unit_of(city: City, xy: np.ndarray) -> np.ndarray:
    """Index of the unit that contains each point, -1 outside all."""
    owner = np.full(len(xy), -1, dtype=np.int8)
    for number, polygon in enumerate(city.polygons):
        owner[shapely.contains_xy(polygon, xy[:, 0], xy[:, 1]) & (owner < 0)] = number
    return owner


class Raster:
    """A coarse grid over the drawing plane holding numbers that are looked up by position (nearest cell)."""

    def __init__(self, low: np.ndarray, high: np.ndarray, cells: int = 640) -> None:
        self.low = low.astype(float)
        self.size = float((high - low).max()) / cells
        self.shape = tuple(int(np.ceil(side / self.size)) + 1 for side in (high - low)[::-1])

    def centres(self) -> tuple[np.ndarray, np.ndarray]:
        """Plane coordinates of all cell centres, flat."""
        rows, cols = np.indices(self.shape)
        return (self.low[0] + (cols.ravel() + 0.5) * self.size, self.low[1] + (rows.ravel() + 0.5) * self.size)

    def cell(self, u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Row and column of each point, clipped to the grid."""
        col = np.clip(((u - self.low[0]) / self.size).astype(int), 0, self.shape[1] - 1)
        row = np.clip(((v - self.low[1]) / self.size).astype(int), 0, self.shape[0] - 1)
        return row, col


def smooth_noise(rng: np.random.Generator, shape: tuple[int, int], cells: float) -> np.ndarray:
    """Noise of unit variance whose features are about `cells` cells wide."""
    field = ndimage.gaussian_filter(rng.standard_normal(shape), cells / 2.5, mode="reflect")
    return (field - field.mean()) / field.std()


@dataclass
class Relief:
    """By cell: height index (0 valley floor, 1 ridge), owning unit, closeness to a town, metres outside the city."""

    raster: Raster
    height: np.ndarray
    unit: np.ndarray
    town: np.ndarray
    outside: np.ndarray


# share of valley land: Leping lies in a plain, Fuliang in the hills
VALLEY = {"360203": 0.8, "360202": 0.85, "360222": 0.58, "360281": 1.15}
# radius of the built-up town as a share of the square root of the unit's area
TOWN = {"360203": 0.42, "360202": 0.17, "360222": 0.055, "360281": 0.085}


def ground(city: City, warp: Warp, low: np.ndarray, high: np.ndarray) -> Relief:
    """Make the empty relief: cells, owning units, distance to the city in metres. Heights come with the rivers."""
    raster = Raster(low, high)
    u, v = raster.centres()
    xy = warp(np.rint(u).astype(np.int64), np.rint(v).astype(np.int64))
    unit = unit_of(city, xy).reshape(raster.shape)
    outside = ndimage.distance_transform_edt(unit < 0) * raster.size * UNIT
    town = np.full(raster.shape, -1.0)
    for code, polygon in zip(city.codes, city.polygons):
        if code == "360203":
            seat = polygon.centroid
        elif code == "360202":
            seat = city.polygons[city.codes.index("360203")].centroid
        else:
            seat = polygon.representative_point()
        radius = TOWN[code] * np.sqrt(polygon.area)
        distance = np.hypot(xy[:, 0] - seat.x, xy[:, 1] - seat.y).reshape(raster.shape)
        inside = unit == city.codes.index(code)
        town = np.where(inside, np.maximum(town, 1 - distance / radius), town)
    return Relief(raster, np.zeros(raster.shape), unit, town, outside)


def raise_relief(relief: Relief, city: City, rng: np.random.Generator, rivers: np.ndarray, valley: float) -> None:
    """Heights from the distance to the rivers (boxes in units), valley half-width `valley` metres, and noise."""
    raster = relief.raster
    wet = np.zeros(raster.shape, dtype=bool)
    for x0, y0, x1, y1 in rivers:  # a few hundred boxes at most
        (r0, r1), (c0, c1) = raster.cell(np.array([x0, x1]), np.array([y0, y1]))
        wet[r0 : r1 + 1, c0 : c1 + 1] = True
    distance = ndimage.distance_transform_edt(~wet) * raster.size * UNIT
    width = np.full(raster.shape, valley)
    for number, code in enumerate(city.codes):
        width = np.where(relief.unit == number, valley * VALLEY[code], width)
    cell = raster.size * UNIT
    broad = smooth_noise(rng, raster.shape, 1.6 * valley / cell)
    fine = smooth_noise(rng, raster.shape, max(0.5 * valley / cell, 1.5))
    relief.height = 1 - np.exp(-0.7 * distance / width) + 0.18 * broad + 0.09 * fine
    relief.town = relief.town + 0.10 * fine
