"""What check sheets and patrol lists are made of: the findings that an algorithm's parameters choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from qgis.core import QgsProcessingContext

from .base_algorithm import RedlineAlgorithm
from .bridge.io.provenance import Provenance
from .bridge.io.sources import Parameters
from .bridge.progress import FeedbackProgress
from .parameter_values import read_date, read_policy
from .parameters import FINDINGS, LANGUAGE, PACKAGE, given_parameters
from .reports.field.findings import FieldFindings
from .result_package import read_finding_choice
from .workflows.fieldwork import FieldTask, chosen_findings, field_lists, unit_names_of


def read_field_findings(
    algorithm: RedlineAlgorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    progress: FeedbackProgress,
    only: Mapping[str, Mapping[str, Sequence[str]]],
) -> tuple[Provenance, FieldTask, FieldFindings]:
    """Return the run's provenance, what is asked for, and the findings, unordered.

    Args:
        algorithm: with the parameters of `add_package`, `add_finding_choice`, `add_date`, `add_policy`, `add_language`.
        parameters: as given.
        context: the run's.
        progress: may cancel.
        only: values that rows of a list must have, by list and column.

    Raises:
        InputError: a parameter names nothing that is there, or no finding is as asked for.

    """
    provenance = Provenance(algorithm.ID, given_parameters(parameters, algorithm))
    policy = read_policy(algorithm, parameters, context, provenance, progress)
    day = read_date(algorithm, parameters, context, policy, provenance)
    package = Path(algorithm.parameterAsFile(parameters, PACKAGE, context))
    language = algorithm.parameterAsEnumString(parameters, LANGUAGE, context)
    lists = field_lists(package, tuple(algorithm.parameterAsEnumStrings(parameters, FINDINGS, context)))
    names = unit_names_of(package, policy, language)
    choice = read_finding_choice(algorithm, parameters, context, names, lists, only)
    task = FieldTask(package, choice, policy, language, day.isoformat())
    return provenance, task, chosen_findings(task, names, progress)
