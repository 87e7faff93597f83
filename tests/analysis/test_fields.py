"""Checks of fields on hand-made columns."""

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely

from farmland_redline.processing.analysis.quality.fields import (
    ClassStandard,
    FieldStandard,
    check_classes,
    check_codes,
    check_numbers,
    check_presence,
    check_values,
)


def layer(**columns):
    length = len(next(iter(columns.values())))
    squares = shapely.box(np.arange(length) * 10.0, 0, np.arange(length) * 10.0 + 2, 2)
    frame = geopandas.GeoDataFrame(columns, geometry=squares)
    return frame, "DLTB", np.array([f"f{number}" for number in range(length)])


def listed(found):
    """Feature, kind and facts of all rows, and what each check could have found."""
    rows = [row for part in found for row in zip(part.rows["feature"], part.rows["kind"], part.rows["values"])]
    return rows, [(part.about, part.of) for part in found]


@pytest.mark.parametrize(("need", "severity"), [("required", "error"), ("expected", "warning"), ("", "note")])
def test_missing_fields_weigh_as_they_are_needed(need, severity):
    [found] = check_presence("DLTB", {"BSM": "text"}, [FieldStandard("TBMJ", "real", need=need)])
    assert found[["feature", "kind", "severity"]].values.tolist() == [["TBMJ", "field_missing", severity]]


@pytest.mark.parametrize(
    ("has", "needs", "fault"),
    [("real", "text", True), ("text", "real", True), ("integer", "real", False), ("text", "text", False)],
)
def test_only_text_and_numbers_are_kinds_apart(has, needs, fault):
    found = check_presence("DLTB", {"X": has}, [FieldStandard("X", needs)])
    assert [frame["kind"].iloc[0] for frame in found] == ["field_of_other_kind"] * fault
    if fault:
        assert found[0]["values"].iloc[0] == {"field": "X", "has": has, "needs": needs}


def test_text_for_numbers():
    raw, wrong = pd.Series(["1", "x", "2", "y"]), np.array([False, True, False, True])
    frame, name, feature = layer(TBMJ=raw)
    found = check_numbers(raw, wrong, name, feature, "TBMJ", frame.geometry.to_numpy())
    assert listed([found]) == (
        [
            ("f1", "text_for_number", {"field": "TBMJ", "value": "x"}),
            ("f3", "text_for_number", {"field": "TBMJ", "value": "y"}),
        ],
        [("number TBMJ", 4)],
    )
    assert found.rows["severity"].tolist() == ["error"] * 2
    assert [place.x for place in found.rows["geometry"]] == [11, 31]


def test_missing_values_only_where_values_are_expected():
    values = ["a", None, "b"]
    assert listed(list(check_values(*layer(X=values), [FieldStandard("X", "text", need="required")])))[0] == []
    found = list(check_values(*layer(X=values), [FieldStandard("X", "text", need="expected")]))
    assert listed(found)[0] == [("f1", "value_missing", {"field": "X"})]
    assert (found[0].about, found[0].of) == ("value X", 3)


def test_length_of_text():
    [found] = check_values(*layer(X=["12345", "1234", None, "耕地耕地耕"]), [FieldStandard("X", "text", width=4)])
    assert listed([found]) == (
        [
            ("f0", "value_too_long", {"field": "X", "value": "12345", "length": 5, "needed": 4}),
            ("f3", "value_too_long", {"field": "X", "value": "耕地耕地耕", "length": 5, "needed": 4}),
        ],
        [("length X", 3)],
    )
    [found] = check_values(*layer(X=["1" * 999]), [FieldStandard("X", "text")])
    assert not len(found.rows)


def test_codes_of_digits():
    codes = ["360281", "36028", "36028A", "３６０２８１", None]
    [found] = check_values(*layer(X=codes), [FieldStandard("X", "text", width=99, digits=6)])
    assert found.rows["feature"].tolist() == ["f1", "f2", "f3"]
    assert set(found.rows["kind"]) == {"code_of_other_length"}


def test_decimals():
    numbers = [1.25, 0.285, 1.005, 0.1 + 0.2, None, np.inf, 123456789.12]
    [found] = check_values(*layer(X=pd.Series(numbers, dtype=float)), [FieldStandard("X", "real", decimals=2)])
    assert listed([found]) == (
        [
            ("f1", "value_too_exact", {"field": "X", "value": 0.285, "decimals": 2}),
            ("f2", "value_too_exact", {"field": "X", "value": 1.005, "decimals": 2}),
        ],
        [("decimals X", 6)],
    )
    assert found.rows["severity"].tolist() == ["note"] * 2
    assert list(check_values(*layer(X=[1.23]), [FieldStandard("X", "real")])) == []


def test_codes_of_tables_and_of_drafts():
    standard = FieldStandard("X", "text", codes=frozenset({"1", "2"}), outdated={"I": "flat", "2": "still valid"})
    found = list(
        check_codes(*layer(X=["1", "9", None, "I", "2"]), [standard, FieldStandard("Y", "text", codes=frozenset("1"))])
    )
    assert listed(found) == (
        [
            ("f1", "unknown_code", {"field": "X", "value": "9"}),
            ("f3", "outdated_code", {"field": "X", "value": "I", "name": "flat"}),
        ],
        [("code X", 4), ("old code X", 4)],
    )
    assert list(check_codes(*layer(X=["9"]), [FieldStandard("X", "text")])) == []


@pytest.mark.parametrize("needed", [True, False])
def test_classes(needed):
    classes = ClassStandard({"0101"}.__contains__, needed, {"011": "paddy"})
    found = list(check_classes(*layer(DLBM=["0101", "9999", "011", None]), classes))
    unknown = [("f1", "unknown_class", {"code": "9999"})] + [("f3", "unknown_class", {"code": ""})] * needed
    foreign = [("f2", "class_of_other_survey", {"code": "011", "name": "paddy"})]
    assert listed(found) == (unknown + foreign, [("class", 4), ("foreign class", 4)])
    assert found[1].rows["severity"].tolist() == ["error"]
    assert list(check_classes(*layer(X=["1"]), classes)) == []
