"""Rounding of areas of record to whole hundredths of a square metre, and their conversion to mu."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

CENTS = 100  # hundredths of a m² in a m²: the unit of exact sums
# 1/300 m² is the unit in which areas recorded in m² and in mu are both whole, and compare exactly: how many of it are
# 0.01 m², 1 m² and 1 mu (2000/3 m²).
THIRDS = 3
EXACT, EXACT_PER_MU = CENTS * THIRDS, 2000 * CENTS
# From here on (m²) a float no longer keeps a half apart from a whole hundredth. No land is as large: records that
# reach it are infinite or mistyped.
LARGEST_AREA = 2.0**45
# A decimal such as 0.285 lies a hair below its half in binary. Far less than a digit of any record (in 0.01 m²).
_NUDGE = 1e-6


def to_cents(area: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Return areas (m²) as whole hundredths of a m² (int64), half up (四舍五入).

    Hundredths are the unit in which areas are added and apportioned: such sums are exact and do not depend on their
    order. Half up means away from zero: a negative area rounds as its amount does. A decimal that a record can hold
    is rounded as written, whatever binary fraction stands for it.

    Raises:
        ValueError: an area is null, infinite or beyond `LARGEST_AREA`. What null stands for is the caller's decision.

    >>> to_cents([0.285, 1.005, 2.674]).tolist()
    [29, 101, 267]
    >>> to_cents([-0.285]).tolist()
    [-29]
    >>> to_cents([1.0, float("nan")])
    Traceback (most recent call last):
    ValueError: area is null or too large to round

    """
    area = np.asarray(area, dtype=np.float64)
    amount = np.abs(area)
    if not np.all(amount < LARGEST_AREA):
        raise ValueError("area is null or too large to round")
    # Apart from its whole metres the fraction is exact, so that only the binary fraction of the decimal is off.
    metres = np.floor(amount)
    nudge = np.maximum(_NUDGE, np.spacing(amount) * CENTS / 2)
    cents = metres.astype(np.int64) * CENTS + np.floor((amount - metres) * CENTS + 0.5 + nudge).astype(np.int64)
    return np.where(area < 0, -cents, cents)


def cents_or_zero(area: npt.ArrayLike | pd.Series) -> npt.NDArray[np.int64]:
    """Return areas (m²) as whole hundredths of a m² for a sum, to which a null adds nothing.

    >>> cents_or_zero(pd.Series([0.285, None])).tolist()
    [29, 0]

    """
    return to_cents(np.nan_to_num(pd.Series(area).to_numpy(dtype=np.float64, na_value=np.nan)))


def cents_or_nan(area: npt.ArrayLike | pd.Series) -> npt.NDArray[np.float64]:
    """Return areas (m²) as whole hundredths of a m² where a null stays unknown.

    >>> cents_or_nan(pd.Series([0.285, None])).tolist()
    [29.0, nan]

    """
    known = pd.Series(area).to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isnan(known), np.nan, cents_or_zero(known))


def round_area(area: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return areas (m²) rounded half up to 0.01 m²; null, and what is no possible area, stays as it is.

    >>> round_area([0.285, -1.005, float("nan")]).tolist()
    [0.29, -1.01, nan]

    """
    rounded = np.array(area, dtype=np.float64)
    known = np.abs(rounded) < LARGEST_AREA
    rounded[known] = to_cents(rounded[known]) / CENTS
    return rounded


def to_exact(area: npt.ArrayLike | pd.Series) -> npt.NDArray[np.int64]:
    """Return areas (m²) as whole 1/300 m² (int64); 0 for null: what null stands for is the caller's decision.

    Areas in mu with five decimals and areas in m² with two are whole numbers of it, whichever unit they came in.

    >>> to_exact([10 * 2000 / 3, 6666.67, float("nan")]).tolist()
    [2000000, 2000001, 0]

    """
    return np.rint(np.nan_to_num(np.asarray(area, dtype=np.float64)) * EXACT).astype(np.int64)


def exact_to_mu(exact: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return areas in 1/300 m² in mu.

    >>> exact_to_mu([2_000_000, 100]).tolist()
    [10.0, 0.0005]

    """
    return np.asarray(exact) / EXACT_PER_MU


def mu_to_exact(mu: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Return areas in mu in whole 1/300 m² (int64).

    >>> mu_to_exact([10, 0.005]).tolist()
    [2000000, 1000]

    """
    return np.rint(np.asarray(mu, dtype=np.float64) * EXACT_PER_MU).astype(np.int64)


def limit_to_exact(mu: float | Decimal) -> int:
    """Return one amount in mu, such as a limit or a target, of any size, in whole 1/300 m².

    >>> limit_to_exact(3), limit_to_exact(0.01), limit_to_exact(Decimal("1E30"))
    (600000, 2000, 200000000000000000000000000000000000)
    >>> 666667 * THIRDS > limit_to_exact(10), 666666 * THIRDS > limit_to_exact(10)
    (True, False)

    """
    return round(Decimal(str(mu)) * EXACT_PER_MU)


def cents_to_mu(cents: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return hundredths of a m² in mu (亩): 1 mu is 2000/3 m² exactly.

    >>> cents_to_mu([200_000, 100_000]).tolist()
    [3.0, 1.5]

    """
    return np.asarray(cents) * THIRDS / EXACT_PER_MU


def area_to_mu(area: npt.ArrayLike | pd.Series) -> npt.NDArray[np.float64]:
    """Return areas (m²) in mu by their whole hundredths of a m²; null stays unknown.

    >>> area_to_mu(pd.Series([2000.0, None])).tolist()
    [3.0, nan]

    """
    return cents_to_mu(cents_or_nan(area))


def mu_to_cents(mu: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Return mu as the whole hundredths of a m² that they were made of: the reverse of `cents_to_mu`.

    >>> mu_to_cents(cents_to_mu([1, 200_001, 10**13 + 1])).tolist()
    [1, 200001, 10000000000001]

    """
    return np.rint(np.asarray(mu, dtype=np.float64) * EXACT_PER_MU / THIRDS).astype(np.int64)
