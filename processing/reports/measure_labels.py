"""Headings and words of the tables of measures, by the table's name in the results; in the caller's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..bridge.choices import choice_labels
from ..bridge.vocabulary import check_state_labels, shared_by_labels
from .balance_labels import BALANCE_COLUMNS, BALANCE_COLUMNS_BY_ID, BALANCE_WORDS
from .block_labels import BLOCK_COLUMNS, BLOCK_WORDS
from .case_labels import CASE_COLUMNS, CASE_WORDS, CASES, case_columns
from .labels import Translate
from .names import Names, Words
from .site_labels import SITE_COLUMNS, SITE_WORDS

ALLOCATION = "allocation"
LAND_USE, USE_FINDINGS, USE_TOTALS = "land_use", "use_findings", "use_totals"

SELF_CHECK = "self_check"
RESERVES, RESERVE_SUMS, RESERVE_PIECES = "reserves", "reserve_sums", "reserve_pieces"


def measure_columns(table: str, tr: Translate, names: Names) -> dict[str, str]:
    """Return the headings of a measure's table that other tables have not; none of other tables."""
    if table in _COLUMNS_BY_ID:
        return _COLUMNS_BY_ID[table](tr, names)
    make = _COLUMNS.get(table)
    return make(tr) if make else {}


def measure_words(table: str, tr: Translate, names: Names) -> dict[str, Mapping[str, str]]:
    """Return the labels of values of a measure's table, by column; none of other tables."""
    make = _WORDS.get(table)
    return dict(make(tr, names)) if make else {}


def _allocation_columns(tr: Translate) -> dict[str, str]:
    return {
        "parent": tr("Code of the unit above"),
        "item": tr("Target"),
        "basis": tr("Divided by"),
        "basis_value": tr("Basis of the unit"),
        "quota_mu": tr("Share by the basis alone"),
        "target_mu": tr("Target of the unit"),
        "shared_by": tr("Decided by"),
        "children_mu": tr("Sum of the units below"),
        "closure_mu": tr("Closure"),
    }


def _use_columns(tr: Translate, names: Names) -> dict[str, str]:
    plantings = names.terms.get("plantings", {})
    share = tr("{planting}, share of known (%)")
    return {
        "priority": tr("Place in the order of use"),
        "planting": tr("Planting"),
        "finding": tr("Finding"),
        "findings": tr("Findings"),
        "competent": tr("Who decides"),
        "use_id": tr("Id"),
        "pieces": tr("Number of pieces"),
        "area_m2": tr("Gross area"),
        "area_mu": tr("Gross area (mu)"),
        "cultivated_m2": tr("Net area"),
        "cultivated_mu": tr("Net area (mu)"),
        "net_m2": tr("Cultivated land, net"),
        "known_m2": tr("Planting known, net"),
        **{f"{planting}_m2": name for planting, name in plantings.items()},
        **{f"{planting}_percent": share.format(planting=name) for planting, name in plantings.items()},
        "closure_m2": tr("Closure"),
    }


def _use_words(tr: Translate, names: Names) -> Words:
    groups = {"priority": "priorities", "planting": "plantings", "finding": "use_findings", "competent": "competent"}
    return {column: names.terms.get(group, {}) for column, group in groups.items()}


def _reserve_columns(tr: Translate, names: Names) -> dict[str, str]:
    states = names.terms.get("reserve_states", {})
    gross = tr("{state}, gross")
    return {
        "reserve_piece_id": tr("Id"),
        "role": tr("Reserve"),
        "zone_id": tr("Reserve polygon"),
        "status": tr("Status of the reserve"),
        "state": tr("State"),
        "pieces": tr("Number of pieces"),
        "gross_m2": tr("Area of the polygon"),
        "outside_m2": tr("Outside the survey"),
        "inside_m2": tr("Inside the survey, gross"),
        "cultivated_m2": tr("Cultivated now, net"),
        "ridges_m2": tr("Ridges of it"),
        "restorable_m2": tr("Restorable (JKHF, GCHF), gross"),
        "agricultural_m2": tr("Other agricultural land, gross"),
        "unused_m2": tr("Unused land, gross"),
        "construction_m2": tr("Construction land, gross"),
        "not_known_m2": tr("Class not known, gross"),
        **{f"state_{state}_m2": gross.format(state=name) for state, name in states.items()},
        "usable_cultivated_m2": tr("Usable cultivated land, net"),
        "usable_paddy_m2": tr("Of it paddy, net"),
        "in_red_line_m2": tr("Inside the red line, gross"),
        "in_urban_m2": tr("Inside the urban boundary, gross"),
        "in_pbf_m2": tr("Inside PBF, gross"),
        "in_steep_m2": tr("Slope over 25°, gross"),
        "area_m2": tr("Gross area"),
        "closure_m2": tr("Closure"),
    }


def _reserve_words(tr: Translate, names: Names) -> Words:
    states = names.terms.get("reserve_states", {})
    return {"status": states, "state": states}


def _check_columns(tr: Translate) -> dict[str, str]:
    return {
        "line": tr("Line"),
        "measure": tr("Measure"),
        "unit": tr("Unit of measure"),
        "task": tr("Task"),
        "actual": tr("Actual"),
        "difference": tr("Difference"),
        "state": tr("State"),
        "source_table": tr("Source: table"),
        "source_column": tr("Source: column"),
    }


def _check_words(tr: Translate, names: Names) -> Words:
    units = {"mu": tr("mu"), "m2": tr("m²"), "percent": "%", "count": tr("count")}
    return {"line": names.terms.get("check_lines", {}), "state": check_state_labels(tr), "unit": units}


def _allocation_words(tr: Translate, names: Names) -> Words:
    items, basis = choice_labels("ITEMS", tr), choice_labels("BASIS", tr)
    return {"item": items, "basis": basis, "shared_by": shared_by_labels(tr)}


_OF_USE = (LAND_USE, USE_FINDINGS, USE_TOTALS)
_OF_RESERVES = (RESERVES, RESERVE_SUMS, RESERVE_PIECES)
_COLUMNS: Mapping[str, Callable[[Translate], dict[str, str]]] = {
    ALLOCATION: _allocation_columns,
    SELF_CHECK: _check_columns,
    **BALANCE_COLUMNS,
    **BLOCK_COLUMNS,
    **SITE_COLUMNS,
    **CASE_COLUMNS,
}
# Tables with a column for each id of the policy, or whose headings are data in both languages.
_COLUMNS_BY_ID: Mapping[str, Callable[[Translate, Names], dict[str, str]]] = {
    CASES: case_columns,
    **dict.fromkeys(_OF_USE, _use_columns),
    **dict.fromkeys(_OF_RESERVES, _reserve_columns),
    **BALANCE_COLUMNS_BY_ID,
}
_WORDS: Mapping[str, Callable[[Translate, Names], Words]] = {
    ALLOCATION: _allocation_words,
    **BALANCE_WORDS,
    **BLOCK_WORDS,
    **dict.fromkeys(_OF_USE, _use_words),
    **dict.fromkeys(_OF_RESERVES, _reserve_words),
    SELF_CHECK: _check_words,
    **CASE_WORDS,
    **SITE_WORDS,
}
