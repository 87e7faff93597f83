"""Headings and words of the tables of the requisition-compensation balance, by the name of the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..analysis.vocabulary import EntryKind, ProjectVerdict, SupplementStatus
from ..bridge.vocabulary import compensation_item_labels
from .labels import Translate
from .names import Names, Words

LEDGER, ACCOUNTS, CEILINGS = "ledger", "accounts", "ceilings"
SUPPLEMENT_STATES, PROJECT_STATES = "supplement_states", "project_states"
PROJECT_TOTALS, CORRECTIONS = "project_totals", "corrections"
COMPENSATION, COMPENSATION_UNITS = "compensation", "compensation_units"
PLAN_BALANCE = "plan_balance"


def entry_labels(tr: Translate) -> dict[str, str]:
    """Return the labels of the kinds of entries of a ledger, by value."""
    labels = {
        EntryKind.OPENING: tr("Opening"),
        EntryKind.SUPPLY: tr("Supply"),
        EntryKind.USE: tr("Use"),
        EntryKind.FREEZE: tr("Freeze"),
        EntryKind.RELEASE: tr("Release"),
        EntryKind.LEGALISE: tr("Frozen quota used"),
        EntryKind.SELL: tr("Sale"),
        EntryKind.BUY: tr("Purchase"),
        EntryKind.CORRECT: tr("Correction"),
    }
    return {kind.value: label for kind, label in labels.items()}


def _check_labels(tr: Translate) -> dict[str, str]:
    """Return the labels of what is found of trades with quota, by id."""
    return {
        "own_first": tr("Own quota first"),
        "target_missed": tr("Sold, target missed"),
        "target_unknown": tr("Sold, target not checked"),
        "need_first": tr("Sold, own need not left"),
        "need_unknown": tr("Sold, own need not known"),
        "out_of_scope": tr("Bought for a project below the province"),
        "scope_unknown": tr("Bought, level of the project not known"),
        "price_over": tr("Price over the limit"),
        "no_trade": tr("Not traded in this regime"),
    }


def _ledger(tr: Translate) -> dict[str, str]:
    """Return the headings of a ledger."""
    return {
        "entry_id": tr("Entry or case"),
        "date": tr("Date"),
        "entry_kind": tr("Kind"),
        "origin": tr("Booked from"),
        "quantity_m2": tr("Quantity"),
        "quantity_mu": tr("Quantity"),
        "paddy_m2": tr("Of which paddy"),
        "capacity_kg": tr("Capacity (kg)"),
        **{name: text for name, text in _accounts(tr).items() if name.startswith(("available", "frozen"))},
        "uncovered_m2": tr("To be frozen, no quota there"),
        "owed_m2": tr("Legalised and still owed"),
        "paddy_available_m2": tr("Available paddy"),
        "paddy_frozen_m2": tr("Frozen paddy"),
        "capacity_available_kg": tr("Available capacity (kg)"),
        "project": tr("Project or case"),
        "other_unit": tr("Other county"),
        "parcels": tr("Parcels"),
        "document": tr("Document"),
        "checks": tr("Found"),
    }


def _accounts(tr: Translate) -> dict[str, str]:
    """Return the headings of accounts."""
    words = {
        "supplied": tr("Supplied"),
        "bought": tr("Bought"),
        "used": tr("Used"),
        "sold": tr("Sold"),
        "frozen": tr("Frozen"),
        "available": tr("Available"),
        "uncovered": tr("To be frozen, no quota there"),
        "owed": tr("Legalised and still owed"),
        "closure": tr("Closure"),
    }
    paddy, capacity = tr("Paddy: {what}"), tr("Capacity (kg): {what}")
    return {
        **{f"{name}_m2": word for name, word in words.items()},
        **{f"{name}_mu": words[name] for name in ("available", "frozen")},
        **{f"paddy_{name}_m2": paddy.format(what=word) for name, word in words.items()},
        **{f"capacity_{name}_kg": capacity.format(what=word) for name, word in words.items()},
        "counties": tr("Number of counties with an account"),
        "would_freeze_m2": tr("Frozen if leads froze already"),
    }


def _ceilings(tr: Translate) -> dict[str, str]:
    """Return the headings of ceilings."""
    return {
        "stable_base_m2": tr("Stable land of the base year"),
        "lost_m2": tr("Stable land lost"),
        "gained_m2": tr("Stable land gained"),
        "adjusted_m2": tr("Measured anew"),
        "regraded_m2": tr("Re-graded without a change of class"),
        "boundary_m2": tr("Over boundaries"),
        "stable_now_m2": tr("Stable land now"),
        "delta_m2": tr("Increase of stable land"),
        "closure_m2": tr("Closure"),
        "holding_now_m2": tr("Cultivated land now"),
        "gap18_mu": tr("Gap to the second-survey target"),
        "offset_mu": tr("Set against the gap"),
        "ceiling_mu": tr("Ceiling of next year"),
        "used_mu": tr("Used by approved construction"),
        "left_mu": tr("Left of the ceiling"),
    }


def status_labels(tr: Translate) -> dict[str, str]:
    """Return the labels of what became of supplements, by value."""
    labels = {
        SupplementStatus.KEPT: tr("Kept"),
        SupplementStatus.FALLOW: tr("Fallow"),
        SupplementStatus.UNPLANTED: tr("Unplanted"),
        SupplementStatus.SHRUNK: tr("Smaller than accepted"),
        SupplementStatus.LOST: tr("Lost"),
        SupplementStatus.NEVER: tr("Never in a survey"),
        SupplementStatus.NOT_CULTIVATED: tr("Not cultivated in this survey"),
        SupplementStatus.NO_DATA: tr("No data"),
    }
    return {status.value: label for status, label in labels.items()}


def verdict_labels(tr: Translate) -> dict[str, str]:
    """Return the labels of whether projects came out even, by value."""
    labels = {
        ProjectVerdict.BALANCED: tr("Balanced"),
        ProjectVerdict.NOT_BALANCED: tr("Not balanced"),
        ProjectVerdict.NO_BEFORE: tr("Built before the earlier survey"),
        ProjectVerdict.NOT_BUILT: tr("Not built yet"),
        ProjectVerdict.UNKNOWN: tr("Year of completion not known"),
    }
    return {verdict.value: label for verdict, label in labels.items()}


def _supplement_flags(tr: Translate) -> dict[str, str]:
    """Return the labels of further remarks on supplements, by id."""
    return {
        "accepted_unknown": tr("Accepted area not known"),
        "paddy_lost": tr("Less paddy than accepted"),
        "unplanted": tr("Partly unplanted"),
        "fallow": tr("Partly fallow"),
        "contract_ended": tr("Contract has ended"),
    }


def _supplement_states(tr: Translate) -> dict[str, str]:
    """Return the headings of supplements."""
    return {
        "id": tr("Polygon"),
        "project": tr("Project"),
        "accepted_on": tr("Accepted on"),
        "contract_end": tr("Contract until"),
        "gross_m2": tr("Area of the supplement's polygon"),
        "outside_m2": tr("Of it outside the survey"),
        "accepted_m2": tr("Accepted, net"),
        "now_m2": tr("Cultivated now, net (m²)"),
        "shortfall_m2": tr("Missing"),
        "shortfall_mu": tr("Missing"),
        "paddy_accepted_m2": tr("Paddy accepted"),
        "paddy_now_m2": tr("Paddy now, net"),
        "paddy_shortfall_m2": tr("Paddy missing"),
        "unplanted_m2": tr("Unplanted"),
        "fallow_m2": tr("Fallow"),
        "before_m2": tr("Cultivated before, net (m²)"),
        "cause": tr("Where most of it went"),
        "status": tr("State"),
        "flags": tr("Remarks"),
    }


def _project_states(tr: Translate, names: Names) -> dict[str, str]:
    """Return the headings of projects and of their totals; outflow also by the policy's causes."""
    out = tr("Outflow to {what}")
    return {
        **{f"out_{cause}_m2": out.format(what=name) for cause, name in names.terms.get("causes", {}).items()},
        "id": tr("Polygon"),
        "project": tr("Project"),
        "built": tr("Year of completion"),
        "before_m2": tr("Cultivated before, net (m²)"),
        "outflow_m2": tr("Outflow"),
        "works_m2": tr("Of it to roads, canals and ridges"),
        "inflow_m2": tr("Inflow"),
        "adjustment_m2": tr("Adjustment"),
        "now_m2": tr("Cultivated now, net (m²)"),
        "net_m2": tr("Net change"),
        "owed_m2": tr("To be made good"),
        "owed_mu": tr("To be made good"),
        "paddy_before_m2": tr("Paddy before, net"),
        "paddy_now_m2": tr("Paddy now, net"),
        "unplanted_m2": tr("Unplanted"),
        "not_grain_m2": tr("Not planted with grain"),
        "closure_m2": tr("Closure"),
        "pbf_works_m2": tr("PBF taken by the works, net"),
        "pbf_registered_m2": tr("PBF registered inside"),
        "replace_inside_m2": tr("PBF to be made good inside the project"),
        "replace_county_m2": tr("PBF to be made good in the county"),
        "not_yet_pbf_m2": tr("Stable land that is not PBF yet"),
        "verdict": tr("In and out"),
    }


