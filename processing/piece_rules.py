"""How algorithms that apply rules of the policy to pieces read and write; imported when an algorithm runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import geopandas
import pandas as pd
from qgis.core import QgsProcessingContext

from .analysis.problems import collect
from .analysis.rules.policy import Policy, SurveyClasses
from .base_algorithm import WORKBOOK, RedlineAlgorithm
from .bridge.io.provenance import Provenance
from .bridge.io.sources import Parameters
from .bridge.policy.reader import load_classes
from .bridge.problem_messages import to_messages
from .bridge.progress import FeedbackProgress
from .outputs import Outputs, report_problems, user_names
from .parameter_values import check_date, read_date, read_pieces, read_policy
from .parameters import OUTPUT, PROBLEMS, given_parameters
from .result_workbook import Forms, write_result_workbook


@dataclass(frozen=True)
class Judgement:
    """What rules make of pieces.

    Attributes:
        findings: the rows to write.
        problems: what the rules could not judge, not yet in words.
        figures: output numbers by name.
        message: the figures in a sentence, in the user's language.
        forms: returns the forms of the workbook, of an algorithm that has one.

    """

    findings: geopandas.GeoDataFrame
    problems: pd.DataFrame
    figures: Mapping[str, float]
    message: str
    forms: Forms | None = None


Rules = Callable[[geopandas.GeoDataFrame, Policy, SurveyClasses, date], Judgement]


def apply_rules(
    algorithm: RedlineAlgorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    progress: FeedbackProgress,
    layer: str,
    rules: Rules,
    output: str = OUTPUT,
    read: Callable[[Provenance], None] = lambda _: None,
) -> dict[str, object]:
    """Read the pieces and the policy, judge, and write findings and problems; return the algorithm's results.

    Args:
        algorithm: with the parameters of `add_rule_inputs`, and the outputs `output` and `PROBLEMS`.
        parameters: as given.
        context: the run's.
        progress: receives the fraction done; may cancel.
        layer: the name of the layer of findings.
        rules: judges the pieces.
        output: the parameter of the layer.
        read: reads further inputs, before it is looked at whether all are of one moment, and records them.

    """
    files = () if algorithm.parameterDefinition(WORKBOOK) is None else (WORKBOOK,)
    outputs = Outputs(algorithm, parameters, context, {output: layer, PROBLEMS: "problems"}, files)
    provenance = Provenance(algorithm.ID, given_parameters(parameters, algorithm))
    provenance.add_lacks(algorithm.lacks)
    policy = read_policy(algorithm, parameters, context, provenance, progress)
    classes = load_classes()
    day = read_date(algorithm, parameters, context, policy, provenance)
    pieces = read_pieces(algorithm, progress.part(0.0, 0.4), provenance)
    read(provenance)
    algorithm.check_reading()
    check_date(day, pieces, provenance, progress)
    progress.set(0.4)
    judgement = rules(pieces, policy, classes, day)
    found = collect([judgement.problems], pieces.crs)
    problems = to_messages(found, policy=policy)
    progress.feedback.pushInfo(judgement.message)
    report_problems(progress, problems)
    names = user_names(algorithm, classes, policy)
    frames = {output: judgement.findings, PROBLEMS: problems}
    with outputs.staged(progress) as place:
        written = write_result_workbook(
            algorithm, outputs, frames, provenance, policy, progress, place, found, judgement.forms
        )
        written |= outputs.write(frames, provenance, progress.part(0.7, 1.0), place, names)
    return {**judgement.figures, **written}
