"""Layers prepared for an overlay: one system, zones and units indexed, the survey in partitions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count

import geopandas
import numpy as np
import pandas as pd
import pyproj
import shapely

from ...analysis.area.ellipsoidal import GaussKruger
from ...analysis.encoding import EncodedFrame, decode_places, encode_places
from ...analysis.overlay.options import OverlayRules
from ...analysis.overlay.parcels import ParcelChecks
from ...analysis.overlay.partitions import OverlayTask
from ...analysis.overlay.roles import Role
from ...analysis.overlay.zones import ZONE_COLUMNS, ZoneLayer, prepare_zones
from ...analysis.parallel import even_size, run_in_threads
from ...analysis.problems import WARNING, problems
from ...analysis.progress import OnlyChecked, Progress
from ...analysis.quality.fields import ClassStandard
from ...analysis.quality.geometries import other_shapes
from ...analysis.quality.zone_records import RecordRules
from ...analysis.rules.policy import SurveyClasses
from ...analysis.units import choose_units
from ...analysis.values.columns import read_columns
from ...analysis.values.readers import ValueKind
from ...analysis.vocabulary import AreaUnit, UnitSource
from ...bridge.code_tables import second_survey_classes
from ...bridge.crs.systems import find_transformer, gauss_kruger_of, reproject_layer, working_crs
from ...bridge.errors import InputError
from ...bridge.i18n import tr, user_language
from ...bridge.io.parcel_layers import ParcelLayer, ParcelLayers
from ...bridge.io.reading import LayerData
from ...bridge.io.sources import NEARBY, is_same_layer
from ...bridge.progress import FeedbackProgress
from ...bridge.survey.field_matching import column_of, common_columns, match_fields
from ...bridge.survey.normalisation import Normaliser
from ...bridge.survey.schema import Survey
from ...bridge.value_kinds import load_reading
from ..units import overlapping_units, read_units
from .settings import Layers, OverlaySettings

_PARTITION = 8_192  # parcels at most, about
_PBF = "pbf"  # the role whose records may be in another unit


@dataclass(frozen=True)
class PreparedOverlay:
    """All that an overlay needs, in the working system.

    Attributes:
        parcels: the survey; its parcels are read partition by partition.
        normalisers: of each layer of parcels.
        task: what each partition is overlaid with, and how; threads share it.
        partitions: positions of the parcels of each partition.
        threads: in how many threads partitions are overlaid.
        crs: the working system.
        zones: rows of the `zones` table.
        units: as from `read_units`.
        extents: name and bounds of each zone layer.
        problems: what was found wrong on the way.

    """

    parcels: ParcelLayers
    normalisers: list[Normaliser]
    task: OverlayTask
    partitions: list[np.ndarray]
    threads: int
    crs: pyproj.CRS
    zones: pd.DataFrame
    units: geopandas.GeoDataFrame
    extents: list[tuple[str, np.ndarray]]
    problems: list[pd.DataFrame]


def prepare_overlay(
    layers: Layers, classes: SurveyClasses, settings: OverlaySettings, progress: FeedbackProgress
) -> PreparedOverlay:
    """Bring the layers into one system, index zones and units, and part the survey.

    Args:
        layers: the parcels, and what they are overlaid with.
        classes: the survey's classes.
        settings: parameters.
        progress: receives the fraction done; may cancel; its feedback receives warnings of transformations.

    Raises:
        InputError: a layer cannot be brought into the working system, or units are missing.

    """
    parcels, survey, warn = layers.parcels, layers.survey, progress.feedback.pushWarning
    levels = dict(survey.levels)
    crs = choose_crs(parcels)
    projection = gauss_kruger_of(crs)
    kinds = load_reading().kinds
    normalisers = make_normalisers(parcels, settings, survey, crs, warn, kinds)

    def to_working_crs(data: LayerData) -> geopandas.GeoDataFrame:
        """Return a layer's frame in the working system."""
        progress.check()
        return reproject_layer(data.frame, data.crs, crs, data.name, settings.allow_ballpark, warn)

    of_zones = (data for zones in layers.zones.values() for data in zones)
    given: list[LayerData | ParcelLayer] = [*parcels.layers, *of_zones, *layers.units]
    found = [other_shapes(data.name, data.others) for data in given if data.others]
    extents: list[tuple[str, np.ndarray]] = []
    zones = _prepare_zones(layers, kinds, settings, projection, to_working_crs, found, extents, progress)
    given_units = ((data.name, to_working_crs(data)) for data in without_repeats(layers.units, found))
    units, unit_problems = read_units(given_units, survey)
    found += unit_problems
    chosen = choose_units(units, levels, settings.tolerance)
    require_units(settings, len(chosen.code))
    by_boundary = settings.unit_source == UnitSource.BOUNDARY
    if by_boundary:
        found += overlapping_units(units, levels, settings.tolerance, settings.threads)
    task = OverlayTask(
        layer=parcels.name,
        cultivated=frozenset(classes.codes("cultivated")),
        classes=ClassStandard(classes.known, needed=True, foreign=second_survey_classes(user_language())),
        zones=[for_partitions(layer) for layer in zones],
        units=chosen if by_boundary else None,
        places=chosen if len(chosen.code) and not by_boundary else None,
        projection=projection,
        rules=OverlayRules(
            settings.tolerance, settings.sliver_width, settings.sliver_area, settings.area_method, levels
        ),
        checks=ParcelChecks(settings.area_method, settings.deviation / 100, levels),
        kinds=kinds,
    )
    partitions = parcels.parts(even_size(len(parcels), _PARTITION))
    parcels.forget_fields()
    # PROJ is not for several threads.
    threads = settings.threads if all(normaliser.transformer is None for normaliser in normalisers) else 1
    table = _zone_table(zones, survey)
    return PreparedOverlay(parcels, normalisers, task, partitions, threads, crs, table, units, extents, found)


