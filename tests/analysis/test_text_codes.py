"""Texts as codes: what comes back is what was there."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from farmland_redline.processing.analysis.text_codes import joined, with_codes, with_texts

COLUMNS = {
    "texts": ["A", None, "耕地", "A"],
    "nothing": [None, None, None, None],
    "missing number": ["A", np.nan, "B", None],
    "mixed": ["A", 1, None, 2.5],
    "empty text": ["", None, "", "A"],
}


@pytest.fixture
def frame():
    texts = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in COLUMNS.items()})
    return texts.assign(area_m2=[1.0, np.nan, 3.0, 4.0], number=pd.array([1, None, 3, 4], "Int64"), cut=True)


def test_only_texts_and_none_become_categories(frame):
    kinds = with_codes(frame).dtypes.astype(str)
    assert kinds[kinds == "category"].index.tolist() == ["texts", "nothing", "empty text"]


def test_texts_come_back(frame):
    assert_frame_equal(with_texts(with_codes(frame)), frame)
    assert with_texts(with_codes(frame))["texts"].tolist() == COLUMNS["texts"]


def test_parts_are_joined_as_pandas_joins_them(frame):
    parts = [frame[:1], frame[1:3], frame[3:]]
    whole = joined([with_codes(part) for part in parts])
    assert_frame_equal(whole, pd.concat(parts, ignore_index=True))
    assert [type(value) for value in whole["missing number"]] == [type(value) for value in frame["missing number"]]


def test_codes_take_as_few_bytes_as_they_need():
    coded = with_codes(pd.DataFrame({"few": ["A", "B"] * 200, "many": [f"{n}" for n in range(400)]}, dtype=object))
    assert [str(coded[name].cat.codes.dtype) for name in coded] == ["int8", "int16"]
