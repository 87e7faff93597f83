"""Restoration candidates, row by row of the rules; every expectation is written from the rules by hand."""

import dataclasses

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nulls import with_none

from farmland_redline.processing.analysis.rules.candidates import (
    candidate_notes,
    find_abandoned,
    find_candidates,
    stable_mask,
)
from farmland_redline.processing.analysis.rules.policy import CandidateRule, Condition, DeferralRule

from .rule_pieces import CLASSES, DATE, POLICY, piece, pieces


def find(*rows, policy=POLICY, date=DATE):
    return find_candidates(pieces(*rows), policy, CLASSES, date)


def one(**facts):
    found = find(piece(**facts))
    assert len(found) <= 1
    return None if found.empty else found.iloc[0]


# Domain 1.4-10: the classes that may carry JKHF or GCHF.
BEARERS = [
    "0201",
    "0201K",
    "0202",
    "0202K",
    "0203",
    "0203K",
    "0204",
    "0204K",
    "0301",
    "0301K",
    "0302",
    "0302K",
    "0305",
    "0307",
    "0307K",
    "0403K",
    "0404",
    "1104",
    "1104A",
    "1104K",
]


@pytest.mark.parametrize(("attribute", "tier"), [("JKHF", "at_once"), ("GCHF", "with_works")])
@pytest.mark.parametrize("code", BEARERS)
def test_restorable_attributes_on_the_classes_that_may_carry_them(code, attribute, tier):
    row = one(DLBM=code, ZZSXDM=attribute)
    assert (row["source"], row["tier"], row["measure"]) == ("restorable", tier, 20)


@pytest.mark.parametrize("code", ["1202", "0303", "0401", "0403", "0702", "1006", "1206"])
def test_restorable_attributes_elsewhere_make_no_candidate(code):
    assert one(DLBM=code, ZZSXDM="JKHF") is None


SURVEY2 = [
    "0201",
    "0201K",
    "0202",
    "0203",
    "0204K",
    "0301",
    "0301K",
    "0302",
    "0302K",
    "0305",
    "0307",
    "0307K",
    "0403",
    "0403K",
    "1104",
    "1104A",
    "1104K",
]
NEVER = ["1006", "1107", "1107A", "1203", "1103", "0303", "0304", "0306", "0402", "0603", "1105", "1106", "1108"]


@pytest.mark.parametrize("second", ["011", "012", "013"])
@pytest.mark.parametrize("code", SURVEY2)
def test_survey_2_cultivated_survey_3_other_agricultural(code, second):
    row = one(DLBM=code, survey2="E1", survey2_DLBM=second)
    assert (row["source"], row["tier"], row["measure"], row["also"]) == ("survey2", "other", 13, None)


@pytest.mark.parametrize("code", [*NEVER, "0101", "0702", "1202", "0404"])
def test_never_by_survey_2_alone(code):
    assert one(DLBM=code, survey2="E1", survey2_DLBM="011") is None


def test_the_never_list_holds_whatever_the_row_says():
    rules = tuple(
        dataclasses.replace(rule, classes=("*",)) if rule.name == "survey2" else rule for rule in POLICY.candidates
    )
    rows = [piece(DLBM=code, survey2="E1", survey2_DLBM="011") for code in [*NEVER, "0202"]]
    found = find(*rows, policy=dataclasses.replace(POLICY, candidates=rules))
    assert found["DLBM"].tolist() == ["0202"]


@pytest.mark.parametrize(
    ("facts", "listed"),
    [
        ({"survey2_DLBM": "021"}, False),
        ({"survey2_DLBM": "011", "ZZSXDM": "LS"}, False),
        ({"survey2_DLBM": "011", "wide": 10, "long": 40}, True),  # 400 m2, mean width 8 m
        ({"survey2_DLBM": "011", "wide": 10, "long": 40, "area_m2": 399.99}, False),
        ({"survey2_DLBM": "011", "wide": 5, "long": 100}, False),  # 500 m2, mean width 4.76 m
        ({"survey2_DLBM": "011", "wide": 10, "long": 10, "area_m2": 400.0}, True),  # mean width 5 m
    ],
)
def test_the_second_survey_is_believed_only_above_its_noise(facts, listed):
    assert (one(DLBM="0201", survey2="E1", **facts) is not None) == listed


def test_adjustable_classes_without_survey_2():
    assert one(DLBM="0201K")["source"] == "adjustable"
    assert one(DLBM="0201K", survey2="E1", survey2_DLBM="021")["source"] == "adjustable"
    assert one(DLBM="0201K", survey2="E1", survey2_DLBM="011")["also"] is None
    assert one(DLBM="0201K", ZZSXDM="JKHF")["also"] is None
    assert one(DLBM="0201") is None


