import json

import numpy as np
import pandas as pd
import pytest

from farmland_redline.processing.analysis import vocabulary
from farmland_redline.processing.analysis.vocabulary import UNIT_LEVELS, Level, Severity, Word

WORDS = {
    "Use": ("non_agricultural", "agricultural", "to_verify", "note"),
    "Origin": ("lost", "legacy", "changed", "unknown"),
    "Tier": ("at_once", "with_works", "other"),
    "Deferral": ("yes", "no", "unknown"),
    "Potential": ("free", "to_confirm", "barred", "excluded"),
    "Level": ("city", "county", "township", "village"),
    "AreaMethod": ("national", "geodesic", "planar"),
    "UnitSource": ("code", "boundary"),
    "AreaUnit": ("m2", "mu", "ha"),
    "ProblemSeverity": ("error", "warning", "note"),
    "Verdict": ("confirmed", "rejected", "approved", "deferred", "illegal"),
    "Change": ("new", "gone", "changed"),
    "Listed": ("standing", "confirmed", "all"),
    "Direction": ("out", "in", "adjust", "boundary_in"),
    "CheckOutcome": ("taken", "agreed", "differs", "superseded", "unknown", "undecided"),
    "Measure": (
        *("track_changes", "assess_use", "review_reserves", "match_patches", "assess_warnings", "report_period"),
        *("verify_supplements", "set_ceiling", "keep_ledger", "compute_compensation"),
        *("bundle_candidates", "plan_restoration", "pair_swaps", "self_check"),
    ),
    "EarlierRole": ("last_year", "base"),
    "Restored": ("net", "inflow", "listed"),
    "CheckState": ("met", "missed", "no_data", "by_hand"),
    "SharedBy": ("issued", "fixed", "floor", "basis"),
    "SiteVerdict": ("forbidden", "conditional", "clear", "unchecked"),
    "Checked": ("applies", "unknown", "not_checked"),
    "SupplementTier": ("reserve", "adjoining", "same_village", "same_township", "same_county", "elsewhere"),
    "Kept": ("size", "adjoining"),
    "Side": ("up", "down"),
    "PlanReason": ("at_once", "cheapest", "needed", "not_needed", "barred", "to_confirm", "no_task"),
    "SupplementStatus": (
        *("kept", "fallow", "unplanted", "shrunk"),
        *("lost", "never", "not_cultivated", "no_data"),
    ),
    "ProjectVerdict": ("balanced", "not_balanced", "no_before", "not_built", "unknown"),
    "EntryKind": ("opening", "supply", "use", "freeze", "release", "legalise", "sell", "buy", "correct"),
    "CompensationItem": ("pbf", "other", "restored", "withheld"),
    "Preliminary": (
        *("covered", "partly", "temporary", "reclaim", "overdue"),
        *("facility", "no_change", "no_newer_survey", "not_cultivated", "unknown", "suspected"),
    ),
    "WarningLevel": ("none", "general", "key"),
    "PeriodKind": ("week", "month", "quarter", "half_year", "year"),
}


def test_values_are_those_of_the_contract():
    lists = {cls.__name__: cls.values() for cls in Word.__subclasses__()}
    assert lists == WORDS
    assert all(type(value) is str for values in lists.values() for value in values)
    assert [severity.value for severity in Severity] == [0, 1, 2, 3]
    assert (Severity.COUNTED, Severity.SEVERE) == (1, 3)
    assert UNIT_LEVELS == ("county", "township", "village")
    assert {type(level) for level in UNIT_LEVELS} == {str}


@pytest.mark.parametrize("name", WORDS)
def test_a_word_is_its_value(name):
    for word in getattr(vocabulary, name):
        value = word.value
        assert (str(word), f"{word}", f"{word:>9}") == (value, value, f"{value:>9}")
        assert type(str(word)) is type(f"{word}") is str
        assert word == value
        assert hash(word) == hash(value)
        assert {value: 1}[word] == 1
        assert json.dumps({word: word}) == json.dumps({value: value})


def test_a_severity_is_its_number():
    for severity in Severity:
        number = severity.value
        assert (str(severity), f"{severity}", f"{severity:02d}") == (str(number), str(number), f"{number:02d}")


def test_columns_compare_with_words():
    column = pd.Series(["county", None, "city"])
    assert (column == Level.COUNTY).tolist() == [True, False, False]
    assert column.isin([Level.CITY]).tolist() == [False, False, True]
    assert (np.array([0, 1, 3]) >= Severity.COUNTED).tolist() == [False, True, True]
