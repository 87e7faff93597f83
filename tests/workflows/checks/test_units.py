"""Units: read whole, the lowest level chosen, checked among themselves and against the parcels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from algorithms.test_check_layers import SIDE, County, X, Y
from bridge.test_chunks import silent

from farmland_redline.processing.analysis.quality.areas import UnitSums
from farmland_redline.processing.workflows.checks.units import check_units, read_unit_layer, units_of_places

from .small_county import STANDARDS, SURVEY, found, given, reprojector, settings

pytestmark = [
    pytest.mark.usefixtures("qgis"),
    pytest.mark.filterwarnings("ignore:'crs' was not provided", "ignore:invalid value encountered"),
]
EVERY = ("crs", "geometry", "ids", "coverage", "places", "areas")


@pytest.fixture
def county(tmp_path):
    return County(tmp_path)


def read(county, *checks, name="CJDCQ"):
    county.write()
    layer = given(county, name, "units")
    return read_unit_layer(layer.source, reprojector(layer), SURVEY, settings(*checks), STANDARDS, silent())


def sums_of(county):
    """Of the parcels, as the first reading sums them."""
    sums, parcels = UnitSums({}, {}), county.layers["DLTB"]
    sums.add(parcels["ZLDWDM"], np.rint(parcels["TBMJ"].to_numpy() * 100).astype(np.int64))
    return sums


def check(county, *checks, sums=None):
    layer = read(county, *checks)
    of_parcels = sums_of(county) if sums is None else sums
    return found(check_units([layer], SURVEY, settings(*checks), STANDARDS, of_parcels, "DLTB"))


def test_a_layer_is_read_with_control_areas_and_boundaries(county):
    layer, given_units = read(county), county.layers["CJDCQ"]
    assert layer.units["code"].tolist() == given_units["ZLDWDM"].tolist()
    assert layer.units["name"].tolist() == ["甲村", "乙村"]
    assert layer.units["control"].tolist() == given_units["DCMJ"].tolist()
    assert shapely.equals(layer.units.geometry.to_numpy(), given_units.geometry.to_numpy()).all()


def test_a_layer_without_codes_is_a_problem(county):
    county.layers["CJDCQ"] = county.layers["CJDCQ"].drop(columns="ZLDWDM")
    layer = read(county)
    assert found(layer.problems) == [("layer_not_checked", "")] and len(layer.units) == 0
    assert units_of_places([layer], SURVEY, 0.001) is None


def test_the_lowest_level_counts(county):
    """A county beside its two villages: places are compared with the villages."""
    villages, whole = county.layers["CJDCQ"], county.layers["CJDCQ"].iloc[:1].copy()
    whole["ZLDWDM"], whole["ZLDWMC"] = "360222", "县"
    whole = whole.set_geometry([shapely.union_all(villages.geometry.to_numpy())], crs=villages.crs)
    county.layers["XJXZQ"] = whole
    lowest = units_of_places([read(county, name="XJXZQ"), read(county)], SURVEY, 0.001)
    assert lowest.code.tolist() == [code[:12] for code in villages["ZLDWDM"]]
    only = units_of_places([read(county, name="XJXZQ")], SURVEY, 0.001)
    assert only.code.tolist() == ["360222"]


def test_units_in_order(county):
    assert check(county, *EVERY) == []


def test_a_control_area_that_the_parcels_do_not_make_up(county):
    code, area = county.layers["CJDCQ"]["ZLDWDM"][1], county.layers["CJDCQ"]["DCMJ"][1]
    county.change("CJDCQ", DCMJ={1: area + 500.0})
    assert [feature for _, feature in check(county, *EVERY)] == [code]
    assert check(county, "coverage") == []
    assert check(county, *EVERY, sums=UnitSums({}, {})) == []  # without parcels there is nothing to compare


def test_units_that_overlap_and_a_unit_without_parcels(county):
    first = county.layers["CJDCQ"].geometry[0]
    x, y, right, top = first.bounds
    county.change("CJDCQ", geometry={0: shapely.box(x, y, right, top + 10)})
    assert {kind for kind, _ in check(county, "coverage")} == {"units_overlap"}
    third = county.layers["CJDCQ"].iloc[:1].copy()
    third["ZLDWDM"] = "3602221002099999999"[:19]
    third = third.set_geometry([shapely.box(X + 900, Y, X + 900 + SIDE, Y + SIDE)], crs=third.crs)
    county.layers["CJDCQ"] = pd.concat([county.layers["CJDCQ"].iloc[1:], third], ignore_index=True)
    told = check(county, "places")
    assert any("360222100209" in feature for _, feature in told), told