@pytest.mark.parametrize(
    ("facts", "source", "tier", "measure"),
    [
        ({"DLBM": "0601", "temporary": "T1", "temporary_DQRQ": "2024-12-30"}, "temporary", "with_works", 13),
        ({"DLBM": "1006", "abandoned": "F1"}, "leftover", "with_works", 13),
        ({"DLBM": "1202", "abandoned": "F1"}, "leftover", "with_works", 13),
        ({"DLBM": "1202", "BZ": "已废弃"}, "leftover", "with_works", 13),
        ({"DLBM": "1006", "TBXHDM": "FQ"}, "leftover", "with_works", 13),
        ({"DLBM": "0602", "TBXHDM": "FQ"}, "mine", "with_works", 13),
        ({"DLBM": "1001", "TBXHDM": "FQ"}, "idle", "with_works", 20),
        ({"DLBM": "1003", "TBXHDM": "FQ"}, "idle", "with_works", 20),
        ({"DLBM": "0601", "idle": "X1"}, "idle", "with_works", 20),
        ({"DLBM": "0403", "projects": "H1"}, "project", "with_works", 13),
        ({"DLBM": "0404", "farmland_reserve": "B1"}, "unused", "other", 20),
        ({"DLBM": "1204", "farmland_reserve": "B1"}, "unused", "other", 20),
        ({"DLBM": "1205", "farmland_reserve": "B1"}, "unused", "other", 20),
        ({"DLBM": "1206", "farmland_reserve": "B1"}, "unused", "other", 20),
    ],
)
def test_the_other_sources(facts, source, tier, measure):
    row = one(**facts)
    assert (row["source"], row["tier"], row["measure"]) == (source, tier, measure)


@pytest.mark.parametrize(
    "facts",
    [
        {"DLBM": "0601", "temporary": "T1", "temporary_DQRQ": "2024-12-31"},  # the term's last day
        {"DLBM": "0601", "temporary": "T1", "temporary_DQRQ": None},
        {"DLBM": "0101", "temporary": "T1", "temporary_DQRQ": "2020-01-01"},
        {"DLBM": "1107", "abandoned": "F1"},
        {"DLBM": "1006", "BZ": "水泥路"},
        {"DLBM": "0602"},
        {"DLBM": "1002", "TBXHDM": "FQ"},
        {"DLBM": "0404"},
        {"DLBM": "1207", "farmland_reserve": "B1"},
        {"DLBM": "0201", "farmland_reserve": "B1"},
        {"DLBM": "0101", "ZZSXDM": "WG"},
        {"DLBM": "0101", "projects": "H1"},
        {"DLBM": "9999", "projects": "H1"},
        {"DLBM": "02", "projects": "H1"},
        *[{"DLBM": code, "projects": "H1"} for code in ("1006", "1107", "1101", "0601", "09", "0303", "0810", "1003")],
        {"DLBM": "1202", "BZ": "未废弃"},
        {"DLBM": "1202", "BZ": "没有废弃"},
        {"DLBM": "1202", "BZ": "堆放废弃物"},
        {"DLBM": "0201", "ZZSXDM": "JKHF", "sliver": True},
    ],
)
def test_what_is_no_candidate(facts):
    assert one(**facts) is None


def test_0404_is_unused_land_by_an_override_that_users_may_turn():
    agricultural = dataclasses.replace(POLICY, major_overrides={"0404": "agricultural"})
    rows = [piece(DLBM=code, farmland_reserve="B1") for code in ("0404", "1206")]
    assert find(*rows, policy=agricultural)["DLBM"].tolist() == ["1206"]


def test_all_sources_are_kept_and_the_first_decides():
    row = one(
        DLBM="0404", ZZSXDM="GCHF", projects="H1", farmland_reserve="B1", temporary="T1", temporary_DQRQ="2020-01-01"
    )
    assert (row["source"], row["tier"], row["also"]) == ("restorable", "with_works", "temporary;project;unused")
    row = one(DLBM="1003", TBXHDM="FQ", idle="X1", projects="H1")
    assert (row["source"], row["also"]) == ("idle", None)


