"""Warnings, veto, freeze and period tables: the examples and traps of the measures by hand, and invariants."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from farmland_redline.processing.analysis.area.rounding import mu_to_exact
from farmland_redline.processing.analysis.enforcement.period_tables import AMOUNTS, report_period
from farmland_redline.processing.analysis.enforcement.periods import period_of, periods_between
from farmland_redline.processing.analysis.enforcement.veto import assess_vetoes, judge_illegal
from farmland_redline.processing.analysis.enforcement.warnings import (
    Found,
    LevelState,
    WarningRules,
    assess_warnings,
    check_closure,
    judge_period,
)
from farmland_redline.processing.analysis.rules.freeze import frozen_quota
from farmland_redline.processing.bridge.policy.reader import load_policy
from farmland_redline.processing.bridge.tables.definitions import load_table

POLICY = load_policy()
FULIANG = "360222"
NAMES = {FULIANG: "浮梁县"}
M2_PER_MU = 2000 / 3


def with_options(**values: str):
    options = {name: replace(POLICY.options[name], value=value) for name, value in values.items()}
    return replace(POLICY, options={**POLICY.options, **options})


def case_table(*rows: dict) -> pd.DataFrame:
    """Of areas in mu: `mu`, `pbf_mu`, `paddy_mu`; what is not given is null."""
    columns = [column.id for column in load_table("cases").columns]
    made = []
    for number, row in enumerate(rows):
        one = {"case_id": f"J{number}", "unit": FULIANG, "status": "illegal", "construction": "yes", **row}
        for name, area in (("cultivated_m2", "mu"), ("pbf_m2", "pbf_mu"), ("paddy_m2", "paddy_mu")):
            if name not in one:
                value = one.pop(area, 0.0)
                one[name] = np.nan if value is None else value * M2_PER_MU
        made.append(one)
    frame = pd.DataFrame(made, columns=columns, dtype=object)
    areas = ["cultivated_m2", "paddy_m2", "pbf_m2"]
    frame = frame.where(frame.notna(), None)
    return frame.astype(dict.fromkeys(areas, float))


def event_table(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame([(FULIANG, *row, None) for row in rows], columns=["unit", "date", "kind", "remark"])


# The example of the measures, mu: period, a, p, A, P, level.
EXAMPLE = (
    ("2024H1", 12.00, 0.00, 12.00, 0.00, "general"),
    ("2024H2", 7.00, 5.00, 19.00, 5.00, "none"),
    ("2025H1", 10.00, 5.01, 10.00, 5.01, "general"),
    ("2025H2", 10.01, 0.00, 20.01, 5.01, "key"),
    ("2026H1", 3.00, 10.50, 3.00, 10.50, "key"),
    ("2026H2", 0.00, 0.00, 3.00, 10.50, "none"),
)
DAYS = {"1": "03-15", "2": "09-15"}


def example_cases() -> pd.DataFrame:
    """The row of 2026H1 has more PBF than cultivated land, as the example has it; the reader would refuse it."""
    rows = [
        {"found": f"{period[:4]}-{DAYS[period[-1]]}", "mu": a, "pbf_mu": p} for period, a, p, *_ in EXAMPLE if a or p
    ]
    return case_table(*rows)


def assess(cases, events=None, policy=POLICY, date="2026-12-31", carried=None) -> pd.DataFrame:
    events = event_table() if events is None else events
    return assess_warnings(cases, events, policy, date, NAMES, carried)


def test_the_example_row_by_row():
    found = assess(example_cases())
    assert list(found["period"]) == [row[0] for row in EXAMPLE]
    for (_, row), (period, a, p, total, total_pbf, level) in zip(found.iterrows(), EXAMPLE):
        assert [row[name] for name in ("a_mu", "p_mu", "total_mu", "total_pbf_mu")] == [a, p, total, total_pbf], period
        assert row["level"] == level, period
    assert list(found["keys_in_row"]) == [0, 0, 0, 1, 2, 0]
    why = dict(zip(found["period"], found["why"]))
    assert why["2024H2"] == "below" and why["2026H2"] == "no_case"
    assert why["2025H2"].split(";")[:2] == ["cultivated_total", "general_again"]
    assert found["step"].isna().all()
    assert check_closure(example_cases(), found, "2026-12-31") == {FULIANG: 0}


def test_the_example_with_both_limits():
    """Join all: neither 2024H1 (no PBF) nor 2025H1 (a is not over 10) is general."""
    found = assess(example_cases(), policy=with_options(warning_join="all"))
    assert list(found["level"]) == ["none", "none", "none", "key", "key", "none"]


def test_severe_after_two_keys_is_accountability():
    found = assess(example_cases(), event_table(("2026-05-01", "severe"))).set_index("period")
    assert found.loc["2026H1", "step"] == "accountability" and pd.isna(found.loc["2025H2", "step"])


def test_two_keys_and_a_talk_come_before_the_city():
    found = assess(example_cases(), event_table(("2026-10-01", "talk"))).set_index("period")
    assert found.loc["2026H2", "keys_and_talks"] == 3
    assert found.loc["2026H2", "step"] == "talk;city_decides" and found.loc["2026H2", "level"] == "none"


def test_an_area_written_in_square_metres_is_over_ten_mu():
    """6666.67 m² are 10.000005 mu; 10.00 mu are not over 10.00 mu."""
    day = {"found": "2024-03-01"}
    assert (
        assess(case_table({**day, "cultivated_m2": 6666.67, "pbf_m2": 0.0}), date="2024-06-30")["level"].item()
        == "general"
    )
    assert assess(case_table({**day, "mu": 10.0}), date="2024-06-30")["level"].item() == "none"


LIMITS = {
    "10.00 is not over 10": (10.0, 0.0, "none"),
    "10.01 is over 10": (10.01, 0.0, "general"),
    "5.00 of PBF is not over 5": (6.0, 5.0, "none"),
    "5.01 is": (6.0, 5.01, "general"),
    "20.00 in all is not over 20": (20.0, 0.0, "general"),
    "20.01 is": (20.01, 0.0, "key"),
    "10.00 of PBF is no key": (10.0, 10.0, "general"),
    "10.01 of PBF is": (10.01, 10.01, "key"),
}


@pytest.mark.parametrize("case", LIMITS)
def test_limits_are_strict(case):
    mu, pbf, level = LIMITS[case]
    found = assess(case_table({"found": "2024-03-01", "mu": mu, "pbf_mu": pbf}), date="2024-06-30")
    assert found["level"].item() == level


NOT_COUNTED = {
    "a person has not decided": {"status": "open"},
    "a person found it legal": {"status": "legal"},
    "it repeats another": {"repeat_of": "J0"},
    "found after the day": {"found": "2024-07-01"},
}


@pytest.mark.parametrize("case", NOT_COUNTED)
def test_what_counts_for_no_warning(case):
    cases = case_table({"found": "2024-03-01", "mu": 1.0}, {"found": "2024-03-01", "mu": 30.0, **NOT_COUNTED[case]})
    assert assess(cases, date="2024-06-30")["a_mu"].item() == 1.0


def test_closed_cases_count_and_reopened_ones_only_once():
    first = {"case_id": "J", "part": "1", "found": "2024-02-01", "mu": 11.0}
    closed = {**first, "closed": "2024-03-01", "outcome": "restored"}
    again = {**first, "part": "2", "reopened": "2024-08-01"}
    found = assess(case_table(closed, again), date="2024-12-31")
    assert list(found["a_mu"]) == [11.0, 0.0] and list(found["level"]) == ["general", "none"]


def test_pbf_is_inside_cultivated_land():
    found = assess(case_table({"found": "2024-03-01", "mu": 8.0, "pbf_mu": 4.0}), date="2024-06-30")
    assert (found["total_mu"].item(), found["level"].item()) == (8.0, "none")


def test_unknown_pbf_is_not_zero():
    found = assess(case_table({"found": "2024-03-01", "mu": 8.0, "pbf_mu": None}), date="2024-06-30").iloc[0]
    assert (found["level"], found["level_at_most"], found["pbf_unknown"]) == ("none", "general", 1)


THREE = ({"found": "2024-03-01", "mu": 11.0}, {"found": "2024-09-01", "mu": 11.0}, {"found": "2025-03-01", "mu": 11.0})


def test_two_generals_in_a_row_are_key_and_restart_the_row():
    """22 mu in 2024 would be key by area alone; counted by quarter of other years they are not."""
    rows = [{"found": day, "mu": 10.5} for day in ("2024-03-01", "2025-03-01", "2026-03-01", "2027-03-01")]
    yearly = {"warning_period": "year"}
    found = assess(case_table(*rows), policy=with_options(**yearly), date="2027-12-31")
    assert list(found["level"]) == ["general", "key", "general", "key"]
    going_on = assess(case_table(*rows), policy=with_options(**yearly, after_key_warning="continue"), date="2027-12-31")
    assert list(going_on["level"]) == ["general", "key", "key", "key"]


def test_a_period_between_breaks_the_row():
    rows = [{"found": "2024-03-01", "mu": 10.5}, {"found": "2025-03-01", "mu": 10.5}]
    assert list(assess(case_table(*rows), date="2025-06-30")["level"]) == ["general", "none", "general"]


def test_sums_over_twelve_months_and_over_the_whole_record():
    rows = [{"found": "2024-09-01", "mu": 9.0}, {"found": "2025-03-01", "mu": 9.0}, {"found": "2025-09-01", "mu": 9.0}]
    sums = {
        sums: list(assess(case_table(*rows), policy=with_options(warning_sums=sums), date="2025-12-31")["total_mu"])
        for sums in ("year", "rolling", "record")
    }
    assert sums == {"year": [9, 9, 18], "rolling": [9, 18, 18], "record": [9, 18, 27]}


def test_pbf_once_instead_of_in_total():
    rows = [{"found": day, "mu": 6.0, "pbf_mu": 6.0} for day in ("2024-03-01", "2024-09-01")]
    total = assess(case_table(*rows), date="2024-12-31")
    once = assess(case_table(*rows), policy=with_options(key_warning_pbf_basis="once"), date="2024-12-31")
    assert total["why"].iloc[1].split(";")[0] == "pbf_total"
    assert once["why"].iloc[1].split(";")[0] == "general_again"


def test_approvals_are_suspended_until_it_is_rectified():
    rows = case_table({"found": "2024-03-01", "mu": 21.0})
    since = assess(rows, date="2025-12-31")["suspended_since"]
    assert list(since) == ["2024-06-30"] * 4
    ended = assess(rows, event_table(("2025-02-01", "rectified")), date="2025-12-31")["suspended_since"]
    assert list(ended.fillna("")) == ["2024-06-30", "2024-06-30", "", ""]
    early = assess(rows, event_table(("2024-05-01", "rectified")), date="2024-12-31")["suspended_since"]
    assert list(early) == ["2024-06-30"] * 2, "a key warning is told at the end of its period"


def test_a_talk_that_was_rectified_in_its_period_suspends_nothing():
    none = case_table({"found": "2024-03-01", "mu": 1.0})
    talked = assess(none, event_table(("2024-02-01", "talk")), date="2024-12-31")["suspended_since"]
    assert list(talked) == ["2024-06-30"] * 2
    mended = assess(none, event_table(("2024-02-01", "talk"), ("2024-05-01", "rectified")), date="2024-12-31")
    assert mended["suspended_since"].isna().all()


def test_grave_consequences_alone_are_accountability():
    marked = case_table({"found": "2024-03-01", "mu": 1.0, "grave": "yes"})
    assert assess(marked, date="2024-06-30")["step"].item() == "accountability"
    told = assess(
        case_table({"found": "2024-03-01", "mu": 1.0}), event_table(("2024-04-01", "grave")), date="2024-06-30"
    )
    assert told["step"].item() == "accountability"


def test_a_talk_in_the_period_before_and_severe():
    found = assess(
        case_table({"found": "2024-03-01", "mu": 1.0}),
        event_table(("2024-05-01", "talk"), ("2024-11-01", "severe")),
        date="2025-06-30",
    )
    assert list(found["step"].fillna("")) == ["talk", "accountability", ""]


DISTANCES = {
    "general by PBF is nearest": ({"mu": 7.0, "pbf_mu": 4.0}, "general", 1.0),
    "any further area": ({"mu": 10.0}, "general", 0.0),
    "after general only key": ({"mu": 12.0}, "key", 8.0),
    "nothing above key": ({"mu": 21.0}, None, None),
}


@pytest.mark.parametrize("case", DISTANCES)
def test_the_distance_to_the_next_level(case):
    row, level, distance = DISTANCES[case]
    found = assess(case_table({"found": "2024-03-01", "pbf_mu": 0.0, **row}), date="2024-06-30").iloc[0]
    assert (found["next_level"], found["distance_mu"]) == (level, distance) or (
        level is None and pd.isna(distance or np.nan)
    )
    if level is None:
        assert found["next_level"] is None and pd.isna(found["distance_mu"])


def test_an_empty_period_is_as_far_from_key_as_its_total_says():
    last = assess(example_cases()).iloc[-1]
    assert (last["next_level"], last["distance_mu"]) == ("key", 0.0)


def test_with_both_limits_the_distance_is_the_larger():
    row = case_table({"found": "2024-03-01", "mu": 7.0, "pbf_mu": 4.0})
    found = assess(row, policy=with_options(warning_join="all"), date="2024-06-30").iloc[0]
    assert (found["next_level"], found["distance_mu"]) == ("general", 3.0)


def test_a_later_run_carries_the_earlier_periods_on():
    """Period by period, each with the state of the run before and only its own cases, as in one run over all."""
    whole, carried = assess(example_cases()), None
    for period in periods_between("2024-01-01", "2026-12-31", "half_year"):
        cases = example_cases()
        carried = assess(cases[cases["found"] >= period.start], date=period.end, carried=carried)
    pd.testing.assert_frame_equal(carried, whole, check_dtype=False)


def test_a_run_of_the_same_half_year_replaces_it():
    first = assess(example_cases(), date="2025-12-31")
    more = pd.concat([example_cases(), case_table({"case_id": "new", "found": "2025-10-01", "mu": 1.0})])
    again = assess(more, date="2025-12-31", carried=first)
    assert len(again) == len(first) and again["a_mu"].tolist()[-1] == 11.01
    pd.testing.assert_frame_equal(again.iloc[:-1], first.iloc[:-1], check_dtype=False)


TRANSITIONS = [
    # found, state before, level, generals in a row, keys in a row
    (Found(), LevelState("general", 1), "none", 0, 0),
    (Found(), LevelState("key", 0, 2), "none", 0, 0),
    (Found(1, 1, 0, 0, 1, 0, 0), LevelState("general", 1), "none", 0, 0),
    (Found(1, 11, 0, 0, 11, 0, 0), LevelState(), "general", 1, 0),
    (Found(1, 11, 0, 0, 11, 0, 0), LevelState("key", 0, 1), "general", 1, 0),
    (Found(1, 11, 0, 0, 11, 0, 0), LevelState("general", 1), "key", 0, 1),
    (Found(1, 1, 0, 0, 21, 0, 0), LevelState(), "key", 0, 1),
    (Found(1, 1, 1, 1, 1, 11, 11), LevelState("key", 0, 1), "key", 0, 2),
]


@pytest.mark.parametrize("case", range(len(TRANSITIONS)))
def test_the_table_of_transitions(case):
    found, before, level, generals, keys = TRANSITIONS[case]
    state, _ = judge_period(found, before, WarningRules("half_year", 10, 5, 20, 10))
    assert state == LevelState(level, generals, keys)


LEVELS = ["none", "general", "key"]
areas = st.integers(0, 30)


@given(
    areas,
    areas,
    areas,
    areas,
    areas,
    st.sampled_from(["any", "all"]),
    st.integers(0, 1),
    st.sampled_from(["restart", "continue"]),
)
def test_more_area_is_never_a_lower_level(mu, pbf, more, more_pbf, earlier, join, generals, after_key):
    rules = WarningRules("half_year", 10, 5, 20, 10, join=join, after_key=after_key)
    pbf, before = min(pbf, mu), LevelState("general" if generals else "none", generals)
    less = Found(1, mu, pbf, pbf, mu + earlier, pbf, pbf)
    grown = replace(
        less,
        cultivated=mu + more,
        pbf=pbf + min(more, more_pbf),
        total_cultivated=mu + more + earlier,
        total_pbf=pbf + min(more, more_pbf),
    )
    one, other = (judge_period(each, before, rules)[0].level for each in (less, grown))
    assert LEVELS.index(one) <= LEVELS.index(other)


some_cases = st.lists(st.tuples(st.integers(0, 47), st.integers(0, 1200), st.floats(0, 1)), min_size=1, max_size=8)


@settings(max_examples=15)
@given(some_cases, st.randoms(use_true_random=False))
def test_order_and_parts_of_cases_do_not_matter(rows, chance):
    def day(month: int) -> str:
        return f"{2023 + month // 12}-{month % 12 + 1:02}-10"

    whole = [{"found": day(m), "mu": a / 100, "pbf_mu": round(a * s) / 100} for m, a, s in rows]
    parts = []
    for number, (month, amount, share) in enumerate(rows):
        pbf = round(amount * share)
        cut, pbf_cut = amount // 3, pbf // 3
        one = {"case_id": f"J{number}", "found": day(month)}
        parts += [
            {**one, "part": "1", "mu": cut / 100, "pbf_mu": pbf_cut / 100},
            {**one, "part": "2", "mu": (amount - cut) / 100, "pbf_mu": (pbf - pbf_cut) / 100},
        ]
    chance.shuffle(parts)
    one, other = assess(case_table(*whole)), assess(case_table(*parts))
    pd.testing.assert_frame_equal(one, other)
    assert set(check_closure(case_table(*parts), other, "2026-12-31").values()) <= {0}


VETO = [
    # A, denominator in mu, verdict of the condition
    (80.00, 666.66, "yes"),
    (80.00, 666.67, "no"),
    (79.99, 100.0, "no"),
    (500.0, 5000.0, "no"),
    (80.00, 0.0, "undetermined"),
    (80.00, None, "undetermined"),
    (79.99, None, "no"),
]


@pytest.mark.parametrize(("area", "whole", "verdict"), VETO)
def test_the_veto_of_illegal_land(area, whole, verdict):
    exact = None if whole is None else int(mu_to_exact(whole))
    a, least = int(mu_to_exact(area)), int(mu_to_exact(80))
    assert judge_illegal(a, a, a, exact, least, 12) == verdict


def vetoes_of(cases, events=None, flows=None, summary=None):
    events = event_table() if events is None else events
    return assess_vetoes(cases, events, POLICY, "2024-12-31", NAMES, summary, flows).iloc[0]


def targets(holding=100.0, target=100.0, pbf=50.0, task=50.0) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "code": [FULIANG],
            "holding_mu": [holding],
            "holding_target_mu": [target],
            "pbf_delimited_mu": [pbf],
            "pbf_target_mu": [task],
        }
    )


FLOWS = pd.DataFrame({"code": [FULIANG], "construction_m2": [666.66 * M2_PER_MU], "holding_before_m2": [1e9]})


def test_the_four_conditions_of_the_veto():
    none, done = case_table(), event_table(("2024-12-01", "balance_done"))
    assert vetoes_of(none, done, FLOWS, targets())["verdict"] == "not_touched"
    assert vetoes_of(none, None, FLOWS, targets())["verdict"] == "insufficient", "nobody says whether it was balanced"
    assert vetoes_of(none, done, FLOWS, None)["verdict"] == "insufficient"
    assert vetoes_of(none, done, FLOWS, targets(holding=99.99))["holding_missed"] == "yes"
    assert vetoes_of(none, None, None, targets(pbf=49.99))["verdict"] == "touched", "one condition is enough"
    missed = event_table(("2024-03-01", "balance_done"), ("2024-12-01", "balance_missed"))
    assert vetoes_of(none, missed, FLOWS, targets())["balance_missed"] == "yes"
    assert vetoes_of(none, event_table(("2023-12-01", "balance_missed")))["balance_missed"] == "unknown"


def test_the_balance_by_the_ledger():
    """Owed 30.00 mu; used in the year 22.00 and 8.00 by a legalised case: carried out; a day before it: not."""
    policy = with_options(veto_balance="ledger")
    entries = [("2023-12-31", "use", 50.0), ("2024-03-01", "use", 22.0), ("2024-04-01", "supply", 40.0)]
    quota = pd.DataFrame(entries, columns=["date", "kind", "mu"]).assign(unit=FULIANG)
    quota["quantity_m2"] = quota.pop("mu") * M2_PER_MU
    cases = case_table({"found": "2024-01-10", "mu": 8.0, "closed": "2024-06-30", "outcome": "legalised"})
    flows = pd.DataFrame({"code": [FULIANG], "construction_m2": [1e6], "owed_m2": [30.0 * M2_PER_MU]})
    done = event_table(("2024-12-01", "balance_done"))

    def row(day: str, given=quota, owing=flows) -> pd.Series:
        return assess_vetoes(cases, done, policy, day, NAMES, targets(), owing, given).iloc[0]

    year = row("2024-12-31")
    assert (year["balance_owed_mu"], year["balance_used_mu"], year["balance_missed"]) == (30.0, 30.0, "no")
    before = row("2024-06-29")
    assert (before["balance_used_mu"], before["balance_missed"], before["verdict"]) == (22.0, "yes", "touched")
    for unknown in (row("2024-12-31", None), row("2024-12-31", quota, None)):
        assert pd.isna(unknown["balance_used_mu"]) and unknown["balance_missed"] == "no", "what people entered counts"
    by_people = vetoes_of(cases, None, flows, targets())
    assert by_people["balance_missed"] == "unknown" and pd.isna(by_people["balance_owed_mu"])


def test_the_denominators_of_the_share():
    """80.00 mu are 12.0001 % of 666.66 mu and 11.99994 % of 666.67 mu; which area is asked is the policy's choice."""
    amounts = {"construction_m2": 666.66, "new_construction_land_m2": 666.67, "holding_before_m2": 5000.0}
    flows = pd.DataFrame({"code": [FULIANG], **{name: [mu * M2_PER_MU] for name, mu in amounts.items()}})
    cases, answers = case_table({"found": "2024-03-01", "mu": 80.0}), {}
    for choice in ("new_construction", "all_new_construction", "all_cultivated"):
        policy = with_options(veto_denominator=choice)
        row = assess_vetoes(cases, event_table(), policy, "2024-12-31", NAMES, targets(), flows, None).iloc[0]
        answers[choice] = (row["denominator_mu"], row["illegal_veto"])
    assert answers == {
        "new_construction": (666.66, "yes"),
        "all_new_construction": (666.67, "no"),
        "all_cultivated": (5000.0, "no"),
    }
    without = flows.drop(columns="new_construction_land_m2")
    policy = with_options(veto_denominator="all_new_construction")
    row = assess_vetoes(cases, event_table(), policy, "2024-12-31", NAMES, targets(), without, None).iloc[0]
    assert row["illegal_veto"] == "undetermined", "flows of an earlier version do not have it"


