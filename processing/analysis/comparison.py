"""Two runs compared: findings that are new, gone or changed, by their stable ids, and the figures of each unit."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas
import numpy as np
import pandas as pd

from .area.rounding import CENTS, cents_or_zero, cents_to_mu
from .vocabulary import UNIT_LEVELS, Change

_CARRIED = (
    *("kind", "source", "severity", "tier", "direction", "cause", "status", "preliminary", "previous_DLBM", "DLBM"),
    *("BSM", "ZLDWMC", *UNIT_LEVELS),
)
_UNIT = ("level", "parent", "code")
_NOISE_MU = 1e-6  # sums of areas of record carry float noise far below it


def compare_findings(
    before: geopandas.GeoDataFrame,
    after: geopandas.GeoDataFrame,
    identifier: str,
    area: str,
    watched: Sequence[str] = (),
) -> geopandas.GeoDataFrame:
    """Compare the findings of two runs by their stable ids; those that are the same are left out.

    Of several rows with one id the first counts. A finding has changed where its area differs by 0.01 m² or more, or a
    watched column does. What is gone has the attributes and the geometry that it had, all others those they have now.

    Args:
        before: findings of the earlier run (n).
        after: findings of the later run (m), in the same coordinate system.
        identifier: the column with the stable id.
        area: the column with areas (m²).
        watched: columns whose values are compared; those that a run lacks are not.

    Returns:
        `finding`, `change` (`new`, `gone`, `changed`), `what` (names of what differs, with `;`), areas before and after
        and their difference (m², mu; nothing is 0), kinds and units, geometry; by `change` and `finding`.

    >>> def run(ids, areas):
    ...     return geopandas.GeoDataFrame({"id": ids, "area_m2": areas}, geometry=[None] * len(ids))
    >>> before, after = run(["a", "b", "c"], [1.0, 2.0, 3.0]), run(["b", "c", "d"], [2.0, 5.0, 4.0])
    >>> found = compare_findings(before, after, "id", "area_m2")
    >>> found[["finding", "change", "difference_m2"]].values.tolist()
    [['d', 'new', 4.0], ['a', 'gone', -1.0], ['c', 'changed', 2.0]]

    """
    before, after = (frame[~frame[identifier].duplicated()].set_index(identifier) for frame in (before, after))
    common = after.index.intersection(before.index)
    new, gone = after.index.difference(before.index), before.index.difference(after.index)
    differs = _differences(before.loc[common], after.loc[common], area, watched)
    changed = common[np.logical_or.reduce(list(differs.values()))] if differs else common[:0]
    what = pd.Series("", index=common, dtype=object)
    for name, mask in differs.items():
        what[mask] = [f"{text};{name}" if text else name for text in what[mask]]
    parts = [
        _part(before, after, after, new, area, Change.NEW),
        _part(before, after, before, gone, area, Change.GONE),
        _part(before, after, after, changed.sort_values(), area, Change.CHANGED, what),
    ]
    table = pd.concat(parts, ignore_index=True)
    return geopandas.GeoDataFrame(table, geometry="geometry", crs=after.crs)


def _differences(before: pd.DataFrame, after: pd.DataFrame, area: str, watched: Sequence[str]) -> dict[str, np.ndarray]:
    """Return by name which findings (n) differ in it."""
    columns = [name for name in watched if name in before.columns and name in after.columns]
    found = {"area": cents_or_zero(before[area]) != cents_or_zero(after[area])}
    for name in columns:
        old, now = (frame[name].astype(object).where(frame[name].notna(), "").map(str) for frame in (before, after))
        found[name] = old.to_numpy() != now.to_numpy()
    return found


def _part(
    before: pd.DataFrame,
    after: pd.DataFrame,
    shown: pd.DataFrame,
    ids: pd.Index,
    area: str,
    change: Change,
    what: pd.Series | None = None,
) -> pd.DataFrame:
    """Return the rows of one kind of change.

    Args:
        before, after: all findings by id.
        shown: whose attributes and geometry are taken.
        ids: of the findings (k).
        area: the column with areas (m²).
        change: which.
        what: what differs, by id.
    """
    old, now = (cents_or_zero(frame[area].reindex(ids)) for frame in (before, after))
    rows = shown.loc[ids]
    table: dict[str, object] = {
        "finding": ids.to_numpy(dtype=object),
        "change": change.value,
        "what": what[ids].to_numpy(dtype=object) if what is not None else None,
        "before_m2": old / CENTS,
        "after_m2": now / CENTS,
        "difference_m2": (now - old) / CENTS,
        "difference_mu": cents_to_mu(now - old),
    }
    carried = {name: rows[name].to_numpy() for name in _CARRIED if name in rows.columns}
    return pd.DataFrame({**table, **carried, "geometry": rows.geometry.to_numpy()}, index=range(len(ids)))


def compare_summaries(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Compare the figures of each unit of two runs.

    Args:
        before: summary of the earlier run, with `level`, `parent`, `code`, `name` and areas `*_mu`.
        after: that of the later one.

    Returns:
        A row for each unit and area that one of the runs knows: `level`, `parent`, `code`, `name`, `figure`,
        `before_mu`, `after_mu`, `difference_mu`; null where a run has no figure. Units in the later run's order.

    >>> def summary(area):
    ...     unit = {"level": ["county"], "parent": [""], "code": ["1"], "name": ["A"]}
    ...     return pd.DataFrame({**unit, "holding_mu": [area]})
    >>> compare_summaries(summary(3.0), summary(5.0)).iloc[0, 3:].tolist()
    ['A', 'holding_mu', 3.0, 5.0, 2.0]

    """
    figures = [name for name in after.columns if name.endswith("_mu")]
    figures += [name for name in before.columns if name.endswith("_mu") and name not in figures]
    tables = []
    for frame in (before, after):
        keyed = frame.assign(**{name: frame[name].fillna("") if name in frame.columns else "" for name in _UNIT})
        keyed = keyed[~keyed.duplicated(list(_UNIT))].set_index(list(_UNIT))
        tables.append((keyed, keyed.reindex(columns=figures).astype(np.float64)))
    (old, old_figures), (now, now_figures) = tables
    units = now.index.append(old.index.difference(now.index))
    names = now["name"].reindex(units).where(now["name"].reindex(units).notna(), old["name"].reindex(units))
    first, second = (table.reindex(units).to_numpy() for table in (old_figures, now_figures))
    known = ~(np.isnan(first) & np.isnan(second))
    unit, figure = np.nonzero(known)
    result = pd.DataFrame(units.to_frame(index=False).to_numpy(dtype=object)[unit], columns=list(_UNIT))
    result["name"] = names.to_numpy(dtype=object)[unit]
    result["figure"] = np.asarray(figures, dtype=object)[figure]
    result["before_mu"], result["after_mu"] = first[known], second[known]
    difference = result["after_mu"] - result["before_mu"]
    result["difference_mu"] = difference.where(~(difference.abs() < _NOISE_MU), 0.0)
    return result
