"""The quota ledger of the requisition-compensation balance (measure 22): what each entry leaves, in whole units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..rules.freeze import FREEZE, LEGALISE, RELEASE, Case, Event, case_events
from ..vocabulary import EntryKind

DIMENSIONS = ("quantity", "paddy", "capacity")
SUPPLIED, BOUGHT, USED, SOLD, FROZEN, AVAILABLE = ACCOUNTS = (
    *("supplied", "bought", "used"),
    *("sold", "frozen", "available"),
)


BY_CASES = (EntryKind.FREEZE, EntryKind.RELEASE, EntryKind.LEGALISE)
# What an entry adds to, and whether it takes from or gives to what is available.
_EFFECTS: Mapping[str, tuple[str, int]] = {
    EntryKind.OPENING.value: (SUPPLIED, 1),
    EntryKind.SUPPLY.value: (SUPPLIED, 1),
    EntryKind.CORRECT.value: (SUPPLIED, 1),
    EntryKind.BUY.value: (BOUGHT, 1),
    EntryKind.USE.value: (USED, -1),
    EntryKind.SELL.value: (SOLD, -1),
}


@dataclass(frozen=True)
class Entry:
    """A row of the ledger.

    Attributes:
        entry_id: names it in messages.
        day: ISO 8601.
        unit: county code.
        kind: an `EntryKind`.
        amounts: quantity, paddy and capacity in whole units; None where not stated. Only a correction may be negative.
        project: number of the project, or of the case that it settles.
        need: of a purchase what the project needs, of a sale what the county knows to need itself; None: not stated.
        other_unit: whom it was bought from or sold to; "" where not stated.
        project_level: national, provincial, city or county; "" where not stated.
        price, price_limit: yuan a mu; None where not stated.

    """

    entry_id: str
    day: str
    unit: str
    kind: str
    amounts: tuple[int | None, int | None, int | None]
    project: str = ""
    need: int | None = None
    other_unit: str = ""
    project_level: str = ""
    price: float | None = None
    price_limit: float | None = None


@dataclass(frozen=True)
class Movement:
    """What an entry, or a case, leaves in the account of its unit.

    Attributes:
        entry: the entry; None for a case.
        event: of the case; None for an entry.
        balances: of every account, by dimension that the unit keeps.
        uncovered: by dimension, what should be frozen and is not there.
        owed: by dimension, what was legalised without frozen quota and is not made good.

    """

    entry: Entry | None
    event: Event | None
    balances: Mapping[str, Mapping[str, int]]
    uncovered: Mapping[str, int]
    owed: Mapping[str, int]

    @property
    def day(self) -> str:
        """Return the day, ISO 8601."""
        return self.entry.day if self.entry else self.event.day if self.event else ""

    @property
    def unit(self) -> str:
        """Return the county's code."""
        return self.entry.unit if self.entry else self.event.case.unit if self.event else ""


@dataclass(frozen=True)
class Overdrawn:
    """The first entry after which a dimension of a unit's account is below 0, and by how much."""

    entry: Entry
    dimension: str
    account: str
    amount: int


