"""The overlay of a survey, from layers to pieces: prepare, overlay each partition, collect.

A partition is some thousands of parcels. It is read, overlaid and encoded in one thread (or by a worker), and passes on
as bytes and numbers; see `analysis.parallel`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial

import geopandas
import numpy as np
import pandas as pd
import shapely

from ...analysis.encoding import EncodedFrame, decode_places
from ...analysis.geometry.boundaries import Outline
from ...analysis.geometry.coverage import find_faults
from ...analysis.overlay.parcels import identify
from ...analysis.overlay.partitions import OverlayTask, PartitionResult, overlay_partition
from ...analysis.overlay.shares import ShareRounding
from ...analysis.parallel import run_in_threads
from ...analysis.problems import ERROR, NOTE, WARNING, collect, problems
from ...analysis.quality.offending_features import FeaturesAtFaults
from ...analysis.rules.policy import SurveyClasses
from ...analysis.spatial_index import spatial_index
from ...analysis.values.columns import add_up_unreadable
from ...bridge.io.parcel_layers import ParcelLayers
from ...bridge.io.sound_layers import SoundMark
from ...bridge.memory import give_back
from ...bridge.progress import FeedbackProgress
from ...bridge.survey.normalisation import Normaliser, concat_layers
from .dask_client import Cluster
from .preparation import PreparedOverlay, prepare_overlay
from .settings import Layers, OverlaySettings

# Problems of parcels, none of which a sound layer has.
_UNSOUND = frozenset(("invalid_geometry", "unusable_geometry", "parcels_overlap"))

Work = Callable[[geopandas.GeoDataFrame, OverlayTask, FeedbackProgress], PartitionResult]


@dataclass(frozen=True)
class Overlay:
    """What an overlay yields beside the pieces.

    Attributes:
        zones: rows of the `zones` table, without geometry.
        units: of `read_units`, repaired, in the working system.
        problems: what was found wrong on the way, as kinds and facts.
        count: number of pieces.
        worst_closure: largest difference (m²) between a parcel's record and the sum of its pieces.

    """

    zones: pd.DataFrame
    units: geopandas.GeoDataFrame
    problems: geopandas.GeoDataFrame
    count: int
    worst_closure: float


@dataclass(frozen=True)
class _Collected:
    """What the partitions yield together, beside the pieces.

    Attributes:
        outline: boundary segments that no two parcels share.
        boxes: float (n, 4); bounds of the partitions' parcels, NaN where a partition has no geometry.
        problems: what was found wrong in them.
        count, worst_closure: as in `Overlay`.

    """

    outline: Outline
    boxes: np.ndarray
    problems: list[pd.DataFrame]
    count: int
    worst_closure: float


def overlay_layers(
    layers: Layers,
    classes: SurveyClasses,
    settings: OverlaySettings,
    progress: FeedbackProgress,
    take: Callable[[EncodedFrame | pd.DataFrame], None],
    cluster: Cluster | None = None,
    work: Work = overlay_partition,
    exact_shares: Collection[str] = (),
) -> Overlay:
    """Overlay the parcels with zones and units, partition by partition.

    Args:
        layers: the parcels, and what they are overlaid with.
        classes: the survey's classes.
        settings: parameters.
        progress: receives the fraction done; may cancel; its feedback receives warnings of transformations.
        take: receives the pieces of each partition, in the order of the parcels' BSM.
        cluster: workers that overlay; threads of this process if not given. The pieces are the same.
        work: what is done with a partition; workers of a cluster only overlay.
        exact_shares: columns of pieces whose shares of zones' records stay as they are, not rounded.

    Raises:
        InputError: what `prepare_overlay` and `Cluster` raise.

    """
    if cluster is not None:
        cluster.check_parcels(layers.parcels, progress)
    give_back()
    prepared = prepare_overlay(layers, classes, settings, progress.part(0.0, 0.2))
    return overlay_prepared(prepared, settings, progress.part(0.2, 1.0), take, cluster, work, exact_shares)


def overlay_prepared(
    prepared: PreparedOverlay,
    settings: OverlaySettings,
    progress: FeedbackProgress,
    take: Callable[[EncodedFrame | pd.DataFrame], None],
    cluster: Cluster | None = None,
    work: Work = overlay_partition,
    exact_shares: Collection[str] = (),
) -> Overlay:
    """Overlay the partitions of a prepared overlay; arguments as in `overlay_layers`."""
    give_back()
    mark = _sound_mark(prepared, settings) if cluster is None else None
    is_known = mark is not None and mark.is_set
    if is_known:
        checks = replace(prepared.task.checks, known_sound=True)
        prepared = replace(prepared, task=replace(prepared.task, checks=checks))
    results = _overlay_partitions(prepared, cluster, work, progress)
    rounding = ShareRounding(prepared.task.zones, exact_shares)
    collected = _collect(results, len(prepared.partitions), rounding, take, progress.part(0.0, 0.95))
    found = [*prepared.problems, *collected.problems, *_layers_apart(prepared, collected)]
    overlapping = []
    if settings.tell_overlaps:
        overlapping = _overlapping_parcels(prepared, collected, settings, progress.part(0.95, 1.0))
    found += overlapping
    kinds = {str(kind) for table in (*collected.problems, *overlapping) for kind in table["kind"].unique()}
    is_looked_at = settings.tell_overlaps and not is_known
    if mark is not None and is_looked_at and not kinds & _UNSOUND:
        prepared.parcels.layers[0].state.check_files()
        mark.set()
    return Overlay(
        prepared.zones,
        prepared.units,
        _sorted(collect(add_up_unreadable(found), prepared.crs)),
        collected.count,
        collected.worst_closure,
    )


def _sound_mark(prepared: PreparedOverlay, settings: OverlaySettings) -> SoundMark | None:
    """Return the mark by which the parcels may be known as sound; None where no file's content tells what they are.

    So they must be those of one file, all of them, in its own system, and a change of it be noticed.
    """
    if len(prepared.parcels.layers) > 1 or prepared.normalisers[0].transformer is not None:
        return None
    layer = prepared.parcels.layers[0]
    if layer.file is None or not layer.is_whole or layer.file.path not in {state.path for state in layer.state.files}:
        return None
    return SoundMark.of(layer.file, settings.tolerance)


def _overlay_partitions(
    prepared: PreparedOverlay, cluster: Cluster | None, work: Work, progress: FeedbackProgress
) -> Generator[PartitionResult, None, None]:
    """Return what comes of each partition, in their order; only a few are made ahead of who takes them."""
    parcels, normalisers, task = prepared.parcels, prepared.normalisers, prepared.task
    if cluster is not None:
        return cluster.overlay(parcels, normalisers, task, map(parcels.chosen, prepared.partitions), progress)
    in_thread = partial(_overlay_rows, work, parcels, normalisers, task, progress)
    return run_in_threads(in_thread, prepared.partitions, prepared.threads)


def _overlay_rows(
    work: Work,
    parcels: ParcelLayers,
    normalisers: list[Normaliser],
    task: OverlayTask,
    progress: FeedbackProgress,
    rows: np.ndarray,
) -> PartitionResult:
    """Read the parcels at some positions and overlay them, in one thread."""
    return work(_read_parcels(parcels, normalisers, rows), task, progress)


def _read_parcels(parcels: ParcelLayers, normalisers: list[Normaliser], rows: np.ndarray) -> geopandas.GeoDataFrame:
    """Read the parcels at some positions, under the survey's names and in the working system."""
    return concat_layers(
        [normalisers[number].normalise(parcels.layers[number].read(own)) for number, own in parcels.split(rows)]
    )


