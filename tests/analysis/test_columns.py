"""Columns: names that do not clash, values typed, text cleaned."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from farmland_redline.processing.analysis.columns import INTEGER, REAL, TEXT, clean_text, distinct_names, typed


@given(st.lists(st.sampled_from(["a", "A", "a_2", "b", "B_2", "c"])), st.lists(st.sampled_from(["a", "b", "A_2"])))
def test_names_are_distinct_in_any_case(columns, taken):
    columns = list(dict.fromkeys(columns))
    renamed = distinct_names(columns, taken)
    result = [renamed.get(name, name).lower() for name in columns]
    assert len(set(result)) == len(result) and not set(result) & {name.lower() for name in taken}
    assert set(renamed) <= set(columns)


@pytest.mark.parametrize(
    ("value", "clean"),
    [
        *((" 0101 ", "0101"), ("\u3000水田\t", "水田"), ("1.0", "1.0"), (360222.0, "360222"), (7, "7")),
        *(("", None), ("  ", None), (None, None), (np.nan, None)),
    ],
)
def test_text_is_cleaned_alone_and_among_others(value, clean):
    for values in ([value], ["x", value, "y"]):
        result = clean_text(pd.Series(values, dtype=object, index=range(5, 5 + len(values))))
        assert result.iloc[len(values) // 2] == clean and list(result.index) == list(range(5, 5 + len(values)))


@pytest.mark.parametrize("kind", [REAL, INTEGER])
def test_numbers_and_what_is_none(kind):
    numbers, wrong = typed(pd.Series(["1.5", 2, None, " ", "about 2", "3,5"], dtype=object), kind)
    assert numbers.dtype == float and numbers.tolist()[:2] == [1.5, 2.0] and numbers.isna().tolist()[2:] == [True] * 4
    assert wrong.tolist() == [False, False, False, False, True, True]


def test_text_is_never_wrong():
    values, wrong = typed(pd.Series([" a ", None], dtype=object), TEXT)
    assert values.tolist() == ["a", None] and not wrong.any()
