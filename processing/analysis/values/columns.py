"""Columns of a layer read by their declared kinds, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ..problems import WARNING, problems
from .readers import ValueKind, read_column, read_numbers
from .texts import Reading, text_of

UNREAD_KINDS = ("unreadable_value", "bad_date")
UNREADABLE = "unreadable"  # column of pieces with the numbers that could not be read, as they stand in the data
_NAME = "BSM"
_NAMED = 5  # features that a problem names; of more, the first ones


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

    >>> from .kinds import Kind
    >>> frame, found = read_columns(pd.DataFrame({"D": ["2024-12", "?", "?"]}), {"D": ValueKind(Kind.END)}, "LSYD")
    >>> frame["D"].tolist(), found[0]["kind"].tolist()
    (['2024-12-31', '?', '?'], ['bad_date'])
    >>> found[0]["values"].tolist()
    [{'column': 'D', 'value': '?', 'count': 2, 'needs': 'end', 'features': '1, 2'}]

    """
    made, found = {}, []
    for column, kind in kinds.items():
        if column not in frame:
            continue
        reading = read_as(frame[column], kind)
        made[column] = reading.values
        if reading.unreadable.any():
            names = frame[_NAME] if _NAME in frame else frame.index.to_series()
            found.append(unreadable_problems(frame[column], reading, kind, column, layer, names))
    return frame.assign(**made) if made else frame, found


def read_as(values: pd.Series, kind: ValueKind) -> Reading:
    """Read a column by its kind: numbers as float64, all else as text; codes as the column as a whole tells.

    >>> from .kinds import Kind
    >>> read_as(pd.Series(["2024-12", None]), ValueKind(Kind.START)).values.tolist()
    ['2024-12-01', None]

    """
    return read_numbers(values, kind) if kind.is_number else read_column(values, kind.of_column(values))


def unread_numbers(frame: pd.DataFrame, kinds: Mapping[str, ValueKind]) -> np.ndarray:
    """Return the numbers of each row that cannot be read, as `COLUMN=text` joined by ";" (object, n); None for none.

    Arguments as in `read_columns`, before that has made them null.

    >>> from .kinds import Kind
    >>> unread_numbers(pd.DataFrame({"W": ["约10米", "8"]}), {"W": ValueKind(Kind.NUMBER)}).tolist()
    ['W=约10米', None]

    """
    texts = np.full(len(frame), None, dtype=object)
    for column, kind in kinds.items():
        if not kind.is_number or column not in frame or pd.api.types.is_numeric_dtype(frame[column].dtype):
            continue
        for row in np.flatnonzero(read_as(frame[column], kind).unreadable):
            text = f"{column}={text_of(frame[column].iloc[row])}"
            texts[row] = text if texts[row] is None else f"{texts[row]};{text}"
    return texts


def names_unread(text: str | None, column: str) -> bool:
    """Say whether a text of `unread_numbers` names a column.

    >>> names_unread("W=wide;KCXS=much", "KCXS"), names_unread(None, "W")
    (True, False)

    """
    return text is not None and any(part.startswith(f"{column}=") for part in text.split(";"))


def unreadable_problems(
    raw: pd.Series, reading: Reading, kind: ValueKind, column: str, layer: str, names: pd.Series
) -> pd.DataFrame:
    """Return a problem for each distinct value of a column that could not be read, with the first features' names.

    Args:
        raw: the column as it stands.
        reading: of it.
        kind: of its values.
        column, layer: their names.
        names: of the features.

    >>> from .kinds import Kind
    >>> raw, kind = pd.Series(["wide", None]), ValueKind(Kind.NUMBER)
    >>> unreadable_problems(raw, read_as(raw, kind), kind, "XZDWKD", "DLTB", pd.Series(["A", "B"]))["values"].tolist()
    [{'column': 'XZDWKD', 'value': 'wide', 'count': 1, 'needs': 'number', 'features': 'A'}]

    """
    rows = np.flatnonzero(reading.unreadable)
    texts = pd.Series([text_of(value) for value in raw.iloc[rows]], dtype=object)
    counts = texts.value_counts().sort_index()
    named = names.iloc[rows].map(text_of).fillna("").groupby(texts.to_numpy()).unique()
    facts = {
        "column": [column] * len(counts),
        "value": list(counts.index),
        "count": [int(c) for c in counts],
        "needs": [kind.kind.value] * len(counts),
        "features": [", ".join(named[value][:_NAMED]) for value in counts.index],
    }
    features = [column] * len(counts)
    if kind.is_date:
        return problems("bad_date", layer, features, WARNING, facts)
    return problems("unreadable_value", layer, features, WARNING, facts)


def add_up_unreadable(frames: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """Return problems of partitions with one row for each layer, column and value that could not be read.

    >>> facts = {"column": ["D"], "value": ["?"], "count": [1], "features": ["A"]}
    >>> one = problems("bad_date", "LSYD", ["D"], values=facts)
    >>> other = problems("bad_date", "LSYD", ["D"], values={**facts, "features": ["B"]})
    >>> add_up_unreadable([one, other])[0]["values"].tolist()
    [{'column': 'D', 'value': '?', 'count': 2, 'features': 'A, B'}]

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
            if key in counted:
                before = counted[key]["values"].iloc[0]
                named = dict.fromkeys([*before["features"].split(", "), *values["features"].split(", ")])
                values = {**values, "count": before["count"] + values["count"]}
                values["features"] = ", ".join(list(named)[:_NAMED])
            counted[key] = row.assign(values=[values])
    return [*others, *counted.values()]