def _collect(
    results: Generator[PartitionResult, None, None],
    count: int,
    rounding: ShareRounding,
    take: Callable[[EncodedFrame | pd.DataFrame], None],
    progress: FeedbackProgress,
) -> _Collected:
    """Hand on the pieces of each of `count` partitions, rounded, and add up what else comes of them."""
    outline, boxes, found, pieces, closure = Outline(), [], [], 0, 0.0
    with closing(results):
        for number, result in enumerate(results):
            progress.set(number / count)
            take(_rounded(result.pieces, rounding))
            # A renamed column is the same in every partition.
            found += [
                decode_places(table)
                for table in result.problems
                if not number or "column_renamed" not in set(table["kind"])
            ]
            outline.join(result.outline)
            boxes.append(result.bounds)
            pieces += len(result.pieces)
            closure = max(closure, result.worst_closure)
            give_back()
    return _Collected(outline, np.array(boxes).reshape(-1, 4), found, pieces, closure)


def _rounded(pieces: EncodedFrame | pd.DataFrame, rounding: ShareRounding) -> EncodedFrame | pd.DataFrame:
    """Return pieces with rounded shares; areas in zones, which have no shares, as they are."""
    if isinstance(pieces, EncodedFrame):
        return replace(pieces, attributes=rounding.round(pieces.attributes))
    return pieces


def _layers_apart(prepared: PreparedOverlay, collected: _Collected) -> list[pd.DataFrame]:
    """Return problems for zone layers whose box lies away from that of all parcels."""
    extent = shapely.box(*shapely.total_bounds(shapely.box(*collected.boxes.T)))
    return [
        problems("layer_apart", name, [""], WARNING)
        for name, box in prepared.extents
        if not extent.intersects(shapely.box(*box))
    ]


def _overlapping_parcels(
    prepared: PreparedOverlay, collected: _Collected, settings: OverlaySettings, progress: FeedbackProgress
) -> list[pd.DataFrame]:
    """Return problems for parcels that overlap each other; only partitions near such places are read again."""
    faults = find_faults(collected.outline, settings.tolerance, uncovered=False, progress=progress)
    if not len(faults.overlaps):
        return []
    at_faults = FeaturesAtFaults(faults, settings.tolerance)
    boxes = shapely.box(*collected.boxes.T)
    for number in np.unique(spatial_index(boxes).query(faults.overlaps)[1]):
        progress.check()
        frame = _read_parcels(prepared.parcels, prepared.normalisers, prepared.partitions[number])
        identity, order = identify(frame, prepared.task.layer, [])
        at_faults.add(frame.geometry.to_numpy()[order], identity[order])
    return [at_faults.overlaps(prepared.task.layer, True, settings.threads, progress)]


def _sorted(table: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Sort problems by severity, kind and layer, then as found: the same however the survey is partitioned."""
    rank = table["severity"].map({ERROR: 0, WARNING: 1, NOTE: 2})
    order = table.assign(rank=rank).sort_values(["rank", "kind", "layer"], kind="stable").index
    return table.loc[order].reset_index(drop=True)
