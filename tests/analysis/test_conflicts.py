"""Conflicts inside PBF, row by row of the rules; every expectation is written from the rules by hand."""

import dataclasses

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nulls import with_none

from farmland_redline.processing.analysis.rules.conflicts import flag_conflicts

from .rule_pieces import CLASSES, DATE, POLICY, in_pbf, piece, pieces


def flag(*rows, date=DATE):
    return flag_conflicts(pieces(*rows), POLICY, CLASSES, date)


def one(**facts):
    conflicts, _ = flag(in_pbf(**facts))
    assert len(conflicts) <= 1
    return None if conflicts.empty else conflicts.iloc[0]


# class, further facts, kind, severity, first measure, other measures
TABLE = [
    ("0702", {}, "house", 3, 14, "10"),
    ("0810", {}, "greening", 3, 14, "36"),
    ("0810A", {}, "greening", 3, 14, "36"),
    ("0701", {}, "building", 3, 14, None),
    ("05H1", {}, "building", 3, 14, None),
    ("0508", {}, "building", 3, 14, None),
    ("0601", {}, "building", 3, 14, None),
    ("08H1", {}, "building", 3, 14, None),
    ("08H2A", {}, "building", 3, 14, None),
    ("0809", {}, "building", 3, 14, None),
    ("0602", {}, "mine", 3, 14, None),
    ("0603", {}, "mine", 3, 14, None),
    *[
        (code, {}, "transport", 3, 14, "8")
        for code in ["1001", "1002", "1003", "1004", "1005", "1007", "1008", "1009", "1109"]
    ],
    ("1006", {"XZDWKD": 8.1}, "road", 1, 14, None),
    ("09", {}, "special", 3, 14, None),
    ("1201", {}, "vacant", 1, 14, None),
    *[(code, {}, "orchard", 2, 14, None) for code in ["0201", "0202", "0203", "0204"]],
    *[(code, {}, "forest", 2, 14, "36") for code in ["0301", "0302", "0305", "0307"]],
    ("1104", {}, "pond", 2, 14, None),
    ("1104A", {}, "pond", 2, 14, None),
    ("1202", {}, "facility", 2, 14, "15"),
    ("1202", {"BZ": "种植大棚，不破坏耕作层"}, "facility", 1, 14, "15"),
    ("1202", {"BZ": "破坏耕作层"}, "facility", 2, 14, "15"),
    ("0403", {}, "turf", 1, 14, None),
    ("1102", {}, "lake", 1, 14, "36"),
    ("1103", {}, "lake", 1, 14, "36"),
    *[(code, {}, "water", 1, 17, None) for code in ["1101", "1105", "1106", "1108", "0303", "0304", "0306", "0402"]],
    *[(code, {}, "bare", 1, 14, None) for code in ["0401", "0404", "1204", "1205", "1206", "1207", "1110"]],
    *[(code, {}, "farm_works", 1, 17, None) for code in ["1006", "1107", "1107A", "1203"]],
    ("1006", {"XZDWKD": 8.0}, "farm_works", 1, 17, None),
    ("1107", {"projects": "H1"}, "farm_works", 1, 24, None),
    ("0101", {"GDPDJB": "5"}, "unstable", 1, 14, "23"),
    ("0103", {"GDPDJB": "2", "TBXHDM": "LQGD"}, "unstable", 1, 14, "23"),
    ("0101", {"ZZSXDM": "WG"}, "abandoned", 1, 16, None),
    ("0101", {"ZZSXDM": "LLJZ"}, "trees", 1, 14, None),
    ("0201", {"TBXHDM": "LJTM"}, "waste", 3, 14, None),
    ("0101", {"TBXHDM": "LJTM"}, "waste", 3, 14, None),
]


