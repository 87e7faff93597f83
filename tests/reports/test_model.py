"""The model's figures against figures worked out by hand."""

import pandas as pd
import pytest

from farmland_redline.processing.reports.data_basis import basis_lines, data_date, data_sources

from .conftest import PROVENANCE, conflict, conflicts_frame, make_model, summary_frame


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
    assert (fuliang.uncovered, fuliang.uncovered_confirmed) == (25064.0 - 36.0, 25064.0 - 66.0)  # only what is free
    assert (fuliang.task_year, fuliang.task_uncovered, fuliang.task_uncovered_confirmed) == (2024, 2485.0, 2455.0)
    assert fuliang.tasks == ((2023, 2521.0), (2024, 2521.0))


def test_the_potential_is_told_in_four_parts(model):
    assert dict(model.gap("360222").potential) == {"free": 36, "to_confirm": 30, "barred": 10, "excluded": 99}


def test_restored_land_that_is_not_known_leaves_the_gap_open_to_neither_side(names):
    frame = summary_frame().assign(gap_at_most_mu=[91_627.0, 0.0, 25_214.0])
    frame.loc[[0, 2], ["restored_mu", "gap_left_mu"]] = None
    row = make_model(names, summary=frame).gap("360222")
    assert (row.state, row.gap_left, row.owed) == ("restored_unknown", None, 25_214.0)
    assert row.uncovered == 25_214.0 - 36.0  # of what is owed at most
    assert make_model(names, summary=frame).gap("360203").state == "no_gap"


def no_data(frame, *rows):
    """The summary of a run that read no parcel of the counties in some rows, and so not all of the city."""
    frame = frame.assign(parcels=[9, 4, 5], children=[2, None, None], children_with_data=[2, None, None])
    for row in rows:
        frame.loc[row, [c for c in frame.columns if c.endswith("_mu") and "target" not in c and "task" not in c]] = None
        frame.loc[row, "parcels"] = 0
    frame.loc[0, "children_with_data"] = 2 - len(rows)
    return frame


def test_a_county_without_data_has_no_state_and_no_letter(names):
    model = make_model(names, summary=no_data(summary_frame(), 1))
    zhushan, city = model.target("360203"), model.target("360200")
    assert (zhushan.holding_difference, zhushan.pbf_difference) == (None, None)
    assert (zhushan.holding_state, zhushan.pbf_state, model.gap("360203").state) == ("no_data",) * 3
    assert (city.holding_state, city.pbf_state, model.gap("360200").state) == ("partial",) * 3
    assert (city.holding_difference, city.pbf_difference) == (None, None)
    assert (city.children_with_data, city.children, city.holding) == (1, 2, 325_689.0)
    assert model.gap("360200").uncovered is model.gap("360200").task_uncovered is None
    assert model.letter_counties == model.counties_with_data == ("360222",)


def test_units_of_another_city_get_no_letter(names):
    row = summary_frame().iloc[2].to_dict() | {"code": "430121", "name": "长沙县"}
    model = make_model(names, summary=pd.concat([summary_frame(), pd.DataFrame([row])], ignore_index=True))
    assert model.counties_with_data == ("360203", "360222", "430121")
    assert model.letter_counties == ("360203", "360222")


def test_pbf_that_was_not_given_is_not_no_data(names):
    frame = no_data(summary_frame()).assign(pbf_delimited_mu=None, pbf_cultivated_mu=None)
    model = make_model(names, summary=frame)
    assert {row.pbf_state for row in model.targets} == {"not_given"}
    assert model.target("360203").holding_state == "met"


def test_headings_say_what_was_chosen_and_whom_the_data_covers(names, tr):
    model = make_model(names, summary=no_data(summary_frame(), 1))
    _, chosen, covered = basis_lines(model, tr)
    assert "DLTB、city.gpkg" in chosen and "DLBM" not in chosen  # the layer, its file, never the filter's text
    assert covered == "景德镇市：2 个县（市、区）中 1 个有数据，全市不作判定。"
    whole = [row for row in PROVENANCE if not row[1].endswith(".part")]
    assert basis_lines(make_model(names, provenance=whole), tr)[1:] == []
    assert basis_lines(make_model(names, provenance=whole, units=()), tr)[1:] == [
        "无目标任务：政策文件未列本数据的行政区。"
    ]
    row = summary_frame().iloc[2].to_dict() | {"code": "430121", "name": "长沙县", "parcels": 7}
    both = pd.concat([summary_frame(), pd.DataFrame([row])], ignore_index=True)
    lines = basis_lines(make_model(names, provenance=whole, summary=both), tr)
    assert lines[1:] == ["7 个图斑位于政策文件未列的行政区：长沙县。"]


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


@pytest.mark.parametrize(
    ("section", "day", "years", "expected"),
    [
        ("run", "2024-12-31", [2024], "2024年12月31日"),
        ("from run", "2024-12-31", [2024], "2024年12月31日"),
        ("run", "2024-12-31", [], "2024年12月31日"),
        # The day on which approvals are judged is not the day of an older survey.
        ("run", "2024-12-31", [2023], "2023年度"),
        ("run", "2024-12-31", [2023, 2024], "2023、2024年度"),
        (None, "", [2024], "2024年度"),
        (None, "", [], ""),
    ],
)
def test_the_date_is_that_of_the_data(names, tr, section, day, years, expected):
    rows = [*PROVENANCE, (section, "reference_date", day)] if section else PROVENANCE
    assert data_date(make_model(names, provenance=rows, survey_years=years), tr) == expected


def layers(file, *names):
    rows = []
    for name in names:
        rows += [("input", f"ZONES.{name}", name), ("input", f"ZONES.{name}.file", file)]
        rows.append(("input", f"ZONES.{name}.features", "3"))
    return rows


def test_sources_are_files_and_layers_in_three_lengths(names, tr):
    def sources(*rows):
        return data_sources(make_model(names, provenance=[row for group in rows for row in group]), tr)

    two = [layers("全市.gdb", "DLTB", "YJJBNTBHTB"), layers("红线.shp", "红线")]
    assert sources(*two) == (
        "全市.gdb（DLTB、YJJBNTBHTB）、红线.shp",
        "全市.gdb（2 个图层）、红线.shp",
        "全市.gdb等 2 个文件，共 3 个图层",
    )
    assert sources(layers("全市.gdb", "DLTB"), layers("全市.gdb", "DLTB")) == ("全市.gdb（DLTB）", "全市.gdb（DLTB）")
    # A table of targets is no source of the data, and a layer in memory has no file.
    assert sources([("input", "TARGETS", "任务表.xlsx")]) == ()
    assert sources([("input", "PBF", "草图"), ("input", "PBF.features", "1")]) == ("草图", "草图")


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
