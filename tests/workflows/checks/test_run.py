"""All layers together: their order, one system, and the parcels' sums against the units."""

from __future__ import annotations

import pyogrio
import pytest
import shapely
from algorithms.test_check_layers import IDS, County
from bridge.test_chunks import silent, source_of

from farmland_redline.processing.workflows.checks.run import check_layers
from farmland_redline.processing.workflows.checks.settings import LayerToCheck

from .small_county import STANDARDS, SURVEY, given, settings

pytestmark = [
    pytest.mark.usefixtures("qgis"),
    pytest.mark.filterwarnings("ignore:'crs' was not provided", "ignore:invalid value encountered"),
]
LAYERS = (("CJDCQ", "units"), ("YJJBNTBHTB", "pbf"), ("DLTB", "parcels"))


@pytest.fixture
def county(tmp_path):
    return County(tmp_path)


def check(county, *checks, layers=LAYERS):
    county.write()
    chosen = [given(county, name, role) for name, role in layers]
    return check_layers(chosen, SURVEY, settings(*checks), STANDARDS, silent())


def test_problems_come_by_layer_parcels_first_and_units_last(county):
    county.change("DLTB", DLBM={3: "0299"})
    county.change("YJJBNTBHTB", YJJBNTMJ={1: 9999.0})
    county.change("CJDCQ", DCMJ={1: 1.0})
    found = check(county, "codes", "areas")
    assert found["layer"].tolist() == ["DLTB", "YJJBNTBHTB", "CJDCQ"]
    assert found["feature"].tolist() == [IDS[3], "pbf2", county.layers["CJDCQ"]["ZLDWDM"][1]]
    assert found.crs.to_epsg() == 4527


def test_systems_are_compared_with_that_of_the_parcels(county):
    county.layers["YJJBNTBHTB"] = county.layers["YJJBNTBHTB"].to_crs(4490)
    found = check(county, "crs")
    assert set(found["layer"]) == {"YJJBNTBHTB"}
    assert check(county, "codes").empty


def test_without_parcels_units_are_compared_with_nothing(county):
    county.change("CJDCQ", DCMJ={1: 1.0})
    assert check(county, "areas", "places", layers=LAYERS[:2]).empty


def test_heights_are_noted(county):
    frame = county.layers["YJJBNTBHTB"]
    high = frame.set_geometry(shapely.force_3d(frame.geometry.to_numpy(), 5.0), crs=frame.crs)
    path = county.path.with_name("high.gpkg")
    pyogrio.write_dataframe(high, path, layer="YJJBNTBHTB", geometry_type="Polygon Z")
    layers = [LayerToCheck(source_of(f"{path}|layername=YJJBNTBHTB"), "pbf")]
    found = check_layers(layers, SURVEY, settings("geometry"), STANDARDS, silent())
    assert list(zip(found["layer"], found["kind"], found["severity"])) == [("YJJBNTBHTB", "heights", "note")]
