"""From layers to pieces: what `overlay_parcels` and `run_batch` share."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from contextvars import copy_context
from dataclasses import dataclass, field
from itertools import count

import geopandas
import numpy as np
import pandas as pd
import pyproj
import shapely

from ..processing.analysis.columns import clean_text
from ..processing.analysis.geometry.boundaries import Outline
from ..processing.analysis.geometry.coverage import find_faults
from ..processing.analysis.geometry.set_operations import repair
from ..processing.analysis.overlay.options import OverlayRules
from ..processing.analysis.overlay.parcels import ParcelChecks, identify
from ..processing.analysis.overlay.partitions import OverlayTask, PartitionResult, overlay_partition
from ..processing.analysis.overlay.zones import ZONE_COLUMNS, ZoneLayer, prepare_zones
from ..processing.analysis.problems import ERROR, NOTE, WARNING, collect, problems
from ..processing.analysis.quality.fields import ClassStandard
from ..processing.analysis.quality.geometries import invalid_zones
from ..processing.analysis.quality.offending_features import FeaturesAtFaults
from ..processing.analysis.rules.policy import SurveyClasses
from ..processing.analysis.units import Units
from .cluster import Cluster
from .crs import bring, find_transformer, projection_of, working_crs
from .errors import InputError
from .fitting import Fitting, joined
from .i18n import tr, user_language
from .parcel_layer import ParcelLayer, ParcelLayers
from .progress import FeedbackProgress
from .reading import LayerData
from .standards import second_survey_classes
from .survey import Survey, column_of, common_columns, unit_columns

_PART = 8_000  # parcels


@dataclass(frozen=True)
class Layers:
    """What an overlay takes.

    Attributes:
        parcels: the survey.
        survey: fields and roles, with those of the office's profile.
        zones: layers by role.
        units: layers of administrative units.

    """

    parcels: ParcelLayers
    survey: Survey
    zones: dict[str, list[LayerData]] = field(default_factory=dict)
    units: list[LayerData] = field(default_factory=list)


@dataclass(frozen=True)
class Overlay:
    """What an overlay made beside the pieces.

    Attributes:
        zones: rows of the `zones` table, without geometry.
        units: code, name and boundary of the units given, in the working system.
        problems: what was found wrong on the way, not yet in words.
        count: how many pieces there are.
        worst_closure: largest difference (m²) between a parcel's record and the sum of its pieces.

    """

    zones: pd.DataFrame
    units: geopandas.GeoDataFrame
    problems: geopandas.GeoDataFrame
    count: int
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
    layers: Layers,
    classes: SurveyClasses,
    settings: OverlaySettings,
    progress: FeedbackProgress,
    take: Callable[[pd.DataFrame], None],
    cluster: Cluster | None = None,
    work: Callable[[geopandas.GeoDataFrame, OverlayTask, FeedbackProgress], PartitionResult] = overlay_partition,
) -> Overlay:
    """Bring the layers into one system, make them ready and divide the parcels, part by part.

    Args:
        layers: the parcels, and by what they are divided.
        classes: the survey's classes.
        settings: parameters.
        progress: told the share done; may cancel; its feedback is told of transformations.
        take: receives the pieces, part by part, in the order of the parcels' BSM.
        cluster: workers that divide; threads of this process if not given. The pieces are the same.
        work: what is done with the parts; workers of a cluster only divide them.

    """
    parcels, survey, warn = layers.parcels, layers.survey, progress.feedback.pushWarning
    if cluster is not None:
        cluster.check_parcels(parcels)
    levels = dict(survey.levels)
    crs = choose_crs(parcels)
    projection = projection_of(crs)
    fittings = fit_together(parcels, settings, survey, crs, warn)
    # PROJ is not for several threads.
    threads = settings.threads if all(fitting.transformer is None for fitting in fittings) else 1

    def local(data: LayerData) -> geopandas.GeoDataFrame:
        progress.check()
        return bring(data.frame, data.crs, crs, data.name, settings.allow_ballpark, warn)

    def load(rows: np.ndarray) -> geopandas.GeoDataFrame:
        return joined([fittings[n].fit(parcels.layers[n].read(own)) for n, own in parcels.split(rows)])

    made, found = [], []
    extents: list[tuple[str, np.ndarray]] = []
    # Whole surveys cut the most, so they come last, when it matters least how many pieces there are.
    for number, role in enumerate(sorted(layers.zones, key=lambda name: (not survey.roles[name].attributes, name))):
        layer = prepare_zones(
            survey.roles[role],
            _zone_frames(layers.zones[role], role, parcels, local, found, extents),
            projection,
            settings.tolerance,
            levels["county"],
            settings.threads,
            progress.part(0.2 * number / len(layers.zones), 0.2 * (number + 1) / len(layers.zones)),
        )
        made.append(layer)
        found += layer.problems
    unit_frame, unit_problems = read_units(_once(layers.units, found), local, survey)
    found += unit_problems
    require_units(settings, len(unit_frame))
    finest = finest_units(unit_frame, levels)
    boundary = settings.unit_source == "boundary"
    division = OverlayTask(
        layer=parcels.name,
        cultivated=frozenset(classes.codes("cultivated")),
        classes=ClassStandard(classes.known, needed=True, foreign=second_survey_classes(user_language())),
        zones=made,
        units=finest if boundary else None,
        places=finest if len(unit_frame) and not boundary else None,
        projection=projection,
        rules=OverlayRules(
            settings.tolerance, settings.sliver_width, settings.sliver_area, settings.area_method, levels
        ),
        checks=ParcelChecks(settings.area_method, settings.deviation / 100, levels),
    )
    dividing = progress.part(0.2, 0.95)
    rows = parcels.parts(_PART)
    parcels.forget_fields()
    outline, bounds, count, closure = Outline(), [], 0, 0.0
    if cluster is None:
        parts = _in_threads(lambda chosen: work(load(chosen), division, progress), rows, threads)
    else:
        parts = cluster.divide(parcels, fittings, division, map(parcels.chosen, rows), progress)
    with closing(parts):
        for number, part in enumerate(parts):
            dividing.set(number / len(rows))
            take(part.pieces)
            renamed = [frame for frame in part.problems if number and "column_renamed" in set(frame["kind"])]
            found += [frame for frame in part.problems if not any(frame is other for other in renamed)]
            outline.join(part.outline)
            bounds.append(part.bounds)
            count += len(part.pieces)
            closure = max(closure, part.worst_closure)
    boxes = shapely.box(*np.array(bounds).T)
    extent = shapely.box(*shapely.total_bounds(boxes))
    found += [
        problems("layer_apart", name, [""], WARNING)
        for name, box in extents
        if not extent.intersects(shapely.box(*box))
    ]
    faults = find_faults(outline, settings.tolerance, uncovered=False, progress=progress.part(0.95, 1.0))
    if len(faults.overlaps):
        near = np.unique(shapely.STRtree(boxes).query(faults.overlaps)[1])
        at_faults = FeaturesAtFaults(faults, settings.tolerance)
        for number in near:
            progress.check()
            frame = load(rows[number])
            identity, order = identify(frame, parcels.name, [])
            at_faults.add(frame.geometry.to_numpy()[order], identity[order])
        found.append(at_faults.overlaps(parcels.name, True, settings.threads, progress))
    return Overlay(_zone_table(made, survey), unit_frame, _sorted(collect(found, crs)), count, closure)


def _in_threads(
    work: Callable[[np.ndarray], PartitionResult], parts: Sequence[np.ndarray], threads: int
) -> Iterator[PartitionResult]:
    """What `work` makes of the parts, in their order; only a few are made ahead of who takes them."""
    waiting: deque[Future] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for rows in parts:
                # In the language that is spoken here.
                waiting.append(pool.submit(copy_context().run, work, rows))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _sorted(table: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Problems by severity, kind and layer, then as they were found: the same in whatever parts that was."""
    rank = table["severity"].map({ERROR: 0, WARNING: 1, NOTE: 2})
    order = table.assign(rank=rank).sort_values(["rank", "kind", "layer"], kind="stable").index
    return table.loc[order].reset_index(drop=True)


