"""The results of many counties as one: summary, workbook and page of a city or a province, from the counties' sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from ...analysis.area.rounding import CENTS, cents_or_zero, cents_to_mu
from ...analysis.review import add_review_sums
from ...analysis.rules.policy import Policy, SurveyClasses
from ...analysis.summary_merging import merge_summaries
from ...bridge.io.provenance import Provenance
from ...bridge.progress import FeedbackProgress
from ...reports.column_names import ABANDONED, LOSSES, PROBLEMS
from ...reports.labels import Translate
from ...reports.measure_labels import SELF_CHECK
from ...reports.model import ReportModel
from ...reports.styles.renderers import CANDIDATES, CONFLICTS
from ..report import SUMMARY, report_of_tables
from .county_results import CountyResults
from .measures import merge_measures
from .self_checks import merge_self_checks


def merge_counties(
    counties: Sequence[CountyResults],
    policy: Policy,
    classes: SurveyClasses,
    provenance: Provenance,
    language: str,
    titles: Mapping[str, Mapping[str, str]],
    offsets: Mapping[str, int],
    progress: FeedbackProgress,
) -> tuple[pd.DataFrame, ReportModel, Translate]:
    """Return the summary of all counties, and the report made of it, with the translator of its language.

    Args:
        counties: at least one.
        policy: with targets of all counties.
        classes: the survey's land classes.
        provenance: of the run over all.
        language: of the report.
        titles: names of algorithms and parameters by id (`RedlineAlgorithm.dialog_titles`).
        offsets: what counties set against their gaps, in 1/300 m².
        progress: may cancel.

    Raises:
        ValueError: two of them have parcels of one county.

    """
    progress.check()
    conflicts, candidates = _together(counties, CONFLICTS), _together(counties, CANDIDATES)
    summary = merge_summaries([county.table(SUMMARY) for county in counties], policy)
    if "verdict" in conflicts.columns or "verdict" in candidates.columns:
        summary = add_review_sums(summary, conflicts, candidates)
    measures = merge_measures(counties, policy, offsets)
    lists = {name: _told_by_all(counties, name) for name in (LOSSES, ABANDONED)}
    progress.check()
    if SELF_CHECK in measures:
        told = {name: table for name, table in lists.items() if table is not None}
        tables = {SUMMARY: summary, CONFLICTS: conflicts, CANDIDATES: candidates, **told, **measures}
        measures[SELF_CHECK] = merge_self_checks(counties, tables, policy, classes)
    model, translate = report_of_tables(
        conflicts,
        candidates,
        summary,
        _together(counties, PROBLEMS),
        policy,
        classes,
        provenance,
        language,
        titles,
        cross_table=_cross_table(counties),
        years=sorted({year for county in counties for year in county.years}),
        losses=lists[LOSSES],
        abandoned=lists[ABANDONED],
        measures=measures,
    )
    return summary, model, translate


def _cross_table(counties: Sequence[CountyResults]) -> pd.DataFrame:
    """Return the cross table of all counties."""
    cross = pd.concat([county.cross_table for county in counties], ignore_index=True)
    keys = [name for name in cross.columns if not name.startswith("area_")]
    cents = cross.assign(cents=cents_or_zero(cross["area_m2"])).groupby(keys, sort=True)["cents"].sum()
    sums = cents.reset_index()
    return sums.assign(area_m2=sums["cents"] / CENTS, area_mu=cents_to_mu(sums["cents"])).drop(columns="cents")


def _together(counties: Sequence[CountyResults], name: str) -> pd.DataFrame:
    """Return a table of all counties."""
    tables = [county.table(name) for county in counties if name in county.tables]
    filled = [table for table in tables if len(table)] or tables[:1]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame()


def _told_by_all(counties: Sequence[CountyResults], name: str) -> pd.DataFrame | None:
    """Return a list of all counties; None where one of them did not look for it."""
    return _together(counties, name) if all(name in county.tables for county in counties) else None
