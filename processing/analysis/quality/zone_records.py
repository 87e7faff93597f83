"""Recorded areas of zones against their geometry: their unit, and those that deviate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..area.rounding import LARGEST_AREA, round_area
from ..problems import ERROR, WARNING, problems
from ..vocabulary import AreaUnit

_UNITS = {AreaUnit.M2.value: 1.0, AreaUnit.MU.value: 2000 / 3, AreaUnit.HA.value: 10_000.0}  # in m²
# Ridges take up to a third of what is recorded gross, so a net record is a little less than its geometry.
_LEAST_NET, _MOST_NET = 0.6, 1.1
_LEAST_SHARE = 0.5
_LAST_DIGIT = 0.0101  # m²


@dataclass(frozen=True)
class RecordRules:
    """How recorded areas of zones are read and checked.

    Attributes:
        unit: an `AreaUnit`, in which they are recorded.
        deviation: relative difference by which a net record may exceed the measured area.

    """

    unit: str = AreaUnit.M2.value
    deviation: float = 0.01


def in_square_metres(recorded: np.ndarray, unit: str) -> np.ndarray:
    """Return recorded areas (n,) in m², to 0.01; NaN where there is none.

    >>> in_square_metres(np.array([30.0, np.nan]), "mu").tolist()
    [20000.0, nan]

    """
    return recorded if unit == AreaUnit.M2 else round_area(recorded * _UNITS[unit])


def check_zone_records(
    role: str, identity: np.ndarray, net: np.ndarray, area: np.ndarray, geometry: np.ndarray, rules: RecordRules
) -> list[pd.DataFrame]:
    """Compare the net records of zones with their geometry.

    Args:
        role: the layer, for problems.
        identity: names of the zones (n,).
        net: records, taken as m² (n,); NaN where there is none.
        area: measured areas in m² (n,).
        geometry: polygons (n,).
        rules: what may deviate.

    Returns:
        One row for the layer where its records look like mu or hectares (`records_in_mu`, `records_in_ha`); else a row
        for each zone whose record is larger than its geometry, or less than half of it (`record_deviates`).

    >>> cell, area = np.full(3, None), np.full(3, 20_000.0)
    >>> names = np.array(["a", "b", "c"])
    >>> [p["kind"].tolist() for p in check_zone_records("pbf", names, np.full(3, 30.0), area, cell, RecordRules())]
    [['records_in_mu']]
    >>> found = check_zone_records("pbf", names, np.array([18_000.0, 9_000.0, 20_300.0]), area, cell, RecordRules())
    >>> found[0]["feature"].tolist()
    ['b', 'c']

    """
    known = np.flatnonzero((np.abs(net) < LARGEST_AREA) & (area > 0))
    if not len(known):
        return []
    ratio = net[known] / area[known]
    middle = float(np.median(ratio))
    values: dict[str, list[object]] = {"ratio": [f"{middle:.6f}"], "count": [len(known)]}
    if _LEAST_NET <= middle * _UNITS[AreaUnit.MU.value] <= _MOST_NET:
        return [problems("records_in_mu", role, [""], ERROR, values)]
    if _LEAST_NET <= middle * _UNITS[AreaUnit.HA.value] <= _MOST_NET:
        return [problems("records_in_ha", role, [""], ERROR, values)]
    excess = net[known] - area[known]
    off = (excess > np.maximum(area[known] * rules.deviation, _LAST_DIGIT)) | (ratio < _LEAST_SHARE)
    rows = known[off]
    facts = {"net_m2": net[rows], "measured_m2": round_area(area[rows]), "percent": (100 * ratio[off]).round(2)}
    return [problems("record_deviates", role, identity[rows], WARNING, facts, geometry[rows])]