def test_the_share_is_of_construction_and_the_area_of_all():
    built = {"found": "2024-03-01", "mu": 70.0}
    planted = {"found": "2024-03-01", "mu": 20.0, "construction": "no"}
    row = vetoes_of(case_table(built, planted), flows=FLOWS)
    assert (row["illegal_mu"], row["construction_mu"], row["illegal_veto"]) == (90.0, 70.0, "no")
    unknown = vetoes_of(case_table(built, {**planted, "construction": None}), flows=FLOWS)
    assert unknown["illegal_veto"] == "undetermined" and unknown["verdict"] == "insufficient"
    assert vetoes_of(case_table({**built, "mu": 80.0}), flows=FLOWS)["illegal_veto"] == "yes"


def frozen(cases, date, freeze_from="illegal"):
    return frozen_quota(cases, date, freeze_from, NAMES).iloc[0]


def mu_of(value: float) -> float:
    return round(value / M2_PER_MU, 6)


def test_the_example_of_frozen_quota():
    """Quota 50.00: 8.00 and 3.00 frozen, 39.00 available; one legalised: used 8.00; the other restored: 42.00."""
    cases = case_table(
        {"found": "2024-01-10", "mu": 8.0, "closed": "2024-03-01", "outcome": "legalised"},
        {"found": "2024-01-10", "mu": 3.0, "closed": "2024-05-01", "outcome": "restored"},
    )
    seen = []
    for day in ("2024-02-01", "2024-03-01", "2024-05-01"):
        row = frozen(cases, day)
        held, used = mu_of(row["frozen_m2"]), mu_of(row["legalised_m2"])
        seen.append((held, used, 50 - used - held))
        assert row["closure_m2"] == 0
    assert seen == [(11.0, 0.0, 39.0), (3.0, 8.0, 39.0), (0.0, 8.0, 42.0)]


