"""Which cultivated land earns compensation by the policy, and what units earn in all (measure 39)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..area.rounding import CENTS, cents_or_zero, to_cents
from ..problems import WARNING, joined, problems
from ..rules.evaluation import CLASS_COLUMN, RuleEvaluator, absent_columns, unreadable_values
from ..rules.policy import Policy, SurveyClasses
from ..rules.unit_codes import codes_at, finest_codes
from ..values.unit_codes import COUNTY_DIGITS
from ..vocabulary import CompensationItem, Level
from .compensation import FEN, Rate, compute_compensation, in_fen, village_totals

PENALTY = "compensation_penalty"
RATES = "compensation_rates"
PBF, EARLIER = "pbf", "previous"  # zone roles of pieces
_PBF, _OTHER, _RESTORED, _ = CompensationItem.values()


@dataclass(frozen=True)
class Compensation:
    """What villages and the units above them earn.

    Attributes:
        statement: a row for each village and item, as of `compute_compensation`, with `name`.
        units: a row for each unit: net areas and amounts. `cultivated_m2 = pbf_m2 + other_m2` (`closure_m2`), and what
            its villages earn is `earned_yuan + deducted_yuan` (`closure_yuan`). Amounts are null where a rate is
            missing, for `no_rate_m2`; `restored_m2` is null where restored land was not looked for.
        problems: columns that are missing, values that cannot be read, rates that are missing.

    """

    statement: pd.DataFrame
    units: pd.DataFrame
    problems: pd.DataFrame


def compensate(
    pieces: pd.DataFrame,
    policy: Policy,
    classes: SurveyClasses,
    rates: Sequence[Rate],
    levels: Sequence[str],
    names: Mapping[str, str],
    date: str | datetime.date | None = None,
) -> Compensation:
    """Compute what cultivated land earns its village, by the policy's rows of what is not paid for.

    Restored this year is what last year's survey does not have as cultivated; it earns besides where any rate is for
    it. Areas are net, those of today. Slivers count, so that areas close.

    Args:
        pieces: all pieces, with the zone role `pbf`; with `previous`, last year's survey, if restored land earns.
        policy: `compensation_deductions`, and the option `compensation_penalty`.
        classes: the class table.
        rates: of items.
        levels: of units, the largest first; the last one is the village.
        names: of units by code.
        date: reference date; None: the policy's own.

    >>> from fractions import Fraction
    >>> from ..rules.policy import Condition, Option, Rule, SurveyClass
    >>> columns = {"DLBM": ["0101", "0101"], "ZZSXDM": ["LS", "WG"], "cultivated_m2": [2000.0, 1000.0],
    ...            "pbf": ["Y1", None], "county": ["360222"] * 2, "village": ["360222101201"] * 2}
    >>> idle = Rule("unplanted", "", when=((Condition("ZZSXDM", "in", ("WG",)),),))
    >>> policy = Policy(
    ...     "demo", class_groups={"cultivated": ("01*",)}, compensation_deductions=(idle,),
    ...     options={PENALTY: Option(PENALTY, "land", ("land", "village"), "", "", "")},
    ... )
    >>> rates = [Rate("pbf", "", Fraction(30)), Rate("other", "", Fraction(10))]
    >>> classes = SurveyClasses({"0101": SurveyClass("0101", "", "")})
    >>> found = compensate(pd.DataFrame(columns), policy, classes, rates, ["county", "village"], {})
    >>> found.statement["amount_yuan"].tolist(), found.units["amount_yuan"].tolist()
    ([90.0, 15.0, -15.0], [90.0, 90.0])

    """
    tests = RuleEvaluator(pieces, policy, classes, date)
    rules = policy.compensation_deductions
    cultivated = tests.in_group("cultivated")
    land = pieces.assign(cents=np.where(cultivated, cents_or_zero(pieces["cultivated_m2"]), 0))
    found = tests.first_rule(rules, lambda _: cultivated)
    deducted = {name: found == name for name in dict.fromkeys(rule.name for rule in rules)}
    restored = _restored(tests) & cultivated if any(rate.item == _RESTORED for rate in rates) else None
    statement = compute_compensation(land, tests.present(PBF), restored, deducted, rates, policy.option(PENALTY))
    statement.insert(1, "name", [names.get(code) for code in statement["code"]])
    units = _sum_units(land, statement, restored is not None, policy, levels, names)
    told = [
        absent_columns(pieces, [("deductions", rules)], policy.optional_columns),
        unreadable_values(pieces, policy, rules),
        _without_rate(statement),
    ]
    return Compensation(statement, units, joined(told))


def _restored(tests: RuleEvaluator) -> np.ndarray:
    """Return the pieces that last year's survey has, and not as cultivated (bool, n)."""
    column = f"{EARLIER}_{CLASS_COLUMN}"
    return tests.present(EARLIER) & tests.present(column) & ~tests.in_group("cultivated", column)


