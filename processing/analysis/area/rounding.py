"""Rounding of areas of record to whole hundredths of a square metre, and their conversion to mu."""

from __future__ import annotations

import numpy as np
import pandas as pd


def to_cents(area: np.ndarray) -> np.ndarray:
    """Square metres as whole hundredths (int64), half up; the unit in which areas are added and divided."""
    area = np.asarray(area, dtype=float)
    # A decimal such as 0.285 lies a hair below its half in binary: nudge by far less than a digit of any record.
    return np.floor(area * 100 + 0.5 + 1e-6).astype(np.int64)


CENTS = 100  # hundredths of a m2 in a m2: the unit of exact sums


def cents(values: pd.Series | np.ndarray) -> np.ndarray:
    """Areas in m2 as whole hundredths of a m2 (int64), null as 0: such sums do not depend on their order."""
    numbers = np.asarray(values, dtype=np.float64)
    return np.rint(np.nan_to_num(numbers) * CENTS).astype(np.int64)


def cents_to_mu(values: np.ndarray) -> np.ndarray:
    """Hundredths of a m2 as mu: 1 mu is 2000/3 m2 exactly."""
    return np.asarray(values) * 3 / (2000 * CENTS)