@pytest.mark.parametrize(("code", "facts", "kind", "severity", "measure", "also"), TABLE)
def test_rows_where_cultivated_land_was_lost(code, facts, kind, severity, measure, also):
    row = one(DLBM=code, **facts)
    assert (row["kind"], row["severity"], row["measure"], row["also"]) == (kind, severity, measure, also)
    assert row["origin"] == "lost"


@pytest.mark.parametrize("code", ["0101", "0102", "0103"])
@pytest.mark.parametrize("attribute", ["LS", "FLS", "LYFL", "XG", None])
def test_other_cultivated_land_is_no_conflict(code, attribute):
    assert one(DLBM=code, ZZSXDM=attribute, GDPDJB="4", TBXHDM=None) is None


def test_every_class_of_a_parcel_but_cultivated_land_has_a_kind():
    codes = [code for code in CLASSES.by_code if CLASSES.known(code)]
    conflicts, problems = flag(*[in_pbf(DLBM=code) for code in codes])
    assert set(codes) - set(conflicts["DLBM"]) == {"0101", "0102", "0103"}
    assert "unknown_class" not in set(problems["kind"])


@pytest.mark.parametrize(
    ("facts", "origin", "severity", "flags"),
    [
        ({"DLBM": "0702"}, "lost", 3, None),
        ({"DLBM": "0702", "pbf_DLBM": "0201"}, "changed", 3, "misdelimited"),
        ({"DLBM": "0702", "pbf_DLBM": "0601"}, "legacy", 1, "misdelimited;kind_changed"),
        ({"DLBM": "0701", "pbf_DLBM": "0601"}, "legacy", 1, "misdelimited"),
        ({"DLBM": "0702", "pbf_DLBM": None}, "unknown", 3, "no_baseline"),
        ({"DLBM": "0201", "pbf_DLBM": None}, "unknown", 2, "no_baseline"),
        ({"DLBM": "1201", "pbf_DLBM": None}, "unknown", 1, "no_baseline"),
        ({"DLBM": "0702", "pbf_DLBM": None, "previous_DLBM": "0103"}, "lost", 3, None),
        ({"DLBM": "0702", "pbf_DLBM": None, "previous_DLBM": "1202"}, "changed", 3, None),
        (
            {"DLBM": "0702", "pbf_DLBM": None, "previous_DLBM": "0601"},
            "unknown",
            3,
            "existing_before;no_baseline",
        ),
        ({"DLBM": "0702", "pbf_DLBM": "0201", "previous_DLBM": "0101"}, "changed", 3, "misdelimited"),
        ({"DLBM": "0301K"}, "lost", 1, "adjustable"),
        ({"DLBM": "0301K", "pbf_DLBM": "0301"}, "legacy", 1, "misdelimited;adjustable"),
        ({"DLBM": "1202", "pbf_DLBM": "1202"}, "legacy", 0, "misdelimited"),
        ({"DLBM": "1202", "pbf_DLBM": "1202", "BZ": "不破坏耕作层"}, "legacy", 0, "misdelimited"),
        ({"DLBM": "1202", "pbf_DLBM": None}, "unknown", 1, "no_baseline"),
        ({"DLBM": "1202", "pbf_DLBM": "0702"}, "changed", 2, "misdelimited"),
        ({"DLBM": "1202", "pbf_DLBM": "0702", "BZ": "不破坏耕作层"}, "changed", 1, "misdelimited"),
        ({"DLBM": "1203", "pbf_DLBM": "1203"}, "legacy", 0, "misdelimited"),
        ({"DLBM": "1203", "pbf_DLBM": None}, "unknown", 0, "no_baseline"),
        ({"DLBM": "0201", "ZZSXDM": "JKHF"}, "lost", 2, "restorable"),
        ({"DLBM": "0301", "ZZSXDM": "GCHF", "pbf_DLBM": "0301"}, "legacy", 1, "misdelimited;restorable"),
        ({"DLBM": "0201K", "ZZSXDM": "JKHF"}, "lost", 1, "adjustable;restorable"),
        ({"DLBM": "1202", "ZZSXDM": "JKHF"}, "lost", 2, None),  # a class that may not carry the attribute
        ({"DLBM": "09", "graves": "F1"}, "lost", 3, "grave"),
        ({"DLBM": "09", "BZ": "公墓"}, "lost", 3, "grave"),
        ({"DLBM": "09", "BZ": "寺庙"}, "lost", 3, None),
    ],
)
def test_origin_caps_and_flags(facts, origin, severity, flags):
    row = one(**facts)
    assert (row["origin"], row["severity"], row["flags"]) == (origin, severity, flags)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("0201K", "orchard"),
        ("0301K", "forest"),
        ("0302K", "forest"),
        ("0307K", "forest"),
        ("0403K", "turf"),
        ("1104K", "pond"),
    ],
)
def test_adjustable_classes_take_the_kind_of_their_base_class(code, kind):
    assert one(DLBM=code)["kind"] == kind


