import pytest

from farmland_redline.processing.analysis.vocabulary import Deferral, Level, Origin, ProblemSeverity, Severity, Tier
from farmland_redline.processing.bridge.i18n import report_language
from farmland_redline.processing.bridge.policy.reader import load_policy
from farmland_redline.processing.bridge.vocabulary import level_labels, problem_severity_labels

LEVELS = {"en": ["City", "County", "Township", "Village"], "zh": ["市级", "县（市、区）", "乡镇（街道）", "村"]}
SEVERITIES = {"en": ["Error", "Warning", "Note"], "zh": ["错误", "警告", "提示"]}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_word_has_its_label(language):
    tr = report_language(language)
    assert level_labels(tr) == dict(zip(Level.values(), LEVELS[language]))
    assert problem_severity_labels(tr) == dict(zip(ProblemSeverity.values(), SEVERITIES[language]))


def test_the_policy_names_the_words_of_results():
    terms = load_policy().terms
    assert set(terms["severities"]) == {str(severity) for severity in Severity}
    assert set(terms["origins"]) == set(Origin.values())
    assert set(terms["tiers"]) == set(Tier.values())
    assert set(terms["deferred"]) == set(Deferral.values())
