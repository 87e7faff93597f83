"""The checks of all layers, in stages: prepare, check systems and kinds, units, layers one by one, units against them.

Each stage takes the frozen `CheckTask`, and the results of the stages before where it needs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd

from ...analysis.problems import NOTE, collect, problems
from ...analysis.quality.areas import UnitSums
from ...analysis.units import Units
from ...bridge.crs.checks import check_system, stated_system_of, system_of
from ...bridge.progress import FeedbackProgress
from ...bridge.survey.schema import Survey
from ...bridge.survey.standards import Standards
from .layers import LayerResult, check_layer, prepare_layer
from .reprojection import Reprojector, WorkingSystem, choose_system
from .role_overlaps import CheckedLayer, overlaps_of_role
from .settings import PARCEL_ROLE, UNIT_ROLE, CheckSettings, LayerToCheck
from .units import UnitLayer, check_units, read_unit_layer, units_of_places


@dataclass(frozen=True)
class CheckTask:
    """What is checked.

    Attributes:
        layers: parcels first, units last.
        survey: fields and roles, with those of the office's profile.
        settings: parameters.
        standards: what the data are measured by.
        system: in which layers are compared.

    """

    layers: tuple[LayerToCheck, ...]
    survey: Survey
    settings: CheckSettings
    standards: Standards
    system: WorkingSystem

    def with_role(self, units: bool) -> list[LayerToCheck]:
        """Return the layers of units, or all others."""
        return [layer for layer in self.layers if (layer.role == UNIT_ROLE) == units]


def check_layers(
    layers: Sequence[LayerToCheck],
    survey: Survey,
    settings: CheckSettings,
    standards: Standards,
    progress: FeedbackProgress,
) -> geopandas.GeoDataFrame:
    """Check layers, each for itself and all against the units.

    Args:
        layers: at most one of parcels.
        survey: fields and roles, with those of the office's profile.
        settings: parameters.
        standards: what the data are measured by.
        progress: receives the fraction done; may cancel; its feedback receives warnings.

    Returns:
        problems, not yet in words: of coordinate systems, by layer, parcels first, between layers, and of units.

    """
    task = _prepare(layers, survey, settings, standards, progress)
    found = [*_check_systems(task), *_check_kinds(task)]
    units = _read_units(task, progress)
    results, between = _check_each(task, units_of_places(units, survey, settings.tolerance), progress)
    found += [*(problem for result in results for problem in result.problems), *between]
    parcels = [result for layer, result in zip(task.layers, results) if layer.role == PARCEL_ROLE]
    sums, name = (parcels[-1].sums, parcels[-1].name) if parcels else (UnitSums({}, {}), "")
    found += check_units(units, survey, settings, standards, sums, name)
    return collect(found, task.system.crs)


def _prepare(
    layers: Sequence[LayerToCheck],
    survey: Survey,
    settings: CheckSettings,
    standards: Standards,
    progress: FeedbackProgress,
) -> CheckTask:
    """Put the layers in order, and choose the system in which they are compared."""
    ordered = sorted(layers, key=lambda layer: (layer.role != PARCEL_ROLE, layer.role == UNIT_ROLE))
    system = choose_system([layer.source for layer in ordered], progress)
    return CheckTask(tuple(ordered), survey, settings, standards, system)


def _check_systems(task: CheckTask) -> list[pd.DataFrame]:
    """Return problems of the layers' coordinate systems, also against that of the first layer."""
    if "crs" not in task.settings.checks:
        return []
    found, first = [], task.layers[0].source
    reference = system_of(first.crs, first.name)
    for layer in task.layers:
        stated, of_survey = (
            stated_system_of(layer.source.crs, layer.source.name),
            layer.role in (PARCEL_ROLE, UNIT_ROLE),
        )
        other = None if layer.source is first or reference is None else (first.name, reference)
        found += check_system(layer.source.name, stated, of_survey, other)
    return found


def _check_kinds(task: CheckTask) -> list[pd.DataFrame]:
    """Return notes on layers whose geometries have curves or heights."""
    if "geometry" not in task.settings.checks:
        return []
    found = []
    for source in (layer.source for layer in task.layers):
        if source.has_curves:
            found.append(problems("curves", source.name, [""], NOTE))
        if source.has_heights:
            found.append(problems("heights", source.name, [""], NOTE))
    return found


def _read_units(task: CheckTask, progress: FeedbackProgress) -> list[UnitLayer]:
    """Read the layers of units."""
    read = []
    for layer in task.with_role(units=True):
        progress.check()
        reprojector = Reprojector(layer.source, task.system, progress)
        read.append(read_unit_layer(layer.source, reprojector, task.survey, task.settings, task.standards, progress))
    return read


def _check_each(
    task: CheckTask, units: Units | None, progress: FeedbackProgress
) -> tuple[list[LayerResult], list[pd.DataFrame]]:
    """Check each layer of parcels or zones, and those of a role against each other.

    Progress follows the layers' numbers of features.
    """
    layers = task.with_role(units=False)
    # What stops one of them is found before the long reading begins.
    prepared = [prepare_layer(layer, task.survey, task.settings, task.standards, units) for layer in layers]
    ends = np.cumsum([0, *(max(layer.source.features.count, 1) for layer in layers)])
    parts = zip(ends[:-1] / ends[-1], ends[1:] / ends[-1])
    results = []
    by_role: dict[str, list[CheckedLayer]] = {}
    for layer, of_layer, (start, end) in zip(layers, prepared, parts):
        reprojector = Reprojector(layer.source, task.system, progress)
        results.append(check_layer(of_layer, layer.source, reprojector, progress.part(start, end)))
        by_role.setdefault(layer.role, []).append(CheckedLayer(of_layer, layer.source, reprojector))
    if "coverage" not in task.settings.checks:
        return results, []
    return results, [rows for of_role in by_role.values() for rows in overlaps_of_role(of_role, progress)]
