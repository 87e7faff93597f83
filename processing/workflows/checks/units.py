"""Checks of administrative units: among themselves, and against the parcels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd

from ...analysis.geometry.boundaries import Outline
from ...analysis.geometry.coverage import find_faults
from ...analysis.geometry.predicates import find_overlapping_pairs
from ...analysis.problems import ERROR, NONE, WARNING, problems
from ...analysis.quality.areas import UnitSums
from ...analysis.quality.geometries import other_shapes
from ...analysis.quality.overlaps import NamedPolygons, overlap_problems, overlaps_between_layers
from ...analysis.quality.units import (
    check_control_areas,
    check_unit_codes,
    check_units_against_parcels,
    uncovered_problems,
)
from ...analysis.units import Units, choose_units, merge_units
from ...analysis.values.unit_codes import trim_code
from ...bridge.confidential import handed_on
from ...bridge.errors import InputError
from ...bridge.io.chunks import field_kinds, read_chunks
from ...bridge.io.input_state import UnreliableInputError
from ...bridge.io.sources import Source
from ...bridge.progress import FeedbackProgress
from ...bridge.survey.field_matching import column_of
from ...bridge.survey.schema import Survey
from ...bridge.survey.standards import Standards
from ..units import read_unit_features
from .reprojection import Reprojector
from .settings import CheckSettings

_PART = "MSSM"


@dataclass(frozen=True)
class UnitLayer:
    """A layer of units, read whole: even a province has few.

    Attributes:
        name: the layer's name.
        units: columns `code`, `name`, `control` (area, m²) and `part`, with boundaries in the working system.
        problems: what reading it found.

    """

    name: str
    units: geopandas.GeoDataFrame
    problems: list[pd.DataFrame]


def read_unit_layer(
    source: Source,
    reprojector: Reprojector,
    survey: Survey,
    settings: CheckSettings,
    standards: Standards,
    progress: FeedbackProgress,
) -> UnitLayer:
    """Read a layer of units; one that cannot be read has no units, and a problem says why."""
    try:
        units, broken, strays = _read(source, reprojector, survey, standards, progress)
    except UnreliableInputError:
        raise
    except InputError as error:
        unread = problems("layer_not_checked", source.name, [""], ERROR, {"reason": [handed_on(str(error))]})
        return UnitLayer(source.name, _no_units(), [unread])
    found: list[pd.DataFrame] = []
    if "crs" in settings.checks:
        found += [*reprojector.found, strays]
    if "geometry" in settings.checks:
        found += broken
    return UnitLayer(source.name, units, found)


def units_of_places(layers: Sequence[UnitLayer], survey: Survey, tolerance: float) -> Units | None:
    """Return the units with which places are compared, as `choose_units` does; None if there are none."""
    there = [layer.units for layer in layers if len(layer.units)]
    if not there:
        return None
    chosen = choose_units(merge_units(pd.concat(there, ignore_index=True), survey.levels), survey.levels, tolerance)
    return chosen if len(chosen.code) else None


def check_units(
    layers: Sequence[UnitLayer],
    survey: Survey,
    settings: CheckSettings,
    standards: Standards,
    sums: UnitSums,
    parcels: str,
) -> list[pd.DataFrame]:
    """Check the units of each layer, level by level.

    Args:
        layers: as read.
        survey: levels of units.
        settings: parameters.
        standards: what the data are measured by.
        sums: of the parcels by unit, empty if there are none.
        parcels: name of the parcels' layer.

    Returns:
        all problems of the units, those of reading first.

    """
    found = [problem for layer in layers for problem in layer.problems]
    for layer in layers:
        if not len(layer.units):
            continue
        code, geometry = layer.units["code"].to_numpy(dtype=object), layer.units.geometry.to_numpy()
        if "ids" in settings.checks:
            found.append(check_unit_codes(layer.name, code, layer.units["part"].to_numpy(), geometry))
        levels = _levels(layer.units["code"], survey)
        for digits in np.unique(levels[levels > 0]):
            level = layer.units[levels == digits]
            if "coverage" in settings.checks:
                found += _check_coverage(layer.name, level, settings.tolerance)
            if sums.count:
                found += _check_against_parcels(
                    layer.name, level, int(digits), survey, settings, standards, sums, parcels
                )
    if "coverage" in settings.checks:
        found += _overlaps_between(layers, survey, settings)
    return found


def _overlaps_between(layers: Sequence[UnitLayer], survey: Survey, settings: CheckSettings) -> list[pd.DataFrame]:
    """Return problems of units of a level that overlap units of another layer."""
    given = [(layer, _levels(layer.units["code"], survey)) for layer in layers if len(layer.units)]
    found = []
    for digits in survey.levels.values():
        named = []
        for layer, levels in given:
            units = layer.units[(levels == digits) & layer.units.geometry.notna().to_numpy()]
            code = np.array([trim_code(one, survey.levels.values()) for one in units["code"]], dtype=object)
            named.append(NamedPolygons(layer.name, units.geometry.to_numpy(), code))
        found += overlaps_between_layers("units_overlap", named, settings.tolerance, settings.threads)
    return found


def _no_units() -> geopandas.GeoDataFrame:
    """Return a table of no units."""
    return geopandas.GeoDataFrame({"code": [], "control": [], "part": []}, geometry=geopandas.GeoSeries([]))


def _read(
    source: Source, reprojector: Reprojector, survey: Survey, standards: Standards, progress: FeedbackProgress
) -> tuple[geopandas.GeoDataFrame, list[pd.DataFrame], pd.DataFrame]:
    """Read the units of a layer, what is wrong with codes and boundaries, and which lie outside of their system."""
    kinds = field_kinds(source)
    control = column_of(kinds, [standards.unit_area_field])
    part = column_of(kinds, [_PART])
    names = [column_of(kinds, given) for given in (survey.unit_code, survey.unit_name)]
    wanted = [column for column in (*names, control, part) if column is not None]
    others: list[pd.DataFrame] = []

    def tell_others(numbers: np.ndarray) -> None:
        """Add features that are no polygons to the problems."""
        others.append(other_shapes(source.name, numbers))

    chunks = list(read_chunks(source, wanted, progress.part(0, 0), tell_others=tell_others))
    if not chunks:
        return _no_units(), [*others, problems("layer_empty", source.name, [""], WARNING)], NONE
    frame = pd.concat(chunks)
    geometry, misplaced = reprojector.reproject(frame.geometry.to_numpy())
    frame = frame.set_geometry(geopandas.GeoSeries(geometry, index=frame.index))
    units, found = read_unit_features(source.name, frame, survey)
    found = [*others, *found]
    kept = frame.index.isin(units.index)
    strays = units[misplaced[kept]]
    units = units.set_geometry(units.geometry.where(~misplaced[kept], None))
    units["control"] = pd.to_numeric(frame.loc[kept, control], errors="coerce").to_numpy(float) if control else np.nan
    units["part"] = frame.loc[kept, part].astype(str).to_numpy() if part else ""
    if not reprojector.fits:
        units = units.set_geometry(geopandas.GeoSeries([None] * len(units), index=units.index))
        found = [rows.assign(geometry=None) for rows in found]
    return units, found, problems("stray", source.name, strays["code"], ERROR)


def _check_coverage(name: str, units: geopandas.GeoDataFrame, tolerance: float) -> list[pd.DataFrame]:
    """Return problems of units of a level that overlap, and of places between them that none covers."""
    units = units[units.geometry.notna()]
    code, geometry = units["code"].to_numpy(dtype=object), units.geometry.to_numpy()
    outline = Outline()
    outline.add(geometry)
    faults = find_faults(outline, tolerance)
    found = [uncovered_problems(name, faults.uncovered, geometry, code, tolerance)]
    if len(faults.overlaps):
        pairs = find_overlapping_pairs(geometry, tolerance)
        found.append(overlap_problems("units_overlap", name, geometry, code, pairs, tolerance))
    return found


def _check_against_parcels(
    name: str,
    units: geopandas.GeoDataFrame,
    digits: int,
    survey: Survey,
    settings: CheckSettings,
    standards: Standards,
    sums: UnitSums,
    parcels: str,
) -> list[pd.DataFrame]:
    """Return problems of units of a level without parcels, and of parcels without unit, and of control areas."""
    code, geometry = units["code"].to_numpy(dtype=object), units.geometry.to_numpy()
    found = []
    if "places" in settings.checks:
        found += check_units_against_parcels(name, code, geometry, sums, digits, parcels, survey.levels)
    if "areas" in settings.checks:
        control = units["control"].to_numpy()
        found.append(check_control_areas(name, code, control, geometry, sums, digits, standards.unit_area))
    return found


def _levels(code: pd.Series, survey: Survey) -> np.ndarray:
    """Return the digits of each code's level, 0 for none (n,); zeros that fill up a code do not count."""
    length = np.array([len(trim_code(one, survey.levels.values())) for one in code], dtype=np.int64)
    return np.where(np.isin(length, list(survey.levels.values())), length, 0)
