"""The fact table: pieces of parcels with their zones, units and shares of the areas of record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import geopandas
import numpy as np
import pandas as pd

from ..area.apportionment import apportion, share_weights
from ..area.ellipsoidal import GaussKruger
from ..columns import distinct_names
from ..geometry.set_operations import slivers
from ..problems import ERROR, NOTE, WARNING, problems
from ..progress import Progress, Silent
from ..units import Units
from ..values.columns import UNREADABLE
from ..values.unit_codes import shared_digits
from .assignment import ZoneIndex
from .identity import IdentityResult, identity_overlay
from .options import OverlayRules
from .parcels import Parcels, unit_codes
from .zones import ZoneLayer

_MARK_BYTES = 6


def make_pieces(
    parcels: Parcels,
    zones: Sequence[ZoneLayer],
    projection: GaussKruger,
    rules: OverlayRules,
    units: Units | None = None,
    progress: Progress | None = None,
) -> tuple[geopandas.GeoDataFrame, list[pd.DataFrame]]:
    """Divide parcels by zones (and by units, if given) and apportion their areas of record.

    Returns:
        the pieces as in the design's contract, sorted by parcel id and zones; problems met on the way.

    Pieces of a parcel add up to its TBMJ and, on cultivated land, its TBDLMJ to the last 0.01 m². Shares of records of
    zones are not rounded (`ShareRounding`).

    >>> from .parcels import ParcelChecks, prepare_parcels
    >>> from .roles import Role
    >>> from .zones import prepare_zones
    >>> import shapely
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
    >>> pieces, _ = make_pieces(parcels, zones, projection, rules)
    >>> pieces[["pbf", "area_m2", "cultivated_m2"]].fillna("").values.tolist()
    [['', 7500.0, 6975.0], ['Z', 2500.0, 2325.0]]
    """
    progress = progress or Silent()
    layers = [zone.shapes for zone in zones]
    if units is not None:
        layers.append(ZoneIndex(units.shapes, np.ones(len(units.code), bool)))
    divided = identity_overlay(parcels.frame.geometry.to_numpy(), layers, rules.tolerance, rules.threads, progress)
    parcel, geometry = divided.parcel, divided.geometry
    cut = np.bincount(parcel, minlength=len(parcels.id))[parcel] > 1

    weight = _weights(divided, cut, zones, rules, projection)
    area = apportion(parcels.area, parcel, weight)
    cultivated = apportion(parcels.cultivated, parcel, weight)
    sliver = np.zeros(len(parcel), bool)
    sliver[cut] = slivers(geometry[cut], rules.sliver_width, rules.sliver_area)

    labels = {zone.role: divided.label[:, k] for k, zone in enumerate(zones)}
    zone_ids = {zone.role: zone.id for zone in zones}
    columns: dict[str, object] = {role: _take(ids, labels[role]) for role, ids in zone_ids.items()}
    for zone in zones:
        label = labels[zone.role]
        for name in zone.carried:
            columns[name] = _take(zone.carried[name].to_numpy(dtype=object), label)
        for name in zone.shared:
            columns[name] = _share(zone, name, label, weight)

    found = cutting_failures(divided.failed, parcels, zones)
    codes = {level: code[parcel] for level, code in unit_codes(parcels.frame["ZLDWDM"], rules.levels).items()}
    if units is not None:
        zone_ids["unit"], labels["unit"] = units.code, divided.label[:, -1]
        outside = np.flatnonzero((labels["unit"] < 0) & ~sliver)
        codes = _codes_by_boundary(codes, _location(parcels)[parcel], units, labels["unit"], rules.levels)
        ids = parcels.id[parcel[outside]]
        found.append(problems("outside_units", "parcels", ids, WARNING, None, geometry[outside]))

    made = {**columns, **codes, "area_m2": area / 100, "cultivated_m2": cultivated / 100, "sliver": sliver, "cut": cut}
    made[UNREADABLE] = parcels.unread[parcel]
    fields = parcels.frame.drop(columns=parcels.frame.geometry.name)
    renamed = distinct_names(fields.columns, ("piece_id", "geometry", *made))
    if renamed:
        values = {"column": list(renamed), "name": list(renamed.values())}
        found.append(problems("column_renamed", "parcels", renamed, NOTE, values))
    frame = fields.rename(columns=renamed).take(parcel).reset_index(drop=True)
    frame = pd.concat([frame, pd.DataFrame(made, index=frame.index)], axis=1)
    frame.insert(0, "piece_id", _piece_ids(parcels.id[parcel], zone_ids, labels))
    return geopandas.GeoDataFrame(frame, geometry=geometry, crs=parcels.frame.crs), found


def _weights(
    divided: IdentityResult,
    cut: np.ndarray,
    zones: Sequence[ZoneLayer],
    rules: OverlayRules,
    projection: GaussKruger,
) -> np.ndarray:
    """Return the weights (n,) by which pieces share areas; 1 where none is needed.

    An uncut parcel is its record, so only cut ones need weights, and pieces in zones whose recorded areas are shared.
    """
    weighed = cut.copy()
    for number, zone in enumerate(zones):
        if zone.shared.notna().any(axis=None):
            weighed |= divided.label[:, number] >= 0
    weight = np.ones(len(cut))
    weight[weighed] = share_weights(divided.geometry[weighed], rules.area_method, projection)
    return weight


def _codes_by_boundary(
    codes: Mapping[str, np.ndarray], location: np.ndarray, units: Units, label: np.ndarray, levels: Mapping[str, int]
) -> dict[str, np.ndarray]:
    """Return the unit codes of pieces by the boundaries they lie in.

    Units may be coarser than the location code (counties only): the code then gives the rest, where it agrees. Outside
    of all units it stands alone.

    Args:
        codes: by level (n,), from the location codes.
        location: location codes (n,), text.
        units: by whose boundaries the pieces were cut.
        label: int (n,), the unit of each piece; -1 outside.
        levels: digits of a unit code by level.

    """
    unit, inside = _take(units.code, label), label >= 0
    # The code of a city (360200) names no county; that of a parcel in it does.
    whole = np.array([None if u is None else shared_digits(u) for u in unit], dtype=object)
    agrees = np.array([w is not None and str(c).startswith(w) for w, c in zip(whole, location)], dtype=bool)
    by_place = unit_codes(pd.Series(np.where(agrees, whole, unit), dtype=object), dict(levels))
    return {
        level: np.where(inside, np.where(agrees & pd.isna(by_place[level]), code, by_place[level]), code)
        for level, code in codes.items()
    }


def _location(parcels: Parcels) -> np.ndarray:
    """Return the parcels' location codes as text."""
    return parcels.frame["ZLDWDM"].fillna("").astype(str).to_numpy(dtype=object)


