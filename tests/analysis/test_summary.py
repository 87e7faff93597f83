"""Sums by unit against targets, and the figures of the annexes."""

import dataclasses
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from farmland_redline.processing.analysis.delimited import divide_delimited
from farmland_redline.processing.analysis.rules.candidates import find_candidates
from farmland_redline.processing.analysis.rules.conflicts import flag_conflicts
from farmland_redline.processing.analysis.rules.policy import Policy, Unit
from farmland_redline.processing.analysis.summary import differences, pbf_cross_table, summarise

from .rule_pieces import CLASSES, DATE, POLICY, in_pbf, piece, pieces

CONTRACT = [
    "code",
    "name",
    "level",
    "holding_mu",
    "holding_target_mu",
    "holding_surplus_mu",
    "pbf_delimited_mu",
    "pbf_target_mu",
    "pbf_surplus_mu",
    "pbf_cultivated_mu",
    "pbf_cultivated_k_mu",
    "gap_mu",
    "gap_left_mu",
    "task_2023_mu",
    "task_2024_mu",
    "restored_mu",
    "candidates_at_once_mu",
    "candidates_with_works_mu",
    "candidates_other_mu",
    "conflicts_mu",
    "conflicts_severe_mu",
]
ZHUSHAN, CHANGJIANG, FULIANG, LEPING = "360203", "360202", "360222", "360281"


def run(*rows, zones=None, policy=POLICY, level="county", **more):
    frame = pieces(*rows)
    conflicts, _ = flag_conflicts(frame, policy, CLASSES, DATE)
    candidates = find_candidates(frame, policy, CLASSES, DATE)
    delimited = None if zones is None else divide_delimited(frame, zones)
    return summarise(frame, conflicts, candidates, delimited, policy, level, **more)


def zone_table(*rows):
    return pd.DataFrame(rows, columns=["role", "zone_id", "county", "net_m2"])


def at(table, code, column):
    return table.loc[table["code"] == code, column].item()


def test_rows_and_columns_of_the_contract():
    table = run(piece(DLBM="0101"))
    assert list(table.columns[: len(CONTRACT)]) == CONTRACT
    assert table["code"].tolist() == ["360200", ZHUSHAN, CHANGJIANG, FULIANG, LEPING]
    assert table["level"].tolist() == ["city"] + ["county"] * 4
    assert table["name"].tolist() == ["景德镇市", "珠山区", "昌江区", "浮梁县", "乐平市"]


def everywhere(**facts):
    """A piece in each county."""
    return [piece(county=code, **facts) for code in (ZHUSHAN, CHANGJIANG, FULIANG, LEPING)]


def test_targets_are_the_annexes():
    table = run(*everywhere(DLBM="0101"))
    assert table["holding_target_mu"].tolist() == [1202873, 5707, 73041, 319999, 804127]
    assert table["pbf_target_mu"].tolist() == [1065103, 822, 50704, 278362, 735215]
    assert table["gap_mu"].tolist() == [91627, -1496, 4577, 25214, 63331]
    assert table["gap_at_most_mu"].tolist() == [91627, 0, 4577, 25214, 63331]
    assert table["gap_left_mu"].isna().tolist() == [True, False, True, True, True]  # restored land is not known
    assert at(table, ZHUSHAN, "gap_left_mu") == 0  # a surplus owes nothing, whatever has been restored
    assert table["gap_surplus_mu"].tolist() == [0, 1496, 0, 0, 0]
    assert table["task_2023_mu"].tolist() == table["task_2024_mu"].tolist() == [9163, 0, 458, 2521, 6333]
    assert table["restored_mu"].isna().all()


