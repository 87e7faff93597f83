"""PBF records: counted once where zones lie on each other, divided without remainder, placed without a code."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from farmland_redline.processing.analysis.delimited import delimited_problems, divide_delimited
from farmland_redline.processing.analysis.overlay.precedence import (
    counted_record,
    order_by_validity,
    superseded_by,
)

from .rule_pieces import POLICY

CHANGJIANG = "360202"


def piece_rows(*rows):
    frame = pd.DataFrame(rows, columns=["pbf", "county", "township", "village", "area_m2"])
    return frame.assign(piece_id=[f"p{n}-0" for n in range(len(frame))])


def zone_rows(*rows):
    return pd.DataFrame(rows, columns=["role", "zone_id", "county", "net_m2", "counted_m2"])


@pytest.mark.parametrize(
    ("county", "expected"),
    [
        ("360202", {"360202": 1000, "360222": 0}),  # its code counts, wherever most of it lies
        (None, {"360202": 0, "360222": 1000}),  # no code: where most of it lies
        ("360281", {"360281": 1000}),  # a code of a county in which it has no piece
    ],
)
def test_a_zones_county(county, expected):
    pieces = piece_rows(
        ("P", "360202", "360202100", "360202100201", 10.0), ("P", "360222", "360222100", "360222100201", 90.0)
    )
    shares = divide_delimited(pieces, zone_rows(("pbf", "P", county, 10.0, 10.0)))
    sums = shares.groupby("county")["cents"].sum()
    assert {code: int(sums.get(code, 0)) for code in expected} == expected
    assert shares["placed"].all() == (county is None)


def test_a_zone_of_nowhere_is_in_no_county_and_told():
    shares = divide_delimited(piece_rows(), zone_rows(("pbf", "P", None, 10.0, 10.0)))
    assert shares[["county", "cents"]].values.tolist() == [["", 1000]]
    found = delimited_problems(shares, POLICY, {})
    assert found["kind"].tolist() == ["zone_without_county"]


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=8), st.integers(0, 10**8))
def test_villages_add_up_to_the_record(weights, cents):
    rows = [("P", CHANGJIANG, "360202100", f"3602021002{n:02d}", w / 100) for n, w in enumerate(weights)]
    shares = divide_delimited(piece_rows(*rows), zone_rows(("pbf", "P", CHANGJIANG, cents / 100, cents / 100)))
    assert int(shares["cents"].sum()) == cents


def test_what_is_registered_twice_is_an_error_with_its_effect():
    # 50,704.00 mu are Changjiang's task. 33,802,000 m² are 50,703 mu; the second zone's 20 mu are registered twice.
    zones = zone_rows(("pbf", "P1", CHANGJIANG, 33_802_000.0, 33_802_000.0), ("pbf", "P2", CHANGJIANG, 13_333.34, 0.0))
    found = delimited_problems(divide_delimited(piece_rows(), zones), POLICY, {CHANGJIANG: "昌江区"})
    assert found["severity"].tolist() == ["error"]
    assert found["values"].iloc[0] == {
        "name": "昌江区",
        "twice_m2": "13333.34",
        "twice_mu": "20.00",
        "with_mu": "+19.00",
        "without_mu": "-1.00",
    }


def test_a_doubled_zone_counts_once_and_an_overlap_by_its_share():
    cells = shapely.box([0, 0, 5], 0, [10, 10, 15], 10)
    pairs = np.array([[0, 1], [0, 2], [1, 2]])
    assert counted_record(np.array([99.0, 99.0, 90.0]), cells, pairs).tolist() == [99.0, 0.0, 45.0]


@pytest.mark.parametrize(
    ("starts", "ends", "first"),
    [
        (["2020-01-01", "2023-01-01"], ["2022-01-01", "2026-01-01"], "2"),  # renewed
        (["2020-01-01", "2023-01-01"], ["2025-01-01", "2026-01-01"], "2"),  # both valid: the one that ends last
        (["2020-01-01", "2023-01-01"], ["2026-01-01", None], "2"),  # an open end is the last
        (["2020-01-01", "2023-01-01"], ["2022-01-01", "2024-01-01"], "2"),  # none valid: the one that ended last
        (["2020-01-01", "2030-01-01"], ["2025-01-01", "2040-01-01"], "1"),  # not yet valid
        (["2020-01-01", None], ["2025-01-01", "2040-01-01"], "1"),  # no start: nobody knows
        (["2020-01-01", "2020-01-01"], ["不详", "2025-01-01"], "2"),  # unreadable: unknown
        (["2020-01-01", "2020-01-01"], ["2022-01-01", "不详"], "2"),  # unknown is not no: before one that has ended
        (["2020-01-01", "2025-03-01"], ["2022-05-31", "2028-02-28"], "1"),  # ended last: not the one that has not begun
        (["2020-01-01", "2025-03-01"], ["不详", "2028-02-28"], "1"),
        (["2020-01-01", "2020-01-01"], ["2025-01-01", "2025-01-01"], "1"),  # alike: the smallest id
    ],
)
def test_which_approval_counts(starts, ends, first):
    ids = np.array(["1", "2"], dtype=object)
    order = order_by_validity(ids, np.array(starts, dtype=object), np.array(ends, dtype=object), "2024-12-31")
    assert ids[order][0] == first


@pytest.mark.parametrize(
    ("ends", "first"),
    [(["2024-01-01", "2025-06-30"], "2"), (["2023-01-01", None], "2"), (["长期", "2025-06-30"], "1")],
)
def test_which_term_counts(ends, first):
    ids = np.array(["1", "2"], dtype=object)
    assert ids[order_by_validity(ids, None, np.array(ends, dtype=object), "2024-12-31")][0] == first


def test_who_supersedes():
    assert superseded_by(np.array(["b", "a"], dtype=object), np.array([[0, 1]])).tolist() == [None, "b"]


@pytest.mark.parametrize("columns", [[], ["pbf"]])
def test_pieces_of_no_zone(columns):
    """No PBF layer was given, or it lies elsewhere."""
    pieces = piece_rows((None, "360202", "360202100", "360202100201", 10.0))
    pieces = pieces.drop(columns=["pbf"]).assign(**dict.fromkeys(columns))
    assert divide_delimited(pieces, zone_rows(("urban", "U", "360202", None, None))).empty
    shares = divide_delimited(pieces, zone_rows(("pbf", "P", "360202", 10.0, 10.0)))
    assert shares[["county", "township", "cents"]].values.tolist() == [["360202", "", 1000]]


def test_the_county_without_a_code_is_that_of_most_of_the_zone_not_of_its_largest_village():
    pieces = piece_rows(
        ("P", "360202", "360202100", "360202100201", 40.0),
        ("P", "360222", "360222100", "360222100201", 30.0),
        ("P", "360222", "360222100", "360222100202", 30.0),
        ("P", None, None, None, 90.0),  # what has no county places nothing
    )
    shares = divide_delimited(pieces, zone_rows(("pbf", "P", None, 10.0, 10.0)))
    assert set(shares["county"]) == {"360222"} and int(shares["cents"].sum()) == 1000


def test_one_polygon_registered_twice_leaves_the_difference_as_it_is():
    # The task of 昌江区 is 50,704 mu: once there are 50,698.80 mu, with the doubled 124.80 mu 50,823.60.
    once, twice = 50_698.80 * 2000 / 3, 124.80 * 2000 / 3
    zones = zone_rows(
        ("pbf", "a", CHANGJIANG, once - twice, once - twice),
        ("pbf", "b", CHANGJIANG, twice, twice),
        ("pbf", "c", CHANGJIANG, twice, 0.0),
    ).round(2)
    found = delimited_problems(divide_delimited(piece_rows(), zones), POLICY, {CHANGJIANG: "昌江区"})
    assert found["kind"].tolist() == ["pbf_registered_twice"] and found["severity"].tolist() == ["error"]
    values = found["values"].iloc[0]
    assert (values["twice_m2"], values["twice_mu"]) == ("83200.00", "124.80")
    assert (values["with_mu"], values["without_mu"]) == ("+119.60", "-5.20")
