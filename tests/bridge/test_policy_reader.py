"""Policy files and target sheets: what they say, and how every mistake in them is told."""

import dataclasses
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from farmland_redline.processing.bridge.located_yaml import PolicyError
from farmland_redline.processing.bridge.paths import DEFAULT_POLICY
from farmland_redline.processing.bridge.policy.reader import (
    default_reference_date,
    load_classes,
    load_policy,
    policy_warnings,
)

TEXT = DEFAULT_POLICY.read_text(encoding="utf-8")
POLICY = load_policy()


def mistakes(tmp_path, *changes, text=TEXT, raw=None):
    """Load the default policy with some text replaced; give the mistakes it is refused for."""
    path = tmp_path / "mine.yaml"
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_bytes(text.encode("utf-8") if raw is None else raw)
    with pytest.raises(PolicyError) as caught:
        load_policy(path)
    assert all("mine.yaml" in mistake for mistake in caught.value.mistakes)
    return caught.value.mistakes


def line_of(text):
    return TEXT[: TEXT.index(text)].count("\n") + 1


def test_the_default_policy_is_the_notice():
    rows = {u.name: u for u in POLICY.units}
    expected = {  # annexes 2 and 3
        "景德镇市": ("360200", "120.2873", "106.5103", "129.45", "9.1627", "0.9163", "0.9163"),
        "珠山区": ("360203", "0.5707", "0.0822", "0.4211", "-0.1496", "0", "0"),
        "昌江区": ("360202", "7.3041", "5.0704", "7.7618", "0.4577", "0.0458", "0.0458"),
        "浮梁县": ("360222", "31.9999", "27.8362", "34.5213", "2.5214", "0.2521", "0.2521"),
        "乐平市": ("360281", "80.4127", "73.5215", "86.7458", "6.3331", "0.6333", "0.6333"),
    }
    assert set(rows) == set(expected)
    for name, (code, *figures) in expected.items():
        unit = rows[name]
        assert unit.code == code
        found = [unit.holding_target_wan_mu, unit.pbf_target_wan_mu, unit.survey2_target_wan_mu, unit.gap_wan_mu]
        assert [*found, unit.task(2023), unit.task(2024)] == [Decimal(f) for f in figures]
    counties = POLICY.counties("360200")
    assert sum(u.holding_target_wan_mu for u in counties) == Decimal("120.2874")
    assert sum(u.pbf_target_wan_mu for u in counties) == Decimal("106.5103")
    assert sum(u.survey2_target_wan_mu for u in counties) == Decimal("129.4500")
    assert sum(u.gap_wan_mu for u in counties) == Decimal("9.1626")
    assert sum(max(u.gap_wan_mu, 0) for u in counties) == Decimal("9.3122")
    assert sum(u.task(2023) for u in counties) == Decimal("0.9312")
    assert sum(u.task(2023) + u.task(2024) for u in counties) == Decimal("1.8624")


def test_the_date_alone_is_that_of_the_policy():
    assert default_reference_date() == load_policy().reference_date


def test_thresholds_of_the_notice():
    values = {name: threshold.value for name, threshold in POLICY.thresholds.items()}
    assert (values["warning_cultivated_mu"], values["warning_pbf_mu"]) == (10, 5)
    assert (values["key_warning_cultivated_mu"], values["key_warning_pbf_mu"]) == (20, 10)
    assert (values["veto_cultivated_mu"], values["veto_share_percent"]) == (80, 12)
    assert (values["sliver_width_m"], values["sliver_area_m2"], values["road_width_m"]) == (1, 10, 8)
    assert (values["survey2_min_area_m2"], values["survey2_min_width_m"]) == (400, 5)


def test_everything_has_names_and_a_source():
    for table in POLICY.terms.values():
        for term in table.values():
            assert term.name_zh, term
            assert term.name_en, term
            assert term.source, term
    tables = (
        "conflicts",
        "candidates",
        "exclusions",
        "candidate_flags",
        "conflict_flags",
        "deferrals",
        "severity_caps",
    )
    for table in tables:
        assert all(rule.source for rule in getattr(POLICY, table)), table
    assert POLICY.term("kinds", "house").name_zh == "农村建房"
    assert POLICY.term("kinds", "unheard-of").name_en == "unheard-of"


