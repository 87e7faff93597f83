"""How values of columns are read, from `resources/survey/values.yaml`."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import yaml

from ..analysis.values.readers import Kind, ReadingRules, ValueKind
from ..analysis.values.remarks import Remarks
from .code_tables import code_tables, second_survey_classes
from .paths import CLASS_TABLE, SURVEY

_SURVEY2 = "survey2"


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    """Return the declarations; loaded once."""
    return dict(yaml.safe_load((SURVEY / "values.yaml").read_text(encoding="utf-8")))


def load_marks() -> dict[str, tuple[str, ...]]:
    """Return the words for yes and for no."""
    return {word: tuple(others) for word, others in _data()["marks"].items()}


@lru_cache(maxsize=1)
def load_reading() -> ReadingRules:
    """Return how values are read; loaded once."""
    data = _data()
    with CLASS_TABLE.open(encoding="utf-8-sig", newline="") as stream:
        names = {Kind.CLASS.value: {row["code"]: row["name_zh"] for row in csv.DictReader(stream)}}
    names[_SURVEY2] = dict(second_survey_classes("zh"))
    remarks = data["remarks"]
    return ReadingRules(
        {column: _kind(row, data["marks"], names) for column, row in data["columns"].items()},
        Remarks(
            tuple(remarks["denials"]),
            {word: tuple(longer) for word, longer in remarks["longer"].items()},
            tuple(remarks["questions"]),
            tuple(data["marks"]["yes"]),
            tuple(data["marks"]["no"]),
        ),
        {name: tuple(row["words"]) for name, row in data["word_lists"].items()},
    )


def _kind(
    row: Mapping[str, Any], marks: Mapping[str, list[str]], classes: Mapping[str, Mapping[str, str]]
) -> ValueKind:
    """Return the kind of values of a row; `classes` are names by code, of each table of classes."""
    word = row["kind"]
    if word in classes:
        other = _classes(classes[row["other"]]) if "other" in row else None
        return replace(_classes(classes[word]), other=other)
    words = {key: tuple(others) for key, others in row.get("words", {}).items()}
    if "lists" in row:
        tables = code_tables("zh")
        words = {code: (name,) for table in row["lists"] for code, name in tables[table].items()}
        return ValueKind(Kind(word), words=words, codes=frozenset(words))
    if word == Kind.MARK.value:
        words = {key: (*marks[key], *words.get(key, ())) for key in marks}
    return ValueKind(Kind(word), words=words, codes=frozenset(row.get("codes", ())), units=dict(row.get("units", {})))


def _classes(names: Mapping[str, str]) -> ValueKind:
    """Return the kind of land classes, of which there are names by code."""
    return ValueKind(Kind.CLASS, words={code: (name,) for code, name in names.items()}, codes=frozenset(names))
