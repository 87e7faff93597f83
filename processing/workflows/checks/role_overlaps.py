"""Overlaps between layers of one zone role, which the overlay takes as one layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from ...analysis.columns import TEXT, typed
from ...analysis.geometry.set_operations import repair
from ...analysis.quality.overlaps import NamedPolygons, overlaps_between_layers
from ...bridge.errors import InputError
from ...bridge.io.chunks import read_chunks
from ...bridge.io.input_state import UnreliableInputError
from ...bridge.io.sources import Source, is_same_layer
from ...bridge.progress import FeedbackProgress
from .features import ID, LayerTask, name_features
from .reprojection import Reprojector


@dataclass(frozen=True)
class CheckedLayer:
    """A layer that has been checked for itself: what it was checked for, and what brings it into the common system."""

    task: LayerTask
    source: Source
    reprojector: Reprojector


@dataclass(frozen=True)
class _Zones:
    """Zones of a layer: feature ids, identifiers (None where there is none), valid polygons in the common system."""

    fid: np.ndarray
    ids: pd.Series
    geometry: np.ndarray


def overlaps_of_role(layers: Sequence[CheckedLayer], progress: FeedbackProgress) -> list[pd.DataFrame]:
    """List zones that overlap zones of another layer of their role.

    Layers of a role that has several are read whole, as the overlay reads them; a layer given twice counts once.

    Args:
        layers: of one role.
        progress: may cancel.

    """
    files = [(layer.source.name, layer.source.whole_file) for layer in layers]
    once = [layer for n, layer in enumerate(layers) if not any(is_same_layer(files[n], other) for other in files[:n])]
    if len(once) <= 1:
        return []
    zones = [_read(layer, progress) for layer in once]
    ids = pd.concat([part.ids for part in zones], ignore_index=True)
    repeated = (ids.duplicated(keep=False) & ids.notna()).to_numpy()
    starts = np.cumsum([len(part.fid) for part in zones])[:-1]
    given = [layer.task.name for layer in once]
    # Zones without an identifier of their own are named by their layer, so two layers need two names.
    names = [f"{name} ({given[:n].count(name) + 1})" if name in given[:n] else name for n, name in enumerate(given)]
    named = [
        NamedPolygons(layer, part.geometry, name_features(name, part.ids, part.fid, again))
        for layer, name, part, again in zip(given, names, zones, np.split(repeated, starts))
    ]
    settings = once[0].task.settings
    return overlaps_between_layers("zones_overlap", named, settings.tolerance, settings.threads, progress.part(0, 0))


def _read(layer: CheckedLayer, progress: FeedbackProgress) -> _Zones:
    """Read the zones of a layer; none of one that its own check could not read, or not bring into the system."""
    column = layer.task.columns.get(ID)
    fid, ids, shapes = [np.zeros(0, np.int64)], [pd.Series([], dtype=object)], [np.zeros(0, dtype=object)]
    try:
        for chunk in read_chunks(layer.source, [] if column is None else [column], progress.part(0, 0)):
            geometry, misplaced = layer.reprojector.reproject(chunk.geometry.to_numpy())
            geometry[misplaced] = None
            sound, _ = repair(geometry)
            rows = np.flatnonzero(~shapely.is_missing(sound))
            none = pd.Series([None] * len(chunk), dtype=object)
            fid.append(chunk.index.to_numpy()[rows])
            ids.append((none if column is None else typed(chunk[column], TEXT)[0]).iloc[rows].astype(object))
            shapes.append(sound[rows])
        usable = layer.reprojector.fits
    except UnreliableInputError:
        raise
    except InputError:
        usable = False
    if not usable:
        fid, ids, shapes = fid[:1], ids[:1], shapes[:1]
    return _Zones(np.concatenate(fid), pd.concat(ids, ignore_index=True), np.concatenate(shapes))
