"""Policies edited value by value: what changes, what stays, and that the result is read as meant."""

from decimal import Decimal

import pytest
from conftest import parse_yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from farmland_redline.processing.bridge.located_yaml import PolicyError
from farmland_redline.processing.bridge.paths import DEFAULT_POLICY, RESOURCES
from farmland_redline.processing.bridge.policy.document import PolicyDocument
from farmland_redline.processing.bridge.policy.reader import load_policy
from farmland_redline.processing.bridge.policy.tables import FORMS

SHIPPED = PolicyDocument.read(DEFAULT_POLICY)
SAMPLE = PolicyDocument.read(RESOURCES / "sample" / "data" / "policy.yaml")  # every row on lines of its own
BLOCK = PolicyDocument(
    """\
# the office's own
units:  # of two
  # the city
  - code: "360200"
    name: 景德镇市   # its name
    level: city
    source: |
      附件2
      附件3

  # the county
  - {code: "360281", name: 乐平市, level: county, parent: "360200", # here
     gap_wan_mu: 6.3331, source: 附件3}  # the end
thresholds: []
options:
terms:
  kinds:
    - {id: house, name_zh: 房, name_en: house, source: x}
""",
    "block.yaml",
)


def row_of(document, table, identity):
    return next(i for i in range(document.row_count(table)) if document.identity(table, i)[0] == identity)


def policy_of(document):
    policy, mistakes = document.check()
    assert policy is not None, mistakes
    return policy


@pytest.mark.parametrize("document", [SHIPPED, SAMPLE], ids=["shipped", "sample"])
def test_a_target_changes_and_nothing_else(document):
    row = row_of(document, "units", "360281")
    changed = document.with_value("units", row, "pbf_target_wan_mu", "70.5")
    before, after = document.text.split("\n"), changed.text.split("\n")
    assert len(before) == len(after)
    (line,) = [i for i, (a, b) in enumerate(zip(before, after)) if a != b]
    assert "70.5" in after[line]
    unit = {u.code: u for u in policy_of(changed).units}["360281"]
    assert unit.pbf_target_wan_mu == Decimal("70.5")
    assert changed.with_value("units", row, "pbf_target_wan_mu", document.shown("units", row, "pbf_target_wan_mu")) == (
        document
    )


@pytest.mark.parametrize(
    ("typed", "unit", "expected"),
    [
        ("735215", "亩", "73.5215"),
        ("735,215 亩", "万亩", "73.5215"),
        ("80 公顷", "万亩", "0.12"),
        ("80ha", "亩", "0.12"),
        ("73.5215万亩", "亩", "73.5215"),
        ("２．５", "万亩", "2.5"),
        ("1000 m2", "万亩", "0.00015"),
    ],
)
def test_areas_in_the_unit_that_was_typed(typed, unit, expected):
    row = row_of(SHIPPED, "units", "360281")
    changed = SHIPPED.with_value("units", row, "holding_target_wan_mu", typed, unit)
    assert policy_of(changed).units[row].holding_target_wan_mu == Decimal(expected)
    assert Decimal(changed.shown("units", row, "holding_target_wan_mu", "亩")) == Decimal(expected) * 10000


@pytest.mark.parametrize("typed", ["7,5", "7.5 acres", "a lot", "1.2.3", "1,23,456"])
def test_what_is_no_area_is_told_at_its_cell(typed):
    """A comma that parts no thousands is none of a number: 7,5 is not 75."""
    changed = SHIPPED.with_value("units", 1, "gap_wan_mu", typed)
    policy, mistakes = changed.check()
    assert policy is None
    (mistake,) = mistakes
    assert (mistake.table, mistake.row, mistake.key) == ("units", 2, "gap_wan_mu")
    assert typed in mistake.said and "gap_wan_mu" in mistake.said and "line" not in mistake.said
    assert changed.shown("units", 1, "gap_wan_mu") == typed


def test_tasks_of_years():
    row = row_of(SHIPPED, "units", "360222")
    assert SHIPPED.years() == ("2023", "2024")
    changed = SHIPPED.with_value("units", row, "tasks_wan_mu: 2025", "2521 亩")
    assert policy_of(changed).units[row].tasks_wan_mu[2025] == Decimal("0.2521")
    assert changed.years() == ("2023", "2024", "2025")
    for year in ("2023", "2024", "2025"):
        changed = changed.with_value("units", row, f"tasks_wan_mu: {year}", "")
    assert policy_of(changed).units[row].tasks_wan_mu == {}
    again = changed.with_value("units", row, "tasks_wan_mu: 2026", "1")
    assert policy_of(again).units[row].tasks_wan_mu == {2026: 1}
    wrong = SHIPPED.with_value("units", row, "tasks_wan_mu: 2024", "viel").check()[1]
    assert [(m.table, m.row, m.key) for m in wrong] == [("units", row + 1, "tasks_wan_mu: 2024")]


