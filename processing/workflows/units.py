"""Administrative units from the layers given: one set of their codes, names and repaired boundaries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import geopandas
import numpy as np
import pandas as pd
import shapely

from ..analysis.columns import clean_text
from ..analysis.geometry.predicates import find_overlapping_pairs
from ..analysis.geometry.set_operations import repair
from ..analysis.problems import ERROR, WARNING, problems
from ..analysis.quality.geometries import invalid_zones
from ..analysis.quality.overlaps import overlap_problems
from ..analysis.units import merge_units
from ..analysis.values.texts import Reading, read_distinct
from ..analysis.values.unit_codes import read_given_code, trim_code
from ..bridge.errors import InputError
from ..bridge.i18n import tr
from ..bridge.survey.field_matching import unit_columns
from ..bridge.survey.schema import Survey


def read_units(
    layers: Iterable[tuple[str, geopandas.GeoDataFrame]], survey: Survey
) -> tuple[geopandas.GeoDataFrame, list[pd.DataFrame]]:
    """Read the units of any number of layers: one repaired set, which everything takes.

    Args:
        layers: name and frame of each, in one coordinate system.
        survey: names of the fields, and levels.

    Returns:
        units as from `merge_units`; what is wrong with them.

    Raises:
        InputError: a layer has no column of codes, or no code that can be read.

    """
    features, found = [_no_features()], []
    for layer, frame in layers:
        read, wrong = read_unit_features(layer, frame, survey)
        features.append(read)
        found += wrong
    there = [table for table in features if len(table)] or features[:1]
    every = pd.concat(there, ignore_index=True)
    return merge_units(every, survey.levels), [*found, *_of_two_names(every, survey.levels)]


def read_unit_features(
    layer: str, frame: geopandas.GeoDataFrame, survey: Survey
) -> tuple[geopandas.GeoDataFrame, list[pd.DataFrame]]:
    """Read code, name and boundary of each feature of a layer of units.

    Args:
        layer: its name.
        frame: its features.
        survey: names of the fields.

    Returns:
        columns `code` (digits), `name`, `layer` and the repaired boundary, of the features with a code that can be
        read; what is wrong: features without such a code or without boundary, and boundaries that had to be repaired.

    Raises:
        InputError: the layer has no column of codes, or no code that can be read.

    """
    column, name = unit_columns(frame.columns, layer, survey)
    codes = read_codes(layer, frame[column], column)
    found = [] if len(frame) else [problems("layer_empty", layer, [""], WARNING)]
    names = frame[name].to_numpy(dtype=object) if name else np.full(len(frame), None, dtype=object)
    absent, wrong = np.flatnonzero(pd.isna(codes.values)), np.flatnonzero(codes.unreadable)
    nameless = names[absent] if name else frame.index[absent]
    found.append(problems("unit_without_code", layer, frame.index[absent], ERROR, {"name": nameless}))
    facts = {"code": codes.values[wrong], "name": names[wrong] if name else frame.index[wrong]}
    found.append(problems("unit_code_unreadable", layer, frame.index[wrong], ERROR, facts))
    rows = np.flatnonzero(pd.notna(codes.known))
    code, raw = codes.values[rows], frame.geometry.to_numpy()[rows]
    geometry, broken = repair(raw)
    none = np.flatnonzero(shapely.is_missing(geometry))
    broken = np.setdiff1d(broken, none)
    found.append(problems("no_geometry", layer, code[none], ERROR))
    found.append(invalid_zones(raw[broken], geometry[broken], layer, code[broken], [layer] * len(broken)))
    attributes = {"code": code, "name": names[rows], "layer": layer}
    return geopandas.GeoDataFrame(attributes, index=frame.index[rows], geometry=geometry, crs=frame.crs), found


def read_codes(layer: str, values: pd.Series, field: str) -> Reading:
    """Read the codes of the units of a layer.

    Args:
        layer: its name.
        values: of the column of codes (n,).
        field: the column's name.

    Raises:
        InputError: there are values, and none of them is a code: without codes nobody can tell the units.

    """
    codes = read_distinct(values, read_given_code)
    known, wrong = pd.notna(codes.known), np.flatnonzero(codes.unreadable)
    if len(wrong) and not known.any():
        raise InputError(
            tr(
                "Layer “{layer}”: nothing in field {field} is the code of a unit, for example “{example}”. A county's "
                "code has 6 digits, a township's 9, a village's 12. Give the layer a field {name} with the codes."
            ).format(layer=layer, field=field, example=codes.values[wrong[0]], name=field)
        )
    return codes


def overlapping_units(
    units: geopandas.GeoDataFrame, levels: Mapping[str, int], tolerance: float, threads: int
) -> list[pd.DataFrame]:
    """List units of one level that overlap each other: the one with the smaller code has the place.

    Args:
        units: as from `read_units`.
        levels: digits of a unit code by level.
        tolerance: metres; thinner overlaps are none.
        threads: how many GEOS may use.

    """
    found = []
    units = units[units.geometry.notna()]
    for digits in levels.values():
        level = units[units["code"].str.len() == digits] if len(units) else units
        code, geometry = level["code"].to_numpy(dtype=object), level.geometry.to_numpy()
        pairs = find_overlapping_pairs(geometry, tolerance, threads)
        for layer, rows in sorted(level.reset_index().groupby("layer").indices.items()):
            of_layer = pairs[np.isin(pairs[:, 0], rows)]
            found.append(overlap_problems("units_overlap", layer, geometry, code, of_layer))
    return found


def unit_names(units: geopandas.GeoDataFrame) -> dict[str, str]:
    """Return the names of units by code; `units` are as from `read_units`."""
    names = clean_text(units["name"])
    return dict(zip(units["code"][names.notna()], names.dropna()))


def read_unit_names(layers: Iterable[tuple[str, geopandas.GeoDataFrame]], survey: Survey) -> dict[str, str]:
    """Read the names of units by code from layers in any coordinate systems; arguments as in `read_units`."""
    attributes = ((layer, pd.DataFrame(frame.drop(columns=frame.geometry.name))) for layer, frame in layers)
    bare = ((layer, geopandas.GeoDataFrame(table, geometry=[None] * len(table))) for layer, table in attributes)
    return unit_names(read_units(bare, survey)[0])


def _no_features() -> geopandas.GeoDataFrame:
    """Return a table of no features of units."""
    return geopandas.GeoDataFrame({"code": [], "name": [], "layer": []}, geometry=geopandas.GeoSeries([]), dtype=object)


def _of_two_names(features: geopandas.GeoDataFrame, levels: Mapping[str, int]) -> list[pd.DataFrame]:
    """Return problems for the features of a layer that have one code and different names, and count as one unit."""
    code = np.array([trim_code(one, levels.values()) for one in features["code"]], dtype=object)
    table = pd.DataFrame({"layer": features["layer"], "code": code, "name": clean_text(features["name"])})
    several = table.groupby(["layer", "code"])["name"].transform("nunique").to_numpy() > 1
    geometry = features.geometry.to_numpy()
    return [
        problems("unit_repeated", layer, rows["code"], WARNING, {"code": rows["code"]}, geometry[rows.index])
        for layer, rows in table[several].groupby("layer", sort=False)
    ]


def unit_boundaries(units: geopandas.GeoDataFrame, levels: Mapping[str, int]) -> dict[str, dict[str, shapely.Geometry]]:
    """Return the boundaries that maps show, by level and code.

    Args:
        units: as from `read_units`.
        levels: digits of a unit code by level.

    """
    found = units[units.geometry.notna()]
    digits = found["code"].str.len().to_numpy() if len(found) else np.zeros(0, np.int64)
    return {
        level: dict(zip(found["code"][digits == length], found.geometry[digits == length]))
        for level, length in levels.items()
    }
