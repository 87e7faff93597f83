"""Compensation of villages for the cultivated land that they protect (measure 39), from rates that are data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from ..area.rounding import EXACT_PER_MU, THIRDS, cents_to_mu
from ..area.sums import sums_of
from ..rules.unit_codes import codes_of
from ..vocabulary import CompensationItem, Level, Word

_CENTS_PER_MU = Fraction(EXACT_PER_MU, THIRDS)
_FEN = 100  # hundredths of a yuan
LAND, VILLAGE = "land", "village"  # what a breach costs: its own land, or all of the village


@dataclass(frozen=True)
class Rate:
    """A rate in yuan a mu of an item, for units whose codes begin with `unit` ("" for all).

    >>> Rate("pbf", "3602", Fraction(30)).amount
    Fraction(30, 1)

    """

    item: str
    unit: str
    amount: Fraction


def rate_of(rates: Sequence[Rate], item: str, unit: str) -> Fraction | None:
    """Return the rate of an item in a unit, the one of the smallest unit that holds it; None where there is none.

    >>> rates = [Rate("pbf", "", Fraction(30)), Rate("pbf", "360222", Fraction(36))]
    >>> [str(rate_of(rates, "pbf", code)) for code in ("360222101201", "360281101201")], rate_of(rates, "other", "")
    (['36', '30'], None)

    """
    fitting = [rate for rate in rates if rate.item == item and unit.startswith(rate.unit)]
    return max(fitting, key=lambda rate: len(rate.unit)).amount if fitting else None


def fen(cents: int, rate: Fraction) -> int:
    """Return what an area (0.01 m²) earns in whole 0.01 yuan, half up.

    >>> fen(200_000, Fraction("10.005"))  # 3 mu
    3002

    """
    exact = Fraction(cents) / _CENTS_PER_MU * rate * _FEN
    return int(exact + Fraction(1, 2)) if exact >= 0 else -int(-exact + Fraction(1, 2))


def compute_compensation(
    pieces: pd.DataFrame,
    inside: np.ndarray,
    restored: np.ndarray | None,
    unplanted: np.ndarray,
    illegal: np.ndarray | None,
    rates: Sequence[Rate],
    penalty: str = LAND,
) -> pd.DataFrame:
    """Return what each village earns, a row for each village and item that has an area.

    Net cultivated land inside permanent basic farmland (PBF), and outside, earns its rate; what was restored this year
    earns its own besides. What lies unplanted, or in a case that a person marked illegal and is not closed, loses the
    rate of that land; or, by `penalty`, its village loses all. Land that is not cultivated earns nothing, inside PBF
    too. Each row is rounded half up to 0.01 yuan; totals are sums of rows.

    Args:
        pieces: with `village` and `cultivated_m2` as whole 0.01 m² in `cents`.
        inside: bool (m,), inside PBF.
        restored: bool (m,), not cultivated in the year before and cultivated now; None where that is not known.
        unplanted: bool (m,), cultivated and unplanted.
        illegal: bool (m,), inside an illegal case; None where no cases were given.
        rates: of items.
        penalty: `land`, or `village`.

    Returns:
        `code` (village), `item`, `base` (of a deduction the land whose rate it has), `area_mu`, `rate_yuan` and
        `amount_yuan` (null without a rate; deductions below 0). `withheld` takes back all of a village, without area.

    >>> pieces = pd.DataFrame({"village": ["360222101201"] * 2, "cents": [200_000, 100_000]})
    >>> no = np.array([False, False])
    >>> rates = [Rate("pbf", "", Fraction(30)), Rate("other", "", Fraction(10))]
    >>> table = compute_compensation(pieces, np.array([True, False]), None, np.array([False, True]), no, rates)
    >>> table[["item", "area_mu", "amount_yuan"]].values.tolist()
    [['pbf', 3.0, 90.0], ['other', 1.5, 15.0], ['unplanted', 1.5, -15.0]]

    """
    cents = pieces["cents"].to_numpy(np.int64)
    codes, unit = np.unique(codes_of(pieces, Level.VILLAGE.value).astype(str), return_inverse=True)
    breach = np.zeros(len(pieces), dtype=bool) if illegal is None else illegal
    idle = unplanted & ~breach  # land that is both is deducted once

    def add(rows: np.ndarray) -> np.ndarray:
        return sums_of(unit[rows], cents[rows], len(codes))

    earned = {CompensationItem.PBF: add(inside), CompensationItem.OTHER: add(~inside)}
    if restored is not None:
        earned[CompensationItem.RESTORED] = add(restored)
    lost = {
        (item, base): add(rows & (inside if base is CompensationItem.PBF else ~inside))
        for item, rows in ((CompensationItem.UNPLANTED, idle), (CompensationItem.ILLEGAL, breach))
        for base in (CompensationItem.PBF, CompensationItem.OTHER)
    }
    rows: list[_Row] = []
    for number, code in enumerate(codes.tolist()):
        own = [_row(code, item, int(sums[number]), rate_of(rates, item, code), 1) for item, sums in earned.items()]
        off = [
            _row(code, item, int(sums[number]), rate_of(rates, base, code), -1, base)
            for (item, base), sums in lost.items()
        ]
        taken = [row for row in off if row.cents]
        if penalty == VILLAGE and taken:
            taken = [_withheld(code, [row for row in own if row.cents])]
        rows += [*(row for row in own if row.cents), *taken]
    return _table(rows)


def village_totals(table: pd.DataFrame) -> pd.DataFrame:
    """Return the amount of each village: the sum of its rows, null where a rate is missing.

    >>> rows = pd.DataFrame({"code": ["a", "a", "b"], "amount_yuan": [0.1, 0.2, None]})
    >>> village_totals(rows)["amount_yuan"].tolist()
    [0.3, nan]

    """
    fens = (table["amount_yuan"].astype(float) * _FEN).round()
    sums = fens.groupby(table["code"], sort=True).agg(lambda amounts: amounts.sum(skipna=False)) / _FEN
    return sums.rename("amount_yuan").reset_index()


@dataclass(frozen=True)
class _Row:
    """A row of the statement: an area in 0.01 m², a rate in yuan a mu, an amount in 0.01 yuan."""

    code: str
    item: str
    base: str
    cents: int
    rate: Fraction | None
    fen: int | None


def _row(code: str, item: Word, cents: int, rate: Fraction | None, sign: int, base: Word | None = None) -> _Row:
    """Return the row of an item; a deduction has the rate of its `base`."""
    return _Row(code, item.value, (base or item).value, cents, rate, None if rate is None else sign * fen(cents, rate))


def _withheld(code: str, earned: Sequence[_Row]) -> _Row:
    """Return the row that takes back all that a village earns."""
    amounts = [row.fen for row in earned]
    known = [amount for amount in amounts if amount is not None]
    item = CompensationItem.WITHHELD.value
    return _Row(code, item, item, 0, None, -sum(known) if len(known) == len(amounts) else None)


def _table(rows: Sequence[_Row]) -> pd.DataFrame:
    """Return the rows as a table, amounts in yuan."""
    order = CompensationItem.values()
    rows = sorted(rows, key=lambda row: (row.code, order.index(row.item), row.base))
    return pd.DataFrame(
        {
            "code": [row.code for row in rows],
            "item": [row.item for row in rows],
            "base": [row.base for row in rows],
            "area_mu": cents_to_mu(np.array([row.cents for row in rows], np.int64)),
            "rate_yuan": [np.nan if row.rate is None else float(row.rate) for row in rows],
            "amount_yuan": [np.nan if row.fen is None else row.fen / _FEN for row in rows],
        }
    )