def test_an_area_left_empty_is_not_given():
    row = row_of(SHIPPED, "units", "360203")
    changed = SHIPPED.with_value("units", row, "pbf_target_wan_mu", "")
    assert policy_of(changed).units[row].pbf_target_wan_mu is None
    assert changed.shown("units", row, "pbf_target_wan_mu") == ""


@pytest.mark.parametrize("document", [SHIPPED, SAMPLE], ids=["shipped", "sample"])
@pytest.mark.parametrize(
    ("table", "identity", "key", "typed", "field"),
    [
        ("conflicts", "house", "classes", "0702, 0701", ("classes", ("0702", "0701"))),
        ("conflicts", "house", "measures", "14、10、8", ("measures", (14, 10, 8))),
        ("conflicts", "house", "severity", "2", ("severity", 2)),
        ("conflicts", "house", "origin", "lost，changed", ("origins", ("lost", "changed"))),
        ("conflicts", "house", "major", "construction", ("major", ("construction",))),
        ("candidate_flags", "urban", "confirm", "yes", ("confirm", True)),
        ("deferrals", "growing", "deferred", "no", ("deferred", "no")),
        ("candidates", "mine", "tier", "other", ("tier", "other")),
        ("severity_caps", "legacy", "as_base", "是", ("as_base", True)),
        ("exclusions", "soil", "source", "举措29: 第二条, #1", ("source", "举措29: 第二条, #1")),
    ],
)
def test_values_of_every_kind(document, table, identity, key, typed, field):
    row = row_of(document, table, identity)
    rule = getattr(policy_of(document.with_value(table, row, key, typed)), table)[row]
    assert getattr(rule, field[0]) == field[1]


@pytest.mark.parametrize("typed", ['{TBXHDM: ["LJTM", "FQ"]}', "TBXHDM: [LJTM, FQ]", 'TBXHDM: ["LJTM", FQ]'])
def test_conditions(typed):
    for document in (SHIPPED, SAMPLE):
        row = row_of(document, "conflicts", "waste")
        changed = document.with_value("conflicts", row, "when", typed)
        ((condition,),) = policy_of(changed).conflicts[row].when
        assert (condition.column, condition.test, condition.values) == ("TBXHDM", "in", ("LJTM", "FQ"))
        wrong = document.with_value("conflicts", row, "when", "TBXHDM: {has: [A]}").check()[1]
        assert [(m.row, m.key) for m in wrong] == [(row + 1, "when: TBXHDM")]
        assert document.with_value("conflicts", row, "when", "{[").check()[1][0].key == "when"


def test_a_row_more_and_a_row_less():
    new = {
        "id": "own_m2",
        "value": "12,000",
        "unit": "m2",
        "name_zh": "自定",
        "name_en": "own",
        "source": "本市细则: 3",
    }
    for document in (SHIPPED, SAMPLE):
        count = document.row_count("thresholds")
        changed = document.with_row("thresholds", new)
        assert policy_of(changed).thresholds["own_m2"].value == 12000
        assert policy_of(changed).thresholds["own_m2"].source == "本市细则: 3"
        assert changed.without_row("thresholds", count) == document
        copied = document.with_copy("conflicts", 6)
        assert policy_of(copied).conflicts[7] == policy_of(document).conflicts[6]
        assert copied.without_row("conflicts", 7) == document
        shorter = document.without_row("conflicts", 6)
        assert policy_of(shorter).conflicts == tuple(r for i, r in enumerate(policy_of(document).conflicts) if i != 6)


def test_the_order_of_rows():
    for document in (SHIPPED, SAMPLE):
        rules = policy_of(document).conflicts
        moved = document.with_row_moved("conflicts", 6, down=True)
        assert policy_of(moved).conflicts == (*rules[:6], rules[7], rules[6], *rules[8:])
        assert moved.with_row_moved("conflicts", 7, down=False) == document
        assert document.with_row_moved("conflicts", 0, down=False) == document
        assert document.with_row_moved("conflicts", len(rules) - 1, down=True) == document


