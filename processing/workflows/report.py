"""From the results of a run to what all its reports share: the model, the names of ids, the styles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas
import pandas as pd

from ..analysis.dates import BEIJING
from ..analysis.rules.policy import Policy, SurveyClasses
from ..analysis.summary import differences, pbf_cross_table
from ..bridge.i18n import report_language
from ..bridge.io.provenance import LAYER as PROVENANCE
from ..bridge.io.provenance import Provenance
from ..bridge.problem_messages import kind_titles
from ..bridge.survey.schema import load_survey
from ..bridge.vocabulary import direction_labels
from ..reports.column_names import ABANDONED, LOSSES, PROBLEMS
from ..reports.labels import Translate
from ..reports.model import ReportModel
from ..reports.model_building import build_report
from ..reports.names import Names
from ..reports.styles.layer_styles_table import stored_styles
from ..reports.styles.renderers import CANDIDATES, CONFLICTS, PIECES
from ..reports.tables.measures import measure_layers

SUMMARY, ZONES = "summary", "zones"


def report_names(
    policy: Policy | None, classes: SurveyClasses, language: str, titles: Mapping[str, Mapping[str, str]]
) -> Names:
    """Return the names of the ids that reports show.

    Args:
        policy: names its own ids; None where there is none.
        classes: land classes.
        language: of the names, `zh` or `en`.
        titles: names of algorithms and parameters by id (`RedlineAlgorithm.dialog_titles`).

    """
    terms = {
        table: [{"id": term.id, "name_zh": term.name_zh, "name_en": term.name_en} for term in rows.values()]
        for table, rows in (policy.terms.items() if policy else ())
    }
    rows = [{"code": row.code, "name_zh": row.name_zh, "name_en": row.name_en} for row in classes.by_code.values()]
    more = {
        "roles": load_survey().role_names[language],
        "problems": kind_titles(report_language(language)),
        "directions": direction_labels(report_language(language)),
        **titles,
    }
    return Names.from_rows(terms, rows, language, more)


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
    titles: Mapping[str, Mapping[str, str]],
    losses: pd.DataFrame | None = None,
    abandoned: pd.DataFrame | None = None,
    measures: Mapping[str, pd.DataFrame] | None = None,
) -> tuple[ReportModel, Translate]:
    """Build the report model.

    Args:
        pieces: of the overlay.
        conflicts: found in them.
        candidates: found in them.
        summary: one row a unit, areas in mu.
        problems: in words; None where they are not known.
        policy: targets and the notice's own figures.
        classes: the survey's land classes.
        provenance: of the run.
        language: of the report, `zh` or `en`.
        titles: names of algorithms and parameters by id (`RedlineAlgorithm.dialog_titles`).
        losses: found in the pieces; None where nobody looked for them.
        abandoned: found in the pieces; None where nobody looked for them.
        measures: tables of the measures that were answered, by their names.

    Returns:
        the model, and the translator of its language.

    """
    return report_of_tables(
        conflicts,
        candidates,
        summary,
        problems,
        policy,
        classes,
        provenance,
        language,
        titles,
        cross_table=pbf_cross_table(pieces, classes),
        years=survey_years(pieces),
        losses=losses,
        abandoned=abandoned,
        measures=measures,
    )


def report_of_tables(
    conflicts: pd.DataFrame,
    candidates: pd.DataFrame,
    summary: pd.DataFrame,
    problems: pd.DataFrame | None,
    policy: Policy,
    classes: SurveyClasses,
    provenance: Provenance,
    language: str,
    titles: Mapping[str, Mapping[str, str]],
    *,
    cross_table: pd.DataFrame,
    years: Sequence[int],
    losses: pd.DataFrame | None = None,
    abandoned: pd.DataFrame | None = None,
    measures: Mapping[str, pd.DataFrame] | None = None,
) -> tuple[ReportModel, Translate]:
    """Build the report model where no pieces are at hand; see `make_report`.

    Args:
        cross_table: of `pbf_cross_table`.
        years: of the survey.

    """
    tr = report_language(language)
    compared = differences(policy).rename(columns={"item": "quantity"})
    positive = compared["basis"] == "positive"
    compared.loc[positive, "quantity"] = compared.loc[positive, "quantity"] + "_positive"
    if language == "en":
        summary = summary.assign(name=english_names(summary, policy))
        compared["name"] = english_names(compared, policy)
    model = build_report(
        summary,
        conflicts,
        candidates,
        losses=losses,
        abandoned=abandoned,
        measures=measures,
        differences=compared,
        cross_table=cross_table,
        problems=problems,
        provenance=provenance.rows(),
        units=policy.units,
        names=report_names(policy, classes, language, titles),
        title=tr("Cultivated-land protection: targets and actual areas by unit"),
        policy_title=policy.title_in(language),
        created=provenance.time.astimezone(BEIJING),
        survey_years=years,
        year=policy.year,
    )
    return model, tr


def survey_years(pieces: pd.DataFrame) -> list[int]:
    """Return the years of the survey (SJNF) that the parcels bear."""
    if "SJNF" not in pieces.columns:
        return []
    years = pd.to_numeric(pieces["SJNF"].drop_duplicates(), errors="coerce").dropna()
    return sorted({int(year) for year in years})


def english_names(table: pd.DataFrame, policy: Policy) -> list[object]:
    """Return the names of a table's units, in English where the policy has them."""
    english = {unit.code: unit.name_en for unit in policy.units if unit.name_en}
    return [english.get(code, name) for code, name in zip(table["code"], table["name"])]


def style_table(tables: Mapping[str, pd.DataFrame], language: str, names: Names, style: str) -> pd.DataFrame:
    """Return the default styles of a run's layers, as rows of the GeoPackage's table of styles.

    Args:
        tables: the layers by name, as they are written.
        language: of the report, `zh` or `en`.
        names: labels in that language.
        style: how colours are chosen, by the name of a file of `resources/styles`, or `standard`.

    """
    further = (kind for kind in (ZONES, PROVENANCE, LOSSES, ABANDONED, *measure_layers()) if kind in tables)
    kinds = (CONFLICTS, CANDIDATES, PIECES, SUMMARY, PROBLEMS, *further)
    shown = {kind: tables[kind] for kind in kinds}
    return stored_styles(shown, report_language(language), names, field_aliases(language), style)


def field_aliases(language: str) -> dict[str, str]:
    """Return names of columns that pieces have of the survey and of zones: the standard's where it is Chinese."""
    survey, tr = load_survey(), report_language(language)
    fields = {field.name: field.alias for field in survey.fields.values()} if language == "zh" else {}
    named = dict(fields)
    for name, role in survey.roles.items():
        named[name] = survey.role_names[language][name]
        for attribute, columns in role.columns.items():
            usual = next((column for column in columns if not column.isascii()), fields.get(attribute, attribute))
            named[f"{name}_{attribute}"] = tr("{one}: {another}").format(
                one=named[name], another=usual if language == "zh" else attribute
            )
    return named
