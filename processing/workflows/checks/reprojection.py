"""One system for layers that are checked together, and whether a layer's coordinates fit its own system."""

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


def choose_system(sources: Sequence[Source], progress: FeedbackProgress) -> WorkingSystem:
    """Return the first layer's own system if it is one of the survey's, else the zone in which the layer lies."""
    for source in sources:
        crs = system_of(source.crs, source.name)
        if crs is None:
            continue
        middle = _first_middle(source, progress)
        place = None if middle is None else in_china(*middle, crs)
        if place is not None:  # else the check of its coordinates reports it
            chosen = working_crs(crs, place[0])
            return WorkingSystem(chosen, projection_of(chosen))
    return WorkingSystem(None, None)


def _first_middle(source: Source, progress: FeedbackProgress) -> tuple[float, float] | None:
    """Return the middle of a layer's first features; None where they have no geometry."""
    columns = list(field_kinds(source))[:1]
    chunk = next(read_chunks(source, columns, progress.part(0, 0)), None)
    return None if chunk is None else middle_of(chunk.geometry.to_numpy())


class Reprojector:
    """Brings a layer's geometries into the working system, if its coordinates are such as its own system has.

    Attributes:
        crs: the layer's system; None if it has none.
        fits: whether geometries are brought into the working system; known after the first ones.
        found: what is wrong with the coordinates of the layer as a whole.

    """

    def __init__(self, source: Source, system: WorkingSystem, progress: FeedbackProgress) -> None:
        self.crs = system_of(source.crs, source.name)
        self.fits = self.crs is not None and system.crs is not None
        self.found: list[pd.DataFrame] = []
        self._name, self._system, self._progress = source.name, system, progress
        self._transformer: pyproj.Transformer | None = None
        self._is_checked = False

    @property
    def target_crs(self) -> pyproj.CRS | None:
        """The working system."""
        return self._system.crs

    @property
    def projection(self) -> GaussKruger | None:
        """The projection of reprojected geometries; None if they stay in their own system."""
        return self._system.projection if self.fits else None

    def reproject(self, geometry: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Bring geometries (n,) into the working system.

        Returns:
            the geometries, unchanged where the layer's coordinates do not fit its system; and where features lie
            outside of the area of their system (bool, n).

        """
        if self.crs is not None and not self._is_checked:
            middle = middle_of(geometry)
            if middle is not None:
                self._check(self.crs, middle)
        moved, misplaced = geometry.copy(), np.zeros(len(geometry), bool)
        if self.crs is not None and self.fits:
            misplaced = find_misplaced(self.crs, shapely.bounds(geometry))
            moved[~misplaced] = reproject(geometry[~misplaced], self._transformer)
        return moved, misplaced

    def _check(self, crs: pyproj.CRS, middle: tuple[float, float]) -> None:
        """Check the layer's coordinates by the middle of its first geometries, and choose the transformation."""
        self._is_checked = True
        self.found = check_coordinates(self._name, crs, middle)
        self.fits = self.fits and not self.found
        if self.fits and self._system.crs is not None:
            # An approximate transformation is good enough to show where a problem is; the check of systems reports it.
            warn, place = self._progress.feedback.pushWarning, in_china(*middle, crs)
            self._transformer = find_transformer(crs, self._system.crs, place, self._name, True, warn)
