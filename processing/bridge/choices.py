"""Labels of the values of parameters with a closed list of choices, in the caller's language.

The values themselves are ids, the same in every language: scripts, models and provenance hold them.
"""

from __future__ import annotations

from collections.abc import Callable

from .i18n import user_language
from .tables.definitions import load_table, table_ids
from .vocabulary import (
    earlier_role_labels,
    level_labels,
    list_labels,
    measure_labels,
    review_labels,
    verdict_labels,
    yes_no_labels,
)

Translate = Callable[[str], str]


def choice_labels(name: str, tr: Translate) -> dict[str, str]:
    """Return the labels of a parameter's choices by value; none where it has no closed list."""
    return _LABELS[name](tr) if name in _LABELS else {}


def _answers(tr: Translate) -> dict[str, str]:
    """Return the labels of the answers to a question of which nothing may be known."""
    return {"unknown": tr("Not known"), **yes_no_labels(tr)}


_LABELS: dict[str, Callable[[Translate], dict[str, str]]] = {
    "AREA_METHOD": lambda tr: {
        "national": tr("National formula"),
        "geodesic": tr("Geodesic"),
        "planar": tr("On the map plane"),
    },
    "UNIT_SOURCE": lambda tr: {"code": tr("Location unit code"), "boundary": tr("Boundaries of the units")},
    "RECORD_UNIT": lambda tr: {
        "profile": tr("As the office profile says"),
        "m2": tr("Square metres"),
        "mu": tr("Mu"),
        "ha": tr("Hectares"),
    },
    "PERIOD": lambda tr: {
        "week": tr("Week"),
        "month": tr("Month"),
        "quarter": tr("Quarter"),
        "half_year": tr("Half-year"),
        "year": tr("Year"),
    },
    "TABLES": lambda _: {table: load_table(table).name[user_language()] for table in table_ids()},
    "TABLE_AREAS": lambda tr: {"m2": tr("Square metres"), "mu": tr("Mu")},
    "STYLE": lambda tr: {
        "standard": tr("Standard colours"),
        "light": tr("Light colours"),
        "print": tr("Colours for print"),
    },
    "LANGUAGE": lambda tr: {"zh": tr("Chinese"), "en": tr("English")},
    "PAPER": lambda _: {"A3": "A3", "A4": "A4"},
    "LEVEL": level_labels,
    "BY": lambda tr: {**level_labels(tr), "conflict": tr("Conflict")},
    "ITEMS": lambda tr: {
        "holding_target": tr("Cultivated-land target"),
        "pbf_target": tr("PBF target"),
        "gap": tr("Gap to restore"),
        "task": tr("Task of the year"),
    },
    "BASIS": lambda tr: {
        "policy": tr("As the policy says"),
        "net_now": tr("Cultivated land now (net)"),
        "pbf_registered": tr("PBF as registered"),
        "candidates": tr("Restoration potential"),
        "candidates_free": tr("Free restoration potential"),
        "column": tr("A column of the summary"),
    },
    "SEVERITY": lambda tr: {
        "3": tr("3: forbidden non-agricultural use"),
        "2": tr("2: forbidden agricultural use and above"),
        "1": tr("1: to verify and above"),
        "0": tr("0: all, notes too"),
    },
    "SITE_KIND": lambda tr: {
        "construction": tr("Construction"),
        "temporary": tr("Temporary use"),
        "rural_house": tr("Rural house"),
        "facility": tr("Agricultural facility"),
    },
    "FACILITY": lambda tr: {
        "unknown": tr("Not known"),
        "planting": tr("For planting"),
        "livestock": tr("Livestock"),
        "aquaculture": tr("Aquaculture"),
    },
    "RESTORABLE": _answers,
    "BREAKS_LAYER": _answers,
    "LISTED": lambda tr: {
        "standing": tr("All but what the review has dismissed"),
        "confirmed": tr("Only what the review has confirmed"),
        "all": tr("All"),
    },
    "FINDINGS": list_labels,
    "LAYER": list_labels,
    "MEASURES": measure_labels,
    "EARLIER_ROLE": earlier_role_labels,
    "DECISIONS": review_labels,
    "VERDICT": lambda tr: {**verdict_labels(tr), "none": tr("None: take back")},
    "FORMAT": lambda _: {"pdf": "PDF", "png": "PNG", "svg": "SVG"},
    "THEME": lambda tr: {
        "targets": tr("Areas against targets"),
        "candidates": tr("Restoration candidates"),
        "conflict_share": tr("Share of conflicts by village or township"),
        "potential_share": tr("Share of free potential by village or township"),
    },
    "CHECKS": lambda tr: {
        "crs": tr("Coordinate systems"),
        "fields": tr("Fields"),
        "codes": tr("Land classes and code tables"),
        "ids": tr("Identifiers"),
        "geometry": tr("Geometry"),
        "coverage": tr("Overlaps and gaps"),
        "areas": tr("Areas"),
        "attributes": tr("Attribute rules"),
        "places": tr("Codes against places"),
    },
}