def for_partitions(layer: ZoneLayer) -> ZoneLayer:
    """Return a layer without its table and problems, which are of no use to a partition.

    Geometries of problems belong to this thread.
    """
    return replace(layer, table=layer.table[:0], problems=[])


def _prepare_zones(
    layers: Layers,
    kinds: Mapping[str, ValueKind],
    settings: OverlaySettings,
    projection: GaussKruger,
    to_working_crs: Callable[[LayerData], geopandas.GeoDataFrame],
    found: list[pd.DataFrame],
    extents: list[tuple[str, np.ndarray]],
    progress: FeedbackProgress,
) -> list[ZoneLayer]:
    """Index the zones of each role in threads; problems go to `found`, names and bounds of layers to `extents`."""
    survey, result = layers.survey, list[ZoneLayer]()
    told: list[list[pd.DataFrame]] = []

    def tasks() -> Iterator[tuple[str, dict[str, EncodedFrame]]]:
        """Yield the layers of each role; what is found in them goes to `told`, a list for each."""
        # Whole surveys cut the most, so they come last, when it matters least how many pieces there are.
        for role in sorted(layers.zones, key=lambda name: zone_order(survey.roles[name])):
            told.append([])
            given = _zone_frames(layers.zones[role], role, layers.parcels, to_working_crs, told[-1], extents)
            frames = {
                name: _read_values(frame, survey.roles[role], kinds, name, told[-1]) for name, frame in given.items()
            }
            # Systems are not for several threads, and all have the same.
            yield role, {name: replace(EncodedFrame.of(frame), crs=None) for name, frame in frames.items()}

    work = partial(_prepare_encoded, survey, projection, settings, OnlyChecked(progress))
    for number, layer in enumerate(run_in_threads(work, tasks(), settings.threads)):
        progress.set(number / len(layers.zones))
        decoded = [decode_places(table) for table in layer.problems]
        result.append(replace(layer, problems=decoded))
        found += [*told[number], *decoded]
    return result


def _prepare_encoded(
    survey: Survey,
    projection: GaussKruger,
    settings: OverlaySettings,
    progress: Progress,
    task: tuple[str, Mapping[str, EncodedFrame]],
) -> ZoneLayer:
    """Index the zones of a role in one thread, as `prepare_role` does; places of problems are encoded."""
    role, encoded = task
    frames = {name: frame.decode() for name, frame in encoded.items()}
    layer = prepare_role(survey, role, frames, projection, settings, progress)
    return replace(layer, problems=[encode_places(table) for table in layer.problems])


def zone_order(role: Role) -> tuple[bool, str]:
    """Return by what the roles of an overlay are ordered."""
    return not role.attributes, role.name


def prepare_role(
    survey: Survey,
    role: str,
    frames: Mapping[str, geopandas.GeoDataFrame],
    projection: GaussKruger,
    settings: OverlaySettings,
    progress: Progress,
) -> ZoneLayer:
    """Index the zones of a role; `frames` are its layers by name, in the working system."""
    return prepare_zones(
        survey.roles[role],
        frames,
        projection,
        settings.tolerance,
        dict(survey.levels)["county"],
        settings.threads,
        progress,
        settings.date,
        RecordRules(survey.record_unit if role == _PBF else AreaUnit.M2.value, settings.deviation / 100),
        settings.area_method,
        settings.tell_overlaps,
    )


def _read_values(
    frame: geopandas.GeoDataFrame,
    role: Role,
    kinds: Mapping[str, ValueKind],
    layer: str,
    found: list[pd.DataFrame],
) -> geopandas.GeoDataFrame:
    """Return a layer of zones with the columns that pieces receive read by their kinds; problems go to `found`."""
    columns = ((column_of(frame.columns, names), f"{role.name}_{name}") for name, names in role.columns.items())
    read, unreadable = read_columns(
        frame, {column: kinds[name] for column, name in columns if column is not None and name in kinds}, layer
    )
    found += unreadable
    return read


