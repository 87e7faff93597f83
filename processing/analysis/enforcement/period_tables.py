"""Tables of new, handled and open cases by period (measures 32, 37), from the case table alone."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ..area.rounding import exact_to_mu
from ..dates import OPEN_END
from ..rules.case_counting import counted_cases
from .periods import Period

FLOWS = ("open_before", "new", "handled", "closed", "open_after")
_KNOWN = ("restored", "legalised")
_CLOSED = (*(f"closed_{outcome}" for outcome in _KNOWN), "closed_other")
AMOUNTS = ("number", "cultivated_mu", "pbf_mu")
_ALL_UNITS = ALL_KINDS = ""
UNSTATED = "unstated"  # kind of cases of which none is given
COLUMNS = (
    *("period", "start", "end", "code", "name", "kind"),
    *(f"{flow}_{amount}" for flow in (*FLOWS, *_CLOSED, "reopened") for amount in AMOUNTS),
    "closure",
)


def report_period(cases: pd.DataFrame, period: Period, names: Mapping[str, str]) -> pd.DataFrame:
    """Return cases by unit and kind in a period: open before, new, handled, closed by outcome, open after.

    `open_before + new - closed = open_after`, in number, cultivated mu and PBF mu. A case that is found and closed in
    the period counts in both; one that is taken up again is new again. Cases that a person found legal, or no case at
    all (`legal`, `other`), leave with the day on which they were closed.

    Args:
        cases: the table `cases`, as read.
        period: the period.
        names: of units by code.

    Returns:
        `COLUMNS`; one row a unit and kind (`UNSTATED` where none is given), one a unit with the kind "", and one for
        all with the code "".

    >>> rows = {"case_id": ["a", "b"], "unit": ["360222"] * 2, "found": ["2024-01-01", "2024-03-05"], "kind": ["k"] * 2}
    >>> more = {"repeat_of": [None] * 2, "reopened": [None] * 2, "status": ["open"] * 2, "handled": [None] * 2}
    >>> ends = {"closed": [None, "2024-03-20"], "outcome": [None, "restored"], "paddy_m2": [0.0] * 2}
    >>> cases = pd.DataFrame({**rows, **more, **ends, "cultivated_m2": [2000.0, 1000.0], "pbf_m2": [0.0] * 2})
    >>> found = report_period(cases, Period("2024-03-01", "2024-03-31", "2024-03"), {})
    >>> found.iloc[-1][["open_before_number", "new_cultivated_mu", "open_after_number", "closure"]].tolist()
    [1, 1.5, 1, 0]

    """
    counted = counted_cases(cases)
    opened, closed = counted["opened"], counted["closed"]
    was_open = (opened < period.start) & (closed >= period.start)
    is_new = opened.between(period.start, period.end)
    ends = closed.between(period.start, period.end) & (is_new | was_open)
    flows = {
        "open_before": was_open,
        "new": is_new,
        "handled": counted["handled"].fillna(OPEN_END).between(period.start, period.end) & (is_new | was_open),
        "closed": ends,
        "open_after": (opened <= period.end) & (closed > period.end),
        **{f"closed_{name}": ends & counted["outcome"].eq(name) for name in _KNOWN},
        "closed_other": ends & ~counted["outcome"].isin(_KNOWN),
        "reopened": is_new & counted["reopened"].notna(),
    }
    keys = pd.DataFrame({"code": counted["unit"].astype(str), "kind": counted["kind"].fillna(UNSTATED).astype(str)})
    amounts = {"number": np.ones(len(counted), np.int64), "cultivated_mu": counted["cultivated"].to_numpy()}
    amounts["pbf_mu"] = counted["pbf"].to_numpy()
    measured = pd.DataFrame(
        {
            f"{flow}_{amount}": np.where(chosen, values, 0)
            for flow, chosen in flows.items()
            for amount, values in amounts.items()
        },
        index=counted.index,
    )
    moving = pd.concat(list(flows.values()), axis=1).any(axis=1)
    parts = []
    for code, kind in ((keys["code"], keys["kind"]), (keys["code"], ALL_KINDS), (_ALL_UNITS, ALL_KINDS)):
        own = pd.DataFrame({"code": code, "kind": kind}, index=counted.index)
        rows = pd.concat([own, measured], axis=1)[moving]
        parts.append(rows.groupby(["code", "kind"], sort=True).sum().reset_index())
    nothing = [code for code in names if code not in set(keys.loc[moving, "code"])]
    empty = pd.DataFrame({"code": [*nothing, *([] if moving.any() else [_ALL_UNITS])], "kind": ALL_KINDS})
    table = pd.concat([*parts, empty], ignore_index=True).fillna(0)
    table = _in_order(table)
    left = sum(_closure(table, amount).abs() for amount in AMOUNTS)
    for name in [name for name in table.columns if name.endswith("_mu")]:
        table[name] = exact_to_mu(table[name].to_numpy(np.int64))
    for name in [name for name in table.columns if name.endswith("_number")]:
        table[name] = table[name].astype(np.int64)
    facts = {"period": period.id, "start": period.start, "end": period.end}
    table = table.assign(**facts, closure=left.astype(np.int64), name=table["code"].map(dict(names)))
    return table[list(COLUMNS)]


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Return rows by unit, a unit's kinds before its sum, the sum of all last."""
    is_sum = table["kind"].eq(ALL_KINDS)
    last = table["code"].eq(_ALL_UNITS) & is_sum
    order = pd.DataFrame({"last": last, "code": table["code"], "sum": is_sum, "kind": table["kind"]})
    return table.loc[order.sort_values(list(order.columns), kind="stable").index].reset_index(drop=True)


def _closure(table: pd.DataFrame, amount: str) -> pd.Series:
    """Return what is left of the identity, in whole units."""
    before, new, closed, after = (table[f"{flow}_{amount}"] for flow in ("open_before", "new", "closed", "open_after"))
    return before + new - closed - after
