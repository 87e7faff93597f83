"""Years and costs of a plan of restoration as they were given (`plan_inputs`); imported when an algorithm runs."""

from __future__ import annotations

import re

from qgis.core import QgsProcessingContext

from .analysis.blocks.restoration import Costs
from .base_algorithm import RedlineAlgorithm
from .bridge.errors import InputError
from .bridge.i18n import tr
from .bridge.io.sources import Parameters
from .bridge.located_yaml import shorten
from .parameter_values import read_optional_number
from .plan_inputs import COSTS, DISTURBANCE, YEARS
from .workflows.measures import PlanTerms

_YEAR = re.compile(r"(19|20|21)\d{2}")


def read_plan_terms(algorithm: RedlineAlgorithm, parameters: Parameters, context: QgsProcessingContext) -> PlanTerms:
    """Return years and costs of a plan.

    Raises:
        InputError: a word is no year, or costs are given for some tiers only.

    """
    years = _years(algorithm.parameterAsString(parameters, YEARS, context))
    disturbance = algorithm.parameterAsDouble(parameters, DISTURBANCE, context)
    return PlanTerms(years, Costs(_costs(algorithm, parameters, context), disturbance))


def _years(text: str) -> tuple[int, ...]:
    """Return the years that a text names, ascending; none for an empty one.

    Raises:
        InputError: a word is no year.

    """
    given = [word for word in re.split(r"[,，、;；\s]+", text.strip()) if word]
    wrong = [word for word in given if not _YEAR.fullmatch(word)]
    if wrong:
        raise InputError(tr("Years: “{text}” is no year. Write 2024, 2025.").format(text=shorten(wrong[0])))
    return tuple(sorted({int(word) for word in given}))


def _costs(algorithm: RedlineAlgorithm, parameters: Parameters, context: QgsProcessingContext) -> dict[str, float]:
    """Return the costs of a mu by tier; empty where none is given.

    Raises:
        InputError: some are given and others are not.

    """
    costs = {tier: read_optional_number(algorithm, parameters, context, name) for tier, name in COSTS.items()}
    given = {tier: cost for tier, cost in costs.items() if cost is not None}
    if given and len(given) < len(COSTS):
        missing = ", ".join(name for tier, name in COSTS.items() if tier not in given)
        text = tr("Costs are given for some tiers only. Give {names} as well, or none.")
        raise InputError(text.format(names=missing))
    return given