def choose_crs(parcels: ParcelLayers) -> pyproj.CRS:
    """Return the system in which the overlay works: that of the first parcels, or the zone in which they lie.

    Raises:
        InputError: the parcels lie nowhere, or not where their system has China.

    """
    if not len(parcels):
        raise InputError(tr("Layer “{layer}” has no features.").format(layer=parcels.name))
    for layer in parcels.layers:
        if layer.place is not None:
            return working_crs(layer.crs, layer.place[0])
    raise InputError(tr("Layer “{layer}” has no feature with a geometry.").format(layer=parcels.name))


def make_normalisers(
    parcels: ParcelLayers,
    settings: OverlaySettings,
    survey: Survey,
    crs: pyproj.CRS,
    warn: Callable[[str], None],
    kinds: Mapping[str, ValueKind],
) -> list[Normaliser]:
    """Return how the parcels of each layer are normalised, so that all have the same columns and system.

    `warn` receives transformations, and columns that are left out because only some layers have them; `kinds` are those
    of values, by field.

    Raises:
        InputError: as for `find_transformer` and `place_of`.

    """
    columns = None
    if len(parcels.layers) > 1:
        named = [(layer.name, layer.columns) for layer in parcels.layers]
        columns, left_out = common_columns(named, settings.field_mapping, survey)
        if left_out:
            warn(
                tr("Columns that only some of the parcel layers have are left out: {columns}.").format(
                    columns=", ".join(left_out)
                )
            )
    return [
        Normaliser(
            layer.name,
            settings.field_mapping,
            survey,
            crs,
            find_transformer(layer.crs, crs, layer.place, layer.name, settings.allow_ballpark, warn),
            columns,
            _kinds_of(layer, settings, survey, kinds),
        )
        for layer in parcels.layers
    ]


def _kinds_of(
    layer: ParcelLayer, settings: OverlaySettings, survey: Survey, kinds: Mapping[str, ValueKind]
) -> dict[str, ValueKind]:
    """Return the kinds of values by field, as all parcels of a layer tell: whether zeros of its codes were lost."""
    found = match_fields(layer.columns, layer.name, settings.field_mapping, survey)
    return {
        name: kind.of_column(layer.fields[found[name][0]]) if name in found and found[name][0] in layer.fields else kind
        for name, kind in kinds.items()
        if name in survey.fields
    }


def require_units(settings: OverlaySettings, count: int) -> None:
    """Raise `InputError` where parcels are to be cut by the boundaries of units, and there are none."""
    if settings.unit_source == UnitSource.BOUNDARY and not count:
        raise InputError(
            tr(
                "Units by boundary need counties, or finer units, with codes and boundaries; give them in "
                "“Administrative units”."
            )
        )


def _zone_frames(
    zones: Sequence[LayerData],
    role: str,
    parcels: ParcelLayers,
    local: Callable[[LayerData], geopandas.GeoDataFrame],
    found: list[pd.DataFrame],
    extents: list[tuple[str, np.ndarray]],
) -> dict[str, geopandas.GeoDataFrame]:
    """Return the layers of a role by name; add what is odd about a layer to `found`, its bounds to `extents`."""
    frames: dict[str, geopandas.GeoDataFrame] = {}
    for data in without_repeats(zones, found):
        frame = local(data)
        if any(is_same(data, layer) for layer in parcels.layers):
            found.append(problems("same_as_parcels", data.name, [""], WARNING, {"role": [role]}))
        # Of what was read near some parcels nothing may meet them.
        if data.part.endswith(NEARBY):
            pass
        elif not len(frame):
            found.append(problems("layer_empty", data.name, [""], WARNING))
        else:
            extents.append((data.name, shapely.total_bounds(frame.geometry.to_numpy())))
        # Zones without an identifier of their own are named by their layer, so two layers need two names.
        names = (f"{data.name} ({number})" for number in count(2))
        frames[data.name if data.name not in frames else next(n for n in names if n not in frames)] = frame
    return frames


def without_repeats(layers: Sequence[LayerData], found: list[pd.DataFrame]) -> list[LayerData]:
    """Return the layers without those that were given before."""
    result: list[LayerData] = []
    for data in layers:
        if any(is_same(data, other) for other in result):
            found.append(problems("layer_twice", data.name, [""], WARNING))
        else:
            result.append(data)
    return result


def is_same(one: LayerData | ParcelLayer, other: LayerData | ParcelLayer) -> bool:
    """Return whether two layers are the same one of the same file."""
    return is_same_layer((one.name, one.path), (other.name, other.path))


def _zone_table(layers: Sequence[ZoneLayer], survey: Survey) -> pd.DataFrame:
    """Return the zones of all layers but whole surveys, whose parcels stand in their own files."""
    tables = [layer.table for layer in layers if len(layer.table) and survey.roles[layer.role].attributes]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(ZONE_COLUMNS))
