"""Units as read: nothing about their boundaries is mended or missing in silence."""

import geopandas
import pandas as pd
import pytest
import shapely

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.survey.schema import load_survey
from farmland_redline.processing.workflows.units import (
    overlapping_units,
    read_unit_names,
    read_units,
    unit_boundaries,
    unit_names,
)


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
    assert units.is_valid[units["code"] == "360281"].all()


def names_of(codes, names=None):
    names = names or [None] * len(codes)
    boxes = [shapely.box(i, 0, i + 1, 1) for i in range(len(codes))]
    return geopandas.GeoDataFrame({"XZQDM": codes, "XZQMC": names}, geometry=boxes, crs=4527)


def kinds(found):
    return [(kind, feature) for table in found for kind, feature in zip(table["kind"], table["feature"])]


def test_codes_in_any_spelling_are_digits():
    frame = names_of([360222.0, 360281.0], ["浮梁县", "乐平市"])
    units, found = read_units([("XZQ", frame), ("CITY", names_of([" 3602", "３６０２２２１００"]))], load_survey())
    assert units["code"].tolist() == ["360222100", "360222", "360281", "3602"] and kinds(found) == []
    assert unit_names(units) == {"360222": "浮梁县", "360281": "乐平市"}


def test_a_code_that_cannot_be_read_is_listed_with_its_name():
    units, found = read_units([("XZQ", names_of(["360222", "乐平市", "12345"], ["甲", "乙", "丙"]))], load_survey())
    assert units["code"].tolist() == ["360222"]
    assert kinds(found) == [("unit_code_unreadable", "1"), ("unit_code_unreadable", "2")]
    assert pd.concat(found)["values"].tolist() == [{"code": "乐平市", "name": "乙"}, {"code": "12345", "name": "丙"}]


def test_a_layer_whose_codes_are_names_is_refused():
    with pytest.raises(InputError, match=r"XZQDM.*浮梁县"):
        read_units([("XZQ", names_of(["浮梁县", None]))], load_survey())


def test_features_of_one_code_are_one_unit_and_two_names_are_told():
    frame = names_of(["360222", "360222000000", "360281", "360281"], ["浮梁县", "浮梁县", "乐平市", "婺源县"])
    units, found = read_units([("XZQ", frame)], load_survey())
    assert units["code"].tolist() == ["360222", "360281"] and units["name"].tolist() == ["浮梁县", "乐平市"]
    assert units.area.tolist() == [2.0, 2.0] and units.geom_type.tolist() == ["Polygon", "Polygon"]
    assert kinds(found) == [("unit_repeated", "360281")] * 2


def test_overlaps_of_one_level_are_told_with_their_area_and_those_of_two_levels_are_none():
    boxes = shapely.box([0, 8, 0], 0, [10, 20, 10], [10, 10, 2])
    frame = geopandas.GeoDataFrame({"XZQDM": ["360281", "360222", "360281100"]}, geometry=boxes, crs=4527)
    survey = load_survey()
    units, _ = read_units([("XZQ", frame)], survey)
    (table,) = [found for found in overlapping_units(units, survey.levels, 0.001, 1) if len(found)]
    assert kinds([table]) == [("units_overlap", "360222")] and table["layer"].tolist() == ["XZQ"]
    assert table["values"].tolist() == [{"other": "360281", "area_m2": 20.0}]


def test_names_come_from_layers_in_any_system():
    layers = [("XZQ", names_of(["360222"], ["浮梁县"])), ("XZ", names_of(["360222100000"], ["镇"]).to_crs(4490))]
    assert read_unit_names(layers, load_survey()) == {"360222": "浮梁县", "360222100": "镇"}


def test_maps_take_the_repaired_boundaries_of_every_level_and_features_of_one_code_together():
    """By hand: 1 + 1 m² of two features, and the bow-tie's two triangles of 1 m² each."""
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    frame = geopandas.GeoDataFrame(
        {"XZQDM": ["360222", "360222", "360281", "360203", "3602221002020000000"], "XZQMC": list("甲甲乙丙丁")},
        geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), bow_tie, None, shapely.box(0, 0, 1, 1)],
        crs=4527,
    )
    units, _ = read_units([("XJXZQ", frame)], load_survey())
    found = unit_boundaries(units, {"county": 6, "township": 9, "village": 12})
    assert {level: sorted(codes) for level, codes in found.items()} == {
        "county": ["360222", "360281"],
        "township": [],
        "village": ["360222100202"],
    }
    assert found["county"]["360222"].area == 2 and found["county"]["360222"].geom_type == "Polygon"
    assert found["county"]["360281"].area == 2 and found["county"]["360281"].is_valid
    assert unit_boundaries(units.iloc[:0], {"county": 6}) == {"county": {}}
