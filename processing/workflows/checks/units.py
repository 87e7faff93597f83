"""Checks of administrative units: among themselves, and against the parcels."""

from __future__ import annotations

import geopandas
import numpy as np
import pandas as pd

from ...analysis.columns import clean_text
from ...analysis.geometry.boundaries import Outline
from ...analysis.geometry.coverage import find_faults
from ...analysis.geometry.predicates import find_overlapping_pairs
from ...analysis.problems import ERROR, WARNING, problems
from ...analysis.quality.areas import UnitSums
from ...analysis.quality.overlaps import overlap_problems
from ...analysis.quality.units import (
    check_control_areas,
    check_unit_codes,
    check_units_against_parcels,
    uncovered_problems,
)
from ...analysis.units import Units
from ...bridge.errors import InputError
from ...bridge.io.chunks import field_kinds, read_chunks
from ...bridge.io.reading import LayerData
from ...bridge.io.sources import Source
from ...bridge.progress import FeedbackProgress
from ...bridge.survey.field_matching import column_of
from ...bridge.survey.schema import Survey
from ...bridge.survey.standards import Standards
from ..units import finest_units, read_units
from .reprojection import Reprojector

_PART = "MSSM"


class UnitLayers:
    """The layers of units that were given; read whole, since even a province has few.

    Args:
        survey: fields, with those of the office's profile.
        checks: groups of checks that are wanted.
        tolerance: metres; thinner faults of coverage are none.
        standards: what the data are measured by.

    """

    def __init__(self, survey: Survey, checks: frozenset[str], tolerance: float, standards: Standards) -> None:
        self._survey, self._standards = survey, standards
        self._checks, self._tolerance = checks, tolerance
        self._layers: list[tuple[str, geopandas.GeoDataFrame]] = []
        self._found: list[pd.DataFrame] = []

    def read(self, source: Source, mover: Reprojector, progress: FeedbackProgress) -> None:
        """Read a layer."""
        try:
            units, found = self._units(source, mover, progress)
        except InputError as error:
            self._found.append(problems("layer_not_checked", source.name, [""], ERROR, {"reason": [str(error)]}))
            return
        if "crs" in self._checks:
            self._found += mover.found
        if "geometry" in self._checks:
            self._found += found
        self._layers.append((source.name, units))

    def _units(
        self, source: Source, mover: Reprojector, progress: FeedbackProgress
    ) -> tuple[geopandas.GeoDataFrame, list[pd.DataFrame]]:
        survey, kinds = self._survey, field_kinds(source)
        control = column_of(kinds, [self._standards.unit_area_field])
        part = column_of(kinds, [_PART])
        names = [column_of(kinds, given) for given in (survey.unit_code, survey.unit_name)]
        wanted = [column for column in (*names, control, part) if column is not None]
        chunks = list(read_chunks(source, wanted, progress.part(0, 0)))
        if not chunks:
            nothing = geopandas.GeoDataFrame({"code": [], "control": [], "part": []}, geometry=geopandas.GeoSeries([]))
            return nothing, [problems("layer_empty", source.name, [""], WARNING)]
        frame = pd.concat(chunks)
        geometry, away = mover.bring(frame.geometry.to_numpy())
        geometry[away] = None
        frame = frame.set_geometry(geopandas.GeoSeries(geometry, index=frame.index))
        data = LayerData(source.name, frame, mover.crs, None, source.part)
        units, found = read_units([data], lambda given: given.frame, survey)
        frame = frame[clean_text(frame[names[0]]).notna()]  # those that it keeps
        units["control"] = pd.to_numeric(frame[control], errors="coerce").to_numpy(float) if control else np.nan
        units["part"] = frame[part].astype(str).to_numpy() if part else ""
        if not mover.fits:
            units = units.set_geometry(geopandas.GeoSeries([None] * len(units)))
            found = [rows.assign(geometry=None) for rows in found]
        return units, found

    def lowest(self) -> Units | None:
        """The units of the lowest level, with which places are compared; None if there are none."""
        if not self._layers:
            return None
        every = pd.concat([units for _, units in self._layers], ignore_index=True)
        lowest = finest_units(every, self._survey.levels)
        return lowest if len(lowest.code) else None

    def problems(self, sums: UnitSums, parcels: str) -> list[pd.DataFrame]:
        """All problems of the units.

        Args:
            sums: of the parcels, empty if there are none.
            parcels: name of the parcels' layer.

        """
        found = list(self._found)
        for name, units in self._layers:
            code, geometry = units["code"].to_numpy(dtype=object), units.geometry.to_numpy()
            if "ids" in self._checks:
                found.append(check_unit_codes(name, code, units["part"].to_numpy(), geometry))
            levels = _levels(units["code"], self._survey)
            for digits in np.unique(levels[levels > 0]):
                level = units[levels == digits]
                if "coverage" in self._checks:
                    found += self._coverage(name, level)
                if sums.count:
                    found += self._against(name, level, int(digits), sums, parcels)
        return found

    def _coverage(self, name: str, units: geopandas.GeoDataFrame) -> list[pd.DataFrame]:
        units = units[units.geometry.notna()]
        code, geometry = units["code"].to_numpy(dtype=object), units.geometry.to_numpy()
        outline = Outline()
        outline.add(geometry)
        faults = find_faults(outline, self._tolerance)
        found = [uncovered_problems(name, faults.uncovered, geometry, code, self._tolerance)]
        if len(faults.overlaps):
            couples = find_overlapping_pairs(geometry, self._tolerance)
            found.append(overlap_problems("units_overlap", name, geometry, code, couples))
        return found

    def _against(
        self, name: str, units: geopandas.GeoDataFrame, digits: int, sums: UnitSums, parcels: str
    ) -> list[pd.DataFrame]:
        code, geometry = units["code"].to_numpy(dtype=object), units.geometry.to_numpy()
        found = []
        if "places" in self._checks:
            found += check_units_against_parcels(name, code, geometry, sums, digits, parcels)
        if "areas" in self._checks:
            control, slack = units["control"].to_numpy(), self._standards.unit_area
            found.append(check_control_areas(name, code, control, geometry, sums, digits, slack))
        return found


def _levels(code: pd.Series, survey: Survey) -> np.ndarray:
    """Digits of the levels that codes belong to, 0 for none; village codes may be followed by more."""
    levels = sorted(survey.levels.values())
    length = code.str.len().clip(upper=levels[-1]).to_numpy()
    return np.where(np.isin(length, levels), length, 0)
