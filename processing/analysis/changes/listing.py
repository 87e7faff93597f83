"""The layer of changes: what people look at one by one, and one row for all that is too small for it."""

from __future__ import annotations

from collections.abc import Callable

import geopandas
import numpy as np
import pandas as pd

from ..area.rounding import CENTS, cents_to_mu
from ..geometry.set_operations import slivers
from ..rules.evaluation import CLASS_COLUMN
from ..rules.policy import Policy
from ..vocabulary import UNIT_LEVELS, Direction
from .tracking import EARLIER, Changes

_NAME = "BSM"
_NOTHING = np.array([None], dtype=object)
_KEYS = ("direction", "cause", "status")


def list_changes(
    changes: Changes, policy: Policy, geometry: Callable[[np.ndarray], np.ndarray], crs: object
) -> geopandas.GeoDataFrame:
    """List the changes that can be looked at on the ground; the others add up in a row of their own.

    Surveys differ by thousands of hairs along their boundaries: pieces below the policy's width and area
    (`sliver_width_m`, `sliver_area_m2`), and adjustments below `adjustment_list_m2`, are summed by county, direction,
    cause and status, in rows without geometry. So the rows of a direction add up to the flows.

    Args:
        changes: of all pieces.
        policy: thresholds.
        geometry: gives the polygons of some pieces by their positions; of the calling thread.
        crs: of the polygons.

    Returns:
        `change_id`, `direction`, `cause`, `status`, `previous_DLBM`, `DLBM`, `before_m2`, `now_m2`, `before_mu`,
        `now_mu`, `pbf`, `project`, unit codes (of an outflow those of the earlier survey), `responsible`, `flags`,
        `BSM`, `previous`, `pieces` (how many a row stands for).

    >>> import shapely
    >>> from ..rules.policy import ChangeRule, SurveyClass, SurveyClasses, Threshold
    >>> from .division import EarlierParcels
    >>> from .tracking import track_changes
    >>> earlier = EarlierParcels(
    ...     np.array(["A"], object), np.array(["0101"], object), np.array([1000_00]), np.array([932_00]),
    ...     np.array([True]), np.array([1000.0]), np.array([130.0]),
    ...     pd.DataFrame({"county": ["360222"], "township": [None], "village": [None]}),
    ... )
    >>> pieces = pd.DataFrame(
    ...     {"piece_id": ["A1"], "DLBM": ["0702"], "area_m2": [1000.0], "cultivated_m2": [0.0], "previous": ["A"],
    ...      "previous_PART": [1.0], "county": ["360222"]}
    ... )
    >>> names = ("sliver_width_m", "sliver_area_m2", "adjustment_list_m2")
    >>> thresholds = {name: Threshold(name, 1.0, "", "", "", "") for name in names}
    >>> groups, causes = {"cultivated": ("01*",)}, (ChangeRule("built", ""),)
    >>> policy = Policy("demo", class_groups=groups, change_causes=causes, thresholds=thresholds)
    >>> ridge = SurveyClass("1203", "", "", group="ridge")
    >>> classes = SurveyClasses({"0702": SurveyClass("0702", "", ""), "1203": ridge})
    >>> changes = track_changes(pieces, earlier, policy, classes, "2024-12-31", "2023-12-31", 0.001)
    >>> table = list_changes(changes, policy, lambda rows: shapely.box(0.0 * rows, 0, 50, 20), 4527)
    >>> table[["change_id", "direction", "cause", "before_m2"]].values.tolist()
    [['A1', 'out', 'built', 932.0]]

    """
    before, now, direction = changes.before, changes.now, changes.direction
    moved = np.isin(direction.astype(str), Direction.values())
    small = np.abs(now - before) < policy.threshold("adjustment_list_m2") * CENTS
    looked = moved & ~((direction == Direction.ADJUST.value) & small)
    rows = np.flatnonzero(looked)
    shapes = geometry(rows)
    hairs = slivers(shapes, policy.threshold("sliver_width_m"), policy.threshold("sliver_area_m2"))
    listed, shapes = rows[~hairs], shapes[~hairs]
    rest = moved.copy()
    rest[listed] = False
    rest &= before != now
    facts = _facts(changes)
    table = facts.iloc[listed]
    summed = facts[rest].groupby(["county", *_KEYS], dropna=False, sort=True, observed=True)
    small_rows = summed[["before", "now", "pieces"]].sum().reset_index()
    names = small_rows[["direction", "county", "cause", "status"]].fillna("").astype(str)
    small_rows["change_id"] = ["small-" + "-".join(filter(None, row)) for row in names.to_numpy().tolist()]
    result = pd.concat([table, small_rows], ignore_index=True)
    result = result[[str(name) for name in table.columns]]
    result.insert(result.columns.get_loc("before"), "before_m2", result["before"] / CENTS)
    result.insert(result.columns.get_loc("before"), "now_m2", result["now"] / CENTS)
    result.insert(result.columns.get_loc("before"), "before_mu", cents_to_mu(result["before"]))
    result.insert(result.columns.get_loc("before"), "now_mu", cents_to_mu(result["now"]))
    polygons = np.concatenate([shapes, np.full(len(small_rows), None, dtype=object)])
    return geopandas.GeoDataFrame(result.drop(columns=["before", "now"]), geometry=polygons, crs=crs)


def _facts(changes: Changes) -> pd.DataFrame:
    """Return what is known of each piece, areas in 0.01 m²."""
    pieces, parcel = changes.pieces, changes.parcel
    out = changes.direction == Direction.OUT.value
    nothing = np.full(len(pieces), None, dtype=object)

    def column(name: str) -> np.ndarray:
        return pieces[name].to_numpy(dtype=object) if name in pieces else nothing

    units = {}
    for level in UNIT_LEVELS:
        own = changes.earlier.units[level].to_numpy(dtype=object)
        units[level] = np.where(out, np.append(own, _NOTHING)[parcel], column(level))
    return pd.DataFrame(
        {
            "change_id": column("piece_id"),
            "direction": changes.direction,
            "cause": changes.cause,
            "status": changes.status,
            f"{EARLIER}_{CLASS_COLUMN}": np.append(changes.earlier.classes, _NOTHING)[parcel],
            CLASS_COLUMN: column(CLASS_COLUMN),
            "before": changes.before,
            "now": changes.now,
            "pbf": column("pbf"),
            "project": column("projects"),
            **units,
            "responsible": changes.responsible,
            "flags": changes.flags,
            _NAME: column(_NAME),
            EARLIER: column(EARLIER),
            "pieces": np.ones(len(pieces), np.int64),
        }
    )
