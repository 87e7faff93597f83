"""What the words are called that may be chosen where the notice leaves a question open (`options` of a policy)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .bridge.choices import choice_labels
from .bridge.i18n import tr
from .bridge.vocabulary import yes_no_labels
from .reports.labels import Translate


def option_word_names(option: str) -> Mapping[str, str]:
    """Return the names of an option's words in the user's language; empty of options that the plugin does not know."""
    labels = _LABELS.get(option)
    return {} if labels is None else labels(tr)


def _basis_labels(tr: Translate) -> dict[str, str]:
    """Return the labels of what targets are divided by."""
    return choice_labels("BASIS", tr)


_LABELS: Mapping[str, Callable[[Translate], dict[str, str]]] = {
    "warning_join": lambda tr: {"any": tr("Either limit"), "all": tr("Both limits")},
    "key_warning_pbf_basis": lambda tr: {"total": tr("In total"), "once": tr("In one finding")},
    "warning_period": lambda tr: choice_labels("PERIOD", tr),
    "warning_sums": lambda tr: {
        "year": tr("From 1 January on"),
        "rolling": tr("Twelve months back"),
        "record": tr("The whole record"),
    },
    "general_warning_area": lambda tr: {"period": tr("Of the period"), "year": tr("Of the year")},
    "after_key_warning": lambda tr: {"restart": tr("Counted anew"), "continue": tr("Counted on")},
    "severe_by": lambda tr: {"event": tr("An event that people enter"), "key_again": tr("A second key warning")},
    "city_decides_over": lambda tr: {"record": tr("The whole record"), "year": tr("Of the year")},
    "veto_denominator": lambda tr: {
        "new_construction": tr("Cultivated land taken by construction in the year"),
        "all_new_construction": tr("All new construction land of the year"),
        "all_cultivated": tr("Cultivated land before the year"),
    },
    "veto_balance": lambda tr: {"entered": tr("Events that people enter"), "ledger": tr("Quota ledger")},
    "carry_over_tasks": yes_no_labels,
    "restored_counts": lambda tr: {
        "net": tr("Inflow less outflow"),
        "inflow": tr("Inflow"),
        "listed": tr("Inflow inside registered restored land"),
    },
    "allocation_basis_holding": _basis_labels,
    "allocation_basis_pbf": _basis_labels,
    "allocation_basis_gap": _basis_labels,
    "fee_scope": lambda tr: {"pbf_part": tr("The part in PBF"), "whole_project": tr("The whole project")},
    "topsoil_area": lambda tr: {"net": tr("Net area"), "gross": tr("Gross area")},
    "replace_by": lambda tr: {"registered": tr("Registered area"), "net": tr("Net area")},
    "adjustable_land": lambda tr: {"separate": tr("Apart"), "cultivated": tr("As cultivated land")},
    "supplement_choice": lambda tr: {"greedy": tr("One after another"), "fewest": tr("The fewest fields")},
    "agroforestry_is_non_grain": yes_no_labels,
    "freeze_from": lambda tr: {"illegal": tr("A case found illegal"), "open": tr("A lead")},
    "ceiling_mode": lambda tr: {"city_net": tr("The city's net increase, shared"), "own": tr("Each county's own")},
    "fallow_supplements": lambda tr: {
        "apart": tr("Apart"),
        "planted": tr("As planted"),
        "unplanted": tr("As not planted"),
    },
    "quota_regime": lambda tr: {"net_increase": tr("Net increase"), "quota": tr("Traded quota")},
    "purchase_scope": lambda tr: {"provincial": tr("Provincial projects and above"), "any": tr("All projects")},
    "sale_needs_pbf": yes_no_labels,
    "compensation_penalty": lambda tr: {"land": tr("That land"), "village": tr("The whole village")},
}
