"""Units as read: nothing about their boundaries is mended or missing in silence."""

import geopandas
import pyproj
import shapely

from farmland_redline.processing.bridge.io.reading import LayerData
from farmland_redline.processing.bridge.survey.schema import load_survey
from farmland_redline.processing.workflows.units import county_boundaries, finest_units, read_units


def test_broken_and_missing_boundaries_are_listed_and_names_kept():
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    frame = geopandas.GeoDataFrame(
        {"XZQDM": ["360222", "360281", "360203"], "XZQMC": ["浮梁县", "乐平市", "珠山区"]},
        geometry=[shapely.box(0, 0, 1, 1), bow_tie, None],
        crs=4527,
    )
    units, found = read_units([("XJXZQ", frame)], load_survey())
    assert dict(zip(units["code"], units["name"])) == {"360222": "浮梁县", "360281": "乐平市", "360203": "珠山区"}
    rows = {(kind, feature) for table in found for kind, feature in zip(table["kind"], table["feature"])}
    assert rows == {("no_geometry", "360203"), ("invalid_zone", "360281")}
    assert units.geometry[1].is_valid


def test_the_finest_units_are_those_with_the_longest_codes_that_have_a_boundary():
    codes = ["360222", "360222100", "360222100201", "3602221002020000000"]
    box = shapely.box(0, 0, 1, 1)
    units = geopandas.GeoDataFrame({"code": codes}, geometry=[box, box, None, box], crs=4527)
    levels = {"county": 6, "township": 9, "village": 12}
    assert finest_units(units, levels).code.tolist() == ["3602221002020000000"]
    assert finest_units(units.iloc[:3], levels).code.tolist() == ["360222100"]
    assert len(finest_units(units.iloc[2:3], levels).code) == 0


def test_maps_take_the_first_plain_layer_of_county_codes(tmp_path):
    def layer(name, codes, path):
        boxes = [shapely.box(i, 0, i + 1, 1) for i in range(len(codes))]
        frame = geopandas.GeoDataFrame({"XZQDM": codes}, geometry=boxes, crs=4527)
        return LayerData(name, frame, pyproj.CRS(4527), path, "all")

    path, survey = tmp_path / "city.gpkg", load_survey()
    villages = layer("XZQ", ["360222100201"], path)
    selected = layer("XJXZQ", ["360222"], None)  # a part of a layer is no file that maps could open
    split = layer("a|b", ["360222"], path)
    counties = layer("XJXZQ", ["360222", " 360281 "], path)
    found = county_boundaries([villages, selected, split, counties], survey)
    assert (found.source, found.field) == (f"{path}|layername=XJXZQ", "XZQDM")
    assert county_boundaries([villages, selected, split], survey) is None
