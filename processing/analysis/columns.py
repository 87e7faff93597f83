"""Columns of layers: distinct names, and values typed as the survey keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

_NUMBERED = re.compile(r"(.+)_[0-9]+", re.DOTALL)  # as `distinct_names` makes them
# Kinds of fields, as resources/survey/fields.yaml names them.
TEXT, REAL, INTEGER = "text", "real", "integer"


def distinct_names(columns: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """Return new names for columns whose name is taken or occurs before; case does not count, as in most files.

    Args:
        columns: names in their order.
        taken: names that come first.

    Returns:
        old -> new name of those that need one.

    >>> distinct_names(["KIND", "area"], taken=["kind", "geometry"])
    {'KIND': 'KIND_2'}

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


def given_columns(columns: Iterable[str], given: Iterable[str]) -> list[str]:
    """Return the columns of a result that come from columns of an input, renamed by `distinct_names` or not.

    Args:
        columns: of the result.
        given: of the input.

    >>> given_columns(["piece_id", "kind", "KIND_2", "owner", "BSM"], ["KIND", "owner"])
    ['KIND_2', 'owner']
    >>> given_columns(["kind", "kind_2"], ["kind"])
    ['kind_2']

    """
    given = set(given)
    numbered = {match[1] for name in columns if (match := _NUMBERED.fullmatch(name)) and name not in given}
    return [
        name
        for name in columns
        if (name in given and name not in numbered)
        or (name not in given and (match := _NUMBERED.fullmatch(name)) and match[1] in given)
    ]


def typed(values: pd.Series, kind: str) -> tuple[pd.Series, np.ndarray]:
    """Return values as a kind of field keeps them, and a mask of those that are text where a number is needed.

    Args:
        values: of any type.
        kind: `TEXT`, `REAL` or `INTEGER`; numbers become float64, null where there is none.

    >>> numbers, wrong = typed(pd.Series(["1.5", "about 2", None]), REAL)
    >>> numbers.tolist(), wrong.tolist()
    ([1.5, nan, nan], [False, True, False])

    """
    if kind == TEXT:
        return clean_text(values), np.zeros(len(values), bool)
    numbers = pd.to_numeric(values, errors="coerce")
    wrong = (numbers.isna() & values.notna()).to_numpy()
    if wrong.any():
        wrong = wrong & (values.astype(str).str.strip().to_numpy() != "")
    return numbers.astype(float), wrong


def to_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame by column; null as None in columns of text, which hold nan there in pandas 3.

    >>> to_records(pd.DataFrame({"name": ["a", None], "area_m2": [1.0, None]}))
    [{'name': 'a', 'area_m2': 1.0}, {'name': None, 'area_m2': nan}]

    """
    plain = frame.copy(deep=False)
    for name, kind in frame.dtypes.items():
        if pd.api.types.is_string_dtype(kind):  # objects too
            plain[name] = frame[name].astype(object).where(frame[name].notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def clean_text(values: pd.Series) -> pd.Series:
    """Return values as text without surrounding blanks; None for null and for empty text.

    >>> clean_text(pd.Series([" 0101", 360222.0, " ", None], dtype=object)).tolist()
    ['0101', '360222', None, None]

    """
    # As an array, since pandas looks for numbers among the objects of a column.
    given = values.to_numpy() if values.dtype == object else values
    code, unique = pd.factorize(given, use_na_sentinel=True)
    # Equal texts become one object: a reader makes one of every cell.
    clean = np.array([_text(u) for u in unique] + [None], dtype=object)
    return pd.Series(clean[code], index=values.index, dtype=object)


def _text(value: object) -> str | None:
    """Return a value as stripped text, None if nothing is left."""
    # Codes kept as numbers come as 360222.0.
    text = str(int(value)) if isinstance(value, (float, np.floating)) and float(value).is_integer() else str(value)
    return text.strip() or None
