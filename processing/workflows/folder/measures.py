"""The tables of measures of many counties as one: their rows one after the other, and the sums that are sums."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from ...analysis.area.rounding import CENTS, cents_or_zero
from ...analysis.rules.policy import Policy
from ...analysis.vocabulary import Level
from ...reports.balance_labels import ACCOUNTS, CEILINGS, COMPENSATION_UNITS
from ...reports.case_labels import PERIODS
from ...reports.changes import FLOWS
from ...reports.tables.measures import measure_layers
from ..ceiling import merge_ceilings

_UNITS = ("code", "county", "unit")  # the first that a table has says whose a row is
_AREAS = ("_m2", "_mu")  # whole hundredths of a m², or what follows from them
_AMOUNTS = (*_AREAS, "_yuan", "_kg")
_COUNTY_DIGITS = 6
# Of these a city's row is the sum of its counties'; of accounts of those that have one.
_SUMMED = (FLOWS, COMPENSATION_UNITS, ACCOUNTS)


def merge_measures(
    counties: Sequence[tuple[Mapping[str, pd.DataFrame], Collection[str]]], policy: Policy, offsets: Mapping[str, int]
) -> dict[str, pd.DataFrame]:
    """Return the tables of the measures that any county has answered, by their names.

    A county's run knows nothing of its city but itself, so rows of cities are made anew: flows, accounts and
    compensation are sums, where all counties of the city are there; the city's ceiling and its shares follow from the
    counties' increases. Other tables have the rows of counties alone.

    Args:
        counties: of each the tables of its results, and the codes of the counties that they are of.
        policy: with the cities and their counties.
        offsets: what counties set against their gaps, in 1/300 m².

    """
    merged = {}
    for name in measure_layers():
        parts = [_own(tables[name], codes) for tables, codes in counties if name in tables]
        filled = [part for part in parts if len(part)] or parts[:1]
        if filled:
            merged[name] = pd.concat(filled, ignore_index=True)
    for name in _SUMMED:
        if name in merged:
            merged[name] = _with_cities(merged[name], policy, name == ACCOUNTS)
    if PERIODS in merged:
        merged[PERIODS] = _with_all_units(merged[PERIODS])
    if CEILINGS in merged:
        merged[CEILINGS] = merge_ceilings(merged[CEILINGS], policy, offsets)
    return merged


def _own(table: pd.DataFrame, codes: Collection[str]) -> pd.DataFrame:
    """Return the rows of a county's own units; what names no unit lies in its data, and is its own too."""
    column = next((name for name in _UNITS if name in table), None)
    if column is None:
        return table
    units = table[column].astype(object)
    own = units.isna() | units.astype(str).str[:_COUNTY_DIGITS].isin(list(codes))
    if "level" in table:
        own &= table["level"] != Level.CITY.value
    return table[own]


def _with_cities(table: pd.DataFrame, policy: Policy, is_of_any: bool) -> pd.DataFrame:
    """Return a table with a row for each city before those of its counties.

    Args:
        table: rows of counties and what lies below.
        policy: with the cities.
        is_of_any: whether the sum is that of the counties there, else only that of all.

    """
    rows = []
    for city in policy.cities():
        codes = [county.code for county in policy.counties(city.code)]
        own = table[(table["level"] == Level.COUNTY.value) & table["code"].isin(codes)]
        if len(own) and (is_of_any or len(own) == len(codes)):
            sums = {name: _sum(own[name]) for name in table.columns if str(name).endswith(_AMOUNTS)}
            more = {"counties": len(own)} if "counties" in table else {}
            rows.append({"code": city.code, "name": city.name, "level": Level.CITY.value, **sums, **more})
    return pd.concat([pd.DataFrame(rows), table], ignore_index=True)[list(table.columns)] if rows else table


def _with_all_units(table: pd.DataFrame) -> pd.DataFrame:
    """Return cases of periods with the row of all units at the end, as a run over all has it."""
    units = table[table["kind"].fillna("") == ""]
    amounts = [name for name in table.columns if name.endswith(("_number", "_mu")) or name == "closure"]
    if not len(units):
        return table
    first = units.iloc[0][["period", "start", "end"]].to_dict()
    sums = {
        name: int(units[name].sum()) if name.endswith(("_number", "closure")) else _sum(units[name]) for name in amounts
    }
    return pd.concat([table, pd.DataFrame([{**first, "code": "", "kind": "", **sums}])], ignore_index=True)


def _sum(values: pd.Series) -> float:
    """Return a sum in whole hundredths; unknown where a part is."""
    if values.isna().any():
        return np.nan
    return float(cents_or_zero(values).sum()) / CENTS
