"""An office's profile: what it changes, what it tells of its mistakes, and that it can be written and read again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.survey.field_matching import column_of, match_fields
from farmland_redline.processing.bridge.survey.letter_settings import LetterSettings
from farmland_redline.processing.bridge.survey.profile import (
    Profile,
    ProfileError,
    RoleNames,
    load_profile,
    with_profile,
)
from farmland_redline.processing.bridge.survey.profile_writer import Findings, profile_text
from farmland_redline.processing.bridge.survey.schema import load_survey

GOOD = """\
# 浮梁县自然资源和规划局
format: 1
parcels:
  DLBM: 新地类
  TBMJ: [面积, "图斑面积2"]
units:
  code: 单位代码
  name: [单位名称]
levels: {township: 9, village: 15}
zones: {id: 编号, code: [县代码]}
roles:
  forest:
    layers: 林业小班
  pbf:
    layers: [永农, "基农2024"]
    columns: {DLBM: 原地类, TBDLMJ: 基农净面积}
personal: [户编码, 备注人]
"""


@pytest.fixture(scope="module")
def survey():
    return load_survey()


@pytest.fixture
def load(tmp_path, survey):
    def load(text, encoding="utf-8"):
        path = tmp_path / "单位 配置.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return load_profile(path, survey)

    return load


def test_a_profile_is_read(load):
    assert load(GOOD) == Profile(
        fields={"DLBM": ("新地类",), "TBMJ": ("面积", "图斑面积2")},
        unit_code=("单位代码",),
        unit_name=("单位名称",),
        zone_id=("编号",),
        zone_code=("县代码",),
        levels={"village": 15},
        roles={
            "pbf": RoleNames(("永农", "基农2024"), {"DLBM": ("原地类",), "TBDLMJ": ("基农净面积",)}),
            "forest": RoleNames(("林业小班",)),
        },
        personal=("户编码", "备注人"),
    )


@pytest.mark.parametrize("text", ["format: 1\n", "parcels:\nroles:\n", "\ufeffformat: 1\nparcels:\n  # DLBM: x\n"])
def test_an_empty_profile_changes_nothing(load, survey, text):
    assert load(text) == Profile()
    changed = with_profile(survey, load(text))
    assert changed.roles == survey.roles and changed.kinds == survey.kinds and changed.fields == survey.fields


def test_the_office_s_names_come_first(load, survey):
    ours = with_profile(survey, load(GOOD))
    assert match_fields(["DLBM", "新地类", "TBMJ"], "x", {}, ours) == {
        "DLBM": ("新地类", "profile"),
        "TBMJ": ("TBMJ", "name"),
    }
    assert column_of(["XZQDM", "单位代码"], ours.unit_code) == "单位代码"
    assert column_of(["XZQMC"], ours.unit_name) == "XZQMC"
    assert ours.levels == {"county": 6, "township": 9, "village": 15}
    pbf = ours.roles["pbf"]
    assert pbf.carries["DLBM"][0] == "原地类" and "DLBM" in pbf.carries["DLBM"]
    assert pbf.shares[pbf.net][0] == "基农净面积" and "YJJBNTMJ" in pbf.shares[pbf.net]
    assert pbf.id_names[0] == "编号" and ours.roles["forest"].code_names[0] == "县代码"
    assert "户编码" in ours.personal and "LXDH" in ours.personal and "户编码" not in survey.personal


# Mistakes.


def mistakes(load, text):
    with pytest.raises(ProfileError) as caught:
        load(text)
    assert str(caught.value) == "\n".join(caught.value.mistakes)
    assert isinstance(caught.value, InputError)
    return caught.value.mistakes


@pytest.mark.parametrize(
    ("text", "line", "parts"),
    [
        ("format: 1\nparcel:\n  DLBM: x\n", 2, ["unknown key `parcel`", "parcels"]),
        ("format: 2\n", 1, ["`format` is 2", "format 1"]),
        ("format: 1\nparcels:\n  BSM: 编号\n  DLMB: x\n", 4, ["unknown key `DLMB`", "DLBM"]),
        ("units:\n  codes: x\n", 2, ["unknown key `codes`", "code, name"]),
        ("levels: {country: 6}\n", 1, ["unknown key `country`", "county"]),
        ("levels:\n  county: six\n", 2, ["`county` is six", "1", "19"]),
        ("levels:\n  county: 6\n  township: 6\n", 3, ["`township` is 6", "from 7"]),
        ("levels:\n  village: 25\n", 2, ["`village` is 25", "19"]),
        ("levels:\n  county: true\n", 2, ["`county` is true"]),
        ("record_unit: 亩\n", 1, ["`record_unit` is 亩", "m2, mu, ha"]),
        ("roles:\n  pdf:\n    layers: x\n", 2, ["unknown key `pdf`", "pbf_reserve"]),
        ("roles:\n  pbf:\n    layer: x\n", 3, ["unknown key `layer`", "layers, columns"]),
        ("roles:\n  forest:\n    columns: {A: b}\n", 3, ["unknown key `columns`", "layers"]),
        ("roles:\n  pbf:\n    columns:\n      DLMC: x\n", 4, ["unknown key `DLMC`", "DLBM, TBDLMJ"]),
        ("parcels: DLBM\n", 1, ["`parcels` is DLBM, not a table", "BSM"]),
        ("parcels: [a, b]\n", 1, ["`parcels`", "not a table"]),
        ("roles:\n  pbf: 永农\n", 2, ["`pbf` is 永农, not a table", "layers"]),
        ("parcels:\n  DLBM: 2024\n", 2, ["`DLBM` holds 2024", "quotes"]),
        ("parcels:\n  DLBM: [a, 2024-01-01]\n", 2, ["`DLBM` holds 2024-01-01", "quotes"]),
        ("parcels:\n  DLBM: yes\n", 2, ["`DLBM` holds true", "quotes"]),
        ("parcels:\n  DLBM: {a: b}\n", 2, ["`DLBM` holds", "quotes"]),
        ("parcels:\n  DLBM:\n", 2, ["`DLBM` is empty"]),
        ("parcels:\n  DLBM: []\n", 2, ["`DLBM` is empty"]),
        ('parcels:\n  DLBM: ""\n', 2, ["`DLBM` holds"]),
        ("parcels:\n  DLBM: a\n  BSM: b\n  DLBM: c\n", 4, ["`DLBM` stands twice"]),
        ("parcels:\n  DLBM: [a, A]\n", 2, ["names “A” twice"]),
        ("personal: [甲, 甲]\n", 1, ["names “甲” twice"]),
        ("personal: 7\n", 1, ["`personal` holds 7"]),
        ("roles:\n  pbf: {layers: 图层1}\n  forest: {layers: [x, 图层1]}\n", 3, ["“图层1”", "pbf"]),
        ("parcels:\n  BZ: LXDH\n", 2, ["“LXDH”", "personal"]),
        ("parcels:\n  BZ: 户编码\npersonal: [户编码]\n", 2, ["“户编码”", "personal"]),
        ("roles:\n  pbf:\n    columns:\n      DLBM: ZRRMC\n", 4, ["“ZRRMC”", "personal"]),
        ("units: {name: 责任人}\n", 1, ["“责任人”", "personal"]),
        ("zones: {id: 身份证号}\n", 1, ["“身份证号”", "personal"]),
        ("format: 1\nparcels: {DLBM: [x\nunits: y\n", 3, ["not YAML"]),
        ("parcels:\n\tDLBM: x\n", 2, ["not YAML"]),
        ("parcels: *nowhere\n", 1, ["not YAML"]),
    ],
)
def test_every_mistake_has_its_line(load, text, line, parts):
    found = mistakes(load, text)
    assert len(found) == 1
    assert re.match(rf"单位 配置\.yaml[,:] line {line}: ", found[0])
    assert all(part in found[0] for part in parts)


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        (b"", "empty"),
        (b"# only remarks\n", "`parcels:`"),
        (b"- a\n- b\n", "`parcels:`"),
        (b"just a sentence", "`parcels:`"),
        (GOOD.encode("gbk"), "GBK"),
        (GOOD.encode("utf-16"), "UTF-16"),
        (bytes(range(128, 256)) * 3, "not UTF-8"),
        (b"a: b\x00c", "not YAML"),
    ],
)
def test_files_that_are_no_profile(load, raw, part):
    (found,) = mistakes(load, raw)
    assert found.startswith("单位 配置.yaml: ") and part in found and "policy" not in found


def test_a_missing_file(tmp_path, survey):
    with pytest.raises(ProfileError, match=r"没有\.yaml.*path"):
        load_profile(tmp_path / "没有.yaml", survey)


def test_all_mistakes_come_at_once_in_order_of_lines(load):
    text = "parcels:\n  DLMB: x\n  BZ: LXDH\nroles:\n  pdf: {layers: x}\nlevels: {county: x}\nunknown: 1\n"
    found = mistakes(load, text)
    assert [int(re.search(r"line (\d+)", row)[1]) for row in found] == [2, 3, 5, 6, 7]


def test_a_message_repeats_no_long_value(load):
    (found,) = mistakes(load, f"parcels: {'长' * 5000}\n")
    assert len(found) < 400


# Writing.


def test_what_is_written_is_read_again(load, survey):
    for profile in (Profile(), load(GOOD)):
        assert load(profile_text(profile, Findings(), survey)) == profile


def test_names_that_yaml_would_misread(load, survey):
    names = ("2024", "yes", "a: b", "# x", "'q\"", "图层\n1", " x", "~", "[a]", "名\u2028称", "*a", "\\n", "😀")
    profile = Profile(personal=tuple(name.strip() for name in names))
    assert load(profile_text(profile, Findings(), survey)) == profile


def filled_in(text, answers):
    """The text as a user leaves it who takes every # away and writes the answers, in their order."""
    lines, left = [], list(answers)
    for line in text.splitlines():
        entry = line[1:] if re.match("#(?! )|#  ", line) else line
        if entry != line and '""' in entry:
            entry = entry.replace('""', f'"{left.pop(0)}"')
        if entry != line and "ROLE:" in entry:
            entry = entry.replace("ROLE:", f"{left.pop(0)}:")
        lines.append(entry)
    assert not left
    return "\n".join(lines)


