"""Totals divided among units: the examples of measures 3 and 18 by hand, and what always holds."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farmland_redline.processing.analysis.apportionment import ApportionmentError, apportion_total

TOWNSHIPS = {"a": 5000, "b": 3000, "c": 2001}


def shares(*arguments, **named) -> list[int]:
    return list(apportion_total(*arguments, **named).values())


def test_the_example_by_hand():
    """Quotas 1260.37, 756.22, 504.40: one unit is left, which the third gets."""
    assert shares(2521, TOWNSHIPS) == [1260, 756, 505]


def test_a_floor():
    """The third gets its floor; 1921 by 5000 and 3000 are 1200.625 and 720.375."""
    assert shares(2521, TOWNSHIPS, floor={"c": 600}) == [1201, 720, 600]


def test_a_floor_that_another_floor_brings_about():
    """1000 by 4 : 3 : 3 are 400, 300, 300. A floor of 600 leaves 400 by 4 : 3, which is 171.4 for b: its floor."""
    assert shares(1000, {"a": 4, "b": 3, "c": 3}, floor={"b": 200, "c": 600}) == [200, 200, 600]


def test_fixed_shares_are_taken_first():
    """1521 by 3000 and 2001: 912.41 and 608.58."""
    assert shares(2521, TOWNSHIPS, fixed={"a": 1000}) == [1000, 912, 609]


def test_a_city_s_ceiling_at_a_hundredth_of_a_mu():
    """Measure 18: a net increase of 3400 mu, and of 2200 after an offset."""
    assert shares(340_000, {"b": 300, "c": 800, "d": 2400}) == [29_143, 77_714, 233_143]
    assert shares(220_000, {"b": 300, "c": 800, "d": 1200}) == [28_696, 76_522, 114_782]


def test_of_equal_remainders_the_smaller_code_is_served_first():
    assert apportion_total(5, {"b": 1, "a": 1, "c": 1}) == {"b": 2, "a": 2, "c": 1}


def test_nothing_to_divide():
    assert shares(0, {"a": 0, "b": 0}) == [0, 0]
    assert shares(600, TOWNSHIPS, fixed={"a": 100, "b": 200, "c": 300}) == [100, 200, 300]


@pytest.mark.parametrize(
    ("basis", "fixed", "floor", "excess"),
    [
        (TOWNSHIPS, {"a": 2000}, {"c": 600}, 79),
        (TOWNSHIPS, {}, {"a": 2000, "b": 522}, 1),
        ({"a": 0, "b": 0}, {}, {}, 0),
        ({"a": 0, "b": 0}, {}, {"a": 5}, 0),
        (TOWNSHIPS, {"a": 1, "b": 1, "c": 1}, {}, 0),
    ],
)
def test_what_cannot_be_divided(basis, fixed, floor, excess):
    with pytest.raises(ApportionmentError) as raised:
        apportion_total(2521, basis, fixed, floor)
    assert raised.value.excess == excess


units = st.dictionaries(st.text("0123456789", min_size=1, max_size=4), st.integers(0, 10**13), min_size=1, max_size=8)


@given(st.integers(0, 10**12), units, st.data())
def test_shares_add_up_keep_floors_and_stay_within_a_unit_of_their_quota(total, basis, data):
    codes = sorted(basis)
    some = st.dictionaries(st.sampled_from(codes), st.integers(0, max(1, total // len(codes))), max_size=len(codes))
    fixed, floor = data.draw(some), data.draw(some)
    try:
        found = apportion_total(total, basis, fixed, floor)
    except ApportionmentError as error:
        free = {code: units for code, units in basis.items() if code not in fixed}
        least = sum(units for code, units in floor.items() if code in free)
        assert error.excess == max(0, sum(fixed.values()) + least - total)
        assert error.excess or not any(free.values())
        return
    assert list(found) == list(basis) and sum(found.values()) == total
    assert all(found[code] == share for code, share in fixed.items())
    assert all(found[code] >= share for code, share in floor.items() if code not in fixed)
    # Who got more than a floor did so by the basis: their shares differ from the proportion by less than a unit.
    open_ones = [code for code in basis if code not in fixed and found[code] > floor.get(code, 0)]
    for one in open_ones:
        for other in open_ones:
            if basis[one] and basis[other]:
                ratio = Fraction(basis[one], basis[other])
                assert abs(found[one] - found[other] * ratio) < 1 + ratio
