"""Bundling: the worked example and each trap by hand, and properties on made ground against other code."""

from __future__ import annotations

import time
from dataclasses import replace

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from block_ground import MU, X, Y, candidates_of, ground
from hypothesis import given, settings
from hypothesis import strategies as st

from farmland_redline.processing.analysis.blocks.bundles import PARTS, bundle_candidates
from farmland_redline.processing.analysis.blocks.proximity import Barriers, connected, link_near, link_neighbours
from farmland_redline.processing.analysis.components import components
from farmland_redline.processing.bridge.policy.reader import load_classes, load_policy

POLICY, CLASSES = load_policy(), load_classes()
# Pieces 1 to 3 stand 15 m and 18 m apart; 4 is 30 m off; 5 is 19 m from 3, but across a road.
EXAMPLE = {
    "1": ("0201", 2.0, (0, 0, 40, 34)),
    "2": ("0201", 2.0, (55, 0, 95, 34)),
    "3": ("0201", 1.0, (113, 0, 133, 34)),
    "4": ("0201", 0.5, (0, 64, 10, 97)),
    "5": ("0201", 4.0, (152, 0, 232, 34)),
    "road": ("1003", 1.0, (140, -50, 146, 150)),
}


def bundle(rows: dict[str, tuple], policy=POLICY, **columns):
    pieces = ground(rows)
    return bundle_candidates(candidates_of(pieces, rows, **columns), pieces, policy, CLASSES)


def with_numbers(**numbers: float):
    changed = {name: replace(POLICY.thresholds[name], value=value) for name, value in numbers.items()}
    return replace(POLICY, thresholds={**POLICY.thresholds, **changed})


def groups(bundles) -> dict[str, list[str]]:
    held = bundles.members.dropna(subset=["block_id"])
    return held.groupby("block_id")["candidate_id"].agg(list).to_dict()


def test_the_worked_example():
    made = bundle(EXAMPLE)
    assert groups(made) == {"1": ["1", "2", "3"], "5": ["5"]}
    assert made.blocks.set_index("block_id")["net_mu"].round(2).to_dict() == {"1": 5.0, "5": 4.0}
    assert made.members.set_index("candidate_id").loc["4", "block_id"] is None
    (balance,) = made.balance.to_dict("records")
    assert balance["closure_m2"] == 0 and balance["scattered_m2"] == 333.33
    assert balance["candidates_m2"] == round(sum(round(v[1] * MU, 2) for n, v in EXAMPLE.items() if n != "road"), 2)


def test_a_road_in_two_parcels_parts_fields_at_their_joint():
    """The shortest line between corners runs along the joint, where it enters neither parcel."""
    rows = {
        "a": ("0201", 4.0, (0, 0, 40, 34)),
        "b": ("0201", 4.0, (50, 34, 90, 68)),
        "r1": ("1003", 1.0, (40, -50, 50, 34)),
        "r2": ("1003", 1.0, (40, 34, 50, 150)),
    }
    assert groups(bundle(rows)) == {"a": ["a"], "b": ["b"]}
    beside = {**rows, "r1": ("1006", 1.0, (40, -50, 50, 34)), "r2": ("1006", 1.0, (40, 34, 50, 150))}
    assert groups(bundle(beside)) == {"a": ["a", "b"]}  # a rural road parts nothing


def test_an_idle_road_that_is_a_candidate_is_no_barrier_to_its_neighbours():
    rows = {
        "a": ("0201", 2.0, (0, 0, 40, 34)),
        "idle": ("1003", 1.0, (40, 0, 50, 34)),
        "b": ("0201", 2.0, (50, 0, 90, 34)),
    }
    pieces = ground(rows)
    idle = candidates_of(pieces.assign(DLBM="0201"), rows)
    assert groups(bundle_candidates(idle, pieces, POLICY, CLASSES)) == {"a": ["a", "b", "idle"]}


def test_small_blocks_are_kept_beside_enough_cultivated_land_in_one_piece():
    """9 mu beside it do not suffice; 9 mu with 1 mu more that touches them do; across a canal they do not count."""
    wild = {"a": ("0404", 1.0, (0, 0, 20, 34))}
    nine = {"f": ("0101", 9.0, (30, 0, 130, 60))}
    more = {"g": ("0103", 1.0, (130, 0, 140, 60))}
    assert groups(bundle({**wild, **nine})) == {}
    made = bundle({**wild, **nine, **more})
    assert groups(made) == {"a": ["a"]} and made.blocks["kept"].tolist() == ["adjoining"]
    assert made.blocks["adjoining_m2"].tolist() == [6000.0]  # g is 110 m off
    canal = {"c": ("1107A", 1.0, (22, -60, 26, 160))}
    assert groups(bundle({**wild, **nine, **more, **canal})) == {}


