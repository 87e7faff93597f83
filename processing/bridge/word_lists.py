"""Words by which remarks are read, from `resources/survey/values.yaml`; QGIS loads this when it starts."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ..analysis.values.remarks import Remarks
from .paths import SURVEY
from .yaml_files import load_data


@lru_cache(maxsize=1)
def values_data() -> dict[str, Any]:
    """Return the content of the file; loaded once."""
    return load_data(SURVEY / "values.yaml")


def load_marks() -> dict[str, tuple[str, ...]]:
    """Return the words for yes and for no."""
    return {word: tuple(others) for word, others in values_data()["marks"].items()}


def load_remarks() -> Remarks:
    """Return how remarks are read."""
    remarks, marks = values_data()["remarks"], load_marks()
    return Remarks(
        tuple(remarks["denials"]),
        {word: tuple(longer) for word, longer in remarks["longer"].items()},
        tuple(remarks["questions"]),
        marks["yes"],
        marks["no"],
    )


def load_word_lists() -> dict[str, tuple[str, ...]]:
    """Return the lists of words by name."""
    return {name: tuple(row["words"]) for name, row in values_data()["word_lists"].items()}
