"""The year's plan of what goes out of cultivated land and what comes in, beside what the surveys show (measure 17).

进出平衡 counts what turns into other agricultural land or facilities and back; what need not be made good (ecological
conversion, disasters, waters that grow) is no part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from fractions import Fraction

import numpy as np
import pandas as pd

from ..area.rounding import CENTS, cents_or_zero, to_cents
from ..rules.policy import Policy
from ..vocabulary import Direction, Level

ALL = "all"  # of a row for all kinds of land
MET, MISSED, OVER, SHORT, KEPT, LOWER, NO_DATA = "met", "missed", "over", "short", "kept", "lower", "no_data"
_USE = "non_grain"
# Grades are weighed in whole parts of one, so that means of means are exact, too, up to 10 million mu.
_GRADE = 100
_SIDES = {Direction.OUT.value: "before_m2", Direction.IN.value: "now_m2"}
_AREAS = ("planned_out_m2", "planned_in_m2", "planned_net_m2", "out_m2", "in_m2", "net_m2", "over_m2", "short_m2")
COLUMNS = ("code", "name", "level", "year", "land", *_AREAS, "grade_out", "grade_in", "balance", "quality", "verdict")


def compare_plan(
    plan: pd.DataFrame, changes: pd.DataFrame | None, year: int, policy: Policy, names: Mapping[str, str]
) -> pd.DataFrame:
    """Compare what was planned with what happened, by county and kind of land, and in all.

    A city has rows where all of its counties have a plan for the year: no plan is not a plan of 0.

    Args:
        plan: a row for each planned change: `unit`, `year`, `direction`, `land`, `area_m2`, `grade` (1 is best).
        changes: as of `list_changes`, of the year; None where both surveys are not a year apart.
        year: of the changes.
        policy: causes of changes with their use, statuses that are exempt, and the cities with their counties.
        names: of units by code.

    Returns:
        `COLUMNS`, areas in m², null where they are not known: of other years than `year`, nothing is known of what
        happened. `balance`: whether as much is planned in as out; `quality`: whether its mean grade, weighted by area,
        is not worse; `verdict`: `over` (more went out than planned), `short` (less came in), `met`, `no_data`.

    >>> from ..rules.policy import ChangeRule
    >>> policy = Policy("demo", change_causes=(ChangeRule("garden", "", use="non_grain"),))
    >>> plan = {"unit": "360222", "year": 2024, "direction": ["out", "in"], "land": "garden"}
    >>> plan = pd.DataFrame({**plan, "area_m2": [1000.0, 1200.0], "grade": [7.0, 7.0]})
    >>> changes = {"direction": ["out", "in"], "cause": "garden", "status": None, "county": "360222"}
    >>> changes = pd.DataFrame({**changes, "before_m2": [1100.0, 0.0], "now_m2": [0.0, 1200.0]})
    >>> found = compare_plan(plan, changes, 2024, policy, {})
    >>> found[["land", "planned_net_m2", "over_m2", "short_m2", "quality", "verdict"]].values.tolist()
    [['all', 200.0, 100.0, 0.0, 'kept', 'over'], ['garden', 200.0, 100.0, 0.0, 'kept', 'over']]

    """
    cents = to_cents(plan["area_m2"].to_numpy(dtype=float))
    planned = plan[["year", "direction", "land"]].assign(code=plan["unit"].astype(str), cents=cents)
    planned["weight"] = _weights(cents, plan["grade"])
    happened = None if changes is None else _happened(changes, policy)

    def of_year(codes: Collection[str], own_year: int) -> pd.DataFrame | None:
        """Return what happened in counties; None of years of which nothing is known."""
        return None if happened is None or own_year != year else happened[happened["code"].isin(codes)]

    rows = []
    for (own_year, code), own in planned.groupby(["year", "code"], sort=True):
        rows += _of_unit(own, of_year([str(code)], int(own_year)), str(code), Level.COUNTY, int(own_year))
    return _in_order(pd.DataFrame([*rows, *_of_cities(planned, of_year, policy)], columns=list(COLUMNS)), names)


def merge_plans(balance: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Return the plans of counties, each compared by itself, with the rows of their cities.

    A city's rows are those that `compare_plan` gives of all plans together; what happened is known of a city where it
    is known of all its counties.

    Args:
        balance: rows of counties, of `compare_plan`.
        policy: the cities with their counties.

    >>> from ..rules.policy import Unit
    >>> plan = {"unit": ["a", "b"], "year": 2024, "direction": "out", "land": "garden", "grade": [6.0, 9.0]}
    >>> plan = pd.DataFrame({**plan, "area_m2": [200.0, 100.0]})
    >>> units = (Unit("c", "City", "city"), Unit("a", "A", "county", "c"), Unit("b", "B", "county", "c"))
    >>> counties = compare_plan(plan, None, 2024, Policy("demo"), {})
    >>> merge_plans(counties, Policy("demo", units=units))[["name", "land", "planned_out_m2", "grade_out"]].values[0]
    array(['City', 'all', 300.0, 7.0], dtype=object)

    """
    counties = balance[balance["level"] == Level.COUNTY.value]
    each = counties[counties["land"] != ALL]
    planned, happened = [], []
    for side in _SIDES:
        rows = each[["code", "year", "land"]].assign(direction=side)
        cents = cents_or_zero(each[f"planned_{side}_m2"])
        planned.append(rows.assign(cents=cents, weight=_weights(cents, each[f"grade_{side}"])))
        happened.append(rows.assign(cents=cents_or_zero(each[f"{side}_m2"]), known=each[f"{side}_m2"].notna()))
    real = pd.concat(happened, ignore_index=True)

    def of_year(codes: Collection[str], own_year: int) -> pd.DataFrame | None:
        """Return what happened in counties; None where it is not known of one of them."""
        own = real[(real["year"] == own_year) & real["code"].isin(codes)]
        return own[own["cents"] != 0] if own["known"].all() else None

    rows = _of_cities(pd.concat(planned, ignore_index=True), of_year, policy)
    made = pd.DataFrame(rows, columns=list(COLUMNS))
    names = {**dict(zip(counties["code"], counties["name"])), **policy.unit_names()}
    return _in_order(pd.concat([made, counties], ignore_index=True) if rows else counties, names)