def test_the_lines_to_fill_in_are_right_without_their_sign(load, survey):
    findings = Findings(
        parcels="图斑", missing=["GDPDJB", "BZ"], unused=["甲", "乙"],
        recognised=[("YJJBNTTB", "pbf", "name: YJJBNTTB")],
        unclear=[("图层5", "Layer “图层5” is not recognised.\nReally."), ("a: b", "x")],
        lacking=[("pbf", "DLBM", "永农"), ("pbf", "TBDLMJ", "永农"), ("slope", "PDJB", "坡")], units=["XZQ"],
    )  # fmt: skip
    profile = Profile(roles={"slope": RoleNames(("坡",))})
    text = profile_text(profile, findings, survey)
    assert load(text) == profile  # as long as nothing is filled in
    answers = ["坡度级", "备", "代码", "原地类", "净", "级", "forest", "crops", "人"]
    answers += ["某局", "某局（印）", "张三", "0798-1"]
    done = load(filled_in(text, answers))
    assert done.fields == {"GDPDJB": ("坡度级",), "BZ": ("备",)} and done.unit_code == ("代码",)
    assert done.roles == {
        "pbf": RoleNames((), {"DLBM": ("原地类",), "TBDLMJ": ("净",)}),
        "slope": RoleNames(("坡",), {"PDJB": ("级",)}),
        "forest": RoleNames(("图层5",)),
        "crops": RoleNames(("a: b",)),
    }
    assert done.personal == ("人",) and done.levels == {}
    assert done.letters == LetterSettings(
        letterhead="某局", number="〔{year}〕{number}号", first_number=1, sender="某局（印）",
        date=date(2025, 3, 1), reply_days=15, contact="张三", phone="0798-1",
    )  # fmt: skip
    for word in ("甲, 乙", "YJJBNTTB = pbf (permanent basic farmland), by its name: YJJBNTTB.", "“图斑”"):
        assert word in text


