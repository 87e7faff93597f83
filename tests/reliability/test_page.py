"""The page of reliability and its tests: each row has its test, each test its row, each sentence its Chinese."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from .conftest import PAGE, rows

HERE = Path(__file__).parent


def tests() -> set[str]:
    """All tests of this folder but those of this file."""
    found = set()
    for path in sorted(HERE.glob("test_*.py")):
        if path.name == Path(__file__).name:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found.add(f"{path.name}::{node.name}")
    return found


def test_every_row_has_its_test_and_every_test_its_row():
    assert set(rows()) == tests()


def test_every_test_of_the_page_is_named_once():
    named = re.findall(r"`(\w+\.py::\w+)`", PAGE.read_text(encoding="utf-8"))
    assert len(named) == len(set(named)) == len(rows())


def test_rows_are_complete():
    for row in rows().values():
        assert row.wrong and row.happens.split()[0].rstrip(":,") in (
            "error",
            "repaired",
            "warning",
            "nothing",
            "works",
        ), row
        assert (row.en == "–") == (row.zh == "–"), row
        if row.happens.startswith(("error", "repaired", "warning")):
            assert row.en != "–", row
        if row.en != "–":
            assert re.search("[\u4e00-\u9fff]", row.zh) and not re.search("[a-z]{4,} [a-z]{4,}", row.zh), row
