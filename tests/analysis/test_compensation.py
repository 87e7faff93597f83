"""Compensation of measure 39 by the figures of `measures.md` 14, and its traps."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from farmland_redline.processing.analysis.balance.compensation import (
    Rate,
    compute_compensation,
    fen,
    village_totals,
)

VILLAGE = "360222101201"
RATES = [Rate("pbf", "", Fraction(30)), Rate("other", "", Fraction(10)), Rate("restored", "", Fraction(500))]


def pieces(*mu: str) -> pd.DataFrame:
    cents = [int((Decimal(one) * 200_000 / 3).quantize(Decimal(1))) for one in mu]
    return pd.DataFrame({"village": [VILLAGE] * len(mu), "cents": cents})


def marks(text: str) -> np.ndarray:
    return np.array([letter == "1" for letter in text])


# 808.50 planted and 12 unplanted inside PBF, 97.25 and the restored 3 outside.
LAND = pieces("808.5", "12", "97.25", "3")
PBF, RESTORED, IDLE, NONE = marks("1100"), marks("0001"), marks("0100"), marks("0000")


def test_the_worked_example():
    table = compute_compensation(LAND, PBF, RESTORED, IDLE, NONE, RATES)
    assert table[["item", "amount_yuan"]].values.tolist() == [
        ["pbf", 24_615.0],
        ["other", 1_002.5],
        ["restored", 1_500.0],
        ["unplanted", -360.0],
    ]
    assert village_totals(table)["amount_yuan"].tolist() == [26_757.5]


def test_a_village_with_a_breach_may_lose_all():
    table = compute_compensation(LAND, PBF, RESTORED, IDLE, NONE, RATES, "village")
    assert village_totals(table)["amount_yuan"].tolist() == [0.0]
    assert table["item"].tolist()[-1] == "withheld"


def test_land_that_is_both_idle_and_illegal_is_deducted_once():
    table = compute_compensation(LAND, PBF, RESTORED, IDLE, IDLE, RATES)
    assert table["item"].tolist()[-1] == "illegal" and village_totals(table)["amount_yuan"].tolist() == [26_757.5]


def test_without_a_rate_the_amount_is_not_known():
    table = compute_compensation(LAND, PBF, RESTORED, IDLE, NONE, RATES[:2])
    assert village_totals(table)["amount_yuan"].isna().all()
    nothing_restored = compute_compensation(LAND, PBF, None, IDLE, None, RATES[:2])
    assert village_totals(nothing_restored)["amount_yuan"].tolist() == [25_257.5]


def test_the_rate_of_the_smallest_unit_counts():
    own = [*RATES, Rate("pbf", "360222", Fraction(36)), Rate("pbf", "360281", Fraction(1))]
    table = compute_compensation(pieces("3"), marks("1"), None, marks("0"), None, own)
    assert table[["rate_yuan", "amount_yuan"]].values.tolist() == [[36.0, 108.0]]


@given(st.integers(0, 10**12), st.decimals(0, 10_000, places=3))
def test_rounding_is_half_up(cents, rate):
    exact = Fraction(cents) * 3 / 200_000 * Fraction(rate) * 100
    assert 2 * abs(fen(cents, Fraction(rate)) - exact) <= 1
    assert fen(100_000, Fraction("0.01")) == 2  # 1.5 mu x 0.01 = 0.015
