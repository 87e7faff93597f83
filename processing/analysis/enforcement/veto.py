"""The veto of a year (measure 33): any of four conditions, each yes, no or unknown with its figures."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..area.rounding import exact_to_mu, limit_to_exact, mu_to_exact, to_exact
from ..cases import ILLEGAL
from ..rules.case_counting import illegal_cases, total
from ..rules.freeze import LEGALISE, case_events, read_cases
from ..rules.policy import Policy
from ..vocabulary import EntryKind

YES, NO, UNKNOWN, UNDETERMINED = "yes", "no", "unknown", "undetermined"
TOUCHED, UNTOUCHED, INSUFFICIENT = "touched", "not_touched", "insufficient"
DONE, MISSED = "balance_done", "balance_missed"  # kinds of events
CONDITIONS = ("holding_missed", "pbf_missed", "balance_missed", "illegal_veto")
COLUMNS = (
    *("code", "name", "year", "verdict", "holding_mu", "holding_target_mu", "holding_missed"),
    *("pbf_delimited_mu", "pbf_target_mu", "pbf_missed", "balance_owed_mu", "balance_used_mu", "balance_missed"),
    *("illegal_mu", "construction_mu", "construction_unknown_mu", "denominator_mu", "share_percent", "illegal_veto"),
)
# The column of `flows` by the choice of the denominator.
_DENOMINATORS = {
    "new_construction": "construction_m2",
    "all_new_construction": "new_construction_land_m2",
    "all_cultivated": "holding_before_m2",
}


def exceeds_share(amount: int, whole: int | None, percent: int) -> bool | None:
    """Return whether an amount is at least so many per cent of a whole, exactly; None without a whole.

    >>> exceeds_share(8000, 66_666, 12), exceeds_share(8000, 66_667, 12), exceeds_share(8000, 0, 12)
    (True, False, None)

    """
    return 100 * amount >= percent * whole if whole else None


def judge_illegal(illegal: int, sure: int, at_most: int, whole: int | None, least: int, percent: int) -> str:
    """Return whether illegal occupation alone is a veto: at least an area, and at least a share, both inclusive.

    Args:
        illegal: all illegal cases of the year.
        sure, at_most: those of construction, without and with those of which that is not known.
        whole: the denominator; None where it is not known.
        least: the area.
        percent: the share.

    >>> [judge_illegal(a, a, a, d, 8000, 12) for a, d in ((8000, 66_666), (8000, 66_667), (7999, 100), (8000, None))]
    ['yes', 'no', 'no', 'undetermined']

    """
    if illegal < least:
        return NO
    surely, perhaps = exceeds_share(sure, whole, percent), exceeds_share(at_most, whole, percent)
    if surely:
        return YES
    return NO if perhaps is False else UNDETERMINED


def assess_vetoes(
    cases: pd.DataFrame,
    events: pd.DataFrame,
    policy: Policy,
    date: str,
    names: Mapping[str, str],
    summary: pd.DataFrame | None = None,
    flows: pd.DataFrame | None = None,
    quota: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return for each unit whether a veto is touched in the year of a day (`COLUMNS`); never "passed" for want of data.

    Args:
        cases, events: the tables of these names, as read.
        policy: limits and the denominator.
        date: the last day that counts (ISO 8601).
        names: of the units by code.
        summary: holding and PBF against targets by unit; None where it was not given.
        flows: of the same year, by unit; None where it was not given.
        quota: the table `quota`, as read; None where it was not given. By the option `veto_balance` of the policy the
            balance is told by it: what the year's flows owe against what is booked as used in it.

    >>> from ..rules.policy import Option, Threshold
    >>> limits = {"veto_cultivated_mu": 80, "veto_share_percent": 12}
    >>> thresholds = {name: Threshold(name, value, "", "", "", "") for name, value in limits.items()}
    >>> chosen = {"veto_denominator": "new_construction", "veto_balance": "entered"}
    >>> options = {name: Option(name, value, (), "", "", "") for name, value in chosen.items()}
    >>> policy = Policy("demo", thresholds=thresholds, options=options)
    >>> names = ("repeat_of", "reopened", "closed", "found", "status", "unit", "case_id", "construction")
    >>> none = pd.DataFrame(columns=[*names, "cultivated_m2", "paddy_m2", "pbf_m2"])
    >>> events = pd.DataFrame({"unit": ["360222"], "date": ["2024-12-01"], "kind": ["balance_missed"]})
    >>> found = assess_vetoes(none, events, policy, "2024-12-31", {"360222": "浮梁县"})
    >>> found[["verdict", "balance_missed", "pbf_missed"]].values.tolist()
    [['touched', 'yes', 'unknown']]

    """
    year = date[:4]
    counted = illegal_cases(cases, f"{year}-01-01", date)
    told = events[events["date"].between(f"{year}-01-01", date)].sort_values("date", kind="stable")
    least = limit_to_exact(policy.threshold("veto_cultivated_mu"))
    percent = int(policy.threshold("veto_share_percent"))
    column = _DENOMINATORS[policy.option("veto_denominator")]
    booked = _booked(quota, cases, date) if policy.option("veto_balance") == "ledger" else None
    rows = []
    for code in dict.fromkeys([*names, *sorted(counted["unit"])]):
        own = counted[counted["unit"] == code]
        illegal = total(own["cultivated"])
        sure = total(own.loc[own["construction"] == YES, "cultivated"])
        unknown = total(own.loc[own["construction"].isna(), "cultivated"])
        area = _figure(flows, code, column)
        whole = None if area is None else int(to_exact([area])[0])
        holding = [_figure(summary, code, name) for name in ("holding_mu", "holding_target_mu")]
        pbf = [_figure(summary, code, name) for name in ("pbf_delimited_mu", "pbf_target_mu")]
        owed = None if booked is None else _figure(flows, code, "owed_m2")
        used = None if booked is None or owed is None else booked.get(code, 0)
        entered = _balance(told[told["unit"] == code])
        judged = {
            "holding_missed": _missed(*holding),
            "pbf_missed": _missed(*pbf),
            "balance_missed": entered if owed is None or used is None else _unbalanced(owed, used),
            "illegal_veto": judge_illegal(illegal, sure, sure + unknown, whole, least, percent),
        }
        figures = exact_to_mu([illegal, sure, unknown, whole or 0]).tolist()
        rows.append(
            {
                **{"code": code, "name": names.get(code), "year": int(year), "verdict": _verdict(judged)},
                **dict(zip(("holding_mu", "holding_target_mu"), holding)),
                **dict(zip(("pbf_delimited_mu", "pbf_target_mu"), pbf)),
                "balance_owed_mu": None if owed is None else exact_to_mu(to_exact([owed])).tolist()[0],
                "balance_used_mu": None if used is None else exact_to_mu([used]).tolist()[0],
                **dict(zip(("illegal_mu", "construction_mu", "construction_unknown_mu"), figures)),
                "denominator_mu": None if whole is None else figures[3],
                "share_percent": 100 * sure / whole if whole else None,
                **judged,
            }
        )
    made = pd.DataFrame(rows, columns=list(COLUMNS))
    # Also those that nothing is known of, which would become texts in a file.
    return made.astype({name: float for name in COLUMNS if name.endswith(("_mu", "_percent"))})


