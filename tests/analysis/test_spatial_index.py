"""Trees that are asked in steps find what shapely's own find."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from farmland_redline.processing.analysis.spatial_index import spatial_index


@pytest.mark.parametrize("predicate", [None, "intersects"])
@pytest.mark.parametrize("count", [0, 1, 1_000, 2_345])
def test_pairs_are_those_of_one_question(predicate, count):
    corners = np.random.default_rng(1).random((3_000, 2)) * 100
    boxes = shapely.box(corners[:, 0], corners[:, 1], corners[:, 0] + 3, corners[:, 1] + 3)
    asked = np.append(boxes[::-1][:count], [None, shapely.Point()])
    found = spatial_index(boxes).query(asked, predicate)
    wanted = shapely.STRtree(boxes).query(asked, predicate)
    assert found.dtype == wanted.dtype and found.shape == wanted.shape
    assert (np.sort(found) == np.sort(wanted)).all() and (np.lexsort(found[::-1]) == np.lexsort(wanted[::-1])).all()


def test_a_single_geometry_and_an_empty_tree():
    boxes = shapely.box([0, 5], 0, [1, 6], 1)
    assert spatial_index(boxes).query(shapely.Point(5.5, 0.5)).tolist() == [1]
    assert spatial_index(boxes[:0]).query(boxes).shape == (2, 0)
