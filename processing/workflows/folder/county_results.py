"""The results of one county of a run over many, as far as those of all are made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas
import pandas as pd

from ...analysis.measures.self_check import tables_read
from ...analysis.rules.evaluation import columns_read
from ...analysis.rules.policy import Policy, SurveyClasses
from ...analysis.summary import PARCELS, pbf_cross_table
from ...analysis.text_codes import with_codes, with_texts
from ...analysis.vocabulary import Level
from ...bridge.errors import InputError
from ...bridge.i18n import tr
from ...bridge.io.provenance import FROM, NOT_MADE, WORST_CLOSURE, read_provenance, values_of_runs
from ...bridge.io.provenance import LAYER as PROVENANCE
from ...bridge.io.reading import AllBut, layer_columns
from ...bridge.io.result_files import require_layers
from ...bridge.io.result_reading import read_results_layer, read_results_table
from ...bridge.survey.schema import load_survey
from ...reports.centre_points import with_centre_points
from ...reports.column_names import ABANDONED, LOSSES, PROBLEMS
from ...reports.styles.renderers import CANDIDATES, CONFLICTS, PIECES
from ...reports.tables.finding_lists import LISTED_COLUMNS
from ...reports.tables.measures import hidden_layers, measure_layers
from ..loss_lists import told_lists
from ..report import SUMMARY, ZONES, survey_years
from .long_tables import LongTable

_NEEDED = (PIECES, CONFLICTS, CANDIDATES, SUMMARY)
_PARCELS = re.compile(r"(MORE_)?PARCELS(\.[0-9]+)?\.features")  # rows of provenance
_FROM_INPUT = f"{FROM}input"
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
_ROLE = AllBut(frozenset({"role"}))
_OTHERS_OF_PIECES = AllBut(frozenset({"pbf", "pbf_DLBM", "DLBM", "area_m2", "cultivated_m2", "SJNF"}))


@dataclass(frozen=True)
class CountyResults:
    """What a report shows of a county's results, without geometry and without its pieces.

    Attributes:
        tables: summary, findings, problems and tables of measures by the names of their layers, with codes in place of
            texts; lists that the run did not look for are not among them.
        cross_table: of `pbf_cross_table`.
        years: of the survey.
        figures: of the county's row in the table of counties.
        inputs: rows of provenance on what it was made of.
        columns: of its pieces; that of a role is there where its layer was given, whatever lies in it.
        roles: of its zones.
        long: tables that no report shows, by the names of their layers.

    """

    tables: Mapping[str, pd.DataFrame]
    cross_table: pd.DataFrame
    years: tuple[int, ...]
    figures: Mapping[str, float]
    inputs: tuple[tuple[str, str, str], ...]
    columns: frozenset[str]
    roles: frozenset[str]
    long: Mapping[str, LongTable] = field(default_factory=dict)

    def table(self, name: str) -> pd.DataFrame:
        """Return one of `tables`, with its texts."""
        return with_texts(self.tables[name])

    @property
    def codes(self) -> frozenset[str]:
        """Return the codes of the counties of which there are parcels."""
        return _codes(self.tables[SUMMARY])


def read_county(package: Path, policy: Policy, classes: SurveyClasses) -> CountyResults:
    """Read a county's results.

    Raises:
        InputError: the file has no results, or is damaged.

    """
    found = require_layers(package, _NEEDED)
    findings = [CONFLICTS, CANDIDATES, *(name for name in (LOSSES, ABANDONED) if name in found)]
    unread = _unread_fields(policy)
    lists = {name: _without_geometry(read_results_layer(package, name), unread) for name in findings}
    tables = {name: lists.pop(name) for name in (CONFLICTS, CANDIDATES)}
    tables |= {name: read_results_table(package, name) for name in (SUMMARY, PROBLEMS) if name in found}
    pieces = read_results_table(package, PIECES, leave_out=_OTHERS_OF_PIECES)
    columns = layer_columns(package, PIECES)
    told = told_lists(lists, policy, columns)
    tables |= {name: frame for name, frame in told.items() if frame is not None}
    apart = hidden_layers() - tables_read(policy)
    shown = [name for name in measure_layers() if name in found and name not in apart]
    tables |= {name: read_results_table(package, name) for name in shown}
    codes = _codes(tables[SUMMARY])
    rows = read_provenance(package)
    figures = _figures(package, {**tables, PIECES: pieces}, rows)
    inputs = tuple(row for row in rows if row[0] == _FROM_INPUT)
    zones = read_results_table(package, ZONES, leave_out=_ROLE) if ZONES in found else pd.DataFrame({"role": []})
    return CountyResults(
        {name: with_codes(table) for name, table in tables.items()},
        pbf_cross_table(pieces, classes),
        tuple(survey_years(pieces)),
        figures,
        inputs,
        frozenset(columns),
        frozenset(zones["role"]),
        {name: LongTable.read(package, name, codes) for name in sorted(apart) if name in found},
    )


def _codes(summary: pd.DataFrame) -> frozenset[str]:
    """Return the codes of the counties of which there are parcels."""
    counties = summary[(summary["level"] == Level.COUNTY.value) & (summary[PARCELS] > 0)]
    return frozenset(counties["code"].dropna()) - {""}


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


def _unread_fields(policy: Policy) -> list[str]:
    """Return the fields of parcels that neither a list of findings shows nor the self-check reads."""
    lines = policy.check_lines
    figures = {column.rpartition(".")[2] for line in lines for column in (line.actual, line.task, line.judged)}
    return sorted(load_survey().fields.keys() - LISTED_COLUMNS - figures - columns_read(lines))


def _without_geometry(frame: geopandas.GeoDataFrame, unread: Sequence[str]) -> pd.DataFrame:
    """Return findings with their centres in place of their geometry, and without fields that nothing reads."""
    return with_centre_points(frame.drop(columns=unread, errors="ignore"))
