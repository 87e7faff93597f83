"""Compensation of villages for the cultivated land that they protect (measure 39), from rates that are data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from ..area.rounding import CENTS, EXACT_PER_MU, THIRDS, cents_to_mu
from ..area.sums import sums_of
from ..rules.unit_codes import codes_of, finest_codes
from ..vocabulary import CompensationItem, Level

_CENTS_PER_MU = Fraction(EXACT_PER_MU, THIRDS)
FEN = 100  # hundredths of a yuan
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
    exact = Fraction(cents) / _CENTS_PER_MU * rate * FEN
    return int(exact + Fraction(1, 2)) if exact >= 0 else -int(-exact + Fraction(1, 2))


def compute_compensation(
    pieces: pd.DataFrame,
    inside: np.ndarray,
    restored: np.ndarray | None,
    deducted: Mapping[str, np.ndarray],
    rates: Sequence[Rate],
    penalty: str = LAND,
) -> pd.DataFrame:
    """Return what each village earns, a row for each village and item that has an area.

    Net cultivated land inside permanent basic farmland (PBF), and outside, earns its rate; what was restored this year
    earns its own besides. What is deducted loses the rate of that land; or, by `penalty`, its village loses all. Land
    that is not cultivated earns nothing, inside PBF too. Each row is rounded half up to 0.01 yuan; totals are sums of
    rows. Land that names no village has rows under the smallest unit that it names.

    Args:
        pieces: with unit codes, and `cultivated_m2` as whole 0.01 m² in `cents`.
        inside: bool (m,), inside PBF.
        restored: bool (m,), not cultivated in the year before and cultivated now; None where it earns nothing besides.
        deducted: bool (m,) by name: land that is not paid for, each piece under one name.
        rates: of items.
        penalty: `land`, or `village`.

    Returns:
        `code` (village), `item`, `base` (of a deduction the land whose rate it has), `area_m2`, `area_mu`, `rate_yuan`
        and `amount_yuan` (null without a rate; deductions below 0). `withheld` takes back all of a village, for the
        area that is deducted.

    >>> pieces = pd.DataFrame({"village": ["360222101201"] * 2, "cents": [200_000, 100_000]})
    >>> rates = [Rate("pbf", "", Fraction(30)), Rate("other", "", Fraction(10))]
    >>> idle = {"unplanted": np.array([False, True])}
    >>> table = compute_compensation(pieces, np.array([True, False]), None, idle, rates)
    >>> table[["item", "area_mu", "amount_yuan"]].values.tolist()
    [['pbf', 3.0, 90.0], ['other', 1.5, 15.0], ['unplanted', 1.5, -15.0]]

    """
    cents = pieces["cents"].to_numpy(np.int64)
    codes, unit = np.unique(finest_codes(pieces).astype(str), return_inverse=True)
    villages = set(codes_of(pieces, Level.VILLAGE.value))
    pbf, other = CompensationItem.PBF.value, CompensationItem.OTHER.value

    def add(rows: np.ndarray) -> np.ndarray:
        return sums_of(unit[rows], cents[rows], len(codes))

    earned = {pbf: add(inside), other: add(~inside)}
    if restored is not None:
        earned[CompensationItem.RESTORED.value] = add(restored)
    lost = {
        (item, base): add(rows & land)
        for item, rows in deducted.items()
        for base, land in ((pbf, inside), (other, ~inside))
    }
    rows: list[_Row] = []
    for number, code in enumerate(codes.tolist()):
        own = [_row(code, item, item, int(sums[number]), rates, 1) for item, sums in earned.items() if sums[number]]
        off = [
            _row(code, item, base, int(sums[number]), rates, -1) for (item, base), sums in lost.items() if sums[number]
        ]
        if penalty == VILLAGE and off and code in villages:
            off = [_withheld(code, own, sum(row.cents for row in off))]
        rows += [*own, *off]
    return _table(rows)


def village_totals(table: pd.DataFrame) -> pd.Series:
    """Return the amount of each village in 0.01 yuan: the sum of its rows, null where a rate is missing.

    >>> rows = pd.DataFrame({"code": ["a", "a", "b"], "amount_yuan": [0.1, 0.2, None]})
    >>> village_totals(rows).tolist()
    [30.0, nan]

    """
    fens = in_fen(table["amount_yuan"])
    return fens.groupby(table["code"], sort=True).agg(lambda amounts: amounts.sum(skipna=False))


def in_fen(yuan: pd.Series) -> pd.Series:
    """Return amounts in whole 0.01 yuan; null stays null.

    >>> in_fen(pd.Series([0.29, None])).tolist()
    [29.0, nan]

    """
    return (yuan.astype(float) * FEN).round()


@dataclass(frozen=True)
class _Row:
    """A row of the statement: an area in 0.01 m², a rate in yuan a mu, an amount in 0.01 yuan."""

    code: str
    item: str
    base: str
    cents: int
    rate: Fraction | None
    fen: int | None


def _row(code: str, item: str, base: str, cents: int, rates: Sequence[Rate], sign: int) -> _Row:
    """Return the row of an item, at the rate of its `base`."""
    rate = rate_of(rates, base, code)
    return _Row(code, item, base, cents, rate, None if rate is None else sign * fen(cents, rate))


def _withheld(code: str, earned: Sequence[_Row], cents: int) -> _Row:
    """Return the row that takes back all that a village earns, for an area that is deducted."""
    amounts = [row.fen for row in earned]
    known = [amount for amount in amounts if amount is not None]
    item = CompensationItem.WITHHELD.value
    return _Row(code, item, item, cents, None, -sum(known) if len(known) == len(amounts) else None)


def _table(rows: Sequence[_Row]) -> pd.DataFrame:
    """Return the rows as a table, amounts in yuan."""
    cents = np.array([row.cents for row in rows], np.int64)
    return pd.DataFrame(
        {
            "code": pd.Series([row.code for row in rows], dtype=object),
            "item": pd.Series([row.item for row in rows], dtype=object),
            "base": pd.Series([row.base for row in rows], dtype=object),
            "area_m2": cents / CENTS,
            "area_mu": cents_to_mu(cents),
            "rate_yuan": np.array([np.nan if row.rate is None else float(row.rate) for row in rows], np.float64),
            "amount_yuan": np.array([np.nan if row.fen is None else row.fen / FEN for row in rows], np.float64),
        }
    )
