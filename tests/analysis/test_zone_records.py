"""Recorded areas of zones against geometry; values by hand: 1 mu is 2000/3 m²."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from farmland_redline.processing.analysis.overlay.roles import Role
from farmland_redline.processing.analysis.overlay.zones import prepare_zones
from farmland_redline.processing.analysis.quality.zone_records import RecordRules

from .mosaics import CRS, ORIGIN, PROJECTION, RULES, parcel_frame, pieces_of, zone_layer

ROLE = Role("pbf", shares={"TBDLMJ": ["YJJBNTMJ"]}, net="TBDLMJ", id_names=("BSM",))
X, Y = ORIGIN
FIELDS = [box(X + west, Y, X + west + 200, Y + 100) for west in (0, 200, 400)]  # 20,000 m² each, 30 mu, 2 ha


def layer(records, rules=None):
    frame = zone_frame(records)
    return prepare_zones(ROLE, {"YJJBNT": frame}, PROJECTION, RULES.tolerance, 6, records=rules)


def zone_frame(records):
    return gpd.GeoDataFrame({"BSM": ["a", "b", "c"], "YJJBNTMJ": records}, geometry=FIELDS, crs=CRS)


def kinds(made):
    found = [p for p in made.problems if len(p)]
    return pd.concat(found)["kind"].tolist() if found else []


@pytest.mark.parametrize(
    ("records", "kind"),
    [
        ([30.0, 27.9, 28.5], "records_in_mu"),
        ([2.0, 1.86, 1.9], "records_in_ha"),
        ([30.0, 27.9, 19_000.0], "records_in_mu"),  # the median tells
    ],
)
def test_records_in_another_unit_are_told_once(records, kind):
    made = layer(records)
    assert kinds(made) == [kind]
    row = next(p for p in made.problems if len(p)).iloc[0]
    assert (row["severity"], row["layer"], row["feature"]) == ("error", "pbf", "")


@pytest.mark.parametrize(("unit", "records"), [("mu", [30.0, 27.9, 28.5]), ("ha", [2.0, 1.86, 1.9])])
def test_the_unit_that_is_given_counts(unit, records):
    made = layer(records, RecordRules(unit))
    assert kinds(made) == []
    assert made.table["net_m2"].tolist() == [20_000.0, 18_600.0, 19_000.0]
    assert made.table["counted_m2"].tolist() == [20_000.0, 18_600.0, 19_000.0]
    pieces, _ = pieces_of(parcel_frame([FIELDS[1]]), made)
    assert pieces["pbf_TBDLMJ"].tolist() == pytest.approx([18_600.0], abs=0.01)


def test_zones_whose_record_deviates_are_listed():
    assert kinds(layer([18_600.0, 19_000.0, 20_190.0])) == []  # ridges; and 0.95 % more than there is
    made = layer([18_600.0, 9_000.0, 20_300.0])
    rows = pd.concat([p for p in made.problems if len(p)])
    assert rows["kind"].tolist() == ["record_deviates"] * 2 and rows["feature"].tolist() == ["b", "c"]
    assert rows["values"].iloc[0]["net_m2"] == 9_000 and rows["severity"].unique().tolist() == ["warning"]


def test_zones_without_records_tell_nothing():
    assert kinds(layer([None, None, None])) == []
    assert kinds(zone_layer("pbf", [box(X, Y, X + 1, Y + 1)], ["a"], ROLE)) == []
    assert np.isnan(layer([None, 30.0, None], RecordRules("mu")).table["net_m2"].iloc[0])
