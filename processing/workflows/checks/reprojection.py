"""One place for layers that are checked together: a common system, and whether a layer's coordinates fit its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyproj
import shapely

from ...analysis.area.ellipsoidal import GaussKruger
from ...bridge.crs.checks import check_coordinates, find_misplaced, system_of
from ...bridge.crs.systems import find_transformer, in_china, middle_of, projection_of, working_crs
from ...bridge.crs.transform import reproject
from ...bridge.io.chunks import field_kinds, read_chunks
from ...bridge.io.sources import Source
from ...bridge.progress import FeedbackProgress


@dataclass(frozen=True)
class WorkingSystem:
    """The system in which layers are compared, and its projection; None if no layer has one that fits."""

    crs: pyproj.CRS | None
    projection: GaussKruger | None


def choose_place(sources: Sequence[Source], progress: FeedbackProgress) -> WorkingSystem:
    """The first layer's own system if it is the survey's, else the zone that the layer lies in."""
    for source in sources:
        crs = system_of(source.crs, source.name)
        if crs is None:
            continue
        middle = _first_middle(source, progress)
        place = None if middle is None else in_china(*middle, crs)
        if place is not None:  # else told by the check of its coordinates
            chosen = working_crs(crs, place[0])
            return WorkingSystem(chosen, projection_of(chosen))
    return WorkingSystem(None, None)


def _first_middle(source: Source, progress: FeedbackProgress) -> tuple[float, float] | None:
    columns = list(field_kinds(source))[:1]
    chunk = next(read_chunks(source, columns, progress.part(0, 0)), None)
    return None if chunk is None else middle_of(chunk.geometry.to_numpy())


class Reprojector:
    """Brings a layer's geometries to the common place, if its coordinates are such as its own system has.

    Attributes:
        crs: the layer's system; None if it has none.
        fits: whether geometries are brought; known after the first ones.
        found: what is wrong with the coordinates of the layer as a whole.

    """

    def __init__(self, source: Source, place: WorkingSystem, progress: FeedbackProgress) -> None:
        self.crs = system_of(source.crs, source.name)
        self.fits = self.crs is not None and place.crs is not None
        self.found: list[pd.DataFrame] = []
        self._name, self._place, self._progress = source.name, place, progress
        self._transformer: pyproj.Transformer | None = None
        self._asked = False

    @property
    def place_crs(self) -> pyproj.CRS | None:
        """The common system."""
        return self._place.crs

    @property
    def projection(self) -> GaussKruger | None:
        """Of the geometries that were brought; None if they are where they were."""
        return self._place.projection if self.fits else None

    def bring(self, geometry: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Geometries at the common place, or as they are if they do not fit; which lie where their system ends."""
        middle = None if self._asked or self.crs is None else middle_of(geometry)
        if middle is not None:
            self._ask(middle)
        away = find_misplaced(self.crs, shapely.bounds(geometry)) if self.fits else np.zeros(len(geometry), bool)
        moved = geometry.copy()
        moved[~away] = reproject(geometry[~away], self._transformer)
        return moved, away

    def _ask(self, middle: tuple[float, float]) -> None:
        self._asked = True
        self.found = check_coordinates(self._name, self.crs, middle)
        self.fits = self.fits and not self.found
        if self.fits:
            # A ballpark is good enough to show where a problem is; the check of the system says that it is one.
            warn, place = self._progress.feedback.pushWarning, in_china(*middle, self.crs)
            self._transformer = find_transformer(self.crs, self._place.crs, place, self._name, True, warn)
