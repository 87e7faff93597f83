"""One rule of what is frozen (measure 38): the state of a day and the account of the ledger agree on every day."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from farmland_redline.processing.analysis.balance.ledger import Entry, keep_ledger
from farmland_redline.processing.analysis.rules.freeze import frozen_quota, read_cases, would_freeze
from farmland_redline.processing.bridge.tables.definitions import load_table

UNITS = ("360222", "360281")
PLENTY = 10**9  # 1/300 m²: whatever the cases freeze, there is quota for it
DAYS = [f"2024-03-{day:02d}" for day in range(1, 7)]


@st.composite
def rows_of_cases(draw: st.DrawFn) -> list[dict[str, object]]:
    """Rows as the reader lets them through: up to three cases of up to three parts, some of them taken up again."""
    rows = []
    for case in range(draw(st.integers(0, 3))):
        unit = draw(st.sampled_from(UNITS))
        for part in range(draw(st.integers(1, 3))):
            found, reopened, closed = sorted(draw(st.tuples(*[st.integers(0, len(DAYS) - 1)] * 3)))
            area = draw(st.integers(0, 500))
            rows.append(
                {
                    "case_id": f"J{case}",
                    "part": str(part) if part else None,
                    "unit": unit,
                    "found": DAYS[found],
                    "reopened": DAYS[reopened] if draw(st.booleans()) else None,
                    "closed": DAYS[closed] if draw(st.booleans()) else None,
                    "outcome": draw(st.sampled_from(["restored", "legalised", "none", None])),
                    "status": draw(st.sampled_from(["illegal", "illegal", "open", "legal", "other"])),
                    "construction": draw(st.sampled_from(["yes", "yes", "no", None])),
                    "repeat_of": draw(st.sampled_from([None, None, None, "J9"])),
                    "cultivated_m2": area / 100,
                    "paddy_m2": draw(st.none() | st.integers(0, area).map(lambda cents: cents / 100)),
                }
            )
    return rows


def table_of(rows: list[dict[str, object]]) -> pd.DataFrame:
    """The table `cases` as the reader makes it."""
    columns = load_table("cases").columns
    frame = pd.DataFrame(rows, columns=[column.id for column in columns], dtype=object)
    return frame.where(frame.notna(), None).astype({c.id: float for c in columns if c.is_amount})


def held_by_hand(rows: list[dict[str, object]], unit: str, day: str, statuses: tuple[str, ...]) -> list[int]:
    """Frozen land and paddy, and legalised land, by the sentence of measure 38, row by row."""
    sums = [0, 0, 0]
    own = [row for row in rows if row["repeat_of"] is None]
    for row in own:
        has_first = any(other["case_id"] == row["case_id"] and not other["reopened"] for other in own)
        since = row["reopened"] if row["reopened"] and has_first else row["found"]
        if row["unit"] != unit or row["status"] not in statuses or row["construction"] != "yes" or since > day:
            continue
        area, paddy = (round((row[name] or 0) * 300) for name in ("cultivated_m2", "paddy_m2"))
        outcome = row["outcome"] if row["closed"] and row["closed"] <= day else None
        if outcome == "legalised":
            sums[2] += area
        elif outcome != "restored":
            sums[0] += area
            sums[1] += paddy
    return sums


@settings(max_examples=15)
@given(rows_of_cases(), st.sampled_from(["illegal", "open"]))
def test_warnings_and_ledger_freeze_the_same_on_every_day(rows, freeze_from):
    """Reopened, closed in parts, legalised, none, unknown construction, repeats; leads frozen or not."""
    cases = table_of(rows)
    opening = [Entry(unit, "2024-01-01", unit, "opening", (PLENTY, PLENTY, None)) for unit in UNITS]
    ledger = keep_ledger(opening, read_cases(cases), freeze_from)
    statuses = ("illegal", "open") if freeze_from == "open" else ("illegal",)
    for day in DAYS:
        table = frozen_quota(cases, day, freeze_from, dict.fromkeys(UNITS, "")).set_index("code")
        assert list(table.index) == list(UNITS) and not table["closure_m2"].any()
        for unit in UNITS:
            booked = [m for m in ledger.movements if m.unit == unit and m.day <= day][-1].balances
            in_ledger = [booked["quantity"]["frozen"], booked["paddy"]["frozen"], booked["quantity"]["used"]]
            told = table.loc[unit, ["frozen_m2", "frozen_paddy_m2", "legalised_m2"]]
            assert [round(area * 300) for area in told] == in_ledger == held_by_hand(rows, unit, day, statuses)
    last = frozen_quota(cases, DAYS[-1], "illegal", dict.fromkeys(UNITS, "")).set_index("code")
    leads = would_freeze(read_cases(cases))
    for unit in UNITS:
        assert round(sum(last.loc[unit, ["frozen_m2", "open_leads_m2"]]) * 300) == leads.get(unit, 0)


def test_what_was_taken_up_again_is_found_once():
    """8.00 restored and taken up again are 8.00 found; legalised land stays used, whatever is taken up later."""
    row = {"case_id": "J", "unit": UNITS[0], "status": "illegal", "construction": "yes", "cultivated_m2": 8.0}
    first = {**row, "found": DAYS[0], "closed": DAYS[2]}
    again = {**row, "part": "2", "found": DAYS[0], "reopened": DAYS[4]}
    columns = ["found_m2", "frozen_m2", "restored_m2", "legalised_m2"]

    def told(outcome: str, day: str) -> list[float]:
        cases = table_of([{**first, "outcome": outcome}, again])
        return frozen_quota(cases, day, "illegal", {}).loc[0, columns].tolist()

    assert [told("restored", DAYS[n]) for n in (1, 2, 4)] == [[8, 8, 0, 0], [8, 0, 8, 0], [8, 8, 0, 0]]
    assert [told("legalised", DAYS[n]) for n in (1, 2, 4)] == [[8, 8, 0, 0], [8, 0, 0, 8], [16, 8, 0, 8]]
