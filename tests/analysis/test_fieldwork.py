"""Corners, ways and answers of the field, by hand and by trying all ways."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
import shapely

from farmland_redline.processing.analysis.fieldwork.corners import corner_table, count_corners, thinned
from farmland_redline.processing.analysis.fieldwork.field_checks import FieldCheck, Known, judge_checks
from farmland_redline.processing.analysis.fieldwork.routes import patrol_order, walking_order


def test_corners_run_clockwise_from_the_north_west_through_holes_and_parts() -> None:
    """A square with a hole, drawn the other way around and begun elsewhere, and a part to the south-east of it."""
    square = "((10 0, 10 10, 0 10, 0 0, 10 0), (4 4, 4 6, 6 6, 6 4, 4 4))"
    shape = shapely.from_wkt(f"MULTIPOLYGON (((20 0, 21 0, 21 1, 20 0)), {square})")
    table = corner_table(shape)
    assert table["number"].tolist() == list(range(1, 12))
    assert table[["x", "y"]].to_numpy().tolist() == [
        *([0, 10], [10, 10], [10, 0], [0, 0]),
        *([4, 6], [6, 6], [6, 4], [4, 4]),
        *([20, 0], [21, 1], [21, 0]),
    ]
    assert table["part"].tolist() == [1] * 8 + [2] * 3
    assert table["ring"].tolist() == [0] * 4 + [1] * 4 + [0] * 3
    assert count_corners(shape) == len(table) == 11


def test_points_that_repeat_are_one_corner() -> None:
    """Overlays leave vertices twice."""
    shape = shapely.from_wkt("POLYGON ((0 0, 0 10, 0 10, 10 10, 10 0, 10 0, 0 0))")
    assert corner_table(shape)[["x", "y"]].to_numpy().tolist() == [[0, 10], [10, 10], [10, 0], [0, 0]]


def test_thinned_outlines_stay_within_what_is_said() -> None:
    """Few corners stay as they are; many are left out, and no point of the outline moves further than told."""
    few = shapely.box(0, 0, 10, 10)
    assert thinned(few, 4) == (few, 0.0)
    angles = np.linspace(0, 2 * np.pi, 4000, endpoint=False)
    radius = 500 + 20 * np.sin(40 * angles)
    many = shapely.Polygon(np.column_stack([radius * np.cos(angles), radius * np.sin(angles)]))
    shape, moved = thinned(many, 480)
    assert len(corner_table(shape)) <= 480
    corners = shapely.points(shapely.get_coordinates(many))
    assert 0 < shapely.distance(corners, shape.exterior).max() <= moved


def test_sheets_go_by_village_from_west_to_east() -> None:
    """Findings without a village come last; at the same place ids decide."""
    villages = np.array(["360281100201", "", "360281100200", "360281100200", "360281100200"])
    x, y = np.array([1.0, 0.0, 9.0, 3.0, 3.0]), np.array([0.0, 0.0, 0.0, 5.0, 5.0])
    assert walking_order(villages, x, y, np.array(["e", "a", "b", "d", "c"])).tolist() == [4, 3, 2, 0, 1]


def _length(start: np.ndarray, points: np.ndarray) -> float:
    return float(np.hypot(*np.diff(np.vstack([start, points]), axis=0).T).sum())


@pytest.mark.parametrize("seed", range(6))
def test_a_patrol_is_hardly_longer_than_the_shortest_way(seed: int) -> None:
    """Against all 5,040 ways through seven places, from their middle; and never longer than going to the nearest."""
    random = np.random.default_rng(seed)
    points = random.uniform(0, 1000, (7, 2))
    ids, villages = np.array(list("gfedcba")), np.full(7, "v")
    order = patrol_order(villages, np.ones(7, int), points[:, 0], points[:, 1], ids)
    assert sorted(order.tolist()) == list(range(7))
    start = points.mean(axis=0)
    shortest = min(_length(start, points[list(way)]) for way in permutations(range(7)))
    assert _length(start, points[order]) <= shortest * 1.25
    shuffled = random.permutation(7)
    again = patrol_order(villages, np.ones(7, int), *points[shuffled].T, ids[shuffled])
    assert ids[shuffled][again].tolist() == ids[order].tolist()


def test_a_patrol_begins_with_what_is_severest_in_each_village() -> None:
    """Two villages; the far severe finding comes before the near light ones."""
    villages = np.array(["b", "a", "a", "a"])
    order = patrol_order(
        villages, np.array([3, 1, 3, 2]), np.array([0.0, 0, 900, 10]), np.zeros(4), np.array(list("wxyz"))
    )
    assert order.tolist() == [2, 3, 1, 0]


def _check(finding: str, verdict: str, checker: str, version: int = 0, **more: object) -> FieldCheck:
    """An answer of a person."""
    values = {
        "found": "",
        "remark": "",
        "checked": "2024-05-01 10:00:00",
        "shape": "",
        "photos": (),
        "source": "a.gpkg",
    }
    return FieldCheck("conflicts", finding, verdict, checker=checker, version=version, **{**values, **more})


def _key(finding: str) -> tuple[str, str]:
    return "conflicts", finding


def test_people_who_agree_make_one_decision_with_all_names() -> None:
    """At the time of the last; their remarks with their names."""
    checks = [
        _check("f", "confirmed", "王", remark="房屋", checked="2024-05-02 09:00:00"),
        _check("f", "confirmed", "李", remark="已硬化", source="b.gpkg"),
    ]
    judged, decisions = judge_checks(checks, {}, {_key("f")})
    assert [each.outcome.value for each in judged] == ["taken", "taken"]
    (decision,) = decisions
    assert (decision.checker, decision.remark) == ("李, 王", "李: 已硬化; 王: 房屋")
    assert decision.checked == "2024-05-02 09:00:00"


def test_nobody_is_overruled() -> None:
    """Two people on two devices; the office meanwhile; the office before, which the device knew."""
    two = [_check("f", "confirmed", "王"), _check("f", "rejected", "李", source="b.gpkg")]
    judged, decisions = judge_checks(two, {}, {_key("f")})
    assert not decisions
    assert [(each.outcome.value, each.others) for each in judged] == [
        ("differs", (("李", "rejected"),)),
        ("differs", (("王", "confirmed"),)),
    ]
    office = {_key("f"): Known("approved", "张", 2)}
    judged, decisions = judge_checks([_check("f", "confirmed", "王", version=1)], office, {_key("f")})
    assert not decisions and judged[0].others == (("张", "approved"),)
    judged, decisions = judge_checks([_check("f", "confirmed", "王", version=2)], office, {_key("f")})
    assert len(decisions) == 1 and judged[0].outcome.value == "taken"


def test_a_person_may_change_their_mind_and_a_folder_may_be_read_twice() -> None:
    """The last word counts; what is decided so already is not decided again; unnamed devices are two voices."""
    words = [
        _check("f", "deferred", "王"),
        _check("f", "confirmed", "王", checked="2024-05-03 08:00:00", source="b.gpkg"),
    ]
    judged, decisions = judge_checks(words, {}, {_key("f")})
    assert sorted(each.outcome.value for each in judged) == ["superseded", "taken"]
    assert [decision.verdict for decision in decisions] == ["confirmed"]
    judged, decisions = judge_checks(words, {_key("f"): Known("confirmed", "王", 1)}, {_key("f")})
    assert not decisions and sorted(each.outcome.value for each in judged) == ["agreed", "superseded"]
    unnamed = [_check("f", "confirmed", ""), _check("f", "rejected", "", source="b.gpkg")]
    assert {each.outcome.value for each in judge_checks(unnamed, {}, {_key("f")})[0]} == {"differs"}


def test_what_fits_no_finding_or_has_no_verdict_decides_nothing() -> None:
    """It is told apart."""
    judged, decisions = judge_checks(
        [_check("gone", "confirmed", "王"), _check("f", "", "王", remark="锁门")], {}, {_key("f")}
    )
    assert not decisions and [each.outcome.value for each in judged] == ["unknown", "undecided"]


def test_a_verdict_that_does_not_suit_decides_nothing() -> None:
    """Only uses of land are found illegal, not what might be restored."""
    judged, decisions = judge_checks([_check("f", "illegal", "王")], {}, {_key("f")}, lambda check: False)
    assert not decisions and judged[0].outcome.value == "undecided" and judged[0].check.verdict == "illegal"
