"""What `SECURITY.md` promises: each by tests that exist, in both languages."""

from __future__ import annotations

import ast
import re

from conftest import ROOT

TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def promises() -> list[list[str]]:
    """The rows of the table: the promise, its Chinese, the tests."""
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in TEXT.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows[1:]]


def test_every_promise_has_tests_that_exist():
    assert len(promises()) >= 10
    for promise, chinese, named in promises():
        tests = re.findall(r"`([\w/]+\.py)::(\w+)`", named)
        assert tests and re.search("[\u4e00-\u9fff]", chinese), promise
        assert re.sub(r"`[\w/]+\.py::\w+`", "", named).strip(", ") == "", named
        for file, name in tests:
            tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
            assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, f"{file}::{name}"


def test_both_languages_say_the_same_number_of_things():
    """Below each heading as many points in Chinese as in English."""
    for section in re.split("^## ", TEXT, flags=re.MULTILINE)[1:]:
        points = re.findall("^- (.*)", section, re.MULTILINE)
        chinese = [point for point in points if re.search("[\u4e00-\u9fff]", point)]
        assert len(chinese) * 2 == len(points), section[:60]
        assert re.search("[\u4e00-\u9fff]", section.splitlines()[0])


def test_where_to_report_is_there():
    assert re.search(r"^email=\S+@\S+$", (ROOT / "metadata.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert "SECURITY.md" in (ROOT / "README.md").read_text(encoding="utf-8")
