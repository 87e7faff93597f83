"""Places near which layers are read: of a whole county only what a few outlines meet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import geopandas
import numpy as np
import pandas as pd
import pyproj
import shapely

from ...analysis.spatial_index import spatial_index
from ...analysis.steps import in_steps
from ..crs.systems import reproject_layer

_MARGIN = 1.0  # metres, more than any tolerance
_METRES_PER_DEGREE = 100_000.0  # about; a margin need not be exact
# Queries cost some hundredths of a second each, features between two places some millionths.
_MOST_BOXES = 4
_LOOSE = 4.0  # a box that is so many times as large as what lies in it is worth a division
_AROUND, _POINTS = 100.0, 64  # metres round a layer; points on each side of its box
_OUTWARDS = np.array([-1.0, -1.0, 1.0, 1.0])
_CELL = 1_000.0  # metres; what is longer, such as a road, is followed in such steps


@dataclass(frozen=True)
class Place:
    """Polygons of a layer.

    Attributes:
        layer: its name, for messages.
        geometry: object (n,).
        crs: of the polygons.

    """

    layer: str
    geometry: np.ndarray
    crs: pyproj.CRS


def around(layer: str, extent: np.ndarray, crs: pyproj.CRS) -> Place:
    """Return the box of a layer, float64 (4,), as a place; its sides have points on the way, as systems bend them."""
    west, south, east, north = extent + _in_units(_AROUND, crs) * _OUTWARDS
    x, y = np.linspace(west, east, _POINTS), np.linspace(south, north, _POINTS)
    sides = [(x, np.full(_POINTS, south)), (np.full(_POINTS, east), y)]
    sides += [(x[::-1], np.full(_POINTS, north)), (np.full(_POINTS, west), y[::-1])]
    ring = np.concatenate([np.column_stack(side)[:-1] for side in sides])
    return Place(layer, np.array([shapely.Polygon(ring)]), crs)


@dataclass(frozen=True)
class Nearby:
    """Places near which features are read.

    Attributes:
        places: polygons, each group in a system of its own.
        allow_ballpark: whether an approximate transformation is accepted.

    """

    places: Sequence[Place]
    allow_ballpark: bool = False
    _known: dict[pyproj.CRS, np.ndarray] = field(default_factory=dict, init=False, repr=False, compare=False)
    _around: dict[pyproj.CRS, np.ndarray] = field(default_factory=dict, init=False, repr=False, compare=False)

    def boxes(self, crs: pyproj.CRS) -> np.ndarray:
        """Return a few boxes of a system in which all features lie that meet the places.

        Returns:
            float64 (n, 4), west, south, east, north.

        Raises:
            InputError: a place cannot be brought into the system.

        """
        geometry = self._in_system(crs)
        boxes = shapely.bounds(_cells(geometry, _in_units(_CELL, crs)))
        boxes = boxes[np.isfinite(boxes).all(axis=1)] + _in_units(_MARGIN, crs) * _OUTWARDS
        return np.array(_grouped(boxes, _MOST_BOXES)).reshape(-1, 4)

    def meeting(self, frame: geopandas.GeoDataFrame, crs: pyproj.CRS) -> np.ndarray:
        """Return the positions (ascending) of the features of a frame that meet a place, or nearly."""
        places, geometry = self._drawn_out(crs), frame.geometry.to_numpy()
        place, found = spatial_index(geometry).query(places)
        # A feature that meets one place is not asked about the others: of each feature one place at first, then more.
        met, most = np.zeros(len(geometry), dtype=bool), 1
        while len(found):
            asked = pd.Series(found).groupby(found).cumcount().to_numpy() < most
            met[found[asked][shapely.intersects(places[place[asked]], geometry[found[asked]])]] = True
            left = ~asked & ~met[found]
            place, found, most = place[left], found[left], most * 4
        return np.flatnonzero(met)

    def boxes_meeting(self, bounds: np.ndarray, crs: pyproj.CRS) -> np.ndarray:
        """Return the positions (ascending) of boxes, float64 (n, 4), in which features may lie that meet a place."""
        known = np.flatnonzero(np.isfinite(bounds).all(axis=1))
        found = spatial_index(self._drawn_out(crs)).query(in_steps(_boxes, bounds[known]))[0]
        return known[np.unique(found)]

    def _drawn_out(self, crs: pyproj.CRS) -> np.ndarray:
        """Return the polygons of all places in a system with the margin round them; once, as that costs most."""
        if crs not in self._around:
            self._around[crs] = shapely.buffer(self._in_system(crs), _in_units(_MARGIN, crs))
            shapely.prepare(self._around[crs])
        return self._around[crs]

    def _in_system(self, crs: pyproj.CRS) -> np.ndarray:
        """Return the polygons of all places in a system; once, as most layers have the same."""
        if crs not in self._known:
            self._known[crs] = np.concatenate([_moved(place, crs, self.allow_ballpark) for place in self.places])
        return self._known[crs]


def _in_units(metres: float, crs: pyproj.CRS) -> float:
    """Return a length in the units of a system: in degrees about, in metres as it is."""
    return metres / _METRES_PER_DEGREE if crs.is_geographic else metres


def _moved(place: Place, crs: pyproj.CRS, allow_ballpark: bool) -> np.ndarray:
    """Return the polygons of a place in another system."""
    frame = geopandas.GeoDataFrame(geometry=place.geometry)
    silent: Callable[[str], None] = lambda _: None  # noqa: E731  layers tell of their own transformations
    moved = reproject_layer(frame, place.crs, crs, place.layer, allow_ballpark, silent)
    return moved.geometry.to_numpy()


def _boxes(bounds: np.ndarray) -> np.ndarray:
    """Return the boxes of bounds, float64 (n, 4), as polygons."""
    return shapely.box(*bounds.T)


def _cells(geometry: np.ndarray, size: float) -> np.ndarray:
    """Return polygons with those that are longer than a cell cut along a grid of cells."""
    bounds = shapely.bounds(geometry)
    extent = np.nan_to_num((bounds[:, 2:] - bounds[:, :2]).max(axis=1, initial=0))
    result = [geometry[extent <= size]]
    for shape, (west, south, east, north) in zip(geometry[extent > size], bounds[extent > size]):
        x, y = (np.arange(start, end, size) for start, end in ((west, east), (south, north)))
        left, bottom = (sides.ravel() for sides in np.meshgrid(x, y))
        cells = shapely.box(left, bottom, left + size, bottom + size)
        shapely.prepare(shape)
        with np.errstate(invalid="ignore"):  # of GEOS's own reckoning
            result.append(shapely.intersection(shape, cells[shapely.intersects(shape, cells)]))
    return np.concatenate(result)


def _grouped(boxes: np.ndarray, most: int) -> list[np.ndarray]:
    """Return at most so many boxes that hold all of some boxes (n, 4), and little beside."""
    if not len(boxes):
        return []
    whole = np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])
    size, sizes = whole[2:] - whole[:2], boxes[:, 2:] - boxes[:, :2]
    if 1 in (most, len(boxes)) or size.prod() <= _LOOSE * sizes.prod(axis=1).sum():
        return [whole]
    axis = int(size.argmax())
    order = np.argsort(boxes[:, axis] + boxes[:, axis + 2], kind="stable")
    # Where the gap is widest, so that two sites apart are two boxes.
    centres = (boxes[order, axis] + boxes[order, axis + 2]) / 2
    half = int(np.diff(centres).argmax()) + 1
    return [box for part in (order[:half], order[half:]) for box in _grouped(boxes[part], most // 2)]
