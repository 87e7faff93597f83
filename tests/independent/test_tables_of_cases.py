"""Warnings, veto, freeze, periods, and quota ledger out of tables, worked out by hand from measures 22 and 33 to 38.

Areas are in mu unless m² is said; 1 mu = 2000/3 m².
"""

from __future__ import annotations

import pandas
import pytest

from .measuring import differences, row, run, write_policy, write_results, write_table

HEADINGS = (
    "编号 分案号 县级代码 发现日期 类型 认定 占用耕地（平方米） 其中水田（平方米） 其中永久基本农田（平方米）"
    " 是否非农建设 重复于 重开日期 立案日期 结案日期 结果"
)


def cases(folder, rows):
    return write_table(folder, "cases", HEADINGS, rows)


# -- measure 34: levels, steps, suspension; and 33 where nothing else is known --------------------------------------

#                 id part unit found kind status area paddy pbf built repeat reopened taken-up closed outcome
WARNED = (
    # 昌江区: always exactly at the limits, so never warned
    "C1 - 360202 2024-02-01 农村建房 违法 10.00亩 - 5.00亩 是 - - - - -",
    "C2 - 360202 2024-08-01 农村建房 违法 10.00亩 - 5.00亩 是 - - - - -",
    # 浮梁县: 6666.67 m² are 0.005 m² over 10 mu; leads and lawful use count for nothing
    "F1 - 360222 2024-01-10 农村建房 待核 50.00亩 - 20.00亩 是 - - - - -",
    "F2 - 360222 2024-01-11 农村建房 合法 50.00亩 - 20.00亩 是 - - - - -",
    "F3 - 360222 2024-01-12 农村建房 其他 50.00亩 - 20.00亩 是 - - - - -",
    "F4 - 360222 2024-07-01 农村建房 违法 6666.67 - - 是 - - - - -",
    "F5 - 360222 2025-06-30 农村建房 违法 10.01亩 - 0 是 - - - - -",
    "F6 - 360222 2025-07-01 农村建房 违法 9.99亩 - 0 是 - - - - -",
    # 乐平市: two key warnings in a row, the second by 0.01 mu
    "L1 - 360281 2024-06-30 挖湖造景 违法 20.01亩 - 0 否 - - - - -",
    "L2 - 360281 2024-12-31 挖湖造景 违法 0.01亩 - 0 否 - - - - -",
    # 珠山区: closed within the period, repeated, taken up again
    "Z1 1 360203 2024-03-01 农村建房 违法 10.01亩 - 0 是 - - - 2024-05-01 拆除复耕",
    "Z2 - 360203 2024-04-01 农村建房 违法 15.00亩 - 0 是 Z1 - - - -",
    "Z1 2 360203 2024-03-01 农村建房 违法 12.00亩 - 0 是 - 2024-08-01 - - -",
)
EVENTS = (
    "360281 2024-10-01 仍然严重",
    "360281 2025-02-01 约谈",
    "360281 2025-09-01 整改验收",
)