def test_what_freezes_and_what_releases():
    case = {"found": "2024-01-10", "mu": 8.0, "paddy_mu": 2.0}
    assert mu_of(frozen(case_table({**case, "construction": "no"}), "2024-12-31")["frozen_m2"]) == 0
    ended = {**case, "closed": "2024-03-01", "outcome": "none"}
    row = frozen(case_table(ended), "2024-12-31")
    assert (mu_of(row["frozen_m2"]), mu_of(row["frozen_paddy_m2"])) == (8.0, 2.0)
    lead = case_table({**case, "status": "open"})
    assert (frozen(lead, "2024-12-31")["frozen_m2"], mu_of(frozen(lead, "2024-12-31")["open_leads_m2"])) == (0.0, 8.0)
    assert mu_of(frozen(lead, "2024-12-31", "open")["frozen_m2"]) == 8.0
    unsure = frozen(case_table({**case, "construction": None}), "2024-12-31")
    assert (unsure["frozen_m2"], mu_of(unsure["unknown_m2"])) == (0.0, 8.0)


def test_false_restoration_freezes_again_and_parts_are_released_one_by_one():
    one = {"case_id": "J", "found": "2024-01-10"}
    cases = case_table(
        {**one, "part": "1", "mu": 5.0, "closed": "2024-03-01", "outcome": "restored"},
        {**one, "part": "2", "mu": 3.0},
    )
    assert mu_of(frozen(cases, "2024-12-31")["frozen_m2"]) == 3.0
    again = case_table(
        {**one, "part": "1", "mu": 5.0, "closed": "2024-03-01", "outcome": "restored"},
        {**one, "part": "2", "mu": 5.0, "reopened": "2024-08-01"},
    )
    days = ("2024-02-01", "2024-04-01", "2024-09-01")
    assert [mu_of(frozen(again, day)["frozen_m2"]) for day in days] == [5.0, 0.0, 5.0]


