"""The quota ledger from tables of input: read, booked, checked, told (measures 22 and 38)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pandas as pd

from ..analysis.area.rounding import CENTS, EXACT, EXACT_PER_MU, area_to_mu, to_cents
from ..analysis.balance.ledger import (
    ACCOUNTS,
    BY_CASES,
    DIMENSIONS,
    Entry,
    Ledger,
    Movement,
    Overdrawn,
    closure,
    keep_ledger,
)
from ..analysis.balance.trade_rules import Standing, TradeRules, check_trades
from ..analysis.columns import to_records
from ..analysis.rules.freeze import Case, freezes, read_cases, would_freeze
from ..analysis.rules.policy import Policy
from ..analysis.values.readers import YES
from ..analysis.vocabulary import EntryKind, Level
from ..bridge.i18n import tr
from ..bridge.located_yaml import FileError
from ..bridge.progress import FeedbackProgress
from ..reports.balance_labels import ACCOUNTS as ACCOUNTS_TABLE
from ..reports.balance_labels import LEDGER
from ..reports.case_labels import CASES
from .measures import MeasureInputs, MeasureResult

# Areas are booked in 1/300 m², in which 0.01 m² and 0.01 mu are whole; capacity in 0.01 kg.
_PER_M2, _PER_KG = EXACT, 100
_LAST_KINDS = ("uncovered", "owed")
QUOTA = "quota"  # the table of input
_TEXTS = ("project", "other_unit", "parcels", "document")
_OF_ONE = {"quantity": "", "paddy": "paddy_", "capacity": "capacity_"}


@dataclass(frozen=True)
class KeptLedger:
    """What comes of a ledger.

    Attributes:
        ledger: one row a movement, of entries and of cases.
        accounts: one row a county, and the sum of each city.
        warnings: what is to be looked at, in the user's language.
        identity: of each county's account, in the user's language.
        worst_closure: largest closure of an account (m²): 0.

    """

    ledger: pd.DataFrame
    accounts: pd.DataFrame
    warnings: tuple[str, ...]
    identity: tuple[str, ...]
    worst_closure: float


def book_ledger(
    quota: pd.DataFrame, cases: pd.DataFrame | None, summary: pd.DataFrame | None, policy: Policy
) -> KeptLedger:
    """Book the entries of a table, and what cases freeze.

    Args:
        quota: the table `quota`.
        cases: the table `cases`; None where freezes are entries.
        summary: sums by unit of a run, by which it is known whether counties meet their targets.
        policy: units and options.

    Raises:
        FileError: listing every entry that cannot be booked, and the first that leaves less than nothing.

    """
    entries, found = _read_entries(quota), None if cases is None else read_cases(cases)
    freeze_from = policy.option("freeze_from")
    _check_entries(entries, found or (), policy, freeze_from)
    ledger = keep_ledger(entries, found or (), freeze_from)
    if ledger.overdrawn:
        raise FileError(_overdrawn_text(one) for one in ledger.overdrawn)
    rules = TradeRules(
        policy.option("quota_regime"), policy.option("purchase_scope"), policy.option("sale_needs_pbf") == YES
    )
    checks = check_trades(ledger.movements, rules, _standings(summary))
    names = policy.unit_names()
    rows = quota.set_index("entry_id")
    accounts = _accounts(ledger, would_freeze(found) if found is not None else None, policy)
    worst = max((abs(closure(one)) for m in ledger.movements for one in m.balances.values()), default=0)
    return KeptLedger(
        _ledger_table(ledger, checks, rows, names),
        accounts,
        (
            *_check_texts(ledger, checks),
            *_account_texts(accounts),
            *([] if cases is None else _case_texts(cases, ledger)),
        ),
        tuple(_identity(accounts)),
        worst / _PER_M2,
    )


def lacks_quota(inputs: MeasureInputs) -> str:
    """Return why there is no ledger: no table of its entries was given; empty where there is one."""
    return "" if QUOTA in inputs.given.tables else tr("no quota ledger was given")


def ledger_of_tables(inputs: MeasureInputs, progress: FeedbackProgress) -> MeasureResult:
    """Book the ledger that was given, with what the batch's cases freeze, and the targets of its summary.

    Raises:
        FileError: as for `book_ledger`.

    """
    progress.check()
    kept = book_ledger(inputs.given.tables[QUOTA], inputs.tables.get(CASES), inputs.summary, inputs.policy)
    for line in kept.warnings:
        progress.feedback.pushWarning(line)
    return MeasureResult({ACCOUNTS_TABLE: kept.accounts, LEDGER: kept.ledger}, (), kept.identity)


def _read_entries(quota: pd.DataFrame) -> list[Entry]:
    """Return the rows of the table as entries."""
    return [
        Entry(
            entry_id=row["entry_id"],
            day=row["date"],
            unit=row["unit"],
            kind=row["kind"],
            amounts=(
                _whole(row["quantity_m2"], _PER_M2),
                _whole(row["paddy_m2"], _PER_M2),
                _whole(row["capacity_kg"], _PER_KG),
            ),
            project=row["project"] or "",
            need=_whole(row["need_m2"], _PER_M2),
            other_unit=row["other_unit"] or "",
            project_level=row["project_level"] or "",
            price=_number(row["price"]),
            price_limit=_number(row["price_limit"]),
        )
        for row in _rows(quota)
    ]


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table of input as they are, None where nothing is given."""
    return to_records(table.astype(object))


