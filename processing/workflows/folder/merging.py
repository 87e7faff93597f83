"""The results of many counties as one: summary, workbook and page of a city or a province, from the counties' sums."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas
import pandas as pd

from ...analysis.area.rounding import CENTS, cents_or_zero, cents_to_mu
from ...analysis.review import add_review_sums
from ...analysis.rules.policy import Policy, SurveyClasses
from ...analysis.summary import PARCELS, pbf_cross_table
from ...analysis.summary_merging import merge_summaries
from ...analysis.vocabulary import Level
from ...bridge.errors import InputError
from ...bridge.i18n import tr
from ...bridge.io.provenance import FROM, NOT_MADE, WORST_CLOSURE, Provenance, read_provenance, values_of_runs
from ...bridge.io.provenance import LAYER as PROVENANCE
from ...bridge.io.reading import AllBut, layer_columns
from ...bridge.io.result_files import require_layers
from ...bridge.io.result_reading import read_results_layer, read_results_table
from ...bridge.progress import FeedbackProgress
from ...reports.centre_points import with_centre_points
from ...reports.column_names import PROBLEMS
from ...reports.labels import Translate
from ...reports.model import ReportModel
from ...reports.styles.renderers import CANDIDATES, CONFLICTS, PIECES
from ...reports.tables.measures import measure_layers
from ..loss_lists import ABANDONED, LOSSES, told_lists
from ..report import SUMMARY, report_of_tables, survey_years
from .measures import merge_measures

_NEEDED = (PIECES, CONFLICTS, CANDIDATES, SUMMARY)
_PARCELS = re.compile(r"(MORE_)?PARCELS(\.[0-9]+)?\.features")  # rows of provenance
_FROM_INPUT = f"{FROM}input"
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
_OTHERS_OF_PIECES = AllBut(frozenset({"pbf", "pbf_DLBM", "DLBM", "area_m2", "cultivated_m2", "SJNF"}))


@dataclass(frozen=True)
class CountyResults:
    """What a report shows of a county's results, without geometry and without its pieces.

    Attributes:
        tables: summary, findings, problems and tables of measures by the names of their layers; lists that the run did
            not look for are not among them.
        cross_table: of `pbf_cross_table`.
        years: of the survey.
        figures: of the county's row in the table of counties.
        inputs: rows of provenance on what it was made of.

    """

    tables: Mapping[str, pd.DataFrame]
    cross_table: pd.DataFrame
    years: tuple[int, ...]
    figures: Mapping[str, float]
    inputs: tuple[tuple[str, str, str], ...]

    @property
    def codes(self) -> set[str]:
        """Return the codes of the counties of which there are parcels."""
        summary = self.tables[SUMMARY]
        counties = summary[(summary["level"] == Level.COUNTY.value) & (summary[PARCELS] > 0)]
        return set(counties["code"].dropna()) - {""}


def read_county(package: Path, policy: Policy, classes: SurveyClasses) -> CountyResults:
    """Read a county's results.

    Raises:
        InputError: the file has no results, or is damaged.

    """
    found = require_layers(package, _NEEDED)
    tables = {name: _without_geometry(read_results_layer(package, name)) for name in (CONFLICTS, CANDIDATES)}
    tables |= {name: read_results_table(package, name) for name in (SUMMARY, PROBLEMS) if name in found}
    pieces = read_results_table(package, PIECES, leave_out=_OTHERS_OF_PIECES)
    lists = {
        name: _without_geometry(read_results_layer(package, name)) for name in (LOSSES, ABANDONED) if name in found
    }
    told = told_lists(lists, policy, layer_columns(package, PIECES))
    tables |= {name: frame for name, frame in told.items() if frame is not None}
    tables |= {name: read_results_table(package, name) for name in measure_layers() if name in found}
    rows = read_provenance(package)
    figures = _figures(package, {**tables, PIECES: pieces}, rows)
    inputs = tuple(row for row in rows if row[0] == _FROM_INPUT)
    return CountyResults(tables, pbf_cross_table(pieces, classes), tuple(survey_years(pieces)), figures, inputs)


def _figures(
    package: Path, tables: Mapping[str, pd.DataFrame], rows: Sequence[tuple[str, str, str]]
) -> dict[str, float]:
    """Return figures of a county's run: counts of its tables, and what its provenance says of the run.

    Raises:
        InputError: the provenance is not that of a run.

    """
    parcels = [value for section, name, value in rows if section == _FROM_INPUT and _PARCELS.fullmatch(name)]
    closures = list(values_of_runs(rows, WORST_CLOSURE))
    if not parcels or len(closures) != 1 or not all(map(_NUMBER.fullmatch, (*parcels, *closures))):
        raise InputError(
            tr("“{file}” is not a result of “Run everything”: it lacks {layers}.").format(
                file=package.name, layers=PROVENANCE
            )
        )
    return {
        "parcels": sum(int(float(count)) for count in parcels),
        **{name: len(tables[name]) for name in (PIECES, CONFLICTS, CANDIDATES)},
        "worst_closure_m2": float(closures[0]),
        "not_made": sum(section == f"{FROM}{NOT_MADE}" for section, _, _ in rows),
    }


def _without_geometry(frame: geopandas.GeoDataFrame) -> pd.DataFrame:
    """Return findings with their centres in place of their geometry."""
    return pd.DataFrame(with_centre_points(frame).drop(columns="geometry", errors="ignore"))


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
    summary = merge_summaries([county.tables[SUMMARY] for county in counties], policy)
    if "verdict" in conflicts.columns or "verdict" in candidates.columns:
        summary = add_review_sums(summary, conflicts, candidates)
    measures = merge_measures([(county.tables, county.codes) for county in counties], policy, offsets)
    progress.check()
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
        losses=_told_by_all(counties, LOSSES),
        abandoned=_told_by_all(counties, ABANDONED),
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
    tables = [county.tables[name] for county in counties if name in county.tables]
    filled = [table for table in tables if len(table)] or tables[:1]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame()


def _told_by_all(counties: Sequence[CountyResults], name: str) -> pd.DataFrame | None:
    """Return a list of all counties; None where one of them did not look for it."""
    return _together(counties, name) if all(name in county.tables for county in counties) else None