def test_holding_is_the_net_area_of_cultivated_land_and_meets_its_target_exactly():
    target_m2 = 5707 * 2000 / 3  # 3 804 666.67: not a whole number of hundredths
    over, under = (round(target_m2 + d, 2) for d in (0.01, -0.01))
    for net, positive in ((over, True), (under, False)):
        table = run(piece(DLBM="0101", county=ZHUSHAN, area_m2=net + 100, cultivated_m2=net), piece(county=ZHUSHAN))
        assert (at(table, ZHUSHAN, "holding_surplus_mu") > 0) == positive
    exact = dataclasses.replace(POLICY.units[1], holding_target_wan_mu=Decimal("0.0003"))  # 3 mu = 2000 m2
    policy = dataclasses.replace(POLICY, units=(POLICY.units[0], exact))
    table = run(piece(DLBM="0101", county=ZHUSHAN, area_m2=2000.0), policy=policy)
    assert at(table, ZHUSHAN, "holding_mu") == 3
    assert at(table, ZHUSHAN, "holding_surplus_mu") == 0


def test_pbf_is_the_layers_own_net_record_never_the_overlay():
    zones = zone_table(
        ("pbf", "P1", LEPING, 4000.0),
        ("pbf", "P2", FULIANG, 2000.0),
        ("pbf", "P3", FULIANG, None),
        ("urban", "U", LEPING, 9.0),
    )
    others = [piece(county=code) for code in (ZHUSHAN, CHANGJIANG, FULIANG)]
    rows = [in_pbf(DLBM="0101", cultivated_m2=4600.0), in_pbf(DLBM="0201"), in_pbf(DLBM="0201K"), *others]
    table = run(*rows, zones=zones)
    assert at(table, LEPING, "pbf_delimited_mu") == 6
    assert at(table, LEPING, "pbf_surplus_mu") == 6 - 735215
    assert at(table, FULIANG, "pbf_delimited_mu") == 3
    assert at(table, FULIANG, "pbf_zones_unrecorded") == 1
    assert at(table, ZHUSHAN, "pbf_delimited_mu") == 0
    assert at(table, ZHUSHAN, "pbf_surplus_mu") == -822
    assert at(table, "360200", "pbf_delimited_mu") == 9
    assert at(table, LEPING, "pbf_cultivated_mu") == pytest.approx(6.9)  # 4600 m2
    assert at(table, LEPING, "pbf_cultivated_k_mu") == pytest.approx(14.4)  # and 5000 m2 of 0201K
    assert run(in_pbf())["pbf_delimited_mu"].isna().all()
    assert run(in_pbf(), zones=zone_table(("urban", "U", LEPING, 9.0)))["pbf_delimited_mu"].isna().all()
    unrecorded = run(in_pbf(), zones=zone_table(("pbf", "P1", LEPING, None)))
    assert np.isnan(at(unrecorded, LEPING, "pbf_delimited_mu"))


def test_conflicts_count_from_severity_1_and_severe_ones_apart():
    table = run(in_pbf(DLBM="0702"), in_pbf(DLBM="0201"), in_pbf(DLBM="1202", pbf_DLBM="1202"), in_pbf(DLBM="0101"))
    assert at(table, LEPING, "conflicts_mu") == 15  # house and orchard, 7.5 mu each; the old facility is a note
    assert at(table, LEPING, "conflicts_severe_mu") == 7.5


def test_candidates_count_net_and_not_excluded_in_the_tier_of_their_first_source():
    table = run(
        piece(ZZSXDM="JKHF", slope_PDJB="1"),
        piece(ZZSXDM="JKHF", slope_PDJB="1", red_line="R1"),
        piece(ZZSXDM="GCHF", slope_PDJB="1", crops_ZWZT="盛果期"),
        piece(DLBM="0404", projects="H1", farmland_reserve="B1", slope_PDJB="1"),
        piece(survey2_DLBM="011", slope_PDJB="2"),
    )
    assert at(table, LEPING, "candidates_at_once_mu") == 7.5
    assert at(table, LEPING, "candidates_with_works_mu") == 15
    assert at(table, LEPING, "candidates_other_mu") == pytest.approx(6.99)  # 7.5 x (1 - 0.0680)
    assert at(table, LEPING, "candidates_barred_mu") == 7.5
    assert at(table, LEPING, "candidates_to_confirm_mu") == pytest.approx(14.49)
    assert at(table, LEPING, "candidates_free_mu") == 7.5  # the unused land; all else may bear fruit
    assert at(table, LEPING, "candidates_excluded_mu") == 7.5