def _whole(amount: object, per: int) -> int | None:
    """Return an amount in whole units; None for none."""
    return None if amount is None else round(float(str(amount)) * per)


def _number(value: object) -> float | None:
    """Return a number; None for none."""
    return None if value is None else float(str(value))


def _check_entries(entries: Sequence[Entry], cases: Sequence[Case], policy: Policy, freeze_from: str) -> None:
    """Raise `FileError` where entries contradict themselves, each other, or the cases."""
    cities, frozen = {city.code for city in policy.cities()}, {c.unit for c in cases if freezes(c, freeze_from)}
    first: dict[str, Entry] = {}
    mistakes = []
    for entry in sorted(entries, key=lambda one: one.day):
        first.setdefault(entry.unit, entry)
    for entry in entries:
        quantity, paddy, capacity = entry.amounts
        texts = []
        if entry.unit in cities:
            texts.append(tr("accounts are kept by county. Name the county; the city is the sum of its counties."))
        if entry.kind != EntryKind.CORRECT and min(quantity or 0, paddy or 0, capacity or 0) < 0:
            texts.append(tr("only a correction may be below 0. Choose the kind that says what it does."))
        if entry.kind != EntryKind.CORRECT and (paddy or 0) > (quantity or 0):
            texts.append(tr("paddy is part of the quantity, and is more than it. Correct one of them."))
        if entry.kind == EntryKind.OPENING and first[entry.unit] is not entry:
            texts.append(
                tr("the opening balance is not the first entry of its county. Enter later ones as corrections.")
            )
        if entry.kind in BY_CASES and entry.unit in frozen:
            texts.append(
                tr("the county's freezes follow from the cases. Delete this entry, or run without the table of cases.")
            )
        mistakes += [_named(entry, text) for text in texts]
    if mistakes:
        raise FileError(mistakes)


def _named(entry: Entry, text: str) -> str:
    """Return a message with the entry that it is about."""
    return tr("Quota ledger, entry {entry} of {day}: ").format(entry=entry.entry_id, day=entry.day) + text


def _overdrawn_text(one: Overdrawn) -> str:
    """Return the message on an entry that leaves less than nothing."""
    dimensions = {"quantity": tr("quantity"), "paddy": tr("paddy"), "capacity": tr("capacity")}
    text = tr("after it {what} of {unit} is {amount} below 0. Correct it, or enter what is missing before it.")
    if one.account == "frozen":
        text = tr("it releases {amount} of {what} of {unit} more than was frozen. Correct it.")
    amount = f"{one.amount / _PER_KG:,.2f} kg" if one.dimension == "capacity" else f"{one.amount / _PER_M2:,.2f} m²"
    return _named(one.entry, text.format(what=dimensions[one.dimension], unit=one.entry.unit, amount=amount))


def _standings(summary: pd.DataFrame | None) -> dict[str, Standing]:
    """Return whether counties meet their targets, from the sums of a run."""
    if summary is None:
        return {}

    def met(surplus: object) -> bool | None:
        return None if pd.isna(surplus) else float(str(surplus)) >= 0

    columns = ("holding_surplus_mu", "pbf_surplus_mu")
    counties = summary[summary["level"] == Level.COUNTY.value]
    values = zip(counties["code"], *(counties.get(name, pd.Series(np.nan, counties.index)) for name in columns))
    return {str(code): Standing(met(holding), met(pbf)) for code, holding, pbf in values}


