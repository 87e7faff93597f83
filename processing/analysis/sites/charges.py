"""What a project owes for cultivated land: the reclamation fee (measure 19) and the topsoil to strip (measure 28)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from ..area.rounding import CENTS, EXACT, EXACT_PER_MU, cents_or_zero
from ..rules.evaluation import CLASS_COLUMN, class_matches
from ..vocabulary import UNIT_LEVELS

GRADE = "GDDB"
_MU = Fraction(EXACT_PER_MU, EXACT)  # m²
_FEN = 100  # of a yuan, and hundredths of a m³


@dataclass(frozen=True)
class Rate:
    """A row of a table of rates or depths: for which land it is, and the number.

    Attributes:
        value: yuan a m² (`Rate.per_mu` for rates a mu), or metres.
        unit: code of a county, township or village; empty for all.
        pattern: of land classes; empty for all.
        grade: of cultivated land (GDDB); None for all.

    >>> Rate.per_mu(Fraction(20000)).value
    Fraction(30, 1)

    """

    value: Fraction
    unit: str = ""
    pattern: str = ""
    grade: int | None = None

    @classmethod
    def per_mu(cls, value: Fraction, unit: str = "", pattern: str = "", grade: int | None = None) -> Rate:
        """Return a rate that is stated a mu."""
        return cls(value / _MU, unit, pattern, grade)


def find_rates(parts: pd.DataFrame, rates: Sequence[Rate]) -> list[Fraction | None]:
    """Return the value for each part (n): of the rows that fit, that of the smallest unit, then of the closest class.

    >>> parts = pd.DataFrame({"DLBM": ["0101", "0103"], "county": "360222", "GDDB": [5, 5]})
    >>> find_rates(parts, [Rate(Fraction(20)), Rate(Fraction(30), pattern="0101")])
    [Fraction(30, 1), Fraction(20, 1)]

    """
    ranked = sorted(rates, key=lambda rate: (len(rate.unit), rate.grade is not None, len(rate.pattern)), reverse=True)
    places = parts.reindex(columns=[CLASS_COLUMN, GRADE, *UNIT_LEVELS])
    distinct = places.drop_duplicates()
    found = {tuple(map(str, row)): _first(ranked, *row) for row in distinct.itertuples(index=False, name=None)}
    return [found[tuple(map(str, row))] for row in places.itertuples(index=False, name=None)]


def _first(rates: Sequence[Rate], code: object, grade: object, *units: object) -> Fraction | None:
    """Return the value of the first row that fits a class, a grade and units."""
    known = None if pd.isna(grade) else int(str(grade).split(".")[0])
    for rate in rates:
        if rate.unit and rate.unit not in units:
            continue
        if rate.pattern and (pd.isna(code) or not class_matches(str(code), [rate.pattern])):
            continue
        if rate.grade is None or rate.grade == known:
            return rate.value
    return None


def reclamation_fee(
    parts: pd.DataFrame, covered: np.ndarray, as_pbf: np.ndarray, rates: Sequence[Rate], factor: Fraction
) -> tuple[float | None, float]:
    """Return the fee (yuan, half up to 0.01) and the net area (m²) for which the table has no rate.

    Each part pays its rate by net area, or as PBF `factor` times the highest rate of its county's rows. A part without
    a rate makes the whole unknown, never 0.

    Args:
        parts: pieces inside the outlines (n).
        covered: bool (n,), those that pay.
        as_pbf: bool (n,), those that pay as PBF.
        rates: the table.
        factor: 2 by measure 19.

    >>> parts = pd.DataFrame({"DLBM": "0101", "cultivated_m2": [932.0, 932.0]})
    >>> table = [Rate(Fraction(30), pattern="0101"), Rate(Fraction(36), pattern="0102")]
    >>> reclamation_fee(parts, np.array([True, True]), np.array([True, False]), table, Fraction(2))
    (95064.0, 0.0)

    """
    net = cents_or_zero(parts["cultivated_m2"])
    rows = np.flatnonzero(covered & (net > 0))
    units = parts.reindex(columns=list(UNIT_LEVELS)).to_numpy(dtype=object)
    own = find_rates(parts.iloc[rows], rates)
    total, without = Fraction(0), 0
    for row, rate in zip(rows.tolist(), own):
        if as_pbf[row]:
            fitting = [other.value for other in rates if not other.unit or other.unit in units[row]]
            rate = factor * max(fitting) if fitting else None  # noqa: PLW2901  the same thing, doubled
        if rate is None:
            without += int(net[row])
        else:
            total += rate * int(net[row]) / CENTS
    return (None if without else _half_up(total)), without / CENTS


def topsoil_volume(
    parts: pd.DataFrame, covered: np.ndarray, depths: Sequence[Rate], ratio: Fraction, gross: bool
) -> float | None:
    """Return the volume of topsoil to strip (m³, half up to 0.01): area × depth × ratio; None where a depth is missing.

    Args:
        parts: pieces inside the outlines (n).
        covered: bool (n,), those whose topsoil is stripped.
        depths: the table, in metres.
        ratio: the share that can be stripped.
        gross: whether ridges are stripped too.

    >>> parts = pd.DataFrame({"DLBM": ["0101"], "cultivated_m2": [1864.0], "area_m2": [2000.0]})
    >>> topsoil_volume(parts, np.array([True]), [Rate(Fraction(1, 4))], Fraction(1), False)
    466.0

    """
    area = cents_or_zero(parts["area_m2" if gross else "cultivated_m2"])
    rows = np.flatnonzero(covered & (area > 0))
    total = Fraction(0)
    for row, depth in zip(rows.tolist(), find_rates(parts.iloc[rows], depths)):
        if depth is None:
            return None
        total += depth * int(area[row]) / CENTS
    return _half_up(total * ratio)


def _half_up(amount: Fraction) -> float:
    """Return an amount rounded half up to 0.01."""
    return int(amount * _FEN + Fraction(1, 2)) / _FEN
