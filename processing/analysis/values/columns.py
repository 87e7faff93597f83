"""Columns of a layer read by their declared kinds, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ..problems import WARNING, problems
from .readers import ValueKind, read_column, read_numbers
from .texts import Reading, text_of

UNREAD_KINDS = ("unreadable_value", "bad_date")


def read_columns(
    frame: pd.DataFrame, kinds: Mapping[str, ValueKind], layer: str
) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Read columns of a frame by their kinds.

    Args:
        frame: features of any number.
        kinds: by column; columns that the frame lacks are passed over.
        layer: the layer's name, for problems.

    Returns:
        The frame with canonical values; what could not be read stays as text, numbers become null. And the problems,
        one a column and value: `bad_date` for dates, else `unreadable_value`.

    >>> from .readers import Kind
    >>> frame, found = read_columns(pd.DataFrame({"D": ["2024-12", "?", "?"]}), {"D": ValueKind(Kind.END)}, "LSYD")
    >>> frame["D"].tolist(), found[0]["kind"].tolist(), found[0]["values"].tolist()
    (['2024-12-31', '?', '?'], ['bad_date'], [{'column': 'D', 'value': '?', 'count': 2, 'needs': 'end'}])

    """
    made, found = {}, []
    for column, kind in kinds.items():
        if column not in frame:
            continue
        reading = read_as(frame[column], kind)
        made[column] = reading.values
        if reading.unreadable.any():
            found.append(unreadable_problems(frame[column], reading, kind, column, layer))
    return frame.assign(**made) if made else frame, found


def read_as(values: pd.Series, kind: ValueKind) -> Reading:
    """Read a column by its kind: numbers as float64, all else as text; codes as the column as a whole tells.

    >>> from .readers import Kind
    >>> read_as(pd.Series(["2024-12", None]), ValueKind(Kind.START)).values.tolist()
    ['2024-12-01', None]

    """
    return read_numbers(values, kind) if kind.is_number else read_column(values, kind.of_column(values))


def unreadable_problems(raw: pd.Series, reading: Reading, kind: ValueKind, column: str, layer: str) -> pd.DataFrame:
    """Return a problem for each distinct value of a column that could not be read; arguments as in `read_columns`.

    >>> from .readers import Kind
    >>> raw, kind = pd.Series(["wide", None]), ValueKind(Kind.NUMBER)
    >>> unreadable_problems(raw, read_as(raw, kind), kind, "XZDWKD", "DLTB")["values"].tolist()
    [{'column': 'XZDWKD', 'value': 'wide', 'count': 1, 'needs': 'number'}]

    """
    counts = pd.Series([text_of(value) for value in raw[reading.unreadable]], dtype=object).value_counts().sort_index()
    facts = {
        "column": [column] * len(counts),
        "value": list(counts.index),
        "count": [int(c) for c in counts],
        "needs": [kind.kind.value] * len(counts),
    }
    features = [column] * len(counts)
    if kind.is_date:
        return problems("bad_date", layer, features, WARNING, facts)
    return problems("unreadable_value", layer, features, WARNING, facts)


def add_up_unreadable(frames: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """Return problems of partitions with one row for each layer, column and value that could not be read.

    >>> one = problems("bad_date", "LSYD", ["D"], values={"column": ["D"], "value": ["?"], "count": [2]})
    >>> add_up_unreadable([one, one])[0]["values"].tolist()
    [{'column': 'D', 'value': '?', 'count': 4}]

    """
    counted: dict[tuple[str, str, str], pd.DataFrame] = {}
    others = []
    for frame in frames:
        own = frame["kind"].isin(UNREAD_KINDS).to_numpy()
        if not own.any():
            others.append(frame)
            continue
        if not own.all():
            others.append(frame[~own])
        for number in np.flatnonzero(own):
            row = frame.iloc[[number]]
            values = row["values"].iloc[0]
            key = (row["layer"].iloc[0], values["column"], values["value"])
            before = counted[key]["values"].iloc[0]["count"] if key in counted else 0
            counted[key] = row.assign(values=[{**values, "count": before + values["count"]}])
    return [*others, *counted.values()]
