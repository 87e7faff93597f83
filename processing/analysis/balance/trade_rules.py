"""What measure 22 asks of purchases and sales of quota; each answer is yes, no, or not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..vocabulary import EntryKind
from .ledger import AVAILABLE, DIMENSIONS, Entry, Movement

# What an entry is found to be; the first part of a pair is sure, the second one lacks what it would be judged by.
OWN_FIRST = "own_first"
TARGET_MISSED, TARGET_UNKNOWN = "target_missed", "target_unknown"
NEED_FIRST, NEED_UNKNOWN = "need_first", "need_unknown"
OUT_OF_SCOPE, SCOPE_UNKNOWN = "out_of_scope", "scope_unknown"
PRICE_OVER, NO_TRADE = "price_over", "no_trade"

_HIGH_LEVELS = ("national", "provincial")
NET_INCREASE, QUOTA = "net_increase", "quota"


@dataclass(frozen=True)
class TradeRules:
    """The policy's options for trade.

    Attributes:
        regime: `quota`, or `net_increase`, in which quota is not traded.
        scope: for whose projects another county's quota may be bought: `provincial` and above, or `any`.
        pbf_needed: whether a sale asks for the task of permanent basic farmland as well as for the holding.

    >>> TradeRules().regime
    'net_increase'

    """

    regime: str = NET_INCREASE
    scope: str = "provincial"
    pbf_needed: bool = False


@dataclass(frozen=True)
class Standing:
    """Whether a county meets its targets; None where that is not known."""

    holding_met: bool | None = None
    pbf_met: bool | None = None


def check_trades(
    movements: Sequence[Movement], rules: TradeRules, standings: Mapping[str, Standing]
) -> list[tuple[str, ...]]:
    """Return what is found of each movement, () for what is no trade or as it should be.

    - A purchase although the county has what the project needs is `own_first`. The need is the entry's own, else what
      is bought.
    - A purchase of another county for a project below the province's level is `out_of_scope`.
    - A sale by a county that misses its target is `target_missed`; one after which less is available than the county
      knows to need is `need_first`. What is frozen is not available.
    - A price over the limit that the entry states is `price_over`.
    - In the regime of net increase each trade is `no_trade` as well.

    Args:
        movements: in their order.
        rules: the policy's options.
        standings: of counties, by code.

    >>> from .ledger import keep_ledger
    >>> book = [
    ...     Entry("1", "2024-01-01", "360222", "opening", (100, None, None)),
    ...     Entry("2", "2024-02-01", "360222", "buy", (40, None, None), project_level="city", other_unit="360281"),
    ... ]
    >>> check_trades(keep_ledger(book).movements, TradeRules(regime="quota"), {})
    [(), ('own_first', 'out_of_scope')]

    """
    before: dict[str, Movement] = {}
    found = []
    for movement in movements:
        found.append(_check(movement, before.get(movement.unit), rules, standings.get(movement.unit, Standing())))
        before[movement.unit] = movement
    return found


def _check(movement: Movement, before: Movement | None, rules: TradeRules, standing: Standing) -> tuple[str, ...]:
    """Return what is found of one movement."""
    entry = movement.entry
    if entry is None or entry.kind not in (EntryKind.BUY.value, EntryKind.SELL.value):
        return ()
    found = [NO_TRADE] if rules.regime == NET_INCREASE else []
    if entry.kind == EntryKind.BUY.value:
        found += _check_purchase(entry, before, rules)
    else:
        found += _check_sale(entry, movement, rules, standing)
    if entry.price is not None and entry.price_limit is not None and entry.price > entry.price_limit:
        found.append(PRICE_OVER)
    return tuple(found)


def _check_purchase(entry: Entry, before: Movement | None, rules: TradeRules) -> list[str]:
    """Return what is found of a purchase."""
    found = []
    need = (entry.amounts[0] or 0) if entry.need is None else entry.need
    available = 0 if before is None else before.balances[DIMENSIONS[0]][AVAILABLE]
    if available >= need:
        found.append(OWN_FIRST)
    if rules.scope != "any" and entry.other_unit != entry.unit:
        if not entry.project_level:
            found.append(SCOPE_UNKNOWN)
        elif entry.project_level not in _HIGH_LEVELS:
            found.append(OUT_OF_SCOPE)
    return found


def _check_sale(entry: Entry, movement: Movement, rules: TradeRules, standing: Standing) -> list[str]:
    """Return what is found of a sale."""
    found = []
    met = [standing.holding_met, *([standing.pbf_met] if rules.pbf_needed else [])]
    if False in met:
        found.append(TARGET_MISSED)
    elif None in met:
        found.append(TARGET_UNKNOWN)
    if entry.need is None:
        found.append(NEED_UNKNOWN)
    elif movement.balances[DIMENSIONS[0]][AVAILABLE] < entry.need:
        found.append(NEED_FIRST)
    return found
