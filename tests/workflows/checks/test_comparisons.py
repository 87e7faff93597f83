"""What takes several features: told by the second reading, which is left out where the first remembers nothing odd."""

from __future__ import annotations

import pytest
import shapely
from algorithms.test_check_layers import IDS, County, X, Y
from bridge.test_chunks import silent

from farmland_redline.processing.analysis.quality.areas import UnitSums
from farmland_redline.processing.analysis.units import Units
from farmland_redline.processing.bridge.io.chunks import read_chunks
from farmland_redline.processing.workflows.checks.comparisons import LayerMemory, add_to_sums, compare_features
from farmland_redline.processing.workflows.checks.features import prepare_features

from .small_county import found, given, reprojector, task

pytestmark = [
    pytest.mark.usefixtures("qgis"),
    pytest.mark.filterwarnings("ignore:'crs' was not provided", "ignore:invalid value encountered"),
]


@pytest.fixture
def county(tmp_path):
    return County(tmp_path)


def compare(county, *checks, units=None, read_again=True):
    """What is found, reading three features at a time."""
    county.write()
    layer = given(county, "DLTB", "parcels")
    of_layer, moved = task(layer, *checks, units=units), reprojector(layer)
    memory, sums = LayerMemory(), UnitSums({}, {})
    for chunk in read_chunks(layer.source, sorted(set(of_layer.columns.values())), silent(), 3):
        features = prepare_features(of_layer, chunk, moved)
        memory.add(of_layer, features)
        add_to_sums(sums, of_layer, features)
    source = layer.source if read_again else None
    return found(compare_features(of_layer, source, moved, memory, sums, silent())), sums


def test_a_layer_in_order_is_not_read_again(county):
    assert compare(county, "ids", "coverage", read_again=False)[0] == []


def test_ids_and_numbers_that_repeat_are_found_in_chunks_apart(county):
    county.change("DLTB", BSM={15: IDS[0]}, TBBH={9: "1"})
    problems, _ = compare(county, "ids")
    assert problems == [
        ("duplicate_bsm", "DLTB:1"), ("duplicate_bsm", "DLTB:16"),
        ("duplicate_number", IDS[9]), ("duplicate_number", "DLTB:1"),
    ]  # fmt: skip
    assert compare(county, "coverage")[0] == []


def test_overlaps_are_named_by_both(county):
    wide = shapely.box(X, Y, X + 103, Y + 100)  # 3 m of it lie in the neighbour to the east
    problems, _ = compare(county.change("DLTB", geometry={0: wide}), "coverage")
    assert [kind for kind, _ in problems] == ["parcels_overlap"]
    assert IDS[0] in problems[0][1] or IDS[1] in problems[0][1]


def test_what_parcels_leave_uncovered_is_asked_of_units_with_parcels_only(county):
    """A gap at the edge is one only where a unit is known to reach that far; an empty village expects nothing."""
    boxes = county.layers["CJDCQ"].geometry.to_numpy()
    codes = county.layers["CJDCQ"]["ZLDWDM"].to_numpy(dtype=object)
    county.layers["DLTB"] = county.layers["DLTB"].drop(index=0).reset_index(drop=True)  # a corner
    assert compare(county, "coverage")[0] == []
    problems, _ = compare(county, "coverage", units=Units.of(codes, boxes))
    assert {kind for kind, _ in problems} == {"not_covered"}
    county.layers["DLTB"] = county.layers["DLTB"].iloc[9:].reset_index(drop=True)  # none left in the first village
    assert compare(county, "coverage", units=Units.of(codes, boxes))[0] == []


def test_sums_are_those_of_the_records(county):
    _, sums = compare(county.change("DLTB", TBMJ={0: -5.0, 1: 1e30, 2: 100.005}))
    cents = round(sum(county.layers["DLTB"]["TBMJ"].iloc[3:10]) * 100) + 10001  # half up; what is no area is nothing
    code = county.layers["DLTB"]["ZLDWDM"].iloc[0]
    assert sums.cents[code] == cents and sums.count[code] == 10
