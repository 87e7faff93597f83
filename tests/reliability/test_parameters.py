"""Policies, targets and values with mistakes, through the algorithms."""

from __future__ import annotations

import openpyxl
import pytest
from conftest import ROOT
from qgis.core import QgsProcessingContext, QgsProcessingParameterNumber

from farmland_redline.processing.bridge.io.sources import has_misread

from .conftest import parcels

LARGEST = 1e13  # m²: more than the land of China

POLICY = (ROOT / "resources" / "policy" / "jingdezhen-2024.yaml").read_text(encoding="utf-8")
# What to replace, by what, and what the message must speak of.
MISTAKES = {
    "word for a number": ("holding_target_wan_mu: ", "holding_target_wan_mu: 约", "holding_target_wan_mu"),
    "unknown key": ("name_en: ", "name_eng: ", "name_eng"),
    "unknown table": ("\nconflicts:\n", "\nconflict:\n", "conflict"),
    "unknown class": ('classes: ["0702"]', 'classes: ["0799"]', "0799"),
    "code without quotes": ('classes: ["0702"]', "classes: [0702]", "0702"),  # YAML reads it as octal
    "severity out of range": ('["0702"], severity: 3', '["0702"], severity: 7', "severity"),
    "unknown choice": ("tier: at_once", "tier: now", "now"),
    "missing source": ("source: 举措14（堆放固体废弃物）", "note: x", "source"),
    "repeated code": ('code: "360203"', 'code: "360202"', "360202"),
    "no such city": ('parent: "360200"', 'parent: "360100"', "360100"),
    "no day": ("reference_date: ", "reference_date: soon #", "reference_date"),
    "newer format": ("format: 1", "format: 9", "format"),
    "severity of an empty text": ("{origin: legacy,", '{origin: "",', "origin"),
}
NOT_YAML = {
    "empty": b"",
    "no table": b"- a\n- b\n",
    "bracket": b"policy: [",
    "tab": b"policy:\n\t- a",
    "python object": b"a: !!python/object/apply:os.system [ls]",
}


def batch(case, **given):
    case.refused("run_batch", **{**case.office.plain(), **given})


def policy(case, raw):
    path = case.office.data / "政策.yaml"
    path.write_bytes(raw)
    return str(path)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_policy_with_a_mistake(case, mistake):
    old, new, word = MISTAKES[mistake]
    assert old in POLICY
    batch(case, POLICY=policy(case, POLICY.replace(old, new, 1).encode()))
    assert word in case.office.log


@pytest.mark.parametrize("what", NOT_YAML)
def test_a_policy_that_is_none(case, what):
    batch(case, POLICY=policy(case, NOT_YAML[what]))


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_a_policy_in_another_encoding(case, encoding):
    batch(case, POLICY=policy(case, POLICY.encode(encoding)))


def test_a_policy_that_does_not_exist(case):
    batch(case, POLICY=str(case.office.data / "没有.yaml"))


def workbook(case, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = case.office.data / "目标.xlsx"
    book.save(path)
    return str(path)


HEAD = ["行政区名称", "耕地保有量（万亩）", "永久基本农田（万亩）"]


@pytest.mark.parametrize("value", ["约32", -5, "三十二", "7,5"])
def test_a_target_that_is_no_number(case, value):
    batch(case, TARGETS=workbook(case, HEAD, ["浮梁县", value, 27.8]))


def test_targets_of_an_unknown_unit(case):
    batch(case, TARGETS=workbook(case, HEAD, ["某某县", 32, 27.8]))


def test_targets_without_a_header(case):
    batch(case, TARGETS=workbook(case, ["浮梁县", 32, 27.8]))


def test_targets_without_a_column(case):
    batch(case, TARGETS=workbook(case, ["行政区名称", "面积"], ["浮梁县", 32]))


def test_targets_that_are_no_workbook(case):
    path = case.office.data / "目标.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    batch(case, TARGETS=str(path))


@pytest.mark.parametrize("value", ["31/12/2024", "2024-02-30", "明天"])
def test_a_date_that_is_none(case, value):
    batch(case, DATE=value)


@pytest.mark.parametrize(("name", "value"), [("TOLERANCE", "abc"), ("TOLERANCE", -1), ("TOLERANCE", 5000.0)])
def test_a_number_out_of_range(case, name, value):
    batch(case, **{name: value})


@pytest.mark.parametrize("name", ["SLIVER_AREA", "SLIVER_WIDTH", "DEVIATION"])
@pytest.mark.parametrize("value", ["一", -0.5])
def test_a_number_below_zero(case, name, value):
    batch(case, **{name: value})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e308, "nan", "  "])
def test_a_number_beyond_its_meaning(case, value):
    blocks = case.office.write(parcels(), "blocks")
    case.refused("plan_restoration", BLOCKS=blocks, COST_AT_ONCE=value, PLAN="TEMPORARY_OUTPUT")


def test_every_number_has_bounds(qgis):
    """Nothing beyond them is taken, by any algorithm."""
    context, found = QgsProcessingContext(), 0
    for made in qgis.processingRegistry().providerById("farmland_redline").algorithms():
        algorithm = made.create()
        for definition in algorithm.parameterDefinitions():
            if isinstance(definition, QgsProcessingParameterNumber):
                found += 1
                assert -LARGEST < definition.minimum() < definition.maximum() < LARGEST, definition.name()
                for value in (float("nan"), float("inf"), -float("inf"), 1e308, "nan", "1e308", "0,8", " "):
                    taken = definition.checkValueIsAcceptable(value, context)
                    misread = has_misread(algorithm, {definition.name(): value}, context)
                    assert misread or not taken, (definition.name(), value)
    assert found > 40


@pytest.mark.parametrize(("name", "value"), [("AREA_METHOD", "exact"), ("UNIT_SOURCE", "村"), ("LANGUAGE", "de")])
def test_a_choice_that_is_none(case, name, value):
    batch(case, **{name: value})


def test_no_parcels(case):
    """QGIS asks for them itself, in its own words."""
    case.refused("run_batch", PARCELS=None)


@pytest.mark.parametrize("text", ["DLBM", "DLBM=", "=x"])
def test_a_mapping_that_is_none(case, text):
    batch(case, FIELD_MAPPING=text)


def test_a_mapping_to_no_field(case):
    batch(case, FIELD_MAPPING="DLBM=地类")


def test_a_mapping_from_no_field(case):
    batch(case, FIELD_MAPPING="地类=DLBM")


def test_a_list_of_roles_that_is_none(case):
    batch(case, ZONE_ROLES="STBHHX")


def test_a_name_that_is_given_twice(case):
    case.refused(**case.office.plain(), FIELD_MAPPING="TBMJ=TBMJ; TBMJ=TBDLMJ")
