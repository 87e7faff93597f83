"""The parcels around a finding, read from the package by its spatial index: a sheet needs dozens of them, not all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import shapely
from osgeo import ogr

from ...bridge.errors import InputError, damaged_file
from ...bridge.io.datasets import open_dataset

_PIECES = "pieces"
_TEXTS = ("BSM", "TBBH", "DLBM")


@dataclass(frozen=True)
class Neighbour:
    """A parcel around a finding, or the part of it that is near.

    Attributes:
        key: number of the piece in the package.
        parcel: its id (BSM).
        number: its number in the village (TBBH).
        land_class: its class (DLBM).
        inside: whether it lies in permanent basic farmland.
        shape: its outline.
    """

    key: int
    parcel: str
    number: str
    land_class: str
    inside: bool
    shape: shapely.Geometry


class Surroundings:
    """The pieces of a package of results, looked up by place; of one thread, and closed with its object."""

    def __init__(self, package: Path) -> None:
        """Open the package.

        Raises:
            InputError: it cannot be read.
        """
        dataset, reason = open_dataset(package)
        layer = None if dataset is None else dataset.GetLayerByName(_PIECES)
        if layer is None:
            raise InputError(damaged_file(package, reason or _PIECES))
        self._dataset, self._layer = dataset, layer
        definition = layer.GetLayerDefn()
        names = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
        self._fields = {name: names.index(name) for name in (*_TEXTS, "pbf") if name in names}
        layer.SetIgnoredFields([name for name in names if name not in self._fields])

    def around(self, box: tuple[float, float, float, float], most: int) -> list[Neighbour]:
        """Return the pieces that meet a box (left, bottom, right, top), not more than so many."""
        self._layer.SetSpatialFilterRect(*box)
        self._layer.ResetReading()
        found = []
        for feature in self._layer:
            geometry = feature.GetGeometryRef()
            if geometry is None:
                continue
            parcel, number, land_class = (self._text(feature, name) for name in _TEXTS)
            shape = shapely.from_wkb(bytes(geometry.ExportToWkb()))
            inside = bool(self._text(feature, "pbf"))
            found.append(Neighbour(feature.GetFID(), parcel, number, land_class, inside, shape))
            if len(found) == most:
                break
        self._layer.SetSpatialFilter(None)
        return found

    def _text(self, feature: ogr.Feature, name: str) -> str:
        """Return a value as text; empty where there is none."""
        place = self._fields.get(name)
        return "" if place is None or not feature.IsFieldSetAndNotNull(place) else feature.GetFieldAsString(place)
