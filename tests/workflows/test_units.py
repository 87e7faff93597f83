"""Units as read: nothing about their boundaries is mended or missing in silence."""

import geopandas
import shapely

from farmland_redline.processing.bridge.survey.schema import load_survey
from farmland_redline.processing.workflows.units import finest_units, read_units, unit_boundaries


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