def test_the_class_table():
    classes = load_classes()
    assert classes.codes("cultivated") == ("0101", "0102", "0103")
    assert classes.codes("ridge") == ("1203",)
    assert set(classes.codes("adjustable")) == {c for c in classes.by_code if c.endswith("K")}
    assert classes.by_code["1104K"].base == "1104"
    assert classes.known("09")
    assert not classes.known("02")
    assert POLICY.class_groups["restorable"] == tuple(c for c, row in classes.by_code.items() if row.restorable)


def test_the_warnings_tell_where_the_city_row_is_no_sum():
    found = "\n".join(policy_warnings(POLICY))
    assert len(policy_warnings(POLICY)) == 5
    for figure in ("120.2874", "9.1626", "9.3122", "0.9312"):
        assert figure in found
    odd = dataclasses.replace(POLICY.units[4], gap_wan_mu=Decimal(6))
    assert any("6.3331" in w for w in policy_warnings(dataclasses.replace(POLICY, units=(*POLICY.units[:4], odd))))


HOUSE = '{kind: house, classes: ["0702"], severity: 3, measures: [14, 10]'
WASTE = '{kind: waste, when: {TBXHDM: ["LJTM"]}, severity: 3, measures: [14]'


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        (
            HOUSE,
            HOUSE.replace("severity", "sevrity"),
            ["conflicts", "row 7 (house)", "`sevrity`", "`severity` is missing"],
        ),
        (HOUSE, HOUSE.replace("severity: 3", "severity: 4"), ["`severity` is 4", "from 0 to 3"]),
        (HOUSE, HOUSE.replace("severity: 3", "severity: high"), ["`severity` is high"]),
        (HOUSE, HOUSE.replace("severity: 3", "severity: true"), ["`severity` is true"]),
        (HOUSE, HOUSE.replace('"0702"', '"0799"'), ["0799", "fits no class"]),
        (HOUSE, HOUSE.replace('"0702"', "0102"), ["0102", "quotes"]),  # YAML reads 0102 as 66
        (HOUSE, HOUSE.replace('["0702"]', '"0702"'), ["not a list"]),
        (HOUSE, HOUSE.replace('"0702"', '"07-02"'), ["07-02", "no class pattern"]),
        (HOUSE, HOUSE.replace('"0702"', '"@houses"'), ["unknown class group", "@houses"]),
        (HOUSE, HOUSE + ', when: {PZLX: {lacks: ["@plots"]}}', ["unknown word list", "@plots", "when: PZLX"]),
        (HOUSE, HOUSE.replace("kind: house", "kind: hut"), ["hut", "has no names", "kinds"]),
        (HOUSE, HOUSE.replace("[14, 10]", "14"), ["`measures` is 14"]),
        (HOUSE, HOUSE.replace("[14, 10]", "[fourteen]"), ["`measures`"]),
        (HOUSE, HOUSE.replace("[14, 10]", "[14, 0]"), ["`measures` is [14, 0]"]),
        (HOUSE, HOUSE.replace("[14, 10]", "[true]"), ["`measures` is [True]"]),
        (HOUSE, HOUSE + ", severity: 2", ["`severity` stands twice"]),
        (HOUSE, HOUSE + ", origin: [found]", ["found", "lost, legacy, changed, unknown"]),
        (HOUSE, HOUSE + ", major: [rural]", ["rural", "agricultural"]),
        (WASTE, WASTE.replace('["LJTM"]', "LJTM"), ["when: TBXHDM", "LJTM", "present"]),
        (WASTE, WASTE.replace('["LJTM"]', '">wide"'), ["wide", "threshold"]),
        (WASTE, WASTE.replace('["LJTM"]', "{has: [A]}"), ["when: TBXHDM"]),
        (WASTE, WASTE.replace('["LJTM"]', "[5]"), ["5", "quotes"]),
        (WASTE, WASTE.replace("TBXHDM:", '"TB XHDM":'), ["TB XHDM"]),
        (WASTE, WASTE.replace('{TBXHDM: ["LJTM"]}', "LJTM"), ["`when` is LJTM"]),
        (WASTE, WASTE.replace('{TBXHDM: ["LJTM"]}', "null"), ["`when` is empty"]),
        ("source: 举措14（堆放固体废弃物）", "note: x", ["`source` is missing", "`note`"]),
        ("source: 举措14（堆放固体废弃物）", "source:", ["`source` is empty"]),
        ("tier: at_once", "tier: now", ["now", "at_once, with_works, other"]),
        ("source_id: mine", "source_id: quarry", ["quarry", "sources"]),
        ("reason: soil", "reason: dirt", ["dirt", "reasons"]),
        ("deferred: unknown", "deferred: perhaps", ["perhaps", "yes, no, unknown"]),
        ("coefficient: 0.0680", "coefficient: 6.8", ["6.8", "below 1"]),
        ("coefficient: 0.0680", "coefficient: 0.06801", ["0.06801", "four decimals"]),
        ('grade: "3", terrace: TT', 'grade: "2", terrace: TT', ["2 TT", "stands in row 3", "grade 3 and terrace TT"]),
        ('slope_grade, value: "2"', 'slope_grade, value: "7"', ["slope_grade is 7"]),
        ("value: 80,", "value: eighty,", ["eighty", "not a number"]),
        ("value: 80,", "value: -80,", ["-80", "not be below 0"]),
        ("value: 80,", "value: .inf,", ["not a number"]),
        # Notations that YAML takes for 15, 90, 31 and 1000.
        *(
            ("holding_target_wan_mu: 0.5707", f"holding_target_wan_mu: {odd}", [f"is {odd}, not a number"])
            for odd in ("017", "1:30", "0x1F", "1_000", "1:30.5", "0_5.2")
        ),
        (HOUSE, HOUSE.replace("severity: 3", "severity: 0b1"), ["`severity` is 0b1"]),
        ("id: veto_share_percent", "id: veto_cultivated_mu", ["veto_cultivated_mu", "already"]),
        ("value: any,", "value: some,", ["some", "any, all"]),
        ("holding_target_wan_mu: 0.5707", "holding_target_wan_mu: -0.5707", ["units, row 2 (360203)", "-0.5707"]),
        ("holding_target_wan_mu: 0.5707", 'holding_target_wan_mu: "0.57万亩"', ["0.57万亩", "not a number"]),
        ("holding_target_wan_mu: 0.5707", 'holding_target_wan_mu: "0.5707"', ["0.5707", "quotes"]),
        ("{2023: 0, 2024: 0}", "{23: 0, 2024: 0}", ["year 23"]),
        ("{2023: 0, 2024: 0}", "{2023: 0, 2024: none}", ["tasks_wan_mu: 2024", "none"]),
        ("{2023: 0, 2024: 0}", "0", ["`tasks_wan_mu` is 0"]),
        ('code: "360203"', 'code: "360202"', ["360202", "already"]),
        ('code: "360203"', "code: 360203", ["six digits in quotes"]),
        ('name_en: Zhushan, level: county, parent: "360200"', "level: county", ["row 2", "needs `parent`", "360200"]),
        (
            'name_en: Zhushan, level: county, parent: "360200"',
            'level: county, parent: "360100"',
            ["360100", "no city row"],
        ),
        ("level: city", "level: province", ["province", "city, county"]),
        ('reference_date: "2024-12-31"', "reference_date: soon", ["soon", "2024-12-31"]),
        ("year: 2024", "year: MMXXIV", ["MMXXIV"]),
        ("format: 1", "format: 9", ["format is 9"]),
        ("conflicts:\n", "conflict:\n", ["unknown table conflict", "table conflicts: missing"]),
        ("\nexclusions:\n", "\nexclusions: none\nlist:\n", ["table exclusions: not a list"]),
        (
            "    - {id: waste, name_zh: 堆放固体废弃物",
            "    - {id: wast, name_zh: 堆放固体废弃物",
            ["waste", "has no names"],
        ),
        ("- {id: adjustable, classes", "- {id: adjust, classes", ["group adjustable is missing"]),
        ('code: "0404", major: unused', 'code: "0499", major: unused', ["0499"]),
        ("optional_columns: [ZWZT, BZ]", "optional_columns: ZWZT", ["optional_columns"]),
    ],
)
def test_every_mistake_says_where_it_is_and_what_to_do(tmp_path, old, new, parts):
    found = "\n".join(mistakes(tmp_path, (old, new)))
    for part in parts:
        assert part in found, found


