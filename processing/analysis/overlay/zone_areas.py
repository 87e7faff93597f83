"""Areas of record in zones: the table for sums, without pieces."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..area.apportionment import apportion, share_weights
from ..area.ellipsoidal import GaussKruger
from ..area.rounding import cents_to_mu, to_cents
from ..progress import Progress
from ..vocabulary import UNIT_LEVELS, levels_down_to
from .options import OverlayRules
from .parcels import Parcels, unit_codes
from .pieces import cutting_failures
from .tabulation import Shares, tabulate_shares
from .zones import ZoneLayer

WHOLE = "parcels"  # the role of the rows that hold whole parcels
_MEASURES = ("area_m2", "cultivated_m2")


def tabulate_zone_areas(
    parcels: Parcels,
    zones: Sequence[ZoneLayer],
    projection: GaussKruger,
    rules: OverlayRules,
    progress: Progress,
) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Apportion the areas of record among zones, layer by layer, each layer counted once.

    Returns:
        rows (`parcel_id`, `DLBM`, `county`, `township`, `village`, `parcel_m2`, `role`, `zone_id`, `area_m2`,
        `cultivated_m2`): one per parcel with the role `parcels` and no zone, then one per parcel, layer and zone;
        problems met on the way.

    What the zones of one layer have of a parcel, and what they leave, add up to its TBMJ and, on cultivated land, its
    TBDLMJ to the last 0.01 m². Where layers cross each other within a parcel the pieces of the overlay are rounded one
    by one, and their sum may differ from the row here by 0.01 m² a piece.

    >>> import geopandas, shapely
    >>> from ..progress import Silent
    >>> from .parcels import ParcelChecks, prepare_parcels
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
    >>> parcels = prepare_parcels(frame, "DLTB", np.array([True]), projection, checks)
    >>> table, _ = tabulate_zone_areas(parcels, zones, projection, rules, Silent())
    >>> table[["role", "zone_id", "area_m2", "cultivated_m2"]].values.tolist()
    [['parcels', None, 10000.0, 9300.0], ['pbf', 'Z', 2500.0, 2325.0]]
    """
    geometry = parcels.frame.geometry.to_numpy()
    codes = unit_codes(parcels.frame["ZLDWDM"], rules.levels)
    facts = pd.DataFrame(
        {"parcel_id": parcels.id, "DLBM": parcels.frame["DLBM"].to_numpy(dtype=object)}
        | {level: codes[level] for level in UNIT_LEVELS}
        | {"parcel_m2": parcels.area / 100}
    )
    whole = facts.assign(role=WHOLE, zone_id=None, area_m2=parcels.area / 100, cultivated_m2=parcels.cultivated / 100)
    tables, found = [whole], []
    for number, zone in enumerate(zones):
        progress.check()
        shares = tabulate_shares(
            geometry, zone.shapes, lambda part: share_weights(part, rules.area_method, projection), rules.tolerance
        )
        table = facts.take(shares.parcel).reset_index(drop=True)
        table["role"], table["zone_id"] = zone.role, zone.id[shares.zone]
        for name, record in zip(_MEASURES, (parcels.area, parcels.cultivated)):
            table[name] = _inside(record, shares) / 100
        tables.append(table)
        failed = np.column_stack((shares.failed[:, 0], np.full(len(shares.failed), number), shares.failed[:, 1]))
        found += cutting_failures(failed, parcels, zones)
    return pd.concat(tables, ignore_index=True), found


def _inside(record: np.ndarray, shares: Shares) -> np.ndarray:
    """Apportion the parcels' records (0.01 m²) by shares; what the shares leave takes part in the rounding."""
    met, group = np.unique(shares.parcel, return_inverse=True)
    left = np.maximum(1.0 - np.bincount(group, shares.share, len(met)), 0.0)
    group = np.concatenate([group, np.arange(len(met))])
    order = np.argsort(group, kind="stable")
    result = np.empty(len(order), np.int64)
    result[order] = apportion(record[met], group[order], np.concatenate([shares.share, left])[order])
    return result[: len(shares.parcel)]


def worst_excess(amounts: pd.DataFrame) -> float:
    """Return by how much (m²) the zones of a layer have more of a parcel than its record, at worst.

    >>> rows = {"parcel_id": ["A", "A"], "role": ["parcels", "pbf"]}
    >>> rows |= {"area_m2": [100.0, 100.02], "cultivated_m2": [90.0, 90.0]}
    >>> worst_excess(pd.DataFrame(rows))
    0.02
    """
    sums = amounts.assign(**{name: to_cents(amounts[name].to_numpy()) for name in _MEASURES})
    sums = sums.groupby(["parcel_id", "role"], sort=False)[list(_MEASURES)].sum().reset_index()
    whole = sums[sums["role"] == WHOLE].set_index("parcel_id")[list(_MEASURES)]
    excess = sums[list(_MEASURES)].to_numpy() - whole.reindex(sums["parcel_id"]).to_numpy()
    return max(int(excess.max(initial=0)), 0) / 100


def add_up(tables: Sequence[pd.DataFrame], level: str) -> pd.DataFrame:
    """Add up areas by unit, land class and role.

    Args:
        tables: they hold every parcel in one table alone.
        level: `county`, `township` or `village`; its code, and those above, are columns.

    Returns:
        `parcels` (how many have something there), `area_m2`, `cultivated_m2`; sorted, whole parcels first.

    >>> rows = {"parcel_id": ["A", "B"], "county": ["360222"] * 2, "DLBM": ["0101"] * 2, "role": ["parcels"] * 2}
    >>> rows |= {"area_m2": [100.0, 50.0], "cultivated_m2": [90.0, 45.0]}
    >>> add_up([pd.DataFrame(rows)], "county")[["parcels", "area_m2", "cultivated_m2"]].values.tolist()
    [[2.0, 150.0, 135.0]]
    """
    keys = [*levels_down_to(level), "DLBM", "role"]
    parts = []
    for table in tables:
        values = {name: to_cents(table[name].to_numpy()) for name in _MEASURES}
        if "parcels" in table:
            values["parcels"] = table["parcels"]
        else:
            # A parcel counts once in a role, in however many zones it lies.
            values["parcels"] = ~table.duplicated(["parcel_id", "role"])
        parts.append(table[keys].assign(**values))
    columns = ["parcels", *_MEASURES]
    sums = pd.concat(parts).groupby(keys, sort=True, dropna=False)[columns].sum().reset_index()
    sums = sums.sort_values("role", key=lambda role: role.ne(WHOLE), kind="stable")
    sums = sums.sort_values([*keys[:-1]], kind="stable").reset_index(drop=True)
    for name in _MEASURES:
        sums[name] = sums[name] / 100
    return sums.astype({"parcels": "int64"})


def in_mu(sums: pd.DataFrame) -> pd.DataFrame:
    """Return sums with their areas in mu beside those in m².

    >>> in_mu(pd.DataFrame({'area_m2': [2000.0], 'cultivated_m2': [0.0]}))['area_mu'].tolist()
    [3.0]
    """
    return sums.assign(
        **{name.replace("_m2", "_mu"): cents_to_mu(to_cents(sums[name].to_numpy())) for name in _MEASURES}
    )
