"""Alternatives of a project in their order: by one criterion after the other, never by a weighted score."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..area.rounding import to_cents
from ..vocabulary import SiteVerdict

FORBIDDEN = "forbidden"
# What a policy may rank by: whether the verdict is `forbidden`, or an area of the comparison (m²).
CRITERIA = (
    *(FORBIDDEN, "red_line_m2", "pbf_m2", "pbf_cultivated_m2", "pbf_reserve_m2", "cultivated_m2", "paddy_m2"),
    *("stable_m2", "forest_m2", "protected_m2", "projects_m2", "area_m2"),
)


def rank_sites(comparison: pd.DataFrame, criteria: Sequence[str]) -> pd.DataFrame:
    """Return alternatives in their order, the best first, and what put each behind the one before it.

    Fewest first, in whole 0.01 m². A criterion that no alternative has a figure for, as its layer was not given, is
    left out; one without a figure where others have one comes last by it. What is equal in all stays in the order of
    the ids.

    Args:
        comparison: one row an alternative: `site`, `verdict` and the areas.
        criteria: of `CRITERIA`, the first that counts first.

    Returns:
        the rows with `rank` (from 1) and `decided_by` (the criterion; None for the first, and where all are equal).

    >>> sites = pd.DataFrame({"site": ["A", "B"], "verdict": "clear", "pbf_m2": [9.0, 0.0], "area_m2": [5.0, 8.0]})
    >>> rank_sites(sites, ("pbf_m2", "area_m2"))[["site", "rank", "decided_by"]].values.tolist()
    [['B', 1, None], ['A', 2, 'pbf_m2']]

    """
    keys = {name: key for name in criteria if (key := _key(comparison, name)) is not None}
    names = comparison["site"].astype(str).to_numpy()
    order = np.lexsort((names, *reversed(list(keys.values()))))
    ranked = comparison.iloc[order].reset_index(drop=True)
    reasons: list[str | None] = [None]
    for before, after in zip(order[:-1], order[1:]):
        reasons.append(next((name for name, key in keys.items() if key[before] != key[after]), None))
    ranked.insert(0, "rank", np.arange(1, len(ranked) + 1))
    ranked["decided_by"] = pd.Series(reasons[: len(ranked)], dtype=object)
    return ranked


def _key(comparison: pd.DataFrame, criterion: str) -> np.ndarray | None:
    """Return the numbers by which a criterion orders (int64, n); None where there are none."""
    if criterion == FORBIDDEN:
        return (comparison["verdict"] == SiteVerdict.FORBIDDEN.value).to_numpy(dtype=np.int64)
    if criterion not in comparison or comparison[criterion].isna().all():
        return None
    values = comparison[criterion].to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isnan(values), np.iinfo(np.int64).max, to_cents(np.nan_to_num(values)))
