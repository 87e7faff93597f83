"""The survey's tables of codes (`resources/survey/codes.csv`)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache

from .paths import SURVEY

SURVEY2 = "SURVEY2_DLBM"
_CODES = SURVEY / "codes.csv"


@lru_cache(maxsize=2)
def code_tables(language: str) -> dict[str, dict[str, str]]:
    """Return the tables of codes: names in a language (`zh`, `en`) by table and code."""
    codes: dict[str, dict[str, str]] = {}
    with _CODES.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            codes.setdefault(row["table"], {})[row["code"]] = row[f"name_{language}"]
    return codes


def second_survey_classes(language: str) -> Mapping[str, str]:
    """Return the names of the second survey's classes by code, in a language (`zh`, `en`)."""
    return code_tables(language)[SURVEY2]
