"""Rows of a table of a county's results: those of its own units, and those of many counties as one table."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from ...analysis.vocabulary import Level

_UNITS = ("code", "county", "unit")  # the first that a table has says whose a row is
_COUNTY_DIGITS = 6


def own_rows(table: pd.DataFrame, codes: Collection[str]) -> pd.DataFrame:
    """Return the rows of a county's own units; what names no unit lies in its data, and is its own too.

    Args:
        table: of its results.
        codes: of counties of which it has parcels.

    """
    column = next((name for name in _UNITS if name in table), None)
    if column is None:
        return table
    units = table[column].astype(object)
    own = units.isna() | units.astype(str).str[:_COUNTY_DIGITS].isin(list(codes))
    if "level" in table:
        own &= table["level"] != Level.CITY.value
    return table[own]


def one_after_another(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return tables as one; a column that is empty in some of them has the type of the others, which are not text."""
    told = {name for part in parts for name in part.columns if part[name].notna().any()}
    empty = [[name for name in part.columns if name in told and part[name].isna().all()] for part in parts]
    columns = dict.fromkeys(name for part in parts for name in part.columns)
    table = pd.concat([part.drop(columns=names) for part, names in zip(parts, empty)], ignore_index=True)
    return table[list(columns)]


def first_values(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the first value of each column: few, that tell the types of all.

    >>> first_values(pd.DataFrame({"id": ["a", "b", "c"], "area_m2": [None, 1.0, 2.0], "none": None}))["id"].tolist()
    ['a', 'b']
    """
    return table.iloc[np.unique(table.notna().to_numpy().argmax(axis=0))] if len(table) else table