@pytest.mark.parametrize(
    ("facts", "excluded"),
    [
        ({}, None),
        ({"conversion": "C1"}, "conversion"),
        ({"red_line": "R1"}, "red_line"),
        ({"slope": "S1", "slope_PDJB": "5"}, "steep"),
        ({"slope": "S1", "slope_PDJB": "4"}, None),
        ({"soil": "S1", "soil_HJLB": "严格管控类"}, "soil"),
        ({"soil": "S1", "soil_HJLB": "安全利用类"}, None),
        ({"TBXHDM": "LJTM"}, "waste"),
        (
            {"approvals": "A1", "approvals_PZRQ": "2023-01-01", "approvals_YXQZ": None, "approvals_SFJC": "否"},
            "approved",
        ),
        ({"approvals": "A1", "approvals_PZRQ": "2023-01-01", "approvals_YXQZ": None, "approvals_SFJC": "是"}, None),
        (
            {"approvals": "A1", "approvals_PZRQ": "2023-01-01", "approvals_YXQZ": "2024-01-01", "approvals_SFJC": "否"},
            None,
        ),
        ({"approvals": "A1"}, "approved"),
        ({"urban": "U1", "forest": "L1"}, None),
        ({"red_line": "R1", "conversion": "C1", "slope": "S1", "slope_PDJB": "5"}, "conversion;red_line;steep"),
    ],
)
def test_exclusions_are_listed_with_all_their_reasons(facts, excluded):
    row = one(DLBM="0201", ZZSXDM="JKHF", **facts)
    assert row["excluded"] == excluded


@pytest.mark.parametrize(
    ("facts", "flags"),
    [
        ({"DLBM": "0201", "ZZSXDM": "JKHF", "urban": "U1", "forest": "L1"}, "urban;forest"),
        ({"DLBM": "0201", "TBXHDM": "LQYD", "ZZSXDM": "JKHF"}, "verify"),
        ({"DLBM": "0404", "ZZSXDM": "GCHF"}, None),  # no reserve layer: nobody can tell
        ({"DLBM": "0404", "ZZSXDM": "GCHF", "farmland_reserve": None}, "outside_reserve"),
        ({"DLBM": "0404", "ZZSXDM": "GCHF", "farmland_reserve": "B1"}, None),
        ({"DLBM": "0201", "ZZSXDM": "JKHF", "farmland_reserve": None}, None),
        ({"DLBM": "0201", "projects": "H1"}, None),
    ],
)
def test_flags_only_say_where_to_look(facts, flags):
    row = one(**facts)
    assert (row["flags"], row["excluded"]) == (flags, None)


@pytest.mark.parametrize(
    ("facts", "deferred", "reason"),
    [
        ({"DLBM": "0201", "crops_ZWZT": "盛果期"}, "yes", "full_bearing"),
        ({"DLBM": "0202K", "crops_ZWZT": "盛果期"}, "yes", "full_bearing"),
        ({"DLBM": "0201", "crops_ZWZT": "已收获"}, "no", None),
        ({"DLBM": "0201", "crops_ZWZT": "生长期"}, "no", None),
        ({"DLBM": "0201", "crops_ZWZT": None}, "unknown", "no_crop_data"),
        ({"DLBM": "0201"}, "unknown", "no_crop_data"),
        ({"DLBM": "0301", "crops_ZWZT": "生长期"}, "yes", "growing"),
        ({"DLBM": "0301", "crops_ZWZT": "盛果期"}, "no", None),
        ({"DLBM": "0301"}, "unknown", "no_crop_data"),
        ({"DLBM": "1104A", "crops_ZWZT": "待收获"}, "yes", "harvest"),
        ({"DLBM": "1104", "crops_ZWZT": "已收获"}, "no", None),
        ({"DLBM": "1104K"}, "unknown", "no_crop_data"),
        ({"DLBM": "0201", "ZWZT": "盛果期"}, "yes", "full_bearing"),  # an attribute of the parcel
        ({"DLBM": "0404"}, "no", None),
        ({"DLBM": "1202", "crops_ZWZT": "盛果期"}, "no", None),
        ({"DLBM": "0201", "crops_ZWZT": "盛果"}, "yes", "full_bearing"),
        ({"DLBM": "0201", "crops_ZWZT": "花期"}, "unknown", "unreadable"),
    ],
)
def test_deferral(facts, deferred, reason):
    row = one(projects="H1", **facts)
    assert (row["deferred"], row["reason"]) == (deferred, reason)