def _sum_units(
    land: pd.DataFrame,
    statement: pd.DataFrame,
    with_restored: bool,
    policy: Policy,
    levels: Sequence[str],
    names: Mapping[str, str],
) -> pd.DataFrame:
    """Return the rows of the statement added up by unit, beside the cultivated land of the pieces themselves."""
    earned = statement["item"].isin((_PBF, _OTHER, _RESTORED)).to_numpy()
    no_rate = statement["rate_yuan"].isna().to_numpy() & earned
    cents, fens = pd.Series(to_cents(statement["area_m2"])), in_fen(statement["amount_yuan"])
    areas = {name: cents.where(statement["item"] == name, 0) for name in (_PBF, _OTHER, _RESTORED)}
    areas["no_rate"] = cents.where(no_rate, 0)
    money = {"earned": fens.where(earned, 0), "deducted": fens.where(~earned, 0)}
    totals = village_totals(statement)
    smallest = pd.Series(finest_codes(land).astype(str))
    tables = []
    for level in levels:
        own = codes_at(land, level, policy)
        above = dict(zip(smallest, own))  # the unit at this level of each smallest unit
        table = pd.DataFrame({"cultivated": land["cents"].groupby(own).sum()})
        unit = statement["code"].map(above)
        for name, values in areas.items():
            table[name] = values.groupby(unit).sum()
        table = table.fillna(0).astype(np.int64)
        for name, values in money.items():
            sums = values.groupby(unit).agg(lambda amounts: amounts.sum(skipna=False))
            table[name] = sums.reindex(table.index).where(table.index.isin(unit), 0)
        villages = totals.groupby(totals.index.map(above)).agg(lambda amounts: amounts.sum(skipna=False))
        table["villages"] = villages.reindex(table.index).where(table.index.isin(unit), 0)
        tables.append(table[(table.index != "") | (level != Level.CITY)].assign(level=level))
    made = pd.concat(tables).rename_axis("code").reset_index()
    amount = made["earned"] + made["deducted"]
    return pd.DataFrame(
        {
            "code": made["code"],
            "name": [names.get(code) for code in made["code"]],
            "level": made["level"],
            "cultivated_m2": made["cultivated"] / CENTS,
            "pbf_m2": made[_PBF] / CENTS,
            "other_m2": made[_OTHER] / CENTS,
            "closure_m2": (made["cultivated"] - made[_PBF] - made[_OTHER]) / CENTS,
            "restored_m2": made[_RESTORED] / CENTS if with_restored else np.nan,
            "no_rate_m2": made["no_rate"] / CENTS,
            "earned_yuan": made["earned"] / FEN,
            "deducted_yuan": made["deducted"] / FEN,
            "amount_yuan": amount / FEN,
            "closure_yuan": (made["villages"] - amount) / FEN,
        }
    )


def _without_rate(statement: pd.DataFrame) -> pd.DataFrame:
    """Return a warning for each item and county without a rate."""
    rows = statement[statement["rate_yuan"].isna() & statement["item"].isin((_PBF, _OTHER, _RESTORED))]
    lacking = rows.groupby([rows["item"], rows["code"].str[:COUNTY_DIGITS]], sort=True)["area_mu"].sum().reset_index()
    values = {"item": lacking["item"], "unit": lacking["code"], "area_mu": [f"{mu:,.2f}" for mu in lacking["area_mu"]]}
    return problems("no_compensation_rate", RATES, lacking["code"], WARNING, values)
