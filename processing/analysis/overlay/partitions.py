"""The overlay of one partition of a survey: what a thread or a worker does, without regard to the other partitions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import geopandas
import numpy as np
import pandas as pd
import shapely

from ..area.ellipsoidal import GaussKruger
from ..area.rounding import to_cents
from ..encoding import EncodedFrame, encode_places
from ..geometry.boundaries import OpenSegments, open_segments
from ..piece_ids import parcels_of
from ..progress import Progress
from ..quality.fields import ClassStandard, check_classes
from ..quality.units import check_places
from ..units import Units
from ..values.readers import ValueKind
from .options import OverlayRules
from .parcels import ParcelChecks, Parcels, ready_parcels
from .pieces import make_pieces
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
        kinds: of values of parcels' fields, by which those are listed that could not be read.

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
    kinds: Mapping[str, ValueKind] = field(default_factory=dict)


@dataclass(frozen=True)
class PartitionResult:
    """The outcome of a partition, in a form that may pass to another thread.

    Attributes:
        pieces: as from `make_pieces`, encoded; or the table of `tabulate_zone_areas`, which has no geometry.
        problems: what was found wrong, with encoded places.
        worst_closure: largest difference (m²) between a parcel's record and the sum of its pieces.
        bounds: of the parcels; west, south, east, north; NaN where they have no geometry.
        outline: boundaries that no two of them share; none where parcels are known not to overlap.

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

    >>> from ..progress import Silent
    >>> from .roles import Role
    >>> from .zones import prepare_zones
    >>> x, y = 39_500_000, 3_245_000  # on the central meridian of the zone
    >>> frame = geopandas.GeoDataFrame(
    ...     {"BSM": ["A"], "DLBM": ["0101"], "TBMJ": [10_000.0], "TBDLMJ": [9_300.0], "ZLDWDM": ["360222101201"]},
    ...     geometry=[shapely.box(x, y, x + 100, y + 100)],
    ...     crs=4527,
    ... )
    >>> zone = geopandas.GeoDataFrame({"BSM": ["Z"]}, geometry=[shapely.box(x, y, x + 25, y + 100)], crs=4527)
    >>> levels, projection = {"county": 6, "township": 9, "village": 12}, GaussKruger(117.0, x)
    >>> checks, rules = ParcelChecks("planar", 0.01, levels), OverlayRules(0.001, 1.0, 10.0, "planar", levels)
    >>> zones = [prepare_zones(Role("pbf", id_names=("BSM",)), {"YJJBNT": zone}, projection, 0.001, 6)]
    >>> cultivated = frozenset({"0101"})
    >>> classes = ClassStandard(cultivated.__contains__, True)
    >>> task = OverlayTask("DLTB", cultivated, classes, zones, None, None, projection, rules, checks)
    >>> result = overlay_partition(frame, task, Silent())
    >>> result.pieces.attributes["area_m2"].tolist(), result.worst_closure
    ([7500.0, 2500.0], 0.0)
    """
    ready, shapes, found = _make_ready(frame, task, progress)
    pieces, met = make_pieces(ready, task.zones, task.projection, task.rules, task.units, progress)
    return _result(EncodedFrame.of(pieces), [*found, *met], worst_closure(pieces, ready), shapes, task.checks)


def tabulate_partition(frame: geopandas.GeoDataFrame, task: OverlayTask, progress: Progress) -> PartitionResult:
    """Prepare and check parcels and tabulate zone areas, in one thread; arguments as `overlay_partition`.

    The part's pieces are the rows of `tabulate_zone_areas`, without geometry; its closure is what zones have too much.

    >>> from ..progress import Silent
    >>> from .roles import Role
    >>> from .zones import prepare_zones
    >>> x, y = 39_500_000, 3_245_000  # on the central meridian of the zone
    >>> frame = geopandas.GeoDataFrame(
    ...     {"BSM": ["A"], "DLBM": ["0101"], "TBMJ": [10_000.0], "TBDLMJ": [9_300.0], "ZLDWDM": ["360222101201"]},
    ...     geometry=[shapely.box(x, y, x + 100, y + 100)],
    ...     crs=4527,
    ... )
    >>> zone = geopandas.GeoDataFrame({"BSM": ["Z"]}, geometry=[shapely.box(x, y, x + 25, y + 100)], crs=4527)
    >>> levels, projection = {"county": 6, "township": 9, "village": 12}, GaussKruger(117.0, x)
    >>> checks, rules = ParcelChecks("planar", 0.01, levels), OverlayRules(0.001, 1.0, 10.0, "planar", levels)
    >>> zones = [prepare_zones(Role("pbf", id_names=("BSM",)), {"YJJBNT": zone}, projection, 0.001, 6)]
    >>> cultivated = frozenset({"0101"})
    >>> classes = ClassStandard(cultivated.__contains__, True)
    >>> task = OverlayTask("DLTB", cultivated, classes, zones, None, None, projection, rules, checks)
    >>> tabulate_partition(frame, task, Silent()).pieces[["role", "area_m2"]].values.tolist()
    [['parcels', 10000.0], ['pbf', 2500.0]]
    """
    ready, shapes, found = _make_ready(frame, task, progress)
    amounts, met = tabulate_zone_areas(ready, task.zones, task.projection, task.rules, progress)
    return _result(amounts, [*found, *met], worst_excess(amounts), shapes, task.checks)


def _result(
    pieces: EncodedFrame | pd.DataFrame,
    found: Sequence[pd.DataFrame],
    closure: float,
    parcels: np.ndarray,
    checks: ParcelChecks,
) -> PartitionResult:
    """Return the outcome for parcels (n,), encoded."""
    encoded = [encode_places(table) for table in found if len(table)]
    outline = open_segments(parcels[:0] if checks.known_sound else parcels)
    return PartitionResult(pieces, encoded, closure, shapely.total_bounds(parcels), outline)


def _make_ready(
    frame: geopandas.GeoDataFrame, task: OverlayTask, progress: Progress
) -> tuple[Parcels, np.ndarray, list[pd.DataFrame]]:
    """Return the prepared parcels, their polygons, and what is wrong with them."""
    ready = ready_parcels(frame, task.layer, task.cultivated, task.projection, task.checks, task.kinds)
    shapes = ready.frame.geometry.to_numpy()
    progress.check()
    unknown = check_classes(ready.frame, task.layer, ready.id, task.classes)
    found = [*ready.problems, *(part.rows for part in unknown)]
    if task.places is not None:
        found.append(check_places(task.layer, ready.id, ready.frame["ZLDWDM"], shapes, task.places))
    return ready, shapes, found


def worst_closure(pieces: geopandas.GeoDataFrame, parcels: Parcels) -> float:
    """Return the largest difference (m²) between a parcel's record and the sum of its pieces in the finished table.

    Compared in whole hundredths, for TBMJ and for TBDLMJ.

    >>> from .parcels import prepare_parcels
    >>> x, y = 39_500_000, 3_245_000  # on the central meridian of the zone
    >>> frame = geopandas.GeoDataFrame(
    ...     {"BSM": ["A"], "DLBM": ["0101"], "TBMJ": [10_000.0], "TBDLMJ": [9_300.0], "ZLDWDM": ["360222101201"]},
    ...     geometry=[shapely.box(x, y, x + 100, y + 100)],
    ...     crs=4527,
    ... )
    >>> levels, projection = {"county": 6, "township": 9, "village": 12}, GaussKruger(117.0, x)
    >>> checks, rules = ParcelChecks("planar", 0.01, levels), OverlayRules(0.001, 1.0, 10.0, "planar", levels)
    >>> parcels = prepare_parcels(frame, "DLTB", np.array([True]), projection, checks)
    >>> pieces = geopandas.GeoDataFrame(
    ...     {"piece_id": ["A-000000000001"], "area_m2": [9_999.0], "cultivated_m2": [9_300.0]}, geometry=[None]
    ... )
    >>> worst_closure(pieces, parcels)
    1.0
    """
    number = pd.Index(parcels.id).get_indexer(parcels_of(pieces["piece_id"]))
    worst = 0
    for column, record in (("area_m2", parcels.area), ("cultivated_m2", parcels.cultivated)):
        sums = np.bincount(number, to_cents(pieces[column].to_numpy()), len(record)).astype(np.int64)
        worst = max(worst, int(np.abs(sums - record).max(initial=0)))
    return worst / 100