def test_a_comment_goes_along_with_the_row_below_it():
    first = SHIPPED.with_row_moved("conflicts", 0, down=True).text
    assert (
        first.index("kind: temporary, when") < first.index("# What an approval is for") < first.index("kind: approved")
    )


def test_the_comments_of_a_file_written_by_hand_stay():
    words = ("# the office's own", "# of two", "# the city", "# its name", "# the county", "# here", "# the end")
    changed = BLOCK.with_value("units", 0, "name", "新市").with_value("units", 0, "source", "附件: 9")
    changed = changed.with_value("units", 1, "gap_wan_mu", "7").with_value("units", 1, "name_en", "Leping")
    changed = changed.with_value("units", 0, "pbf_target_wan_mu", "1").with_value("units", 0, "name", "")
    changed = changed.with_value("units", 1, "gap_wan_mu", "").with_row_moved("units", 0, down=True)
    root = parse_yaml(changed.text)
    assert root["units"] == [
        {
            "code": "360281",
            "name": "乐平市",
            "level": "county",
            "parent": "360200",
            "gap_wan_mu": None,
            "source": "附件3",
            "name_en": "Leping",
        },
        {"code": "360200", "level": "city", "source": "附件: 9", "pbf_target_wan_mu": 1},
    ]
    assert [word for word in words if word not in changed.text] == ["# its name"]  # of the line that was taken out


def test_tables_without_rows():
    changed = BLOCK.with_row("thresholds", {"id": "a", "value": "1"}).with_row(
        "options", {"id": "b", "choices": "x, y"}
    )
    changed = changed.with_row("exclusions", {"reason": "steep"}).with_row("terms: flags", {"id": "c"})
    changed = changed.with_row("terms: kinds", {"id": "d"}).with_row("options", {"id": "e"})
    root = parse_yaml(changed.text)
    assert root["thresholds"] == [{"id": "a", "value": 1}]
    assert root["options"] == [{"id": "b", "choices": ["x", "y"]}, {"id": "e"}]
    assert root["exclusions"] == [{"reason": "steep"}]
    assert root["terms"]["flags"] == [{"id": "c"}]
    assert [row["id"] for row in root["terms"]["kinds"]] == ["house", "d"]
    emptied = changed.without_row("options", 1).without_row("options", 0)
    assert parse_yaml(emptied.text)["options"] is None and emptied.row_count("options") == 0


def test_line_ends_of_windows_stay():
    document = PolicyDocument(SHIPPED.text.replace("\n", "\r\n"), "w.yaml")
    changed = document.with_row("thresholds", {"id": "a"}).with_row_moved("units", 1, down=True)
    changed = changed.without_row("conflicts", 3).with_value("units", 1, "name_en", "")
    assert changed.text.count("\r\n") == changed.text.count("\n")


def test_files_whose_values_stand_for_others_are_refused(tmp_path):
    path = tmp_path / "alias.yaml"
    path.write_text("units:\n  - &a {code: '1'}\n  - *a\n", encoding="utf-8")
    with pytest.raises(PolicyError, match="line 3"):
        PolicyDocument.read(path)
    with pytest.raises(PolicyError, match="none"):
        PolicyDocument.read(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    "text", ["", "# nothing", "- a", "a: [", "a: " + "[" * 5000, "a: " + "[" * 30 + "]" * 30, "\0"]
)
def test_what_is_no_policy_is_told_as_a_run_tells_it(tmp_path, text):
    """However deep it is nested: the parser in C would end the process."""
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError) as told:
        load_policy(path)
    with pytest.raises(PolicyError) as found:
        PolicyDocument.read(path)
    assert found.value.mistakes == told.value.mistakes


PLACES = [
    (form.name, row, column.key)
    for form in FORMS.values()
    for row in range(SHIPPED.row_count(form.name))
    for column in form.columns
    if column.kind.value in ("text", "code", "day")
]


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([SHIPPED, SAMPLE]), st.sampled_from(PLACES), st.text(min_size=1, max_size=12))
def test_any_text_is_written_so_that_it_is_read_again(document, place, typed):
    table, row, key = place
    if row >= document.row_count(table):
        return
    changed = document.with_value(table, row, key, typed)
    if typed.strip() and typed.strip().isprintable():
        assert changed.value(table, row, key) == typed.strip()
    for other in FORMS.values():
        for i in range(document.row_count(other.name)):
            if (other.name, i) != (table, row):
                assert changed.values(other.name)[i] == document.values(other.name)[i]
    assert changed.with_value(table, row, key, "").with_value(table, row, key, "x").value(table, row, key) == "x"
