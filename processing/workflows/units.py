"""Administrative units from the layers given: their codes, names and boundaries, and which are the finest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd
import shapely

from ..analysis.columns import clean_text
from ..analysis.geometry.set_operations import repair
from ..analysis.problems import ERROR, WARNING, problems
from ..analysis.quality.geometries import invalid_zones
from ..analysis.units import Units
from ..bridge.io.reading import LayerData
from ..bridge.survey.field_matching import column_of, unit_columns
from ..bridge.survey.schema import Survey


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


@dataclass(frozen=True)
class CountyBoundaries:
    """Where maps find the boundaries of the counties: a layer as QGIS opens it, and its field of county codes."""

    source: str
    field: str


def county_boundaries(units: Sequence[LayerData], survey: Survey) -> CountyBoundaries | None:
    """Return the first layer of county codes that is a plain file; None where there is none.

    Without one, maps draw the outline of the county's pieces.
    """
    for data in units:
        column = column_of(data.frame.columns, survey.unit_code)
        # QGIS splits a source at every |, also one in the layer's name.
        if data.path is None or column is None or not len(data.frame) or "|" in data.name:
            continue
        if (clean_text(data.frame[column]).dropna().str.len() == survey.levels["county"]).all():
            return CountyBoundaries(f"{data.path}|layername={data.name}", str(column))
    return None


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
