"""Planted cases: parcels and zones made so that one rule of the policy says one known thing about them.

Every expectation is a reading of the rules in words, written down before any code judged it. A planted parcel lies
in no random zone; only the zones of its own case touch it. Planted parcels do not touch each other, but for the
partners of a case.
"""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

from .attributes import fill_class, town_code
from .candidate_cases import candidate_rows, exclusions_flags_deferrals
from .case_builder import Plan, Planter
from .conflict_cases import baselines, borders, losses, origins, special_rows, terms_and_approvals
from .mosaic import Layout


def plant(layout: Layout, geometry: np.ndarray, table: pd.DataFrame, seed: int) -> Plan:
    """Make the whole plan. Raise ValueError where the city is too small to hold the cases apart."""
    planter = Planter(layout, geometry, table, seed)
    borders(planter)
    candidate_rows(planter)
    exclusions_flags_deferrals(planter)
    special_rows(planter)
    origins(planter)
    baselines(planter)
    terms_and_approvals(planter)
    losses(planter)
    return planter.plan


def apply_edits(table: pd.DataFrame, plan: Plan) -> None:
    """Write the plan's attributes into the survey table, in place."""
    rows = sorted(plan.edits)
    if not rows:
        return
    for column in ("DLBM", "GDPDJB", "GDLX", "ZZSXDM", "TBXHDM", "BZ", "XZDWKD", "GDDB"):
        values = table[column].to_numpy(dtype=object).copy()
        for i in rows:
            values[i] = plan.edits[i][column]
        if column == "GDDB":
            table[column] = pd.Series(pd.to_numeric(pd.Series(values)), dtype="Int64").to_numpy(dtype=object)
            table[column] = table[column].astype("Int64")
        elif column == "XZDWKD":
            table[column] = pd.to_numeric(pd.Series(values)).to_numpy(dtype=float)
        else:
            table[column] = values
    part = table.iloc[rows]
    codes = table["CZCSXM"].to_numpy(dtype=object).copy()
    codes[rows] = town_code(part, np.zeros(len(part), dtype=bool))
    table["CZCSXM"] = codes
    fill_class(table)


def manifest(plan: Plan, table: pd.DataFrame) -> pd.DataFrame:
    """Return the manifest as a table."""
    bsm = table["BSM"].to_numpy()
    columns = ["case", "rule", "positive", "BSM", "table", "expect", "area_m2", "why"]
    return pd.DataFrame(
        [
            {
                "case": row.case,
                "rule": row.rule,
                "positive": row.positive,
                "BSM": bsm[row.parcel],
                "table": row.table,
                "expect": json.dumps(row.expect, ensure_ascii=False),
                "area_m2": "" if row.area is None else f"{row.area / 100:.2f}",
                "why": row.why,
            }
            for row in plan.rows
        ],
        columns=columns,
    )


__all__ = ["Plan", "apply_edits", "manifest", "plant"]
