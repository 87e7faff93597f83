"""A part of a survey, divided: what a thread or a worker does, for itself and without regard to the other parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd
import shapely

from ..area.ellipsoidal import GaussKruger
from ..area.rounding import to_cents
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
    """By what parcels are divided, and how: the same for every part of a survey.

    Attributes:
        layer: the parcels' layer, for problems.
        cultivated: codes of cultivated land.
        classes: by what land classes are checked.
        zones: layers made ready.
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
    """What became of some parcels.

    Attributes:
        pieces: as from `make_pieces`, or `tabulate_zone_areas`.
        problems: what was found wrong.
        worst_closure: largest difference (m²) between a parcel's record and the sum of its pieces.
        bounds: of the parcels; west, south, east, north; NaN where they have no geometry.
        outline: boundaries that no two of them share.

    """

    pieces: pd.DataFrame
    problems: list[pd.DataFrame]
    worst_closure: float
    bounds: np.ndarray
    outline: OpenSegments


def overlay_partition(frame: geopandas.GeoDataFrame, division: OverlayTask, progress: Progress) -> PartitionResult:
    """Make parcels ready, check them and divide them, in one thread.

    Args:
        frame: parcels with the survey's fields, in the working system; all parcels with one BSM are among them.
        division: by what and how.
        progress: may cancel.

    """
    ready, shapes, found = _make_ready(frame, division, progress)
    pieces, met = make_pieces(ready, division.zones, division.projection, division.rules, division.units, progress)
    closure = worst_closure(pieces, ready)
    return PartitionResult(pieces, [*found, *met], closure, shapely.total_bounds(shapes), open_segments(shapes))


def tabulate_partition(frame: geopandas.GeoDataFrame, division: OverlayTask, progress: Progress) -> PartitionResult:
    """Make parcels ready, check them and tabulate zone areas, in one thread; arguments as `overlay_partition`.

    The part's pieces are the rows of `tabulate_zone_areas`, without geometry; its closure is what zones have too much.
    """
    ready, shapes, found = _make_ready(frame, division, progress)
    amounts, met = tabulate_zone_areas(ready, division.zones, division.projection, division.rules, progress)
    return PartitionResult(
        amounts, [*found, *met], worst_excess(amounts), shapely.total_bounds(shapes), open_segments(shapes)
    )


def _make_ready(
    frame: geopandas.GeoDataFrame, division: OverlayTask, progress: Progress
) -> tuple[Parcels, np.ndarray, list[pd.DataFrame]]:
    """Parcels made ready, their polygons, and what is wrong with them."""
    cultivated = frame["DLBM"].isin(division.cultivated).to_numpy()
    ready = prepare_parcels(frame, division.layer, cultivated, division.projection, division.checks)
    shapes = ready.frame.geometry.to_numpy()
    progress.check()
    unknown = check_classes(ready.frame, division.layer, ready.id, division.classes)
    found = [*ready.problems, *(part.rows for part in unknown)]
    if division.places is not None:
        code, levels = ready.frame["ZLDWDM"], division.rules.levels
        found.append(check_places(division.layer, ready.id, code, shapes, division.places, levels))
    return ready, shapes, found


def worst_closure(pieces: geopandas.GeoDataFrame, parcels: Parcels) -> float:
    """Largest difference (m²) between a parcel's record and the sum of its pieces, measured on the finished table.

    Compared in whole hundredths, for TBMJ and for TBDLMJ.
    """
    number = pd.Index(parcels.id).get_indexer(parcels_of(pieces["piece_id"]))
    worst = 0
    for column, record in (("area_m2", parcels.area), ("cultivated_m2", parcels.cultivated)):
        sums = np.bincount(number, to_cents(pieces[column].to_numpy()), len(record)).astype(np.int64)
        worst = max(worst, int(np.abs(sums - record).max(initial=0)))
    return worst / 100