@pytest.fixture(scope="module")
def warned(qgis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("warned")
    return run(
        "assess_warnings",
        folder / "out",
        ("WARNINGS", "VETOES", "FREEZES"),
        CASES=cases(folder, WARNED),
        EVENTS=write_table(folder, "events", "县级代码 日期 事项", EVENTS),
        DATE="2025-12-31",
    )


LEVELS = (
    # a = 10.00, p = 5.00: neither is over; any further area would be a general warning
    ("360202", "2024H1", {"cases": 1, "a_mu": 10, "p_mu": 5, "total_mu": 10, "level": "none", "distance_mu": 0}),
    # A = 20.00 and P = 10.00 are not over 20 and 10 either
    (
        "360202",
        "2024H2",
        {"a_mu": 10, "p_mu": 5, "total_mu": 20, "total_pbf_mu": 10, "level": "none", "distance_mu": 0},
    ),
    # nobody said that F1 to F3 are illegal; the next levels: general at 10 and 5, key at 20 and 10: 5 is least
    ("360222", "2024H1", {"cases": 0, "a_mu": 0, "total_mu": 0, "level": "none", "distance_mu": 5}),
    # 6666.67 × 300 = 2,000,001 > 2,000,000; PBF is not known: were all of it PBF, P > 10 would be key
    (
        "360222",
        "2024H2",
        {"cases": 1, "level": "general", "generals_in_row": 1, "pbf_unknown": 1, "level_at_most": "key"},
    ),
    # general again, right after a general: key, although A = 10.01 since January; the row begins anew
    ("360222", "2025H1", {"a_mu": 10.01, "total_mu": 10.01, "level": "key", "generals_in_row": 0, "keys_in_row": 1}),
    # A = 10.01 + 9.99 = 20.00, not over; a = 9.99, not over
    ("360222", "2025H2", {"a_mu": 9.99, "total_mu": 20, "level": "none", "keys_in_row": 0, "keys_and_talks": 1}),
    ("360281", "2024H1", {"a_mu": 20.01, "total_mu": 20.01, "level": "key", "step": set(), "keys_in_row": 1}),
    # A = 20.02; key twice in a row and still severe
    (
        "360281",
        "2024H2",
        {"a_mu": 0.01, "total_mu": 20.02, "level": "key", "step": {"accountability"}, "keys_in_row": 2},
    ),
    # no case: none; 2 keys + 1 talk = 3
    ("360281", "2025H1", {"cases": 0, "level": "none", "talks": 1, "keys_and_talks": 3}),
    # accepted on 2025-09-01: no longer suspended
    ("360281", "2025H2", {"level": "none", "suspended_since": None}),
    # Z1 counts though closed; Z2 repeats it
    ("360203", "2024H1", {"cases": 1, "a_mu": 10.01, "total_mu": 10.01, "level": "general", "generals_in_row": 1}),
    # taken up again: not added again, so no case is found in this period
    ("360203", "2024H2", {"cases": 0, "a_mu": 0, "total_mu": 10.01, "level": "none", "generals_in_row": 0}),
)


@pytest.mark.parametrize(("code", "period", "expected"), LEVELS, ids=[f"{c}-{p}" for c, p, _ in LEVELS])
def test_levels(warned, code, period, expected):
    assert not differences(row(warned["WARNINGS"], code=code, period=period), **expected)


def test_steps_and_suspension(warned):
    table = warned["WARNINGS"]
    assert "city_decides" in row(table, code="360281", period="2025H1")["step"].split(";")
    # from the end of the half-year with the first key warning on, until the rectification is accepted
    since = [str(row(table, code="360281", period=p)["suspended_since"])[:10] for p in ("2024H1", "2024H2", "2025H1")]
    assert len(set(since)) == 1 and since[0] in ("2024-06-30", "2024-07-01")
    # a general warning suspends nothing
    assert not differences(row(table, code="360203", period="2024H1"), suspended_since=None)


def test_a_veto_without_data_is_not_passed(warned):
    for code in ("360202", "360222"):
        unknown = {
            "holding_missed": "unknown",
            "pbf_missed": "unknown",
            "balance_missed": "unknown",
            "verdict": "insufficient",
        }
        assert not differences(row(warned["VETOES"], code=code), year=2025, **unknown)


MONTHS = (
    "C1 - 360202 2025-01-10 农村建房 违法 10.01亩 - 5.00亩 是 - - - - -",
    "C2 - 360202 2025-02-28 农村建房 违法 5.02亩 - 5.01亩 是 - - - - -",
    "F1 - 360222 2025-01-31 农村建房 违法 11.00亩 - 6.00亩 是 - - - - -",
    "F2 - 360222 2025-02-01 农村建房 违法 8.99亩 - 4.50亩 是 - - - - -",
)


@pytest.fixture(scope="module")
def monthly(qgis, tmp_path_factory):
    """By months, both limits needed for a general warning, PBF of 10 mu at once; then a month later, F1 corrected."""
    folder = tmp_path_factory.mktemp("monthly")
    choices = {"warning_join": "all", "key_warning_pbf_basis": "once", "warning_period": "month"}
    policy = write_policy(folder, **choices)
    outputs = ("WARNINGS", "VETOES", "FREEZES")
    first = run(
        "assess_warnings", folder / "first", outputs, CASES=cases(folder, MONTHS), POLICY=policy, DATE="2025-02-28"
    )
    corrected = [line.replace("11.00亩 - 6.00亩", "9.00亩 - 4.00亩") for line in MONTHS]
    second = run(
        "assess_warnings",
        folder / "second",
        outputs,
        CASES=cases(folder, corrected),
        STATE=str(folder / "first" / "warnings.gpkg"),
        POLICY=policy,
        DATE="2025-03-31",
    )
    return first["WARNINGS"], second["WARNINGS"]


def test_both_limits_by_months(monthly):
    def month(code: str, end: str):
        table = monthly[0]
        return row(table.assign(end=table["end"].astype(str).str[:10]), code=code, end=end)

    # a > 10, and p = 5.00 is not over 5
    assert not differences(month("360202", "2025-01-31"), a_mu=10.01, p_mu=5, level="none")
    # p > 5, a is not over 10; P = 10.01 in total is not 10 at once; A = 15.03
    assert not differences(month("360202", "2025-02-28"), a_mu=5.02, p_mu=5.01, total_mu=15.03, level="none")
    assert not differences(month("360222", "2025-01-31"), level="general", generals_in_row=1)
    # A = 19.99: 0.01 to 20; p has 5.50 to 10; both limits are 1.01 and 0.50 away
    expected = {"total_mu": 19.99, "level": "none", "next_level": "key", "distance_mu": 0.01}
    assert not differences(month("360222", "2025-02-28"), **expected)


def test_what_was_assessed_stays(monthly):
    """The level of January stays general, whatever became of its case; March is new and has no case."""
    table = monthly[1].assign(end=monthly[1]["end"].astype(str).str[:10])
    assert not differences(row(table, code="360222", end="2025-01-31"), a_mu=11, level="general")
    assert not differences(row(table, code="360222", end="2025-03-31"), a_mu=0, level="none")


# -- measure 33: the veto, and 38: the freeze ------------------------------------------------------------------------

VETOED = (
    # 昌江区 and 浮梁县: 60 mu of construction and 20 mu of orchards, 80.00 in all: 60 mu are 40,000.00 m²
    "C1 - 360202 2025-02-01 农村建房 违法 60.00亩 0 0 是 - - - - -",
    "C2 - 360202 2025-03-01 绿化造林 违法 20.00亩 0 0 否 - - - - -",
    "F1 1 360222 2025-02-01 农村建房 违法 25.00亩 0 0 是 - - - 2025-10-01 拆除复耕",
    "F1 2 360222 2025-02-01 农村建房 违法 20.00亩 6.00亩 0 是 - - - 2026-01-05 补办手续",
    "F1 3 360222 2025-02-01 农村建房 违法 15.00亩 1.50亩 0 是 - - - 2025-09-01 其他处理",
    "F2 - 360222 2025-03-01 绿化造林 违法 20.00亩 0 0 否 - - - - -",
    # last year's and next year's cases are not of the year
    "F3 - 360222 2024-12-31 绿化造林 违法 50.00亩 0 0 否 - - - - -",
    # 乐平市: of 80 mu it is not known of 68 whether they are construction
    "L1 - 360281 2025-05-01 农村建房 违法 12.00亩 0 0 是 - - - - -",
    "L2 - 360281 2025-05-02 农村建房 违法 68.00亩 0 0 - - - - - -",
    # 珠山区: restored, and not truly so: frozen again, not counted again
    "Z1 1 360203 2025-01-15 农村建房 违法 80.00亩 0 0 是 - - - 2025-04-01 拆除复耕",
    "Z1 2 360203 2025-01-15 农村建房 违法 30.00亩 0 0 是 - 2025-06-01 - - -",
    "Z2 - 360203 2025-07-01 农村建房 待核 3.00亩 0 0 是 - - - - -",
)


@pytest.fixture(scope="module")
def vetoed(qgis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("vetoed")
    # targets of annex 2; 浮梁县 meets both exactly, 乐平市 and 珠山区 by far, 昌江区 is 0.01 mu short of its holding
    units = {
        "360202": ("昌江区", 73040.99, 73041, 50704, 50704),
        "360222": ("浮梁县", 319999, 319999, 278362, 278362),
        "360281": ("乐平市", 900000, 804127, 800000, 735215),
        "360203": ("珠山区", 6000, 5707, 900, 822),
    }
    columns = ["code", "name", "holding_mu", "holding_target_mu", "pbf_delimited_mu", "pbf_target_mu"]
    summary = pandas.DataFrame([(code, *figures) for code, figures in units.items()], columns=columns)
    summary = summary.assign(level="county", parent="360200")
    summary["holding_surplus_mu"] = summary["holding_mu"] - summary["holding_target_mu"]
    summary["pbf_surplus_mu"] = summary["pbf_delimited_mu"] - summary["pbf_target_mu"]
    # 珠山区 has no row: its denominator is not known
    newly = {"360202": 333333.33, "360222": 333333.34, "360281": 66666.67}
    flows = pandas.DataFrame({"code": list(newly), "level": "county", "construction_m2": list(newly.values())})
    results = write_results(folder, summary=summary, flows=flows)
    answers = run(
        "assess_warnings",
        folder / "out",
        ("WARNINGS", "VETOES", "FREEZES"),
        CASES=cases(folder, VETOED),
        EVENTS=write_table(folder, "events", "县级代码 日期 事项", ["360222 2025-11-01 占补平衡已落实"]),
        SUMMARY=f"{results}|layername=summary",
        FLOWS=f"{results}|layername=flows",
        DATE="2025-12-31",
    )
    return answers


VETOES = (
    # 100 × 40,000.00 = 4,000,000 ≥ 12 × 333,333.33 = 3,999,999.96: 12 % is reached
    (
        "360202",
        {"illegal_mu": 80, "construction_mu": 60, "illegal_veto": "yes", "holding_missed": "yes", "verdict": "touched"},
    ),
    # 12 × 333,333.34 = 4,000,000.08: not reached; both targets are met exactly, and the balance was carried out
    (
        "360222",
        {
            "illegal_mu": 80,
            "construction_mu": 60,
            "illegal_veto": "no",
            "holding_missed": "no",
            "pbf_missed": "no",
            "balance_missed": "no",
            "verdict": "not_touched",
        },
    ),
    # 80.00 mu, and no denominator; 30 mu were taken up again and are not added
    ("360203", {"illegal_mu": 80, "denominator_mu": None, "illegal_veto": "undetermined", "verdict": "insufficient"}),
)


@pytest.mark.parametrize(("code", "expected"), VETOES, ids=[code for code, _ in VETOES])
def test_vetoes(vetoed, code, expected):
    assert not differences(row(vetoed["VETOES"], code=code), **expected)


def test_what_may_be_construction_may_reach_the_share(vetoed):
    """12 mu of 100.00 mu (66,666.67 m²) are 11.999999 %; with the 68 mu of which nobody knows, 80 %: not known."""
    found = row(vetoed["VETOES"], code="360281")
    assert not differences(found, illegal_mu=80, construction_mu=12, construction_unknown_mu=68, verdict="insufficient")
    assert found["illegal_veto"] in ("unknown", "undetermined")


FREEZES = (
    # orchards freeze nothing: 60 mu = 40,000.00 m²
    ("360202", {"found_m2": 40000, "frozen_m2": 40000, "restored_m2": 0, "legalised_m2": 0, "frozen_paddy_m2": 0}),
    # 25 mu restored; 20 are legalised only next year, 15 ended in nothing: 35 mu = 23,333.33 m², paddy 7.5 = 5,000.00
    (
        "360222",
        {"found_m2": 40000, "restored_m2": 16666.67, "legalised_m2": 0, "frozen_m2": 23333.33, "frozen_paddy_m2": 5000},
    ),
    # not known whether construction: 68 mu = 45,333.33 m² apart; 12 mu = 8,000.00
    ("360281", {"frozen_m2": 8000, "unknown_m2": 45333.33}),
    # 80 restored, 30 of them frozen again = 20,000.00; the lead of 3 mu would freeze 2,000.00. Whether the 80 count in
    # found and restored beside them the measure does not say.
    ("360203", {"frozen_m2": 20000, "open_leads_m2": 2000}),
)


@pytest.mark.parametrize(("code", "expected"), FREEZES, ids=[code for code, _ in FREEZES])
def test_freezes(vetoed, code, expected):
    assert not differences(row(vetoed["FREEZES"], code=code), closure_m2=0, **expected)


# -- measures 32, 37: tables of a period -----------------------------------------------------------------------------

PERIOD = (
    # 2025-03-05 is a Wednesday: the week is Monday 3rd to Sunday 9th
    "R1 - 360202 2025-02-20 农村建房 违法 10.00亩 - 2.00亩 是 - - - - -",
    "R2 - 360202 2025-02-25 农村建房 违法 5.50亩 - 0 是 - - - 2025-03-03 拆除复耕",
    "R3 - 360202 2025-03-02 挖湖造景 违法 3.00亩 - 0 否 - - - 2025-03-09 补办手续",
    "R4 - 360202 2025-03-03 农村建房 待核 1.25亩 - 0.25亩 是 - - - 2025-03-10 拆除复耕",
    "R5 - 360202 2025-03-09 农村建房 违法 0.75亩 - 0 是 - - - 2025-03-09 其他处理",
    "R6 - 360202 2025-03-10 农村建房 违法 7.00亩 - 0 是 - - - - -",
    "R7 - 360202 2025-03-04 农村建房 违法 10.00亩 - 0 是 R1 - - - -",
    "R8 1 360202 2025-01-10 农村建房 违法 4.00亩 - 0 是 - - - 2025-02-01 拆除复耕",
    "R8 2 360202 2025-01-10 农村建房 违法 4.00亩 - 0 是 - 2025-03-04 - - -",
    "R9 - 360202 2025-02-01 农村建房 违法 2.00亩 - 0 是 - - 2025-03-07 - -",
    "S1 - 360222 2024-12-31 农村建房 违法 7.00亩 - 0 是 - - - - -",
    "S2 - 360222 2025-01-01 农村建房 违法 1.00亩 - 0 是 - - - 2025-06-30 拆除复耕",
    "S3 - 360222 2025-06 农村建房 违法 2.00亩 - 0 是 - - - 2025-07-01 拆除复耕",
)


def figures(prefix: str, number: int, cultivated: float, pbf: float) -> dict:
    return {f"{prefix}_number": number, f"{prefix}_cultivated_mu": cultivated, f"{prefix}_pbf_mu": pbf}


@pytest.fixture(scope="module")
def periods(qgis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("periods")
    table = cases(folder, PERIOD)
    week = run("report_period", folder / "week", ("PERIODS",), CASES=table, PERIOD="week", DATE="2025-03-05")
    half = run("report_period", folder / "half", ("PERIODS",), CASES=table, PERIOD="half_year", DATE="2025-06-30")
    return {"week": week["PERIODS"], "half": half["PERIODS"]}


def test_a_week(periods):
    expected = {
        **figures("open_before", 4, 20.5, 2),  # R1 10, R2 5.5, R3 3, R9 2; R8 was closed
        **figures("new", 3, 6, 0.25),  # R4 1.25, R5 0.75, R8 again 4; R7 repeats R1
        **figures("handled", 1, 2, 0),  # R9
        **figures("closed", 3, 9.25, 0),  # R2 5.5, R3 3, R5 0.75; R4 a day later
        **figures("open_after", 4, 17.25, 2.25),  # R1 10, R9 2, R4 1.25, R8 4 = 20.5 + 6 - 9.25
        **figures("closed_restored", 1, 5.5, 0),
        **figures("closed_legalised", 1, 3, 0),
        **figures("closed_other", 1, 0.75, 0),
        **figures("reopened", 1, 4, 0),
    }
    found = row(periods["week"], code="360202", kind="")
    assert not differences(found, start="2025-03-03", end="2025-03-09", closure=0, **expected)
    # by kind: R3 alone
    lakes = row(periods["week"], code="360202", kind="挖湖造景")
    assert not differences(lakes, **figures("open_before", 1, 3, 0), **figures("open_after", 0, 0, 0))
    # both counties: with S1 7 and S2 1 open before and after
    whole = row(periods["week"], code="", kind="")
    assert not differences(whole, **figures("open_before", 6, 28.5, 2), **figures("open_after", 6, 25.25, 2.25))


def test_a_half_year(periods):
    """Its last day belongs to it; a month alone is its first day."""
    expected = {
        **figures("open_before", 1, 7, 0),  # S1
        **figures("new", 2, 3, 0),  # S2 on the first day, S3 in June
        **figures("closed", 1, 1, 0),  # S2 on the last day; S3 a day later
        **figures("open_after", 2, 9, 0),  # S1 7, S3 2
    }
    assert not differences(row(periods["half"], code="360222", kind=""), start="2025-01-01", **expected)


# -- measure 22: the ledger, with the freeze -------------------------------------------------------------------------

QUOTA = "编号 日期 县级代码 类型 数量（亩） 其中水田（亩） 项目编号 已知需求（亩） 对方县级代码 项目级别"
ENTRIES = (
    # 昌江区
    "A1 2024-01-01 360202 期初 100 20 - - - -",
    "A2 2024-02-01 360202 入库 50 0 - - - -",
    "A3 2024-03-01 360202 核销 30 20 - - - -",  # paddy 20 - 20 = 0: not below 0
    "A4 2024-04-01 360202 更正 -10 0 - - - -",  # 110
    "A5 2024-05-01 360202 调入 5 0 - 110 360281 省级",  # its own 110 would do: 115
    "A6 2024-07-01 360202 调出 10 0 - 97 360281 -",  # with 8 frozen 97 are left: just enough
    "A7 2024-08-01 360202 调出 1 0 - 97 360281 -",  # 96 are not
    # 浮梁县
    "B1 2024-01-01 360222 期初 5 - - - - -",
    "B2 2024-03-01 360222 入库 2 - - - - -",
    "B3 2024-05-01 360222 入库 4 - - - - -",
    "B4 2024-06-01 360222 核销 1 - FL1 - - -",
    # 乐平市
    "D1 2024-01-01 360281 期初 1 - - - - -",
    "D2 2024-02-01 360281 核销 1 - - - - -",
    "D3 2024-03-01 360281 调入 1 - - 2 360202 市级",
)
FREEZING = (
    "CJ1 - 360202 2024-06-01 农村建房 违法 8.00亩 3.00亩 0 是 - - - - -",
    "FL1 - 360222 2024-02-01 农村建房 违法 8.00亩 0 0 是 - - - 2024-04-01 补办手续",
    "LP1 - 360281 2024-04-01 绿化造林 违法 0.50亩 0 0 否 - - - - -",
    "LP2 - 360281 2024-04-01 农村建房 待核 0.50亩 0 0 是 - - - - -",
)
MU = 2000 / 3


@pytest.fixture(scope="module")
def ledger(qgis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ledger")
    quota = write_table(folder, "quota", QUOTA, ENTRIES)
    return run("keep_ledger", folder / "out", ("LEDGER", "ACCOUNTS"), QUOTA=quota, CASES=cases(folder, FREEZING))


def in_m2(**mu: float | None) -> dict:
    return {f"{name}_m2": None if value is None else round(value * MU, 2) for name, value in mu.items()}


ACCOUNTS = (
    # 100 + 50 - 10 + 5 bought = 30 used + 11 sold + 8 frozen + 96; no paddy is left for the 3 to be frozen
    (
        "360202",
        {
            "supplied": 140,
            "bought": 5,
            "used": 30,
            "sold": 11,
            "frozen": 8,
            "available": 96,
            "uncovered": 0,
            "owed": 0,
            "paddy_used": 20,
            "paddy_available": 0,
            "paddy_frozen": 0,
            "paddy_uncovered": 3,
        },
    ),
    # 5 + 2 + 4 = 8 used + 3: 7 of the case's 8 were there when it was legalised, 1 was owed until B4
    (
        "360222",
        {
            "supplied": 11,
            "bought": 0,
            "used": 8,
            "frozen": 0,
            "available": 3,
            "owed": 0,
            "uncovered": 0,
            "paddy_available": None,
        },
    ),
    # an orchard and a lead freeze nothing
    ("360281", {"supplied": 1, "bought": 1, "used": 1, "frozen": 0, "available": 1, "paddy_available": None}),
    # the sum of counties; paddy is not kept by all
    (
        "360200",
        {"supplied": 152, "bought": 6, "used": 39, "sold": 11, "frozen": 8, "available": 100, "paddy_available": None},
    ),
)


@pytest.mark.parametrize(("code", "expected"), ACCOUNTS, ids=[code for code, _ in ACCOUNTS])
def test_accounts(ledger, code, expected):
    assert not differences(row(ledger["ACCOUNTS"], code=code), closure_m2=0, **in_m2(**expected))


def test_a_case_larger_than_the_quota(ledger):
    """浮梁县: 5 of 8 are frozen, then 7; legalised, 7 are used and 1 is owed, until an entry uses it for the case."""
    table = ledger["LEDGER"][ledger["LEDGER"]["code"] == "360222"]
    steps = {
        "2024-02-01": {"available": 0, "frozen": 5, "uncovered": 3, "owed": 0},
        "2024-03-01": {"available": 0, "frozen": 7, "uncovered": 1, "owed": 0},
        "2024-04-01": {"available": 0, "frozen": 0, "uncovered": 0, "owed": 1},
        "2024-05-01": {"available": 4, "frozen": 0, "uncovered": 0, "owed": 1},
        "2024-06-01": {"available": 3, "frozen": 0, "uncovered": 0, "owed": 0},
    }
    for day, expected in steps.items():
        on_day = table[table["date"].astype(str).str[:10] == day]
        assert not differences(on_day.iloc[-1], **in_m2(**expected)), day


def test_checks_of_trades(ledger):
    def checks(entry: str) -> set[str]:
        return set(str(row(ledger["LEDGER"], entry_id=entry)["checks"] or "").split(";"))

    assert "own_first" in checks("A5") and "out_of_scope" not in checks("A5")
    assert "need_first" not in checks("A6") and "target_unknown" in checks("A6")
    assert "need_first" in checks("A7")
    assert "own_first" not in checks("D3") and "out_of_scope" in checks("D3")


def test_an_entry_that_leaves_less_than_nothing_is_named(qgis, tmp_path):
    rows = ["G1 2024-01-01 360202 期初 10 - - - - -", "G2 2024-02-01 360202 核销 10.01 - - - - -"]
    with pytest.raises(RuntimeError, match="G2"):
        run("keep_ledger", tmp_path / "out", ("LEDGER", "ACCOUNTS"), QUOTA=write_table(tmp_path, "quota", QUOTA, rows))
    assert not list((tmp_path / "out").glob("*.gpkg"))
