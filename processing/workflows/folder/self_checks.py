"""The self-checks of many counties as one, by what stands in the tables of all (measure 33)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from ...analysis.measures.self_check import check_results
from ...analysis.rules.policy import Policy, SurveyClasses
from ..report import SUMMARY
from .county_results import CountyResults


def merge_self_checks(
    counties: Sequence[CountyResults], tables: Mapping[str, pd.DataFrame], policy: Policy, classes: SurveyClasses
) -> pd.DataFrame:
    """Return the self-check of every city and county, as a run over all of them fills it in.

    A line that asks for layers of zones is known of a county that was given them, whether or not anything of them lies
    in it, and of a city all of whose counties were.

    Args:
        counties: with the columns of their pieces and the roles of their zones.
        tables: of all counties by their names in results, the summary with its cities among them.
        policy: with the lines, and the cities with their counties.
        classes: the class table.

    """
    summary = tables[SUMMARY]
    names = {**dict(zip(summary["code"], summary["name"])), **policy.unit_names()}
    there = frozenset[str]().union(*(county.roles for county in counties))
    given = {code: there & county.columns for county in counties for code in county.codes}
    for city in policy.cities():
        own = [given[county.code] for county in policy.counties(city.code) if county.code in given]
        given[city.code] = there.intersection(*own)
    roles = [given.get(code, there) for code in summary["code"]]
    parts = []
    for alike in dict.fromkeys(roles):
        units = summary[[found == alike for found in roles]]
        zones = pd.DataFrame({"role": sorted(alike)})
        parts.append(check_results({**tables, SUMMARY: units, "zones": zones}, policy, classes, names))
    checks = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    place = {code: number for number, code in enumerate(summary["code"])}
    return checks.sort_values("code", key=lambda codes: codes.map(place), kind="stable", ignore_index=True)
