"""The overlay of one partition of a survey: what a thread or a worker does, without regard to the other partitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd
import shapely

from ..area.ellipsoidal import GaussKruger
from ..area.rounding import to_cents
from ..encoding import EncodedFrame, encode_places
from ..geometry.boundaries import OpenSegments, open_segments
from ..progress import Progress
from ..quality.fields import ClassStandard, check_classes
from ..quality.units import check_places
from ..units import Units
from .options import OverlayRules
from .parcels import ParcelChecks, Parcels, prepare_parcels
from .pieces import make_pieces, parcels_of
from .zone_areas import tabulate_zone_areas, worst_excess
from .zones import ZoneLayer


@dataclass(frozen=True)
class OverlayTask:
    """What every partition of a survey is overlaid with, and how; threads share it.

    Attributes:
        layer: the parcels' layer, for problems.
        cultivated: codes of cultivated land.
        classes: by what land classes are checked.
        zones: layers, prepared.
        units: by whose boundaries parcels are cut; None if by none.
        places: units that the location codes are compared with; None if there are none.
        projection: of the coordinates.
        rules: of the overlay.
        checks: of the parcels.

    """

    layer: str
    cultivated: frozenset[str]
    classes: ClassStandard
    zones: Sequence[ZoneLayer]
    units: Units | None
    places: Units | None
    projection: GaussKruger
    rules: OverlayRules
    checks: ParcelChecks


@dataclass(frozen=True)
class PartitionResult:
    """The outcome of a partition, in a form that may pass to another thread.

    Attributes:
        pieces: as from `make_pieces`, encoded; or the table of `tabulate_zone_areas`, which has no geometry.
        problems: what was found wrong, with encoded places.
        worst_closure: largest difference (m²) between a parcel's record and the sum of its pieces.
        bounds: of the parcels; west, south, east, north; NaN where they have no geometry.
        outline: boundaries that no two of them share.

    """

    pieces: EncodedFrame | pd.DataFrame
    problems: list[pd.DataFrame]
    worst_closure: float
    bounds: np.ndarray
    outline: OpenSegments


def overlay_partition(frame: geopandas.GeoDataFrame, task: OverlayTask, progress: Progress) -> PartitionResult:
    """Prepare and check parcels and overlay them, in one thread.

    Args:
        frame: parcels with the survey's fields, in the working system; all parcels with one BSM are among them.
        task: what they are overlaid with, and how.
        progress: may cancel.

    """
    ready, shapes, found = _make_ready(frame, task, progress)
    pieces, met = make_pieces(ready, task.zones, task.projection, task.rules, task.units, progress)
    return _result(EncodedFrame.of(pieces), [*found, *met], worst_closure(pieces, ready), shapes)


def tabulate_partition(frame: geopandas.GeoDataFrame, task: OverlayTask, progress: Progress) -> PartitionResult:
    """Prepare and check parcels and tabulate zone areas, in one thread; arguments as `overlay_partition`.

    The part's pieces are the rows of `tabulate_zone_areas`, without geometry; its closure is what zones have too much.
    """
    ready, shapes, found = _make_ready(frame, task, progress)
    amounts, met = tabulate_zone_areas(ready, task.zones, task.projection, task.rules, progress)
    return _result(amounts, [*found, *met], worst_excess(amounts), shapes)


def _result(
    pieces: EncodedFrame | pd.DataFrame, found: Sequence[pd.DataFrame], closure: float, parcels: np.ndarray
) -> PartitionResult:
    """Return the outcome for parcels (n,), encoded."""
    encoded = [encode_places(table) for table in found if len(table)]
    return PartitionResult(pieces, encoded, closure, shapely.total_bounds(parcels), open_segments(parcels))


def _make_ready(
    frame: geopandas.GeoDataFrame, task: OverlayTask, progress: Progress
) -> tuple[Parcels, np.ndarray, list[pd.DataFrame]]:
    """Return the prepared parcels, their polygons, and what is wrong with them."""
    cultivated = frame["DLBM"].isin(task.cultivated).to_numpy()
    ready = prepare_parcels(frame, task.layer, cultivated, task.projection, task.checks)
    shapes = ready.frame.geometry.to_numpy()
    progress.check()
    unknown = check_classes(ready.frame, task.layer, ready.id, task.classes)
    found = [*ready.problems, *(part.rows for part in unknown)]
    if task.places is not None:
        code, levels = ready.frame["ZLDWDM"], task.rules.levels
        found.append(check_places(task.layer, ready.id, code, shapes, task.places, levels))
    return ready, shapes, found


def worst_closure(pieces: geopandas.GeoDataFrame, parcels: Parcels) -> float:
    """Return the largest difference (m²) between a parcel's record and the sum of its pieces in the finished table.

    Compared in whole hundredths, for TBMJ and for TBDLMJ.
    """
    number = pd.Index(parcels.id).get_indexer(parcels_of(pieces["piece_id"]))
    worst = 0
    for column, record in (("area_m2", parcels.area), ("cultivated_m2", parcels.cultivated)):
        sums = np.bincount(number, to_cents(pieces[column].to_numpy()), len(record)).astype(np.int64)
        worst = max(worst, int(np.abs(sums - record).max(initial=0)))
    return worst / 100
