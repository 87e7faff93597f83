"""What cultivated land is planted with by the order of use, and where claims overlap (measures 4, 6, 9, 15, 16, 29)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd

from ..area.rounding import CENTS, cents_or_zero, cents_to_mu
from ..problems import NONE, joined
from ..rules.candidates import stable_mask
from ..rules.evaluation import (
    CLASS_COLUMN,
    RuleEvaluator,
    absent_columns,
    columns_or_null,
    join_labels,
    parcel_fields,
    unreadable_values,
)
from ..rules.policy import Policy, SurveyClasses, Unit
from ..rules.unit_codes import codes_at
from ..vocabulary import UNIT_LEVELS, Level

ALL = "all"  # the total of all places in the order of use
UNKNOWN, TREES, NON_GRAIN = "unknown", "trees", "non_grain"
_AGROFORESTRY = "agroforestry_is_non_grain"


@dataclass(frozen=True)
class LandUse:
    """What came of an assessment.

    Attributes:
        shares: a row for each unit and place in the order of use: net areas by planting (`<planting>_m2`), their sum
            (`net_m2`), the part whose planting is known (`known_m2`), shares of that part (`<planting>_percent`; null
            where nothing is known), and what is missing to the identity (`closure_m2`).
        findings: a row for each piece with a finding: `use_id`, `findings`, `measure`, `priority`, `planting`, areas,
            unit codes, parcel fields, geometry. Slivers are no findings.
        totals: a row for each unit, finding and land class: number of pieces, gross and net area of the findings. A
            piece with several findings counts in each.
        problems: columns that are missing, and values that cannot be read.

    """

    shares: pd.DataFrame
    findings: geopandas.GeoDataFrame
    totals: pd.DataFrame
    problems: pd.DataFrame


def assess_use(
    pieces: geopandas.GeoDataFrame,
    policy: Policy,
    classes: SurveyClasses,
    levels: Sequence[str],
    names: Mapping[str, str],
    date: str | datetime.date | None = None,
    unread: bool = True,
) -> LandUse:
    """Say of all cultivated land what it is planted with, and find what measures 15, 16 and 29 ask to change.

    Areas are net, those of today. Shares are of the land whose planting is known: land without the attribute stands
    beside them, and orchards (02) are no non-grain planting but no cultivated land.

    Args:
        pieces: all pieces.
        policy: the order of use, plantings and findings.
        classes: the class table.
        levels: of units, the largest first.
        names: of units by code.
        date: reference date; None: the policy's own.
        unread: whether values that cannot be read are told; an overlay has told them already.

    >>> from ..rules.policy import Condition, SurveyClass, UseRule
    >>> columns = {"piece_id": ["a", "b", "c"], "DLBM": ["0101", "0101", "0201"], "ZZSXDM": ["LS", None, "FLS"],
    ...            "area_m2": [10.0, 10.0, 5.0], "cultivated_m2": [9.0, 10.0, 0.0], "county": ["360222"] * 3}
    >>> pieces = geopandas.GeoDataFrame(columns, geometry=[None] * 3)
    >>> policy = Policy(
    ...     "demo", class_groups={"cultivated": ("01*",)}, use_priorities=(UseRule("other", "", classes=("01*",)),),
    ...     plantings=(UseRule("grain", "", when=((Condition("ZZSXDM", "in", ("LS",)),),)), UseRule("unknown", "")),
    ... )
    >>> classes = SurveyClasses({code: SurveyClass(code, "", "") for code in ("0101", "0201")})
    >>> found = assess_use(pieces, policy, classes, ["county"], {})
    >>> found.shares[["priority", "net_m2", "grain_m2", "unknown_m2", "grain_percent"]].values.tolist()[0]
    ['other', 19.0, 9.0, 10.0, 100.0]

    """
    tests = RuleEvaluator(pieces, policy, classes, date)
    cultivated = tests.in_group("cultivated")
    priority = tests.first_rule(policy.use_priorities, lambda _: cultivated)
    planting = tests.first_rule(policy.plantings, lambda _: cultivated)
    if policy.options and policy.options.get(_AGROFORESTRY) and policy.option(_AGROFORESTRY) == "yes":
        planting = np.where(planting == TREES, NON_GRAIN, planting)
    shares = _shares(pieces, policy, cultivated, priority, planting, levels, names)
    findings = _findings(tests, policy, classes, priority, planting)
    rules = (*policy.use_priorities, *policy.plantings, *policy.use_findings)
    tables = [("priorities", policy.use_priorities), ("plantings", policy.plantings)]
    absent = absent_columns(pieces, [*tables, ("use_findings", policy.use_findings)], policy.optional_columns)
    problems = joined([absent, unreadable_values(pieces, policy, rules) if unread else NONE])
    return LandUse(shares, findings, _totals(findings, policy, levels, names), problems)


def city_shares(shares: pd.DataFrame, policy: Policy, cities: Sequence[Unit]) -> pd.DataFrame:
    """Return the rows of cities from those of their counties: areas are sums, and shares are of these.

    Args:
        shares: of `LandUse.shares`, of all counties of the cities; a place that a county lacks is no land there.
        policy: the order of use, the plantings, and the cities' counties.
        cities: of the policy.

    >>> from ..rules.policy import Unit, UseRule
    >>> rows = {"code": ["a", "b"], "level": "county", "priority": ALL, "net_m2": [4.0, 8.0], "grain_m2": [3.0, 2.0]}
    >>> shares = pd.DataFrame({**rows, "unknown_m2": [1.0, 6.0], "grain_percent": 100.0})
    >>> units = (Unit("c", "City", "city"), Unit("a", "", "county", "c"), Unit("b", "", "county", "c"))
    >>> plantings = (UseRule("grain", ""), UseRule("unknown", ""))
    >>> found = city_shares(shares, Policy("demo", units=units, plantings=plantings), units[:1])
    >>> found[["net_m2", "known_m2", "grain_m2", "grain_percent"]].values.tolist()
    [[12.0, 5.0, 5.0, 100.0]]

    """
    plantings, order = _plantings(policy), list(_places(policy))
    tables = [pd.DataFrame(columns=["code", "level", "priority", "net", *plantings])]
    for city in cities:
        codes = [county.code for county in policy.counties(city.code)]
        own = shares[(shares["level"] == Level.COUNTY.value) & shares["code"].isin(codes)]
        cents = {name: cents_or_zero(own[f"{name}_m2"]) for name in ("net", *plantings)}
        sums = pd.DataFrame({**cents, "priority": own["priority"].to_numpy()}).groupby("priority").sum()
        places = [place for place in order if place in sums.index]
        tables.append(sums.loc[places].reset_index().assign(code=city.code, level=Level.CITY.value))
    made = pd.concat([table for table in tables if len(table)] or tables, ignore_index=True)
    return _with_percentages(made, plantings, {city.code: city.name for city in cities})


def _plantings(policy: Policy) -> list[str]:
    """Return the names of the plantings, each once."""
    return list(dict.fromkeys(rule.name for rule in policy.plantings))


def _shares(
    pieces: pd.DataFrame,
    policy: Policy,
    cultivated: np.ndarray,
    priority: np.ndarray,
    planting: np.ndarray,
    levels: Sequence[str],
    names: Mapping[str, str],
) -> pd.DataFrame:
    """Return net areas by unit, place in the order of use, and planting."""
    net = np.where(cultivated, cents_or_zero(pieces["cultivated_m2"]), 0)
    plantings = _plantings(policy)
    places = _places(policy)
    tables = []
    for level in levels:
        table = pd.DataFrame(
            {"code": codes_at(pieces, level, policy), "priority": priority, "planting": planting, "cents": net}
        )[cultivated]
        sums = table.groupby(["code", "priority", "planting"])["cents"].sum().unstack(fill_value=0)
        sums = sums.reindex(columns=plantings, fill_value=0)
        # The sum of all is taken apart from the plantings, so that what has none would show.
        sums["net"] = table.groupby(["code", "priority"])["cents"].sum()
        rows = [
            sums[sums.index.get_level_values("priority").isin(members)].groupby("code").sum().assign(priority=place)
            for place, members in places.items()
        ]
        of_level = pd.concat(rows).reset_index()
        tables.append(of_level.assign(level=level, order=of_level["priority"].map(list(places).index)))
    made = pd.concat(tables, ignore_index=True)
    made = made[(made["code"] != "") | (made["level"] != Level.CITY.value)]
    made = made.sort_values(["level", "code", "order"], key=lambda c: c.map(levels.index) if c.name == "level" else c)
    return _with_percentages(made, plantings, names)


def _places(policy: Policy) -> dict[str, set[str]]:
    """Return the places in the order of use that each place or total has, in their order; `ALL` has every one."""
    places: dict[str, set[str]] = {rule.name: {rule.name} for rule in policy.use_priorities}
    for rule in policy.use_priorities:
        for total in rule.totals:
            places.setdefault(total, set()).add(rule.name)
    return {**places, ALL: {rule.name for rule in policy.use_priorities}}


def _with_percentages(made: pd.DataFrame, plantings: Sequence[str], names: Mapping[str, str]) -> pd.DataFrame:
    """Return sums (0.01 m²) as the columns of `LandUse.shares`."""
    known = made[[name for name in plantings if name != UNKNOWN]].sum(axis=1).to_numpy(dtype=np.int64)
    whole = made["net"].to_numpy(dtype=np.int64)
    table = {
        "code": made["code"].to_numpy(),
        "name": [names.get(code) for code in made["code"]],
        "level": made["level"].to_numpy(),
        "priority": made["priority"].to_numpy(),
        "net_m2": whole / CENTS,
        "known_m2": known / CENTS,
        **{f"{name}_m2": made[name].to_numpy() / CENTS for name in plantings},
    }
    with np.errstate(divide="ignore", invalid="ignore"):
        for name in plantings:
            if name != UNKNOWN:
                table[f"{name}_percent"] = np.where(known > 0, made[name].to_numpy() * 100 / known, np.nan)
    table["closure_m2"] = (whole - made[list(plantings)].sum(axis=1).to_numpy(dtype=np.int64)) / CENTS
    return pd.DataFrame(table)


def _findings(
    tests: RuleEvaluator, policy: Policy, classes: SurveyClasses, priority: np.ndarray, planting: np.ndarray
) -> geopandas.GeoDataFrame:
    """Return the pieces with findings."""
    pieces = tests.pieces
    stable = stable_mask(pieces, policy, classes)
    eligible = tests.known() & ~tests.is_true("sliver")
    masks = []
    for rule in policy.use_findings:
        mask = tests.rule(rule) & eligible
        mask &= np.isin(planting.astype(str), rule.plantings) if rule.plantings else True
        mask &= np.isin(priority.astype(str), rule.priorities) if rule.priorities else True
        masks.append(mask & stable if rule.stable else mask)
    hit = np.logical_or.reduce(masks) if masks else np.zeros(len(pieces), dtype=bool)
    chosen, masks = pieces[hit].reset_index(drop=True), [mask[hit] for mask in masks]
    first = np.argmax(np.vstack(masks), axis=0) if masks else np.zeros(0, dtype=np.int64)
    area, net = cents_or_zero(chosen["area_m2"]), cents_or_zero(chosen["cultivated_m2"])
    table = {
        "use_id": chosen["piece_id"].to_numpy(),
        "findings": join_labels(masks, [rule.name for rule in policy.use_findings], len(chosen)),
        "measure": np.asarray([rule.measures[0] for rule in policy.use_findings] or [0], dtype=np.int64)[first],
        "priority": priority[hit],
        "planting": planting[hit],
        "area_m2": area / CENTS,
        "area_mu": cents_to_mu(area),
        "cultivated_m2": net / CENTS,
        "cultivated_mu": cents_to_mu(net),
        **columns_or_null(chosen, UNIT_LEVELS),
    }
    table |= parcel_fields(chosen, table)
    return geopandas.GeoDataFrame(table, geometry=np.asarray(chosen.geometry.array), crs=pieces.crs)


def _totals(findings: pd.DataFrame, policy: Policy, levels: Sequence[str], names: Mapping[str, str]) -> pd.DataFrame:
    """Return the findings by unit, finding and land class."""
    columns = ["code", "name", "level", "finding", "measure", "competent", CLASS_COLUMN, "pieces", "area_m2"]
    rules = {rule.name: rule for rule in policy.use_findings}
    each = findings["findings"].fillna("").str.split(";").explode()
    rows = findings.loc[each.index]
    tables = []
    for level in levels:
        table = pd.DataFrame(
            {
                "code": codes_at(rows, level, policy),
                "finding": each.to_numpy(),
                CLASS_COLUMN: rows[CLASS_COLUMN].fillna("").to_numpy(),
                "pieces": 1,
                "area": cents_or_zero(rows["area_m2"]),
                "net": cents_or_zero(rows["cultivated_m2"]),
            }
        )
        sums = table.groupby(["code", "finding", CLASS_COLUMN])[["pieces", "area", "net"]].sum().reset_index()
        tables.append(sums.assign(level=level))
    made = pd.concat(tables, ignore_index=True)
    made = made[(made["code"] != "") | (made["level"] != Level.CITY.value)]
    order = made["finding"].map(list(rules).index) if len(made) else made["finding"]
    made = made.assign(order=order).sort_values(
        ["level", "code", "order", CLASS_COLUMN],
        key=lambda c: c.map(levels.index) if c.name == "level" else c,
    )
    made["name"] = [names.get(code) for code in made["code"]]
    made["measure"] = [rules[name].measures[0] for name in made["finding"]]
    made["competent"] = [rules[name].competent or None for name in made["finding"]]
    made["area_m2"], made["cultivated_m2"] = made["area"] / CENTS, made["net"] / CENTS
    return made[[*columns, "cultivated_m2"]].reset_index(drop=True)
