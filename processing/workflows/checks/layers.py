"""Checks of one layer of parcels or zones, of any length.

The layer is read once for what can be told of features one by one, and once more for what takes several (repeated
identifiers, overlaps, uncovered places), if there is any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd

from ...analysis.area.ellipsoidal import GaussKruger
from ...analysis.area.rounding import LARGEST_AREA, to_cents
from ...analysis.columns import REAL, TEXT, typed
from ...analysis.geometry.boundaries import Outline
from ...analysis.geometry.coverage import Faults, find_faults
from ...analysis.overlay.parcels import ParcelChecks, check_location_codes, net_areas, record_areas
from ...analysis.problems import ERROR, Findings, Found, problems
from ...analysis.progress import Progress, Silent
from ...analysis.quality.areas import UnitSums, check_ridges, check_zone_areas
from ...analysis.quality.attributes import absent_for_rules, check_attributes
from ...analysis.quality.duplicates import DuplicateFinder
from ...analysis.quality.fields import (
    CLASS,
    LOCATION,
    ClassStandard,
    check_classes,
    check_codes,
    check_numbers,
    check_presence,
    check_values,
)
from ...analysis.quality.geometries import check_minimum_areas, check_shapes, sound_shapes
from ...analysis.quality.offending_features import DuplicateFeatures, FeaturesAtFaults
from ...analysis.quality.units import check_places, check_zone_places
from ...analysis.units import Units
from ...bridge.errors import InputError
from ...bridge.io.chunks import field_kinds, read_chunks
from ...bridge.io.sources import Source
from ...bridge.progress import FeedbackProgress
from ...bridge.survey.field_matching import column_of, match_fields
from ...bridge.survey.schema import Survey
from ...bridge.survey.standards import Standards
from .reprojection import Reprojector

PARCEL_ROLE, PREVIOUS, SURVEY2, PBF = "parcels", "previous", "survey2", "pbf"
_ID, _NUMBER, _VILLAGE = "BSM", "TBBH", "village"


@dataclass(frozen=True)
class CheckSettings:
    """Parameters of the checks.

    Attributes:
        checks: groups of checks that are wanted.
        field_mapping: field of the parcels -> column.
        area_method: `national`, `geodesic` or `planar`.
        deviation: per cent between TBMJ and the measured area that are none.
        tolerance: metres; thinner faults of coverage are none.
        threads: how many GEOS may use.

    """

    checks: frozenset[str]
    field_mapping: Mapping[str, str]
    area_method: str
    deviation: float
    tolerance: float
    threads: int


class LayerCheck:
    """The checks of one layer.

    Args:
        source: the layer.
        role: `parcels` or a zone role.
        mover: brings its geometries to the common place.
        survey: fields and roles, with those of the office's profile.
        settings: parameters.
        standards: what the data are measured by.
        units: of the lowest level, if there are any.

    """

    def __init__(
        self,
        source: Source,
        role: str,
        mover: Reprojector,
        survey: Survey,
        settings: CheckSettings,
        standards: Standards,
        units: Units | None,
    ) -> None:
        self.source, self.role, self.name = source, role, source.name
        self.sums, self._survey = UnitSums({}, {}), survey
        self._mover, self._settings, self._standards, self._units = mover, settings, standards, units
        self._findings, self._frames = Findings(standards.told_once_from), []
        self._ids, self._numbers, self._outline = DuplicateFinder(), DuplicateFinder(), Outline()
        self._progress: Progress = Silent()
        self._kinds = field_kinds(source)
        self._columns = self._choose_columns()

    @property
    def problems(self) -> list[pd.DataFrame]:
        """All problems found."""
        return [*self._frames, *self._findings.frames()]

    def _wants(self, check: str) -> bool:
        return check in self._settings.checks

    def _choose_columns(self) -> dict[str, str]:
        """Columns of the layer, by the names under which checks know them."""
        if self.role in (PARCEL_ROLE, PREVIOUS):
            mapping = self._settings.field_mapping if self.role == PARCEL_ROLE else {}
            found = match_fields(self._kinds, self.name, mapping, self._survey)
            return {name: column for name, (column, _) in found.items()}
        role = self._survey.roles[self.role]
        names = {_ID: role.id_names, LOCATION: role.code_names, CLASS: role.carries.get(CLASS, ())}
        if self.role == PBF:
            names.update({name: (column,) for name, column in self._standards.pbf_areas.items()})
        found = {name: column_of(self._kinds, given) for name, given in names.items()}
        return {name: column for name, column in found.items() if column is not None}

    # The first reading.

    def read_first(self, progress: FeedbackProgress) -> None:
        """Check features one by one, and gather what the second reading needs."""
        self._progress = progress
        if self.role == PARCEL_ROLE:
            self._check_fields()
        empty = True
        try:
            for chunk in read_chunks(self.source, sorted(set(self._columns.values())), progress):
                empty = False
                self._check(chunk)
        except InputError as error:
            self._frames.append(problems("layer_not_checked", self.name, [""], ERROR, {"reason": [str(error)]}))
            self._ids, self._numbers, self._outline = DuplicateFinder(), DuplicateFinder(), Outline()
            return
        if self._wants("crs"):
            self._frames += self._mover.found
        if empty:
            self._frames.append(problems("layer_empty", self.name, [""], ERROR))

    def _check_fields(self) -> None:
        kinds = {name: self._kinds[column] for name, column in self._columns.items()}
        if self._wants("fields"):
            self._frames += check_presence(self.name, kinds, self._standards.fields)
        if self._wants("attributes"):
            self._frames.append(absent_for_rules(set(self._columns), self.name, self._standards.rules))

    def _check(self, chunk: geopandas.GeoDataFrame) -> None:
        raw, away = self._mover.bring(chunk.geometry.to_numpy())
        projection = self._mover.projection
        values, texts = self._typed(chunk)
        feature = self._names(values.get(_ID), chunk.index.to_numpy())
        sound, broken, shapes = sound_shapes(raw, self.name, feature, projection, self.role == PARCEL_ROLE)
        sound[away] = None
        frame = geopandas.GeoDataFrame(pd.DataFrame(values, index=chunk.index), geometry=sound)
        self._add(shapes if self._wants("geometry") else [])
        if self._wants("crs"):
            rows = np.flatnonzero(away)
            self._add([Found(problems("stray", self.name, feature[rows], ERROR), len(frame), "stray")])
        if self._wants("fields"):
            self._add(
                check_numbers(chunk[self._columns[name]], wrong, self.name, feature, name, sound)
                for name, wrong in texts.items()
            )
        self._add(self._check_values(frame, feature))
        if projection is not None:
            if self._wants("geometry"):
                drawn = sound.copy()
                drawn[broken] = None
                parcels, standard = self.role == PARCEL_ROLE, self._standards.shapes
                self._add(check_shapes(drawn, self.name, feature, projection, standard, parcels))
            self._add(self._check_places(frame, feature, projection))
        self._remember(frame)

    def _typed(self, chunk: geopandas.GeoDataFrame) -> tuple[dict[str, pd.Series], dict[str, np.ndarray]]:
        """Values by name, and for numbers which of them were text."""
        values, texts = {}, {}
        for name, column in self._columns.items():
            values[name], wrong = typed(chunk[column], self._kind(name))
            if self._kind(name) != TEXT:
                texts[name] = wrong
        return values, texts

    def _kind(self, name: str) -> str:
        known = self._survey.fields.get(name)
        return REAL if known is None else known.kind

    def _names(self, ids: pd.Series | None, fid: np.ndarray, repeated: np.ndarray | None = None) -> np.ndarray:
        """Names of features: their identifier; layer and feature id where it is missing or repeated."""
        other = np.array([f"{self.name}:{number}" for number in fid], dtype=object)
        if ids is None:
            return other
        unfit = ids.isna().to_numpy() if repeated is None else ids.isna().to_numpy() | repeated
        return np.where(unfit, other, ids.to_numpy(dtype=object))

    def _add(self, found: Iterable[Found]) -> None:
        """Add findings; where the layer has no place in common with others, theirs would mislead."""
        for part in found:
            self._progress.check()
            rows = part.rows if self._mover.fits else part.rows.assign(geometry=None)
            self._findings.add([Found(rows, part.of, part.about)])

    def _check_values(self, frame: geopandas.GeoDataFrame, feature: np.ndarray) -> Iterator[Found]:
        """Checks that need no place."""
        name, standards = self.name, self._standards
        if self.role == PARCEL_ROLE:
            if self._wants("fields"):
                yield from check_values(frame, name, feature, standards.fields)
            if self._wants("codes"):
                yield from check_codes(frame, name, feature, standards.fields)
                if LOCATION in frame:
                    found = check_location_codes(frame, feature, name, dict(self._survey.levels))
                    yield Found(found, len(frame), "location codes")
            if self._wants("attributes"):
                yield from check_attributes(frame, name, feature, standards.rules, standards.classes)
            if self._wants("areas") and "TBMJ" in frame:
                yield from check_ridges(frame, name, feature)
        if self._wants("codes"):
            yield from check_classes(frame, name, feature, self._classes())
        if self._wants("ids") and self.role == PARCEL_ROLE and _ID in frame:
            rows = np.flatnonzero(frame[_ID].isna())
            found = problems("missing_bsm", name, feature[rows], ERROR, None, frame.geometry.to_numpy()[rows])
            yield Found(found, len(frame), "missing id")
        if self._wants("areas") and self.role == PBF:
            columns = {what: what for what in standards.pbf_areas if what in frame}
            yield from check_zone_areas(frame, name, feature, columns)

    def _classes(self) -> ClassStandard:
        standards = self._standards
        if self.role == SURVEY2:
            return ClassStandard(lambda code: code in standards.survey2, needed=False)
        return ClassStandard(standards.classes.known, self.role == PARCEL_ROLE, standards.survey2)

    def _check_places(
        self, frame: geopandas.GeoDataFrame, feature: np.ndarray, projection: GaussKruger
    ) -> Iterator[Found]:
        """Checks that need coordinates in metres."""
        name, geometry, parcels = self.name, frame.geometry.to_numpy(), self.role == PARCEL_ROLE
        if parcels and "TBMJ" in frame:
            area, found = self._areas(frame, feature, projection)
            if self._wants("areas"):
                yield from found
            if self._wants("geometry") and CLASS in frame:
                shapes, classes = self._standards.shapes, self._standards.classes
                yield check_minimum_areas(frame, area, name, feature, shapes, classes)
        # Earlier surveys have the units of their time.
        comparable = self._units is not None and self.role not in (PREVIOUS, SURVEY2)
        if self._wants("places") and comparable and LOCATION in frame:
            code, levels = frame[LOCATION], self._survey.levels
            if parcels:
                found = check_places(name, feature, code, geometry, self._units, levels)
            else:
                found = check_zone_places(name, feature, code, geometry, self._units)
            yield Found(found, len(frame), "places")

    def _areas(
        self, frame: geopandas.GeoDataFrame, feature: np.ndarray, projection: GaussKruger
    ) -> tuple[np.ndarray, list[Found]]:
        """Areas of record (m²), and what is wrong with them, as the overlay finds it."""
        settings, found = self._settings, []
        frame = frame.set_crs(self._mover.place_crs, allow_override=True)
        checks = ParcelChecks(settings.area_method, settings.deviation / 100, dict(self._survey.levels))
        geometry = frame.geometry.to_numpy()
        area = record_areas(frame, geometry, feature, self.name, found, projection, checks)
        if CLASS in frame:
            cultivated = frame[CLASS].isin(self._standards.classes.codes("cultivated")).to_numpy()
            net_areas(frame, area, cultivated, feature, self.name, found, geometry)
        return area / 100, [Found(rows, len(frame), f"areas {rows['kind'].iloc[0]}") for rows in found]

    def _remember(self, frame: geopandas.GeoDataFrame) -> None:
        if self._wants("coverage") and self._mover.fits:
            self._outline.add(frame.geometry.to_numpy())
        if self._wants("ids") and _ID in frame:
            self._ids.add(frame[_ID])
        if self.role != PARCEL_ROLE or LOCATION not in frame:
            return
        if self._wants("ids") and _NUMBER in frame:
            self._numbers.add(_numbers(frame, self._survey.levels[_VILLAGE]))
        area = frame["TBMJ"].to_numpy(float) if "TBMJ" in frame else np.zeros(len(frame))
        self.sums.add(frame[LOCATION], to_cents(np.where((area > 0) & (area < LARGEST_AREA), area, 0.0)))

    # The second reading.

    def read_again(self, progress: FeedbackProgress) -> None:
        """Name the features that repeat an identifier, overlap, or lie beside what is not covered."""
        faults = self._faults(progress.part(0.0, 0.2))
        near = np.concatenate([faults.overlaps, faults.uncovered, faults.outside])
        if not (len(near) or self._ids.any() or self._numbers.any()):
            return
        at_faults = FeaturesAtFaults(faults, self._settings.tolerance)
        same_id, same_number = DuplicateFeatures(), DuplicateFeatures()
        columns = {name: column for name, column in self._columns.items() if name in (_ID, _NUMBER, LOCATION)}
        for chunk in read_chunks(self.source, sorted(set(columns.values())), progress.part(0.2, 0.9)):
            values = {name: typed(chunk[column], TEXT)[0] for name, column in columns.items()}
            repeated = self._ids.are_repeated(values[_ID]) if _ID in values else np.zeros(len(chunk), bool)
            feature = self._names(values.get(_ID), chunk.index.to_numpy(), repeated)
            geometry, away = self._mover.bring(chunk.geometry.to_numpy())
            geometry[away] = None
            at_faults.add(geometry, feature)
            if repeated.any():
                same_id.add(values[_ID], repeated, feature, geometry)
            if self._numbers.any():
                numbers = _numbers(pd.DataFrame(values), self._survey.levels[_VILLAGE])
                same_number.add(numbers, self._numbers.are_repeated(numbers), feature, geometry)
        parcels = self.role == PARCEL_ROLE
        self._frames += at_faults.problems(self.name, parcels, self._settings.threads, progress.part(0.9, 1.0))
        found = [same_id.of_parcels(self.name) if parcels else same_id.of_zones(self.name)]
        found.append(same_number.of_numbers(self.name))
        self._frames += found if self._mover.fits else [rows.assign(geometry=None) for rows in found]

    def _faults(self, progress: FeedbackProgress) -> Faults:
        tolerance, units = self._settings.tolerance, self._units
        if not self._wants("coverage"):
            nothing = np.zeros(0, dtype=object)
            return Faults(nothing, nothing, nothing)
        if self.role != PARCEL_ROLE:
            return find_faults(self._outline, tolerance, uncovered=False, progress=progress)
        if units is None:
            return find_faults(self._outline, tolerance, progress=progress)
        # Of a unit without any parcel nothing is expected: that it has none is told once.
        levels = sorted(self._survey.levels.values())
        counts = {digits: self.sums.by_length(digits)[1] for digits in levels}
        length = [min(len(code), levels[-1]) for code in units.code]
        named = np.array([code[:n] in counts.get(n, {}) for code, n in zip(units.code, length)], bool)
        boundaries = units.shapes.decode()
        return find_faults(self._outline, tolerance, True, boundaries[named], boundaries, progress)


def _numbers(frame: pd.DataFrame, digits: int) -> pd.Series:
    """Village (so many digits of the code) and number of parcels, which together occur once."""
    village = frame[LOCATION].str[:digits]
    return (village + "/" + frame[_NUMBER]).where(frame[_NUMBER].notna(), None)