APPROVAL = {"approvals": "A1", "approvals_PZRQ": "2023-05-01", "approvals_YXQZ": "2025-05-01"}


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({}, "approved"),
        ({"approvals_YXQZ": None}, "approved"),
        ({"approvals_YXQZ": "2024-12-31"}, "approved"),
        ({"approvals_YXQZ": "2024-12-30"}, "house"),
        ({"approvals_PZRQ": "2024-12-31"}, "approved"),
        ({"approvals_PZRQ": "2025-01-01"}, "house"),
        ({"approvals_PZRQ": None}, "house"),
        ({"approvals": None, "approvals_PZRQ": None, "approvals_YXQZ": None}, "house"),
    ],
)
def test_only_an_approval_valid_on_the_day_excuses(facts, kind):
    row = one(DLBM="0702", **{**APPROVAL, **facts})
    assert row["kind"] == kind
    assert row["severity"] == (0 if kind == "approved" else 3)
    assert row["measure"] == 14


def test_an_approval_without_dates_in_the_layer_excuses_nobody():
    assert one(DLBM="0702", approvals="A1")["kind"] == "house"


def test_an_approval_comes_before_every_other_row():
    assert one(DLBM="0101", TBXHDM="LJTM", **APPROVAL)["kind"] == "approved"


def test_the_day_is_the_runs():
    conflicts, _ = flag(in_pbf(DLBM="0702", **APPROVAL), date="2026-01-01")
    assert conflicts["kind"].tolist() == ["house"]


def test_only_inside_pbf_and_no_slivers():
    conflicts, _ = flag(in_pbf(DLBM="0702"), in_pbf(DLBM="0702", pbf=None), in_pbf(DLBM="0702", sliver=True))
    assert conflicts["conflict_id"].tolist() == ["q0"]


def test_unknown_codes_are_problems_not_conflicts():
    conflicts, problems = flag(
        in_pbf(DLBM="9999", **APPROVAL), in_pbf(DLBM=None), in_pbf(DLBM="02"), in_pbf(DLBM="0702", **APPROVAL)
    )
    assert conflicts["conflict_id"].tolist() == ["q3"]
    found = problems[problems["kind"] == "unknown_class"]
    assert [v["code"] for v in found["values"]] == ["9999", "", "02"]
    assert found["feature"].iloc[0] == "360281211000000000"
    assert found["geometry"].notna().all()


def test_a_wide_rural_road_is_a_data_problem_too_once_a_parcel():
    rows = [in_pbf(DLBM="1006", XZDWKD=12.0, BSM="r", pbf=zone) for zone in ("P1", "P2")]
    _, problems = flag(*rows, in_pbf(DLBM="1006", XZDWKD=6.0, BSM="n"))
    found = problems[problems["kind"] == "wide_road"]
    assert found["feature"].tolist() == ["r"]
    assert found["values"].iloc[0]["width_m"] == 12.0