def test_comparisons_are_exact():
    """10.00 mu are 6,666.67 m² (more than 10 mu by 0.005 m²); 3 mu are 2,000.00 m²."""
    wild, field = ("0404", 1.0, (0, 0, 20, 34)), ("0101", 10.0, (30, 0, 130, 60))
    made = ground({"a": wild, "f": field})
    given_candidates = candidates_of(made, {"a": wild, "f": field})
    for area, kept in ((6666.67, 1), (6666.66, 0)):
        made.loc[1, "cultivated_m2"] = area
        assert len(bundle_candidates(given_candidates, made, POLICY, CLASSES).blocks) == kept
    for area, kept in ((2000.0, 1), (1999.99, 0)):
        alone = given_candidates.assign(net_m2=area)
        assert len(bundle_candidates(alone, made.iloc[:1], POLICY, CLASSES).blocks) == kept


def test_chains_along_valleys_are_divided_at_their_longest_link():
    """Twelve pieces of 60 m in a row, 5 m apart but for the sixth gap of 15 m: 785 m in all."""
    rows, west = {}, 0
    for number in range(12):
        rows[f"{number:02d}"] = ("0201", 2.0, (west, 0, west + 60, 25))
        west += 60 + (15 if number == 5 else 5)
    made = bundle(rows)
    assert list(map(len, groups(made).values())) == [6, 6] and (made.blocks["diameter_m"] <= 600).all()
    # All gaps alike: the links of the highest ids go first, so that what comes first keeps together.
    even = {name: (code, net, (65 * i, 0, 65 * i + 60, 25)) for i, (name, (code, net, _)) in enumerate(rows.items())}
    assert groups(bundle(even))["00"] == [f"{number:02d}" for number in range(9)]


def test_a_candidate_wider_than_any_block_stays_alone_and_joins_nobody():
    rows = {
        "long": ("0201", 9.0, (0, 0, 700, 10)),
        "a": ("0201", 2.0, (0, 10, 40, 44)),
        "b": ("0201", 2.0, (45, 10, 85, 44)),
    }
    assert groups(bundle(rows)) == {"a": ["a", "b"], "long": ["long"]}


def test_what_is_no_candidate_is_told_and_left_out():
    """Excluded and dismissed ones, abandoned fields (01xx), and what stands twice."""
    rows = {name: ("0201", 4.0, (200 * i, 0, 200 * i + 50, 50)) for i, name in enumerate("abcde")}
    pieces = ground(rows)
    given_candidates = candidates_of(pieces, rows).set_index("candidate_id", drop=False)
    given_candidates.loc["b", "excluded"] = "steep"
    given_candidates.loc["c", "DLBM"] = "0101"
    given_candidates["verdict"] = [None, None, None, "rejected", "confirmed"]
    twice = pd.concat([given_candidates, given_candidates.loc[["a"]]], ignore_index=True)
    made = bundle_candidates(twice, pieces, POLICY, CLASSES)
    assert groups(made) == {"a": ["a"], "e": ["e"]}
    assert sorted(zip(made.problems["kind"], made.problems["feature"])) == [
        ("candidate_cultivated", "c"),
        ("candidate_repeated", "a"),
    ]
    (balance,) = made.balance.to_dict("records")
    four = round(4 * MU, 2)
    assert [balance[f"{name}_m2"] for name in ("blocks", "left_out", "dropped", "closure")] == [
        2 * four,
        2 * four,
        2 * four,
        0,
    ]


def test_areas_by_potential_and_tier_add_up_and_counties_stay_apart():
    rows = {name: ("0201", 2.0, (60 * i, 0, 60 * i + 50, 50)) for i, name in enumerate("abcd")}
    pieces = ground(rows).assign(slope_PDJB=["2", "2", "3", "2"], pbf=["P", None, None, None])
    given_candidates = candidates_of(pieces, rows)
    given_candidates["tier"] = ["at_once", "with_works", "other", "at_once"]
    given_candidates["deferred"] = ["no", "yes", "unknown", "no"]
    given_candidates.loc[given_candidates["candidate_id"] == "d", "county"] = "360281"
    made = bundle_candidates(given_candidates, pieces, with_numbers(bundle_min_mu=1), CLASSES)
    block = made.blocks.set_index("block_id").loc["a"]
    assert groups(made) == {"a": ["a", "b", "c"], "d": ["d"]}
    two = round(2 * MU, 2)
    parts = (block["free_at_once_m2"], block["barred_with_works_m2"], block["to_confirm_other_m2"])
    assert parts == (two, two, two) and sum(block[name] for name in PARTS.values()) == block["net_m2"]
    assert (block["at_once_share"], block["deferred_share"], block["pbf_m2"]) == (0.3333, 0.3333, two)
    assert block["slope"] == "2"


