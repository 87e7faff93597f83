"""What stops a run is told at once, of all layers, before the long work; what does not is listed."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from algorithms.test_check_layers import County, changed, rows
from qgis.core import QgsProcessingException

pytestmark = [
    pytest.mark.usefixtures("qgis"),
    pytest.mark.filterwarnings("ignore:'crs' was not provided", "ignore:invalid value encountered"),
]


@pytest.fixture
def place(tmp_path):
    return County(tmp_path)


def batch(place, given, **more):
    import processing

    out = place.path.parent / "结果"
    return out, {"OUTPUT_FOLDER": str(out), "MAPS": False, **given, **more}, processing.run


def without_crs(frame):
    return gpd.GeoDataFrame(pd.DataFrame(frame.drop(columns="geometry")), geometry=frame.geometry.to_numpy())


@pytest.mark.parametrize("algorithm", ["run_batch", "overlay_parcels"])
def test_all_that_stops_a_run_is_told_at_once(place, algorithm):
    parcels = place.layers["DLTB"].drop(columns=["DLBM", "ZLDWDM"])
    parcels["TBMJ"] = parcels["TBMJ"].astype(str)
    place.layers["DLTB"] = changed(parcels, {"TBMJ": {3: "约9000"}})
    place.layers["YJJBNTBHTB"] = without_crs(place.layers["YJJBNTBHTB"])
    place.layers["CJDCQ"] = place.layers["CJDCQ"].drop(columns="ZLDWDM")
    red_line = place.layers["DLTB"].iloc[:2][["BSM", "geometry"]]
    place.layers["STBHHX"] = red_line.set_crs(2363, allow_override=True)
    place.layers["CZKFBJ"] = red_line.set_crs(4490, allow_override=True)
    given = place.write()
    given["ZONES"] = [place.source("STBHHX"), place.source("CZKFBJ")]
    out, given, run = batch(place, given)
    if algorithm == "overlay_parcels":
        given = {**{k: v for k, v in given.items() if k not in ("OUTPUT_FOLDER", "MAPS")}, "OUTPUT": str(place.out)}
    with pytest.raises(QgsProcessingException) as error:
        run(f"farmland_redline:{algorithm}", given)
    lines = str(error.value).splitlines()
    for words in (
        ("DLTB", "no field DLBM"), ("DLTB", "no field ZLDWDM"), ("DLTB", "field TBMJ", "约9000"),
        ("YJJBNTBHTB", "coordinate reference system"), ("CJDCQ", "unit code"),
        ("STBHHX", "CGCS2000 exactly"), ("CZKFBJ", "do not fit"),
    ):  # fmt: skip
        assert sum(all(word in line for word in words) for line in lines) == 1, (words, lines)
    assert len(lines) == 7
    assert not out.exists() or not list(out.iterdir())
    assert not place.out.exists()


def test_what_does_not_stop_a_run_is_listed(place):
    """Unknown classes everywhere, not only inside the zones that have conflicts; each once."""
    parcels = changed(place.layers["DLTB"], {"DLBM": {0: "0199", 14: "1299", 19: "113"}})
    place.layers["DLTB"] = parcels
    out, given, run = batch(place, place.write())
    run("farmland_redline:run_batch", given)
    found = pyogrio.read_dataframe(out / "farmland_redline.gpkg", layer="problems")
    ids = parcels["BSM"]
    assert rows(found, "unknown_class") == [("DLTB", ids[0], "warning"), ("DLTB", ids[14], "warning")]
    assert rows(found, "class_of_other_survey") == [("DLTB", ids[19], "error")]


def test_a_layer_in_order_is_not_held_up(place):
    out, given, run = batch(place, place.write())
    run("farmland_redline:run_batch", given)
    assert (out / "farmland_redline.gpkg").exists()