@pytest.mark.parametrize(
    ("facts", "lost"),
    [
        ({}, 4500.0),
        ({"cultivated_m2": 1200.5}, 3299.5),
        ({"DLBM": "0101", "ZZSXDM": "WG"}, 0.0),  # still cultivated: nothing lost
        ({"DLBM": "0101", "ZZSXDM": "WG", "cultivated_m2": 4400.0}, 0.0),
        ({"pbf_DLBM": "0201"}, 0.0),
        ({"pbf_DLBM": None, "previous_DLBM": "0101", "previous_TBDLMJ": 4321.12}, 4321.12),
        ({"pbf_DLBM": "0101", "previous_DLBM": "0101", "previous_TBDLMJ": 4321.12}, 4500.0),
        ({"pbf_DLBM": "0201", "previous_DLBM": "0101", "previous_TBDLMJ": 4321.12}, 0.0),
    ],
)
def test_lost_area_is_the_share_of_the_baseline(facts, lost):
    assert one(**{"DLBM": "0702", **facts})["lost_cultivated_m2"] == lost


def test_lost_area_is_null_where_nobody_knows():
    assert pd.isna(one(DLBM="0702", pbf_DLBM=None)["lost_cultivated_m2"])
    conflicts, _ = flag(piece(DLBM="0702", pbf="P1", pbf_DLBM="0101"))
    assert conflicts["lost_cultivated_m2"].isna().all()


def test_columns_follow_the_contract_and_carry_the_parcel_fields():
    conflicts, _ = flag(in_pbf(DLBM="0702", TBMJ=6000.0, ZZSXDM=None, cut=True))
    assert list(conflicts.columns) == [
        "conflict_id", "kind", "measure", "also", "severity", "use", "origin", "flags", "area_m2", "area_mu",
        "cultivated_m2", "lost_cultivated_m2", "registered_m2", "county", "township", "village", "BSM", "DLBM",
        "TBMJ", "ZZSXDM", "pbf", "geometry",
    ]  # fmt: skip
    assert conflicts["area_mu"].tolist() == [7.5]  # 5000 m2 x 3 / 2000


def test_missing_layers_are_said_and_nothing_breaks():
    conflicts, problems = flag(piece(DLBM="0702", pbf="P1"))
    assert conflicts["origin"].tolist() == ["unknown"]
    absent = set(problems.loc[problems["kind"] == "absent_column", "feature"])
    assert {"approvals", "temporary", "projects", "graves", "TBXHDM", "XZDWKD", "GDPDJB", "ZZSXDM"} == absent
    assert "no_baseline" in set(problems["kind"])
    assert set(problems["severity"]) == {"note"}


def test_without_the_pbf_layer_there_is_no_conflict_and_a_note():
    conflicts, problems = flag(piece(DLBM="0702"))
    assert conflicts.empty
    assert "pbf" in set(problems["feature"])


def test_an_empty_frame_gives_empty_answers():
    conflicts, _ = flag_conflicts(pieces(in_pbf()).iloc[:0], POLICY, CLASSES, DATE)
    assert conflicts.empty
    assert conflicts.crs is not None
    assert "kind" in conflicts.columns


CODES = [code for code in CLASSES.by_code if CLASSES.known(code)] + ["9999", "02"]
ROW = st.fixed_dictionaries(
    {
        "DLBM": st.sampled_from(CODES),
        "pbf": st.sampled_from(["P1", "P2", None]),
        "pbf_DLBM": st.sampled_from(["0101", "0201", None]),
        "ZZSXDM": st.sampled_from([None, "WG", "LLJZ", "JKHF", "LS"]),
        "TBXHDM": st.sampled_from([None, None, "LJTM", "LQGD"]),
        "GDPDJB": st.sampled_from([None, "1", "5"]),
        "XZDWKD": st.sampled_from([None, 4.0, 9.0]),
        "approvals": st.sampled_from([None, None, "A1"]),
        "approvals_PZRQ": st.sampled_from(["2023-01-01", "2030-01-01", None]),
        "sliver": st.booleans(),
    }
)
PROPERTY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def same(a, b):
    a = a.sort_values(a.columns[0]).reset_index(drop=True)
    b = b.sort_values(b.columns[0]).reset_index(drop=True)
    pd.testing.assert_frame_equal(with_none(pd.DataFrame(a)), with_none(pd.DataFrame(b)))


