"""Linear features go to the second-survey parcels beside them, and leave neither gap nor overlap."""

import numpy as np
import pytest
import shapely

from farmland_redline.scripts.sample_city import __main__ as generate
from farmland_redline.scripts.sample_city import earlier_surveys, mosaic
from farmland_redline.scripts.sample_city.earlier_surveys import second_survey
from farmland_redline.scripts.sample_city.linear_features import LINE_WIDTH, give_lines_away
from farmland_redline.scripts.sample_city.zone_context import Ground

LINES = {"101", "102", "104", "111", "117"}  # railway, road, rural road, river, ditch


def boxes(*rows):
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


def given(zones, strips, width):
    """The parts of the strips by owner, as sets of boxes."""
    xy, owner = give_lines_away(zones, strips, np.array(width, dtype=float))
    assert (xy[: len(zones)] == zones).all() and (owner[: len(zones)] == np.arange(len(zones))).all()
    result = {}
    for box, number in zip(xy[len(zones) :].tolist(), owner[len(zones) :].tolist()):
        result.setdefault(number, set()).add(tuple(box))
    return result


def test_a_line_is_the_middle_between_two_parcels():
    # 10 units are 5 m; the right side has two parcels, so that its half is cut
    zones = boxes((0, 0, 100, 200), (110, 0, 200, 80), (110, 80, 200, 200))
    assert given(zones, boxes((100, 0, 110, 200)), [5]) == {
        0: {(100, 0, 105, 200)},
        1: {(105, 0, 110, 80)},
        2: {(105, 80, 110, 200)},
    }


def test_a_line_across_lies_the_other_way():
    zones = boxes((0, 0, 300, 100), (0, 107, 300, 200))
    assert given(zones, boxes((0, 100, 300, 107)), [3.5]) == {0: {(0, 100, 300, 103)}, 1: {(0, 103, 300, 107)}}


def test_a_line_that_ends_at_another():
    zones = boxes((0, 0, 100, 200), (110, 0, 200, 90), (110, 100, 200, 200))
    strips = boxes((100, 0, 110, 200), (110, 90, 200, 100))
    assert given(zones, strips, [5, 5]) == {
        0: {(100, 0, 105, 200)},
        1: {(105, 0, 110, 90), (105, 90, 110, 95), (110, 90, 200, 95)},
        2: {(105, 100, 110, 200), (105, 95, 110, 100), (110, 95, 200, 100)},
    }


def test_at_the_rim_both_halves_go_to_the_only_parcel():
    assert given(boxes((0, 0, 100, 200)), boxes((100, 0, 110, 200)), [5]) == {
        0: {(100, 0, 105, 200), (105, 0, 110, 200)}
    }


def test_a_line_by_itself_stays_what_it_was():
    # the first strip belongs to the parcel, the second, of number 1, touches nothing
    strips = boxes((100, 0, 110, 200), (500, 0, 510, 200))
    found = given(boxes((0, 0, 100, 200)), strips, [5, 5])
    assert found[0 + 1 + 1] == {(500, 0, 505, 200), (505, 0, 510, 200)} and set(found) == {0, 2}


def test_no_lines():
    assert given(boxes((0, 0, 1, 1)), boxes(), []) == {}


@pytest.fixture(scope="module", params=[(1200, 7), (3000, 1), (9000, 42)])
def made(request):
    return *request.param, generate.make_survey(*request.param)


def drawn(survey, seed):
    """The second survey of a city without planted cases."""
    free = np.zeros(len(survey.table), dtype=bool)
    ground = Ground(survey.layout, survey.geometry, survey.table, survey.places, free, np.random.default_rng(1))
    return second_survey(ground, seed)


@pytest.fixture(scope="module")
def zones(made):
    _, seed, survey = made
    return drawn(survey, seed)


def test_second_survey_has_no_gap_and_no_overlap(made, zones):
    survey = made[-1]
    shapes = np.array([zone.geometry for zone in zones], dtype=object)
    assert shapely.is_valid(shapes).all() and (shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON).all()
    whole = shapely.union_all(shapes)
    assert abs(whole.area - shapely.area(shapes).sum()) < 1e-3
    # drawn a few metres aside, so the rim differs
    inner = shapely.buffer(shapely.union_all(survey.geometry), -15)
    assert shapely.difference(inner, whole).area < 1e-3


def test_lines_are_no_parcels_of_the_second_survey(made, zones):
    survey = made[-1]
    boxes = survey.layout.boxes
    assert not ((boxes.type == mosaic.STRIP) & (boxes.width >= LINE_WIDTH)).any()  # streams only: the cities are small
    lines = [zone.geometry for zone in zones if zone.fields["DLBM"] in LINES]
    # a piece that has no parcel of the city on either side stays, at the rim
    rim = shapely.boundary(shapely.union_all(survey.geometry))
    assert len(lines) <= 1 and all(shapely.distance(rim, line) < 5 for line in lines)
    assert len(zones) < 0.4 * len(survey.table)


def test_wide_rivers_stay_parcels(made, monkeypatch):
    """No small city has a river of 40 m, so here half of the lines count as wide."""
    _, seed, survey = made
    boxes = survey.layout.boxes
    alone = (boxes.type == mosaic.STRIP) & (boxes.old < 0)
    limit = np.median(boxes.width[alone])
    monkeypatch.setattr(earlier_surveys, "LINE_WIDTH", limit)
    zones = drawn(survey, seed)
    shapes = np.array([zone.geometry for zone in zones], dtype=object)
    assert abs(shapely.union_all(shapes).area - shapely.area(shapes).sum()) < 1e-3
    wide = alone & (boxes.width >= limit) & (boxes.strip != "1004")  # streets were part of their town
    assert 0 <= sum(zone.fields["DLBM"] in LINES for zone in zones) - wide.sum() <= 1 and wide.sum() > 20