def test_gap_left_takes_off_adjustments_and_restored_land_but_never_candidates():
    units = [
        dataclasses.replace(u, adjustments_wan_mu=Decimal("0.1")) if u.code in (CHANGJIANG, FULIANG) else u
        for u in POLICY.units
    ]
    policy = dataclasses.replace(POLICY, units=tuple(units))
    measured = {CHANGJIANG: 3_000_000.0, FULIANG: 2000.0}
    table = run(*everywhere(ZZSXDM="JKHF"), policy=policy, restored_m2=measured)
    assert at(table, CHANGJIANG, "restored_mu") == 4500
    assert at(table, CHANGJIANG, "gap_left_mu") == 0  # 4577 - 1000 - 4500 < 0
    assert at(table, FULIANG, "gap_left_mu") == 25214 - 1000 - 3
    assert np.isnan(at(table, LEPING, "restored_mu")) and np.isnan(at(table, LEPING, "gap_left_mu"))
    assert np.isnan(at(table, "360200", "restored_mu")) and np.isnan(at(table, "360200", "gap_left_mu"))
    assert at(table, "360200", "gap_at_most_mu") == 91627 - 2000
    table = run(*everywhere(ZZSXDM="JKHF"), policy=policy, restored_m2={**measured, LEPING: 0.0, ZHUSHAN: 0.0})
    assert at(table, LEPING, "gap_left_mu") == 63331
    assert at(table, "360200", "gap_left_mu") == 91627 - 2000 - 4503


def test_the_figure_of_restored_land_in_the_policy_comes_first():
    units = [dataclasses.replace(u, restored_wan_mu=Decimal("0.02")) if u.code == LEPING else u for u in POLICY.units]
    table = run(piece(), policy=dataclasses.replace(POLICY, units=tuple(units)), restored_m2={LEPING: 1.0})
    assert at(table, LEPING, "restored_mu") == 200


def test_units_that_the_policy_lacks_have_rows_without_targets():
    table = run(piece(DLBM="0101", county="369999"), piece(DLBM="0101", county=None))
    assert at(table, "369999", "holding_mu") == at(table, "", "holding_mu") == 7.5
    assert np.isnan(at(table, "369999", "holding_target_mu"))
    assert at(table, "369900", "holding_mu") == 7.5  # its own group
    assert np.isnan(at(table, "360200", "holding_mu"))  # no parcel is known to be the city's
    assert table.set_index("code").loc[["369999", "369900", ""], "parent"].tolist() == ["369900", "", ""]


def test_two_cities_hold_their_own_counties():
    units = (Unit("360100", "甲", "city"), Unit("360200", "乙", "city"), Unit("360281", "丙", "county", "360200"))
    table = run(
        piece(DLBM="0101"), piece(DLBM="0101", county="360121"), policy=dataclasses.replace(POLICY, units=units)
    )
    assert at(table, "360100", "holding_mu") == at(table, "360200", "holding_mu") == 7.5


@pytest.mark.parametrize("units", [POLICY.units[4:], POLICY.units[:1], ()])
def test_policies_with_only_counties_only_a_city_or_nobody(units):
    policy = dataclasses.replace(POLICY, units=units)
    table = run(in_pbf(DLBM="0101"), policy=policy, zones=zone_table(("pbf", "P1", LEPING, 2000.0)))
    assert at(table, LEPING, "holding_mu") == 7.5
    assert at(table, LEPING, "pbf_delimited_mu") == 3
    assert table["code"].tolist() == [*(["360200"] if len(units) != 1 or units[0].code != LEPING else []), LEPING]
    assert differences(policy).empty


