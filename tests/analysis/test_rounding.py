"""Rounding to hundredths against decimal arithmetic, which has no binary fractions."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from farmland_redline.processing.analysis.area.rounding import LARGEST_AREA, cents_to_mu, round_area, to_cents

HUNDREDTH = Decimal("0.01")


def half_up(text: str) -> int:
    return int(Decimal(text).quantize(HUNDREDTH, ROUND_HALF_UP) * 100)


@st.composite
def decimals(draw, places: int, largest: int) -> str:
    """A decimal number as a record writes it, of either sign."""
    digits = draw(st.integers(-largest * 10**places, largest * 10**places))
    return str(Decimal(digits).scaleb(-places))


@settings(max_examples=400, deadline=None)
@given(st.one_of(decimals(2, 10**13), decimals(3, 10**13), decimals(4, 10**9)))
def test_half_up_as_decimal_does(text):
    assert to_cents([float(text)]).tolist() == [half_up(text)]


@settings(max_examples=200, deadline=None)
@given(st.integers(-(10**15), 10**15))
def test_a_third_decimal_of_five_goes_away_from_zero(cents):
    text = f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}5"
    want = cents + (1 if cents >= 0 else -1)
    assert to_cents([float(text)]).tolist() == [want] == [half_up(text)]


@pytest.mark.parametrize(
    ("area", "cents"),
    [
        (0.005, 1),
        (-0.005, -1),
        (0.0049, 0),
        (0.125, 13),  # exact in binary: half to even would make it 12
        (0.285, 29),
        (1.005, 101),
        (-2.675, -268),
        (10.004999, 1000),
        (0.0, 0),
        (99961580.425, 9996158043),
        (10**13 - 0.005, 10**15),
    ],
)
def test_cents_by_hand(area, cents):
    assert to_cents(np.array([area])).tolist() == [cents]


@settings(max_examples=100, deadline=None)
@given(st.lists(decimals(3, 10**10), min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_sums_do_not_depend_on_their_order(texts, random):
    mixed = texts.copy()
    random.shuffle(mixed)
    total = to_cents([float(t) for t in texts]).sum()
    assert total == to_cents([float(t) for t in mixed]).sum() == sum(map(half_up, texts))


@pytest.mark.parametrize("area", [np.nan, np.inf, -np.inf, LARGEST_AREA, 1e300])
def test_what_has_no_hundredths_is_refused(area):
    with pytest.raises(ValueError, match="null or too large"):
        to_cents([1.0, area])


def test_nothing_and_one():
    assert to_cents([]).dtype == np.int64
    assert to_cents([]).tolist() == []
    assert to_cents(12.345).item() == 1235


def test_null_stays_null_where_areas_are_rounded():
    area = np.array([0.125, np.nan, -0.125, np.inf, 1e300])
    assert np.array_equal(round_area(area), [0.13, np.nan, -0.13, np.inf, 1e300], equal_nan=True)
    assert area[0] == 0.125  # the caller's array is left as it was


@given(st.integers(0, 10**13))
def test_mu(cents):
    assert cents_to_mu(np.array([cents]))[0] == pytest.approx(float(Fraction(cents, 100) * 3 / 2000), rel=1e-15)
    assert cents_to_mu(np.array([200_000 * cents]))[0] == pytest.approx(3 * cents, rel=1e-15)
