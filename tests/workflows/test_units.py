"""Units as read: nothing about their boundaries is mended or missing in silence."""

import geopandas
import shapely

from farmland_redline.processing.bridge.survey.schema import load_survey
from farmland_redline.processing.workflows.units import read_units


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
