"""Reference page of the notice's measures: what answers each, from docs/measures.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import yaml

from .markdown import code, codes, plain, table, whole
from .site import ROOT

PAGE = "measures"
FILE = "file:"  # marks an output that is no table

WORDS = {
    "en": {
        "title": "Measures of the notice",
        "about": "Each of the 40 measures with the algorithms that answer it, their outputs, the planted cases of the "
        "sample city and the tests that hold it; or why no map can answer it.",
        "generated": "Made by `make docs` from docs/measures.yaml: edit it there.",
        "heads": ("Measure", "What it asks", "Algorithm: outputs", "Sample cases", "Tests", "What no map answers"),
        "nothing": "none",
        "says": ": ",
        "join": ", ",
        "of_algorithm": "Measures of the notice: ",
    },
    "zh": {
        "title": "工作举措对照",
        "about": "通知的 40 条工作举措，逐条列出回答它的算法、成果、示例市中的预设案例和测试；图上不能回答的说明原因。",
        "generated": "本页由 `make docs` 根据 docs/measures.yaml 生成，请勿直接修改。",
        "heads": ("举措", "要求", "算法：成果", "示例市案例", "测试", "图上不能回答的"),
        "nothing": "无",
        "says": "：",
        "join": "、",
        "of_algorithm": "对应举措：",
    },
}


def described() -> list[dict]:
    """Read docs/measures.yaml."""
    return yaml.safe_load((ROOT / "docs" / "measures.yaml").read_text(encoding="utf-8"))["measures"]


def cited(text: str) -> set[int]:
    """Return the measures that an English text cites: "measure 14", "measures 2, 14 and 31", "measures 4-6".

    >>> sorted(cited("by measures 17, 19 and 30, and measure 4; 40 parcels")), sorted(cited("(measures 24-27)"))
    ([4, 17, 19, 30], [24, 25, 26, 27])

    """
    found: set[int] = set()
    for numbers in re.findall(r"[Mm]easures? (\d+(?:(?:, and |, | and |-|–)\d+)*)", text):
        for first, last in re.findall(r"(\d+)(?:[-–](\d+))?", numbers):
            found |= set(range(int(first), int(last or first) + 1))
    return found


def line(algorithm: str, language: str) -> str:
    """Return the line by which an algorithm's page leads to its measures; empty where none names it."""
    words = WORDS[language]
    numbers = [row["measure"] for row in described() if algorithm in {a["algorithm"] for a in row.get("answers", ())}]
    links = (f"[{number}]({PAGE}.md#m{number})" for number in numbers)
    return words["of_algorithm"] + words["join"].join(links) if numbers else ""


def entry(language: str) -> tuple[str, str, str]:
    """Name, title and first words of the page."""
    return PAGE, WORDS[language]["title"], WORDS[language]["about"]


def page(language: str, titles: Mapping[str, str]) -> str:
    """Write the page.

    Args:
        language: of the page.
        titles: of the algorithms, by id.

    """
    words = WORDS[language]
    lines = [f"# {words['title']}", "", words["about"], ""]
    lines += table(words["heads"], _rows(words, titles, language))
    return whole(lines, words["generated"])


def _rows(words: Mapping, titles: Mapping[str, str], language: str) -> Iterator[tuple[str, ...]]:
    for row in described():
        answers = row.get("answers", ())
        made = (
            f"[{titles[answer['algorithm']]}]({answer['algorithm']}.md){words['says']}"
            + codes((output.removeprefix(FILE) for output in answer["outputs"]), words["join"])
            for answer in answers
        )
        cases = dict.fromkeys(case for answer in answers for case in answer.get("cases", ()))
        tests = dict.fromkeys(test for answer in answers for test in answer["tests"])
        yield (
            f'<span id="m{row["measure"]}">{row["measure"]}</span>',
            plain(row["asks"][language]),
            "<br>".join(made) or words["nothing"],
            words["join"].join(cases),
            "<br>".join(code(test.removeprefix("tests/")) for test in tests),
            plain(row.get("limits", {}).get(language, "")),
        )
