"""A part of a survey, divided: what a thread or a worker does, for itself and without regard to the other parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd
import shapely

from .amounts import make_amounts, worst_excess
from .areas import GaussKruger, to_cents
from .field_checks import ClassStandard, check_classes
from .outlines import OpenSegments, open_segments
from .parcels import ParcelChecks, Parcels, prepare_parcels
from .pieces import OverlayRules, Units, make_pieces, parcels_of
from .progress import Progress
from .unit_checks import check_places
from .zones import ZoneLayer


@dataclass(frozen=True)
class Division:
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
class Part:
    """What became of some parcels.

    Attributes:
        pieces: as from `make_pieces`, or `make_amounts`.
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


def divide_part(frame: geopandas.GeoDataFrame, division: Division, progress: Progress) -> Part:
    """Make parcels ready, check them and divide them, in one thread.

    Args:
        frame: parcels with the survey's fields, in the working system; all parcels with one BSM are among them.
        division: by what and how.
        progress: may cancel.

    """
    ready, shapes, found = _make_ready(frame, division, progress)
    pieces, met = make_pieces(ready, division.zones, division.projection, division.rules, division.units, progress)
    closure = worst_closure(pieces, ready)
    return Part(pieces, [*found, *met], closure, shapely.total_bounds(shapes), open_segments(shapes))


def measure_part(frame: geopandas.GeoDataFrame, division: Division, progress: Progress) -> Part:
    """Make parcels ready, check them and measure what zones have of them, in one thread; arguments as `divide_part`.

    The part's pieces are the rows of `make_amounts`, without geometry; its closure is what zones have too much.
    """
    ready, shapes, found = _make_ready(frame, division, progress)
    amounts, met = make_amounts(ready, division.zones, division.projection, division.rules, progress)
    return Part(amounts, [*found, *met], worst_excess(amounts), shapely.total_bounds(shapes), open_segments(shapes))


def _make_ready(
    frame: geopandas.GeoDataFrame, division: Division, progress: Progress
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
