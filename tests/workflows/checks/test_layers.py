"""A layer in two readings: what is found of each, in which order, and what of a layer that cannot be read."""

from __future__ import annotations

import pytest
from algorithms.test_check_layers import IDS, County, changed
from bridge.test_chunks import silent, source_of
from conftest import write_shapefile

from farmland_redline.processing.workflows.checks.layers import check_layer
from farmland_redline.processing.workflows.checks.settings import LayerToCheck

from .small_county import found, given, reprojector, task

pytestmark = [
    pytest.mark.usefixtures("qgis"),
    pytest.mark.filterwarnings("ignore:'crs' was not provided", "ignore:invalid value encountered"),
]


@pytest.fixture
def county(tmp_path):
    return County(tmp_path)


def check(county, *checks, name="DLTB", role="parcels"):
    county.write()
    layer = given(county, name, role)
    return check_layer(task(layer, *checks), layer.source, reprojector(layer), silent())


def test_both_readings_are_told_with_the_sums(county):
    county.layers["DLTB"] = county.layers["DLTB"].drop(columns="DLMC")
    county.change("DLTB", BSM={15: IDS[0]}, DLBM={3: "0299"})
    result = check(county, "fields", "codes", "ids")
    kinds = [kind for table in result.problems for kind in table["kind"]]
    # Of the layer, then of several features, then of single ones.
    assert kinds == ["field_missing", "duplicate_bsm", "duplicate_bsm", "unknown_class"]
    assert result.name == "DLTB" and sum(result.sums.count.values()) == len(IDS)


def test_zones_have_no_sums_and_no_required_fields(county):
    result = check(county, "fields", "ids", name="YJJBNTBHTB", role="pbf")
    assert found(result.problems) == [] and result.sums.count == {}


def test_an_empty_layer(county):
    county.layers["DLTB"] = county.layers["DLTB"].iloc[:0]
    assert found(check(county, "geometry").problems) == [("layer_empty", "")]


def test_a_layer_that_cannot_be_read_is_a_problem_and_no_end(county):
    """A file that goes away between the look at it and its reading: nothing is compared."""
    path = county.path.with_name("DLTB.shp")
    frame = changed(county.layers["DLTB"], {"BSM": {1: IDS[0]}, "DLBM": {3: "0299"}})
    write_shapefile(frame, path, "GBK")
    layer = LayerToCheck(source_of(str(path)), "parcels")
    of_layer = task(layer, "fields", "ids", "coverage")
    path.unlink()
    result = check_layer(of_layer, layer.source, reprojector(layer), silent())
    assert found(result.problems) == [("layer_not_checked", "")]
    assert "DLTB.shp" in result.problems[-1]["values"].iloc[0]["reason"]


def test_without_a_common_system_problems_have_no_place(county):
    county.layers["DLTB"] = county.layers["DLTB"].set_crs(4490, allow_override=True)
    county.change("DLTB", DLBM={3: "0299"})
    result = check(county, "crs", "codes")
    kinds = {kind for table in result.problems for kind in table["kind"]}
    assert "unknown_class" in kinds and len(kinds) == 2
    assert all(table["geometry"].isna().all() for table in result.problems if "unknown_class" in set(table["kind"]))
