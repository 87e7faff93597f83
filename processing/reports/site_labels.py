"""Headings and words of the tables of project sites and supplements, by the table's name in the results."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..analysis.sites.ranking import CRITERIA, FORBIDDEN
from ..bridge.vocabulary import checked_labels, site_verdict_labels, supplement_tier_labels, yes_no_labels
from .labels import Translate
from .names import Names, Words

COMPARISON, SITES, SITE_PARTS = "comparison", "sites", "site_parts"
SUPPLEMENTS = "supplements"
_OF_SITES = (COMPARISON, SITES, "site_classes", "site_needs", SITE_PARTS)


def _site_columns(tr: Translate) -> dict[str, str]:
    return {
        "rank": tr("Rank"),
        "site": tr("Alternative"),
        "project": tr("Project"),
        "code": tr("County code"),
        "verdict": tr("Verdict"),
        "decided_by": tr("Behind the one before by"),
        "outline_m2": tr("Area of the outline"),
        "stated_m2": tr("Area stated by the surveyors"),
        "difference_m2": tr("Survey less outline"),
        "difference_percent": tr("The same (%)"),
        "uncovered_m2": tr("Outside all parcels"),
        "area_m2": tr("Area of record"),
        "cultivated_m2": tr("Cultivated land, net"),
        "paddy_m2": tr("Paddy, net"),
        "ridges_m2": tr("Field ridges"),
        "adjustable_m2": tr("Adjustable classes"),
        "stable_m2": tr("Stable cultivated land, net"),
        "pbf_m2": tr("In PBF, gross"),
        "pbf_cultivated_m2": tr("In PBF, cultivated net"),
        "pbf_registered_m2": tr("In PBF, registered"),
        "red_line_m2": tr("In the ecological red line"),
        "pbf_reserve_m2": tr("In the PBF reserve zone"),
        "farmland_reserve_m2": tr("In the farmland reserve zone"),
        "forest_m2": tr("In the forest boundary"),
        "protected_m2": tr("In the protection target"),
        "projects_m2": tr("In farmland projects"),
        "in_scope_m2": tr("In the planned scope"),
        "out_scope_m2": tr("Outside the planned scope"),
        "grade": tr("Mean grade of cultivated land"),
        "ungraded_m2": tr("Cultivated land without a grade"),
        **{f"slope_{grade}_m2": tr("Slope grade {grade}").format(grade=grade) for grade in range(1, 6)},
        "slope_unknown_m2": tr("Slope grade unknown"),
        "owed_mu": tr("Owed to the balance"),
        "owed_paddy_mu": tr("Of it paddy"),
        "replace_registered_mu": tr("PBF to replace, registered"),
        "replace_net_mu": tr("PBF to replace, net"),
        "replace_mu": tr("PBF to replace"),
        "fee_yuan": tr("Reclamation fee (yuan)"),
        "no_rate_m2": tr("Cultivated land without a rate"),
        "topsoil_m3": tr("Topsoil to strip (m³)"),
        "line": tr("Line"),
        "area_mu": tr("Area of record"),
        "need": tr("Need"),
        "source": tr("Source"),
        "checked": tr("Found"),
        "only_slivers": tr("Only by slivers"),
        "part_id": tr("Part id"),
        "needs": tr("Needs"),
        "stable": tr("Stable cultivated land"),
    }


def criterion_labels(tr: Translate) -> dict[str, str]:
    """Return the labels of what sites are ranked by, by value."""
    headings = _site_columns(tr)
    return {name: headings.get(name, name) for name in CRITERIA} | {FORBIDDEN: tr("Verdict")}


def _site_words(tr: Translate, names: Names) -> Words:
    marks = yes_no_labels(tr)
    return {
        "verdict": site_verdict_labels(tr),
        "decided_by": criterion_labels(tr),
        "line": names.terms.get("lines", {}),
        "need": names.terms.get("needs", {}),
        "checked": checked_labels(tr),
        "only_slivers": marks,
        "stable": marks,
    }


def _supplement_columns(tr: Translate) -> dict[str, str]:
    return {
        "supplement_id": tr("Supplement id"),
        "rank": tr("Rank"),
        "chosen": tr("Chosen"),
        "tier": tr("Where it lies"),
        "net_m2": tr("Cultivated land, net"),
        "net_mu": tr("Cultivated land, net"),
        "paddy_mu": tr("Paddy, net"),
        "grade": tr("Grade"),
        "cumulative_mu": tr("Sum of the chosen"),
    }


def _supplement_words(tr: Translate, names: Names) -> Words:
    return {"chosen": yes_no_labels(tr), "tier": supplement_tier_labels(tr)}


SITE_COLUMNS: Mapping[str, Callable[[Translate], dict[str, str]]] = {
    **dict.fromkeys(_OF_SITES, _site_columns),
    SUPPLEMENTS: _supplement_columns,
}
SITE_WORDS: Mapping[str, Callable[[Translate, Names], Words]] = {
    **dict.fromkeys(_OF_SITES, _site_words),
    SUPPLEMENTS: _supplement_words,
}
