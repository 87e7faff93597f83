"""Sums of areas by group."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd


def sums_of(group: npt.NDArray[np.int64], area: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    """Return the area (whole units, such as 0.01 m²) of each of `size` groups.

    >>> sums_of(np.array([0, 2, 0]), np.array([5, 7, 1]), 3).tolist()
    [6, 0, 7]

    """
    result = np.zeros(size, dtype=np.int64)
    np.add.at(result, group, area)
    return result


def main_values(group: npt.ArrayLike, value: npt.ArrayLike, amount: npt.ArrayLike) -> pd.Series:
    """Return the value with the largest amount in each group, by group; of equal ones the least.

    Groups and values that are null count for nothing; a group without values is left out.

    >>> main_values([0, 0, 0, 1, 2], ["b", "a", "c", "c", None], [2, 1, 2, 5, 9]).to_dict()
    {0: 'b', 1: 'c'}

    """
    table = pd.DataFrame({"group": group, "value": value, "amount": amount})
    sums = table.groupby(["group", "value"], sort=True)["amount"].sum().reset_index()
    largest = sums.sort_values("amount", ascending=False, kind="stable").drop_duplicates("group")
    return largest.set_index("group")["value"].sort_index()