def test_nothing_to_sum():
    table = run(in_pbf(), zones=zone_table()).set_index("code")
    empty = summarise(pieces(in_pbf()).iloc[:0], None, None, None, POLICY, "village")
    assert empty["code"].tolist() == list(table.index)
    assert empty["holding_mu"].isna().all() and (empty["parcels"] == 0).all()


def test_empty_texts_count_as_null():
    frame = pieces(in_pbf(DLBM="0101", pbf="", ZZSXDM=None), piece(ZZSXDM="JKHF", pbf=None))
    candidates = find_candidates(frame, POLICY, CLASSES, DATE).assign(excluded="")
    table = summarise(frame, None, candidates, None, POLICY)
    assert at(table, LEPING, "pbf_cultivated_mu") == 0
    assert at(table, LEPING, "candidates_at_once_mu") == pytest.approx(6.99)


def test_lower_units():
    rows = [
        in_pbf(DLBM="0101", township="360281101", village="360281101201"),
        in_pbf(DLBM="0101", township="360281101", village="360281101202"),
        in_pbf(DLBM="0702", township="360281102", village="360281102201"),
    ]
    table = run(*rows, level="village", names={"360281101": "某镇"}, zones=zone_table(("pbf", "P1", LEPING, 9999.0)))
    assert table["level"].value_counts().to_dict() == {"city": 1, "county": 4, "township": 2, "village": 3}
    assert at(table, "360281101", "holding_mu") == 15
    assert at(table, "360281101", "name") == "某镇"
    # 9,999.00 m² of record over three equal pieces, two of them in this township: 6,666.00 m² × 3 / 2000
    assert at(table, "360281101", "pbf_delimited_mu") == 9.999
    assert at(table, LEPING, "pbf_delimited_mu") == 14.9985
    assert at(table, "360281102201", "conflicts_severe_mu") == 7.5
    assert at(table, "360281102201", "parent") == "360281102"
    assert set(run(*rows, level="township")["level"]) == {"city", "county", "township"}
    with pytest.raises(ValueError, match="level"):
        run(*rows, level="street")


def test_zones_of_counties_without_a_parcel_are_in_no_lower_unit():
    """Such as neighbours, whose zones a run over one county reads too; what lies in no village of its own is told."""
    zones = zone_table(("pbf", "P1", LEPING, 9999.0), ("pbf", "P2", LEPING, 300.0), ("pbf", "P3", FULIANG, 4000.0))
    table = run(
        in_pbf(DLBM="0101", township="360281101", village="360281101201"), zones=zones, level="village"
    ).set_index(["level", "parent", "code"])["pbf_delimited_mu"]
    assert table["county", "360200", LEPING] == 15.4485  # 10,299.00 m² × 3 / 2000
    assert table["township", LEPING, ""] == table["village", "", ""] == 0.45  # 300.00 m²
    assert table["village"].sum() == table["township"].sum() == 15.4485


def test_the_annexes_rows_and_sums():
    found = differences(POLICY).set_index(["item", "basis"])
    expected = {
        ("holding_target", "all"): ("120.2873", "120.2874", "rounding"),
        ("gap", "all"): ("9.1627", "9.1626", "rounding"),
        ("gap", "positive"): ("9.1627", "9.3122", "netting"),
        ("task_2023", "all"): ("0.9163", "0.9312", "netting"),
        ("task_2024", "all"): ("0.9163", "0.9312", "netting"),
    }
    assert set(found.index) == set(expected)  # PBF and the second survey add up
    for key, (city, counties, reason) in expected.items():
        row = found.loc[key]
        assert (row["city_wan_mu"], row["counties_wan_mu"]) == (Decimal(city), Decimal(counties))
        assert row["difference_wan_mu"] == Decimal(city) - Decimal(counties)
        assert row["reason"] == reason


