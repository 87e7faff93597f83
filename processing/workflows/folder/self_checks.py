"""The self-checks of many counties as one, by what stands in the tables of all (measure 33)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from ...analysis.columns import to_records
from ...analysis.measures.self_check import check_results
from ...analysis.rules.policy import CheckRule, Policy, SurveyClasses
from ...analysis.vocabulary import CheckState
from ...reports.measure_labels import SELF_CHECK
from ...reports.styles.renderers import PIECES
from ..report import SUMMARY
from .county_results import CountyResults


def merge_self_checks(
    counties: Sequence[CountyResults], tables: Mapping[str, pd.DataFrame], policy: Policy, classes: SurveyClasses
) -> pd.DataFrame:
    """Return the self-check of every city and county, as a run over all of them fills it in.

    A line that asks for layers of zones is known of a county that was given them, whether or not anything of them lies
    in it, and of a city all of whose counties were. Of a line that reads pieces, which stay with the counties, the
    figures are those that the counties' own runs found, and of a city their sum.

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
    found = {rule.name: _found(counties, rule) for rule in policy.check_lines if rule.table == PIECES}
    tables = {**tables, **{_table(line): table for line, table in found.items()}}
    asked = replace(policy, check_lines=tuple(_asked(rule) for rule in policy.check_lines))
    parts = []
    for alike in dict.fromkeys(roles):
        units = summary[[one == alike for one in roles]]
        zones = pd.DataFrame({"role": sorted(alike)})
        parts.append(check_results({**tables, SUMMARY: units, "zones": zones}, asked, classes, names))
    checks = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    checks["source_table"] = checks["source_table"].replace({_table(line): PIECES for line in found})
    place = {code: number for number, code in enumerate(summary["code"])}
    return checks.sort_values("code", key=lambda codes: codes.map(place), kind="stable", ignore_index=True)


def _table(line: str) -> str:
    """Return under which name the figures that the counties' runs found of a line stand."""
    return f"{PIECES}: {line}"


def _asked(rule: CheckRule) -> CheckRule:
    """Return a line; one that reads pieces as it reads what the counties' runs found of it."""
    return replace(rule, table=_table(rule.name), classes=(), when=()) if rule.table == PIECES else rule


def _found(counties: Sequence[CountyResults], rule: CheckRule) -> pd.DataFrame:
    """Return what the counties' runs found of a line that reads pieces, in the columns that it reads.

    A county whose run did not fill the line in has a row without figures, as it is not known what it would be.
    """
    empty = {"actual": np.nan, "task": np.nan, "state": CheckState.NO_DATA.value}
    rows = []
    for county in counties:
        checks = county.table(SELF_CHECK) if SELF_CHECK in county.tables else pd.DataFrame({"line": []})
        own = {line["code"]: line for line in to_records(checks[checks["line"] == rule.name])}
        rows += [{**empty, **own.get(code, {}), "code": code} for code in sorted(county.codes)]
    found = pd.DataFrame(rows)
    judged = found["state"].where(found["state"] != CheckState.NO_DATA.value)
    columns = {"county": found["code"], rule.task: found["task"], rule.judged: judged, rule.actual: found["actual"]}
    return pd.DataFrame({name: column for name, column in columns.items() if name})
