"""Headings and words of the tables of blocks of candidates, by the table's name in the results."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..bridge.vocabulary import kept_labels
from .labels import Translate
from .names import Names

BLOCKS, MEMBERS = "blocks", "block_members"


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


def _words(tr: Translate, names: Names) -> Mapping[str, Mapping[str, str]]:
    return {"kept": kept_labels(tr)}


BLOCK_COLUMNS: Mapping[str, Callable[[Translate], dict[str, str]]] = {BLOCKS: _columns, MEMBERS: _columns}
BLOCK_WORDS: Mapping[str, Callable[[Translate, Names], Mapping[str, Mapping[str, str]]]] = {BLOCKS: _words}
