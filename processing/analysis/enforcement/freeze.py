"""Quota that is frozen for illegal construction on cultivated land until it is restored or legalised (measure 38)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..area.rounding import EXACT
from ..cases import OPEN
from .counting import counted_cases

RESTORED, LEGALISED = "restored", "legalised"
OPEN_TOO = "open"  # the choice that leads freeze as well
COLUMNS = (
    *("code", "name", "date", "cases", "found_m2", "restored_m2", "legalised_m2", "frozen_m2"),
    *("frozen_paddy_m2", "would_freeze_m2", "unknown_m2", "closure_m2"),
)


def frozen_quota(cases: pd.DataFrame, date: str, freeze_from: str, names: Mapping[str, str]) -> pd.DataFrame:
    """Return what is frozen of each unit's quota at the end of a day (`COLUMNS`).

    A case freezes its cultivated land if it is one of non-agricultural construction; a closed part without either exit
    never releases, and a reopened one freezes again. `found_m2 = frozen_m2 + restored_m2 + legalised_m2` to the last
    1/300 m².

    Args:
        cases: the table `cases`, as read.
        date: ISO 8601.
        freeze_from: whether `illegal` cases freeze, or `open` ones, too.
        names: of the units by code; units that the cases name are added.

    Returns:
        one row a unit; `would_freeze_m2` is what open cases would freeze, or freeze by that choice; `unknown_m2` is of
        cases of which nobody knows whether they are construction: it is frozen by nothing.

    >>> rows = {"case_id": ["a", "b"], "unit": ["360222"] * 2, "found": ["2024-01-01"] * 2, "status": ["illegal"] * 2}
    >>> more = {"repeat_of": [None] * 2, "reopened": [None] * 2, "construction": ["yes"] * 2, "pbf_m2": [0.0] * 2}
    >>> ends = {"closed": ["2024-02-01", None], "outcome": ["restored", None], "paddy_m2": [0.0] * 2}
    >>> cases = pd.DataFrame({**rows, **more, **ends, "cultivated_m2": [8.0, 3.0]})
    >>> frozen_quota(cases, "2024-12-31", "illegal", {})[["frozen_m2", "restored_m2"]].values.tolist()
    [[3.0, 8.0]]

    """
    counted = counted_cases(cases)
    counted = counted[counted["opened"] <= date]
    # A part that was taken up again stands for its earlier one, whose exit was none.
    renewed = counted.loc[counted["is_again"], "case_id"]
    stale = counted["case_id"].isin(renewed) & ~counted["is_again"]
    counted = counted[~stale | ~counted["outcome"].isin((RESTORED, LEGALISED))]
    is_open = counted["status"].eq(OPEN)
    freezes = counted["is_illegal"] | (is_open if freeze_from == OPEN_TOO else False)
    is_construction = counted["construction"].eq("yes")
    ended = counted["closed"] <= date
    rows = []
    for code in dict.fromkeys([*names, *sorted(counted["unit"])]):
        own = counted["unit"].eq(code)
        chosen = own & freezes & is_construction
        exits = {name: chosen & ended & counted["outcome"].eq(name) for name in (RESTORED, LEGALISED)}
        frozen = chosen & ~exits[RESTORED] & ~exits[LEGALISED]

        def area(rows: pd.Series, column: str = "cultivated") -> int:
            return int(counted.loc[rows, column].sum())

        found = area(chosen)
        left = found - area(frozen) - sum(area(rows) for rows in exits.values())
        amounts = {
            "found_m2": found,
            "restored_m2": area(exits[RESTORED]),
            "legalised_m2": area(exits[LEGALISED]),
            "frozen_m2": area(frozen),
            "frozen_paddy_m2": area(frozen, "paddy"),
            "would_freeze_m2": area(own & is_open & is_construction & ~ended),
            "unknown_m2": area(own & freezes & counted["construction"].isna()),
            "closure_m2": left,
        }
        facts = {"code": code, "name": names.get(code), "date": date, "cases": int(frozen.sum())}
        rows.append({**facts, **{name: amount / EXACT for name, amount in amounts.items()}})
    return pd.DataFrame(rows, columns=list(COLUMNS))
