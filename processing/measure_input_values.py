"""The inputs of measures in a batch: read and recorded before the overlay; see `measure_inputs`."""

from __future__ import annotations

from qgis.core import QgsProcessingContext

from .analysis.rules.policy import Policy
from .base_algorithm import RedlineAlgorithm
from .bridge.io.provenance import Provenance
from .bridge.io.reading import read_source
from .bridge.io.sources import Parameters
from .bridge.progress import FeedbackProgress
from .measure_inputs import CHOICES, INPUT_TABLES, LAYERS, RESULTS, TEXTS
from .parameter_values import read_input_table, read_result_table, read_survey
from .parameters import OFFSETS, PATCHES
from .plan_input_values import read_plan_terms
from .workflows.ceiling import read_offsets
from .workflows.measures import GivenInputs
from .workflows.patches import check_numbers


def read_measure_inputs(
    algorithm: RedlineAlgorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    policy: Policy,
    provenance: Provenance,
    progress: FeedbackProgress,
) -> GivenInputs:
    """Return what was given, and record it.

    Args:
        algorithm: with the parameters of `add_measure_inputs`.
        parameters: as given.
        context: the run's.
        policy: whose cities and counties the tables may name.
        provenance: receives tables and layers.
        progress: may cancel; its feedback receives notes.

    Raises:
        InputError: lists every mistake in a table, says why a layer cannot be read, or which year or cost is wrong.

    """
    tables, layers = {}, {}
    for name, table in INPUT_TABLES.items():
        found = read_input_table(algorithm, name, table, policy, progress, provenance)
        if found is not None:
            tables[table] = found.frame
    for name, table in RESULTS.items():
        made = read_result_table(algorithm, name, table, policy, progress, provenance)
        if made is not None:
            tables[table] = made
    survey = read_survey(algorithm, parameters, context, provenance)
    for name, layer in LAYERS.items():
        for source in algorithm.sources.get(name, ()):
            layers[layer] = read_source(source, progress, leave_out=survey.personal)
            provenance.add_input(name, layers[layer], source.provider)
    if LAYERS[PATCHES] in layers:
        check_numbers(layers[LAYERS[PATCHES]])
    choices = {word: algorithm.parameterAsEnumString(parameters, name, context) for name, word in CHOICES.items()}
    choices |= {word: algorithm.parameterAsString(parameters, name, context) for name, word in TEXTS.items()}
    read_offsets(choices[OFFSETS], OFFSETS, policy)
    return GivenInputs(tables, layers, choices, read_plan_terms(algorithm, parameters, context))
