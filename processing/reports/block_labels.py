"""Headings and words of the tables of blocks of candidates, by the table's name in the results."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..bridge.vocabulary import kept_labels, plan_reason_labels, side_labels, yes_no_labels
from .labels import Translate
from .names import Names, Words

BLOCKS, MEMBERS = "blocks", "block_members"
PLAN, YEARS = "plan", "plan_years"
SWAPS, SWAP_UNITS = "swaps", "swap_units"


def _columns(tr: Translate) -> dict[str, str]:
    parts = {
        "free": tr("Free, {tier}, net (m²)"),
        "to_confirm": tr("To be confirmed, {tier}, net (m²)"),
        "barred": tr("Barred for now, {tier}, net (m²)"),
    }
    tiers = {"at_once": tr("at once"), "with_works": tr("with works"), "other": tr("other")}
    return {
        "block_id": tr("Block id"),
        "pieces": tr("Number of pieces"),
        "gross_m2": tr("Gross area (m²)"),
        "at_once_share": tr("Share at once"),
        "deferred_share": tr("Share deferred"),
        **{f"{part}_{tier}_m2": text.format(tier=word) for part, text in parts.items() for tier, word in tiers.items()},
        "pbf_m2": tr("Inside PBF, net (m²)"),
        "slope": tr("Slope grade"),
        "diameter_m": tr("Width (m)"),
        "compactness": tr("Compactness"),
        "adjoining_m2": tr("Adjoining cultivated land, net (m²)"),
        "road_m": tr("Distance to the nearest road (m)"),
        "village_m": tr("Distance to the nearest village (m)"),
        "kept": tr("Kept because of"),
    }


def _words(tr: Translate, names: Names) -> Words:
    return {"kept": kept_labels(tr)}


def _plan_columns(tr: Translate) -> dict[str, str]:
    return {
        **_columns(tr),
        "year": tr("Year of restoration"),
        "why": tr("Why it is planned or not"),
        "partly": tr("Other parts have to wait or to be confirmed"),
        "planned_m2": tr("Planned, net (m²)"),
        "planned_mu": tr("Planned, net (mu)"),
        "cost_yuan": tr("Cost (yuan)"),
    }


def _year_columns(tr: Translate) -> dict[str, str]:
    return {
        "year": tr("Year"),
        "task_mu": tr("Task of the year (mu)"),
        "carried_mu": tr("Carried over from the year before (mu)"),
        "planned_mu": tr("Planned, net (mu)"),
        "shortfall_mu": tr("Shortfall (mu)"),
        "over_mu": tr("Planned beyond the task (mu)"),
        "closure_mu": tr("Closure"),
        "blocks": tr("Number of blocks"),
        "cost_yuan": tr("Cost (yuan)"),
        "gap": tr("Cost above the least one at most (share)"),
        "shortfall_confirmed_mu": tr("Shortfall if all is confirmed (mu)"),
        "cost_confirmed_yuan": tr("Cost if all is confirmed (yuan)"),
        "shortfall_unlocked_mu": tr("Shortfall if nothing is deferred any more (mu)"),
        "cost_unlocked_yuan": tr("Cost if nothing is deferred any more (yuan)"),
    }


def _swap_columns(tr: Translate) -> dict[str, str]:
    return {
        "side": tr("Goes or comes"),
        "why": tr("Why it could go"),
        "partner": tr("Partner"),
        "distance_m": tr("Distance to the partner (m)"),
        "slope": tr("Slope grade"),
    }


def _swap_unit_columns(tr: Translate) -> dict[str, str]:
    when = {"before": tr("before"), "after": tr("after")}
    texts = {
        "patches_{0}": tr("Patches {when}"),
        "mean_{0}_mu": tr("Mean patch {when} (mu)"),
        "mesh_{0}_mu": tr("Effective mesh {when} (mu)"),
        "holding_{0}_m2": tr("Cultivated land {when}, net (m²)"),
    }
    columns = {name.format(key): text.format(when=word) for name, text in texts.items() for key, word in when.items()}
    return {**columns, "up_m2": tr("Goes, net (m²)"), "down_m2": tr("Comes, net (m²)"), "closure_m2": tr("Closure")}


def _swap_words(tr: Translate, names: Names) -> Words:
    reasons = {"steep": tr("Steep"), "forest": tr("Surrounded by forest")}
    flags = {"forest": tr("Forestry must agree"), "grade_unknown": tr("Quality grade not known")}
    return {"side": side_labels(tr), "why": reasons, "flags": flags}


def _plan_words(tr: Translate, names: Names) -> Words:
    return {**_words(tr, names), "why": plan_reason_labels(tr), "partly": yes_no_labels(tr)}


BLOCK_COLUMNS: Mapping[str, Callable[[Translate], dict[str, str]]] = {
    BLOCKS: _columns,
    MEMBERS: _columns,
    PLAN: _plan_columns,
    YEARS: _year_columns,
    SWAPS: _swap_columns,
    SWAP_UNITS: _swap_unit_columns,
}
BLOCK_WORDS: Mapping[str, Callable[[Translate, Names], Words]] = {
    BLOCKS: _words,
    PLAN: _plan_words,
    SWAPS: _swap_words,
}
