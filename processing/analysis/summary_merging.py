"""One summary of the summaries of several counties, each of a run of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .area.rounding import CENTS, cents_to_mu, mu_to_cents
from .rules.policy import Policy
from .summary import DELIMITED, PARCELS, SUMS, UNRECORDED, ZONES, summarise_counties
from .vocabulary import UNIT_LEVELS, Level

_ADJUSTABLE = "pbf_adjustable"
_SINCE_BASE = ("inflow_since_base_mu", "net_since_base_mu")  # measured by each county's run


def merge_summaries(summaries: Sequence[pd.DataFrame], policy: Policy) -> pd.DataFrame:
    """Return the summary of all units of several runs; cities are the sums of their counties, to 0.01 m².

    Rows of counties, townships and villages are those of the run that has parcels of the county. A city's sum is null
    where a county with parcels does not know its own.

    Args:
        summaries: of `summarise`, made with the same policy.
        policy: with targets of all counties.

    Raises:
        ValueError: two runs have parcels of one county, whose figures would count twice.

    >>> from .rules.policy import Unit
    >>> from .summary import summarise
    >>> units = (Unit("360200", "City", "city"), *(Unit(f"36020{n}", "", "county", "360200") for n in (2, 3)))
    >>> policy = Policy("demo", units=units, class_groups={"adjustable": ()})
    >>> def run(county, area):
    ...     pieces = {"county": [county], "DLBM": ["0101"], "area_m2": [area], "cultivated_m2": [area]}
    ...     return summarise(pd.DataFrame(pieces), None, None, None, policy)
    >>> merged = merge_summaries([run("360202", 1000.0), run("360203", 2000.0)], policy)
    >>> merged[["code", "holding_mu", "children_with_data"]].values.tolist()[0]
    ['360200', 4.5, 2.0]

    """
    own = [_rows_with_parcels(summary) for summary in summaries]
    known = _without_code_together(pd.concat(own, ignore_index=True))
    counties = known[known["level"] == Level.COUNTY.value]
    listed = [unit.code for unit in policy.counties()]
    codes = [*listed, *sorted(set(counties["code"]) - set(listed))]
    sums = _cents(counties).set_index("code").reindex(codes)
    sums[[*SUMS, UNRECORDED, ZONES]] = sums[[*SUMS, UNRECORDED, ZONES]].fillna(0).astype(np.int64)
    sums.index.name = Level.COUNTY.value
    measured = counties.set_index("code")["restored_mu"].dropna()
    restored = {str(code): float(cents) / CENTS for code, cents in zip(measured.index, mu_to_cents(measured))}
    names = dict(zip(counties["code"].astype(str), counties["name"]))
    finished = summarise_counties(sums, policy, restored, names)
    cities = finished[finished["level"] == Level.CITY.value]
    without = finished[(finished["level"] == Level.COUNTY.value) & (finished[PARCELS] == 0)]
    of_counties = pd.concat([counties, without], ignore_index=True)
    of_counties = of_counties.set_index("code").loc[list(sums.index)].reset_index()
    lower = [known[known["level"] == level] for level in UNIT_LEVELS if level != Level.COUNTY]
    merged = pd.concat([_known(cities, of_counties), of_counties, *lower], ignore_index=True)
    return merged[list(finished.columns)]


def _rows_with_parcels(summary: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of counties with parcels, and of all units below them."""
    summary = summary.assign(**{name: summary[name].fillna("") for name in ("code", "parent")})
    counties = summary[(summary["level"] == Level.COUNTY.value) & (summary[PARCELS] > 0)]
    codes = set(counties["code"])
    townships = summary[(summary["level"] == Level.TOWNSHIP.value) & summary["parent"].isin(codes)]
    villages = summary["level"] == Level.VILLAGE.value
    below = summary[villages & summary["parent"].isin({*townships["code"], *codes})]
    return pd.concat([counties, townships, below], ignore_index=True)


def _without_code_together(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows in which parcels without a code of a county, which every run may have, stand together."""
    keys = ["level", "parent", "code"]
    lost = rows.duplicated(keys, keep=False) & rows["parent"].eq("") & rows["code"].eq("")
    if not lost.any():
        return rows
    areas = [name for name in rows.columns if name.endswith("_mu")]
    counts = [PARCELS, UNRECORDED]
    parts = rows.loc[lost, [*keys, *counts]].copy()
    for name in areas:
        value = rows.loc[lost, name]
        parts[name] = pd.Series(mu_to_cents(value.fillna(0)), value.index).where(value.notna())
    sums = parts.groupby(keys, sort=False)[[*areas, *counts]].sum(min_count=1).reset_index()
    sums[areas] = cents_to_mu(sums[areas].to_numpy(dtype=np.float64))
    firsts = rows[lost].drop_duplicates(keys).drop(columns=[*areas, *counts]).merge(sums, on=keys)
    return pd.concat([rows[~lost], firsts[rows.columns]], ignore_index=True)


def _cents(counties: pd.DataFrame) -> pd.DataFrame:
    """Return rows of counties as sums in 0.01 m², what is not known as 0; delimited areas stay null."""
    table = pd.DataFrame({"code": counties["code"]})
    for name in SUMS:
        if name == PARCELS:
            table[name] = counties[name]
        elif name == _ADJUSTABLE:
            more = counties["pbf_cultivated_k_mu"] - counties["pbf_cultivated_mu"]
            table[name] = mu_to_cents(more.fillna(0))
        else:
            table[name] = mu_to_cents(counties[f"{name}_mu"].fillna(0))
    delimited = counties[f"{DELIMITED}_mu"]
    table[DELIMITED] = (
        pd.Series(mu_to_cents(delimited.fillna(0)), counties.index).where(delimited.notna()).astype(float)
    )
    table[UNRECORDED] = counties[UNRECORDED]
    table[ZONES] = 0
    return table


def _known(cities: pd.DataFrame, counties: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of cities, null where a county with parcels does not know its sum, and what only runs know."""
    cities = cities.copy()
    measured = [f"{name}_mu" for name in SUMS if f"{name}_mu" in cities]
    with_data = counties[counties[PARCELS] > 0]
    for place, code in zip(cities.index, cities["code"]):
        own = with_data[with_data["parent"] == code]
        for name in [*measured, "pbf_cultivated_k_mu"]:
            if own[name].isna().any():
                cities.loc[place, name] = np.nan
        for name in _SINCE_BASE:
            if len(own) and own[name].notna().all():
                cities.loc[place, name] = cents_to_mu(mu_to_cents(own[name]).sum())
    cities.loc[cities["holding_mu"].isna(), "holding_surplus_mu"] = np.nan
    return cities
