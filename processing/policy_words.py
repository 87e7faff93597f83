"""What the fixed words of a policy are called that no table of the policy names, for those who edit it in tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .analysis.values.readers import NO, YES
from .bridge.i18n import tr, user_language
from .bridge.policy.rule_tables import (
    CHANGE_USES,
    CHECK_UNITS,
    CHECKS,
    COVERS,
    MAJORS,
    SITE_CRITERIA,
    SITE_VERDICTS,
)
from .bridge.policy.tables import Column, Kind
from .bridge.survey.schema import load_survey
from .bridge.vocabulary import level_labels, site_verdict_labels, yes_no_labels
from .reports.case_labels import preliminary_labels
from .reports.labels import Translate
from .reports.site_labels import criterion_labels

_OF_ROLES = ("roles", "layers")  # keys of columns that name layers by their roles


def fixed_word_names(column: Column) -> Mapping[str, str]:
    """Return the names of the words that a column may hold, by word, in the user's language; empty of other columns."""
    if column.kind is Kind.TRUTH:
        return {"true": tr("Yes"), "false": tr("No")}
    if column.key in _OF_ROLES:
        return load_survey().role_names[user_language()]
    if column.key == "level":
        return level_labels(tr)
    labels = _BY_CHOICES.get(column.choices)
    return {} if labels is None else labels(tr)


def _major_labels(tr: Translate) -> dict[str, str]:
    """Return the labels of the major classes."""
    return {
        "agricultural": tr("Agricultural land"),
        "construction": tr("Construction land"),
        "unused": tr("Unused land"),
    }


def _change_use_labels(tr: Translate) -> dict[str, str]:
    """Return the labels of the uses of what changes of land lead to."""
    return {"non_agricultural": tr("Non-agricultural use"), "non_grain": tr("Non-grain use")}


def _check_labels(tr: Translate) -> dict[str, str]:
    """Return the labels of what a line of the self-check asks for."""
    return {
        "at_least": tr("At least the task"),
        "at_most": tr("At most the task"),
        "below": tr("Below the task"),
        "no": tr("Answered by no"),
    }


def _check_unit_labels(tr: Translate) -> dict[str, str]:
    """Return the labels of the units of lines of the self-check."""
    return {"mu": tr("mu"), "m2": tr("m²"), "percent": "%", "count": tr("count")}


# A table asks for each of its cells, whenever it is drawn.
_BY_CHOICES: Mapping[tuple[str, ...], Callable[[Translate], Mapping[str, str]]] = {
    (YES, NO): yes_no_labels,
    MAJORS: _major_labels,
    CHANGE_USES: _change_use_labels,
    COVERS: lambda tr: {**preliminary_labels(tr), "approved": tr("Approved")},
    SITE_VERDICTS: site_verdict_labels,
    SITE_CRITERIA: criterion_labels,
    CHECKS: _check_labels,
    CHECK_UNITS: _check_unit_labels,
}