@pytest.mark.parametrize(
    ("facts", "net"),
    [
        # 1234.56 m2: the example coefficients of terraced land, KCMJ rounded half up, then subtracted.
        ({"slope": "S1", "slope_PDJB": "1"}, 1234.56),
        ({"slope": "S1", "slope_PDJB": "2"}, 1150.61),  # 1234.56 x 0.0680 = 83.95008 -> 83.95
        ({"slope": "S1", "slope_PDJB": "3"}, 1087.03),  # x 0.1195 = 147.52992 -> 147.53
        ({"slope": "S1", "slope_PDJB": "4"}, 1001.72),  # x 0.1886 = 232.838016 -> 232.84
        ({"slope": "S1", "slope_PDJB": 2}, 1150.61),  # a slope layer with whole numbers
        ({}, 1150.61),  # no slope layer: the policy's default grade 2
        ({"slope": None, "slope_PDJB": None}, 1150.61),
        ({"slope": "S1", "slope_PDJB": "3", "GDLX": "PD"}, 1234.56),
    ],
)
def test_net_area_takes_off_ridges(facts, net):
    row = one(DLBM="0201", ZZSXDM="JKHF", area_m2=1234.56, **facts)
    assert row["net_m2"] == net
    assert row["net_mu"] == pytest.approx(net * 3 / 2000, abs=1e-12)


def test_columns_follow_the_contract():
    found = find(piece(DLBM="0201", ZZSXDM="JKHF", pbf_reserve="C1"))
    assert list(found.columns) == [
        "candidate_id", "source", "also", "tier", "measure", "excluded", "potential", "deferred", "reason", "area_m2",
        "net_m2", "net_mu", "pbf_reserve", "farmland_reserve", "flags", "county", "township", "village", "BSM",
        "DLBM", "ZZSXDM", "geometry",
    ]  # fmt: skip
    assert find_candidates(pieces(piece()).iloc[:0], POLICY, CLASSES, DATE).empty


def test_missing_layers_are_said():
    notes = candidate_notes(pieces(piece(ZZSXDM=None)), POLICY)
    wanted = {"TBXHDM", "survey2", "temporary", "abandoned", "idle", "projects", "farmland_reserve", "conversion"}
    wanted |= {"red_line", "slope", "approvals", "soil", "urban", "forest", "crops"}
    assert set(notes["feature"]) == wanted
    assert set(notes["severity"]) == {"note"}


def test_abandoned_land_is_a_list_of_its_own():
    frame = pieces(piece(DLBM="0101", ZZSXDM="WG"), piece(DLBM="0101", ZZSXDM="LS"), piece(DLBM="0201", ZZSXDM="WG"))
    assert find_abandoned(frame, POLICY, CLASSES)["abandoned_id"].tolist() == ["q0"]
    assert find_candidates(frame, POLICY, CLASSES, DATE).empty


def test_stable_land():
    rows = [("0101", "2", None), ("0101", "5", None), ("0101", "2", "HDGD"), ("0201", "2", None), ("0103", None, None)]
    frame = pieces(*[piece(DLBM=code, GDPDJB=grade, TBXHDM=fine) for code, grade, fine in rows])
    assert stable_mask(frame, POLICY, CLASSES).tolist() == [True, False, False, False, True]


ROW = st.fixed_dictionaries(
    {
        "DLBM": st.sampled_from(["0101", "0201", "0201K", "0301", "0404", "1006", "1003", "0602", "1206", "9999"]),
        "ZZSXDM": st.sampled_from([None, "WG", "JKHF", "GCHF"]),
        "TBXHDM": st.sampled_from([None, "FQ", "LQYD"]),
        "survey2_DLBM": st.sampled_from([None, "011", "021"]),
        "projects": st.sampled_from([None, "H1"]),
        "farmland_reserve": st.sampled_from([None, "B1"]),
        "red_line": st.sampled_from([None, "R1"]),
        "slope_PDJB": st.sampled_from([None, "2", "5"]),
        "crops_ZWZT": st.sampled_from([None, "盛果期", "已收获"]),
        "sliver": st.booleans(),
        "wide": st.sampled_from([3, 50]),
    }
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ROW, min_size=1, max_size=12), st.data())
def test_chunks_and_order_change_nothing(rows, data):
    frame = pieces(*[piece(**row) for row in rows])
    whole = find_candidates(frame, POLICY, CLASSES, DATE)
    assert whole["candidate_id"].is_unique
    assert (whole["net_m2"] <= whole["area_m2"]).all()
    cut = data.draw(st.integers(0, len(frame)))
    order = data.draw(st.permutations(range(len(frame))))
    parts = [find_candidates(part, POLICY, CLASSES, DATE) for part in (frame.iloc[:cut], frame.iloc[cut:])]
    for other in (pd.concat(parts), find_candidates(frame.iloc[order], POLICY, CLASSES, DATE)):
        a, b = (pd.DataFrame(f).sort_values("candidate_id").reset_index(drop=True) for f in (whole, other))
        pd.testing.assert_frame_equal(with_none(a), with_none(b))


