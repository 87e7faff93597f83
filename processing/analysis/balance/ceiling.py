"""Next year's ceiling for non-agricultural occupation, from the increase of stable cultivated land (measure 18)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..apportionment import apportion_total
from ..area.rounding import CENTS, EXACT_PER_MU, limit_to_exact
from ..area.sums import sums_of
from ..changes.tracking import Changes
from ..rules.policy import MU_PER_WAN_MU, Policy, Unit
from ..rules.unit_codes import codes_of
from ..vocabulary import Level

_HUNDREDTH_MU = EXACT_PER_MU // 100  # 1/300 m² in 0.01 mu
CITY_NET, OWN = "city_net", "own"
STABLE_SUMS = ("stable_base", "lost", "gained", "adjusted", "regraded", "boundary", "stable_now", "holding_now")


def sum_stable(changes: Changes, stable_before: np.ndarray, stable_now: np.ndarray) -> pd.DataFrame:
    """Add up stable cultivated land of both surveys by county, and what makes the difference.

    `stable_base - lost + gained + adjusted + regraded + boundary = stable_now` to the last 0.01 m². Re-graded is what
    both surveys have as cultivated and only one as stable: land that changed on paper alone, if its attributes did.

    Args:
        changes: of all pieces.
        stable_before: bool (n,), of the earlier parcels.
        stable_now: bool (m,), of the pieces.

    Returns:
        One row a county that either survey has, by its code ("" where unknown): the columns `STABLE_SUMS` in 0.01 m²,
        and `has_data`: whether both surveys have the county.

    >>> from ..rules.policy import ChangeRule, SurveyClass, SurveyClasses
    >>> from ..changes.division import EarlierParcels
    >>> from ..changes.tracking import track_changes
    >>> earlier = EarlierParcels(
    ...     np.array(["A"], object), np.array(["0101"], object), np.array([1000_00]), np.array([932_00]),
    ...     np.array([True]), np.array([1000.0]), np.array([130.0]), pd.DataFrame({"county": ["360222"]}),
    ... )
    >>> pieces = pd.DataFrame(
    ...     {"DLBM": ["0101"], "area_m2": [1000.0], "cultivated_m2": [930.0], "previous": ["A"],
    ...      "previous_PART": [1.0], "county": ["360222"]}
    ... )
    >>> policy = Policy("demo", class_groups={"cultivated": ("01*",)}, change_causes=(ChangeRule("built", ""),))
    >>> classes = SurveyClasses({"0101": SurveyClass("0101", "", "")})
    >>> changes = track_changes(pieces, earlier, policy, classes, "2024-12-31", "2020-12-31", 0.001)
    >>> sum_stable(changes, np.array([True]), np.array([False])).loc["360222", ["stable_base", "regraded"]].tolist()
    [93200, -93200]

    """
    parcel, earlier = changes.parcel, changes.earlier
    later_code = codes_of(changes.pieces, Level.COUNTY.value)
    own_code = codes_of(earlier.units, Level.COUNTY.value)
    codes, position = np.unique(np.concatenate([later_code, own_code]).astype(str), return_inverse=True)
    later, own = position[: len(later_code)], position[len(later_code) :]
    from_unit = np.append(own, -1)[parcel]
    was, is_now = np.append(earlier.is_cultivated, False)[parcel], changes.is_now
    stable_was = np.append(stable_before, False)[parcel]
    stays, moves = (was & is_now & same for same in (from_unit == later, from_unit != later))
    before, now = changes.before, changes.now

    def add(unit: np.ndarray, cents: np.ndarray, rows: np.ndarray) -> np.ndarray:
        return sums_of(unit[rows], cents[rows], len(codes))

    came = (is_now & (parcel < 0)) | moves
    made = {
        "stable_base": add(own, earlier.cultivated, stable_before),
        "lost": add(from_unit, before, stable_was & ~is_now),
        "gained": add(later, now, stable_now & ~was & ~came),
        "adjusted": add(later, now - before, stays & stable_was & stable_now),
        "regraded": add(later, now, stays & stable_now & ~stable_was)
        - add(later, before, stays & stable_was & ~stable_now),
        "boundary": add(later, now, came & stable_now)
        - add(from_unit, before, moves & stable_was)
        - add(own, changes.division.cultivated_left, stable_before),
        "stable_now": add(later, now, stable_now),
        "holding_now": add(later, now, is_now),
    }
    table = pd.DataFrame(made, index=pd.Index(codes, name="code"))
    return table.assign(has_data=np.isin(codes, later_code) & np.isin(codes, own_code))


def closure_of(sums: pd.DataFrame) -> pd.Series:
    """Return what the identity of `sum_stable` leaves open, in 0.01 m²: always 0.

    >>> closure_of(pd.DataFrame([dict.fromkeys(STABLE_SUMS, 5) | {"adjusted": 0, "regraded": 0, "boundary": 0}])).item()
    0

    """
    parts = sums["stable_base"] - sums["lost"] + sums["gained"] + sums["adjusted"] + sums["regraded"]
    return parts + sums["boundary"] - sums["stable_now"]


@dataclass(frozen=True)
class Ceiling:
    """The ceiling of a county or city, in 1/300 m²; None where it cannot be told.

    Attributes:
        delta: stable land now less that of the base survey, negative where it decreased.
        gap: second-survey target less the holding now, at least 0.
        offset: what of the increase is set against the gap.
        amount: what may be occupied next year.

    """

    delta: int | None = None
    gap: int | None = None
    offset: int | None = None
    amount: int | None = None


def set_ceilings(
    delta: Mapping[str, int | None],
    holding: Mapping[str, int | None],
    chosen: Mapping[str, int],
    policy: Policy,
    mode: str = CITY_NET,
) -> dict[str, Ceiling]:
    """Return the ceilings of the policy's counties and cities by code, areas in 1/300 m².

    A county sets `offset = min(chosen, max(ΔS, 0), gap)` of its increase ΔS against its gap. With `own` its ceiling is
    `max(ΔS, 0) - offset`. With `city_net` the city's is `max(0, ΣΔS - Σ offsets)`, negative ΔS included, and shared in
    proportion to what each county has left of its own increase, in 0.01 mu (half up) by largest remainder; unknown
    unless every county has data. Occupation of earlier years is inside ΔS already, and is never subtracted again.

    Args:
        delta, holding: by county; None without data.
        chosen: what a county wants to set against its gap; 0 where it is not named.
        policy: units with their second-survey targets.
        mode: `city_net` or `own`.

    >>> city = Unit("360200", "City", "city")
    >>> counties = [Unit(code, code, "county", "360200") for code in ("360203", "360202")]
    >>> delta = {"360203": -100 * EXACT_PER_MU, "360202": 300 * EXACT_PER_MU}
    >>> made = set_ceilings(delta, {}, {}, Policy("demo", units=(city, *counties)))
    >>> [None if one.amount is None else one.amount / EXACT_PER_MU for one in made.values()]
    [0.0, 200.0, 200.0]

    """
    made = {county.code: _own(county, delta, holding, chosen) for county in policy.counties()}
    for city in policy.cities():
        counties = {county.code: made[county.code] for county in policy.counties(city.code)}
        whole = _city(city, counties, holding)
        made[city.code] = whole
        if mode == CITY_NET:
            made.update(_shares(whole, counties))
    return made


def _own(
    county: Unit, delta: Mapping[str, int | None], holding: Mapping[str, int | None], chosen: Mapping[str, int]
) -> Ceiling:
    """Return what a county has of its own."""
    change, wanted = delta.get(county.code), chosen.get(county.code, 0)
    gap = _gap(county, holding.get(county.code))
    if change is None:
        return Ceiling(gap=gap)
    increase = max(change, 0)
    if wanted and gap is None:
        return Ceiling(change, gap)
    offset = min(wanted, increase, gap or 0)
    return Ceiling(change, gap, offset, increase - offset)


def _gap(unit: Unit, holding: int | None) -> int | None:
    """Return the second-survey target less the holding now, at least 0; None where either is not known."""
    if unit.survey2_target_wan_mu is None or holding is None:
        return None
    return max(0, limit_to_exact(unit.survey2_target_wan_mu * MU_PER_WAN_MU) - holding)


def _city(city: Unit, counties: Mapping[str, Ceiling], holding: Mapping[str, int | None]) -> Ceiling:
    """Return the sums of a city, unknown unless every county has data."""
    deltas, offsets = [one.delta for one in counties.values()], [one.offset for one in counties.values()]
    known = [one for one in deltas if one is not None]
    set_off = [one for one in offsets if one is not None]
    holdings = [one for one in (holding.get(code) for code in counties) if one is not None]
    gap = _gap(city, sum(holdings) if len(holdings) == len(counties) else None)
    if not counties or len(known) < len(deltas):
        return Ceiling(gap=gap)
    if len(set_off) < len(offsets):
        return Ceiling(sum(known), gap)
    net = max(0, sum(known) - sum(set_off))
    return Ceiling(sum(known), gap, sum(set_off), (net + _HUNDREDTH_MU // 2) // _HUNDREDTH_MU * _HUNDREDTH_MU)


def _shares(whole: Ceiling, counties: Mapping[str, Ceiling]) -> dict[str, Ceiling]:
    """Return the counties' ceilings as shares of their city's."""
    if whole.amount is None:
        return {code: Ceiling(one.delta, one.gap, one.offset) for code, one in counties.items()}
    basis = {code: one.amount or 0 for code, one in counties.items()}
    shares = apportion_total(whole.amount // _HUNDREDTH_MU, basis)
    return {
        code: Ceiling(one.delta, one.gap, one.offset, shares[code] * _HUNDREDTH_MU) for code, one in counties.items()
    }


def ceiling_table(
    sums: pd.DataFrame,
    ceilings: Mapping[str, Ceiling],
    used: Mapping[str, int] | None,
    policy: Policy,
) -> pd.DataFrame:
    """Return the table of ceilings: the cities with their counties, then what else the data has.

    Args:
        sums: of `sum_stable`.
        ceilings: of `set_ceilings`.
        used: approved construction of the year on cultivated land by unit, in 1/300 m²; None where it was not given.
        policy: names and order of the units.

    Returns:
        `code`, `name`, `level`, the sums and `delta_m2` in m², `closure_m2`; `gap18_mu`, `offset_mu`, `ceiling_mu`,
        `used_mu`, `left_mu` (negative where more was used than the ceiling). Null where it is not known.

    >>> city, county = Unit("360200", "City", "city"), Unit("360222", "Fuliang", "county", "360200")
    >>> sums = pd.DataFrame([dict.fromkeys(STABLE_SUMS, 0) | {"has_data": True}], index=["360222"])
    >>> ceilings = {"360200": Ceiling(), "360222": Ceiling(amount=2 * EXACT_PER_MU)}
    >>> policy = Policy("demo", units=(city, county))
    >>> ceiling_table(sums, ceilings, {"360222": EXACT_PER_MU}, policy)["left_mu"].tolist()
    [nan, 1.0]

    """
    known: dict[str, Mapping[str, int] | None] = {}
    levels: dict[str, str] = {}
    for city in policy.cities():
        counties = [county.code for county in policy.counties(city.code)]
        own = {code: _row(sums, code) for code in counties}
        parts = [row for row in own.values() if row is not None]
        whole = bool(parts) and len(parts) == len(counties)
        known[city.code] = {name: sum(row[name] for row in parts) for name in STABLE_SUMS} if whole else None
        levels[city.code] = Level.CITY.value
        known.update(own)
    known.update({code: _row(sums, code) for code in sums.index if code not in known})
    names = policy.unit_names()
    rows = [{} if row is None else row for row in known.values()]
    table = pd.DataFrame(rows, columns=list(STABLE_SUMS)).astype(float)
    made = pd.DataFrame({"code": list(known), "name": [names.get(code) for code in known]})
    made["level"] = [levels.get(code, Level.COUNTY.value) for code in known]
    for name in STABLE_SUMS:
        made[f"{name}_m2"] = table[name] / CENTS
    made["delta_m2"] = (table["stable_now"] - table["stable_base"]) / CENTS
    made["closure_m2"] = closure_of(table) / CENTS
    found = [ceilings.get(code, Ceiling()) for code in known]
    spent = [None if used is None else used.get(code) for code in known]
    made["gap18_mu"] = [_mu(one.gap) for one in found]
    made["offset_mu"] = [_mu(one.offset) for one in found]
    made["ceiling_mu"] = [_mu(one.amount) for one in found]
    made["used_mu"] = [_mu(one) for one in spent]
    made["left_mu"] = [
        np.nan if one is None or ceiling.amount is None else _mu(ceiling.amount - one)
        for one, ceiling in zip(spent, found)
    ]
    return made


def _row(sums: pd.DataFrame, code: str) -> Mapping[str, int] | None:
    """Return the sums of a county by name; None where one of the surveys has nothing of it."""
    known = code in sums.index and bool(sums.loc[code, "has_data"])
    return {name: int(sums.loc[code, name]) for name in STABLE_SUMS} if known else None


def _mu(amount: int | None) -> float:
    """Return 1/300 m² in mu; NaN for None."""
    return np.nan if amount is None else amount / EXACT_PER_MU