def _ledger_table(
    ledger: Ledger, checks: Sequence[tuple[str, ...]], rows: pd.DataFrame, names: Mapping[str, str]
) -> pd.DataFrame:
    """Return one row a movement: what it is, what it leaves, what is found of it."""
    made = []
    for movement, found in zip(ledger.movements, checks):
        entry, event = movement.entry, movement.event
        row: dict[str, object] = {"entry_id": entry.entry_id if entry else event.case.case_id if event else ""}
        row |= {"date": movement.day, "code": movement.unit, "name": names.get(movement.unit)}
        row |= {"entry_kind": entry.kind if entry else event.kind if event else ""}
        row |= {"origin": "entry" if entry else "case"}
        amounts = entry.amounts if entry else event.case.amounts if event else ()
        row |= {_column(name, ""): _shown(name, amount) for name, amount in zip(DIMENSIONS, amounts)}
        row["quantity_mu"] = next((amount / EXACT_PER_MU for amount in amounts[:1] if amount is not None), None)
        stated = rows.loc[entry.entry_id] if entry else {}
        row |= {name: stated.get(name) for name in _TEXTS}
        for name in DIMENSIONS:
            kept = movement.balances.get(name)
            for account in ("available", "frozen"):
                if name != "capacity" or account == "available":
                    row[_column(name, account)] = None if kept is None else _shown(name, kept[account])
        row["uncovered_m2"] = _shown(DIMENSIONS[0], movement.uncovered[DIMENSIONS[0]])
        row["owed_m2"] = _shown(DIMENSIONS[0], movement.owed[DIMENSIONS[0]])
        row["checks"] = ";".join(found) or None
        made.append(row)
    columns = [
        *("entry_id", "date", "code", "name", "entry_kind", "origin", "quantity_m2", "quantity_mu", "paddy_m2"),
        *("capacity_kg", "available_m2", "frozen_m2", "uncovered_m2", "owed_m2", "paddy_available_m2"),
        *("paddy_frozen_m2", "capacity_available_kg", *_TEXTS, "checks"),
    ]
    return _with_types(pd.DataFrame(made, columns=columns))


def _accounts(ledger: Ledger, leads: Mapping[str, int] | None, policy: Policy) -> pd.DataFrame:
    """Return the state of each county's account, with the sum of the counties for each city."""
    last = ledger.last()
    parents = {unit.code: unit.parent for unit in policy.counties()}
    names = policy.unit_names()
    sums = {code: _sums(movement, leads) for code, movement in last.items()}
    made = []
    for city in policy.cities():
        own = {code: row for code, row in sums.items() if parents.get(code) == city.code}
        if own:
            made.append(
                {"code": city.code, "level": Level.CITY.value, "counties": len(own), **_added(list(own.values()))}
            )
        order = [unit.code for unit in policy.counties(city.code) if unit.code in own]
        made += [{"code": code, "level": Level.COUNTY.value, **sums[code]} for code in order]
    listed = {str(row["code"]) for row in made}
    made += [{"code": code, "level": Level.COUNTY.value, **sums[code]} for code in sorted(sums) if code not in listed]
    columns = [_column(name, account) for name in DIMENSIONS for account in (*ACCOUNTS, *_LAST_KINDS, "closure")]
    table = pd.DataFrame(made, columns=["code", "level", "counties", *columns, "would_freeze_m2"])
    table.insert(1, "name", [names.get(code) for code in table["code"]])
    for name in ("available", "frozen"):
        table[f"{name}_mu"] = area_to_mu(table[f"{name}_m2"])
    return _with_types(table)


def _sums(movement: Movement, leads: Mapping[str, int] | None) -> dict[str, object]:
    """Return the figures of a county's account, by column."""
    row: dict[str, object] = {}
    for name in DIMENSIONS:
        kept = movement.balances.get(name)
        figures = {} if kept is None else {**kept, "closure": closure(kept)}
        figures |= {} if kept is None else {"uncovered": movement.uncovered[name], "owed": movement.owed[name]}
        row |= {_column(name, account): _shown(name, amount) for account, amount in figures.items()}
    row["would_freeze_m2"] = None if leads is None else leads.get(movement.unit, 0) / _PER_M2
    return row