def _take(values: np.ndarray, label: np.ndarray) -> np.ndarray:
    """Return the values of the labelled zones; None where there is no zone."""
    return np.concatenate([np.asarray(values, dtype=object), np.array([None], dtype=object)])[label]


def _share(zone: ZoneLayer, name: str, label: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return the pieces' shares (m², not rounded) of an area recorded for their zones; NaN where there is none."""
    result = np.full(len(label), np.nan)
    inside = np.flatnonzero(label >= 0)
    number = label[inside]
    part = np.minimum(weight[inside] / zone.weight[number], 1.0)
    result[inside] = zone.shared[name].to_numpy()[number] * part
    return result


def _piece_ids(parcel_id: np.ndarray, zone_ids: dict[str, np.ndarray], labels: dict[str, np.ndarray]) -> np.ndarray:
    """Return parcel id and a mark of its (role, zone id) pairs: free of geometry and of order, the same in every run.

    The mark is the sum of the pairs' hashes, which is one number for one set of pairs; pieces of one parcel, the only
    ones it has to tell apart, are few.
    """
    mark = np.zeros(len(parcel_id), np.uint64)
    for role, ids in zone_ids.items():
        met, position = np.unique(labels[role], return_inverse=True)
        hashes = [hashlib.sha256(f"{role}={zone}".encode()).digest()[:_MARK_BYTES] for zone in ids[met[met >= 0]]]
        numbers = [0] * (len(met) - len(hashes)) + [int.from_bytes(h, "big") for h in hashes]  # -1, no zone, is first
        mark += np.array(numbers, np.uint64)[position]
    mark &= np.uint64(2 ** (8 * _MARK_BYTES) - 1)
    return np.array([f"{i}-{m:0{2 * _MARK_BYTES}x}" for i, m in zip(parcel_id, mark.tolist())], dtype=object)


def cutting_failures(failed: np.ndarray, parcels: Parcels, zones: Sequence[ZoneLayer]) -> list[pd.DataFrame]:
    """List parcels that GEOS could not cut by any means; they were kept whole, outside the zone.

    >>> cutting_failures(np.zeros((0, 3), np.int64), None, [])  # no failure, nothing to list
    []
    """
    result = []
    for layer in np.unique(failed[:, 1]):
        rows = failed[failed[:, 1] == layer]
        zone = zones[layer] if layer < len(zones) else None
        values = {
            "role": ["unit" if zone is None else zone.role] * len(rows),
            "zone": ["" if zone is None else zone.id[z] for z in rows[:, 2]],
        }
        geometry = parcels.frame.geometry.to_numpy()[rows[:, 0]]
        result.append(problems("not_cut", "parcels", parcels.id[rows[:, 0]], ERROR, values, geometry))
    return result
