"""From layers to pieces: what `overlay_parcels` and `run_batch` share."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from contextvars import copy_context
from dataclasses import dataclass
from itertools import count

import geopandas
import numpy as np
import pandas as pd
import pyproj
import shapely

from ...analysis.geometry.boundaries import Outline
from ...analysis.geometry.coverage import find_faults
from ...analysis.overlay.options import OverlayRules
from ...analysis.overlay.parcels import ParcelChecks, identify
from ...analysis.overlay.partitions import OverlayTask, PartitionResult, overlay_partition
from ...analysis.overlay.zones import ZONE_COLUMNS, ZoneLayer, prepare_zones
from ...analysis.problems import ERROR, NOTE, WARNING, collect, problems
from ...analysis.quality.fields import ClassStandard
from ...analysis.quality.offending_features import FeaturesAtFaults
from ...analysis.rules.policy import SurveyClasses
from ...bridge.crs.systems import find_transformer, projection_of, reproject_layer, working_crs
from ...bridge.errors import InputError
from ...bridge.i18n import tr, user_language
from ...bridge.io.parcel_layers import ParcelLayer, ParcelLayers
from ...bridge.io.reading import LayerData
from ...bridge.progress import FeedbackProgress
from ...bridge.survey.field_matching import common_columns
from ...bridge.survey.normalisation import Normaliser, concat_layers
from ...bridge.survey.schema import Survey
from ...bridge.survey.standards import second_survey_classes
from ..units import finest_units, read_units
from .dask_client import Cluster
from .settings import Layers, OverlaySettings

_PART = 8_000  # parcels


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
        return reproject_layer(data.frame, data.crs, crs, data.name, settings.allow_ballpark, warn)

    def load(rows: np.ndarray) -> geopandas.GeoDataFrame:
        return concat_layers([fittings[n].normalise(parcels.layers[n].read(own)) for n, own in parcels.split(rows)])

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
) -> list[Normaliser]:
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
        Normaliser(
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
