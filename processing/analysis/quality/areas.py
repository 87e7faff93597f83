"""Checks of areas of record against each other: ridges and net areas of parcels and zones, sums by unit.

Source: KCMJ = round(TBMJ × KCXS, 2), TBDLMJ = round(TBMJ - KCMJ, 2) (TD/T 1057). Computed in whole hundredths of a
square metre and whole millionths of the coefficient, half up: no binary fraction decides a last digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import geopandas
import numpy as np
import numpy.typing as npt
import pandas as pd

from ..area.rounding import LARGEST_AREA, to_cents
from ..area.sums import sums_of
from ..problems import NOTE, WARNING, Found, problems

_MILLION = 1_000_000


def ridge_cents(area: npt.ArrayLike, ratio: npt.ArrayLike) -> np.ndarray:
    """Return the area of ridges (0.01 m², int64): area (0.01 m²) × coefficient, half up.

    A missing coefficient is 0. The standard gives it four decimals; six are read. Areas up to 90 000 km² fit.

    >>> ridge_cents([1_000_000, 50, 50], [0.1217, 0.11, float("nan")]).tolist()
    [121700, 6, 0]

    """
    parts = np.rint(np.nan_to_num(np.asarray(ratio, dtype=float)) * _MILLION).astype(np.int64)
    return (np.asarray(area, np.int64) * parts + _MILLION // 2) // _MILLION


def _column(frame: pd.DataFrame, name: str) -> np.ndarray:
    """Return a column as numbers (n,), nan where it is missing, null, text or no possible area."""
    if name not in frame:
        return np.full(len(frame), np.nan)
    values = pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=float)
    return np.where(np.abs(values) < LARGEST_AREA, values, np.nan)


def check_ridges(frame: geopandas.GeoDataFrame, layer: str, feature: np.ndarray) -> Iterator[Found]:
    """Find parcels whose ridges (KCMJ) or net area (TBDLMJ) do not follow from TBMJ and KCXS.

    Other checks find a TBMJ that is not positive, and a TBDLMJ that is missing or exceeds TBMJ. A net area that
    follows from wrong ridges is not reported a second time.

    Args:
        frame: parcels of any number under standard names.
        layer: the layer's name.
        feature: names of the parcels (n,).

    >>> recorded = {"KCMJ": [100.0, 90.0, 100.0], "TBDLMJ": [900.0, 910.0, 950.0]}
    >>> frame = geopandas.GeoDataFrame({"TBMJ": [1000.0] * 3, "KCXS": [0.1] * 3, **recorded}, geometry=[None] * 3)
    >>> for found in check_ridges(frame, "DLTB", np.array(["a", "b", "c"])):
    ...     print(found.rows[["feature", "kind"]].values.tolist(), found.rows["values"][0]["computed_m2"])
    [['b', 'ridge_area_wrong']] 100.0
    [['c', 'net_area_wrong']] 900.0

    """
    geometry = frame.geometry.to_numpy()
    gross, ratio = _column(frame, "TBMJ"), _column(frame, "KCXS")
    ridges, net = _column(frame, "KCMJ"), _column(frame, "TBDLMJ")
    known = gross > 0
    total = to_cents(np.where(known, gross, 0.0))
    usable = known & ~(ratio < 0) & ~(ratio >= 1)
    due = ridge_cents(total, np.where(usable, ratio, 0.0))
    if "KCXS" in frame and "KCMJ" in frame:
        recorded = to_cents(np.nan_to_num(ridges))
        rows = np.flatnonzero(usable & (recorded != due))
        facts = {"recorded_m2": ridges[rows], "computed_m2": due[rows] / 100, "gross_m2": gross[rows]}
        facts["ratio"] = np.nan_to_num(ratio[rows])
        found = problems("ridge_area_wrong", layer, feature[rows], WARNING, facts, geometry[rows])
        yield Found(found, int(known.sum()), "ridge area")
    if "TBDLMJ" in frame:
        # From the recorded ridges: where these are wrong, the net area that follows from them is not wrong again.
        left = total - np.where(np.isnan(ridges), due, to_cents(np.nan_to_num(ridges)))
        recorded = to_cents(np.nan_to_num(net))
        rows = np.flatnonzero(usable & (net >= 0) & (recorded <= total) & (recorded != left))
        facts = {"recorded_m2": net[rows], "computed_m2": left[rows] / 100, "gross_m2": gross[rows]}
        facts["ridges_m2"] = (total - left)[rows] / 100
        found = problems("net_area_wrong", layer, feature[rows], WARNING, facts, geometry[rows])
        yield Found(found, int(known.sum()), "net area")


def check_zone_areas(
    frame: geopandas.GeoDataFrame, layer: str, feature: np.ndarray, columns: Mapping[str, str]
) -> Iterator[Found]:
    """Find zones of permanent basic farmland whose net area is not gross less ridges.

    Args:
        frame: zones.
        layer: the layer's name.
        feature: names of the zones (n,).
        columns: columns of the layer by `gross`, `ridges` and `net`; nothing is found where one is missing.

    >>> recorded = {"MJ": [1000.0, 1000.0], "KC": [100.0, 100.0], "JMJ": [900.0, 950.0]}
    >>> frame = geopandas.GeoDataFrame(recorded, geometry=[None, None])
    >>> columns = {"gross": "MJ", "ridges": "KC", "net": "JMJ"}
    >>> [found] = check_zone_areas(frame, "pbf", np.array(["a", "b"]), columns)
    >>> print(found.rows[["feature", "kind"]].values.tolist(), found.rows["values"][0]["computed_m2"])
    [['b', 'zone_net_area_wrong']] 900.0

    """
    if not {"gross", "ridges", "net"} <= set(columns):
        return
    gross, ridges, net = (_column(frame, columns[name]) for name in ("gross", "ridges", "net"))
    known = (gross > 0) & (net >= 0)
    left = to_cents(np.where(known, gross, 0.0)) - to_cents(np.nan_to_num(ridges))
    rows = np.flatnonzero(known & (left != to_cents(np.where(known, net, 0.0))))
    facts: dict[str, Iterable[object]] = {
        "field": [columns["net"]] * len(rows),
        "recorded_m2": net[rows],
        "computed_m2": left[rows] / 100,
        "gross_m2": gross[rows],
        "ridges_m2": np.nan_to_num(ridges[rows]),
    }
    found = problems("zone_net_area_wrong", layer, feature[rows], NOTE, facts, frame.geometry.to_numpy()[rows])
    yield Found(found, int(known.sum()), "zone net area")


@dataclass(frozen=True)
class UnitSums:
    """Recorded areas of parcels (0.01 m²) and their number, by location code.

    >>> sums = UnitSums({}, {})
    >>> sums.add(pd.Series(["360281101201", "360281101202", None]), np.array([150, 50, 7]))
    >>> sums.by_length(6)
    ({'360281': 200}, {'360281': 2})

    """

    cents: dict[str, int]
    count: dict[str, int]

    def add(self, code: pd.Series, area: np.ndarray) -> None:
        """Add parcels: their codes (n,), None where there is none, and areas (0.01 m², int64)."""
        number, unique = pd.factorize(code, use_na_sentinel=True)
        coded = number >= 0
        sums = sums_of(number[coded], np.asarray(area, np.int64)[coded], len(unique))
        for name, total, size in zip(unique, sums.tolist(), np.bincount(number[coded], minlength=len(unique)).tolist()):
            self.cents[name] = self.cents.get(name, 0) + total
            self.count[name] = self.count.get(name, 0) + size

    def by_length(self, digits: int) -> tuple[dict[str, int], dict[str, int]]:
        """Return areas and counts by the first digits of the code."""
        cents: dict[str, int] = {}
        count: dict[str, int] = {}
        for code, area in self.cents.items():
            key = code[:digits]
            cents[key] = cents.get(key, 0) + area
            count[key] = count.get(key, 0) + self.count[code]
        return cents, count
