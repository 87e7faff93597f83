"""Texts that spreadsheets would take for formulas."""

from __future__ import annotations

import pytest

from farmland_redline.processing.bridge.io.spreadsheet_text import escape_formula, one_line, restore_formula

FORMULAS = ["=1", "+1", "-1", "@A1", "＝1", "＋1", "－1", "＠A1", "\t1", "\n1", "\r1", " =1", "\u3000＝1"]
PLAIN = ["", "1", "甲=1", "'=1", "’", " 1", "–"]


@pytest.mark.parametrize("text", [*FORMULAS, *PLAIN])
def test_there_and_back(text):
    escaped = escape_formula(text)
    assert (escaped == f"'{text}") is (text in FORMULAS)
    assert text.startswith("'") or restore_formula(escaped) == text


def test_one_line():
    assert one_line("甲\r\n乙\u2028丙\x85") == "甲 乙 丙 "
