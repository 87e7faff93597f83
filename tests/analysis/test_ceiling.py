"""Ceilings of measure 18 by the figures of `measures.md` 7, and the sums of stable land by invented surveys."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from farmland_redline.processing.analysis.balance.ceiling import (
    EXACT_PER_MU,
    OWN,
    closure_of,
    set_ceilings,
    sum_stable,
)
from farmland_redline.processing.analysis.changes.division import EarlierParcels
from farmland_redline.processing.analysis.changes.tracking import track_changes
from farmland_redline.processing.analysis.rules.policy import ChangeRule, Policy, SurveyClass, SurveyClasses, Unit

ZHUSHAN, CHANGJIANG, FULIANG, LEPING, CITY = "360203", "360202", "360222", "360281", "360200"
POLICY = Policy(
    "demo",
    units=(
        Unit(CITY, "景德镇市", "city", survey2_target_wan_mu=Decimal("129.45")),
        *(Unit(code, code, "county", CITY, survey2_target_wan_mu=Decimal(10)) for code in (ZHUSHAN, CHANGJIANG)),
        *(Unit(code, code, "county", CITY, survey2_target_wan_mu=Decimal(10)) for code in (FULIANG, LEPING)),
    ),
    class_groups={"cultivated": ("01*",)},
    change_causes=(ChangeRule("built", ""),),
)
DELTA = {code: mu * EXACT_PER_MU for code, mu in zip((ZHUSHAN, CHANGJIANG, FULIANG, LEPING), (-100, 300, 800, 2400))}
HOLDING = dict.fromkeys(DELTA, 0)


def ceilings(delta=DELTA, chosen=(), mode="city_net", holding=HOLDING) -> dict[str, float | None]:
    made = set_ceilings(delta, holding, {code: mu * EXACT_PER_MU for code, mu in chosen}, POLICY, mode)
    return {code: None if one.amount is None else round(one.amount / EXACT_PER_MU, 4) for code, one in made.items()}


def test_the_city_nets_negative_changes_and_shares():
    """Own ceilings sum to 3500; the city's net is 3400."""
    assert ceilings(mode=OWN) == {ZHUSHAN: 0, CHANGJIANG: 300, FULIANG: 800, LEPING: 2400, CITY: 3400}
    shared = ceilings()
    assert shared == {ZHUSHAN: 0, CHANGJIANG: 291.43, FULIANG: 777.14, LEPING: 2331.43, CITY: 3400}


def test_what_is_set_against_the_gap():
    """Leping offsets 1200; two hundredths go to the largest remainders."""
    shared = ceilings(chosen=[(LEPING, 1200)])
    assert shared == {ZHUSHAN: 0, CHANGJIANG: 286.96, FULIANG: 765.22, LEPING: 1147.82, CITY: 2200}


@pytest.mark.parametrize(
    ("chosen", "holding", "offset"),
    [(5000, 0, 2400), (1200, 99_000, 1000), (1200, 100_001, 0), (0, 0, 0)],
)
def test_an_offset_is_bounded_by_increase_and_gap(chosen, holding, offset):
    """And Zhushan, which decreased, offsets nothing, whatever it chose."""
    known = {**HOLDING, LEPING: holding * EXACT_PER_MU}
    made = set_ceilings(DELTA, known, {LEPING: chosen * EXACT_PER_MU, ZHUSHAN: EXACT_PER_MU}, POLICY, OWN)
    assert made[LEPING].offset == offset * EXACT_PER_MU and made[LEPING].amount == (2400 - offset) * EXACT_PER_MU
    assert (made[ZHUSHAN].offset, made[ZHUSHAN].amount) == (0, 0)


def test_without_data_of_a_county_the_city_is_not_known():
    delta = {**DELTA, ZHUSHAN: None}
    assert set(ceilings(delta).values()) == {None}
    assert ceilings(delta, mode=OWN) == {ZHUSHAN: None, CHANGJIANG: 300, FULIANG: 800, LEPING: 2400, CITY: None}


@given(st.lists(st.integers(-(10**9), 10**9), min_size=4, max_size=4), st.lists(st.integers(0, 10**9), max_size=4))
def test_shares_add_up_to_the_city(deltas, chosen):
    """To 0.01 mu; no county whose stable land decreased has a share, and none is below 0."""
    delta = dict(zip(DELTA, deltas))
    made = set_ceilings(delta, HOLDING, dict(zip(DELTA, chosen)), POLICY)
    assert sum(made[code].amount for code in DELTA) == made[CITY].amount
    assert all(made[code].amount >= 0 and (delta[code] > 0 or made[code].amount == 0) for code in DELTA)


CLASSES = SurveyClasses({code: SurveyClass(code, "", "") for code in ("0101", "0702")})


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["0101", "0702"]), st.booleans(), st.booleans(), st.integers(0, 2), st.integers(1, 99_999)
        ),
        min_size=1,
        max_size=12,
    ),
    st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(1, 99_999)), min_size=3, max_size=3),
)
def test_stable_land_closes(rows, parcels):
    """Pieces of three earlier parcels and of none, cultivated or not, in two counties."""
    was = np.array([p[0] for p in parcels])
    record = np.array([p[2] for p in parcels])
    earlier = EarlierParcels(
        np.array(list("ABC"), object),
        np.where(was, "0101", "0702").astype(object),
        record,
        np.where(was, record, 0),
        was,
        record / 100.0,
        np.full(3, 1.0),
        pd.DataFrame({"county": [FULIANG, FULIANG, LEPING]}),
    )
    pieces = pd.DataFrame(
        {
            "DLBM": [row[0] for row in rows],
            "cultivated_m2": [row[4] / 100 if row[0] == "0101" else 0.0 for row in rows],
            "previous": ["ABC"[row[3]] if row[1] else None for row in rows],
            "previous_PART": [1 / len(rows) if row[1] else np.nan for row in rows],
            "county": [FULIANG if row[2] else LEPING for row in rows],
        }
    )
    changes = track_changes(pieces, earlier, POLICY, CLASSES, "2024-12-31", "2020-12-31", 0.001)
    stable_now = np.array([row[0] == "0101" and row[4] % 2 == 0 for row in rows])
    sums = sum_stable(changes, was & np.array([p[1] for p in parcels]), stable_now)
    assert (closure_of(sums) == 0).all()
    cents = np.array([row[4] for row in rows])
    assert sums["stable_now"].sum() == cents[stable_now].sum()
