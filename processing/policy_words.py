"""What the fixed words of a policy are called that no table of the policy names, for those who edit it in tables."""

from __future__ import annotations

from collections.abc import Mapping

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
    by_choices: dict[tuple[str, ...], Mapping[str, str]] = {
        tuple(yes_no_labels(tr)): yes_no_labels(tr),
        MAJORS: {
            "agricultural": tr("Agricultural land"),
            "construction": tr("Construction land"),
            "unused": tr("Unused land"),
        },
        CHANGE_USES: {"non_agricultural": tr("Non-agricultural use"), "non_grain": tr("Non-grain use")},
        COVERS: {**preliminary_labels(tr), "approved": tr("Approved")},
        SITE_VERDICTS: site_verdict_labels(tr),
        SITE_CRITERIA: criterion_labels(tr),
        CHECKS: {
            "at_least": tr("At least the task"),
            "at_most": tr("At most the task"),
            "below": tr("Below the task"),
            "no": tr("Answered by no"),
        },
        CHECK_UNITS: {"mu": tr("mu"), "m2": tr("m²"), "percent": "%", "count": tr("count")},
    }
    return by_choices.get(column.choices, {})
