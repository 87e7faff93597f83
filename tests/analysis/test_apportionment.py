"""Apportionment against exact fractions; the weights by area are tested with the areas, in test_ellipsoidal."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from farmland_redline.processing.analysis.area.apportionment import apportion


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.one_of(st.just(0), st.integers(1, 50), st.integers(0, 10**12)),
            st.lists(st.one_of(st.just(0.0), st.floats(1e-6, 1e9), st.just(7.0)), min_size=1, max_size=9),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_shares_add_up_and_follow_their_weights(groups):
    total = np.array([t for t, _ in groups])
    group = np.repeat(np.arange(len(groups)), [len(w) for _, w in groups])
    share = apportion(total, group, np.concatenate([w for _, w in groups]))
    assert share.dtype == np.int64
    assert np.bincount(group, share.astype(float), len(groups)).astype(np.int64).tolist() == total.tolist()
    assert (share >= 0).all()
    for number, (amount, weights) in enumerate(groups):
        mine = share[group == number].tolist()
        whole = sum(map(Fraction, weights))
        for part, weight in zip(mine, weights):
            quota = amount * (Fraction(weight) / whole if whole else Fraction(1, len(weights)))
            # Binary weights may cost the last bit of a huge quota, never more.
            assert abs(part - quota) < 1 + Fraction(amount, 10**11), (mine, weights)
            if weight == 0 and whole:
                assert part == 0


def test_largest_remainders_are_served_first():
    # 10 by 5:3:3 is 4.545, 2.727, 2.727: 4 + 2 + 2, and the two left go to the largest remainders.
    assert apportion(np.array([10]), np.array([0, 0, 0]), np.array([5.0, 3, 3])).tolist() == [4, 3, 3]
    # Of equal remainders the earlier member is served first.
    assert apportion(np.array([1]), np.array([0, 0]), np.array([1.0, 1.0])).tolist() == [1, 0]
    assert apportion(np.array([5, 0, 7]), np.array([0, 0, 2]), np.array([0.0, 0.0, 0.0])).tolist() == [3, 2, 7]
    assert apportion(np.array([3]), np.zeros(0, int), np.zeros(0)).tolist() == []


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 10**9), st.lists(st.floats(0.01, 1e6), min_size=2, max_size=12), st.randoms())
def test_shares_do_not_depend_on_the_order_of_unequal_members(total, weights, random):
    assume(len(set(weights)) == len(weights))
    order = list(range(len(weights)))
    random.shuffle(order)
    group = np.zeros(len(weights), int)
    one_way = apportion(np.array([total]), group, np.array(weights))
    other = apportion(np.array([total]), group, np.array(weights)[order])
    # Only members whose remainders are equal may change places, and then by one unit.
    assert np.abs(one_way[order] - other).max() <= 1
    assert sorted(one_way) == pytest.approx(sorted(other), abs=1)
