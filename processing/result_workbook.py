"""The workbook of an algorithm's results: its tables in words, what their columns say, and what they were made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from .analysis.dates import BEIJING
from .analysis.rules.policy import Policy
from .base_algorithm import WORKBOOK, RedlineAlgorithm
from .bridge.dependencies import Feature
from .bridge.i18n import report_language, using_language
from .bridge.io.provenance import Provenance
from .bridge.policy.reader import load_classes
from .bridge.problem_messages import to_messages
from .bridge.progress import FeedbackProgress
from .outputs import Outputs
from .parameters import PROBLEMS
from .reports.data_basis import data_date
from .reports.labels import Translate
from .reports.model import ReportModel
from .reports.model_building import build_report
from .reports.names import Names
from .reports.tables.data_quality import inputs_table, provenance_table
from .reports.tables.results import Result, ResultWords, explanation_table, result_table
from .reports.tables.table import Table
from .reports.workbook.csv_export import csv_name, write_csv
from .reports.workbook.writer import list_rows, write_workbook
from .workflows.report import field_aliases, report_names

Forms = Callable[[ResultWords], Sequence[Table]]


def write_result_workbook(
    algorithm: RedlineAlgorithm,
    outputs: Outputs,
    frames: Mapping[str, pd.DataFrame],
    provenance: Provenance,
    policy: Policy,
    progress: FeedbackProgress,
    place: Callable[[Path], Path],
    problems: pd.DataFrame | None = None,
    forms: Forms | None = None,
) -> dict[str, str]:
    """Write the workbook of an algorithm with the parameters of `add_workbook`; CSV files where openpyxl is missing.

    Args:
        algorithm: whose results they are; its outputs name the sheets, and their help stands above the rows.
        outputs: with the file of the workbook; nothing is written where it was not asked for.
        frames: the tables, by the output's parameter; problems, and outputs that this run lacks, are left out.
        provenance: of the run.
        policy: names its own ids.
        progress: may cancel.
        place: where a file is to be made (`Outputs.staged`).
        problems: of the data, as kinds and facts; None for no sheet of them.
        forms: returns sheets that come before the tables, such as an official form.

    Returns:
        the workbook by its parameter; nothing where there is none.

    """
    if WORKBOOK not in outputs.files:
        return {}
    language, tr = outputs.language, report_language(outputs.language)
    titles = algorithm.dialog_titles(language)
    words = ResultWords(report_names(policy, load_classes(), language, titles), field_aliases(language), tr)
    frames = {name: frame for name, frame in frames.items() if name in outputs.layers and name != PROBLEMS}
    if problems is not None and len(problems):
        frames[PROBLEMS] = to_messages(problems, language, policy)
    with using_language(language):
        made = type(algorithm)()
        made.initAlgorithm()
        about = {each.name(): (each.description(), each.help()) for each in made.parameterDefinitions()}
        title, summary = made.title(), made.summary()
    results = [Result(outputs.layers[name], frame, *about[name]) for name, frame in frames.items()]
    model = _model(title, policy, provenance, words.names, language)
    tables = [
        *(forms(words) if forms else ()),
        *(result_table(result, words) for result in results),
        explanation_table(results, [*_basis(model, policy, language, tr), *summary.split("\n")], words, language),
        inputs_table(model, tr),
        provenance_table(model, tr),
    ]
    path = outputs.files[WORKBOOK]
    if any(lack.feature is Feature.WORKBOOK for lack in algorithm.lacks):
        folder = path.with_suffix("")
        for table in tables:
            write_csv([table], place(folder / csv_name(table)).parent, progress)
        return {}
    write_workbook(model, place(path), tr, tables, max_rows=list_rows(), progress=progress, overview=False)
    return {WORKBOOK: str(path)}


def _model(title: str, policy: Policy, provenance: Provenance, names: Names, language: str) -> ReportModel:
    """Return the model of a workbook without figures of a batch: its title, time, names and provenance."""
    nothing = pd.DataFrame()
    return build_report(
        pd.DataFrame(columns=["code", "name", "level"]),
        nothing,
        nothing,
        provenance=provenance.rows(),
        names=names,
        title=title,
        policy_title=policy.title_in(language),
        created=provenance.time.astimezone(BEIJING),
    )


def _basis(model: ReportModel, policy: Policy, language: str, tr: Translate) -> list[str]:
    """Return by which rules and for which day the tables are."""
    rules = tr("Rules: {policy}.").format(policy=policy.title_in(language))
    day = data_date(model, tr)
    return [rules, tr("Reference date: {day}.").format(day=day)] if day else [rules]
