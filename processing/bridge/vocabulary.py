"""Labels of the closed word lists, in the caller's language.

Severities, origins, tiers and deferrals are named by the policy (its `terms`); area methods and unit sources stand as
they are in dialogs, where models and scripts name them too.
"""

from __future__ import annotations

from collections.abc import Callable

from ..analysis.vocabulary import Level, ProblemSeverity


def level_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of the levels of units, by value."""
    labels = {
        Level.CITY: tr("City"),
        Level.COUNTY: tr("County"),
        Level.TOWNSHIP: tr("Township"),
        Level.VILLAGE: tr("Village"),
    }
    return {level.value: label for level, label in labels.items()}


def problem_severity_labels(tr: Callable[[str], str]) -> dict[str, str]:
    """Return the labels of the severities of data problems, by value, the worst first."""
    labels = {
        ProblemSeverity.ERROR: tr("Error"),
        ProblemSeverity.WARNING: tr("Warning"),
        ProblemSeverity.NOTE: tr("Note"),
    }
    return {severity.value: label for severity, label in labels.items()}
