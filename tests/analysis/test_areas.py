"""Ridges and net areas of record against decimal arithmetic and hand-made parcels (analysis.quality.areas)."""

from decimal import ROUND_HALF_UP, Decimal

import geopandas
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from farmland_redline.processing.analysis.quality.areas import (
    UnitSums,
    check_ridges,
    check_zone_areas,
    ridge_cents,
)

COLUMNS = {"gross": "MJ", "ridges": "KC", "net": "JMJ"}


def layer(**columns):
    length = len(next(iter(columns.values())))
    frame = geopandas.GeoDataFrame(columns, geometry=[None] * length)
    return frame, "DLTB", np.array([f"f{number}" for number in range(length)])


def listed(found):
    return [
        (row.feature, row.kind, float(row.values_["recorded_m2"]), float(row.values_["computed_m2"]))
        for part in found
        for row in part.rows.rename(columns={"values": "values_"}).itertuples()
    ]


@given(st.integers(0, 10**11), st.integers(0, 9999))
def test_ridges_as_decimal_arithmetic_has_them(cents, ratio):
    area, coefficient = Decimal(cents).scaleb(-2), Decimal(ratio).scaleb(-4)
    due = (area * coefficient).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert ridge_cents([cents], [ratio / 10_000]).tolist() == [int(due * 100)]


def test_ridges_by_hand():
    # 0.50 m² at 0.13: 0.065 -> 0.07, where a binary fraction would give 0.06
    assert ridge_cents([50, 50, 100], [0.13, np.nan, 0.0049]).tolist() == [7, 0, 0]


def test_recorded_ridges():
    facts = {"TBMJ": [0.5, 0.5, 0.5], "KCXS": [0.13, 0.13, np.nan], "KCMJ": [0.07, 0.06, 0.0]}
    assert listed(check_ridges(*layer(**facts))) == [("f1", "ridge_area_wrong", 0.06, 0.07)]


@pytest.mark.parametrize(
    ("recorded", "found"),
    [
        ({"TBDLMJ": 900.0}, []),
        ({"TBDLMJ": 899.99}, [("f0", "net_area_wrong", 899.99, 900.0)]),
        ({"TBDLMJ": 900.01}, [("f0", "net_area_wrong", 900.01, 900.0)]),
        # From the recorded ridges: the wrong ones are named, the difference that follows is not wrong again.
        ({"TBDLMJ": 910.0, "KCMJ": 90.0}, [("f0", "ridge_area_wrong", 90.0, 100.0)]),
        # Left to other checks.
        ({"TBDLMJ": np.nan}, []),
        ({"TBDLMJ": 1000.01}, []),
        ({"TBDLMJ": 950.0, "TBMJ": 0.0}, []),
        ({"TBDLMJ": 950.0, "TBMJ": np.inf}, []),
        ({"TBDLMJ": 950.0, "KCXS": 1.0}, []),
        ({"TBDLMJ": 950.0, "KCXS": -0.1}, []),
    ],
)
def test_recorded_net_areas(recorded, found):
    facts = {"TBMJ": 1000.0, "KCXS": 0.1, "KCMJ": 100.0, **recorded}
    assert listed(check_ridges(*layer(**{name: [value] for name, value in facts.items()}))) == found


def test_ridges_that_are_not_recorded_are_computed():
    assert listed(check_ridges(*layer(TBMJ=[1000.0] * 2, KCXS=[0.1] * 2, TBDLMJ=[900.0, 950.0]))) == [
        ("f1", "net_area_wrong", 950.0, 900.0)
    ]
    assert list(check_ridges(*layer(TBMJ=[1000.0], KCXS=[0.1]))) == []


def test_what_could_have_been_wrong_is_counted():
    found = list(check_ridges(*layer(TBMJ=[9.0, 0.0], KCXS=[0.1, 0.1], KCMJ=[0.9, 0.0], TBDLMJ=[8.1, 0.0])))
    assert [(part.about, part.of, len(part.rows)) for part in found] == [("ridge area", 1, 0), ("net area", 1, 0)]


def test_net_areas_of_zones():
    facts = {
        "MJ": [1000.0] * 4 + [0.0],
        "KC": [100.0, 100.0, np.nan, 100.0, 0.0],
        "JMJ": [900.0, 950.0, 1000.0, np.nan, 5],
    }
    [found] = check_zone_areas(*layer(**facts), COLUMNS)
    assert listed([found]) == [("f1", "zone_net_area_wrong", 950.0, 900.0)]
    assert found.rows["values"].iloc[0]["field"] == "JMJ"
    assert found.rows["severity"].tolist() == ["note"]
    assert found.of == 3
    assert list(check_zone_areas(*layer(MJ=[1.0]), {"gross": "MJ"})) == []


def test_sums_by_unit_add_up_over_chunks():
    sums = UnitSums({}, {})
    sums.add(pd.Series(["360281101201", "360281101202", None]), np.array([1, 2, 4]))
    sums.add(pd.Series(["360281101201", "360222101201"]), np.array([8, 16]))
    assert sums.cents == {"360281101201": 9, "360281101202": 2, "360222101201": 16}
    assert sums.count == {"360281101201": 2, "360281101202": 1, "360222101201": 1}
    assert sums.by_length(6) == ({"360281": 11, "360222": 16}, {"360281": 3, "360222": 1})
    assert sums.by_length(99)[0] == sums.cents