def test_reasons_are_computed():
    def policy(city, *counties):
        rows = [Unit("360200", "市", "city", holding_target_wan_mu=Decimal(city))]
        rows += [
            Unit(f"36020{i}", "县", "county", "360200", holding_target_wan_mu=Decimal(c))
            for i, c in enumerate(counties)
        ]
        return dataclasses.replace(POLICY, units=tuple(rows))

    assert differences(policy("3.0000", "1.0000", "2.0000")).empty
    assert differences(policy("3.0001", "1.0000", "2.0000"))["reason"].tolist() == ["rounding"]
    assert differences(policy("3.0100", "1.0000", "2.0000"))["reason"].tolist() == ["unexplained"]


def test_cross_table_puts_ridges_under_their_class_and_adds_up():
    frame = pieces(
        in_pbf(DLBM="0101", cultivated_m2=4600.0),
        in_pbf(DLBM="0201"),
        in_pbf(DLBM="0101", pbf_DLBM=None, cultivated_m2=5000.0),
        in_pbf(DLBM="1203"),
        piece(DLBM="0702"),
    )
    table = pbf_cross_table(frame, CLASSES)
    cells = {(r.pbf_DLBM, r.DLBM): r.area_m2 for r in table.itertuples()}
    assert cells == {("0101", "0101"): 4600, ("0101", "1203"): 400 + 5000, ("0101", "0201"): 5000, ("", "0101"): 5000}
    by_county = pbf_cross_table(frame, CLASSES, by=("county",))
    assert by_county["area_m2"].sum() == 20000
    assert list(by_county.columns) == ["county", "pbf_DLBM", "DLBM", "area_m2", "area_mu"]
    assert pbf_cross_table(pieces(piece()), CLASSES).empty


ROW = st.fixed_dictionaries(
    {
        "DLBM": st.sampled_from(["0101", "0103", "0201", "0201K", "0702", "0404"]),
        "county": st.sampled_from([ZHUSHAN, FULIANG, LEPING, "361111", None]),
        "township": st.sampled_from(["1", "2", None]),
        "pbf": st.sampled_from(["P1", None]),
        "pbf_DLBM": st.sampled_from(["0101", None]),
        "ZZSXDM": st.sampled_from([None, "JKHF", "GCHF", "WG"]),
        "red_line": st.sampled_from([None, "R1"]),
        "area_m2": st.integers(1, 10**9).map(lambda n: n / 100),
    }
)
SUMS = [c for c in CONTRACT if c.split("_")[0] in ("holding", "pbf", "candidates", "conflicts") and "target" not in c]
SUMS = [c for c in SUMS if "surplus" not in c and c != "pbf_delimited_mu"]


@settings(max_examples=25, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=20), st.data())
def test_counties_add_up_to_the_city_in_any_order(rows, data):
    rows = [piece(**row) for row in rows]
    table = run(*rows)
    county, city = table["level"] == "county", table["level"] == "city"
    cents = table[SUMS].mul(200_000 / 3).fillna(0).round().astype("int64")  # mu back to hundredths of a m2
    coded = county & table["code"].ne("")
    assert (cents[coded].sum() == cents[city].sum()).all()  # what has no code is no city's
    townships = run(*rows, level="township")
    lower = townships[SUMS].mul(200_000 / 3).fillna(0).round().astype("int64")
    assert (lower[townships["level"] == "township"].sum() == cents[county].sum()).all()
    pd.testing.assert_frame_equal(table, run(*data.draw(st.permutations(rows))), check_exact=True)


def demo(**target):
    """A policy of one county with one target."""
    county = Unit(LEPING, "乐平市", "county", **target)
    return Policy("demo", units=(county,), class_groups={"adjustable": ()})


def test_a_target_that_is_met_exactly_has_no_surplus():
    # 70,560.21 mu are 47,040,140 m² exactly; as binary fractions they differ in the last digit.
    field = piece(DLBM="0101", area_m2=47_040_140.0)
    table = run(field, policy=dataclasses.replace(POLICY, units=demo(holding_target_wan_mu=Decimal("7.056021")).units))
    assert at(table, LEPING, "holding_surplus_mu") == 0


