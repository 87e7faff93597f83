"""The checks that compare features of a layer: repeated identifiers, overlaps, places that nothing covers.

The first reading fills a `LayerMemory`; `compare_features` reads the layer again and names the features.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ...analysis.area.rounding import LARGEST_AREA, to_cents
from ...analysis.columns import TEXT, typed
from ...analysis.geometry.boundaries import Outline
from ...analysis.geometry.coverage import Faults, find_faults
from ...analysis.quality.areas import UnitSums
from ...analysis.quality.duplicates import DuplicateFinder
from ...analysis.quality.fields import LOCATION
from ...analysis.quality.offending_features import DuplicateFeatures, FeaturesAtFaults
from ...analysis.vocabulary import Level
from ...bridge.io.chunks import read_chunks
from ...bridge.io.sources import Source
from ...bridge.progress import FeedbackProgress
from .features import AREA, ID, NUMBER, Features, LayerTask, name_features
from .reprojection import Reprojector


@dataclass
class LayerMemory:
    """What the first reading remembers of the features of a layer.

    Attributes:
        ids: identifiers.
        numbers: villages with numbers of parcels, which occur once.
        outline: boundary segments that no two features share.

    """

    ids: DuplicateFinder = field(default_factory=DuplicateFinder)
    numbers: DuplicateFinder = field(default_factory=DuplicateFinder)
    outline: Outline = field(default_factory=Outline)

    def add(self, task: LayerTask, features: Features) -> None:
        """Remember the features of a chunk."""
        frame = features.frame
        if task.wants("coverage") and features.projection is not None:
            self.outline.add(frame.geometry.to_numpy())
        if task.wants("ids") and ID in frame:
            self.ids.add(frame[ID])
        if task.wants("ids") and task.of_parcels and LOCATION in frame and NUMBER in frame:
            self.numbers.add(_village_numbers(task, frame))


def add_to_sums(sums: UnitSums, task: LayerTask, features: Features) -> None:
    """Add the recorded areas of parcels to the sums of their units; what is no area counts as 0."""
    frame = features.frame
    if task.of_parcels and LOCATION in frame:
        area = frame[AREA].to_numpy(float) if AREA in frame else np.zeros(len(frame))
        sums.add(frame[LOCATION], to_cents(np.where((area > 0) & (area < LARGEST_AREA), area, 0.0)))


def compare_features(
    task: LayerTask,
    source: Source,
    reprojector: Reprojector,
    memory: LayerMemory,
    sums: UnitSums,
    progress: FeedbackProgress,
) -> list[pd.DataFrame]:
    """Name the features that repeat an identifier, overlap, or border on what is not covered.

    Args:
        task: what the layer is checked for.
        source: the layer, read only where there are such features.
        reprojector: brings its geometries into the system of the checks.
        memory: of the first reading.
        sums: of the parcels by unit.
        progress: receives the fraction done; may cancel.

    """
    faults = _find_faults(task, memory.outline, sums, progress.part(0.0, 0.2))
    near = np.concatenate([faults.overlaps, faults.uncovered, faults.outside])
    if not (len(near) or memory.ids.any() or memory.numbers.any()):
        return []
    at_faults = FeaturesAtFaults(faults, task.settings.tolerance)
    same_id, same_number = DuplicateFeatures(), DuplicateFeatures()
    columns = {name: column for name, column in task.columns.items() if name in (ID, NUMBER, LOCATION)}
    for chunk in read_chunks(source, sorted(set(columns.values())), progress.part(0.2, 0.9)):
        values = {name: typed(chunk[column], TEXT)[0] for name, column in columns.items()}
        repeated = memory.ids.are_repeated(values[ID]) if ID in values else np.zeros(len(chunk), bool)
        feature = name_features(task.name, values.get(ID), chunk.index.to_numpy(), repeated)
        geometry, misplaced = reprojector.reproject(chunk.geometry.to_numpy())
        geometry[misplaced] = None
        at_faults.add(geometry, feature)
        if repeated.any():
            same_id.add(values[ID], repeated, feature, geometry)
        if memory.numbers.any():
            numbers = _village_numbers(task, pd.DataFrame(values))
            same_number.add(numbers, memory.numbers.are_repeated(numbers), feature, geometry)
    found = at_faults.problems(task.name, task.of_parcels, task.settings.threads, progress.part(0.9, 1.0))
    repeats = [same_id.of_parcels(task.name) if task.of_parcels else same_id.of_zones(task.name)]
    repeats.append(same_number.of_numbers(task.name))
    return found + (repeats if reprojector.fits else [rows.assign(geometry=None) for rows in repeats])


def _find_faults(task: LayerTask, outline: Outline, sums: UnitSums, progress: FeedbackProgress) -> Faults:
    """Find where features overlap, and for parcels what they leave uncovered of the units, or cover beyond them."""
    tolerance, units = task.settings.tolerance, task.units
    if not task.wants("coverage"):
        nothing = np.zeros(0, dtype=object)
        return Faults(nothing, nothing, nothing)
    if not task.of_parcels:
        return find_faults(outline, tolerance, uncovered=False, progress=progress)
    if units is None:
        return find_faults(outline, tolerance, progress=progress)
    # Nothing is expected of a unit without any parcel: that it has none is reported once.
    levels = sorted(task.survey.levels.values())
    counts = {digits: sums.by_length(digits)[1] for digits in levels}
    length = [min(len(code), levels[-1]) for code in units.code]
    named = np.array([code[:n] in counts.get(n, {}) for code, n in zip(units.code, length)], bool)
    boundaries = units.shapes.decode()
    return find_faults(outline, tolerance, True, boundaries[named], boundaries, progress)


def _village_numbers(task: LayerTask, frame: pd.DataFrame) -> pd.Series:
    """Return village code and number of each parcel, `village/number`; None where there is no number."""
    village = frame[LOCATION].str[: task.survey.levels[Level.VILLAGE]]
    return (village + "/" + frame[NUMBER]).where(frame[NUMBER].notna(), None)
