"""The mosaic has no gap and no overlap, and looks like a survey in numbers."""

import numpy as np
import pytest
import shapely

from farmland_redline.scripts.sample_city import __main__ as generate
from farmland_redline.scripts.sample_city import mosaic


@pytest.fixture(scope="module", params=[(1200, 7), (3000, 1), (6000, 42)])
def survey(request):
    return generate.make_survey(*request.param)


def test_rings_are_valid(survey):
    assert shapely.is_valid(survey.geometry).all()
    assert (shapely.get_num_interior_rings(survey.geometry) == 0).all()


def test_areas_add_up_to_their_union(survey):
    total = shapely.area(survey.geometry).sum()
    # an ordinary union, which notices gaps and overlaps, unlike the coverage union
    assert abs(shapely.union_all(survey.geometry).area - total) < 1e-3


def test_neighbours_share_every_segment(survey):
    xy, row = shapely.get_coordinates(survey.geometry, return_index=True)
    whole = np.rint(xy * 10_000).astype(np.int64)
    assert (np.abs(whole / 10_000 - xy) == 0).all()
    one = row[1:] == row[:-1]
    a, b = whole[:-1][one], whole[1:][one]
    swap = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
    segments = np.where(swap[:, None], np.hstack([b, a]), np.hstack([a, b]))
    kinds, count = np.unique(segments, axis=0, return_counts=True)
    assert count.max() == 2
    outer = shapely.union_all(survey.geometry)
    length = np.hypot(*(kinds[count == 1][:, 2:] - kinds[count == 1][:, :2]).T).sum() / 10_000
    assert length == pytest.approx(outer.length, rel=1e-9)


def test_vertices_as_in_real_surveys(survey):
    assert 30 <= shapely.get_num_coordinates(survey.geometry).mean() <= 60


def test_number_of_parcels_is_what_was_asked_for():
    for asked in (500, 2550, 9000):
        assert abs(len(generate.right_size(asked, 3).boxes) / asked - 1) < 0.05


def test_small_step_gives_more_vertices(survey):
    boxes = survey.layout.boxes
    fine = mosaic.polygons(boxes.xy, survey.layout.warp, 6.0)
    assert shapely.get_num_coordinates(fine).sum() > shapely.get_num_coordinates(survey.geometry).sum()
    assert shapely.is_valid(fine).all()


def test_sizes_by_class(survey):
    area = survey.table["cents"].to_numpy() / 100
    code = survey.table["DLBM"].to_numpy()
    for classes, low, high in (
        (("0101",), 2500, 8000),
        (("0103",), 1500, 5000),
        (("0702",), 500, 2500),
        (("1104", "1104A"), 800, 6000),
        (("1006",), 300, 2500),
    ):
        chosen = area[np.isin(code, classes)]
        assert low <= np.median(chosen) <= high, classes


def test_control_areas_are_met_exactly(survey):
    cents = survey.table["cents"].to_numpy()
    total = np.bincount(survey.places.village, weights=cents).astype(np.int64)
    assert (total == survey.control).all()
    assert (survey.control != survey.computed).all()
    assert (np.abs(survey.control - survey.computed) / survey.computed < 1e-5).all()
