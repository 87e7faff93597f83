import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from farmland_redline.processing.analysis.columns import INTEGER, REAL, TEXT, clean_text, distinct_names, typed


@pytest.mark.parametrize(
    ("columns", "taken", "renamed"),
    [
        (["a", "b"], [], {}),
        (["KIND"], ["kind"], {"KIND": "KIND_2"}),
        (["kind"], ["kind", "KIND_2"], {"kind": "kind_3"}),
        (["a", "A"], [], {"A": "A_2"}),
        (["a", "a_2"], ["a"], {"a": "a_2", "a_2": "a_2_2"}),
    ],
)
def test_new_names(columns, taken, renamed):
    assert distinct_names(columns, taken) == renamed


@given(st.lists(st.text("aAb_2", min_size=1, max_size=4), unique=True), st.lists(st.text("aAb_2", max_size=4)))
def test_no_two_names_are_one_in_a_file(columns, taken):
    renamed = distinct_names(columns, taken)
    names = [renamed.get(column, column).lower() for column in columns]
    assert len(set(names)) == len(names)
    assert not set(names) & {name.lower() for name in taken}


@pytest.mark.parametrize("kind", [REAL, INTEGER])
def test_numbers(kind):
    values = pd.Series(["1.5", " 2 ", "", " ", None, "about 3", "1,000"], dtype=object)
    numbers, wrong = typed(values, kind)
    assert numbers.dtype == np.float64
    assert np.array_equal(numbers, [1.5, 2, np.nan, np.nan, np.nan, np.nan, np.nan], equal_nan=True)
    assert wrong.tolist() == [False, False, False, False, False, True, True]


def test_text_is_never_wrong():
    texts, wrong = typed(pd.Series([101.0, 1.5, None]), TEXT)
    assert texts.tolist() == ["101", "1.5", None]
    assert wrong.tolist() == [False, False, False]


@pytest.mark.parametrize(
    "values",
    [
        ["0101", "0201"],  # clean as it is
        ["0101 ", "\t0201"],
        ["0101", "\u30000201"],  # a wide blank, as input methods give
        ["0101", "0201\n"],
        ["0101\x1c", "0201"],  # the separator of the search is a blank too
    ],
)
def test_blanks_around_text_go(values):
    assert clean_text(pd.Series(values, dtype=object)).tolist() == ["0101", "0201"]


def test_blanks_inside_text_stay():
    assert clean_text(pd.Series(["a b", "c\x1cd"], dtype=object)).tolist() == ["a b", "c\x1cd"]


def test_empty_text_is_null_and_rows_keep_their_index():
    cleaned = clean_text(pd.Series(["", " ", None, np.nan, "x"], index=[5, 4, 3, 2, 1], dtype=object))
    assert cleaned.tolist() == [None, None, None, None, "x"]
    assert cleaned.index.tolist() == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("value", "clean"),
    [
        *((" 0101 ", "0101"), ("\u3000水田\t", "水田"), ("1.0", "1.0"), (360222.0, "360222"), (7, "7")),
        *(("", None), ("  ", None), (None, None), (np.nan, None)),
    ],
)
def test_text_is_cleaned_alone_and_among_others(value, clean):
    for values in ([value], ["x", value, "y"]):
        assert clean_text(pd.Series(values, dtype=object)).iloc[len(values) // 2] == clean
