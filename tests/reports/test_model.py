"""The model's figures against figures worked out by hand."""

import pandas as pd
import pytest

from .conftest import conflict, conflicts_frame, make_model, summary_frame


def test_targets_compare_unrounded(model):
    fuliang, zhushan = model.target("360222"), model.target("360203")
    assert (fuliang.holding_difference, fuliang.holding_state) == (-17.0, "missed")
    assert (fuliang.pbf_difference, fuliang.pbf_state) == (1.0, "met")
    assert (zhushan.holding_difference, zhushan.holding_state) == (0.0, "met")
    # half a mu short is short, though four decimals of 10,000 mu hardly show it
    assert (zhushan.pbf_difference, zhushan.pbf_state) == (-0.5, "missed")


def test_float_noise_is_no_shortfall(names):
    frame = summary_frame()
    frame.loc[1, "holding_mu"] -= 1e-9
    assert make_model(names, summary=frame).target("360203").holding_state == "met"


def test_missing_figures_are_said(names):
    frame = summary_frame()
    frame.loc[1, "holding_target_mu"] = None
    frame.loc[2, "pbf_delimited_mu"] = None
    model = make_model(names, summary=frame)
    assert model.target("360203").holding_state == "no_target"
    assert model.target("360222").pbf_state == "no_data"


def test_gap_rows_keep_the_annex_and_show_a_surplus_apart(model):
    zhushan, fuliang = model.gap("360203"), model.gap("360222")
    assert (zhushan.gap, zhushan.surplus, zhushan.state) == (-1496.0, 1496.0, "no_gap")
    assert (fuliang.gap, fuliang.survey2_target, fuliang.gap_left, fuliang.state) == (
        25214.0,
        345213.0,
        25064.0,
        "missed",
    )
    assert fuliang.uncovered == 25064.0 - 70.0
    assert fuliang.tasks == ((2023, 2521.0), (2024, 2521.0))


def test_conflict_totals_by_kind_and_county(model):
    totals = {(t.kind, t.county): t for t in model.conflict_totals}
    assert set(totals) == {("house", "360222"), ("house", "360203"), ("orchard", "360222"), ("pond", "")}
    assert totals["house", "360222"].counted == pytest.approx(3.0)
    assert totals["orchard", "360222"].lost_cultivated == pytest.approx(6.0 * 600 * 3 / 2000)
    assert model.counties == ("360203", "360222", "")


def test_candidate_totals_leave_out_the_excluded(model):
    totals = {t.tier: t for t in model.candidate_totals}
    assert totals["at_once"].net == pytest.approx(40) and totals["at_once"].deferred == pytest.approx(10)
    assert totals["with_works"].unknown == pytest.approx(30)
    assert totals["other"].net == pytest.approx(6) and totals["other"].excluded == pytest.approx(99)


def test_disagreement_of_summary_and_lists_is_found(names):
    assert make_model(names).mismatches == ()
    found = make_model(names, conflicts=conflicts_frame().iloc[1:]).mismatches
    assert [(m.unit, m.quantity) for m in found] == [("360222", "conflicts_mu")]


def test_lists_have_a_fixed_order(names):
    shuffled = make_model(names, conflicts=conflicts_frame().sample(frac=1, random_state=4))
    assert list(shuffled.conflicts["conflict_id"]) == ["P2", "P1", "P3", "P4"]


def test_differences_in_mu(model):
    assert [(d.quantity, d.city, d.difference) for d in model.differences] == [
        ("holding_target", 1202873.0, -1.0),
        ("task_2024", 9163.0, -149.0),
    ]


def test_nothing_depends_on_the_clock(names):
    assert make_model(names, created=None).created.year == 1970


def test_inputs_are_gathered_from_the_provenance(model):
    assert [(row.parameter, row.name) for row in model.inputs] == [
        ("POLICY", "policy.yaml"),
        ("PARCELS", "DLTB"),
        ("ZONES.pbf_reserve", "YJJBNTCBQ"),
        ("PBF", "YJJBNTBHTB"),
    ]
    policy, parcels, zones, _ = model.inputs
    assert policy.facts == {"sha256": "ab" * 32}
    assert (parcels.facts["file"], parcels.facts["features"], parcels.facts["crs"]) == ("city.gpkg", "12", "EPSG:4527")
    assert zones.facts == {"part": "all"}
    assert ("parameter", "MAPS", "True") in model.provenance and len(model.provenance) == 7


def test_problems_by_kind_errors_first(model):
    assert [(t.kind, t.severity, t.count) for t in model.problem_totals] == [
        ("bad_geometry", "error", 1),
        ("zones_overlap", "warning", 3),
        ("odd", "note", 1),
    ]
    assert model.problem_totals[1].layers == (("pbf", 2), ("pbf_reserve", 1))


def test_empty_run(names):
    model = make_model(
        names, conflicts=conflicts_frame().iloc[:0], candidates=conflicts_frame().iloc[:0], problems=None
    )
    assert model.conflict_totals == () and model.candidate_totals == ()


def test_only_severity_one_and_more_counts_as_conflict(names):
    rows = [conflict(n, "house", severity, area) for n, severity, area in ((1, 0, 2.0), (2, 1, 3.0), (3, 3, 5.0))]
    (total,) = make_model(names, conflicts=pd.DataFrame(rows)).conflict_totals
    assert (total.counted, total.noted) == pytest.approx((8.0, 2.0), abs=1e-4)
    assert (total.count, total.noted_count) == (2, 1)
    assert total.lost_cultivated == pytest.approx(8.0 * 600 * 3 / 2000, abs=1e-4)
