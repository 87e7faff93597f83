"""From the file of a run's results to what reports are made of; imported when an algorithm runs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import geopandas
import pandas as pd
from qgis.core import QgsProcessingContext

from .analysis.review import add_review_sums, without_decisions
from .analysis.rules.policy import Policy
from .base_algorithm import RedlineAlgorithm
from .bridge.errors import InputError
from .bridge.i18n import tr
from .bridge.io.provenance import Provenance, read_provenance
from .bridge.io.result_files import require_layers
from .bridge.io.result_reading import read_results_layer, read_results_table
from .bridge.io.sources import Parameters
from .bridge.policy.reader import load_classes
from .bridge.progress import FeedbackProgress
from .parameter_values import asks_for_targets, read_policy
from .parameters import (
    CHECKER,
    COMPILER,
    DECISIONS,
    LANGUAGE,
    MARKING,
    ONLY_KINDS,
    ONLY_UNITS,
    PACKAGE,
    PAPER,
    SEVERITY,
    STYLE,
    TEMPLATE,
    given_parameters,
)
from .reports.column_names import ABANDONED, LOSSES
from .reports.field.findings import FindingChoice
from .reports.labels import Translate
from .reports.maps.layout.settings import SheetSettings
from .reports.model import ReportModel
from .reports.styles.renderers import CANDIDATES, CONFLICTS, PIECES
from .reports.tables.measures import measure_layers
from .workflows.checks.policy_fit import fit_policy
from .workflows.loss_lists import told_lists
from .workflows.report import SUMMARY, make_report
from .workflows.review import IDENTIFIERS, join_layers, read_decisions, tell_review

_NEEDED = (PIECES, CONFLICTS, CANDIDATES, SUMMARY)
_Settings = TypeVar("_Settings", bound=SheetSettings)


@dataclass(frozen=True)
class Package:
    """A run's results: the file, its layers, and the report made of them with the translator of its language."""

    path: Path
    pieces: geopandas.GeoDataFrame
    conflicts: geopandas.GeoDataFrame
    candidates: geopandas.GeoDataFrame
    policy: Policy
    model: ReportModel
    tr: Translate


def read_package(
    algorithm: RedlineAlgorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    progress: FeedbackProgress,
) -> Package:
    """Read the file of results that the algorithm was given.

    Raises:
        InputError: the file is none of “Run everything”.

    """
    provenance = Provenance(algorithm.ID, given_parameters(parameters, algorithm))
    policy = read_policy(algorithm, parameters, context, provenance, progress)
    path = Path(algorithm.parameterAsFile(parameters, PACKAGE, context))
    found = require_layers(path, _NEEDED)
    provenance.extend(read_provenance(path))
    language = algorithm.parameterAsEnumString(parameters, LANGUAGE, context)
    pieces, conflicts, candidates = (read_results_layer(path, name) for name in (PIECES, CONFLICTS, CANDIDATES))
    summary = read_results_table(path, SUMMARY)
    progress.check()
    asked = asks_for_targets(algorithm, parameters, context)
    policy = fit_policy(policy, pieces["county"], asked, progress.feedback.pushWarning)
    # Results of earlier versions have no such lists.
    lists = {name: read_results_layer(path, name) for name in (LOSSES, ABANDONED) if name in found}
    measures = {name: _read_measure(path, name) for name in measure_layers() if name in found}
    titles = algorithm.dialog_titles(language)
    # The decisions count as they are now, not as they were when the run began.
    conflicts, candidates, summary = map(without_decisions, (conflicts, candidates, summary))
    lists = {name: without_decisions(frame) for name, frame in lists.items()}
    made = read_decisions(path)
    if made is not None:
        reviewed = join_layers({CONFLICTS: conflicts, CANDIDATES: candidates, **lists, **measures}, made)
        tell_review(reviewed.values(), made, provenance, progress.feedback.pushWarning)
        conflicts, candidates = reviewed[CONFLICTS].findings, reviewed[CANDIDATES].findings
        lists = {name: reviewed[name].findings for name in lists}
        measures |= {name: reviewed[name].findings for name in measures if name in reviewed}
        summary = add_review_sums(summary, conflicts, candidates)
    model, translate = make_report(
        pieces,
        conflicts,
        candidates,
        summary,
        None,
        policy,
        load_classes(),
        provenance,
        language,
        titles,
        **told_lists(lists, policy, pieces.columns),
        measures=measures,
    )
    return Package(path, pieces, conflicts, candidates, policy, model, translate)


def _read_measure(path: Path, name: str) -> pd.DataFrame:
    """Return a table of a measure; findings with their geometries, and without the decisions of that run."""
    if name in IDENTIFIERS:
        return without_decisions(read_results_layer(path, name))
    return read_results_table(path, name)


def only_units(
    algorithm: RedlineAlgorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    names: Mapping[str, str],
) -> tuple[str, ...]:
    """Return the codes of the units that the user asks for, by code or by name; none where all are meant.

    Args:
        algorithm: with the parameter of `parameters.add_only_units`.
        parameters: as given.
        context: the run's.
        names: names of units by their codes; several units may have the same.

    Raises:
        InputError: a name is no unit's.

    """
    codes: list[str] = []
    for word in re.split(r"[,;，；、\n]", algorithm.parameterAsString(parameters, ONLY_UNITS, context)):
        asked = word.strip()
        if asked.isdigit():
            codes.append(asked)
        elif asked:
            found = [code for code, name in names.items() if name == asked]
            if not found:
                raise InputError(tr("No unit of these results has the name “{name}”.").format(name=asked))
            codes += found
    return tuple(codes)


def counties_of(codes: tuple[str, ...], policy: Policy) -> tuple[str, ...]:
    """Return the codes, each city replaced by its counties."""
    cities = {city.code: tuple(unit.code for unit in policy.counties(city.code)) for city in policy.cities()}
    return tuple(below for code in codes for below in cities.get(code, (code,)))


def read_sheet_settings(
    kind: type[_Settings], algorithm: RedlineAlgorithm, parameters: Parameters, context: QgsProcessingContext
) -> _Settings:
    """Return settings of map sheets of a kind, with what the parameters of `parameters.add_sheets` say."""
    return kind(
        paper=algorithm.parameterAsEnumString(parameters, PAPER, context),
        style=algorithm.parameterAsEnumString(parameters, STYLE, context),
        template=algorithm.parameterAsFile(parameters, TEMPLATE, context),
        marking=algorithm.parameterAsString(parameters, MARKING, context).strip(),
        compiler=algorithm.parameterAsString(parameters, COMPILER, context).strip(),
        checker=algorithm.parameterAsString(parameters, CHECKER, context).strip(),
    )


def read_finding_choice(
    algorithm: RedlineAlgorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    names: Mapping[str, str],
    lists: tuple[str, ...],
    only: Mapping[str, Mapping[str, Sequence[str]]],
) -> FindingChoice:
    """Return which findings are asked for by the parameters of `parameters.add_finding_choice`.

    Args:
        algorithm: with these parameters.
        parameters: as given.
        context: the run's.
        names: names of units by their codes.
        lists: those of the lists that the package has.
        only: as of `FindingChoice`.

    """
    words = re.split(r"[,;，；、\n]", algorithm.parameterAsString(parameters, ONLY_KINDS, context))
    return FindingChoice(
        layers=lists,
        units=only_units(algorithm, parameters, context, names),
        kinds=tuple(word.strip() for word in words if word.strip()),
        severity=int(algorithm.parameterAsEnumString(parameters, SEVERITY, context)),
        decisions=tuple(algorithm.parameterAsEnumStrings(parameters, DECISIONS, context)),
        only=only,
    )
