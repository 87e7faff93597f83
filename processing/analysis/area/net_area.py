"""Net cultivated areas: the area of a parcel without its field ridges.

Source: KCMJ = round(TBMJ × KCXS, 2), TBDLMJ = TBMJ - KCMJ (TD/T 1057).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .rounding import CENTS, LARGEST_AREA, to_cents


@dataclass(frozen=True)
class NetAreas:
    """Net areas, and by what they are known.

    Attributes:
        cents: int64 (n,), in 0.01 m².
        absent: bool (n,), whether none is recorded.
        usable: bool (n,), whether there is a share of ridges, from 0 to below 1.

    """

    cents: npt.NDArray[np.int64]
    absent: npt.NDArray[np.bool_]
    usable: npt.NDArray[np.bool_]


def net_of_ridges(
    gross: npt.NDArray[np.int64], recorded: npt.NDArray[np.float64], ratio: npt.NDArray[np.float64]
) -> NetAreas:
    """Return net areas as recorded; where there is no record, the gross area less its ridges.

    Args:
        gross: TBMJ in 0.01 m² (n,).
        recorded: TBDLMJ in m² (n,), nan where it is missing.
        ratio: KCXS (n,), nan where it is missing; without one nothing is taken off.

    >>> recorded, ratio = np.array([92.5, np.nan, np.nan]), np.array([0.1, 0.07, 6.8])
    >>> net_of_ridges(np.array([100_00] * 3), recorded, ratio).cents.tolist()
    [9250, 9300, 10000]

    """
    absent = ~((recorded >= 0) & (recorded < LARGEST_AREA))
    usable = (ratio >= 0) & (ratio < 1)
    ridges = to_cents(gross / CENTS * np.where(usable, ratio, 0.0))
    return NetAreas(np.where(absent, gross - ridges, to_cents(np.where(absent, 0.0, recorded))), absent, usable)
