"""Reserves of land against the current survey: what of each can still be used (measure 12)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd

from ..area.rounding import CENTS, cents_or_nan, cents_or_zero
from ..area.sums import main_values
from ..rules.candidates import stable_mask
from ..rules.evaluation import CLASS_COLUMN, RuleEvaluator, columns_or_null, parcel_fields
from ..rules.policy import Policy, ReserveRule, SurveyClasses
from ..rules.unit_codes import codes_at
from ..vocabulary import UNIT_LEVELS, Level

ROLES = ("farmland_reserve", "pbf_reserve", "planting_reserve")
USABLE, PARTLY, OUTSIDE = "usable", "partly", "outside"  # the states are the policy's
# Classes apart, by which a reserve is told; they add up to its gross area inside the survey.
LAND = ("cultivated", "ridges", "restorable", "agricultural", "unused", "construction", "not_known")
# Hindrances that may lie on each other, each with its own gross area, and the column of the pieces that tells it.
HINDRANCES = {"red_line": "red_line", "urban": "urban", "pbf": "pbf", "steep": "slope_PDJB"}
_STEEP = "steep_grade"
_RESTORABLE = "restorable"  # source of candidates: land with the survey's mark (measure 20)


@dataclass(frozen=True)
class ReserveReview:
    """What came of a review.

    Attributes:
        reserves: a row for each reserve polygon and role: areas by land and by state, its `status`.
        units: the same by unit and role, without status.
        pieces: the pieces of reserves with their state.

    """

    reserves: pd.DataFrame
    units: pd.DataFrame
    pieces: geopandas.GeoDataFrame


def review_reserves(
    pieces: geopandas.GeoDataFrame,
    zones: pd.DataFrame | None,
    policy: Policy,
    classes: SurveyClasses,
    levels: Sequence[str],
    names: Mapping[str, str],
    date: str | datetime.date | None = None,
) -> ReserveReview:
    """Say of each reserve what is on it today, and what of it can still be used.

    For each reserve the land (`LAND`) adds up to `inside_m2`, its gross area inside the survey: cultivated land net,
    its ridges apart. The states of the policy (`reserve_states`) divide the same area. With the table of zones
    `gross_m2` is the reserve's own area, and `outside_m2` what of it no parcel covers; null without it. A hindrance
    whose layer was not given is null, not 0.

    Args:
        pieces: all pieces; reserves are those of the roles `ROLES` that they have.
        zones: the table of zones, with `role`, `zone_id`, `area_m2`; None where it was not given.
        policy: states of reserves, the steep grade, stable cultivated land.
        classes: the class table.
        levels: of units, the largest first.
        names: of units by code.
        date: reference date; None: the policy's own.

    >>> from ..rules.policy import Threshold
    >>> pieces = geopandas.GeoDataFrame(
    ...     {"piece_id": ["a", "b"], "DLBM": ["0404", "0101"], "county": "360222", "farmland_reserve": "R1",
    ...      "area_m2": [600.0, 200.0], "cultivated_m2": [0.0, 186.4]}, geometry=[None, None]
    ... )
    >>> policy = Policy(
    ...     "demo", thresholds={"steep_grade": Threshold("steep_grade", 5, "", "", "", "")},
    ...     class_groups={"cultivated": ("01*",)},
    ...     reserve_states=tuple(
    ...         ReserveRule(state, "", classes=(code,)) for state, code in (("usable", "0404"), ("realised", "01*"))
    ...     ),
    ... )
    >>> found = review_reserves(pieces, None, policy, SurveyClasses({}), ("county",), {})
    >>> found.reserves[["state_usable_m2", "cultivated_m2", "ridges_m2", "status"]].values.tolist()
    [[600.0, 186.4, 13.6, 'partly']]

    """
    tests = RuleEvaluator(pieces, policy, classes, date)
    facts = _facts(tests, policy, classes)
    stable = stable_mask(pieces, policy, classes, date)
    states = list(dict.fromkeys(rule.name for rule in policy.reserve_states))
    tables, sums, listed = [], [], []
    for role in (role for role in ROLES if role in pieces.columns):
        inside = tests.present(role)
        state = _states(tests, policy.reserve_states, role, stable)[inside]
        rows, own = facts[inside].assign(state=state), pieces[inside]
        zone = own[role].astype(str).to_numpy()
        table = _reserves(_add(rows, zone, states), zones, role, states)
        county = main_values(zone, own["county"].to_numpy(dtype=object), cents_or_zero(own["area_m2"]))
        tables.append(table.assign(county=table["zone_id"].map(county)))
        for level in levels:
            added = _add(rows, codes_at(own, level, policy), states).rename_axis("code").reset_index()
            sums.append(added.assign(role=role, level=level, name=[names.get(code) for code in added["code"]]))
        listed.append(_listed(own, role, state))
    units = pd.concat(sums, ignore_index=True) if sums else pd.DataFrame(columns=["code", "level"])
    units = units[(units["code"] != "") | (units["level"] != Level.CITY.value)]
    reserves = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
    pieces_of = (
        pd.concat(listed, ignore_index=True) if listed else _listed(pieces.iloc[:0], ROLES[0], np.zeros(0, object))
    )
    made = (
        _in_m2(reserves, ("role", "zone_id", "status", "county", "pieces"), ("gross", "outside"), states),
        _in_m2(units, ("code", "name", "level", "role", "pieces"), (), states),
    )
    for table in made:
        table[[f"in_{name}_m2" for name, column in HINDRANCES.items() if not tests.has(column)]] = np.nan
    return ReserveReview(*made, geopandas.GeoDataFrame(pieces_of, crs=pieces.crs))


def _facts(tests: RuleEvaluator, policy: Policy, classes: SurveyClasses) -> pd.DataFrame:
    """Return for each piece its area by land, by hindrance, and what of it is stable or paddy (0.01 m², int64)."""
    pieces = tests.pieces
    area = cents_or_zero(pieces["area_m2"])
    cultivated = tests.in_group("cultivated")
    net = np.where(cultivated, np.minimum(cents_or_zero(pieces["cultivated_m2"]), area), 0)
    restorable = tests.any_rule(rule for rule in policy.candidates if rule.name == _RESTORABLE)
    major = _majors(tests, policy, classes)
    facts = {"area": area, "cultivated": net, "ridges": np.where(cultivated, area - net, 0)}
    facts["restorable"] = np.where(restorable, area, 0)
    for name in ("agricultural", "unused", "construction"):
        facts[name] = np.where((major == name) & ~cultivated & ~restorable, area, 0)
    facts["not_known"] = area - sum(
        (facts[name] for name in LAND if name != "not_known"), np.zeros(len(area), np.int64)
    )
    steep = tests.numbers(HINDRANCES["steep"]) >= policy.threshold(_STEEP)
    for name in HINDRANCES:
        facts[f"in_{name}"] = np.where(steep if name == "steep" else tests.present(name), area, 0)
    facts["paddy"] = np.where(tests.in_group("paddy"), net, 0) if "paddy" in policy.class_groups else area * 0
    return pd.DataFrame(facts, index=pieces.index)


def _majors(tests: RuleEvaluator, policy: Policy, classes: SurveyClasses) -> np.ndarray:
    """Return the major class of each piece, "" where it has none."""
    codes, values = tests.values(CLASS_COLUMN)
    known = [classes.by_code.get(value or "") for value in values]
    majors = [policy.major_overrides.get(v or "", row.major if row else "") for v, row in zip(values, known)]
    return np.asarray(majors, dtype=object)[codes]


def _states(tests: RuleEvaluator, rules: Sequence[ReserveRule], role: str, stable: np.ndarray) -> np.ndarray:
    """Return the state of each piece as land of a reserve of this role; the first rule that fits."""
    of_role = (rule for rule in rules if not rule.roles or role in rule.roles)
    return tests.first_rule(of_role, lambda rule: stable if rule.stable else True)


def _add(rows: pd.DataFrame, key: np.ndarray, states: Sequence[str]) -> pd.DataFrame:
    """Return sums (0.01 m²) by key: inside, land, hindrances, states, and of usable land the cultivated part."""
    area = rows["area"].to_numpy()
    table = rows.drop(columns=["area", "state", "paddy"]).assign(inside=area, pieces=1)
    for state in states:
        table[f"state_{state}"] = np.where(rows["state"] == state, area, 0)
    usable = (rows["state"] == USABLE).to_numpy()
    table["usable_cultivated"] = np.where(usable, rows["cultivated"], 0)
    table["usable_paddy"] = np.where(usable, rows["paddy"], 0)
    return table.groupby(key).sum()


def _reserves(sums: pd.DataFrame, zones: pd.DataFrame | None, role: str, states: Sequence[str]) -> pd.DataFrame:
    """Return the rows of the reserves of a role, with those that no parcel touches."""
    if zones is not None:
        own = zones[zones["role"] == role].drop_duplicates("zone_id").set_index("zone_id")
        sums = sums.reindex(sums.index.union(own.index), fill_value=0)
        gross = own["area_m2"].reindex(sums.index)
        cents = cents_or_nan(gross)
        sums = sums.assign(gross=cents, outside=cents - sums["inside"].to_numpy())
    else:
        sums = sums.assign(gross=np.nan, outside=np.nan)
    return sums.rename_axis("zone_id").reset_index().assign(role=role, status=list(_statuses(sums, states)))


def _statuses(sums: pd.DataFrame, states: Sequence[str]) -> Iterator[str]:
    """Yield the status of each reserve: usable as a whole or partly, else what most of it is."""
    for row in sums.itertuples():
        areas = {state: getattr(row, f"state_{state}") for state in states}
        usable = areas.get(USABLE, 0)
        if row.inside == 0:
            yield OUTSIDE
        elif usable:
            yield USABLE if usable == row.inside else PARTLY
        else:
            yield max(areas, key=lambda state: areas[state])


def _in_m2(table: pd.DataFrame, first: Sequence[str], areas: Sequence[str], states: Sequence[str]) -> pd.DataFrame:
    """Return sums (0.01 m²) in m² behind the columns `first`, with the closure of land and states to the inside."""
    amounts = ["inside", *LAND, *(f"state_{state}" for state in states), "usable_cultivated", "usable_paddy"]
    amounts += [f"in_{name}" for name in HINDRANCES]
    table = table.reindex(columns=[*first, *areas, *amounts])
    made = table[list(first)].copy()
    for name in (*areas, *amounts):
        made[f"{name}_m2"] = table[name].astype(float) / CENTS
    inside = table["inside"].to_numpy(dtype=float)
    by_land = table[list(LAND)].to_numpy(dtype=float).sum(axis=1)
    by_state = table[[f"state_{state}" for state in states]].to_numpy(dtype=float).sum(axis=1)
    made["closure_m2"] = np.maximum(np.abs(inside - by_land), np.abs(inside - by_state)) / CENTS
    return made


def _listed(pieces: geopandas.GeoDataFrame, role: str, state: np.ndarray) -> geopandas.GeoDataFrame:
    """Return the pieces of a role's reserves as rows of the layer."""
    table = {
        "reserve_piece_id": [f"{piece}-{role}" for piece in pieces["piece_id"]],
        "role": role,
        "zone_id": pieces[role].astype(str).to_numpy() if role in pieces else np.zeros(0, dtype=object),
        "state": state,
        "area_m2": cents_or_zero(pieces["area_m2"]) / CENTS,
        "cultivated_m2": cents_or_zero(pieces["cultivated_m2"]) / CENTS,
        **columns_or_null(pieces, UNIT_LEVELS),
    }
    table |= parcel_fields(pieces, table)
    return geopandas.GeoDataFrame(table, geometry=np.asarray(pieces.geometry.array), crs=pieces.crs)