def _compensation(tr: Translate) -> dict[str, str]:
    """Return the headings of a statement of compensation."""
    return {
        "item": tr("Item"),
        "base": tr("At the rate of"),
        "area_m2": tr("Net area"),
        "area_mu": tr("Net area"),
        "rate_yuan": tr("Rate (yuan per mu)"),
        "amount_yuan": tr("Amount (yuan)"),
    }


def _compensation_units(tr: Translate) -> dict[str, str]:
    """Return the headings of compensation by unit."""
    return {
        "cultivated_m2": tr("Cultivated now, net (m²)"),
        "pbf_m2": tr("Of it in PBF"),
        "other_m2": tr("Of it outside PBF"),
        "closure_m2": tr("Closure"),
        "restored_m2": tr("Restored this year"),
        "no_rate_m2": tr("Without a rate"),
        "earned_yuan": tr("Earned (yuan)"),
        "deducted_yuan": tr("Deducted (yuan)"),
        "amount_yuan": tr("Amount (yuan)"),
        "closure_yuan": tr("Closure (yuan)"),
    }


def _plan_balance(tr: Translate) -> dict[str, str]:
    """Return the headings of a year's plan beside what happened; sheets of a run have its areas in mu."""
    areas = {
        "planned_out": tr("Planned to go out"),
        "planned_in": tr("Planned to come in"),
        "planned_net": tr("Planned in less out"),
        "out": tr("Went out"),
        "in": tr("Came in"),
        "net": tr("In less out"),
        "over": tr("Went out beyond the plan"),
        "short": tr("Missing to the planned inflow"),
    }
    return {
        "year": tr("Year"),
        "land": tr("Land that it becomes or was"),
        **{f"{name}_{unit}": heading for name, heading in areas.items() for unit in ("m2", "mu")},
        "grade_out": tr("Mean grade planned out (1 is best)"),
        "grade_in": tr("Mean grade planned in (1 is best)"),
        "balance": tr("Plan balanced in area"),
        "quality": tr("Plan balanced in quality"),
        "verdict": tr("Year's end against the plan"),
    }


