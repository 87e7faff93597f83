import pytest

from farmland_redline.processing.analysis.vocabulary import (
    Deferral,
    Level,
    Origin,
    Potential,
    ProblemSeverity,
    Severity,
    Tier,
    Use,
)
from farmland_redline.processing.bridge.i18n import report_language
from farmland_redline.processing.bridge.policy.reader import load_policy
from farmland_redline.processing.bridge.vocabulary import (
    level_labels,
    potential_labels,
    problem_severity_labels,
    use_labels,
)

LEVELS = {"en": ["City", "County", "Township", "Village"], "zh": ["市级", "县（市、区）", "乡镇（街道）", "村"]}
SEVERITIES = {"en": ["Error", "Warning", "Note"], "zh": ["错误", "警告", "提示"]}
USES = {
    "en": [
        "Non-agricultural use (controlled by measure 14)",
        "Agricultural use (controlled by measure 14)",
        "To verify",
        "For information",
    ],
    "zh": ["非农占用（举措14管控）", "农业占用（举措14管控）", "须核实", "提示"],
}
POTENTIALS = {
    "en": ["Free", "To be confirmed", "Barred for now", "Excluded"],
    "zh": ["可直接恢复", "待核实", "暂缓", "已排除"],
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_word_has_its_label(language):
    tr = report_language(language)
    assert level_labels(tr) == dict(zip(Level.values(), LEVELS[language]))
    assert problem_severity_labels(tr) == dict(zip(ProblemSeverity.values(), SEVERITIES[language]))
    assert use_labels(tr) == dict(zip(Use.values(), USES[language]))
    assert potential_labels(tr) == dict(zip(Potential.values(), POTENTIALS[language]))


def test_the_policy_names_the_words_of_results():
    terms = load_policy().terms
    assert set(terms["severities"]) == {str(severity) for severity in Severity}
    assert set(terms["origins"]) == set(Origin.values())
    assert set(terms["tiers"]) == set(Tier.values())
    assert set(terms["deferred"]) == set(Deferral.values())