def test_cases_without_a_kind_are_no_sum():
    """They have a row of their own beside the county's sum, of one mu and of three."""
    cases = case_table({"found": "2024-03-10", "mu": 1.0}, {"found": "2024-03-11", "mu": 2.0, "kind": "k"})
    found = report_period(cases, period_of("2024-03-15", "month"), NAMES)
    own = found[found["code"] == FULIANG].set_index("kind")["new_cultivated_mu"]
    assert own.index.is_unique and own.to_dict() == pytest.approx({"k": 2.0, "unstated": 1.0, "": 3.0})


def test_the_example_of_a_period_table():
    """12 open (30.50 mu), 5 new (8.20), 7 closed (15.00): 10 open (23.70)."""
    old = [{"found": "2024-01-05", "mu": 2.5} for _ in range(7)]
    old += [{"found": "2024-01-05", "mu": 2.6} for _ in range(5)]
    new = [{"found": "2024-03-10", "mu": 1.64} for _ in range(5)]
    rows = [dict(row, kind="k") for row in (*old, *new)]
    for row in rows[:4]:
        row.update(closed="2024-03-20", outcome="restored", handled="2024-03-15")
    for row in rows[7:8]:
        row.update(closed="2024-03-31", outcome="legalised")
    for row in rows[12:14]:
        row.update(closed="2024-03-11", outcome="none")
    closed = 4 * 2.5 + 2.6 + 2 * 1.64
    found = report_period(case_table(*rows), period_of("2024-03-15", "month"), NAMES)
    all_rows = found[found["code"] == ""].iloc[0]
    numbers = [all_rows[f"{flow}_number"] for flow in ("open_before", "new", "closed", "open_after", "handled")]
    assert numbers == [12, 5, 7, 10, 4]
    areas = [all_rows[f"{flow}_cultivated_mu"] for flow in ("open_before", "new", "closed", "open_after")]
    assert areas == pytest.approx([30.5, 8.2, closed, 30.5 + 8.2 - closed], abs=1e-9)
    outcomes = [all_rows[f"closed_{name}_number"] for name in ("restored", "legalised", "other")]
    assert outcomes == [4, 1, 2] and (found["closure"] == 0).all()


