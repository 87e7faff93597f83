"""The checks of features one by one: of each chunk of a layer that is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd
import pyproj

from ...analysis.area.ellipsoidal import GaussKruger
from ...analysis.columns import REAL, TEXT, typed
from ...analysis.overlay.parcels import ParcelChecks, check_location_codes, net_areas, record_areas
from ...analysis.problems import ERROR, Found, problems
from ...analysis.quality.areas import check_ridges, check_zone_areas
from ...analysis.quality.attributes import check_attributes
from ...analysis.quality.fields import (
    CLASS,
    LOCATION,
    ClassStandard,
    check_classes,
    check_codes,
    check_numbers,
    check_values,
)
from ...analysis.quality.geometries import check_minimum_areas, check_shapes, sound_shapes
from ...analysis.quality.units import check_places, check_zone_places
from ...analysis.units import Units
from ...bridge.survey.field_matching import column_of, match_fields
from ...bridge.survey.schema import Survey
from ...bridge.survey.standards import Standards
from ...bridge.value_kinds import load_reading
from .reprojection import Reprojector
from .settings import PARCEL_ROLE, CheckSettings

ID, NUMBER, AREA = "BSM", "TBBH", "TBMJ"
_PREVIOUS, _SURVEY2, _PBF = "previous", "survey2", "pbf"


@dataclass(frozen=True)
class LayerTask:
    """What a layer is checked for.

    Attributes:
        name: the layer's name.
        role: `parcels` or a zone role.
        columns: columns of the layer, by the names under which checks know them.
        kinds: kind of each column of the layer: `text`, `real`, `integer` or another.
        survey: fields and roles, with those of the office's profile.
        settings: parameters.
        standards: what the data are measured by.
        units: of the lowest level; None where there are none.

    """

    name: str
    role: str
    columns: Mapping[str, str]
    kinds: Mapping[str, str]
    survey: Survey
    settings: CheckSettings
    standards: Standards
    units: Units | None

    @property
    def of_parcels(self) -> bool:
        """Whether the features are parcels (or zones)."""
        return self.role == PARCEL_ROLE

    def wants(self, check: str) -> bool:
        """Return whether a group of checks is wanted."""
        return check in self.settings.checks


@dataclass(frozen=True)
class Features:
    """A chunk of a layer, ready to be checked.

    Attributes:
        raw: as read.
        frame: values by the names under which checks know them, typed; valid geometries in the system of the checks,
            None where there is none or where the feature lies outside of its own system.
        name: names of the features (n,).
        not_numbers: for each field of numbers, where its value is text (n,).
        repaired: positions of geometries that had to be repaired.
        misplaced: where features lie outside of their own system (n,).
        shapes: problems of missing and invalid geometries.
        crs: the system of the checks.
        projection: of the geometries; None if they are not in the system of the checks.

    """

    raw: geopandas.GeoDataFrame
    frame: geopandas.GeoDataFrame
    name: np.ndarray
    not_numbers: Mapping[str, np.ndarray]
    repaired: np.ndarray
    misplaced: np.ndarray
    shapes: list[Found]
    crs: pyproj.CRS | None
    projection: GaussKruger | None


def find_columns(
    name: str, role: str, kinds: Mapping[str, str], survey: Survey, settings: CheckSettings, standards: Standards
) -> dict[str, str]:
    """Return the columns of a layer that checks look at, by the names under which they know them.

    Args:
        name: the layer's name.
        role: `parcels` or a zone role.
        kinds: kind of each column of the layer.
        survey: fields and roles.
        settings: parameters.
        standards: what the data are measured by.

    Raises:
        InputError: the mapping of fields names a column that is not there.

    """
    if role in (PARCEL_ROLE, _PREVIOUS):
        mapping = settings.field_mapping if role == PARCEL_ROLE else {}
        return {field: column for field, (column, _) in match_fields(kinds, name, mapping, survey).items()}
    of_role = survey.roles[role]
    wanted = {ID: of_role.id_names, LOCATION: of_role.code_names, CLASS: of_role.carries.get(CLASS, ())}
    if role == _PBF:
        wanted.update({what: (column,) for what, column in standards.pbf_areas.items()})
    found = {what: column_of(kinds, names) for what, names in wanted.items()}
    return {what: column for what, column in found.items() if column is not None}


def prepare_features(task: LayerTask, chunk: geopandas.GeoDataFrame, reprojector: Reprojector) -> Features:
    """Type the values of a chunk, and repair and reproject its geometries."""
    geometry, misplaced = reprojector.reproject(chunk.geometry.to_numpy())
    projection = reprojector.projection
    values, not_numbers = {}, {}
    for field, column in task.columns.items():
        kind = _kind(task, field)
        values[field], wrong = typed(chunk[column], kind)
        if kind != TEXT:
            not_numbers[field] = wrong
    name = name_features(task.name, values.get(ID), chunk.index.to_numpy())
    sound, repaired, shapes = sound_shapes(geometry, task.name, name, projection, task.of_parcels)
    sound[misplaced] = None
    frame = geopandas.GeoDataFrame(pd.DataFrame(values, index=chunk.index), geometry=sound)
    crs = reprojector.target_crs
    return Features(chunk, frame, name, not_numbers, repaired, misplaced, list(shapes), crs, projection)


def name_features(layer: str, ids: pd.Series | None, fid: np.ndarray, repeated: np.ndarray | None = None) -> np.ndarray:
    """Return the names of features: the identifier; layer and feature id where it is missing or repeated.

    Args:
        layer: the layer's name.
        ids: identifiers (n,); None where the layer has none.
        fid: feature ids (n,).
        repeated: where the identifier occurs more than once (n,).

    """
    others = np.array([f"{layer}:{number}" for number in fid], dtype=object)
    if ids is None:
        return others
    unfit = ids.isna().to_numpy() if repeated is None else ids.isna().to_numpy() | repeated
    return np.where(unfit, others, ids.to_numpy(dtype=object))


def check_features(task: LayerTask, features: Features) -> Iterator[Found]:
    """Yield what is wrong with the features of a chunk, check by check."""
    frame, count = features.frame, len(features.frame)
    if task.wants("geometry"):
        yield from features.shapes
    if task.wants("crs"):
        rows = np.flatnonzero(features.misplaced)
        yield Found(problems("stray", task.name, features.name[rows], ERROR), count, "stray")
    if task.wants("fields"):
        for field, wrong in features.not_numbers.items():
            raw, geometry = features.raw[task.columns[field]], frame.geometry.to_numpy()
            yield check_numbers(raw, wrong, task.name, features.name, field, geometry)
    yield from _check_attributes(task, frame, features.name)
    yield from _check_identifiers(task, frame, features.name)
    if features.projection is None:
        return
    if task.wants("geometry"):
        drawn = frame.geometry.to_numpy().copy()
        drawn[features.repaired] = None
        shapes = task.standards.shapes
        yield from check_shapes(drawn, task.name, features.name, features.projection, shapes, task.of_parcels)
    yield from _check_areas(task, features, features.projection)
    yield from _check_places(task, frame, features.name)


def _kind(task: LayerTask, field: str) -> str:
    """Return the kind of a field; what the survey does not know is a number."""
    known = task.survey.fields.get(field)
    return REAL if known is None else known.kind


def _check_attributes(task: LayerTask, frame: geopandas.GeoDataFrame, feature: np.ndarray) -> Iterator[Found]:
    """Yield what is wrong with attributes of parcels, and with land classes."""
    name, standards = task.name, task.standards
    if task.of_parcels:
        if task.wants("fields"):
            yield from check_values(frame, name, feature, standards.fields)
        if task.wants("codes"):
            yield from check_codes(frame, name, feature, standards.fields)
            if LOCATION in frame:
                found = check_location_codes(frame, feature, name, dict(task.survey.levels))
                yield Found(found, len(frame), "location codes")
        if task.wants("attributes"):
            yield from check_attributes(frame, name, feature, standards.rules, standards.classes)
        if task.wants("areas") and AREA in frame:
            yield from check_ridges(frame, name, feature)
    if task.wants("codes"):
        yield from check_classes(frame, name, feature, _classes(task))


def _check_identifiers(task: LayerTask, frame: geopandas.GeoDataFrame, feature: np.ndarray) -> Iterator[Found]:
    """Yield parcels without identifier, and PBF zones whose recorded areas contradict each other."""
    if task.wants("ids") and task.of_parcels and ID in frame:
        rows = np.flatnonzero(frame[ID].isna())
        found = problems("missing_bsm", task.name, feature[rows], ERROR, None, frame.geometry.to_numpy()[rows])
        yield Found(found, len(frame), "missing id")
    if task.wants("areas") and task.role == _PBF:
        columns = {what: what for what in task.standards.pbf_areas if what in frame}
        yield from check_zone_areas(frame, task.name, feature, columns)


def _classes(task: LayerTask) -> ClassStandard:
    """Return the land classes that a layer may have."""
    standards, kinds = task.standards, load_reading().kinds
    if task.role == _SURVEY2:
        return ClassStandard(lambda code: code in standards.survey2, False, kind=kinds.get(f"{_SURVEY2}_{CLASS}"))
    return ClassStandard(standards.classes.known, task.of_parcels, standards.survey2, kinds.get(CLASS))


def _check_areas(task: LayerTask, features: Features, projection: GaussKruger) -> Iterator[Found]:
    """Yield parcels whose recorded areas deviate, and those below the least area of their class."""
    if not task.of_parcels or AREA not in features.frame:
        return
    area, found = _record_areas(task, features, projection)
    if task.wants("areas"):
        yield from found
    if task.wants("geometry") and CLASS in features.frame:
        shapes, classes = task.standards.shapes, task.standards.classes
        yield check_minimum_areas(features.frame, area, task.name, features.name, shapes, classes)


def _record_areas(task: LayerTask, features: Features, projection: GaussKruger) -> tuple[np.ndarray, list[Found]]:
    """Return areas of record (m²), and what is wrong with them, by the overlay's own functions."""
    found: list[pd.DataFrame] = []
    frame = features.frame.set_crs(features.crs, allow_override=True)
    checks = ParcelChecks(task.settings.area_method, task.settings.deviation / 100, dict(task.survey.levels))
    geometry = frame.geometry.to_numpy()
    area = record_areas(frame, geometry, features.name, task.name, found, projection, checks)
    if CLASS in frame:
        cultivated = frame[CLASS].isin(task.standards.classes.codes("cultivated")).to_numpy()
        net_areas(frame, area, cultivated, features.name, task.name, found, geometry)
    return area / 100, [Found(rows, len(frame), f"areas {rows['kind'].iloc[0]}") for rows in found]


def _check_places(task: LayerTask, frame: geopandas.GeoDataFrame, feature: np.ndarray) -> Iterator[Found]:
    """Yield features that lie in another unit than their code says; earlier surveys have the units of their time."""
    if task.units is None or task.role in (_PREVIOUS, _SURVEY2) or not task.wants("places") or LOCATION not in frame:
        return
    code, geometry = frame[LOCATION], frame.geometry.to_numpy()
    if task.of_parcels:
        found = check_places(task.name, feature, code, geometry, task.units)
    else:
        found = check_zone_places(task.name, feature, code, geometry, task.units)
    yield Found(found, len(frame), "places")