def _added(rows: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """Return the sums of several accounts; of a dimension that one of them does not keep, nothing."""
    names = set(rows[0]).intersection(*rows[1:])
    cents = {
        name: [None if row[name] is None else int(to_cents(float(str(row[name])))) for row in rows] for name in names
    }
    return {name: None if None in values else sum(cast("list[int]", values)) / CENTS for name, values in cents.items()}


def _column(dimension: str, account: str) -> str:
    """Return the name of a column: `available_m2`, `paddy_frozen_m2`; without an account `quantity_m2`, `paddy_m2`."""
    unit = "kg" if dimension == "capacity" else "m2"
    return f"{_OF_ONE[dimension]}{account}_{unit}" if account else f"{dimension}_{unit}"


def _shown(dimension: str, amount: int | None) -> float | None:
    """Return an amount in m² or kg."""
    return None if amount is None else round(amount / (_PER_KG if dimension == "capacity" else _PER_M2), 2)


def _with_types(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose figures are numbers, also where a column holds none."""
    figures = [name for name in table.columns if name.endswith(("_m2", "_mu", "_kg")) or name == "counties"]
    return table.astype(dict.fromkeys(figures, float))


def _check_texts(ledger: Ledger, checks: Sequence[tuple[str, ...]]) -> list[str]:
    """Return a sentence for each thing found of a trade."""
    texts = {
        "own_first": tr("quota is bought although the county has what the project needs (measure 22)."),
        "target_missed": tr("quota is sold although the county misses its target (measure 22)."),
        "target_unknown": tr(
            "quota is sold, and it is not known whether the county meets its target. Give the summary of a run."
        ),
        "need_first": tr("after this sale less is left than the county needs itself (measure 22)."),
        "need_unknown": tr("quota is sold, and it is not known what the county needs itself. Enter its known need."),
        "out_of_scope": tr(
            "another county's quota is bought for a project below the level of the province (measure 22)."
        ),
        "scope_unknown": tr("another county's quota is bought, and the level of the project is not known. Enter it."),
        "price_over": tr("the price is over the limit (measure 22)."),
        "no_trade": tr("the policy's regime is the net increase, which is not traded (option quota_regime)."),
    }
    return [
        _named(movement.entry, texts[name])
        for movement, found in zip(ledger.movements, checks)
        if movement.entry is not None
        for name in found
    ]


def _account_texts(accounts: pd.DataFrame) -> list[str]:
    """Return a sentence for each county with quota that is uncovered or owed."""
    texts = {
        "uncovered_m2": tr("{unit}: {area:,.2f} m² should be frozen, and there is no quota for them (measure 38)."),
        "owed_m2": tr("{unit}: {area:,.2f} m² were legalised without frozen quota, and are still owed (measure 38)."),
    }
    counties = accounts[accounts["level"] == Level.COUNTY.value]
    return [
        text.format(unit=name or code, area=area)
        for column, text in texts.items()
        for code, name, area in zip(counties["code"], counties["name"], counties[column])
        if area > 0
    ]


def _case_texts(frame: pd.DataFrame, ledger: Ledger) -> list[str]:
    """Return what illegal cases do not tell, so that their freeze may be too small."""
    keeps_paddy = [code for code, movement in ledger.last().items() if "paddy" in movement.balances]
    illegal = frame[(frame["status"] == "illegal") & frame["repeat_of"].isna()]
    construction, paddy = illegal["construction"], illegal["paddy_m2"]
    unknown = {
        tr(
            "{count} illegal cases do not say whether they are non-agricultural construction, and freeze nothing: "
            "{cases}."
        ): construction.isna(),
        tr("{count} illegal cases of construction do not say how much of them is paddy, and freeze none: {cases}."): (
            construction == YES
        )
        & paddy.isna()
        & illegal["unit"].isin(keeps_paddy),
    }
    return [
        text.format(count=int(rows.sum()), cases=", ".join(map(str, illegal["case_id"][rows][:5])))
        for text, rows in unknown.items()
        if rows.any()
    ]


def _identity(accounts: pd.DataFrame) -> list[str]:
    """Return the identity of each account of quantity."""
    text = tr(
        "{unit}: {supplied:,.2f} m² supplied + {bought:,.2f} bought = {used:,.2f} used + {sold:,.2f} sold + "
        "{frozen:,.2f} frozen + {available:,.2f} available; closure {closure:.2f} m²"
    )
    return [
        text.format(unit=row["name"] or row["code"], **{name: row[f"{name}_m2"] for name in (*ACCOUNTS, "closure")})
        for row in to_records(accounts)
    ]
