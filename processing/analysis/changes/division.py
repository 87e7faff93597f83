"""The earlier survey's areas of record, divided among the pieces that the later survey makes of its parcels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..area.apportionment import apportion


@dataclass(frozen=True)
class EarlierParcels:
    """Parcels of the earlier survey, one row each (n).

    Attributes:
        id: object, unique.
        classes: object, DLBM.
        area: int64, TBMJ in 0.01 m².
        cultivated: int64, TBDLMJ in 0.01 m² on cultivated land, else 0.
        is_cultivated: bool.
        size: float, m² on the ground, of which pieces have shares.
        edge: float, length of the boundary (m).
        units: codes by level.

    """

    id: np.ndarray
    classes: np.ndarray
    area: np.ndarray
    cultivated: np.ndarray
    is_cultivated: np.ndarray
    size: np.ndarray
    edge: np.ndarray
    units: pd.DataFrame


@dataclass(frozen=True)
class Division:
    """The records of earlier parcels, in 0.01 m², by piece (m) and what no piece covers, by parcel (n).

    Attributes:
        area, cultivated: int64 (m,); 0 where a piece has no earlier parcel.
        area_left, cultivated_left: int64 (n,).

    """

    area: np.ndarray
    cultivated: np.ndarray
    area_left: np.ndarray
    cultivated_left: np.ndarray


def divide_earlier(parcel: np.ndarray, part: np.ndarray, earlier: EarlierParcels, tolerance: float) -> Division:
    """Divide the records of earlier parcels among pieces and the rest that none covers, by largest remainder.

    Pieces of a parcel and its rest add up to its record to the last 0.01 m². A rest thinner than the tolerance all
    along the parcel's boundary is none.

    Args:
        parcel: int64 (m,), position of the earlier parcel of each piece; -1 where there is none.
        part: float (m,), the share of that parcel which the piece covers, 0 to 1.
        earlier: the parcels.
        tolerance: metres.

    >>> earlier = EarlierParcels(
    ...     np.array(["A"], object), np.array(["0101"], object), np.array([101]), np.array([101]), np.array([True]),
    ...     np.array([1.0]), np.array([4.0]), pd.DataFrame(index=[0]),
    ... )
    >>> divided = divide_earlier(np.array([0, 0, -1]), np.array([0.5, 0.3, np.nan]), earlier, 0.001)
    >>> divided.cultivated.tolist(), divided.cultivated_left.tolist()
    ([51, 30, 0], [20])

    """
    inside = np.flatnonzero(parcel >= 0)
    count = len(earlier.id)
    covered = np.bincount(parcel[inside], part[inside], count)
    left = np.maximum(1.0 - covered, 0.0)
    left[left * earlier.size <= tolerance * earlier.edge] = 0.0
    # What no piece meets at all is left whole, whatever its size.
    left[np.bincount(parcel[inside], minlength=count) == 0] = 1.0
    group = np.concatenate([parcel[inside], np.arange(count)])
    weight = np.concatenate([part[inside], left])
    order = np.argsort(group, kind="stable")
    results = []
    for record in (earlier.area, earlier.cultivated):
        shares = np.empty(len(group), np.int64)
        shares[order] = apportion(record, group[order], weight[order])
        of_pieces = np.zeros(len(parcel), np.int64)
        of_pieces[inside] = shares[: len(inside)]
        results.append((of_pieces, shares[len(inside) :]))
    (area, area_left), (cultivated, cultivated_left) = results
    return Division(area, cultivated, area_left, cultivated_left)