def _figure(table: pd.DataFrame | None, code: str, column: str) -> float | None:
    """Return a figure of a unit; None where it is not known."""
    if table is None or column not in table.columns:
        return None
    values = table.loc[table["code"].astype(str) == code, column]
    return None if values.empty or pd.isna(values.iloc[0]) else float(values.iloc[0])


def _missed(actual: float | None, target: float | None) -> str:
    """Return whether a target in mu is missed, compared exactly."""
    if actual is None or target is None:
        return UNKNOWN
    have, owed = mu_to_exact([actual, target]).tolist()
    return YES if have < owed else NO


def _balance(told: pd.DataFrame) -> str:
    """Return whether the balance was not carried out, by the latest event that says so."""
    said = told.loc[told["kind"].isin((DONE, MISSED)), "kind"]
    return UNKNOWN if said.empty else (YES if said.iloc[-1] == MISSED else NO)


def _booked(quota: pd.DataFrame | None, cases: pd.DataFrame, date: str) -> dict[str, int] | None:
    """Return by unit what quota is booked as used in the year of a day until then (1/300 m²); None without a ledger.

    Frozen quota that is legalised is used: by entries, or by cases where a unit has no such entries.
    """
    if quota is None:
        return None
    entries = quota[quota["date"].between(f"{date[:4]}-01-01", date)]
    entries = entries[entries["kind"].isin((EntryKind.USE, EntryKind.LEGALISE))]
    used: dict[str, int] = {}
    for unit, area in zip(entries["unit"], to_exact(entries["quantity_m2"]).tolist()):
        used[unit] = used.get(unit, 0) + area
    entered = set(quota.loc[quota["kind"] == EntryKind.LEGALISE, "unit"])
    for event in case_events(read_cases(cases), ILLEGAL):
        if event.kind == LEGALISE and date[:4] <= event.day <= date and event.case.unit not in entered:
            used[event.case.unit] = used.get(event.case.unit, 0) + (event.case.amounts[0] or 0)
    return used


def _unbalanced(owed: float, used: int) -> str:
    """Return whether more is owed (m²) than was booked as used (1/300 m²), compared exactly."""
    return YES if int(to_exact([owed])[0]) > used else NO


def _verdict(judged: Mapping[str, str]) -> str:
    """Return the verdict on all conditions: any true touches, all known and false do not, else data are lacking."""
    if YES in judged.values():
        return TOUCHED
    return UNTOUCHED if set(judged.values()) == {NO} else INSUFFICIENT
