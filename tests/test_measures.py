"""The page of measures names what exists, and every algorithm that cites a measure."""

from __future__ import annotations

import ast
import csv
import re

import pytest
import yaml
from conftest import ROOT

MEASURES = {row["measure"]: row for row in yaml.safe_load((ROOT / "docs/measures.yaml").read_text("utf-8"))["measures"]}
ANSWERS = [(number, answer) for number, row in MEASURES.items() for answer in row.get("answers", ())]


@pytest.fixture(scope="module")
def algorithms(qgis) -> dict[str, object]:
    from qgis.core import QgsApplication

    provider = QgsApplication.processingRegistry().providerById("farmland_redline")
    return {algorithm.name(): algorithm for algorithm in provider.algorithms()}


def test_each_of_the_forty_measures_stands_once_in_both_languages():
    assert list(MEASURES) == list(range(1, 41))
    for number, row in MEASURES.items():
        texts = [row["asks"], *([row["limits"]] if "limits" in row else [])]
        assert all(text.keys() == {"en", "zh"} and all(text.values()) for text in texts), number


def test_every_algorithm_that_cites_a_measure_is_named(algorithms):
    from farmland_redline.processing.bridge.i18n import using_language
    from farmland_redline.scripts.documentation.measures import cited

    listed = {(number, answer["algorithm"]) for number, answer in ANSWERS}
    assert {name for _, name in listed} <= set(algorithms)
    missing = []
    for name in algorithms:
        with using_language("en"):
            made = algorithms[name].create()
            texts = [made.summary(), *(d.help() for d in made.parameterDefinitions())]
        missing += [(n, name) for n in sorted(cited("\n".join(texts))) if (n, name) not in listed]
    assert not missing, f"docs/measures.yaml lacks (measure, algorithm): {missing}"


def test_every_output_exists():
    columns = yaml.safe_load((ROOT / "docs/columns.yaml").read_text("utf-8"))
    for number, answer in ANSWERS:
        assert answer["outputs"], (number, answer["algorithm"])
        for output in answer["outputs"]:
            table, _, column = output.partition(".")
            if not output.startswith("file:"):
                assert table in columns and (not column or column in columns[table]["columns"]), (number, output)


def test_every_sample_case_is_planted():
    planted = set()
    for name in ("manifest.csv", "patches.csv", "projects.csv", "plan.csv"):
        with (ROOT / "resources/sample/data" / name).open(encoding="utf-8", newline="") as lines:
            planted |= {row["rule"] for row in csv.DictReader(lines)}
    for number, answer in ANSWERS:
        assert set(answer.get("cases", ())) <= planted, (number, set(answer["cases"]) - planted)


def test_every_test_exists():
    for number, answer in ANSWERS:
        assert answer["tests"], (number, answer["algorithm"])
        for test in answer["tests"]:
            path, function = test.split("::")
            tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
            assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, (number, test)


def test_the_page_is_reached_from_the_help_of_each_algorithm():
    for number, answer in ANSWERS:
        for language in ("en", "zh"):
            page = (ROOT / "docs" / language / "reference" / f"{answer['algorithm']}.md").read_text(encoding="utf-8")
            assert re.search(rf"\[{number}\]\(measures\.md#m{number}\)", page), (number, answer["algorithm"])
