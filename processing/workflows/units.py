"""Administrative units from the layers given: their codes, names and boundaries, and which are the finest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import geopandas
import numpy as np
import pandas as pd
import shapely

from ..analysis.columns import clean_text
from ..analysis.geometry.set_operations import repair
from ..analysis.problems import ERROR, WARNING, problems
from ..analysis.quality.geometries import invalid_zones
from ..analysis.units import Units
from ..bridge.survey.field_matching import unit_columns
from ..bridge.survey.schema import Survey
from ..reports.maps.layout.unit_outlines import dissolve


def read_units(
    units: Iterable[tuple[str, geopandas.GeoDataFrame]], survey: Survey
) -> tuple[geopandas.GeoDataFrame, list[pd.DataFrame]]:
    """Read code, name and boundary of units from any number of layers.

    Args:
        units: name and frame of each layer, in one coordinate system.
        survey: names of the fields.

    Returns:
        columns `code`, `name` and the repaired boundary, units without a code left out; and what is wrong: units
        without code or boundary, and boundaries that had to be repaired.

    Raises:
        InputError: a layer has no column of codes.

    """
    frames, found = [], []
    for layer, frame in units:
        code, name = unit_columns(frame.columns, layer, survey)
        if not len(frame):
            found.append(problems("layer_empty", layer, [""], WARNING))
        codes = clean_text(frame[code])
        nameless = frame[codes.isna()]
        values = {"name": nameless[name] if name else nameless.index}
        found.append(problems("unit_without_code", layer, nameless.index, ERROR, values))
        kept, codes = frame[codes.notna()], codes.dropna().to_numpy(dtype=object)
        geometry, broken = repair(kept.geometry.to_numpy())
        none = np.flatnonzero(shapely.is_missing(geometry))
        broken = np.setdiff1d(broken, none)
        found.append(problems("no_geometry", layer, codes[none], ERROR))
        raw = kept.geometry.to_numpy()[broken]
        found.append(invalid_zones(raw, geometry[broken], layer, codes[broken], [layer] * len(broken)))
        frames.append(
            geopandas.GeoDataFrame(
                {
                    "code": codes,
                    "name": kept[name].to_numpy(dtype=object) if name else None,
                },
                geometry=geometry,
                crs=kept.crs,
            )
        )
    if not frames:
        return geopandas.GeoDataFrame({"code": [], "name": []}, geometry=geopandas.GeoSeries([])), found
    return pd.concat(frames, ignore_index=True), found


def unit_boundaries(units: geopandas.GeoDataFrame, levels: Mapping[str, int]) -> dict[str, dict[str, shapely.Geometry]]:
    """Return the boundaries that maps show, by level and code.

    Args:
        units: columns `code` and the geometry, as `read_units` returns them.
        levels: digits of a unit code by level.

    """
    found = units[units.geometry.notna()]
    codes = found["code"].astype(str).str.slice(stop=max(levels.values()))
    boundaries: dict[str, dict[str, shapely.Geometry]] = {}
    for level, digits in levels.items():
        own = codes.str.len() == digits
        groups = found.geometry[own].groupby(codes[own]) if own.any() else ()
        boundaries[level] = {str(code): _union(group.to_numpy()) for code, group in groups}
    return boundaries


def _union(parts: np.ndarray) -> shapely.Geometry:
    """Return the boundary of a unit that a layer has in one or more features, which may overlap."""
    return parts[0] if len(parts) == 1 else dissolve(parts, len(parts), shared=False)


def finest_units(units: geopandas.GeoDataFrame, levels: Mapping[str, int]) -> Units:
    """Return the units of the lowest level given that have a boundary: those with the longest codes.

    Args:
        units: columns `code` and the geometry.
        levels: digits of a unit code by level.

    """
    units = units[units.geometry.notna()]
    digits = units["code"].str.len().clip(upper=max(levels.values())) if len(units) else pd.Series([], dtype=int)
    chosen = units[digits == digits.max()] if len(units) else units
    return Units.of(chosen["code"].to_numpy(dtype=object), chosen.geometry.to_numpy())
