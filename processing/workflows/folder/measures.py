"""The tables of measures of many counties as one: their rows one after the other, and the sums that are sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from ...analysis.area.rounding import CENTS, cents_or_zero, exact_to_mu, mu_to_exact
from ...analysis.changes.balance_plan import merge_plans
from ...analysis.measures.land_use import ALL, city_shares
from ...analysis.rules.evaluation import columns_read
from ...analysis.rules.policy import Policy, Unit
from ...analysis.vocabulary import Level
from ...reports.balance_labels import ACCOUNTS, CEILINGS, COMPENSATION_UNITS, PLAN_BALANCE
from ...reports.case_labels import PERIODS
from ...reports.changes import FLOWS
from ...reports.measure_labels import LAND_USE, RESERVE_SUMS, USE_TOTALS
from ...reports.tables.measures import measure_layers
from ..ceiling import merge_ceilings
from .county_results import CountyResults
from .county_rows import one_after_another, own_rows

_AMOUNTS = ("_m2", "_mu", "_yuan", "_kg")
_Cities = Sequence[tuple[Unit, Sequence[CountyResults]]]
_KINDS = ("role", "finding", "measure", "competent", "DLBM")  # what a row of a unit is of, where a unit has several
_SUMMED = (FLOWS, COMPENSATION_UNITS, RESERVE_SUMS, USE_TOTALS)


def merge_measures(
    counties: Sequence[CountyResults], policy: Policy, offsets: Mapping[str, int]
) -> dict[str, pd.DataFrame]:
    """Return the tables of the measures that any county has answered, by their names.

    A county's run knows nothing of its city but itself, so rows of cities are made anew, where all counties of the
    city are there: flows, use, reserves and compensation are sums; accounts are those of the counties that have one;
    the city's ceiling and its shares follow from the counties' increases, and its plan from their plans. Other tables
    have the rows of counties alone.

    Args:
        counties: results of each.
        policy: with the cities and their counties.
        offsets: what counties set against their gaps, in 1/300 m².

    """
    merged = {}
    for name in measure_layers():
        parts = [own_rows(county.table(name), county.codes) for county in counties if name in county.tables]
        filled = [part for part in parts if len(part)] or parts[:1]
        if filled:
            merged[name] = one_after_another(filled)
    for name in (name for name in _SUMMED if name in merged):
        merged[name] = _with_cities(merged[name], _whole_cities(counties, name, policy), policy)
    if ACCOUNTS in merged:
        merged[ACCOUNTS] = _with_cities(merged[ACCOUNTS], [(city, ()) for city in policy.cities()], policy)
    if LAND_USE in merged:
        merged[LAND_USE] = _with_use_of_cities(merged[LAND_USE], _whole_cities(counties, LAND_USE, policy), policy)
    if PLAN_BALANCE in merged:
        merged[PLAN_BALANCE] = merge_plans(merged[PLAN_BALANCE], policy)
    if PERIODS in merged:
        merged[PERIODS] = _with_all_units(merged[PERIODS])
    if CEILINGS in merged:
        merged[CEILINGS] = merge_ceilings(merged[CEILINGS], policy, offsets)
    return merged


def _whole_cities(counties: Sequence[CountyResults], name: str, policy: Policy) -> _Cities:
    """Return the cities all of whose counties have a table, with the results of these counties."""
    told = {code: county for county in counties if name in county.tables for code in county.codes}
    whole = []
    for city in policy.cities():
        codes = [county.code for county in policy.counties(city.code)]
        if codes and told.keys() >= set(codes):
            whole.append((city, [told[code] for code in codes]))
    return whole


def _are_alike(counties: Iterable[CountyResults], columns: set[str]) -> bool:
    """Return whether the pieces of some counties have the same of some columns."""
    return len({county.columns & columns for county in counties}) <= 1


def _with_cities(table: pd.DataFrame, cities: _Cities, policy: Policy) -> pd.DataFrame:
    """Return a table with rows of cities before those of their counties: sums over counties' rows of the same kind.

    Args:
        table: rows of counties and what lies below.
        cities: that have rows, each with the counties that all have to know of a kind of row.
        policy: with the cities' counties, and what tells of a finding.

    """
    kinds = [name for name in _KINDS if name in table]
    rows = []
    for city, own in cities:
        codes = [county.code for county in policy.counties(city.code)]
        of_city = table[(table["level"] == Level.COUNTY.value) & table["code"].isin(codes)]
        number = of_city.groupby(kinds or ["level"], dropna=False).ngroup().to_numpy()
        for _, part in of_city.groupby(number):
            kind = part.iloc[0][kinds].to_dict()
            if _are_alike(own, _told_by(kind, policy)):
                sums = {name: _sum(part[name]) for name in table.columns if str(name).endswith(_AMOUNTS)}
                sums |= {"counties": len(part)} if "counties" in table else {}
                sums |= {"pieces": int(part["pieces"].sum())} if "pieces" in table else {}
                rows.append({"code": city.code, "name": city.name, "level": Level.CITY.value, **kind, **sums})
    return _before(pd.DataFrame(rows), table)


def _told_by(kind: Mapping[str, str], policy: Policy) -> set[str]:
    """Return the columns of pieces without which nothing is known of a kind of row."""
    if "role" in kind:
        return {kind["role"]}
    rules = [rule for rule in policy.use_findings if rule.name == kind.get("finding")]
    places = policy.use_priorities if any(rule.priorities for rule in rules) else ()
    return columns_read((*rules, *places))


def _with_use_of_cities(table: pd.DataFrame, cities: _Cities, policy: Policy) -> pd.DataFrame:
    """Return the use of cultivated land with rows of cities before those of their counties.

    The places in the order of use are known where all counties were given the same layers that tell them apart; the sum
    of all places is known without them.
    """
    rows = city_shares(table, policy, [city for city, _ in cities])
    alike = [city.code for city, own in cities if _are_alike(own, columns_read(policy.use_priorities))]
    return _before(rows[rows["code"].isin(alike) | (rows["priority"] == ALL)], table)


def _before(cities: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with rows of cities before its own."""
    return pd.concat([cities, table], ignore_index=True)[list(table.columns)] if len(cities) else table


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


def _sum(amounts: pd.Series) -> float:
    """Return a sum of whole hundredths, of areas in mu by whole 1/300 m²; unknown where a part is."""
    if amounts.isna().any():
        return np.nan
    if str(amounts.name).endswith("_mu"):
        return float(exact_to_mu(mu_to_exact(amounts).sum()))
    return float(cents_or_zero(amounts).sum()) / CENTS
