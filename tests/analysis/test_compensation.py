"""Compensation of measure 39 by the figures of `measures.md` 14, and its traps."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from farmland_redline.processing.analysis.balance.compensated_land import PENALTY, compensate
from farmland_redline.processing.analysis.balance.compensation import (
    Rate,
    compute_compensation,
    fen,
    village_totals,
)
from farmland_redline.processing.analysis.rules.policy import (
    Condition,
    Option,
    Policy,
    Rule,
    SurveyClass,
    SurveyClasses,
    Unit,
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
PBF, RESTORED, IDLE = marks("1100"), marks("0001"), {"unplanted": marks("0100")}


def test_the_worked_example():
    table = compute_compensation(LAND, PBF, RESTORED, IDLE, RATES)
    assert table[["item", "amount_yuan"]].values.tolist() == [
        ["pbf", 24_615.0],
        ["other", 1_002.5],
        ["restored", 1_500.0],
        ["unplanted", -360.0],
    ]
    assert village_totals(table).tolist() == [2_675_750]


def test_a_village_with_a_breach_may_lose_all():
    table = compute_compensation(LAND, PBF, RESTORED, IDLE, RATES, "village")
    assert village_totals(table).tolist() == [0]
    assert table[["item", "area_mu", "amount_yuan"]].values.tolist()[-1] == ["withheld", 12.0, -27_117.5]


def test_without_a_rate_the_amount_is_not_known():
    table = compute_compensation(LAND, PBF, RESTORED, IDLE, RATES[:2])
    assert village_totals(table).isna().all()
    nothing_restored = compute_compensation(LAND, PBF, None, IDLE, RATES[:2])
    assert village_totals(nothing_restored).tolist() == [2_525_750]


def test_the_rate_of_the_smallest_unit_counts():
    own = [*RATES, Rate("pbf", "360222", Fraction(36)), Rate("pbf", "360281", Fraction(1))]
    table = compute_compensation(pieces("3"), marks("1"), None, {}, own)
    assert table[["rate_yuan", "amount_yuan"]].values.tolist() == [[36.0, 108.0]]


@given(st.integers(0, 10**12), st.decimals(0, 10_000, places=3))
def test_rounding_is_half_up(cents, rate):
    exact = Fraction(cents) * 3 / 200_000 * Fraction(rate) * 100
    assert 2 * abs(fen(cents, Fraction(rate)) - exact) <= 1
    assert fen(100_000, Fraction("0.01")) == 2  # 1.5 mu x 0.01 = 0.015


POLICY = Policy(
    "demo",
    units=(Unit("360200", "", "city"), Unit("360222", "", "county", "360200")),
    class_groups={"cultivated": ("01*",)},
    compensation_deductions=(Rule("unplanted", "", when=((Condition("ZZSXDM", "in", ("WG",)),),)),),
    options={PENALTY: Option(PENALTY, "land", ("land", "village"), "", "", "")},
)
CLASSES = SurveyClasses({code: SurveyClass(code, "", "") for code in ("0101", "0201")})
LEVELS = ("city", "county", "township", "village")
PARCEL = st.tuples(
    st.sampled_from(("360222101201", "360222101202", "360222102201", "360281100201", "")),
    st.sampled_from(("0101", "0201")),
    st.sampled_from(("0101", "0201", None)),
    st.sampled_from(("WG", "LS", None)),
    st.sampled_from(("Y1", None)),
    st.integers(0, 10**9),
)


@given(
    st.lists(PARCEL, max_size=12), st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(("land", "village"))
)
def test_units_close_whatever_the_land(parcels, pbf, other, penalty):
    names = ["village", "DLBM", "previous_DLBM", "ZZSXDM", "pbf", "cents"]
    table = pd.DataFrame(parcels, columns=names)
    table["county"], table["township"] = table["village"].str[:6], table["village"].str[:9]
    table["previous"] = table["previous_DLBM"]
    table["cultivated_m2"] = (table["cents"] / 100).where(table["DLBM"] == "0101", 0.0)
    rates = [Rate("pbf", "", Fraction(pbf, 1000)), Rate("other", "3602", Fraction(other, 1000)), RATES[2]]
    policy = replace(POLICY, options={PENALTY: replace(POLICY.options[PENALTY], value=penalty)})
    found = compensate(table, policy, CLASSES, rates, LEVELS, {}, "2024-12-31")
    units, statement = found.units, found.statement
    assert (units["closure_m2"] == 0).all() and (units["closure_yuan"].dropna() == 0).all()
    land = sum(row[-1] for row in parcels if row[1] == "0101")
    for level in LEVELS[1:]:
        rows = units[units["level"] == level]
        assert round(rows["cultivated_m2"].sum() * 100) == land
        if statement["amount_yuan"].notna().all():
            assert round(rows["amount_yuan"].sum() * 100) == round(statement["amount_yuan"].sum() * 100)
    assert (units["amount_yuan"].dropna() >= 0).all(), "no more is deducted than was earned"