@PROPERTY
@given(st.lists(ROW, min_size=1, max_size=12), st.data())
def test_chunks_and_order_change_nothing(rows, data):
    frame = pieces(*[piece(**row) for row in rows])
    whole, _ = flag_conflicts(frame, POLICY, CLASSES, DATE)
    assert whole["conflict_id"].is_unique
    cut = data.draw(st.integers(0, len(frame)))
    chunks = [flag_conflicts(part, POLICY, CLASSES, DATE)[0] for part in (frame.iloc[:cut], frame.iloc[cut:])]
    same(whole, pd.concat(chunks))
    order = data.draw(st.permutations(range(len(frame))))
    same(whole, flag_conflicts(frame.iloc[order], POLICY, CLASSES, DATE)[0])


@settings(PROPERTY, max_examples=15)
@given(st.lists(ROW, min_size=1, max_size=6))
def test_the_first_row_of_the_policy_wins(rows):
    frame = pieces(*[piece(**row) for row in rows])
    whole, _ = flag_conflicts(frame, POLICY, CLASSES, DATE)
    for row in whole.itertuples():
        alone = frame[frame["piece_id"] == row.conflict_id]
        single = [dataclasses.replace(POLICY, conflicts=(rule,)) for rule in POLICY.conflicts]
        fits = [kind for policy in single for kind in flag_conflicts(alone, policy, CLASSES, DATE)[0]["kind"]]
        assert fits[0] == row.kind


TERM = {"temporary": "T1", "temporary_DQRQ": "2025-06-30"}


@pytest.mark.parametrize(
    ("facts", "kind", "severity", "flags"),
    [
        ({}, "temporary", 0, None),
        ({"temporary_DQRQ": "2024-12-31"}, "temporary", 0, None),
        ({"temporary_KFHF": "否"}, "temporary", 3, None),
        ({"temporary_BZ": "难以恢复原种植条件"}, "temporary", 3, None),
        ({"temporary_DQRQ": "2024-12-30"}, "temporary_reclaim", 1, None),
        ({"temporary_DQRQ": "2023-12-31"}, "temporary_reclaim", 1, None),  # a year to the day
        ({"temporary_DQRQ": "2023-12-30"}, "building", 3, "overdue"),
        ({"temporary_DQRQ": "2023-12"}, "temporary_reclaim", 1, None),  # a month ends on its last day
        ({"temporary_DQRQ": "长期"}, "temporary", 0, None),
        ({"temporary_DQRQ": "不详"}, "building", 3, "validity_unknown;unreadable"),
        ({"temporary_DQRQ": None}, "building", 3, "validity_unknown"),
        ({"temporary_DQRQ": "2023-12-30", "DLBM": "0101"}, "temporary_overdue", 1, None),
        ({"temporary_DQRQ": "2023-12-30", "DLBM": "1203", "pbf_DLBM": "1203"}, "farm_works", 1, "misdelimited;overdue"),
        ({"temporary_DQRQ": "2023-12-30", "DLBM": "0301K"}, "forest", 1, "adjustable;overdue"),
    ],
)
def test_temporary_land(facts, kind, severity, flags):
    row = one(**{"DLBM": "0601", **TERM, **facts})
    assert (row["kind"], row["severity"], row["flags"]) == (kind, severity, flags)