def _weights(cents: np.ndarray, grade: pd.Series) -> np.ndarray:
    """Return area times grade in whole `_GRADE` parts (float, whole below 2^53), nan where land has no grade.

    Of mean grades it is the sum of their parts again.
    """
    return np.where(cents == 0, 0.0, np.rint(cents * grade.to_numpy(dtype=float) * _GRADE))


def _of_cities(
    planned: pd.DataFrame, of_year: Callable[[Collection[str], int], pd.DataFrame | None], policy: Policy
) -> list[dict[str, object]]:
    """Return the rows of the cities all of whose counties have a plan for a year."""
    rows = []
    for year, own in planned.groupby("year", sort=True):
        for city in policy.cities():
            counties = [county.code for county in policy.counties(city.code)]
            if counties and set(counties) <= set(own["code"]):
                plan = own[own["code"].isin(counties)]
                rows += _of_unit(plan, of_year(counties, int(year)), city.code, Level.CITY, int(year))
    return rows


def _in_order(table: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Return rows with names, those of cities first, by code and year."""
    order = table["level"].map({Level.CITY.value: 0, Level.COUNTY.value: 1})
    named = table.assign(order=order, name=table["code"].map(names))
    return named.sort_values(["order", "code", "year"], kind="stable", ignore_index=True)[list(COLUMNS)]


def _happened(changes: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Return what went out and came in of the balance's kinds of land: `code`, `direction`, `land`, `cents`."""
    lands = [rule.name for rule in policy.change_causes if rule.use == _USE]
    exempt = {rule.name for rule in policy.change_statuses if rule.exempt}
    counts = changes["cause"].isin(lands) & ~changes["status"].isin(exempt) & changes["direction"].isin(list(_SIDES))
    own = changes[counts]
    area = np.where(own["direction"] == Direction.OUT.value, own["before_m2"], own["now_m2"]).astype(float)
    facts = {"code": own["county"].astype(object), "direction": own["direction"], "land": own["cause"]}
    return pd.DataFrame({**facts, "cents": to_cents(area)})


def _of_unit(
    plan: pd.DataFrame, real: pd.DataFrame | None, code: str, level: Level, year: int
) -> list[dict[str, object]]:
    """Return the rows of a unit and a year: all kinds of land, then each that is planned or happened."""
    lands = list(dict.fromkeys([*plan["land"], *([] if real is None else real["land"])]))
    head = {"code": code, "level": level.value, "year": year}
    rows = [{**head, "land": ALL, **_figures(plan, real)}]
    for land in sorted(lands):
        part = None if real is None else real[real["land"] == land]
        rows.append({**head, "land": land, **_figures(plan[plan["land"] == land], part)})
    return rows


def _figures(plan: pd.DataFrame, real: pd.DataFrame | None) -> dict[str, object]:
    """Return the figures of a row of the table; `real` is None where nobody knows what happened."""

    def added(table: pd.DataFrame, direction: Direction) -> int:
        return int(table.loc[table["direction"] == direction.value, "cents"].sum())

    out, into = (added(plan, side) for side in (Direction.OUT, Direction.IN))
    areas: dict[str, int | None] = {"planned_out_m2": out, "planned_in_m2": into, "planned_net_m2": into - out}
    verdict = NO_DATA
    if real is not None:
        went, came = (added(real, side) for side in (Direction.OUT, Direction.IN))
        over, short = max(0, went - out), max(0, into - came)
        areas |= {"out_m2": went, "in_m2": came, "net_m2": came - went, "over_m2": over, "short_m2": short}
        verdict = OVER if over else SHORT if short else MET
    before, after = (_grade_of(plan[plan["direction"] == side.value]) for side in (Direction.OUT, Direction.IN))
    quality = NO_DATA if before is None or after is None else (KEPT if after <= before else LOWER)
    return {
        **{name: None if cents is None else cents / CENTS for name, cents in areas.items()},
        "grade_out": None if before is None else float(before),
        "grade_in": None if after is None else float(after),
        "balance": MET if into >= out else MISSED,
        "quality": quality,
        "verdict": verdict,
    }


def _grade_of(plan: pd.DataFrame) -> Fraction | None:
    """Return the mean grade weighted by area, exactly; None where land has none, or there is no area."""
    area, weight = int(plan["cents"].sum()), float(plan["weight"].sum(skipna=False))
    return None if not area or np.isnan(weight) else Fraction(int(weight), area * _GRADE)
