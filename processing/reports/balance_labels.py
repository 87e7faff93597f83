"""Headings and words of the tables of the requisition-compensation balance, by the name of the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..analysis.balance.ledger import EntryKind
from .labels import Translate
from .names import Names

LEDGER, ACCOUNTS, CEILINGS = "ledger", "accounts", "ceilings"


def entry_labels(tr: Translate) -> dict[str, str]:
    """Return the labels of the kinds of entries of a ledger, by value."""
    labels = {
        EntryKind.OPENING: tr("Opening"),
        EntryKind.SUPPLY: tr("Supply"),
        EntryKind.USE: tr("Use"),
        EntryKind.FREEZE: tr("Freeze"),
        EntryKind.RELEASE: tr("Release"),
        EntryKind.LEGALISE: tr("Frozen quota used"),
        EntryKind.SELL: tr("Sale"),
        EntryKind.BUY: tr("Purchase"),
        EntryKind.CORRECT: tr("Correction"),
    }
    return {kind.value: label for kind, label in labels.items()}


def check_labels(tr: Translate) -> dict[str, str]:
    """Return the labels of what is found of trades with quota, by id."""
    return {
        "own_first": tr("Own quota first"),
        "target_missed": tr("Sold, target missed"),
        "target_unknown": tr("Sold, target not checked"),
        "need_first": tr("Sold, own need not left"),
        "need_unknown": tr("Sold, own need not known"),
        "out_of_scope": tr("Bought for a project below the province"),
        "scope_unknown": tr("Bought, level of the project not known"),
        "price_over": tr("Price over the limit"),
        "no_trade": tr("Not traded in this regime"),
    }


def _ledger(tr: Translate) -> dict[str, str]:
    """Return the headings of a ledger."""
    return {
        "entry_id": tr("Entry or case"),
        "date": tr("Date"),
        "entry_kind": tr("Kind"),
        "origin": tr("From"),
        "quantity_m2": tr("Quantity"),
        "quantity_mu": tr("Quantity"),
        "paddy_m2": tr("Of which paddy"),
        "capacity_kg": tr("Capacity (kg)"),
        **{name: text for name, text in _accounts(tr).items() if name.startswith(("available", "frozen"))},
        "uncovered_m2": tr("To be frozen, no quota there"),
        "owed_m2": tr("Legalised and still owed"),
        "paddy_available_m2": tr("Available paddy"),
        "paddy_frozen_m2": tr("Frozen paddy"),
        "capacity_available_kg": tr("Available capacity (kg)"),
        "project": tr("Project or case"),
        "other_unit": tr("Other county"),
        "parcels": tr("Parcels"),
        "document": tr("Document"),
        "checks": tr("Found"),
    }


def _accounts(tr: Translate) -> dict[str, str]:
    """Return the headings of accounts."""
    words = {
        "supplied": tr("Supplied"),
        "bought": tr("Bought"),
        "used": tr("Used"),
        "sold": tr("Sold"),
        "frozen": tr("Frozen"),
        "available": tr("Available"),
        "uncovered": tr("To be frozen, no quota there"),
        "owed": tr("Legalised and still owed"),
        "closure": tr("Closure"),
    }
    paddy, capacity = tr("Paddy: {what}"), tr("Capacity (kg): {what}")
    return {
        **{f"{name}_m2": word for name, word in words.items()},
        **{f"{name}_mu": words[name] for name in ("available", "frozen")},
        **{f"paddy_{name}_m2": paddy.format(what=word) for name, word in words.items()},
        **{f"capacity_{name}_kg": capacity.format(what=word) for name, word in words.items()},
        "counties": tr("Number of counties with an account"),
        "would_freeze_m2": tr("Frozen if leads froze already"),
    }


def _ceilings(tr: Translate) -> dict[str, str]:
    """Return the headings of ceilings."""
    return {
        "stable_base_m2": tr("Stable land of the base year"),
        "lost_m2": tr("Stable land lost"),
        "gained_m2": tr("Stable land gained"),
        "adjusted_m2": tr("Measured anew"),
        "regraded_m2": tr("Re-graded without a change of class"),
        "boundary_m2": tr("Over boundaries"),
        "stable_now_m2": tr("Stable land now"),
        "delta_m2": tr("Increase of stable land"),
        "closure_m2": tr("Closure"),
        "holding_now_m2": tr("Cultivated land now"),
        "gap18_mu": tr("Gap to the second-survey target"),
        "offset_mu": tr("Set against the gap"),
        "ceiling_mu": tr("Ceiling of next year"),
        "used_mu": tr("Used by approved construction"),
        "left_mu": tr("Left of the ceiling"),
    }


def _ledger_words(tr: Translate, names: Names) -> Mapping[str, Mapping[str, str]]:
    """Return the words for the ids in columns of a ledger."""
    return {"entry_kind": entry_labels(tr), "origin": {"entry": tr("Ledger"), "case": tr("Case")}}


BALANCE_COLUMNS: Mapping[str, Callable[[Translate], dict[str, str]]] = {
    LEDGER: _ledger,
    ACCOUNTS: _accounts,
    CEILINGS: _ceilings,
}
BALANCE_WORDS: Mapping[str, Callable[[Translate, Names], Mapping[str, Mapping[str, str]]]] = {LEDGER: _ledger_words}
