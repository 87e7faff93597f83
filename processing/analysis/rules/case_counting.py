"""Which rows of the case table count for what, with areas in whole 1/300 m² (measures 33, 34, 37, 38)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..area.rounding import to_exact
from ..cases import ILLEGAL
from ..dates import OPEN_END

_AREAS = ("cultivated", "paddy", "pbf")


def counted_cases(cases: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a case table that stand for a place of their own, with what sums need.

    A repeat of another case counts nowhere.

    Args:
        cases: columns of the table `cases`; days as ISO text, areas in m², null where nothing is given.

    Returns:
        the rows with `cultivated`, `paddy`, `pbf` (int64, 1/300 m²; 0 where not known), `pbf_unknown`,
        `is_illegal`, `is_again` (a reopened part of a case that has another row, which warnings do not add again),
        `opened` (day from which it is open: reopened rows from the reopening) and `closed` (`OPEN_END` while open).

    >>> rows = {"case_id": ["a", "a"], "found": ["2024-01-01"] * 2, "reopened": [None, "2025-01-01"]}
    >>> more = {"repeat_of": [None] * 2, "status": ["illegal"] * 2, "closed": [None] * 2}
    >>> areas = {"cultivated_m2": [1.0, 1.0], "paddy_m2": [0.0, 0.0], "pbf_m2": [float("nan"), 0.0]}
    >>> counted_cases(pd.DataFrame({**rows, **more, **areas}))[["cultivated", "is_again", "opened"]].values.tolist()
    [[300, False, '2024-01-01'], [300, True, '2025-01-01']]

    """
    own = cases[cases["repeat_of"].isna()].copy()
    for name in _AREAS:
        own[name] = to_exact(own[f"{name}_m2"])
    own["pbf_unknown"] = own["pbf_m2"].isna()
    own["is_illegal"] = own["status"].eq(ILLEGAL)
    again = own["reopened"].notna()
    has_first = (~again).groupby(own["case_id"], dropna=False).transform("any")
    own["is_again"] = again & has_first
    own["opened"] = own["reopened"].where(again & has_first, own["found"])
    own["closed"] = own["closed"].fillna(OPEN_END)
    return own


def illegal_cases(cases: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """Return the rows of `counted_cases` that a person found illegal, found from one day to another, each case once.

    >>> rows = {"case_id": ["a", "b"], "found": ["2024-01-01", "2025-01-01"], "status": ["illegal"] * 2}
    >>> more = dict.fromkeys(("repeat_of", "reopened", "closed"), [None] * 2)
    >>> areas = dict.fromkeys(("cultivated_m2", "paddy_m2", "pbf_m2"), [1.0] * 2)
    >>> illegal_cases(pd.DataFrame({**rows, **more, **areas}), "2024-01-01", "2024-12-31")["case_id"].tolist()
    ['a']

    """
    counted = counted_cases(cases)
    return counted[counted["is_illegal"] & ~counted["is_again"] & counted["found"].between(first, last)]


def total(amounts: pd.Series) -> int:
    """Return the sum of exact amounts as a Python integer.

    >>> total(pd.Series([1, 2]))
    3

    """
    return int(np.sum(amounts.to_numpy(np.int64)))
