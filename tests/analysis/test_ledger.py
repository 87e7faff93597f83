"""The quota ledger and the freeze, by figures of the measures' own examples (sections 3 and 8), and by invariants."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farmland_redline.processing.analysis.balance.ledger import ACCOUNTS, Entry, closure, keep_ledger
from farmland_redline.processing.analysis.balance.trade_rules import Standing, TradeRules, check_trades
from farmland_redline.processing.analysis.rules.freeze import Case, would_freeze
from farmland_redline.processing.analysis.vocabulary import EntryKind

UNIT, OTHER = "360222", "360281"
HOUSE = Case("A", UNIT, "illegal", True, "2024-02-01", "", "", (800, None))
ROAD = replace(HOUSE, case_id="B", since="2024-02-02", amounts=(300, None))


def entry(kind: str, quantity: int, day: str = "2024-01-01", paddy: int | None = None, **more: object) -> Entry:
    return Entry(f"{kind} {day}", day, UNIT, kind, (quantity, paddy, None), **more)


def quantities(ledger) -> list[tuple[int, int, int]]:
    """Used, frozen and available after each movement."""
    return [tuple(m.balances["quantity"][name] for name in ("used", "frozen", "available")) for m in ledger.movements]


def test_the_example_of_the_freeze():
    """Quota 50.00; 8.00 and 3.00 open; the first legalised, the second restored."""
    cases = [
        replace(HOUSE, closed="2024-03-01", outcome="legalised"),
        replace(ROAD, closed="2024-04-01", outcome="restored"),
    ]
    ledger = keep_ledger([entry("opening", 5000)], cases)
    assert quantities(ledger) == [(0, 0, 5000), (0, 800, 4200), (0, 1100, 3900), (800, 300, 3900), (800, 0, 4200)]


def test_the_example_of_the_ledger():
    """Paddy is below 0 although the quantity is fine, and the entry is named; the account without paddy is whole."""
    book = [entry("opening", 100, paddy=0), entry("supply", 40, "2024-02-01", 10), entry("use", 60, "2024-03-01", 15)]
    ledger = keep_ledger(book)
    last = ledger.movements[-1].balances
    assert (last["quantity"]["available"], last["paddy"]["available"]) == (80, -5)
    assert [(o.entry.entry_id, o.dimension, o.amount) for o in ledger.overdrawn] == [("use 2024-03-01", "paddy", 5)]


def test_more_to_freeze_than_there_is():
    """What is there is frozen; what comes later is frozen too; what is legalised uncovered leaves the rest owed."""
    case = replace(HOUSE, closed="2024-03-01", outcome="legalised")
    ledger = keep_ledger([entry("opening", 500)], [case])
    assert quantities(ledger) == [(0, 0, 500), (0, 500, 0), (500, 0, 0)]
    assert [m.uncovered["quantity"] for m in ledger.movements] == [0, 300, 0]
    assert ledger.movements[-1].owed["quantity"] == 300
    later = keep_ledger([entry("opening", 500), entry("supply", 400, "2024-02-20")], [case])
    assert quantities(later)[2] == (0, 800, 100) and later.movements[-1].owed["quantity"] == 0
    settled = keep_ledger(
        [entry("opening", 500), entry("supply", 400, "2024-05-01"), entry("use", 300, "2024-05-02", project="A")],
        [case],
    )
    assert settled.movements[-1].owed["quantity"] == 0 and quantities(settled)[-1] == (800, 0, 100)


def test_what_does_not_freeze_or_release():
    """Agricultural changes, leads and what is not known freeze nothing; `none` releases nothing; again, it freezes."""
    others = [
        replace(HOUSE, construction=False),
        replace(HOUSE, construction=None),
        replace(HOUSE, status="open"),
        replace(HOUSE, status="legal"),
    ]
    assert quantities(keep_ledger([entry("opening", 5000)], others)) == [(0, 0, 5000)]
    assert quantities(keep_ledger([entry("opening", 5000)], others, "open"))[-1] == (0, 800, 4200)
    none = replace(HOUSE, closed="2024-03-01", outcome="none")
    assert quantities(keep_ledger([entry("opening", 5000)], [none]))[-1] == (0, 800, 4200)
    restored = replace(HOUSE, closed="2024-03-01", outcome="restored")
    again = replace(HOUSE, case_id="A 2", since="2024-05-01")
    assert quantities(keep_ledger([entry("opening", 5000)], [again, restored]))[-2:] == [(0, 0, 5000), (0, 800, 4200)]
    assert would_freeze([*others, restored, again]) == {UNIT: 1600}


def test_a_case_closed_in_parts():
    parts = [
        replace(HOUSE, amounts=(500, None), closed="2024-03-01", outcome="restored"),
        replace(HOUSE, amounts=(300, None)),
    ]
    assert quantities(keep_ledger([entry("opening", 5000)], parts))[-1] == (0, 300, 4700)


def test_entries_release_no_more_than_was_frozen():
    ledger = keep_ledger([entry("opening", 100), entry("freeze", 10, "2024-02-01"), entry("release", 11, "2024-03-01")])
    assert [(o.entry.kind, o.account, o.amount) for o in ledger.overdrawn] == [("release", "frozen", 1)]


def test_frozen_quota_is_not_there_to_be_used_or_sold():
    book = [entry("opening", 1000), entry("use", 300, "2024-03-01")]
    assert [o.entry.kind for o in keep_ledger(book, [HOUSE]).overdrawn] == ["use"]


MET = {UNIT: Standing(True, False)}


@pytest.mark.parametrize(
    ("traded", "rules", "standings", "found"),
    [
        (entry("sell", 50, "2024-02-01", need=50), TradeRules("quota"), MET, ()),
        (entry("sell", 50, "2024-02-01", need=51), TradeRules("quota"), MET, ("need_first",)),
        (entry("sell", 50, "2024-02-01"), TradeRules("quota"), MET, ("need_unknown",)),
        (entry("sell", 50, "2024-02-01", need=0), TradeRules("quota"), {}, ("target_unknown",)),
        (entry("sell", 50, "2024-02-01", need=0), TradeRules("quota", pbf_needed=True), MET, ("target_missed",)),
        (entry("sell", 50, "2024-02-01", need=0), TradeRules(), MET, ("no_trade",)),
        (entry("buy", 101, "2024-02-01", other_unit=OTHER, project_level="provincial"), TradeRules("quota"), MET, ()),
        (
            entry("buy", 100, "2024-02-01", other_unit=OTHER, project_level="national"),
            TradeRules("quota"),
            MET,
            ("own_first",),
        ),
        (
            entry("buy", 10, "2024-02-01", need=101, other_unit=OTHER, project_level="city"),
            TradeRules("quota"),
            MET,
            ("out_of_scope",),
        ),
        (entry("buy", 101, "2024-02-01", other_unit=OTHER), TradeRules("quota"), MET, ("scope_unknown",)),
        (entry("buy", 101, "2024-02-01", other_unit=OTHER), TradeRules("quota", "any"), MET, ()),
        (
            entry("sell", 1, "2024-02-01", need=0, price=5.01, price_limit=5.0),
            TradeRules("quota"),
            MET,
            ("price_over",),
        ),
    ],
)
def test_rules_of_trade(traded, rules, standings, found):
    ledger = keep_ledger([entry("opening", 100), traded])
    assert check_trades(ledger.movements, rules, standings)[-1] == found


def test_what_is_frozen_is_not_there_for_ones_own_need():
    ledger = keep_ledger([entry("opening", 1000), entry("sell", 100, "2024-03-01", need=101)], [HOUSE])
    assert check_trades(ledger.movements, TradeRules("quota"), MET)[-1] == ("need_first",)


AMOUNTS = st.integers(0, 1000)
DAYS = st.dates().map(lambda day: day.replace(year=2024, day=min(day.day, 28)).isoformat())
ENTRIES = st.builds(
    lambda kind, unit, amount, paddy, day: Entry("e", day, unit, kind, (amount, paddy, None)),
    st.sampled_from(EntryKind.values()),
    st.sampled_from([UNIT, OTHER]),
    AMOUNTS,
    st.none() | AMOUNTS,
    DAYS,
)
CASES = st.builds(
    lambda unit, status, amount, since, closed, outcome: Case(
        "c", unit, status, True, min(since, closed), closed, outcome, (amount, amount)
    ),
    st.sampled_from([UNIT, OTHER]),
    st.sampled_from(["illegal", "open"]),
    AMOUNTS,
    DAYS,
    DAYS,
    st.sampled_from(["restored", "legalised", "none"]),
)


@given(st.lists(ENTRIES, max_size=8), st.lists(CASES, max_size=5), st.sampled_from(["illegal", "open"]))
def test_every_account_closes_after_each_movement(entries, cases, freeze_from):
    """Whatever is booked; units do not touch each other."""
    ledger = keep_ledger(entries, cases, freeze_from)
    for movement in ledger.movements:
        for name, balances in movement.balances.items():
            assert closure(balances) == 0
            assert balances["frozen"] >= 0 and movement.owed[name] >= 0
    alone = keep_ledger([e for e in entries if e.unit == UNIT], [c for c in cases if c.unit == UNIT], freeze_from)
    assert [m for m in ledger.movements if m.unit == UNIT] == list(alone.movements)
    assert set(ACCOUNTS) == {name for m in ledger.movements for b in m.balances.values() for name in b} or not entries