@settings(max_examples=25)  # each of up to nine periods
@given(
    st.lists(
        st.tuples(
            st.integers(1, 60), st.one_of(st.none(), st.integers(0, 60)), st.integers(1, 500), st.sampled_from("ab")
        ),
        max_size=10,
    ),
    st.sampled_from(["week", "month", "half_year"]),
)
def test_period_tables_close_and_follow_each_other(rows, kind):
    """Whatever cases there are: what is open after a period is open before the next, by unit and kind and in all."""

    def day(number: int) -> str:
        return str((pd.Timestamp("2024-01-01") + pd.Timedelta(days=number)).date())

    cases = case_table(
        *(
            {"found": day(start), "mu": mu / 100, "kind": k, "closed": None if length is None else day(start + length)}
            for start, length, mu, k in rows
        )
    )
    before = None
    for period in periods_between("2024-01-01", "2024-03-03" if kind == "week" else "2024-04-30", kind):
        table = report_period(cases, period, NAMES)
        assert (table["closure"] == 0).all()
        after_all = table[table["code"] == ""].iloc[0]
        for amount in AMOUNTS:
            by_unit = table[(table["code"] != "") & (table["kind"] == "")][f"open_after_{amount}"].sum()
            assert by_unit == pytest.approx(after_all[f"open_after_{amount}"], abs=1e-9)
            if before is not None:
                assert after_all[f"open_before_{amount}"] == before[f"open_after_{amount}"]
        before = after_all
