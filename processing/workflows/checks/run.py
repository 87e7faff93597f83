"""What `check_layers` does: the checks of all layers, at one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd

from ...analysis.problems import NOTE, collect, problems
from ...analysis.quality.areas import UnitSums
from ...bridge.crs.checks import check_system, system_of
from ...bridge.io.sources import Source
from ...bridge.progress import FeedbackProgress
from ...bridge.survey.schema import Survey
from ...bridge.survey.standards import Standards
from .layers import PARCEL_ROLE, CheckSettings, LayerCheck
from .reprojection import Reprojector, choose_place
from .units import UnitLayers

UNIT_ROLE = "units"
_FIRST = 0.75  # the first reading's share of the time


@dataclass(frozen=True)
class LayerToCheck:
    """A layer and what it is: `parcels`, `units`, or a zone role."""

    source: Source
    role: str


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
        progress: told the share done; may cancel; its feedback receives warnings.

    Returns:
        problems, not yet in words: of coordinate systems, then by layer, parcels first, units last.

    """
    layers = sorted(layers, key=lambda layer: (layer.role != PARCEL_ROLE, layer.role == UNIT_ROLE))
    place = choose_place([layer.source for layer in layers], progress)
    found = []
    if "crs" in settings.checks:
        first = layers[0].source
        reference = system_of(first.crs, first.name)
        for layer in layers:
            crs, of_survey = system_of(layer.source.crs, layer.source.name), layer.role in (PARCEL_ROLE, UNIT_ROLE)
            other = None if layer.source is first or reference is None else (first.name, reference)
            found += check_system(layer.source.name, crs, of_survey, other)

    if "geometry" in settings.checks:
        for layer in layers:
            found += _check_kind(layer.source)

    def mover(layer: LayerToCheck) -> Reprojector:
        return Reprojector(layer.source, place, progress)

    units = UnitLayers(survey, settings.checks, settings.tolerance, standards)
    for layer in layers:
        if layer.role == UNIT_ROLE:
            progress.check()
            units.read(layer.source, mover(layer), progress)
    lowest = units.lowest()
    checks = [
        LayerCheck(layer.source, layer.role, mover(layer), survey, settings, standards, lowest)
        for layer in layers
        if layer.role != UNIT_ROLE
    ]
    sums, parcels = UnitSums({}, {}), ""
    ends = np.cumsum([0, *(max(check.source.features.count, 1) for check in checks)])
    for check, start, end in zip(checks, ends[:-1] / ends[-1], ends[1:] / ends[-1]):
        middle = start + (end - start) * _FIRST
        check.read_first(progress.part(start, middle))
        check.read_again(progress.part(middle, end))
        found += check.problems
        if check.role == PARCEL_ROLE:
            sums, parcels = check.sums, check.name
    found += units.problems(sums, parcels)
    return collect(found, place.crs)


def _check_kind(source: Source) -> list[pd.DataFrame]:
    """Notes on what the layer's geometries are beside polygons."""
    found = []
    if source.has_curves:
        found.append(problems("curves", source.name, [""], NOTE))
    if source.has_heights:
        found.append(problems("heights", source.name, [""], NOTE))
    return found
