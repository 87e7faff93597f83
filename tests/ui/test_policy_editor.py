"""The policy editor in the real desktop: typed, checked, imported, saved, and counting in the next run."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from desktop import ROOT, run_plugin, screen

SAMPLE = ROOT / "resources" / "sample" / "data"


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    folder = tmp_path_factory.mktemp("policy_editor")
    with (SAMPLE / "targets.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    # Another task of 2025 for 浮梁县, and no row of totals that would differ.
    rows = [[*row[:3], "33"] if row[0] == "浮梁县" else row for row in rows if row[0] not in ("合计", "乐平市")]
    sheet = folder / "2025 任务.csv"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    plan = {"folder": str(folder), "sheet": str(sheet)}
    with screen() as display:
        ended = run_plugin(display, Path(__file__).with_name("policy_session.py"), plan, folder / "run", "zh_CN")
    assert "error" not in ended.found, ended.found["error"]
    assert ended.status == 0, ended.log[-3000:]
    return ended.found


def test_it_opens_with_the_chosen_policy(session):
    assert session["opened"].endswith("policy.yaml")
    assert "各行政区目标" in session["tables"] and "占用冲突规则" in session["tables"]
    _, first, second = session["at first"]
    assert first.endswith("0") and not second.endswith("：0")  # the sample's targets are not the notice's
    headings = session["headings"]
    assert headings[-1] == "依据" and "耕地保护目标\n（万亩）" in headings and "2024年度恢复任务\n（万亩）" in headings


def test_what_is_wrong_is_said_while_it_is_typed(session):
    assert "viel" in session["as typed"] and session["kept while checked"] == "viel"
    assert session["after escape"] == [True, ""]


def test_areas_in_the_unit_that_is_typed(session):
    assert session["in 10,000 mu"] == "0.5" and session["in mu"] == "5000"


def test_closed_words_are_shown_by_their_names(session):
    assert session["level"] == ["县（市、区）", "county"]
    assert session["level pasted"] == [True, "县（市、区）"]


def test_lists_of_words_are_shown_and_taken_by_their_names(session):
    assert session["causes"] == ["园地、林地、草地、坑塘水库", "garden, forest, grass, pond"]
    assert session["causes pasted"] == "garden, forest, grass, pond"


def test_a_mistake_stands_at_its_cell(session):
    mistake = session["mistake"]
    assert mistake["tinted"] and "9" in mistake["cell"][0] and mistake["cell"][0] in mistake["tool tip"]
    assert len(mistake["list"]) >= 1 and mistake["cell"][0] in mistake["list"][0] and "house" in mistake["list"][0]
    assert mistake["table"] == "占用冲突规则 (1)" and mistake["line"] == mistake["cell"][0]
    table, _, key = session["led to"]
    assert (table, key) == ("conflicts", "severity")
    assert not any("severity" in text for text in session["undone"])


def test_rows_and_cells_of_a_spreadsheet(session):
    assert session["rows"] and session["pasted"] == ["9", "2"] and session["one step back"]


def test_differences_are_told_in_words(session):
    assert "占用冲突规则：house：严重程度由 3 改为 2。" in session["differences"]
    assert "各行政区目标：360281 乐平市：耕地保护目标（万亩）由 80.4127 改为 0.5。" in session["differences"]


def test_an_import_is_seen_before_it_counts(session):
    assert session["not yet"]
    changes, _ = session["preview"]
    assert "各行政区目标：360222 浮梁县：新增年度恢复任务 2025（万亩） 0.0033。" in changes
    assert session["taken over"] == "0.0033"


def test_what_is_saved_is_chosen(session):
    assert session["chosen"] == [True, False]
    kept, told = session["changed by another"]
    assert kept and "本市 政策.yaml" in told
    assert session["saved at last"] and session["closed"]


def test_what_was_not_saved_comes_back(session):
    """QGIS asks nobody when it ends, and a crash does not either."""
    same, modified, told = session["draft"]
    assert same and modified and "上次" in told
    assert session["without the draft"]


def test_a_change_counts_in_the_next_run(session):
    """Leping's target was 2,701 mu and is 5,000; houses were of severity 3 and are of 2, or capped at 1."""
    summary = session["summary"]
    assert summary["holding_target_mu"] == pytest.approx(5000)
    assert summary["holding_surplus_mu"] == pytest.approx(summary["holding_mu"] - 5000, abs=0.01)
    assert session["houses"] and max(session["houses"]) == 2


def test_the_window_answers_and_nothing_is_left(session):
    assert session["gaps"]["longest"] < 2, session["gaps"]["long"]
    assert session["left"] == []