@pytest.mark.parametrize(("severity", "counted", "severe"), [(0, 0, 0), (1, 3, 0), (2, 3, 0), (3, 3, 3)])
def test_each_severity_counts_as_the_scale_says(severity, counted, severe):
    frame = pd.DataFrame({"county": [LEPING], "DLBM": ["0201"], "area_m2": [2000.0], "cultivated_m2": [0.0]})
    frame["pbf"] = "P1"
    conflicts = frame.assign(conflict_id=["c"], severity=[severity])
    table = summarise(frame, conflicts, None, None, demo())
    assert (at(table, LEPING, "conflicts_mu"), at(table, LEPING, "conflicts_severe_mu")) == (counted, severe)


MEASURED = [
    "holding_mu",
    "holding_surplus_mu",
    "pbf_delimited_mu",
    "pbf_surplus_mu",
    "pbf_cultivated_mu",
    "pbf_cultivated_k_mu",
    *(
        f"candidates_{name}_mu"
        for name in ("at_once", "with_works", "other", "free", "to_confirm", "barred", "excluded")
    ),
    "conflicts_mu",
    "conflicts_severe_mu",
]


def test_a_county_without_a_parcel_has_no_figures_and_its_city_is_not_judged():
    zones = zone_table(("pbf", "P1", FULIANG, 2000.0), ("pbf", "P2", LEPING, 4000.0))
    table = run(in_pbf(DLBM="0101", county=FULIANG), in_pbf(DLBM="0702", county=FULIANG), zones=zones)
    table = table.set_index("code")
    assert table.loc[[ZHUSHAN, CHANGJIANG, LEPING], MEASURED].isna().all(axis=None)
    assert table["parcels"].tolist()[1:] == [0, 0, 2, 0]
    assert table.loc[ZHUSHAN, "pbf_target_mu"] == 822  # what the notice asks for stands
    assert np.isnan(table.loc[ZHUSHAN, "gap_left_mu"])
    city = table.loc["360200"]
    assert (city["children_with_data"], city["children"]) == (1, 4)
    assert city["holding_mu"] == table.loc[FULIANG, "holding_mu"] == 7.5
    assert city["pbf_delimited_mu"] == 3  # of the county that has data, as all the row's figures
    assert np.isnan(city["holding_surplus_mu"]) and np.isnan(city["pbf_surplus_mu"])
    assert table.loc[FULIANG, "holding_surplus_mu"] == 7.5 - 319999
    assert table.loc[[FULIANG], ["children", "children_with_data"]].isna().all(axis=None)


def test_a_city_is_judged_once_every_county_has_a_parcel():
    rows = [piece(DLBM="0101", county=code) for code in (ZHUSHAN, CHANGJIANG, FULIANG, LEPING)]
    city = run(*rows).iloc[0]
    assert (city["children_with_data"], city["children"]) == (4, 4)
    assert city["holding_surplus_mu"] == 30 - 1202873


def test_parcels_of_another_city_are_their_own_group():
    rows = [piece(DLBM="0101"), piece(DLBM="0101", county="430102"), piece(DLBM="0101", county="430121")]
    table = run(*rows, names={"430100": "长沙市"}).set_index("code")
    assert table.loc["360200", "holding_mu"] == 7.5
    assert table.loc["430100", ["name", "level", "parent", "holding_mu"]].tolist() == ["长沙市", "city", "", 15]
    assert table.loc[["430102", "430121"], "parent"].tolist() == ["430100"] * 2
    assert table.loc["430100", ["children", "holding_target_mu", "gap_left_mu"]].isna().all()


def test_without_a_pbf_layer_its_figures_and_conflicts_are_not_given():
    frame = pieces(piece(DLBM="0101"), piece(DLBM="0702"))
    conflicts, _ = flag_conflicts(frame, POLICY, CLASSES, DATE)
    table = summarise(frame, conflicts, find_candidates(frame, POLICY, CLASSES, DATE), None, POLICY)
    missing = [c for c in MEASURED if c.startswith(("pbf", "conflicts"))]
    assert table[missing].isna().all(axis=None)
    assert at(table, LEPING, "holding_mu") == 7.5


