"""Features one by one: which columns are looked at, how features are named, and which checks are made."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from algorithms.test_check_layers import IDS, County, cell
from bridge.test_chunks import silent

from farmland_redline.processing.analysis.units import Units
from farmland_redline.processing.bridge.io.chunks import read_chunks
from farmland_redline.processing.workflows.checks.features import (
    check_features,
    find_columns,
    name_features,
    prepare_features,
)

from .small_county import STANDARDS, SURVEY, found, given, reprojector, settings, task

pytestmark = [
    pytest.mark.usefixtures("qgis"),
    pytest.mark.filterwarnings("ignore:'crs' was not provided", "ignore:invalid value encountered"),
]


@pytest.fixture
def county(tmp_path):
    return County(tmp_path)


def check(county, *checks, name="DLTB", role="parcels", units=None):
    """All that is found in a layer, and its features."""
    county.write()
    layer = given(county, name, role)
    of_layer = task(layer, *checks, units=units)
    (chunk,) = read_chunks(layer.source, sorted(set(of_layer.columns.values())), silent())
    features = prepare_features(of_layer, chunk, reprojector(layer))
    return found([part.rows for part in check_features(of_layer, features)]), features


def test_a_feature_is_named_by_its_id_where_that_is_its_own():
    ids, fid = pd.Series(["a", None, "b", "b"], dtype=object), np.array([11, 12, 13, 14])
    repeated = np.array([False, False, True, True])
    assert name_features("DLTB", ids, fid).tolist() == ["a", "DLTB:12", "b", "b"]
    assert name_features("DLTB", ids, fid, repeated).tolist() == ["a", "DLTB:12", "DLTB:13", "DLTB:14"]
    assert name_features("DLTB", None, fid[:1]).tolist() == ["DLTB:11"]


def test_columns_are_those_of_the_role():
    kinds = dict.fromkeys(("BSM", "地类", "DLBM", "YJJBNTMJ", "TBMJ"), "text")
    mapped = settings()
    mapped = type(mapped)(**{**vars(mapped), "field_mapping": {"DLBM": "地类"}})
    of_parcels = find_columns("DLTB", "parcels", kinds, SURVEY, mapped, STANDARDS)
    assert of_parcels["DLBM"] == "地类" and of_parcels["TBMJ"] == "TBMJ" and "YJJBNTMJ" not in of_parcels
    # The user's mapping is of today's parcels, not of last year's.
    assert find_columns("DLTB", "previous", kinds, SURVEY, mapped, STANDARDS)["DLBM"] == "DLBM"
    of_farmland = find_columns("YJJBNT", "pbf", kinds, SURVEY, mapped, STANDARDS)
    assert "YJJBNTMJ" in of_farmland.values() and "TBMJ" not in of_farmland.values()


def test_only_the_checks_that_are_wanted_are_made(county):
    county.change("DLTB", DLBM={3: "0299"}, BSM={5: None}, DLMC={0: None})
    assert check(county, "codes")[0] == [("unknown_class", IDS[3])]
    assert check(county, "ids")[0] == [("missing_bsm", "DLTB:6")]
    assert check(county, "fields")[0] == [("value_missing", IDS[0])]
    assert check(county)[0] == []


def test_geometries_are_repaired_for_the_checks_and_reported(county):
    x, y = shapely.get_coordinates(cell(0, 0))[:, 0].min(), shapely.get_coordinates(cell(0, 0))[:, 1].min()
    bow_tie = shapely.Polygon([(x, y), (x + 100, y + 100), (x + 100, y), (x, y + 100)])
    problems, features = check(county.change("DLTB", geometry={0: bow_tie}), "geometry")
    assert ("invalid_geometry", IDS[0]) in problems
    assert not shapely.is_valid(features.raw.geometry.iloc[0]) and features.frame.geometry.is_valid.all()
    assert features.repaired.tolist() == [0]


def test_places_are_those_of_today(county):
    """A parcel whose code names another village than it lies in; last year's survey has last year's units."""
    codes = np.array(county.layers["CJDCQ"]["ZLDWDM"], dtype=object)
    boxes = county.layers["CJDCQ"].geometry.to_numpy()
    units = Units.of(codes[::-1].copy(), boxes)  # the villages have changed their names
    problems, _ = check(county, "places", units=units)
    assert len(problems) == len(IDS)
    assert check(county, "places", role="previous", units=units)[0] == []
    assert check(county, "places", units=Units.of(codes, boxes))[0] == []


def test_farmland_whose_areas_contradict_each_other(county):
    county.change("YJJBNTBHTB", YJJBNTMJ={1: 9999.0})
    problems, _ = check(county, "areas", name="YJJBNTBHTB", role="pbf")
    assert [feature for _, feature in problems] == ["pbf2"]
