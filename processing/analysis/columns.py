"""Columns of layers: names that none takes from another, and values as the survey keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

# Between texts that are looked at together; Python takes it for a blank, so that no text that is clean has it.
_MARK = "\x1c"
_UNCLEAN = re.compile(rf"{_MARK}\s|[^\S{_MARK}]{_MARK}")
# Kinds of fields, as resources/survey/fields.yaml calls them.
TEXT, REAL, INTEGER = "text", "real", "integer"


def distinct_names(columns: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """New names for columns that are taken or occur before, upper and lower case alike, as in most files.

    Args:
        columns: names in their order.
        taken: names that come first.

    Returns:
        old -> new name of those that need one: `KIND_2` beside `kind`.

    """
    known = {name.lower() for name in taken}
    renamed = {}
    for column in columns:
        name, number = column, 1
        while name.lower() in known:
            number += 1
            name = f"{column}_{number}"
        known.add(name.lower())
        if name != column:
            renamed[column] = name
    return renamed


def typed(values: pd.Series, kind: str) -> tuple[pd.Series, np.ndarray]:
    """Values as the standard keeps them, and which of them are text where a number is needed."""
    if kind == TEXT:
        return clean_text(values), np.zeros(len(values), bool)
    numbers = pd.to_numeric(values, errors="coerce")
    wrong = (numbers.isna() & values.notna()).to_numpy()
    if wrong.any():
        wrong &= values.astype(str).str.strip().to_numpy() != ""
    return numbers.astype(float), wrong


def clean_text(values: pd.Series) -> pd.Series:
    """Text without blanks around it; None for null and for empty text."""
    if _is_clean(values):
        return values.where(values.notna(), None)
    code, unique = pd.factorize(values, use_na_sentinel=True)
    clean = np.array([_text(u) for u in unique] + [None], dtype=object)
    return pd.Series(clean[code], index=values.index, dtype=object)


def _is_clean(values: pd.Series) -> bool:
    """Whether values are text without blanks around it, or null: most columns are."""
    texts = values.dropna().tolist()
    if values.dtype != object or not set(map(type, texts)) <= {str}:
        return False
    return not _UNCLEAN.search(_MARK + _MARK.join(texts) + _MARK) if texts else True


def _text(value: object) -> str | None:
    # Codes kept as numbers come as 360222.0.
    text = str(int(value)) if isinstance(value, (float, np.floating)) and float(value).is_integer() else str(value)
    return text.strip() or None
