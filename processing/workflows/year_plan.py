"""The year's balance plan, a table of input, beside what two surveys show (measure 17)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import pandas as pd

from ..analysis.changes.balance_plan import ALL, NO_DATA, compare_plan
from ..analysis.columns import to_records
from ..analysis.dates import is_within_a_year
from ..analysis.rules.policy import Policy
from ..bridge.i18n import tr

PLAN = "plan_changes"  # the table of input


def balance_of_year(
    plan: pd.DataFrame,
    changes: pd.DataFrame,
    earlier_date: datetime.date,
    date: datetime.date,
    policy: Policy,
    names: Mapping[str, str],
) -> pd.DataFrame:
    """Return the plan beside what happened, as `compare_plan` does.

    Args:
        plan: rows of the table of input.
        changes: between both surveys; those of several years say nothing of one.
        earlier_date: of the earlier survey.
        date: of the later one, whose year is that of the changes.
        policy: causes, statuses, and the cities with their counties.
        names: of units by code.
    """
    of_year = changes if is_within_a_year(earlier_date, date) else None
    return compare_plan(plan, of_year, date.year, policy, names)


def plan_lines(balance: pd.DataFrame) -> list[str]:
    """Return a sentence of the log for each unit and year of a plan."""
    text = tr("{unit} {year}: planned out {out:,.2f} m², planned in {into:,.2f} m²; {happened}")
    known = tr("went out {out:,.2f} m², came in {into:,.2f} m².")
    lines = []
    for row in to_records(balance[balance["land"] == ALL]):
        happened = tr("what happened is not known.")
        if row["verdict"] != NO_DATA:
            happened = known.format(out=row["out_m2"], into=row["in_m2"])
        facts = {"unit": row["name"] or row["code"], "year": row["year"], "happened": happened}
        lines.append(text.format(**facts, out=row["planned_out_m2"], into=row["planned_in_m2"]))
    return lines
