"""The checks of one layer of parcels or zones, of any length, in two readings.

`prepare_layer` finds the layer's columns and returns a frozen task. The first reading checks features one by one
(`features`); the second one compares those that the first one found worth it (`comparisons`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...analysis.problems import ERROR, Findings, Found, problems
from ...analysis.quality.areas import UnitSums
from ...analysis.quality.attributes import absent_for_rules
from ...analysis.quality.fields import check_presence
from ...analysis.quality.geometries import other_shapes
from ...analysis.units import Units
from ...bridge.confidential import handed_on
from ...bridge.errors import InputError
from ...bridge.io.chunks import field_kinds, read_chunks
from ...bridge.io.input_state import UnreliableInputError
from ...bridge.io.sources import Source
from ...bridge.progress import FeedbackProgress
from ...bridge.survey.schema import Survey
from ...bridge.survey.standards import Standards
from .comparisons import LayerMemory, add_to_sums, compare_features
from .features import LayerTask, check_features, find_columns, prepare_features
from .reprojection import Reprojector
from .settings import CheckSettings, LayerToCheck

_FIRST = 0.75  # the first reading's share of the time


@dataclass(frozen=True)
class LayerResult:
    """What the checks of a layer found: problems, not yet in words, and the sums of its parcels by unit."""

    name: str
    problems: list[pd.DataFrame]
    sums: UnitSums


@dataclass(frozen=True)
class _FirstReading:
    """What the first reading found, and what it remembers for the second one.

    Attributes:
        problems: of the layer as a whole.
        findings: of features.
        memory: for the comparison of features.
        sums: of the parcels by unit.

    """

    problems: list[pd.DataFrame]
    findings: Findings
    memory: LayerMemory
    sums: UnitSums


def prepare_layer(
    layer: LayerToCheck, survey: Survey, settings: CheckSettings, standards: Standards, units: Units | None
) -> LayerTask:
    """Find the columns of a layer, and say what it is checked for.

    Args:
        layer: parcels or zones.
        survey: fields and roles, with those of the office's profile.
        settings: parameters.
        standards: what the data are measured by.
        units: of the lowest level; None where there are none.

    Raises:
        InputError: the mapping of fields names a column that is not there.

    """
    name, kinds = layer.source.name, field_kinds(layer.source)
    columns = find_columns(name, layer.role, kinds, survey, settings, standards)
    return LayerTask(name, layer.role, columns, kinds, survey, settings, standards, units)


def check_layer(task: LayerTask, source: Source, reprojector: Reprojector, progress: FeedbackProgress) -> LayerResult:
    """Check a layer.

    Args:
        task: what it is checked for.
        source: the layer.
        reprojector: brings its geometries into the system of the checks.
        progress: receives the fraction done; may cancel.

    """
    first = _read_first(task, source, reprojector, progress.part(0.0, _FIRST))
    compared = compare_features(task, source, reprojector, first.memory, first.sums, progress.part(_FIRST, 1.0))
    return LayerResult(task.name, [*first.problems, *compared, *first.findings.frames()], first.sums)


def _read_first(task: LayerTask, source: Source, reprojector: Reprojector, progress: FeedbackProgress) -> _FirstReading:
    """Check features one by one. A layer that turns out unreadable is not compared, and is a problem."""
    findings, memory, sums = Findings(task.standards.told_once_from), LayerMemory(), UnitSums({}, {})
    found = _check_columns(task)
    empty = True

    def tell_others(numbers: np.ndarray) -> None:
        """Add features that are no polygons to the findings."""
        findings.add([Found(other_shapes(task.name, numbers), len(numbers), "other shapes")])

    try:
        for chunk in read_chunks(source, sorted(set(task.columns.values())), progress, tell_others=tell_others):
            empty = False
            features = prepare_features(task, chunk, reprojector)
            for part in check_features(task, features):
                progress.check()
                # Without the system of the checks, places would mislead.
                rows = part.rows if reprojector.fits else part.rows.assign(geometry=None)
                findings.add([Found(rows, part.of, part.about)])
            memory.add(task, features)
            add_to_sums(sums, task, features)
    except UnreliableInputError:
        raise
    except InputError as error:
        found.append(problems("layer_not_checked", task.name, [""], ERROR, {"reason": [handed_on(str(error))]}))
        return _FirstReading(found, findings, LayerMemory(), sums)
    if task.wants("crs"):
        found += reprojector.found
    if empty:
        found.append(problems("layer_empty", task.name, [""], ERROR))
    return _FirstReading(found, findings, memory, sums)


def _check_columns(task: LayerTask) -> list[pd.DataFrame]:
    """Return problems of fields that a layer of parcels lacks, or has as another kind."""
    found: list[pd.DataFrame] = []
    if not task.of_parcels:
        return found
    kinds = {field: task.kinds[column] for field, column in task.columns.items()}
    if task.wants("fields"):
        found += check_presence(task.name, kinds, task.standards.fields)
    if task.wants("attributes"):
        found.append(absent_for_rules(set(task.columns), task.name, task.standards.rules))
    return found