LETTERS = """\
letters:
  letterhead: 景德镇市自然资源和规划局
  number: "景自然资函〔{year}〕{number}号"
  first_number: 12
  sender: "景德镇市自然资源和规划局"
  date: 2025年3月1日
  reply_days: 15
  contact: 张三
  phone: "0798-8380000"
"""


def test_what_letters_bear_is_read_and_written_again(load, survey):
    profile = load(LETTERS)
    assert profile.letters == LetterSettings(
        "景德镇市自然资源和规划局", "景自然资函〔{year}〕{number}号", 12, "景德镇市自然资源和规划局",
        date(2025, 3, 1), 15, "张三", "0798-8380000",
    )  # fmt: skip
    assert load(profile_text(profile, Findings(), survey)) == profile
    assert load("letters:\n").letters == LetterSettings()
    # It is no name of a field or layer: the survey, which reaches provenance and outputs, does not know it.
    known = with_profile(survey, profile)
    assert replace(known, personal=survey.personal) == survey and known.personal.names == survey.personal.names


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            'number: "景函〔{jahr}〕{number}号"',
            "`number` is 景函〔{jahr}〕{number}号. Braces may hold year or number only",
        ),
        ('number: "景函{number:03}"', "`number` is 景函{number:03}. Braces may hold year or number only"),
        ('number: "景函{"', "`number` is 景函{. Braces may hold year or number only"),
        ("first_number: 0", "`first_number` is 0. Use a whole number from 1 to 99999."),
        ("reply_days: 半个月", "`reply_days` is 半个月. Use a whole number from 1 to 999."),
        ("date: 2025-03", "`date` is 2025-03, which is no day. Write it as 2025-03-01."),
        ('date: "2025-02-30"', "`date` is 2025-02-30, which is no day"),
        ("letter_head: x", "unknown key `letter_head`"),
    ],
)
def test_mistakes_in_the_settings_of_letters_are_told(load, line, words):
    with pytest.raises(ProfileError) as error:
        load(f"letters:\n  {line}\n")
    assert f"line 2: {words}" in str(error.value)


def test_a_message_does_not_quote_a_telephone_number(load):
    with pytest.raises(ProfileError) as error:
        load("letters:\n  phone: 13907980000\n  contact: [张三]\n")
    assert len(error.value.mistakes) == 2 and "in quotes" in str(error.value)
    assert "13907980000" not in str(error.value) and "张三" not in str(error.value)
