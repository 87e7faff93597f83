"""Which zone of a layer counts where several lie on each other, and what of its record is counted."""

from __future__ import annotations

import numpy as np
import shapely

from ..area.rounding import round_area
from ..dates import OPEN_END, period_end, period_start
from ..geometry.predicates import Insets
from ..geometry.set_operations import areas, split
from ..values.texts import text_of

_UNKNOWN, _ALWAYS = "", "0000-01-01"  # a day that is not known; one before every other


def order_by_validity(
    identity: np.ndarray, start: np.ndarray | None, end: np.ndarray, date: str, behind: np.ndarray | None = None
) -> np.ndarray:
    """Return the order in which dated zones claim their places (int64, n).

    Zones that hold on the date come first; then those of which that is not known, since unknown is not no; then those
    that have ended; at last those that have not begun. Among each of these those that are `behind` come last, of the
    others the one that ends last is first; ties go by id. So a permit that can cover farmland counts before a house
    plot, whatever their ends. A zone without a start is of unknown validity where the role has starts; one without an
    end holds on where the role has starts, and is of unknown validity where it has none. Dates that cannot be read are
    unknown. Source: measures 10, 14 and 15.

    Args:
        identity: ids (n,).
        start: days (n,), however written; None where the role has none.
        end: days (n,).
        date: the reference date, `YYYY-MM-DD`.
        behind: which zones count for less than others of the same validity (bool, n); none by default.

    >>> ids = np.array(["1", "2", "3"])
    >>> starts, ends = np.array(["2020-01-01"] * 3), np.array(["2021-01-01", "2026-01-01", "长期"])
    >>> ids[order_by_validity(ids, starts, ends, "2024-12-31")].tolist()
    ['3', '2', '1']
    >>> ids[order_by_validity(ids, starts, ends, "2024-12-31", np.array([False, False, True]))].tolist()
    ['2', '3', '1']

    """
    starts = [_ALWAYS] * len(identity) if start is None else [period_start(value) or _UNKNOWN for value in start]
    absent = OPEN_END if start is not None else _UNKNOWN
    ends = [_last_day(value, absent) for value in end]
    rank = np.array([_rank(first, last, date) for first, last in zip(starts, ends)], dtype=np.int64)
    by_end = np.array([int(last.replace("-", "") or 0) for last in ends], dtype=np.int64)
    last = np.zeros(len(identity), dtype=bool) if behind is None else behind
    return np.lexsort((np.asarray(identity, dtype=str), -by_end, last, rank))


def _rank(first: str, last: str, date: str) -> int:
    """Return 0 for a zone that holds on a date, 1 if that is not known, 2 if it has ended, 3 if it has not begun."""
    if last != _UNKNOWN and last < date:
        return 2
    if first > date:
        return 3
    return 1 if _UNKNOWN in (first, last) else 0


def _last_day(value: object, absent: str) -> str:
    """Return the last day of a term; `absent` where none is given, "" where it cannot be read."""
    if text_of(value) is None:
        return absent
    return period_end(value) or _UNKNOWN


def superseded_by(identity: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Return for each zone the first zone that takes precedence on a part of it (object, n); None where none does.

    Args:
        identity: ids (n,), in the order of precedence.
        pairs: int64 (k, 2), positions of zones that overlap, the smaller first.

    >>> superseded_by(np.array(["a", "b", "c"], dtype=object), np.array([[0, 2], [1, 2]])).tolist()
    [None, None, 'a']

    """
    first = np.full(len(identity), len(identity), np.int64)
    if len(pairs):
        np.minimum.at(first, pairs.max(axis=1), pairs.min(axis=1))
    return np.append(np.asarray(identity, dtype=object), np.array([None], dtype=object))[first]


def counted_record(net: np.ndarray, geometry: np.ndarray, pairs: np.ndarray, tolerance: float = 0.001) -> np.ndarray:
    """Return what counts of the zones' recorded areas (m², 0.01): what lies under an earlier zone counts there alone.

    Args:
        net: recorded areas (n,), nan where there is none.
        geometry: valid polygons (n,), in the order of precedence.
        pairs: int64 (k, 2), positions of zones that overlap.
        tolerance: metres, by which they overlap at least.

    >>> cells = shapely.box([0, 2, 0], 0, [4, 6, 4], 1)
    >>> pairs = np.array([[0, 1], [0, 2], [1, 2]])
    >>> counted_record(np.array([40.0, 40.0, np.nan]), cells, pairs).tolist()
    [40.0, 20.0, nan]

    """
    counted = np.array(net, dtype=np.float64)
    later, earlier = pairs.max(axis=1), pairs.min(axis=1)
    recorded = ~np.isnan(counted[later])  # of a zone without a record nothing counts, whatever lies on it
    later, earlier = later[recorded], earlier[recorded]
    if len(later):
        order = np.argsort(later, kind="stable")
        zones, first = np.unique(later[order], return_index=True)
        parts = np.split(earlier[order], first[1:])
        covering = np.array([shapely.union_all(geometry[p]) if len(p) > 1 else geometry[p[0]] for p in parts], object)
        _, rest, _ = split(geometry[zones], covering, Insets(tolerance))
        whole = shapely.area(geometry[zones])
        counted[zones] *= np.divide(areas(rest), whole, out=np.zeros(len(zones)), where=whole > 0)
    return round_area(counted)
