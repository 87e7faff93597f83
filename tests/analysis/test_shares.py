"""Shares of zones' records: rounded, none of a record is lost; against sums of fractions."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from farmland_redline.processing.analysis.overlay.roles import Role
from farmland_redline.processing.analysis.overlay.shares import ShareRounding

from .mosaics import ORIGIN, parcel_frame, pieces_of, zone_layer

X, Y = ORIGIN
ROLE = Role("pbf", shares={"TBDLMJ": ("YJJBNTMJ",)}, net="TBDLMJ", id_names=("BSM",))


def box(west, south, east, north):
    return shapely.box(X + west, Y + south, X + east, Y + north)


def layer(records):
    shapes = [box(100 * i, 0, 100 * i + 90, 100) for i in range(len(records))]
    return zone_layer("pbf", shapes, [f"Z{i}" for i in range(len(records))], ROLE, YJJBNTMJ=records)


LAYER = layer([1e4] * 4)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.one_of(st.floats(0, 1e5), st.floats(0, 0.02), st.just(0.285))), max_size=60
    ),
    st.integers(1, 9),
)
def test_every_zone_adds_up_and_no_share_is_off_by_a_hundredth(rows, step):
    """However the pieces are parted; the sums are those of fractions, rounded once."""
    frame = pd.DataFrame({"pbf": [f"Z{zone}" for zone, _ in rows], "pbf_TBDLMJ": [area for _, area in rows]})
    rounding = ShareRounding([LAYER])
    parts = [rounding.round(frame.iloc[start : start + step]) for start in range(0, len(frame), step)]
    found = pd.concat(parts) if parts else frame
    assert found.equals(ShareRounding([LAYER]).round(frame)) or not len(frame)
    assert (np.abs(found["pbf_TBDLMJ"] - frame["pbf_TBDLMJ"]) < 0.01 + 1e-6).all()
    for zone in found["pbf"].unique():
        exact = sum((Fraction(area) for number, area in rows if f"Z{number}" == zone), Fraction(0))
        cents = sum(round(area * 100) for area in found.loc[found["pbf"] == zone, "pbf_TBDLMJ"])
        assert abs(cents - exact * 100) <= Fraction(1, 2) + Fraction(len(rows), 10_000)


def test_what_is_unknown_or_no_area_stays_as_it_is():
    frame = pd.DataFrame({"pbf": ["Z0", None, "Z1", "Z0"], "pbf_TBDLMJ": [np.nan, np.nan, 1e20, 0.005]})
    found = ShareRounding([LAYER]).round(frame)["pbf_TBDLMJ"]
    assert found.tolist()[2:] == [1e20, 0.01] and found.isna().tolist() == [True, True, False, False]


@pytest.mark.parametrize("count", [3, 7])
def test_a_zone_in_many_parcels_keeps_its_record(count):
    """100.00 m² in equal strips: 7 strips of 14.285714 rounded one by one are 100.03."""
    wide = 90 / count
    frame = parcel_frame([box(wide * i, 0, wide * (i + 1), 100) for i in range(count)])
    zones = layer([100.0])
    pieces, _ = pieces_of(frame, zones)
    shares = ShareRounding([zones]).round(pieces)["pbf_TBDLMJ"]
    assert len(shares) == count and round(shares.sum(), 2) == 100.0
    assert (shares - 100 / count).abs().max() < 0.01
