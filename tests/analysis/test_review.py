"""Decisions joined to findings, and the sums after a review beside the computed ones."""

from __future__ import annotations

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely

from farmland_redline.processing.analysis.review import (
    add_review_sums,
    geometry_hashes,
    join_decisions,
    stands,
    verdicts_of,
)
from farmland_redline.processing.analysis.vocabulary import Verdict

FULIANG, LEPING = "360222", "360281"
TOWN, VILLAGE = "360222100", "360222100201"


def decision(finding, verdict, shape, layer="conflicts", **more):
    row = {"layer": layer, "finding": finding, "verdict": verdict, "remark": "", "decided": "2026-01-02T03:04:05+08:00"}
    return {**row, "shape": shape, **more}


def findings(count):
    squares = [shapely.box(number, 0, number + 1, 1) for number in range(count)]
    frame = {"conflict_id": [f"c{number}" for number in range(count)], "county": FULIANG}
    return geopandas.GeoDataFrame(frame, geometry=squares)


def test_only_decisions_on_the_same_shape_count():
    found = findings(4)
    hashes = geometry_hashes(found.geometry.to_numpy())
    made = pd.DataFrame(
        [
            decision("c1", "confirmed", hashes[1], remark="看过"),
            decision("c2", "rejected", hashes[1]),
            decision("gone", "rejected", hashes[1]),
            decision("c3", "approved", hashes[3], layer="candidates"),
        ]
    )
    reviewed = join_decisions(found, made, "conflict_id", "conflicts")
    assert reviewed.findings["verdict"].tolist() == [None, "confirmed", None, None]
    assert reviewed.findings["remark"].tolist() == [None, "看过", None, None]
    assert list(reviewed.findings.columns) == ["conflict_id", "verdict", "remark", "decided", "county", "geometry"]
    assert (reviewed.used, reviewed.changed, reviewed.gone) == (1, ("c2",), ("gone",))
    assert list(found.columns) == ["conflict_id", "county", "geometry"]


def test_no_decision_on_this_layer_leaves_empty_columns():
    made = pd.DataFrame([decision("c1", "confirmed", "x", layer="losses")])
    for found in (findings(2), findings(2).iloc[:0]):
        reviewed = join_decisions(found, made, "conflict_id", "conflicts")
        assert reviewed.findings["verdict"].isna().all() and reviewed.used == 0 and not reviewed.gone


def test_a_word_that_is_no_verdict_decides_nothing():
    frame = pd.DataFrame({"verdict": ["illegal", "maybe", None, ""]})
    assert verdicts_of(frame).tolist() == ["illegal", "undecided", "undecided", "undecided"]
    assert stands(frame).all()


def test_the_parts_add_up_to_the_computed_sum_in_every_unit():
    """Areas by hand: 1 mu is 2000/3 m², so that 200, 400 ... m² are 0.3, 0.6 ... mu."""
    verdicts = [*Verdict.values(), None, "rejected"]
    conflicts = pd.DataFrame(
        {
            "conflict_id": [f"c{number}" for number in range(7)],
            "county": [FULIANG] * 6 + [LEPING],
            "township": [TOWN] * 5 + [None, None],
            "village": [VILLAGE] * 4 + [None] * 3,
            "severity": [3, 3, 2, 1, 3, 1, 3],
            "area_m2": [200.0, 400.0, 800.0, 1600.0, 3200.0, 6400.0, 12800.0],
            "verdict": verdicts,
        }
    )
    note = conflicts.iloc[[1]].assign(conflict_id="note", severity=0)  # counts nowhere
    conflicts = pd.concat([conflicts, note, conflicts.iloc[[0]]], ignore_index=True)  # nor does a second row of an id
    candidates = pd.DataFrame(
        {
            "candidate_id": list("abc"),
            "county": FULIANG,
            "net_m2": [100.0, 1000.0, 10000.0],
            "deferred": ["no", "no", "unknown"],
            "excluded": None,
            "verdict": ["rejected", "confirmed", "rejected"],
        }
    )
    units = [("3602", "", "city"), (FULIANG, "3602", "county"), (LEPING, "3602", "county"), (TOWN, FULIANG, "township")]
    units += [("", FULIANG, "township"), (VILLAGE, TOWN, "village"), ("", TOWN, "village")]
    summary = pd.DataFrame(units, columns=["code", "parent", "level"])
    summary["conflicts_mu"] = [38.1, 18.9, 19.2, 9.3, 9.6, 4.5, 4.8]
    summary["conflicts_severe_mu"] = [24.9, 5.7, 19.2, 5.7, 0.0, 0.9, 4.8]
    summary["candidates_free_mu"] = [1.65, 1.65, 0.0, 0.0, 1.65, 0.0, 0.0]
    added = add_review_sums(summary, conflicts, candidates)
    parts = [f"conflicts_{part}_mu" for part in (*Verdict.values(), "undecided")]
    assert added[parts].sum(axis=1).tolist() == pytest.approx(summary["conflicts_mu"].tolist())
    assert added["conflicts_rejected_mu"].tolist() == pytest.approx([19.8, 0.6, 19.2, 0.6, 0, 0.6, 0])
    # Of 38.1 mu the rejected 0.6 and 19.2 and the approved 0.8 * 1.5 = 1.2 do not stand.
    assert added["conflicts_standing_mu"].tolist() == pytest.approx([17.1, 17.1, 0, 7.5, 9.6, 2.7, 4.8])
    assert added["conflicts_severe_standing_mu"].tolist() == pytest.approx([5.1, 5.1, 0, 5.1, 0, 0.3, 4.8])
    assert added["candidates_free_dismissed_mu"].tolist()[:2] == pytest.approx([0.15, 0.15])
    assert added["candidates_free_standing_mu"].tolist()[:2] == pytest.approx([1.5, 1.5])


def test_what_is_not_known_has_no_part():
    summary = pd.DataFrame({"code": [FULIANG], "parent": ["3602"], "level": ["county"], "conflicts_mu": [np.nan]})
    added = add_review_sums(summary, pd.DataFrame(), pd.DataFrame())
    assert added["conflicts_standing_mu"].isna().all() and "candidates_free_standing_mu" not in added.columns