@st.composite
def mosaics(draw) -> dict[str, tuple]:
    """Up to thirty boxes on a grid of 25 m, some of them fields, roads or canals."""
    cells = draw(st.sets(st.tuples(st.integers(0, 8), st.integers(0, 6)), min_size=2, max_size=30))
    rows = {}
    for number, (i, j) in enumerate(sorted(cells)):
        code = draw(st.sampled_from(["0201", "0201", "0201", "0404", "0101", "1003", "1107A"]))
        wide, high = draw(st.integers(8, 25)), draw(st.integers(8, 25))
        net = draw(st.integers(1, 400)) / 100
        rows[f"p{number:02d}"] = (code, net, (25 * i, 25 * j, 25 * i + wide, 25 * j + high))
    return rows


@settings(max_examples=20, deadline=None)
@given(mosaics(), st.randoms(use_true_random=False), st.sampled_from([60, 120, 600]))
def test_bundles_on_made_ground(rows, chance, diameter):
    """The order of rows changes nothing; areas are those of the pieces; without a limit blocks are components."""
    pieces = ground(rows)
    given_candidates = candidates_of(pieces, rows)
    policy = with_numbers(bundle_diameter_m=diameter, bundle_min_mu=0)
    made = bundle_candidates(given_candidates, pieces, policy, CLASSES)
    orders = [list(range(len(frame))) for frame in (pieces, given_candidates)]
    for order in orders:
        chance.shuffle(order)
    again = bundle_candidates(given_candidates.iloc[orders[1]], pieces.iloc[orders[0]], policy, CLASSES)
    pd.testing.assert_frame_equal(pd.DataFrame(made.blocks), pd.DataFrame(again.blocks))
    assert groups(made) == groups(again) and (made.balance["closure_m2"] == 0).all()
    assert round(made.blocks["net_m2"].sum(), 2) == round(given_candidates["net_m2"].sum(), 2)
    for block in made.blocks.itertuples():
        own = given_candidates[given_candidates["candidate_id"].isin(groups(made)[block.block_id])]
        assert abs(block.geometry.area - own.geometry.area.sum()) < 1e-6
        assert block.diameter_m <= diameter + 0.05 or len(own) == 1
    if diameter == 600:
        assert sorted(groups(made).values()) == components_by_hand(pieces, given_candidates)


def components_by_hand(pieces: geopandas.GeoDataFrame, given_candidates: geopandas.GeoDataFrame) -> list[list[str]]:
    """Groups of candidates within 20 m whose shortest line does not enter the union of all barriers."""
    barred = np.array(pieces.geometry[pieces["DLBM"].isin(["1003", "1107A"])].tolist(), dtype=object)
    inner = shapely.buffer(shapely.buffer(shapely.union_all(barred), 0.01), -0.02)
    names, shapes = given_candidates["candidate_id"].tolist(), list(given_candidates.geometry)
    group = {name: {name} for name in names}
    for i, one in enumerate(shapes):
        for j in range(i + 1, len(shapes)):
            line = shapely.shortest_line(one, shapes[j])
            if one.distance(shapes[j]) <= 20 and (line.length == 0 or not line.intersects(inner)):
                joined = group[names[i]] | group[names[j]]
                for name in joined:
                    group[name] = joined
    return sorted(sorted(each) for each in {frozenset(each) for each in group.values()})


def test_twenty_thousand_candidates_take_seconds():
    rng = np.random.default_rng(7)
    east, north = rng.uniform(0, 30_000, 20_000), rng.uniform(0, 30_000, 20_000)
    rows = {f"c{i:05d}": ("0201", 2.0, (x, y, x + 40, y + 33)) for i, (x, y) in enumerate(zip(east, north))}
    pieces = ground(rows)
    begun = time.process_time()
    made = bundle_candidates(candidates_of(pieces, rows), pieces, POLICY, CLASSES)
    assert time.process_time() - begun < 20 and len(made.members) == 20_000
    assert tuple(made.blocks.total_bounds[:2]) > (X, Y)


@pytest.mark.parametrize("seed", range(6))
def test_parts_hang_together_as_all_links_say(seed):
    """Barriers are asked about for few pairs; what hangs together is the same as if they were for all."""
    random = np.random.default_rng(seed)
    x, y = random.integers(0, 300, (2, 150)).astype(float)
    fields = shapely.box(x, y, x + random.integers(5, 15, 150), y + random.integers(5, 15, 150))
    roads = shapely.box([60, 0, 190], [0, 140, 0], [64, 300, 191], [300, 142, 300])
    links = link_neighbours(fields, 20.0, Barriers(roads))
    near = link_near(fields, 20.0)
    part, left = connected(fields, near, Barriers(roads))
    assert part.tolist() == components(len(fields), links.first, links.second).tolist()
    kept = set(zip(left.first.tolist(), left.second.tolist()))
    assert set(zip(links.first.tolist(), links.second.tolist())) <= kept
    assert 0 < len(kept) < len(near.first)