def test_what_was_not_looked_for_is_null_and_what_was_not_found_is_0():
    frame = pieces(in_pbf(DLBM="0101"), piece())
    table = summarise(frame, None, None, None, POLICY)
    assert table[[c for c in MEASURED if c.startswith(("candidates", "conflicts"))]].isna().all(axis=None)
    table = run(in_pbf(DLBM="0101"), piece())
    assert at(table, LEPING, "conflicts_mu") == at(table, LEPING, "candidates_free_mu") == 0
    assert np.isnan(at(table, LEPING, "candidates_at_once_mu"))  # that needs the attribute of restorable land
    assert at(run(piece(ZZSXDM=None)), LEPING, "candidates_at_once_mu") == 0


def test_the_four_parts_of_the_potential_add_up_and_only_once():
    rows = [
        piece(ZZSXDM="JKHF", crops_ZWZT="盛果期", slope_PDJB="1"),
        piece(ZZSXDM="JKHF", slope_PDJB="1"),
        piece(ZZSXDM="JKHF", slope_PDJB="1", red_line="R1"),
        piece(DLBM="0404", projects="H1", slope_PDJB="1"),
    ]
    table = run(*rows)
    parts = {part: at(table, LEPING, f"candidates_{part}_mu") for part in ("free", "to_confirm", "barred", "excluded")}
    assert parts == {"free": 7.5, "to_confirm": 7.5, "barred": 7.5, "excluded": 7.5}
    tiers = sum(at(table, LEPING, f"candidates_{tier}_mu") for tier in ("at_once", "with_works", "other"))
    assert tiers == 22.5  # all but what is excluded


def test_parcels_are_counted_and_not_pieces():
    names = (("A", "A-0001"), ("A", "A-0002"), ("B", "B-0001"))
    frame = pieces(*(piece(DLBM="0101", BSM=identity, piece_id=name) for identity, name in names))
    assert at(summarise(frame, None, None, None, POLICY), LEPING, "parcels") == 2


def test_losses_and_abandoned_land_are_summed_by_unit_and_null_where_nobody_looked():
    """1.5 mu (gross) lost in one village; 3 mu net abandoned in another; the county with parcels and neither has 0."""
    known = {"DLBM": "0101", "ZZSXDM": "LS", "previous_DLBM": "0101"}
    rows = [piece(**known), piece(**known, county="360222", township=None, village=None)]
    lost = pd.DataFrame({"county": [LEPING], "township": ["360281101"], "village": [None], "area_m2": [1000.0]})
    unit = {"county": LEPING, "township": "360281101", "village": "360281101201"}
    unplanted = pd.DataFrame([{**unit, "cultivated_m2": area, "area_m2": 9.0} for area in (1999.99, 0.01)])
    table = run(*rows, losses=lost, abandoned=unplanted)
    for code in (LEPING, "360200"):
        assert (at(table, code, "losses_mu"), at(table, code, "abandoned_mu")) == (1.5, 3.0)
    assert (at(table, FULIANG, "losses_mu"), at(table, FULIANG, "abandoned_mu")) == (0.0, 0.0)
    assert pd.isna(at(table, ZHUSHAN, "losses_mu"))  # no parcel, no figure
    by_village = run(*rows, losses=lost, abandoned=unplanted, level="village")
    assert at(by_village, "360281101201", "abandoned_mu") == 3.0
    figures = ["losses_mu", "abandoned_mu"]
    assert run(*rows)[figures].isna().all(axis=None)
    # Looked at, but nothing says how the land is planted, or what it was before.
    silent = run(piece(DLBM="0101"), losses=lost.iloc[:0], abandoned=unplanted.iloc[:0])
    assert silent[figures].isna().all(axis=None)