def _corrections(tr: Translate) -> dict[str, str]:
    """Return the headings of proposed entries of the ledger."""
    return {**_ledger(tr), "unit": tr("County code"), "kind": tr("Kind")}


def _supplement_words(tr: Translate, names: Names) -> Words:
    """Return the words for the ids in columns of supplements."""
    return {"status": status_labels(tr), "flags": _supplement_flags(tr)}


def _project_words(tr: Translate, names: Names) -> Words:
    """Return the words for the ids in columns of projects."""
    return {"verdict": verdict_labels(tr)}


def _correction_words(tr: Translate, names: Names) -> Words:
    """Return the words for the ids in columns of proposed entries."""
    return {"kind": entry_labels(tr)}


def _compensation_words(tr: Translate, names: Names) -> Words:
    """Return the words for the ids in columns of a statement of compensation."""
    items = {**compensation_item_labels(tr), **names.terms.get("deductions", {})}
    return {"item": items, "base": items}


def _plan_words(tr: Translate, names: Names) -> Words:
    """Return the words for the ids in columns of a year's plan."""
    unknown = {"no_data": tr("No data")}
    return {
        "land": {**names.terms.get("causes", {}), "all": tr("All kinds of land")},
        "balance": {"met": tr("As much in as out"), "missed": tr("Less in than out")},
        "quality": {"kept": tr("Not worse"), "lower": tr("Worse"), **unknown},
        "verdict": {
            "met": tr("As planned"),
            "over": tr("More went out than planned"),
            "short": tr("Less came in than planned"),
            **unknown,
        },
    }


def _ledger_words(tr: Translate, names: Names) -> Words:
    """Return the words for the ids in columns of a ledger."""
    origins = {"entry": tr("Ledger"), "case": tr("Case")}
    return {"entry_kind": entry_labels(tr), "origin": origins, "checks": _check_labels(tr)}


BALANCE_COLUMNS: Mapping[str, Callable[[Translate], dict[str, str]]] = {
    LEDGER: _ledger,
    ACCOUNTS: _accounts,
    CEILINGS: _ceilings,
    SUPPLEMENT_STATES: _supplement_states,
    CORRECTIONS: _corrections,
    COMPENSATION: _compensation,
    COMPENSATION_UNITS: _compensation_units,
    PLAN_BALANCE: _plan_balance,
}
# Tables with a column for each id of the policy.
BALANCE_COLUMNS_BY_ID: Mapping[str, Callable[[Translate, Names], dict[str, str]]] = dict.fromkeys(
    (PROJECT_STATES, PROJECT_TOTALS), _project_states
)
BALANCE_WORDS: Mapping[str, Callable[[Translate, Names], Words]] = {
    LEDGER: _ledger_words,
    SUPPLEMENT_STATES: _supplement_words,
    PROJECT_STATES: _project_words,
    CORRECTIONS: _correction_words,
    COMPENSATION: _compensation_words,
    PLAN_BALANCE: _plan_words,
}
