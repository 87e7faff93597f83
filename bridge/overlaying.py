"""From layers to pieces: what `overlay_parcels` and `run_batch` share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import geopandas
import numpy as np
import pandas as pd
import pyproj
import shapely

from ..analysis.areas import to_cents
from ..analysis.columns import clean_text
from ..analysis.cutting import repair
from ..analysis.field_checks import ClassStandard, check_classes
from ..analysis.pairs import find_couples
from ..analysis.parcels import ParcelChecks, Parcels, prepare_parcels
from ..analysis.pieces import OverlayRules, Units, make_pieces
from ..analysis.policy import SurveyClasses
from ..analysis.problems import ERROR, WARNING, collect, problems
from ..analysis.shape_checks import invalid_zones
from ..analysis.unit_checks import check_places
from ..analysis.zones import ZONE_COLUMNS, ZoneLayer, overlap_problems, prepare_zones
from .crs import bring, place_of, projection_of, working_crs
from .errors import InputError
from .i18n import tr, user_language
from .progress import FeedbackProgress
from .reading import LayerData
from .standards import second_survey_classes
from .survey import Survey, column_of, standard_fields, unit_columns


@dataclass(frozen=True)
class Overlay:
    """What an overlay made.

    Attributes:
        pieces: the fact table.
        zones: rows of the `zones` table, without geometry.
        units: code, name and boundary of the units given, in the working system.
        problems: what was found wrong on the way, not yet in words.
        worst_closure: largest difference (m²) between a parcel's record and the sum of its pieces.

    """

    pieces: geopandas.GeoDataFrame
    zones: pd.DataFrame
    units: geopandas.GeoDataFrame
    problems: geopandas.GeoDataFrame
    worst_closure: float


@dataclass(frozen=True)
class OverlaySettings:
    """Parameters of an overlay; see `OverlayRules` and `ParcelChecks` for their meaning."""

    field_mapping: Mapping[str, str]
    area_method: str
    tolerance: float
    sliver_width: float
    sliver_area: float
    deviation: float
    unit_source: str
    allow_ballpark: bool
    threads: int


def overlay_layers(
    parcels: LayerData,
    zones: Mapping[str, Sequence[LayerData]],
    units: Sequence[LayerData],
    survey: Survey,
    classes: SurveyClasses,
    settings: OverlaySettings,
    progress: FeedbackProgress,
    warn: Callable[[str], None],
) -> Overlay:
    """Bring the layers into one system, make them ready and divide the parcels.

    Args:
        parcels: the survey.
        zones: layers by role.
        units: layers of administrative units.
        survey: fields and roles, with those of the office's profile.
        classes: the survey's classes.
        settings: parameters.
        progress: told the share done; may cancel.
        warn: told of transformations.

    """
    levels = dict(survey.levels)
    crs = choose_crs(parcels)
    projection = projection_of(crs)

    def local(data: LayerData) -> geopandas.GeoDataFrame:
        progress.check()
        return bring(data.frame, data.crs, crs, data.name, settings.allow_ballpark, warn)

    frame = local(parcels)
    frame = geopandas.GeoDataFrame(
        standard_fields(frame, parcels.name, settings.field_mapping, survey), geometry=frame.geometry, crs=crs
    )
    cultivated = frame["DLBM"].isin(classes.codes("cultivated")).to_numpy()
    checks = ParcelChecks(settings.area_method, settings.deviation / 100, levels, settings.threads)
    ready = prepare_parcels(frame, parcels.name, cultivated, projection, checks)
    known = ClassStandard(classes.known, needed=True, foreign=second_survey_classes(user_language()))
    unknown = check_classes(ready.frame, parcels.name, ready.id, known)
    shapes = ready.frame.geometry.to_numpy()
    couples = find_couples(shapes, settings.tolerance, settings.threads, progress.part(0.05, 0.1))
    extent = shapely.box(*shapely.total_bounds(shapes))
    layers, found = [], [*ready.problems, *(part.rows for part in unknown)]
    found.append(overlap_problems("parcels_overlap", parcels.name, shapes, ready.id, couples))
    # Whole surveys cut the most, so they come last, when it matters least how many pieces there are.
    for number, role in enumerate(sorted(zones, key=lambda name: (not survey.roles[name].attributes, name))):
        layer = prepare_zones(
            survey.roles[role],
            _zone_frames(zones[role], role, parcels, extent, local, found),
            projection,
            settings.tolerance,
            levels["county"],
            settings.threads,
            progress.part(0.1 + 0.3 * number / len(zones), 0.1 + 0.3 * (number + 1) / len(zones)),
        )
        layers.append(layer)
        found += layer.problems
    unit_frame, unit_problems = read_units(_once(units, found), local, survey)
    found += unit_problems
    rules = OverlayRules(
        settings.tolerance,
        settings.sliver_width,
        settings.sliver_area,
        settings.area_method,
        levels,
        settings.threads,
    )
    boundary = settings.unit_source == "boundary"
    require_units(settings, len(unit_frame))
    finest = finest_units(unit_frame, levels)
    by_units = finest if boundary else None
    pieces, more = make_pieces(ready, layers, projection, rules, by_units, progress.part(0.4, 0.95))
    found += more
    if len(unit_frame) and not boundary:
        found.append(check_places(parcels.name, ready.id, ready.frame["ZLDWDM"], shapes, finest, levels))
    closure = worst_closure(pieces, ready)
    return Overlay(pieces, _zone_table(layers, survey), unit_frame, collect(found, crs), closure)


def choose_crs(parcels: LayerData) -> pyproj.CRS:
    """The system in which the overlay works.

    Raises:
        InputError: the parcels lie nowhere, or not where their system has China.

    """
    if not len(parcels.frame):
        raise InputError(tr("Layer “{layer}” has no features.").format(layer=parcels.name))
    place = place_of(parcels.frame.geometry.to_numpy(), parcels.crs, parcels.name)
    if place is None:
        raise InputError(tr("Layer “{layer}” has no feature with a geometry.").format(layer=parcels.name))
    return working_crs(parcels.crs, place[0])


def require_units(settings: OverlaySettings, count: int) -> None:
    """Raise `InputError` where parcels are to be cut by the boundaries of units, and there are none."""
    if settings.unit_source == "boundary" and not count:
        raise InputError(tr("Units by boundary need a layer of units; give it in “Administrative units”."))


def worst_closure(pieces: geopandas.GeoDataFrame, parcels: Parcels) -> float:
    """Largest difference (m²) between a parcel's record and the sum of its pieces, measured on the finished table.

    Compared in whole hundredths, for TBMJ and for TBDLMJ.
    """
    # Ids of pieces are those of their parcels and a mark; pieces stand in the order of their parcels.
    owner = pieces["piece_id"].str.rpartition("-")[0]
    number = pd.Index(parcels.id).get_indexer(owner)
    worst = 0
    for column, record in (("area_m2", parcels.area), ("cultivated_m2", parcels.cultivated)):
        sums = np.bincount(number, to_cents(pieces[column].to_numpy()), len(record)).astype(np.int64)
        worst = max(worst, int(np.abs(sums - record).max(initial=0)))
    return worst / 100


def _zone_frames(
    zones: Sequence[LayerData],
    role: str,
    parcels: LayerData,
    extent: shapely.Geometry,
    local: Callable[[LayerData], geopandas.GeoDataFrame],
    found: list[pd.DataFrame],
) -> dict[str, geopandas.GeoDataFrame]:
    """The layers of a role by name; what is odd about a layer as a whole goes to `found`."""
    frames: dict[str, geopandas.GeoDataFrame] = {}
    for data in _once(zones, found):
        frame = local(data)
        if _is_same(data, parcels):
            found.append(problems("same_as_parcels", data.name, [""], WARNING, {"role": [role]}))
        if not len(frame):
            found.append(problems("layer_empty", data.name, [""], WARNING))
        elif not extent.intersects(shapely.box(*shapely.total_bounds(frame.geometry.to_numpy()))):
            found.append(problems("layer_apart", data.name, [""], WARNING))
        # Zones without an identifier of their own are named by their layer, so two layers need two names.
        names = (f"{data.name} ({number})" for number in count(2))
        frames[data.name if data.name not in frames else next(n for n in names if n not in frames)] = frame
    return frames


def _once(layers: Sequence[LayerData], found: list[pd.DataFrame]) -> list[LayerData]:
    """Layers without those that were given before."""
    result: list[LayerData] = []
    for data in layers:
        if any(_is_same(data, other) for other in result):
            found.append(problems("layer_twice", data.name, [""], WARNING))
        else:
            result.append(data)
    return result


def _is_same(one: LayerData, other: LayerData) -> bool:
    """Whether two layers are the same one of the same file."""
    return one.path is not None and other.path is not None and one.name == other.name and one.path.samefile(other.path)


def _zone_table(layers: Sequence[ZoneLayer], survey: Survey) -> pd.DataFrame:
    """Zones of all layers but whole surveys, whose parcels stand in their own files."""
    tables = [layer.table for layer in layers if len(layer.table) and survey.roles[layer.role].attributes]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(ZONE_COLUMNS))


def read_units(
    units: Sequence[LayerData], local: Callable[[LayerData], geopandas.GeoDataFrame], survey: Survey
) -> tuple[geopandas.GeoDataFrame, list[pd.DataFrame]]:
    """Code, name and boundary of units from any number of layers; boundaries repaired or missing, as problems."""
    frames, found = [], []
    for data in units:
        frame = local(data)
        code, name = unit_columns(frame.columns, data.name, survey)
        if not len(frame):
            found.append(problems("layer_empty", data.name, [""], WARNING))
        codes = clean_text(frame[code])
        nameless = frame[codes.isna()]
        values = {"name": nameless[name] if name else nameless.index}
        found.append(problems("unit_without_code", data.name, nameless.index, ERROR, values))
        frame, codes = frame[codes.notna()], codes.dropna().to_numpy(dtype=object)
        geometry, broken = repair(frame.geometry.to_numpy())
        none = np.flatnonzero(shapely.is_missing(geometry))
        broken = np.setdiff1d(broken, none)
        found.append(problems("no_geometry", data.name, codes[none], ERROR))
        raw = frame.geometry.to_numpy()[broken]
        found.append(invalid_zones(raw, geometry[broken], data.name, codes[broken], [data.name] * len(broken)))
        frames.append(
            geopandas.GeoDataFrame(
                {
                    "code": codes,
                    "name": frame[name].to_numpy(dtype=object) if name else None,
                },
                geometry=geometry,
                crs=frame.crs,
            )
        )
    if not frames:
        return geopandas.GeoDataFrame({"code": [], "name": []}, geometry=geopandas.GeoSeries([])), found
    return pd.concat(frames, ignore_index=True), found


def county_boundaries(units: Sequence[LayerData], survey: Survey) -> dict[str, str]:
    """Where maps find the boundaries of the counties: the first layer of county codes that is a plain file.

    Empty where there is none; maps then draw the outline of the county's pieces.
    """
    for data in units:
        column = column_of(data.frame.columns, survey.unit_code)
        # QGIS takes a layer's name with | in it apart.
        if data.path is None or column is None or not len(data.frame) or "|" in data.name:
            continue
        if (data.frame[column].astype(str).str.strip().str.len() == survey.levels["county"]).all():
            return {"units_source": f"{data.path}|layername={data.name}", "units_field": str(column)}
    return {}


def finest_units(units: geopandas.GeoDataFrame, levels: Mapping[str, int]) -> Units:
    """The units of the lowest level given that have a boundary: those with the longest codes.

    Args:
        units: columns `code` and the geometry.
        levels: digits of a unit code by level.

    """
    units = units[units.geometry.notna()]
    digits = units["code"].str.len().clip(upper=max(levels.values())) if len(units) else pd.Series([], dtype=int)
    chosen = units[digits == digits.max()] if len(units) else units
    return Units(chosen["code"].to_numpy(dtype=object), chosen.geometry.to_numpy())