def test_mistakes_name_file_table_row_and_line(tmp_path):
    (found,) = mistakes(tmp_path, (HOUSE, HOUSE.replace("severity: 3", "severity: 4")))
    assert found.startswith(f"mine.yaml, table conflicts, row 7 (house), line {line_of('{kind: house')}: ")


def test_all_mistakes_come_at_once(tmp_path):
    found = mistakes(
        tmp_path,
        (HOUSE, HOUSE.replace("severity: 3", "severity: 4")),
        ("coefficient: 0.0680", "coefficient: 2"),
        ("holding_target_wan_mu: 0.5707", "holding_target_wan_mu: lots"),
    )
    assert len(found) == 3


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        (b"", "empty"),
        (b"\n  \n", "empty"),
        (b"# only a comment\n", "no tables"),
        (b"- a\n- b\n", "no tables"),
        ("policy: {title: 景德镇}".encode("gbk"), "GBK"),
        ("policy: x".encode("utf-16"), "UTF-16"),
        (bytes(range(128, 256)) * 3, "not UTF-8"),
        (b"policy: {id: x\nunits: [", "line 2"),
        (b"policy:\n\t- tab", "line 2"),
        (b"a: &a [*a]", "not YAML"),
        (b"a: *nowhere", "line 1"),
        (b"a: !!python/object/apply:os.system [ls]", "table"),
        (b"a: b\x00c", "not YAML"),
        (b"? [1, 2]\n: x", "line 1"),
        (b"a: 2024-99-99", "not YAML"),
    ],
)
def test_files_that_are_no_policy(tmp_path, raw, part):
    assert part in "\n".join(mistakes(tmp_path, raw=raw))


