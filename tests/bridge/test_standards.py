"""What the checks measure by: complete, true to its own words, and told where it is wrong."""

from __future__ import annotations

import pytest
import yaml

from farmland_redline.processing.bridge.located_yaml import PolicyError
from farmland_redline.processing.bridge.paths import SURVEY
from farmland_redline.processing.bridge.policy.reader import load_classes
from farmland_redline.processing.bridge.survey.schema import load_survey
from farmland_redline.processing.bridge.survey.standards import ATTRIBUTE_RULES, load_attribute_rules, load_standards

STANDARDS = load_standards("zh")
TEXT = ATTRIBUTE_RULES.read_text(encoding="utf-8")


def test_every_field_of_the_survey_has_a_standard():
    assert [field.name for field in STANDARDS.fields] == list(load_survey().fields)
    required = {field.name for field in STANDARDS.fields if field.need == "required"}
    assert required == {name for name, field in load_survey().fields.items() if field.required}
    assert all(field.codes for field in STANDARDS.fields if field.name in ("QSXZ", "GDPDJB", "ZZSXDM", "CZCSXM"))


def test_drafts_are_not_in_force():
    for field in STANDARDS.fields:
        assert not set(field.outdated) & field.codes, field.name


def test_classes_of_the_second_survey_are_none_of_the_third():
    assert len(STANDARDS.survey2) > 30
    assert not [code for code in STANDARDS.survey2 if STANDARDS.classes.known(code)]


def test_the_rules_are_those_of_the_survey():
    rules = STANDARDS.rules.rules
    assert {rule.name for rule in rules} == {str(number) for number in range(1, 14)}
    for rule in rules:
        assert rule.source and rule.column in load_survey().fields, rule
        assert (rule.severity == "warning") == ("不一致" in rule.source or rule.problem == "wide_road"), rule


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('{rule: "1", classes: ["01*"]', '{rule: "1", classes: ["91*"]', ("91*", "no class")),
        ("must: {TBXHDM: empty}", "must: {TBXHDM: nothing}", ("`must: TBXHDM`", "nothing")),
        ("must: {TBXHDM: empty}", "must: {TBXHDM: empty, ZZSXDM: empty}", ("several columns",)),
        ("severity: warning, problem", "severity: fatal, problem", ("fatal", "error, warning, note")),
        ('"<=road_width or empty"', '"<=date or empty"', ("XZDWKD", "no date")),
        ('"<=road_width or empty"', '"<=width or empty"', ("XZDWKD", "width")),
        ("problem: wide_road", "problem: wide", ("wide_road",)),
        ("attribute_rules:", "attribute_rulez:", ("attribute_rules",)),
    ],
)
def test_mistakes_in_the_rules_are_told(tmp_path, before, after, words):
    path = tmp_path / "规则.yaml"
    assert before in TEXT
    path.write_text(TEXT.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(PolicyError) as error:
        load_attribute_rules(path, load_classes())
    assert all(word in str(error.value) for word in ("规则.yaml", *words)), str(error.value)


def test_thresholds_stand_where_the_file_has_them():
    limits = yaml.safe_load((SURVEY / "checks.yaml").read_text(encoding="utf-8"))["thresholds"]
    shapes = load_standards("en").shapes
    for name in ("narrow_index", "fragment_area", "spike_angle", "spike_length"):
        assert getattr(shapes, name) == limits[name], name
