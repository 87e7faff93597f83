import numpy as np
import pytest
import shapely

from farmland_redline.processing.analysis.problems import (
    COLUMNS,
    ERROR,
    NONE,
    WARNING,
    Findings,
    Found,
    collect,
    problems,
)


def test_a_row_a_feature_with_its_own_facts():
    found = problems("value_too_long", "DLTB", [7, None], ERROR, {"value": np.array(["a", "b"]), "needed": [1, 2]})
    assert tuple(found.columns) == COLUMNS
    assert found["feature"].tolist() == ["7", ""]
    assert set(zip(found["layer"], found["kind"], found["severity"])) == {("DLTB", "value_too_long", "error")}
    assert found["values"].tolist() == [{"value": "a", "needed": 1}, {"value": "b", "needed": 2}]
    assert found["geometry"].isna().all()


def test_severity_is_plain_text():
    found = problems("value_missing", "DLTB", ["a"])
    assert found["severity"].tolist() == [WARNING] == ["warning"]
    assert type(found["severity"].iloc[0]) is str


def test_no_feature_no_row():
    assert problems("value_missing", "DLTB", []) is NONE
    assert not len(NONE)


def test_the_place_lies_on_the_feature():
    ring = shapely.Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(1, 1), (8, 1), (8, 8), (1, 8)]])
    found = problems("x", "DLTB", ["a", "b", "c"], geometry=np.array([ring, None, shapely.Polygon()]))
    assert shapely.intersects(found["geometry"].iloc[0], ring)
    assert found["geometry"].isna().tolist() == [False, True, True]


def test_a_polygon_that_crosses_itself_has_a_place():
    bow_tie = shapely.from_wkt("POLYGON ((0 0, 4 4, 4 0, 0 4, 0 0))")
    [place] = problems("x", "DLTB", ["a"], geometry=[bow_tie])["geometry"]
    assert shapely.box(0, 0, 4, 4).contains(place)


def test_the_middle_of_the_bounds_serves_where_geos_fails(monkeypatch):
    def fail(geometry):
        raise shapely.errors.GEOSException("TopologyException")

    monkeypatch.setattr(shapely, "point_on_surface", fail)
    found = problems("x", "DLTB", ["a", "b"], geometry=[shapely.box(0, 0, 4, 2), None])
    assert found["geometry"].iloc[0].equals(shapely.Point(2, 1))
    assert found["geometry"].iloc[1] is None


def test_problems_come_together_in_order_with_their_place():
    frames = [problems("b", "DLTB", ["1"], geometry=[shapely.box(0, 0, 2, 2)]), NONE, problems("a", "DLTB", ["2", "3"])]
    table = collect(frames, "EPSG:4490")
    assert table["feature"].tolist() == ["1", "2", "3"]
    assert table.crs == "EPSG:4490"
    assert table.geometry.iloc[0].equals(shapely.Point(1, 1))
    assert len(collect([NONE], None)) == 0


def chunk(features, of, about="value GDPDJB"):
    values = {"field": ["GDPDJB"] * len(features)}
    return Found(problems("value_missing", "DLTB", features, values=values), of, about)


@pytest.mark.parametrize(
    ("chunks", "rows"),
    [
        ([([1, 2], 2), ([3], 1)], [("", {"field": "GDPDJB", "every": 3})]),  # every feature, over all chunks
        ([([1, 2], 2), ([], 1)], ["1", "2"]),  # one is sound
        ([([1, 2], 2)], ["1", "2"]),  # every feature, but fewer than 3
        ([([1, 2, 3], 3), ([], 1)], ["1", "2", "3"]),  # enough, but the last chunk's is sound
    ],
)
def test_what_every_feature_has_is_one_row(chunks, rows):
    findings = Findings(3)
    for features, of in chunks:
        findings.add([chunk(features, of)])
    got = [row for frame in findings.frames() for row in zip(frame["feature"], frame["values"])]
    assert got == (rows if isinstance(rows[0], tuple) else [(name, {"field": "GDPDJB"}) for name in rows])


def test_checks_are_counted_apart():
    findings = Findings(1)
    findings.add([chunk(["1"], 1, "one"), chunk(["1"], 2, "another")])
    assert [("every" in frame["values"].iloc[0]) for frame in findings.frames()] == [True, False]
