"""What has to be replaced, from the parts of a project site or from conflicts under a valid approval."""

from __future__ import annotations

from fractions import Fraction

import geopandas
import pandas as pd

from ..analysis.area.rounding import limit_to_exact
from ..analysis.rules.evaluation import RuleEvaluator
from ..analysis.rules.policy import Policy, SurveyClasses
from ..analysis.sites.needs import REPLACE
from ..analysis.sites.supplements import (
    PBF,
    SupplementNeed,
    Supplements,
    choose_supplements,
    find_eligible,
    need_of,
)
from ..bridge.dependencies import Feature, require_feature
from ..bridge.errors import InputError
from ..bridge.i18n import tr
from ..bridge.io.result_tables import check_result_table

_PART, _CONFLICT, _RECORD = "part_id", "conflict_id", "pbf_TBDLMJ"
_APPROVED = "approved"
_PADDY = "paddy"


def read_need(
    frame: pd.DataFrame, layer: str, site: str, policy: Policy, classes: SurveyClasses, grade_column: str
) -> SupplementNeed:
    """Return the need of a layer: parts of a project site, or conflicts.

    Args:
        frame: the layer.
        layer: its name, for messages.
        site: the alternative; may be empty where there is one.
        policy: says which area counts, and what paddy is.
        classes: the survey's classes.
        grade_column: with the grade (1 is best).

    Raises:
        InputError: it is neither, the alternative is not among its parts, or nothing is to be replaced.

    """
    for column, table in ((_PART, "site_parts"), (_CONFLICT, "conflicts")):
        if column in frame:
            frame = check_result_table(frame, table, layer)
            break
    if _PART in frame:
        sites = sorted(frame["site"].astype(str).unique().tolist())
        if site not in sites and (site or len(sites) > 1):
            raise InputError(
                tr("Layer “{layer}” has the alternatives {sites}. Name one of them in “Alternative”.").format(
                    layer=layer, sites=", ".join(f"“{name}”" for name in sites)
                )
            )
        taken = frame["needs"].fillna("").str.split(";").map(lambda needs: REPLACE in needs)
        rows = frame[taken & ((frame["site"] == site) | (site == ""))]
        area = rows["cultivated_m2"] if policy.option("replace_by") == "net" else rows.get(_RECORD)
    elif _CONFLICT in frame:
        rows = frame[frame["kind"] == _APPROVED]
        area = rows.get(_RECORD)
        if policy.option("replace_by") == "net" or area is None:
            area = rows["cultivated_m2"].fillna(0.0) + rows["lost_cultivated_m2"].fillna(0.0)
    else:
        raise InputError(
            tr(
                "Layer “{layer}” is neither an output “Parts of sites” nor “Conflicts”: it has no column {parts} or "
                "{conflicts}."
            ).format(layer=layer, parts=_PART, conflicts=_CONFLICT)
        )
    if area is None or area.isna().any() or not len(rows):
        raise InputError(
            tr(
                "Layer “{layer}”: nothing in it is to be replaced, or it has no registered area (YJJBNTMJ). Give the "
                "need in mu."
            ).format(layer=layer)
        )
    tests = RuleEvaluator(rows, policy, classes)
    wet = tests.in_group(_PADDY)
    if _CONFLICT in frame and "pbf_DLBM" in rows:
        wet |= tests.in_group(_PADDY, "pbf_DLBM")
    return need_of(rows, area.to_numpy(dtype=float), wet, tests.numbers(grade_column))


def stated_need(
    mu: float | None, paddy_mu: float | None, grade: float | None, of_layer: SupplementNeed | None
) -> SupplementNeed:
    """Return the need that was stated; what was not stated is that of the layer.

    Raises:
        InputError: there is no need.

    """
    base = of_layer or SupplementNeed(0, 0)
    need = SupplementNeed(
        base.net if mu is None else limit_to_exact(mu),
        base.paddy if paddy_mu is None else limit_to_exact(paddy_mu),
        base.grade if grade is None else Fraction(str(grade)),
        base.villages,
    )
    if need.net <= 0 and need.paddy <= 0:
        raise InputError(tr("Nothing is needed. Give “Need (mu)”, or a layer with what is taken."))
    return need


def search_supplements(
    pieces: geopandas.GeoDataFrame,
    need: SupplementNeed,
    policy: Policy,
    classes: SurveyClasses,
    date: str,
    grade_column: str,
    tolerance: float,
) -> Supplements:
    """Return what can replace the land that is taken, in the order of choice, and what is chosen of it.

    Raises:
        InputError: the pieces have no PBF, or no grade where one is needed.

    """
    if policy.option("supplement_choice") == "fewest":
        require_feature(Feature.PLAN)
    if PBF not in pieces:
        raise InputError(
            tr(
                "The pieces have no permanent basic farmland: what lies outside it is not known. Overlay the parcels "
                "with that layer."
            )
        )
    tests = RuleEvaluator(pieces, policy, classes, date)
    if grade_column not in pieces and need.grade is not None:
        raise InputError(
            tr("The pieces have no column {column}, and a grade is needed. Name the column in “Grade column”.").format(
                column=grade_column
            )
        )
    eligible = find_eligible(pieces, tests, policy, need, grade_column, tolerance)
    return choose_supplements(eligible, policy, need)
