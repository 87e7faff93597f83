"""What a plan of restoration is asked for: parameters of its years, and of what restoring a mu costs."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterString

from .analysis.vocabulary import Tier
from .base_algorithm import RedlineAlgorithm
from .bridge.i18n import tr
from .parameters import number

YEARS, DISTURBANCE = "YEARS", "DISTURBANCE"
# What a mu costs, by tier.
COSTS = {
    Tier.AT_ONCE.value: "COST_AT_ONCE",
    Tier.WITH_WORKS.value: "COST_WITH_WORKS",
    Tier.OTHER.value: "COST_OTHER",
}


def add_plan_inputs(algorithm: RedlineAlgorithm, advanced: bool = False) -> None:
    """Declare years and costs of a plan; `advanced`: whether all of them are folded away, or the last alone."""
    algorithm.add(
        QgsProcessingParameterString(YEARS, tr("Years"), optional=True),
        tr(
            "Years to plan, with commas between them, such as 2024, 2025; the policy's own year if none is given. "
            "Their tasks are those of annex 3 in the policy. A block is restored once."
        ),
        advanced,
    )
    titles = (
        tr("Cost: restorable at once (yuan per mu)"),
        tr("Cost: with works (yuan per mu)"),
        tr("Cost: other (yuan per mu)"),
    )
    for name, title in zip(COSTS.values(), titles):
        algorithm.add(
            number(name, title, "yuan"),
            tr(
                "What restoring a mu costs, by tier. The notice gives no costs: give all three, or none; then the "
                "number of blocks is made as small as possible."
            ),
            advanced,
        )
    algorithm.add(
        number(DISTURBANCE, tr("Disturbance (yuan per candidate)"), "yuan", 0.0),
        tr("What each candidate of a block costs beside its area: many small ones disturb more people than one."),
        advanced=True,
    )
