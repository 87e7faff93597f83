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


def choice_labels(tr: Callable[[str], str]) -> dict[str, dict[str, str]]:
    """Return the labels of choices by parameter and value."""
    language = user_language()
    return {
        "AREA_METHOD": {
            "national": tr("National formula"),
            "geodesic": tr("Geodesic"),
            "planar": tr("On the map plane"),
        },
        "UNIT_SOURCE": {"code": tr("Location unit code"), "boundary": tr("Boundaries of the units")},
        "RECORD_UNIT": {
            "profile": tr("As the office profile says"),
            "m2": tr("Square metres"),
            "mu": tr("Mu"),
            "ha": tr("Hectares"),
        },
        "PERIOD": {
            "week": tr("Week"),
            "month": tr("Month"),
            "quarter": tr("Quarter"),
            "half_year": tr("Half-year"),
            "year": tr("Year"),
        },
        "TABLES": {table: load_table(table).name[language] for table in table_ids()},
        "TABLE_AREAS": {"m2": tr("Square metres"), "mu": tr("Mu")},
        "STYLE": {"standard": tr("Standard colours"), "light": tr("Light colours"), "print": tr("Colours for print")},
        "LANGUAGE": {"zh": tr("Chinese"), "en": tr("English")},
        "PAPER": {"A3": "A3", "A4": "A4"},
        "LEVEL": level_labels(tr),
        "BY": {**level_labels(tr), "conflict": tr("Conflict")},
        **_target_choices(tr),
        "SEVERITY": {
            "3": tr("3: forbidden non-agricultural use"),
            "2": tr("2: forbidden agricultural use and above"),
            "1": tr("1: to verify and above"),
            "0": tr("0: all, notes too"),
        },
        **_site_choices(tr),
        "LISTED": {
            "standing": tr("All but what the review has dismissed"),
            "confirmed": tr("Only what the review has confirmed"),
            "all": tr("All"),
        },
        "FINDINGS": list_labels(tr),
        "LAYER": list_labels(tr),
        "MEASURES": measure_labels(tr),
        "EARLIER_ROLE": earlier_role_labels(tr),
        "DECISIONS": review_labels(tr),
        "VERDICT": {**verdict_labels(tr), "none": tr("None: take back")},
        "FORMAT": {"pdf": "PDF", "png": "PNG", "svg": "SVG"},
        "THEME": {
            "targets": tr("Areas against targets"),
            "candidates": tr("Restoration candidates"),
            "conflict_share": tr("Share of conflicts by village or township"),
            "potential_share": tr("Share of free potential by village or township"),
        },
        "CHECKS": {
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


def _target_choices(tr: Callable[[str], str]) -> dict[str, dict[str, str]]:
    """Return the labels of choices on targets that are broken down."""
    return {
        "ITEMS": {
            "holding_target": tr("Cultivated-land target"),
            "pbf_target": tr("PBF target"),
            "gap": tr("Gap to restore"),
            "task": tr("Task of the year"),
        },
        "BASIS": {
            "policy": tr("As the policy says"),
            "net_now": tr("Cultivated land now (net)"),
            "pbf_registered": tr("PBF as registered"),
            "candidates": tr("Restoration potential"),
            "candidates_free": tr("Free restoration potential"),
            "column": tr("A column of the summary"),
        },
    }


def _site_choices(tr: Callable[[str], str]) -> dict[str, dict[str, str]]:
    """Return the labels of choices on project sites."""
    answers = {"unknown": tr("Not known"), **yes_no_labels(tr)}
    return {
        "SITE_KIND": {
            "construction": tr("Construction"),
            "temporary": tr("Temporary use"),
            "rural_house": tr("Rural house"),
            "facility": tr("Agricultural facility"),
        },
        "FACILITY": {
            "unknown": tr("Not known"),
            "planting": tr("For planting"),
            "livestock": tr("Livestock"),
            "aquaculture": tr("Aquaculture"),
        },
        "RESTORABLE": answers,
        "BREAKS_LAYER": answers,
    }
