"""Parcels normalised for the overlay: standard fields, one system, the same columns."""

import geopandas as gpd
import pyproj
import pytest
import shapely

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.survey.normalisation import Normaliser, concat_layers
from farmland_redline.processing.bridge.survey.schema import load_survey

CRS = pyproj.CRS.from_epsg(4527)
DEGREES = pyproj.Transformer.from_crs(4490, 4527, always_xy=True)


def normaliser(columns=None, transformer=None, mapping=None):
    return Normaliser("DLTB", mapping or {}, load_survey(), CRS, transformer, columns)


def parcels(**columns):
    data = {"bsm": ["1", "2"], "地类": ["0101", "0702"], "TBMJ": ["1.5", "2"], "ZLDWDM": ["360222"] * 2, **columns}
    shapes = [shapely.box(117.2, 29.3, 117.21, 29.31), None]
    return gpd.GeoDataFrame(data, geometry=shapes, index=[7, 9])


def test_names_types_and_system():
    made = normaliser(transformer=DEGREES, mapping={"DLBM": "地类"}).normalise(parcels(own=["x", "y"]))
    assert sorted(made.columns[:4]) == ["BSM", "DLBM", "TBMJ", "ZLDWDM"]
    assert list(made.columns[4:]) == ["own", "geometry"]
    assert made["TBMJ"].tolist() == [1.5, 2.0] and made.index.tolist() == [7, 9] and made.crs == CRS
    corner = DEGREES.transform(117.21, 29.3)
    assert shapely.get_coordinates(made.geometry[7]).tolist()[0] == pytest.approx(corner, abs=1e-6)
    assert made.geometry[9] is None


def test_columns_that_the_layer_lacks_are_null_of_their_type():
    wanted = ["BSM", "TBMJ", "TBDLMJ", "GDPDJB"]
    made = normaliser(wanted, mapping={"DLBM": "地类"}).normalise(parcels())
    assert list(made.columns) == [*wanted, "geometry"]
    assert made["TBDLMJ"].dtype == "float64" and made["TBDLMJ"].isna().all() and made["GDPDJB"].isna().all()


def test_a_layer_without_required_fields_is_an_error():
    with pytest.raises(InputError, match=r"DLTB.*DLBM"):
        normaliser().normalise(parcels())


def test_several_layers_are_one():
    one = normaliser(["BSM", "TBMJ"], mapping={"DLBM": "地类"}).normalise(parcels())
    assert concat_layers([one]) is one
    both = concat_layers([one, one])
    assert both.index.tolist() == [0, 1, 2, 3] and both["BSM"].tolist() == ["1", "2"] * 2 and both.crs == CRS