def test_the_first_rule_of_deferral_that_covers_a_piece_decides():
    wet = Condition("SOIL", "in", ("wet",))
    rules = (
        DeferralRule("fruit", "", classes=("0201",), deferred="yes"),
        DeferralRule("mud", "", when=((wet,),), deferred="unknown"),
    )
    policy = dataclasses.replace(POLICY, deferrals=rules)
    bearing = {"ZZSXDM": "JKHF", "SOIL": "wet"}
    found = find(piece(DLBM="0201", **bearing), piece(DLBM="0204", **bearing), policy=policy)
    assert found[["deferred", "reason"]].values.tolist() == [["yes", "fruit"], ["unknown", "mud"]]


def test_a_sliver_is_not_abandoned_land():
    fallow = CandidateRule("fallow", "", classes=("01*",))
    frame = pieces(piece(DLBM="0101"), piece(DLBM="0101", sliver=True))
    found = find_abandoned(frame, dataclasses.replace(POLICY, abandoned=(fallow,)), CLASSES, DATE)
    assert found["abandoned_id"].tolist() == ["q0"]


@pytest.mark.parametrize(
    ("facts", "potential"),
    [
        ({"DLBM": "0404", "ZZSXDM": "GCHF"}, "free"),
        ({"DLBM": "0201", "ZZSXDM": "JKHF"}, "to_confirm"),  # no crop data
        ({"DLBM": "0201", "ZZSXDM": "JKHF", "crops_ZWZT": "盛果期"}, "barred"),
        ({"DLBM": "0201", "ZZSXDM": "JKHF", "crops_ZWZT": "盛果期", "red_line": "R1"}, "excluded"),
        ({"DLBM": "0404", "ZZSXDM": "GCHF", "forest": "L1"}, "to_confirm"),  # forestry must agree
        ({"DLBM": "0404", "ZZSXDM": "GCHF", "urban": "U1"}, "free"),
        ({"DLBM": "0201", "ZZSXDM": "JKHF", "TBXHDM": "LQYD", "crops_ZWZT": "已收获"}, "to_confirm"),
        ({"DLBM": "0404", "ZZSXDM": "GCHF", "slope": "S1", "slope_PDJB": "五级"}, "excluded"),
        ({"DLBM": "0404", "ZZSXDM": "GCHF", "slope": "S1", "slope_PDJB": "很陡"}, "to_confirm"),  # unknown is not no
        ({"DLBM": "0404", "ZZSXDM": "GCHF", "soil": "S1", "soil_HJLB": "严格管控区"}, "excluded"),
        ({"DLBM": "0404", "ZZSXDM": "GCHF", "approvals": "A1", "approvals_SFJC": "True"}, "free"),
        ({"DLBM": "0404", "ZZSXDM": "GCHF", "approvals": "A1", "approvals_SFJC": "未动工"}, "excluded"),
        ({"DLBM": "0404", "ZZSXDM": "GCHF", "approvals": "A1", "approvals_SFJC": "部分"}, "to_confirm"),
    ],
)
def test_the_four_parts_of_the_potential(facts, potential):
    assert one(**facts)["potential"] == potential


def test_adjustable_land_below_the_second_surveys_size_is_adjustable():
    row = one(DLBM="0201K", survey2="E1", survey2_DLBM="011", wide=10, long=10)
    assert (row["source"], row["tier"]) == ("adjustable", "other")


@pytest.mark.parametrize(
    ("facts", "source", "also"),
    [
        ({"DLBM": "0201", "survey2": "E1", "survey2_DLBM": "水浇"}, "survey2", None),
        ({"DLBM": "0201K", "survey2": "E1", "survey2_DLBM": "水浇"}, "survey2", None),  # else it is adjustable
        ({"DLBM": "0601", "temporary": "T1", "temporary_DQRQ": "见批文"}, "temporary", None),
        ({"DLBM": "0201", "survey2": "E1", "survey2_DLBM": "水浇", "projects": "H1"}, "project", None),
    ],
)
def test_what_only_an_unreadable_value_may_make_a_candidate_is_to_confirm(facts, source, also):
    row = one(**facts)
    assert (row["source"], row["also"], row["potential"]) == (source, also, "to_confirm")
    assert (row["flags"] == "unreadable") == (source != "project")  # an orchard in a project surely is one


def test_a_readable_value_that_rules_it_out_makes_none():
    assert one(DLBM="0201", survey2="E1", survey2_DLBM="021") is None
    assert one(DLBM="0601", temporary="T1", temporary_DQRQ="长期") is None