def test_a_missing_file_is_a_policy_error(tmp_path):
    with pytest.raises(PolicyError, match=r"nowhere\.yaml"):
        load_policy(tmp_path / "nowhere.yaml")


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert load_policy(path).units == POLICY.units


LINES = TEXT.split("\n")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(LINES) - 1), st.sampled_from(["drop", "cut", "double", "quote", "digits"]))
def test_any_broken_line_is_a_policy_error_or_a_policy(tmp_path_factory, number, how):
    line = LINES[number]
    broken = {
        "drop": [],
        "cut": [line[: len(line) // 2]],
        "double": [line, line],
        "quote": [line.replace('"', "")],
        "digits": [line.translate(str.maketrans("012", "xyz"))],
    }[how]
    path = tmp_path_factory.mktemp("policy") / "broken.yaml"
    path.write_text("\n".join([*LINES[:number], *broken, *LINES[number + 1 :]]), encoding="utf-8")
    try:
        load_policy(path)
    except PolicyError as error:
        assert error.mistakes
        assert all("broken.yaml" in m for m in error.mistakes)


def test_a_word_list_stands_for_its_words(tmp_path):
    """The words of the list by hand: house plots, facility registration, temporary permits (M10, M15)."""
    (approved,) = [rule for rule in POLICY.conflicts if rule.name == "approved"]
    (kinds,) = [c.values for group in approved.when for c in group if c.column == "approvals_PZLX"]
    assert {"宅基地", "设施农用地", "临时用地"} <= set(kinds) and not any(word.startswith("@") for word in kinds)


@pytest.mark.parametrize(
    ("old", "new", "table", "field", "expected"),
    [
        ("{origin: legacy, cap: 1", "{origin: legacy, cap:", "severity_caps", "cap", 3),
        ("{origin: legacy, cap: 1", "{origin: legacy, floor: , cap: 1", "severity_caps", "floor", 0),
        ('{classes: ["*K"], cap: 1', '{classes: ["*K"], origin: , cap: 1', "severity_caps", "origin", ""),
        ("{flag: urban,", "{flag: urban, confirm: ,", "candidate_flags", "confirm", False),
    ],
)
def test_a_key_without_a_value_is_as_if_it_were_not_there(tmp_path, old, new, table, field, expected):
    """Not the first of its choices, or the least of its numbers: a cap left empty capped everything at 0."""
    path = tmp_path / "own.yaml"
    assert old in TEXT
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    row = getattr(load_policy(path), table)[1 if "*K" in new else 0]
    assert getattr(row, field) == expected
