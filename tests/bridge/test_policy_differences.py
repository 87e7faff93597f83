"""What differs between two policies: values, rows and their order, and nothing that only looks different."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from farmland_redline.processing.bridge.i18n import report_language
from farmland_redline.processing.bridge.paths import DEFAULT_POLICY
from farmland_redline.processing.bridge.policy.differences import Change, difference_words, policy_differences
from farmland_redline.processing.bridge.policy.document import PolicyDocument
from farmland_redline.processing.bridge.policy.reader import ASKED_TABLES, LATER_GROUPS, LATER_TABLES
from farmland_redline.processing.bridge.policy.tables import TABLES, column_titles, table_titles

SHIPPED = PolicyDocument.read(DEFAULT_POLICY)


def changed(*edits):
    text = SHIPPED.text
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return PolicyDocument(text, "own.yaml")


def said(document, language="en"):
    return [difference_words(each, report_language(language)) for each in policy_differences(SHIPPED, document)]


def test_the_same_written_otherwise_is_no_difference():
    assert policy_differences(SHIPPED, SHIPPED) == []
    other = changed(
        ("129.45,", "129.4500,"),
        ('classes: ["0702"], severity: 3', 'severity: 3, classes: ["0702"]'),
        ("adjustments_wan_mu: null, ", ""),
        ('confirm: "yes"', "confirm: yes"),
        ("{2023: 0, 2024: 0}", "{2024: 0, 2023: 0.0}"),
        ("# CLASSES", "# classes"),
    )
    assert policy_differences(SHIPPED, other) == []


def test_what_a_run_adds_to_an_older_file_is_no_difference():
    """Such a file has neither the rules of changes between two surveys nor later thresholds."""
    older = SHIPPED
    for table in LATER_TABLES:
        start = older.text.index(f"\n{table}:\n") + 1
        end = older.text.index("\n\n", start)
        older = PolicyDocument(older.text[:start] + older.text[end + 2 :], "older.yaml")
    for table in ASKED_TABLES:
        while len(older.values(table)) > 1:
            older = older.without_row(table, 0)
    for name in LATER_GROUPS:
        older = older.without_row(
            "class_groups", next(i for i in range(99) if older.identity("class_groups", i) == (name,))
        )
    assert not any(older.has_table(table) for table in LATER_TABLES)
    assert older.check()[1] == [] and policy_differences(SHIPPED, older) == []
    assert len(policy_differences(SHIPPED, older.with_value("thresholds", 0, "value", "2"))) == 1
    for table in LATER_TABLES:  # as the editor does before it adds a row
        older = older.with_rows_of(SHIPPED, table)
    assert older.check()[0].change_causes == SHIPPED.check()[0].change_causes
    assert older.values("responsibilities") == SHIPPED.values("responsibilities")


def test_values_that_changed():
    document = changed(
        ("pbf_target_wan_mu: 73.5215", "pbf_target_wan_mu: 70"),
        ("{2023: 0.6333, 2024: 0.6333}", "{2024: 0.7, 2025: 0.8}"),
        ("value: 80, unit: mu", "value: 90, unit: mu"),
    )
    assert said(document) == [
        "Targets of units: 360281 乐平市: PBF target (10,000 mu) was 73.5215, and is 70.",
        "Targets of units: 360281 乐平市: Yearly tasks 2023 (10,000 mu) was taken out; it was 0.6333.",
        "Targets of units: 360281 乐平市: Yearly tasks 2024 (10,000 mu) was 0.6333, and is 0.7.",
        "Targets of units: 360281 乐平市: Yearly tasks 2025 (10,000 mu) is new: 0.8.",
        "Thresholds: veto_cultivated_mu: Chosen value was 80, and is 90.",
    ]


def test_rows_that_came_and_went():
    row = SHIPPED.row_count("exclusions")
    document = SHIPPED.with_row("exclusions", {"reason": "waste", "source": "x"}).without_row("exclusions", row - 1)
    document = document.without_row("units", 1).with_row("units", {"code": "360299", "name": "新区"})
    found = [(each.table, each.row, each.change) for each in policy_differences(SHIPPED, document)]
    assert found == [
        ("units", "360203 珠山区", Change.REMOVED),
        ("units", "360299 新区", Change.ADDED),
        # One row of the name went and another came: it changed.
        ("exclusions", "waste", Change.REMOVED),
        ("exclusions", "waste", Change.CHANGED),
    ]


def test_of_rows_of_one_name_the_like_ones_belong_together():
    """Three rows are named temporary or facility; without the first of them the others have not changed."""
    first = next(i for i in range(40) if SHIPPED.identity("conflicts", i) == ("facility",))
    found = policy_differences(SHIPPED, SHIPPED.without_row("conflicts", first))
    assert [(each.change, each.place) for each in found] == [(Change.REMOVED, first)]


def test_the_order_counts_where_the_first_decides():
    moved = SHIPPED.with_row_moved("conflicts", 6, down=True)
    (found,) = policy_differences(SHIPPED, moved)
    assert found.change is Change.MOVED and {found.before, found.after} == {"7", "8"}
    assert policy_differences(SHIPPED, SHIPPED.with_row_moved("thresholds", 3, down=True)) == []


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(9)))
def test_the_fewest_rows_have_moved(order):
    rows = [f"  - {{kind: k{i}, source: x}}" for i in range(9)]
    old = PolicyDocument("conflicts:\n" + "\n".join(rows), "a")
    new = PolicyDocument("conflicts:\n" + "\n".join(rows[i] for i in order), "b")
    found = policy_differences(old, new)
    assert all(each.change is Change.MOVED for each in found)
    # The longest rising run, by trying all.
    longest = max(
        bin(mask).count("1")
        for mask in range(1 << 9)
        if (kept := [o for i, o in enumerate(order) if mask >> i & 1]) == sorted(kept)
    )
    assert len(found) == 9 - longest


@pytest.mark.parametrize("language", ["en", "zh"])
def test_all_tables_and_columns_have_titles(language):
    tr = report_language(language)
    assert set(table_titles(tr)) == {form.name for form in TABLES}
    assert {column.key for form in TABLES for column in form.columns} == set(column_titles(tr))
