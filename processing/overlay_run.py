"""How algorithms that overlay parcels with zones read and write; imported when an algorithm runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from qgis.core import QgsProcessingContext

from .analysis.rules.policy import SurveyClasses
from .base_algorithm import RedlineAlgorithm
from .bridge.io.provenance import Provenance
from .bridge.io.sources import Parameters
from .bridge.policy.reader import load_classes
from .bridge.problem_messages import to_messages
from .bridge.progress import FeedbackProgress
from .outputs import Outputs, report_problems, user_names
from .parameter_values import read_date, read_layers, read_overlay_settings
from .parameters import PROBLEMS, given_parameters
from .workflows.overlay.run import Overlay
from .workflows.overlay.settings import Layers, OverlaySettings


@dataclass(frozen=True)
class OverlayRun:
    """What an overlay takes, and where its results go."""

    layers: Layers
    settings: OverlaySettings
    classes: SurveyClasses
    outputs: Outputs
    provenance: Provenance


def prepare_overlay(
    algorithm: RedlineAlgorithm,
    parameters: Parameters,
    context: QgsProcessingContext,
    progress: FeedbackProgress,
    outputs: Mapping[str, str],
) -> OverlayRun:
    """Check the outputs and read settings and layers.

    Args:
        algorithm: with the parameters of `add_overlay_inputs`, and the output `PROBLEMS`.
        parameters: as given.
        context: the run's.
        progress: receives the fraction done; may cancel.
        outputs: the name of the layer by the output's parameter, `PROBLEMS` left out.

    """
    wanted = Outputs(algorithm, parameters, context, {**outputs, PROBLEMS: "problems"})
    provenance = Provenance(algorithm.ID, given_parameters(parameters, algorithm))
    day = read_date(algorithm, parameters, context, None, provenance)
    settings = read_overlay_settings(algorithm, parameters, context, day)
    layers = read_layers(algorithm, parameters, context, progress, provenance, settings)
    return OverlayRun(layers, settings, load_classes(), wanted, provenance)


def write_overlay(
    algorithm: RedlineAlgorithm,
    run: OverlayRun,
    overlay: Overlay,
    frames: Mapping[str, pd.DataFrame],
    place: Callable[[Path], Path],
    progress: FeedbackProgress,
) -> dict[str, str]:
    """Report the problems of an overlay and write its outputs; return the outputs as the algorithm's results.

    Args:
        algorithm: whose dialogs name what layers show.
        run: what was prepared.
        overlay: what was found beside the pieces or areas.
        frames: what is written by the output's parameter, problems left out.
        place: where a file is to be made (`bridge.io.staging.stage_together`).
        progress: receives the fraction done; may cancel.

    """
    problems = to_messages(overlay.problems)
    report_problems(progress, problems)
    names = user_names(algorithm, run.classes)
    return run.outputs.write({**frames, PROBLEMS: problems}, run.provenance, progress, place, names)
