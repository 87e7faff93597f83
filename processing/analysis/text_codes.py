"""Columns of texts as codes: in most columns of a table of pieces few texts stand in many rows.

A reference to a text takes eight bytes, and readers make a text of its own for every row; a code takes one to four
bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd


def with_codes(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame (n, m) with its columns of nothing but texts and None as categories.

    >>> frame = pd.DataFrame({"village": ["A", None, "A"], "mixed": ["A", 1, None]}, dtype=object)
    >>> with_codes(frame.assign(area_m2=[1.0, 2.0, 3.0])).dtypes.astype(str).tolist()
    ['category', 'object', 'float64']
    """
    # A copy holds none of the frame's block of references.
    columns = {name: _coded(column) if column.dtype == object else column for name, column in frame.items()}
    return pd.DataFrame(columns, frame.index, copy=False)


def _coded(column: pd.Series) -> pd.Series:
    """Return a column of texts and None as categories; a copy of any other."""
    values = column.to_numpy()
    code, texts = pd.factorize(values)
    if set(map(type, texts)) <= {str} and set(map(type, values[code < 0])) <= {type(None)}:
        return pd.Series(pd.Categorical.from_codes(code, pd.Index(texts, dtype=object)), column.index)
    return column.copy()


def has_codes(column: pd.Series) -> bool:
    """Return whether a column (n,) has categories.

    >>> has_codes(pd.Series(["A"], dtype="category")), has_codes(pd.Series(["A"]))
    (True, False)
    """
    return isinstance(column.dtype, pd.CategoricalDtype)


def texts_of(column: pd.Series, null: object = None) -> np.ndarray:
    """Return the texts of a column of categories, object (n,), with `null` where there is none.

    >>> texts_of(pd.Series(["A", None, "A"], dtype="category")).tolist()
    ['A', None, 'A']
    """
    texts = np.append(column.cat.categories.to_numpy(dtype=object), np.array([null], dtype=object))
    return texts[column.cat.codes.to_numpy()]


def with_texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame (n, m) with texts again where it has categories.

    >>> frame = pd.DataFrame({"village": ["A", None, "A"], "area_m2": [1.0, 2.0, 3.0]})
    >>> with_texts(with_codes(frame)).equals(frame)
    True
    """
    return joined([frame]).set_axis(frame.index) if any(has_codes(column) for _, column in frame.items()) else frame


def joined(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return frames with the same columns, at least one, as one, with texts again where they have categories.

    >>> frame = pd.DataFrame({"village": ["A", None, "A"], "area_m2": [1.0, 2.0, 3.0]})
    >>> joined([with_codes(frame[:1]), with_codes(frame[1:])]).equals(frame)
    True
    """
    coded = [name for name in parts[0].columns if all(has_codes(part[name]) for part in parts)]
    rest = pd.concat([_plain(part.drop(columns=coded)) for part in parts], ignore_index=True)
    columns = {name: rest[name] for name in rest.columns}
    for name in coded:
        columns[name] = pd.Series(np.concatenate([texts_of(part[name]) for part in parts]), rest.index, object)
    return pd.DataFrame({name: columns[name] for name in parts[0].columns}, rest.index)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with texts where it has categories, which another part of it has not."""
    texts = {name: pd.Series(texts_of(frame[name]), frame.index, object) for name in frame if has_codes(frame[name])}
    return frame.assign(**texts)