def choose_crs(parcels: ParcelLayers) -> pyproj.CRS:
    """The system in which the overlay works: that of the first parcels, or the zone in which they lie.

    Raises:
        InputError: the parcels lie nowhere, or not where their system has China.

    """
    if not len(parcels):
        raise InputError(tr("Layer “{layer}” has no features.").format(layer=parcels.name))
    for layer in parcels.layers:
        if layer.place is not None:
            return working_crs(layer.crs, layer.place[0])
    raise InputError(tr("Layer “{layer}” has no feature with a geometry.").format(layer=parcels.name))


def fit_together(
    parcels: ParcelLayers,
    settings: OverlaySettings,
    survey: Survey,
    crs: pyproj.CRS,
    warn: Callable[[str], None],
) -> list[Fitting]:
    """How the parcels of each layer are made fit, so that all have the same columns and system.

    `warn` is told of transformations, and of columns that are left out because only some layers have them.

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
        Fitting(
            layer.name,
            settings.field_mapping,
            survey,
            crs,
            find_transformer(layer.crs, crs, layer.place, layer.name, settings.allow_ballpark, warn),
            columns,
        )
        for layer in parcels.layers
    ]


def require_units(settings: OverlaySettings, count: int) -> None:
    """Raise `InputError` where parcels are to be cut by the boundaries of units, and there are none."""
    if settings.unit_source == "boundary" and not count:
        raise InputError(tr("Units by boundary need a layer of units; give it in “Administrative units”."))


def _zone_frames(
    zones: Sequence[LayerData],
    role: str,
    parcels: ParcelLayers,
    local: Callable[[LayerData], geopandas.GeoDataFrame],
    found: list[pd.DataFrame],
    extents: list[tuple[str, np.ndarray]],
) -> dict[str, geopandas.GeoDataFrame]:
    """The layers of a role by name; what is odd about a layer as a whole goes to `found`, boxes to `extents`."""
    frames: dict[str, geopandas.GeoDataFrame] = {}
    for data in _once(zones, found):
        frame = local(data)
        if any(is_same(data, layer) for layer in parcels.layers):
            found.append(problems("same_as_parcels", data.name, [""], WARNING, {"role": [role]}))
        if not len(frame):
            found.append(problems("layer_empty", data.name, [""], WARNING))
        else:
            extents.append((data.name, shapely.total_bounds(frame.geometry.to_numpy())))
        # Zones without an identifier of their own are named by their layer, so two layers need two names.
        names = (f"{data.name} ({number})" for number in count(2))
        frames[data.name if data.name not in frames else next(n for n in names if n not in frames)] = frame
    return frames


def _once(layers: Sequence[LayerData], found: list[pd.DataFrame]) -> list[LayerData]:
    """Layers without those that were given before."""
    result: list[LayerData] = []
    for data in layers:
        if any(is_same(data, other) for other in result):
            found.append(problems("layer_twice", data.name, [""], WARNING))
        else:
            result.append(data)
    return result


def is_same(one: LayerData | ParcelLayer, other: LayerData | ParcelLayer) -> bool:
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
