"""How values of columns are read, from `resources/survey/values.yaml`."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from ..analysis.values.kinds import Kind
from ..analysis.values.readers import ReadingRules, ValueKind
from .code_tables import code_tables, second_survey_classes
from .paths import CLASS_TABLE
from .word_lists import load_remarks, load_word_lists, values_data

_SURVEY2 = "survey2"


@lru_cache(maxsize=1)
def load_reading() -> ReadingRules:
    """Return how values are read; loaded once."""
    data = values_data()
    with CLASS_TABLE.open(encoding="utf-8-sig", newline="") as stream:
        names = {Kind.CLASS.value: {row["code"]: row["name_zh"] for row in csv.DictReader(stream)}}
    names[_SURVEY2] = dict(second_survey_classes("zh"))
    return ReadingRules(
        {column: _kind(row, data["marks"], names) for column, row in data["columns"].items()},
        load_remarks(),
        load_word_lists(),
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
