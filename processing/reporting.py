"""From the results of a run to the report model that workbook and maps share; imported when an algorithm runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import geopandas
import pandas as pd

from ..analysis.policy import Policy, SurveyClasses
from ..analysis.summary import differences, pbf_cross_table
from ..bridge.i18n import report_language
from ..bridge.provenance import Provenance
from ..reports.model import ReportModel, build_report
from ..reports.names import Names


def report_names(policy: Policy | None, classes: SurveyClasses, language: str) -> Names:
    """Names of the policy's ids, if there is one, and of land classes in the report's language."""
    terms = {
        table: [{"id": term.id, "name_zh": term.name_zh, "name_en": term.name_en} for term in rows.values()]
        for table, rows in (policy.terms.items() if policy else ())
    }
    rows = [{"code": row.code, "name_zh": row.name_zh, "name_en": row.name_en} for row in classes.by_code.values()]
    return Names.from_rows(terms, rows, language)


def make_report(
    pieces: geopandas.GeoDataFrame,
    conflicts: geopandas.GeoDataFrame,
    candidates: geopandas.GeoDataFrame,
    summary: pd.DataFrame,
    problems: pd.DataFrame | None,
    policy: Policy,
    classes: SurveyClasses,
    provenance: Provenance,
    language: str,
) -> tuple[ReportModel, Callable[[str], str]]:
    """Build the report model, and give the translator of its language."""
    tr = report_language(language)
    compared = differences(policy).rename(columns={"item": "quantity"})
    positive = compared["basis"] == "positive"
    compared.loc[positive, "quantity"] = compared.loc[positive, "quantity"] + "_positive"
    model = build_report(
        summary,
        conflicts,
        candidates,
        differences=compared,
        cross_table=pbf_cross_table(pieces, classes),
        problems=problems,
        provenance=[(f"{section}.{name}", value) for section, name, value in provenance.rows()],
        units=policy.units,
        names=report_names(policy, classes, language),
        title=tr("Cultivated-land protection: targets and actual areas by unit"),
        policy_title=policy.title if language == "zh" else (policy.title_en or policy.title),
        created=provenance.time,
    )
    return model, tr


def unit_names(units: geopandas.GeoDataFrame, digits: Mapping[str, int]) -> dict[str, str]:
    """Names of units by the code that the pieces use (village codes may carry zeros behind)."""
    longest = max(digits.values())
    return {
        str(code)[:longest]: str(name)
        for code, name in zip(units["code"], units["name"])
        if name is not None and not pd.isna(name)
    }
