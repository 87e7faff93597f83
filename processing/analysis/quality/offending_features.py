"""The features behind a fault that only several show: found in a second reading, by known places or values."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from ..geometry.coverage import Faults
from ..geometry.predicates import find_overlapping_pairs
from ..geometry.set_operations import repair
from ..problems import ERROR, WARNING, problems
from ..progress import Progress
from ..spatial_index import spatial_index
from .overlaps import overlap_problems
from .units import uncovered_problems


class FeaturesAtFaults:
    """Collect features at the faults of a mosaic, chunk by chunk.

    Args:
        faults: of `coverage`.
        tolerance: metres by which features may be off a fault.

    """

    def __init__(self, faults: Faults, tolerance: float) -> None:
        self._faults, self._tolerance = faults, tolerance
        self._near: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {"overlaps": [], "uncovered": [], "outside": []}
        self._trees = {
            name: spatial_index(shapely.buffer(getattr(faults, name), 2 * tolerance, join_style="mitre"))
            for name in self._near
        }

    def add(self, geometry: np.ndarray, feature: np.ndarray) -> None:
        """Add features; geometries as read, None where they count nowhere."""
        for name, tree in self._trees.items():
            if not len(tree):
                continue
            rows = np.unique(tree.query(geometry)[0])
            sound, _ = repair(geometry[rows])
            rows, sound = rows[~shapely.is_missing(sound)], sound[~shapely.is_missing(sound)]
            at = np.unique(tree.query(sound, predicate="intersects")[0])
            self._near[name].append((sound[at], feature[rows[at]]))

    def problems(self, layer: str, parcels: bool, threads: int, progress: Progress) -> list[pd.DataFrame]:
        """List the faults with the names of their features.

        Args:
            layer: the layer's name.
            parcels: whether the features are parcels (or zones).
            threads: how many GEOS may use.
            progress: receives the fraction done; may cancel.

        """
        found = [self.overlaps(layer, parcels, threads, progress)]
        found.append(uncovered_problems(layer, self._faults.uncovered, *self._gathered("uncovered"), self._tolerance))
        geometry, feature = self._gathered("outside")
        if len(feature):
            there = shapely.intersection(geometry, shapely.union_all(self._faults.outside))
            rows = np.flatnonzero(shapely.area(there) > 0)
            found.append(problems("outside_units", layer, feature[rows], WARNING, None, there[rows]))
        return found

    def overlaps(self, layer: str, parcels: bool, threads: int, progress: Progress) -> pd.DataFrame:
        """List pairs of features that overlap each other; arguments as in `problems`."""
        geometry, feature = self._gathered("overlaps")
        pairs = find_overlapping_pairs(geometry, self._tolerance, threads, progress)
        if parcels:
            return overlap_problems("parcels_overlap", layer, geometry, feature, pairs, self._tolerance)
        return overlap_problems("zones_overlap", layer, geometry, feature, pairs, self._tolerance)

    def _gathered(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        parts = self._near[name]
        if not parts:
            return np.zeros(0, dtype=object), np.zeros(0, dtype=object)
        return np.concatenate([g for g, _ in parts]), np.concatenate([f for _, f in parts])


class DuplicateFeatures:
    """Collect features whose values were seen more than once, chunk by chunk."""

    def __init__(self) -> None:
        self._parts: list[pd.DataFrame] = []

    def add(self, value: pd.Series, repeated: np.ndarray, feature: np.ndarray, geometry: np.ndarray) -> None:
        """Add features; `repeated` are those that `repeats` takes for such."""
        rows = np.flatnonzero(repeated)
        if len(rows):
            part = {"value": value.to_numpy(dtype=object)[rows], "feature": feature[rows], "geometry": geometry[rows]}
            self._parts.append(pd.DataFrame(part))

    def _gathered(self) -> pd.DataFrame:
        """Features with the same values, which are compared in full here."""
        if not self._parts:
            return pd.DataFrame({"value": [], "feature": [], "geometry": []}, dtype=object)
        every = pd.concat(self._parts, ignore_index=True)
        return every[every["value"].duplicated(keep=False)]

    def of_parcels(self, layer: str) -> pd.DataFrame:
        """List parcels that share an identifier."""
        rows = self._gathered()
        return problems(
            "duplicate_bsm", layer, rows["feature"], ERROR, {"bsm": rows["value"]}, rows["geometry"].to_numpy()
        )

    def of_zones(self, layer: str) -> pd.DataFrame:
        """List zones that share an identifier."""
        rows = self._gathered()
        facts = {"bsm": rows["value"]}
        return problems("duplicate_zone_bsm", layer, rows["feature"], WARNING, facts, rows["geometry"].to_numpy())

    def of_numbers(self, layer: str) -> pd.DataFrame:
        """List parcels of a village that share a number; values are `village/number`."""
        rows = self._gathered()
        parts = [value.split("/", 1) for value in rows["value"]]
        facts = {"village": [village for village, _ in parts], "number": [number for _, number in parts]}
        return problems("duplicate_number", layer, rows["feature"], WARNING, facts, rows["geometry"].to_numpy())
