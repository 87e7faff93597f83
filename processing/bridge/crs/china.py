"""Where coordinates of a Chinese survey may lie, from `resources/survey/china.yaml`."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ..paths import SURVEY
from ..yaml_files import load_data


class Extent(NamedTuple):
    """A range of longitudes and latitudes, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, longitude: float, latitude: float) -> bool:
        """Return whether a place lies in it."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


class China(NamedTuple):
    """Where coordinates may lie.

    Attributes:
        boxes: extents that hold the country and its seas together.
        highest_plane: metres above the ellipsoid to which a local system may be raised.

    """

    boxes: tuple[Extent, ...]
    highest_plane: float

    def holds(self, longitude: float, latitude: float) -> bool:
        """Return whether a place lies in one of the boxes."""
        return any(box.holds(longitude, latitude) for box in self.boxes)

    @property
    def extent(self) -> Extent:
        """Return what encloses all boxes."""
        west, south, east, north = zip(*self.boxes)
        return Extent(min(west), min(south), max(east), max(north))


@lru_cache(maxsize=1)
def load_china() -> China:
    """Return where coordinates may lie; loaded once."""
    data = load_data(SURVEY / "china.yaml")
    return China(tuple(Extent(**box) for box in data["boxes"].values()), float(data["highest_plane"]))
