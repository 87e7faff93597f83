"""Headings and words of the tables of measures, by the table's name in the results; in the caller's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..bridge.choices import choice_labels
from ..bridge.vocabulary import shared_by_labels
from .balance_labels import BALANCE_COLUMNS, BALANCE_WORDS
from .block_labels import BLOCK_COLUMNS, BLOCK_WORDS
from .labels import Translate
from .names import Names

ALLOCATION = "allocation"

Words = Mapping[str, Mapping[str, str]]


def measure_columns(table: str, tr: Translate) -> dict[str, str]:
    """Return the headings of a measure's table that other tables have not; none of other tables."""
    make = _COLUMNS.get(table)
    return make(tr) if make else {}


def measure_words(table: str, tr: Translate, names: Names) -> dict[str, Mapping[str, str]]:
    """Return the labels of values of a measure's table, by column; none of other tables."""
    make = _WORDS.get(table)
    return dict(make(tr, names)) if make else {}


def _allocation_columns(tr: Translate) -> dict[str, str]:
    return {
        "parent": tr("Code of the unit above"),
        "item": tr("Target"),
        "basis": tr("Divided by"),
        "basis_value": tr("Basis of the unit"),
        "quota_mu": tr("Share by the basis alone"),
        "target_mu": tr("Target of the unit"),
        "shared_by": tr("Decided by"),
        "children_mu": tr("Sum of the units below"),
        "closure_mu": tr("Closure"),
    }


def _allocation_words(tr: Translate, names: Names) -> Words:
    labels = choice_labels(tr)
    return {"item": labels["ITEMS"], "basis": labels["BASIS"], "shared_by": shared_by_labels(tr)}


_COLUMNS: Mapping[str, Callable[[Translate], dict[str, str]]] = {
    ALLOCATION: _allocation_columns,
    **BALANCE_COLUMNS,
    **BLOCK_COLUMNS,
}
_WORDS: Mapping[str, Callable[[Translate, Names], Words]] = {
    ALLOCATION: _allocation_words,
    **BALANCE_WORDS,
    **BLOCK_WORDS,
}