@pytest.mark.parametrize(
    ("facts", "kind", "flags"),
    [
        ({"approvals_PZLX": "农用地转用"}, "approved", None),
        ({"approvals_PZLX": "宅基地"}, "house", None),
        ({"approvals_PZLX": "设施农用地备案"}, "house", None),
        ({"approvals_PZLX": "临时用地"}, "house", None),
        ({"approvals_YXQZ": "长期"}, "approved", None),
        ({"approvals_YXQZ": "2023-01-01至2025-12-31"}, "approved", None),
        ({"approvals_YXQZ": "2024-12"}, "approved", None),
        ({"approvals_PZRQ": 45047.0}, "approved", None),  # 2023-05-01 as a spreadsheet counts days
        ({"approvals_YXQZ": "见文件"}, "house", "validity_unknown;unreadable"),
        ({"approvals_PZRQ": None}, "house", "validity_unknown"),
        ({"approvals_YXQZ": "2024-06-30"}, "house", "verify_start"),
    ],
)
def test_what_an_approval_is_for_and_when(facts, kind, flags):
    row = one(DLBM="0702", **{**APPROVAL, **facts})
    assert (row["kind"], row["flags"]) == (kind, flags)


@pytest.mark.parametrize(
    ("facts", "use", "severity"),
    [
        ({"DLBM": "0601", "pbf_DLBM": "0601"}, "non_agricultural", 1),  # capped, and still a factory
        ({"DLBM": "0601", "pbf_DLBM": None}, "non_agricultural", 3),
        ({"DLBM": "1202", "pbf_DLBM": "1202"}, "agricultural", 0),
        ({"DLBM": "0201K"}, "agricultural", 1),
        ({"DLBM": "1006"}, "to_verify", 1),
        ({"DLBM": "0702", **APPROVAL}, "note", 0),
    ],
)
def test_the_group_of_use_is_the_kinds_whatever_the_severity(facts, use, severity):
    row = one(**facts)
    assert (row["use"], row["severity"]) == (use, severity)


@pytest.mark.parametrize("written", ["5级", "Ⅴ", "五级", "5.0", 5])
def test_a_grade_is_read_however_it_is_written(written):
    assert one(DLBM="0101", GDPDJB=written)["kind"] == "unstable"


def test_a_value_that_cannot_be_read_is_unknown_and_told():
    conflicts, problems = flag(in_pbf(DLBM="0101", GDPDJB="陡"), in_pbf(DLBM="1006", XZDWKD="约十米"))
    assert conflicts[["kind", "flags"]].values.tolist() == [["farm_works", "unreadable"]]
    found = problems[problems["kind"] == "unreadable_value"]
    assert [(v["column"], v["value"], v["count"]) for v in found["values"]] == [
        ("GDPDJB", "陡", 1),
        ("XZDWKD", "约十米", 1),
    ]


@pytest.mark.parametrize("written", ["101", 101.0, "0101 ", "水田", "０１０１"])
def test_the_class_at_delimitation_is_read_however_it_is_written(written):
    row = one(DLBM="0702", pbf_DLBM=written)
    assert (row["origin"], row["severity"], row["lost_cultivated_m2"]) == ("lost", 3, 4500.0)


def test_a_conflict_names_what_is_registered_beside_its_gross_area():
    """A zone of 3 mu gross, 2.80 net: the conflict on all of it is 3.00 mu of 2.80 registered."""
    found = one(DLBM="0702", area_m2=2000.0, pbf_TBDLMJ=1866.67)
    assert (found["area_mu"], found["registered_m2"]) == (3.0, 1866.67)
    assert pd.isna(one(DLBM="0702", area_m2=2000.0, pbf_TBDLMJ=None)["registered_m2"])


@pytest.mark.parametrize(("unread", "flags"), [("XZDWKD=约10米", "unreadable"), ("KCXS=约7%", None), (None, None)])
def test_a_width_that_cannot_be_read_is_unknown_not_narrow(unread, flags):
    """The number is null, its text stands beside: the road may be wider than 8 m, and says that nobody knows."""
    row = one(DLBM="1006", XZDWKD=None, unreadable=unread)
    assert (row["kind"], row["flags"]) == ("farm_works", flags)
