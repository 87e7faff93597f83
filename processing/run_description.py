"""A run in words: what it was given and what it read, as its provenance has it; imported when a panel reads."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from qgis.core import QgsApplication, QgsProcessingRegistry

from .base_algorithm import RedlineAlgorithm
from .bridge.i18n import report_language
from .bridge.io.provenance import COLUMNS, LAYER
from .bridge.io.result_reading import read_results_table
from .bridge.policy.reader import load_classes
from .reports.labels import section
from .reports.model_building import inputs_of, rows_beside_inputs
from .reports.tables.data_quality import input_row, provenance_rows
from .workflows.report import report_names

_PARAMETER = "parameter"


def describe_run(package: Path, language: str) -> list[tuple[str, str]]:
    """Return title and value of what a run was given, in the order of its dialog, and then of all else that is known.

    Args:
        package: the GeoPackage of its results.
        language: of the words, `zh` or `en`.

    Raises:
        InputError: the file is damaged, or has no provenance.
    """
    table = read_results_table(package, LAYER)[list(COLUMNS)].astype(object).fillna("").astype(str)
    rows = list(table.itertuples(index=False, name=None))
    ran = next((value for part, name, value in rows if (part, name) == ("run", "algorithm")), "")
    registry = cast(QgsProcessingRegistry, QgsApplication.processingRegistry())
    algorithm = registry.createAlgorithmById(f"farmland_redline:{ran}")
    titles, order = {}, {}
    if isinstance(algorithm, RedlineAlgorithm):
        titles = algorithm.dialog_titles(language)
        order = {each.name(): place for place, each in enumerate(algorithm.parameterDefinitions())}
    names, tr = report_names(None, load_classes(), language, titles), report_language(language)
    beside = sorted(
        rows_beside_inputs(rows),
        key=lambda row: (row[0] != _PARAMETER, order.get(row[1], len(order)) if row[0] == _PARAMETER else 0),
    )
    said = [*provenance_rows(beside, names, tr), *(input_row(row, names, tr) for row in inputs_of(rows))]
    given = section(_PARAMETER, tr)
    return [
        (name if part == given else tr("{one}: {another}").format(one=part, another=name), value)
        for part, name, value in said
    ]
