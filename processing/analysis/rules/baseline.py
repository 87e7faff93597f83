"""What the land under a finding was before: the class recorded at delimitation, else in last year's survey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..area.rounding import round_area
from ..vocabulary import Origin
from .evaluation import CLASS_COLUMN, RuleEvaluator, class_matches
from .policy import Policy

BASELINES = ("pbf", "previous")  # the PBF layer's own record, else last year's survey
NO_GROUP = ""


@dataclass(frozen=True)
class Baseline:
    """What pieces were before, against what they are now.

    Attributes:
        origin: an `Origin` each (n,).
        lost_m2: net cultivated land lost (m², n): 0 where the baseline was another class or the land still is
            cultivated, nan where it is not known.
        flags: masks (n,) by flag: `misdelimited`, `kind_changed`, `existing_before`, `no_baseline`.

    """

    origin: np.ndarray
    lost_m2: np.ndarray
    flags: Mapping[str, np.ndarray]


def judge_baseline(tests: RuleEvaluator, policy: Policy) -> Baseline:
    """Compare the class of pieces at the baseline with that of today.

    The class at delimitation decides: cultivated, the land was lost; of today's group of use, it is `legacy`; else it
    changed. Last year's survey is later than delimitation: where it alone is known, the same group is `unknown`.
    Source: measures 14 and 17; the groups are the policy's `use_groups`.

    >>> import pandas as pd
    >>> from .policy import SurveyClasses
    >>> pieces = pd.DataFrame({"DLBM": ["0201"] * 3, "pbf_DLBM": ["0101", "0301", None]})
    >>> policy = Policy("demo", class_groups={"cultivated": ("01*",)}, use_groups={"farm": ("02*", "03*")})
    >>> judge_baseline(RuleEvaluator(pieces, policy, SurveyClasses({})), policy).origin.tolist()
    ['lost', 'legacy', 'unknown']

    """
    now = tests.in_group("cultivated")
    by_pbf, by_previous = (_known(tests, f"{role}_{CLASS_COLUMN}") for role in BASELINES)
    by_previous &= ~by_pbf
    origin = np.full(len(tests), Origin.UNKNOWN.value, dtype=object)
    net = np.full(len(tests), np.nan)
    other, same_group = np.zeros(len(tests), dtype=bool), np.zeros(len(tests), dtype=bool)
    group_now = group_of(tests, policy, CLASS_COLUMN)
    for role, decides in zip(BASELINES, (by_pbf, by_previous)):
        column = f"{role}_{CLASS_COLUMN}"
        cultivated = decides & tests.in_group("cultivated", column)
        same = decides & ~cultivated & same_words(group_of(tests, policy, column), group_now)
        origin[cultivated] = Origin.LOST.value
        origin[decides & ~cultivated & ~same] = Origin.CHANGED.value
        net[cultivated] = tests.numbers(f"{role}_TBDLMJ")[cultivated]
        other |= decides & ~cultivated
        same_group |= same
    legacy, existing = same_group & by_pbf, same_group & by_previous
    origin[legacy] = Origin.LEGACY.value
    unknown = origin == Origin.UNKNOWN.value
    left = np.nan_to_num(tests.numbers("cultivated_m2"))
    lost = round_area(np.maximum(net - left, 0.0))
    lost[other & ~existing] = 0.0
    lost[(origin == Origin.LOST.value) & now] = 0.0  # what is still cultivated has lost nothing
    kinds = [kind_of_class(tests, policy, column) for column in (f"{BASELINES[0]}_{CLASS_COLUMN}", CLASS_COLUMN)]
    flags = {
        "misdelimited": other & by_pbf,
        "kind_changed": legacy & ~same_words(*kinds),
        "existing_before": existing,
        "no_baseline": unknown,
    }
    return Baseline(origin, lost, flags)


def group_of(tests: RuleEvaluator, policy: Policy, column: str) -> np.ndarray:
    """Return the group of use of each piece's class in a column (n,); "" where it belongs to none.

    >>> import pandas as pd
    >>> from .policy import SurveyClasses
    >>> pieces = pd.DataFrame({"DLBM": ["0702", "0101"]})
    >>> policy = Policy("demo", use_groups={"built": ("07*",)})
    >>> group_of(RuleEvaluator(pieces, policy, SurveyClasses({})), policy, "DLBM").tolist()
    ['built', '']

    """
    positions, codes = tests.values(column)
    groups = [
        next((group for group, patterns in policy.use_groups.items() if class_matches(code, patterns)), NO_GROUP)
        for code in codes
    ]
    return np.asarray(groups, dtype=object)[positions]


def kind_of_class(tests: RuleEvaluator, policy: Policy, column: str) -> np.ndarray:
    """Return the kind of conflict that a class alone makes, of each piece's class in a column (n,); "" for none.

    >>> from .policy import ConflictRule
    >>> import pandas as pd
    >>> from .policy import SurveyClasses
    >>> pieces = pd.DataFrame({"DLBM": ["0702", "0101"]})
    >>> policy = Policy("demo", conflicts=(ConflictRule("house", "", classes=("07*",)),))
    >>> kind_of_class(RuleEvaluator(pieces, policy, SurveyClasses({})), policy, "DLBM").tolist()
    ['house', '']

    """
    positions, codes = tests.values(column)
    rules = [rule for rule in policy.conflicts if rule.classes and not rule.when]
    kinds = []
    for code in codes:
        row = tests.classes.by_code.get(code or "")
        either = (code, row.base if row else "")
        kinds.append(next((r.name for r in rules if any(class_matches(c, r.classes) for c in either)), NO_GROUP))
    return np.asarray(kinds, dtype=object)[positions]


def same_words(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Say where two arrays of words (n,) hold the same word; "" is none.

    >>> same_words(np.array(["a", "", "b"], dtype=object), np.array(["a", "", "c"], dtype=object)).tolist()
    [True, False, False]

    """
    return np.asarray(one == other, dtype=bool) & np.asarray(one != NO_GROUP, dtype=bool)


def _known(tests: RuleEvaluator, column: str) -> np.ndarray:
    """Return the rows whose class in a column can be read."""
    return tests.present(column) & ~tests.unreadable(column)