@dataclass
class _Account:
    """The account of a unit while its entries are booked; amounts by dimension that it keeps."""

    dimensions: tuple[str, ...]
    sums: dict[str, dict[str, int]] = field(default_factory=dict)
    to_freeze: dict[str, int] = field(default_factory=dict)
    owed: dict[str, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sums = {dimension: dict.fromkeys(ACCOUNTS, 0) for dimension in self.dimensions}
        self.to_freeze = dict.fromkeys(self.dimensions, 0)
        self.owed = {dimension: {} for dimension in self.dimensions}

    def book(self, dimension: str, kind: str, amount: int, reason: str) -> None:
        """Book an amount; `reason` is the project or case, by which what is owed is settled."""
        sums = self.sums[dimension]
        if kind == FREEZE:
            self.to_freeze[dimension] += amount
        elif kind in (RELEASE, LEGALISE):
            self.to_freeze[dimension] -= amount
            if kind == LEGALISE:
                turned = min(sums[FROZEN], amount)
                sums[FROZEN] -= turned
                sums[USED] += turned
                if amount > turned:
                    self.owed[dimension][reason] = self.owed[dimension].get(reason, 0) + amount - turned
        else:
            account, sign = _EFFECTS[kind]
            sums[account] += amount
            sums[AVAILABLE] += sign * amount
            if kind == EntryKind.USE and reason in self.owed[dimension]:
                self.owed[dimension][reason] = max(0, self.owed[dimension][reason] - amount)
        # What should be frozen is, as far as there is quota; what is no longer to be frozen is free again.
        if sums[AVAILABLE] >= 0:
            move = min(max(self.to_freeze[dimension], 0) - sums[FROZEN], sums[AVAILABLE])
            sums[FROZEN] += move
            sums[AVAILABLE] -= move

    def below_zero(self, dimension: str) -> tuple[str, int] | None:
        """Return the account that is below 0 and by how much; what is released and was never frozen counts as such."""
        found = {FROZEN: self.to_freeze[dimension], AVAILABLE: self.sums[dimension][AVAILABLE]}
        return next(((name, -amount) for name, amount in found.items() if amount < 0), None)

    def state(self, entry: Entry | None, event: Event | None) -> Movement:
        """Return the balances as they are now."""
        uncovered = {name: self.to_freeze[name] - self.sums[name][FROZEN] for name in self.dimensions}
        owed = {name: sum(self.owed[name].values()) for name in self.dimensions}
        return Movement(entry, event, {name: dict(self.sums[name]) for name in self.dimensions}, uncovered, owed)


@dataclass(frozen=True)
class Ledger:
    """All movements in their order, and what was overdrawn."""

    movements: tuple[Movement, ...]
    overdrawn: tuple[Overdrawn, ...]

    def last(self) -> dict[str, Movement]:
        """Return the last movement of each unit, by its code."""
        return {movement.unit: movement for movement in self.movements}


def keep_ledger(entries: Sequence[Entry], cases: Sequence[Case] = (), freeze_from: str = "illegal") -> Ledger:
    """Book entries and what cases freeze, each unit on an account of its own, by day.

    On one day entries stand before cases, else in the order of the tables. A dimension that no entry of a unit states
    is not kept for it; where it is kept, what an entry does not state is 0. Always, by dimension:
    `supplied + bought = used + sold + frozen + available`, of which `supplied` is opening, supply and corrections.

    If there is less quota than is to be frozen, what is there is frozen, and the rest is uncovered until quota comes.
    What is legalised uncovered is owed, until an entry `use` names the case as its project.

    Args:
        entries: of any units, in the order of the table.
        cases: in the order of their table; none where freezes are entries.
        freeze_from: `illegal`, or `open` for leads as well.

    >>> book = [
    ...     Entry("1", "2024-01-01", "360222", "opening", (100, None, None)),
    ...     Entry("2", "2024-02-01", "360222", "supply", (40, 10, None)),
    ...     Entry("3", "2024-03-01", "360222", "use", (60, 15, None)),
    ... ]
    >>> ledger = keep_ledger(book)
    >>> ledger.movements[-1].balances["quantity"]["available"]
    80
    >>> [(found.entry.entry_id, found.dimension, found.amount) for found in ledger.overdrawn]
    [('3', 'paddy', 5)]

    """
    accounts = {unit: _Account(kept) for unit, kept in _kept_dimensions(entries, cases).items()}
    steps: list[tuple[str, int, Entry | Event]] = [(entry.day, 0, entry) for entry in entries]
    steps += [(event.day, 1, event) for event in case_events(cases, freeze_from)]
    movements: list[Movement] = []
    overdrawn: dict[tuple[str, str], Overdrawn] = {}
    for _, _, step in sorted(steps, key=lambda one: one[:2]):
        if isinstance(step, Entry):
            account, amounts, kind, reason = accounts[step.unit], step.amounts, step.kind, step.project
        else:
            account, amounts = accounts[step.case.unit], (*step.case.amounts, None)
            kind, reason = step.kind, step.case.case_id
        for dimension, amount in zip(DIMENSIONS, amounts):
            if dimension not in account.dimensions:
                continue
            account.book(dimension, kind, amount or 0, reason)
            below = account.below_zero(dimension)
            if below and isinstance(step, Entry):
                overdrawn.setdefault((step.unit, dimension), Overdrawn(step, dimension, *below))
        movements.append(account.state(step, None) if isinstance(step, Entry) else account.state(None, step))
    return Ledger(tuple(movements), tuple(overdrawn.values()))


def _kept_dimensions(entries: Sequence[Entry], cases: Sequence[Case]) -> dict[str, tuple[str, ...]]:
    """Return the dimensions that the account of each unit keeps: quantity, and what any of its entries states."""
    stated: dict[str, set[str]] = defaultdict(lambda: {DIMENSIONS[0]})
    for entry in entries:
        stated[entry.unit] |= {name for name, amount in zip(DIMENSIONS, entry.amounts) if amount is not None}
    for case in cases:
        stated[case.unit] |= set()
    return {unit: tuple(name for name in DIMENSIONS if name in names) for unit, names in stated.items()}


def closure(balances: Mapping[str, int]) -> int:
    """Return supplied + bought - used - sold - frozen - available of an account: always 0.

    >>> closure({"supplied": 5, "bought": 0, "used": 2, "sold": 0, "frozen": 1, "available": 2})
    0

    """
    return balances[SUPPLIED] + balances[BOUGHT] - sum(balances[name] for name in (USED, SOLD, FROZEN, AVAILABLE))
